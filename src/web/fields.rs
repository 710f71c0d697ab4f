//! What is wrong with a form, field by field.

use std::fmt::Display;

use time::{Date, Time, format_description::well_known::Iso8601};

use crate::{print, text};

/// The sentence to show under each field that needs another look, in the order of the form.
#[derive(Debug, Default)]
pub(crate) struct FieldErrors(Vec<(String, String)>);

impl FieldErrors {
    /// Keeps a parsed value, or notes why `field` could not be parsed.
    pub(crate) fn check<T, E: Display>(&mut self, field: &str, parsed: Result<T, E>) -> Option<T> {
        parsed.map_err(|why| self.add(field, why)).ok()
    }

    pub(crate) fn add(&mut self, field: &str, why: impl Display) {
        self.0.push((field.to_owned(), why.to_string()));
    }

    /// The sentence for `field`, if it needs one.
    pub(crate) fn on(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| name == field).map(|(_, why)| why.as_str())
    }

    /// Every field and its sentence.
    pub(crate) fn all(&self) -> &[(String, String)] {
        &self.0
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A line that must be there, of at most `max` characters; otherwise notes `missing` or what is wrong.
    pub(crate) fn line(
        &mut self,
        field: &str,
        typed: &str,
        max: usize,
        missing: &str,
    ) -> Option<String> {
        let line = self.optional_line(field, typed, max)?;
        if line.is_empty() {
            self.add(field, missing);
            return None;
        }
        Some(line)
    }

    /// A line that may be empty, of at most `max` characters that can be printed.
    pub(crate) fn optional_line(&mut self, field: &str, typed: &str, max: usize) -> Option<String> {
        let line = self.check(field, text::clean_line(typed, max))?;
        if let Some(why) = unprintable(&line) {
            self.add(field, why);
            return None;
        }
        Some(line)
    }

    /// A day written as ÅÅÅÅ-MM-DD.
    pub(crate) fn day(&mut self, field: &str, typed: &str) -> Option<Date> {
        let day =
            Date::parse(typed.trim(), &Iso8601::DATE).map_err(|_| "Skriv dagen som ÅÅÅÅ-MM-DD.");
        let near = day.and_then(|day| {
            let near = (1900..=2100).contains(&day.year());
            near.then_some(day).ok_or("Skriv en dag mellan år 1900 och år 2100.")
        });
        self.check(field, near)
    }

    /// A day that may be left out.
    pub(crate) fn optional_day(&mut self, field: &str, typed: &str) -> Option<Option<Date>> {
        if typed.trim().is_empty() { Some(None) } else { self.day(field, typed).map(Some) }
    }

    /// A clock time written as 13.00 or 13:00.
    pub(crate) fn clock(&mut self, field: &str, typed: &str) -> Option<Time> {
        let clock = typed.trim().split_once(['.', ':']).and_then(|(hour, minute)| {
            Time::from_hms(
                hour.parse().ok()?,
                (minute.len() == 2).then(|| minute.parse().ok())??,
                0,
            )
            .ok()
        });
        self.check(field, clock.ok_or("Skriv tiden som 13.00."))
    }

    /// A clock time that may be left out.
    pub(crate) fn optional_clock(&mut self, field: &str, typed: &str) -> Option<Option<Time>> {
        if typed.trim().is_empty() { Some(None) } else { self.clock(field, typed).map(Some) }
    }

    /// A whole number within bounds; `what` is the name of the field, for the list of mistakes.
    pub(crate) fn number(
        &mut self,
        (field, what): (&str, &str),
        typed: &str,
        bounds: std::ops::RangeInclusive<i32>,
    ) -> Option<i32> {
        let number = typed.trim().parse().ok().filter(|number| bounds.contains(number));
        self.check(
            field,
            number.ok_or_else(|| {
                format!("{what}: skriv ett tal från {} till {}.", bounds.start(), bounds.end())
            }),
        )
    }
}

/// Why a text cannot be printed, if it cannot: the characters that no font of the archive copy has.
pub(crate) fn unprintable(words: &str) -> Option<String> {
    let found: Vec<String> = print::uncovered(words)
        .into_iter()
        .take(20)
        .map(|c| format!("{c} (U+{:04X})", u32::from(c)))
        .collect();
    let (noun, them) = if found.len() == 1 { ("Tecknet", "det") } else { ("Tecknen", "dem") };
    (!found.is_empty()).then(|| {
        format!("{noun} {} kan inte tryckas i protokollet. Byt ut {them}.", found.join(", "))
    })
}
