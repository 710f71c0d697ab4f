//! The commands that copy a database out and put it back (säkerhetskopiering och återställning).

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context as _, Result, bail, ensure};
use paragraf::{
    MIGRATOR,
    backups::{self, Backup},
    config::{Config, Outside},
    database::{Addresses, private},
    keys, machine_time,
    restorations::{self, Given, KeptHead, KeyPlace, Traces},
    seal::{BackupName, Loss, LossKind, Restoration, instant},
    verify::{self, Head},
};
use sqlx::{ConnectOptions as _, Connection as _, Row as _};

/// The database that a command is about: the given one, or the data folder's own, whether a program runs on it or not.
/// The server lives as long as the cluster.
pub(crate) fn reach(config: &Config) -> Result<(Addresses, Option<private::Cluster>)> {
    let (url, cluster) = if let Some(url) = &config.database_url {
        (url.clone(), None)
    } else if let Some(url) = private::running(&config.data) {
        (url, None)
    } else {
        ensure!(
            private::is_there(&config.data),
            "there is no database: DATABASE_URL (the address of the database's owner) is not set, and the data folder {} has none",
            config.data.display()
        );
        let cluster = private::Cluster::start(&config.data, private::Tuning::Durable)?;
        (cluster.url(), Some(cluster))
    };
    let addresses =
        Addresses::parse(&url, config.site_url.as_deref(), config.public_url.as_deref())?;
    Ok((addresses, cluster))
}

pub(crate) async fn backup(config: &Config, place: &Path) -> Result<()> {
    let (addresses, cluster) = reach(config)?;
    let now = crate::clock(config)?.now().0;
    let taken = backups::take(&addresses, &config.keys(), &config.origin(), place, now).await?;
    let rows: i64 = taken.manifest.rows.values().sum();
    if let Err(why) = backups::tell_taken(&addresses, &taken, machine_time()).await {
        writeln!(
            std::io::stderr(),
            "The backup is taken, but the database was not told of it: {why:#}"
        )?;
    }
    writeln!(
        std::io::stdout(),
        "{}\n{rows} rows; head: act {}, {}\nThe signing key in {} is not in it: keep it elsewhere.",
        taken.folder.display(),
        taken.manifest.head.n,
        taken.manifest.head.head,
        config.keys().display()
    )?;
    cluster.map_or(Ok(()), private::Cluster::stop)
}

/// Restores, writes the act, tells what is missing and verifies; 1 when something does not hold.
pub(crate) async fn restore(config: &Config, backup: &Path, outside: Outside) -> Result<ExitCode> {
    crate::shifted_clock(config)?;
    let backup = Backup::open(backup)?;
    backups::refuse_other_key(&backup, &config.keys(), outside.new_key)?;
    let given = given(&outside, Some(backup.name.clone()))?;
    let (addresses, cluster) = if config.database_url.is_some() {
        reach(config)?
    } else {
        let cluster = private::Cluster::start(&config.data, private::Tuning::Durable)?;
        (Addresses::parse(&cluster.url(), None, None)?, Some(cluster))
    };
    backups::restore(&addresses, &backup, &MIGRATOR).await?;
    let code = tell(config, &addresses, given, outside.new_key).await?;
    cluster.map_or(Ok(()), private::Cluster::stop)?;
    Ok(code)
}

/// The same after PostgreSQL's own means have restored.
pub(crate) async fn restored(config: &Config, outside: Outside) -> Result<ExitCode> {
    let given = given(&outside, None)?;
    let (addresses, cluster) = reach(config)?;
    is_promoted(&addresses).await?;
    paragraf::database::prepare(&addresses, &MIGRATOR).await?;
    let code = tell(config, &addresses, given, outside.new_key).await?;
    cluster.map_or(Ok(()), private::Cluster::stop)?;
    Ok(code)
}

/// A server that replays its log takes no act yet.
async fn is_promoted(addresses: &Addresses) -> Result<()> {
    let owner = addresses.owner.clone().disable_statement_logging();
    let mut db = owner.connect().await.context("cannot sign in as the database's owner")?;
    let row = sqlx::raw_sql("select pg_is_in_recovery()").fetch_one(&mut db).await?;
    let replays: bool = row.try_get(0)?;
    ensure!(!replays, "PostgreSQL still replays its log; wait until it is promoted, and try again");
    Ok(db.close().await?)
}

pub(crate) async fn rehearse(
    config: &Config,
    backup: &Path,
    heads: &[PathBuf],
) -> Result<ExitCode> {
    let backup = Backup::open(backup)?;
    let outside = read_heads(heads)?;
    let report = tokio::select! {
        report = backups::rehearse(&backup, &outside, &MIGRATOR, machine_time) => report?,
        () = crate::asked_to_stop() => bail!("the rehearsal was interrupted"),
    };
    let rows: i64 = backup.manifest.rows.values().sum();
    let tables = backup.manifest.rows.len();
    let holds = report.holds();
    if let Err(why) = tell_rehearsed(config, &backup, report.faults.len()).await {
        writeln!(std::io::stderr(), "The database was not told of the rehearsal: {why:#}")?;
    }
    writeln!(
        std::io::stdout(),
        "{report}\nrestored: {rows} rows in {tables} tables, as many as the backup of {} counted\n{}",
        instant::text(backup.manifest.made_at),
        if holds { "the backup can be relied on" } else { "the backup can NOT be relied on" }
    )?;
    Ok(ExitCode::from(u8::from(!holds)))
}

/// Tells the database that the backup is of, where there is one to tell.
async fn tell_rehearsed(config: &Config, backup: &Backup, faults: usize) -> Result<()> {
    let url = config.database_url.clone().or_else(|| private::running(&config.data));
    let Some(url) = url else { return Ok(()) };
    let addresses = Addresses::parse(&url, None, None)?;
    backups::tell_rehearsed(&addresses, backup, faults, machine_time()).await?;
    Ok(())
}

fn given(outside: &Outside, backup: Option<BackupName>) -> Result<Given> {
    let heads = read_heads(&outside.head)?;
    let heads = heads.iter().map(|kept| KeptHead { n: kept.n, head: kept.head, checkpoint: None });
    let heads = heads.collect();
    // A head's file may be the signed checkpoint itself.
    let traces = Traces::read(&[&outside.evidence[..], &outside.head].concat())?;
    Ok(Given { backup, heads, traces })
}

fn read_heads(files: &[PathBuf]) -> Result<Vec<Head>> {
    let mut heads = vec![];
    for file in files {
        heads.extend(verify::heads(file)?);
    }
    Ok(heads)
}

/// Writes the act, and says what is missing and what does not hold.
async fn tell(
    config: &Config,
    addresses: &Addresses,
    given: Given,
    anew: bool,
) -> Result<ExitCode> {
    let owner = addresses.owner.clone().disable_statement_logging();
    let mut db = owner.connect().await.context("cannot sign in as the database's owner")?;
    let folder = config.keys();
    let key = KeyPlace { folder: &folder, anew };
    let now = crate::clock(config)?.now().0;
    let made = restorations::record(&mut db, given, key, now).await?;
    keys::replace_head(&mut db, &folder, &config.origin(), now).await?;
    db.close().await?;
    let outside: Vec<_> =
        made.lost.iter().map(|lost| Head { n: lost.n, head: lost.head }).collect();
    let report = verify::all(addresses, &outside, machine_time).await?;
    writeln!(
        std::io::stdout(),
        "{report}\n{}\nWhat is to be done now, step by step: {}{}",
        missing(&made),
        config.origin(),
        restorations::PATH
    )?;
    Ok(ExitCode::from(u8::from(!report.holds())))
}

fn missing(made: &Restoration) -> String {
    let mut lines = vec![format!("restored up to act {}, {}", made.n, made.head)];
    for lost in &made.lost {
        let signed = if lost.signed { "signed by the server" } else { "NOT signed by a known key" };
        lines.push(format!("head kept outside: act {}, {} ({signed})", lost.n, lost.head));
    }
    if made.losses.is_empty() {
        lines.push("nothing that was given shows that anything is missing".to_owned());
    }
    lines.extend(made.losses.iter().map(told));
    lines.join("\n")
}

fn told(loss: &Loss) -> String {
    let at = loss.at.map(|at| format!(", of {}", instant::text(at.0))).unwrap_or_default();
    let Loss { what, evidence, .. } = loss;
    match loss.kind {
        LossKind::Acts => format!("MISSING: legal acts {what}{at}"),
        LossKind::Mail => format!("MISSING: what the mail \"{what}\"{at} tells of ({evidence})"),
        LossKind::Version => {
            format!("MISSING: protocol sent to be adjusted {what}{at} ({evidence})")
        }
        LossKind::Notice => format!("MISSING: notice {what}{at} ({evidence})"),
        LossKind::Meeting => format!("MISSING: meeting {what}{at} ({evidence})"),
        LossKind::Document => {
            format!("MISSING or never published: PDF with SHA-256 {what} ({evidence})")
        }
    }
}
