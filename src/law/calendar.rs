//! Working days, Swedish public holidays and the three eves that count as such (helgdagar, aftnar).

use std::fmt;

use time::{Date, Duration, Month, Weekday};

/// Why a day cannot be the last day of a time limit: 2 § lag (1930:173) with lag (1989:253).
/// Written as the Swedish name of the day. A named day keeps its name on a Saturday or Sunday.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayOff {
    Named(&'static str),
    Saturday,
    Sunday,
}

impl DayOff {
    pub fn name(self) -> &'static str {
        match self {
            Self::Named(name) => name,
            Self::Saturday => "lördag",
            Self::Sunday => "söndag",
        }
    }
}

impl fmt::Display for DayOff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Nothing when the day is a working day (vardag). Holds for 1990–2100.
pub fn day_off(day: Date) -> Option<DayOff> {
    let named = days_off(day.year()).find(|&(named, _)| named == day);
    match (named, day.weekday()) {
        (Some((_, name)), _) => Some(DayOff::Named(name)),
        (None, Weekday::Saturday) => Some(DayOff::Saturday),
        (None, Weekday::Sunday) => Some(DayOff::Sunday),
        (None, _) => None,
    }
}

/// The day itself, or the first working day after it (2 § lag 1930:173).
pub fn working_day_from(day: Date) -> Date {
    let mut candidate = day;
    while day_off(candidate).is_some() {
        let Some(next) = candidate.next_day() else { break };
        candidate = next;
    }
    candidate
}

/// The named days off of a year in order, one name a day, also those that fall on a weekend.
/// Where two fall together (1 May 2008) the one with the fixed date gives the name.
pub fn days_off(year: i32) -> impl Iterator<Item = (Date, &'static str)> {
    let easter = easter(year);
    let after_easter = |days| easter.saturating_add(Duration::days(days));
    let midsummer_eve = first(Weekday::Friday, fixed(year, Month::June, 19));
    let mut days = vec![
        (fixed(year, Month::January, 1), "nyårsdagen"),
        (fixed(year, Month::January, 6), "trettondedag jul"),
        (fixed(year, Month::May, 1), "första maj"),
        (after_easter(-2), "långfredagen"),
        (easter, "påskdagen"),
        (after_easter(1), "annandag påsk"),
        (after_easter(39), "Kristi himmelsfärdsdag"),
        (midsummer_eve, "midsommarafton"),
        (midsummer_eve.saturating_add(Duration::days(1)), "midsommardagen"),
        (first(Weekday::Saturday, fixed(year, Month::October, 31)), "alla helgons dag"),
        (fixed(year, Month::December, 24), "julafton"),
        (fixed(year, Month::December, 25), "juldagen"),
        (fixed(year, Month::December, 26), "annandag jul"),
        (fixed(year, Month::December, 31), "nyårsafton"),
    ];
    // SFS 2004:1320: the national day took the place of Whit Monday.
    if year >= 2005 {
        days.push((fixed(year, Month::June, 6), "nationaldagen"));
    } else {
        days.push((after_easter(50), "annandag pingst"));
    }
    days.push((after_easter(49), "pingstdagen"));
    days.sort_by_key(|&(day, _)| day);
    days.dedup_by_key(|&mut (day, _)| day);
    days.into_iter()
}

/// Påskdagen, by the anonymous Gregorian computus.
pub fn easter(year: i32) -> Date {
    let golden = year % 19;
    let (century, rest) = (year / 100, year % 100);
    let correction = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - correction + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let days = i64::from(epact + weekday - 7 * late);
    fixed(year, Month::March, 22).saturating_add(Duration::days(days))
}

fn first(weekday: Weekday, from: Date) -> Date {
    let days =
        (7 + weekday.number_days_from_monday() - from.weekday().number_days_from_monday()) % 7;
    from.saturating_add(Duration::days(days.into()))
}

/// A day that every year has; a year beyond the calendar's range ends at its last day.
fn fixed(year: i32, month: Month, day: u8) -> Date {
    Date::from_calendar_date(year, month, day).unwrap_or(Date::MAX)
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    fn day_named(year: i32, name: &str) -> (u8, u8) {
        let (day, _) = days_off(year).find(|(_, n)| *n == name).unwrap();
        (day.month().into(), day.day())
    }

    fn days_named(years: std::ops::RangeInclusive<i32>, name: &str) -> Vec<(u8, u8)> {
        years.map(|year| day_named(year, name)).collect()
    }

    #[test]
    fn dat_13_easter_follows_the_check_table() {
        let table = [
            (4, 21),
            (4, 12),
            (4, 4),
            (4, 17),
            (4, 9),
            (3, 31),
            (4, 20),
            (4, 5),
            (3, 28),
            (4, 16),
            (4, 1),
            (4, 21),
            (4, 13),
            (3, 28),
            (4, 17),
            (4, 9),
            (3, 25),
            (4, 13),
        ];
        assert_eq!(days_named(2019..=2036, "påskdagen"), table);
    }

    #[test]
    fn dat_14_the_moving_days_follow_the_check_tables() {
        let eves = [21, 19, 25, 24, 23, 21, 20, 19, 25, 23, 22, 21].map(|day| (6, day));
        assert_eq!(days_named(2019..=2030, "midsommarafton"), eves);
        let saints = [
            (11, 2),
            (10, 31),
            (11, 6),
            (11, 5),
            (11, 4),
            (11, 2),
            (11, 1),
            (10, 31),
            (11, 6),
            (11, 4),
            (11, 3),
            (11, 2),
        ];
        assert_eq!(days_named(2019..=2030, "alla helgons dag"), saints);
        let ascensions = [
            (5, 30),
            (5, 21),
            (5, 13),
            (5, 26),
            (5, 18),
            (5, 9),
            (5, 29),
            (5, 14),
            (5, 6),
            (5, 25),
            (5, 10),
            (5, 30),
        ];
        assert_eq!(days_named(2019..=2030, "Kristi himmelsfärdsdag"), ascensions);
    }

    #[test]
    fn dat_04_the_other_eves_are_working_days() {
        for eve in [
            date!(2004 - 01 - 05),
            date!(2024 - 03 - 28),
            date!(2024 - 04 - 30),
            date!(2025 - 10 - 31),
        ] {
            assert_eq!(day_off(eve), None, "{eve}");
        }
        assert_eq!(day_off(date!(2024 - 03 - 30)), Some(DayOff::Saturday));
    }

    #[test]
    fn dat_05_the_year_2024_has_exactly_its_days() {
        let days: Vec<_> = days_off(2024).map(|(day, name)| format!("{day} {name}")).collect();
        assert_eq!(
            days,
            [
                "2024-01-01 nyårsdagen",
                "2024-01-06 trettondedag jul",
                "2024-03-29 långfredagen",
                "2024-03-31 påskdagen",
                "2024-04-01 annandag påsk",
                "2024-05-01 första maj",
                "2024-05-09 Kristi himmelsfärdsdag",
                "2024-05-19 pingstdagen",
                "2024-06-06 nationaldagen",
                "2024-06-21 midsommarafton",
                "2024-06-22 midsommardagen",
                "2024-11-02 alla helgons dag",
                "2024-12-24 julafton",
                "2024-12-25 juldagen",
                "2024-12-26 annandag jul",
                "2024-12-31 nyårsafton",
            ]
        );
    }

    #[test]
    fn dat_06_the_national_day_took_the_place_of_whit_monday_in_2005() {
        let off = |day| day_off(day).map(DayOff::name);
        assert_eq!(off(date!(2004 - 05 - 31)), Some("annandag pingst"));
        assert_eq!(off(date!(2003 - 06 - 06)), None);
        assert_eq!(off(date!(2005 - 05 - 16)), None);
        assert_eq!(off(date!(2005 - 06 - 06)), Some("nationaldagen"));
        assert_eq!(off(date!(2025 - 06 - 09)), None);
    }

    #[test]
    fn two_holidays_on_one_day_give_one_name() {
        assert_eq!(day_off(date!(2008 - 05 - 01)).unwrap().to_string(), "första maj");
        assert_eq!(days_off(2008).count(), 15);
    }

    #[test]
    fn the_first_working_day_is_the_day_itself_or_the_next_one() {
        assert_eq!(working_day_from(date!(2020 - 09 - 29)), date!(2020 - 09 - 29));
        assert_eq!(working_day_from(date!(2026 - 12 - 31)), date!(2027 - 01 - 04));
    }

    #[test]
    fn the_end_of_the_calendar_does_not_panic() {
        assert!(working_day_from(Date::MAX) <= Date::MAX);
    }
}
