//! The form of an election by ballot (val med valsedlar): votes for each, and who is elected. Nobody's vote is kept (VOT-07).

use uuid::Uuid;

use super::{
    Candidate, Tally, Vote,
    context::Context,
    field::{self, Field, Group, MAX_PEOPLE, Widget},
    vote,
};
use crate::{law::procedure::VoteKind, meetings::Typed, web::FieldErrors};

pub(super) fn form(election: &Vote) -> Typed {
    let mut form = Typed::default();
    let ticked = |holds: bool| if holds { "ja" } else { "" };
    form.set("antal", election.to_elect.map(|number| number.to_string()).unwrap_or_default());
    form.set("proportionellt", ticked(election.proportional));
    form.set("lottning", election.lot.as_str());
    for (n, one) in (1..).zip(&election.candidates) {
        form.set(format!("namn_{n}"), one.name.as_str());
        form.set(format!("roster_{n}"), one.votes.to_string());
        form.set(format!("vald_{n}"), ticked(one.elected));
        form.set(format!("lott_{n}"), ticked(one.by_lot));
    }
    for tally in &election.tallies {
        let field = if tally.answer == "blank" { "blanka" } else { "ogiltiga" };
        form.set(field, tally.votes.to_string());
    }
    form
}

pub(super) fn groups(form: &Typed, _: &Context) -> Vec<Group> {
    let mut rows = vec![];
    for n in 1..=field::rows(form, "namn", 3) {
        rows.push(Field::new(form, format!("namn_{n}"), format!("Namn {n}"), Widget::Line));
        rows.push(Field::new(form, format!("roster_{n}"), format!("Röster {n}"), Widget::Line));
        rows.push(Field::new(form, format!("vald_{n}"), format!("{n} är vald"), Widget::Tick));
        rows.push(Field::new(
            form,
            format!("lott_{n}"),
            format!("{n} avgjordes genom lottning"),
            Widget::Tick,
        ));
    }
    vec![
        Group::new(
            "Valet",
            vec![
                Field::new(form, "antal", "Så många ska väljas", Widget::Line),
                Field::new(form, "proportionellt", "Proportionellt val", Widget::Tick)
                    .hint("Namnen är då gruppernas beteckningar."),
            ],
        ),
        Group { legend: "Namn och röster".to_owned(), fields: rows, grows: true },
        Group::new(
            "Övriga valsedlar",
            vec![
                Field::new(form, "blanka", "Blanka", Widget::Line),
                Field::new(form, "ogiltiga", "Ogiltiga", Widget::Line),
                Field::new(form, "lottning", "Lottningen", Widget::Line)
                    .hint("Vad lotten avgjorde, om den behövdes."),
            ],
        ),
    ]
}

pub(super) fn parse(
    form: &Typed,
    context: &Context,
    id: Uuid,
    errors: &mut FieldErrors,
) -> Option<Vote> {
    let to_elect = errors.number(("antal", "Så många ska väljas"), form.get("antal"), 1..=100);
    let lot = errors.optional_line("lottning", form.get("lottning"), 500);
    let candidates = candidates(form, context, errors);
    let mut tallies = vec![];
    for (answer, field, label) in [("blank", "blanka", "Blanka"), ("void", "ogiltiga", "Ogiltiga")]
    {
        if let Some(Some(votes)) = field::optional_number(form, (field, label), 500, errors) {
            tallies.push(Tally { answer: answer.to_owned(), votes });
        }
    }
    let lot = lot?;
    if candidates.iter().any(|one| one.by_lot) && lot.is_empty() {
        errors.add("lottning", "Skriv vad lotten avgjorde.");
    }
    errors.is_empty().then_some(Vote {
        moment: Some(vote::moment_of(context, id)),
        open: false,
        candidates,
        tallies,
        lot,
        to_elect,
        proportional: form.ticked("proportionellt"),
        ..vote::empty(id, VoteKind::Election)
    })
}

fn candidates(form: &Typed, context: &Context, errors: &mut FieldErrors) -> Vec<Candidate> {
    let mut all: Vec<Candidate> = vec![];
    for n in 1..=form.rows("namn", MAX_PEOPLE) {
        let (name_field, votes_field) = (format!("namn_{n}"), format!("roster_{n}"));
        let name =
            errors.optional_line(&name_field, form.get(&name_field), 200).unwrap_or_default();
        if name.is_empty() {
            if !form.get(&votes_field).trim().is_empty() {
                errors.add(&name_field, "Skriv namnet, eller ta bort rösterna.");
            }
            continue;
        }
        let what = format!("Röster på {name}");
        let votes = errors.number((&votes_field, &what), form.get(&votes_field), 0..=500);
        if all.iter().any(|one| one.name == name) {
            errors.add(&name_field, format!("{name} står två gånger."));
        }
        all.push(Candidate {
            person: context.called(&name),
            name,
            votes: votes.unwrap_or_default(),
            elected: form.ticked(&format!("vald_{n}")),
            by_lot: form.ticked(&format!("lott_{n}")),
        });
    }
    if all.is_empty() {
        errors.add("namn_1", "Skriv vem eller vilka som fick röster.");
    }
    all
}
