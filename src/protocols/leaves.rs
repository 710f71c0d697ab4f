//! The leaves (blad) of a record: what each signature covers.

use super::record::{Part as RecordPart, Record, RecordItem};
use crate::seal::{CanonicalError, Leaf, Part, Salt, canonical, reuse};

/// One leaf for the front page, one for the head of each §, one for each section or decision (decisions 6).
///
/// What is unchanged since `previous` keeps its salt and hash; the rest takes a fresh salt.
pub(crate) fn leaves(
    record: &Record,
    previous: &[Leaf],
    mut fresh: impl FnMut() -> Salt,
) -> Result<Vec<Leaf>, CanonicalError> {
    let mut contents = vec![(Part::Front, canonical(&record.front)?)];
    for item in &record.items {
        let head = RecordItem { parts: vec![], ..item.clone() };
        contents.push((Part::Item(item.id), canonical(&head)?));
        for part in &item.parts {
            contents.push((name(item, part), canonical(part)?));
        }
    }
    Ok(contents
        .into_iter()
        .map(|(part, content)| reuse(previous, part, content, fresh()))
        .collect())
}

fn name(item: &RecordItem, part: &RecordPart) -> Part {
    match part {
        RecordPart::Text { id, .. }
        | RecordPart::Proposal { id, .. }
        | RecordPart::Vote { id, .. } => Part::Section { item: item.id, section: *id },
        RecordPart::Decision { id, .. } => Part::Decision { item: item.id, decision: *id },
    }
}
