//! Rules on open and closed doors, and on who may be in the room (offentlighet, närvarorätt).

use super::facts::{Doors, ItemFacts};
use super::{Facts, Field, Finding, ItemRule, Severity};
use crate::law::BoardKind;

pub(super) const RULES: &[ItemRule] = &[
    closing_is_decided,
    authority_is_exercised_behind_closed_doors,
    opening_is_allowed,
    guests_take_no_decisions,
    guests_have_leave,
    unions_may_attend,
    unions_take_no_decisions,
];

/// OPN-01.
fn closing_is_decided(facts: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let closed = item.handling.doors == Doors::ClosedWithoutDecision;
    let sentence =
        format!("{} saknar beslutet om att överlägga inom stängda dörrar.", item.label());
    (facts.kind.is_council() && closed)
        .then(|| breach(index, "OPN-01", sentence).citing(kl!(5, 42)).on(Field::Decision))
}

/// OPN-02.
fn authority_is_exercised_behind_closed_doors(
    facts: &Facts,
    index: usize,
    item: &ItemFacts,
) -> Option<Finding> {
    let nature = item.handling.nature;
    let open = item.handling.doors == Doors::Open && !facts.kind.is_council();
    let what = if nature.authority { "myndighetsutövning" } else { "sekretessbelagda uppgifter" };
    let sentence = format!("{} gäller {what} men behandlades offentligt.", item.label());
    (open && (nature.authority || nature.secret))
        .then(|| breach(index, "OPN-02", sentence).citing(kl!(6, 25)))
}

/// OPN-02: only where fullmäktige lets the board.
fn opening_is_allowed(facts: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let open = item.handling.doors == Doors::Open && !facts.kind.is_council();
    let sentence =
        format!("{} behandlades offentligt, men fullmäktige har inte medgett det.", item.label());
    (open && facts.rules.may_be_open == Some(false))
        .then(|| breach(index, "OPN-02", sentence).citing(kl!(6, 25)))
}

/// OPN-03.
fn guests_take_no_decisions(facts: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let names = &item.presence.guests_deciding;
    let sentence = format!(
        "{}: {} kallades för att lämna upplysningar men deltog i beslutet.",
        item.label(),
        names.join(", ")
    );
    let paragraph = if facts.kind.is_council() { "" } else { kl!(6, 26) };
    (!names.is_empty()).then(|| breach(index, "OPN-03", sentence).citing(paragraph))
}

/// OPN-03.
fn guests_have_leave(facts: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let names = &item.presence.guests_without_leave;
    let sentence = format!(
        "{}: {} deltog i överläggningen utan att det hade beslutats.",
        item.label(),
        names.join(", ")
    );
    (!facts.kind.is_council() && !names.is_empty())
        .then(|| breach(index, "OPN-03", sentence).citing(kl!(6, 26)))
}

const UNIONS: &str = "7\u{a0}kap. 10–15\u{a0}§§ kommunallagen";

/// OPN-04: at most three, not in the executive board, not in matters that the act exempts.
fn unions_may_attend(facts: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let names = &item.presence.union_representatives;
    let nature = item.handling.nature;
    let why = if facts.kind == BoardKind::ExecutiveBoard {
        "i styrelsen"
    } else if nature.authority || nature.closed_to_unions {
        "i ett sådant ärende"
    } else if names.len() > 3 {
        "fler än tre åt gången"
    } else {
        return None;
    };
    let sentence = format!(
        "{}: personalföreträdare får inte närvara {why}: {}.",
        item.label(),
        names.join(", ")
    );
    (!names.is_empty()).then(|| breach(index, "OPN-04", sentence).citing(UNIONS))
}

/// OPN-04.
fn unions_take_no_decisions(_: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let names = &item.presence.unions_deciding;
    let sentence =
        format!("{}: personalföreträdare deltog i beslutet: {}.", item.label(), names.join(", "));
    (!names.is_empty()).then(|| breach(index, "OPN-04", sentence).citing(UNIONS))
}

fn breach(index: usize, id: &'static str, sentence: String) -> Finding {
    Finding::item(index, id, Severity::Breach, sentence).on(Field::Attendance)
}

#[cfg(test)]
mod tests {
    use super::super::facts::{sound, sound_board, sound_council};
    use super::super::testing::only;
    use super::*;

    fn bo() -> Vec<String> {
        vec!["Bo Ek".into()]
    }

    #[test]
    fn opn_01_a_council_closes_its_doors_by_a_decision() {
        let finding = only(sound_council(), |facts| {
            facts.items[0].handling.doors = Doors::ClosedWithoutDecision;
        });
        assert_eq!((finding.id, finding.paragraph), ("OPN-01", kl!(5, 42)));
        let mut facts = sound_council();
        facts.items[0].handling.doors = Doors::ClosedByDecision;
        assert_eq!(closing_is_decided(&facts, 0, &facts.items[0]), None);
    }

    #[test]
    fn opn_02_authority_is_never_exercised_in_public() {
        let open = |facts: &mut Facts| facts.items[0].handling.doors = Doors::Open;
        let finding = only(sound_board(), open);
        assert!(finding.sentence.contains("myndighetsutövning"));
        let mut facts = sound();
        open(&mut facts);
        assert_eq!(authority_is_exercised_behind_closed_doors(&facts, 0, &facts.items[0]), None);
        facts.rules.may_be_open = Some(false);
        assert_eq!(opening_is_allowed(&facts, 0, &facts.items[0]).unwrap().id, "OPN-02");
        facts.rules.may_be_open = None;
        assert_eq!(opening_is_allowed(&facts, 0, &facts.items[0]), None);
    }

    #[test]
    fn opn_03_a_guest_takes_no_decisions_and_deliberates_only_with_leave() {
        let finding = only(sound(), |facts| facts.items[0].presence.guests_deciding = bo());
        assert_eq!((finding.id, finding.paragraph), ("OPN-03", kl!(6, 26)));
        let finding = only(sound(), |facts| facts.items[0].presence.guests_without_leave = bo());
        assert!(finding.sentence.contains("utan att det hade beslutats"));
    }

    #[test]
    fn opn_04_union_representatives_stay_away_from_authority_and_never_decide() {
        let there = |facts: &mut Facts| facts.items[0].presence.union_representatives = bo();
        assert_eq!(only(sound_board(), there).id, "OPN-04");
        let mut facts = sound();
        there(&mut facts);
        assert_eq!(unions_may_attend(&facts, 0, &facts.items[0]), None);
        facts.items[0].presence.union_representatives = vec!["Bo Ek".into(); 4];
        assert!(unions_may_attend(&facts, 0, &facts.items[0]).is_some());
        let decides = |facts: &mut Facts| facts.items[0].presence.unions_deciding = bo();
        assert_eq!(only(sound(), decides).id, "OPN-04");
    }
}
