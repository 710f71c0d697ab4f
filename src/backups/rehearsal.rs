//! Rehearses a restoration (övar en återställning) in a PostgreSQL that is gone afterwards.

use std::{
    env,
    fs::{self, DirBuilder},
    os::unix::fs::DirBuilderExt as _,
    path::PathBuf,
};

use anyhow::{Context as _, Result};
use sqlx::migrate::Migrator;
use time::OffsetDateTime;

use super::{manifest::Backup, restoring};
use crate::{
    database::{
        Addresses,
        private::{Cluster, Tuning},
    },
    verify::{self, Head, Report},
};

/// Restores into a cluster in the folder for temporary files, compares every count, brings the schema up to date, and verifies
/// all of it against the backup's own head and those given. Nothing of it is left.
///
/// # Errors
/// It cannot be restored: the backup is worth nothing as it is.
pub async fn rehearse(
    backup: &Backup,
    outside: &[Head],
    migrator: &Migrator,
    clock: fn() -> OffsetDateTime,
) -> Result<Report> {
    restoring::is_known(backup, migrator)?;
    let scratch = Scratch::make()?;
    let cluster = Cluster::start(&scratch.0, Tuning::Durable)?;
    let addresses = Addresses::parse(&cluster.url(), None, None)?;
    restoring::restore(&addresses, backup, migrator).await?;
    let head = Head { n: backup.manifest.head.n, head: backup.manifest.head.head };
    let report = verify::all(&addresses, &[&[head], outside].concat(), clock).await?;
    cluster.stop()?;
    Ok(report)
}

/// A folder that goes when this value does, also when the rehearsal is interrupted by a signal that can be caught.
struct Scratch(PathBuf);

impl Scratch {
    fn make() -> Result<Self> {
        let name = format!("paragraf-rehearsal-{}", std::process::id());
        let folder = env::temp_dir().join(name);
        // Passed through by PostgreSQL's user; what lies in it is closed to others.
        let made = DirBuilder::new().mode(0o711).create(&folder);
        made.with_context(|| format!("cannot make the folder {}", folder.display()))?;
        Ok(Self(folder))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Err(why) = fs::remove_dir_all(&self.0) {
            tracing::error!("{} could not be removed: {why}", self.0.display());
        }
    }
}
