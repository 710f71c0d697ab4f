//! Rules on the meeting as a whole: items, day, place, times, front page (sammanträdet).

use super::facts::Adjournment;
use super::placeholder::placeholder;
use super::{Facts, Field, Finding, Rule, Severity};
use crate::law::BoardKind;

pub(super) const RULES: &[Rule] = &[
    something_was_handled,
    has_been_held,
    has_times,
    ends_after_it_starts,
    place_is_named,
    front_page_is_filled_in,
    executive_board_has_five_seats,
    adjournment_ends_after_it_starts,
    adjournment_has_its_times,
    adjournment_is_in_the_meeting,
    numbers_have_no_gap,
];

/// PRO-02.
fn something_was_handled(facts: &Facts) -> Option<Finding> {
    let finding = Finding::meeting("PRO-02", Severity::Impossible, "Protokollet har inga ärenden.");
    facts.items.iter().all(|item| item.withdrawn).then(|| finding.citing(kl!(5, 66)))
}

/// CAL-09: each sitting has a day, and what has not happened cannot be adjusted.
fn has_been_held(facts: &Facts) -> Option<Finding> {
    let sentence = "Sammanträdet har inte hållits än.";
    (facts.today < facts.held_on)
        .then(|| Finding::meeting("CAL-09", Severity::Impossible, sentence))
}

/// ATT-14; of a meeting that goes on, nobody can tell the end.
fn has_times(facts: &Facts) -> Option<Finding> {
    let start = facts.sittings.iter().any(|sitting| sitting.starts_at.is_none());
    let end = !facts.ongoing && facts.sittings.iter().any(|sitting| sitting.ends_at.is_none());
    let sentence = match (start || facts.sittings.is_empty(), end || facts.sittings.is_empty()) {
        (true, true) => "Sammanträdets start- och sluttid saknas.",
        (true, false) => "Sammanträdets starttid saknas.",
        (false, true) => "Sammanträdets sluttid saknas.",
        (false, false) => return None,
    };
    Some(Finding::meeting("ATT-14", Severity::Breach, sentence).on(Field::Times))
}

/// ATT-14: the end is after the start.
fn ends_after_it_starts(facts: &Facts) -> Option<Finding> {
    let backwards = facts.sittings.iter().any(|sitting| {
        matches!((sitting.starts_at, sitting.ends_at), (Some(start), Some(end)) if end <= start)
    });
    let sentence = "Sluttiden är inte senare än starttiden.";
    backwards.then(|| Finding::meeting("ATT-14", Severity::Impossible, sentence).on(Field::Times))
}

/// LAY-01.
fn place_is_named(facts: &Facts) -> Option<Finding> {
    let sentence = "Sammanträdets plats saknas.";
    let finding = Finding::meeting("LAY-01", Severity::Practice, sentence).on(Field::Location);
    facts.place.trim().is_empty().then_some(finding)
}

/// DEC-05: an unanswered placeholder stops the sending.
fn front_page_is_filled_in(facts: &Facts) -> Option<Finding> {
    let texts = facts.texts.iter().map(|text| (text.field.as_str(), text.text.as_str(), text.at));
    let (field, found, at) = std::iter::once(("Plats", facts.place.as_str(), Field::Location))
        .chain(texts)
        .find_map(|(field, text, at)| Some((field, placeholder(text)?, at)))?;
    let sentence = format!("Mallens text står kvar på första sidan: ”{found}” under {field}.");
    Some(Finding::meeting("DEC-05", Severity::Impossible, sentence).on(at))
}

/// BOD-06.
fn executive_board_has_five_seats(facts: &Facts) -> Option<Finding> {
    let sentence = "Styrelsen ska ha minst fem ledamöter.";
    let finding = Finding::meeting("BOD-06", Severity::Breach, sentence).on(Field::Register);
    (facts.kind == BoardKind::ExecutiveBoard && facts.seats < 5).then(|| finding.citing(kl!(6, 16)))
}

/// ATT-14.
fn adjournment_ends_after_it_starts(facts: &Facts) -> Option<Finding> {
    let mut adjournments = facts.course.adjournments.iter();
    let backwards = adjournments.any(|adjournment| {
        adjournment.ends_at.is_some_and(|ends_at| ends_at <= adjournment.starts_at)
    });
    let sentence = "En ajournering slutar inte senare än den börjar.";
    backwards.then(|| Finding::meeting("ATT-14", Severity::Impossible, sentence).on(Field::Times))
}

/// ATT-14, SEC-08.
fn adjournment_has_its_times(facts: &Facts) -> Option<Finding> {
    let open = facts.course.adjournments.iter().any(|adjournment| adjournment.ends_at.is_none());
    let sentence = "En ajournering saknar sluttid.";
    open.then(|| Finding::meeting("SEC-08", Severity::Practice, sentence).on(Field::Times))
}

/// CAL-09, SEC-08: within one of the sittings.
fn adjournment_is_in_the_meeting(facts: &Facts) -> Option<Finding> {
    let inside = |adjournment: &Adjournment| {
        facts.sittings.iter().any(|sitting| {
            let (Some(start), Some(end)) = (sitting.starts_at, sitting.ends_at) else {
                return true;
            };
            let last = adjournment.ends_at.unwrap_or(adjournment.starts_at);
            start <= adjournment.starts_at && last <= end
        })
    };
    let outside = facts.course.adjournments.iter().find(|adjournment| !inside(adjournment))?;
    let at = outside.starts_at;
    let sentence = format!(
        "Ajourneringen kl.\u{a0}{}.{:02} ligger utanför sammanträdets tider.",
        at.hour(),
        at.minute()
    );
    Some(Finding::meeting("CAL-09", Severity::Practice, sentence).on(Field::Times))
}

/// NUM-06: over all documents of the meeting.
fn numbers_have_no_gap(facts: &Facts) -> Option<Finding> {
    let plain = |number: &String| {
        let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
        digits.parse::<u32>().ok()
    };
    let here = facts.items.iter().filter_map(|item| item.number.as_ref().and_then(plain));
    let mut numbers: Vec<_> = here.chain(facts.known.numbers_elsewhere.iter().copied()).collect();
    numbers.sort_unstable();
    let gap = numbers.windows(2).find(|pair| pair[1] > pair[0].saturating_add(1))?;
    let sentence = format!(
        "Det finns ingen §\u{a0}{} mellan §\u{a0}{} och §\u{a0}{}.",
        gap[0].saturating_add(1),
        gap[0],
        gap[1]
    );
    Some(Finding::meeting("NUM-06", Severity::Practice, sentence).on(Field::Number))
}

#[cfg(test)]
mod tests {
    use time::PrimitiveDateTime;
    use time::macros::{date, datetime};

    use super::super::facts::{ItemFacts, TextFacts, sound};
    use super::super::testing::only;
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
        let at = Field::Whole;
        facts.texts.push(TextFacts { field: "Övriga".into(), text: "Namn XX".into(), at });
        let finding = front_page_is_filled_in(&facts).unwrap();
        assert_eq!(finding.sentence, "Mallens text står kvar på första sidan: ”XX” under Övriga.");
        assert!(finding.severity.stops());
    }

    #[test]
    fn att_14_nobody_can_tell_the_end_of_a_meeting_that_goes_on() {
        let mut facts = sound();
        facts.sittings[0].ends_at = None;
        let ended = has_times(&facts).unwrap();
        assert_eq!(ended.sentence, "Sammanträdets sluttid saknas.");
        facts.ongoing = true;
        assert_eq!(has_times(&facts), None);
        facts.sittings[0].starts_at = None;
        let finding = has_times(&facts).unwrap();
        assert_eq!(finding.sentence, "Sammanträdets starttid saknas.");
    }

    fn adjourned(from: PrimitiveDateTime, to: Option<PrimitiveDateTime>) -> Finding {
        only(sound(), |facts| {
            facts.course.adjournments = vec![Adjournment { starts_at: from, ends_at: to }];
        })
    }

    #[test]
    fn att_14_an_adjournment_ends_after_it_starts_and_within_the_meeting() {
        let at = datetime!(2026-11-24 10:05);
        let backwards = adjourned(at, Some(datetime!(2026-11-24 10:05)));
        assert_eq!((backwards.id, backwards.severity), ("ATT-14", Severity::Impossible));
        assert_eq!(adjourned(at, None).id, "SEC-08");
        let outside = adjourned(at, Some(datetime!(2026-11-24 10:40)));
        assert_eq!(
            outside.sentence,
            "Ajourneringen kl.\u{a0}10.05 ligger utanför sammanträdets tider."
        );
        let mut facts = sound();
        let to = Some(datetime!(2026-11-24 10:20));
        facts.course.adjournments = vec![Adjournment { starts_at: at, ends_at: to }];
        assert_eq!(adjournment_is_in_the_meeting(&facts), None);
    }

    // NUM-10: a number may stand in the document of an immediately adjusted §.
    #[test]
    fn num_06_the_numbers_of_a_meeting_have_no_gap() {
        let mut facts = sound();
        let later = ItemFacts { number: Some("24 a".into()), ..facts.items[0].clone() };
        facts.items.push(later);
        let finding = numbers_have_no_gap(&facts).unwrap();
        assert_eq!(finding.sentence, "Det finns ingen §\u{a0}23 mellan §\u{a0}22 och §\u{a0}24.");
        facts.known.numbers_elsewhere = vec![23];
        assert_eq!(numbers_have_no_gap(&facts), None);
    }

    #[test]
    fn bod_06_an_executive_board_of_four_is_a_breach() {
        let mut facts = sound();
        assert_eq!(executive_board_has_five_seats(&facts), None);
        facts.kind = BoardKind::ExecutiveBoard;
        assert_eq!(executive_board_has_five_seats(&facts).unwrap().id, "BOD-06");
    }
}
