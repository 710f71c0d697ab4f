//! Whether a file has the shape of the format (filens form): all that is wrong at once.

use serde_json::{Map, Value, json};

use super::{
    fault::step,
    values::{
        CLOCK, Clock, DAY, Day, KEY, Key, LINE, LONGEST_LINE, Prose, Refusal, SLUG, Slug, TEXT,
    },
};
use crate::text::{LineError, TextError, clean_line};

/// A place and a sentence.
pub(super) type Finding = (String, String);

/// A spot that was mended so that the rest could be read.
#[derive(Clone, Debug)]
pub(super) struct Mended {
    pub(super) pointer: String,
    pub(super) day: bool,
    pub(super) key: bool,
}

/// Compares a file with the published schema and mends what is wrong, so that the meaning of the rest can still be checked.
pub(super) struct Shape<'a> {
    schema: &'a Value,
    pub(super) findings: Vec<Finding>,
    pub(super) mended: Vec<Mended>,
}

impl<'a> Shape<'a> {
    pub(super) fn of(schema: &'a Value, file: &mut Value) -> Self {
        let mut shape = Self { schema, findings: Vec::new(), mended: Vec::new() };
        shape.value(schema, file, "");
        shape
    }

    fn resolve(&self, schema: &'a Value) -> &'a Value {
        let name = schema["$ref"].as_str().and_then(|name| name.strip_prefix('#'));
        name.and_then(|name| self.schema.pointer(name)).unwrap_or(schema)
    }

    fn value(&mut self, schema: &'a Value, value: &mut Value, at: &str) {
        let whole = self.resolve(schema);
        if let Some(sentence) = wrong_kind(whole, value) {
            self.mend(whole, value, at, sentence);
            return;
        }
        match value {
            Value::Object(fields) => self.object(whole, fields, at),
            Value::Array(values) if whole["format"] != TEXT => {
                for (n, value) in values.iter_mut().enumerate() {
                    self.value(&whole["items"], value, &format!("{at}/{n}"));
                }
            }
            Value::String(_) | Value::Number(_) | Value::Array(_) => {
                let sentences = wrong_value(whole, value);
                if !sentences.is_empty() {
                    self.mend(whole, value, at, sentences.join(" "));
                }
            }
            Value::Bool(_) | Value::Null => {}
        }
    }

    fn object(&mut self, schema: &'a Value, fields: &mut Map<String, Value>, at: &str) {
        let Some(known) = schema["properties"].as_object() else { return };
        let (findings, mended) = (&mut self.findings, &mut self.mended);
        fields.retain(|name, value| {
            let keep = known.contains_key(name);
            if !keep {
                let pointer = step(at, name);
                let meant = alike(name, known);
                let sentence = format!("Fältet ”{name}” finns inte i formatet. {meant}");
                findings.push((pointer.clone(), sentence.trim_end().to_owned()));
                let day = value.as_str().is_some_and(|text| Day::read(text).is_some());
                mended.push(Mended { pointer, day, key: value.is_array() || value.is_object() });
            }
            keep
        });
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if !fields.contains_key(name) {
                let mut value = Value::Null;
                let sentence = format!("Fältet ”{name}” saknas. Lägg till det.");
                self.mend(self.resolve(&known[name]), &mut value, &step(at, name), sentence);
                fields.insert(name.to_owned(), value);
            }
        }
        for (name, value) in fields.iter_mut() {
            self.value(&known[name], value, &step(at, name));
        }
    }

    fn mend(&mut self, schema: &'a Value, value: &mut Value, at: &str, sentence: String) {
        self.findings.push((at.to_owned(), sentence));
        let pattern = schema["pattern"].as_str();
        let day = pattern == Some(DAY);
        let key = at.ends_with("/id") || at.ends_with("/slug") && at != "/board/slug";
        let whole = schema["properties"].is_object() || schema["type"] == "array";
        self.mended.push(Mended { pointer: at.to_owned(), day: day || whole, key: key || whole });
        *value = self.placeholder(schema);
    }

    /// Something of the right shape, as unlike anything else as can be.
    fn placeholder(&self, schema: &'a Value) -> Value {
        let schema = self.resolve(schema);
        let n = self.mended.len();
        if let Some(word) = words(schema).first() {
            return json!(word);
        }
        match (schema["type"].as_str(), schema["pattern"].as_str()) {
            (Some("object"), _) => {
                let required = schema["required"].as_array().into_iter().flatten();
                let fields = required
                    .filter_map(Value::as_str)
                    .map(|name| (name.to_owned(), self.placeholder(&schema["properties"][name])));
                Value::Object(fields.collect())
            }
            (Some("array"), _) => json!([]),
            (Some("integer"), _) => json!(1_000_000 + n),
            (Some("boolean"), _) => json!(false),
            (_, Some(DAY)) => json!("2000-01-01"),
            (_, Some(CLOCK)) => json!("00:00"),
            _ => json!(format!("x{n}")),
        }
    }
}

/// The words that a schema allows, however it lists them.
fn words(schema: &Value) -> Vec<&str> {
    let listed = schema["enum"].as_array().into_iter().flatten();
    let options = schema["oneOf"].as_array().into_iter().flatten();
    let mut words: Vec<_> = listed.filter_map(Value::as_str).collect();
    words.extend(schema["const"].as_str());
    for option in options {
        words.extend(self::words(option));
    }
    words
}

fn wrong_kind(schema: &Value, value: &Value) -> Option<String> {
    if value.is_null() {
        return Some("Värdet null används inte. Utelämna fältet i stället.".to_owned());
    }
    let (kind, found) = match value {
        Value::Null => return None,
        Value::Bool(_) => ("boolean", "ett ja/nej-värde"),
        Value::Number(number) if number.is_u64() || number.is_i64() => ("integer", "ett tal"),
        Value::Number(_) => ("number", "ett tal som inte är helt"),
        Value::String(_) => ("string", "en text"),
        Value::Array(_) => ("array", "en lista"),
        Value::Object(_) => ("object", "ett objekt"),
    };
    let allowed: Vec<_> = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        Value::String(kind) => vec![kind.as_str()],
        _ => vec!["string"],
    };
    if allowed.contains(&kind) {
        return None;
    }
    let wanted: Vec<_> = allowed.iter().map(|kind| swedish(kind)).collect();
    Some(format!("Här ska stå {}, men här står {found}.", wanted.join(" eller ")))
}

fn swedish(kind: &str) -> &'static str {
    match kind {
        "boolean" => "true eller false",
        "integer" => "ett heltal",
        "string" => "en text",
        "array" => "en lista",
        _ => "ett objekt",
    }
}

fn wrong_value(schema: &Value, value: &Value) -> Vec<String> {
    if schema["format"] == TEXT {
        return wrong_text(value);
    }
    let wrong = match value {
        Value::Number(number) => {
            let least = schema["minimum"].as_i64().unwrap_or(i64::MIN);
            let most = schema["maximum"].as_i64().unwrap_or(i64::MAX);
            let within = number.as_i64().is_some_and(|n| (least..=most).contains(&n));
            (!within).then(|| format!("Talet ska vara minst {least} och högst {most}."))
        }
        Value::String(text) => wrong_string(schema, text),
        _ => None,
    };
    wrong.into_iter().collect()
}

fn wrong_string(schema: &Value, text: &str) -> Option<String> {
    let words = words(schema);
    if !words.is_empty() {
        let known = words.contains(&text);
        return (!known).then(|| {
            format!("Ordet ”{text}” används inte här. Använd ett av: {}.", words.join(", "))
        });
    }
    if schema["format"] == LINE {
        return wrong_line(text, schema["minLength"] == 1);
    }
    match schema["pattern"].as_str() {
        Some(DAY) if Day::read(text).is_none() => {
            Some(format!("”{text}” är ingen dag. Skriv dagen som 2024-04-10."))
        }
        Some(CLOCK) if Clock::read(text).is_none() => {
            Some(format!("”{text}” är inget klockslag. Skriv det som 09:00."))
        }
        Some(KEY) if Key::read(text).is_none() => Some(format!(
            "”{text}” är ingen nyckel. Använd högst 64 bokstäver a–z, siffror, punkt, streck."
        )),
        Some(SLUG) if Slug::read(text).is_none() => Some(format!(
            "”{text}” är inget adressnamn. Använd små bokstäver a–z, siffror och enstaka bindestreck."
        )),
        _ => None,
    }
}

fn wrong_line(text: &str, filled: bool) -> Option<String> {
    match clean_line(text, LONGEST_LINE) {
        Ok(line) if line.is_empty() && filled => {
            Some("Texten är tom. Fyll i den, eller utelämna fältet.".to_owned())
        }
        Ok(_) => None,
        Err(
            error @ (LineError::TooLong(_) | LineError::SeveralLines | LineError::Character(_)),
        ) => Some(error.to_string()),
    }
}

fn wrong_text(value: &Value) -> Vec<String> {
    match Prose::read(value) {
        Ok(_) => vec![],
        Err(Refusal::Plain(mistakes)) => mistakes.iter().map(ToString::to_string).collect(),
        Err(Refusal::Blocks(TextError::Malformed(_))) => {
            vec!["Blocken följer inte paragraf-text/1.".to_owned()]
        }
        Err(Refusal::Blocks(error)) => vec![error.to_string()],
        Err(Refusal::Empty) => vec!["Texten är tom. Fyll i den, eller utelämna fältet.".to_owned()],
    }
}

/// The field that was perhaps meant.
fn alike(name: &str, known: &Map<String, Value>) -> String {
    let plain = |name: &str| name.to_lowercase().replace(['_', '-'], "");
    let meant = known.keys().find(|one| {
        let (one, name) = (plain(one), plain(name));
        one == name || one.starts_with(&name) || name.starts_with(&one)
    });
    meant.map(|meant| format!("Menas ”{meant}”?")).unwrap_or_default()
}
