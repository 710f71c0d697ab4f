//! What an export would say otherwise than the file that was brought in (återstod), so that it gives the file back.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// One difference: it is put back only where the meeting still says what it said when it was brought in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Remainder {
    /// Field names and members; a member is named by its key, or by its place as `#0`.
    at: Vec<String>,
    /// What the meeting says; absent: nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    was: Option<Value>,
    /// What the file says; absent: nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    is: Option<Value>,
}

/// Where the file says something else than the meeting.
pub(super) fn residue(meeting: &Value, file: &Value) -> Vec<Remainder> {
    let mut found = Found { at: Vec::new(), all: Vec::new() };
    found.compare(Some(meeting), Some(file));
    found.all
}

/// Lets the meeting say what the file said, but where it has been changed since.
pub(super) fn restore(meeting: &mut Value, residue: &[Remainder]) {
    for one in residue {
        one.restore(meeting);
    }
}

struct Found {
    at: Vec<String>,
    all: Vec<Remainder>,
}

impl Found {
    fn compare(&mut self, was: Option<&Value>, is: Option<&Value>) {
        match (was, is) {
            (Some(was), Some(is)) if was == is => {}
            (Some(Value::Object(was)), Some(Value::Object(is))) => {
                let added = is.keys().filter(|name| !was.contains_key(*name));
                for name in was.keys().chain(added) {
                    self.inside(name.clone(), was.get(name), is.get(name));
                }
            }
            (Some(Value::Array(was)), Some(Value::Array(is))) if same_members(was, is) => {
                for (n, (was, is)) in was.iter().zip(is).enumerate() {
                    let step = key(was).map_or_else(|| format!("#{n}"), str::to_owned);
                    self.inside(step, Some(was), Some(is));
                }
            }
            (was, is) => {
                self.all.push(Remainder {
                    at: self.at.clone(),
                    was: was.cloned(),
                    is: is.cloned(),
                });
            }
        }
    }

    fn inside(&mut self, step: String, was: Option<&Value>, is: Option<&Value>) {
        self.at.push(step);
        self.compare(was, is);
        self.at.pop();
    }
}

fn key(member: &Value) -> Option<&str> {
    member.get("id").and_then(Value::as_str)
}

fn same_members(was: &[Value], is: &[Value]) -> bool {
    let keys: Vec<_> = was.iter().filter_map(key).collect();
    let unique = keys.iter().collect::<BTreeSet<_>>().len() == keys.len();
    unique && was.len() == is.len() && was.iter().map(key).eq(is.iter().map(key))
}

impl Remainder {
    fn restore(&self, meeting: &mut Value) {
        let Some((last, steps)) = self.at.split_last() else { return };
        let mut value = meeting;
        for step in steps {
            let Some(next) = member(value, step) else { return };
            value = next;
        }
        if member(value, last).as_deref() != self.was.as_ref() {
            return;
        }
        match (value, &self.is) {
            (Value::Object(fields), Some(is)) => drop(fields.insert(last.clone(), is.clone())),
            (Value::Object(fields), None) => drop(Map::remove(fields, last)),
            (rows, Some(is)) => {
                if let Some(place) = member(rows, last) {
                    *place = is.clone();
                }
            }
            (_, None) => {}
        }
    }
}

fn member<'v>(value: &'v mut Value, step: &str) -> Option<&'v mut Value> {
    match value {
        Value::Object(fields) => fields.get_mut(step),
        Value::Array(members) => match step.strip_prefix('#') {
            Some(place) => members.get_mut(place.parse::<usize>().ok()?),
            None => members.iter_mut().find(|one| key(one) == Some(step)),
        },
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![any::<bool>().prop_map(Value::from), "[ab]".prop_map(Value::from)];
        leaf.prop_recursive(4, 40, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map("[a-d]|id", inner, 0..4)
                    .prop_map(|fields| Value::Object(fields.into_iter().collect())),
            ]
        })
    }

    proptest! {
        // DEC-08: whatever the meeting says, the file comes back.
        #[test]
        fn dec_08_the_residue_gives_any_file_back(meeting in value(), file in value()) {
            let mut restored = json!({ "all": meeting });
            let file = json!({ "all": file });
            let residue = residue(&restored, &file);
            restore(&mut restored, &residue);
            prop_assert_eq!(restored, file);
        }
    }

    // DEC-08: what somebody has changed since stays changed.
    #[test]
    fn dec_08_a_change_is_not_undone() {
        let meeting = json!({ "items": [{ "id": "a", "title": "T", "appeal": "legality" }] });
        let file = json!({ "items": [{ "id": "a", "title": "T" }], "no": "5" });
        let residue = residue(&meeting, &file);
        let mut now = json!({ "items": [
            { "id": "b", "title": "Ny" },
            { "id": "a", "title": "Ändrad", "appeal": "none" },
        ] });
        restore(&mut now, &residue);
        let expected = json!({ "items": [
            { "id": "b", "title": "Ny" },
            { "id": "a", "title": "Ändrad", "appeal": "none" },
        ], "no": "5" });
        assert_eq!(now, expected);
    }
}
