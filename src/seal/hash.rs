//! Hash (kontrollsumma), salt and challenge: 32 bytes, in text 64 lower-case hexadecimal digits.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};
use thiserror::Error;

/// Not 32 bytes, or not their one spelling in text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("expected 32 bytes, in text 64 lower-case hexadecimal digits")]
pub struct Malformed;

macro_rules! thirty_two_bytes {
    ($(#[$attribute:meta])* $name:ident) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; 32]);

        impl FromStr for $name {
            type Err = Malformed;

            fn from_str(text: &str) -> Result<Self, Malformed> {
                parse_hex(text).map(Self)
            }
        }

        impl TryFrom<&[u8]> for $name {
            type Error = Malformed;

            fn try_from(bytes: &[u8]) -> Result<Self, Malformed> {
                bytes.try_into().map(Self).map_err(|_| Malformed)
            }
        }

        impl AsRef<[u8]> for $name {
            fn as_ref(&self) -> &[u8] {
                &self.0
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&hex(&self.0))
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

thirty_two_bytes! {
    /// SHA-256 of something.
    Hash
}

thirty_two_bytes! {
    /// Random bytes that keep the content of a masked leaf from being guessed. Secret as long as the content is,
    /// so `Debug` does not show it.
    Salt
}

thirty_two_bytes! {
    /// Random bytes that make a statement good for one signature only.
    #[derive(Debug)]
    Challenge
}

impl Hash {
    /// SHA-256 of the bytes as they are.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// For print: the first and last 8 digits, as in "6e34 0b9c … 17af a01d".
    pub fn short(&self) -> String {
        let hex = hex(&self.0);
        format!("{} {} … {} {}", &hex[..4], &hex[4..8], &hex[56..60], &hex[60..])
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({self})")
    }
}

impl fmt::Debug for Salt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Salt(..)")
    }
}

/// What is hashed where several fields go into one hash: each field behind its length in bytes (four bytes, big-endian),
/// the domain tag first, so that no two lists of fields give the same bytes.
pub(super) struct Preimage(Sha256);

impl Preimage {
    /// Begins with the raw bytes of `prefix`, without length, and the tag as the first field.
    pub(super) fn new(prefix: &[u8], tag: &str) -> Self {
        Self(Sha256::new_with_prefix(prefix)).field(tag.as_bytes())
    }

    pub(super) fn field(mut self, bytes: &[u8]) -> Self {
        let length = u32::try_from(bytes.len()).expect("a field is shorter than 4 GiB");
        self.0.update(length.to_be_bytes());
        self.0.update(bytes);
        self
    }

    pub(super) fn finish(self) -> Hash {
        Hash(self.0.finalize().into())
    }
}

fn hex(bytes: &[u8; 32]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| char::from(DIGITS[usize::from(nibble)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

fn parse_hex(text: &str) -> Result<[u8; 32], Malformed> {
    let digits = text.as_bytes();
    if digits.len() != 64 {
        return Err(Malformed);
    }
    let mut bytes = [0; 32];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = nibble(pair[0])? << 4 | nibble(pair[1])?;
    }
    Ok(bytes)
}

fn nibble(digit: u8) -> Result<u8, Malformed> {
    match digit {
        b'0'..=b'9' => Ok(digit - b'0'),
        b'a'..=b'f' => Ok(digit - b'a' + 10),
        _ => Err(Malformed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    #[test]
    fn the_hash_of_nothing_is_the_known_one() {
        assert_eq!(Hash::of(b"").to_string(), EMPTY);
        assert_eq!(Hash::of(b"").short(), "e3b0 c442 … 7852 b855");
        assert_eq!(serde_json::to_string(&Hash::of(b"")).unwrap(), format!("\"{EMPTY}\""));
    }

    #[test]
    fn a_hash_has_one_spelling() {
        assert_eq!(EMPTY.to_uppercase().parse::<Hash>(), Err(Malformed));
        assert_eq!(EMPTY[1..].parse::<Hash>(), Err(Malformed));
        assert_eq!(format!("{EMPTY}0").parse::<Hash>(), Err(Malformed));
        assert_eq!(format!("é{}", &EMPTY[2..]).parse::<Hash>(), Err(Malformed));
        assert!(serde_json::from_str::<Hash>("\"g\"").is_err());
        assert_eq!(Hash::try_from(&[0_u8; 31][..]), Err(Malformed));
    }

    #[test]
    fn a_salt_does_not_show_in_a_log() {
        assert_eq!(format!("{:?}", Salt([7; 32])), "Salt(..)");
    }

    #[test]
    fn where_one_field_ends_and_the_next_begins_is_hashed() {
        let hash = |a: &str, b: &str| {
            Preimage::new(b"", "t").field(a.as_bytes()).field(b.as_bytes()).finish()
        };
        assert_ne!(hash("ab", "c"), hash("a", "bc"));
        assert_ne!(hash("abc", ""), hash("", "abc"));
    }

    proptest! {
        #[test]
        fn text_and_bytes_are_the_same_hash(bytes in any::<[u8; 32]>()) {
            prop_assert_eq!(Hash(bytes).to_string().parse(), Ok(Hash(bytes)));
            prop_assert_eq!(Hash::try_from(&bytes[..]), Ok(Hash(bytes)));
            let json = serde_json::to_string(&Salt(bytes)).unwrap();
            prop_assert_eq!(serde_json::from_str::<Salt>(&json).unwrap(), Salt(bytes));
        }
    }
}
