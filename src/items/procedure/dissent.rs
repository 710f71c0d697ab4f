//! The form of a dissent (reservation, protokollsanteckning, särskilt yttrande).

use uuid::Uuid;

use super::{
    Dissent,
    context::Context,
    field::{self, Field, Group, Widget},
};
use crate::{
    law::procedure::{DissentKind, HandedIn},
    meetings::Typed,
    web::{FieldErrors, Now},
};

pub(super) fn form(dissent: &Dissent) -> Typed {
    let mut form = Typed::default();
    form.set("slag", dissent.kind.as_str());
    form.set("punkt", dissent.point.map(|point| point.to_string()).unwrap_or_default());
    form.set("forman", dissent.favour.map(|claim| claim.to_string()).unwrap_or_default());
    form.set("text", dissent.text.as_ref().map(crate::text::Text::to_plain).unwrap_or_default());
    form.set("inlamnad", dissent.handed_in.as_str());
    form.set("bilaga", dissent.annex.as_str());
    form.set("i_tid", if dissent.in_time { "ja" } else { "" });
    field::fill_people(&mut form, &dissent.people);
    form
}

/// A new one is notified at the meeting until somebody says otherwise.
pub(super) fn blank() -> Typed {
    let mut form = Typed::default();
    form.set("i_tid", "ja");
    form
}

pub(super) fn groups(form: &Typed, context: &Context) -> Vec<Group> {
    let kinds = field::options(DissentKind::ALL.iter().map(|kind| (kind.as_str(), kind.name())));
    let ways = field::options(HandedIn::ALL.iter().map(|way| (way.as_str(), way.name())));
    let what = vec![
        Field::new(form, "slag", "Slag", Widget::Choose(kinds)),
        Field::new(form, "punkt", "Gäller", Widget::Choose(context.points())),
        Field::new(form, "forman", "Till förmån för", Widget::Choose(context.claims())),
        Field::new(form, "i_tid", "Anmäldes innan sammanträdet avslutades", Widget::Tick),
        Field::new(form, "inlamnad", "Texten", Widget::Choose(ways)),
        Field::new(form, "text", "Reservationens eller yttrandets text", Widget::Area),
        Field::new(form, "bilaga", "Bilaga", Widget::Line).hint("Till exempel ”Bilaga 2”."),
    ];
    vec![field::people(form, context, false), Group::new("Vad", what)]
}

pub(super) fn parse(
    form: &Typed,
    context: &Context,
    (id, now): (Uuid, Now),
    errors: &mut FieldErrors,
) -> Option<Dissent> {
    let kind = field::chosen::<DissentKind>(form, ("slag", "Välj vad det är."), errors);
    let handed_in = field::chosen(form, ("inlamnad", "Välj var texten finns."), errors);
    let people: Vec<_> =
        field::read_people(form, context, errors).into_iter().map(|(who, _)| who).collect();
    if people.is_empty() && errors.is_empty() {
        errors.add("person_1", "Ange vem det är.");
    }
    let text = field::text(form, "text", errors);
    let annex = errors.optional_line("bilaga", form.get("bilaga"), 120);
    let (kind, handed_in, text, annex) = (kind?, handed_in?, text?, annex?);
    match handed_in {
        HandedIn::InItem if text.is_empty() => errors.add("text", "Skriv texten."),
        HandedIn::Annex if annex.is_empty() => errors.add("bilaga", "Skriv vilken bilaga det är."),
        _ => {}
    }
    let point = form.id("punkt").filter(|point| context.has_point(*point));
    let favour = form
        .id("forman")
        .filter(|claim| context.procedure.claims.iter().any(|one| one.id == *claim));
    let known = context.procedure.dissents.iter().find(|one| one.id == id);
    errors.is_empty().then_some(Dissent {
        id,
        kind,
        people,
        point,
        favour,
        text: (!text.is_empty()).then_some(text),
        handed_in,
        annex,
        in_time: form.ticked("i_tid"),
        recorded_at: known.map_or(now.0, |known| known.recorded_at),
    })
}
