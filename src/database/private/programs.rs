//! Where the server programs of PostgreSQL (serverprogrammen) lie on this machine.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

/// The oldest PostgreSQL the schema is written for.
const OLDEST: u32 = 15;

/// `initdb` and `postgres` of one major version.
pub(super) struct Programs {
    folder: PathBuf,
    pub(super) major: u32,
}

impl Programs {
    /// Looks in `PG_BIN_DIR` alone if it is set, else among Debian's versions, newest first, then in `PATH`.
    /// Data made by version `wanted` is opened by that version only.
    pub(super) fn find(wanted: Option<u32>) -> Result<Self> {
        let found: Vec<Self> =
            folders().into_iter().filter_map(|folder| Self::at(folder).ok()).collect();
        ensure!(
            !found.is_empty(),
            "PostgreSQL's server programs are not on this machine; run: apt-get install postgresql \
             (or set PG_BIN_DIR to their folder, or DATABASE_URL to a server)"
        );
        let newest = found.iter().map(|programs| programs.major).max().unwrap_or_default();
        match wanted {
            Some(major) => found.into_iter().find(|programs| programs.major == major).with_context(|| {
                format!(
                    "the data was made by PostgreSQL {major}, but this machine has {newest}; run: \
                     apt-get install postgresql-{major} (or move the data by pg_dump and restore)"
                )
            }),
            None if newest < OLDEST => {
                bail!("PostgreSQL {OLDEST} or newer is needed, but this machine has {newest}")
            }
            None => found.into_iter().find(|programs| programs.major >= OLDEST).context("PostgreSQL"),
        }
    }

    fn at(folder: PathBuf) -> Result<Self> {
        ensure!(folder.join("initdb").exists(), "no initdb in {}", folder.display());
        let output = Command::new(folder.join("postgres")).arg("--version").output()?;
        let major = major(&String::from_utf8_lossy(&output.stdout)).context("no version")?;
        Ok(Self { folder, major })
    }

    pub(super) fn path(&self, program: &str) -> PathBuf {
        self.folder.join(program)
    }
}

/// A program of a client's, of the server's version or else the next newer: an older one refuses the server.
pub(super) fn client(name: &str, server: u32) -> Result<PathBuf> {
    let version = |file: &Path| {
        let output = Command::new(file).arg("--version").output().ok()?;
        major(&String::from_utf8_lossy(&output.stdout))
    };
    folders()
        .into_iter()
        .map(|folder| folder.join(name))
        .filter_map(|file| {
            version(&file).filter(|&major| major >= server).map(|major| (major, file))
        })
        .min_by_key(|(major, _)| *major)
        .map(|(_, file)| file)
        .with_context(|| {
            format!(
                "{name} of PostgreSQL {server} or newer is not on this machine; run: \
                 apt-get install postgresql-client-{server} (or set PG_BIN_DIR to its folder)"
            )
        })
}

/// `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)` or `postgres (PostgreSQL) 18beta1`.
fn major(version: &str) -> Option<u32> {
    let number = version.split_whitespace().nth(2)?;
    number.split(|sign: char| !sign.is_ascii_digit()).next()?.parse().ok()
}

fn folders() -> Vec<PathBuf> {
    if let Some(folder) = env::var_os("PG_BIN_DIR") {
        return vec![folder.into()];
    }
    let mut versions: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin")))
        })
        .collect();
    versions.sort();
    let path = env::var_os("PATH").unwrap_or_default();
    versions.into_iter().rev().map(|(_, folder)| folder).chain(env::split_paths(&path)).collect()
}

/// The major version that made `cluster`, if there is one.
pub(super) fn made_by(cluster: &Path) -> Result<Option<u32>> {
    let file = cluster.join("PG_VERSION");
    match fs::read_to_string(&file) {
        Ok(version) => {
            let major = version.trim().parse();
            Ok(Some(major.with_context(|| format!("{} holds no version", file.display()))?))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", file.display())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read_from_what_postgres_says() {
        assert_eq!(major("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"), Some(15));
        assert_eq!(major("postgres (PostgreSQL) 18beta1"), Some(18));
        assert_eq!(major("sh: not found"), None);
    }
}
