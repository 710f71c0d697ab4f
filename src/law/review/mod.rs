//! The review of a protocol before it is sent for adjusting (granskning).

/// "5 kap. 67 § kommunallagen", with no-break spaces.
macro_rules! kl {
    ($chapter:literal, $section:literal) => {
        concat!($chapter, "\u{a0}kap. ", $section, "\u{a0}§ kommunallagen")
    };
}

mod adjusting;
mod appeals;
mod attendance;
pub mod catalogue;
mod contents;
#[cfg(test)]
mod damages;
mod decisions;
mod disqualification;
mod dissents;
mod duties;
pub mod facts;
mod matters;
mod meeting;
mod minority;
mod openness;
mod place;
pub mod placeholder;
mod procedure;
mod remote;
mod severity;
mod slips;
mod summons;
#[cfg(test)]
mod testing;
mod votes;

pub use facts::{
    Adjournment, Announced, Appeal, Attendance, BoardRules, ClaimFacts, DissentBy, DissentFacts,
    Doors, Duties, Facts, Fault, Handling, Instant, ItemFacts, ItemKind, Known, MeetingCourse,
    Minority, Nature, Participant, PointFacts, Preparation, Presence, Procedure, Refusal, Sitting,
    Summons, TextFacts, VoteFacts, VoteFault,
};
pub use place::{Field, Place};
pub use severity::{Lowered, LoweredTo, Severity};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule's id. With place and field it names the finding, and so the reason given for it.
    pub id: &'static str,
    pub severity: Severity,
    /// The paragraph it rests on, empty where no act speaks.
    pub paragraph: &'static str,
    pub sentence: String,
    pub place: Place,
    pub field: Field,
}

type Rule = fn(&Facts) -> Option<Finding>;
type ItemRule = fn(&Facts, usize, &ItemFacts) -> Option<Finding>;
/// A rule on each of something in a §: votes, dissents, texts.
type ManyRule = fn(&Facts, usize, &ItemFacts) -> Vec<Finding>;

const RULES: &[&[Rule]] =
    &[meeting::RULES, summons::RULES, duties::RULES, adjusting::RULES, attendance::RULES];
const ITEM_RULES: &[&[ItemRule]] = &[
    summons::ITEM_RULES,
    openness::RULES,
    decisions::RULES,
    matters::RULES,
    disqualification::RULES,
    remote::RULES,
    procedure::RULES,
    minority::RULES,
    appeals::RULES,
    adjusting::ITEM_RULES,
    contents::RULES,
];
const MANY_RULES: &[ManyRule] = &[votes::faults, dissents::each, contents::stale, slips::of_item];

/// Every finding, the gravest first, in the order of the protocol. Withdrawn items are passed
/// over. `lowered` holds what the municipality has lowered by its own rules.
pub fn review(facts: &Facts, lowered: &[Lowered]) -> Vec<Finding> {
    let rules = RULES.iter().copied().flatten();
    let mut findings: Vec<_> = rules.filter_map(|rule| rule(facts)).collect();
    findings.extend(slips::of_front_page(facts));
    for (index, item) in facts.items.iter().enumerate().filter(|(_, item)| !item.withdrawn) {
        let rules = ITEM_RULES.iter().copied().flatten();
        findings.extend(rules.filter_map(|rule| rule(facts, index, item)));
        findings.extend(MANY_RULES.iter().flat_map(|rule| rule(facts, index, item)));
    }
    let mut findings: Vec<_> = findings
        .into_iter()
        .filter_map(|finding| {
            let severity = severity::lower(finding.id, finding.severity, lowered)?;
            Some(Finding { severity, ..finding })
        })
        .collect();
    findings.sort_by_key(|finding| (finding.severity, finding.place));
    findings
}

/// Whether nothing stops the sending; breaches still need their reasons.
pub fn may_send(findings: &[Finding]) -> bool {
    !findings.iter().any(|finding| finding.severity.stops())
}

impl Finding {
    fn at(place: Place, id: &'static str, severity: Severity, sentence: impl Into<String>) -> Self {
        let sentence = sentence.into();
        Self { id, severity, paragraph: "", sentence, place, field: Field::Whole }
    }

    fn meeting(id: &'static str, severity: Severity, sentence: impl Into<String>) -> Self {
        Self::at(Place::Meeting, id, severity, sentence)
    }

    fn attendance(id: &'static str, severity: Severity, sentence: impl Into<String>) -> Self {
        Self::at(Place::Attendance, id, severity, sentence).on(Field::Attendance)
    }

    fn item(
        index: usize,
        id: &'static str,
        severity: Severity,
        sentence: impl Into<String>,
    ) -> Self {
        Self::at(Place::Item(index), id, severity, sentence)
    }

    fn citing(self, paragraph: &'static str) -> Self {
        Self { paragraph, ..self }
    }

    fn on(self, field: Field) -> Self {
        Self { field, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::facts::{sound, sound_board, sound_council};
    use super::*;

    #[test]
    fn a_sound_protocol_has_no_findings() {
        for facts in [sound(), sound_council(), sound_board()] {
            assert_eq!(review(&facts, &[]), []);
        }
    }

    #[test]
    fn the_gravest_finding_comes_first_and_stops_the_sending() {
        let mut facts = sound();
        facts.items[0].recipients = 0;
        facts.items[0].chair_serves = false;
        assert!(may_send(&review(&facts, &[])));
        facts.place = "Plats Location".into();
        let findings = review(&facts, &[]);
        let severities: Vec<_> = findings.iter().map(|finding| finding.severity).collect();
        assert_eq!(severities, [Severity::Impossible, Severity::Breach, Severity::Practice]);
        assert!(!may_send(&findings));
    }

    // NUM-06.
    #[test]
    fn a_withdrawn_item_is_passed_over() {
        let mut facts = sound();
        let empty = ItemFacts { withdrawn: true, points: Vec::new(), ..facts.items[0].clone() };
        facts.items.push(empty);
        assert_eq!(review(&facts, &[]), []);
    }

    #[test]
    fn only_a_breach_needs_a_reason() {
        assert!(Severity::Breach.needs_reason() && !Severity::Impossible.needs_reason());
        assert_eq!(Severity::Hint.as_str(), "hint");
    }

    fn lowering(id: &str, to: LoweredTo) -> Vec<Lowered> {
        vec![Lowered { id: id.into(), to, decision: "Reglemente 2026-01-26 § 4".into() }]
    }

    #[test]
    fn bod_09_a_municipality_may_lower_practice_and_hints_by_its_own_rules() {
        let mut facts = sound();
        facts.items[0].recipients = 0;
        let hint = review(&facts, &lowering("SEC-18", LoweredTo::Hint));
        assert_eq!(hint[0].severity, Severity::Hint);
        assert_eq!(review(&facts, &lowering("SEC-18", LoweredTo::Off)), []);
        let mut uncited = lowering("SEC-18", LoweredTo::Off);
        uncited[0].decision = " ".into();
        assert_eq!(review(&facts, &uncited).len(), 1, "without a decision nothing is lowered");
    }

    #[test]
    fn bod_09_neither_a_breach_nor_the_impossible_can_be_lowered() {
        let mut facts = sound();
        facts.items[0].chair_serves = false;
        facts.place = "Plats Location".into();
        let mut lowered = lowering("INV-10", LoweredTo::Off);
        lowered.extend(lowering("DEC-05", LoweredTo::Off));
        assert_eq!(review(&facts, &lowered), review(&facts, &[]));
    }
}
