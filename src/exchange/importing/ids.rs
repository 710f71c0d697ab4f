//! The identifiers of what a file names (nycklar): its own where they are free, else new ones beside the file's keys.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    error::Result,
    exchange::{Key, brought::Brought},
};

/// What a key of a file names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Thing {
    Person,
    Seat,
    Series,
    Item,
    Section,
    Decision,
    Point,
    Claim,
    Proposition,
    Vote,
    Dissent,
    Moment,
    Batch,
}

#[derive(Debug, Default)]
pub(super) struct Ids {
    known: BTreeMap<(Thing, String), Uuid>,
    keys: BTreeMap<Uuid, Option<Key>>,
    /// Those of the file's that something here has already.
    taken: BTreeSet<Uuid>,
    persons: Vec<Uuid>,
    seats: Vec<Uuid>,
}

impl Ids {
    pub(super) async fn of(db: &mut PgConnection, file: &Value) -> Result<Self> {
        let mut own = vec![];
        gather(file, &mut own);
        let taken = sqlx::query_scalar!(
            r#"
            select id as "id!" from (select id from persons union all select id from seats union all select id from series union all select id from items
                union all select id from sections union all select id from decisions union all select id from decision_points
                union all select id from claims union all select id from propositions union all select id from votes
                union all select id from dissents union all select id from moments union all select id from batches) used
            where id = any($1)
            "#,
            &own
        )
        .fetch_all(db)
        .await?;
        Ok(Self { taken: taken.into_iter().collect(), ..Self::default() })
    }

    /// The identifier of something new.
    pub(super) fn add(&mut self, thing: Thing, key: Option<&Key>) -> Uuid {
        let own = key.and_then(Key::uuid).filter(|id| self.taken.insert(*id));
        let id = own.unwrap_or_else(Uuid::now_v7);
        self.name(thing, key, id);
        id
    }

    /// Lets a key name what is here already.
    pub(super) fn name(&mut self, thing: Thing, key: Option<&Key>, id: Uuid) {
        if let Some(key) = key {
            self.known.insert((thing, key.0.clone()), id);
        }
        if key.is_none_or(|key| key.uuid() != Some(id)) {
            self.keys.insert(id, key.cloned());
        }
        match thing {
            Thing::Person => self.persons.push(id),
            Thing::Seat => self.seats.push(id),
            Thing::Series
            | Thing::Item
            | Thing::Section
            | Thing::Decision
            | Thing::Point
            | Thing::Claim
            | Thing::Proposition
            | Thing::Vote
            | Thing::Dissent
            | Thing::Moment
            | Thing::Batch => {}
        }
    }

    pub(super) fn get(&self, thing: Thing, key: &Key) -> Option<Uuid> {
        self.known.get(&(thing, key.0.clone())).copied()
    }

    pub(super) fn find(&self, thing: Thing, key: Option<&Key>) -> Option<Uuid> {
        key.and_then(|key| self.get(thing, key))
    }

    /// What is to be kept of them.
    pub(super) fn brought(&self) -> Brought {
        Brought {
            keys: self.keys.clone(),
            persons: self.persons.clone(),
            seats: self.seats.clone(),
            residue: vec![],
        }
    }
}

/// Every string that is a uuid.
fn gather(value: &Value, found: &mut Vec<Uuid>) {
    match value {
        Value::Object(fields) => fields.values().for_each(|one| gather(one, found)),
        Value::Array(all) => all.iter().for_each(|one| gather(one, found)),
        Value::String(text) => found.extend(Key(text.clone()).uuid()),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
