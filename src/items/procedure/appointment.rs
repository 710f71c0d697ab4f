//! The form of an appointment by election, or of a release from one (uppdrag genom val, entledigande, KND-11).

use uuid::Uuid;

use super::{
    Appointment,
    context::Context,
    field::{Field, Group, Widget},
};
use crate::{
    boards::{role_called, role_names},
    law::procedure::MatterKind,
    meetings::Typed,
    web::FieldErrors,
};

impl Appointment {
    /// Whether it elects somebody to fullmäktige, whose seats länsstyrelsen fills (KND-11); its chairs it elects itself.
    pub(crate) fn fills_council_seat(&self) -> bool {
        let body = self.body.to_lowercase();
        let council = body.ends_with("fullmäktige") && !body.ends_with("förbundsfullmäktige");
        let seat = matches!(role_called(&self.role), Some("member" | "substitute"));
        council && seat && !self.released
    }

    /// What the one who writes it should know beside what it says.
    pub(super) fn note(&self, kind: &str) -> &'static str {
        if self.fills_council_seat() && kind != MatterKind::CountyNotice.as_str() {
            "En plats i fullmäktige fylls inte genom val. Den som avgått entledigas, och länsstyrelsen utser efterträdaren."
        } else if self.board.is_none() {
            ""
        } else {
            "Föreslås för registret när paragrafen är justerad."
        }
    }
}

pub(super) fn form(one: &Appointment) -> Typed {
    let mut form = Typed::default();
    form.set("namn", one.name.as_str());
    form.set("roll", one.role.as_str());
    form.set("organ", one.body.as_str());
    form.set("lamnar", if one.released { "ja" } else { "" });
    form.set("fran", one.starts_on.map(|day| day.to_string()).unwrap_or_default());
    form.set("till", one.ends_on.map(|day| day.to_string()).unwrap_or_default());
    form.set("efter", one.instead_of.as_str());
    form
}

/// In a § on a resignation or a release, somebody leaves.
pub(super) fn blank(context: &Context) -> Typed {
    let kind = context.item.kind.parse();
    let leaves = matches!(kind, Ok(MatterKind::Resignation | MatterKind::Release));
    let mut form = Typed::default();
    form.set("lamnar", if leaves { "ja" } else { "" });
    form
}

pub(super) fn groups(form: &Typed, context: &Context) -> Vec<Group> {
    let field = |name: &str, label: &str, widget| Field::new(form, name, label, widget);
    let people = || Widget::Suggest(context.register.people());
    let fields = vec![
        field("namn", "Namn", people()).hint("Ur registret, till exempel Anna Berg (S)."),
        field("organ", "I organet", Widget::Suggest(context.register.bodies()))
            .hint("Ett organ ur registret, eller ett annat, till exempel en bolagsstyrelse."),
        field("roll", "Uppdrag", Widget::Suggest(role_names()))
            .hint("Till exempel ledamot eller ersättare. Andra uppdrag än de föreslagna förs inte in i registret."),
        field("lamnar", "Lämnar uppdraget", Widget::Tick),
        field("fran", "Från och med", Widget::Line).hint("ÅÅÅÅ-MM-DD. Kan lämnas tomt."),
        field("till", "Till och med", Widget::Line).hint("ÅÅÅÅ-MM-DD. Kan lämnas tomt."),
        field("efter", "I stället för", people()).hint("Vars plats det är. Kan lämnas tomt."),
    ];
    vec![Group::new("Uppdraget", fields)]
}

pub(super) fn parse(
    form: &Typed,
    context: &Context,
    id: Uuid,
    errors: &mut FieldErrors,
) -> Option<Appointment> {
    let name = errors.line("namn", form.get("namn"), 200, "Skriv vem det gäller.");
    let body = errors.line("organ", form.get("organ"), 200, "Skriv vilket organ det gäller.");
    let role = errors.line("roll", form.get("roll"), 120, "Skriv vilket uppdrag det är.");
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
        person: context.called(&name).or_else(|| context.register.person(&name)),
        board: context.register.body(&body).filter(|_| role_called(&role).is_some()),
        name,
        role,
        body,
        starts_on,
        ends_on,
        instead_of,
        released: form.ticked("lamnar"),
    })
}
