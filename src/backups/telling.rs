//! Tells the database of a backup that was taken, and of a rehearsal (antecknar säkerhetskopior och övningar).

use anyhow::Result;
use sqlx::{ConnectOptions as _, Connection as _};
use time::OffsetDateTime;
use uuid::Uuid;

use super::manifest::Backup;
use crate::database::Addresses;

/// Writes down that a backup was taken; `at` is machine time.
///
/// # Errors
/// The database does not answer.
pub async fn tell_taken(addresses: &Addresses, backup: &Backup, at: OffsetDateTime) -> Result<()> {
    let mut db = addresses.owner.clone().disable_statement_logging().connect().await?;
    let rows: i64 = backup.manifest.rows.values().sum();
    sqlx::query!(
        "insert into backups (id, name, taken_at, n, head, rows) values ($1, $2, $3, $4, $5, $6)",
        Uuid::now_v7(),
        name(backup),
        at,
        backup.manifest.head.n,
        backup.manifest.head.head.as_ref(),
        rows,
    )
    .execute(&mut db)
    .await?;
    Ok(db.close().await?)
}

/// Writes down how a rehearsal went, in the database that the backup is of; says whether this is that one. `at` is machine time.
///
/// # Errors
/// The database does not answer.
pub async fn tell_rehearsed(
    addresses: &Addresses,
    backup: &Backup,
    faults: usize,
    at: OffsetDateTime,
) -> Result<bool> {
    let mut db = addresses.owner.clone().disable_statement_logging().connect().await?;
    let told = sqlx::query!(
        r#"
        insert into rehearsals (id, name, backup_at, rehearsed_at, faults)
        select $1, $2, $3, $4, $5 where exists (select from acts where n = $6 and hash = $7)
        "#,
        Uuid::now_v7(),
        name(backup),
        backup.manifest.made_at,
        at,
        i32::try_from(faults)?,
        backup.manifest.head.n,
        backup.manifest.head.head.as_ref(),
    )
    .execute(&mut db)
    .await?;
    db.close().await?;
    Ok(told.rows_affected() == 1)
}

fn name(backup: &Backup) -> String {
    backup.folder.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
