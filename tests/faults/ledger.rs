//! The ledger (liggaren): what was sent, and what was acknowledged, to be held against the database.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

/// Shared by everyone who writes.
#[derive(Clone, Default)]
pub(crate) struct Ledger(Arc<Mutex<Entries>>);

#[derive(Clone, Default)]
struct Entries {
    /// Each marker that was sent, and whether somebody was told that it is saved.
    markers: BTreeMap<String, bool>,
    last: Option<Instant>,
}

/// What a comparison finds.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Verdict {
    pub(crate) acknowledged: usize,
    pub(crate) lost: Vec<String>,
    pub(crate) doubled: Vec<String>,
    /// Sent, never acknowledged, and saved all the same: allowed, once.
    pub(crate) unknown: usize,
}

impl Ledger {
    pub(crate) fn sent(&self, marker: &str) {
        self.0.lock().unwrap().markers.entry(marker.to_owned()).or_insert(false);
    }

    pub(crate) fn acknowledged(&self, marker: &str) {
        let mut entries = self.0.lock().unwrap();
        entries.markers.insert(marker.to_owned(), true);
        entries.last = Some(Instant::now());
    }

    /// What stands in it now.
    pub(crate) fn copy(&self) -> Self {
        Self(Arc::new(Mutex::new(self.0.lock().unwrap().clone())))
    }

    /// How many markers of a kind are acknowledged.
    pub(crate) fn count(&self, kind: &str) -> usize {
        let entries = self.0.lock().unwrap();
        entries.markers.iter().filter(|(marker, done)| **done && marker.starts_with(kind)).count()
    }

    /// How long after an instant the next acknowledgement came.
    pub(crate) async fn next_after(&self, instant: Instant) -> Duration {
        crate::until("an acknowledged save", async || {
            self.0.lock().unwrap().last?.checked_duration_since(instant)
        })
        .await
    }

    /// Holds it against every marker that the database has, as often as it has it.
    pub(crate) fn against(&self, saved: &[String]) -> Verdict {
        let mut times: BTreeMap<&str, usize> = BTreeMap::new();
        for marker in saved {
            *times.entry(marker).or_default() += 1;
        }
        let mut verdict = Verdict::default();
        for (marker, acknowledged) in &self.0.lock().unwrap().markers {
            let times = times.get(marker.as_str()).copied().unwrap_or_default();
            verdict.acknowledged += usize::from(*acknowledged);
            match (times, acknowledged) {
                (0, true) => verdict.lost.push(marker.clone()),
                (1, false) => verdict.unknown += 1,
                (2.., _) => verdict.doubled.push(marker.clone()),
                _ => {}
            }
        }
        verdict
    }
}

#[test]
fn the_ledger_finds_what_is_lost_and_what_is_doubled() {
    let ledger = Ledger::default();
    for marker in ["kept", "lost", "twice", "unknown", "nowhere", "unknown twice"] {
        ledger.sent(marker);
    }
    for marker in ["kept", "lost", "twice"] {
        ledger.acknowledged(marker);
    }
    let saved = ["kept", "twice", "twice", "unknown", "unknown twice", "unknown twice"];
    let verdict = ledger.against(&saved.map(str::to_owned));

    assert_eq!((verdict.acknowledged, verdict.unknown), (3, 1));
    assert_eq!(verdict.lost, ["lost"]);
    assert_eq!(verdict.doubled, ["twice", "unknown twice"]);
}
