//! The page of how a § was decided (beslutsgång): its facts, each to be changed, and what the protocol says of them.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use uuid::Uuid;

use super::{context::Context, kind::Kind, part, told::Told};
use crate::{
    App,
    accounts::Viewer,
    error::Result,
    items::secrecy::{Read, note},
    law::procedure::VoteKind,
    meetings::Typed,
    register::ItemId,
    web::{Form, Now, Path},
};

#[derive(Template, WebTemplate)]
#[template(path = "items/procedure/show.html")]
struct ProcedurePage {
    viewer: Viewer,
    context: Context,
    lists: Vec<List>,
    /// Each decision as it reads, with how it was declared where that differs.
    decisions: Vec<Heard>,
    /// What the protocol says of the facts.
    told: Vec<Told>,
    /// The decision that follows from the facts, while none is written.
    suggested: Vec<String>,
}

/// The facts of one kind.
struct List {
    kind: Kind,
    heading: &'static str,
    add: Vec<(Kind, &'static str)>,
    facts: Vec<Fact>,
}

struct Fact {
    kind: Kind,
    id: Uuid,
    words: String,
    /// What to know of it beside what it says.
    note: &'static str,
}

struct Heard {
    declared: bool,
    /// The changes since, as safe HTML; empty where it reads as it was declared.
    changes: String,
}

pub(super) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    now: Now,
    Path(id): Path<ItemId>,
) -> Result<Response> {
    let mut db = app.site.acquire().await?;
    let context = Context::of(&mut db, &viewer, id).await?;
    note(&mut db, &viewer, Read::Item(id), now).await?;

    let (lists, decisions, told) = (lists(&context), heard(&context), context.told());
    let suggested = context.suggested(&mut db).await?;
    Ok(ProcedurePage { viewer, context, lists, decisions, told, suggested }.into_response())
}

pub(super) async fn reorder(
    State(app): State<App>,
    viewer: Viewer,
    now: Now,
    Path(id): Path<ItemId>,
    Form(form): Form<Typed>,
) -> Result<Response> {
    let mut db = app.site.begin().await?;
    let context = Context::lock(&mut db, &viewer, id).await?;
    context.refuse_held()?;
    let fact = form.id("uppgift").unwrap_or_default();

    let mut after = context.procedure.clone();
    let up = form.get("till") == "upp";
    let moved = step(&mut after.claims, up, |one| one.id == fact)
        || step(&mut after.propositions, up, |one| one.id == fact)
        || step(&mut after.appointments, up, |one| one.id == fact)
        || step(&mut after.dissents, up, |one| one.id == fact);
    if moved {
        part::store(&mut db, &context, &after, (&viewer, now)).await?;
        db.commit().await?;
    }

    Ok(Redirect::to(&context.path()).into_response())
}

/// Moves one a step; says whether it did.
fn step<T>(list: &mut [T], up: bool, is: impl Fn(&T) -> bool) -> bool {
    let Some(at) = list.iter().position(is) else { return false };
    let to = if up { at.checked_sub(1) } else { Some(at + 1).filter(|to| *to < list.len()) };
    to.is_some_and(|to| {
        list.swap(at, to);
        true
    })
}

const PROPOSITION: (Kind, &str) = (Kind::Proposition, "Lägg till en proposition");
const APPOINTMENT: (Kind, &str) = (Kind::Appointment, "Lägg till ett uppdrag");
const DISSENTS: &str = "Reservationer, anteckningar och yttranden";
const VOTES: [(Kind, &str); 3] = [
    (Kind::Vote, "Öppen omröstning"),
    (Kind::SecretVote, "Sluten omröstning"),
    (Kind::Election, "Val med valsedlar"),
];

fn lists(context: &Context) -> Vec<List> {
    let all = &context.procedure;
    let fact = |kind, id, words| Fact { kind, id, words, note: "" };
    let claims = all.claims.iter().map(|one| fact(Kind::Claim, one.id, context.claim(one)));
    let put = all.propositions.iter();
    let put = put.map(|one| fact(Kind::Proposition, one.id, context.proposition(one, all)));
    let votes = all.votes.iter().map(|one| {
        let kind = match (one.kind, one.open) {
            (VoteKind::Election, _) => Kind::Election,
            (VoteKind::Question, true) => Kind::Vote,
            (VoteKind::Question, false) => Kind::SecretVote,
        };
        fact(kind, one.id, one.words())
    });
    let appointed = all.appointments.iter();
    let appointed = appointed.map(|one| Fact {
        note: one.note(&context.item.kind),
        ..fact(Kind::Appointment, one.id, one.words())
    });
    let dissents = all.dissents.iter().map(|one| fact(Kind::Dissent, one.id, context.dissent(one)));
    vec![
        list(Kind::Claim, "Yrkanden", &[(Kind::Claim, "Lägg till ett yrkande")], claims.collect()),
        list(Kind::Proposition, "Propositionsordning", &[PROPOSITION], put.collect()),
        list(Kind::Vote, "Omröstningar och val", &VOTES, votes.collect()),
        list(Kind::Appointment, "Uppdrag genom val", &[APPOINTMENT], appointed.collect()),
        list(Kind::Dissent, DISSENTS, &[(Kind::Dissent, "Lägg till")], dissents.collect()),
    ]
}

fn list(kind: Kind, heading: &'static str, add: &[(Kind, &'static str)], facts: Vec<Fact>) -> List {
    List { kind, heading, add: add.to_vec(), facts }
}

fn heard(context: &Context) -> Vec<Heard> {
    let decisions = context.content.decisions.iter().filter(|one| !one.points.is_empty());
    decisions
        .map(|decision| match context.declared(decision.id) {
            None => Heard { declared: false, changes: String::new() },
            Some(said) if said.stands(decision) => Heard { declared: true, changes: String::new() },
            Some(said) => {
                let now: Vec<_> = decision.points.iter().map(|point| &point.text).collect();
                let then: Vec<_> = said.points.iter().collect();
                Heard { declared: true, changes: changed(&then, &now) }
            }
        })
        .collect()
}

/// The points from then to now, as safe HTML.
fn changed(then: &[&crate::text::Text], now: &[&crate::text::Text]) -> String {
    let whole = |points: &[&crate::text::Text]| {
        let blocks = points.iter().flat_map(|text| text.blocks().iter().cloned());
        crate::text::Text::new(blocks.collect()).unwrap_or_default()
    };
    crate::text::changes(&whole(then), &whole(now))
}
