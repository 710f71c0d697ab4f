//! The decision procedure (beslutsgången): what is claimed, in which order it is put, how it is settled, who dissents.

mod kinds;
pub mod minority;
pub mod vote;

pub use kinds::{
    ClaimKind, DissentKind, Edge, Effect, HandedIn, MatterKind, Provenance, SettledBy, Stage,
    VoteKind,
};
pub use vote::{CastingVote, Room, Row, Vote, VoteFault};
