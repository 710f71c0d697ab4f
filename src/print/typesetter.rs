//! Typst's world for the protocol (protokoll): fixed templates, fixed fonts, the data, and no other file.

use std::sync::LazyLock;

use serde_json::Value;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook, is_default_ignorable};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::PrintError;

/// The template of the document, then the files it imports.
const TEMPLATES: [(&str, &str); 3] = [
    ("/protokoll.typ", include_str!("../../templates/typst/protokoll.typ")),
    ("/base.typ", include_str!("../../templates/typst/base.typ")),
    ("/parts.typ", include_str!("../../templates/typst/parts.typ")),
];

/// Charis SIL for text, Inter for labels and tables; each stands in for the other. SIL Open Font License.
const FONTS: [&[u8]; 8] = [
    include_bytes!("../../templates/typst/fonts/CharisSIL-Regular.ttf"),
    include_bytes!("../../templates/typst/fonts/CharisSIL-Italic.ttf"),
    include_bytes!("../../templates/typst/fonts/CharisSIL-Bold.ttf"),
    include_bytes!("../../templates/typst/fonts/CharisSIL-BoldItalic.ttf"),
    include_bytes!("../../templates/typst/fonts/Inter-Regular.otf"),
    include_bytes!("../../templates/typst/fonts/Inter-Italic.otf"),
    include_bytes!("../../templates/typst/fonts/Inter-SemiBold.otf"),
    include_bytes!("../../templates/typst/fonts/Inter-Bold.otf"),
];

/// What every document has in common, read once.
struct Press {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    templates: Vec<Source>,
    data_id: FileId,
}

static PRESS: LazyLock<Press> = LazyLock::new(|| {
    let fonts: Vec<Font> = FONTS.iter().flat_map(|file| Font::iter(Bytes::new(*file))).collect();
    let read = |(path, text): (&str, &str)| Source::new(file_id(path), text.to_owned());
    Press {
        library: LazyHash::new(Library::default()),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
        templates: TEMPLATES.into_iter().map(read).collect(),
        data_id: file_id("/data.json"),
    }
});

fn file_id(path: &str) -> FileId {
    let path = VirtualPath::new(path).expect("the paths are written above");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// One document's world: the press, and its data.
struct Job {
    press: &'static Press,
    data: Bytes,
}

impl World for Job {
    fn library(&self) -> &LazyHash<Library> {
        &self.press.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.press.book
    }

    fn main(&self) -> FileId {
        self.press.templates[0].id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let found = self.press.templates.iter().find(|template| template.id() == id);
        found.cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.press.data_id { Ok(self.data.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.press.fonts.get(index).cloned()
    }

    /// No document may depend on the day it is typeset.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

pub(super) fn typeset(data: &Value) -> Result<Vec<u8>, PrintError> {
    let options = PdfOptions {
        creator: Smart::Custom(Some("Paragraf".into())),
        timestamp: Some(stamp(data)?),
        standards: PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
            .map_err(|error| PrintError::Typeset(error.message().to_string()))?,
        ..PdfOptions::default()
    };
    let job = Job { press: &PRESS, data: Bytes::from_string(data.to_string()) };
    let pdf = typst::compile::<PagedDocument>(&job)
        .output
        .and_then(|document| typst_pdf::pdf(&document, &options))
        .map_err(|errors| PrintError::Typeset(messages(&errors)));
    // Typst remembers every document it has seen; one that holds secrets must not stay in memory.
    comemo::evict(0);
    pdf
}

/// The instant that the file says it was made: from the data, so that the same data gives the same bytes.
/// PDF/A wants one, so without a stamp it is the midnight that began the meeting's day.
fn stamp(data: &Value) -> Result<Timestamp, PrintError> {
    let text = match &data["document"]["stamp"] {
        Value::Null => {
            format!("{}T00:00:00Z", data["meeting"]["date"].as_str().unwrap_or_default())
        }
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let instant = OffsetDateTime::parse(&text, &Rfc3339).ok().filter(|at| at.offset().is_utc());
    let instant = instant.and_then(|at| {
        let (hour, minute, second) = at.time().as_hms();
        Datetime::from_ymd_hms(at.year(), at.month().into(), at.day(), hour, minute, second)
    });
    instant.map(Timestamp::new_utc).ok_or(PrintError::Stamp(text))
}

fn messages(errors: &[SourceDiagnostic]) -> String {
    let line = |error: &SourceDiagnostic| {
        let hints = error.hints.iter().map(|hint| format!(" ({})", hint.v));
        error.message.to_string() + &hints.collect::<String>()
    };
    errors.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Whether the text of a document may hold the character: a font shows it, or it is rightly invisible.
/// PDF/A forbids characters of private use even where a font has them.
pub(super) fn can_show(c: char) -> bool {
    let private = matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..);
    let covered = || PRESS.fonts.iter().any(|font| font.info().coverage.contains(u32::from(c)));
    matches!(c, '\n' | '\t') || is_default_ignorable(c) || (!private && covered())
}
