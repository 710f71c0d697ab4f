//! Rules on tabling and remittal asked for by a third of those present (minoritetsåterremiss).

use super::facts::{ItemFacts, Minority};
use super::{Facts, Field, Finding, ItemRule, Severity};

pub(super) const RULES: &[ItemRule] =
    &[only_a_council, number_is_told, is_a_third, once_only, is_heeded, reasons_are_given];

const ACT: &str = kl!(5, 50);

/// VOT-13.
fn only_a_council(facts: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let sentence = format!(
        "{}: en minoritet kan bara i fullmäktige få ett ärende bordlagt eller återremitterat.",
        item.label()
    );
    let minority = item.procedure.minority.filter(|minority| minority.granted);
    (minority.is_some() && !facts.kind.may_remit_by_minority())
        .then(|| breach("VOT-13", index, sentence).citing(kl!(6, 33)))
}

/// VOT-11: without the number nobody can see that it was a third.
fn number_is_told(facts: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let minority = of_council(facts, item).filter(|minority| minority.supporters.is_none())?;
    let sentence = format!("{} visar inte hur många som begärde {}.", item.label(), what(minority));
    let finding = Finding::item(index, "VOT-11", Severity::Practice, sentence);
    Some(finding.citing(ACT).on(Field::Propositions))
}

/// VOT-11.
fn is_a_third(facts: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let minority = of_council(facts, item).filter(|minority| minority.granted)?;
    let supporters = minority.supporters?;
    let sentence = format!(
        "{}: {supporters} av {} närvarande begärde {}, och det är färre än en tredjedel.",
        item.label(),
        minority.present,
        what(minority)
    );
    (!enough(supporters, minority.present)).then(|| breach("VOT-11", index, sentence).citing(ACT))
}

/// VOT-11: the second time it takes a majority.
fn once_only(facts: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let again = of_council(facts, item).filter(|minority| minority.again && minority.granted)?;
    let sentence = format!(
        "{} har redan bordlagts eller återremitterats av en minoritet. För {} krävs nu en majoritet.",
        item.label(),
        what(again)
    );
    Some(breach("VOT-11", index, sentence).citing(ACT))
}

/// VOT-11: a third is enough.
fn is_heeded(facts: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let minority =
        of_council(facts, item).filter(|minority| !minority.again && !minority.granted)?;
    let supporters = minority.supporters?;
    let sentence = format!(
        "{} avgjordes fast en tredjedel av de närvarande begärde {}.",
        item.label(),
        what(minority)
    );
    enough(supporters, minority.present).then(|| breach("VOT-11", index, sentence).citing(ACT))
}

/// VOT-12.
fn reasons_are_given(facts: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let minority = of_council(facts, item)?;
    let sentence = format!("{} saknar motiveringen till återremissen.", item.label());
    (minority.remittal && minority.granted && !minority.reasons)
        .then(|| breach("VOT-12", index, sentence).citing(ACT))
}

fn of_council(facts: &Facts, item: &ItemFacts) -> Option<Minority> {
    item.procedure.minority.filter(|_| facts.kind.may_remit_by_minority())
}

fn enough(supporters: u32, present: u32) -> bool {
    supporters.saturating_mul(3) >= present
}

fn what(minority: Minority) -> &'static str {
    if minority.remittal { "återremiss" } else { "bordläggning" }
}

fn breach(id: &'static str, index: usize, sentence: String) -> Finding {
    Finding::item(index, id, Severity::Breach, sentence).on(Field::Propositions)
}

#[cfg(test)]
mod tests {
    use super::super::facts::{sound, sound_council};
    use super::super::testing::only;
    use super::*;

    const SOUND: Minority = Minority {
        supporters: Some(11),
        present: 31,
        reasons: true,
        remittal: true,
        again: false,
        granted: true,
    };

    fn in_council(minority: Minority) -> Finding {
        let mut facts = sound_council();
        facts.items[0].procedure.minority = Some(SOUND);
        only(facts, |facts| facts.items[0].procedure.minority = Some(minority))
    }

    #[test]
    fn vot_13_a_board_has_no_minority_remittal() {
        let finding = only(sound(), |facts| facts.items[0].procedure.minority = Some(SOUND));
        assert_eq!((finding.id, finding.paragraph), ("VOT-13", kl!(6, 33)));
    }

    #[test]
    fn vot_11_a_third_of_those_present_is_needed_and_enough() {
        let few = in_council(Minority { supporters: Some(10), ..SOUND });
        assert!(few.sentence.contains("10 av 31 närvarande"));
        let unheeded = in_council(Minority { granted: false, ..SOUND });
        assert_eq!((unheeded.id, unheeded.severity), ("VOT-11", Severity::Breach));
        let mut facts = sound_council();
        let refused = Minority { supporters: Some(10), granted: false, ..SOUND };
        facts.items[0].procedure.minority = Some(refused);
        assert_eq!(is_heeded(&facts, 0, &facts.items[0]), None);
    }

    #[test]
    fn vot_11_a_minority_has_its_way_once_and_is_counted() {
        assert!(in_council(Minority { again: true, ..SOUND }).sentence.contains("majoritet"));
        let uncounted = in_council(Minority { supporters: None, ..SOUND });
        assert_eq!((uncounted.id, uncounted.severity), ("VOT-11", Severity::Practice));
    }

    #[test]
    fn vot_12_a_remittal_has_its_reasons_and_a_tabling_needs_none() {
        assert_eq!(in_council(Minority { reasons: false, ..SOUND }).id, "VOT-12");
        let mut facts = sound_council();
        let tabled = Minority { reasons: false, remittal: false, ..SOUND };
        facts.items[0].procedure.minority = Some(tabled);
        assert_eq!(reasons_are_given(&facts, 0, &facts.items[0]), None);
    }
}
