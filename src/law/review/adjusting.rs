//! Rules on who signs and when (justerare, justeringstid).

use super::facts::ItemFacts;
use super::{Facts, Field, Finding, ItemRule, Rule, Severity};
use crate::law::BoardKind;
use crate::law::dates::weekday_date;
use crate::law::deadlines::adjust_deadline;

pub(super) const RULES: &[Rule] = &[
    chair_can_sign,
    secretary_is_known,
    adjusters_are_elected,
    signers_can_sign_in,
    way_is_decided,
    is_announced,
    is_in_time,
    time_is_short,
    adjusters_served,
    place_of_keeping_is_known,
    every_participant_announces,
];
pub(super) const ITEM_RULES: &[ItemRule] = &[adjusters_were_there, immediate_is_declared];

const IN_14_DAYS: &str = kl!(5, 69);

/// ADJ-11: the chair adjusts by office.
fn chair_can_sign(facts: &Facts) -> Option<Finding> {
    let sentence = "Ingen ordförande står som närvarande, och då saknas en underskrift.";
    let finding = Finding::meeting("ADJ-11", Severity::Impossible, sentence).on(Field::Adjusting);
    (!facts.chair_present).then(|| finding.citing(kl!(5, 65)))
}

/// ADJ-11: the secretary signs as keeper of the minutes.
fn secretary_is_known(facts: &Facts) -> Option<Finding> {
    let sentence = "Sekreterare saknas, och då saknas en underskrift.";
    (!facts.secretary_known)
        .then(|| Finding::meeting("ADJ-11", Severity::Impossible, sentence).on(Field::Adjusting))
}

/// ADJ-02.
fn adjusters_are_elected(facts: &Facts) -> Option<Finding> {
    let (elected, required) = (facts.adjusters_elected, facts.adjusters_required);
    let sentence = format!("Justerare saknas: {elected} av {required} är utsedda.");
    let finding = Finding::meeting("ADJ-02", Severity::Impossible, sentence).on(Field::Adjusting);
    (elected < required).then(|| finding.citing(IN_14_DAYS))
}

/// ADJ-11: signing online takes an account.
fn signers_can_sign_in(facts: &Facts) -> Option<Finding> {
    let names = facts.without_account.join(", ");
    let sentence = format!("Kan inte skriva under förrän ett konto finns: {names}.");
    (!facts.without_account.is_empty())
        .then(|| Finding::meeting("ADJ-11", Severity::Practice, sentence).on(Field::Adjusting))
}

/// ADJ-04: adjusting is done the way fullmäktige has decided.
fn way_is_decided(facts: &Facts) -> Option<Finding> {
    let sentence =
        "I registret finns inget beslut om att organets protokoll får justeras digitalt.";
    (!facts.digital_decided).then(|| {
        Finding::meeting("ADJ-04", Severity::Breach, sentence)
            .on(Field::Register)
            .citing(IN_14_DAYS)
    })
}

/// NOT-05, BOD-07: a committee and a preparation announce where the municipality wants it.
fn is_announced(facts: &Facts) -> Option<Finding> {
    let may_stay_silent = matches!(facts.kind, BoardKind::Committee | BoardKind::Preparation);
    let sentence = "Enligt registret anslås organets protokoll inte. Justeringen ska tillkännages på \
                    anslagstavlan senast andra dagen.";
    (!facts.announced && !may_stay_silent).then(|| {
        Finding::meeting("NOT-05", Severity::Breach, sentence)
            .on(Field::Register)
            .citing(kl!(8, 12))
    })
}

/// ADJ-06: later than day 14, moved past days off (DAT-08).
fn is_in_time(facts: &Facts) -> Option<Finding> {
    let deadline = adjust_deadline(last_sitting(facts));
    let sentence = format!(
        "Protokollet skulle ha justerats senast {}, fjorton dagar efter sammanträdet.",
        weekday_date(deadline.shifted)
    );
    let finding = Finding::meeting("ADJ-06", Severity::Breach, sentence);
    deadline.overdue(facts.today).then(|| finding.citing(IN_14_DAYS))
}

/// ADJ-06: from day 10.
fn time_is_short(facts: &Facts) -> Option<Finding> {
    let last_sitting = last_sitting(facts);
    let deadline = adjust_deadline(last_sitting);
    let from_day_10 = (facts.today - last_sitting).whole_days() >= 10;
    let sentence = format!("Protokollet ska justeras senast {}.", weekday_date(deadline.plain));
    let finding = Finding::meeting("ADJ-06", Severity::Hint, sentence);
    (from_day_10 && !deadline.overdue(facts.today)).then(|| finding.citing(IN_14_DAYS))
}

/// ADJ-10: elected among those who serve.
fn adjusters_served(facts: &Facts) -> Option<Finding> {
    let names = &facts.course.adjusters_not_serving;
    let sentence = format!("Utsedd till justerare men tjänstgjorde inte: {}.", names.join(", "));
    (!names.is_empty())
        .then(|| Finding::meeting("ADJ-10", Severity::Practice, sentence).on(Field::Adjusting))
}

/// NOT-06: the notice says where the protocol is.
fn place_of_keeping_is_known(facts: &Facts) -> Option<Finding> {
    let kept_at = facts.rules.kept_at.as_ref()?;
    let sentence = "I registret saknas platsen där protokollet finns. Den ska stå i anslaget.";
    let finding = Finding::meeting("NOT-06", Severity::Breach, sentence).on(Field::Register);
    kept_at.trim().is_empty().then(|| finding.citing(kl!(8, 12)))
}

/// NOT-08: on each participant's notice board.
fn every_participant_announces(facts: &Facts) -> Option<Finding> {
    let names = &facts.rules.without_notice_board;
    let sentence = format!(
        "Justeringen ska tillkännages på varje kommuns anslagstavla. Det går inte för {}.",
        names.join(", ")
    );
    (facts.kind == BoardKind::JointBoard && !names.is_empty()).then(|| {
        Finding::meeting("NOT-08", Severity::Breach, sentence)
            .citing(kl!(9, 32))
            .on(Field::Register)
    })
}

/// ADJ-13: another who was there adjusts the §.
fn adjusters_were_there(_: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let names = &item.presence.adjusters_unfit;
    let sentence = format!(
        "{} behöver en annan justerare, eftersom {} var jävig eller frånvarande.",
        item.label(),
        names.join(", ")
    );
    (!names.is_empty())
        .then(|| Finding::item(index, "ADJ-13", Severity::Practice, sentence).on(Field::Adjusting))
}

/// ADJ-22.
fn immediate_is_declared(_: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let said = item.texts.iter().any(|text| {
        let text = text.text.to_lowercase();
        text.contains("omedelbart juster") || text.contains("omedelbar juster")
    });
    let sentence = format!("{} nämner inte att paragrafen justerades omedelbart.", item.label());
    (item.immediate && !said)
        .then(|| Finding::item(index, "ADJ-22", Severity::Practice, sentence).on(Field::Adjusting))
}

fn last_sitting(facts: &Facts) -> time::Date {
    facts.sittings.iter().map(|sitting| sitting.held_on).max().unwrap_or(facts.held_on)
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::super::facts::{Sitting, sound};
    use super::super::testing::only;
    use super::*;

    #[test]
    fn adj_11_a_missing_signer_stops_the_sending() {
        let mut facts = sound();
        assert_eq!(chair_can_sign(&facts), None);
        assert_eq!(secretary_is_known(&facts), None);
        facts.chair_present = false;
        facts.secretary_known = false;
        assert!(chair_can_sign(&facts).unwrap().severity.stops());
        assert!(secretary_is_known(&facts).unwrap().severity.stops());
    }

    #[test]
    fn adj_02_too_few_adjusters_stop_the_sending() {
        let mut facts = sound();
        assert_eq!(adjusters_are_elected(&facts), None);
        facts.adjusters_required = 2;
        let finding = adjusters_are_elected(&facts).unwrap();
        assert_eq!(finding.sentence, "Justerare saknas: 1 av 2 är utsedda.");
        assert!(finding.severity.stops());
    }

    #[test]
    fn adj_11_a_signer_without_account_is_named() {
        let mut facts = sound();
        assert_eq!(signers_can_sign_in(&facts), None);
        facts.without_account = vec!["Siv Dahl".into(), "Bo Ek".into()];
        let finding = signers_can_sign_in(&facts).unwrap();
        assert!(finding.sentence.ends_with("Siv Dahl, Bo Ek."));
        assert_eq!(finding.severity, Severity::Practice);
    }

    #[test]
    fn adj_10_an_adjuster_served_at_the_meeting() {
        let finding =
            only(sound(), |facts| facts.course.adjusters_not_serving = vec!["Bo Ek".into()]);
        assert_eq!((finding.id, finding.severity), ("ADJ-10", Severity::Practice));
    }

    #[test]
    fn adj_13_an_adjuster_was_there_in_each_item() {
        let finding =
            only(sound(), |facts| facts.items[0].presence.adjusters_unfit = vec!["Bo Ek".into()]);
        assert_eq!((finding.id, finding.severity), ("ADJ-13", Severity::Practice));
    }

    #[test]
    fn adj_22_immediate_adjusting_is_told_in_the_item() {
        let finding = only(sound(), |facts| facts.items[0].immediate = true);
        assert_eq!(finding.id, "ADJ-22");
        let mut facts = sound();
        facts.items[0].immediate = true;
        facts.items[0].texts[2].text.push_str(" Paragrafen förklaras omedelbart justerad.");
        assert_eq!(immediate_is_declared(&facts, 0, &facts.items[0]), None);
    }

    #[test]
    fn not_06_the_place_of_keeping_is_known_before_the_notice_goes_up() {
        let finding = only(sound(), |facts| facts.rules.kept_at = Some(" ".into()));
        assert_eq!((finding.id, finding.paragraph), ("NOT-06", kl!(8, 12)));
        let mut facts = sound();
        facts.rules.kept_at = None;
        assert_eq!(place_of_keeping_is_known(&facts), None, "not known");
    }

    #[test]
    fn not_08_every_participant_of_a_joint_board_can_announce() {
        let finding =
            only(sound(), |facts| facts.rules.without_notice_board = vec!["Södra".into()]);
        assert_eq!((finding.id, finding.paragraph), ("NOT-08", kl!(9, 32)));
    }

    #[test]
    fn adj_04_adjusting_online_without_a_decision_needs_a_reason() {
        let mut facts = sound();
        assert_eq!(way_is_decided(&facts), None);
        facts.digital_decided = false;
        assert!(way_is_decided(&facts).unwrap().severity.needs_reason());
    }

    #[test]
    fn not_05_only_a_committee_or_a_preparation_may_stay_silent() {
        let mut facts = sound();
        assert_eq!(is_announced(&facts), None);
        facts.announced = false;
        let finding = is_announced(&facts).unwrap();
        assert!(finding.severity.needs_reason());
        assert_eq!(finding.paragraph, kl!(8, 12));
        facts.kind = BoardKind::Committee;
        assert_eq!(is_announced(&facts), None);
    }

    // 2026-11-24 + 14 is Tuesday 8 December.
    #[test]
    fn adj_06_after_day_14_a_reason_is_needed() {
        let mut facts = sound();
        facts.today = date!(2026 - 12 - 08);
        assert_eq!(is_in_time(&facts), None);
        facts.today = date!(2026 - 12 - 09);
        assert!(is_in_time(&facts).unwrap().severity.needs_reason());
        facts.sittings.push(Sitting {
            held_on: date!(2026 - 11 - 25),
            starts_at: None,
            ends_at: None,
        });
        assert_eq!(is_in_time(&facts), None);
    }

    #[test]
    fn adj_06_from_day_10_the_deadline_is_shown() {
        let mut facts = sound();
        facts.today = date!(2026 - 12 - 03);
        assert_eq!(time_is_short(&facts), None);
        facts.today = date!(2026 - 12 - 04);
        let finding = time_is_short(&facts).unwrap();
        assert_eq!(
            finding.sentence,
            "Protokollet ska justeras senast tisdag 8\u{a0}december 2026."
        );
        facts.today = date!(2026 - 12 - 09);
        assert_eq!(time_is_short(&facts), None);
    }
}
