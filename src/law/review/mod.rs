//! The review of a protocol before it is sent for adjusting (granskning).

mod adjusting;
mod attendance;
mod contents;
mod decisions;
pub mod facts;
mod meeting;
pub mod placeholder;

pub use facts::{
    Appeal, Attendance, Facts, ItemFacts, ItemKind, Participant, PointFacts, Sitting, TextFacts,
};

/// What a finding means for the sending, from the gravest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Stops the sending.
    Impossible,
    /// Against the law or the board's rules: needs a written reason.
    Breach,
    /// Unusual, against good practice.
    Practice,
    Hint,
}

impl Severity {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Impossible => "impossible",
            Self::Breach => "breach",
            Self::Practice => "practice",
            Self::Hint => "hint",
        }
    }

    pub fn stops(self) -> bool {
        self == Self::Impossible
    }

    pub fn needs_reason(self) -> bool {
        self == Self::Breach
    }
}

/// Where in the protocol the finding is; an item by its index among the facts' items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    Meeting,
    Attendance,
    Item(usize),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule's id. With the place it names the finding, and so the reason given for it.
    pub id: &'static str,
    pub severity: Severity,
    /// The paragraph it rests on, empty where no act speaks.
    pub paragraph: &'static str,
    pub sentence: String,
    pub place: Place,
}

type Rule = fn(&Facts) -> Option<Finding>;
type ItemRule = fn(&Facts, usize, &ItemFacts) -> Option<Finding>;

const RULES: [&[Rule]; 3] = [meeting::RULES, adjusting::RULES, attendance::RULES];
const ITEM_RULES: [&[ItemRule]; 2] = [decisions::RULES, contents::RULES];

/// Every finding, the gravest first, in the order of the protocol. Withdrawn items are passed
/// over.
pub fn review(facts: &Facts) -> Vec<Finding> {
    let mut findings: Vec<_> = RULES.into_iter().flatten().filter_map(|rule| rule(facts)).collect();
    for (index, item) in facts.items.iter().enumerate().filter(|(_, item)| !item.withdrawn) {
        let rules = ITEM_RULES.into_iter().flatten();
        findings.extend(rules.filter_map(|rule| rule(facts, index, item)));
    }
    findings.sort_by_key(|finding| (finding.severity, finding.place));
    findings
}

/// Whether nothing stops the sending; breaches still need their reasons.
pub fn may_send(findings: &[Finding]) -> bool {
    !findings.iter().any(|finding| finding.severity.stops())
}

impl Finding {
    fn at(place: Place, id: &'static str, severity: Severity, sentence: impl Into<String>) -> Self {
        Self { id, severity, paragraph: "", sentence: sentence.into(), place }
    }

    fn meeting(id: &'static str, severity: Severity, sentence: impl Into<String>) -> Self {
        Self::at(Place::Meeting, id, severity, sentence)
    }

    fn attendance(id: &'static str, severity: Severity, sentence: impl Into<String>) -> Self {
        Self::at(Place::Attendance, id, severity, sentence)
    }

    fn citing(self, paragraph: &'static str) -> Self {
        Self { paragraph, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::facts::sound;
    use super::*;

    #[test]
    fn a_sound_protocol_has_no_findings() {
        assert_eq!(review(&sound()), []);
    }

    #[test]
    fn the_gravest_finding_comes_first_and_stops_the_sending() {
        let mut facts = sound();
        facts.items[0].recipients = 0;
        facts.items[0].chair_serves = false;
        assert!(may_send(&review(&facts)));
        facts.place = "Plats Location".into();
        let findings = review(&facts);
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
        assert_eq!(review(&facts), []);
    }

    #[test]
    fn only_a_breach_needs_a_reason() {
        assert!(Severity::Breach.needs_reason() && !Severity::Impossible.needs_reason());
        assert_eq!(Severity::Hint.as_str(), "hint");
    }
}
