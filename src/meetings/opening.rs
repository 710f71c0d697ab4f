//! The opening of a meeting (öppnandet) as the first moments of its stream.

use std::collections::BTreeMap;

use sqlx::PgConnection;
use uuid::Uuid;

use super::{Meeting, seating::Seating};
use crate::{
    error::{Error, Result},
    register::{MeetingId, PersonId},
};

/// Somebody to choose among the others.
pub(super) struct Official {
    pub(super) name: String,
    pub(super) title: String,
}

/// One event to be written.
struct Event {
    person: PersonId,
    kind: &'static str,
    seat: Option<Uuid>,
    title: String,
}

/// In which seat each person serves.
pub(super) async fn places(
    db: &mut PgConnection,
    meeting: MeetingId,
) -> Result<BTreeMap<Uuid, Uuid>> {
    let rows = sqlx::query!(
        r#"
        select e.person_id as "person_id!", e.for_seat as "seat!" from moments m join attendance_events e on e.moment_id = m.id
        where m.meeting_id = $1 and e.kind = 'serves' and e.for_seat is not null and m.item_id is null
        order by m.pos
        "#,
        meeting.0,
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.person_id, row.seat)).collect())
}

/// The officials of the host municipality on the meeting's day.
pub(super) async fn officials(db: &mut PgConnection, meeting: &Meeting) -> Result<Vec<Official>> {
    Ok(sqlx::query_as!(
        Official,
        r#"
        select p.name, o.title from officials o join persons p on p.id = o.person_id
        where o.municipality_id = $1 and o.starts_on <= $2 and (o.ends_on is null or o.ends_on >= $2)
        order by p.name collate "sv-x-icu", o.title
        "#,
        meeting.board.host.0,
        meeting.held_on,
    )
    .fetch_all(db)
    .await?)
}

/// Replaces the opening of a meeting and who were elected to adjust.
pub(super) async fn replace(
    db: &mut PgConnection,
    meeting: &Meeting,
    seating: &Seating,
) -> Result<()> {
    let mut events = of_seats(seating);
    for (name, title) in &seating.others {
        let (person, title) = other(db, meeting, name, title).await?;
        events.push(Event { person, kind: "arrives", seat: None, title });
    }
    clear(db, meeting.id).await?;
    write(db, meeting.id, &events).await?;
    let adjusters: Vec<_> =
        seating.adjusters.iter().chain(&seating.spare).map(|person| person.0).collect();
    sqlx::query!(
        r#"
        insert into adjusters (meeting_id, person_id, pos, substitute)
        select $1, id, pos::int, id is not distinct from $3 from unnest($2::uuid[]) with ordinality a (id, pos)
        "#,
        meeting.id.0,
        &adjusters,
        seating.spare.map(|person| person.0),
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!("update meetings set version = version + 1 where id = $1", meeting.id.0)
        .execute(db)
        .await?;
    Ok(())
}

fn of_seats(seating: &Seating) -> Vec<Event> {
    let event = |person, kind, seat| Event { person, kind, seat, title: String::new() };
    let mut events = Vec::new();
    for &(person, remote, seat) in &seating.present {
        events.push(event(person, "arrives", None));
        if remote {
            events.push(event(person, "remote_on", None));
        }
        if seat.is_some() {
            events.push(event(person, "serves", seat));
        }
    }
    events.extend(seating.chair.map(|person| event(person, "chairs", None)));
    events
}

/// The person of that name in the host's register, there and then noted if new, and in what capacity.
pub(super) async fn other(
    db: &mut PgConnection,
    meeting: &Meeting,
    name: &str,
    title: &str,
) -> Result<(PersonId, String)> {
    let known = sqlx::query!(
        r#"
        select p.id, coalesce(o.title, '') as "title!"
        from persons p left join officials o on o.person_id = p.id and o.municipality_id = $2
        where p.name = $1 and (p.home_id = $2 or o.id is not null)
            and not exists (select from seats s where s.person_id = p.id and s.board_id = $3
                and s.starts_on <= $4 and (s.ends_on is null or s.ends_on >= $4))
        order by (o.id is null), o.starts_on desc, p.id
        limit 1
        "#,
        name,
        meeting.board.host.0,
        meeting.board.id.0,
        meeting.held_on,
    )
    .fetch_optional(&mut *db)
    .await?;
    if let Some(known) = known {
        let title = if title.is_empty() { known.title } else { title.to_owned() };
        return Ok((PersonId(known.id), title));
    }
    let id = PersonId::new();
    sqlx::query!(
        "insert into persons (id, name, home_id) values ($1, $2, $3)",
        id.0,
        name,
        meeting.board.host.0
    )
    .execute(db)
    .await?;
    Ok((id, title.to_owned()))
}

async fn clear(db: &mut PgConnection, meeting: MeetingId) -> Result<()> {
    let moments = sqlx::query_scalar!(
        "select id from moments where meeting_id = $1 and kind = 'attendance' and item_id is null and edge = 'before'",
        meeting.0,
    )
    .fetch_all(&mut *db)
    .await?;
    sqlx::query!("delete from attendance_events where moment_id = any($1)", &moments)
        .execute(&mut *db)
        .await?;
    sqlx::query!("delete from moments where id = any($1)", &moments).execute(&mut *db).await?;
    sqlx::query!("delete from adjusters where meeting_id = $1", meeting.0).execute(db).await?;
    Ok(())
}

/// Writes the events first in the stream; what came later in the meeting moves on.
async fn write(db: &mut PgConnection, meeting: MeetingId, events: &[Event]) -> Result<()> {
    let ids: Vec<_> = events.iter().map(|_| Uuid::now_v7()).collect();
    let persons: Vec<_> = events.iter().map(|event| event.person.0).collect();
    let kinds: Vec<_> = events.iter().map(|event| event.kind.to_owned()).collect();
    let seats: Vec<_> = events.iter().map(|event| event.seat).collect();
    let titles: Vec<_> = events.iter().map(|event| event.title.clone()).collect();
    let count = i32::try_from(events.len()).map_err(|_| Error::Broken("too many events"))?;
    sqlx::query!(
        r#"
        update moments m set pos = $2 + r.n::int
        from (select id, row_number() over (order by pos) as n from moments where meeting_id = $1) r
        where r.id = m.id
        "#,
        meeting.0,
        count,
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        r#"
        insert into moments (id, meeting_id, pos, edge, kind)
        select id, $1, pos::int, 'before', 'attendance' from unnest($2::uuid[]) with ordinality m (id, pos)
        "#,
        meeting.0,
        &ids,
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        r#"
        insert into attendance_events (moment_id, person_id, kind, for_seat, title)
        select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::text[])
        "#,
        &ids,
        &persons,
        &kinds,
        &seats as &[Option<Uuid>],
        &titles,
    )
    .execute(db)
    .await?;
    Ok(())
}
