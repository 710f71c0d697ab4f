//! The form of a section that the system writes (ordalydelse), for one who words it better.

use uuid::Uuid;

use super::{
    Wording,
    context::Context,
    field::{self, Field, Group, Widget},
};
use crate::{meetings::Typed, web::FieldErrors};

pub(super) fn form(context: &Context, subject: Uuid) -> Option<Typed> {
    let told = context.told().into_iter().find(|one| one.subject == subject)?;
    let mut form = Typed::default();
    form.set("text", told.text.to_plain());
    Some(form)
}

pub(super) fn groups(form: &Typed) -> Vec<Group> {
    let text = Field::new(form, "text", "Text", Widget::Area)
        .hint("Texten följer inte längre med när uppgifterna ändras, men du får veta om de gör det. ”Ta bort” ger systemets text tillbaka.");
    vec![Group::new("Så står det i protokollet", vec![text])]
}

pub(super) fn parse(
    form: &Typed,
    context: &Context,
    subject: Uuid,
    errors: &mut FieldErrors,
) -> Option<Wording> {
    let text = field::text(form, "text", errors)?;
    let Some(told) = context.told().into_iter().find(|one| one.subject == subject) else {
        errors.add("text", "Uppgifterna som texten byggde på finns inte kvar.");
        return None;
    };
    if text.is_empty() {
        errors.add("text", "Skriv en text, eller ta bort din ordalydelse.");
        return None;
    }
    Some(Wording { subject, text, told: told.system })
}
