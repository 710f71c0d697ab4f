//! Times, weekdays and years in a text that do not fit the meeting (klockslag, veckodagar, årtal).

use time::{Date, Duration, Month, PrimitiveDateTime, Time, Weekday};

use super::{Around, Slip, TextFacts, TextRule, words};
use crate::law::dates::{month_name, weekday_name};
use crate::law::review::{Field, Severity, Sitting};

pub(super) const RULES: &[TextRule] =
    &[time_is_in_the_meeting, weekday_fits_the_date, year_is_this_one, year_is_that_of_the_title];

/// TXT-03: "kl. 10.05" in a §, where the line names no other day.
fn time_is_in_the_meeting(around: &Around<'_>, text: &TextFacts) -> Option<Slip> {
    around.item?;
    let sittings = &around.facts.sittings;
    let is_sitting = |day| sittings.iter().any(|sitting| Some(sitting.held_on) == day);
    let mut lines = text.text.lines().map(words);
    let clock = lines.find_map(|line| {
        let here = dates(&line).iter().all(|date| is_sitting(date.day));
        let outside = |clock: &Time| !sittings.iter().any(|sitting| may_hold(sitting, *clock));
        clocks(&line).into_iter().filter(|_| here).find(outside)
    })?;
    let what = format!(
        "kl.\u{a0}{}.{:02} ligger utanför sammanträdets tider.",
        clock.hour(),
        clock.minute()
    );
    Some(Slip("TXT-03", Severity::Hint, what))
}

/// TXT-04: "tisdag 25 november 2026" is a Wednesday.
fn weekday_fits_the_date(_: &Around<'_>, text: &TextFacts) -> Option<Slip> {
    let found = text.text.lines().flat_map(|line| dates(&words(line)));
    let mut wrong = found.filter_map(|date| {
        let said = date.words.join(" ");
        match date.day {
            None => Some(format!("”{said}” finns inte i kalendern.")),
            Some(day) => date
                .weekday
                .filter(|weekday| *weekday != day.weekday())
                .map(|_| format!("”{said}” är fel: dagen är en {}.", weekday_name(day.weekday()))),
        }
    });
    wrong.next().map(|what| Slip("TXT-04", Severity::Practice, what))
}

/// TXT-05: the meeting's own day, in the year of another protocol.
fn year_is_this_one(around: &Around<'_>, text: &TextFacts) -> Option<Slip> {
    let about = |line: &&str| {
        let line = line.to_lowercase();
        ["fastställ", "justera", "sammanträd"].iter().any(|word| line.contains(word))
    };
    let held_on = around.facts.held_on;
    let days = text.text.lines().filter(about).flat_map(|line| dates(&words(line)));
    let wrong = days.filter_map(|date| date.day).find(|day| {
        (day.month(), day.day()) == (held_on.month(), held_on.day()) && day.year() != held_on.year()
    })?;
    let what = format!("året {} är inte sammanträdets.", wrong.year());
    Some(Slip("TXT-05", Severity::Hint, what))
}

/// TXT-05: "Budget 2027" in the title, "fastställer budgeten för 2026" in the decision.
fn year_is_that_of_the_title(around: &Around<'_>, text: &TextFacts) -> Option<Slip> {
    let titled = years(&around.item?.title);
    let lower = text.text.to_lowercase();
    let adopts = ["fastställ", "anta", "godkänn"].iter().any(|verb| lower.contains(verb));
    let decided = years(&text.text);
    let other = *decided.first()?;
    let differs = !titled.is_empty() && !decided.iter().any(|year| titled.contains(year));
    let what = format!("året {other} är ett annat än rubrikens.");
    (text.at == Field::Decision && adopts && differs).then_some(Slip(
        "TXT-05",
        Severity::Hint,
        what,
    ))
}

struct Found<'a> {
    weekday: Option<Weekday>,
    /// Nothing where the calendar has no such day.
    day: Option<Date>,
    words: Vec<&'a str>,
}

/// "tisdag den 25 november 2026", "25 november 2026".
fn dates<'a>(words: &[&'a str]) -> Vec<Found<'a>> {
    let found = (2..words.len()).filter_map(|at| {
        let month = month(words[at - 1])?;
        let year = year(words[at])?;
        let number = words[at - 2].parse().ok()?;
        let before = &words[..at - 2];
        let before = before.strip_suffix(&["den"]).unwrap_or(before);
        let weekday = before.last().and_then(|word| weekday(word));
        let from = if weekday.is_some() { before.len() - 1 } else { at - 2 };
        let day = Date::from_calendar_date(year, month, number).ok();
        Some(Found { weekday, day, words: words[from..=at].to_vec() })
    });
    found.collect()
}

fn month(word: &str) -> Option<Month> {
    let word = word.to_lowercase();
    (1..=12).filter_map(|n| Month::try_from(n).ok()).find(|month| month_name(*month) == word)
}

fn weekday(word: &str) -> Option<Weekday> {
    let word = word.to_lowercase();
    let plain = word.strip_suffix("en").unwrap_or(&word);
    let days = (0..7).map(|n| Weekday::Monday.nth_next(n));
    days.into_iter().find(|day| weekday_name(*day) == plain)
}

fn year(word: &str) -> Option<i32> {
    word.parse().ok().filter(|year| (1900..=2100).contains(year))
}

fn years(text: &str) -> Vec<i32> {
    let parts = text.split(|c: char| !c.is_alphanumeric());
    parts.filter(|part| part.len() == 4).filter_map(year).collect()
}

/// The times after "kl" or "klockan", both ends of a span.
fn clocks(words: &[&str]) -> Vec<Time> {
    let said =
        words.windows(2).filter(|pair| matches!(pair[0].to_lowercase().as_str(), "kl" | "klockan"));
    said.flat_map(|pair| pair[1].split(['–', '-'])).filter_map(clock).collect()
}

fn clock(word: &str) -> Option<Time> {
    let (hour, minute) = word.split_once(['.', ':'])?;
    Time::from_hms(hour.parse().ok()?, minute.parse().ok()?, 0).ok()
}

/// Whether the time is within the sitting, as far as the sitting's times are known.
fn may_hold(sitting: &Sitting, clock: Time) -> bool {
    let (Some(start), Some(end)) = (sitting.starts_at, sitting.ends_at) else { return true };
    if end <= start {
        return true;
    }
    let on = PrimitiveDateTime::new(sitting.held_on, clock);
    [on, on + Duration::days(1)].into_iter().any(|at| start <= at && at <= end)
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::super::testing::{ids, slips};
    use super::*;

    #[test]
    fn txt_03_a_time_outside_the_meeting_is_yesterdays() {
        for text in [
            "Sammanträdet ajourneras kl. 13.05.",
            "Ajournering klockan 10:20–10:40",
            "Den 24 november 2026 kl. 8.45 öppnas sammanträdet.",
        ] {
            assert_eq!(ids(text), ["TXT-03"], "{text}");
        }
        for text in [
            "Ajournering kl. 9.40–9.50.",
            "Samråd hölls den 3 november 2026 kl. 18.00.",
            "Beloppet är 13.05 kronor",
            "Åter kl. 10",
        ] {
            assert_eq!(ids(text), [""; 0], "{text}");
        }
    }

    // NUM-03: a meeting may go on past midnight.
    #[test]
    fn txt_03_a_time_past_midnight_is_within_a_long_meeting() {
        let late = slips("Ajournering kl. 00.10", |facts| {
            facts.sittings[0].ends_at = Some(datetime!(2026-11-25 00:30));
        });
        assert_eq!(late, []);
        assert_eq!(ids("Ajournering kl. 00.10"), ["TXT-03"]);
    }

    #[test]
    fn txt_04_a_weekday_fits_its_date() {
        for (text, what) in [
            (
                "Samråd tisdag 25 november 2026.",
                "”tisdag 25 november 2026” är fel: dagen är en onsdag.",
            ),
            (
                "Tisdagen den 25\u{a0}november 2026",
                "”Tisdagen den 25 november 2026” är fel: dagen är en onsdag.",
            ),
            ("den 31 november 2026", "”31 november 2026” finns inte i kalendern."),
        ] {
            let findings = slips(text, |_| ());
            assert_eq!(findings.len(), 1, "{text}");
            assert!(findings[0].sentence.ends_with(what), "{}", findings[0].sentence);
        }
        for text in ["onsdagen den 25 november 2026", "25 november 2026", "tisdag 24 november"] {
            assert_eq!(ids(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn txt_05_the_meetings_day_is_in_the_meetings_year() {
        assert_eq!(ids("Fastställd 24 november 2025"), ["TXT-05"]);
        assert_eq!(ids("Fastställd 24 november 2026"), [""; 0]);
        assert_eq!(ids("Fastställd 3 mars 2025"), [""; 0], "an older document");
    }

    #[test]
    fn txt_05_the_decision_is_about_the_year_of_its_title() {
        let decided = |text: &str| {
            let findings = slips(text, |facts| {
                let last = facts.items[0].texts.last_mut();
                last.unwrap().at = Field::Decision;
            });
            findings.iter().map(|finding| finding.id).collect::<Vec<_>>()
        };
        assert_eq!(decided("Nämnden fastställer budgeten för 2026."), ["TXT-05"]);
        assert_eq!(decided("Nämnden fastställer budgeten för 2027."), [""; 0]);
        assert_eq!(decided("Nämnden fastställer budgeten."), [""; 0]);
    }
}
