//! The part of an address that stands for a name (adressnamn).

use crate::text::slug;

/// First words of addresses that belong to no municipality.
const RESERVED: [&str; 23] = [
    "adress",
    "arbete",
    "aterstallning",
    "bild",
    "data",
    "healthz",
    "inbjudan",
    "integritet",
    "justera",
    "logga-in",
    "logga-ut",
    "losenord",
    "om",
    "oparl",
    "ordlista",
    "rakna-ut",
    "readyz",
    "robots",
    "sitemap",
    "skript",
    "stil",
    "tillganglighet",
    "verifiera",
];

/// The longest slug of a municipality, in characters.
const LONGEST: usize = 60;

/// Why a word cannot be a municipality's slug.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum SlugError {
    #[error("Skriv 2–60 tecken: små bokstäver a–z, siffror och enkla bindestreck mellan dem.")]
    Form,
    #[error("Adressen /{0} används redan för annat i Paragraf. Skriv ett annat adressnamn.")]
    Reserved(String),
}

/// The slug that was typed, or that of the short name where none was.
pub(super) fn parse(typed: &str, short_name: &str) -> Result<String, SlugError> {
    let typed = typed.trim();
    let word = if typed.is_empty() { slug(short_name, LONGEST) } else { typed.to_owned() };
    if word.len() < 2 || word != slug(&word, LONGEST) {
        return Err(SlugError::Form);
    }
    if RESERVED.contains(&word.as_str()) {
        return Err(SlugError::Reserved(word));
    }
    Ok(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_slug_is_kept_or_refused_but_never_changed() {
        assert_eq!(parse("laxa", "Laxå").as_deref(), Ok("laxa"));
        assert_eq!(parse(" ", "Laxå").as_deref(), Ok("laxa"));
        for wrong in ["Laxa", "laxå", "-laxa", "la--xa", "l", "a/b"] {
            assert_eq!(parse(wrong, "Laxå"), Err(SlugError::Form), "{wrong}");
        }
    }

    #[test]
    fn addresses_without_municipality_are_reserved() {
        for word in RESERVED {
            assert_eq!(parse(word, "Laxå"), Err(SlugError::Reserved(word.to_owned())));
        }
        assert_eq!(parse("", "Om"), Err(SlugError::Reserved("om".to_owned())));
    }
}
