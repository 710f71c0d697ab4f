//! A meeting of the database as a file of the format (utlämning): the same facts, and what came with it when it was brought in.

mod item;
mod procedure;
mod protocol;
mod register;
mod stream;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    Day, FreeLine, Key, Line, Meeting, Prose,
    brought::Brought,
    meeting::{Cancellation, CancellationKind, Format, Sitting},
    residue::restore,
    values::Clock,
};
use crate::{
    error::{Error, Result},
    items::{Content, Item, Procedure, Secrecy},
    law::BoardKind,
    meetings::{self, Moment},
    register::{MeetingId, PersonId},
    seal::canonical,
    text::Text,
};

/// The meeting as the format has it.
pub(crate) async fn meeting(db: &mut PgConnection, id: MeetingId) -> Result<Meeting> {
    let brought = Brought::of(db, id).await?;
    let mut value = plain(db, id, &brought).await?;
    restore(&mut value, &brought.residue);
    Ok(serde_json::from_value(value)?)
}

/// The bytes of its file.
pub(crate) async fn file(db: &mut PgConnection, id: MeetingId) -> Result<Vec<u8>> {
    Ok(canonical(&meeting(db, id).await?)?)
}

/// What the tables tell, under the keys of the file that it came from.
pub(super) async fn plain(
    db: &mut PgConnection,
    id: MeetingId,
    brought: &Brought,
) -> Result<Value> {
    let facts = Facts::of(db, id, brought).await?;
    let meeting = facts.meeting(db).await?;
    Ok(serde_json::to_value(meeting)?)
}

/// All that is kept of a meeting, as it is loaded.
struct Facts<'a> {
    brought: &'a Brought,
    meeting: meetings::Meeting,
    items: Vec<Item>,
    heads: BTreeMap<Uuid, item::Head>,
    contents: BTreeMap<Uuid, Content>,
    procedures: BTreeMap<Uuid, Procedure>,
    secret: BTreeSet<Uuid>,
    moments: Vec<Moment>,
    /// By name: those who are no more than a name in the tables get a key of their own.
    named: BTreeMap<String, Uuid>,
}

impl<'a> Facts<'a> {
    async fn of(db: &mut PgConnection, id: MeetingId, brought: &'a Brought) -> Result<Self> {
        let meeting = meetings::Meeting::find(db, id).await?;
        let items = Item::all(db, id).await?;
        let ids: Vec<_> = items.iter().map(|item| item.id.0).collect();
        let mut facts = Self {
            brought,
            heads: item::Head::all(db, id).await?,
            contents: Content::all(db, &ids).await?,
            procedures: Procedure::all(db, &ids).await?,
            secret: Secrecy::items_of(db, id).await?.into_iter().collect(),
            moments: stream::in_order(&items, Moment::all(db, id).await?),
            named: BTreeMap::new(),
            meeting,
            items,
        };
        facts.named = facts.names(db).await?;
        Ok(facts)
    }

    async fn meeting(&self, db: &mut PgConnection) -> Result<Meeting> {
        let kept = &self.meeting;
        let seats = self.seats(db).await?;
        let mut meeting = Meeting {
            schema: Format::One,
            municipality: self.host(db).await?,
            board: self.board(),
            participants: self.participants(db).await?,
            persons: vec![],
            seats,
            held_on: Day(kept.held_on),
            ordinal: u32::try_from(kept.ordinal).ok(),
            protocol_no: None,
            registry_no: None,
            sittings: kept.sittings.iter().map(sitting).collect(),
            secretary: (kept.secretary_name != super::UNKNOWN).then(|| self.key(kept.secretary.0)),
            remote: kept.remote,
            public: kept.public,
            cancelled: kept.cancelled.as_deref().map(cancelled),
            series: self.series(db).await?,
            moments: self.moments(db).await?,
            attendance: None,
            adjusters: self.adjusters(db).await?,
            adjusting_planned: line(&planned(kept)),
            items: vec![],
            batches: self.batches(db).await?,
            corrections: vec![],
            documents: self.documents(db).await?,
            notices: self.notices(db).await?,
            as_printed: vec![],
        };
        for item in &self.items {
            meeting.items.push(self.item(item)?);
        }
        meeting.persons = self.persons(db, &meeting).await?;
        Ok(meeting)
    }

    /// What the file calls it, or its own identifier.
    fn key(&self, id: Uuid) -> Key {
        match self.brought.keys.get(&id) {
            Some(Some(key)) => key.clone(),
            Some(None) | None => Key(id.to_string()),
        }
    }

    /// The same of what the file may have left without a key.
    fn own(&self, id: Uuid) -> Option<Key> {
        match self.brought.keys.get(&id) {
            Some(None) => None,
            Some(Some(_)) | None => Some(self.key(id)),
        }
    }

    fn person(&self, id: Option<PersonId>) -> Option<Key> {
        id.map(|id| self.key(id.0))
    }

    fn is_joint(&self) -> bool {
        self.meeting.board.kind == BoardKind::JointBoard
    }
}

fn sitting(kept: &meetings::Sitting) -> Sitting {
    Sitting {
        on_day: Day(kept.on_day),
        starts_at: Some(Clock(kept.starts_at)),
        ends_at: kept.ends_at.map(Clock),
        ends_on: None,
        place: line(&kept.place),
    }
}

fn cancelled(reason: &str) -> Cancellation {
    let reason = line(reason).unwrap_or_else(|| Line("Inställt".to_owned()));
    Cancellation { kind: CancellationKind::Cancelled, reason, provenance: None }
}

fn planned(kept: &meetings::Meeting) -> String {
    let parts = [kept.adjusting_place.as_str(), &kept.adjusting_time];
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(", ")
}

/// A line; none where nothing is written.
fn line(text: &str) -> Option<Line> {
    (!text.is_empty()).then(|| Line(text.to_owned()))
}

fn free_line(text: &str) -> Option<FreeLine> {
    (!text.is_empty()).then(|| FreeLine(text.to_owned()))
}

fn prose(text: &Text) -> Option<Prose> {
    (!text.is_empty()).then(|| Prose(text.clone()))
}

/// A number that the tables keep as a signed one.
fn count(n: i32) -> Result<u32> {
    u32::try_from(n).map_err(|_| Error::Broken("a negative count"))
}

/// A word of the format as the tables write it.
fn word<T: serde::de::DeserializeOwned>(word: &str) -> Result<T> {
    Ok(serde_json::from_value(Value::from(word))?)
}

/// The key of the next annex of a §.
fn annex_key(told: &super::Item) -> Key {
    Key(format!("bilaga-{}", told.attachments.len() + 1))
}
