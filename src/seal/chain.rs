//! The chain (kedja) of legal acts, and the chain of revisions of a draft's section: each hash holds the one before.

use thiserror::Error;
use time::OffsetDateTime;
use uuid::Uuid;

use super::hash::{Hash, Preimage};
use super::instant;

/// What the first act has as the hash before it: 32 zero bytes.
pub const GENESIS: Hash = Hash([0; 32]);

const ACT_TAG: &str = "paragraf-act/1";
const REVISION_TAG: &str = "paragraf-revision/1";

/// One link: who and what only as ids and commitments, so that drafts can be weeded and the chain still verifies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Act<'a> {
    /// 1 for the first, then without gaps.
    pub n: i64,
    /// Counted to the microsecond; finer digits are not hashed.
    pub at: OffsetDateTime,
    pub kind: &'a str,
    pub subject: Uuid,
    pub commitment: Hash,
    pub prev: Hash,
}

impl Act<'_> {
    /// SHA-256 of seven fields, each behind its length in bytes (four bytes, big-endian): the tag, n (eight bytes,
    /// big-endian), the instant as 27 characters, kind, subject as 36 characters, commitment, prev. In PostgreSQL, with
    /// the columns of `acts`:
    ///
    /// ```sql
    /// sha256(
    ///   int4send(14) || convert_to('paragraf-act/1', 'UTF8')
    ///   || int4send(8) || int8send(n)
    ///   || int4send(27) || convert_to(to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'UTF8')
    ///   || int4send(octet_length(convert_to(kind, 'UTF8'))) || convert_to(kind, 'UTF8')
    ///   || int4send(36) || convert_to(subject::text, 'UTF8')
    ///   || int4send(octet_length(commitment)) || commitment
    ///   || int4send(octet_length(prev)) || prev)
    /// ```
    pub fn hash(&self) -> Hash {
        Preimage::new(&[], ACT_TAG)
            .field(&self.n.to_be_bytes())
            .field(instant::text(self.at).as_bytes())
            .field(self.kind.as_bytes())
            .field(self.subject.to_string().as_bytes())
            .field(self.commitment.as_ref())
            .field(self.prev.as_ref())
            .finish()
    }
}

/// Where the chain does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ChainFault {
    #[error("act {expected} expected, act {found} found")]
    Number { expected: i64, found: i64 },
    #[error("act {n} does not follow from the act before it")]
    Broken { n: i64 },
}

/// How far a chain has been followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chain {
    n: i64,
    head: Hash,
}

impl Chain {
    /// Before the first act.
    pub fn genesis() -> Self {
        Self { n: 0, head: GENESIS }
    }

    /// After act n, whose hash is known from elsewhere.
    pub fn after(n: i64, head: Hash) -> Self {
        Self { n, head }
    }

    pub fn head(&self) -> Hash {
        self.head
    }

    /// Follows one act more. A fault leaves the chain as it was.
    pub fn follow(&mut self, act: &Act<'_>) -> Result<(), ChainFault> {
        let expected = self.n.saturating_add(1);
        if act.n != expected {
            return Err(ChainFault::Number { expected, found: act.n });
        }
        if act.prev != self.head {
            return Err(ChainFault::Broken { n: act.n });
        }
        *self = Self { n: act.n, head: act.hash() };
        Ok(())
    }
}

/// Follows the whole chain and gives its head. That the last act is unchanged, and that no end has been cut off, only
/// a comparison of the head with one kept elsewhere shows.
pub fn verify<'a>(acts: impl IntoIterator<Item = Act<'a>>) -> Result<Hash, ChainFault> {
    let mut chain = Chain::genesis();
    for act in acts {
        chain.follow(&act)?;
    }
    Ok(chain.head())
}

/// The hash of a section's revision: tag `paragraf-revision/1`, section as 36 characters, version (four bytes,
/// big-endian), the hash of the revision before (empty for the first), the text in canonical form; each behind its length.
pub fn revision_hash(section: Uuid, version: i32, prev: Option<Hash>, text: &[u8]) -> Hash {
    Preimage::new(&[], REVISION_TAG)
        .field(section.to_string().as_bytes())
        .field(&version.to_be_bytes())
        .field(prev.as_ref().map_or(&[], Hash::as_ref))
        .field(text)
        .finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;
    use time::macros::datetime;

    const SUBJECT: Uuid = Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_00ab);

    fn act() -> Act<'static> {
        Act {
            n: 1,
            at: datetime!(2020-09-08 14:05:09.000012 +2),
            kind: "anslået",
            subject: SUBJECT,
            commitment: Hash([7; 32]),
            prev: GENESIS,
        }
    }

    #[test]
    fn the_hash_is_the_one_that_the_database_gives() {
        assert_eq!(
            act().hash().to_string(),
            "4a8e9f6da2d15fcd34c3699bd426454a30ce90772575a4871aaa0d92cf31938b"
        );
    }

    #[test]
    fn a_revision_has_the_hash_that_another_program_gives() {
        let first = revision_hash(SUBJECT, 1, None, b"[]");
        let second = revision_hash(SUBJECT, 2, Some(first), b"[\"a\"]");
        assert_eq!(
            first.to_string(),
            "6fd2ba6e15fa49dd585f0661b53025352171c8ae52a79a3e6b466e8b237720be"
        );
        assert_eq!(
            second.to_string(),
            "32046dc642925917cfae2b0c13ba629f2b23d5918c15ff5363f42ef17821525b"
        );
    }

    #[test]
    fn each_field_of_an_act_is_hashed() {
        let act = act();
        let changed = [
            Act { n: 2, ..act },
            Act { at: act.at + time::Duration::microseconds(1), ..act },
            Act { kind: "signed", ..act },
            Act { subject: Uuid::nil(), ..act },
            Act { commitment: GENESIS, ..act },
            Act { prev: Hash([1; 32]), ..act },
        ];
        assert!(changed.iter().all(|changed| changed.hash() != act.hash()));
        let abroad = Act { at: act.at.to_offset(time::UtcOffset::UTC), ..act };
        assert_eq!(abroad.hash(), act.hash());
    }

    #[test]
    fn an_empty_chain_ends_where_it_begins() {
        assert_eq!(verify([]), Ok(GENESIS));
    }

    fn linked(kinds: &[String]) -> Vec<Act<'_>> {
        let mut prev = GENESIS;
        let mut acts = Vec::new();
        for (n, kind) in (1..).zip(kinds) {
            let act = Act { n, kind, prev, ..act() };
            prev = act.hash();
            acts.push(act);
        }
        acts
    }

    proptest! {
        // INV-15
        #[test]
        fn a_chain_whose_acts_are_changed_moved_or_removed_is_found_out(
            kinds in vec("[a-z]{1,8}", 2..12), at in any::<prop::sample::Index>()
        ) {
            let acts = linked(&kinds);
            let at = at.index(acts.len() - 1);
            prop_assert_eq!(verify(acts.clone()), Ok(acts[acts.len() - 1].hash()));

            let mut changed = acts.clone();
            changed[at].commitment = Hash([8; 32]);
            prop_assert_eq!(verify(changed), Err(ChainFault::Broken { n: acts[at + 1].n }));

            let mut removed = acts.clone();
            removed.remove(at);
            let fault = ChainFault::Number { expected: acts[at].n, found: acts[at + 1].n };
            prop_assert_eq!(verify(removed), Err(fault));

            let mut moved = acts.clone();
            moved.swap(at, at + 1);
            prop_assert_eq!(verify(moved), Err(fault));

            let mut last = acts.clone();
            last[acts.len() - 1].kind = "other";
            prop_assert_ne!(verify(last), verify(acts.clone()));
        }

        #[test]
        fn a_chain_can_be_followed_from_a_known_head(kinds in vec("[a-z]{1,8}", 1..12), at in any::<prop::sample::Index>()) {
            let acts = linked(&kinds);
            let at = at.index(acts.len());
            let mut chain = Chain::after(acts[at].n - 1, acts[at].prev);
            for act in &acts[at..] {
                prop_assert_eq!(chain.follow(act), Ok(()));
            }
            prop_assert_eq!(Ok(chain.head()), verify(acts));
        }
    }
}
