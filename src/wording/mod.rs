//! The protocol's standard text (standardformuleringar): from plain facts to the sentences that secretaries write.
//!
//! Every function gives whole sentences or paragraphs of plain text, with no-break spaces where a line must not end.

pub mod adjournment;
pub mod adjusters;
pub mod agenda;
pub mod attendance;
pub mod body;
pub mod claims;
pub mod decision;
pub mod disqualification;
pub mod dissents;
pub mod election;
pub mod grammar;
pub mod history;
pub mod immediate;
pub mod layout;
pub mod minority;
pub mod order;
pub mod paragraphs;
pub mod participation;
pub mod person;
pub mod proposal;
pub mod propositions;
pub mod speakers;
pub mod vote;
pub mod voting_proposition;

pub use adjournment::Pause;
pub use adjusters::{Adjusting, When};
pub use agenda::{Change, Consent, Handled};
pub use attendance::{Attendee, Remote, ServesFor};
pub use body::Body;
pub use claims::{Asked, Claimed, Hand, Withdrawn};
pub use decision::LeadIn;
pub use disqualification::{Disqualified, Known};
pub use dissents::{Dissented, Favour, Text};
pub use election::Candidate;
pub use history::Earlier;
pub use layout::{Block, Layout};
pub use minority::{Minority, Shown, Wish};
pub use paragraphs::{End, Extent, Number};
pub use person::{Mover, Office, Person};
pub use proposal::{Paper, Proposal};
pub use propositions::{Formal, Found, Proposed, Question};
pub use vote::VoteList;
pub use voting_proposition::Meaning;
