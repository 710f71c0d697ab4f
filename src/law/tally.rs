//! What an open vote decides, and whether its list adds up (öppen omröstning, utslagsröst).

use std::collections::BTreeSet;

use super::board_kind::BoardKind;

/// What stands in a row of the vote list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ballot {
    Yes,
    No,
    Abstain,
    Absent,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Yes,
    No,
}

/// One seat's row; `served` says that someone served in the seat at the instant of the vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row<S> {
    pub seat: S,
    pub ballot: Ballot,
    pub served: bool,
}

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
    /// A tie in which the chair has not yet settled the matter, as the act demands.
    Undecided,
}

/// Why a vote list is impossible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Mismatch<S> {
    #[error("Platsen finns inte i organet.")]
    UnknownSeat(S),
    #[error("Platsen står två gånger i röstlistan.")]
    SeatTwice(S),
    #[error("Platsen saknas i röstlistan.")]
    SeatMissing(S),
    #[error("Ingen tjänstgjorde på platsen när rösten lades.")]
    NobodyServed(S),
    #[error("Den som tjänstgjorde på platsen kan inte stå som frånvarande.")]
    ServedButAbsent(S),
    #[error("Summorna stämmer inte med röstlistans rader.")]
    Totals { counted: Totals },
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

    /// Simple majority of those who voted (5 kap. 55 § kommunallagen); a tie is settled by the
    /// chair's casting vote (56 §), which is ignored when there is none.
    pub fn outcome(self, casting_vote: Option<Side>) -> Outcome {
        match self.yes.cmp(&self.no) {
            std::cmp::Ordering::Greater => Outcome::Majority(Side::Yes),
            std::cmp::Ordering::Less => Outcome::Majority(Side::No),
            std::cmp::Ordering::Equal => {
                casting_vote.map_or(Outcome::Undecided, Outcome::CastingVote)
            }
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
        if matches!(outcome, Outcome::CastingVote(_)) {
            parts.push("ordförandens utslagsröst avgör".into());
        }
        parts.join(", ")
    }
}

impl Outcome {
    pub fn side(self) -> Option<Side> {
        match self {
            Self::Majority(side) | Self::CastingVote(side) => Some(side),
            Self::Undecided => None,
        }
    }
}

/// Exactly one row for each seat, and a vote only from a seat in which someone served.
pub fn check_rows<S: Copy + Ord>(seats: &[S], rows: &[Row<S>]) -> Result<(), Mismatch<S>> {
    let seats: BTreeSet<S> = seats.iter().copied().collect();
    let mut seen = BTreeSet::new();
    for &Row { seat, ballot, served } in rows {
        if !seats.contains(&seat) {
            return Err(Mismatch::UnknownSeat(seat));
        }
        if !seen.insert(seat) {
            return Err(Mismatch::SeatTwice(seat));
        }
        match (served, ballot == Ballot::Absent) {
            (false, false) => return Err(Mismatch::NobodyServed(seat)),
            (true, true) => return Err(Mismatch::ServedButAbsent(seat)),
            _ => {}
        }
    }
    seats.difference(&seen).next().map_or(Ok(()), |&seat| Err(Mismatch::SeatMissing(seat)))
}

/// The sums that someone typed or a source printed, against the rows.
pub fn check_totals<S>(printed: Totals, rows: &[Row<S>]) -> Result<(), Mismatch<S>> {
    let counted = Totals::count(rows.iter().map(|row| row.ballot));
    if printed == counted { Ok(()) } else { Err(Mismatch::Totals { counted }) }
}

/// The least number who can have a matter tabled or remitted: a third of the members present
/// (5 kap. 50 § kommunallagen).
pub fn minority_needed(present: u32) -> u32 {
    present.div_ceil(3)
}

/// Whether the request alone decides. It never does in a board, in an election, or when a
/// minority already had the matter tabled or remitted: then a simple majority is needed.
pub fn minority_remits(kind: BoardKind, supporters: u32, present: u32, before: Before) -> bool {
    kind.may_remit_by_minority()
        && before == Before::Never
        && supporters > 0
        && supporters >= minority_needed(present)
}

/// What in the matter's past or kind takes the minority's right away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Before {
    Never,
    TabledOrRemittedByMinority,
    Election,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn totals(yes: u32, no: u32, abstain: u32, absent: u32) -> Totals {
        Totals { yes, no, abstain, absent }
    }

    fn row(seat: u8, ballot: Ballot) -> Row<u8> {
        Row { seat, ballot, served: ballot != Ballot::Absent }
    }

    #[test]
    fn vot_09_a_tie_is_settled_by_the_casting_vote_and_the_list_stays() {
        let vote = totals(5, 5, 0, 0);
        let outcome = vote.outcome(Some(Side::No));
        assert_eq!(outcome, Outcome::CastingVote(Side::No));
        assert_eq!(vote.sentence(outcome), "5 Ja, 5 Nej, ordförandens utslagsröst avgör");
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
    }

    #[test]
    fn vot_09_a_casting_vote_without_a_tie_changes_nothing() {
        assert_eq!(totals(3, 4, 0, 0).outcome(Some(Side::Yes)), Outcome::Majority(Side::No));
    }

    #[test]
    fn vot_11_a_third_of_those_present_are_needed() {
        assert_eq!(minority_needed(31), 11);
        assert_eq!(minority_needed(45), 15);
        assert!(minority_remits(BoardKind::Council, 11, 31, Before::Never));
        assert!(!minority_remits(BoardKind::Council, 10, 31, Before::Never));
        let again = Before::TabledOrRemittedByMinority;
        assert!(!minority_remits(BoardKind::Council, 30, 31, again));
        assert!(!minority_remits(BoardKind::Council, 30, 31, Before::Election));
        assert!(!minority_remits(BoardKind::Council, 0, 0, Before::Never));
    }

    #[test]
    fn vot_13_a_board_has_no_minority_remittal() {
        assert!(!minority_remits(BoardKind::Board, 11, 11, Before::Never));
    }

    #[test]
    fn vot_20_each_seat_has_one_row_of_someone_who_served() {
        let seats = [1, 2, 3];
        let good = [row(1, Ballot::Yes), row(2, Ballot::Absent), row(3, Ballot::Abstain)];
        assert_eq!(check_rows(&seats, &good), Ok(()));
        assert_eq!(check_rows(&seats, &good[..2]), Err(Mismatch::SeatMissing(3)));
        let twice = [good[0], good[0], good[1]];
        assert_eq!(check_rows(&seats, &twice), Err(Mismatch::SeatTwice(1)));
        assert_eq!(check_rows(&seats[1..], &good), Err(Mismatch::UnknownSeat(1)));
        let empty = [Row { seat: 1, ballot: Ballot::No, served: false }];
        assert_eq!(check_rows(&[1], &empty), Err(Mismatch::NobodyServed(1)));
        let absent = [Row { seat: 1, ballot: Ballot::Absent, served: true }];
        assert_eq!(check_rows(&[1], &absent), Err(Mismatch::ServedButAbsent(1)));
    }

    #[test]
    fn vot_20_sums_that_do_not_add_up_are_refused() {
        let rows = [row(1, Ballot::Yes), row(2, Ballot::No)];
        assert_eq!(check_totals(totals(1, 1, 0, 0), &rows), Ok(()));
        let counted = totals(1, 1, 0, 0);
        assert_eq!(check_totals(totals(2, 0, 0, 0), &rows), Err(Mismatch::Totals { counted }));
    }

    fn ballot() -> impl Strategy<Value = Ballot> {
        prop_oneof![
            Just(Ballot::Yes),
            Just(Ballot::No),
            Just(Ballot::Abstain),
            Just(Ballot::Absent)
        ]
    }

    proptest! {
        #[test]
        fn vot_08_the_tally_agrees_with_striking_out_pairs(
            ballots in proptest::collection::vec(ballot(), 0..120)
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
            let sum = totals.yes + totals.no + totals.abstain + totals.absent;
            prop_assert_eq!(sum as usize, ballots.len());
        }

        #[test]
        fn vot_11_the_minority_is_the_least_third(present in 1u32..400) {
            let oracle = (0..=present).find(|supporters| supporters * 3 >= present);
            prop_assert_eq!(Some(minority_needed(present)), oracle);
        }
    }
}
