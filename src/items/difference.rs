//! What differs, field by field, between what one has typed and what another has saved (skillnader).

use super::{
    form::{Field, ItemForm},
    revision::line,
};
use crate::text::{self, Text};

/// A field that differs, with both texts.
#[derive(Clone, Debug)]
pub(super) struct Difference {
    pub(super) name: String,
    pub(super) label: String,
    pub(super) typed: String,
    pub(super) saved: String,
    /// From what is saved to what is typed, as safe HTML.
    pub(super) changes: String,
    /// The form has no such field: another added the part, or it was taken away here.
    pub(super) only_saved: bool,
}

/// The differing fields, in the order of the form; after them those that only the saved § has.
pub(super) fn differences(typed: &ItemForm, saved: &ItemForm) -> Vec<Difference> {
    let (mine, theirs) = (typed.fields(), saved.fields());
    let other = |all: &[Field], name: &str| {
        all.iter().find(|field| field.name == name).map(|field| field.typed.clone())
    };
    let here = mine.iter().map(|field| {
        let saved = other(&theirs, &field.name).unwrap_or_default();
        difference(field, field.typed.clone(), saved, false)
    });
    let there = theirs.iter().filter(|field| other(&mine, &field.name).is_none());
    let there = there.map(|field| difference(field, String::new(), field.typed.clone(), true));
    here.chain(there).filter(|difference| difference.typed != difference.saved).collect()
}

fn difference(field: &Field, typed: String, saved: String, only_saved: bool) -> Difference {
    let changes = text::changes(&readable(&saved), &readable(&typed));
    let (name, label) = (field.name.clone(), field.label.clone());
    Difference { name, label, typed, saved, changes, only_saved }
}

/// The text, or its lines as they stand where the convention is not followed.
fn readable(plain: &str) -> Text {
    Text::from_plain(plain).unwrap_or_else(|_| {
        let shown = |c: &char| !c.is_control();
        let lines =
            plain.lines().map(|words| line(&words.chars().filter(shown).collect::<String>()));
        Text::new(lines.collect()).unwrap_or_default()
    })
}
