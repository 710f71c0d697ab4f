//! Verification (kontroll): everything stored against the chain of legal acts, and the chain against a head kept outside.

mod chain;
mod facts;
mod files;
mod keys;
mod records;
mod report;
mod restorations;
mod signatures;

use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use sqlx::{ConnectOptions as _, Connection as _, PgConnection};
use time::OffsetDateTime;

use crate::database::{Addresses, Pools, checks};

pub use chain::Head;
pub use report::{Check, Fault, Report};

/// Checks the whole database as it stands at one instant, while it may be in use. `clock` is machine time.
///
/// # Errors
/// The database cannot be read; what does not hold is in the report.
pub async fn all(
    addresses: &Addresses,
    outside: &[Head],
    clock: fn() -> OffsetDateTime,
) -> Result<Report> {
    let mut owner = addresses.owner.clone().disable_statement_logging().connect().await.context(
        "cannot sign in to PostgreSQL with the address in DATABASE_URL; is the server up?",
    )?;
    let mut db = owner.begin().await?;
    sqlx::raw_sql("set transaction isolation level repeatable read read only")
        .execute(&mut *db)
        .await?;
    let mut report = stored(&mut db, outside).await?;
    db.rollback().await?;
    owner.close().await?;

    let pools = Pools::open(addresses).await?;
    let findings = checks::findings(&pools, clock).await?;
    pools.close().await;
    report.counted(Check::Settings, 1);
    for finding in findings {
        report.fault(Check::Settings, "database", finding);
    }
    Ok(report)
}

/// Checks what is stored, without settings and grants, as the owner's transaction sees it.
///
/// # Errors
/// The database cannot be read.
pub async fn stored(db: &mut PgConnection, outside: &[Head]) -> Result<Report> {
    let mut report = Report::default();
    let restored = restorations::check(db, &mut report).await?;
    chain::check(db, outside, &restored, &mut report).await?;
    facts::check(db, &mut report).await?;
    records::check(db, &mut report).await?;
    signatures::check(db, &mut report).await?;
    files::check(db, &mut report).await?;
    keys::check(db, &mut report).await?;
    Ok(report)
}

/// Reads heads from a file: checkpoints of the server's or reports of `verify`, one JSON object or several after each other;
/// or saved mails, in which a checkpoint is a line.
///
/// # Errors
/// It cannot be read, or holds none.
pub fn heads(file: &Path) -> Result<Vec<Head>> {
    let text =
        std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let json = if text.trim_start().starts_with('{') {
        text
    } else {
        text.lines().filter(|line| line.starts_with('{')).collect()
    };
    let read: Vec<Head> = serde_json::Deserializer::from_str(&json)
        .into_iter()
        .collect::<Result<_, _>>()
        .with_context(|| format!("{} is neither a checkpoint nor a report", file.display()))?;
    ensure!(!read.is_empty(), "{} holds no head of a chain", file.display());
    Ok(read)
}
