//! Those who write (skribenter): a secretary who saves a §, and a signer who approves what awaits, again and again.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use crate::{
    client::{Page, Person},
    ledger::Ledger,
    sheet::Sheet,
};

/// Somebody at work, until told to stop.
#[derive(Clone)]
pub(crate) struct Writer {
    pub(crate) person: Person,
    pub(crate) ledger: Ledger,
    pub(crate) stopping: Arc<AtomicBool>,
    /// How often a form that may have been saved was refused when it came again.
    pub(crate) refused: Arc<AtomicUsize>,
}

impl Writer {
    pub(crate) fn goes_on(&self) -> bool {
        !self.stopping.load(Ordering::Relaxed)
    }

    /// Sends a form, the same again while nobody knows what became of it, until it is answered.
    ///
    /// None: time to stop, or the site wants fewer tries.
    pub(crate) async fn insist(&self, marker: &str, send: impl AsyncFn() -> Page) -> Option<Page> {
        self.ledger.sent(marker);
        let mut again = false;
        while self.goes_on() {
            let answer = send().await;
            if answer.status == 303 {
                self.ledger.acknowledged(marker);
                return Some(answer);
            }
            if !answer.is_uncertain() {
                assert!(
                    [409, 429].contains(&answer.status),
                    "{}: {}",
                    answer.status,
                    answer.text("main")
                );
                self.refused
                    .fetch_add(usize::from(again && answer.status == 409), Ordering::Relaxed);
                return None;
            }
            again = true;
            rest().await;
        }
        None
    }

    /// A page, as soon as it can be had.
    pub(crate) async fn page(&self, path: &str) -> Option<Page> {
        while self.goes_on() {
            let page = self.person.get(path).await;
            if page.status == 200 {
                return Some(page);
            }
            assert!(page.is_uncertain(), "{path}: {} {}", page.status, page.text("main"));
            rest().await;
        }
        None
    }

    /// Saves a § over and over, with a new marker in its text each time; every other that is not answered is given up.
    pub(crate) async fn draft(self, name: usize, path: String) {
        for n in 0.. {
            let Some(page) = self.page(&path).await else { break };
            let marker = format!("draft-{name}-{n}");
            let sheet = Sheet::of(&page, "#paragraf")
                .set(
                    "text-",
                    0,
                    &format!("Nämnden läser {marker} och lägger det till handlingarna."),
                )
                .with("atgard", "spara");
            if n % 2 == 0 {
                self.insist(&marker, async || sheet.send_to(&self.person, &path).await).await;
            } else {
                self.ledger.sent(&marker);
                if sheet.send_to(&self.person, &path).await.status == 303 {
                    self.ledger.acknowledged(&marker);
                }
            }
        }
    }

    /// Signs whatever waits for the person.
    pub(crate) async fn sign(self) {
        while let Some(page) = self.page("/justera").await {
            let Some(reading) = page.attribute("main a.button", "href") else {
                tokio::time::sleep(Duration::from_millis(200)).await;
                continue;
            };
            let asked = self.person.post(&format!("{reading}/godkann"), &[]).await;
            let Some(order) = asked.location.filter(|path| path.contains("/underskrift/")) else {
                rest().await;
                continue;
            };
            let marker = format!("signed-{}", order.rsplit('/').next().unwrap_or_default());
            if self.insist(&marker, async || self.person.sign(&order).await).await.is_none() {
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }
}

async fn rest() {
    tokio::time::sleep(Duration::from_millis(20)).await;
}
