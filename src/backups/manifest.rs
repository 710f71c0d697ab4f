//! What a backup says of itself (innehållsförteckning): when, of what, the chain's head, and the hash of every file.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::Read as _,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail, ensure};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use time::OffsetDateTime;

use crate::{
    keys::ServerKey,
    seal::{BackupName, Checkpoint, Hash, Signature, canonical, instant, is_signed},
};

const SCHEMA: &str = "paragraf-backup/1";
pub(super) const MANIFEST: &str = "manifest.json";
pub(super) const DUMP: &str = "database.dump";

/// A backup whose files have the hashes that its manifest says.
#[derive(Debug)]
pub struct Backup {
    pub folder: PathBuf,
    pub manifest: Manifest,
    pub name: BackupName,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    schema: String,
    #[serde(with = "instant")]
    pub made_at: OffsetDateTime,
    /// The version of the program.
    pub program: String,
    /// The newest migration: a program that does not know it cannot use the database.
    pub migration: i64,
    /// PostgreSQL's major version.
    pub postgresql: u32,
    /// The head of the chain in this very copy, as at `/data/kedja.json`.
    pub head: Checkpoint,
    /// Rows of each table.
    pub rows: BTreeMap<String, i64>,
    /// SHA-256 of each file.
    pub files: BTreeMap<String, Hash>,
    /// The server's, over the canonical form of the other fields.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    signature: Option<Signature>,
}

/// What is known of a database in the moment of a snapshot.
pub(super) struct Content {
    pub(super) migration: i64,
    pub(super) postgresql: u32,
    pub(super) rows: Vec<(String, i64)>,
}

impl Manifest {
    /// Signs what is known of a copy.
    pub(super) fn sign(
        key: &ServerKey,
        content: Content,
        head: Checkpoint,
        dump: Hash,
    ) -> Result<Self> {
        let unsigned = Self {
            schema: SCHEMA.to_owned(),
            made_at: head.at,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            migration: content.migration,
            postgresql: content.postgresql,
            head,
            rows: content.rows.into_iter().collect(),
            files: BTreeMap::from([(DUMP.to_owned(), dump)]),
            signature: None,
        };
        let signature = key.sign_bytes(&canonical(&unsigned)?);
        Ok(Self { signature: Some(signature), ..unsigned })
    }

    /// Says whether the key has signed it, and the head in it.
    pub(super) fn is_signed_by(&self, key: &ServerKey) -> bool {
        let unsigned = Self { signature: None, ..self.clone() };
        let Ok(bytes) = canonical(&unsigned) else { return false };
        let word = self.signature;
        word.is_some_and(|word| is_signed(&key.public(), &bytes, word))
            && self.head.is_signed_by(&key.public())
    }
}

impl Backup {
    /// Reads a backup and hashes its files.
    ///
    /// # Errors
    /// It is none, or a file is missing or changed.
    pub fn open(folder: &Path) -> Result<Self> {
        let file = folder.join(MANIFEST);
        let bytes = fs::read(&file).with_context(|| {
            format!("{} is no backup: cannot read {MANIFEST}", folder.display())
        })?;
        let manifest: Manifest = serde_json::from_slice(&bytes)
            .with_context(|| format!("{} is no manifest of a backup", file.display()))?;
        ensure!(
            manifest.schema == SCHEMA && manifest.files.contains_key(DUMP),
            "{} is of another form ({}) than this program's; use the program that made it",
            file.display(),
            manifest.schema
        );
        for (name, hash) in &manifest.files {
            let plain = Path::new(name).file_name().is_some_and(|last| last == name.as_str());
            ensure!(plain, "{} names a file outside the backup", file.display());
            if hash_of(&folder.join(name))? != *hash {
                bail!(
                    "{name} in {} is damaged or changed: its SHA-256 is not that of the manifest. \
                     Use another copy of the backup.",
                    folder.display()
                );
            }
        }
        let name = BackupName { made_at: manifest.made_at, sha256: Hash::of(&bytes) };
        Ok(Self { folder: folder.to_owned(), manifest, name })
    }

    /// Refuses what only a newer program can use. `newest` is the newest migration that this one knows.
    pub(super) fn is_for(&self, newest: i64) -> Result<()> {
        ensure!(
            self.manifest.migration <= newest,
            "the backup is of a newer program ({}, migration {}) than this one; restore it with that program",
            self.manifest.program,
            self.manifest.migration
        );
        Ok(())
    }

    pub(super) fn dump(&self) -> PathBuf {
        self.folder.join(DUMP)
    }
}

/// SHA-256 of a file, read in pieces: it may be larger than the memory.
pub(super) fn hash_of(file: &Path) -> Result<Hash> {
    let told = || format!("cannot read {}", file.display());
    let mut open = File::open(file).with_context(told)?;
    let (mut hasher, mut piece) = (Sha256::new(), vec![0; 1 << 20]);
    loop {
        match open.read(&mut piece).with_context(told)? {
            0 => return Ok(Hash(hasher.finalize().into())),
            read => hasher.update(&piece[..read]),
        }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn a_backup_is_read_back_and_any_change_of_it_is_found() {
        let home = tempfile::tempdir().unwrap();
        let key = ServerKey::from_seed([1; 32]);
        let at = datetime!(2026-11-24 09:00 UTC);
        let head = key.sign("https://exempel.se", (7, Hash([7; 32])), at).unwrap();
        fs::write(home.path().join(DUMP), "the dump").unwrap();
        let content = Content { migration: 8, postgresql: 15, rows: vec![("acts".to_owned(), 7)] };
        let manifest = Manifest::sign(&key, content, head, Hash::of(b"the dump")).unwrap();
        let write = |manifest: &Manifest| {
            fs::write(home.path().join(MANIFEST), serde_json::to_vec(manifest).unwrap()).unwrap();
        };
        write(&manifest);

        let backup = Backup::open(home.path()).unwrap();
        assert_eq!(backup.manifest, manifest);
        assert!(backup.manifest.is_signed_by(&key));
        assert!(!backup.manifest.is_signed_by(&ServerKey::from_seed([2; 32])));
        let fewer = Manifest { rows: BTreeMap::new(), ..manifest.clone() };
        assert!(!fewer.is_signed_by(&key));
        backup.is_for(8).unwrap();
        assert!(backup.is_for(7).unwrap_err().to_string().contains("newer program"));

        fs::write(home.path().join(DUMP), "the dumb").unwrap();
        let damaged = Backup::open(home.path()).unwrap_err().to_string();
        assert!(damaged.contains("damaged or changed"), "{damaged}");
        let files = BTreeMap::from([(format!("../{DUMP}"), Hash([0; 32]))]);
        write(&Manifest { files, ..manifest });
        assert!(Backup::open(home.path()).is_err());
    }
}
