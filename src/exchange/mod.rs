//! The documented format in which a whole meeting and its protocol is brought in and taken out (utbytesformat), `paragraf-meeting/1`.
//!
//! The types are the format: their comments are the published descriptions, and [`schema`] is made from them. What a source
//! does not tell is absent; every fact can say whence it is known.

mod attendance;
mod board;
mod brought;
mod carrying;
mod checks;
mod dates;
mod decision;
mod exporting;
mod fault;
mod importing;
mod item;
mod meeting;
mod pages;
mod procedure;
mod protocol;
mod reading;
mod residue;
mod schema;
mod shape;
#[cfg(test)]
mod tests;
mod values;
mod vocabulary;
mod vote;

pub use attendance::{
    Adjuster, Attendance, Headcount, ListKind, Listed, Moment, MomentKind, PrintedList,
};
pub use board::{Board, Municipality, MunicipalityKind, Person, Seat, SeatRole};
pub use carrying::{Fate, Which, bring_in, chosen, take_out};
pub use dates::{ComputedDays, Difference, computed, differences};
pub use decision::{Appeal, Appointment, Decision, Dissent, Point};
pub use fault::Fault;
pub use item::{
    Attachment, Block, EarlierHandling, Extra, Heading, Item, Printed, Recipient, Section, Speaker,
    SupportingDocument,
};
pub use meeting::{Cancellation, CancellationKind, Format, Meeting, Restart, Series, Sitting};
pub(crate) use pages::router;
pub use procedure::{Claim, Mover, Proposition};
pub use protocol::{
    AdjustmentForm, Batch, BatchKind, Correction, Document, Notice, Office, Signer,
};
pub use reading::read;
pub use schema::schema;
pub use values::{Clock, Day, FreeLine, Key, Line, Prose, Slug, Word};
pub use vocabulary::Vocabulary;
pub use vote::{Answer, Ballot, BallotForm, Candidate, Side, Tally, Vote};

/// What one whose name no source tells is called in the register.
const UNKNOWN: &str = "Ej angiven";

/// The name of the format and its version.
pub const FORMAT: &str = "paragraf-meeting/1";
