//! Starts Paragraf.

use std::{io::Write as _, net::SocketAddr};

use anyhow::{Context as _, Result, ensure};
use clap::Parser as _;
use paragraf::{
    App, Clock, MIGRATOR, accounts,
    config::{Cli, Command, Config},
    database::{self, Addresses, Pools, private},
    demo,
    mail::Outbox,
    site,
};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use tokio::signal::unix::{SignalKind, signal};

#[tokio::main]
async fn main() -> Result<()> {
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_default_env()
                .unwrap_or_else(|_| "warn,paragraf=info".into()),
        )
        .with_writer(std::io::stderr)
        .init();
    match Cli::parse().command {
        Command::Serve(config) => serve(&config).await,
        Command::Demo { config, demo } => try_out(&config, demo).await,
        Command::Administrator { config, email, name, municipality } => {
            administrator(&config, &email, &name, &municipality).await
        }
    }
}

/// Production: a given database, https, no shifted clock.
async fn serve(config: &Config) -> Result<()> {
    let url = config
        .database_url
        .as_deref()
        .context("serve needs DATABASE_URL: the address of the database's owner")?;
    ensure!(
        config.now.is_none(),
        "PARAGRAF_NOW is for the demo: a shifted clock would make false legal days"
    );
    let origin = config.origin();
    ensure!(
        origin.starts_with("https://") || origin.starts_with("http://localhost"),
        "PARAGRAF_ORIGIN must begin with https://: cookies and signatures would travel in the clear"
    );
    let addresses =
        Addresses::parse(url, config.site_url.as_deref(), config.public_url.as_deref())?;
    database::prepare(&addresses, &MIGRATOR).await?;
    let pools = Pools::open(&addresses).await?;
    database::checks::all(&pools, paragraf::machine_time).await?;
    listen(config, pools.clone(), Clock::System, &config.origin()).await?;
    pools.close().await;
    Ok(())
}

/// The demo: a private PostgreSQL unless one is given.
async fn try_out(config: &Config, load: bool) -> Result<()> {
    let cluster = match &config.database_url {
        Some(_) => None,
        None => Some(private::Cluster::start(&config.data, private::Tuning::Durable)?),
    };
    let url = cluster
        .as_ref()
        .map_or_else(|| config.database_url.clone().unwrap_or_default(), private::Cluster::url);
    let addresses =
        Addresses::parse(&url, config.site_url.as_deref(), config.public_url.as_deref())?;
    database::prepare(&addresses, &MIGRATOR).await?;
    let pools = Pools::open(&addresses).await?;
    database::checks::all(&pools, paragraf::machine_time).await?;
    let clock = clock(config)?;
    let greeting = if load || cluster.is_some() {
        demo::load(&pools, clock, &config.origin()).await?
    } else {
        config.origin()
    };
    listen(config, pools.clone(), clock, &greeting).await?;
    pools.close().await;
    cluster.map_or(Ok(()), private::Cluster::stop)
}

/// Invites the first administrator and prints the link.
async fn administrator(config: &Config, email: &str, name: &str, place: &str) -> Result<()> {
    let url = config
        .database_url
        .as_deref()
        .context("administrator needs DATABASE_URL: the address of the database's owner")?;
    let addresses =
        Addresses::parse(url, config.site_url.as_deref(), config.public_url.as_deref())?;
    database::prepare(&addresses, &MIGRATOR).await?;
    let pools = Pools::open(&addresses).await?;
    let mut db = pools.site.begin().await?;
    let now = paragraf::machine_time();
    let link =
        accounts::first_administrator(&mut db, email, name, place, &config.origin(), now).await?;
    db.commit().await?;
    pools.close().await;
    writeln!(std::io::stdout(), "{link}")?;
    Ok(())
}

fn clock(config: &Config) -> Result<Clock> {
    let Some(now) = &config.now else { return Ok(Clock::System) };
    let now = OffsetDateTime::parse(now, &Rfc3339)
        .context("PARAGRAF_NOW must be like 2020-09-08T14:30:00Z")?;
    Ok(Clock::Shifted(now - paragraf::machine_time()))
}

/// Prints the greeting and answers requests until a signal asks it to stop; those under way are finished first.
async fn listen(config: &Config, pools: Pools, clock: Clock, greeting: &str) -> Result<()> {
    let outbox = Outbox::start(pools.site.clone(), config)?;
    let app = App {
        site: pools.site,
        public: pools.public,
        clock,
        origin: config.origin().into(),
        limits: accounts::Limits::default(),
    };
    let listener = tokio::net::TcpListener::bind((config.listen, config.port))
        .await
        .with_context(|| format!("port {} is taken; choose another with PORT", config.port))?;
    eprintln!("{greeting}");
    let service = site(app).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(asked_to_stop()).await?;
    outbox.stop().await;
    Ok(())
}

async fn asked_to_stop() {
    let ask = |kind| async move {
        if let Ok(mut ask) = signal(kind) {
            ask.recv().await;
        }
    };
    tokio::select! {
        () = ask(SignalKind::interrupt()) => {}
        () = ask(SignalKind::terminate()) => {}
    }
}
