//! The file of the secret half: 64 hexadecimal digits, for the program's user only.

use std::{
    fs::{self, DirBuilder, OpenOptions},
    io::Write as _,
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, ensure};
use ed25519_dalek::SigningKey;

use crate::seal::Hash;

/// The key that signs.
const CURRENT: &str = "server.key";
/// The key that takes its place once the database has it.
const NEXT: &str = "server.key.next";

pub(super) fn read(folder: &Path) -> Result<Option<SigningKey>> {
    read_key(&folder.join(CURRENT))
}

/// Makes the first key.
pub(super) fn make(folder: &Path) -> Result<SigningKey> {
    write_key(folder, CURRENT)
}

/// The 32 secret bytes in a file of the folder.
pub(super) fn read_secret(folder: &Path, name: &str) -> Result<Option<[u8; 32]>> {
    read_file(&folder.join(name))
}

/// Makes a file of 32 secret bytes in the folder; one that is there is never written over.
pub(super) fn make_secret(folder: &Path, name: &str) -> Result<[u8; 32]> {
    write(folder, name)
}

/// Makes a key beside the one that signs. One left by a rotation that was cut short was never used.
pub(super) fn make_next(folder: &Path) -> Result<SigningKey> {
    let left = folder.join(NEXT);
    if left.exists() {
        fs::remove_file(&left).with_context(|| format!("remove {}", left.display()))?;
    }
    write_key(folder, NEXT)
}

/// Moves the next key into place if it is the one that the database names.
pub(super) fn finish_rotation(folder: &Path, public_key: &[u8]) -> Result<()> {
    let next = folder.join(NEXT);
    let is_newest =
        read_key(&next)?.is_some_and(|key| key.verifying_key().as_bytes()[..] == *public_key);
    if is_newest {
        fs::rename(&next, folder.join(CURRENT))
            .with_context(|| format!("rename {}", next.display()))?;
    }
    Ok(())
}

fn read_key(file: &PathBuf) -> Result<Option<SigningKey>> {
    Ok(read_file(file)?.map(|seed| SigningKey::from_bytes(&seed)))
}

fn write_key(folder: &Path, name: &str) -> Result<SigningKey> {
    Ok(SigningKey::from_bytes(&write(folder, name)?))
}

fn read_file(file: &PathBuf) -> Result<Option<[u8; 32]>> {
    if !file.exists() {
        return Ok(None);
    }
    let told = || format!("read {}", file.display());
    let mode = fs::metadata(file).with_context(told)?.permissions().mode();
    ensure!(
        mode.trailing_zeros() >= 6,
        "the key in {0} can be read by others than its owner. Run: chmod 600 {0}",
        file.display()
    );
    let text = fs::read_to_string(file).with_context(told)?;
    let seed: Hash =
        text.trim().parse().with_context(|| format!("{} holds no key", file.display()))?;
    Ok(Some(seed.0))
}

fn write(folder: &Path, name: &str) -> Result<[u8; 32]> {
    let seed: [u8; 32] = rand::random();
    let file = folder.join(name);
    let told = || format!("write {}", file.display());
    DirBuilder::new().recursive(true).mode(0o700).create(folder).with_context(told)?;
    let mut opened = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&file)
        .with_context(told)?;
    writeln!(opened, "{}", Hash(seed)).with_context(told)?;
    opened.sync_all().with_context(told)?;
    fs::File::open(folder).and_then(|folder| folder.sync_all()).with_context(told)?;
    Ok(seed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_the_owners_to_read_and_nobody_elses() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("keys");
        let made = make(&folder).unwrap();
        assert_eq!(read(&folder).unwrap().unwrap(), made);
        assert!(make(&folder).is_err(), "a key is never written over");

        let file = folder.join(CURRENT);
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        assert!(read(&folder).unwrap_err().to_string().contains("chmod 600"));
    }

    #[test]
    fn a_rotation_cut_short_is_finished_only_when_the_database_has_the_key() {
        let folder = tempfile::tempdir().unwrap();
        let (old, next) = (make(folder.path()).unwrap(), make_next(folder.path()).unwrap());
        finish_rotation(folder.path(), old.verifying_key().as_bytes()).unwrap();
        assert_eq!(read(folder.path()).unwrap().unwrap(), old);
        finish_rotation(folder.path(), next.verifying_key().as_bytes()).unwrap();
        assert_eq!(read(folder.path()).unwrap().unwrap(), next);
    }
}
