//! The kinds of deciding bodies and what the act lets each of them do (organ).

use std::fmt;
use std::str::FromStr;

/// Which rules of kommunallagen a body follows (3 kap. 1–9 §§).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BoardKind {
    Council,
    ExecutiveBoard,
    Board,
    Committee,
    JointBoard,
    Preparation,
    FederationCouncil,
    FederationBoard,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no such kind of board: {0}")]
pub struct UnknownBoardKind(String);

impl BoardKind {
    pub const ALL: [Self; 8] = [
        Self::Council,
        Self::ExecutiveBoard,
        Self::Board,
        Self::Committee,
        Self::JointBoard,
        Self::Preparation,
        Self::FederationCouncil,
        Self::FederationBoard,
    ];

    /// The word in the database and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Council => "council",
            Self::ExecutiveBoard => "executive_board",
            Self::Board => "board",
            Self::Committee => "committee",
            Self::JointBoard => "joint_board",
            Self::Preparation => "preparation",
            Self::FederationCouncil => "federation_council",
            Self::FederationBoard => "federation_board",
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Council => "fullmäktige",
            Self::ExecutiveBoard => "styrelse",
            Self::Board => "nämnd",
            Self::Committee => "utskott",
            Self::JointBoard => "gemensam nämnd",
            Self::Preparation => "beredning",
            Self::FederationCouncil => "förbundsfullmäktige",
            Self::FederationBoard => "förbundsdirektion",
        }
    }

    /// Fullmäktige of a municipality or a federation, under 5 kap. kommunallagen.
    pub fn is_council(self) -> bool {
        matches!(self, Self::Council | Self::FederationCouncil)
    }

    /// A third of those present can have a matter tabled or remitted (5 kap. 50 §), which
    /// 6 kap. 33 § does not extend to boards.
    pub fn may_remit_by_minority(self) -> bool {
        self.is_council()
    }

    /// Fullmäktige meets in public (5 kap. 42 §), the others behind closed doors unless they
    /// decide otherwise (6 kap. 25 §).
    pub fn closed_meeting_by_default(self) -> bool {
        !self.is_council()
    }
}

impl fmt::Display for BoardKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for BoardKind {
    type Err = UnknownBoardKind;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|kind| kind.as_str() == word);
        found.ok_or_else(|| UnknownBoardKind(word.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bod_01_every_kind_is_read_back_from_its_word() {
        for kind in BoardKind::ALL {
            assert_eq!(kind.as_str().parse(), Ok(kind));
        }
        assert!("nämnd".parse::<BoardKind>().is_err());
    }

    #[test]
    fn vot_13_only_a_council_remits_by_minority() {
        let kinds = BoardKind::ALL.into_iter().filter(|kind| kind.may_remit_by_minority());
        assert_eq!(kinds.collect::<Vec<_>>(), [BoardKind::Council, BoardKind::FederationCouncil]);
    }

    #[test]
    fn opn_02_a_board_meets_behind_closed_doors() {
        assert!(BoardKind::JointBoard.closed_meeting_by_default());
        assert!(!BoardKind::Council.closed_meeting_by_default());
    }

    #[test]
    fn a_kind_is_shown_in_swedish() {
        assert_eq!(BoardKind::JointBoard.to_string(), "gemensam nämnd");
    }
}
