//! In which office (ordförande, justerare, sekreterare) and by which method a statement is signed.

use std::fmt;
use std::str::FromStr;

use serde::de::IntoDeserializer;
use serde::de::value::{Error, StrDeserializer};
use serde::{Deserialize, Serialize};

/// The office in which a person signs; the same words in the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Office {
    /// Ordförande, of the § where they differ.
    Chair,
    /// Justerare.
    Adjuster,
    /// Sekreterare.
    Secretary,
}

/// How a person signs; the same words in the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    Password,
    Passkey,
    /// Password and one-time code.
    PasswordTotp,
    #[serde(rename = "bankid")]
    BankId,
    /// On paper, registered with a scan.
    Paper,
}

impl Office {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Chair => "chair",
            Self::Adjuster => "adjuster",
            Self::Secretary => "secretary",
        }
    }
}

impl Method {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Passkey => "passkey",
            Self::PasswordTotp => "password_totp",
            Self::BankId => "bankid",
            Self::Paper => "paper",
        }
    }
}

impl fmt::Display for Office {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Office {
    type Err = Error;

    fn from_str(word: &str) -> Result<Self, Error> {
        let word: StrDeserializer<'_, Error> = word.into_deserializer();
        Self::deserialize(word)
    }
}

impl FromStr for Method {
    type Err = Error;

    fn from_str(word: &str) -> Result<Self, Error> {
        let word: StrDeserializer<'_, Error> = word.into_deserializer();
        Self::deserialize(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_the_same_in_json_and_in_the_database() {
        for word in ["chair", "adjuster", "secretary"] {
            let office: Office = word.parse().unwrap();
            assert_eq!(office.as_str(), word);
            assert_eq!(serde_json::to_string(&office).unwrap(), format!("\"{word}\""));
        }
        for word in ["password", "passkey", "password_totp", "bankid", "paper"] {
            let method: Method = word.parse().unwrap();
            assert_eq!(method.as_str(), word);
            assert_eq!(serde_json::to_string(&method).unwrap(), format!("\"{word}\""));
        }
        assert!("Chair".parse::<Office>().is_err());
        assert!("sms".parse::<Method>().is_err());
    }
}
