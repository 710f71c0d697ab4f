//! The report (kontrollrapport): how much was checked, and what does not hold. Names ids, never text of a protocol.

use std::{collections::BTreeMap, fmt};

use serde::Serialize;

use crate::seal::Hash;

/// What is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// The chain of legal acts, link by link.
    Chain,
    /// The chain against checkpoints kept outside.
    Outside,
    /// Each act against the row it tells of, and each such row against its act.
    Acts,
    /// Each version sent: its bytes, leaves, root and required signers.
    Versions,
    /// Each signature: its statement and the leaves it covers.
    Signatures,
    /// Each adjusted batch: every required signature, the day, and the § as it stands.
    Adjustments,
    /// The revisions of drafts, each sealed to the one before.
    Revisions,
    /// Files under their SHA-256.
    Files,
    /// The server's keys, each with the word of the one before it.
    Keys,
    /// Each time the database was put back: signed by the server, and going on from where the copy ended.
    Restorations,
    /// The database's calendar against the code's.
    Calendar,
    /// Guards, roles, grants, durability and clocks.
    Settings,
}

/// Something that does not hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    pub check: Check,
    /// The row, by its kind and id.
    pub subject: String,
    pub fault: String,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// How many of each were checked.
    pub checked: BTreeMap<Check, usize>,
    pub faults: Vec<Fault>,
    /// What was lost, where a restoration that the server signed says so: no fault.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub acknowledged: Vec<String>,
    /// The newest act and the chain's head after it: what a later run can be given as `--head`.
    pub n: i64,
    pub head: Option<Hash>,
}

impl Report {
    /// True when everything holds.
    pub fn holds(&self) -> bool {
        self.faults.is_empty()
    }

    pub(super) fn counted(&mut self, check: Check, count: usize) {
        *self.checked.entry(check).or_default() += count;
    }

    pub(super) fn fault(
        &mut self,
        check: Check,
        subject: impl fmt::Display,
        fault: impl fmt::Display,
    ) {
        self.faults.push(Fault { check, subject: subject.to_string(), fault: fault.to_string() });
    }
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Chain => "chain of legal acts",
            Self::Outside => "checkpoints kept outside",
            Self::Acts => "acts against their rows",
            Self::Versions => "versions",
            Self::Signatures => "signatures",
            Self::Adjustments => "adjusted batches",
            Self::Revisions => "revisions of drafts",
            Self::Files => "files",
            Self::Keys => "keys of the server",
            Self::Restorations => "restorations",
            Self::Calendar => "days of the calendar",
            Self::Settings => "settings, guards and grants",
        })
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (check, count) in &self.checked {
            let faults = self.faults.iter().filter(|fault| fault.check == *check).count();
            let state = if faults == 0 { "ok".to_owned() } else { format!("{faults} FAULTS") };
            writeln!(f, "{check}: {count} checked, {state}")?;
        }
        for Fault { check, subject, fault } in &self.faults {
            writeln!(f, "FAULT in {check}: {subject}: {fault}")?;
        }
        for known in &self.acknowledged {
            writeln!(f, "acknowledged: {known}")?;
        }
        let head = self.head.map_or_else(|| "none".to_owned(), |head| head.to_string());
        writeln!(f, "head: act {}, {head}", self.n)?;
        write!(f, "{}", if self.holds() { "everything holds" } else { "NOT everything holds" })
    }
}
