//! A vote of Ja and Nej with its list: who voted in which seat, and what it decided (omröstning, voteringslista).

mod check;

pub use check::{Room, VoteFault, check};

use crate::law::tally::{Ballot, Outcome, Side, Totals};

/// One seat's row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row<S, P> {
    pub seat: S,
    pub ballot: Ballot,
    /// Who answered; of no meaning in the row of an absent one.
    pub person: Option<P>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CastingVote<P> {
    pub side: Side,
    pub by: P,
}

/// A vote by Ja and Nej. Elections between candidates are `elections::Election`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vote<S, P> {
    pub open: bool,
    /// The matter is an election or the employment of staff: the vote may be closed, and lot
    /// settles a tie (5 kap. 54 and 56 §§ kommunallagen).
    pub of_persons: bool,
    /// What Ja means ("bifall till förslaget"); empty where nobody said.
    pub yes_means: String,
    pub no_means: String,
    /// Empty in a closed vote, and where a source printed only the sums.
    pub rows: Vec<Row<S, P>>,
    /// As typed or printed, beside what the rows give.
    pub totals: Option<Totals>,
    /// The sums stand as a source printed them, right or wrong.
    pub as_printed: bool,
    pub casting_vote: Option<CastingVote<P>>,
    pub lot: Option<Side>,
    /// The outcome that the chair stated, which is the one that stands.
    pub stated: Option<Side>,
}

impl<S: Copy + Ord, P: Copy + Ord> Vote<S, P> {
    /// What the rows give; without rows, the sums that were typed.
    pub fn counted(&self) -> Option<Totals> {
        if self.rows.is_empty() {
            return self.totals;
        }
        Some(Totals::count(self.rows.iter().map(|row| row.ballot)))
    }

    /// What the tally gives, the casting vote or the lot included; nothing where nothing was
    /// counted.
    pub fn outcome(&self) -> Option<Outcome> {
        let totals = self.counted()?;
        Some(if self.of_persons {
            totals.outcome_of_persons(self.lot)
        } else {
            totals.outcome(self.casting_vote.map(|casting| casting.side))
        })
    }
}

/// The order in which the seats are called: as they stand, the chair's last (VOT-18), unless the
/// body's rules say otherwise.
pub fn call_order<S: Copy + PartialEq>(seats: &[S], chair: Option<S>) -> Vec<S> {
    let (last, first): (Vec<S>, Vec<S>) =
        seats.iter().copied().partition(|seat| Some(*seat) == chair);
    [first, last].concat()
}

#[cfg(test)]
mod tests;
