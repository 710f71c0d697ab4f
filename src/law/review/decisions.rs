//! Rules on how each § was decided: quorum, chair, points, appeal (beslut per paragraf).

use super::facts::{Appeal, Instant, ItemFacts, ItemKind};
use super::{Facts, Field, Finding, ItemRule, Severity};
use crate::law::quorum::{may_handle, needed};

pub(super) const RULES: &[ItemRule] = &[
    quorum_holds,
    chair_serves,
    has_a_decision_point,
    every_point_has_its_appeal,
    decision_of_fullmaktige_can_be_appealed,
    plan_notice_is_ready,
    administrative_decision_names_rapporteur,
    administrative_decision_has_reasons,
    order_of_propositions_is_recorded,
    another_decision_has_its_claim,
    every_point_says_something,
    officials_are_shown,
    stands_as_declared,
];

const OF_AUTHORITY: &str = "31\u{a0}§ förvaltningslagen";
const CONTENT: &str = kl!(5, 67);

/// QUO-08, INV-11: at each decision of the § by itself.
fn quorum_holds(facts: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    if !item.decides() || item.fewer_may_answer {
        return None;
    }
    let at_all = Instant { clock: None, serving: item.serving, disqualified: item.disqualified };
    let few = item.instants.iter().chain([&at_all]).find(|instant| {
        !may_handle(facts.kind, instant.serving, instant.disqualified, facts.seats)
    })?;
    let clock = few
        .clock
        .map_or_else(String::new, |at| format!(" kl.\u{a0}{}.{:02}", at.hour(), at.minute()));
    let sentence = format!(
        "{} beslutades{clock} av {} tjänstgörande; det krävs {} av {}.",
        item.label(),
        few.serving,
        needed(facts.seats),
        facts.seats
    );
    let paragraph = if facts.kind.is_council() { kl!(5, 45) } else { kl!(6, 27) };
    Some(breach("QUO-08", index, sentence).citing(paragraph).on(Field::Attendance))
}

/// INV-10, JAV-11.
fn chair_serves(_: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let sentence = format!("Ordföranden i {} tjänstgjorde inte där.", item.inline_label());
    (item.kind != ItemKind::Unnumbered && !item.chair_serves)
        .then(|| breach("INV-10", index, sentence).on(Field::Chair))
}

/// INV-07.
fn has_a_decision_point(_: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let sentence = format!("{} saknar beslut.", item.label());
    (item.kind.decides() && item.points.is_empty())
        .then(|| breach("INV-07", index, sentence).citing(CONTENT))
}

/// INV-07.
fn every_point_has_its_appeal(_: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let n = item.points.iter().position(|point| point.appeal.is_none())? + 1;
    let sentence = format!("{}: ange hur beslutspunkt {n} överklagas.", item.label());
    let finding = breach("INV-07", index, sentence);
    Some(finding.citing("13\u{a0}kap. 2–3\u{a0}§§ kommunallagen").on(Field::Appeal))
}

/// APP-02: only a board's decision can be purely preparatory or executive.
fn decision_of_fullmaktige_can_be_appealed(
    facts: &Facts,
    index: usize,
    item: &ItemFacts,
) -> Option<Finding> {
    let sentence = format!(
        "{}: varje beslut av fullmäktige kan överklagas, men en beslutspunkt anges som att den inte kan det.",
        item.label()
    );
    (facts.kind.is_council() && item.has_point_of(Appeal::None))
        .then(|| breach("APP-02", index, sentence).citing(kl!(13, 2)).on(Field::Appeal))
}

/// NOT-11: notice and documents go up the same day as the adjusting is announced.
fn plan_notice_is_ready(_: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let sentence = format!(
        "{} antar en detaljplan: underrättelsen och handlingarna måste vara klara, eftersom de \
         ska anslås samma dag som justeringen.",
        item.label()
    );
    (item.has_point_of(Appeal::Plan) && !item.plan_notice_ready).then(|| {
        Finding::item(index, "NOT-11", Severity::Impossible, sentence)
            .citing("5\u{a0}kap. 29\u{a0}§ plan- och bygglagen")
            .on(Field::Documents)
    })
}

/// PRO-07.
fn administrative_decision_names_rapporteur(
    _: &Facts,
    index: usize,
    item: &ItemFacts,
) -> Option<Finding> {
    let sentence = format!("{} visar inte vem som var föredragande.", item.label());
    (item.has_point_of(Appeal::Administrative) && !item.rapporteur)
        .then(|| breach("PRO-07", index, sentence).citing(OF_AUTHORITY))
}

/// PRO-07, SEC-13.
fn administrative_decision_has_reasons(
    _: &Facts,
    index: usize,
    item: &ItemFacts,
) -> Option<Finding> {
    let sentence = format!("{} saknar motivering till beslutet.", item.label());
    (item.has_point_of(Appeal::Administrative) && !item.reasons)
        .then(|| breach("SEC-13", index, sentence).citing("32\u{a0}§ förvaltningslagen"))
}

/// SEC-10.
fn order_of_propositions_is_recorded(_: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let sentence = format!(
        "{} har {} förslag men visar inte i vilken ordning de ställdes under proposition.",
        item.label(),
        item.proposals
    );
    (item.proposals > 1 && !item.proposition_order)
        .then(|| breach("SEC-10", index, sentence).citing(CONTENT).on(Field::Propositions))
}

/// SEC-25.
fn another_decision_has_its_claim(_: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let sentence = format!(
        "{}: beslutet skiljer sig från förslaget, men det yrkande som ledde till det saknas.",
        item.label()
    );
    (item.differs_from_proposal && item.standing_claims().next().is_none()).then(|| {
        Finding::item(index, "SEC-25", Severity::Practice, sentence)
            .citing(CONTENT)
            .on(Field::Claims)
    })
}

/// PRO-03: which decisions were made.
fn every_point_says_something(_: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let n = item.points.iter().position(|point| point.text.trim().is_empty())? + 1;
    let sentence = format!("{}: beslutspunkt {n} är tom.", item.label());
    Some(breach("PRO-03", index, sentence).citing(CONTENT))
}

/// PRO-07: who took part in the final handling without deciding.
fn officials_are_shown(_: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let names = &item.presence.officials_unlisted;
    let sentence = format!(
        "{} visar inte vilka tjänstepersoner som deltog i den slutliga handläggningen: {}.",
        item.label(),
        names.join(", ")
    );
    (item.has_point_of(Appeal::Administrative) && !names.is_empty())
        .then(|| breach("PRO-07", index, sentence).citing(OF_AUTHORITY).on(Field::Attendance))
}

/// SEC-24, ADJ-16: what was decided is not reworded after the meeting. Spaces are no words.
fn stands_as_declared(_: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let differs = item.points.iter().position(|point| {
        point.declared.as_ref().is_some_and(|declared| words(declared) != words(&point.text))
    });
    let n = differs? + 1;
    let sentence =
        format!("{}: beslutspunkt {n} har en annan lydelse än den som lästes upp.", item.label());
    Some(breach("SEC-24", index, sentence).citing("JO 3339-2013"))
}

fn breach(id: &'static str, index: usize, sentence: String) -> Finding {
    Finding::item(index, id, Severity::Breach, sentence).on(Field::Decision)
}

#[cfg(test)]
mod tests {
    use time::macros::time;

    use super::super::Place;
    use super::super::facts::{PointFacts, sound, sound_board, sound_council};
    use super::super::testing::only;
    use super::*;
    use crate::law::BoardKind;

    /// What the rule says of the sound item, and of the item once it is spoilt.
    fn spoilt(rule: ItemRule, spoil: impl Fn(&mut ItemFacts)) -> Finding {
        let mut facts = sound();
        assert_eq!(rule(&facts, 0, &facts.items[0]), None);
        spoil(&mut facts.items[0]);
        let finding = rule(&facts, 0, &facts.items[0]).unwrap();
        assert_eq!(finding.place, Place::Item(0));
        finding
    }

    #[test]
    fn quo_08_a_decision_without_quorum_is_a_breach() {
        let finding = spoilt(quorum_holds, |item| item.serving = 2);
        assert_eq!(finding.sentence, "§\u{a0}22 beslutades av 2 tjänstgörande; det krävs 3 av 4.");
        assert_eq!(finding.paragraph, kl!(6, 27));
        assert!(finding.severity.needs_reason());
    }

    // QUO-01, QUO-03, QUO-04, QUO-05, QUO-07: who serves is counted, on site or not, of all seats.
    #[test]
    fn quo_08_each_decision_of_an_item_has_its_own_quorum() {
        for sound in [sound(), sound_council()] {
            let finding = only(sound, |facts| {
                let late = Instant { clock: Some(time!(10:05)), serving: 2, disqualified: 0 };
                facts.items[0].instants.push(late);
            });
            assert_eq!(
                finding.sentence,
                "§\u{a0}22 beslutades kl.\u{a0}10.05 av 2 tjänstgörande; det krävs 3 av 4."
            );
        }
    }

    // QUO-02, QUO-06.
    #[test]
    fn quo_06_a_council_may_decide_when_disqualification_breaks_the_quorum() {
        let mut facts = sound();
        facts.kind = BoardKind::Council;
        facts.items[0].instants.clear();
        facts.items[0].serving = 2;
        facts.items[0].disqualified = 1;
        assert_eq!(quorum_holds(&facts, 0, &facts.items[0]), None);
        facts.items[0].disqualified = 0;
        let finding = quorum_holds(&facts, 0, &facts.items[0]).unwrap();
        assert_eq!(finding.paragraph, kl!(5, 45));
        facts.items[0].fewer_may_answer = true;
        assert_eq!(quorum_holds(&facts, 0, &facts.items[0]), None);
    }

    #[test]
    fn inv_10_a_chair_who_did_not_serve_is_a_breach() {
        let finding = spoilt(chair_serves, |item| item.chair_serves = false);
        assert_eq!(finding.sentence, "Ordföranden i §\u{a0}22 tjänstgjorde inte där.");
    }

    #[test]
    fn inv_07_a_decision_has_points_that_say_how_they_are_appealed() {
        assert_eq!(spoilt(has_a_decision_point, |item| item.points.clear()).id, "INV-07");
        let finding = spoilt(every_point_has_its_appeal, |item| {
            let bare = PointFacts { appeal: None, ..item.points[0].clone() };
            item.points.push(bare);
        });
        assert_eq!(finding.sentence, "§\u{a0}22: ange hur beslutspunkt 2 överklagas.");
    }

    // KND-02: information needs no decision.
    #[test]
    fn inv_07_an_item_of_information_may_lack_points() {
        let mut facts = sound();
        facts.items[0].kind = ItemKind::Information;
        facts.items[0].points.clear();
        assert_eq!(has_a_decision_point(&facts, 0, &facts.items[0]), None);
    }

    #[test]
    fn app_02_a_decision_of_fullmaktige_can_always_be_appealed() {
        let mut facts = sound();
        facts.items[0].points[0].appeal = Some(Appeal::None);
        assert_eq!(decision_of_fullmaktige_can_be_appealed(&facts, 0, &facts.items[0]), None);
        facts.kind = BoardKind::Council;
        let finding = decision_of_fullmaktige_can_be_appealed(&facts, 0, &facts.items[0]).unwrap();
        assert!(finding.severity.needs_reason());
    }

    #[test]
    fn not_11_a_plan_without_its_notice_stops_the_sending() {
        let plan = |item: &mut ItemFacts| item.points[0].appeal = Some(Appeal::Plan);
        assert!(spoilt(plan_notice_is_ready, plan).severity.stops());
        let mut facts = sound();
        plan(&mut facts.items[0]);
        facts.items[0].plan_notice_ready = true;
        assert_eq!(plan_notice_is_ready(&facts, 0, &facts.items[0]), None);
    }

    #[test]
    fn pro_07_an_administrative_decision_names_rapporteur_and_reasons() {
        let party = |item: &mut ItemFacts| item.points[0].appeal = Some(Appeal::Administrative);
        let finding = spoilt(administrative_decision_names_rapporteur, party);
        assert_eq!(finding.paragraph, "31\u{a0}§ förvaltningslagen");
        let finding = spoilt(administrative_decision_has_reasons, party);
        assert_eq!(finding.paragraph, "32\u{a0}§ förvaltningslagen");
    }

    #[test]
    fn sec_10_more_than_one_proposal_needs_its_order() {
        let finding =
            spoilt(order_of_propositions_is_recorded, |item| item.proposition_order = false);
        assert!(finding.severity.needs_reason());
    }

    #[test]
    fn pro_03_a_decision_point_says_something() {
        let finding = spoilt(every_point_says_something, |item| item.points[0].text.clear());
        assert_eq!(finding.sentence, "§\u{a0}22: beslutspunkt 1 är tom.");
    }

    #[test]
    fn pro_07_officials_in_the_final_handling_are_shown() {
        let finding = only(sound_board(), |facts| {
            facts.items[0].presence.officials_unlisted = vec!["Ida Ask".into()];
        });
        assert_eq!((finding.id, finding.paragraph), ("PRO-07", OF_AUTHORITY));
    }

    #[test]
    fn sec_24_a_decision_stands_as_it_was_declared() {
        let finding = only(sound(), |facts| {
            facts.items[0].points[0].declared = Some("Nämnden avslår budgeten.".into());
        });
        assert_eq!((finding.id, finding.paragraph), ("SEC-24", "JO 3339-2013"));
        let mut facts = sound();
        let spaced = facts.items[0].points[0].text.replace(' ', "\u{a0} ");
        facts.items[0].points[0].declared = Some(spaced);
        assert_eq!(stands_as_declared(&facts, 0, &facts.items[0]), None);
    }

    #[test]
    fn sec_25_another_decision_than_the_proposal_needs_a_claim() {
        let finding = spoilt(another_decision_has_its_claim, |item| {
            item.procedure.claims[0].withdrawn = true;
        });
        assert_eq!(finding.severity, Severity::Practice);
    }
}
