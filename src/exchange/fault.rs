//! What is wrong with a file, and where (fel).

use std::fmt;

use serde_json::Value;

use super::values::LONGEST_LINE;
use crate::text::clean_line;

/// One thing to correct.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The JSON pointer of the value: `/items/21/claims/1/kind`.
    pub pointer: String,
    /// The same for a reader: "§ 22, yrkande 2, fältet kind".
    pub place: String,
    /// A Swedish sentence.
    pub sentence: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.place.is_empty() {
            return f.write_str(&self.sentence);
        }
        write!(f, "{}: {}", self.place, self.sentence)
    }
}

/// What the members of each list are called.
const NAMES: [(&str, &str); 42] = [
    ("absent_at", "frånvaro"),
    ("adjusters", "justerare"),
    ("appointments", "val av person"),
    ("as_printed", "tryckt uppgift"),
    ("attachments", "bilaga"),
    ("ballots", "röst"),
    ("batches", "justeringsdel"),
    ("candidates", "kandidat"),
    ("claims", "yrkande"),
    ("counts", "antal"),
    ("decisions", "beslut"),
    ("corrections", "rättelse"),
    ("dissents", "reservation eller anteckning"),
    ("documents", "dokument"),
    ("earlier", "tidigare behandling"),
    ("exceptions", "undantag"),
    ("groups", "grupp"),
    ("items", "paragraf"),
    ("layout", "rubrik"),
    ("lists", "närvarolista"),
    ("moments", "händelse"),
    ("movers", "förslagsställare"),
    ("non_recipients", "icke-mottagare"),
    ("notices", "anslag"),
    ("options", "alternativ"),
    ("part_of", "del av paragraf"),
    ("participants", "deltagande kommun"),
    ("persons", "person"),
    ("points", "punkt"),
    ("present_at", "närvaro"),
    ("propositions", "proposition"),
    ("put_by", "väckt av"),
    ("recipients", "mottagare"),
    ("registry_nos", "diarienummer"),
    ("seats", "plats"),
    ("sections", "avsnitt"),
    ("series", "nummerserie"),
    ("signers", "undertecknare"),
    ("sittings", "sammanträdestillfälle"),
    ("speakers", "talare"),
    ("supporting_documents", "beslutsunderlag"),
    ("votes", "omröstning"),
];

/// A pointer in words; fields without a name of their own stand as they are written.
pub(super) fn place(file: &Value, pointer: &str) -> String {
    let mut words = Vec::new();
    let mut value = Some(file);
    let mut list = None;
    for step in pointer.split('/').skip(1) {
        let step = step.replace("~1", "/").replace("~0", "~");
        let index = step.parse::<usize>().ok().filter(|_| value.is_some_and(Value::is_array));
        value = value.and_then(|value| match index {
            Some(index) => value.get(index),
            None => value.get(&step),
        });
        match (index, list.take()) {
            (Some(index), Some(name)) => words.push(member(name, index, value)),
            (Some(index), None) => words.push(format!("{}", index + 1)),
            (None, before) => {
                words.extend(before.map(|name: &str| format!("fältet {name}")));
                list = NAMES.iter().find(|(field, _)| *field == step).map(|(field, _)| *field);
                if list.is_none() {
                    words.push(format!("fältet {step}"));
                }
            }
        }
    }
    words.extend(list.map(|name| format!("fältet {name}")));
    words.join(", ")
}

fn member(list: &str, index: usize, value: Option<&Value>) -> String {
    let name = NAMES.iter().find(|(field, _)| *field == list).map_or(list, |(_, name)| *name);
    let text = |field: &str| value.and_then(|v| v.get(field)).and_then(Value::as_str);
    let number = value.and_then(|v| v.get("number")).and_then(Value::as_u64);
    let person =
        text("name").filter(|name| !name.is_empty() && clean_line(name, LONGEST_LINE).is_ok());
    match (list, number, person) {
        ("items", Some(number), _) => {
            let suffix = text("suffix").map(|suffix| format!(" {suffix}"));
            format!("§ {number}{}", suffix.unwrap_or_default())
        }
        ("persons", _, Some(person)) => format!("{name} {} ({person})", index + 1),
        _ => format!("{name} {}", index + 1),
    }
}

/// A pointer with one more step; a key's own `~` and `/` are escaped.
pub(super) fn step(pointer: &str, field: &str) -> String {
    format!("{pointer}/{}", field.replace('~', "~0").replace('/', "~1"))
}
