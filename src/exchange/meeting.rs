//! A whole meeting as it is written in a file (sammanträde).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    attendance::{Adjuster, Attendance, Moment},
    board::{Board, Municipality, Person, Seat},
    item::{Item, Printed},
    protocol::{Batch, Correction, Document, Notice},
    values::{Clock, Day, Key, Line, Word, is_false},
};
use crate::law::procedure::Provenance;

/// A meeting of a Swedish municipal board with everything its protocol tells, `paragraf-meeting/1`. What is not known is absent, never null.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Meeting {
    /// The name and version of this format.
    pub schema: Format,
    /// The municipality whose board it is; the host of a joint board.
    pub municipality: Municipality,
    /// The board that met.
    pub board: Board,
    /// The municipalities or organisations of a joint board, the host among them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub participants: Vec<Municipality>,
    /// Everybody whom the file names by a key.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub persons: Vec<Person>,
    /// The seats of the board on the day of the meeting.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seats: Vec<Seat>,
    /// The meeting's day; of several, the first.
    pub held_on: Day,
    /// Which meeting of the board that day, from 1; absent means 1.
    #[schemars(range(min = 1))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ordinal: Option<u32>,
    /// The number of the protocol as the source gives it, such as "11".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub protocol_no: Option<Line>,
    /// The registry number of the protocol itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registry_no: Option<Line>,
    /// The sittings in order; a cancelled meeting may have none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sittings: Vec<Sitting>,
    /// The person who keeps the protocol.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secretary: Option<Key>,
    /// Whether somebody could take part at a distance.
    #[serde(default, skip_serializing_if = "is_false")]
    pub remote: bool,
    /// Whether the public could attend.
    #[serde(default, skip_serializing_if = "is_false")]
    pub public: bool,
    /// Present when the meeting was not held, or should not have been.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancelled: Option<Cancellation>,
    /// The numbering series of the items.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub series: Vec<Series>,
    /// The one stream of what happened, in its order; absent when the source does not tell it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moments: Vec<Moment>,
    /// Attendance where the stream is unknown or only a summary is printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attendance: Option<Attendance>,
    /// Those who were elected to adjust the protocol.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub adjusters: Vec<Adjuster>,
    /// Where and when the adjusting was to take place, as words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adjusting_planned: Option<Line>,
    /// The items and unnumbered points in the order of the protocol.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<Item>,
    /// The signing batches: which items were adjusted together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub batches: Vec<Batch>,
    /// Corrections of what was adjusted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<Correction>,
    /// The protocol documents, each rendering one or more batches.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<Document>,
    /// The announcements of the adjusting, one for each batch and notice board.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notices: Vec<Notice>,
    /// What the source prints outside the items and for which there is no field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub as_printed: Vec<Printed>,
}

/// The name of the format; other versions have other names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Format {
    #[serde(rename = "paragraf-meeting/1")]
    One,
}

/// A sitting (sammanträdestillfälle): a meeting over two days has two.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sitting {
    /// The day on which it began.
    pub on_day: Day,
    /// Local time of its beginning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_at: Option<Clock>,
    /// Local time of its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<Clock>,
    /// The day on which it ended, when it passed midnight.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_on: Option<Day>,
    /// Where it was held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Line>,
}

/// Why a meeting was not held, or should not have been.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cancellation {
    /// Which of the two.
    pub kind: CancellationKind,
    /// The reason, as it is told.
    pub reason: Line,
    /// Whence it is known; absent means stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Word<Provenance>>,
}

/// What became of a meeting that did not go as called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CancellationKind {
    /// It was not held.
    Cancelled,
    /// It was held, and had not been summoned as the law demands.
    WronglySummoned,
}

/// A series in which §§ are numbered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Series {
    /// How the items refer to it.
    pub id: Key,
    /// Which instance: a year, a meeting's day, a mandate.
    pub instance: Line,
    /// When the numbers begin anew.
    pub restart: Restart,
    /// A prefix that is printed before the numbers, such as "Kf".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefix: Option<Line>,
}

/// When a series begins anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Restart {
    Year,
    Meeting,
    Mandate,
    Never,
}
