//! Addresses of protocols and §§ (adresser), written and read in one place.

use std::{fmt, str::FromStr};

use time::{Date, format_description::well_known::Iso8601};

use crate::error::Error;

/// A board's meeting on a day, as in an address: `2020-09-08`, a second one that day `2020-09-08-2`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct MeetingDay {
    pub(super) held_on: Date,
    pub(super) ordinal: i32,
}

/// The number of a § with its letter: `22` or `22a`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ParagraphNumber {
    pub(super) number: i32,
    pub(super) suffix: String,
}

impl fmt::Display for MeetingDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.ordinal {
            1 => write!(f, "{}", self.held_on),
            ordinal => write!(f, "{}-{ordinal}", self.held_on),
        }
    }
}

impl FromStr for MeetingDay {
    type Err = Error;

    fn from_str(typed: &str) -> Result<Self, Error> {
        let (day, rest) = typed.split_at_checked(10).ok_or(Error::NotFound)?;
        let held_on = Date::parse(day, &Iso8601::DATE).map_err(|_| Error::NotFound)?;
        let ordinal = match rest.strip_prefix('-') {
            None if rest.is_empty() => 1,
            Some(n @ ("2" | "3" | "4" | "5" | "6" | "7" | "8" | "9")) => {
                n.parse().map_err(|_| Error::NotFound)?
            }
            _ => return Err(Error::NotFound),
        };
        Ok(Self { held_on, ordinal })
    }
}

impl FromStr for ParagraphNumber {
    type Err = Error;

    fn from_str(typed: &str) -> Result<Self, Error> {
        let digits = typed.trim_end_matches(|c: char| c.is_ascii_lowercase());
        let suffix = typed[digits.len()..].to_owned();
        let number = digits
            .parse()
            .ok()
            .filter(|number: &i32| number.to_string() == digits && suffix.len() < 2);
        Ok(Self { number: number.ok_or(Error::NotFound)?, suffix })
    }
}

/// The address of a protocol; a meeting's first signing batch has the short one.
pub(super) fn protocol(host: &str, board: &str, day: MeetingDay, part: i32) -> String {
    match part {
        1 => format!("/{host}/protokoll/{board}/{day}"),
        part => format!("/{host}/protokoll/{board}/{day}/del-{part}"),
    }
}

/// Reads `del-2`.
pub(super) fn part(typed: &str) -> Result<i32, Error> {
    let number = typed.strip_prefix("del-").ok_or(Error::NotFound)?;
    number.parse().ok().filter(|part: &i32| part.to_string() == number).ok_or(Error::NotFound)
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn a_meetings_day_is_read_back_and_has_one_spelling() {
        let second = MeetingDay { held_on: date!(2020 - 09 - 08), ordinal: 2 };
        assert_eq!(second.to_string().parse::<MeetingDay>().unwrap(), second);
        for bad in ["2020-09-08-1", "2020-09-08-02", "2020-09-08x", "20200908", "2020-13-08", "åäö"]
        {
            assert!(bad.parse::<MeetingDay>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_paragraphs_number_has_at_most_one_letter() {
        let read = |typed: &str| typed.parse::<ParagraphNumber>().map(|p| (p.number, p.suffix));
        assert_eq!(read("22a").unwrap(), (22, "a".into()));
        assert_eq!(read("22").unwrap(), (22, String::new()));
        for bad in ["", "a", "022", "22ab", "22A", "+22", "99999999999", "-1a2"] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
