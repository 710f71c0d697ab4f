//! Slips of the pen that practice knows, found in the texts themselves (skrivfel).

mod figures;
mod moments;
mod names;
mod references;
mod repeats;

use super::facts::{Facts, ItemFacts, TextFacts};
use super::{Finding, Place, Severity};

/// The text's surroundings; `item` is nothing for the front page.
struct Around<'a> {
    facts: &'a Facts,
    item: Option<&'a ItemFacts>,
}

/// The rule's id, its severity, and what is wrong, to stand after "§ 22, Beslut: ".
struct Slip(&'static str, Severity, String);

type TextRule = fn(&Around<'_>, &TextFacts) -> Option<Slip>;

const RULES: [&[TextRule]; 5] =
    [names::RULES, figures::RULES, moments::RULES, references::RULES, repeats::RULES];

pub(super) fn of_item(facts: &Facts, index: usize, item: &ItemFacts) -> Vec<Finding> {
    let around = Around { facts, item: Some(item) };
    item.texts
        .iter()
        .flat_map(|text| of_text(&around, text, Place::Item(index), &item.label()))
        .collect()
}

pub(super) fn of_front_page(facts: &Facts) -> Vec<Finding> {
    let around = Around { facts, item: None };
    facts
        .texts
        .iter()
        .flat_map(|text| of_text(&around, text, Place::Meeting, "Första sidan"))
        .collect()
}

fn of_text(around: &Around<'_>, text: &TextFacts, place: Place, label: &str) -> Vec<Finding> {
    let slips = RULES.into_iter().flatten().filter_map(|rule| rule(around, text));
    slips
        .map(|Slip(id, severity, what)| {
            let sentence = format!("{label}, {}: {what}", text.field);
            Finding::at(place, id, severity, sentence).on(text.at)
        })
        .collect()
}

/// The words of a line, each without the punctuation around it.
fn words(line: &str) -> Vec<&str> {
    line.split_whitespace().map(bare).filter(|word| !word.is_empty()).collect()
}

fn bare(word: &str) -> &str {
    word.trim_matches(['.', ',', ';', ':', '(', ')', '"', '”', '!', '?'])
}

/// What the slips say of a text in the sound item, with the field of the text.
#[cfg(test)]
mod testing {
    use super::super::facts::{Facts, TextFacts, sound};
    use super::super::{Field, Finding, review};

    pub(super) fn ids(text: &str) -> Vec<&'static str> {
        slips(text, |_| ()).iter().map(|finding| finding.id).collect()
    }

    pub(super) fn slips(text: &str, change: impl FnOnce(&mut Facts)) -> Vec<Finding> {
        let mut facts = sound();
        let (field, text) = ("Ärendebeskrivning".to_owned(), text.to_owned());
        facts.items[0].texts.push(TextFacts { field, text, at: Field::Section(2) });
        change(&mut facts);
        review(&facts, &[])
    }
}
