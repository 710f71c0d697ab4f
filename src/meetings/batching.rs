//! Which §§ are signed together (underskriftsomgångar): each § of a closed meeting in one batch, the main one unless it was put apart (INV-05).

use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    error::Result,
    register::{BatchId, ItemId, MeetingId},
};

/// The main batch, with all that is not put apart; none where everything is.
pub(crate) async fn main(db: &mut PgConnection, meeting: MeetingId) -> Result<Option<BatchId>> {
    let made = sqlx::query_scalar!(
        r#"
        insert into batches (id, meeting_id, n, kind)
        select $1, $2, 1, 'main'
        where not exists (select from batches b where b.meeting_id = $2 and b.kind = 'main')
            and exists (select from items i where i.meeting_id = $2 and (i.number is not null or i.kind = 'unnumbered' and i.withdrawn is null)
                and not exists (select from batch_items b where b.item_id = i.id))
        returning id
        "#,
        Uuid::now_v7(),
        meeting.0,
    )
    .fetch_optional(&mut *db)
    .await?;
    if let Some(made) = made {
        document(db, meeting, BatchId(made), 1).await?;
    }
    let main = sqlx::query_scalar!(
        "select id from batches where meeting_id = $1 and kind = 'main' order by n limit 1",
        meeting.0
    )
    .fetch_optional(&mut *db)
    .await?;
    let Some(main) = main.map(BatchId) else { return Ok(None) };
    sqlx::query!(
        r#"
        insert into batch_items (item_id, batch_id)
        select id, $1 from items where meeting_id = $2 and (number is not null or (kind = 'unnumbered' and withdrawn is null))
        on conflict (item_id) do nothing
        "#,
        main.0,
        meeting.0,
    )
    .execute(db)
    .await?;
    Ok(Some(main))
}

/// A batch of its own, after the main one's place; says whether it is new.
pub(crate) async fn apart(
    db: &mut PgConnection,
    meeting: MeetingId,
    (id, kind): (BatchId, &str),
) -> Result<bool> {
    let part = sqlx::query_scalar!(
        r#"
        insert into batches (id, meeting_id, n, kind)
        select $1, $2, coalesce(max(n) filter (where n > 1), 1) + 1, $3 from batches where meeting_id = $2
        on conflict (id) do nothing returning n
        "#,
        id.0,
        meeting.0,
        kind,
    )
    .fetch_optional(&mut *db)
    .await?;
    if let Some(part) = part {
        document(db, meeting, id, part).await?;
    }
    Ok(part.is_some())
}

/// Puts §§ into a batch, out of the one where they were.
pub(crate) async fn put(db: &mut PgConnection, batch: BatchId, items: &[ItemId]) -> Result<()> {
    let items: Vec<_> = items.iter().map(|item| item.0).collect();
    sqlx::query!(
        r#"
        insert into batch_items (item_id, batch_id) select item, $1 from unnest($2::uuid[]) as item
        on conflict (item_id) do update set batch_id = excluded.batch_id
        "#,
        batch.0,
        &items,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Takes §§ out of their batch; in a closed meeting the main one takes them up in the same transaction.
pub(crate) async fn release(db: &mut PgConnection, items: &[ItemId]) -> Result<()> {
    let items: Vec<_> = items.iter().map(|item| item.0).collect();
    sqlx::query!("delete from batch_items where item_id = any($1)", &items).execute(db).await?;
    Ok(())
}

/// Whether a § is in a batch.
pub(super) async fn holds(db: &mut PgConnection, item: ItemId) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from batch_items where item_id = $1) as "holds!""#,
        item.0
    )
    .fetch_one(db)
    .await?)
}

/// The document that renders a batch.
async fn document(
    db: &mut PgConnection,
    meeting: MeetingId,
    batch: BatchId,
    part: i32,
) -> Result<()> {
    let document = Uuid::now_v7();
    sqlx::query!(
        "insert into documents (id, meeting_id, part) values ($1, $2, $3)",
        document,
        meeting.0,
        part
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "insert into document_batches (document_id, batch_id, pos) values ($1, $2, 1)",
        document,
        batch.0
    )
    .execute(db)
    .await?;
    Ok(())
}
