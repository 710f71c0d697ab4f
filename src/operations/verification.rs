//! The nightly verification (nattlig kontroll): the whole database as `paragraf verify --all` reads it, its report kept.

use anyhow::Result;
use sqlx::PgPool;
use time::macros::time;
use uuid::Uuid;

use crate::{
    App,
    database::Addresses,
    health::Host,
    jobs::{Schedule, Work},
    machine_time,
    seal::Hash,
    verify::{self, Head},
};

pub(super) const KIND: &str = "verify";

/// It signs in as the owner, who alone may read everything, in one transaction that reads and locks nothing.
pub(super) fn work(app: &App, addresses: &Addresses) -> Work {
    let (site, addresses, host) = (app.site.clone(), addresses.clone(), app.host.clone());
    Work::new(KIND, Schedule::Daily(time!(02:30)), move |_| {
        run(site.clone(), addresses.clone(), host.clone())
    })
}

/// The chain is held against the heads that were mailed, and the newest that was seen.
async fn run(site: PgPool, addresses: Addresses, host: Host) -> Result<()> {
    let begun = machine_time();
    let report = verify::all(&addresses, &outside(&site, &host).await?, machine_time).await?;

    if !report.holds() {
        tracing::error!(faults = report.faults.len(), "the nightly verification found faults");
    }
    sqlx::query!(
        "insert into verifications (id, begun_at, ended_at, faults, report) values ($1, $2, $3, $4, $5)",
        Uuid::now_v7(),
        begun,
        machine_time(),
        i32::try_from(report.faults.len())?,
        serde_json::to_value(&report)?,
    )
    .execute(&site)
    .await?;
    Ok(())
}

/// The heads that were mailed, and the newest that was seen.
pub(super) async fn outside(site: &PgPool, host: &Host) -> Result<Vec<Head>> {
    let mut outside = sent(site).await?;
    let seen = host.seen_head()?.filter(|seen| seen.n > 0);
    outside.extend(seen.map(|seen| Head { n: seen.n, head: seen.head }));
    Ok(outside)
}

/// Every head that was mailed: who makes the chain anew must then change what was sent, too.
async fn sent(site: &PgPool) -> Result<Vec<Head>> {
    let rows = sqlx::query!("select n, head from sent_heads where n > 0 order by day")
        .fetch_all(site)
        .await?;
    rows.into_iter()
        .map(|row| Ok(Head { n: row.n, head: Hash::try_from(row.head.as_slice())? }))
        .collect()
}

#[cfg(test)]
mod tests {
    use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

    use super::*;
    use crate::database::Pools;

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn a_run_keeps_its_report_and_holds_the_chain_against_what_was_mailed(
        _: PgPoolOptions,
        owner: PgConnectOptions,
    ) {
        let addresses = Addresses::of(owner.clone());
        let pools = Pools::open(&addresses).await.unwrap();
        let faults = async || {
            run(pools.site.clone(), addresses.clone(), Host::default()).await.unwrap();
            let newest = sqlx::query!(
                r#"select faults, begun_at <= ended_at as "in_order!",
                    array(select f ->> 'check' from jsonb_array_elements(report -> 'faults') f) as "checks!"
                   from verifications order by ended_at desc limit 1"#
            );
            let newest = newest.fetch_one(&pools.site).await.unwrap();
            assert!(newest.in_order && usize::try_from(newest.faults) == Ok(newest.checks.len()));
            // The server of the tests is not a durable one.
            newest.checks.into_iter().filter(|check| check != "settings").collect::<Vec<_>>()
        };
        assert_eq!(faults().await, [""; 0]);

        sqlx::query!(
            "insert into sent_heads (day, n, head, checkpoint) values ('2026-11-23', 1, sha256('another'), '{}')"
        )
        .execute(&pools.site)
        .await
        .unwrap();

        assert_eq!(faults().await, ["outside"]);
        pools.close().await;
    }
}
