//! What a third of those present can force in fullmäktige (minoritetsåterremiss, bordläggning).

use super::ClaimKind;
use crate::law::{BoardKind, Severity};

/// What the matter is, as far as the minority's right goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Matter {
    Ordinary,
    Election,
    /// On an extra election of fullmäktige itself.
    ExtraElection,
}

/// What was done with the matter before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Before {
    Never,
    ByMajority,
    ByMinority,
}

/// What it takes to have the matter tabled or remitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// So many of those present need only ask.
    Minority { needed: u32 },
    /// More than half of those who vote.
    Majority(NoRight),
    /// It is tabled, whether anybody asks or not.
    AlwaysTabled,
}

/// Why no minority can force it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoRight {
    /// 6 kap. 33 § does not refer to 5 kap. 50 § kommunallagen.
    NotACouncil,
    Election,
    /// A minority already had its way once.
    Again,
}

/// What the record says of a request to table or remit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Request {
    /// `TableItem` or `Remit`; any other kind is no such request.
    pub kind: ClaimKind,
    pub supporters: u32,
    /// Whether the chair found that it carried by the minority's right.
    pub by_minority: bool,
    /// Whether the matter was tabled or remitted, in whatever way.
    pub carried: bool,
    /// Whether the reasons are in the record (5 kap. 50 § tredje stycket kommunallagen).
    pub reasons: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MinorityFault {
    NoRight(NoRight),
    TooFew {
        needed: u32,
    },
    /// Enough asked, and yet the matter was decided.
    Ignored {
        needed: u32,
    },
    ReasonsMissing,
    /// Adjournments and material claims are never carried by a minority.
    NotSuchARequest(ClaimKind),
    ExtraElectionNotTabled,
}

/// The least number who can have a matter tabled or remitted: a third of the members present
/// (5 kap. 50 § kommunallagen). Nobody present can do nothing: then it is one.
pub fn minority_needed(present: u32) -> u32 {
    present.div_ceil(3).max(1)
}

/// To be shown before anybody counts.
pub fn right(board: BoardKind, matter: Matter, before: Before, present: u32) -> Right {
    match (board.may_remit_by_minority(), matter, before) {
        (false, _, _) => Right::Majority(NoRight::NotACouncil),
        (true, Matter::ExtraElection, Before::Never) => Right::AlwaysTabled,
        (true, Matter::Election | Matter::ExtraElection, _) => Right::Majority(NoRight::Election),
        (true, Matter::Ordinary, Before::ByMinority) => Right::Majority(NoRight::Again),
        (true, Matter::Ordinary, Before::Never | Before::ByMajority) => {
            Right::Minority { needed: minority_needed(present) }
        }
    }
}

impl Right {
    /// Whether the request alone decides.
    pub fn carried_by(self, supporters: u32) -> bool {
        match self {
            Self::Minority { needed } => supporters >= needed,
            Self::Majority(_) => false,
            Self::AlwaysTabled => true,
        }
    }

    /// Everything that is wrong with a request as it is recorded (VOT-11, VOT-12, VOT-13).
    pub fn check(self, request: &Request) -> Vec<MinorityFault> {
        if !matches!(request.kind, ClaimKind::TableItem | ClaimKind::Remit) {
            let fault = MinorityFault::NotSuchARequest(request.kind);
            return request.by_minority.then_some(fault).into_iter().collect();
        }
        let carrying = match self {
            Self::Minority { needed } => {
                let enough = request.supporters >= needed;
                let too_few =
                    (request.by_minority && !enough).then_some(MinorityFault::TooFew { needed });
                too_few
                    .or((enough && !request.carried).then_some(MinorityFault::Ignored { needed }))
            }
            Self::Majority(why) => request.by_minority.then_some(MinorityFault::NoRight(why)),
            Self::AlwaysTabled => (request.kind == ClaimKind::TableItem && !request.carried)
                .then_some(MinorityFault::ExtraElectionNotTabled),
        };
        let needs_reasons = request.kind == ClaimKind::Remit && request.carried;
        let reasons = (needs_reasons && self.of_a_council() && !request.reasons)
            .then_some(MinorityFault::ReasonsMissing);
        carrying.into_iter().chain(reasons).collect()
    }

    fn of_a_council(self) -> bool {
        self != Self::Majority(NoRight::NotACouncil)
    }
}

impl MinorityFault {
    pub fn rule(self) -> &'static str {
        match self {
            Self::NoRight(NoRight::NotACouncil) => "VOT-13",
            Self::ReasonsMissing => "VOT-12",
            Self::NotSuchARequest(_) => "VOT-15",
            Self::NoRight(NoRight::Election | NoRight::Again)
            | Self::TooFew { .. }
            | Self::Ignored { .. }
            | Self::ExtraElectionNotTabled => "VOT-11",
        }
    }

    /// All are against the act, and all can have happened.
    pub fn severity(self) -> Severity {
        Severity::Breach
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const COUNCIL: BoardKind = BoardKind::Council;

    fn remittal(supporters: u32) -> Request {
        let kind = ClaimKind::Remit;
        Request { kind, supporters, by_minority: true, carried: true, reasons: true }
    }

    #[test]
    fn vot_11_a_third_of_those_present_are_needed() {
        assert_eq!(minority_needed(31), 11);
        assert_eq!(minority_needed(45), 15);
        let right = right(COUNCIL, Matter::Ordinary, Before::Never, 31);
        assert_eq!(right, Right::Minority { needed: 11 });
        assert!(right.carried_by(11) && !right.carried_by(10));
        assert_eq!(right.check(&remittal(11)), []);
        assert_eq!(right.check(&remittal(10)), [MinorityFault::TooFew { needed: 11 }]);
        let ignored = Request { by_minority: false, carried: false, ..remittal(11) };
        assert_eq!(right.check(&ignored), [MinorityFault::Ignored { needed: 11 }]);
        assert_eq!(right.check(&Request { carried: true, ..ignored }), []);
        let fallen = Request { supporters: 10, ..ignored };
        assert_eq!(right.check(&fallen), []);
    }

    #[test]
    fn vot_11_nobody_asking_carries_nothing() {
        assert!(!right(COUNCIL, Matter::Ordinary, Before::Never, 0).carried_by(0));
    }

    #[test]
    fn vot_11_the_second_time_and_in_elections_a_majority_is_needed() {
        let again = right(COUNCIL, Matter::Ordinary, Before::ByMinority, 31);
        assert_eq!(again, Right::Majority(NoRight::Again));
        assert!(!again.carried_by(30));
        assert_eq!(again.check(&remittal(30)), [MinorityFault::NoRight(NoRight::Again)]);
        let by_majority = Request { by_minority: false, ..remittal(20) };
        assert_eq!(again.check(&by_majority), []);
        let election = right(COUNCIL, Matter::Election, Before::Never, 31);
        assert_eq!(election.check(&remittal(31)), [MinorityFault::NoRight(NoRight::Election)]);
        let once = right(COUNCIL, Matter::Ordinary, Before::ByMajority, 31);
        assert_eq!(once, Right::Minority { needed: 11 });
    }

    #[test]
    fn vot_11_an_extra_election_is_tabled_the_first_time() {
        let first = right(COUNCIL, Matter::ExtraElection, Before::Never, 31);
        assert!(first.carried_by(0));
        let tabling = Request { kind: ClaimKind::TableItem, carried: false, ..remittal(0) };
        assert_eq!(first.check(&tabling), [MinorityFault::ExtraElectionNotTabled]);
        assert_eq!(first.check(&Request { carried: true, ..tabling }), []);
        let second = right(COUNCIL, Matter::ExtraElection, Before::ByMajority, 31);
        assert_eq!(second, Right::Majority(NoRight::Election));
    }

    #[test]
    fn vot_12_a_remittal_by_fullmaktige_has_its_reasons_a_tabling_needs_none() {
        let right = right(COUNCIL, Matter::Ordinary, Before::Never, 45);
        let silent = Request { reasons: false, ..remittal(15) };
        assert_eq!(right.check(&silent), [MinorityFault::ReasonsMissing]);
        let tabling = Request { kind: ClaimKind::TableItem, ..silent };
        assert_eq!(right.check(&tabling), []);
        let both = Request { supporters: 14, ..silent };
        let faults = right.check(&both);
        assert_eq!(faults, [MinorityFault::TooFew { needed: 15 }, MinorityFault::ReasonsMissing]);
    }

    #[test]
    fn vot_13_a_board_has_no_minority_remittal() {
        let right = right(BoardKind::Board, Matter::Ordinary, Before::Never, 11);
        let faults = right.check(&Request { reasons: false, ..remittal(11) });
        assert_eq!(faults, [MinorityFault::NoRight(NoRight::NotACouncil)]);
        assert_eq!(faults[0].rule(), "VOT-13");
        assert!(faults[0].severity().needs_reason());
    }

    #[test]
    fn vot_15_no_minority_carries_a_material_claim() {
        let right = right(COUNCIL, Matter::Ordinary, Before::Never, 31);
        let request = Request { kind: ClaimKind::Own, ..remittal(30) };
        assert_eq!(right.check(&request), [MinorityFault::NotSuchARequest(ClaimKind::Own)]);
        assert_eq!(right.check(&Request { by_minority: false, ..request }), []);
    }

    proptest! {
        #[test]
        fn vot_11_the_minority_is_the_least_third(present in 1u32..400) {
            let oracle = (0..=present).find(|supporters| supporters * 3 >= present);
            prop_assert_eq!(Some(minority_needed(present)), oracle);
        }
    }
}
