//! Rules on those who take part at a distance (deltagande på distans).

use super::facts::ItemFacts;
use super::{Facts, Field, Finding, ItemRule, Severity};

pub(super) const RULES: &[ItemRule] =
    &[seen_and_heard, link_held, secret_ballot_is_in_the_room, secret_matter_is_in_the_room];

/// REM-02, QUO-05: sound and picture on equal terms.
fn seen_and_heard(facts: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let names = &item.presence.unseen;
    let sentence = format!(
        "{}: deltog på distans utan att alla såg och hörde varandra: {}.",
        item.label(),
        names.join(", ")
    );
    let paragraph = if facts.kind.is_council() { kl!(5, 16) } else { kl!(6, 24) };
    (!names.is_empty()).then(|| {
        Finding::item(index, "REM-02", Severity::Breach, sentence)
            .citing(paragraph)
            .on(Field::Attendance)
    })
}

/// REM-04.
fn link_held(_: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let names = &item.presence.lost_link;
    let sentence = format!(
        "{}: räknas som närvarande vid beslutet fast förbindelsen var bruten: {}.",
        item.label(),
        names.join(", ")
    );
    (!names.is_empty()).then(|| practice(index, "REM-04", sentence))
}

/// REM-05.
fn secret_ballot_is_in_the_room(_: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let secret = item.procedure.votes.iter().any(|vote| vote.secret);
    let sentence = format!("{} har en sluten omröstning med ledamöter på distans.", item.label());
    (secret && item.presence.remote > 0).then(|| practice(index, "REM-05", sentence))
}

/// REM-05.
fn secret_matter_is_in_the_room(_: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let sentence =
        format!("{} har sekretess och behandlades med ledamöter på distans.", item.label());
    (item.handling.nature.secret && item.presence.remote > 0)
        .then(|| practice(index, "REM-05", sentence))
}

fn practice(index: usize, id: &'static str, sentence: String) -> Finding {
    Finding::item(index, id, Severity::Practice, sentence).on(Field::Attendance)
}

#[cfg(test)]
mod tests {
    use super::super::facts::{sound, sound_council};
    use super::super::testing::only;
    use super::*;

    #[test]
    fn rem_02_who_is_at_a_distance_is_seen_and_heard() {
        let unseen = |facts: &mut Facts| facts.items[0].presence.unseen = vec!["Bo Ek".into()];
        let finding = only(sound(), unseen);
        assert_eq!((finding.id, finding.paragraph), ("REM-02", kl!(6, 24)));
        assert_eq!(only(sound_council(), unseen).paragraph, kl!(5, 16));
    }

    #[test]
    fn rem_04_a_lost_link_at_a_decision_is_practice() {
        let finding = only(sound(), |facts| {
            facts.items[0].presence.lost_link = vec!["Bo Ek".into()];
        });
        assert_eq!((finding.id, finding.severity), ("REM-04", Severity::Practice));
    }

    #[test]
    fn rem_05_secret_ballots_and_secret_matters_are_held_in_the_room() {
        let mut facts = sound();
        facts.items[0].presence.remote = 1;
        assert_eq!(
            only(facts.clone(), |facts| facts.items[0].procedure.votes[0].secret = true).id,
            "REM-05"
        );
        assert_eq!(only(facts, |facts| facts.items[0].handling.nature.secret = true).id, "REM-05");
        let mut in_the_room = sound();
        in_the_room.items[0].handling.nature.secret = true;
        in_the_room.items[0].procedure.votes[0].secret = true;
        assert_eq!(secret_matter_is_in_the_room(&in_the_room, 0, &in_the_room.items[0]), None);
        assert_eq!(secret_ballot_is_in_the_room(&in_the_room, 0, &in_the_room.items[0]), None);
    }
}
