//! The machine that the program runs on (värdmaskinen): its disk, its clock against the database's, and whether it is to stop.

use std::{
    io,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use sqlx::PgConnection;
use time::Duration;

use crate::{keys, seal::Checkpoint, web::machine_time};

/// What a program knows of where it runs.
#[derive(Clone, Debug, Default)]
pub struct Host {
    /// The folder of keys and mails, and of the private PostgreSQL.
    data: PathBuf,
    /// Whom to tell of a weakness, as an address.
    contact: Option<Arc<str>>,
    stops: Arc<AtomicBool>,
    /// Where the newest head that was seen is kept.
    keys: Option<PathBuf>,
}

/// The disk on which a folder lies, in bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Disk {
    pub(crate) free: u64,
    pub(crate) whole: u64,
}

impl Host {
    /// The folder of the data, and whom to tell of a weakness: an address such as `mailto:sakerhet@kommunen.se`.
    pub fn new(data: &Path, contact: Option<&str>) -> Self {
        let (contact, stops) = (contact.map(Arc::from), Arc::default());
        Self { data: data.to_owned(), contact, stops, keys: None }
    }

    /// The same, which keeps the newest head of the chain in a folder outside the database.
    #[must_use]
    pub fn keeping(self, keys: &Path) -> Self {
        Self { keys: Some(keys.to_owned()), ..self }
    }

    pub(crate) fn keys(&self) -> Option<&Path> {
        self.keys.as_deref()
    }

    /// The newest head that any program with that folder has seen.
    pub(crate) fn seen_head(&self) -> anyhow::Result<Option<Checkpoint>> {
        self.keys().map_or(Ok(None), keys::seen_head)
    }

    pub(crate) fn contact(&self) -> Option<&str> {
        self.contact.as_deref()
    }

    /// From now on the program asks to be sent no more requests.
    pub fn stop(&self) {
        self.stops.store(true, Ordering::Relaxed);
    }

    pub(crate) fn stops(&self) -> bool {
        self.stops.load(Ordering::Relaxed)
    }

    /// The disk of the data folder, or of the folder it is to be made in.
    ///
    /// # Errors
    /// There is no such folder.
    pub(crate) fn disk(&self) -> io::Result<Disk> {
        let made = self.data.ancestors().find(|folder| folder.exists());
        let disk = rustix::fs::statvfs(made.unwrap_or(Path::new(".")))?;
        Ok(Disk {
            free: disk.f_bavail.saturating_mul(disk.f_frsize),
            whole: disk.f_blocks.saturating_mul(disk.f_frsize),
        })
    }
}

impl Disk {
    const MEBIBYTE: u64 = 1 << 20;

    /// Too little is left to write anything safely.
    pub(crate) fn is_full(self) -> bool {
        self.free < 64 * Self::MEBIBYTE
    }

    /// Somebody should make room within days: less than a tenth, and less than 10 GiB.
    pub(crate) fn is_scarce(self) -> bool {
        self.free < self.whole / 10 && self.free < 10 * 1024 * Self::MEBIBYTE || self.is_full()
    }
}

/// How far the database's clock is ahead of this machine's.
pub(crate) async fn skew(db: &mut PgConnection) -> sqlx::Result<Duration> {
    let before = machine_time();
    let theirs = sqlx::query_scalar!(r#"select clock_timestamp() as "now!""#).fetch_one(db).await?;
    let after = machine_time();
    Ok(theirs - (before + (after - before) / 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_is_scarce_by_share_and_size_and_full_by_size() {
        let gibibytes = |free: u64, whole: u64| Disk { free: free << 30, whole: whole << 30 };
        assert!(!gibibytes(50, 1000).is_scarce(), "a small share of much is enough");
        assert!(!gibibytes(3, 20).is_scarce());
        assert!(gibibytes(1, 20).is_scarce() && !gibibytes(1, 20).is_full());
        let full = Disk { free: 63 << 20, whole: 256 << 20 };
        assert!(full.is_full() && full.is_scarce(), "a large share of little is not");
    }

    #[test]
    fn the_disk_of_a_folder_that_is_not_made_yet_is_known() {
        let folder = tempfile::tempdir().unwrap();
        let disk = Host::new(&folder.path().join("a/b"), None).disk().unwrap();
        assert!(0 < disk.free && disk.free <= disk.whole, "{disk:?}");
    }
}
