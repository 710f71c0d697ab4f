//! Reading a file: its form, its meaning, and every fault of both at once (inläsning).

use std::{fmt, sync::LazyLock};

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Value};

use super::{
    Meeting,
    checks::{self, Doubt, Kind},
    fault::{Fault, place, step},
    schema::schema,
    shape::{Mended, Shape},
};

static SCHEMA: LazyLock<Value> = LazyLock::new(schema);

/// The meeting that a file holds, or all that is wrong with the file, in the order of the file's parts.
pub fn read(bytes: &[u8]) -> Result<Meeting, Vec<Fault>> {
    let Strict { value: file, twice } = parse(bytes).map_err(|fault| vec![fault])?;
    let mut mended = file.clone();
    let shape = Shape::of(&SCHEMA, &mut mended);
    let mut findings = shape.findings;
    findings.extend(
        twice.into_iter().map(|at| (at, "Fältet står två gånger. Ta bort det ena.".to_owned())),
    );
    match serde_json::from_value::<Meeting>(mended) {
        Ok(meeting) => {
            let doubts = checks::all(&meeting).into_iter();
            let kept = doubts.filter(|doubt| is_certain(doubt, &shape.mended));
            findings.extend(kept.map(|doubt| (doubt.pointer, doubt.sentence)));
            if findings.is_empty() {
                return Ok(meeting);
            }
        }
        Err(error) => {
            findings.push((
                String::new(),
                format!("Filen kan inte läsas som ett sammanträde ({error})."),
            ));
        }
    }
    let fault = |(pointer, sentence): (String, String)| {
        let place = place(&file, &pointer);
        Fault { pointer, place, sentence }
    };
    Err(findings.into_iter().map(fault).collect())
}

/// Whether a doubt stands by itself, and is no echo of a spot that was mended.
fn is_certain(doubt: &Doubt, mended: &[Mended]) -> bool {
    let touches =
        |one: &Mended| within(&doubt.pointer, &one.pointer) || within(&one.pointer, &doubt.pointer);
    let echoes = |one: &Mended| match doubt.kind {
        Kind::Reference => one.key,
        Kind::Day => one.day,
        Kind::Course => one.pointer.starts_with("/moments"),
        Kind::Other => false,
    };
    !mended.iter().any(|one| touches(one) || echoes(one))
}

/// Whether one place is another, or inside it.
fn within(inner: &str, outer: &str) -> bool {
    inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn parse(bytes: &[u8]) -> Result<Strict, Fault> {
    let whole = |sentence: String| Fault { pointer: String::new(), place: String::new(), sentence };
    if std::str::from_utf8(bytes).is_err() {
        return Err(whole(
            "Filen är inte skriven i UTF-8. Spara om den med den teckenkodningen.".to_owned(),
        ));
    }
    serde_json::from_slice(bytes).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        whole(format!("Filen är inte giltig JSON: se rad {line}, tecken {column}."))
    })
}

/// JSON in which a field that stands twice is told, where the ordinary reading keeps the last.
#[derive(Default)]
struct Strict {
    value: Value,
    /// Pointers of the fields, from this value.
    twice: Vec<String>,
}

impl From<Value> for Strict {
    fn from(value: Value) -> Self {
        Self { value, twice: Vec::new() }
    }
}

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StrictVisitor)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Strict;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Strict, E> {
        Ok(Value::from(value).into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Strict, E> {
        Ok(Value::from(value).into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Strict, E> {
        Ok(Value::from(value).into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Strict, E> {
        Ok(Value::from(value).into())
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Strict, E> {
        Ok(Value::from(value).into())
    }

    fn visit_unit<E>(self) -> Result<Strict, E> {
        Ok(Value::Null.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Strict, A::Error> {
        let (mut values, mut twice) = (Vec::new(), Vec::new());
        while let Some(next) = seq.next_element::<Strict>()? {
            twice.extend(next.twice.iter().map(|at| format!("/{}{at}", values.len())));
            values.push(next.value);
        }
        Ok(Strict { value: values.into(), twice })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Strict, A::Error> {
        let (mut fields, mut twice) = (Map::new(), Vec::new());
        while let Some(name) = map.next_key::<String>()? {
            let at = step("", &name);
            let next = map.next_value::<Strict>()?;
            twice.extend(next.twice.iter().map(|inner| format!("{at}{inner}")));
            if fields.insert(name, next.value).is_some() {
                twice.push(at);
            }
        }
        Ok(Strict { value: fields.into(), twice })
    }
}
