//! Rules on those who are disqualified in a § (jäv).

use super::facts::ItemFacts;
use super::{Facts, Field, Finding, ItemRule, Severity};
use crate::law::BoardKind;

pub(super) const RULES: &[ItemRule] = &[
    leaves_the_room,
    officials_leave_too,
    takes_no_part,
    dispute_is_decided,
    accountable_take_no_part,
    another_one_chairs,
    is_printed,
    all_who_handle_decide,
];

/// JAV-02: in a board; JAV-03: not in fullmäktige.
fn leaves_the_room(facts: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let names = &item.presence.disqualified_present;
    let finding = named("JAV-02", index, item, "jäviga var kvar i rummet", names)?;
    (!facts.kind.is_council()).then(|| finding.citing(kl!(6, 30)))
}

/// JAV-09.
fn officials_leave_too(_: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let names = &item.presence.disqualified_officials;
    let finding = named("JAV-09", index, item, "jäviga tjänstepersoner deltog", names)?;
    Some(finding.citing("7\u{a0}kap. 4\u{a0}§ kommunallagen"))
}

/// JAV-10, INV-08.
fn takes_no_part(facts: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let names = &item.presence.disqualified_serving;
    let finding = named("JAV-10", index, item, "jäviga tjänstgjorde ändå", names)?;
    Some(finding.citing(if facts.kind.is_council() { kl!(5, 47) } else { kl!(6, 30) }))
}

/// JAV-05.
fn dispute_is_decided(facts: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let names = &item.presence.disputed;
    let finding = named("JAV-05", index, item, "ingen beslutade om jävet för", names)?;
    (!facts.kind.is_council()).then(|| finding.citing(kl!(6, 30)))
}

/// JAV-04.
fn accountable_take_no_part(_: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let names = &item.presence.accountable;
    let finding = named("JAV-04", index, item, "deltog fast de är redovisningsskyldiga", names)?;
    Some(finding.citing(kl!(5, 48)))
}

/// JAV-11.
fn another_one_chairs(_: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let sentence = format!(
        "{}: ordföranden är jävig, men protokollet visar ingen annan ordförande.",
        item.label()
    );
    item.presence.chair_disqualified.then(|| {
        Finding::item(index, "JAV-11", Severity::Breach, sentence)
            .citing("JO 2571-1999")
            .on(Field::Chair)
    })
}

/// JAV-12.
fn is_printed(_: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let named = item.texts.iter().any(|text| text.text.to_lowercase().contains("jäv"));
    let said = named || item.disqualification_told;
    let sentence = format!("{} nämner inte jävet.", item.label());
    (item.disqualified > 0 && !said)
        .then(|| Finding::item(index, "JAV-12", Severity::Practice, sentence).on(Field::Attendance))
}

/// VOT-04: in a board that exercises public authority, who handles the matter decides it.
fn all_who_handle_decide(facts: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let board = !facts.kind.is_council() && facts.kind != BoardKind::Preparation;
    let names = &item.presence.refused_to_decide;
    let what = "deltog i handläggningen men inte i beslutet, fast ärendet är myndighetsutövning";
    let finding = named("VOT-04", index, item, what, names)?;
    (board && item.handling.nature.authority).then(|| finding.citing(kl!(4, 26)))
}

fn named(
    id: &'static str,
    index: usize,
    item: &ItemFacts,
    what: &str,
    names: &[String],
) -> Option<Finding> {
    let sentence = format!("{}: {what}: {}.", item.label(), names.join(", "));
    (!names.is_empty())
        .then(|| Finding::item(index, id, Severity::Breach, sentence).on(Field::Attendance))
}

#[cfg(test)]
mod tests {
    use super::super::facts::{Presence, TextFacts, sound, sound_board, sound_council};
    use super::super::testing::only;
    use super::*;

    fn there(facts: &mut Facts) -> &mut Presence {
        &mut facts.items[0].presence
    }

    fn bo() -> Vec<String> {
        vec!["Bo Ek (S)".into()]
    }

    // JAV-03.
    #[test]
    fn jav_02_the_disqualified_leave_the_room_of_a_board_but_not_of_a_council() {
        let finding = only(sound(), |facts| there(facts).disqualified_present = bo());
        assert_eq!(finding.sentence, "§\u{a0}22: jäviga var kvar i rummet: Bo Ek (S).");
        let mut council = sound_council();
        there(&mut council).disqualified_present = bo();
        assert_eq!(leaves_the_room(&council, 0, &council.items[0]), None);
    }

    #[test]
    fn jav_09_officials_are_disqualified_as_others_are() {
        let finding = only(sound(), |facts| there(facts).disqualified_officials = bo());
        assert_eq!((finding.id, finding.paragraph), ("JAV-09", kl!(7, 4)));
    }

    #[test]
    fn jav_10_the_disqualified_do_not_serve() {
        let serving = |facts: &mut Facts| there(facts).disqualified_serving = bo();
        assert_eq!(only(sound(), serving).paragraph, kl!(6, 30));
        assert_eq!(only(sound_council(), serving).paragraph, kl!(5, 47));
    }

    #[test]
    fn jav_05_a_disputed_disqualification_is_decided_by_the_board() {
        assert_eq!(only(sound(), |facts| there(facts).disputed = bo()).id, "JAV-05");
        let mut council = sound_council();
        there(&mut council).disputed = bo();
        assert_eq!(dispute_is_decided(&council, 0, &council.items[0]), None);
    }

    #[test]
    fn jav_04_the_accountable_take_no_part_in_their_discharge() {
        let finding = only(sound_council(), |facts| there(facts).accountable = bo());
        assert_eq!((finding.id, finding.paragraph), ("JAV-04", kl!(5, 48)));
    }

    #[test]
    fn jav_11_another_one_chairs_for_a_disqualified_chair() {
        let finding = only(sound(), |facts| there(facts).chair_disqualified = true);
        assert_eq!((finding.id, finding.field), ("JAV-11", Field::Chair));
    }

    #[test]
    fn jav_12_the_item_tells_of_the_disqualification() {
        let finding = only(sound(), |facts| facts.items[0].disqualified = 1);
        assert_eq!((finding.id, finding.severity), ("JAV-12", Severity::Practice));
        let mut facts = sound();
        facts.items[0].disqualified = 1;
        let text = "Bo Ek (S) anmäler jäv och deltar inte i handläggningen av ärendet.".into();
        facts.items[0].texts.push(TextFacts { field: String::new(), text, at: Field::Whole });
        assert_eq!(is_printed(&facts, 0, &facts.items[0]), None);
        facts.items[0].texts.clear();
        facts.items[0].disqualification_told = true;
        assert_eq!(is_printed(&facts, 0, &facts.items[0]), None, "by whatever name");
    }

    #[test]
    fn vot_04_who_handles_a_matter_of_authority_decides_it() {
        let refuses = |facts: &mut Facts| there(facts).refused_to_decide = bo();
        let finding = only(sound_board(), refuses);
        assert_eq!((finding.id, finding.paragraph), ("VOT-04", kl!(4, 26)));
        let mut facts = sound();
        refuses(&mut facts);
        assert_eq!(all_who_handle_decide(&facts, 0, &facts.items[0]), None);
    }
}
