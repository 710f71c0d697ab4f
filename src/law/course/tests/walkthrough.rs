//! A whole day at a board: its awkward steps, each as it must come out (genomgången).

use std::collections::{BTreeMap, BTreeSet};

use time::macros::{date, time};

use super::super::{Capacity, Extent, Served, Sitting, Unlawful};
use super::{Event, Told, after, before, board, during, one_day, printed};
use crate::law::procedure::Edge;
use crate::law::substitution::{Ground, Mandate, Order, Precedence, Rules, Substitute, Takeover};

const ALL: [usize; 10] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/// Eleven seats, ten items from § 101. `d` is absent with notice and `g` without; `s` sits for `d`.
fn told() -> Told {
    board("abcdefghijk", 10)
        .with("abcefhijksxu")
        .then(super::Place::Opening, &[Event::Serves('s', 4), Event::RemoteOn('h')])
}

/// As `told`, and `x` of another party sits for `g`.
fn full() -> Told {
    told().then(super::Place::Opening, &[Event::Serves('x', 7)])
}

fn order() -> Order<char, u8> {
    let of = |party: &str| Mandate { party: Some(party.to_owned()), home: None };
    let substitute = |(person, party)| Substitute { person, mandate: of(party) };
    Order {
        seats: (1..=11).map(|seat| (seat, of(if seat == 7 { "C" } else { "B" }))).collect(),
        substitutes: [('t', "B"), ('s', "B"), ('y', "C"), ('x', "D")].map(substitute).into(),
        personal: BTreeMap::new(),
        parties: BTreeMap::from([("C".to_owned(), vec!["D".to_owned(), "B".to_owned()])]),
        homes: BTreeMap::new(),
        rules: Rules {
            begun: Precedence::WithinParty,
            every_seat: true,
            takeover: Takeover::Never,
        },
    }
}

// Step 9.
#[test]
fn att_06_another_partys_substitute_is_proposed_when_the_own_party_has_none_there() {
    let order = order();
    let ten = told().course();
    assert_eq!(ten.at_last().serving().len(), 10);
    let candidates = ten.at_last().propose(&order, 7);
    assert_eq!(candidates.len(), 1);
    assert_eq!((candidates[0].person, candidates[0].ground), ('x', Ground::OtherParty(1)));
    let eleven = full().course();
    assert_eq!(eleven.at_last().serving().len(), 11);
    assert_eq!(eleven.out_of_order(&order), []);
    assert_eq!(eleven.item(0).fewest(), 11);
}

// Step 12.
#[test]
fn att_08_who_comes_late_takes_over_from_the_next_item() {
    let course = full()
        .timed(during(2), time!(13:12), Event::Arrives('g'))
        .then(before(3), &[Event::Stops('x'), Event::Serves('g', 7)])
        .course();
    assert_eq!(printed(&course, ('x', Some(7)), 101), "101–103");
    assert_eq!(printed(&course, ('g', Some(7)), 101), "104–110");
    assert_eq!(printed(&course, ('x', None), 101), "104–110");
    assert_eq!(course.item(2).attended[&'g'], Extent::Part);
    assert_eq!(course.unlawful(&ALL, &one_day(10)), []);
}

// Step 20, whether it is noted before the item or during it.
#[test]
fn jav_11_a_disqualified_chair_gives_an_item_its_own_chair_and_substitute() {
    for edge in [Edge::Before, Edge::During] {
        let at = super::Place::Item(5, edge);
        let course = full()
            .then(at, &[Event::Disqualified('a'), Event::Chairs('c'), Event::Serves('u', 1)])
            .then(at, &[Event::Disqualified('b')])
            .then(during(5), &[Event::Decided])
            .course();
        let view = course.item(5);
        assert_eq!(view.chairs, ['c'], "{edge:?}");
        assert_eq!(view.disqualified, BTreeSet::from(['a', 'b']));
        let own = |person, seat, capacity| Served { person, seat, capacity, extent: Extent::Whole };
        assert_eq!(view.served[0], own('u', 1, Capacity::For('a')), "{edge:?}");
        assert_eq!(view.served[1], own('c', 3, Capacity::Own));
        assert_eq!(view.fewest(), 10);
        assert!(!view.took_part().contains(&'a'));
        assert_eq!(course.at_start(6).chair(), Some('a'));
        assert_eq!(course.at_start(6).seat_of('a'), Some(1));
        assert_eq!(course.at_start(6).seat_of('u'), None);
        assert_eq!(printed(&course, ('a', Some(1)), 101), "ej 106");
        assert_eq!(printed(&course, ('u', Some(1)), 101), "106");
        assert_eq!(printed(&course, ('u', None), 101), "101–105, 107–110");
        assert_eq!(course.unlawful(&ALL, &one_day(10)), []);
    }
}

// Step 21.
#[test]
fn att_02_who_leaves_for_one_item_is_listed_around_it() {
    let course = full()
        .then(after(5), &[Event::Leaves('u')])
        .then(before(7), &[Event::Arrives('u')])
        .course();
    assert_eq!(printed(&course, ('u', None), 101), "101–106, 108–110");
}

// Step 22.
#[test]
fn vot_02_who_takes_no_part_served_and_decided_nothing() {
    let course = full()
        .timed(during(6), time!(14:31), Event::Adjourned)
        .timed(during(6), time!(14:36), Event::Resumed)
        .then(during(6), &[Event::NotParticipating('f'), Event::Decided])
        .course();
    let view = course.item(6);
    assert_eq!(view.remote, BTreeMap::from([('h', Extent::Whole)]));
    assert_eq!(view.not_participating, BTreeSet::from(['f']));
    assert!(!view.took_part().contains(&'f'));
    assert_eq!((view.took_part().len(), view.fewest()), (10, 11));
    assert!(course.item(7).took_part().contains(&'f'));
    assert_eq!(course.unlawful(&ALL, &one_day(10)), []);
}

// Step 25, and the fee list of step 27.
#[test]
fn att_09_a_member_of_a_board_who_comes_back_is_a_matter_of_its_own_rules() {
    let told = full().timed(during(8), time!(15:00), Event::Leaves('j')).timed(
        during(8),
        time!(15:10),
        Event::Arrives('j'),
    );
    let left = told.moments.len() - 2;
    let sittings = [Sitting {
        day: date!(2026 - 11 - 24),
        from: Some(time!(13:00)),
        to: Some(time!(15:25)),
        items: 0..10,
    }];
    let course = told.course();
    assert_eq!(course.may_not_return('j', during(8), &sittings), Some(left));
    assert_eq!(course.may_not_return('k', during(8), &sittings), None);
    let course = full()
        .timed(during(8), time!(15:00), Event::Leaves('j'))
        .timed(during(8), time!(15:10), Event::Arrives('j'))
        .then(during(8), &[Event::Serves('j', 10)])
        .course();
    let returned = Unlawful::Returned { person: 'j', left, back: left + 2, by_act: false };
    assert_eq!(course.unlawful(&ALL, &sittings), [returned]);
    assert_eq!(returned.rule(), "ATT-09");
    assert_eq!(printed(&course, ('j', Some(10)), 101), "101–108, del av 109, 110");
    assert_eq!(course.minutes('j', &sittings), Some(135));
    assert_eq!(course.minutes('k', &sittings), Some(145));
    assert_eq!(course.minutes('d', &sittings), Some(0));
    assert_eq!(course.minutes('j', &one_day(10)), None);
}
