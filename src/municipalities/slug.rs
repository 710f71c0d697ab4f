//! The part of an address that stands for a name (adressnamn).

/// First words of addresses that belong to no municipality.
const RESERVED: [&str; 20] = [
    "arbete",
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

/// The slug of a name: å and ä become a, ö becomes o, all else than letters and digits a hyphen; at most `longest` characters.
pub(crate) fn slug_of(name: &str, longest: usize) -> String {
    let mut slug = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        let plain = match c {
            'å' | 'ä' | 'á' | 'à' | 'æ' => 'a',
            'ö' | 'ø' | 'ó' | 'ô' => 'o',
            'é' | 'è' | 'ë' => 'e',
            'ü' => 'u',
            other => other,
        };
        if plain.is_ascii_alphanumeric() {
            slug.push(plain);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(longest);
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// The slug that was typed, or that of the name where none was.
pub(super) fn parse(typed: &str, name: &str) -> Result<String, SlugError> {
    let typed = typed.trim();
    let slug = if typed.is_empty() { slug_of(name, LONGEST) } else { typed.to_owned() };
    if slug.len() < 2 || slug != slug_of(&slug, LONGEST) {
        return Err(SlugError::Form);
    }
    if RESERVED.contains(&slug.as_str()) {
        return Err(SlugError::Reserved(slug));
    }
    Ok(slug)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_made_of_the_name_without_swedish_letters() {
        assert_eq!(
            slug_of("Örebro län – Åmåls & Älvdalens kommun ", 60),
            "orebro-lan-amals-alvdalens-kommun"
        );
        assert_eq!(slug_of("Laxå kommun", 5), "laxa");
        assert_eq!(slug_of("–", 60), "");
    }

    #[test]
    fn a_typed_slug_is_kept_or_refused_but_never_changed() {
        assert_eq!(parse("laxa", "Laxå kommun").as_deref(), Ok("laxa"));
        assert_eq!(parse(" ", "Laxå kommun").as_deref(), Ok("laxa-kommun"));
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
