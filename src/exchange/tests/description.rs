//! The published description says what each field is (publicerat schema).

use serde_json::{Value, json};

use crate::{
    exchange::{
        FORMAT, schema,
        values::{CLOCK, DAY, KEY, LINE, SLUG, TEXT},
    },
    text,
};

const KEPT: &str = include_str!("../../../tests/data/exchange/paragraf-meeting-1.schema.json");

/// Every object of the schema, with its place.
fn each(value: &Value, at: &str, check: &mut impl FnMut(&Value, &str)) {
    match value {
        Value::Object(fields) => {
            check(value, at);
            fields.iter().for_each(|(name, one)| each(one, &format!("{at}/{name}"), check));
        }
        Value::Array(values) => {
            (0..)
                .zip(values)
                .for_each(|(n, one): (usize, _)| each(one, &format!("{at}/{n}"), check));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn dec_04_every_field_and_every_type_has_a_description() {
    let schema = schema();
    let mut fields = 0;
    each(&schema, "", &mut |value, at| {
        let Some(properties) = value["properties"].as_object() else { return };
        assert!(value["description"].is_string(), "{at}");
        assert_eq!(value["additionalProperties"], json!(false), "{at}");
        for (name, field) in properties {
            let words = field["description"].as_str().unwrap_or_default();
            assert!(words.len() > 3 && words.ends_with('.'), "{at}/{name}: {words}");
            fields += 1;
        }
    });
    for (name, one) in schema["$defs"].as_object().unwrap() {
        assert!(one["description"].is_string(), "{name}");
    }
    assert!(fields > 200, "{fields}");
}

// The walk over a file knows these and no others: another would stand in the description and bind nobody.
#[test]
fn dec_04_the_schema_says_nothing_that_is_not_checked() {
    let known = [
        "$defs",
        "$ref",
        "$schema",
        "additionalProperties",
        "const",
        "default",
        "description",
        "enum",
        "format",
        "items",
        "maxLength",
        "maximum",
        "minItems",
        "minLength",
        "minimum",
        "oneOf",
        "pattern",
        "properties",
        "required",
        "title",
        "type",
    ];
    each(&schema(), "", &mut |value, at| {
        if at.ends_with("/properties") || at.ends_with("/$defs") {
            return;
        }
        for (name, one) in value.as_object().unwrap() {
            assert!(known.contains(&name.as_str()), "{at}/{name}");
            let known = match name.as_str() {
                "pattern" => [DAY, CLOCK, KEY, SLUG].contains(&one.as_str().unwrap()),
                "format" => [LINE, TEXT, "date"].contains(&one.as_str().unwrap()),
                _ => true,
            };
            assert!(known, "{at}/{name}: {one}");
        }
    });
}

// DEC-08 of the design: the format has a version, so that no change of it goes unseen.
#[test]
fn dec_08_the_kept_copy_of_the_description_is_up_to_date() {
    let made = serde_json::to_string_pretty(&schema()).unwrap() + "\n";
    assert!(
        made == KEPT,
        "write this to tests/data/exchange/paragraf-meeting-1.schema.json:\n{made}"
    );
}

#[test]
fn dec_22_the_names_of_the_formats_are_those_of_the_models() {
    assert_eq!(schema()["$defs"]["Format"]["enum"], json!([FORMAT]));
    assert_eq!(TEXT, text::FORMAT);
}
