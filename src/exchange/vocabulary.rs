//! The law's vocabularies as words of a file (kodord).

use crate::law::{
    BoardKind,
    procedure::{
        ClaimKind, DissentKind, Edge, Effect, HandedIn, MatterKind, Provenance, SettledBy, Stage,
        VoteKind,
    },
};

/// An enumeration whose words stand in files.
pub trait Vocabulary: Copy + 'static {
    const NAME: &'static str;
    fn all() -> &'static [Self];
    fn word(self) -> &'static str;
    /// What it is called on pages.
    fn swedish(self) -> &'static str;
}

macro_rules! vocabularies {
    ($($name:ident),+) => {$(
        impl Vocabulary for $name {
            const NAME: &'static str = stringify!($name);

            fn all() -> &'static [Self] {
                &Self::ALL
            }

            fn word(self) -> &'static str {
                self.as_str()
            }

            fn swedish(self) -> &'static str {
                self.name()
            }
        }
    )+};
}

vocabularies!(
    BoardKind,
    ClaimKind,
    DissentKind,
    Edge,
    Effect,
    HandedIn,
    MatterKind,
    Provenance,
    SettledBy,
    Stage,
    VoteKind
);
