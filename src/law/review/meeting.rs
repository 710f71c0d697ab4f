//! Rules on the meeting as a whole: items, day, place, times, front page (sammanträdet).

use super::placeholder::placeholder;
use super::{Facts, Finding, Rule, Severity};
use crate::law::BoardKind;

pub(super) const RULES: &[Rule] = &[
    something_was_handled,
    has_been_held,
    has_times,
    ends_after_it_starts,
    place_is_named,
    front_page_is_filled_in,
    executive_board_has_five_seats,
];

/// PRO-02.
fn something_was_handled(facts: &Facts) -> Option<Finding> {
    let finding = Finding::meeting("PRO-02", Severity::Impossible, "Protokollet har inga ärenden.");
    facts
        .items
        .iter()
        .all(|item| item.withdrawn)
        .then(|| finding.citing("5\u{a0}kap. 66\u{a0}§ kommunallagen"))
}

/// CAL-09: each sitting has a day, and what has not happened cannot be adjusted.
fn has_been_held(facts: &Facts) -> Option<Finding> {
    let sentence = "Sammanträdet har inte hållits än.";
    (facts.today < facts.held_on)
        .then(|| Finding::meeting("CAL-09", Severity::Impossible, sentence))
}

/// ATT-14.
fn has_times(facts: &Facts) -> Option<Finding> {
    let start = facts.sittings.iter().any(|sitting| sitting.starts_at.is_none());
    let end = facts.sittings.iter().any(|sitting| sitting.ends_at.is_none());
    let sentence = match (start || facts.sittings.is_empty(), end || facts.sittings.is_empty()) {
        (true, true) => "Sammanträdets start- och sluttid saknas.",
        (true, false) => "Sammanträdets starttid saknas.",
        (false, true) => "Sammanträdets sluttid saknas.",
        (false, false) => return None,
    };
    Some(Finding::meeting("ATT-14", Severity::Breach, sentence))
}

/// ATT-14: the end is after the start.
fn ends_after_it_starts(facts: &Facts) -> Option<Finding> {
    let backwards = facts.sittings.iter().any(|sitting| {
        matches!((sitting.starts_at, sitting.ends_at), (Some(start), Some(end)) if end <= start)
    });
    let sentence = "Sluttiden är inte senare än starttiden.";
    backwards.then(|| Finding::meeting("ATT-14", Severity::Impossible, sentence))
}

/// LAY-01.
fn place_is_named(facts: &Facts) -> Option<Finding> {
    let sentence = "Sammanträdets plats saknas.";
    facts.place.trim().is_empty().then(|| Finding::meeting("LAY-01", Severity::Practice, sentence))
}

/// DEC-05: an unanswered placeholder stops the sending.
fn front_page_is_filled_in(facts: &Facts) -> Option<Finding> {
    let texts = facts.texts.iter().map(|text| (text.field.as_str(), text.text.as_str()));
    let (field, found) = std::iter::once(("Plats", facts.place.as_str()))
        .chain(texts)
        .find_map(|(field, text)| Some((field, placeholder(text)?)))?;
    let sentence = format!("Mallens text står kvar på första sidan: ”{found}” under {field}.");
    Some(Finding::meeting("DEC-05", Severity::Impossible, sentence))
}

/// BOD-06.
fn executive_board_has_five_seats(facts: &Facts) -> Option<Finding> {
    let sentence = "Styrelsen ska ha minst fem ledamöter.";
    let finding = Finding::meeting("BOD-06", Severity::Breach, sentence);
    (facts.kind == BoardKind::ExecutiveBoard && facts.seats < 5)
        .then(|| finding.citing("6\u{a0}kap. 16\u{a0}§ kommunallagen"))
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::super::facts::{TextFacts, sound};
    use super::*;

    #[test]
    fn pro_02_a_protocol_without_items_is_impossible() {
        let mut facts = sound();
        assert_eq!(something_was_handled(&facts), None);
        facts.items[0].withdrawn = true;
        assert!(something_was_handled(&facts).unwrap().severity.stops());
    }

    #[test]
    fn cal_09_a_meeting_to_come_cannot_be_sent() {
        let mut facts = sound();
        facts.today = facts.held_on;
        assert_eq!(has_been_held(&facts), None);
        facts.today = date!(2026 - 11 - 23);
        assert_eq!(has_been_held(&facts).unwrap().id, "CAL-09");
    }

    #[test]
    fn att_14_a_missing_end_time_is_a_breach() {
        let mut facts = sound();
        assert_eq!(has_times(&facts), None);
        facts.sittings[0].ends_at = None;
        let finding = has_times(&facts).unwrap();
        assert_eq!(finding.sentence, "Sammanträdets sluttid saknas.");
        assert!(finding.severity.needs_reason());
        facts.sittings.clear();
        assert_eq!(has_times(&facts).unwrap().sentence, "Sammanträdets start- och sluttid saknas.");
    }

    // NUM-03: a meeting may go on past midnight.
    #[test]
    fn att_14_an_end_before_the_start_is_impossible() {
        let mut facts = sound();
        facts.sittings[0].ends_at = Some(datetime!(2026-11-25 00:30));
        assert_eq!(ends_after_it_starts(&facts), None);
        facts.sittings[0].ends_at = Some(datetime!(2026-11-24 08:30));
        assert!(ends_after_it_starts(&facts).unwrap().severity.stops());
    }

    #[test]
    fn lay_01_a_missing_place_is_shown() {
        let mut facts = sound();
        assert_eq!(place_is_named(&facts), None);
        facts.place = " ".into();
        assert_eq!(place_is_named(&facts).unwrap().severity, Severity::Practice);
    }

    #[test]
    fn dec_05_template_text_on_the_front_page_stops_the_sending() {
        let mut facts = sound();
        assert_eq!(front_page_is_filled_in(&facts), None);
        facts.texts.push(TextFacts { field: "Övriga".into(), text: "Namn XX".into() });
        let finding = front_page_is_filled_in(&facts).unwrap();
        assert_eq!(finding.sentence, "Mallens text står kvar på första sidan: ”XX” under Övriga.");
        assert!(finding.severity.stops());
    }

    #[test]
    fn bod_06_an_executive_board_of_four_is_a_breach() {
        let mut facts = sound();
        assert_eq!(executive_board_has_five_seats(&facts), None);
        facts.kind = BoardKind::ExecutiveBoard;
        assert_eq!(executive_board_has_five_seats(&facts).unwrap().id, "BOD-06");
    }
}
