//! Rules on what each § says: title, template text, recipients, case number (paragrafens innehåll).

use super::facts::{ItemFacts, ItemKind};
use super::placeholder::placeholder;
use super::{Facts, Field, Finding, ItemRule, Severity};

pub(super) const RULES: &[ItemRule] =
    &[has_a_title, is_filled_in, someone_receives_it, has_a_case, lists_what_was_added];

/// SEC-01, PRO-02: which matters were handled.
fn has_a_title(_: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let sentence = format!("{} saknar rubrik.", item.label());
    item.title.trim().is_empty().then(|| {
        Finding::item(index, "SEC-01", Severity::Breach, sentence)
            .citing(kl!(5, 66))
            .on(Field::Title)
    })
}

/// DEC-05: an unanswered placeholder stops the sending.
fn is_filled_in(_: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let texts = item.texts.iter().map(|text| (text.field.as_str(), text.text.as_str(), text.at));
    let (field, found, at) = std::iter::once(("Rubrik", item.title.as_str(), Field::Title))
        .chain(texts)
        .find_map(|(field, text, at)| Some((field, placeholder(text)?, at)))?;
    let sentence =
        format!("Mallens text står kvar i {}: ”{found}” under {field}.", item.inline_label());
    Some(Finding::item(index, "DEC-05", Severity::Impossible, sentence).on(at))
}

/// SEC-18.
fn someone_receives_it(_: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let sentence = format!("{} skickas inte till någon.", item.label());
    (item.kind == ItemKind::Decision && item.recipients == 0)
        .then(|| Finding::item(index, "SEC-18", Severity::Practice, sentence).on(Field::Recipients))
}

/// REG-05: usually one case, but there may be none.
fn has_a_case(_: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let sentence = format!("{} saknar diarienummer.", item.label());
    (item.kind == ItemKind::Decision && item.registry_numbers == 0).then(|| {
        Finding::item(index, "REG-05", Severity::Hint, sentence).on(Field::RegistryNumbers)
    })
}

/// NUM-07: the § on the agenda lists what was added at the meeting.
fn lists_what_was_added(_: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let added = item.unlisted.join("”, ”");
    let sentence =
        format!("{} nämner inte det som lades till på sammanträdet: ”{added}”.", item.label());
    (!item.unlisted.is_empty())
        .then(|| Finding::item(index, "NUM-07", Severity::Practice, sentence).on(Field::Decision))
}

/// What we wrote from the facts was changed by hand, and then the facts changed.
pub(super) fn stale(_: &Facts, index: usize, item: &ItemFacts) -> Vec<Finding> {
    let stale = item.stale.iter().map(|(field, at)| {
        let sentence = format!(
            "{}: {field} är ändrad för hand, och uppgifterna den bygger på har ändrats sedan dess.",
            item.label()
        );
        Finding::item(index, "TXT-11", Severity::Practice, sentence).on(*at)
    });
    stale.collect()
}

#[cfg(test)]
mod tests {
    use super::super::facts::{TextFacts, sound};
    use super::super::testing::only;
    use super::*;

    #[test]
    fn txt_11_a_text_changed_by_hand_is_read_again_when_its_facts_change() {
        let finding = only(sound(), |facts| {
            facts.items[0].stale = vec![("Omröstning".into(), Field::Vote(1))];
        });
        assert_eq!((finding.id, finding.field), ("TXT-11", Field::Vote(1)));
        assert!(finding.sentence.starts_with("§\u{a0}22: Omröstning är ändrad för hand"));
    }

    fn found(rule: ItemRule, facts: &Facts) -> Option<Finding> {
        rule(facts, 0, &facts.items[0])
    }

    #[test]
    fn sec_01_an_item_has_a_title() {
        let mut facts = sound();
        assert_eq!(found(has_a_title, &facts), None);
        facts.items[0].title.clear();
        assert_eq!(found(has_a_title, &facts).unwrap().sentence, "§\u{a0}22 saknar rubrik.");
    }

    #[test]
    fn dec_05_template_text_in_an_item_stops_the_sending() {
        let mut facts = sound();
        assert_eq!(found(is_filled_in, &facts), None);
        let text = "Nämnden beslutar att [ ]".to_owned();
        let at = Field::Decision;
        facts.items[0].texts.push(TextFacts { field: "Beslut".into(), text, at });
        let finding = found(is_filled_in, &facts).unwrap();
        assert_eq!(finding.sentence, "Mallens text står kvar i §\u{a0}22: ”[ ]” under Beslut.");
        assert!(finding.severity.stops());
        facts.items[0].number = None;
        let sentence = found(is_filled_in, &facts).unwrap().sentence;
        assert!(sentence.contains("i punkten ”Budget 2027”"));
    }

    #[test]
    fn sec_18_a_decision_that_nobody_receives_is_shown() {
        let mut facts = sound();
        assert_eq!(found(someone_receives_it, &facts), None);
        facts.items[0].recipients = 0;
        assert_eq!(found(someone_receives_it, &facts).unwrap().severity, Severity::Practice);
        for kind in [ItemKind::Information, ItemKind::Procedural] {
            facts.items[0].kind = kind;
            assert_eq!(found(someone_receives_it, &facts), None);
        }
    }

    #[test]
    fn num_07_the_agenda_lists_what_was_added_at_the_meeting() {
        let mut facts = sound();
        assert_eq!(found(lists_what_was_added, &facts), None);
        facts.items[0].unlisted = vec!["Skolskjuts".into(), "Snöröjning".into()];
        let sentence = found(lists_what_was_added, &facts).unwrap().sentence;
        assert!(
            sentence.ends_with("lades till på sammanträdet: ”Skolskjuts”, ”Snöröjning”."),
            "{sentence}"
        );
    }

    #[test]
    fn reg_05_a_decision_without_a_case_number_is_a_hint() {
        let mut facts = sound();
        assert_eq!(found(has_a_case, &facts), None);
        facts.items[0].registry_numbers = 0;
        assert_eq!(found(has_a_case, &facts).unwrap().severity, Severity::Hint);
        facts.items[0].kind = ItemKind::Procedural;
        assert_eq!(found(has_a_case, &facts), None, "adjusters are elected without a case");
    }
}
