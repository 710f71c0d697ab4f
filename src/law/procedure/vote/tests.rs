//! A sound vote list is never faulted, and every single damage to one is found (voteringslista).

use proptest::prelude::*;

use super::*;
use crate::law::Severity;

type Fault = VoteFault<u8, u16>;

/// A vote with the room it was taken in, owned.
#[derive(Debug, Clone)]
struct Case {
    seats: Vec<u8>,
    serving: Vec<(u8, u16)>,
    chair: u16,
    disqualified: Vec<u16>,
    not_participating: Vec<u16>,
    vote: Vote<u8, u16>,
}

impl Case {
    /// Each seat's ballot; the first seat is the chair's, and a tie is settled as the act says.
    fn of(ballots: &[Ballot]) -> Self {
        let mut seat = 0u8;
        let (mut rows, mut serving) = (Vec::new(), Vec::new());
        for &ballot in ballots {
            seat += 1;
            let person = (ballot != Ballot::Absent).then_some(100 + u16::from(seat));
            serving.extend(person.map(|person| (seat, person)));
            rows.push(Row { seat, ballot, person });
        }
        let for_it = |side| ballots.iter().filter(|ballot| ballot.side() == Some(side)).count();
        let (yes, no) = (for_it(Side::Yes), for_it(Side::No));
        let own = ballots[0].side().unwrap();
        let stated = if yes == no || (yes < no) == (own == Side::No) { own } else { other(own) };
        let vote = Vote {
            open: true,
            of_persons: false,
            yes_means: "bifall till förslaget".into(),
            no_means: "avslag".into(),
            rows,
            totals: None,
            as_printed: false,
            casting_vote: (yes == no).then_some(CastingVote { side: own, by: 101 }),
            lot: None,
            stated: Some(stated),
        };
        let seats = (1..=seat).collect();
        Self {
            seats,
            serving,
            chair: 101,
            disqualified: Vec::new(),
            not_participating: Vec::new(),
            vote,
        }
    }

    /// A closed vote on an employment, by its sums.
    fn closed(yes: u32, no: u32) -> Self {
        let mut case = Self::of(&[Ballot::Yes; 11]);
        case.vote.open = false;
        case.vote.of_persons = true;
        case.vote.rows.clear();
        case.vote.totals = Some(Totals { yes, no, abstain: 0, absent: 0 });
        case.vote.stated = None;
        case
    }

    fn faults(&self) -> Vec<Fault> {
        let room = Room {
            seats: &self.seats,
            serving: &self.serving,
            chair: self.chair,
            disqualified: &self.disqualified,
            not_participating: &self.not_participating,
        };
        check(&self.vote, &room)
    }

    fn damaged(&self, damage: impl FnOnce(&mut Self)) -> Vec<Fault> {
        let mut case = self.clone();
        damage(&mut case);
        case.faults()
    }
}

fn other(side: Side) -> Side {
    if side == Side::Yes { Side::No } else { Side::Yes }
}

fn many(yes: usize, no: usize, abstain: usize, absent: usize) -> Case {
    let parts = [(Ballot::Yes, yes), (Ballot::No, no)];
    let rest = [(Ballot::Abstain, abstain), (Ballot::Absent, absent)];
    let ballots: Vec<_> =
        parts.into_iter().chain(rest).flat_map(|(ballot, n)| vec![ballot; n]).collect();
    Case::of(&ballots)
}

#[test]
fn vot_09_a_council_of_49_with_one_absent_is_tied_24_to_24() {
    let case = many(24, 24, 0, 1);
    assert_eq!(case.faults(), []);
    assert_eq!(case.vote.outcome(), Some(Outcome::CastingVote(Side::Yes)));
    let silent = case.damaged(|case| case.vote.casting_vote = None);
    assert_eq!(silent, [VoteFault::TieUnsettled]);
}

#[test]
fn vot_03_a_chair_who_abstains_in_a_tie_is_found() {
    let mut case = many(5, 5, 1, 0);
    case.chair = 111;
    case.vote.casting_vote = Some(CastingVote { side: Side::No, by: 111 });
    case.vote.stated = Some(Side::No);
    assert_eq!(case.faults(), [VoteFault::ChairAbstainedInTie]);
    case.vote.of_persons = true;
    case.vote.casting_vote = None;
    case.vote.lot = Some(Side::No);
    assert_eq!(case.faults(), []);
}

#[test]
fn vot_07_a_closed_vote_on_persons_holds_sums_only() {
    assert_eq!(Case::closed(6, 5).faults(), []);
    let rows = many(6, 5, 0, 0).vote.rows;
    let named = Case::closed(6, 5).damaged(|case| case.vote.rows = rows);
    assert_eq!(named, [VoteFault::RowsInClosedVote]);
    assert!(named[0].severity().stops());
    let more = Case::closed(6, 6).damaged(|case| case.vote.lot = Some(Side::No));
    assert_eq!(more, [VoteFault::MoreVotesThanServed { served: 11, as_printed: false }]);
    let empty = Case::closed(6, 5).damaged(|case| case.vote.totals = None);
    assert_eq!(empty, [VoteFault::NothingCounted]);
}

#[test]
fn vot_06_a_question_is_voted_on_openly() {
    let closed = Case::closed(6, 5).damaged(|case| case.vote.of_persons = false);
    assert_eq!(closed, [VoteFault::ClosedQuestion]);
}

#[test]
fn vot_10_a_tie_on_persons_is_settled_by_lot_and_nothing_else() {
    let mut case = Case::closed(5, 5);
    assert_eq!(case.faults(), [VoteFault::TieUnsettled]);
    case.vote.lot = Some(Side::No);
    assert_eq!(case.faults(), []);
    assert_eq!(case.vote.outcome(), Some(Outcome::Lot(Side::No)));
    let settle = |case: &mut Case| {
        case.vote.casting_vote = Some(CastingVote { side: Side::No, by: case.chair });
    };
    assert_eq!(case.damaged(settle), [VoteFault::CastingVoteOnPersons]);
    let clear = |case: &mut Case| case.vote.totals = Case::closed(6, 4).vote.totals;
    assert_eq!(case.damaged(clear), [VoteFault::LotWithoutTie]);
}

#[test]
fn vot_20_sums_as_a_source_printed_them_are_kept_and_flagged() {
    let mut case = many(6, 5, 0, 0);
    case.vote.totals = Some(Totals { yes: 6, no: 6, abstain: 0, absent: 0 });
    assert!(case.faults()[0].severity().stops());
    case.vote.as_printed = true;
    let faults = case.faults();
    assert_eq!(faults.len(), 1);
    assert_eq!((faults[0].rule(), faults[0].severity()), ("VOT-20", Severity::Hint));
}

#[test]
fn vot_07_an_open_vote_has_its_list_unless_a_source_printed_only_sums() {
    let mut case = many(6, 5, 0, 0);
    case.vote.totals = case.vote.counted();
    case.vote.rows.clear();
    assert_eq!(case.faults(), [VoteFault::RowsMissing]);
    case.vote.as_printed = true;
    assert_eq!(case.faults(), []);
}

#[test]
fn inv_08_a_disqualified_voter_is_a_breach_and_not_impossible() {
    let mut case = many(6, 5, 0, 0);
    let (seat, person) = case.serving.remove(2);
    case.disqualified.push(person);
    let fault = VoteFault::DisqualifiedVoted { seat, person };
    assert_eq!(case.faults(), [fault]);
    assert!(fault.severity().needs_reason());
    case.serving.push((seat, 300));
    let voted = Some(person);
    assert_eq!(case.faults(), [fault, VoteFault::NotTheOneWhoServed { seat, voted }]);
}

#[test]
fn vot_09_only_the_chair_casts_and_as_they_voted() {
    let mut case = many(5, 5, 0, 0);
    case.vote.stated = Some(Side::No);
    case.vote.casting_vote = Some(CastingVote { side: Side::No, by: 102 });
    assert_eq!(case.faults(), [VoteFault::CastingVoteByAnother(102)]);
    case.vote.casting_vote = Some(CastingVote { side: Side::No, by: 101 });
    assert_eq!(case.faults(), [VoteFault::CastingVoteAgainstOwnRow]);
}

#[test]
fn vot_02_who_takes_no_part_may_abstain_in_the_vote_and_no_more() {
    let mut case = many(6, 4, 1, 0);
    case.not_participating.push(111);
    assert_eq!(case.faults(), []);
    case.not_participating.push(102);
    assert_eq!(case.faults(), [VoteFault::VotedWithoutTakingPart(102)]);
}

#[test]
fn vot_18_the_chair_is_called_last() {
    assert_eq!(call_order(&[1, 2, 3, 4], Some(2)), [1, 3, 4, 2]);
    assert_eq!(call_order(&[1, 2], None), [1, 2]);
}

fn sound() -> impl Strategy<Value = Case> {
    let chair = proptest::sample::select(vec![Ballot::Yes, Ballot::No]);
    let others = proptest::collection::vec(proptest::sample::select(Ballot::ALL), 0..60);
    (chair, others, any::<bool>()).prop_map(|(chair, mut ballots, typed)| {
        ballots.insert(0, chair);
        let mut case = Case::of(&ballots);
        case.vote.totals = case.vote.counted().filter(|_| typed);
        case
    })
}

/// The damages that can be done to one row, each with the fault that must be told.
fn damages_of_row(case: &Case, at: usize) -> Vec<(Case, Fault)> {
    let row = case.vote.rows[at];
    let seat = row.seat;
    let mut damages = Vec::new();
    let mut damage = |fault: Fault, spoil: &dyn Fn(&mut Case)| {
        let mut spoilt = case.clone();
        spoil(&mut spoilt);
        damages.push((spoilt, fault));
    };
    damage(VoteFault::SeatTwice(seat), &|case| case.vote.rows.push(row));
    if case.vote.rows.len() > 1 {
        damage(VoteFault::SeatMissing(seat), &|case| {
            case.vote.rows.remove(at);
        });
        let next = case.vote.rows[(at + 1) % case.vote.rows.len()].seat;
        damage(VoteFault::SeatTwice(next), &|case| case.vote.rows[at].seat = next);
        damage(VoteFault::SeatMissing(seat), &|case| case.vote.rows[at].seat = next);
    }
    damage(VoteFault::UnknownSeat(200), &|case| case.vote.rows[at].seat = 200);
    damage(VoteFault::UnknownSeat(seat), &|case| case.seats.retain(|known| *known != seat));
    if let Some(person) = row.person {
        let voted = Some(300);
        let wrong = VoteFault::NotTheOneWhoServed { seat, voted };
        damage(wrong, &|case| case.vote.rows[at].person = voted);
        let unnamed = VoteFault::NotTheOneWhoServed { seat, voted: None };
        damage(unnamed, &|case| case.vote.rows[at].person = None);
        let absent = VoteFault::ServedButAbsent(seat);
        damage(absent, &|case| case.vote.rows[at].ballot = Ballot::Absent);
        let nobody = VoteFault::NobodyServed(seat);
        damage(nobody, &|case| case.serving.retain(|(served, _)| *served != seat));
        let barred = VoteFault::DisqualifiedVoted { seat, person };
        damage(barred, &|case| case.disqualified.push(person));
        if seat != 1 {
            damage(VoteFault::PersonTwice(101), &|case| case.vote.rows[at].person = Some(101));
        }
    } else {
        let voted = VoteFault::NobodyServed(seat);
        damage(voted, &|case| case.vote.rows[at].ballot = Ballot::Abstain);
        let served = VoteFault::ServedButAbsent(seat);
        damage(served, &|case| case.serving.push((seat, 300)));
    }
    damages
}

proptest! {
    #[test]
    fn vot_20_a_sound_vote_is_never_faulted(case in sound()) {
        prop_assert_eq!(case.faults(), []);
    }

    #[test]
    fn vot_20_every_damage_to_a_row_is_found(case in sound()) {
        for at in 0..case.vote.rows.len() {
            for (spoilt, fault) in damages_of_row(&case, at) {
                prop_assert!(spoilt.faults().contains(&fault), "{:?}: {:?}", fault, spoilt.faults());
            }
        }
    }

    #[test]
    fn vot_20_every_wrong_sum_is_found(case in sound(), off in 1u32..9, place in 0usize..4) {
        let counted = case.vote.counted().unwrap();
        let mut typed = counted;
        *[&mut typed.yes, &mut typed.no, &mut typed.abstain, &mut typed.absent][place] += off;
        let faults = case.damaged(|case| case.vote.totals = Some(typed));
        prop_assert_eq!(faults, [VoteFault::SumsDiffer { counted, as_printed: false }]);
    }

    #[test]
    fn vot_09_vot_17_every_damage_to_the_settling_is_found(case in sound()) {
        let tied = case.vote.casting_vote.is_some();
        let own = case.vote.rows[0].ballot.side().unwrap();
        let cast = |side, by| move |case: &mut Case| {
            case.vote.casting_vote = Some(CastingVote { side, by });
        };
        let expect = |faults: Vec<Fault>, fault: Fault| {
            prop_assert!(faults.contains(&fault), "{:?}: {:?}", fault, faults);
            Ok(())
        };
        expect(case.damaged(cast(own, 300)), VoteFault::CastingVoteByAnother(300))?;
        expect(case.damaged(cast(other(own), 101)), VoteFault::CastingVoteAgainstOwnRow)?;
        if tied {
            expect(case.damaged(|case| case.vote.casting_vote = None), VoteFault::TieUnsettled)?;
        } else {
            expect(case.damaged(cast(own, 101)), VoteFault::CastingVoteWithoutTie)?;
        }
        expect(case.damaged(|case| case.vote.lot = Some(own)), VoteFault::LotOnQuestion)?;
        let unsaid = case.damaged(|case| case.vote.no_means = " ".into());
        prop_assert_eq!(unsaid, [VoteFault::MeaningMissing(Side::No)]);
        let unsaid = case.damaged(|case| case.vote.yes_means.clear());
        prop_assert_eq!(unsaid, [VoteFault::MeaningMissing(Side::Yes)]);
        let stated = case.vote.stated.unwrap();
        let fault = VoteFault::StatedOtherwise { stated: other(stated), computed: stated };
        prop_assert_eq!(case.damaged(|case| case.vote.stated = Some(other(stated))), [fault]);
    }
}
