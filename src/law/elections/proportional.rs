//! Elections by groups under lag (2022:629), whose places the valförrättare has distributed (proportionella val).

use super::{Ballots, ElectionFault};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Group<G> {
    pub group: G,
    pub votes: u32,
    /// As the valförrättare distributed them.
    pub places: u32,
}

/// The distribution is entered, not computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proportional<G> {
    pub groups: Vec<Group<G>>,
    pub ballots: Ballots,
    pub to_elect: u32,
}

impl<G: Copy + Ord> Proportional<G> {
    /// Whether the entered tally adds up (VOT-19, VOT-20).
    pub fn check(&self, voters: u32) -> Vec<ElectionFault<G>> {
        let sums: Vec<_> = self.groups.iter().map(|group| (group.group, group.votes)).collect();
        let mut faults = self.ballots.check(&sums, 1, voters);
        let stated = self.groups.iter().fold(0u32, |sum, group| sum.saturating_add(group.places));
        if stated > self.to_elect {
            faults.push(ElectionFault::TooManyElected { stated });
        } else if stated < self.to_elect {
            faults.push(ElectionFault::TooFewElected { stated });
        }
        let unvoted = self.groups.iter().filter(|group| group.votes == 0 && group.places > 0);
        faults.extend(unvoted.map(|group| ElectionFault::ElectedAgainstTally(group.group)));
        faults
    }
}

/// How many voters must ask for an election to be proportional: the number of voters divided by
/// the number to be elected plus one, rounded up (2 § lag 2022:629).
pub fn proportional_needed(voters: u32, to_elect: u32) -> u32 {
    voters.div_ceil(to_elect.saturating_add(1))
}

pub fn must_be_proportional(asking: u32, voters: u32, to_elect: u32) -> bool {
    asking > 0 && asking >= proportional_needed(voters, to_elect)
}
