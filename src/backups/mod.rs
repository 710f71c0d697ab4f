//! Backups (säkerhetskopior): a folder with the database's dump and a signed manifest, taken while the program runs.

mod manifest;
mod rehearsal;
mod restoring;
mod taking;
mod telling;

pub use manifest::{Backup, Manifest};
pub use rehearsal::rehearse;
pub use restoring::{refuse_other_key, restore};
pub use taking::take;
pub use telling::{tell_rehearsed, tell_taken};
