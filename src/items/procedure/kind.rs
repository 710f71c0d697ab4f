//! The kinds of facts by which a § is decided, as they stand in addresses and on pages (slag av uppgift).

use serde::Deserialize;

/// One kind of fact; in addresses by its Swedish word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(super) enum Kind {
    #[serde(rename = "yrkande")]
    Claim,
    #[serde(rename = "proposition")]
    Proposition,
    #[serde(rename = "omrostning")]
    Vote,
    #[serde(rename = "sluten-omrostning")]
    SecretVote,
    #[serde(rename = "val")]
    Election,
    #[serde(rename = "uppdrag")]
    Appointment,
    #[serde(rename = "reservation")]
    Dissent,
    #[serde(rename = "talare")]
    Speakers,
    #[serde(rename = "tidigare")]
    Earlier,
    #[serde(rename = "ordalydelse")]
    Wording,
    #[serde(rename = "arende")]
    Matter,
}

impl Kind {
    /// The word in addresses.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Claim => "yrkande",
            Self::Proposition => "proposition",
            Self::Vote => "omrostning",
            Self::SecretVote => "sluten-omrostning",
            Self::Election => "val",
            Self::Appointment => "uppdrag",
            Self::Dissent => "reservation",
            Self::Speakers => "talare",
            Self::Earlier => "tidigare",
            Self::Wording => "ordalydelse",
            Self::Matter => "arende",
        }
    }

    /// The heading of its form.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Claim => "Yrkande",
            Self::Proposition => "Proposition",
            Self::Vote => "Öppen omröstning",
            Self::SecretVote => "Sluten omröstning",
            Self::Election => "Val med valsedlar",
            Self::Appointment => "Uppdrag genom val",
            Self::Dissent => "Reservation, anteckning eller yttrande",
            Self::Speakers => "Talarlista",
            Self::Earlier => "Tidigare behandling",
            Self::Wording => "Protokollets text",
            Self::Matter => "Uppgifter om ärendet",
        }
    }

    /// A list that is written as a whole; the others have parts one by one.
    pub(super) fn is_list(self) -> bool {
        matches!(self, Self::Speakers | Self::Earlier | Self::Matter)
    }
}
