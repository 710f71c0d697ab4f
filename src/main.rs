//! Starts Paragraf.

use std::{
    io::{IsTerminal as _, Write as _},
    path::PathBuf,
    process::ExitCode,
};

use anyhow::{Context as _, Result, ensure};
use clap::Parser as _;
use paragraf::{
    App, Clock, MIGRATOR, accounts,
    config::{Cli, Command, Config},
    database::{self, Addresses, Pools, private},
    demo,
    keys::ServerKey,
    mail::Outbox,
    production,
    serving::Serving,
    site, verify,
};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use tokio::signal::unix::{SignalKind, signal};

#[tokio::main]
async fn main() -> Result<ExitCode> {
    let command = Cli::parse().command;
    follow(&command);
    match command {
        Command::Verify { config, head, json, all: _ } => return check(&config, &head, json).await,
        Command::Serve(config) => serve(&config).await?,
        Command::Demo { config, demo } => {
            shifted_clock(&config)?;
            try_out(&config, demo).await?;
        }
        Command::NewKey(config) => new_key(&config).await?,
        Command::Administrator { config, email, name, municipality } => {
            administrator(&config, &email, &name, &municipality).await?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Begins the log on stderr. The demo writes no line a request, so that its greeting stays in sight.
fn follow(command: &Command) {
    let default = match command {
        Command::Demo { .. } => "warn,paragraf=info,paragraf::log=warn",
        _ => "warn,paragraf=info",
    };
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_default_env()
                .unwrap_or_else(|_| default.into()),
        )
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
}

/// Production: a given database, https, no shifted clock.
async fn serve(config: &Config) -> Result<()> {
    let refused = production::refusals(config);
    ensure!(refused.is_empty(), "serve refuses these settings:\n{}", refused.join("\n"));
    let url = config.database_url.as_deref().context("DATABASE_URL is not set")?;
    let addresses =
        Addresses::parse(url, config.site_url.as_deref(), config.public_url.as_deref())?;
    database::prepare(&addresses, &MIGRATOR).await?;
    let pools = Pools::open(&addresses).await?;
    database::checks::all(&pools, paragraf::machine_time).await?;
    database::checks::chain_is_past(&pools, paragraf::machine_time()).await?;
    let stop = asked_to_stop();
    listen(config, pools.clone(), Clock::System, &config.origin(), stop).await?;
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
    let keeper = cluster.map(private::Keeper::watch).transpose()?;
    listen(config, pools.clone(), clock, &greeting, asked_to_stop()).await?;
    pools.close().await;
    keeper.map_or(Ok(()), private::Keeper::stop)
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

/// Makes a new signing key, of which the chain tells.
async fn new_key(config: &Config) -> Result<()> {
    let url = config
        .database_url
        .as_deref()
        .context("new-key needs DATABASE_URL: the address of the database's owner")?;
    let addresses =
        Addresses::parse(url, config.site_url.as_deref(), config.public_url.as_deref())?;
    let pools = Pools::open(&addresses).await?;
    let mut db = pools.site.acquire().await?;
    let key = ServerKey::rotate(&mut db, &config.keys(), paragraf::machine_time()).await?;
    drop(db);
    pools.close().await;
    writeln!(std::io::stdout(), "the new key is {key}; restart the program")?;
    Ok(())
}

/// Checks all that is stored and prints the report; the exit code is 1 when something does not hold.
async fn check(config: &Config, heads: &[PathBuf], json: bool) -> Result<ExitCode> {
    let url = config
        .database_url
        .as_deref()
        .context("verify needs DATABASE_URL: the address of the database's owner")?;
    let addresses =
        Addresses::parse(url, config.site_url.as_deref(), config.public_url.as_deref())?;
    let mut outside = vec![];
    for file in heads {
        outside.extend(verify::heads(file)?);
    }
    let report = verify::all(&addresses, &outside, paragraf::machine_time).await?;
    let mut out = std::io::stdout();
    if json {
        serde_json::to_writer_pretty(&mut out, &report)?;
        writeln!(out)?;
    } else {
        writeln!(out, "{report}")?;
    }
    Ok(ExitCode::from(u8::from(!report.holds())))
}

/// A shifted clock is for a data folder made with one: elsewhere it would mix true and false days.
fn shifted_clock(config: &Config) -> Result<()> {
    if config.now.is_none() {
        return Ok(());
    }
    clock(config)?;
    ensure!(
        config.database_url.is_none(),
        "PARAGRAF_NOW is for a private database; it cannot be used with DATABASE_URL"
    );
    let mark = config.data.join("shifted-clock");
    ensure!(
        mark.exists() || !config.data.join("postgres").exists(),
        "the data folder {} was made without PARAGRAF_NOW; choose another with PARAGRAF_DATA",
        config.data.display()
    );
    std::fs::create_dir_all(&config.data)
        .and_then(|()| std::fs::write(&mark, ""))
        .with_context(|| format!("write {}", mark.display()))
}

fn clock(config: &Config) -> Result<Clock> {
    let Some(now) = &config.now else { return Ok(Clock::System) };
    let now = OffsetDateTime::parse(now, &Rfc3339)
        .context("PARAGRAF_NOW must be like 2020-09-08T14:30:00Z")?;
    Ok(Clock::Shifted(now - paragraf::machine_time()))
}

/// Prints the greeting and answers requests until a signal asks it to stop; those under way are finished first.
async fn listen(
    config: &Config,
    pools: Pools,
    clock: Clock,
    greeting: &str,
    stop: impl Future<Output = ()> + Send,
) -> Result<()> {
    let mut db = pools.site.acquire().await?;
    let key = ServerKey::open(&mut db, &config.keys(), clock.now().0).await?;
    drop(db);
    let outbox = Outbox::start(pools.site.clone(), config)?;
    let app = App {
        site: pools.site,
        public: pools.public,
        clock,
        origin: config.origin().into(),
        limits: accounts::Limits::default(),
        key,
    };
    let listener = tokio::net::TcpListener::bind((config.listen, config.port))
        .await
        .with_context(|| format!("port {} is taken; choose another with PORT", config.port))?;
    eprintln!("{greeting}");
    Serving::open(config.proxies.clone()).run(listener, site(app), stop).await;
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
