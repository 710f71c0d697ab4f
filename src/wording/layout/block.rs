//! The blocks of a § (delar av en paragraf), each with the key it is known by whatever it is called.

use uuid::Uuid;

use crate::{
    law::procedure::DissentKind,
    wording::{dissents, vote},
};

/// What stands under a heading of its own in a §.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Block {
    CaseDescription,
    Proposal,
    /// What is written in a § under a heading of its own.
    Free,
    Disqualification,
    Adjournment,
    Earlier,
    Speakers,
    Claims,
    Propositions,
    /// Votes and elections by ballot, in the order in which they were held.
    Votes,
    Decision,
    CouncilProposal,
    NotParticipating,
    Dissents(DissentKind),
    /// That the § is adjusted at once (ADJ-22).
    Immediate,
    /// A standing heading of the municipality (SEC-04).
    Own(Uuid),
}

/// Blocks among which the § decides the order where the municipality does not.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    Written,
    Decided,
}

/// What secretaries call what they write themselves of something that has a block.
const BY_HAND: [(Block, &[&str]); 3] = [
    (Block::Claims, &["yrkande"]),
    (Block::Propositions, &["proposition", "beslutsgång"]),
    (Block::Disqualification, &["jäv"]),
];

impl Block {
    /// Every block that a § can have without a municipality's own, in the order in which they are printed as standard.
    pub const STANDARD: [Self; 17] = [
        Self::CaseDescription,
        Self::Proposal,
        Self::Free,
        Self::Disqualification,
        Self::Adjournment,
        Self::Earlier,
        Self::Speakers,
        Self::Claims,
        Self::Propositions,
        Self::Votes,
        Self::Decision,
        Self::CouncilProposal,
        Self::NotParticipating,
        Self::Dissents(DissentKind::Reservation),
        Self::Dissents(DissentKind::RecordNote),
        Self::Dissents(DissentKind::SpecialStatement),
        Self::Immediate,
    ];

    /// The key of a block in the database and in forms; none of a word that is no key.
    pub fn of_key(key: &str) -> Option<Self> {
        let standard = Self::STANDARD.into_iter().find(|block| block.key() == key);
        standard.or_else(|| key.parse().ok().map(Self::Own))
    }

    /// What it is known by.
    pub fn key(self) -> String {
        match self {
            Self::CaseDescription => "case_description",
            Self::Proposal => "proposal",
            Self::Free => "free",
            Self::Disqualification => "disqualification",
            Self::Adjournment => "adjournment",
            Self::Earlier => "earlier",
            Self::Speakers => "speakers",
            Self::Claims => "claims",
            Self::Propositions => "propositions",
            Self::Votes => "votes",
            Self::Decision => "decision",
            Self::CouncilProposal => "council_proposal",
            Self::NotParticipating => "not_participating",
            Self::Dissents(kind) => kind.as_str(),
            Self::Immediate => "immediate",
            Self::Own(id) => return id.to_string(),
        }
        .to_owned()
    }

    /// Its heading in the standard layout; none of what is headed in the § or by the municipality.
    pub fn heading(self) -> &'static str {
        match self {
            Self::CaseDescription => "Ärendebeskrivning",
            Self::Proposal => "Förslag till beslut",
            Self::Free | Self::Own(_) => "",
            Self::Disqualification => "Jäv",
            Self::Adjournment => "Ajournering",
            Self::Earlier => "Tidigare behandling",
            Self::Speakers => "Talare",
            Self::Claims => "Yrkanden",
            Self::Propositions => "Propositionsordning",
            Self::Votes => vote::HEADING,
            Self::Decision => "Beslut",
            Self::CouncilProposal => "Förslag till fullmäktige",
            Self::NotParticipating => "Deltar inte i beslutet",
            Self::Dissents(kind) => dissents::heading(kind, 1),
            Self::Immediate => "Justering",
        }
    }

    /// Its other heading: of an election by ballot, of several dissents of a kind.
    pub fn other_heading(self) -> Option<&'static str> {
        match self {
            Self::Votes => Some("Val med slutna sedlar"),
            Self::Dissents(kind) => Some(dissents::heading(kind, 2)),
            Self::CaseDescription
            | Self::Proposal
            | Self::Free
            | Self::Disqualification
            | Self::Adjournment
            | Self::Earlier
            | Self::Speakers
            | Self::Claims
            | Self::Propositions
            | Self::Decision
            | Self::CouncilProposal
            | Self::NotParticipating
            | Self::Immediate
            | Self::Own(_) => None,
        }
    }

    /// What it is called where a municipality orders and names it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Free => "Avsnitt som läggs till i en paragraf",
            Self::Own(_) => "Egen rubrik",
            standard => standard.heading(),
        }
    }

    /// Whether it is a standing heading of the municipality.
    pub fn is_own(self) -> bool {
        matches!(self, Self::Own(_))
    }

    /// Whether its heading is the municipality's to give.
    pub fn is_headed(self) -> bool {
        self != Self::Free
    }

    /// What a heading that somebody has written by hand for the same thing holds, in lower case.
    pub(super) fn words(self) -> &'static [&'static str] {
        BY_HAND.iter().find(|(block, _)| *block == self).map_or(&[], |(_, words)| words)
    }

    pub(super) fn family(self) -> Option<Family> {
        let written =
            matches!(self, Self::CaseDescription | Self::Proposal | Self::Free | Self::Own(_));
        let decided = matches!(self, Self::Decision | Self::CouncilProposal);
        if written { Some(Family::Written) } else { decided.then_some(Family::Decided) }
    }

    /// Its place in the standard; none of a municipality's own.
    pub(super) fn standard_place(self) -> Option<usize> {
        Self::STANDARD.iter().position(|block| *block == self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_block_is_found_by_its_key() {
        for block in Block::STANDARD.into_iter().chain([Block::Own(Uuid::from_u128(7))]) {
            assert_eq!(Block::of_key(&block.key()), Some(block));
        }
        assert_eq!(Block::of_key("rubrik"), None);
    }
}
