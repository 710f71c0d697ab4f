//! Rules on certain kinds of matters: elections, discharge, interpellations, regulations (ärendetyper).

use super::facts::ItemFacts;
use super::{Facts, Field, Finding, ItemRule, Severity};
use crate::law::procedure::MatterKind;

pub(super) const RULES: &[ItemRule] = &[
    discharge_has_reasons,
    council_seat_is_not_elected,
    interpellation_is_not_on_authority,
    regulations_are_marked,
    proposal_to_fullmaktige_is_no_decision,
];

/// KND-12.
fn discharge_has_reasons(_: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let kind = matches!(item.matter, Some(MatterKind::Discharge | MatterKind::Remark));
    let sentence =
        format!("{} saknar motivering, som krävs om ansvarsfrihet och anmärkning.", item.label());
    (kind && !item.reasons)
        .then(|| breach("KND-12", index, sentence).citing(kl!(5, 24)).on(Field::Decision))
}

/// KND-11: filled by länsstyrelsen.
fn council_seat_is_not_elected(_: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let sentence = format!(
        "{}: en plats i fullmäktige fylls inte genom val. Den som avgått entledigas, och \
         länsstyrelsen utser efterträdaren.",
        item.label()
    );
    let election = item.matter == Some(MatterKind::Election);
    (election && item.handling.nature.council_seat)
        .then(|| breach("KND-11", index, sentence).citing(kl!(4, 6)).on(Field::Decision))
}

/// KND-08.
fn interpellation_is_not_on_authority(
    _: &Facts,
    index: usize,
    item: &ItemFacts,
) -> Option<Finding> {
    let kind =
        matches!(item.matter, Some(MatterKind::Interpellation | MatterKind::InterpellationPut));
    let sentence = format!(
        "{}: en interpellation får inte gälla myndighetsutövning mot någon enskild.",
        item.label()
    );
    (kind && item.handling.nature.authority).then(|| {
        breach("KND-08", index, sentence).citing("5\u{a0}kap. 59–62\u{a0}§§ kommunallagen")
    })
}

/// NOT-10: local regulations are proclaimed by the announcement, and kept in the collection on the web.
fn regulations_are_marked(_: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let adopts = item.points.iter().filter(|point| point.own).any(|point| {
        let text = point.text.to_lowercase();
        text.contains("föreskrift")
            && ["antar", "fastställer", "beslutar"].iter().any(|verb| text.contains(verb))
    });
    let sentence = format!(
        "{} ser ut att anta föreskrifter. Markera det, så att de kommer med i författningssamlingen.",
        item.label()
    );
    (adopts && !item.handling.nature.regulations).then(|| {
        Finding::item(index, "NOT-10", Severity::Hint, sentence)
            .citing(kl!(8, 13))
            .on(Field::Decision)
    })
}

/// KND-15: the proposal is only preparatory.
fn proposal_to_fullmaktige_is_no_decision(
    facts: &Facts,
    index: usize,
    item: &ItemFacts,
) -> Option<Finding> {
    use super::Appeal;
    let appealed = item
        .points
        .iter()
        .any(|point| !point.own && point.appeal.is_some_and(|appeal| appeal != Appeal::None));
    let sentence = format!(
        "{}: ett förslag till fullmäktige bereder bara ärendet, men anges som överklagbart.",
        item.label()
    );
    (appealed && !facts.kind.is_council()).then(|| {
        Finding::item(index, "KND-15", Severity::Practice, sentence)
            .citing(kl!(13, 2))
            .on(Field::Appeal)
    })
}

fn breach(id: &'static str, index: usize, sentence: String) -> Finding {
    Finding::item(index, id, Severity::Breach, sentence)
}

#[cfg(test)]
mod tests {
    use super::super::Appeal;
    use super::super::facts::{sound, sound_council};
    use super::super::testing::only;
    use super::*;

    #[test]
    fn knd_12_a_discharge_has_reasons() {
        let finding =
            only(sound_council(), |facts| facts.items[0].matter = Some(MatterKind::Discharge));
        assert_eq!((finding.id, finding.paragraph), ("KND-12", kl!(5, 24)));
        let mut facts = sound_council();
        facts.items[0].matter = Some(MatterKind::Remark);
        facts.items[0].reasons = true;
        assert_eq!(discharge_has_reasons(&facts, 0, &facts.items[0]), None);
    }

    #[test]
    fn knd_11_a_seat_in_a_council_is_not_filled_by_election() {
        let mut facts = sound_council();
        facts.items[0].matter = Some(MatterKind::Election);
        let finding = only(facts, |facts| facts.items[0].handling.nature.council_seat = true);
        assert_eq!((finding.id, finding.paragraph), ("KND-11", kl!(4, 6)));
    }

    #[test]
    fn knd_08_an_interpellation_is_not_on_public_authority() {
        let mut facts = sound_council();
        facts.items[0].matter = Some(MatterKind::InterpellationPut);
        let finding = only(facts, |facts| facts.items[0].handling.nature.authority = true);
        assert_eq!(finding.id, "KND-08");
    }

    #[test]
    fn not_10_a_decision_on_regulations_is_marked() {
        let adopts = |facts: &mut Facts| {
            let point = &mut facts.items[0].points[0];
            point.text = "Fullmäktige antar lokala föreskrifter om torghandel.".into();
            point.declared = None;
        };
        let finding = only(sound_council(), adopts);
        assert_eq!((finding.id, finding.severity), ("NOT-10", Severity::Hint));
        let mut facts = sound_council();
        adopts(&mut facts);
        facts.items[0].handling.nature.regulations = true;
        assert_eq!(regulations_are_marked(&facts, 0, &facts.items[0]), None);
    }

    #[test]
    fn knd_15_a_proposal_to_fullmaktige_cannot_be_appealed() {
        let finding = only(sound(), |facts| facts.items[0].points[0].own = false);
        assert_eq!((finding.id, finding.severity), ("KND-15", Severity::Practice));
        let mut facts = sound();
        facts.items[0].points[0].own = false;
        facts.items[0].points[0].appeal = Some(Appeal::None);
        assert_eq!(proposal_to_fullmaktige_is_no_decision(&facts, 0, &facts.items[0]), None);
    }
}
