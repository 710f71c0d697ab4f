//! Claims and how they were put to a decision (yrkanden och propositionsordning).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::values::{Day, Key, Line, Prose, Word, is_false};
use crate::law::procedure::{ClaimKind, Provenance, SettledBy, Stage};

/// What somebody asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// How propositions refer to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Key>,
    /// What is asked for.
    pub kind: Word<ClaimKind>,
    /// Who put it, and who joined; in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub movers: Vec<Mover>,
    /// The rank among the same mover's claims: 1 is "i första hand".
    #[schemars(range(min = 1))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<u32>,
    /// The condition under which it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<Line>,
    /// The day of the written document in which it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dated_on: Option<Day>,
    /// The title of that document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<Line>,
    /// The claim in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Prose>,
    /// Whether it was withdrawn.
    #[serde(default, skip_serializing_if = "is_false")]
    pub withdrawn: bool,
    /// Whence it is known; absent means stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Word<Provenance>>,
}

/// Who put a claim: exactly one of person, group and body.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Mover {
    /// A person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<Key>,
    /// A party group, as it is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<Line>,
    /// A body whose proposal it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Line>,
    /// Whether the mover joined another's claim (instämmer).
    #[serde(default, skip_serializing_if = "is_false")]
    pub joins: bool,
}

/// One step of the order of propositions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Proposition {
    /// How votes refer to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Key>,
    /// When in the order it was put; absent when it is not told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<Word<Stage>>,
    /// The claims that were put against each other.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<Key>,
    /// The alternatives in words, where they are no claims of the file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<Line>,
    /// The proposition in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Prose>,
    /// How it was settled.
    pub settled_by: Word<SettledBy>,
    /// The claim that was carried.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carried: Option<Key>,
    /// The outcome in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Line>,
    /// Whence it is known; absent means stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Word<Provenance>>,
}
