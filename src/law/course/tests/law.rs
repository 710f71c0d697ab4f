//! Each impossibility is refused and each unlawful state found (orimligt och olagligt).

use super::super::{Body, Course, Impossible, Place, Unlawful};
use super::{Event, Told, after, before, board, council, during, one_day};

fn refused(told: Told) -> Vec<Impossible<char, u8>> {
    told.check().err().unwrap_or_default().into_iter().map(|refusal| refusal.why).collect()
}

fn unlawful(told: Told) -> Vec<Unlawful<char>> {
    let course = told.course();
    let items: Vec<_> = (0..course.item_count()).collect();
    course.unlawful(&items, &one_day(items.len()))
}

#[test]
fn att_12_two_in_one_seat_and_one_in_two_are_impossible_and_all_is_told_at_once() {
    let told = board("abc-", 1)
        .with("abs")
        .then(during(0), &[Event::Serves('s', 2), Event::Serves('a', 4), Event::Stops('s')]);
    let first = told.moments.len() - 3;
    let refusals = told.check().unwrap_err();
    let found: Vec<_> = refusals.iter().map(|one| (one.moment, one.why)).collect();
    let expected = [
        (first, Impossible::SeatTaken { seat: 2, by: 'b' }),
        (first + 1, Impossible::TwoSeats { person: 'a', first: 1 }),
        (first + 2, Impossible::NotServing('s')),
    ];
    assert_eq!(found, expected);
}

// ATT-08: presence is a stream; nothing comes out of it that did not go in.
#[test]
fn att_08_what_cannot_have_happened_is_refused() {
    let then = |place, event| refused(board("abc-", 2).with("abs").then(place, &[event]));
    for (place, event, why) in [
        (during(0), Event::Arrives('a'), Impossible::AlreadyPresent('a')),
        (during(0), Event::Leaves('c'), Impossible::NotPresent('c')),
        (during(0), Event::Serves('c', 3), Impossible::NotPresent('c')),
        (during(0), Event::Serves('s', 9), Impossible::NoSuchSeat(9)),
        (during(2), Event::Decided, Impossible::NoSuchItem(2)),
        (after(0), Event::Disqualified('a'), Impossible::OutsideItem('a')),
        (Place::Opening, Event::NotParticipating('a'), Impossible::OutsideItem('a')),
        (during(0), Event::NotParticipating('c'), Impossible::NotPresent('c')),
        (during(0), Event::RemoteOn('c'), Impossible::NotPresent('c')),
        (during(0), Event::RemoteOff('a'), Impossible::NotRemote('a')),
        (during(0), Event::LinkLost('a'), Impossible::NotRemote('a')),
        (during(0), Event::LinkBack('a'), Impossible::LinkNotLost('a')),
        (during(0), Event::Chairs('c'), Impossible::NotPresent('c')),
        (during(0), Event::Chairs('a'), Impossible::AlreadyChairs('a')),
        (during(0), Event::HandsBack('b'), Impossible::NotChairing('b')),
        (during(0), Event::HandsBack('a'), Impossible::NothingToHandBack('a')),
        (during(0), Event::Resumed, Impossible::NotAdjourned),
    ] {
        assert_eq!(then(place, event), [why], "{event:?}");
    }
    let twice = |event| refused(board("ab", 1).with("ab").then(during(0), &[event, event]));
    assert_eq!(twice(Event::Adjourned), [Impossible::AlreadyAdjourned]);
    assert_eq!(twice(Event::RemoteOn('a')), [Impossible::AlreadyRemote('a')]);
    let lost = [Event::RemoteOn('a'), Event::LinkLost('a'), Event::LinkLost('a')];
    let told = board("ab", 1).with("ab").then(during(0), &lost);
    assert_eq!(refused(told), [Impossible::LinkAlreadyLost('a')]);
}

// JAV-02, JAV-03.
#[test]
fn jav_02_who_is_disqualified_is_outside_a_boards_room_and_inside_a_councils() {
    let told = |told: Told| told.with("abcs").then(during(0), &[Event::Disqualified('b')]);
    let chairs = |told: Told| refused(told.then(during(0), &[Event::Chairs('b')]));
    assert_eq!(chairs(told(board("abc", 1))), [Impossible::NotPresent('b')]);
    assert_eq!(chairs(told(council("abc", 1))), []);
    let back = told(board("abc", 1)).then(during(0), &[Event::Arrives('b')]);
    let moment = back.moments.len() - 1;
    assert_eq!(unlawful(back), [Unlawful::DisqualifiedPresent { person: 'b', moment }]);
    let sits = told(council("abc", 1)).then(during(0), &[Event::Serves('b', 2)]);
    let moment = sits.moments.len() - 1;
    assert_eq!(unlawful(sits), [Unlawful::DisqualifiedActs { person: 'b', moment }]);
}

// JAV-10: who goes home from outside the door does not sit again after the item.
#[test]
fn jav_10_the_seat_is_empty_after_the_item_if_the_member_went_home() {
    let course = board("abc", 2)
        .with("abcs")
        .then(before(0), &[Event::Disqualified('b'), Event::Serves('s', 2), Event::Leaves('b')])
        .course();
    assert_eq!(course.at_end(0).serving().get(&2), Some(&'s'));
    assert_eq!(course.at_start(1).serving().get(&2), None);
}

#[test]
fn att_09_a_council_member_who_left_may_not_serve_again_the_same_day() {
    let told = || council("abc", 3).with("abc").then(after(0), &[Event::Leaves('b')]);
    let left = told().moments.len() - 1;
    let back = told().then(before(2), &[Event::Arrives('b'), Event::Serves('b', 2)]);
    let returned = Unlawful::Returned { person: 'b', left, back: left + 2, by_act: true };
    assert_eq!(unlawful(back), [returned]);
    let substitute = council("abc", 3)
        .with("abs")
        .then(before(0), &[Event::Serves('s', 3)])
        .then(before(1), &[Event::Stops('s')])
        .then(before(2), &[Event::Serves('s', 3)]);
    assert_eq!(unlawful(substitute), []);
}

// Only serving can be broken off.
#[test]
fn att_09_a_member_who_went_without_having_served_may_serve_later() {
    let told = council("abcd", 2).with("abc").then(during(0), &[Event::Arrives('d')]);
    let told = told.then(after(0), &[Event::Leaves('d')]);
    let told = told.then(before(1), &[Event::Arrives('d'), Event::Serves('d', 4)]);
    assert_eq!(unlawful(told), []);
}

// CAL-09: "the same day" is each sitting's day.
#[test]
fn att_09_disqualification_and_the_next_day_are_no_obstacles() {
    let out = [Event::Disqualified('b'), Event::Leaves('b')];
    let back = [Event::Arrives('b'), Event::Serves('b', 2)];
    let told = council("abc", 3).with("abc").then(during(0), &out).then(before(1), &back);
    assert_eq!(unlawful(told), []);
    let mut days = [one_day(1), one_day(3)].concat();
    days[1].items = 1..3;
    days[1].day = days[1].day.next_day().unwrap();
    let next = council("abc", 3).with("abc").then(after(0), &[Event::Leaves('b')]);
    let next = next.then(before(1), &back).course();
    assert_eq!(next.unlawful(&[0, 1, 2], &days), []);
}

#[test]
fn inv_10_the_chair_of_an_item_serves_in_it() {
    let told = board("abc", 2).with("abcs").then(before(1), &[Event::Chairs('s')]);
    assert_eq!(unlawful(told), [Unlawful::ChairNotServing { person: 's', item: 1 }]);
    let nobody = board("abc", 2).with("abc").then(after(0), &[Event::Leaves('a')]);
    assert_eq!(unlawful(nobody), [Unlawful::NoChair { item: Some(1), moment: None }]);
}

#[test]
fn quo_03_the_quorum_is_judged_at_every_decision() {
    let told = board("abcd", 1)
        .with("abc")
        .then(during(0), &[Event::Decided, Event::Leaves('c'), Event::Decided]);
    let moment = Some(told.moments.len() - 1);
    let found = Unlawful::NoQuorum { item: Some(0), moment, present: 2, disqualified: 0 };
    assert_eq!(unlawful(told), [found]);
}

#[test]
fn quo_06_disqualification_breaks_the_quorum_of_a_board_only() {
    let told = |told: Told| told.with("abc").then(during(0), &[Event::Disqualified('c')]);
    let found = Unlawful::NoQuorum { item: Some(0), moment: None, present: 2, disqualified: 1 };
    assert_eq!(unlawful(told(board("abcd", 1))), [found]);
    assert_eq!(unlawful(told(council("abcd", 1))), []);
}

#[test]
fn rem_04_a_lost_link_is_found_at_the_decision() {
    let told = |told: Told| told.with("abcd").then(before(0), &[Event::RemoteOn('b')]);
    let lost = told(board("abcd", 1)).then(during(0), &[Event::LinkLost('b'), Event::Voted]);
    let moment = lost.moments.len() - 1;
    let back = lost.then(during(0), &[Event::LinkBack('b'), Event::Decided]);
    assert_eq!(unlawful(back), [Unlawful::LinkLost { person: 'b', moment }]);
    let waited = [Event::LinkLost('b'), Event::LinkBack('b'), Event::Decided];
    assert_eq!(unlawful(told(council("abcd", 1)).then(during(0), &waited)), []);
    let went_on = [Event::LinkLost('b'), Event::Decided, Event::LinkBack('b')];
    let went_on = told(council("abcd", 1)).then(during(0), &went_on);
    let lost = went_on.moments.len() - 3;
    let returned = Unlawful::LinkReturned { person: 'b', lost, back: lost + 2 };
    assert!(unlawful(went_on).contains(&returned));
}

// A council's member who serves in no seat misses no decision.
#[test]
fn rem_04_a_link_that_came_back_before_serving_is_no_return() {
    let lost = [Event::Arrives('d'), Event::RemoteOn('d'), Event::LinkLost('d')];
    let told = council("abcd", 1).with("abc").then(during(0), &lost);
    let told = told.then(during(0), &[Event::Decided, Event::LinkBack('d')]);
    assert_eq!(unlawful(told), []);
}

// JAV-11: nobody hands back to a chair who is disqualified, nor to those who led before.
#[test]
fn jav_11_the_lead_goes_back_to_a_disqualified_chair_after_the_item_only() {
    let told = || {
        council("abc", 2)
            .with("abc")
            .then(before(0), &[Event::Chairs('b')])
            .then(during(0), &[Event::Disqualified('b'), Event::Chairs('c')])
    };
    let refused = refused(told().then(during(0), &[Event::HandsBack('c')]));
    assert_eq!(refused, [Impossible::NothingToHandBack('c')]);
    let course = told().then(before(1), &[Event::HandsBack('b')]).course();
    assert_eq!(course.at_end(0).chair(), Some('c'));
    assert_eq!(course.at_start(1).chair(), Some('a'));
}

// QUO-05: without sound and picture nobody counts.
#[test]
fn quo_05_a_lost_link_does_not_count_for_the_quorum() {
    let lost = [Event::RemoteOn('c'), Event::LinkLost('c'), Event::Decided];
    let course = board("abcd", 1).with("abc").then(during(0), &lost).course();
    assert_eq!((course.item(0).fewest(), course.item(0).took_part().len()), (2, 3));
}

#[test]
fn att_14_an_adjourned_meeting_decides_nothing_and_is_resumed() {
    let told = board("ab", 1).with("ab").then(during(0), &[Event::Adjourned, Event::Decided]);
    let adjourned = told.moments.len() - 2;
    let found = [
        Unlawful::DecidedWhileAdjourned { moment: adjourned + 1 },
        Unlawful::NeverResumed { adjourned },
    ];
    assert_eq!(unlawful(told), found);
}

// ATT-05, ATT-08: the order in which moments are handed over is that of their places.
#[test]
fn att_08_moments_are_ordered_by_place_and_then_as_given() {
    let told = board("ab", 2).then(before(1), &[Event::Leaves('a')]).with("ab");
    let course = told.course();
    assert!(course.at(0).chair().is_none());
    assert!(course.at_start(0).is_present('a'));
    let body = Body { holders: [(1, Some('a'))].into(), ..course.body().clone() };
    assert!(Course::<char, u8>::new(body, 0, Vec::new()).is_ok());
}
