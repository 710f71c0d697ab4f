//! The term of office (mandatperiod): four years, that of boards from the first of January after the election.

use time::{Date, Duration, Month};

/// How long after its first day a term is still the coming one.
const LATE: Duration = Duration::days(180);

/// The first day of the term that is coming, or that has begun within half a year, for boards: the first of January in the
/// year after an election to fullmäktige, which is held every fourth year as in 2026.
pub fn coming_term(today: Date) -> Date {
    let begins = |year: i32| {
        Date::from_calendar_date(year, Month::January, 1).ok().filter(|_| year.rem_euclid(4) == 3)
    };
    (today.year()..=today.year() + 4)
        .filter_map(begins)
        .find(|day| *day + LATE >= today)
        .unwrap_or(today)
}

/// The last day of a term of four years that begins on `first`.
pub fn last_day_of_term(first: Date) -> Date {
    let next = first.replace_year(first.year() + 4);
    // Only the 29 February of a year that is not followed by a leap year lacks its day.
    next.ok().and_then(Date::previous_day).unwrap_or(first + Duration::days(4 * 365))
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn a_term_begins_in_the_year_after_the_election() {
        for (today, first) in [
            (date!(2026 - 11 - 24), date!(2027 - 01 - 01)),
            (date!(2027 - 06 - 30), date!(2027 - 01 - 01)),
            (date!(2027 - 07 - 01), date!(2031 - 01 - 01)),
            (date!(2028 - 02 - 29), date!(2031 - 01 - 01)),
        ] {
            assert_eq!(coming_term(today), first, "{today}");
        }
    }

    #[test]
    fn a_term_is_four_years_to_the_day() {
        for (first, last) in [
            (date!(2027 - 01 - 01), date!(2030 - 12 - 31)),
            (date!(2026 - 10 - 15), date!(2030 - 10 - 14)),
            (date!(2028 - 02 - 29), date!(2032 - 02 - 28)),
        ] {
            assert_eq!(last_day_of_term(first), last);
        }
        assert!(last_day_of_term(date!(2096 - 02 - 29)) > date!(2100 - 02 - 26));
    }
}
