//! The days of the demo (dagarna): lawful ones, whichever day it is started.

use time::{Date, Duration, OffsetDateTime, Time, Weekday};

use crate::{law, web};

/// The last such weekday at least `days` days before another; where that is a day off, the working day before.
pub(super) fn weekday_before(day: Date, weekday: Weekday, days: i64) -> Date {
    let latest = day - Duration::days(days);
    let since = i64::from(latest.weekday().number_days_from_monday())
        - i64::from(weekday.number_days_from_monday());
    working_day_until(latest - Duration::days(since.rem_euclid(7)))
}

/// The day itself, or the last working day before it.
pub(super) fn working_day_until(day: Date) -> Date {
    let mut candidate = day;
    while law::day_off(candidate).is_some() {
        let Some(earlier) = candidate.previous_day() else { break };
        candidate = earlier;
    }
    candidate
}

/// The first working day after a day.
pub(super) fn working_day_after(day: Date) -> Date {
    law::working_day_from(day + Duration::days(1))
}

/// An instant by Swedish clocks.
pub(super) fn at(day: Date, clock: Time) -> OffsetDateTime {
    web::instant(day, clock)
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn a_weekday_is_found_before_a_day_and_moved_back_from_a_day_off() {
        let tuesday = |day, days| weekday_before(day, Weekday::Tuesday, days);
        assert_eq!(tuesday(date!(2026 - 11 - 24), 0), date!(2026 - 11 - 24));
        assert_eq!(tuesday(date!(2026 - 11 - 24), 1), date!(2026 - 11 - 17));
        assert_eq!(tuesday(date!(2026 - 11 - 22), 3), date!(2026 - 11 - 17));
        let friday = weekday_before(date!(2026 - 12 - 27), Weekday::Friday, 1);
        assert_eq!(friday, date!(2026 - 12 - 23));
    }
}
