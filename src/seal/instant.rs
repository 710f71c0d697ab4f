//! Instants (tidpunkter) in what is hashed: UTC with microseconds and Z, as in `2020-09-08T12:00:00.000000Z`.
//!
//! For a field: `#[serde(with = "crate::seal::instant")]`. Digits finer than a microsecond are dropped; PostgreSQL
//! keeps no more.

use serde::{Deserialize, Deserializer, Serializer};
use time::format_description::StaticFormatDescription;
use time::macros::format_description;
use time::{OffsetDateTime, PrimitiveDateTime, UtcOffset};

const FORMAT: StaticFormatDescription =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:6]Z");

/// The 27 characters of an instant in the years 0 to 9999.
pub fn text(at: OffsetDateTime) -> String {
    let at = at.to_offset(UtcOffset::UTC);
    let (year, month, day) = (at.year(), u8::from(at.month()), at.day());
    let (hour, minute, second, micro) = at.to_hms_micro();
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{micro:06}Z")
}

/// Serde's half of writing.
pub fn serialize<S: Serializer>(at: &OffsetDateTime, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&text(*at))
}

/// Serde's half of reading. Refuses every other spelling of the same instant.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<OffsetDateTime, D::Error> {
    let written = String::deserialize(deserializer)?;
    PrimitiveDateTime::parse(&written, FORMAT)
        .map(PrimitiveDateTime::assume_utc)
        .ok()
        .filter(|at| text(*at) == written)
        .ok_or_else(|| serde::de::Error::custom("expected an instant in UTC with microseconds"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Serialize;
    use time::macros::datetime;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct At(#[serde(with = "super")] OffsetDateTime);

    #[test]
    fn an_instant_is_written_in_utc_with_microseconds() {
        let at = datetime!(2020-09-08 14:05:09.123456789 +2);
        assert_eq!(text(at), "2020-09-08T12:05:09.123456Z");
        assert_eq!(text(datetime!(0987-01-02 03:04:05 UTC)), "0987-01-02T03:04:05.000000Z");
    }

    #[test]
    fn an_instant_has_one_spelling() {
        let read = |text: &str| serde_json::from_str::<At>(&format!("\"{text}\"")).ok();
        let at = At(datetime!(2020-09-08 12:05:09.000001 UTC));
        assert_eq!(read("2020-09-08T12:05:09.000001Z"), Some(at));
        assert_eq!(read("2020-09-08T14:05:09.000001+02:00"), None);
        assert_eq!(read("+2020-09-08T12:05:09.000001Z"), None);
        assert_eq!(read("2020-09-08T12:05:09Z"), None);
        assert_eq!(read("2020-09-08T12:05:09.0000010Z"), None);
        assert_eq!(read("2020-02-30T12:05:09.000001Z"), None);
    }
}
