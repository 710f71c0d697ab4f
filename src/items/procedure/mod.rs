//! How a § was decided (beslutsgång), as facts: claims, propositions, votes, appointments, dissents, speakers, earlier handling.

mod appointment;
mod ballots;
mod claim;
mod context;
mod dissent;
mod election;
mod field;
mod gavel;
mod kind;
mod lists;
mod load;
mod matter;
mod part;
mod proposition;
mod register;
mod show;
mod store;
mod suggestion;
mod summary;
mod told;
mod vote;
mod word;
mod wording;

use axum::{
    Router,
    routing::{get, post},
};
use serde::{Deserialize, Serialize};
use time::{Date, Time};
use uuid::Uuid;

use crate::{
    App,
    law::{
        procedure::{ClaimKind, DissentKind, Effect, HandedIn, SettledBy, Stage, VoteKind},
        tally::{Ballot as Answer, Side},
    },
    register::{ItemId, PersonId, SeatId},
    text::Text,
};

pub(crate) use gavel::Declared;
pub(super) use suggestion::decide;
pub(super) use summary::Recorded;
pub(crate) use told::{Row, Table, Told, told};

pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/arbete/paragrafer/{id}/beslutsgang", get(show::show))
        .route("/arbete/paragrafer/{id}/beslutsgang/ordning", post(show::reorder))
        .route("/arbete/paragrafer/{id}/beslutsgang/klubbslag", post(gavel::create))
        .route("/arbete/paragrafer/{id}/beslutsgang/forslag", post(suggestion::create))
        .route("/arbete/paragrafer/{id}/beslutsgang/{uppgift}", get(part::new).post(part::create))
        .route(
            "/arbete/paragrafer/{id}/beslutsgang/{uppgift}/{faktum}",
            get(part::edit).post(part::update),
        )
}

/// The facts of one §, each list in the order in which it happened.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Procedure {
    pub(crate) matter: Matter,
    pub(crate) claims: Vec<Claim>,
    pub(crate) propositions: Vec<Proposition>,
    pub(crate) votes: Vec<Vote>,
    pub(crate) appointments: Vec<Appointment>,
    pub(crate) dissents: Vec<Dissent>,
    pub(crate) speakers: Vec<Speaker>,
    pub(crate) earlier: Vec<Earlier>,
    /// Sentences of the system's that somebody has edited.
    #[serde(default)]
    pub(crate) wordings: Vec<Wording>,
}

/// What the § is about, beside its kind and its title.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "facts that hold or not, each on its own")]
pub(crate) struct Matter {
    /// What the agenda calls it, where that is not its place: "4 1/2", "A".
    pub(crate) agenda_label: String,
    /// The number of a motion, an interpellation or a question in its own series.
    pub(crate) series_no: String,
    /// The day on which a motion or a citizens' proposal was put.
    pub(crate) put_on: Option<Date>,
    /// The § at which the matter was put that this one answers.
    pub(crate) answers: Option<ItemId>,
    /// In which of the meeting's sittings it was handled, from 1.
    pub(crate) sitting: i32,
    pub(crate) begins_at: Option<Time>,
    pub(crate) ends_at: Option<Time>,
    /// Exercise of public authority against somebody.
    pub(crate) authority: bool,
    /// OPN-01.
    pub(crate) closed_doors: bool,
    /// CAL-07: all agreed to decide what was not announced, and what was not prepared.
    pub(crate) extra_agreed: bool,
    pub(crate) unprepared_agreed: bool,
    /// The body approved the order of propositions.
    pub(crate) order_approved: bool,
}

/// Who did something: a person, or a party group or body by its name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Actor {
    Person(PersonId),
    Group(String),
}

/// A claim (yrkande).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Claim {
    pub(crate) id: Uuid,
    #[serde(with = "word")]
    pub(crate) kind: ClaimKind,
    /// First hand, second hand.
    pub(crate) rank: Option<i32>,
    pub(crate) movers: Vec<Mover>,
    pub(crate) text: Text,
    pub(crate) condition: String,
    /// The written claim, such as "yrkande från L", and its day.
    pub(crate) document: String,
    pub(crate) dated_on: Option<Date>,
    pub(crate) withdrawn: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Mover {
    pub(crate) who: Actor,
    /// Joins another's claim.
    pub(crate) joins: bool,
}

/// A proposition put by the chair (proposition).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Proposition {
    pub(crate) id: Uuid,
    #[serde(with = "word")]
    pub(crate) stage: Stage,
    pub(crate) question: String,
    pub(crate) options: Vec<Choice>,
    #[serde(with = "word")]
    pub(crate) settled_by: SettledBy,
    /// The index of the option that won.
    pub(crate) winner: Option<usize>,
    /// How many asked for a remittal or tabling by minority, and why (VOT-11, VOT-12).
    pub(crate) supporters: Option<i32>,
    pub(crate) reason: String,
}

/// What a proposition is put between.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Choice {
    Claim(Uuid),
    /// "förslaget", "arbetsutskottets förslag".
    Words(String),
}

/// A counted vote (omröstning), or an election by ballot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Vote {
    pub(crate) id: Uuid,
    /// When it was taken, in the meeting's stream; unknown in some imports.
    pub(crate) moment: Option<Uuid>,
    pub(crate) proposition: Option<Uuid>,
    #[serde(with = "word")]
    pub(crate) kind: VoteKind,
    pub(crate) open: bool,
    pub(crate) yes_means: String,
    pub(crate) no_means: String,
    /// One for each seat; none where the vote was secret or only its sums are known.
    pub(crate) ballots: Vec<Ballot>,
    pub(crate) tallies: Vec<Tally>,
    pub(crate) candidates: Vec<Candidate>,
    #[serde(with = "word::optional")]
    pub(crate) casting: Option<Side>,
    pub(crate) lot: String,
    /// The outcome as the chair stated it.
    #[serde(with = "word::optional")]
    pub(crate) stated: Option<Side>,
    pub(crate) as_printed: bool,
    pub(crate) to_elect: Option<i32>,
    pub(crate) proportional: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Ballot {
    pub(crate) seat: SeatId,
    pub(crate) person: Option<PersonId>,
    #[serde(with = "word")]
    pub(crate) answer: Answer,
}

/// A sum of a secret or imported vote; `answer` is also `blank` or `void`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Tally {
    pub(crate) answer: String,
    pub(crate) votes: i32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Candidate {
    pub(crate) person: Option<PersonId>,
    pub(crate) name: String,
    pub(crate) votes: i32,
    pub(crate) elected: bool,
    pub(crate) by_lot: bool,
}

/// Somebody appointed by an election decision (KND-11).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Appointment {
    pub(crate) id: Uuid,
    pub(crate) person: Option<PersonId>,
    pub(crate) name: String,
    pub(crate) role: String,
    pub(crate) body: String,
    pub(crate) board: Option<Uuid>,
    pub(crate) starts_on: Option<Date>,
    pub(crate) ends_on: Option<Date>,
    pub(crate) instead_of: String,
    /// Leaves the task, instead of being elected to it.
    #[serde(default)]
    pub(crate) released: bool,
}

/// A reservation, a note to the record or a special statement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Dissent {
    pub(crate) id: Uuid,
    #[serde(with = "word")]
    pub(crate) kind: DissentKind,
    pub(crate) people: Vec<Actor>,
    /// The decision point against which; none: the whole decision.
    pub(crate) point: Option<Uuid>,
    /// The claim to whose advantage.
    pub(crate) favour: Option<Uuid>,
    pub(crate) text: Option<Text>,
    #[serde(with = "word")]
    pub(crate) handed_in: HandedIn,
    pub(crate) annex: String,
    /// Notified before the meeting ended (RES-02).
    pub(crate) in_time: bool,
    #[serde(with = "time::serde::rfc3339")]
    pub(crate) recorded_at: time::OffsetDateTime,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Speaker {
    pub(crate) person: Option<PersonId>,
    pub(crate) name: String,
    /// A reply (replik) to the one before.
    pub(crate) reply: bool,
}

/// Earlier handling of the matter (NUM-12).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Earlier {
    pub(crate) body: String,
    pub(crate) on_day: Option<Date>,
    pub(crate) number: String,
    /// The § itself, where it is in this system.
    pub(crate) item: Option<ItemId>,
    #[serde(with = "word")]
    pub(crate) effect: Effect,
    pub(crate) words: String,
}

/// A section that the system writes, as somebody has edited it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Wording {
    /// Which section: see `told`.
    pub(crate) subject: Uuid,
    pub(crate) text: Text,
    /// What the system wrote when it was edited.
    pub(crate) told: String,
}

impl Procedure {
    /// Takes a claim away, with it as an option and as the reason of a dissent.
    fn remove_claim(&mut self, id: Uuid) {
        self.claims.retain(|claim| claim.id != id);
        for put in &mut self.propositions {
            let winner = put.winner.and_then(|winner| put.options.get(winner)).cloned();
            put.options.retain(|choice| *choice != Choice::Claim(id));
            put.winner =
                winner.and_then(|winner| put.options.iter().position(|choice| *choice == winner));
        }
        for dissent in self.dissents.iter_mut().filter(|dissent| dissent.favour == Some(id)) {
            dissent.favour = None;
        }
    }

    /// Takes a proposition away; a vote on it stays.
    fn remove_proposition(&mut self, id: Uuid) {
        self.propositions.retain(|put| put.id != id);
        for vote in self.votes.iter_mut().filter(|vote| vote.proposition == Some(id)) {
            vote.proposition = None;
        }
    }
}
