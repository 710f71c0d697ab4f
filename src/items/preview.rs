//! A text as it will be read, made while it is written (förhandsvisning).

use askama::Template;
use askama_web::WebTemplate;
use serde::Deserialize;

use crate::{
    accounts::Viewer,
    text::Text,
    web::{Form, unprintable},
};

/// A part's own headings come below its heading, which is an `h2`.
const BASE_HEADING: u8 = 3;

/// The text as it will be read, or what has to be corrected in it.
#[derive(Default, Template, WebTemplate)]
#[template(path = "items/preview.html")]
pub(super) struct Preview {
    /// Safe HTML.
    html: String,
    mistakes: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct PreviewForm {
    #[serde(default)]
    text: String,
}

pub(super) async fn create(_: Viewer, Form(form): Form<PreviewForm>) -> Preview {
    Preview::of(&form.text)
}

impl Preview {
    /// The preview of a text in the plain convention.
    pub(super) fn of(plain: &str) -> Self {
        match Text::from_plain(plain) {
            Ok(text) => match unprintable(&text.to_words()) {
                None => Self { html: text.to_html(BASE_HEADING), ..Self::default() },
                Some(mistake) => Self { mistakes: vec![mistake], ..Self::default() },
            },
            Err(mistakes) => Self {
                mistakes: mistakes.iter().map(ToString::to_string).collect(),
                ..Self::default()
            },
        }
    }
}
