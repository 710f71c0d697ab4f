//! What is wrong with a row (fel på en rad).

/// A sentence about a row, or about all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mistake {
    /// The line of the text.
    pub(super) line: Option<u64>,
    pub(super) words: String,
}

impl Mistake {
    pub(super) fn on(line: Option<u64>, words: impl Into<String>) -> Self {
        Self { line, words: words.into() }
    }
}
