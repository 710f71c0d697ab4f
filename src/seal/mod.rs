//! The seal of a protocol (försegling): canonical form, salted leaves, root, signed statement, chain of legal acts.
//!
//! Pure functions of values. Salts, challenges and instants come in as arguments.

mod attestation;
mod canonical;
mod chain;
mod checkpoint;
mod hash;
pub mod instant;
mod leaf;
mod missing;
mod office;
mod restoration;
mod statement;
mod tree;

pub use attestation::{attest, is_attested};
pub use canonical::{CanonicalError, Fault, canonical};
pub use chain::{Act, Chain, ChainFault, GENESIS, revision_hash, verify};
pub use checkpoint::{Checkpoint, Signature, endorse, is_endorsed, key_id};
pub use hash::{Challenge, Hash, Malformed, Salt};
pub use leaf::{Leaf, MalformedPart, Part, reuse};
pub use missing::{Missing, Signer, adjusted};
pub use office::{Method, Office};
pub use restoration::{At, BackupName, Loss, LossKind, LostHead, Restoration, is_signed, sign};
pub use statement::{Kind, Statement, StatementError};
pub use tree::{inclusion_path, root, verify_inclusion};
