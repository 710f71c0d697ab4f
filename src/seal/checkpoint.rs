//! The checkpoint (kontrollpunkt): the head of the chain of legal acts at an instant, signed by the server's key.

use std::fmt;

use ed25519_dalek::{Signer as _, SigningKey, VerifyingKey};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use time::OffsetDateTime;

use super::{
    canonical::{CanonicalError, canonical},
    hash::Hash,
    instant,
};

const CHECKPOINT: &str = "paragraf-checkpoint/1";
const ENDORSEMENT: &str = "paragraf-key/1";

/// After act `n` the chain's head was `head`; before the first act both are zero.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checkpoint {
    schema: String,
    /// The address that people type.
    pub origin: String,
    pub n: i64,
    pub head: Hash,
    /// When it was signed.
    #[serde(with = "instant")]
    pub at: OffsetDateTime,
    /// SHA-256 of the public key that signs it.
    pub key: Hash,
    /// Over the canonical form of the other fields.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub signature: Option<Signature>,
}

/// An Ed25519 signature: 64 bytes, in text 128 lower-case hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature(pub [u8; 64]);

impl Checkpoint {
    /// Signs the head of a chain.
    ///
    /// # Errors
    /// The origin has no canonical form.
    pub fn sign(
        key: &SigningKey,
        origin: &str,
        (n, head): (i64, Hash),
        at: OffsetDateTime,
    ) -> Result<Self, CanonicalError> {
        let (schema, origin) = (CHECKPOINT.to_owned(), origin.to_owned());
        let id = key_id(&key.verifying_key());
        let unsigned = Self { schema, origin, n, head, at, key: id, signature: None };
        let signature = Signature(key.sign(&canonical(&unsigned)?).to_bytes());
        Ok(Self { signature: Some(signature), ..unsigned })
    }

    /// Says whether the key has signed this very checkpoint.
    pub fn is_signed_by(&self, key: &VerifyingKey) -> bool {
        let Some(signature) = self.signature else { return false };
        let unsigned = Self { signature: None, ..self.clone() };
        self.schema == CHECKPOINT
            && self.key == key_id(key)
            && canonical(&unsigned).is_ok_and(|bytes| signature.is_of(key, &bytes))
    }
}

impl Signature {
    pub(super) fn is_of(&self, key: &VerifyingKey, bytes: &[u8]) -> bool {
        key.verify_strict(bytes, &ed25519_dalek::Signature::from_bytes(&self.0)).is_ok()
    }
}

/// What a key is known by: SHA-256 of its public half.
pub fn key_id(key: &VerifyingKey) -> Hash {
    Hash::of(key.as_bytes())
}

/// The older key's word that the newer one takes its place.
///
/// # Errors
/// None in practice; the canonical form of two hashes always exists.
pub fn endorse(older: &SigningKey, newer: &VerifyingKey) -> Result<Signature, CanonicalError> {
    Ok(Signature(older.sign(&endorsement(&older.verifying_key(), newer)?).to_bytes()))
}

/// Says whether the older key has given its word for the newer.
pub fn is_endorsed(older: &VerifyingKey, newer: &VerifyingKey, word: Signature) -> bool {
    endorsement(older, newer).is_ok_and(|bytes| word.is_of(older, &bytes))
}

fn endorsement(older: &VerifyingKey, newer: &VerifyingKey) -> Result<Vec<u8>, CanonicalError> {
    canonical(&(ENDORSEMENT, key_id(older), key_id(newer)))
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl Serialize for Signature {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Signature {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let refused = || serde::de::Error::custom("expected 128 lower-case hexadecimal digits");
        let (first, second) = text.split_at_checked(64).ok_or_else(refused)?;
        let mut bytes = [0; 64];
        for (half, part) in [first, second].into_iter().zip(bytes.chunks_mut(32)) {
            let half: Hash = half.parse().map_err(|_| refused())?;
            part.copy_from_slice(half.as_ref());
        }
        Ok(Self(bytes))
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    fn key(seed: u8) -> SigningKey {
        SigningKey::from_bytes(&[seed; 32])
    }

    fn signed() -> Checkpoint {
        let at = datetime!(2026-11-24 09:00 UTC);
        Checkpoint::sign(&key(1), "https://exempel.se", (57, Hash([7; 32])), at).unwrap()
    }

    #[test]
    fn a_checkpoint_is_read_back_and_verified_by_its_key_only() {
        let written = serde_json::to_string(&signed()).unwrap();
        let read: Checkpoint = serde_json::from_str(&written).unwrap();
        assert_eq!(read, signed());
        assert!(read.is_signed_by(&key(1).verifying_key()));
        assert!(!read.is_signed_by(&key(2).verifying_key()));
    }

    #[test]
    fn every_field_of_a_checkpoint_is_signed() {
        let later = signed().at + time::Duration::microseconds(1);
        for changed in [
            Checkpoint { n: 58, ..signed() },
            Checkpoint { head: Hash([8; 32]), ..signed() },
            Checkpoint { origin: "https://exempel.org".to_owned(), ..signed() },
            Checkpoint { at: later, ..signed() },
            Checkpoint { schema: "paragraf-checkpoint/2".to_owned(), ..signed() },
            Checkpoint { signature: None, ..signed() },
            Checkpoint { signature: Some(Signature([1; 64])), ..signed() },
        ] {
            assert!(!changed.is_signed_by(&key(1).verifying_key()), "{changed:?}");
        }
    }

    #[test]
    fn a_new_key_has_the_word_of_the_old_one() {
        let (old, new) = (key(1), key(2));
        let word = endorse(&old, &new.verifying_key()).unwrap();
        assert!(is_endorsed(&old.verifying_key(), &new.verifying_key(), word));
        assert!(!is_endorsed(&new.verifying_key(), &old.verifying_key(), word));
        assert!(!is_endorsed(&old.verifying_key(), &key(3).verifying_key(), word));
    }
}
