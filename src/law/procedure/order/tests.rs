//! Orders of propositions: what is proposed puts each claim once, and each wrong order is found.

use proptest::prelude::*;

use super::*;
use crate::law::BoardKind;
use crate::law::procedure::{Mover, Voice};

fn claim(id: u8, kind: ClaimKind, about: Option<u8>) -> Claim<u8, u8> {
    let movers = vec![Mover { voice: Voice::Person(id), joins: false }];
    let (rank, condition, dated_on) = (None, None, None);
    Claim { id, kind, about, movers, rank, condition, dated_on, withdrawn: false }
}

fn of(claims: &[u8]) -> Choice<u8> {
    Choice::Claims(claims.to_vec())
}

fn words(text: &str) -> Choice<u8> {
    Choice::Words(text.into())
}

fn put(stage: Stage, between: [Choice<u8>; 2]) -> Put<u8> {
    Put { stage, between: Vec::from(between) }
}

/// Put and settled by acclamation, the second choice winning.
fn settled(put: Put<u8>) -> Proposition<u8> {
    let won = Some(put.between.len() - 1);
    Proposition { put, won, settled_by: SettledBy::Acclamation }
}

fn faults(claims: &[Claim<u8, u8>], order: &[Proposition<u8>]) -> Vec<OrderFault<u8>> {
    check(claims, order, BoardKind::Board)
}

/// Remittal, approval, rejection, and an addition with one against it.
fn school() -> Vec<Claim<u8, u8>> {
    vec![
        claim(1, ClaimKind::Add, None),
        claim(2, ClaimKind::Reject, None),
        claim(3, ClaimKind::Approve, None),
        claim(4, ClaimKind::Remit, None),
        claim(5, ClaimKind::Reject, Some(1)),
        claim(6, ClaimKind::Contribution, None),
        Claim { withdrawn: true, ..claim(7, ClaimKind::Own, None) },
    ]
}

fn school_order() -> Vec<Proposition<u8>> {
    let mut order: Vec<_> = propose(&school(), true, None).into_iter().map(settled).collect();
    order[1].won = Some(0);
    order
}

#[test]
fn vot_15_formal_questions_come_first_and_additions_last() {
    let expected = [
        put(Stage::Formal, [of(&[4]), words("ärendet avgörs i dag")]),
        put(Stage::Main, [of(&[3]), of(&[2])]),
        put(Stage::Addition, [of(&[1]), of(&[5])]),
    ];
    assert_eq!(propose(&school(), true, None), expected);
    let claims = [
        claim(1, ClaimKind::Remit, None),
        claim(2, ClaimKind::TableItem, None),
        claim(3, ClaimKind::Adjourn, None),
        claim(4, ClaimKind::Remit, None),
    ];
    let expected = [
        put(Stage::Formal, [of(&[3]), words("sammanträdet fortsätter")]),
        put(Stage::Formal, [of(&[2]), words("ärendet avgörs i dag")]),
        put(Stage::Formal, [of(&[1, 4]), words("ärendet avgörs i dag")]),
        Put { stage: Stage::Main, between: vec![words("förslaget")] },
    ];
    assert_eq!(propose(&claims, true, None), expected);
}

#[test]
fn vot_16_more_than_two_proposals_compete_to_stand_against_the_main_one() {
    let claims = [
        claim(1, ClaimKind::Own, None),
        claim(2, ClaimKind::Amend, None),
        claim(3, ClaimKind::Reject, None),
        claim(4, ClaimKind::Approve, Some(1)),
    ];
    let expected = [
        put(Stage::Counter, [of(&[2]), of(&[3])]),
        put(Stage::Counter, [of(&[1, 4]), Choice::WonBefore]),
        put(Stage::Main, [words("förslaget"), Choice::WonBefore]),
    ];
    assert_eq!(propose(&claims, true, None), expected);
    let expected = [
        put(Stage::Counter, [of(&[1, 4]), of(&[3])]),
        put(Stage::Main, [of(&[2]), Choice::WonBefore]),
    ];
    assert_eq!(propose(&claims, false, Some(2)), expected);
}

#[test]
fn vot_16_what_is_asked_in_the_second_hand_meets_the_others_first() {
    let mut claims = [1, 2, 3].map(|id| claim(id, ClaimKind::Own, None));
    claims[0].rank = Some(2);
    let expected = [
        put(Stage::Counter, [of(&[3]), of(&[1])]),
        put(Stage::Main, [of(&[2]), Choice::WonBefore]),
    ];
    assert_eq!(propose(&claims, false, None), expected);
}

#[test]
fn vot_16_a_lone_proposal_is_put_against_its_rejection() {
    let claims = [claim(1, ClaimKind::Own, None), claim(2, ClaimKind::Reject, Some(1))];
    let expected = [put(Stage::Main, [of(&[1]), of(&[2])])];
    assert_eq!(propose(&claims, false, None), expected);
    let expected = [put(Stage::Main, [of(&[1]), words("avslag")])];
    assert_eq!(propose(&claims[..1], false, None), expected);
    let expected = [put(Stage::Main, [of(&[2]), of(&[1])])];
    assert_eq!(propose(&claims, true, None), expected);
    let kept = [claims[0].clone(), claims[1].clone(), claim(3, ClaimKind::Approve, None)];
    let expected = [put(Stage::Main, [of(&[3, 2]), of(&[1])])];
    assert_eq!(propose(&kept, false, None), expected);
    assert_eq!(propose::<u8, u8>(&[], false, None), []);
}

#[test]
fn vot_15_a_wrong_place_in_the_order_is_found() {
    let order = school_order();
    assert_eq!(faults(&school(), &order), []);
    let late = [order[1].clone(), order[0].clone(), order[2].clone()];
    assert_eq!(faults(&school(), &late), [OrderFault::FormalAfterMaterial { at: 1 }]);
    let early = [order[0].clone(), order[2].clone(), order[1].clone()];
    assert_eq!(faults(&school(), &early), [OrderFault::AdditionBeforeMain { at: 1 }]);
}

#[test]
fn vot_15_nothing_is_put_once_the_matter_is_remitted() {
    let mut order = school_order();
    order[0].won = Some(0);
    let after = [OrderFault::PutAfterEnd { at: 1 }, OrderFault::PutAfterEnd { at: 2 }];
    assert_eq!(faults(&school(), &order), after);
    assert_eq!(faults(&school(), &order[..1]), []);
}

#[test]
fn vot_05_a_claim_that_was_never_put_is_found() {
    let order = school_order();
    assert_eq!(faults(&school(), &order[1..]), [OrderFault::NeverPut(4)]);
    assert_eq!(faults(&school(), &order[..2]), [OrderFault::NeverPut(1)]);
    let neither = [order[0].clone(), order[2].clone()];
    let missing = [OrderFault::NeverPut(2), OrderFault::NeverPut(3)];
    assert_eq!(faults(&school(), &neither), missing);
}

#[test]
fn vot_05_what_cannot_come_up_any_more_need_not_be_put() {
    let mut order = school_order();
    order[1].won = Some(1);
    assert_eq!(faults(&school(), &order[..2]), []);
    let mut claims = [claim(1, ClaimKind::Own, None), claim(2, ClaimKind::Amend, None)];
    claims[1].rank = Some(2);
    let main = Put { stage: Stage::Main, between: vec![words("förslaget"), of(&[1])] };
    assert_eq!(faults(&claims, &[settled(main.clone())]), [OrderFault::NeverPut(2)]);
    claims[1].movers = claims[0].movers.clone();
    assert_eq!(faults(&claims, &[settled(main.clone())]), []);
    claims[1].rank = None;
    assert_eq!(faults(&claims, &[settled(main)]), [OrderFault::NeverPut(2)]);
}

#[test]
fn yrk_02_only_standing_claims_are_put() {
    let mut order = school_order();
    order[1].put.between[0] = of(&[3, 6, 7, 99]);
    let expected = [
        OrderFault::ContributionPut { at: 1, claim: 6 },
        OrderFault::WithdrawnPut { at: 1, claim: 7 },
        OrderFault::UnknownClaim { at: 1, claim: 99 },
    ];
    assert_eq!(faults(&school(), &order), expected);
    assert!(expected[2].severity().stops() && !expected[0].severity().stops());
}

#[test]
fn vot_16_a_main_question_between_many_needs_a_round_before() {
    let claims = [1, 2, 3].map(|id| claim(id, ClaimKind::Own, None));
    let many = Put { stage: Stage::Main, between: vec![of(&[1]), of(&[2]), of(&[3])] };
    let mut many = settled(many);
    assert_eq!(faults(&claims, &[many.clone()]), [OrderFault::CounterMissing { at: 0 }]);
    let counter = settled(put(Stage::Counter, [of(&[2]), of(&[3])]));
    let main = settled(put(Stage::Main, [of(&[1]), of(&[3])]));
    let order = [many.clone(), counter.clone(), main];
    assert_eq!(faults(&claims, &order), []);
    let lone = [many.clone(), counter];
    assert_eq!(faults(&claims, &lone), [OrderFault::CounterWithoutMain { at: 1 }]);
    many.settled_by = SettledBy::Vote;
    let expected = [OrderFault::CounterMissing { at: 0 }, OrderFault::VoteBetweenMany { at: 0 }];
    assert_eq!(faults(&claims, &[many]), expected);
}

#[test]
fn vot_13_a_minority_settles_nothing_outside_fullmaktige() {
    let claims = [claim(1, ClaimKind::Remit, None)];
    let remit = put(Stage::Formal, [of(&[1]), words("ärendet avgörs i dag")]);
    let order = [Proposition { put: remit, won: Some(0), settled_by: SettledBy::Minority }];
    let fault = OrderFault::MinorityInBoard { at: 0 };
    assert_eq!(check(&claims, &order, BoardKind::ExecutiveBoard), [fault]);
    assert!(fault.severity().needs_reason());
    assert_eq!(check(&claims, &order, BoardKind::Council), []);
}

#[test]
fn vot_05_every_proposition_has_an_outcome_among_its_choices() {
    let mut order = school_order();
    order[0].won = None;
    assert_eq!(faults(&school(), &order), [OrderFault::OutcomeMissing { at: 0 }]);
    order[0].won = Some(2);
    assert_eq!(faults(&school(), &order), [OrderFault::NoSuchChoice { at: 0 }]);
}

/// Claims numbered from 0; those that approve or reject are about the proposal or about one with a
/// content of its own.
fn claims() -> impl Strategy<Value = Vec<Claim<u8, u8>>> {
    let kind = proptest::sample::select(ClaimKind::ALL);
    let one = (kind, proptest::option::of(0u8..10), proptest::option::of(1u8..3));
    proptest::collection::vec((one, 0u8..4), 0..10).prop_map(|drawn| {
        let mut claims = Vec::new();
        for (id, ((kind, about, rank), withdrawn)) in (0u8..).zip(drawn) {
            let withdrawn = withdrawn == 0;
            claims.push(Claim { rank, withdrawn, ..claim(id, kind, about) });
        }
        let contents: Vec<u8> = claims.iter().filter(|c| content(c)).map(|c| c.id).collect();
        for claim in &mut claims {
            claim.about = claim.about.filter(|about| contents.contains(about));
        }
        claims
    })
}

fn content(claim: &Claim<u8, u8>) -> bool {
    !matches!(claim.kind, ClaimKind::Approve | ClaimKind::Reject)
}

/// Whether it must be put: not if it is withdrawn, an inlägg, or against what nobody asks for.
fn must_be_put(claims: &[Claim<u8, u8>], one: &Claim<u8, u8>) -> bool {
    let spoken = |claim: &Claim<u8, u8>| !claim.withdrawn && claim.kind != ClaimKind::Contribution;
    let about = claims.iter().find(|claim| Some(claim.id) == one.about);
    let opposed = about.filter(|_| one.kind == ClaimKind::Reject);
    let asked = opposed.is_none_or(|target| {
        let taken_up = claims.iter().any(|claim| {
            spoken(claim) && claim.kind == ClaimKind::Approve && claim.about == Some(target.id)
        });
        spoken(target) || taken_up
    });
    spoken(one) && asked
}

fn times_put(order: &[Put<u8>], id: u8) -> usize {
    let mut times = 0;
    for put in order {
        for choice in &put.between {
            if let Choice::Claims(claims) = choice {
                times += claims.iter().map(|claim| usize::from(*claim == id)).sum::<usize>();
            }
        }
    }
    times
}

proptest! {
    #[test]
    fn vot_15_each_standing_claim_is_put_exactly_once(
        claims in claims(), proposal: bool, main in proptest::option::of(0u8..10)
    ) {
        let order = propose(&claims, proposal, main);
        for claim in &claims {
            let expected = usize::from(must_be_put(&claims, claim));
            prop_assert_eq!(times_put(&order, claim.id), expected, "{:?}", claim);
        }
    }

    #[test]
    fn vot_16_the_stages_come_in_order_and_are_put_between_two(
        claims in claims(), proposal: bool, main in proptest::option::of(0u8..10)
    ) {
        let order = propose(&claims, proposal, main);
        let letters: String = order.iter().map(|put| match put.stage {
            Stage::Formal => 'f',
            Stage::Counter => 'c',
            Stage::Main => 'm',
            Stage::Addition => 'a',
        }).collect();
        let rest = letters.trim_start_matches('f');
        let counters = rest.len() - rest.trim_start_matches('c').len();
        let rest = rest.trim_start_matches('c');
        let rest = rest.strip_prefix('m').unwrap_or(rest);
        prop_assert_eq!(rest.trim_start_matches('a'), "");
        prop_assert!(counters == 0 || letters.contains('m'));
        for (at, put) in order.iter().enumerate() {
            prop_assert!(!put.between.is_empty() && put.between.len() <= 2);
            let follows = put.between.contains(&Choice::WonBefore);
            prop_assert_eq!(follows, at > 0 && order[at - 1].stage == Stage::Counter);
        }
    }

    // What is proposed, put so, and always settled for the second, has no fault.
    #[test]
    fn vot_15_the_proposed_order_is_never_faulted(claims in claims(), proposal: bool) {
        let order: Vec<_> =
            propose(&claims, proposal, None).into_iter().map(settled).collect();
        prop_assert_eq!(faults(&claims, &order), []);
    }
}
