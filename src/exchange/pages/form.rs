//! The files that somebody sends (uppladdade filer), from the file field or as they were reviewed.

use axum::extract::{Multipart, multipart::MultipartRejection};
use serde::Deserialize;

use crate::web::FieldErrors;

/// As many as one page brings in; more are the operator's.
const MOST: usize = 50;

/// A file with its name.
#[derive(Clone, Debug, Default)]
pub(super) struct Sent {
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
}

/// What was chosen.
#[derive(Debug, Default)]
pub(super) struct Chosen {
    pub(super) files: Vec<Sent>,
    pub(super) shadow: bool,
}

/// The files as they were reviewed, each with its name at the same place.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Reviewed {
    #[serde(default)]
    namn: Vec<String>,
    #[serde(default)]
    fil: Vec<String>,
    #[serde(default)]
    skugga: String,
}

impl Chosen {
    pub(super) async fn uploaded(
        sent: Result<Multipart, MultipartRejection>,
        errors: &mut FieldErrors,
    ) -> Self {
        let mut chosen = Self::default();
        let Ok(mut sent) = sent else {
            errors.add("file", "Välj en fil.");
            return chosen;
        };
        loop {
            let field = match sent.next_field().await {
                Ok(Some(field)) => field,
                Ok(None) => break,
                Err(_) => {
                    errors.add("file", "Filerna kom inte fram hela. Välj dem igen.");
                    return chosen;
                }
            };
            match field.name() {
                Some("file") => {
                    let name = field.file_name().unwrap_or_default();
                    let name: String = name.chars().filter(|c| !c.is_control()).take(200).collect();
                    let bytes = field.bytes().await.unwrap_or_default().to_vec();
                    if !name.is_empty() || !bytes.is_empty() {
                        chosen.files.push(Sent { name, bytes });
                    }
                }
                Some("skugga") => chosen.shadow = true,
                Some(_) | None => {}
            }
        }
        chosen.check(errors);
        chosen
    }

    pub(super) fn reviewed(form: Reviewed, errors: &mut FieldErrors) -> Self {
        let names = form.namn.into_iter().chain(std::iter::repeat(String::new()));
        let files = form.fil.into_iter().zip(names);
        let files = files.map(|(file, name)| Sent { name, bytes: file.into_bytes() });
        let chosen = Self { files: files.collect(), shadow: !form.skugga.is_empty() };
        chosen.check(errors);
        chosen
    }

    fn check(&self, errors: &mut FieldErrors) {
        if self.files.is_empty() {
            errors.add("file", "Välj en fil.");
        }
        if self.files.len() > MOST {
            errors.add("file", "Välj högst 50 filer åt gången.");
        }
    }
}
