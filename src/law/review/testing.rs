//! What the tests of the rules share (provning av reglerna).

use super::{Facts, Finding, review};

/// The one finding of a sound protocol with one fact spoilt.
pub(super) fn only(sound: Facts, spoil: impl FnOnce(&mut Facts)) -> Finding {
    assert_eq!(review(&sound, &[]), [], "the protocol was sound");
    let mut facts = sound;
    spoil(&mut facts);
    let mut findings = review(&facts, &[]);
    assert_eq!(findings.len(), 1, "{findings:#?}");
    findings.remove(0)
}
