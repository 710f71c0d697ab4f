//! Elections of persons: most votes, the lot in a tie, and proportional elections (val, lottning).

/// The outcome of electing one person by closed ballot; the numbers are indexes of candidates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Elected {
    ByVotes(usize),
    /// A tie, which lot decides between these (5 kap. 56 § kommunallagen).
    LotBetween(Vec<usize>),
    Nobody,
}

/// `votes` holds each candidate's sum; blank ballots are left out.
pub fn elect_one(votes: &[u32]) -> Elected {
    let most = votes.iter().copied().max().unwrap_or(0);
    let leading: Vec<_> = (0..votes.len()).filter(|&i| votes[i] == most).collect();
    match leading.as_slice() {
        _ if most == 0 => Elected::Nobody,
        [winner] => Elected::ByVotes(*winner),
        _ => Elected::LotBetween(leading),
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn vot_10_a_tie_in_an_election_goes_to_the_lot() {
        assert_eq!(elect_one(&[5, 5, 1]), Elected::LotBetween(vec![0, 1]));
        assert_eq!(elect_one(&[5, 6, 1]), Elected::ByVotes(1));
        assert_eq!(elect_one(&[0, 0]), Elected::Nobody);
        assert_eq!(elect_one(&[]), Elected::Nobody);
    }

    #[test]
    fn vot_19_eight_of_45_can_have_five_elected_proportionally() {
        assert_eq!(proportional_needed(45, 5), 8);
        assert!(must_be_proportional(8, 45, 5));
        assert!(!must_be_proportional(7, 45, 5));
        assert!(!must_be_proportional(0, 0, 5));
    }

    proptest! {
        #[test]
        fn vot_19_the_quota_is_the_least_number_not_below_the_quotient(
            voters in 1u32..400, to_elect in 1u32..60
        ) {
            let oracle = (0..=voters).find(|asking| asking * (to_elect + 1) >= voters);
            prop_assert_eq!(Some(proportional_needed(voters, to_elect)), oracle);
        }
    }
}
