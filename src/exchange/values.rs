//! The small values of a file: days, clock times, lines, keys, texts (fältvärden).

use std::{borrow::Cow, fmt};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use serde_json::Value;
use time::{Date, Time, format_description::BorrowedFormatItem, macros::format_description};
use uuid::Uuid;

use super::vocabulary::Vocabulary;
use crate::text::{Block, Mistake, Text, TextError, clean_line};

pub(super) const DAY: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
pub(super) const CLOCK: &str = "^([01][0-9]|2[0-3]):[0-5][0-9]$";
pub(super) const KEY: &str = "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$";
pub(super) const SLUG: &str = "^[a-z0-9]+(-[a-z0-9]+)*$";
/// The formats of strings that are no pattern.
pub(super) const LINE: &str = "paragraf-line";
pub(super) const TEXT: &str = "paragraf-text/1";
/// Characters of a line.
pub(super) const LONGEST_LINE: usize = 2000;

const DAY_FORMAT: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");
const CLOCK_FORMAT: &[BorrowedFormatItem<'_>] = format_description!("[hour]:[minute]");

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
pub(super) fn is_false(value: &bool) -> bool {
    !value
}

/// Makes a type a string in JSON, read and written by two functions.
macro_rules! string {
    ($name:ident, $read:expr, $write:expr, $schema:tt) => {
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&$write(self))
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                $read(&text).ok_or_else(|| D::Error::custom(stringify!($name)))
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($schema)
            }
        }
    };
}

/// A day of the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub Date);

impl Day {
    pub(super) fn read(text: &str) -> Option<Self> {
        Date::parse(text, DAY_FORMAT).ok().map(Self)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.0.to_calendar_date();
        write!(f, "{year:04}-{:02}-{day:02}", u8::from(month))
    }
}

string!(Day, Day::read, ToString::to_string, {
    "type": "string", "format": "date", "pattern": DAY,
    "description": "A day as 2024-04-10."
});

/// Local time of the day, to the minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Clock(pub Time);

impl Clock {
    pub(super) fn read(text: &str) -> Option<Self> {
        Time::parse(text, CLOCK_FORMAT).ok().map(Self)
    }
}

impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0.hour(), self.0.minute())
    }
}

string!(Clock, Clock::read, ToString::to_string, {
    "type": "string", "pattern": CLOCK,
    "description": "Local time in Sweden as 09:00."
});

/// One line of text, never empty.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Line(pub String);

impl Line {
    fn read(text: &str) -> Option<Self> {
        clean_line(text, LONGEST_LINE).ok().filter(|line| !line.is_empty()).map(Self)
    }
}

string!(Line, Line::read, |line: &Line| line.0.clone(), {
    "type": "string", "format": LINE, "minLength": 1, "maxLength": LONGEST_LINE,
    "description": "One line of text. Runs of spaces count as one."
});

/// One line of text that may be empty: the source has the field and prints nothing in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FreeLine(pub String);

impl FreeLine {
    fn read(text: &str) -> Option<Self> {
        clean_line(text, LONGEST_LINE).ok().map(Self)
    }
}

string!(FreeLine, FreeLine::read, |line: &FreeLine| line.0.clone(), {
    "type": "string", "format": LINE, "maxLength": LONGEST_LINE,
    "description": "One line of text, or the empty string where the source prints nothing."
});

/// What the parts of a file call each other by: a uuid in exports, any short name in a file made by hand.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(pub String);

impl Key {
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut signs = text.chars();
        let first = signs.next().is_some_and(|c| c.is_ascii_alphanumeric());
        let rest = signs.all(|c| c.is_ascii_alphanumeric() || "._-".contains(c));
        (first && rest && text.len() <= 64).then(|| Self(text.to_owned()))
    }

    /// The uuid that it is, unless it is a name of the file's own.
    pub fn uuid(&self) -> Option<Uuid> {
        Uuid::try_parse(&self.0).ok().filter(|uuid| uuid.to_string() == self.0)
    }
}

string!(Key, Key::read, |key: &Key| key.0.clone(), {
    "type": "string", "pattern": KEY,
    "description": "A key within the file: a uuid in lower case, or a short name such as p1."
});

/// A name as a part of an address.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(pub String);

impl Slug {
    pub(super) fn read(text: &str) -> Option<Self> {
        let whole = |part: &str| {
            !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        };
        text.split('-').all(whole).then(|| Self(text.to_owned()))
    }
}

string!(Slug, Slug::read, |slug: &Slug| slug.0.clone(), {
    "type": "string", "pattern": SLUG,
    "description": "A name in addresses: small letters a-z, digits, single hyphens."
});

/// A word of one of the law's vocabularies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<V>(pub V);

impl<V: Vocabulary> Serialize for Word<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.word())
    }
}

impl<'de, V: Vocabulary> Deserialize<'de> for Word<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let found = V::all().iter().find(|value| value.word() == text);
        found.copied().map(Self).ok_or_else(|| D::Error::custom(V::NAME))
    }
}

impl<V: Vocabulary> JsonSchema for Word<V> {
    fn schema_name() -> Cow<'static, str> {
        V::NAME.into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let words: Vec<_> = V::all().iter().map(|value| value.word()).collect();
        let names: Vec<_> =
            V::all().iter().map(|v| format!("{}: {}", v.word(), v.swedish())).collect();
        json_schema!({
            "type": "string", "enum": words,
            "description": format!("In Swedish, {}.", names.join("; "))
        })
    }
}

/// A text. Read from the plain-text convention or from blocks; always written as blocks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Prose(pub Text);

/// Why a value is no text.
pub(super) enum Refusal {
    Plain(Vec<Mistake>),
    Blocks(TextError),
    Empty,
}

impl Prose {
    pub(super) fn read(value: &Value) -> Result<Self, Refusal> {
        let text = match value {
            Value::String(plain) => Text::from_plain(plain).map_err(Refusal::Plain)?,
            blocks => Text::parse_json(blocks.clone()).map_err(Refusal::Blocks)?,
        };
        if text.is_empty() { Err(Refusal::Empty) } else { Ok(Self(text)) }
    }

    pub fn blocks(&self) -> &[Block] {
        self.0.blocks()
    }
}

impl<'de> Deserialize<'de> for Prose {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        Self::read(&value).map_err(|_| D::Error::custom("no text"))
    }
}

impl JsonSchema for Prose {
    fn schema_name() -> Cow<'static, str> {
        "Prose".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": ["string", "array"], "format": TEXT, "minLength": 1, "minItems": 1,
            "description": "A text: a string in the plain-text convention (an empty line parts paragraphs), or an array of the blocks of paragraf-text/1. Exports write blocks."
        })
    }
}
