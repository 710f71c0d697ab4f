//! The closed document model `paragraf-text/1` of an item's text (paragrafens text): one
//! representation per text.
//!
//! A [`Text`] is always normalised, however it came in, so that equal texts have equal bytes and
//! equal hashes.

mod changes;
mod characters;
mod html;
mod inline;
mod link;
mod model;
mod normal;
mod outline;
mod print;
mod slug;
mod spelling;
mod table;
#[cfg(test)]
mod tests;
mod words;

use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use changes::changes;
pub use characters::{LineError, clean_line};
pub use model::{Block, Inline, Level, Run, Table};
pub use slug::slug;

/// The name of this model and version, for what is exported or signed.
pub const FORMAT: &str = "paragraf-text/1";
/// Characters in one text, each block, item, cell and run counted as one more.
pub const MAX_SIZE: usize = 200_000;
/// Lists within lists.
pub const MAX_DEPTH: usize = 6;

/// A normalised text. JSON is the array of its blocks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Block>")]
pub struct Text(Vec<Block>);

impl Text {
    /// Validates and normalises a tree.
    pub fn new(blocks: Vec<Block>) -> Result<Self, TextError> {
        normal::tree(blocks).map(Self)
    }

    /// Reads the plain-text convention of the textarea; all mistakes at once, at most twenty.
    ///
    /// An empty line parts paragraphs; a line break is a space, or a hard break after two spaces or
    /// a backslash. `# ` and `## ` are headings, `- ` and `1. ` items, two spaces' indent nests.
    /// `*kursiv*`, `**fet**`, `[text](https://…)`. A table is `| a | b |` with `|---|---|` below
    /// its first row and, if wanted, `Tabell: …` on the line above. A backslash takes the meaning
    /// from the sign after it, and `\~` beside asterisks makes them count within a word.
    pub fn from_plain(plain: &str) -> Result<Self, Vec<Mistake>> {
        outline::read(plain)
    }

    /// Writes the plain-text convention; [`Text::from_plain`] gives the same text back.
    pub fn to_plain(&self) -> String {
        spelling::write(&self.0)
    }

    /// Reads what the editor sends or the database keeps.
    pub fn parse_json(json: serde_json::Value) -> Result<Self, TextError> {
        let blocks: Vec<Block> =
            serde_json::from_value(json).map_err(|e| TextError::Malformed(e.to_string()))?;
        Self::new(blocks)
    }

    /// Escaped HTML; the upper heading level is `h{base_heading}`.
    pub fn to_html(&self, base_heading: u8) -> String {
        html::write(&self.0, base_heading)
    }

    /// The data that the print templates interpret.
    pub fn to_print(&self) -> serde_json::Value {
        print::write(&self.0)
    }

    /// The words without markup, one line per paragraph, item paragraph or table row, cells parted
    /// by tabs.
    pub fn to_words(&self) -> String {
        words::write(&self.0)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn blocks(&self) -> &[Block] {
        &self.0
    }
}

impl TryFrom<Vec<Block>> for Text {
    type Error = TextError;

    fn try_from(blocks: Vec<Block>) -> Result<Self, TextError> {
        Self::new(blocks)
    }
}

/// Something to correct in a plain text.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("Rad {line}: {sentence}")]
pub struct Mistake {
    /// Counted from 1.
    pub line: usize,
    /// A Swedish sentence that says what is wrong and what to do.
    pub sentence: String,
}

/// Why a tree is no text of this model.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TextError {
    /// The cause is for the log only.
    #[error("Texten har ett format som inte kan läsas. Ladda om sidan och försök igen.")]
    Malformed(String),
    #[error("Listorna har för många nivåer. Använd högst {MAX_DEPTH}.")]
    TooDeep,
    #[error("Texten är för lång. Dela upp den eller lägg en del i en bilaga.")]
    TooLarge,
    #[error("Rubriker och tabeller kan inte stå i en lista. Flytta ut dem ur listan.")]
    Misplaced,
    #[error("En numrerad lista kan börja på högst {max}.", max = normal::MAX_START)]
    Start,
    #[error("Alla rader i en tabell måste ha lika många celler som rubrikraden, minst en.")]
    UnevenTable,
    #[error(
        "En länk måste börja med https://, http:// eller mailto: och leda till en giltig adress."
    )]
    Link,
    #[error("Texten innehåller ett tecken som inte kan sparas (U+{:04X}). \
             Skriv om det stället.", u32::from(*.0))]
    Character(char),
}
