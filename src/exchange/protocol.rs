//! What was adjusted together, printed and announced (justering och anslag).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::values::{Day, Key, Line, Prose, Slug, Word, is_false};
use crate::law::procedure::Provenance;

/// Items that were adjusted together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Batch {
    /// How documents and notices refer to it.
    pub id: Key,
    /// What kind of batch it is.
    pub kind: BatchKind,
    /// Its items.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<Key>,
    /// The items as the source prints them: "§§ 29–31 samt 33–38".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub items_as_printed: Option<Line>,
    /// How it was adjusted; absent when it is not told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<AdjustmentForm>,
    /// The item in which the immediate adjusting was decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_in: Option<Key>,
    /// The day of the last signature, or of the declaration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adjusted_on: Option<Day>,
    /// The place, or a word: "Digital justering".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Line>,
    /// Those who signed, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signers: Vec<Signer>,
    /// Why it is withheld, where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withheld: Option<Line>,
    /// Whence it is known; absent means stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Word<Provenance>>,
}

/// What kind a batch is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BatchKind {
    Main,
    /// Adjusted at once (omedelbar justering).
    Immediate,
    Secret,
}

/// How a batch was adjusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AdjustmentForm {
    Signed,
    /// The assembly declared it adjusted.
    Declared,
    AtMeeting,
    Imported,
}

/// Somebody who signed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Signer {
    /// Who.
    pub person: Key,
    /// In what office.
    pub office: Office,
    /// The day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_on: Option<Day>,
    /// The items, where it is not the whole batch.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<Key>,
    /// Why the person refused to adjust, where it was so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<Line>,
}

/// The office in which somebody signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Office {
    Secretary,
    Chair,
    Adjuster,
}

/// A correction of an adjusted text: what was adjusted stands in the item, and is never overwritten.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// The item that is corrected.
    pub item: Key,
    /// The decision point, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point: Option<Key>,
    /// The words as they were adjusted.
    pub old: Prose,
    /// The words as they should be.
    pub new: Prose,
    /// On what ground.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<Line>,
    /// The day of the correction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_on: Option<Day>,
    /// Who decided it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<Key>,
    /// Whence it is known; absent means stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Word<Provenance>>,
}

/// A protocol document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Which part, from 1.
    #[schemars(range(min = 1))]
    pub part: u32,
    /// Its title, where it has one of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Line>,
    /// The batches that it renders.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub batches: Vec<Key>,
    /// The number of pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<u32>,
}

/// An announcement of the adjusting on one notice board. Its days are as the source states them; what can be computed is never written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// The batch that is announced; absent when the file has only one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub batch: Option<Key>,
    /// The slug of the municipality whose notice board it is; absent means the meeting's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub municipality: Option<Slug>,
    /// The day on which it was announced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub announced_on: Option<Day>,
    /// Who announced it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub announced_by: Option<Line>,
    /// The last day to appeal, as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_appeal_day: Option<Day>,
    /// The day planned for taking it down, as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub takedown_planned: Option<Day>,
    /// The day on which it was taken down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_down_on: Option<Day>,
    /// The period as printed, such as "2016-03-10 till och med 2016-04-01".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<Line>,
    /// Whether the printed period has no end.
    #[serde(default, skip_serializing_if = "is_false")]
    pub open_ended: bool,
    /// Where the protocol is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept_at: Option<Line>,
    /// What else is printed on it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub as_printed: Vec<Line>,
    /// Whence it is known; absent means stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Word<Provenance>>,
}
