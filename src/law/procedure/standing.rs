//! What somebody is in the room, and what they did in a decision: whence the right to claim, reserve and note follows.

use super::ClaimKind;
use crate::law::{BoardKind, Severity};

/// A claim, a reservation or a note is made by a person or by a whole party group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Voice<P> {
    Person(P),
    Group(String),
}

/// At one instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// A member or a substitute in a seat.
    Serving,
    /// A substitute in no seat.
    NotServing,
    /// Disqualified in the matter.
    Disqualified,
    /// May put proposals without deciding (5 kap. 39 § kommunallagen).
    MayPropose,
    /// Elected elsewhere, with the right to be there (närvarorätt).
    MayAttend,
    Official,
    Absent,
}

/// A person's part in one decision point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    pub standing: Standing,
    /// Said that they take no part in the decision (VOT-02).
    pub not_participating: bool,
    /// In the main vote; in a round for the counter-proposal it is of no meaning.
    pub abstained: bool,
    /// Voted for some proposal in some vote of the matter.
    pub voted: bool,
}

impl Standing {
    /// YRK-02.
    pub fn may_claim(self) -> bool {
        match self {
            Self::Serving | Self::MayPropose => true,
            Self::NotServing
            | Self::Disqualified
            | Self::MayAttend
            | Self::Official
            | Self::Absent => false,
        }
    }

    /// The kind under which what they say is recorded: an inlägg where they may not claim.
    pub fn recorded_as(self, kind: ClaimKind) -> ClaimKind {
        if self.may_claim() { kind } else { ClaimKind::Contribution }
    }
}

impl Share {
    pub fn took_part(self) -> bool {
        self.standing == Standing::Serving && !self.not_participating
    }
}

/// A refusal to decide in a matter of public authority against an individual: in a board, who takes
/// part in handling it takes part in deciding it, but need not vote for more than one proposal
/// (4 kap. 26 § kommunallagen).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    NotParticipating,
    VotedForNothing,
}

/// `against_individual` says that the matter is such a one (VOT-04).
pub fn refusal(board: BoardKind, against_individual: bool, share: Share) -> Option<Refusal> {
    let bound = !board.is_council() && against_individual && share.standing == Standing::Serving;
    match (share.not_participating, share.abstained && !share.voted) {
        _ if !bound => None,
        (true, _) => Some(Refusal::NotParticipating),
        (false, true) => Some(Refusal::VotedForNothing),
        (false, false) => None,
    }
}

impl Refusal {
    pub fn rule(self) -> &'static str {
        "VOT-04"
    }

    pub fn severity(self) -> Severity {
        Severity::Breach
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVING: Share = Share {
        standing: Standing::Serving,
        not_participating: false,
        abstained: false,
        voted: false,
    };

    #[test]
    fn yrk_02_a_substitute_in_no_seat_gives_a_contribution() {
        let kind = ClaimKind::Reject;
        assert_eq!(Standing::NotServing.recorded_as(kind), ClaimKind::Contribution);
        assert_eq!(Standing::Disqualified.recorded_as(kind), ClaimKind::Contribution);
        assert_eq!(Standing::Serving.recorded_as(kind), kind);
        assert_eq!(Standing::MayPropose.recorded_as(kind), kind);
    }

    #[test]
    fn vot_04_who_handles_a_matter_against_an_individual_decides_it() {
        let silent = Share { not_participating: true, ..SERVING };
        let refused = Some(Refusal::NotParticipating);
        assert_eq!(refusal(BoardKind::Board, true, silent), refused);
        assert_eq!(refusal(BoardKind::Committee, true, silent), refused);
        assert_eq!(refusal(BoardKind::Board, false, silent), None);
        assert_eq!(refusal(BoardKind::Council, true, silent), None);
        assert_eq!(refusal(BoardKind::Board, true, SERVING), None);
        let outside = Share { standing: Standing::Disqualified, ..silent };
        assert_eq!(refusal(BoardKind::Board, true, outside), None);
    }

    #[test]
    fn vot_04_nobody_need_vote_for_more_than_one_proposal() {
        let abstains = Share { abstained: true, ..SERVING };
        let refused = Some(Refusal::VotedForNothing);
        assert_eq!(refusal(BoardKind::Board, true, abstains), refused);
        let once = Share { voted: true, ..abstains };
        assert_eq!(refusal(BoardKind::Board, true, once), None);
    }
}
