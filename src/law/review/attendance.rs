//! Rules on who was there, and on a joint board's roster (närvaro, gemensam nämnd).

use super::facts::ItemFacts;
use super::{Facts, Field, Finding, Rule, Severity};
use crate::law::BoardKind;

pub(super) const RULES: &[Rule] = &[
    someone_served,
    no_more_than_the_seats,
    nobody_came_back,
    distance_is_allowed,
    parties_are_printed,
    municipalities_are_printed,
    roster_is_lawful,
    turn_is_kept,
    served_for_own_municipality,
];

/// PRO-02.
fn someone_served(facts: &Facts) -> Option<Finding> {
    let served = facts.attendance.members + facts.attendance.serving_substitutes;
    let sentence = "Protokollet visar inte vilka ledamöter och ersättare som tjänstgjorde.";
    let finding = Finding::attendance("PRO-02", Severity::Impossible, sentence);
    (served == 0).then(|| finding.citing(kl!(5, 66)))
}

/// ATT-12: one person in a seat at a time.
fn no_more_than_the_seats(facts: &Facts) -> Option<Finding> {
    let most = |item: &&ItemFacts| {
        let instants = item.instants.iter().map(|instant| instant.serving);
        instants.chain([item.serving]).max() > Some(facts.seats)
    };
    let item = facts.items.iter().filter(|item| !item.withdrawn).find(most)?;
    let sentence =
        format!("Fler tjänstgör i {} än de {} platserna.", item.inline_label(), facts.seats);
    Some(Finding::attendance("ATT-12", Severity::Impossible, sentence))
}

/// ATT-09: the act forbids it in fullmäktige, most boards' own rules in boards.
fn nobody_came_back(facts: &Facts) -> Option<Finding> {
    let names = facts.returned.join(", ");
    let sentence = format!("Har avbrutit tjänstgöringen och tjänstgjort igen samma dag: {names}.");
    let finding = if facts.kind.is_council() {
        Finding::attendance("ATT-09", Severity::Breach, sentence).citing(kl!(5, 20))
    } else {
        Finding::attendance("ATT-09", Severity::Practice, sentence)
    };
    (!facts.returned.is_empty()).then_some(finding)
}

/// REM-01, QUO-05: who takes part at a distance is present only where fullmäktige has decided so.
fn distance_is_allowed(facts: &Facts) -> Option<Finding> {
    let sentence = format!(
        "{} tjänstgjorde på distans, men i registret finns inget beslut om deltagande på distans.",
        facts.attendance.remote
    );
    let paragraph = if facts.kind.is_council() { kl!(5, 16) } else { kl!(6, 24) };
    (facts.attendance.remote > 0 && !facts.remote_decided)
        .then(|| Finding::attendance("REM-01", Severity::Breach, sentence).citing(paragraph))
}

/// ATT-03.
fn parties_are_printed(facts: &Facts) -> Option<Finding> {
    let count = facts.attendance.without_party;
    let sentence = format!("Parti saknas för {count} av de förtroendevalda.");
    (count > 0).then(|| Finding::attendance("ATT-03", Severity::Hint, sentence))
}

/// ATT-03: in a joint board each name has its municipality.
fn municipalities_are_printed(facts: &Facts) -> Option<Finding> {
    let count = facts.attendance.without_municipality;
    let sentence = format!("Kommun saknas för {count} av de förtroendevalda.");
    (facts.kind == BoardKind::JointBoard && count > 0)
        .then(|| Finding::attendance("ATT-03", Severity::Practice, sentence))
}

/// BOD-04: a member and a substitute from each participant, and as many substitutes as members.
fn roster_is_lawful(facts: &Facts) -> Option<Finding> {
    let missing: Vec<_> = facts
        .participants
        .iter()
        .filter(|participant| participant.members == 0 || participant.substitutes == 0)
        .map(|participant| participant.municipality.as_str())
        .collect();
    let members: u32 = facts.participants.iter().map(|participant| participant.members).sum();
    let substitutes: u32 =
        facts.participants.iter().map(|participant| participant.substitutes).sum();
    let sentence = if !missing.is_empty() {
        format!(
            "Varje kommun ska ha minst en ledamot och en ersättare i nämnden. Det saknas för {}.",
            missing.join(", ")
        )
    } else if members != substitutes {
        format!(
            "En gemensam nämnd ska ha lika många ersättare som ledamöter. Nu finns {members} \
             ledamöter och {substitutes} ersättare."
        )
    } else {
        return None;
    };
    let finding = Finding::attendance("BOD-04", Severity::Breach, sentence).on(Field::Register);
    Some(finding.citing(kl!(9, 24)))
}

/// ATT-05: in the order that fullmäktige has decided, of which its rules make exceptions.
fn turn_is_kept(facts: &Facts) -> Option<Finding> {
    let names = &facts.course.out_of_turn;
    let sentence = format!("Tjänstgjorde före den ersättare som stod i tur: {}.", names.join(", "));
    (!names.is_empty()).then(|| Finding::attendance("ATT-05", Severity::Practice, sentence))
}

/// ATT-13.
fn served_for_own_municipality(facts: &Facts) -> Option<Finding> {
    let names = &facts.course.for_other_municipality;
    let sentence =
        format!("Tjänstgjorde för en ledamot från en annan kommun: {}.", names.join(", "));
    (facts.kind == BoardKind::JointBoard && !names.is_empty())
        .then(|| Finding::attendance("ATT-13", Severity::Practice, sentence))
}

#[cfg(test)]
mod tests {
    use super::super::facts::sound;
    use super::super::testing::only;
    use super::*;

    #[test]
    fn pro_02_a_protocol_in_which_nobody_served_is_impossible() {
        let mut facts = sound();
        assert_eq!(someone_served(&facts), None);
        facts.attendance.members = 0;
        facts.attendance.serving_substitutes = 0;
        assert!(someone_served(&facts).unwrap().severity.stops());
    }

    #[test]
    fn att_12_more_serving_than_seats_is_impossible() {
        let mut facts = sound();
        assert_eq!(no_more_than_the_seats(&facts), None);
        facts.items[0].serving = 5;
        let finding = no_more_than_the_seats(&facts).unwrap();
        assert_eq!(finding.sentence, "Fler tjänstgör i §\u{a0}22 än de 4 platserna.");
    }

    #[test]
    fn att_09_a_return_is_a_breach_in_a_council_and_practice_in_a_board() {
        let mut facts = sound();
        assert_eq!(nobody_came_back(&facts), None);
        facts.returned = vec!["Siv Dahl (C)".into()];
        assert_eq!(nobody_came_back(&facts).unwrap().severity, Severity::Practice);
        facts.kind = BoardKind::Council;
        let finding = nobody_came_back(&facts).unwrap();
        assert_eq!(finding.severity, Severity::Breach);
        assert_eq!(finding.paragraph, kl!(5, 20));
    }

    #[test]
    fn rem_01_attendance_at_a_distance_needs_the_decision_of_fullmaktige() {
        let mut facts = sound();
        assert_eq!(distance_is_allowed(&facts), None);
        facts.remote_decided = false;
        let finding = distance_is_allowed(&facts).unwrap();
        assert!(finding.severity.needs_reason());
        assert_eq!(finding.paragraph, kl!(6, 24));
        facts.kind = BoardKind::Council;
        let council = distance_is_allowed(&facts).unwrap();
        assert_eq!(council.paragraph, kl!(5, 16));
        facts.attendance.remote = 0;
        assert_eq!(distance_is_allowed(&facts), None);
    }

    #[test]
    fn att_03_a_missing_party_or_municipality_is_shown() {
        let mut facts = sound();
        assert_eq!(parties_are_printed(&facts), None);
        assert_eq!(municipalities_are_printed(&facts), None);
        facts.attendance.without_party = 1;
        facts.attendance.without_municipality = 1;
        assert_eq!(parties_are_printed(&facts).unwrap().severity, Severity::Hint);
        assert_eq!(municipalities_are_printed(&facts).unwrap().severity, Severity::Practice);
        facts.kind = BoardKind::Board;
        assert_eq!(municipalities_are_printed(&facts), None);
    }

    #[test]
    fn att_05_substitutes_serve_in_their_turn() {
        let finding = only(sound(), |facts| facts.course.out_of_turn = vec!["Bo Ek (S)".into()]);
        assert_eq!((finding.id, finding.severity), ("ATT-05", Severity::Practice));
    }

    #[test]
    fn att_13_a_substitute_of_a_joint_board_serves_for_the_own_municipality() {
        let other =
            |facts: &mut Facts| facts.course.for_other_municipality = vec!["Bo Ek (S)".into()];
        assert_eq!(only(sound(), other).id, "ATT-13");
        let mut facts = sound();
        other(&mut facts);
        facts.kind = BoardKind::Board;
        assert_eq!(served_for_own_municipality(&facts), None);
    }

    #[test]
    fn bod_04_every_participant_has_a_member_and_a_substitute() {
        let mut facts = sound();
        assert_eq!(roster_is_lawful(&facts), None);
        facts.participants[1].substitutes = 0;
        let finding = roster_is_lawful(&facts).unwrap();
        assert!(finding.sentence.ends_with("Det saknas för Södra."));
    }

    #[test]
    fn bod_04_a_joint_board_has_as_many_substitutes_as_members() {
        let mut facts = sound();
        assert_eq!(roster_is_lawful(&facts), None);
        facts.participants[1].members = 3;
        let finding = roster_is_lawful(&facts).unwrap();
        assert!(finding.sentence.ends_with("Nu finns 5 ledamöter och 4 ersättare."));
        assert!(finding.severity.needs_reason());
    }
}
