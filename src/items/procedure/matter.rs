//! The form of what a § is about (uppgifter om ärendet).

use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    Matter,
    context::Context,
    field::{self, Field, Group, Widget},
};
use crate::{
    error::Result,
    items::matters,
    law::{
        long_date,
        procedure::{MatterKind, matters::Series},
    },
    meetings::{Typed, next_matter_no},
    register::ItemId,
    web::{FieldErrors, clock_text},
};

/// What a § on a matter in a series may be told: the number that comes next, or which of the open ones it answers.
#[derive(Default)]
pub(super) struct Open {
    next: Option<String>,
    matters: Vec<matters::Open>,
}

impl Open {
    pub(super) async fn of(db: &mut PgConnection, context: &Context) -> Result<Self> {
        let (meeting, kind) = (&context.meeting, &context.item.kind);
        let mut matters = vec![];
        if let Some(series) = answered(kind) {
            let of = (meeting.board.id, meeting.held_on);
            matters = matters::Open::all(db, of, None).await?;
            matters.retain(|one| one.series == series);
        }
        Ok(Self { next: next_matter_no(db, meeting, kind).await?, matters })
    }

    fn find(&self, id: Uuid) -> Option<&matters::Open> {
        self.matters.iter().find(|one| one.item.0 == id)
    }
}

/// The series of the matters that a § of the kind answers.
fn answered(kind: &str) -> Option<Series> {
    kind.parse().ok().and_then(Series::of_answer)
}

/// Fills in the number that comes next, where the § has none.
pub(super) fn propose(form: &mut Typed, context: &Context) {
    if form.get("nummer").is_empty()
        && let Some(number) = &context.open.next
    {
        form.set("nummer", number.as_str());
    }
}

/// Whether another § of the body has the number in the same series.
pub(super) async fn is_taken(
    db: &mut PgConnection,
    context: &Context,
    matter: &Matter,
) -> Result<bool> {
    if context.open.next.is_none() || matter.series_no.is_empty() {
        return Ok(false);
    }
    Ok(sqlx::query_scalar!(
        r#"
        select exists (select from items where board_id = $1 and kind = $2 and lower(matter_no) = lower($3) and id <> $4
            and withdrawn is null) as "taken!"
        "#,
        context.meeting.board.id.0,
        context.item.kind,
        matter.series_no,
        context.item.id.0,
    )
    .fetch_one(db)
    .await?)
}

impl Matter {
    /// What series and number it has, and since when; empty for what has none.
    pub(super) fn words(&self, kind: &str) -> String {
        let kind: Option<MatterKind> = kind.parse().ok();
        let series = kind.and_then(|kind| Series::of_put(kind).or(Series::of_answer(kind)));
        let Some(series) = series.filter(|_| !self.series_no.is_empty()) else {
            return String::new();
        };
        let mut words = series.label(&self.series_no);
        if let Some(day) = self.put_on {
            words.extend([", väckt ", &long_date(day)]);
        }
        if self.answers.is_some() {
            words.push_str(". Paragrafen besvarar det väckta ärendet");
        }
        words + "."
    }
}

pub(super) fn form(matter: &Matter) -> Typed {
    let mut form = Typed::default();
    let ticked = |holds: bool| if holds { "ja" } else { "" };
    form.set("beteckning", matter.agenda_label.as_str());
    form.set("nummer", matter.series_no.as_str());
    form.set("vackt", matter.put_on.map(|day| day.to_string()).unwrap_or_default());
    form.set("besvarar", matter.answers.map(|item| item.to_string()).unwrap_or_default());
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
    let mut names = vec![
        line("beteckning", "På föredragningslistan")
            .hint("Om den inte är punktens plats, till exempel 4 1/2 eller A."),
        line("nummer", "Motionens, interpellationens eller frågans nummer"),
        line("vackt", "Väckt den")
            .hint("ÅÅÅÅ-MM-DD. Ett år senare ska en motion vara beslutad eller redovisad."),
    ];
    if answered(&context.item.kind).is_some() {
        names.push(
            Field::new(form, "besvarar", "Besvarar", Widget::Choose(choices(form, context)))
                .hint("Välj det först när paragrafen avgör ärendet, inte när det bordläggs eller återremitteras. Nummer och dag följer med om de är tomma."),
        );
    }
    vec![
        Group::new("Beteckningar", names),
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

/// The open ones, and the one that is chosen already.
fn choices(form: &Typed, context: &Context) -> Vec<(String, String)> {
    let nothing = (String::new(), "Inget väckt ärende".to_owned());
    let chosen = form.id("besvarar").filter(|id| context.open.find(*id).is_none());
    let chosen = chosen.map(|id| (id.to_string(), "Det som redan är valt".to_owned()));
    let open = context.open.matters.iter().map(|one| {
        let words = format!("{}: {}, {}", one.label(), one.title, long_date(one.put_on));
        (one.item.to_string(), words)
    });
    std::iter::once(nothing).chain(chosen).chain(open).collect()
}

/// The § that is answered; the one that is kept already may have been answered since.
fn answers(form: &Typed, context: &Context, errors: &mut FieldErrors) -> Option<Option<ItemId>> {
    if form.get("besvarar").is_empty() || answered(&context.item.kind).is_none() {
        return Some(None);
    }
    let before = context.procedure.matter.answers;
    let known = |id: &Uuid| context.open.find(*id).is_some() || before == Some(ItemId(*id));
    let chosen = form.id("besvarar").filter(known).map(ItemId);
    errors.check("besvarar", chosen.map(Some).ok_or("Ärendet väntar inte på svar. Välj igen."))
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
    let answers = answers(form, context, errors);
    let (agenda_label, mut series_no, mut put_on) = (agenda_label?, series_no?, put_on?);
    let answers = answers?;
    if let Some(one) = answers.and_then(|item| context.open.find(item.0)) {
        if series_no.is_empty() {
            series_no.clone_from(&one.number);
        }
        put_on = put_on.or(Some(one.put_on));
    }
    let sitting = sitting?.unwrap_or(1).max(1);
    errors.is_empty().then(|| Matter {
        agenda_label,
        series_no,
        put_on,
        answers,
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
