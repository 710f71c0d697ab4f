//! The form of an appointment by election (uppdrag genom val, KND-11).

use uuid::Uuid;

use super::{
    Appointment,
    context::Context,
    field::{Field, Group, Widget},
};
use crate::{meetings::Typed, web::FieldErrors};

pub(super) fn form(one: &Appointment) -> Typed {
    let mut form = Typed::default();
    form.set("namn", one.name.as_str());
    form.set("roll", one.role.as_str());
    form.set("organ", one.body.as_str());
    form.set("fran", one.starts_on.map(|day| day.to_string()).unwrap_or_default());
    form.set("till", one.ends_on.map(|day| day.to_string()).unwrap_or_default());
    form.set("efter", one.instead_of.as_str());
    form
}

pub(super) fn groups(form: &Typed, _: &Context) -> Vec<Group> {
    let fields = vec![
        Field::new(form, "namn", "Namn", Widget::Line).hint("Till exempel Anna Berg (S)."),
        Field::new(form, "roll", "Uppdrag", Widget::Line)
            .hint("Till exempel ledamot eller ersättare."),
        Field::new(form, "organ", "I organet", Widget::Line),
        Field::new(form, "fran", "Från och med", Widget::Line).hint("ÅÅÅÅ-MM-DD. Kan lämnas tomt."),
        Field::new(form, "till", "Till och med", Widget::Line).hint("ÅÅÅÅ-MM-DD. Kan lämnas tomt."),
        Field::new(form, "efter", "I stället för", Widget::Line),
    ];
    vec![Group::new("Uppdraget", fields)]
}

pub(super) fn parse(
    form: &Typed,
    context: &Context,
    id: Uuid,
    errors: &mut FieldErrors,
) -> Option<Appointment> {
    let name = errors.line("namn", form.get("namn"), 200, "Skriv vem som väljs.");
    let role = errors.line("roll", form.get("roll"), 120, "Skriv vilket uppdrag det är.");
    let body = errors.line("organ", form.get("organ"), 200, "Skriv vilket organ det gäller.");
    let starts_on = errors.optional_day("fran", form.get("fran"));
    let ends_on = errors.optional_day("till", form.get("till"));
    let instead_of = errors.optional_line("efter", form.get("efter"), 200);
    let (starts_on, ends_on) = (starts_on?, ends_on?);
    if let (Some(from), Some(to)) = (starts_on, ends_on)
        && to < from
    {
        errors.add("till", "Sista dagen kan inte vara före den första.");
    }
    let (name, role, body, instead_of) = (name?, role?, body?, instead_of?);
    errors.is_empty().then(|| Appointment {
        id,
        person: context.called(&name),
        name,
        role,
        body,
        board: None,
        starts_on,
        ends_on,
        instead_of,
    })
}
