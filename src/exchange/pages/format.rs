//! The published description of the format and a page about it (utbytesformat).

use std::sync::LazyLock;

use askama::Template;
use askama_web::WebTemplate;
use axum::{http::header, response::IntoResponse};

use crate::exchange::schema::schema as described;

static SCHEMA: LazyLock<String> = LazyLock::new(|| format!("{:#}\n", described()));

/// A whole file, as small as it can be.
const EXAMPLE: &str = include_str!("example.json");

#[derive(Template, WebTemplate)]
#[template(path = "exchange/format.html")]
pub(super) struct FormatPage {
    example: &'static str,
}

pub(super) async fn show() -> FormatPage {
    FormatPage { example: EXAMPLE }
}

pub(super) async fn schema() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/schema+json; charset=utf-8")], SCHEMA.as_str())
}

#[cfg(test)]
mod tests {
    use super::EXAMPLE;
    use crate::exchange::read;

    // DEC-08: the example that people copy is a file of the format.
    #[test]
    fn dec_08_the_example_of_the_page_can_be_read() {
        assert!(read(EXAMPLE.as_bytes()).is_ok());
    }
}
