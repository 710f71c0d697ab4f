//! The protocol's standard text (standardformuleringar): from plain facts to the sentences that secretaries write.
//!
//! Every function gives whole sentences or paragraphs of plain text, with no-break spaces where a line must not end.

pub mod body;
pub mod claims;
pub mod disqualification;
pub mod dissents;
pub mod election;
pub mod grammar;
pub mod minority;
pub mod paragraphs;
pub mod participation;
pub mod person;
pub mod proposal;
pub mod propositions;
pub mod vote;

pub use body::Body;
pub use claims::{Asked, Claimed, Hand, Withdrawn};
pub use disqualification::{Disqualified, Known};
pub use dissents::{Dissented, Favour, Text};
pub use election::Candidate;
pub use minority::{Minority, Shown, Wish};
pub use paragraphs::{End, Extent, Number};
pub use person::{Mover, Office, Person};
pub use proposal::{Paper, Proposal};
pub use propositions::{Formal, Found, Proposed, Question};
pub use vote::{Meaning, VoteList};
