//! Decisions, what they appoint, and who dissents (beslut, reservationer, protokollsanteckningar).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::values::{Day, Key, Line, Prose, Word, is_false};
use crate::law::procedure::{DissentKind, HandedIn, Provenance};

/// A block of decision points with a heading or lead-in of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// Its own key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Key>,
    /// The words before the points: "Kommunstyrelsen föreslår att kommunfullmäktige beslutar:".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead_in: Option<Line>,
    /// True when it proposes to fullmäktige; absent when the body decides itself.
    #[serde(default, skip_serializing_if = "is_false")]
    pub to_council: bool,
    /// The words that the chair declared at the meeting, where they were kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declared: Option<Prose>,
    /// The points in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub points: Vec<Point>,
    /// Whence it is known; absent means stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Word<Provenance>>,
}

/// One point of a decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// How dissents and moments refer to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Key>,
    /// What was decided.
    pub text: Prose,
    /// How it can be appealed; absent when it is not told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appeal: Option<Appeal>,
}

/// How a decision can be appealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Appeal {
    /// By a review of its legality (laglighetsprövning).
    Legality,
    /// By those it concerns (förvaltningsbesvär).
    Administrative,
    /// By the rules for plans.
    Plan,
    /// Not at all.
    None,
}

/// Somebody who was appointed or released.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Appointment {
    /// The person, where the file names them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<Key>,
    /// The name, for those who are no person of the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Line>,
    /// The party, as it is printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<Line>,
    /// True when somebody is released from the task.
    #[serde(default, skip_serializing_if = "is_false")]
    pub released: bool,
    /// The role: "ledamot", "ersättare", "ordförande".
    pub role: Line,
    /// The body; absent means the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Line>,
    /// The first day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// The last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    /// The one whose place it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_place_of: Option<Line>,
    /// Whence it is known; absent means stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Word<Provenance>>,
}

/// A reservation, a note to the protocol or a special statement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Dissent {
    /// Its own key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Key>,
    /// Which of them.
    pub kind: Word<DissentKind>,
    /// The persons.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub persons: Vec<Key>,
    /// The party groups, as they are named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Line>,
    /// The decision point; absent means the whole decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point: Option<Key>,
    /// When and how it was notified, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notified: Option<Line>,
    /// The day on which it was recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded_on: Option<Day>,
    /// Where its text is; absent when it is not told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handed_in: Option<Word<HandedIn>>,
    /// The text, where it stands in the item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Prose>,
    /// The annex with the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attachment: Option<Key>,
    /// Whence it is known; absent means stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Word<Provenance>>,
}
