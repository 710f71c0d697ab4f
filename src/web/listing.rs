//! Which lines of a long list are wanted (urval): by a name, a page at a time.

use serde::Deserialize;

/// What an address asks for: `?namn=ek&sida=2`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Listing {
    #[serde(rename = "namn")]
    pub(crate) name: String,
    #[serde(rename = "sida")]
    page: String,
}

impl Listing {
    /// Lines on a page.
    pub(crate) const PAGE: i64 = 100;
    pub(crate) const LINES: usize = 100;

    /// The first page is 1, and so is what is no number.
    pub(crate) fn page(&self) -> i64 {
        self.page.parse().unwrap_or(1).clamp(1, 10_000)
    }

    /// Lines on the pages before.
    pub(crate) fn before(&self) -> i64 {
        (self.page() - 1) * Self::PAGE
    }

    /// The address of another page of the same list.
    pub(crate) fn address(&self, page: i64) -> String {
        format!("?namn={}&sida={page}", crate::error::encode(&self.name))
    }

    /// For `ilike`: a name that holds what is typed.
    pub(crate) fn pattern(&self) -> String {
        let typed = self.name.trim().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        format!("%{typed}%")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_searched_for_as_it_stands() {
        let listing = Listing { name: " 50%_\\ ".into(), page: "x".into() };
        assert_eq!(listing.pattern(), r"%50\%\_\\%");
        assert_eq!((listing.page(), listing.before()), (1, 0));
        assert_eq!(Listing { page: "3".into(), ..listing }.before(), 200);
    }
}
