//! Who came, served, led, went, and who adjusts (närvaro).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::values::{Clock, Day, FreeLine, Key, Line, Word, is_false};
use crate::law::procedure::{Edge, Provenance};

/// One thing that happened. The order of the list is the order of the meeting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Moment {
    /// Its own key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Key>,
    /// What happened.
    pub kind: MomentKind,
    /// To whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<Key>,
    /// The seat that is taken, for `serves`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seat: Option<Key>,
    /// The item at which it happened; absent at the opening and the closing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<Key>,
    /// Where in the item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edge: Option<Word<Edge>>,
    /// The decision point that somebody takes no part in; absent means the whole item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point: Option<Key>,
    /// The vote that was taken, for `voted`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vote: Option<Key>,
    /// The decision that was confirmed, for `decided`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Key>,
    /// The day, in a meeting of several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_day: Option<Day>,
    /// Local time, where somebody noted it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock: Option<Clock>,
    /// In what capacity somebody attends who holds no seat: a title, "insynsplats", a topic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Line>,
    /// Why: the ground of a disqualification, of an absence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Line>,
    /// Whence it is known; absent means stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Word<Provenance>>,
}

/// What a moment can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MomentKind {
    /// Comes to the room.
    Arrives,
    /// Goes, for the day or for a while.
    Leaves,
    /// Takes a seat: the own, an absent member's, or a vacant one.
    Serves,
    /// Leaves the seat and stays in the room.
    Stops,
    /// Is disqualified at the item, and only there (jäv).
    Disqualified,
    /// Takes no part in the decision; abstaining in a vote is another fact.
    NotParticipating,
    /// Is at a distance from here on.
    RemoteOn,
    /// Is in the room from here on.
    RemoteOff,
    /// The connection broke.
    LinkLost,
    /// The connection is back.
    LinkBack,
    /// Leads the meeting from here on.
    Chairs,
    /// The one who led before leads again.
    HandsBack,
    /// The meeting was adjourned.
    Adjourned,
    /// The meeting went on.
    Resumed,
    /// A vote was taken.
    Voted,
    /// A decision was confirmed with the gavel.
    Decided,
}

/// Attendance as a summary.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Attendance {
    /// True when everybody who holds a seat was present except as told below.
    #[serde(default, skip_serializing_if = "is_false")]
    pub by_exception: bool,
    /// Those who were not as the rule, when attendance is given by exception.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exceptions: Vec<Listed>,
    /// Numbers only, where the source names nobody.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub counts: Vec<Headcount>,
    /// The lists as they are printed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lists: Vec<PrintedList>,
    /// The annex in which attendance stands, as it is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub annex: Option<Line>,
    /// Whence it is known; absent means stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Word<Provenance>>,
}

/// How many, of whom.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Headcount {
    /// Of whom: "ledamöter", "tjänstgörande ersättare", "Ja-platser 1–40".
    pub of: Line,
    /// How many there were.
    pub present: u32,
    /// The items to which the number applies; none means the whole meeting.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<Key>,
}

/// A headed list of persons.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PrintedList {
    /// The heading as it is printed.
    pub heading: Line,
    /// What the list is of.
    pub kind: ListKind,
    /// Its rows in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub persons: Vec<Listed>,
    /// Whence it is known; absent means stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Word<Provenance>>,
}

/// What a printed list is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ListKind {
    Members,
    ServingSubstitutes,
    NonServingSubstitutes,
    /// Everybody who decides, members and serving substitutes together.
    Deciders,
    /// Those who were elected, present or not.
    Elected,
    Absent,
    Officials,
    /// Those with a right to attend, staff representatives, guests.
    Others,
}

/// Somebody in a list, with the part of the meeting to which it applies.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Listed {
    /// Who.
    pub person: Key,
    /// The seat, where it is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seat: Option<Key>,
    /// The member for whom a substitute serves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serves_for: Option<Key>,
    /// True for a substitute who serves for a vacant seat.
    #[serde(default, skip_serializing_if = "is_false")]
    pub serves_for_vacancy: bool,
    /// The role as printed: "ordförande", "2:e vice ordförande", a title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Line>,
    /// The party as it is printed here, where it differs from the seat's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<FreeLine>,
    /// The topic for which a guest or official came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<Line>,
    /// The only items at which the person was there; none means all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub present_at: Vec<Key>,
    /// The items at which the person was not there ("ej §").
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub absent_at: Vec<Key>,
    /// The items at which the person was there for a part ("del av §").
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub part_of: Vec<Key>,
    /// Local time of coming.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Clock>,
    /// Local time of going.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Clock>,
    /// At a distance.
    #[serde(default, skip_serializing_if = "is_false")]
    pub remote: bool,
    /// Excused beforehand, in a list of the absent.
    #[serde(default, skip_serializing_if = "is_false")]
    pub excused: bool,
    /// The whole row as the source prints it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_printed: Option<Line>,
    /// Whence it is known; absent means stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Word<Provenance>>,
}

/// Somebody who was elected to adjust.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Adjuster {
    /// Who was elected, or adjusts by office.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<Key>,
    /// The substitute who was elected for the same task.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub substitute: Option<Key>,
    /// Who in fact signed, where it was another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_by: Option<Key>,
    /// The items, where it is not the whole protocol.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<Key>,
    /// The item in which the election was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elected_in: Option<Key>,
    /// Whence it is known; absent means stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Word<Provenance>>,
}
