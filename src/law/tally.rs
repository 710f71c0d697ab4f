//! What a vote of Ja and Nej decides (omröstning, utslagsröst, lottning).

use crate::law::words::words;

words! {
    /// What stands in a row of the vote list.
    Ballot, "ballot" {
        Yes = "yes", "Ja";
        No = "no", "Nej";
        Abstain = "abstain", "Avstår";
        Absent = "absent", "Frånvarande";
    }
}

words! {
    Side, "side of a vote" {
        Yes = "yes", "Ja";
        No = "no", "Nej";
    }
}

/// In a closed vote the blank ballots are those that abstain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    pub yes: u32,
    pub no: u32,
    pub abstain: u32,
    pub absent: u32,
}

/// The casting vote is an effect of its own: the chair's row in the list stays as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Majority(Side),
    CastingVote(Side),
    /// Only in elections and employment of staff (5 kap. 56 § kommunallagen).
    Lot(Side),
    /// A tie that nothing has settled yet.
    Undecided,
}

impl Ballot {
    /// The side it counts for; nothing for one who abstains or is absent.
    pub fn side(self) -> Option<Side> {
        match self {
            Self::Yes => Some(Side::Yes),
            Self::No => Some(Side::No),
            Self::Abstain | Self::Absent => None,
        }
    }
}

impl Totals {
    pub fn count(ballots: impl IntoIterator<Item = Ballot>) -> Self {
        let mut totals = Self::default();
        for ballot in ballots {
            match ballot {
                Ballot::Yes => totals.yes += 1,
                Ballot::No => totals.no += 1,
                Ballot::Abstain => totals.abstain += 1,
                Ballot::Absent => totals.absent += 1,
            }
        }
        totals
    }

    pub fn tied(self) -> bool {
        self.yes == self.no
    }

    /// Those who handed in a ballot or answered the call.
    pub fn cast(self) -> u32 {
        self.yes.saturating_add(self.no).saturating_add(self.abstain)
    }

    /// Simple majority of those who voted (5 kap. 55 § kommunallagen); a tie is settled by the
    /// chair's casting vote (56 §), which is ignored when there is none.
    pub fn outcome(self, casting_vote: Option<Side>) -> Outcome {
        self.majority().unwrap_or(casting_vote.map_or(Outcome::Undecided, Outcome::CastingVote))
    }

    /// The same where the matter is an election or the employment of staff: a tie is settled by
    /// lot (5 kap. 56 § kommunallagen).
    pub fn outcome_of_persons(self, lot: Option<Side>) -> Outcome {
        self.majority().unwrap_or(lot.map_or(Outcome::Undecided, Outcome::Lot))
    }

    fn majority(self) -> Option<Outcome> {
        match self.yes.cmp(&self.no) {
            std::cmp::Ordering::Greater => Some(Outcome::Majority(Side::Yes)),
            std::cmp::Ordering::Less => Some(Outcome::Majority(Side::No)),
            std::cmp::Ordering::Equal => None,
        }
    }

    /// The sums as they are printed: "5 Ja, 5 Nej, ordförandens utslagsröst avgör".
    pub fn sentence(self, outcome: Outcome) -> String {
        let mut parts = vec![format!("{} Ja", self.yes), format!("{} Nej", self.no)];
        if self.abstain > 0 {
            parts.push(format!("{} Avstår", self.abstain));
        }
        if self.absent > 0 {
            parts.push(format!("{} Frånvarande", self.absent));
        }
        match outcome {
            Outcome::CastingVote(_) => parts.push("ordförandens utslagsröst avgör".into()),
            Outcome::Lot(_) => parts.push("lotten avgör".into()),
            Outcome::Majority(_) | Outcome::Undecided => {}
        }
        parts.join(", ")
    }
}

impl Outcome {
    pub fn side(self) -> Option<Side> {
        match self {
            Self::Majority(side) | Self::CastingVote(side) | Self::Lot(side) => Some(side),
            Self::Undecided => None,
        }
    }
}

/// Whether the chair stated another outcome than the tally gives. What the chair stated stands;
/// the contradiction is shown. A tie that nothing settled contradicts nobody.
pub fn contradicts(stated: Side, computed: Outcome) -> bool {
    computed.side().is_some_and(|side| side != stated)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn totals(yes: u32, no: u32, abstain: u32, absent: u32) -> Totals {
        Totals { yes, no, abstain, absent }
    }

    #[test]
    fn vot_09_a_tie_is_settled_by_the_casting_vote_and_the_list_stays() {
        let vote = totals(5, 5, 0, 0);
        let outcome = vote.outcome(Some(Side::No));
        assert_eq!(outcome, Outcome::CastingVote(Side::No));
        assert_eq!(vote.sentence(outcome), "5 Ja, 5 Nej, ordförandens utslagsröst avgör");
    }

    #[test]
    fn vot_09_a_council_of_49_with_one_absent_can_be_tied() {
        let vote = totals(24, 24, 0, 1);
        assert_eq!(vote.outcome(None), Outcome::Undecided);
        let outcome = vote.outcome(Some(Side::Yes));
        let sentence = "24 Ja, 24 Nej, 1 Frånvarande, ordförandens utslagsröst avgör";
        assert_eq!(vote.sentence(outcome), sentence);
    }

    // VOT-03: the chair must vote when the matter hangs on it.
    #[test]
    fn vot_03_a_tie_without_casting_vote_is_undecided() {
        assert_eq!(totals(5, 5, 0, 0).outcome(None).side(), None);
    }

    #[test]
    fn vot_08_those_who_abstain_do_not_count() {
        let vote = totals(4, 3, 4, 0);
        assert_eq!(vote.outcome(None), Outcome::Majority(Side::Yes));
        assert_eq!(vote.sentence(vote.outcome(None)), "4 Ja, 3 Nej, 4 Avstår");
        assert_eq!(vote.cast(), 11);
    }

    #[test]
    fn vot_09_a_casting_vote_without_a_tie_changes_nothing() {
        assert_eq!(totals(3, 4, 0, 0).outcome(Some(Side::Yes)), Outcome::Majority(Side::No));
    }

    #[test]
    fn vot_10_a_tie_on_an_employment_is_settled_by_lot() {
        let vote = totals(6, 6, 1, 0);
        let outcome = vote.outcome_of_persons(Some(Side::No));
        assert_eq!(outcome.side(), Some(Side::No));
        assert_eq!(vote.sentence(outcome), "6 Ja, 6 Nej, 1 Avstår, lotten avgör");
        let majority = Outcome::Majority(Side::Yes);
        assert_eq!(totals(7, 6, 0, 0).outcome_of_persons(Some(Side::No)), majority);
    }

    #[test]
    fn vot_08_only_another_side_contradicts_what_the_chair_stated() {
        assert!(contradicts(Side::Yes, Outcome::Majority(Side::No)));
        assert!(!contradicts(Side::No, Outcome::CastingVote(Side::No)));
        assert!(!contradicts(Side::No, Outcome::Undecided));
    }

    proptest! {
        #[test]
        fn vot_08_the_tally_agrees_with_striking_out_pairs(
            ballots in proptest::collection::vec(proptest::sample::select(Ballot::ALL), 0..120)
        ) {
            let mut yes: Vec<_> = ballots.iter().filter(|b| **b == Ballot::Yes).collect();
            let mut no: Vec<_> = ballots.iter().filter(|b| **b == Ballot::No).collect();
            while !yes.is_empty() && !no.is_empty() {
                yes.pop();
                no.pop();
            }
            let expected = match (yes.is_empty(), no.is_empty()) {
                (false, _) => Some(Side::Yes),
                (_, false) => Some(Side::No),
                _ => None,
            };
            let totals = Totals::count(ballots.iter().copied());
            prop_assert_eq!(totals.outcome(None).side(), expected);
            prop_assert_eq!(totals.tied(), expected.is_none());
            let sum = totals.yes + totals.no + totals.abstain + totals.absent;
            prop_assert_eq!(sum as usize, ballots.len());
        }
    }
}
