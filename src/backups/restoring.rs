//! Puts a backup back (återställning) into an empty place, and shows that it is what was copied.

use std::{collections::BTreeMap, path::Path};

use anyhow::{Context as _, Result, bail, ensure};
use sqlx::{ConnectOptions as _, Connection as _, PgConnection, migrate::Migrator};

use super::manifest::Backup;
use crate::{
    database::{self, Addresses, acts, archive, roles},
    keys::ServerKey,
};

/// Puts the backup into an empty database and brings its schema up to date: all of it or nothing. The act that tells of it
/// is [`crate::restorations::record`]'s.
///
/// # Errors
/// The database is not empty, or what was put back is not what was copied.
pub async fn restore(addresses: &Addresses, backup: &Backup, migrator: &Migrator) -> Result<()> {
    is_known(backup, migrator)?;
    let mut db = connect(addresses).await?;
    ensure!(
        archive::is_empty(&mut db).await?,
        "the database is in use; a backup is restored into an empty one only. Make a new database, or empty this one."
    );
    let server = archive::server_version(&mut db).await?;
    ensure!(
        server >= backup.manifest.postgresql,
        "the backup is of PostgreSQL {}, and this server is {server}; restore into {} or newer",
        backup.manifest.postgresql,
        backup.manifest.postgresql
    );
    roles::create(&mut db, addresses).await?;
    archive::load(&addresses.owner, server, &backup.dump()).await?;
    is_whole(&mut db, backup).await?;
    db.close().await?;
    database::prepare(addresses, migrator).await
}

/// Refuses what this program is too old for, before anything is made.
pub(super) fn is_known(backup: &Backup, migrator: &Migrator) -> Result<()> {
    let newest = migrator.iter().map(|migration| migration.version).max();
    backup.is_for(newest.unwrap_or_default())
}

/// Refuses a backup that another key has signed than the one in the folder, unless that key was lost.
///
/// # Errors
/// The key is not there, or the manifest is not of its hand.
pub fn refuse_other_key(backup: &Backup, keys: &Path, anew: bool) -> Result<()> {
    let key = ServerKey::in_folder(keys)?;
    match key {
        Some(key) if backup.manifest.is_signed_by(&key) => Ok(()),
        _ if anew => Ok(()),
        Some(_) => bail!(
            "the backup is not signed by the key in {}: put back the server.key of that time. If it is lost, or was replaced \
             since, restore with --new-key; the new key then signs, and the chain tells of it.",
            keys.display()
        ),
        None => bail!(
            "the server's key is not in {}: put server.key back, or set PARAGRAF_KEYS to its folder. \
             If it is lost, restore with --new-key.",
            keys.display()
        ),
    }
}

/// Every row that was counted, and the head that was signed.
async fn is_whole(db: &mut PgConnection, backup: &Backup) -> Result<()> {
    let rows: BTreeMap<_, _> = archive::rows(db).await?.into_iter().collect();
    for (table, count) in &backup.manifest.rows {
        let here = rows.get(table).copied().unwrap_or_default();
        ensure!(
            here == *count,
            "{table} has {here} rows, and had {count} when the backup was taken"
        );
    }
    let (n, head) = acts::newest(db).await?;
    let told = &backup.manifest.head;
    ensure!(
        (n, head) == (told.n, told.head),
        "the chain ends with act {n}, {head}, and not as the backup's head says: act {}, {}",
        told.n,
        told.head
    );
    Ok(())
}

async fn connect(addresses: &Addresses) -> Result<PgConnection> {
    let owner = addresses.owner.clone().disable_statement_logging();
    owner.connect().await.context(
        "cannot sign in to PostgreSQL with the address of its owner; is the server up, and is the database made?",
    )
}
