//! The published description of the format (JSON Schema), made from the types.

use serde_json::{Map, Value};

use super::Meeting;

/// The JSON Schema of `paragraf-meeting/1`, draft 2020-12: a subset that other programs read as well, with nothing nullable.
pub fn schema() -> Value {
    let mut schema = schemars::schema_for!(Meeting).to_value();
    forbid_null(&mut schema);
    bound_integers(&mut schema);
    if let Some(fields) = schema.as_object_mut() {
        fields.insert("title".to_owned(), "paragraf-meeting/1".into());
    }
    schema
}

/// What may be absent is never null: the derived schema would let null stand for it.
fn forbid_null(schema: &mut Value) {
    match schema {
        Value::Array(values) => values.iter_mut().for_each(forbid_null),
        Value::Object(fields) => {
            unwrap_optional(fields);
            fields.values_mut().for_each(forbid_null);
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Numbers are those that the database holds, without a format of our language.
fn bound_integers(schema: &mut Value) {
    match schema {
        Value::Array(values) => values.iter_mut().for_each(bound_integers),
        Value::Object(fields) => {
            if fields.get("type").is_some_and(|kind| kind == "integer") {
                fields.remove("format");
                fields.entry("minimum").or_insert(0.into());
                fields.insert("maximum".to_owned(), i32::MAX.into());
            }
            fields.values_mut().for_each(bound_integers);
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn unwrap_optional(fields: &mut Map<String, Value>) {
    if let Some(Value::Array(kinds)) = fields.get_mut("type") {
        kinds.retain(|kind| kind != "null");
        if let [only] = kinds.as_slice() {
            let only = only.clone();
            fields.insert("type".to_owned(), only);
        }
    }
    if let Some(Value::Array(options)) = fields.get("anyOf")
        && let Some(Value::Object(inner)) = options.iter().find(|one| one["type"] != "null")
        && options.len() == 2
    {
        let inner = inner.clone();
        fields.remove("anyOf");
        fields.extend(inner);
    }
}
