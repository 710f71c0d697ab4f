//! Figures (mätvärden) in Prometheus' text format, on a port of their own: counts and times, never a text, a person or a secret.

use std::net::SocketAddr;

use anyhow::{Context as _, Result};
use axum::{Router, extract::State, http::header, response::IntoResponse};
use metrics::{Unit, describe_counter, describe_gauge, describe_histogram, gauge};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use sqlx::PgPool;
use tokio::{net::TcpListener, task::JoinHandle};

use crate::{
    App,
    error::Result as Answer,
    serving::{Proxies, Serving},
};

/// Seconds, the upper bounds of the histogram.
const BOUNDS: [f64; 10] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

#[derive(Clone)]
struct Scraped {
    app: App,
    recorded: PrometheusHandle,
}

/// The port on which the figures are read.
pub struct Figures(JoinHandle<()>);

impl Figures {
    /// Begins to count, and answers at `address` whatever the path.
    ///
    /// # Errors
    /// The port is taken.
    pub async fn open(address: SocketAddr, app: App) -> Result<Self> {
        let counting = PrometheusBuilder::new().set_buckets(&BOUNDS)?.build_recorder();
        let recorded = counting.handle();
        metrics::set_global_recorder(counting).context("figures are counted already")?;
        describe();
        let listener = TcpListener::bind(address)
            .await
            .with_context(|| format!("{address} is taken; choose another with PARAGRAF_METRICS"))?;
        let pages = Router::new().fallback(show).with_state(Scraped { app, recorded });
        Ok(Self(tokio::spawn(async move {
            Serving::open(Proxies::default()).run(listener, pages, std::future::pending()).await;
        })))
    }

    pub fn close(self) {
        self.0.abort();
    }
}

fn describe() {
    describe_counter!("paragraf_requests_total", "Answers by method, route and status.");
    describe_histogram!("paragraf_request_seconds", Unit::Seconds, "Time to answer, by route.");
    describe_counter!("paragraf_saves_total", "Texts of a § that were saved.");
    describe_counter!("paragraf_passwords_evaluated_total", "Passwords looked at.");
    describe_gauge!("paragraf_pool_connections", "Open connections to the database, by pool.");
    describe_gauge!("paragraf_pool_idle", "Connections that wait for use, by pool.");
    describe_gauge!("paragraf_mails_waiting", "Mails that have not left.");
    describe_gauge!(
        "paragraf_mails_failed",
        "Mails that have not left and have failed at least once."
    );
    describe_gauge!("paragraf_jobs_waiting", "Jobs that are not done, by kind.");
    describe_gauge!(
        "paragraf_jobs_failed",
        "Jobs that are not done and have failed at least once, by kind."
    );
    describe_gauge!("paragraf_verification_faults", "Faults that the newest verification found.");
    describe_gauge!("paragraf_disk_free_bytes", Unit::Bytes, "Free where the data folder lies.");
}

async fn show(State(scraped): State<Scraped>) -> Answer<impl IntoResponse> {
    let Scraped { app, recorded } = scraped;
    pool("site", &app.site);
    pool("public", &app.public);
    if let Ok(disk) = app.host.disk() {
        gauge!("paragraf_disk_free_bytes").set(whole(i64::try_from(disk.free).unwrap_or(i64::MAX)));
    }
    counted(&app.site).await?;
    recorded.run_upkeep();
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], recorded.render()))
}

fn pool(name: &'static str, pool: &PgPool) {
    let idle = u32::try_from(pool.num_idle()).unwrap_or(u32::MAX);
    gauge!("paragraf_pool_connections", "pool" => name).set(pool.size());
    gauge!("paragraf_pool_idle", "pool" => name).set(idle);
}

async fn counted(site: &PgPool) -> Answer<()> {
    let mails = sqlx::query!(
        r#"
        select count(*) as "waiting!", count(failed) as "failed!",
            (select faults from verifications order by ended_at desc limit 1) as faults
        from mails where sent_at is null
        "#
    )
    .fetch_one(site)
    .await?;
    gauge!("paragraf_mails_waiting").set(whole(mails.waiting));
    gauge!("paragraf_mails_failed").set(whole(mails.failed));
    if let Some(faults) = mails.faults {
        gauge!("paragraf_verification_faults").set(faults);
    }
    let jobs = sqlx::query!(
        r#"
        select kind, count(*) filter (where done_at is null and dropped_at is null) as "waiting!",
            count(*) filter (where done_at is null and dropped_at is null and failed is not null) as "failed!"
        from jobs group by kind order by kind
        "#
    )
    .fetch_all(site)
    .await?;
    for job in jobs {
        gauge!("paragraf_jobs_waiting", "kind" => job.kind.clone()).set(whole(job.waiting));
        gauge!("paragraf_jobs_failed", "kind" => job.kind).set(whole(job.failed));
    }
    Ok(())
}

/// A count as Prometheus keeps it.
#[expect(clippy::cast_precision_loss, reason = "Prometheus keeps every figure as a float")]
fn whole(count: i64) -> f64 {
    count as f64
}
