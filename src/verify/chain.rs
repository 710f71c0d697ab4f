//! The chain of legal acts (kedjan), link by link, and against heads kept outside.

use std::collections::BTreeMap;

use serde::Deserialize;
use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::{
    report::{Check, Report},
    restorations::Restored,
};
use crate::{
    error::Result,
    seal::{Act, Chain, GENESIS, Hash},
};

/// A head of the chain as somebody outside has kept it: after act `n` it was `head`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct Head {
    pub n: i64,
    pub head: Hash,
}

/// One act as stored.
struct Row {
    n: i64,
    at: OffsetDateTime,
    kind: String,
    subject: Uuid,
    commitment: Vec<u8>,
    prev: Vec<u8>,
    hash: Vec<u8>,
}

pub(super) async fn check(
    db: &mut PgConnection,
    outside: &[Head],
    restored: &[Restored],
    report: &mut Report,
) -> Result<()> {
    let rows = sqlx::query_as!(
        Row,
        "select n, at, kind, subject, commitment, prev, hash from acts order by n"
    )
    .fetch_all(&mut *db)
    .await?;
    let heads = links(&rows, report);
    let (n, head) = heads.last_key_value().map_or((0, GENESIS), |(n, head)| (*n, *head));

    let stored = sqlx::query!("select n, hash from heads").fetch_all(db).await?;
    let as_said = matches!(&stored[..], [row] if row.n == n && row.hash == head.as_ref());
    if !as_said {
        report.fault(Check::Chain, "heads", format!("the head is not that of act {n}, the newest"));
    }
    report.counted(Check::Outside, outside.len());
    for kept in outside {
        let here = if kept.n == 0 { Some(GENESIS) } else { heads.get(&kept.n).copied() };
        if here != Some(kept.head)
            && let Some(known) = restored.iter().find_map(|restored| restored.acknowledges(kept))
        {
            report.acknowledged.push(known);
            continue;
        }
        match here {
            None => report.fault(
                Check::Outside,
                format!("act {}", kept.n),
                format!("missing: the chain ends at act {n}; acts were removed, or this is an older copy"),
            ),
            Some(here) if here != kept.head => report.fault(
                Check::Outside,
                format!("act {}", kept.n),
                "the chain was rewritten: its head here is another than the one kept outside",
            ),
            Some(_) => {}
        }
    }
    (report.n, report.head) = (n, Some(head));
    Ok(())
}

/// Follows the chain and gives the head after each act; goes on after a fault, to find the others.
fn links(rows: &[Row], report: &mut Report) -> BTreeMap<i64, Hash> {
    let (mut chain, mut heads) = (Chain::genesis(), BTreeMap::new());
    let mut newest = None;
    for row in rows {
        let subject = format!("act {}", row.n);
        let read = |bytes: &[u8]| Hash::try_from(bytes).unwrap_or(GENESIS);
        let (commitment, prev) = (read(&row.commitment), read(&row.prev));
        let act =
            Act { n: row.n, at: row.at, kind: &row.kind, subject: row.subject, commitment, prev };
        if let Err(fault) = chain.follow(&act) {
            report.fault(Check::Chain, &subject, fault);
            chain = Chain::after(act.n, act.hash());
        }
        if row.hash != chain.head().as_ref() {
            report.fault(Check::Chain, &subject, "its hash is not that of its content");
        }
        if newest.is_some_and(|newest| row.at < newest - Duration::seconds(2)) {
            report.fault(Check::Chain, &subject, "older than the act before it");
        }
        newest = newest.max(Some(row.at));
        heads.insert(row.n, chain.head());
    }
    report.counted(Check::Chain, rows.len());
    heads
}
