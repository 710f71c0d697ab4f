//! The act of a restoration (återställning): which copy was put back, and what is known to be missing, signed by the server.

use ed25519_dalek::{Signer as _, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    canonical::{CanonicalError, canonical},
    checkpoint::Signature,
    hash::{Hash, Salt},
    instant,
};

const RESTORATION: &str = "paragraf-restoration/1";

/// After act `n`, where the head was `head`, the chain goes on with this act instead of those that were lost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Restoration {
    schema: String,
    pub id: Uuid,
    /// Keeps what the chain holds of it from being guessed.
    salt: Salt,
    #[serde(with = "instant")]
    pub at: OffsetDateTime,
    /// The version of the program that restored.
    pub program: String,
    /// None: the database was put back by PostgreSQL's own means.
    pub backup: Option<BackupName>,
    pub n: i64,
    pub head: Hash,
    /// Heads kept outside that the restored chain does not reach.
    pub lost: Vec<LostHead>,
    pub losses: Vec<Loss>,
}

/// Which backup was put back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BackupName {
    #[serde(with = "instant")]
    pub made_at: OffsetDateTime,
    /// SHA-256 of its manifest.
    pub sha256: Hash,
}

/// A head kept outside, later than the copy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LostHead {
    pub n: i64,
    pub head: Hash,
    /// True when a key that the database knows, or the server's own, has signed it.
    pub signed: bool,
}

/// Something that was, and is not in the copy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Loss {
    pub kind: LossKind,
    /// When it came to be, where that is known.
    pub at: Option<At>,
    /// The numbers of the acts, the subject of the mail, the id of the row.
    pub what: String,
    /// Where it is told of: a checkpoint, or the name of a file.
    pub evidence: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LossKind {
    /// Legal acts, by their numbers in the chain.
    Acts,
    /// A mail was sent of which the copy knows nothing.
    Mail,
    /// A protocol was sent to be adjusted.
    Version,
    /// A notice stood on a board.
    Notice,
    Meeting,
    /// A PDF that no publication in the copy has.
    Document,
}

/// An instant that may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct At(#[serde(with = "instant")] pub OffsetDateTime);

impl Restoration {
    /// Whose chain ended with `head`, act `n`, when it was put back. `salt` is random.
    pub fn new(at: OffsetDateTime, (n, head): (i64, Hash), salt: Salt) -> Self {
        Self {
            schema: RESTORATION.to_owned(),
            id: Uuid::now_v7(),
            salt,
            at,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            backup: None,
            n,
            head,
            lost: vec![],
            losses: vec![],
        }
    }

    /// The bytes that are kept and signed.
    ///
    /// # Errors
    /// A text in it has no canonical form.
    pub fn record(&self) -> Result<Vec<u8>, CanonicalError> {
        canonical(self)
    }

    /// Reads what [`Self::record`] wrote; none when it is anything else.
    pub fn parse(record: &[u8]) -> Option<Self> {
        let read: Self = serde_json::from_slice(record).ok()?;
        (read.schema == RESTORATION && read.record().is_ok_and(|bytes| bytes == record))
            .then_some(read)
    }
}

/// Signs bytes that begin with a schema of their own.
pub fn sign(key: &SigningKey, bytes: &[u8]) -> Signature {
    Signature(key.sign(bytes).to_bytes())
}

/// Says whether the key has signed these bytes.
pub fn is_signed(key: &VerifyingKey, bytes: &[u8], signature: Signature) -> bool {
    signature.is_of(key, bytes)
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn a_restoration_is_read_back_and_signed_whole() {
        let at = datetime!(2026-11-24 09:00 UTC);
        let mut made = Restoration::new(at, (7, Hash([7; 32])), Salt([1; 32]));
        made.lost.push(LostHead { n: 9, head: Hash([9; 32]), signed: true });
        made.losses.push(Loss {
            kind: LossKind::Mail,
            at: Some(At(at)),
            what: "Protokoll att justera".to_owned(),
            evidence: "1.eml".to_owned(),
        });
        let record = made.record().unwrap();
        assert_eq!(Restoration::parse(&record), Some(made.clone()));
        let spaced = serde_json::to_vec_pretty(&made).unwrap();
        assert_eq!(Restoration::parse(&spaced), None, "one spelling only");

        let key = SigningKey::from_bytes(&[1; 32]);
        let word = sign(&key, &record);
        assert!(is_signed(&key.verifying_key(), &record, word));
        made.lost[0].n = 8;
        assert!(!is_signed(&key.verifying_key(), &made.record().unwrap(), word));
    }
}
