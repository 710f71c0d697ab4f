//! What can be taken back (slag av uppgifter), and how each is called.

use std::fmt;

use serde::Deserialize;
use uuid::Uuid;

/// A kind of thing that can be taken back; in addresses by its Swedish name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub(super) enum Kind {
    #[serde(rename = "kommun")]
    Municipality,
    #[serde(rename = "organ")]
    Board,
    #[serde(rename = "person")]
    Person,
    #[serde(rename = "tjansteperson")]
    Official,
    #[serde(rename = "plats")]
    Seat,
    #[serde(rename = "sammantrade")]
    Meeting,
    #[serde(rename = "paragraf")]
    Item,
    #[serde(rename = "mandatperiod")]
    Term,
}

impl Kind {
    /// As the database has it.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Municipality => "municipality",
            Self::Board => "board",
            Self::Person => "person",
            Self::Official => "official",
            Self::Seat => "seat",
            Self::Meeting => "meeting",
            Self::Item => "item",
            Self::Term => "term",
        }
    }

    /// "Sammanträdet": at the beginning of a sentence.
    pub(super) fn the(self) -> &'static str {
        match self {
            Self::Municipality => "Kommunen",
            Self::Board => "Organet",
            Self::Person => "Personen",
            Self::Official => "Tjänstepersonen",
            Self::Seat => "Platsen",
            Self::Meeting => "Sammanträdet",
            Self::Item => "Punkten",
            Self::Term => "Mandatperioden",
        }
    }

    /// "Sammanträdet är borttaget".
    pub(super) fn removed(self) -> &'static str {
        match self {
            Self::Board | Self::Meeting => "borttaget",
            Self::Municipality
            | Self::Person
            | Self::Official
            | Self::Seat
            | Self::Item
            | Self::Term => "borttagen",
        }
    }

    /// The last part of its address under `/arbete/borttagning`.
    pub(super) fn segment(self) -> &'static str {
        match self {
            Self::Municipality => "kommun",
            Self::Board => "organ",
            Self::Person => "person",
            Self::Official => "tjansteperson",
            Self::Seat => "plats",
            Self::Meeting => "sammantrade",
            Self::Item => "paragraf",
            Self::Term => "mandatperiod",
        }
    }

    /// The page of one of them.
    pub(super) fn page(self, id: Uuid) -> String {
        let folder = match self {
            Self::Municipality => "kommuner",
            Self::Board => "organ",
            Self::Person => "personer",
            Self::Official => "tjanstepersoner",
            Self::Seat => "platser",
            Self::Meeting => "sammantraden",
            Self::Item => "paragrafer",
            Self::Term => "mandatperioder",
        };
        format!("/arbete/{folder}/{id}")
    }

    /// What to do instead, where something depends on it.
    pub(super) fn instead(self) -> &'static str {
        match self {
            Self::Municipality => "En kommun som är i bruk tas inte bort.",
            Self::Board => {
                "Ska organet upphöra, avsluta det med en sista dag i stället. Då finns allt som det har gjort kvar."
            }
            Self::Person => {
                "Ta bort det som också är ett misstag, eller låt personen stå kvar i registret. Den som har slutat får en sista dag på sin plats eller tjänst."
            }
            Self::Official | Self::Seat => "Har personen slutat, skriv en sista dag i stället.",
            Self::Meeting => {
                "Blir sammanträdet inte av, ställ in det i stället. Ta annars först bort det som hör till det, om det också är ett misstag."
            }
            Self::Item => {
                "En paragraf vars nummer är fast stryks i stället: den utgår och behåller sitt nummer."
            }
            Self::Term => {
                "Rätta i stället plats för plats på organens sidor: en ny plats från och med en dag, och en sista dag för den som slutar."
            }
        }
    }
}

/// "sammanträdet": inside a sentence.
impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.the().to_lowercase())
    }
}
