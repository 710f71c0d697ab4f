//! The stream of moments as it is kept (moment): loaded, added to, reordered, taken from.

use sqlx::PgConnection;
use time::Time;
use uuid::Uuid;

use crate::{
    error::{Error, OnConstraint as _, Result},
    law::{course::Event, procedure::Edge},
    register::{ItemId, MeetingId, PersonId, SeatId},
};

/// A moment with what is kept of it beside the event.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Moment {
    pub(crate) id: Uuid,
    pub(crate) item: Option<ItemId>,
    pub(crate) edge: Edge,
    pub(crate) clock: Option<Time>,
    pub(crate) event: Event<PersonId, SeatId>,
    /// Of officials and guests: in what capacity.
    pub(crate) title: String,
    pub(crate) reason: String,
    /// The decision point in which somebody takes no part; none: the whole decision.
    pub(crate) point: Option<Uuid>,
}

/// A row of the two tables.
struct Row {
    id: Uuid,
    item_id: Option<Uuid>,
    edge: String,
    clock: Option<Time>,
    kind: String,
    event: Option<String>,
    person_id: Option<Uuid>,
    for_seat: Option<Uuid>,
    title: Option<String>,
    reason: Option<String>,
    point_id: Option<Uuid>,
}

impl Moment {
    /// The moments of a meeting; those of one place in the order in which they happened.
    pub(crate) async fn all(db: &mut PgConnection, meeting: MeetingId) -> Result<Vec<Self>> {
        let rows = sqlx::query_as!(
            Row,
            r#"
            select m.id, m.item_id, m.edge as "edge!", m.clock, m.kind, e.kind as "event?", e.person_id as "person_id?", e.for_seat as "for_seat?",
                e.title as "title?", e.reason as "reason?", e.point_id as "point_id?"
            from moments m left join attendance_events e on e.moment_id = m.id
            where m.meeting_id = $1
            order by m.item_id, m.edge, m.pos
            "#,
            meeting.0,
        );
        rows.fetch_all(db).await?.into_iter().map(Self::of).collect()
    }

    fn of(row: Row) -> Result<Self> {
        let broken = || Error::Broken("a moment");
        let event = match (row.kind.as_str(), row.event.as_deref()) {
            ("vote", _) => Event::Voted,
            ("decision", _) => Event::Decided,
            (_, Some(kind)) => {
                let person = row.person_id.map(PersonId);
                event(kind, person, row.for_seat.map(SeatId)).ok_or_else(broken)?
            }
            (_, None) => return Err(broken()),
        };
        Ok(Self {
            id: row.id,
            item: row.item_id.map(ItemId),
            edge: row.edge.parse().map_err(|_| broken())?,
            clock: row.clock,
            event,
            title: row.title.unwrap_or_default(),
            reason: row.reason.unwrap_or_default(),
            point: row.point_id,
        })
    }

    /// A moment at an item of which nothing more is known.
    pub(crate) fn at(id: Uuid, item: ItemId, edge: Edge, event: Event<PersonId, SeatId>) -> Self {
        let (title, reason) = (String::new(), String::new());
        Self { id, item: Some(item), edge, clock: None, event, title, reason, point: None }
    }

    /// Puts it last at its place.
    pub(crate) async fn insert(&self, db: &mut PgConnection, meeting: MeetingId) -> Result<()> {
        let (kind, person, seat) = words(self.event);
        sqlx::query!(
            r#"
            insert into moments (id, meeting_id, pos, item_id, edge, clock, kind)
            select $1, $2, coalesce(max(pos), 0) + 1, $3, $4, $5, $6
            from moments where meeting_id = $2 and item_id is not distinct from $3 and edge = $4
            "#,
            self.id,
            meeting.0,
            self.item.map(|item| item.0),
            self.edge.as_str(),
            self.clock,
            match self.event {
                Event::Voted => "vote",
                Event::Decided => "decision",
                _ => "attendance",
            },
        )
        .execute(&mut *db)
        .await
        .on_constraint("frozen_by_adjustment", adjusted)?;
        let Some(kind) = kind else { return Ok(()) };
        sqlx::query!(
            r#"
            insert into attendance_events (moment_id, person_id, kind, for_seat, title, reason, point_id)
            values ($1, $2, $3, $4, $5, $6, $7)
            "#,
            self.id,
            person.map(|person| person.0),
            kind,
            seat.map(|seat| seat.0),
            self.title,
            self.reason,
            self.point,
        )
        .execute(db)
        .await
        .on_constraint("frozen_by_adjustment", adjusted)?;
        Ok(())
    }

    pub(crate) async fn delete(db: &mut PgConnection, id: Uuid) -> Result<()> {
        sqlx::query!("delete from attendance_events where moment_id = $1", id)
            .execute(&mut *db)
            .await
            .on_constraint("frozen_by_adjustment", adjusted)?;
        sqlx::query!("delete from moments where id = $1", id)
            .execute(db)
            .await
            .on_constraint("frozen_by_adjustment", adjusted)?;
        Ok(())
    }

    /// Lets the moments of one place follow each other as they are given.
    pub(super) async fn reorder(db: &mut PgConnection, moments: &[Uuid]) -> Result<()> {
        sqlx::query!(
            r#"
            update moments m set pos = o.pos from unnest($1::uuid[]) with ordinality o (id, pos)
            where m.id = o.id and m.pos <> o.pos
            "#,
            moments,
        )
        .execute(db)
        .await
        .on_constraint("frozen_by_adjustment", adjusted)?;
        Ok(())
    }
}

fn adjusted() -> Error {
    Error::refused("Paragrafen är justerad. Det som hände där kan inte ändras.")
}

/// The event of a word; none where what it needs is missing.
pub(super) fn event(
    kind: &str,
    person: Option<PersonId>,
    seat: Option<SeatId>,
) -> Option<Event<PersonId, SeatId>> {
    Some(match (kind, person) {
        ("adjourned", _) => Event::Adjourned,
        ("resumed", _) => Event::Resumed,
        ("arrives", Some(person)) => Event::Arrives(person),
        ("leaves", Some(person)) => Event::Leaves(person),
        ("serves", Some(person)) => Event::Serves(person, seat?),
        ("stops", Some(person)) => Event::Stops(person),
        ("disqualified", Some(person)) => Event::Disqualified(person),
        ("not_participating", Some(person)) => Event::NotParticipating(person),
        ("remote_on", Some(person)) => Event::RemoteOn(person),
        ("remote_off", Some(person)) => Event::RemoteOff(person),
        ("link_lost", Some(person)) => Event::LinkLost(person),
        ("link_back", Some(person)) => Event::LinkBack(person),
        ("chairs", Some(person)) => Event::Chairs(person),
        ("hands_back", Some(person)) => Event::HandsBack(person),
        _ => return None,
    })
}

/// The word, the person and the seat of an event; a vote and a decision have none.
pub(super) fn words(
    event: Event<PersonId, SeatId>,
) -> (Option<&'static str>, Option<PersonId>, Option<SeatId>) {
    match event {
        Event::Arrives(person) => (Some("arrives"), Some(person), None),
        Event::Leaves(person) => (Some("leaves"), Some(person), None),
        Event::Serves(person, seat) => (Some("serves"), Some(person), Some(seat)),
        Event::Stops(person) => (Some("stops"), Some(person), None),
        Event::Disqualified(person) => (Some("disqualified"), Some(person), None),
        Event::NotParticipating(person) => (Some("not_participating"), Some(person), None),
        Event::RemoteOn(person) => (Some("remote_on"), Some(person), None),
        Event::RemoteOff(person) => (Some("remote_off"), Some(person), None),
        Event::LinkLost(person) => (Some("link_lost"), Some(person), None),
        Event::LinkBack(person) => (Some("link_back"), Some(person), None),
        Event::Chairs(person) => (Some("chairs"), Some(person), None),
        Event::HandsBack(person) => (Some("hands_back"), Some(person), None),
        Event::Adjourned => (Some("adjourned"), None, None),
        Event::Resumed => (Some("resumed"), None, None),
        Event::Voted | Event::Decided => (None, None, None),
    }
}
