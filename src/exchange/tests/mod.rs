//! The format as a whole: the examples, the published description, damaged files, days (prov av formatet).

mod damage;
mod days;
mod description;

use serde_json::Value;

use super::{Fault, Meeting, read};
use crate::seal::canonical;

const BOARD: &str = include_str!("../../../tests/data/exchange/board-with-a-vote.json");
const COUNCIL: &str = include_str!("../../../tests/data/exchange/council.json");
const JOINT_BOARD: &str = include_str!("../../../tests/data/exchange/joint-board-of-2016.json");

fn meeting(file: &str) -> Meeting {
    read(file.as_bytes()).unwrap()
}

fn told(faults: &[Fault]) -> Vec<String> {
    faults.iter().map(ToString::to_string).collect()
}

// DEC-08 of the design: what was taken out is the same byte for byte when it has been brought in.
#[test]
fn dec_08_an_export_that_is_read_is_written_with_the_same_bytes() {
    for file in [BOARD, COUNCIL, JOINT_BOARD] {
        let first = canonical(&meeting(file)).unwrap();
        let again = canonical(&read(&first).unwrap()).unwrap();
        assert_eq!(again, first);
    }
}

#[test]
fn dec_08_nothing_of_a_file_is_lost() {
    fn leaves(value: &Value, at: &str, all: &mut Vec<(String, String)>) {
        match value {
            Value::Object(fields) => {
                fields.iter().for_each(|(name, one)| leaves(one, &format!("{at}/{name}"), all));
            }
            Value::Array(values) => {
                (0..)
                    .zip(values)
                    .for_each(|(n, one): (usize, _)| leaves(one, &format!("{at}/{n}"), all));
            }
            leaf => all.push((at.to_owned(), leaf.to_string())),
        }
    }
    for file in [BOARD, COUNCIL, JOINT_BOARD] {
        let written = serde_json::to_value(meeting(file)).unwrap();
        let (mut before, mut after) = (Vec::new(), Vec::new());
        leaves(&serde_json::from_str(file).unwrap(), "", &mut before);
        leaves(&written, "", &mut after);
        let is_text = |at: &str| {
            ["/text", "/declared", "/question", "/old", "/new"]
                .iter()
                .any(|name| at.ends_with(name))
        };
        for leaf in before.iter().filter(|(at, _)| !is_text(at)) {
            assert!(after.contains(leaf), "{leaf:?}");
        }
        for (at, _) in before.iter().filter(|(at, _)| is_text(at)) {
            assert!(after.iter().any(|(one, _)| one.starts_with(at.as_str())), "{at}");
        }
    }
}

// DEC-08: a null, an empty list and a false never stand in what is written.
#[test]
fn dec_08_what_is_not_known_is_absent() {
    fn check(value: &Value) {
        match value {
            Value::Null | Value::Bool(false) => panic!("{value} is written"),
            Value::Array(values) => values.iter().for_each(check),
            Value::Object(fields) => fields.values().for_each(check),
            Value::Bool(true) | Value::Number(_) | Value::String(_) => {}
        }
    }
    for file in [BOARD, COUNCIL, JOINT_BOARD] {
        check(&serde_json::to_value(meeting(file)).unwrap());
    }
}

// SEC-22: a text that is typed and a text of blocks are the same text.
#[test]
fn sec_22_plain_text_is_read_as_blocks() {
    let read = meeting(BOARD);
    let (typed, blocks) = (&read.items[1].sections[0].text, &read.items[2].sections[0].text);
    assert_eq!(typed.0.to_words(), "Föreningen söker bidrag.\ngungor\nstaket");
    assert_eq!(blocks.0.to_words(), "Läsåret ska fastställas.");
}

// ATT-15: missing facts are left missing.
#[test]
fn att_15_an_old_protocol_is_read_with_what_it_tells() {
    let old = meeting(JOINT_BOARD);
    assert!(
        old.moments.is_empty() && old.secretary.is_none() && old.sittings[0].starts_at.is_none()
    );
    assert_eq!(old.seats[0].party.as_ref().unwrap().0, "");
    assert_eq!(old.seats[1].party, None);
}
