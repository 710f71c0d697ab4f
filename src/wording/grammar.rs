//! Small Swedish grammar: lists, genitive, capitals, clauses and clock times (språkriktighet).

use time::{Date, Time};

use crate::law::long_date;

/// "A", "A och B", "A, B och C", with the given word before the last.
pub fn list<T: AsRef<str>>(items: &[T], last: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., end] => {
            let first: Vec<_> = first.iter().map(AsRef::as_ref).collect();
            format!("{} {last} {}", first.join(", "), end.as_ref())
        }
    }
}

/// The text with a capital, as a sentence begins.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}

/// "Evas", "Andreas", "kommunstyrelsens", "KS:s": nothing is added after s, x and z, and a colon goes
/// before it after an abbreviation.
pub fn genitive(name: &str) -> String {
    let word = name.rsplit([' ', '-']).next().unwrap_or_default();
    let abbreviated = !word.is_empty() && word.chars().all(char::is_uppercase);
    if abbreviated {
        format!("{name}:s")
    } else if name.to_lowercase().ends_with(['s', 'x', 'z']) {
        name.to_owned()
    } else {
        format!("{name}s")
    }
}

/// A clause that a sentence can go on with: "att ärendet avslås", however it was typed.
pub fn that(clause: &str) -> String {
    led_by(clause, &["att "], "att")
}

/// The text as it continues a sentence: as it is where it begins with a word that fits, else after the given one.
pub fn led_by(text: &str, fits: &[&str], lead: &str) -> String {
    let text = bare(text);
    let mut letters = text.chars();
    let small = letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().collect::<String>() + letters.as_str()
    });
    if fits.iter().any(|begin| small.starts_with(begin)) { small } else { format!("{lead} {text}") }
}

/// What was typed, without the space around it and the full stop after it.
pub fn bare(text: &str) -> &str {
    let text = text.trim();
    if ["m.fl.", "m.m.", "osv.", "dvs.", "etc."].iter().any(|short| text.ends_with(short)) {
        text
    } else {
        text.trim_end_matches('.').trim_end()
    }
}

/// The text as a whole sentence: a capital, and one full stop after it.
pub fn sentence(text: &str) -> String {
    let text = capital(bare(text));
    if text.ends_with(['.', '!', '?', ':']) || text.is_empty() { text } else { text + "." }
}

/// The paragraphs of a text that somebody typed, empty lines left out.
pub fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// "den 24 november 2026".
pub fn on_day(day: Date) -> String {
    format!("den {}", long_date(day))
}

/// "kl. 14.31" (ATT-14).
pub fn at_clock(clock: Time) -> String {
    format!("kl.\u{a0}{}", digits(clock))
}

/// "kl. 14.31–14.36" (SEC-08).
pub fn clock_span(from: Time, to: Time) -> String {
    format!("{}–{}", at_clock(from), digits(to))
}

fn digits(clock: Time) -> String {
    format!("{:02}.{:02}", clock.hour(), clock.minute())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::macros::time;

    use super::*;

    // PRO-03: names and numbers are listed as in running text.
    #[test]
    fn pro_03_a_list_has_commas_and_one_word_before_the_last() {
        assert_eq!(list::<&str>(&[], "och"), "");
        assert_eq!(list(&["A"], "och"), "A");
        assert_eq!(list(&["A", "B"], "och"), "A och B");
        assert_eq!(list(&["A", "B", "C"], "samt"), "A, B samt C");
    }

    #[test]
    fn sec_23_the_genitive_adds_an_s_only_where_swedish_does() {
        assert_eq!(genitive("Eva"), "Evas");
        assert_eq!(genitive("Andreas"), "Andreas");
        assert_eq!(genitive("Max"), "Max");
        assert_eq!(genitive("Lorentz"), "Lorentz");
        assert_eq!(genitive("kommunstyrelsen"), "kommunstyrelsens");
        assert_eq!(genitive("kommunfullmäktige"), "kommunfullmäktiges");
        assert_eq!(genitive("KS"), "KS:s");
        assert_eq!(genitive("M"), "M:s");
        assert_eq!(genitive("S-gruppen"), "S-gruppens");
        assert_eq!(genitive("Norrbo kommuns IT-nämnd"), "Norrbo kommuns IT-nämnds");
    }

    #[test]
    fn yrk_01_a_typed_clause_fits_after_the_verb_with_and_without_att() {
        assert_eq!(that("ärendet avslås."), "att ärendet avslås");
        assert_eq!(that(" att ärendet avslås"), "att ärendet avslås");
        assert_eq!(that("Att ärendet avslås"), "att ärendet avslås");
        assert_eq!(that("Norrby bad stängs"), "att Norrby bad stängs");
        assert_eq!(sentence("att det räcker"), "Att det räcker.");
        assert_eq!(sentence("böcker, spel m.m."), "Böcker, spel m.m.");
        assert_eq!(sentence(" "), "");
        assert_eq!(capital("åtta"), "Åtta");
    }

    #[test]
    fn att_14_a_clock_time_has_a_full_stop_and_does_not_break() {
        assert_eq!(at_clock(time!(9:05)), "kl.\u{a0}09.05");
        assert_eq!(clock_span(time!(14:31), time!(14:36)), "kl.\u{a0}14.31–14.36");
    }

    proptest! {
        // PRO-03
        #[test]
        fn pro_03_a_list_never_loses_an_item(items in proptest::collection::vec("[A-Z][a-z]{1,8}", 1..12)) {
            let printed = list(&items, "och").replace(" och ", ", ");
            let back: Vec<_> = printed.split(", ").collect();
            prop_assert_eq!(back, items);
        }
    }
}
