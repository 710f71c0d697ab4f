//! The decision procedure (beslutsgången): what is claimed, in which order it is put, how it is settled, who dissents.

pub mod claim;
mod dissent;
mod kinds;
pub mod matters;
pub mod minority;
pub mod order;
mod standing;
pub mod vote;

pub use claim::{Claim, ClaimFault, Mover};
pub use dissent::{Dissent, DissentFault, NoteRights, Notified};
pub use kinds::{
    ClaimKind, DissentKind, Edge, Effect, HandedIn, MatterKind, Provenance, SettledBy, Stage,
    VoteKind,
};
pub use order::{Choice, OrderFault, Proposition, Put};
pub use standing::{Refusal, Share, Standing, Voice, refusal};
pub use vote::{CastingVote, Room, Row, Vote, VoteFault};
