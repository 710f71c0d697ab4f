//! Addresses that a text may link to (länkar): http, https and mailto in one spelling.

use super::characters::{is_refused, normal_form};

const MAX_LENGTH: usize = 2_000;

/// The one spelling of an address, or `None` when a text may not link to it.
pub(super) fn canonical(typed: &str) -> Option<String> {
    let typed = normal_form(typed.trim());
    if typed.chars().any(|c| c.is_whitespace() || is_refused(c)) {
        return None;
    }
    let (scheme, rest) = typed.split_once(':')?;
    let scheme = scheme.to_ascii_lowercase();
    let sound = match scheme.as_str() {
        "http" | "https" => rest.strip_prefix("//").is_some_and(has_host),
        "mailto" => {
            let mut parts = rest.split('?').next().unwrap_or_default().split('@');
            parts.next().is_some_and(|who| !who.is_empty())
                && parts.next().is_some_and(|host| host.chars().any(char::is_alphanumeric))
        }
        _ => false,
    };
    let address = format!("{scheme}:{}", percent_encoded(rest));
    (sound && address.chars().count() <= MAX_LENGTH).then_some(address)
}

/// Does `text` look like an address, so that the writer should hear why it became no link?
pub(super) fn looks_like_address(text: &str) -> bool {
    let scheme = text.split_once(':').map_or("", |(scheme, _)| scheme);
    let named = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+.-".contains(c));
    named || text.starts_with("www.") || text.starts_with('/')
}

/// A host of letters or digits, and no `user@` that could pass for another host.
fn has_host(rest: &str) -> bool {
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    authority.starts_with(char::is_alphanumeric) && !authority.contains(['@', '\\'])
}

/// Encodes the signs that the plain-text convention or HTML could take for their own.
fn percent_encoded(rest: &str) -> String {
    let mut out = String::with_capacity(rest.len());
    for c in rest.chars() {
        if "()[]{}<>\"'`\\|^*".contains(c) {
            out.push('%');
            out.extend(
                [u32::from(c) >> 4, u32::from(c) & 15]
                    .iter()
                    .filter_map(|d| char::from_digit(*d, 16))
                    .map(|d| d.to_ascii_uppercase()),
            );
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_and_mail_addresses_are_links() {
        for good in ["https://lund.se/a?b=c&d#e", "http://å.se", "mailto:kansli@lund.se?subject=x"]
        {
            assert_eq!(canonical(good).as_deref(), Some(good));
        }
        for bad in [
            "javascript:alert(1)",
            "JAVASCRIPT:alert(1)",
            "data:text/html,x",
            "//lund.se",
            "lund.se",
            "https:",
            "https://",
            "https://lund.se@evil.example",
            "https:lund.se",
            "java\nscript:x",
            "mailto:",
            "mailto:@",
            "https://a b",
            "https://a\u{202e}b",
            "https://a\\@b",
            "ftp://a.se",
            "",
        ] {
            assert_eq!(canonical(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn one_spelling_per_address() {
        assert_eq!(
            canonical("HTTPS://a.se/x_(y)|z").as_deref(),
            Some("https://a.se/x_%28y%29%7Cz")
        );
    }
}
