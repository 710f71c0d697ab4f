//! The form of what a § is about (uppgifter om ärendet).

use super::{
    Matter,
    context::Context,
    field::{self, Field, Group, Widget},
};
use crate::{
    meetings::Typed,
    web::{FieldErrors, clock_text},
};

pub(super) fn form(matter: &Matter) -> Typed {
    let mut form = Typed::default();
    let ticked = |holds: bool| if holds { "ja" } else { "" };
    form.set("beteckning", matter.agenda_label.as_str());
    form.set("nummer", matter.series_no.as_str());
    form.set("vackt", matter.put_on.map(|day| day.to_string()).unwrap_or_default());
    form.set("dag", matter.sitting.max(1).to_string());
    form.set("borjade", matter.begins_at.map(clock_text).unwrap_or_default());
    form.set("slutade", matter.ends_at.map(clock_text).unwrap_or_default());
    form.set("myndighetsutovning", ticked(matter.authority));
    form.set("stangda", ticked(matter.closed_doors));
    form.set("ej_kungjort", ticked(matter.extra_agreed));
    form.set("ej_berett", ticked(matter.unprepared_agreed));
    form.set("ordning", ticked(matter.order_approved));
    form
}

pub(super) fn groups(form: &Typed, context: &Context) -> Vec<Group> {
    let line = |name: &str, label: &str| Field::new(form, name, label, Widget::Line);
    let tick = |name: &str, label: &str| Field::new(form, name, label, Widget::Tick);
    let mut when = vec![line("borjade", "Började behandlas"), line("slutade", "Var färdigt")];
    if context.meeting.sittings.len() > 1 {
        when.insert(0, line("dag", "Sammanträdets dag").hint("1 för den första dagen."));
    }
    vec![
        Group::new(
            "Beteckningar",
            vec![
                line("beteckning", "På föredragningslistan")
                    .hint("Om den inte är punktens plats, till exempel 4 1/2 eller A."),
                line("nummer", "Motionens, interpellationens eller frågans nummer"),
                line("vackt", "Väckt den")
                    .hint("ÅÅÅÅ-MM-DD. Ett år senare ska en motion vara beslutad eller redovisad."),
            ],
        ),
        Group::new("Tid", when),
        Group::new(
            "Hur det behandlades",
            vec![
                tick("myndighetsutovning", "Myndighetsutövning mot enskild"),
                tick("stangda", "Beslut om stängda dörrar"),
                tick(
                    "ej_kungjort",
                    "Alla närvarande var ense om att avgöra ärendet fast det inte var tillkännagivet",
                ),
                tick(
                    "ej_berett",
                    "Alla närvarande var ense om att avgöra ärendet fast det inte var berett",
                ),
                tick("ordning", "Propositionsordningen godkändes"),
            ],
        ),
    ]
}

pub(super) fn parse(form: &Typed, context: &Context, errors: &mut FieldErrors) -> Option<Matter> {
    let agenda_label = errors.optional_line("beteckning", form.get("beteckning"), 40);
    let series_no = errors.optional_line("nummer", form.get("nummer"), 40);
    let put_on = errors.optional_day("vackt", form.get("vackt"));
    let begins_at = errors.optional_clock("borjade", form.get("borjade"));
    let ends_at = errors.optional_clock("slutade", form.get("slutade"));
    let days = i32::try_from(context.meeting.sittings.len()).unwrap_or(1);
    let sitting = field::optional_number(form, ("dag", "Sammanträdets dag"), days, errors);
    let (begins_at, ends_at) = (begins_at?, ends_at?);
    if let (Some(from), Some(to)) = (begins_at, ends_at)
        && to < from
    {
        errors.add("slutade", "Slutet kan inte vara före början.");
    }
    let (agenda_label, series_no, put_on) = (agenda_label?, series_no?, put_on?);
    let sitting = sitting?.unwrap_or(1).max(1);
    errors.is_empty().then(|| Matter {
        agenda_label,
        series_no,
        put_on,
        sitting,
        begins_at,
        ends_at,
        authority: form.ticked("myndighetsutovning"),
        closed_doors: form.ticked("stangda"),
        extra_agreed: form.ticked("ej_kungjort"),
        unprepared_agreed: form.ticked("ej_berett"),
        order_approved: form.ticked("ordning"),
    })
}
