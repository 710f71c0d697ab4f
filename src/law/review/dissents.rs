//! Rules on reservations, notes and special statements (reservation, protokollsanteckning, särskilt yttrande).

use super::facts::{Appeal, DissentBy, DissentFacts, ItemFacts};
use super::{Facts, Field, Finding, Severity};
use crate::law::procedure::{DissentKind, HandedIn};

type DissentRule = fn(&Facts, &ItemFacts, &DissentFacts) -> Option<Finding>;

const RULES: &[DissentRule] = &[
    took_part,
    did_not_abstain,
    was_in_time,
    text_has_come,
    note_is_no_reservation,
    may_have_an_opinion_recorded,
];

pub(super) fn each(facts: &Facts, index: usize, item: &ItemFacts) -> Vec<Finding> {
    let dissents = item.procedure.dissents.iter();
    let found =
        dissents.flat_map(|dissent| RULES.iter().filter_map(|rule| rule(facts, item, dissent)));
    found
        .map(|finding| Finding {
            place: super::Place::Item(index),
            sentence: format!("{}: {}", item.label(), finding.sentence),
            field: Field::Dissents,
            ..finding
        })
        .collect()
}

/// RES-01, INV-09; RES-05: officials only where förvaltningslagen holds in full.
fn took_part(_: &Facts, item: &ItemFacts, dissent: &DissentFacts) -> Option<Finding> {
    let may = match dissent.by {
        DissentBy::Member => dissent.took_part,
        DissentBy::Substitute | DissentBy::Outsider => false,
        DissentBy::Official => item.has_point_of(Appeal::Administrative),
    };
    let sentence = format!("{} reserverar sig men deltog inte i beslutet.", dissent.who);
    (dissent.kind == DissentKind::Reservation && !may)
        .then(|| finding("RES-01", Severity::Breach, sentence).citing(kl!(4, 27)))
}

/// RES-01: by the handbooks of municipalities.
fn did_not_abstain(_: &Facts, _: &ItemFacts, dissent: &DissentFacts) -> Option<Finding> {
    let sentence = format!("{} reserverar sig men avstod i huvudomröstningen.", dissent.who);
    let reserves = dissent.kind == DissentKind::Reservation && dissent.took_part;
    (reserves && dissent.abstained).then(|| finding("RES-01", Severity::Practice, sentence))
}

/// RES-02, INV-09: an official's only before the decision is sent (RES-05).
fn was_in_time(_: &Facts, _: &ItemFacts, dissent: &DissentFacts) -> Option<Finding> {
    let sentence = format!("{} reserverade sig efter sammanträdet.", dissent.who);
    let elected = dissent.by != DissentBy::Official;
    (dissent.kind == DissentKind::Reservation && elected && !dissent.within_meeting)
        .then(|| finding("RES-02", Severity::Breach, sentence).citing(kl!(4, 27)))
}

/// RES-03, ANT-03; a reservation may stand without text (RES-04).
fn text_has_come(_: &Facts, _: &ItemFacts, dissent: &DissentFacts) -> Option<Finding> {
    let (who, what) = (&dissent.who, dissent.kind.name().to_lowercase());
    let (severity, sentence) = match dissent.handed_in {
        HandedIn::Awaited => {
            (Severity::Practice, format!("texten till {who}s {what} har inte lämnats in än."))
        }
        HandedIn::Never => {
            (Severity::Hint, format!("texten till {who}s {what} lämnades aldrig in."))
        }
        HandedIn::NoText | HandedIn::InItem | HandedIn::Annex => return None,
    };
    let id = if dissent.kind == DissentKind::Reservation { "RES-03" } else { "ANT-03" };
    Some(finding(id, severity, sentence))
}

/// ANT-01.
fn note_is_no_reservation(_: &Facts, _: &ItemFacts, dissent: &DissentFacts) -> Option<Finding> {
    let reserves = dissent.text.to_lowercase().contains("reserver");
    let sentence = format!(
        "{}s {} talar om reservation, men är ingen.",
        dissent.who,
        dissent.kind.name().to_lowercase()
    );
    (dissent.kind != DissentKind::Reservation && reserves)
        .then(|| finding("ANT-01", Severity::Hint, sentence))
}

/// ANT-02, OPN-05: as far as fullmäktige has decided.
fn may_have_an_opinion_recorded(
    facts: &Facts,
    _: &ItemFacts,
    dissent: &DissentFacts,
) -> Option<Finding> {
    let (may, paragraph) = match dissent.by {
        DissentBy::Substitute if !facts.kind.is_council() => {
            (facts.rules.substitutes_may_note, kl!(6, 17))
        }
        DissentBy::Outsider => (facts.rules.outsiders_may_note, kl!(4, 28)),
        DissentBy::Substitute | DissentBy::Member | DissentBy::Official => return None,
    };
    let sentence = format!("{} har ingen rätt att få sin mening antecknad i organet.", dissent.who);
    (dissent.kind != DissentKind::Reservation && may == Some(false))
        .then(|| finding("ANT-02", Severity::Breach, sentence).citing(paragraph))
}

fn finding(id: &'static str, severity: Severity, sentence: String) -> Finding {
    Finding::item(0, id, severity, sentence)
}

#[cfg(test)]
mod tests {
    use super::super::facts::{sound, sound_board};
    use super::super::testing::only;
    use super::*;

    fn dissent(facts: &mut Facts) -> &mut DissentFacts {
        &mut facts.items[0].procedure.dissents[0]
    }

    // INV-09.
    #[test]
    fn res_01_only_who_took_part_may_reserve() {
        let finding = only(sound(), |facts| dissent(facts).took_part = false);
        assert_eq!((finding.id, finding.paragraph), ("RES-01", kl!(4, 27)));
        assert_eq!(
            finding.sentence,
            "§\u{a0}22: Bo Ek (S) reserverar sig men deltog inte i beslutet."
        );
        let substitute = only(sound(), |facts| dissent(facts).by = DissentBy::Substitute);
        assert_eq!(substitute.id, "RES-01");
        let abstained = only(sound(), |facts| dissent(facts).abstained = true);
        assert_eq!((abstained.id, abstained.severity), ("RES-01", Severity::Practice));
    }

    #[test]
    fn res_05_an_official_has_an_opinion_recorded_only_in_administrative_matters() {
        assert_eq!(only(sound(), |facts| dissent(facts).by = DissentBy::Official).id, "RES-01");
        let mut facts = sound_board();
        dissent(&mut facts).by = DissentBy::Official;
        assert_eq!(each(&facts, 0, &facts.items[0]), []);
    }

    #[test]
    fn res_02_a_reservation_comes_before_the_meeting_ends() {
        let finding = only(sound(), |facts| dissent(facts).within_meeting = false);
        assert_eq!((finding.id, finding.severity), ("RES-02", Severity::Breach));
    }

    // RES-04: it may also stand without text.
    #[test]
    fn res_03_a_text_that_was_promised_is_waited_for() {
        let handed = |how| move |facts: &mut Facts| dissent(facts).handed_in = how;
        let awaited = only(sound(), handed(HandedIn::Awaited));
        assert_eq!((awaited.id, awaited.severity), ("RES-03", Severity::Practice));
        assert_eq!(only(sound(), handed(HandedIn::Never)).severity, Severity::Hint);
        let mut facts = sound();
        handed(HandedIn::NoText)(&mut facts);
        assert_eq!(each(&facts, 0, &facts.items[0]), []);
    }

    #[test]
    fn ant_03_a_statement_that_was_promised_is_waited_for() {
        let finding = only(sound(), |facts| {
            dissent(facts).kind = DissentKind::SpecialStatement;
            dissent(facts).handed_in = HandedIn::Awaited;
        });
        assert_eq!((finding.id, finding.severity), ("ANT-03", Severity::Practice));
    }

    #[test]
    fn ant_01_a_note_is_no_reservation() {
        let finding = only(sound(), |facts| {
            dissent(facts).kind = DissentKind::RecordNote;
            dissent(facts).text = "Bo Ek (S) reserverar sig.".into();
        });
        assert_eq!((finding.id, finding.severity), ("ANT-01", Severity::Hint));
    }

    #[test]
    fn ant_02_a_substitute_has_a_note_only_where_fullmaktige_lets() {
        let mut facts = sound();
        dissent(&mut facts).kind = DissentKind::RecordNote;
        dissent(&mut facts).by = DissentBy::Substitute;
        let finding = only(facts.clone(), |facts| facts.rules.substitutes_may_note = Some(false));
        assert_eq!((finding.id, finding.paragraph), ("ANT-02", kl!(6, 17)));
        dissent(&mut facts).by = DissentBy::Outsider;
        let finding = only(facts, |facts| facts.rules.outsiders_may_note = Some(false));
        assert_eq!((finding.id, finding.paragraph), ("ANT-02", kl!(4, 28)));
    }
}
