//! Elections against a slow count of who stands above whom (val).

use proptest::prelude::*;

use super::*;

/// Candidates numbered from 0 by their votes, stated as the tally gives, the first of a tie by lot.
fn stated(votes: &[u32], to_elect: u32) -> Election<usize> {
    let candidate = |(who, &votes)| Candidate { who, votes, elected: false, by_lot: false };
    let mut election = Election {
        candidates: votes.iter().enumerate().map(candidate).collect(),
        ballots: Ballots { blank: 2, void: 1, handed_in: None },
        to_elect,
    };
    let Elected { by_votes, lot } = election.outcome();
    for who in by_votes {
        election.candidates[who].elected = true;
    }
    if let Some(lot) = lot {
        for &who in &lot.between[..lot.places as usize] {
            election.candidates[who].elected = true;
            election.candidates[who].by_lot = true;
        }
    }
    election
}

fn elected(votes: &[u32], to_elect: u32) -> Elected<usize> {
    stated(votes, to_elect).outcome()
}

fn drawn(by_votes: &[usize], places: u32, between: &[usize]) -> Elected<usize> {
    let lot = Lot { places, between: between.to_vec() };
    Elected { by_votes: by_votes.to_vec(), lot: Some(lot) }
}

#[test]
fn vot_10_a_tie_in_an_election_goes_to_the_lot() {
    assert_eq!(elected(&[5, 5, 1], 1), drawn(&[], 1, &[0, 1]));
    assert_eq!(elected(&[5, 6, 1], 1), Elected { by_votes: vec![1], lot: None });
    assert_eq!(elected(&[0, 0], 1), Elected { by_votes: vec![], lot: None });
    assert_eq!(elected(&[], 1), Elected { by_votes: vec![], lot: None });
    assert_eq!(elected(&[3, 2], 0), Elected { by_votes: vec![], lot: None });
}

#[test]
fn vot_10_only_a_tie_at_the_border_needs_a_lot() {
    assert_eq!(elected(&[9, 9, 4, 4, 4, 1], 4), drawn(&[0, 1], 2, &[2, 3, 4]));
    assert_eq!(elected(&[9, 9, 4, 4, 4, 1], 2), Elected { by_votes: vec![0, 1], lot: None });
    assert_eq!(elected(&[9, 9, 4, 4, 4, 1], 5).lot, None);
    assert_eq!(elected(&[9, 9, 4], 5).by_votes, [0, 1, 2]);
}

#[test]
fn vot_10_the_drawn_lot_is_recorded() {
    let mut election = stated(&[12, 12], 1);
    election.ballots.handed_in = Some(27);
    assert_eq!(election.check(27, 0), []);
    election.candidates[0].by_lot = false;
    assert_eq!(election.check(27, 0), [ElectionFault::LotNotRecorded(0)]);
    election.candidates[0].elected = false;
    assert_eq!(election.check(27, 0), [ElectionFault::TooFewElected { stated: 0 }]);
    let mut clear = stated(&[13, 11], 1);
    clear.candidates[0].by_lot = true;
    assert_eq!(clear.check(27, 0), [ElectionFault::LotWithoutTie(0)]);
}

#[test]
fn vot_08_another_elected_than_the_votes_give_is_flagged() {
    let mut election = stated(&[13, 11], 1);
    election.candidates[0].elected = false;
    election.candidates[1].elected = true;
    let faults = election.check(27, 0);
    assert_eq!(faults, [ElectionFault::PassedOver(0), ElectionFault::ElectedAgainstTally(1)]);
    assert!(faults.iter().all(|fault| fault.severity().needs_reason()));
    election.candidates[0].elected = true;
    assert!(election.check(27, 0).contains(&ElectionFault::TooManyElected { stated: 2 }));
}

#[test]
fn vot_20_ballots_blank_and_void_add_up() {
    let mut election = stated(&[13, 11], 1);
    election.ballots.handed_in = Some(27);
    assert_eq!(election.check(27, 0), []);
    election.ballots.blank = 3;
    assert_eq!(election.check(27, 0), [ElectionFault::VotesDiffer { valid: 23 }]);
    election.ballots.blank = 2;
    assert_eq!(election.check(26, 0), [ElectionFault::MoreBallotsThanVoters { voters: 26 }]);
    let mut two = stated(&[24, 13, 5], 2);
    two.ballots.handed_in = Some(27);
    assert_eq!(two.check(27, 0), []);
    two.candidates[0].votes = 25;
    assert_eq!(two.check(27, 0), [ElectionFault::MoreVotesThanBallots(0)]);
    two.candidates.push(Candidate { elected: false, votes: 1, ..two.candidates[1] });
    assert!(two.check(27, 0).contains(&ElectionFault::CandidateTwice(1)));
}

#[test]
fn vot_19_eight_of_45_can_have_five_elected_proportionally() {
    assert_eq!(proportional_needed(45, 5), 8);
    assert!(must_be_proportional(8, 45, 5));
    assert!(!must_be_proportional(7, 45, 5));
    assert!(!must_be_proportional(0, 0, 5));
    let election = stated(&[20, 18, 16, 14, 12, 3], 5);
    assert_eq!(election.check(45, 7), []);
    assert_eq!(election.check(45, 8), [ElectionFault::NotProportional { needed: 8 }]);
}

#[test]
fn vot_19_the_entered_tally_of_the_groups_adds_up() {
    let group = |group, votes, places| Group { group, votes, places };
    let mut election = Proportional {
        groups: vec![group('a', 22, 3), group('b', 14, 2), group('c', 6, 0)],
        ballots: Ballots { blank: 2, void: 1, handed_in: Some(45) },
        to_elect: 5,
    };
    assert_eq!(election.check(45), []);
    election.groups[1].places = 3;
    assert_eq!(election.check(45), [ElectionFault::TooManyElected { stated: 6 }]);
    election.groups[1].places = 1;
    assert_eq!(election.check(45), [ElectionFault::TooFewElected { stated: 4 }]);
    election.groups.push(group('d', 0, 1));
    assert_eq!(election.check(45), [ElectionFault::ElectedAgainstTally('d')]);
    election.groups[0].votes = 21;
    assert!(election.check(45).contains(&ElectionFault::VotesDiffer { valid: 42 }));
}

/// Few different sums, so that ties are common.
fn votes() -> impl Strategy<Value = Vec<u32>> {
    proptest::collection::vec(0u32..6, 0..12)
}

proptest! {
    // Each candidate alone: how many stand above, how many at least as high.
    #[test]
    fn vot_10_each_candidate_is_elected_drawn_for_or_neither(votes in votes(), places in 0u32..8) {
        let Elected { by_votes, lot } = elected(&votes, places);
        for (who, own) in votes.iter().enumerate() {
            let above = votes.iter().filter(|votes| *votes > own).count();
            let level = votes.iter().filter(|votes| *votes >= own).count();
            let places = places as usize;
            let sure = *own > 0 && level <= places;
            let tied = *own > 0 && above < places && places < level;
            prop_assert_eq!(by_votes.contains(&who), sure);
            let between = lot.as_ref().is_some_and(|lot| lot.between.contains(&who));
            prop_assert_eq!(between, tied);
            if let Some(lot) = lot.as_ref().filter(|_| tied) {
                prop_assert_eq!(lot.places as usize, places - above);
            }
        }
    }

    #[test]
    fn vot_10_what_follows_the_tally_is_sound_and_every_other_statement_is_not(
        votes in votes(), places in 0u32..8
    ) {
        let election = stated(&votes, places);
        prop_assert_eq!(election.check(100, 0), []);
        for who in 0..votes.len() {
            let mut spoilt = election.clone();
            spoilt.candidates[who].elected ^= true;
            prop_assert_ne!(spoilt.check(100, 0), []);
            let mut spoilt = election.clone();
            spoilt.candidates[who].by_lot ^= true;
            prop_assert_ne!(spoilt.check(100, 0), []);
        }
    }

    #[test]
    fn vot_19_the_quota_is_the_least_number_not_below_the_quotient(
        voters in 1u32..400, to_elect in 1u32..60
    ) {
        let oracle = (0..=voters).find(|asking| asking * (to_elect + 1) >= voters);
        prop_assert_eq!(Some(proportional_needed(voters, to_elect)), oracle);
    }
}
