//! Faults (fel): the program and PostgreSQL are killed, cut, starved and misled while people work; nothing acknowledged is lost.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop where it stands")]

mod answers;
mod client;
mod clock;
mod disk;
mod kills;
mod ledger;
mod program;
mod settings;
#[expect(dead_code, reason = "the other tests fill in more of a form")]
#[path = "../http/sheet.rs"]
mod sheet;
mod walker;
mod writer;

use std::{io::Write as _, time::Duration};

// What a form is read from and sent by, under the name that `sheet` knows.
use client as support;

/// What a fault is given to be over.
const LONG: Duration = Duration::from_mins(2);

/// At full size, what the issue names; otherwise a handful.
fn size(full: usize, gate: usize) -> usize {
    if std::env::var("PARAGRAF_TEST_SIZE").is_ok_and(|size| size == "full") { full } else { gate }
}

/// Writes a line of figures past the test's own output, so that it stands in the log of a run.
fn figure(line: &str) {
    let _ = writeln!(std::io::stderr(), "figure: {line}");
}

/// "p50 12 ms, p99 40 ms".
fn spread(times: &mut [Duration]) -> String {
    times.sort_unstable();
    let at = |part: usize| times.get((times.len() * part / 100).min(times.len().saturating_sub(1)));
    let ms = |part| at(part).map_or(0, Duration::as_millis);
    format!("p50/p99={}/{} ms", ms(50), ms(99))
}

/// Asks again and again until it is so.
async fn until<T>(what: &str, mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    let asking = async {
        loop {
            if let Some(answer) = ask().await {
                return answer;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(LONG, asking).await.unwrap_or_else(|_| panic!("never: {what}"))
}
