//! Where the private cluster lies (databasmappen), who runs it, and that no other program does.

use std::env;
use std::ffi::OsStr;
use std::fs::{self, DirBuilder, File, Permissions, TryLockError};
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process;

use anyhow::{Context, Result, bail, ensure};

use super::identity::Identity;

/// Where a cluster goes that its user cannot reach below the data folder.
const ELSEWHERE: &str = "/var/lib/paragraf";
/// A socket's path holds 107 bytes, and PostgreSQL puts a lock file beside it.
const LONGEST_SOCKET_FOLDER: usize = 107 - "/.s.PGSQL.5432.lock".len();

/// A folder of mode 0700 that this program alone uses, and the identity that can work in it.
pub(super) struct Place {
    pub(super) folder: PathBuf,
    pub(super) identity: Identity,
    _lock: File,
}

impl Place {
    /// `postgres` in the data folder, or a folder of the same name in [`ELSEWHERE`].
    pub(super) fn find(data: &Path) -> Result<Self> {
        let below = data.join("postgres");
        if below.join("cluster").exists() {
            return Self::again(below);
        }
        let elsewhere = elsewhere(data);
        if elsewhere.join("cluster").exists() {
            return Self::again(elsewhere);
        }
        for identity in Identity::choices()? {
            if let Some(place) = Self::try_new(&below, identity)? {
                return Ok(place);
            }
        }
        for identity in Identity::choices()? {
            if let Some(place) = Self::try_new(&elsewhere, identity)? {
                tracing::info!(
                    "{} is closed to the database's user; it lies in {}",
                    data.display(),
                    elsewhere.display()
                );
                return Ok(place);
            }
        }
        bail!("no user can keep a database in {}; choose another data folder", data.display())
    }

    /// A cluster that is there is run by someone who can read it, or not at all.
    fn again(folder: PathBuf) -> Result<Self> {
        let owner = Identity::owner_of(&folder.join("cluster"))?;
        let mut choices = Identity::choices()?;
        if choices != [Identity::Own] {
            choices.retain(|identity| *identity == Identity::Namespace);
            choices.extend(owner);
        }
        let cluster = folder.join("cluster");
        for identity in choices {
            if identity.reaches(&cluster) && identity.owns(&cluster)? {
                return Self::locked(folder, identity);
            }
        }
        bail!(
            "the database in {} belongs to another user, or a folder above it is closed to its user; \
             start as that user, open the folder (chmod o+x), or choose another data folder",
            folder.display()
        )
    }

    fn try_new(folder: &Path, identity: Identity) -> Result<Option<Self>> {
        fs::create_dir_all(folder)
            .with_context(|| format!("make the folder {}", folder.display()))?;
        fs::set_permissions(folder, Permissions::from_mode(0o700)).with_context(|| {
            format!(
                "the folder {} belongs to another user; start as that user, or choose another with PARAGRAF_DATA",
                folder.display()
            )
        })?;
        identity.take(folder)?;
        if identity.reaches(folder) {
            return Self::locked(folder.to_owned(), identity).map(Some);
        }
        let _ = fs::remove_dir(folder);
        Ok(None)
    }

    fn locked(folder: PathBuf, identity: Identity) -> Result<Self> {
        let path = folder.join("lock");
        let lock = File::options().create(true).append(true).open(&path);
        let lock = lock.with_context(|| format!("open {}", path.display()))?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { folder, identity, _lock: lock }),
            Err(TryLockError::WouldBlock) => bail!(
                "another paragraf already uses the data folder {}; stop it, or choose another folder",
                folder.display()
            ),
            Err(TryLockError::Error(error)) => Err(error).context("lock the data folder"),
        }
    }

    /// The folder itself, or a new one among the temporary where its path is too long for a socket.
    pub(super) fn socket(&self) -> Result<Socket> {
        if self.folder.as_os_str().len() <= LONGEST_SOCKET_FOLDER {
            return Ok(Socket { folder: self.folder.clone(), temporary: false });
        }
        for n in 0..100 {
            let folder = env::temp_dir().join(format!("paragraf-{}-{n}", process::id()));
            ensure!(
                folder.as_os_str().len() <= LONGEST_SOCKET_FOLDER,
                "{} is too long a path for a socket; set TMPDIR to a short one",
                folder.display()
            );
            // Not `create_dir_all`: a folder that someone else made first would be theirs.
            if DirBuilder::new().mode(0o700).create(&folder).is_ok() {
                self.identity.take(&folder)?;
                return Ok(Socket { folder, temporary: true });
            }
        }
        bail!("cannot make a folder for the socket in {}", env::temp_dir().display())
    }
}

/// The folder that holds the data folder's cluster, if there is one.
pub(super) fn existing(data: &Path) -> Option<PathBuf> {
    [data.join("postgres"), elsewhere(data)]
        .into_iter()
        .find(|folder| folder.join("cluster").exists())
}

/// The folder where the server's socket lies.
pub(super) struct Socket {
    pub(super) folder: PathBuf,
    temporary: bool,
}

impl Drop for Socket {
    fn drop(&mut self) {
        if self.temporary {
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

/// One folder per data folder: its path, with `-` between the steps.
fn elsewhere(data: &Path) -> PathBuf {
    let steps: Vec<_> = data.iter().skip(1).collect();
    Path::new(ELSEWHERE).join(steps.join(OsStr::new("-")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_folders_of_two_checkouts_do_not_meet_elsewhere() {
        assert_eq!(
            elsewhere(Path::new("/home/a/data")),
            Path::new("/var/lib/paragraf/home-a-data")
        );
        assert_ne!(elsewhere(Path::new("/home/a/data")), elsewhere(Path::new("/home/b/data")));
    }
}
