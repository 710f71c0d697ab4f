//! Salted leaves (löv): the parts of a protocol that are hashed one by one, so that one can be masked and the rest verified.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

use super::hash::{Hash, Preimage, Salt};

const TAG: &str = "paragraf-leaf/1";

/// Which leaf of a version. In text `front`, `item:<uuid>`, or the word and the two uuids as in `section:<uuid>:<uuid>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Part {
    /// The front page.
    Front,
    /// The head of a §: number, title, attendance there, votes.
    Item(Uuid),
    Section {
        item: Uuid,
        section: Uuid,
    },
    Decision {
        item: Uuid,
        decision: Uuid,
    },
    Attachment {
        item: Uuid,
        attachment: Uuid,
    },
}

impl Part {
    /// The § that the leaf belongs to; none for the front page.
    pub fn item(&self) -> Option<Uuid> {
        match self {
            Self::Front => None,
            Self::Item(item)
            | Self::Section { item, .. }
            | Self::Decision { item, .. }
            | Self::Attachment { item, .. } => Some(*item),
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Front => f.write_str("front"),
            Self::Item(item) => write!(f, "item:{item}"),
            Self::Section { item, section } => write!(f, "section:{item}:{section}"),
            Self::Decision { item, decision } => write!(f, "decision:{item}:{decision}"),
            Self::Attachment { item, attachment } => write!(f, "attachment:{item}:{attachment}"),
        }
    }
}

impl From<Part> for String {
    fn from(part: Part) -> Self {
        part.to_string()
    }
}

/// No part of a protocol, or not its one spelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("expected `front`, or a part with lower-case uuids such as `item:<uuid>`")]
pub struct MalformedPart;

impl FromStr for Part {
    type Err = MalformedPart;

    fn from_str(text: &str) -> Result<Self, MalformedPart> {
        let uuid = |text: &str| Uuid::try_parse(text).map_err(|_| MalformedPart);
        let words: Vec<&str> = text.split(':').collect();
        let part = match words[..] {
            ["front"] => Self::Front,
            ["item", item] => Self::Item(uuid(item)?),
            ["section", item, section] => {
                Self::Section { item: uuid(item)?, section: uuid(section)? }
            }
            ["decision", item, decision] => {
                Self::Decision { item: uuid(item)?, decision: uuid(decision)? }
            }
            ["attachment", item, attachment] => {
                Self::Attachment { item: uuid(item)?, attachment: uuid(attachment)? }
            }
            _ => return Err(MalformedPart),
        };
        if part.to_string() == text { Ok(part) } else { Err(MalformedPart) }
    }
}

impl TryFrom<String> for Part {
    type Error = MalformedPart;

    fn try_from(text: String) -> Result<Self, MalformedPart> {
        text.parse()
    }
}

/// A part of one version with the canonical bytes it holds. `Debug` shows neither salt nor content.
#[derive(Clone, PartialEq, Eq)]
pub struct Leaf {
    pub part: Part,
    pub salt: Salt,
    pub content: Box<[u8]>,
}

impl Leaf {
    /// SHA-256 of the byte 00 and four fields, each behind its length in bytes (four bytes, big-endian): the tag
    /// `paragraf-leaf/1`, the part as text, the salt, the content.
    pub fn hash(&self) -> Hash {
        Preimage::new(&[0], TAG)
            .field(self.part.to_string().as_bytes())
            .field(self.salt.as_ref())
            .field(&self.content)
            .finish()
    }
}

impl fmt::Debug for Leaf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Leaf")
            .field("part", &self.part)
            .field("hash", &self.hash())
            .finish_non_exhaustive()
    }
}

/// The leaf of a new version. Content that the previous version has in the same part keeps its salt and hence its hash,
/// so that signatures over it still count; new or changed content takes the fresh salt.
pub fn reuse(previous: &[Leaf], part: Part, content: impl Into<Box<[u8]>>, fresh: Salt) -> Leaf {
    let content = content.into();
    let unchanged = previous.iter().find(|leaf| leaf.part == part && leaf.content == content);
    Leaf { part, salt: unchanged.map_or(fresh, |leaf| leaf.salt), content }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ITEM: Uuid = Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_00ab);
    const SECTION: Uuid = Uuid::from_u128(2);

    fn leaf(part: Part, salt: u8, content: &str) -> Leaf {
        Leaf { part, salt: Salt([salt; 32]), content: content.as_bytes().into() }
    }

    #[test]
    fn the_hash_is_the_one_that_another_program_gives() {
        let leaf = leaf(Part::Section { item: ITEM, section: SECTION }, 7, "{\"text\":\"å\"}");
        assert_eq!(
            leaf.hash().to_string(),
            "8f1abd69d3fad6b2be1b5753f3d0d8b44fe76a7ed362e653891520adb3ab934e"
        );
    }

    #[test]
    fn a_part_has_one_spelling() {
        let text = format!("item:{ITEM}");
        assert_eq!(text.parse(), Ok(Part::Item(ITEM)));
        assert_eq!(text.to_uppercase().parse::<Part>(), Err(MalformedPart));
        assert_eq!(format!("item:{}", ITEM.simple()).parse::<Part>(), Err(MalformedPart));
        assert_eq!(format!("item:{}", ITEM.urn()).parse::<Part>(), Err(MalformedPart));
        assert_eq!(
            format!("item:{}", ITEM.to_string().to_uppercase()).parse::<Part>(),
            Err(MalformedPart)
        );
        assert_eq!(format!("section:{ITEM}").parse::<Part>(), Err(MalformedPart));
        assert_eq!(format!("{text}:{SECTION}").parse::<Part>(), Err(MalformedPart));
        assert_eq!("front:".parse::<Part>(), Err(MalformedPart));
        assert_eq!("".parse::<Part>(), Err(MalformedPart));
    }

    #[test]
    fn the_same_content_elsewhere_takes_the_fresh_salt() {
        let previous = [leaf(Part::Item(ITEM), 1, "{}")];
        let elsewhere = reuse(&previous, Part::Front, *b"{}", Salt([2; 32]));
        assert_eq!(elsewhere, leaf(Part::Front, 2, "{}"));
    }

    #[test]
    fn a_leaf_does_not_show_salt_or_content_in_a_log() {
        let shown = format!("{:?}", leaf(Part::Front, 7, "hemligt"));
        assert!(shown.starts_with("Leaf { part: Front, hash: Hash("), "{shown}");
        assert!(!shown.contains("hemligt") && !shown.contains("salt"), "{shown}");
    }

    fn part() -> impl Strategy<Value = Part> {
        (0..5, any::<u128>(), any::<u128>()).prop_map(|(kind, a, b)| {
            let (item, other) = (Uuid::from_u128(a), Uuid::from_u128(b));
            match kind {
                0 => Part::Front,
                1 => Part::Item(item),
                2 => Part::Section { item, section: other },
                3 => Part::Decision { item, decision: other },
                _ => Part::Attachment { item, attachment: other },
            }
        })
    }

    proptest! {
        #[test]
        fn a_part_reads_what_it_writes(part in part()) {
            prop_assert_eq!(part.to_string().parse(), Ok(part));
            let json = serde_json::to_string(&part).unwrap();
            prop_assert_eq!(&json, &format!("\"{part}\""));
            prop_assert_eq!(serde_json::from_str::<Part>(&json).unwrap(), part);
        }

        #[test]
        fn unchanged_content_keeps_its_hash_and_changed_content_does_not(
            parts in proptest::collection::btree_map(part(), (any::<[u8; 32]>(), ".{0,4}", ".{0,4}"), 1..6),
            fresh in any::<[u8; 32]>(),
        ) {
            let previous: Vec<Leaf> = parts
                .iter()
                .map(|(part, (salt, before, _))| Leaf { part: *part, salt: Salt(*salt), content: before.as_bytes().into() })
                .collect();
            for (leaf, (_, before, after)) in previous.iter().zip(parts.values()) {
                let next = reuse(&previous, leaf.part, after.as_bytes(), Salt(fresh));
                prop_assert_eq!(&*next.content, after.as_bytes());
                prop_assert_eq!(next.hash() == leaf.hash(), before == after);
                prop_assert_eq!(next.salt, if before == after { leaf.salt } else { Salt(fresh) });
            }
        }

        #[test]
        fn each_of_part_salt_and_content_changes_the_hash(
            a in (part(), any::<u8>(), ".{0,3}"), b in (part(), any::<u8>(), ".{0,3}")
        ) {
            let (a, b) = (leaf(a.0, a.1, &a.2), leaf(b.0, b.1, &b.2));
            prop_assert_eq!(a.hash() == b.hash(), a == b);
            let salted = Leaf { salt: Salt([b.salt.0[0] ^ 1; 32]), ..b.clone() };
            prop_assert_ne!(salted.hash(), b.hash());
        }
    }
}
