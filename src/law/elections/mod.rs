//! Elections of persons: most votes, the lot in a tie, and proportional elections (val, lottning).

mod proportional;

use std::collections::BTreeSet;

use super::Severity;
pub use proportional::{Group, Proportional, must_be_proportional, proportional_needed};

/// One who got votes, with what the chair stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate<C> {
    pub who: C,
    pub votes: u32,
    pub elected: bool,
    /// Elected by lot after a tie.
    pub by_lot: bool,
}

/// The ballots beside those for a candidate or a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ballots {
    pub blank: u32,
    pub void: u32,
    /// All that were handed in, where somebody counted them.
    pub handed_in: Option<u32>,
}

/// A closed election by most votes. It has no place for who voted for whom
/// (5 kap. 54 § kommunallagen).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Election<C> {
    pub candidates: Vec<Candidate<C>>,
    pub ballots: Ballots,
    pub to_elect: u32,
}

/// Who is elected by votes alone, in the order in which the candidates stand, and the tie that lot
/// decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elected<C> {
    pub by_votes: Vec<C>,
    pub lot: Option<Lot<C>>,
}

/// So many places between these (5 kap. 56 § kommunallagen); always fewer than they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lot<C> {
    pub places: u32,
    pub between: Vec<C>,
}

/// In a proportional election the groups are the candidates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ElectionFault<C> {
    CandidateTwice(C),
    /// More votes than the valid ballots can hold; where a ballot holds one, other than they held.
    VotesDiffer {
        valid: u32,
    },
    MoreVotesThanBallots(C),
    MoreBallotsThanVoters {
        voters: u32,
    },
    TooManyElected {
        stated: u32,
    },
    /// Places that the tally fills were left empty.
    TooFewElected {
        stated: u32,
    },
    /// Stated as elected with fewer votes than others had.
    ElectedAgainstTally(C),
    /// Had the votes, and was not stated as elected.
    PassedOver(C),
    LotNotRecorded(C),
    LotWithoutTie(C),
    /// So many asked for a proportional election that it had to be one.
    NotProportional {
        needed: u32,
    },
}

impl<C: Copy + Ord> Election<C> {
    /// By most votes. Nobody is elected without a vote, so places can stay empty.
    pub fn outcome(&self) -> Elected<C> {
        let places = usize::try_from(self.to_elect).unwrap_or(usize::MAX);
        let mut votes: Vec<u32> = self.candidates.iter().map(|candidate| candidate.votes).collect();
        votes.retain(|votes| *votes > 0);
        votes.sort_unstable_by(|a, b| b.cmp(a));
        let border = places.checked_sub(1).and_then(|last| votes.get(last)).copied();
        let next = votes.get(places).copied();
        let tied = border.filter(|border| next == Some(*border));
        let least = match (places, tied) {
            (0, _) => u32::MAX,
            (_, Some(tied)) => tied.saturating_add(1),
            (_, None) => border.unwrap_or(1),
        };
        let by_votes = self.with(|votes| votes >= least);
        let lot = tied.map(|tied| Lot {
            places: self.to_elect.saturating_sub(count(&by_votes)),
            between: self.with(|votes| votes == tied),
        });
        Elected { by_votes, lot }
    }

    fn with(&self, has: impl Fn(u32) -> bool) -> Vec<C> {
        self.candidates.iter().filter(|c| has(c.votes)).map(|c| c.who).collect()
    }

    /// All faults of a recorded election, the contradictions between tally and statement included
    /// (VOT-10, VOT-19); none for a sound one. `asking` are those who asked for a proportional
    /// election.
    pub fn check(&self, voters: u32, asking: u32) -> Vec<ElectionFault<C>> {
        let sums: Vec<_> = self.candidates.iter().map(|c| (c.who, c.votes)).collect();
        let mut faults = self.ballots.check(&sums, self.to_elect, voters);
        let needed = proportional_needed(voters, self.to_elect);
        let must = must_be_proportional(asking, voters, self.to_elect);
        faults.extend(must.then_some(ElectionFault::NotProportional { needed }));
        faults.extend(self.statement());
        faults
    }

    /// What the chair stated against what the votes give.
    fn statement(&self) -> Vec<ElectionFault<C>> {
        let Elected { by_votes, lot } = self.outcome();
        let (places, between) = lot.map_or((0, Vec::new()), |lot| (lot.places, lot.between));
        let fillable = count(&by_votes).saturating_add(places);
        let stated = count(&self.candidates.iter().filter(|c| c.elected).collect::<Vec<_>>());
        let mut faults = Vec::new();
        if stated > self.to_elect {
            faults.push(ElectionFault::TooManyElected { stated });
        } else if stated < fillable {
            faults.push(ElectionFault::TooFewElected { stated });
        }
        for candidate in &self.candidates {
            let who = candidate.who;
            let (sure, tied) = (by_votes.contains(&who), between.contains(&who));
            let fault = match (candidate.elected, candidate.by_lot) {
                (false, _) if sure => Some(ElectionFault::PassedOver(who)),
                (true, _) if !sure && !tied => Some(ElectionFault::ElectedAgainstTally(who)),
                (true, false) if tied => Some(ElectionFault::LotNotRecorded(who)),
                (elected, true) if !(tied && elected) => Some(ElectionFault::LotWithoutTie(who)),
                _ => None,
            };
            faults.extend(fault);
        }
        faults
    }
}

impl Ballots {
    /// Faults of the sums, where a valid ballot holds at most so many votes; if one, it holds one.
    fn check<C: Copy + Ord>(
        self,
        sums: &[(C, u32)],
        per_ballot: u32,
        voters: u32,
    ) -> Vec<ElectionFault<C>> {
        let mut seen = BTreeSet::new();
        let twice = sums.iter().filter(|(who, _)| !seen.insert(*who));
        let mut faults: Vec<_> =
            twice.map(|(who, _)| ElectionFault::CandidateTwice(*who)).collect();
        let Some(handed_in) = self.handed_in else { return faults };
        if handed_in > voters {
            faults.push(ElectionFault::MoreBallotsThanVoters { voters });
        }
        let invalid = self.blank.saturating_add(self.void);
        let valid = handed_in.saturating_sub(invalid);
        let given: u64 = sums.iter().map(|(_, votes)| u64::from(*votes)).sum();
        let most = u64::from(valid) * u64::from(per_ballot);
        if invalid > handed_in || given > most || (per_ballot == 1 && given < most) {
            faults.push(ElectionFault::VotesDiffer { valid });
        }
        let over = sums.iter().filter(|(_, votes)| *votes > valid);
        faults.extend(over.map(|(who, _)| ElectionFault::MoreVotesThanBallots(*who)));
        faults
    }
}

fn count<T>(list: &[T]) -> u32 {
    u32::try_from(list.len()).unwrap_or(u32::MAX)
}

impl<C> ElectionFault<C> {
    pub fn rule(&self) -> &'static str {
        match self {
            Self::CandidateTwice(_)
            | Self::VotesDiffer { .. }
            | Self::MoreVotesThanBallots(_)
            | Self::MoreBallotsThanVoters { .. } => "VOT-20",
            Self::TooManyElected { .. }
            | Self::TooFewElected { .. }
            | Self::ElectedAgainstTally(_)
            | Self::PassedOver(_) => "VOT-08",
            Self::LotNotRecorded(_) | Self::LotWithoutTie(_) => "VOT-10",
            Self::NotProportional { .. } => "VOT-19",
        }
    }

    pub fn severity(&self) -> Severity {
        match self {
            Self::CandidateTwice(_)
            | Self::VotesDiffer { .. }
            | Self::MoreVotesThanBallots(_)
            | Self::MoreBallotsThanVoters { .. } => Severity::Impossible,
            Self::TooManyElected { .. }
            | Self::TooFewElected { .. }
            | Self::ElectedAgainstTally(_)
            | Self::PassedOver(_)
            | Self::LotNotRecorded(_)
            | Self::LotWithoutTie(_)
            | Self::NotProportional { .. } => Severity::Breach,
        }
    }
}

#[cfg(test)]
mod tests;
