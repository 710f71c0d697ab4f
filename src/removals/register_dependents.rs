//! What depends on what stands in the register (registret): on a municipality, a board, a person, an official or a seat.

use sqlx::PgConnection;
use uuid::Uuid;

use super::dependent::Found;
use crate::{accounts::Viewer, error::Result};

/// The viewer's own role of administrator came with the municipality, and goes with it.
pub(super) async fn of_municipality(
    db: &mut PgConnection,
    viewer: &Viewer,
    id: Uuid,
) -> Result<Vec<Found>> {
    Ok(sqlx::query_as!(
        Found,
        r#"
        select what as "what!", name as "name!", null::date as on_day, id as "id!", keeper from (
            select 1 as n, 'board' as what, b.name, b.id, b.host_id as keeper from boards b where b.host_id = $1
            union all select 2, 'participation', b.name, b.id, b.host_id from participants p join boards b on b.id = p.board_id
                where p.municipality_id = $1 and b.host_id <> $1
            union all select 3, 'holder', coalesce(p.name, 'Vakant') || ' i ' || b.name, s.id, b.host_id
                from seats s join boards b on b.id = s.board_id left join persons p on p.id = s.person_id
                where s.municipality_id = $1 and b.host_id <> $1
            union all select 4, 'person', p.name, p.id, p.home_id from persons p where p.home_id = $1
            union all select 5, 'official', p.name, o.id, o.municipality_id from officials o join persons p on p.id = o.person_id
                where o.municipality_id = $1
            union all select 6, 'role', p.name, a.id, g.municipality_id
                from grants g join accounts a on a.id = g.account_id join persons p on p.id = a.person_id
                where g.municipality_id = $1 and g.ended_at is null and not (g.account_id = $2 and g.role = 'administrator')
            union all select 7, 'case', c.registry_no, c.id, null from cases c where c.municipality_id = $1
            union all select 8, 'notice', '', ba.meeting_id, null from notices n join batches ba on ba.id = n.batch_id
                where n.municipality_id = $1
        ) as found order by n, name collate "sv-x-icu", id
        "#,
        id,
        viewer.account.0,
    )
    .fetch_all(db)
    .await?)
}

pub(super) async fn of_board(db: &mut PgConnection, id: Uuid) -> Result<Vec<Found>> {
    Ok(sqlx::query_as!(
        Found,
        r#"
        select what as "what!", name as "name!", on_day, id as "id!", keeper from (
            select 1 as n, 'meeting' as what, '' as name, m.held_on as on_day, m.id, m.board_id as keeper from meetings m where m.board_id = $1
            union all select 2, 'holder', coalesce(p.name, 'någon (vakant)'), s.starts_on, s.id, b.host_id
                from seats s join boards b on b.id = s.board_id left join persons p on p.id = s.person_id where s.board_id = $1
            union all select 3, 'role', p.name, null, a.id, b.host_id
                from grants g join accounts a on a.id = g.account_id join persons p on p.id = a.person_id join boards b on b.id = g.board_id
                where g.board_id = $1 and g.ended_at is null
            union all select distinct 4, 'ending', o.name, e.last_day, o.id, o.host_id
                from endings e join boards o on o.id = case when e.board_id = $1 then coalesce(e.successor_id, e.board_id) else e.board_id end
                where $1 in (e.board_id, e.successor_id)
            union all select 5, 'former_name', f.name, f.until_on, f.board_id, null from former_names f where f.board_id = $1
        ) as found order by n, on_day desc, name collate "sv-x-icu", id
        "#,
        id,
    )
    .fetch_all(db)
    .await?)
}

pub(super) async fn of_person(db: &mut PgConnection, id: Uuid) -> Result<Vec<Found>> {
    Ok(sqlx::query_as!(
        Found,
        r#"
        select what as "what!", name as "name!", on_day, id as "id!", keeper from (
            select 1 as n, 'seat' as what, b.name, s.starts_on as on_day, s.id, b.host_id as keeper
                from seats s join boards b on b.id = s.board_id where s.person_id = $1
            union all select 2, 'office', o.title, o.starts_on, o.id, o.municipality_id from officials o where o.person_id = $1
            union all select 3, 'account', a.email, null, a.id, p.home_id from accounts a join persons p on p.id = a.person_id
                where a.person_id = $1
            union all select 4, 'signature', b.name, m.held_on, m.id, b.id
                from signatures s join versions v on v.id = s.version_id join batches ba on ba.id = v.batch_id
                    join meetings m on m.id = ba.meeting_id join boards b on b.id = m.board_id where s.person_id = $1
            union all select distinct 5, 'signer', b.name, m.held_on, m.id, b.id
                from required_signers r join versions v on v.id = r.version_id join batches ba on ba.id = v.batch_id
                    join meetings m on m.id = ba.meeting_id join boards b on b.id = m.board_id
                where r.person_id = $1 and not exists (select from signatures s where s.person_id = $1 and s.version_id = v.id)
            union all select 6, 'secretary', b.name, m.held_on, m.id, b.id
                from meetings m join boards b on b.id = m.board_id where m.secretary_id = $1
            union all select 7, 'adjuster', b.name, m.held_on, m.id, b.id
                from adjusters a join meetings m on m.id = a.meeting_id join boards b on b.id = m.board_id where a.person_id = $1
            union all select distinct 8, 'attended', b.name, m.held_on, m.id, b.id
                from attendance_events e join moments o on o.id = e.moment_id join meetings m on m.id = o.meeting_id
                    join boards b on b.id = m.board_id where e.person_id = $1
            union all select distinct 9, 'chaired', b.name, m.held_on, m.id, b.id
                from items i join meetings m on m.id = i.meeting_id join boards b on b.id = m.board_id where i.chair_id = $1
        ) as found order by n, on_day desc, id
        "#,
        id,
    )
    .fetch_all(db)
    .await?)
}

/// The meetings of the municipality's boards, on the official's days, whose attendance names the person.
pub(super) async fn of_official(db: &mut PgConnection, id: Uuid) -> Result<Vec<Found>> {
    Ok(sqlx::query_as!(
        Found,
        r#"
        select distinct 'attended' as "what!", b.name, m.held_on as "on_day?", m.id, b.id as "keeper?"
        from officials o
            join attendance_events e on e.person_id = o.person_id
            join moments n on n.id = e.moment_id
            join meetings m on m.id = n.meeting_id
            join boards b on b.id = m.board_id and b.host_id = o.municipality_id
        where o.id = $1 and m.held_on >= o.starts_on and (o.ends_on is null or m.held_on <= o.ends_on)
        order by m.held_on desc, m.id
        "#,
        id,
    )
    .fetch_all(db)
    .await?)
}

/// The meetings in which somebody served in the seat, or whose holder was called over or adjusts there.
pub(super) async fn of_seat(db: &mut PgConnection, id: Uuid) -> Result<Vec<Found>> {
    Ok(sqlx::query_as!(
        Found,
        r#"
        select 'served' as "what!", '' as "name!", m.held_on as "on_day?", m.id, m.board_id as "keeper?"
        from seats s join meetings m on m.board_id = s.board_id
        where s.id = $1 and (
            exists (select from moments o join attendance_events e on e.moment_id = o.id where o.meeting_id = m.id and e.for_seat = s.id)
            or m.held_on >= s.starts_on and (s.ends_on is null or m.held_on <= s.ends_on) and (
                exists (select from moments o join attendance_events e on e.moment_id = o.id where o.meeting_id = m.id and e.person_id = s.person_id)
                or exists (select from adjusters a where a.meeting_id = m.id and a.person_id = s.person_id)))
        order by m.held_on desc, m.id
        "#,
        id,
    )
    .fetch_all(db)
    .await?)
}

/// The meetings in which somebody served in a seat that came with the term, or was called over or adjusts there, and what else a person
/// has who came into the register with it.
pub(super) async fn of_term(db: &mut PgConnection, id: Uuid) -> Result<Vec<Found>> {
    Ok(sqlx::query_as!(
        Found,
        r#"
        with begun as (
            select s.* from term_seats t join seats s on s.id = t.seat_id where t.term_id = $1 and t.begins
        ), brought as (
            select p.* from term_persons t join persons p on p.id = t.person_id where t.term_id = $1
        )
        select what as "what!", name as "name!", on_day, id as "id!", keeper from (
            select distinct 1 as n, 'attended' as what, b.name, m.held_on as on_day, m.id, m.board_id as keeper
                from begun s join meetings m on m.board_id = s.board_id join boards b on b.id = m.board_id
                where exists (select from moments o join attendance_events e on e.moment_id = o.id where o.meeting_id = m.id and e.for_seat = s.id)
                    or m.held_on >= s.starts_on and (s.ends_on is null or m.held_on <= s.ends_on) and (
                        exists (select from moments o join attendance_events e on e.moment_id = o.id where o.meeting_id = m.id and e.person_id = s.person_id)
                        or exists (select from adjusters a where a.meeting_id = m.id and a.person_id = s.person_id))
            union all select 2, 'holder', p.name || ' i ' || b.name, s.starts_on, s.id, b.host_id
                from brought p join seats s on s.person_id = p.id join boards b on b.id = s.board_id
                where not exists (select from begun where begun.id = s.id)
            union all select 3, 'official', p.name || ', ' || o.title, o.starts_on, o.id, o.municipality_id
                from brought p join officials o on o.person_id = p.id
            union all select 4, 'account', a.email, null, a.id, p.home_id from brought p join accounts a on a.person_id = p.id
        ) as found order by n, on_day desc, name collate "sv-x-icu", id
        "#,
        id,
    )
    .fetch_all(db)
    .await?)
}
