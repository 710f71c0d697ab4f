//! Rules on what a § says of how its decisions are appealed (överklagandehänvisning).

use super::facts::{Appeal, ItemFacts};
use super::{Facts, Field, Finding, ItemRule, Severity};

pub(super) const RULES: &[ItemRule] =
    &[party_is_told_how_to_appeal, text_is_of_the_right_kind, no_dates_are_typed];

/// SEC-19.
fn party_is_told_how_to_appeal(_: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let texts = item.appeal_texts.as_ref()?;
    let sentence = format!("{} saknar överklagandehänvisning för parten.", item.label());
    let missing =
        item.has_point_of(Appeal::Administrative) && !texts.contains(&Appeal::Administrative);
    missing.then(|| {
        Finding::item(index, "SEC-19", Severity::Breach, sentence)
            .citing("33\u{a0}§ förvaltningslagen")
            .on(Field::Appeal)
    })
}

/// APP-09: each way to appeal has its own time and court.
fn text_is_of_the_right_kind(_: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let texts = item.appeal_texts.as_ref()?;
    let wrong = texts.iter().find(|kind| !item.has_point_of(**kind))?;
    let what = match wrong {
        Appeal::Legality => "laglighetsprövning",
        Appeal::Administrative => "förvaltningsbesvär",
        Appeal::Plan => "överklagande av detaljplan",
        Appeal::None => "beslut som inte kan överklagas",
    };
    let sentence =
        format!("{} har en text om {what}, men ingen beslutspunkt överklagas så.", item.label());
    let finding = Finding::item(index, "APP-09", Severity::Practice, sentence);
    Some(finding.citing(kl!(13, 3)).on(Field::Appeal))
}

/// INV-14, APP-15: the days follow from what happens; a typed one may be wrong.
fn no_dates_are_typed(_: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let typed = item.texts.iter().find(|text| {
        text.text.lines().any(|line| {
            let line = line.to_lowercase();
            let says =
                ["sista dag för överklagande", "sista datum för överklagande", "överklagas senast"];
            says.iter().any(|phrase| line.contains(phrase))
                && line.contains(|c: char| c.is_ascii_digit())
        })
    })?;
    let sentence = format!(
        "{} anger en dag för överklagande under {}. Dagen räknas ut när justeringen har anslagits.",
        item.label(),
        typed.field
    );
    Some(Finding::item(index, "INV-14", Severity::Practice, sentence).on(typed.at))
}

#[cfg(test)]
mod tests {
    use super::super::facts::{sound, sound_board};
    use super::super::testing::only;
    use super::*;

    #[test]
    fn sec_19_a_party_is_told_how_to_appeal() {
        let finding = only(sound_board(), |facts| facts.items[0].appeal_texts = Some(vec![]));
        assert_eq!((finding.id, finding.field), ("SEC-19", Field::Appeal));
        let mut facts = sound_board();
        facts.items[0].appeal_texts = None;
        assert_eq!(party_is_told_how_to_appeal(&facts, 0, &facts.items[0]), None, "not known");
    }

    #[test]
    fn app_09_the_appeal_text_is_of_the_kind_of_the_points() {
        let finding = only(sound(), |facts| {
            facts.items[0].appeal_texts = Some(vec![Appeal::Administrative]);
        });
        assert_eq!((finding.id, finding.severity), ("APP-09", Severity::Practice));
        assert!(finding.sentence.contains("förvaltningsbesvär"));
    }

    #[test]
    fn inv_14_a_last_day_to_appeal_is_never_typed() {
        let finding = only(sound(), |facts| {
            facts.items[0].texts[0].text = "Sista dag för överklagande är den 15 december.".into();
        });
        assert_eq!((finding.id, finding.field), ("INV-14", Field::Section(0)));
        let mut facts = sound();
        facts.items[0].texts[0].text = "Beslutet överklagas hos förvaltningsrätten.".into();
        assert_eq!(no_dates_are_typed(&facts, 0, &facts.items[0]), None);
    }
}
