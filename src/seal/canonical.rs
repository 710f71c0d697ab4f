//! The canonical form (kanonisk form) of what is hashed and signed: RFC 8785, integers only, text in NFC with LF.

use std::fmt;

use serde::Serialize;
use serde_json::{Number, Value};
use thiserror::Error;
use unicode_normalization::is_nfc;

/// The largest integer that JavaScript's numbers, and so RFC 8785, hold exactly: 2^53 - 1.
const MAX_INTEGER: u64 = (1 << 53) - 1;

/// Why a value has no canonical form. Says where, never what stands there: it may be secret.
#[derive(Debug, Error)]
pub enum CanonicalError {
    #[error("{at}: {fault}")]
    Refused { at: String, fault: Fault },
    #[error("no JSON: {0}")]
    Shape(#[from] serde_json::Error),
}

/// What the canonical form does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A fraction, 1.0 included, or an integer beyond ±(2^53 - 1).
    Number,
    /// RFC 8785 does not normalise, so that text has to be in NFC before.
    NotNfc,
    CarriageReturn,
    Nul,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Number => "a number that is no integer within ±(2^53 - 1)",
            Self::NotNfc => "text that is not in NFC",
            Self::CarriageReturn => "text with a carriage return",
            Self::Nul => "text with a NUL",
        })
    }
}

/// The one sequence of bytes for a value. A type that is hashed has no float fields at all: serde's JSON turns NaN and
/// infinity into null before anything can refuse them.
pub fn canonical(value: &impl Serialize) -> Result<Vec<u8>, CanonicalError> {
    let value = serde_json::to_value(value)?;
    check(&value, "")?;
    Ok(serde_json_canonicalizer::to_vec(&value)?)
}

/// `at` is the JSON pointer of the value.
fn check(value: &Value, at: &str) -> Result<(), CanonicalError> {
    match value {
        Value::Null | Value::Bool(_) => Ok(()),
        Value::Number(number) if is_exact(number) => Ok(()),
        Value::Number(_) => Err(refused(at, Fault::Number)),
        Value::String(text) => check_text(text, at),
        Value::Array(values) => {
            values.iter().enumerate().try_for_each(|(n, value)| check(value, &format!("{at}/{n}")))
        }
        Value::Object(fields) => fields.iter().try_for_each(|(key, value)| {
            check_text(key, at)?;
            check(value, &format!("{at}/{key}"))
        }),
    }
}

fn is_exact(number: &Number) -> bool {
    let size = number.as_i64().map(i64::unsigned_abs).or_else(|| number.as_u64());
    size.is_some_and(|size| size <= MAX_INTEGER)
}

fn check_text(text: &str, at: &str) -> Result<(), CanonicalError> {
    if text.contains('\r') {
        return Err(refused(at, Fault::CarriageReturn));
    }
    if text.contains('\0') {
        return Err(refused(at, Fault::Nul));
    }
    if !is_nfc(text) {
        return Err(refused(at, Fault::NotNfc));
    }
    Ok(())
}

fn refused(at: &str, fault: Fault) -> CanonicalError {
    CanonicalError::Refused { at: at.to_owned(), fault }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::{btree_map, vec};
    use proptest::prelude::*;
    use serde_json::json;
    use unicode_normalization::UnicodeNormalization;

    fn written(value: &impl Serialize) -> String {
        String::from_utf8(canonical(value).unwrap()).unwrap()
    }

    fn fault(value: &impl Serialize) -> (String, Fault) {
        match canonical(value).unwrap_err() {
            CanonicalError::Refused { at, fault } => (at, fault),
            CanonicalError::Shape(error) => panic!("{error}"),
        }
    }

    #[test]
    fn keys_are_sorted_by_utf_16_and_nothing_is_escaped_needlessly() {
        let inner = json!({"c": true, "b": "å\n\"/\u{7f}"});
        let value = json!({"ö": [1, -2, null], "a": inner, "\u{1F600}": 0, "\u{FFFD}": 0});
        let expected = "{\"a\":{\"b\":\"å\\n\\\"/\u{7f}\",\"c\":true},\"ö\":[1,-2,null],\"\u{1F600}\":0,\"\u{FFFD}\":0}";
        assert_eq!(written(&value), expected);
    }

    #[test]
    fn numbers_are_integers_that_every_reader_holds_exactly() {
        assert_eq!(
            written(&[9_007_199_254_740_991_i64, -9_007_199_254_740_991]),
            "[9007199254740991,-9007199254740991]"
        );
        assert_eq!(
            fault(&json!({"a": [0, 9_007_199_254_740_992_i64]})),
            ("/a/1".into(), Fault::Number)
        );
        assert_eq!(fault(&-9_007_199_254_740_992_i64), (String::new(), Fault::Number));
        assert_eq!(fault(&i64::MIN), (String::new(), Fault::Number));
        assert_eq!(fault(&u64::MAX), (String::new(), Fault::Number));
        assert_eq!(fault(&1.5), (String::new(), Fault::Number));
        assert_eq!(fault(&1.0_f32), (String::new(), Fault::Number));
        assert!(canonical(&u128::MAX).is_err());
    }

    #[test]
    fn text_is_in_nfc_with_line_feeds_in_keys_as_well() {
        assert_eq!(fault(&json!({"t": "A\u{30a}"})), ("/t".into(), Fault::NotNfc));
        assert_eq!(fault(&json!({"A\u{30a}": 1})), (String::new(), Fault::NotNfc));
        assert_eq!(fault(&json!(["rad\r\n"])), ("/0".into(), Fault::CarriageReturn));
        assert_eq!(fault(&json!(["\0"])), ("/0".into(), Fault::Nul));
    }

    #[test]
    fn an_error_does_not_tell_the_text() {
        let error = canonical(&json!({"text": "hemligt\r"})).unwrap_err();
        assert_eq!(error.to_string(), "/text: text with a carriage return");
    }

    fn text() -> impl Strategy<Value = String> {
        any::<String>().prop_map(|text| text.replace(['\r', '\0'], "").nfc().collect())
    }

    fn value() -> impl Strategy<Value = Value> {
        let integer = -9_007_199_254_740_991_i64..=9_007_199_254_740_991;
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            integer.prop_map(Value::from),
            text().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 40, 6, |inner| {
            prop_oneof![
                vec(inner.clone(), 0..6).prop_map(Value::from),
                btree_map(text(), inner, 0..6).prop_map(|map| map.into_iter().collect()),
            ]
        })
    }

    proptest! {
        #[test]
        fn reading_and_writing_again_gives_the_same_bytes(value in value()) {
            let bytes = canonical(&value).unwrap();
            let read: Value = serde_json::from_slice(&bytes).unwrap();
            prop_assert_eq!(&read, &value);
            prop_assert_eq!(canonical(&read).unwrap(), bytes);
        }

        #[test]
        fn the_order_of_keys_does_not_count(
            (fields, shuffled) in btree_map(text(), value(), 0..8)
                .prop_map(|map| map.into_iter().collect::<Vec<_>>())
                .prop_flat_map(|fields| (Just(fields.clone()), Just(fields).prop_shuffle()))
        ) {
            prop_assert_eq!(canonical(&Ordered(fields)).unwrap(), canonical(&Ordered(shuffled)).unwrap());
        }
    }

    /// An object whose keys are written in the order given.
    struct Ordered(Vec<(String, Value)>);

    impl Serialize for Ordered {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
        }
    }
}
