//! The form of a counted vote (omröstning): what yes and no mean, and each seat's answer or the sums.

use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    Ballot, Procedure, Tally, Vote,
    context::Context,
    field::{self, Field, Group, Widget},
};
use crate::{
    boards::Seat,
    error::Result,
    law::{
        course::Event,
        procedure::{Edge, VoteKind},
        tally::{Ballot as Answer, Side},
    },
    meetings::{Moment, State, Typed},
    register::PersonId,
    web::FieldErrors,
};

/// The sums of a secret vote, each with its field and label.
const SUMS: [(&str, &str, &str); 5] = [
    ("yes", "ja", "Ja"),
    ("no", "nej", "Nej"),
    ("abstain", "avstar", "Avstår"),
    ("blank", "blanka", "Blanka"),
    ("void", "ogiltiga", "Ogiltiga"),
];

/// A new open vote: the answers are given one by one until a way for the rest is chosen.
pub(super) fn blank(context: &Context) -> Typed {
    let mut form = Typed::default();
    let asked = context.procedure.propositions.iter().rev();
    let waiting = asked
        .into_iter()
        .find(|one| context.procedure.votes.iter().all(|vote| vote.proposition != Some(one.id)));
    form.set("proposition", waiting.map(|one| one.id.to_string()).unwrap_or_default());
    form
}

pub(super) fn form(vote: &Vote) -> Typed {
    let mut form = Typed::default();
    let side = |side: Option<Side>| side.map_or("", Side::as_str);
    form.set("proposition", vote.proposition.map(|id| id.to_string()).unwrap_or_default());
    form.set("ja_betyder", vote.yes_means.as_str());
    form.set("nej_betyder", vote.no_means.as_str());
    form.set("utfall", side(vote.stated));
    form.set("utslagsrost", side(vote.casting));
    for ballot in &vote.ballots {
        form.set(format!("rost_{}", ballot.seat), ballot.answer.as_str());
    }
    for tally in &vote.tallies {
        if let Some((_, field, _)) = SUMS.iter().find(|(answer, ..)| *answer == tally.answer) {
            form.set(*field, tally.votes.to_string());
        }
    }
    form
}

/// What the vote is about, the same for an open and a secret one.
fn question(form: &Typed, context: &Context) -> Group {
    Group::new(
        "Frågan",
        vec![
            Field::new(
                form,
                "proposition",
                "Propositionen",
                Widget::Choose(context.propositions()),
            ),
            Field::new(form, "ja_betyder", "Ja betyder", Widget::Line)
                .hint("Till exempel ”bifall till arbetsutskottets förslag”."),
            Field::new(form, "nej_betyder", "Nej betyder", Widget::Line)
                .hint("Till exempel ”avslag på arbetsutskottets förslag”."),
        ],
    )
}

fn outcome(form: &Typed) -> Group {
    let sides = |nothing: &str| {
        let sides = Side::ALL.iter().map(|side| (side.as_str(), side.name()));
        field::options(std::iter::once(("", nothing)).chain(sides))
    };
    Group::new(
        "Utfallet",
        vec![
            Field::new(
                form,
                "utfall",
                "Ordföranden finner att beslutet blir",
                Widget::Choose(sides("Enligt rösterna")),
            ),
            Field::new(
                form,
                "utslagsrost",
                "Ordförandens utslagsröst",
                Widget::Choose(sides("Ingen")),
            )
            .hint("Bara vid lika röstetal. Ordförandens egen röst står kvar i listan."),
        ],
    )
}

pub(super) fn groups(form: &Typed, context: &Context) -> Vec<Group> {
    let answers =
        |all: &[Answer]| field::options(all.iter().map(|answer| (answer.as_str(), answer.name())));
    let three = [Answer::Yes, Answer::No, Answer::Abstain];
    let rest = |nothing: &str| {
        let mut options = vec![(String::new(), nothing.to_owned())];
        options.extend(answers(&three));
        options
    };
    let mut quick = vec![Field::new(
        form,
        "ovriga",
        "Alla som inte anges för sig",
        Widget::Choose(rest("Anges var för sig")),
    )];
    for (n, party) in (1..).zip(parties(context)) {
        let label = format!("{party}, om inget annat anges för personen");
        quick.push(Field::new(
            form,
            format!("parti_{n}"),
            label,
            Widget::Choose(rest("Som alla andra")),
        ));
    }
    let state = context.state(vote_moment(form, context));
    let rows = context.seats().map(|seat| {
        let sits = state.and_then(|state| state.serving().get(&seat.id).copied());
        let name = format!("rost_{}", seat.id);
        if let Some(person) = sits {
            let label = whose(context, seat, person);
            Field::new(form, name, label, Widget::Segments(answers(&three)))
        } else {
            let label = format!("{}: frånvarande", context.course.seat_name(seat.id));
            Field::new(form, name, label, Widget::Segments(vec![]))
        }
    });
    vec![
        question(form, context),
        Group::new("Snabbt ifyllt", quick),
        Group::new("Rösterna", rows.collect()),
        outcome(form),
    ]
}

pub(super) fn secret_groups(form: &Typed, context: &Context) -> Vec<Group> {
    let sums = SUMS.iter().map(|(_, field, label)| Field::new(form, *field, *label, Widget::Line));
    vec![question(form, context), Group::new("Summorna", sums.collect()), outcome(form)]
}

/// "Nina Alm (M) för Bo Al (M)".
fn whose(context: &Context, seat: &Seat, person: PersonId) -> String {
    let name = context.course.name(person);
    if seat.person == Some(person) {
        name
    } else {
        format!("{name} för {}", context.course.seat_name(seat.id))
    }
}

/// The parties of those who serve, in the order of the seats.
fn parties(context: &Context) -> Vec<String> {
    let mut parties: Vec<String> = vec![];
    let Some(state) = context.state(None) else { return parties };
    for seat in context.seats() {
        let sits = state.serving().get(&seat.id).and_then(|person| context.course.named(*person));
        let Some(named) = sits.filter(|named| !named.party.is_empty()) else { continue };
        if !parties.contains(&named.party) {
            parties.push(named.party.clone());
        }
    }
    parties
}

/// The moment of the vote that the form is of, once it has one.
fn vote_moment(form: &Typed, context: &Context) -> Option<Uuid> {
    let id = form.id("nyckel")?;
    context.procedure.votes.iter().find(|vote| vote.id == id)?.moment
}

pub(super) fn parse(
    form: &Typed,
    context: &Context,
    id: Uuid,
    errors: &mut FieldErrors,
) -> Option<Vote> {
    let vote = asked(form, context, id, errors);
    let known = context.procedure.votes.iter().find(|one| one.id == id);
    let Some(state) = context.state(known.and_then(|vote| vote.moment)) else {
        errors.add("proposition", "Anteckna närvaron först, så att det syns vilka som röstar.");
        return None;
    };
    let parties = parties(context);
    let mut ballots = vec![];
    for seat in context.seats() {
        let person = state.serving().get(&seat.id).copied();
        let answer = match person {
            None => Some(Answer::Absent),
            Some(person) => answer(form, context, (seat, person), &parties),
        };
        if let Some(answer) = answer {
            ballots.push(Ballot { seat: seat.id, person, answer });
        } else {
            let who = person.map(|person| context.course.name(person)).unwrap_or_default();
            errors.add(&format!("rost_{}", seat.id), format!("Ange hur {who} röstade."));
        }
    }
    let vote = vote?;
    casting(form, &ballots, errors);
    errors.is_empty().then_some(Vote { ballots, ..vote })
}

/// What was given for the person, or else for the party, or else for all.
fn answer(
    form: &Typed,
    context: &Context,
    (seat, person): (&Seat, PersonId),
    parties: &[String],
) -> Option<Answer> {
    let party = context.course.named(person).map_or("", |named| named.party.as_str());
    let party = parties.iter().position(|one| one == party);
    let party = party.map(|n| form.get(&format!("parti_{}", n + 1))).unwrap_or_default();
    [form.get(&format!("rost_{}", seat.id)), party, form.get("ovriga")]
        .into_iter()
        .find_map(|word| word.parse().ok())
        .filter(|answer| *answer != Answer::Absent)
}

/// VOT-09: a casting vote settles a tie, and nothing else.
fn casting(form: &Typed, ballots: &[Ballot], errors: &mut FieldErrors) {
    let count = |answer| ballots.iter().filter(|ballot| ballot.answer == answer).count();
    let (yes, no) = (count(Answer::Yes), count(Answer::No));
    let has = !form.get("utslagsrost").is_empty();
    if has && yes != no {
        errors.add(
            "utslagsrost",
            format!("Utslagsröst finns bara vid lika röstetal. Här är det {yes} ja och {no} nej."),
        );
    }
}

pub(super) fn parse_secret(
    form: &Typed,
    context: &Context,
    id: Uuid,
    errors: &mut FieldErrors,
) -> Option<Vote> {
    let vote = asked(form, context, id, errors);
    let mut tallies = vec![];
    for (answer, field, label) in SUMS {
        let sum = field::optional_number(form, (field, label), 500, errors);
        if let Some(Some(votes)) = sum {
            tallies.push(Tally { answer: answer.to_owned(), votes });
        }
    }
    if tallies.is_empty() && errors.is_empty() {
        errors.add("ja", "Skriv hur många röster det blev.");
    }
    errors.is_empty().then(|| vote.map(|vote| Vote { open: false, tallies, ..vote }))?
}

/// The vote without its ballots.
fn asked(form: &Typed, context: &Context, id: Uuid, errors: &mut FieldErrors) -> Option<Vote> {
    let yes_means = errors.line("ja_betyder", form.get("ja_betyder"), 500, "Skriv vad ja betyder.");
    let no_means =
        errors.line("nej_betyder", form.get("nej_betyder"), 500, "Skriv vad nej betyder.");
    let proposition = form.id("proposition");
    let known = |put: Uuid| context.procedure.propositions.iter().any(|one| one.id == put);
    if proposition.is_some_and(|put| !known(put)) {
        errors.add("proposition", "Propositionen finns inte kvar. Välj igen.");
    }
    let side = |field: &str| form.get(field).parse().ok();
    Some(Vote {
        moment: Some(moment_of(context, id)),
        proposition,
        yes_means: yes_means?,
        no_means: no_means?,
        casting: side("utslagsrost"),
        stated: side("utfall"),
        ..empty(id, VoteKind::Question)
    })
}

/// A vote without anything in it.
pub(super) fn empty(id: Uuid, kind: VoteKind) -> Vote {
    Vote {
        id,
        moment: None,
        proposition: None,
        kind,
        open: true,
        yes_means: String::new(),
        no_means: String::new(),
        ballots: vec![],
        tallies: vec![],
        candidates: vec![],
        casting: None,
        lot: String::new(),
        stated: None,
        as_printed: false,
        to_elect: None,
        proportional: false,
    }
}

/// The vote's instant in the stream; a new vote is taken now, last at the §.
pub(super) fn moment_of(context: &Context, id: Uuid) -> Uuid {
    let known = context.procedure.votes.iter().find(|one| one.id == id);
    known.and_then(|vote| vote.moment).unwrap_or_else(Uuid::now_v7)
}

/// Puts a moment in the stream for each vote that is new.
pub(super) async fn keep_moments(
    db: &mut PgConnection,
    context: &Context,
    after: &Procedure,
) -> Result<()> {
    for id in after.votes.iter().filter_map(|vote| vote.moment) {
        if context.course.index(id).is_none() {
            let moment = Moment::at(id, context.item.id, Edge::During, Event::Voted);
            moment.insert(db, context.meeting.id).await?;
        }
    }
    Ok(())
}

/// Takes out the moment of each vote that is gone.
pub(super) async fn drop_moments(
    db: &mut PgConnection,
    context: &Context,
    after: &Procedure,
) -> Result<()> {
    for id in context.procedure.votes.iter().filter_map(|vote| vote.moment) {
        if after.votes.iter().all(|vote| vote.moment != Some(id)) {
            Moment::delete(db, id).await?;
        }
    }
    Ok(())
}

impl Context {
    /// The members' seats in order.
    pub(super) fn seats(&self) -> impl Iterator<Item = &Seat> {
        let holders = &self.course.derived.body().holders;
        self.course.seats.iter().filter(|seat| holders.contains_key(&seat.id))
    }

    /// The meeting at a moment, or as it is last at the §.
    pub(super) fn state(&self, moment: Option<Uuid>) -> Option<&State> {
        match moment.and_then(|moment| self.course.index(moment)) {
            Some(at) => Some(self.course.derived.at(at)),
            None => self.course.at_end(self.item.id),
        }
    }

    /// The propositions to choose from, by number.
    pub(super) fn propositions(&self) -> Vec<(String, String)> {
        let nothing = (String::new(), "Ingen".to_owned());
        let put = (1..).zip(&self.procedure.propositions);
        let put = put.map(|(n, one)| {
            (one.id.to_string(), format!("{n}. {} {}", one.stage.name(), one.question))
        });
        std::iter::once(nothing).chain(put).collect()
    }
}
