//! What the review knows of a protocol, as plain values (underlag för granskningen).

mod handling;
mod item;
mod procedure;
#[cfg(test)]
mod sound;
mod summons;

use time::{Date, PrimitiveDateTime};

use super::place::Field;
use crate::law::BoardKind;

pub use handling::{Announced, Doors, Handling, Instant, Nature, Preparation, Presence};
pub use item::{Appeal, ItemFacts, ItemKind, PointFacts};
pub use procedure::{
    ClaimFacts, DissentBy, DissentFacts, Fault, Minority, Procedure, Refusal, VoteFacts, VoteFault,
};
#[cfg(test)]
pub(super) use sound::{sound, sound_board, sound_council};
pub use summons::{Adjournment, BoardRules, Duties, Known, MeetingCourse, Summons};

/// A meeting's protocol on the day it is to be sent for adjusting.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "facts that hold or not, each on its own")]
pub struct Facts {
    pub kind: BoardKind,
    /// Seats decided by fullmäktige, vacant ones included.
    pub seats: u32,
    /// The meeting goes on: nobody can tell its end.
    pub ongoing: bool,
    pub held_on: Date,
    /// In order; a meeting over two days has two.
    pub sittings: Vec<Sitting>,
    pub place: String,
    /// A chair is known and was present.
    pub chair_present: bool,
    pub secretary_known: bool,
    pub adjusters_required: u32,
    pub adjusters_elected: u32,
    /// Signers who have no account to sign with, as they are printed.
    pub without_account: Vec<String>,
    /// The register cites the decision that lets the board adjust online, and the one that lets members take part at a
    /// distance.
    pub digital_decided: bool,
    pub remote_decided: bool,
    /// The board's adjustings are announced on the notice board.
    pub announced: bool,
    pub attendance: Attendance,
    /// The municipalities of a joint board; empty for every other body.
    pub participants: Vec<Participant>,
    /// Members who left and served again the same day, as they are printed (ATT-09).
    pub returned: Vec<String>,
    pub items: Vec<ItemFacts>,
    /// Texts of the front page other than the place.
    pub texts: Vec<TextFacts>,
    pub today: Date,
    /// `None`: not known.
    pub summons: Option<Summons>,
    pub duties: Duties,
    pub rules: BoardRules,
    pub course: MeetingCourse,
    pub known: Known,
}

/// One day of the meeting. Times are local; an end past midnight bears the next date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sitting {
    pub held_on: Date,
    pub starts_at: Option<PrimitiveDateTime>,
    pub ends_at: Option<PrimitiveDateTime>,
}

/// What the front page prints of those present.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attendance {
    /// Served at some time: members and substitutes, the chair among them.
    pub members: u32,
    pub serving_substitutes: u32,
    pub other_substitutes: u32,
    pub officials: u32,
    /// Served at a distance.
    pub remote: u32,
    /// Elected persons printed without party, or in a joint board without municipality.
    pub without_party: u32,
    pub without_municipality: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    pub municipality: String,
    pub members: u32,
    pub substitutes: u32,
}

/// A text as it stands, with the Swedish name of its field ("Ärendebeskrivning").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextFacts {
    pub field: String,
    pub text: String,
    /// Where it is mended.
    pub at: Field,
}
