//! The statement (förklaring) signed when a protocol is adjusted (justeras): what is shown, signed, stored is one value.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use thiserror::Error;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::canonical::{CanonicalError, canonical};
use super::hash::{Challenge, Hash};
use super::instant;
use super::office::{Method, Office};

/// Stands for the fields and for the wording of the sentence; a change of either takes a new number.
const SCHEMA: &str = "paragraf-statement/1";

/// What the statement is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A signer adjusts (justerar) the leaves.
    Approval,
}

/// No personnummer and no address. Its JSON has two members more, `schema` and `sentence`, which follow from the rest
/// and are compared when it is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
pub struct Statement {
    pub kind: Kind,
    pub board: String,
    #[serde(with = "day")]
    pub meeting_on: Date,
    /// The §§ as printed, "§ 22" or "§§ 20–21, 23–27"; empty where none has a number.
    pub items: String,
    pub batch: Uuid,
    pub version: i32,
    /// When the version was sent to its signers.
    #[serde(with = "instant")]
    pub sent_at: OffsetDateTime,
    pub root: Hash,
    /// The hashes of the leaves that this signature covers.
    pub leaves: Vec<Hash>,
    pub person: Uuid,
    /// The person's name as printed.
    pub name: String,
    pub office: Office,
    pub method: Method,
    /// When the signature was asked for.
    #[serde(with = "instant")]
    pub asked_at: OffsetDateTime,
    pub challenge: Challenge,
    /// The head of the chain of legal acts at that time.
    pub seen: Hash,
}

/// Why bytes are no statement.
#[derive(Debug, Error)]
pub enum StatementError {
    #[error("no statement: {0}")]
    Shape(#[from] serde_json::Error),
    #[error(transparent)]
    Canonical(#[from] CanonicalError),
    #[error("a statement, but not in canonical form")]
    NotCanonical,
}

impl Statement {
    /// Reads the canonical bytes of a statement, and nothing else.
    pub fn parse(bytes: &[u8]) -> Result<Self, StatementError> {
        let statement: Self = serde_json::from_slice(bytes)?;
        if statement.canonical()? == bytes {
            Ok(statement)
        } else {
            Err(StatementError::NotCanonical)
        }
    }

    /// The bytes that are signed and stored.
    pub fn canonical(&self) -> Result<Vec<u8>, CanonicalError> {
        canonical(self)
    }

    /// SHA-256 of the canonical bytes; a passkey signs it as its challenge.
    pub fn digest(&self) -> Result<Hash, CanonicalError> {
        Ok(Hash::of(&self.canonical()?))
    }

    /// The Swedish sentences that the signer sees.
    pub fn sentence(&self) -> String {
        let Self { kind: Kind::Approval, board, meeting_on, items, version, .. } = self;
        let act = match self.office {
            Office::Chair | Office::Adjuster => "Jag justerar protokoll",
            Office::Secretary => "Jag har fört protokollet",
        };
        let comma = if items.is_empty() { "" } else { ", " };
        format!(
            "{act} för {board} {meeting_on}{comma}{items}, version {version}. \
             Jag intygar att protokollet visar vad som beslutades."
        )
    }
}

impl Serialize for Statement {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut written = Self::serialize(self, serde_json::value::Serializer)
            .map_err(serde::ser::Error::custom)?;
        written["schema"] = SCHEMA.into();
        written["sentence"] = self.sentence().into();
        written.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Statement {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error;

        let mut fields = serde_json::Map::deserialize(deserializer)?;
        if fields.remove("schema").as_ref().and_then(Value::as_str) != Some(SCHEMA) {
            return Err(Error::custom(format!("expected the schema {SCHEMA}")));
        }
        let sentence = fields.remove("sentence").ok_or_else(|| Error::missing_field("sentence"))?;
        let statement = Self::deserialize(Value::Object(fields)).map_err(Error::custom)?;
        if sentence.as_str() == Some(&statement.sentence()) {
            Ok(statement)
        } else {
            Err(Error::custom("the sentence does not follow from the fields"))
        }
    }
}

time::serde::format_description!(day, Date, "[year]-[month]-[day]");

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;
    use time::macros::{date, datetime};

    fn statement() -> Statement {
        Statement {
            kind: Kind::Approval,
            board: "Sydnärkes IT-nämnd".into(),
            meeting_on: date!(2020 - 09 - 08),
            items: "§ 22".into(),
            batch: Uuid::from_u128(1),
            version: 1,
            sent_at: datetime!(2020-09-10 10:00 +2),
            root: Hash([1; 32]),
            leaves: vec![Hash([2; 32]), Hash([3; 32])],
            person: Uuid::from_u128(2),
            name: "Åsa Öberg".into(),
            office: Office::Adjuster,
            method: Method::PasswordTotp,
            asked_at: datetime!(2020-09-11 08:30:01.5 UTC),
            challenge: Challenge([4; 32]),
            seen: Hash([5; 32]),
        }
    }

    fn parse(value: &Value) -> Result<Statement, StatementError> {
        Statement::parse(&canonical(value).unwrap())
    }

    #[test]
    fn dig_02_a_statement_is_written_in_one_way() {
        let lines = [
            r#"{"asked_at":"2020-09-11T08:30:01.500000Z","#,
            r#""batch":"00000000-0000-0000-0000-000000000001","#,
            r#""board":"Sydnärkes IT-nämnd","#,
            &format!(r#""challenge":"{}","#, "04".repeat(32)),
            r#""items":"§ 22","kind":"approval","#,
            &format!(r#""leaves":["{}","{}"],"#, "02".repeat(32), "03".repeat(32)),
            r#""meeting_on":"2020-09-08","method":"password_totp","#,
            r#""name":"Åsa Öberg","office":"adjuster","#,
            r#""person":"00000000-0000-0000-0000-000000000002","#,
            &format!(r#""root":"{}","schema":"paragraf-statement/1","#, "01".repeat(32)),
            &format!(r#""seen":"{}","sent_at":"2020-09-10T08:00:00.000000Z","#, "05".repeat(32)),
            r#""sentence":"Jag justerar protokoll för Sydnärkes IT-nämnd 2020-09-08, § 22, "#,
            r#"version 1. Jag intygar att protokollet visar vad som beslutades.","version":1}"#,
        ];
        let expected = lines.concat();
        let bytes = statement().canonical().unwrap();
        assert_eq!(String::from_utf8(bytes.clone()).unwrap(), expected);
        assert_eq!(statement().digest().unwrap(), Hash::of(expected.as_bytes()));
        assert_eq!(Statement::parse(&bytes).unwrap(), statement());
    }

    #[test]
    fn the_sentence_says_what_the_signer_does() {
        let adjuster = "Jag justerar protokoll för Sydnärkes IT-nämnd 2020-09-08, § 22, version 1. \
                        Jag intygar att protokollet visar vad som beslutades.";
        assert_eq!(statement().sentence(), adjuster);
        assert_eq!(Statement { office: Office::Chair, ..statement() }.sentence(), adjuster);

        let secretary = Statement {
            office: Office::Secretary,
            items: "§§ 20–21, 23–27".into(),
            version: 3,
            ..statement()
        };
        assert_eq!(
            secretary.sentence(),
            "Jag har fört protokollet för Sydnärkes IT-nämnd 2020-09-08, §§ 20–21, 23–27, version 3. \
             Jag intygar att protokollet visar vad som beslutades."
        );

        let unnumbered = Statement { items: String::new(), ..statement() };
        assert!(unnumbered.sentence().contains("2020-09-08, version 1."));
    }

    #[test]
    fn what_does_not_belong_in_a_statement_is_refused() {
        let good = serde_json::to_value(statement()).unwrap();
        assert!(parse(&good).is_ok());
        for (field, value) in [
            ("personnummer", json!("19121212-1212")),
            ("schema", json!("paragraf-statement/2")),
            ("sentence", json!("Jag justerar inte.")),
            ("board", json!("Kommunstyrelsen")),
            ("kind", json!("refusal")),
            ("office", json!("member")),
            ("method", json!("sms")),
            ("version", json!("1")),
            ("sent_at", json!("2020-09-10T10:00:00.000000+02:00")),
            ("batch", json!("00000000000000000000000000000001")),
            ("root", json!("00")),
        ] {
            let mut bad = good.clone();
            bad[field] = value;
            assert!(parse(&bad).is_err(), "{field}");
        }
    }

    #[test]
    fn every_field_has_to_be_there() {
        let good = serde_json::to_value(statement()).unwrap();
        let fields: Vec<String> = good.as_object().unwrap().keys().cloned().collect();
        assert_eq!(fields.len(), 18);
        for field in fields {
            let mut bad = good.clone();
            bad.as_object_mut().unwrap().remove(&field);
            assert!(parse(&bad).is_err(), "{field}");
        }
    }

    #[test]
    fn other_bytes_for_the_same_statement_are_refused() {
        let text = String::from_utf8(statement().canonical().unwrap()).unwrap();
        let refused = |text: &str| {
            matches!(Statement::parse(text.as_bytes()), Err(StatementError::NotCanonical))
        };
        assert!(refused(&text.replacen(':', ": ", 1)));
        assert!(refused(&text.replacen('{', "{\"version\":2,", 1)), "a field given twice");
        assert!(refused(&format!("{text}\n")));
    }

    #[test]
    fn a_name_that_is_not_in_nfc_cannot_be_signed() {
        let decomposed = Statement { name: "A\u{30a}sa".into(), ..statement() };
        assert!(decomposed.canonical().is_err());
        assert!(decomposed.digest().is_err());
    }

    proptest! {
        #[test]
        fn a_statement_reads_what_it_writes(
            board in "[A-Za-zåäöÅÄÖ §\"\\\\–-]{0,20}",
            name in "[A-Za-zåäöÅÄÖéü ]{1,20}",
            bytes in any::<[u8; 32]>(),
            ids in any::<(u128, u128)>(),
            version in 1..i32::MAX,
            micros in 0..4_000_000_000_000_000_i64,
            count in 0..5_usize,
        ) {
            let at = OffsetDateTime::UNIX_EPOCH + time::Duration::microseconds(micros);
            let statement = Statement {
                board, name, version, sent_at: at, asked_at: at, meeting_on: at.date(),
                batch: Uuid::from_u128(ids.0), person: Uuid::from_u128(ids.1),
                challenge: Challenge(bytes), leaves: vec![Hash(bytes); count],
                ..statement()
            };
            let read = Statement::parse(&statement.canonical().unwrap()).unwrap();
            prop_assert_eq!(&read, &statement);
            prop_assert_eq!(read.digest().unwrap(), statement.digest().unwrap());
        }
    }
}
