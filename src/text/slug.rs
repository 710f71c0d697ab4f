//! A name as a part of an address (adressnamn).

/// The slug of a name: å and ä become a, ö becomes o, all else than letters and digits a hyphen; at most `longest` characters.
pub fn slug(name: &str, longest: usize) -> String {
    let mut word = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        let plain = match c {
            'å' | 'ä' | 'á' | 'à' | 'æ' => 'a',
            'ö' | 'ø' | 'ó' | 'ô' => 'o',
            'é' | 'è' | 'ë' => 'e',
            'ü' => 'u',
            other => other,
        };
        if plain.is_ascii_alphanumeric() {
            word.push(plain);
        } else if !word.is_empty() && !word.ends_with('-') {
            word.push('-');
        }
    }
    word.truncate(longest);
    word.truncate(word.trim_end_matches('-').len());
    word
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_made_of_the_name_without_swedish_letters() {
        assert_eq!(
            slug("Örebro län – Åmåls & Älvdalens kommun ", 60),
            "orebro-lan-amals-alvdalens-kommun"
        );
        assert_eq!(slug("Laxå kommun", 5), "laxa");
        assert_eq!(slug("–", 60), "");
    }
}
