//! Names in a text that neither the register nor the attendance knows (namn).

use super::{Around, Slip, TextFacts, TextRule, bare};
use crate::law::review::Severity;

pub(super) const RULES: &[TextRule] = &[is_known];

/// TXT-01: a name followed by a party in brackets. Where not everybody who is elected is known, only one that is nearly a known one.
fn is_known(around: &Around<'_>, text: &TextFacts) -> Option<Slip> {
    let people = &around.facts.known.people;
    if people.is_empty() {
        return None;
    }
    let name = text.text.lines().find_map(|line| stranger(line, people))?;
    let near = people.iter().find(|person| distance(person, &name) <= 2);
    // A short name may well be another's.
    let likely = if name.chars().count() < 12 { 1 } else { 2 };
    let is_slip = near.is_some_and(|person| distance(person, &name) <= likely);
    if !is_slip && !around.facts.known.complete {
        return None;
    }
    let near = near.map_or_else(String::new, |near| format!(" Menas {near}?"));
    let what = format!("{name} finns varken i registret eller bland de närvarande.{near}");
    Some(Slip("TXT-01", Severity::Practice, what))
}

fn stranger(line: &str, people: &[String]) -> Option<String> {
    let words: Vec<_> = line.split_whitespace().collect();
    let parties = words.iter().enumerate().filter(|(_, word)| is_party(word));
    let mut names = parties.filter_map(|(at, _)| {
        let before = words[..at].iter().rev().take_while(|word| is_name(word)).count();
        (before >= 2).then(|| &words[at - before..at])
    });
    let is_known = |name: &str| people.iter().any(|person| person == name);
    let known = |name: &&[&str]| {
        (0..name.len() - 1).any(|from| {
            let name = name[from..].join(" ");
            is_known(&name) || name.strip_suffix('s').is_some_and(is_known)
        })
    };
    let unknown = names.find(|name| !known(name))?;
    Some(unknown[unknown.len() - 2..].join(" "))
}

/// "(C)", "(SD),".
fn is_party(word: &str) -> bool {
    let word = word.trim_end_matches(['.', ',', ';', ':']);
    let inner = word.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    inner.is_some_and(|party| {
        (1..=4).contains(&party.chars().count()) && party.chars().all(char::is_uppercase)
    })
}

fn is_name(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
        && bare(word) == word
        && word.chars().all(|c| c.is_alphabetic() || c == '-')
}

/// How many letters must be changed, added or taken away, whatever their case.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<_> = other.to_lowercase().chars().collect();
    let mut row: Vec<_> = (0..=other.len()).collect();
    for (i, left) in one.to_lowercase().chars().enumerate() {
        let mut corner = i;
        row[0] = i + 1;
        for (j, right) in other.iter().enumerate() {
            let changed = corner + usize::from(left != *right);
            corner = row[j + 1];
            row[j + 1] = changed.min(corner + 1).min(row[j] + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::super::testing::{ids, slips};
    use super::distance;

    #[test]
    fn txt_01_a_name_that_nobody_bears_is_shown_with_the_nearest() {
        for (text, menas) in [
            (
                "Yrkar Siw Dahl (C).",
                "Siw Dahl finns varken i registret eller bland de närvarande. Menas Siv Dahl?",
            ),
            (
                "Bo EK (S) yrkar bifall.",
                "Bo EK finns varken i registret eller bland de närvarande. Menas Bo Ek?",
            ),
            (
                "Per Fors (M) yrkar bifall.",
                "Per Fors finns varken i registret eller bland de närvarande.",
            ),
        ] {
            let findings = slips(text, |_| ());
            assert_eq!(findings.len(), 1, "{text}");
            assert_eq!(findings[0].sentence, format!("§\u{a0}22, Ärendebeskrivning: {menas}"));
        }
    }

    #[test]
    fn txt_01_known_names_and_other_brackets_are_left_alone() {
        for text in [
            "Ledamoten Siv Dahl (C), Bo Ek (S) och partiet (C).",
            "Statistiska Centralbyrån (SCB2) och Budget (S)",
            "Per Fors från bolaget",
            "till förmån för Siv Dahls (C) yrkande",
        ] {
            assert_eq!(ids(text), [""; 0], "{text}");
        }
        let nobody = slips("Per Fors (M) yrkar.", |facts| facts.known.people.clear());
        assert_eq!(nobody, [], "the register is not known");
    }

    #[test]
    fn txt_01_where_not_all_are_known_only_a_name_nearly_known_is_shown() {
        let some = |text: &str| slips(text, |facts| facts.known.complete = false);
        assert_eq!(some("Per Fors (M) yrkar."), []);
        assert_eq!(some("Siw Dahl (C) yrkar.").len(), 1);
    }

    #[test]
    fn the_distance_of_two_names_counts_letters() {
        for (one, other, expected) in
            [("Ek", "Ek", 0), ("Ek", "EK", 0), ("Siv", "Siw", 1), ("Ask", "Ås", 2), ("", "Bo", 2)]
        {
            assert_eq!(distance(one, other), expected, "{one} {other}");
        }
    }
}
