//! The nodes of a text: block (stycke, rubrik, lista, tabell) and inline (textdel, radbrytning).

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "t", deny_unknown_fields)]
pub enum Block {
    #[serde(rename = "p")]
    Paragraph {
        #[serde(rename = "c")]
        content: Vec<Inline>,
    },
    /// Only outside lists; holds no hard breaks.
    #[serde(rename = "h")]
    Heading {
        level: Level,
        #[serde(rename = "c")]
        content: Vec<Inline>,
    },
    /// Each item begins with a paragraph and holds paragraphs and lists.
    #[serde(rename = "ul")]
    Bullets { items: Vec<Vec<Block>> },
    #[serde(rename = "ol")]
    Numbered {
        #[serde(default = "one", skip_serializing_if = "is_one")]
        start: u32,
        items: Vec<Vec<Block>>,
    },
    /// Only outside lists.
    #[serde(rename = "table")]
    Table(Table),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Empty when there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub caption: String,
    pub head: Vec<Vec<Inline>>,
    /// Each as wide as `head`; cells hold no hard breaks.
    pub rows: Vec<Vec<Vec<Inline>>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub enum Level {
    Upper,
    Lower,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Spelled", into = "Spelled")]
pub enum Inline {
    Run(Run),
    Break,
}

/// Words with one format.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Run {
    pub words: String,
    pub bold: bool,
    pub italic: bool,
    /// An address that `link::canonical` has passed.
    pub link: Option<String>,
}

impl Run {
    /// The same format without words.
    pub(super) fn format(&self) -> Self {
        Self { words: String::new(), bold: self.bold, italic: self.italic, link: self.link.clone() }
    }

    pub(super) fn has_format_of(&self, other: &Self) -> bool {
        self.bold == other.bold && self.italic == other.italic && self.link == other.link
    }
}

/// An inline as it stands in JSON: `{"s":"…","b":true,"i":true,"href":"…"}` or `{"br":true}`.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Spelled {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    s: Option<String>,
    #[serde(default, skip_serializing_if = "is_false")]
    b: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    i: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    href: Option<String>,
    #[serde(default, skip_serializing_if = "is_false")]
    br: bool,
}

impl TryFrom<Spelled> for Inline {
    type Error = &'static str;

    fn try_from(spelled: Spelled) -> Result<Self, Self::Error> {
        match spelled {
            Spelled { s: Some(words), b, i, href, br: false } => {
                Ok(Self::Run(Run { words, bold: b, italic: i, link: href }))
            }
            Spelled { s: None, b: false, i: false, href: None, br: true } => Ok(Self::Break),
            Spelled { .. } => Err("an inline is either words or a hard break"),
        }
    }
}

impl From<Inline> for Spelled {
    fn from(inline: Inline) -> Self {
        match inline {
            Inline::Run(Run { words, bold, italic, link }) => {
                Self { s: Some(words), b: bold, i: italic, href: link, br: false }
            }
            Inline::Break => Self { s: None, b: false, i: false, href: None, br: true },
        }
    }
}

impl TryFrom<u8> for Level {
    type Error = &'static str;

    fn try_from(level: u8) -> Result<Self, Self::Error> {
        match level {
            1 => Ok(Self::Upper),
            2 => Ok(Self::Lower),
            _ => Err("a heading has level 1 or 2"),
        }
    }
}

impl From<Level> for u8 {
    fn from(level: Level) -> Self {
        match level {
            Level::Upper => 1,
            Level::Lower => 2,
        }
    }
}

fn one() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature serde calls")]
fn is_one(start: &u32) -> bool {
    *start == 1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature serde calls")]
fn is_false(flag: &bool) -> bool {
    !flag
}
