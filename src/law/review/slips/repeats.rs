//! Doubled spaces and words, and headings with nothing under them (dubbelskrivning, tom rubrik).

use super::{Around, Slip, TextFacts, TextRule};
use crate::law::review::{Field, Severity};

pub(super) const RULES: &[TextRule] =
    &[one_space_between_words, each_word_once, heading_has_a_text];

/// Words that good Swedish may have twice: "det det gäller".
const TWICE: [&str; 6] = ["var", "det", "den", "de", "är", "har"];

/// TXT-06.
fn one_space_between_words(_: &Around<'_>, text: &TextFacts) -> Option<Slip> {
    let doubled = text.text.lines().find_map(|line| line.trim().split_once("  "))?;
    let before = doubled.0.split_whitespace().next_back()?;
    let what = format!("dubbla mellanslag efter ”{before}”.");
    Some(Slip("TXT-06", Severity::Hint, what))
}

/// TXT-07: "att att".
fn each_word_once(_: &Around<'_>, text: &TextFacts) -> Option<Slip> {
    let doubled = text.text.lines().find_map(|line| {
        let words: Vec<_> = line.split_whitespace().collect();
        let pair = words.windows(2).find(|pair| {
            let second = pair[1].trim_end_matches(['.', ',', ';', ':']);
            pair[0].to_lowercase() == second
                && second.chars().all(char::is_lowercase)
                && !TWICE.contains(&second)
        })?;
        Some(pair[0].to_lowercase())
    })?;
    Some(Slip("TXT-07", Severity::Hint, format!("ordet ”{doubled}” står två gånger i rad.")))
}

/// TXT-08.
fn heading_has_a_text(_: &Around<'_>, text: &TextFacts) -> Option<Slip> {
    let headed = matches!(text.at, Field::Section(_)) && !text.field.trim().is_empty();
    let what = "rubriken har ingen text under sig.".to_owned();
    (headed && text.text.trim().is_empty()).then_some(Slip("TXT-08", Severity::Practice, what))
}

#[cfg(test)]
mod tests {
    use super::super::testing::ids;

    #[test]
    fn txt_06_there_is_one_space_between_words() {
        assert_eq!(ids("Nämnden  godkänner."), ["TXT-06"]);
        assert_eq!(ids("  Nämnden godkänner.  \n  Den är\tklar."), [""; 0]);
    }

    #[test]
    fn txt_07_a_word_stands_once() {
        for text in ["beslutar att att godkänna", "Och och så."] {
            assert_eq!(ids(text), ["TXT-07"], "{text}");
        }
        for text in ["det det gäller", "Bo Bo", "steg, steg", "5 5", "att\natt"] {
            assert_eq!(ids(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn txt_08_a_heading_has_a_text_under_it() {
        assert_eq!(ids(" "), ["TXT-08"]);
    }
}
