//! The server's signing key (serverns nyckel): a file outside the database, whose public half is a legal act (decisions 31).

mod file;
mod seen;
mod vault;

use std::{collections::BTreeMap, fmt, path::Path, sync::Arc};

use anyhow::{Context as _, Result, bail};
use ed25519_dalek::{SigningKey, VerifyingKey};
use sqlx::{Connection as _, PgConnection};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    database::acts,
    seal::{self, Checkpoint, Hash},
};

pub(crate) use seen::is_put_back;
pub use seen::{keep_head, refuse_put_back, replace_head, seen_head};
pub use vault::Vault;

/// The key that signs now. `Debug` shows what it is known by.
#[derive(Clone)]
pub struct ServerKey(Arc<SigningKey>);

/// The public half of the newest key.
struct Newest {
    id: Uuid,
    public_key: Vec<u8>,
}

impl ServerKey {
    /// The key in the folder, made there and written into the chain when the database has none. `now` is legal time.
    ///
    /// # Errors
    /// The file is missing, is not the database's newest key, or others can read it.
    pub async fn open(db: &mut PgConnection, folder: &Path, now: OffsetDateTime) -> Result<Self> {
        let mut db = db.begin().await?;
        let newest = newest(&mut db).await?;
        if let Some(newest) = &newest {
            file::finish_rotation(folder, &newest.public_key)?;
        }
        let key = match (file::read(folder)?, &newest) {
            (None, None) => file::make(folder)?,
            (Some(key), None) => key,
            (Some(key), Some(newest))
                if key.verifying_key().as_bytes()[..] == newest.public_key =>
            {
                key
            }
            (Some(_), Some(_)) => bail!(
                "the key in {} is not the newest one of this database; put the right file back, \
                 or make a new key: paragraf new-key",
                folder.display()
            ),
            (None, Some(_)) => bail!(
                "the server's key is not in {}; put the file back, or make a new key: paragraf new-key. \
                 What the lost one has signed still verifies.",
                folder.display()
            ),
        };
        if newest.is_none() {
            insert(&mut db, &key.verifying_key(), None, None, now).await?;
        }
        db.commit().await?;
        Ok(Self(Arc::new(key)))
    }

    /// The key in the folder, where the database knows it as its newest; makes nothing.
    ///
    /// # Errors
    /// The database has no key yet, or the file is missing or another.
    pub async fn kept(db: &mut PgConnection, folder: &Path) -> Result<Self> {
        let newest = newest(db)
            .await?
            .context("the database has no key yet; start the program once, which makes it")?;
        match file::read(folder)? {
            Some(key) if key.verifying_key().as_bytes()[..] == newest.public_key => {
                Ok(Self(Arc::new(key)))
            }
            _ => bail!(
                "the newest key of this database is not in {}; put the file back, or set PARAGRAF_KEYS to its folder",
                folder.display()
            ),
        }
    }

    /// The key in the folder, whatever the database knows.
    ///
    /// # Errors
    /// The file cannot be read, or others can read it.
    pub fn in_folder(folder: &Path) -> Result<Option<Self>> {
        Ok(file::read(folder)?.map(|key| Self(Arc::new(key))))
    }

    /// What it is known by.
    pub fn id(&self) -> Hash {
        seal::key_id(&self.public())
    }

    pub(crate) fn public(&self) -> VerifyingKey {
        self.0.verifying_key()
    }

    pub(crate) fn sign_bytes(&self, bytes: &[u8]) -> seal::Signature {
        seal::sign(&self.0, bytes)
    }

    /// Puts a new key in the old one's place, with the old one's word for it where its file is still there.
    ///
    /// # Errors
    /// The folder cannot be written, or the database has no key to follow.
    pub async fn rotate(db: &mut PgConnection, folder: &Path, now: OffsetDateTime) -> Result<Hash> {
        let mut db = db.begin().await?;
        let newest =
            newest(&mut db).await?.context("the database has no key yet; serve makes the first")?;
        file::finish_rotation(folder, &newest.public_key)?;
        let old = file::read(folder)?
            .filter(|key| key.verifying_key().as_bytes()[..] == newest.public_key);
        let key = file::make_next(folder)?;
        let public = key.verifying_key();
        let word = old.map(|old| seal::endorse(&old, &public)).transpose()?;
        insert(&mut db, &public, Some(newest.id), word, now).await?;
        db.commit().await?;
        file::finish_rotation(folder, public.as_bytes())?;
        Ok(seal::key_id(&public))
    }

    /// A key made from 32 bytes, for a site whose key need not be kept.
    pub fn from_seed(seed: [u8; 32]) -> Self {
        Self(Arc::new(SigningKey::from_bytes(&seed)))
    }

    pub(crate) fn sign(
        &self,
        origin: &str,
        head: (i64, Hash),
        at: OffsetDateTime,
    ) -> Result<Checkpoint, seal::CanonicalError> {
        Checkpoint::sign(&self.0, origin, head, at)
    }

    /// What the key is known by, and its word that the server has checked who signed a statement.
    pub(crate) fn attest(
        &self,
        statement: Hash,
        method: seal::Method,
    ) -> Result<(Hash, seal::Signature), seal::CanonicalError> {
        let word = seal::attest(&self.0, statement, method)?;
        Ok((seal::key_id(&self.0.verifying_key()), word))
    }
}

impl fmt::Debug for ServerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ServerKey({})", seal::key_id(&self.0.verifying_key()))
    }
}

/// Every key there has been, by what it is known by.
pub(crate) async fn known(db: &mut PgConnection) -> sqlx::Result<BTreeMap<Hash, VerifyingKey>> {
    let rows = sqlx::query_scalar!("select public_key from server_keys").fetch_all(db).await?;
    let keys = rows.iter().filter_map(|row| VerifyingKey::try_from(row.as_slice()).ok());
    Ok(keys.map(|key| (seal::key_id(&key), key)).collect())
}

async fn newest(db: &mut PgConnection) -> Result<Option<Newest>> {
    Ok(sqlx::query_as!(
        Newest,
        "select id, public_key from server_keys k where not exists (select from server_keys o where o.previous_id = k.id)"
    )
    .fetch_optional(db)
    .await?)
}

async fn insert(
    db: &mut PgConnection,
    key: &VerifyingKey,
    previous: Option<Uuid>,
    endorsement: Option<seal::Signature>,
    now: OffsetDateTime,
) -> Result<()> {
    let id = Uuid::now_v7();
    sqlx::query!(
        "insert into server_keys (id, public_key, made_at, previous_id, endorsement) values ($1, $2, $3, $4, $5)",
        id,
        key.as_bytes(),
        now,
        previous,
        endorsement.map(|word| word.0.to_vec()),
    )
    .execute(&mut *db)
    .await?;
    acts::append(db, now, "key_made", id, seal::key_id(key)).await?;
    Ok(())
}
