//! How grave a finding is, and what a municipality may lower by its own rules (allvarsgrad).

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

    /// Whether a municipality may look away from it: only from what no act demands.
    pub fn may_be_lowered(self) -> bool {
        matches!(self, Self::Practice | Self::Hint)
    }
}

/// A rule that the municipality has lowered for a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lowered {
    /// The rule's id.
    pub id: String,
    pub to: LoweredTo,
    /// The governing document that says so, with its day and §. Empty lowers nothing.
    pub decision: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoweredTo {
    Hint,
    Off,
}

/// What is left of a finding of the rule; `None` where it is not to be shown.
pub(super) fn lower(id: &str, severity: Severity, lowered: &[Lowered]) -> Option<Severity> {
    let cited = |one: &&Lowered| one.id == id && !one.decision.trim().is_empty();
    let to = lowered.iter().find(cited).filter(|_| severity.may_be_lowered()).map(|one| one.to);
    match to {
        None => Some(severity),
        Some(LoweredTo::Hint) => Some(Severity::Hint),
        Some(LoweredTo::Off) => None,
    }
}
