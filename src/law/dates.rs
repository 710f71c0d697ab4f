//! Dates in Swedish words, "tisdag 29 september 2020" (datum i klartext).

use time::{Date, Month, Weekday};

/// "29 september 2020", with a no-break space between day and month.
pub fn long_date(day: Date) -> String {
    format!("{}\u{a0}{} {}", day.day(), month_name(day.month()), day.year())
}

/// "tisdag 29 september 2020".
pub fn weekday_date(day: Date) -> String {
    format!("{} {}", weekday_name(day.weekday()), long_date(day))
}

/// The same as a line of its own begins: "Tisdag 29 september 2020".
pub fn heading_date(day: Date) -> String {
    let words = weekday_date(day);
    let (first, rest) = words.split_at(1);
    first.to_uppercase() + rest
}

pub fn weekday_name(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "måndag",
        Weekday::Tuesday => "tisdag",
        Weekday::Wednesday => "onsdag",
        Weekday::Thursday => "torsdag",
        Weekday::Friday => "fredag",
        Weekday::Saturday => "lördag",
        Weekday::Sunday => "söndag",
    }
}

pub fn month_name(month: Month) -> &'static str {
    match month {
        Month::January => "januari",
        Month::February => "februari",
        Month::March => "mars",
        Month::April => "april",
        Month::May => "maj",
        Month::June => "juni",
        Month::July => "juli",
        Month::August => "augusti",
        Month::September => "september",
        Month::October => "oktober",
        Month::November => "november",
        Month::December => "december",
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn a_date_is_written_in_swedish_and_does_not_break_before_the_month() {
        assert_eq!(long_date(date!(2020 - 09 - 08)), "8\u{a0}september 2020");
        assert_eq!(weekday_date(date!(2020 - 09 - 29)), "tisdag 29\u{a0}september 2020");
    }

    #[test]
    fn every_weekday_and_month_has_its_own_name() {
        let start = date!(2024 - 01 - 01);
        let days: Vec<_> =
            (0..7).map(|n| weekday_name((start + time::Duration::days(n)).weekday())).collect();
        assert_eq!(days, ["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"]);
        let mut months: Vec<_> =
            (1..=12).map(|n| month_name(Month::try_from(n).unwrap())).collect();
        months.dedup();
        assert_eq!(months.len(), 12);
    }
}
