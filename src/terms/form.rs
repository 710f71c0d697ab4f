//! What an administrator types or chooses about a new term (formuläret för mandatperioden).

use std::collections::BTreeMap;

use axum::extract::{Multipart, multipart::MultipartRejection};
use time::Date;
use uuid::Uuid;

use super::{entry::Days, upload};
use crate::{
    law::coming_term,
    web::{FieldErrors, Fields},
};

/// As it was sent.
#[derive(Clone, Debug, Default)]
pub(super) struct TermForm {
    /// Chosen when the empty form is shown, so that a form sent twice makes one term.
    pub(super) key: Uuid,
    pub(super) rows: String,
    pub(super) first_day: String,
    pub(super) last_day: String,
    /// The name of the file that the rows came from.
    pub(super) source: String,
    /// The mark of what was reviewed.
    pub(super) seen: String,
    /// Save, rather than review.
    pub(super) saves: bool,
    /// Who is who, by field.
    pub(super) chosen: BTreeMap<String, String>,
}

impl TermForm {
    pub(super) fn blank(today: Date) -> Self {
        let first_day = coming_term(today).to_string();
        Self { key: Uuid::now_v7(), first_day, ..Self::default() }
    }

    pub(super) fn of(fields: Fields) -> Self {
        let mut form = Self { key: Uuid::now_v7(), ..Self::default() };
        for (name, value) in fields {
            match name.as_str() {
                "nyckel" => form.key = value.parse().unwrap_or(form.key),
                "rows" => form.rows = value,
                "first_day" => form.first_day = value,
                "last_day" => form.last_day = value,
                "source" => form.source = value,
                "sett" => form.seen = value,
                "atgard" => form.saves = value == "spara",
                name if name.starts_with("vem-") => {
                    form.chosen.insert(name.to_owned(), value);
                }
                _ => {}
            }
        }
        form
    }

    /// The same from a form with a file in it; notes what is wrong with the file.
    pub(super) async fn uploaded(
        sent: Result<Multipart, MultipartRejection>,
        today: Date,
        errors: &mut FieldErrors,
    ) -> Self {
        let mut form = Self::blank(today);
        let Ok(mut sent) = sent else {
            errors.add("file", "Välj en fil.");
            return form;
        };
        let mut found = None;
        loop {
            let field = match sent.next_field().await {
                Ok(Some(field)) => field,
                Ok(None) => break,
                Err(_) => {
                    errors.add("file", "Filen kom inte fram hel. Välj den igen.");
                    return form;
                }
            };
            if field.name() != Some("file") {
                continue;
            }
            let name = field.file_name().unwrap_or_default().to_owned();
            let bytes = field.bytes().await;
            found = bytes
                .ok()
                .filter(|bytes| !bytes.is_empty() || !name.is_empty())
                .map(|bytes| (name, bytes));
        }
        match found.map(|(name, bytes)| (name, upload::read(&bytes))) {
            Some((name, Ok(rows))) => {
                form.source = name.chars().filter(|c| !c.is_control()).take(200).collect();
                form.rows = rows.replace("\r\n", "\n");
            }
            Some((_, Err(why))) => errors.add("file", why),
            None => errors.add("file", "Välj en fil."),
        }
        form
    }

    /// The days for rows without days of their own.
    pub(super) fn days(&self, errors: &mut FieldErrors) -> Days {
        let first = errors.optional_day("first_day", &self.first_day).flatten();
        let last = errors.optional_day("last_day", &self.last_day).flatten();
        if first.zip(last).is_some_and(|(first, last)| last < first) {
            errors.add("last_day", "Sista dagen kan inte vara före första dagen.");
        }
        Days { first, last }
    }
}
