//! Starts Paragraf.

mod recovery;
mod transfer;

use std::{
    io::{IsTerminal as _, Write as _},
    path::PathBuf,
    process::ExitCode,
    time::Duration,
};

use anyhow::{Context as _, Result, ensure};
use clap::Parser as _;
use paragraf::{
    App, Clock, MIGRATOR, accounts,
    config::{Cli, Command, Config},
    database::{self, Addresses, Pools, private},
    demo,
    health::Host,
    jobs::Jobs,
    keys::{self, ServerKey, Vault},
    mail::Outbox,
    operations::{self, Figures, Seeing},
    production, sbom,
    serving::Serving,
    site, verify,
};
use sqlx::{ConnectOptions as _, Connection as _};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use tokio::signal::unix::{SignalKind, signal};

#[tokio::main]
async fn main() -> ExitCode {
    let command = Cli::parse().command;
    follow(&command);
    run(command).await.unwrap_or_else(|why| {
        // The reason, for whoever runs the program; never a stack.
        let _ = writeln!(std::io::stderr(), "Error: {why:#}");
        ExitCode::FAILURE
    })
}

async fn run(command: Command) -> Result<ExitCode> {
    match command {
        Command::Verify { config, head, json, all: _ } => return check(&config, &head, json).await,
        Command::Serve(config) => serve(&config).await?,
        Command::Demo { config, demo } => {
            shifted_clock(&config)?;
            try_out(&config, demo).await?;
        }
        Command::Backup { config, place } => recovery::backup(&config, &place).await?,
        Command::Restore { config, backup, outside, rehearse: false } => {
            return recovery::restore(&config, &backup, outside).await;
        }
        Command::Restore { config, backup, outside, rehearse: true } => {
            return recovery::rehearse(&config, &backup, &outside.head).await;
        }
        Command::Restored { config, outside } => {
            return recovery::restored(&config, outside).await;
        }
        Command::Import { config, files, dry_run } => {
            return transfer::import(&config, &files, dry_run).await;
        }
        Command::Export { config, meetings, to } => {
            transfer::export(&config, meetings, &to).await?;
        }
        Command::Sbom => {
            let mut out = std::io::stdout();
            serde_json::to_writer_pretty(&mut out, &sbom::sbom()?)?;
            writeln!(out)?;
        }
        Command::NewKey(config) => new_key(&config).await?,
        Command::Administrator { config, email, name, municipality } => {
            administrator(&config, &email, &name, &municipality).await?;
        }
        Command::ResetFactor { config, email, reason } => {
            reset_factor(&config, &email, &reason).await?;
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
    keys::refuse_put_back(&mut *pools.site.acquire().await?, &config.keys()).await?;
    let stop = asked_to_stop();
    let doors = (&addresses, pools.clone());
    let host = host(config).keeping(&config.keys());
    listen(config, doors, (Clock::System, host), &config.origin(), stop).await?;
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
    let doors = (&addresses, pools.clone());
    listen(config, doors, (clock, host(config)), &greeting, asked_to_stop()).await?;
    pools.close().await;
    keeper.map_or(Ok(()), private::Keeper::stop)
}

/// Invites the first administrator and prints the link.
async fn administrator(config: &Config, email: &str, name: &str, place: &str) -> Result<()> {
    let url = config
        .database_url
        .as_deref()
        .context("administrator needs DATABASE_URL: the address of the database's owner")?;
    ensure!(
        config.origin.is_some(),
        "administrator needs PARAGRAF_ORIGIN, the address that people type: it stands in the link"
    );
    let addresses =
        Addresses::parse(url, config.site_url.as_deref(), config.public_url.as_deref())?;
    database::prepare(&addresses, &MIGRATOR).await?;
    let pools = Pools::open(&addresses).await?;
    let mut db = pools.site.begin().await?;
    let (origin, clock) = (config.origin(), Clock::System);
    let link = accounts::first_administrator(&mut db, email, name, place, &origin, clock).await?;
    db.commit().await?;
    pools.close().await;
    writeln!(std::io::stdout(), "{link}")?;
    Ok(())
}

/// Resets an administrator's second factor, as the owner of the database, and prints the link.
async fn reset_factor(config: &Config, email: &str, reason: &str) -> Result<()> {
    let url = config
        .database_url
        .as_deref()
        .context("reset-factor needs DATABASE_URL: the address of the database's owner")?;
    ensure!(
        config.origin.is_some(),
        "reset-factor needs PARAGRAF_ORIGIN, the address that people type: it stands in the link"
    );
    let addresses =
        Addresses::parse(url, config.site_url.as_deref(), config.public_url.as_deref())?;
    database::prepare(&addresses, &MIGRATOR).await?;
    let mut owner = addresses.owner.connect().await?;
    let mut db = owner.begin().await?;
    let origin = config.origin();
    let link = accounts::reset_by_operator(&mut db, email, reason, &origin, Clock::System).await?;
    db.commit().await?;
    owner.close().await?;
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
    let (folder, now) = (config.keys(), paragraf::machine_time());
    keys::refuse_put_back(&mut db, &folder).await?;
    let key = ServerKey::rotate(&mut db, &folder, now).await?;
    let newest = ServerKey::kept(&mut db, &folder).await?;
    keys::keep_head(&mut db, &newest, &folder, &config.origin(), now).await?;
    drop(db);
    pools.close().await;
    writeln!(std::io::stdout(), "the new key is {key}; restart the program")?;
    Ok(())
}

/// Checks all that is stored and prints the report; the exit code is 1 when something does not hold.
async fn check(config: &Config, heads: &[PathBuf], json: bool) -> Result<ExitCode> {
    let (addresses, _cluster) = recovery::reach(config)?;
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

fn host(config: &Config) -> Host {
    Host::new(&config.data, config.security_contact.as_deref())
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
    (addresses, pools): (&Addresses, Pools),
    (clock, host): (Clock, Host),
    greeting: &str,
    stop: impl Future<Output = ()> + Send,
) -> Result<()> {
    let mut db = pools.site.acquire().await?;
    let key = ServerKey::open(&mut db, &config.keys(), clock.now().0).await?;
    let vault = Vault::open(&mut db, &config.keys()).await?;
    drop(db);
    let outbox = Outbox::start(pools.site.clone(), config)?;
    let app = App {
        site: pools.site,
        public: pools.public,
        clock,
        origin: config.origin().into(),
        key,
        host,
        vault,
    };
    let listener = tokio::net::TcpListener::bind((config.listen, config.port))
        .await
        .with_context(|| format!("port {} is taken; choose another with PORT", config.port))?;
    eprintln!("{greeting}");
    let figures = match config.metrics {
        Some(address) => Some(Figures::open(address, app.clone()).await?),
        None => None,
    };
    let seeing = Seeing::start(app.clone());
    let jobs = Jobs::start(app.site.clone(), operations::works(&app, addresses));
    let host = app.host.clone();
    let stop = async {
        stop.await;
        host.stop();
        tokio::time::sleep(Duration::from_secs(config.stop_notice)).await;
    };
    Serving::open(config.proxies.clone()).run(listener, site(app), stop).await;
    tokio::join!(outbox.stop(), jobs.stop(), seeing.stop());
    if let Some(figures) = figures {
        figures.close();
    }
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
