//! What real protocols hold, each need as an example with invented persons (underlagets behov).

use std::collections::BTreeSet;

use time::macros::{date, time};

use super::super::{Capacity, Extent, Sitting};
use super::{Event, after, before, board, council, during, printed};

fn row(told: super::Told, row: (char, Option<u8>), first: usize) -> String {
    printed(&told.course(), row, first)
}

// Record row 1.
#[test]
fn att_02_attendance_is_a_set_of_items_with_holes_and_parts() {
    let told = || board("abcde", 20).with("abcdes");
    assert_eq!(row(told(), ('a', Some(1)), 27), "");
    let left = told().then(after(18), &[Event::Leaves('b')]);
    assert_eq!(row(left, ('b', Some(2)), 27), "27–45");
    let late = told()
        .then(during(3), &[Event::Leaves('c')])
        .then(after(5), &[Event::Arrives('c'), Event::Serves('c', 3)]);
    assert_eq!(row(late, ('c', Some(3)), 27), "27–del av 30, 33–46");
    let official = board("abcde", 4)
        .with("abcde")
        .then(before(1), &[Event::Arrives('o')])
        .then(during(3), &[Event::Leaves('o')]);
    assert_eq!(row(official, ('o', None), 103), "104–del av 106");
    let disqualified =
        told().then(before(5), &[Event::Disqualified('d')]).then(after(18), &[Event::Leaves('d')]);
    assert_eq!(row(disqualified, ('d', Some(4)), 27), "27–45, ej 32");
}

// Record row 2: three rows on the front page, one stream.
#[test]
fn att_01_one_person_serves_for_two_in_turn_and_is_in_several_lists() {
    let course = board("abcde", 9)
        .with("abcds")
        .then(before(1), &[Event::Serves('s', 5)])
        .then(before(4), &[Event::Disqualified('b'), Event::Serves('s', 2)])
        .then(after(6), &[Event::Stops('s')])
        .course();
    assert_eq!(printed(&course, ('s', Some(5)), 1), "2–4, 6–7");
    assert_eq!(printed(&course, ('s', Some(2)), 1), "5");
    assert_eq!(printed(&course, ('s', None), 1), "1, 8–9");
    let served = course.item(4).served;
    let for_whom = served.iter().find(|one| one.person == 's').map(|one| one.capacity);
    assert_eq!(for_whom, Some(Capacity::For('b')));
}

// Record row 2: who is called for an item to a seat that was left for the item goes back too.
#[test]
fn jav_10_a_chain_of_substitutes_is_undone_at_the_end_of_the_item() {
    let course = board("abc", 2)
        .with("absr")
        .then(before(0), &[Event::Serves('s', 3)])
        .then(during(0), &[Event::Disqualified('b'), Event::Serves('s', 2), Event::Serves('r', 3)])
        .course();
    assert_eq!(course.at_end(0).seat_of('s'), Some(2));
    assert_eq!(course.at_end(0).seat_of('r'), Some(3));
    let back = course.at_start(1);
    assert_eq!((back.seat_of('b'), back.seat_of('s')), (Some(2), Some(3)));
    assert_eq!(back.seat_of('r'), None);
    assert!(course.item(0).served.iter().all(|one| one.extent == Extent::Whole));
}

// Record row 17.
#[test]
fn att_11_several_lead_one_meeting() {
    let course = board("abcde", 6)
        .with("abcde")
        .then(after(1), &[Event::Chairs('b')])
        .then(during(4), &[Event::HandsBack('b')])
        .course();
    let counted: Vec<_> = (0..6).collect();
    let chairs = course.sums(&counted).chairs;
    assert_eq!(chairs[&'a'], BTreeSet::from([0, 1, 4, 5]));
    assert_eq!(chairs[&'b'], BTreeSet::from([2, 3, 4]));
    assert_eq!(course.item(4).chairs, ['b', 'a']);
}

// Record row 21: substitutes and staff too.
#[test]
fn jav_09_many_persons_are_disqualified_in_an_item() {
    let told = |told: super::Told| {
        let all = ['b', 's', 'o'].map(Event::Disqualified);
        told.with("abcso").then(before(1), &all).course()
    };
    let board = told(board("abc", 3));
    assert_eq!(board.item(1).disqualified, BTreeSet::from(['b', 's', 'o']));
    assert!(!board.at_end(1).is_present('o'));
    assert_eq!(printed(&board, ('o', None), 1), "ej 2");
    let council = told(council("abc", 3));
    assert!(council.at_end(1).is_present('b'));
    assert_eq!(council.at_end(1).seat_of('b'), None);
    assert_eq!(council.at_end(1).missing_as_disqualified(), 1);
}

// Record row 25: four different facts.
#[test]
fn vot_02_not_participating_is_not_disqualification_and_not_absence() {
    let course = board("abcdefg", 1)
        .with("abcdef")
        .then(during(0), &[Event::Decided, Event::NotParticipating('b')])
        .then(during(0), &[Event::Disqualified('c'), Event::Leaves('d'), Event::Decided])
        .course();
    let view = course.item(0);
    let deciders = |n: usize| view.decisions[n].deciders.values().collect::<String>();
    assert_eq!((deciders(0), deciders(1)), ("abcdef".to_owned(), "aef".to_owned()));
    assert_eq!((view.decisions[0].present, view.fewest()), (6, 4));
    assert_eq!(view.took_part().len(), 6);
}

// Record row 32: clocks over two days, past midnight.
#[test]
fn att_14_time_present_is_counted_from_clocks_where_they_are_known() {
    let sitting = |day, from, to, items| Sitting { day, from: Some(from), to: Some(to), items };
    let sittings = [
        sitting(date!(2026 - 11 - 24), time!(18:00), time!(0:30), 0..2),
        sitting(date!(2026 - 11 - 25), time!(9:00), time!(12:00), 2..4),
    ];
    let course = council("abcde", 4)
        .with("abcde")
        .timed(after(0), time!(0:10), Event::Leaves('b'))
        .timed(during(1), time!(0:20), Event::Adjourned)
        .then(before(2), &[Event::Resumed, Event::Arrives('b'), Event::Serves('b', 2)])
        .timed(during(2), time!(10:00), Event::Leaves('c'))
        .then(during(3), &[Event::Leaves('d')])
        .timed(super::Place::Closing, time!(12:05), Event::Leaves('e'))
        .course();
    let minutes = ['a', 'b', 'c', 'd', 'e'].map(|person| course.minutes(person, &sittings));
    assert_eq!(minutes, [Some(570), Some(550), Some(450), None, Some(570)]);
    assert_eq!(course.unlawful(&[0, 1, 2, 3], &sittings), []);
}

// Record row 34: serving or not.
#[test]
fn rem_03_attendance_at_a_distance_is_a_set_of_items() {
    let course = board("abc", 4)
        .with("abcs")
        .then(before(1), &[Event::RemoteOn('b'), Event::RemoteOn('s')])
        .then(during(2), &[Event::RemoteOff('b')])
        .course();
    let counted: Vec<_> = (0..4).collect();
    let remote = course.sums(&counted).remote;
    let told = |person| remote[&person].reach(&counted).told(1);
    assert_eq!((told('b'), told('s')), ("2–del av 3".to_owned(), "2–4".to_owned()));
    let withdrawn = course.sums(&[0, 1, 3]).remote;
    assert_eq!(withdrawn[&'s'].reach(&[0, 1, 3]).told(1), "2–4");
}

// Record row 37.
#[test]
fn quo_07_a_substitute_serves_in_a_vacant_seat_which_counts_when_empty() {
    let told = || board("abc-", 1).with("abs");
    let seated = told().then(before(0), &[Event::Serves('s', 4)]).course();
    assert_eq!(seated.item(0).served[2].capacity, Capacity::Vacancy);
    assert_eq!(seated.unlawful(&[0], &super::one_day(1)), []);
    assert_eq!(told().course().unlawful(&[0], &super::one_day(1)).len(), 1);
}
