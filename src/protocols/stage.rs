//! The life of a signing batch (underskriftsomgång), as a state machine without I/O.

use time::Date;

/// How far a batch has come; each stage carries its facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    Draft,
    /// Sent to its signers, and not withdrawn.
    Adjusting {
        version: i32,
    },
    /// The day is unknown only in an import.
    Adjusted {
        on: Option<Date>,
    },
}

/// Why a batch cannot take the step asked of it, as told to the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error(
        "Protokollet är redan skickat till justering. Återkalla det först om texten ska ändras."
    )]
    AlreadySent,
    #[error("Protokollet är justerat och kan inte ändras.")]
    AlreadyAdjusted,
    #[error("Protokollet är inte skickat till justering.")]
    NotSent,
    #[error("Protokollet är inte justerat än. Det kan publiceras när alla har godkänt.")]
    NotAdjusted,
}

impl Stage {
    /// Derives the stage from what has happened: the newest version that was not withdrawn, and the adjusting.
    pub(crate) fn from_facts(sent: Option<i32>, adjusted: Option<Option<Date>>) -> Self {
        match (adjusted, sent) {
            (Some(on), _) => Self::Adjusted { on },
            (None, Some(version)) => Self::Adjusting { version },
            (None, None) => Self::Draft,
        }
    }

    /// Whether the texts may be changed and sent.
    pub(crate) fn send(self) -> Result<(), Refusal> {
        match self {
            Self::Draft => Ok(()),
            Self::Adjusting { .. } => Err(Refusal::AlreadySent),
            Self::Adjusted { .. } => Err(Refusal::AlreadyAdjusted),
        }
    }

    /// Whether it can be signed, refused or withdrawn.
    pub(crate) fn is_open(self) -> Result<(), Refusal> {
        match self {
            Self::Adjusting { .. } => Ok(()),
            Self::Draft => Err(Refusal::NotSent),
            Self::Adjusted { .. } => Err(Refusal::AlreadyAdjusted),
        }
    }

    /// Whether its text can be made public.
    pub(crate) fn publish(self) -> Result<(), Refusal> {
        match self {
            Self::Adjusted { .. } => Ok(()),
            Self::Draft | Self::Adjusting { .. } => Err(Refusal::NotAdjusted),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn inv_06_what_is_adjusted_is_never_sent_again() {
        let adjusted = Stage::from_facts(Some(1), Some(Some(date!(2026 - 11 - 24))));
        assert_eq!(adjusted.send(), Err(Refusal::AlreadyAdjusted));
        assert_eq!(adjusted.is_open(), Err(Refusal::AlreadyAdjusted));
        assert_eq!(adjusted.publish(), Ok(()));
    }

    #[test]
    fn what_is_sent_is_open_for_signing_and_closed_for_changes() {
        let sent = Stage::from_facts(Some(2), None);
        assert_eq!(sent.send(), Err(Refusal::AlreadySent));
        assert_eq!(sent.is_open(), Ok(()));
        assert_eq!(sent.publish(), Err(Refusal::NotAdjusted));
    }

    #[test]
    fn a_draft_can_be_sent_and_not_signed() {
        let draft = Stage::from_facts(None, None);
        assert_eq!(draft.send(), Ok(()));
        assert_eq!(draft.is_open(), Err(Refusal::NotSent));
    }
}
