//! Which characters a text may hold (tillåtna tecken), and single-line fields.

use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

/// What a word processor's space bar, Tab and Enter give; runs of them are one space.
pub(super) fn is_ordinary_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

/// Control, bidirectional, zero-width and other invisible characters: two texts that look alike
/// must be alike.
pub(super) fn is_refused(c: char) -> bool {
    if is_ordinary_space(c) {
        return false;
    }
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}' | '\u{e0000}'..='\u{e0fff}')
}

pub(super) fn normal_form(text: &str) -> String {
    text.nfc().collect()
}

#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum LineError {
    #[error("Skriv högst {0} tecken.")]
    TooLong(usize),
    #[error("Skriv på en enda rad.")]
    SeveralLines,
    #[error("Texten innehåller ett tecken som inte kan sparas. Skriv om den.")]
    Character(char),
}

/// A title or a name as it is kept: composed, trimmed, single spaces; `max` characters.
pub fn clean_line(typed: &str, max: usize) -> Result<String, LineError> {
    let typed = typed.trim();
    if let Some(c) = typed.chars().find(|&c| is_refused(c)) {
        return Err(LineError::Character(c));
    }
    if typed.contains(['\n', '\r']) {
        return Err(LineError::SeveralLines);
    }
    let line = normal_form(&single_spaces(typed));
    if line.chars().count() > max { Err(LineError::TooLong(max)) } else { Ok(line) }
}

pub(super) fn single_spaces(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        if !is_ordinary_space(c) {
            out.push(c);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_composed_and_single_spaced() {
        assert_eq!(clean_line("  A\u{30a}sa \t  Öberg ", 20).unwrap(), "Åsa Öberg");
        assert_eq!(clean_line(" \t ", 20).unwrap(), "");
        assert_eq!(clean_line("§\u{a0}22", 20).unwrap(), "§\u{a0}22");
    }

    #[test]
    fn a_line_says_in_swedish_what_is_wrong() {
        let say = |typed: &str| clean_line(typed, 5).unwrap_err().to_string();
        assert_eq!(say("åäöåäö"), "Skriv högst 5 tecken.");
        assert_eq!(say("a\nb"), "Skriv på en enda rad.");
        for bad in
            ["a\0", "a\u{202e}b", "a\u{200b}b", "a\u{7}", "\u{2066}x", "a\u{85}b", "\u{feff}a"]
        {
            assert!(
                say(bad).starts_with("Texten innehåller ett tecken som inte kan sparas."),
                "{bad:?}"
            );
        }
    }
}
