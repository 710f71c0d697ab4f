//! The board that met, its municipalities, persons and seats (organ och platser).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::values::{Day, FreeLine, Key, Line, Slug, Word, is_false};
use crate::law::BoardKind;

/// A municipality, a region or an organisation that takes part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Municipality {
    /// Its name in addresses, by which the file refers to it.
    pub slug: Slug,
    /// Its full name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Line>,
    /// The name without "kommun".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short_name: Option<Line>,
    /// What it is; absent means a municipality.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<MunicipalityKind>,
}

/// What a participant is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MunicipalityKind {
    Municipality,
    Region,
    Federation,
    /// Another organisation that fills seats.
    Organisation,
}

/// The board (organ).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Board {
    /// Its own key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Key>,
    /// Its name in addresses.
    pub slug: Slug,
    /// Its name.
    pub name: Line,
    /// Which rules of the act it follows.
    pub kind: Word<BoardKind>,
    /// The number of members that was decided, vacant seats included; absent when the source does not tell.
    #[schemars(range(min = 1))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seats: Option<u32>,
    /// The name of the board that it prepares matters for, when it is a committee.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<Line>,
    /// Whether the adjusting of its protocols is not announced, as for purely preparatory committees.
    #[serde(default, skip_serializing_if = "is_false")]
    pub unannounced: bool,
    /// Where the protocol is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept_at: Option<Line>,
}

/// Somebody whom the file names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// A uuid in exports; in a file made by hand any key, such as "p1".
    pub id: Key,
    /// The name, without titles.
    pub name: Line,
    /// The person's title, as an official or guest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Line>,
    /// The party at the meeting, where the person has no seat in the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<FreeLine>,
    /// The organisation that a guest comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<Line>,
}

/// A place of the board and who held it on the day of the meeting (plats).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Seat {
    /// How moments and ballots refer to it.
    pub id: Key,
    /// The holder; absent when the seat was vacant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<Key>,
    /// The role that goes with the seat.
    pub role: SeatRole,
    /// The party as free text: "S", "(-)", "oberoende, tidigare KD", or empty where none is printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<FreeLine>,
    /// The slug of the participant that fills it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub municipality: Option<Slug>,
    /// The municipality as the source prints it, where it differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub municipality_as_printed: Option<Line>,
    /// The constituency of a council seat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub constituency: Option<Line>,
    /// The place in the order in which substitutes are called, from 1.
    #[schemars(range(min = 1))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call_order: Option<u32>,
    /// The member's seat for which this substitute is personal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub personal_for: Option<Key>,
    /// The number of the seat in the source's own plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<Line>,
    /// The first day of the holding.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_on: Option<Day>,
    /// The last day of the holding.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_on: Option<Day>,
}

/// The role of a seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SeatRole {
    Chair,
    FirstViceChair,
    SecondViceChair,
    ThirdViceChair,
    Member,
    Substitute,
}
