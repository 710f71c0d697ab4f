//! Printed days beside computed ones (tryckta och beräknade dagar).

use time::macros::date;

use super::{BOARD, JOINT_BOARD, meeting};
use crate::exchange::{ComputedDays, Day, Difference, Slug, computed, differences};

#[test]
fn dat_15_a_printed_day_that_is_right_gives_no_difference() {
    let meeting = meeting(BOARD);
    let days = ComputedDays::Days {
        last_appeal_day: date!(2024 - 06 - 11),
        takedown_earliest: date!(2024 - 06 - 12),
    };
    assert_eq!(computed(&meeting, &meeting.notices[0]), days);
    assert_eq!(differences(&meeting, &meeting.notices[0]), vec![]);
}

#[test]
fn dat_15_the_day_of_taking_down_that_is_printed_as_the_last_is_flagged() {
    let meeting = meeting(BOARD);
    let (printed, computed) = (date!(2024 - 06 - 05), date!(2024 - 06 - 04));
    let difference = Difference::Label { printed, computed };
    assert_eq!(differences(&meeting, &meeting.notices[1]), vec![difference]);
    assert_eq!(
        difference.sentence(),
        "I källan står 5\u{a0}juni 2024 som sista dag för överklagande. Det är dagen då anslaget tidigast tas ned; sista dag är 4\u{a0}juni 2024."
    );
}

#[test]
fn dat_15_other_days_than_the_laws_are_flagged() {
    let mut meeting = meeting(BOARD);
    meeting.notices[0].last_appeal_day = Some(Day(date!(2024 - 06 - 10)));
    meeting.notices[0].taken_down_on = Some(Day(date!(2024 - 06 - 11)));
    let expected = vec![
        Difference::LastAppealDay {
            printed: date!(2024 - 06 - 10),
            computed: date!(2024 - 06 - 11),
        },
        Difference::TakenDownTooEarly {
            printed: date!(2024 - 06 - 11),
            computed: date!(2024 - 06 - 12),
        },
    ];
    assert_eq!(differences(&meeting, &meeting.notices[0]), expected);
}

#[test]
fn dat_06_nothing_is_computed_before_2018() {
    let meeting = meeting(JOINT_BOARD);
    for notice in &meeting.notices {
        assert_eq!(computed(&meeting, notice), ComputedDays::NotComputed);
        assert_eq!(differences(&meeting, notice), vec![]);
    }
    assert_eq!(ComputedDays::NotComputed.sentence(), "Överklagandetiden beräknas inte före 2018.");
}

#[test]
fn dat_06_the_first_computed_day_is_the_first_of_2018() {
    let mut meeting = meeting(BOARD);
    meeting.notices.truncate(1);
    meeting.notices[0].announced_on = Some(Day(date!(2017 - 12 - 31)));
    assert_eq!(computed(&meeting, &meeting.notices[0]), ComputedDays::NotComputed);
    meeting.notices[0].announced_on = Some(Day(date!(2018 - 01 - 01)));
    assert!(matches!(computed(&meeting, &meeting.notices[0]), ComputedDays::Days { .. }));
}

// E35, E36.
#[test]
fn app_05_the_last_of_the_participants_boards_counts_and_a_missing_one_leaves_it_unknown() {
    let mut meeting = meeting(JOINT_BOARD);
    meeting.held_on = Day(date!(2020 - 09 - 07));
    meeting.participants.truncate(2);
    meeting.notices[0].announced_on = Some(Day(date!(2020 - 09 - 08)));
    assert_eq!(computed(&meeting, &meeting.notices[0]), ComputedDays::Unknown);
    meeting.notices[1].announced_on = Some(Day(date!(2020 - 09 - 10)));
    let days = ComputedDays::Days {
        last_appeal_day: date!(2020 - 10 - 01),
        takedown_earliest: date!(2020 - 10 - 02),
    };
    assert_eq!(meeting.notices[1].municipality, Some(Slug("sjohem".into())));
    assert!(meeting.notices.iter().all(|notice| computed(&meeting, notice) == days));
}
