//! A form with numbered rows (radvis formulär), kept as it was typed.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Every field by its name; rows are numbered from 1, as in `dag_1`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(transparent)]
pub(crate) struct Typed(BTreeMap<String, String>);

impl Typed {
    /// What was typed in a field; empty if the field was not sent.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    pub(crate) fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.insert(name.into(), value.into());
    }

    /// Every field that was sent or set.
    pub(crate) fn all(&self) -> &BTreeMap<String, String> {
        &self.0
    }

    pub(crate) fn ticked(&self, name: &str) -> bool {
        self.get(name) == "ja"
    }

    /// The number of rows that were sent, by the field that each of them has; from 1 to `max`.
    pub(crate) fn rows(&self, field: &str, max: usize) -> usize {
        (1..=max).rev().find(|n| self.0.contains_key(&format!("{field}_{n}"))).unwrap_or(1)
    }

    /// A row more was asked for.
    pub(crate) fn wants_row(&self) -> bool {
        self.get("atgard") == "lagg-till-rad"
    }

    /// The identifier that a form carries, so that sending it twice makes one thing.
    pub(crate) fn id(&self, name: &str) -> Option<uuid::Uuid> {
        self.get(name).parse().ok()
    }
}
