//! What depends on a meeting (sammanträde) or on a point of its agenda (punkt, paragraf).

use sqlx::PgConnection;
use uuid::Uuid;

use super::dependent::Found;
use crate::error::Result;

pub(super) async fn of_meeting(db: &mut PgConnection, id: Uuid) -> Result<Vec<Found>> {
    Ok(sqlx::query_as!(
        Found,
        r#"
        select what as "what!", name as "name!", on_day, id as "id!", keeper from (
            select 1 as n, 'numbers' as what, '' as name, m.held_on as on_day, m.id, m.board_id as keeper
                from meetings m where m.id = $1 and (m.closed_at is not null or exists (select from batches b where b.meeting_id = m.id))
            union all select distinct 2, 'sent', '', m.held_on, m.id, m.board_id
                from meetings m join batches b on b.meeting_id = m.id join versions v on v.batch_id = b.id where m.id = $1
            union all select 3, 'import', '', m.held_on, m.id, m.board_id
                from meetings m join imports i on i.meeting_id = m.id where m.id = $1
            union all select 4, 'item', i.title, null, i.id, i.board_id from items i where i.meeting_id = $1
            union all select distinct 5, 'roll_call', '', null::date, m.id, m.board_id
                from meetings m where m.id = $1 and (exists (select from moments o where o.meeting_id = m.id)
                    or exists (select from adjusters a where a.meeting_id = m.id))
        ) as found order by n, id
        "#,
        id,
    )
    .fetch_all(db)
    .await?)
}

pub(super) async fn of_item(db: &mut PgConnection, id: Uuid) -> Result<Vec<Found>> {
    Ok(sqlx::query_as!(
        Found,
        r#"
        select what as "what!", name as "name!", on_day, id as "id!", keeper from (
            select 1 as n, 'number' as what, '§ ' || i.number || case when i.suffix = '' then '' else ' ' || i.suffix end as name,
                null::date as on_day, i.meeting_id as id, i.board_id as keeper from items i where i.id = $1 and i.number is not null
            union all select 2, 'numbers', '', m.held_on, m.id, m.board_id from items i join meetings m on m.id = i.meeting_id
                where i.id = $1 and i.number is null and (i.frozen_at is not null or m.closed_at is not null
                    or exists (select from batch_items b where b.item_id = i.id))
            union all select distinct 3, 'moment', '', null::date, o.meeting_id, m.board_id
                from moments o join meetings m on m.id = o.meeting_id where o.item_id = $1
            union all select 4, 'answered', i.title, m.held_on, i.id, i.board_id
                from items i join meetings m on m.id = i.meeting_id where i.answers_id = $1
        ) as found order by n, id
        "#,
        id,
    )
    .fetch_all(db)
    .await?)
}
