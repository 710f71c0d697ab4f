//! The board, the seats and the persons of a meeting as the format has them (organ, platser, personer).

use std::collections::{BTreeMap, BTreeSet};

use sqlx::PgConnection;
use uuid::Uuid;

use super::{Facts, count, free_line, line, word};
use crate::{
    error::Result,
    exchange::{
        Board, Day, Key, Line, Meeting, Municipality, Person, Seat, Slug, UNKNOWN,
        meeting::{Restart, Series},
        values::Word,
    },
    seal::Hash,
};

impl Facts<'_> {
    pub(super) async fn host(&self, db: &mut PgConnection) -> Result<Municipality> {
        let row = sqlx::query!(
            "select slug, name, short_name, kind from municipalities where id = $1",
            self.meeting.board.host.0
        )
        .fetch_one(db)
        .await?;
        municipality(row.slug, &row.name, &row.short_name, &row.kind)
    }

    /// Only a joint board has them.
    pub(super) async fn participants(&self, db: &mut PgConnection) -> Result<Vec<Municipality>> {
        if !self.is_joint() {
            return Ok(vec![]);
        }
        let rows = sqlx::query!(
            r#"
            select m.slug, m.name, m.short_name, m.kind
            from participations p join municipalities m on m.id = p.municipality_id
            where p.board_id = $1 and p.from_on <= $2 and (p.until_on is null or p.until_on >= $2)
            order by m.id <> $3, m.slug
            "#,
            self.meeting.board.id.0,
            self.meeting.held_on,
            self.meeting.board.host.0,
        )
        .fetch_all(db)
        .await?;
        let all = rows.into_iter();
        all.map(|row| municipality(row.slug, &row.name, &row.short_name, &row.kind)).collect()
    }

    pub(super) fn board(&self) -> Board {
        let board = &self.meeting.board;
        Board {
            id: None,
            slug: Slug(board.slug.clone()),
            name: Line(board.name.clone()),
            kind: Word(board.kind),
            seats: u32::try_from(board.seats).ok(),
            parent: None,
            unannounced: !board.announced,
            kept_at: None,
        }
    }

    pub(super) async fn series(&self, db: &mut PgConnection) -> Result<Vec<Series>> {
        let rows = sqlx::query!(
            r#"
            select id, instance from series
            where id in (select series_id from items where meeting_id = $1 and number is not null) order by instance
            "#,
            self.meeting.id.0
        )
        .fetch_all(db)
        .await?;
        let restart: Restart = word(&self.meeting.board.numbering)?;
        let all = rows.into_iter().map(|row| Series {
            id: self.key(row.id),
            instance: Line(row.instance),
            restart,
            prefix: None,
        });
        Ok(all.collect())
    }

    /// Those of the file, or all that the board had on the day.
    pub(super) async fn seats(&self, db: &mut PgConnection) -> Result<Vec<Seat>> {
        let rows = sqlx::query_as!(
            Row,
            r#"
            select s.id, s.person_id as person, s.role, s.party, m.slug as "home?", s.call_order, s.starts_on, s.ends_on
            from seats s left join municipalities m on m.id = s.municipality_id
            where case when cardinality($3::uuid[]) > 0 then s.id = any($3)
                else s.board_id = $1 and s.starts_on <= $2 and (s.ends_on is null or s.ends_on >= $2) end
            order by array_position($3, s.id), array_position(array['chair', 'first_vice_chair', 'second_vice_chair', 'member', 'substitute'], s.role),
                s.call_order, s.id
            "#,
            self.meeting.board.id.0,
            self.meeting.held_on,
            &self.brought.seats,
        );
        rows.fetch_all(db).await?.into_iter().map(|row| self.seat(row)).collect()
    }

    fn seat(&self, row: Row) -> Result<Seat> {
        Ok(Seat {
            id: self.key(row.id),
            person: row.person.map(|person| self.key(person)),
            role: word(&row.role)?,
            party: free_line(&row.party),
            municipality: row.home.filter(|_| self.is_joint()).map(Slug),
            municipality_as_printed: None,
            constituency: None,
            call_order: Some(count(row.call_order)?).filter(|order| *order > 0),
            personal_for: None,
            number: None,
            starts_on: Some(Day(row.starts_on)),
            ends_on: row.ends_on.map(Day),
        })
    }

    /// A rapporteur is a name in the tables; one who is in the register has that key.
    pub(super) async fn names(&self, db: &mut PgConnection) -> Result<BTreeMap<String, Uuid>> {
        let wanted = self.items.iter().map(|item| item.rapporteur.clone());
        let wanted: Vec<_> = wanted.filter(|name| !name.is_empty()).collect();
        let present: Vec<_> = self.brought.persons.clone();
        let rows = sqlx::query!(
            r#"
            select distinct on (p.name) p.name, p.id from persons p
            where p.name = any($2) and (p.id = any($3) or exists (
                select from moments m join attendance_events e on e.moment_id = m.id where m.meeting_id = $1 and e.person_id = p.id))
            order by p.name, p.id
            "#,
            self.meeting.id.0,
            &wanted,
            &present,
        )
        .fetch_all(db)
        .await?;
        let mut named: BTreeMap<_, _> = rows.into_iter().map(|row| (row.name, row.id)).collect();
        let spoken = self.procedures.values().flat_map(|one| &one.speakers);
        let spoken = spoken.filter(|one| one.person.is_none()).map(|one| one.name.clone());
        for name in wanted.into_iter().chain(spoken) {
            let id = unregistered(self.meeting.id.0, &name);
            named.entry(name).or_insert(id);
        }
        Ok(named)
    }

    /// Everybody whom the rest of the file names: those of the file it came from in its order, then the others.
    pub(super) async fn persons(
        &self,
        db: &mut PgConnection,
        meeting: &Meeting,
    ) -> Result<Vec<Person>> {
        let mut used = BTreeSet::new();
        gather(&serde_json::to_value(meeting)?, &mut used);
        let ids: Vec<Uuid> = self.brought.persons.clone();
        let others: Vec<Uuid> = used.iter().filter_map(|key| Uuid::try_parse(key).ok()).collect();
        let rows = sqlx::query!(
            r#"
            select id, name from persons where (id = any($1) or id = any($2)) and name <> $3
            order by array_position($1, id), id
            "#,
            &ids,
            &others,
            UNKNOWN,
        )
        .fetch_all(db)
        .await?;
        let mut persons: Vec<_> =
            rows.into_iter().map(|row| person(self.key(row.id), &row.name)).collect();
        for (name, id) in &self.named {
            let key = self.key(*id);
            if used.contains(&key.0) && !persons.iter().any(|one| one.id == key) {
                persons.push(person(key, name));
            }
        }
        Ok(persons)
    }
}

/// A row of the seats.
struct Row {
    id: Uuid,
    person: Option<Uuid>,
    role: String,
    party: String,
    home: Option<String>,
    call_order: i32,
    starts_on: time::Date,
    ends_on: Option<time::Date>,
}

fn municipality(slug: String, name: &str, short_name: &str, kind: &str) -> Result<Municipality> {
    Ok(Municipality {
        slug: Slug(slug),
        name: line(name),
        short_name: line(short_name),
        kind: Some(word(kind)?),
    })
}

fn person(id: Key, name: &str) -> Person {
    let name = Line(name.to_owned());
    Person { id, name, title: None, party: None, organisation: None }
}

/// The same for the same name at the same meeting.
fn unregistered(meeting: Uuid, name: &str) -> Uuid {
    let hash = Hash::of(&[meeting.as_bytes(), name.as_bytes()].concat());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.as_ref()[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// Every key that may be a person's.
fn gather(value: &serde_json::Value, keys: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::Object(fields) => fields.values().for_each(|one| gather(one, keys)),
        serde_json::Value::Array(all) => all.iter().for_each(|one| gather(one, keys)),
        serde_json::Value::String(text) => drop(keys.insert(text.clone())),
        serde_json::Value::Null | serde_json::Value::Bool(_) | serde_json::Value::Number(_) => {}
    }
}
