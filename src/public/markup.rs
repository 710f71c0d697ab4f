//! The one type whose words go into a page unescaped (säker HTML).

use std::fmt;

use time::Date;

use super::words;
use crate::{law, text::Text};

/// HTML that was escaped where it was made.
pub(super) struct Markup(String);

impl fmt::Display for Markup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for Markup {}

/// A text of a §; its upper heading level is `h{base}`.
pub(super) fn text(text: &Text, base: u8) -> Markup {
    Markup(text.to_html(base))
}

/// "29 september 2020" in a `time` element.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "templates lend every value")]
pub(super) fn day(day: &Date) -> Markup {
    let day = *day;
    Markup(format!("<time datetime=\"{day}\">{}</time>", law::long_date(day)))
}

/// "tisdag 29 september 2020" with the date in a `time` element.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "templates lend every value")]
pub(super) fn weekday(date: &Date) -> Markup {
    Markup(format!("{} {}", law::weekday_name(date.weekday()), day(date)))
}

/// The same as a line of its own begins: "Tisdag 29 september 2020".
#[expect(clippy::trivially_copy_pass_by_ref, reason = "templates lend every value")]
pub(super) fn heading_date(date: &Date) -> Markup {
    let name = words::capital(law::weekday_name(date.weekday()));
    Markup(format!("{name} {}", day(date)))
}
