//! Rules on what should have been reported or dealt with at the meeting (anmälan, redovisning).

use super::facts::Facts;
use super::{Field, Finding, Rule, Severity};

pub(super) const RULES: &[Rule] = &[
    urgent_decisions_are_reported,
    delegated_decisions_are_recorded,
    questions_are_listed,
    motions_are_reported,
    citizen_proposals_are_reported,
];

/// PRO-10: at the board's next meeting.
fn urgent_decisions_are_reported(facts: &Facts) -> Option<Finding> {
    let sentence = "Brådskande beslut som skulle ha anmälts vid detta sammanträde";
    listed("PRO-10", Severity::Breach, sentence, &facts.duties.urgent_unreported)
        .map(|finding| finding.citing(kl!(6, 40)))
}

/// PRO-09: what is not reported is recorded by itself.
fn delegated_decisions_are_recorded(facts: &Facts) -> Option<Finding> {
    let sentence = "Delegationsbeslut som varken är anmälda eller protokollförda särskilt";
    listed("PRO-09", Severity::Breach, sentence, &facts.duties.delegated_unrecorded)
        .map(|finding| finding.citing(kl!(6, 40)))
}

/// PRO-05: only in fullmäktige.
fn questions_are_listed(facts: &Facts) -> Option<Finding> {
    let sentence = "Interpellationer och frågor som protokollet inte redovisar";
    listed("PRO-05", Severity::Breach, sentence, &facts.duties.questions_unlisted)
        .filter(|_| facts.kind.is_council())
        .map(|finding| finding.citing(kl!(5, 68)))
}

/// KND-07: decided within a year, or reported.
fn motions_are_reported(facts: &Facts) -> Option<Finding> {
    let sentence = "Motioner äldre än ett år som inte har redovisats";
    listed("KND-07", Severity::Breach, sentence, &facts.duties.motions_overdue)
        .filter(|_| facts.kind.is_council())
        .map(|finding| finding.citing(kl!(5, 35)))
}

/// KND-10: within a year if possible.
fn citizen_proposals_are_reported(facts: &Facts) -> Option<Finding> {
    let sentence = "Medborgarförslag äldre än ett år som inte har redovisats";
    listed("KND-10", Severity::Practice, sentence, &facts.duties.citizen_proposals_overdue)
        .map(|finding| finding.citing(kl!(5, 35)))
}

fn listed(
    id: &'static str,
    severity: Severity,
    sentence: &str,
    what: &[String],
) -> Option<Finding> {
    let sentence = format!("{sentence}: {}.", what.join(", "));
    (!what.is_empty()).then(|| Finding::meeting(id, severity, sentence).on(Field::Agenda))
}

#[cfg(test)]
mod tests {
    use super::super::facts::{sound, sound_council};
    use super::super::testing::only;
    use super::*;

    fn one() -> Vec<String> {
        vec!["KS 2026/14".into()]
    }

    #[test]
    fn pro_10_an_urgent_decision_is_reported_at_the_next_meeting() {
        let finding = only(sound(), |facts| facts.duties.urgent_unreported = one());
        assert_eq!((finding.id, finding.paragraph), ("PRO-10", kl!(6, 40)));
        assert!(finding.sentence.ends_with("vid detta sammanträde: KS 2026/14."));
    }

    #[test]
    fn pro_09_a_delegated_decision_is_reported_or_recorded_by_itself() {
        let finding = only(sound(), |facts| facts.duties.delegated_unrecorded = one());
        assert_eq!((finding.id, finding.severity), ("PRO-09", Severity::Breach));
    }

    #[test]
    fn pro_05_only_a_council_lists_questions() {
        let unlisted = |facts: &mut Facts| facts.duties.questions_unlisted = one();
        assert_eq!(only(sound_council(), unlisted).id, "PRO-05");
        let mut board = sound();
        unlisted(&mut board);
        assert_eq!(questions_are_listed(&board), None);
    }

    #[test]
    fn knd_07_a_motion_is_decided_or_reported_within_a_year() {
        let overdue = |facts: &mut Facts| facts.duties.motions_overdue = one();
        assert_eq!(only(sound_council(), overdue).id, "KND-07");
        let mut board = sound();
        overdue(&mut board);
        assert_eq!(motions_are_reported(&board), None);
    }

    #[test]
    fn knd_10_a_citizens_proposal_past_its_year_is_practice() {
        let finding = only(sound(), |facts| facts.duties.citizen_proposals_overdue = one());
        assert_eq!((finding.id, finding.severity), ("KND-10", Severity::Practice));
    }
}
