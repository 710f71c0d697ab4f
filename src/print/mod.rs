//! Typesetting the protocol (protokoll) as a PDF for the archive and for every reader.
//!
//! Typst runs as a library in a world of its own: the templates and the fonts are part of the program,
//! the data is one file in memory, and nothing else can be read. The strings of the data are shown,
//! never evaluated.

mod typesetter;

use serde_json::Value;
use tokio::sync::Semaphore;

/// Why no document came: for the log.
#[derive(Debug, thiserror::Error)]
pub enum PrintError {
    /// What Typst said, with its hints, one message a line: a fault in the data or in the template.
    #[error("the document could not be typeset: {0}")]
    Typeset(String),
    /// `document.stamp` is there, but not an instant of the form `2020-09-08T12:31:00Z`.
    #[error("document.stamp is not an instant in UTC: {0}")]
    Stamp(String),
    /// The thread that typeset ended without an answer.
    #[error("typesetting stopped before its end: {0}")]
    Stopped(#[from] tokio::task::JoinError),
}

/// Typesetting takes one core and up to 150 MB, so one document at a time.
static ONE_AT_A_TIME: Semaphore = Semaphore::const_new(1);

/// The protocol as PDF/A-2a and PDF/UA-1 in one file; the same data gives the same bytes.
///
/// Blocks for as long as the document is long: from a handler, call [`protocol_in_background`].
///
/// # Errors
/// When the data (its fields are listed in `templates/typst/protokoll.typ`) lacks a field that the template needs, holds a character that no font can show
/// (see [`uncovered`]), or has a `document.stamp` that is no instant.
pub fn protocol(data: &Value) -> Result<Vec<u8>, PrintError> {
    typesetter::typeset(data)
}

/// [`protocol`] on a thread for blocking work, after those that were asked for before it.
pub async fn protocol_in_background(data: Value) -> Result<Vec<u8>, PrintError> {
    let turn = ONE_AT_A_TIME.acquire().await;
    tokio::task::spawn_blocking(move || {
        let _turn = turn;
        protocol(&data)
    })
    .await?
}

/// The characters in `text` that no bundled font can show, each once, in order of appearance.
///
/// The standards forbid a missing glyph, so one such character stops the whole document: refuse it
/// when text is saved. Line breaks, tabs and the invisible characters of Unicode never stop it.
pub fn uncovered(text: &str) -> Vec<char> {
    let mut found = Vec::new();
    for c in text.chars() {
        if !typesetter::can_show(c) && !found.contains(&c) {
            found.push(c);
        }
    }
    found
}

#[cfg(test)]
mod tests;
