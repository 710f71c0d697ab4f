//! The key under which the secrets of accounts are sealed (kontonyckeln): a file outside the database, so that a copy of the database
//! gives nobody's one-time codes away.

use std::{fmt, path::Path, sync::Arc};

use anyhow::{Result, bail};
use chacha20poly1305::{
    KeyInit as _, XChaCha20Poly1305, XNonce,
    aead::{Aead as _, Payload},
};
use sqlx::PgConnection;

use super::file;
use crate::seal::Hash;

const FILE: &str = "accounts.key";
/// Bytes of the nonce, which stands before the ciphertext.
const NONCE: usize = 24;

/// Seals and opens. `Debug` shows nothing of the key.
#[derive(Clone)]
pub struct Vault {
    cipher: Arc<XChaCha20Poly1305>,
    marks: [u8; 32],
}

impl Vault {
    /// The key in the folder, made there when no account has a secret yet.
    ///
    /// # Errors
    /// The file is missing while secrets are sealed under it, or others can read it.
    pub async fn open(db: &mut PgConnection, folder: &Path) -> Result<Self> {
        if let Some(seed) = file::read_secret(folder, FILE)? {
            return Ok(Self::from_seed(seed));
        }
        let in_use = sqlx::query_scalar!(
            r#"select exists (select from second_factors where kind = 'codes' and ended_at is null) as "in_use!""#
        )
        .fetch_one(db)
        .await?;
        if in_use {
            bail!(
                "the key of the accounts' one-time codes, {FILE}, is not in {0}; put the file back. If it is lost, make another: \
                 (umask 077; openssl rand -hex 32 > {0}/{FILE}). Then each person signs in with a recovery code and turns the codes on anew.",
                folder.display()
            );
        }
        Ok(Self::from_seed(file::make_secret(folder, FILE)?))
    }

    /// A key made from 32 bytes, for a site whose key need not be kept.
    pub fn from_seed(seed: [u8; 32]) -> Self {
        let marks = Hash::of(&[&b"paragraf-marks/1"[..], &seed].concat()).0;
        Self { cipher: Arc::new(XChaCha20Poly1305::new(&seed.into())), marks }
    }

    /// The same 32 bytes for the same words, which without the key tell nothing of them: to count by what may not be kept.
    pub(crate) fn mark(&self, words: &str) -> Hash {
        let inner = Hash::of(&[&self.marks[..], words.as_bytes()].concat());
        Hash::of(&[&self.marks[..], inner.as_ref()].concat())
    }

    /// Seals a secret for one place, `owner`: moved to another it does not open.
    pub(crate) fn seal(&self, owner: &[u8], secret: &[u8]) -> Vec<u8> {
        let nonce: [u8; NONCE] = rand::random();
        let payload = Payload { msg: secret, aad: owner };
        let sealed = self.cipher.encrypt(&XNonce::from(nonce), payload).unwrap_or_default();
        [&nonce[..], &sealed].concat()
    }

    /// What was sealed for `owner`; nothing when it was sealed under another key or for another.
    pub(crate) fn unseal(&self, owner: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = sealed.split_at_checked(NONCE)?;
        let nonce = <[u8; NONCE]>::try_from(nonce).ok()?;
        self.cipher.decrypt(&XNonce::from(nonce), Payload { msg: sealed, aad: owner }).ok()
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Vault")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_under_its_key_and_in_its_place_only() {
        let vault = Vault::from_seed([1; 32]);
        let sealed = vault.seal(b"anna", b"hemligt");
        assert_eq!(vault.unseal(b"anna", &sealed).as_deref(), Some(&b"hemligt"[..]));
        assert_ne!(vault.seal(b"anna", b"hemligt"), sealed, "never twice the same");
        assert!(!sealed.windows(7).any(|part| part == b"hemligt"));
        assert_eq!(vault.unseal(b"bo", &sealed), None);
        assert_eq!(Vault::from_seed([2; 32]).unseal(b"anna", &sealed), None);
        let mut changed = sealed.clone();
        changed[30] ^= 1;
        assert_eq!(vault.unseal(b"anna", &changed), None);
        assert_eq!(vault.unseal(b"anna", b"kort"), None);
    }

    #[test]
    fn a_mark_is_the_same_under_the_same_key_only() {
        let (vault, other) = (Vault::from_seed([1; 32]), Vault::from_seed([2; 32]));
        assert_eq!(
            vault.mark("anna@exempel.se"),
            Vault::from_seed([1; 32]).mark("anna@exempel.se")
        );
        assert_ne!(vault.mark("anna@exempel.se"), vault.mark("bo@exempel.se"));
        assert_ne!(vault.mark("anna@exempel.se"), other.mark("anna@exempel.se"));
        assert_ne!(vault.mark("anna@exempel.se"), Hash::of(b"anna@exempel.se"));
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn a_lost_key_is_made_anew_only_while_nothing_is_sealed_under_it(pool: sqlx::PgPool) {
        let mut db = pool.acquire().await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let sealed = Vault::open(&mut db, folder.path()).await.unwrap().seal(b"anna", b"hemligt");
        let again = Vault::open(&mut db, folder.path()).await.unwrap();
        assert!(again.unseal(b"anna", &sealed).is_some());
        sqlx::raw_sql(
            "insert into persons (id, name) values (gen_random_uuid(), 'Anna');
             insert into accounts (id, person_id, email, created_at) select gen_random_uuid(), id, 'anna@exempel.se', now() from persons;
             insert into second_factors (id, account_id, kind, sealed, begun_at) select gen_random_uuid(), id, 'codes', '', now() from accounts",
        )
        .execute(&mut *db)
        .await
        .unwrap();

        let elsewhere = tempfile::tempdir().unwrap();
        let refused = Vault::open(&mut db, elsewhere.path()).await.unwrap_err().to_string();
        assert!(refused.contains("put the file back"), "{refused}");
    }
}
