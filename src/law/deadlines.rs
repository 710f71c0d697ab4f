//! The time limits of kommunallagen: adjusting, announcing, appeal and removal (frister).

use time::{Date, Duration};

use super::calendar::working_day_from;

/// A limit that the letter of lag (1930:173) moves past days off. The plain day is the one to aim
/// at; only after the shifted day is the act late.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    pub plain: Date,
    pub shifted: Date,
}

impl Deadline {
    fn days_after(day: Date, days: i64) -> Self {
        let plain = day.saturating_add(Duration::days(days));
        Self { plain, shifted: working_day_from(plain) }
    }

    pub fn overdue(self, today: Date) -> bool {
        today > self.shifted
    }
}

/// The last day on which an appeal can arrive: three weeks after the announcement, and then on to
/// the first working day (13 kap. 5 § kommunallagen, 1 and 2 §§ lag 1930:173).
pub fn last_appeal_day(announced_on: Date) -> Date {
    working_day_from(three_weeks_after(announced_on))
}

pub(super) fn three_weeks_after(announced_on: Date) -> Date {
    announced_on.saturating_add(Duration::weeks(3))
}

/// The first day on which the notice may be gone (8 kap. 12 § kommunallagen).
pub fn takedown_earliest(last_appeal_day: Date) -> Date {
    day_after(last_appeal_day)
}

/// The first day of legal force (laga kraft), when nobody has appealed and the notice was never
/// interrupted.
pub fn in_force_earliest(last_appeal_day: Date) -> Date {
    day_after(last_appeal_day)
}

/// Fourteen days from the meeting's last sitting (5 kap. 69 § kommunallagen).
pub fn adjust_deadline(last_sitting: Date) -> Deadline {
    Deadline::days_after(last_sitting, 14)
}

/// The second day after adjusting (8 kap. 12 § kommunallagen).
pub fn announce_deadline(adjusted_on: Date) -> Deadline {
    Deadline::days_after(adjusted_on, 2)
}

/// The last day to announce a meeting of fullmäktige, one week before (5 kap. 13 §
/// kommunallagen). A limit counted backwards is never moved towards the meeting.
pub fn council_notice_deadline(meeting: Date) -> Date {
    meeting.saturating_sub(Duration::weeks(1))
}

fn day_after(day: Date) -> Date {
    day.next_day().unwrap_or(Date::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::macros::date;

    use super::*;
    use crate::law::calendar::day_off;

    #[test]
    fn e01_to_e33_the_last_appeal_day_follows_the_worked_examples() {
        let examples = [
            ("E01", date!(2020 - 09 - 08), date!(2020 - 09 - 29), date!(2020 - 09 - 30)),
            ("E02", date!(2018 - 04 - 03), date!(2018 - 04 - 24), date!(2018 - 04 - 25)),
            ("E03", date!(2015 - 03 - 31), date!(2015 - 04 - 21), date!(2015 - 04 - 22)),
            ("E04", date!(2011 - 04 - 04), date!(2011 - 04 - 26), date!(2011 - 04 - 27)),
            ("E05", date!(1999 - 03 - 16), date!(1999 - 04 - 06), date!(1999 - 04 - 07)),
            ("E06", date!(2003 - 12 - 15), date!(2004 - 01 - 05), date!(2004 - 01 - 06)),
            ("E07", date!(2024 - 12 - 03), date!(2024 - 12 - 27), date!(2024 - 12 - 28)),
            ("E10", date!(2022 - 12 - 05), date!(2022 - 12 - 27), date!(2022 - 12 - 28)),
            ("E13", date!(2026 - 12 - 10), date!(2027 - 01 - 04), date!(2027 - 01 - 05)),
            ("E18", date!(2024 - 03 - 08), date!(2024 - 04 - 02), date!(2024 - 04 - 03)),
            ("E22", date!(2025 - 04 - 10), date!(2025 - 05 - 02), date!(2025 - 05 - 03)),
            ("E24", date!(2024 - 04 - 18), date!(2024 - 05 - 10), date!(2024 - 05 - 11)),
            ("E27", date!(2025 - 05 - 16), date!(2025 - 06 - 09), date!(2025 - 06 - 10)),
            ("E30", date!(2025 - 05 - 30), date!(2025 - 06 - 23), date!(2025 - 06 - 24)),
            ("E33", date!(2025 - 10 - 11), date!(2025 - 11 - 03), date!(2025 - 11 - 04)),
        ];
        for (id, announced_on, expected, down) in examples {
            assert_eq!(last_appeal_day(announced_on), expected, "{id}");
            assert_eq!(takedown_earliest(expected), down, "{id}");
        }
    }

    #[test]
    fn app_08_the_notice_may_come_down_the_day_after_weekend_or_not() {
        let examples = [
            ("E01", date!(2020 - 09 - 29), date!(2020 - 09 - 30)),
            ("E07", date!(2024 - 12 - 27), date!(2024 - 12 - 28)),
            ("E22", date!(2025 - 05 - 02), date!(2025 - 05 - 03)),
        ];
        for (id, last, expected) in examples {
            assert_eq!(takedown_earliest(last), expected, "{id}");
            assert_eq!(in_force_earliest(last), expected, "{id}");
        }
    }

    #[test]
    fn f01_to_f04_the_minutes_are_adjusted_within_fourteen_days() {
        let examples = [
            ("F01", date!(2020 - 09 - 08), date!(2020 - 09 - 22), date!(2020 - 09 - 22)),
            ("F02", date!(2024 - 12 - 11), date!(2024 - 12 - 25), date!(2024 - 12 - 27)),
            ("F04", date!(2015 - 03 - 12), date!(2015 - 03 - 26), date!(2015 - 03 - 26)),
        ];
        for (id, meeting, plain, shifted) in examples {
            assert_eq!(adjust_deadline(meeting), Deadline { plain, shifted }, "{id}");
        }
    }

    #[test]
    fn f05_f06_the_adjusting_is_announced_by_the_second_day() {
        let examples = [
            ("F05", date!(2025 - 09 - 10), date!(2025 - 09 - 12), date!(2025 - 09 - 12)),
            ("F06", date!(2025 - 09 - 12), date!(2025 - 09 - 14), date!(2025 - 09 - 15)),
        ];
        for (id, adjusted, plain, shifted) in examples {
            assert_eq!(announce_deadline(adjusted), Deadline { plain, shifted }, "{id}");
        }
    }

    #[test]
    fn dat_08_only_after_the_shifted_day_is_it_late() {
        let deadline = adjust_deadline(date!(2024 - 12 - 11));
        assert!(!deadline.overdue(date!(2024 - 12 - 27)));
        assert!(deadline.overdue(date!(2024 - 12 - 28)));
    }

    // F10, DAT-10. 2025-06-13 − 7 is the national day, and the limit stays there.
    #[test]
    fn f10_a_council_meeting_is_announced_a_week_before_and_never_later() {
        assert_eq!(council_notice_deadline(date!(2025 - 06 - 16)), date!(2025 - 06 - 09));
        assert_eq!(council_notice_deadline(date!(2025 - 06 - 13)), date!(2025 - 06 - 06));
    }

    fn day() -> impl Strategy<Value = Date> {
        let first = date!(1990 - 01 - 01).to_julian_day();
        let last = date!(2100 - 11 - 30).to_julian_day();
        (first..=last).prop_map(|n| Date::from_julian_day(n).unwrap())
    }

    proptest! {
        #[test]
        fn dat_02_the_last_day_is_a_working_day_from_21_to_31_days_on(announced_on in day()) {
            let last = last_appeal_day(announced_on);
            prop_assert_eq!(day_off(last), None);
            prop_assert!((21..=31).contains(&(last - announced_on).whole_days()));
        }

        // DAT-03: days off before the end day change nothing.
        #[test]
        fn dat_03_the_last_day_is_the_first_working_day_from_day_21(announced_on in day()) {
            let oracle = (21..60).map(|n| announced_on + Duration::days(n)).find(|day| {
                !oracle::is_day_off(*day)
            });
            prop_assert_eq!(Some(last_appeal_day(announced_on)), oracle);
        }
    }

    /// A second, slower reading of the two acts, that shares no code with the calendar.
    mod oracle {
        use time::{Date, Duration, Month, Weekday};

        pub(super) fn is_day_off(day: Date) -> bool {
            let (month, date) = (u8::from(day.month()), day.day());
            let easter_days =
                if day.year() < 2005 { &[-2, 0, 1, 39, 49, 50][..] } else { &[-2, 0, 1, 39, 49] };
            matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
                || matches!((month, date), (1, 1 | 6) | (5, 1) | (12, 24 | 25 | 26 | 31))
                || (day.year() >= 2005 && (month, date) == (6, 6))
                || (month == 6 && (19..=25).contains(&date) && day.weekday() == Weekday::Friday)
                || easter_days.iter().any(|n| day == easter(day.year()) + Duration::days(*n))
        }

        /// The Sunday after the paschal full moon, which for these years is read from the golden
        /// number alone (Gauss, 1900–2199).
        fn easter(year: i32) -> Date {
            let mut full_moon = Date::from_calendar_date(year, Month::March, 21).unwrap();
            let after = match (19 * (year % 19) + 24) % 30 {
                29 => 28,
                28 if year % 19 > 10 => 27,
                n => n,
            };
            full_moon += Duration::days(after.into());
            full_moon.next_occurrence(Weekday::Sunday)
        }
    }
}
