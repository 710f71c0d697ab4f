//! The freezing of § numbers (fasta nummer): at the closing, or when a § is adjusted at once (NUM-05).

use sqlx::PgConnection;
use time::OffsetDateTime;

use super::Item;
use crate::{
    error::Result,
    register::{ItemId, MeetingId},
};

/// Keeps other meetings of the board from taking the same numbers (NUM-04).
pub(crate) async fn lock_series(db: &mut PgConnection, meeting: MeetingId) -> Result<()> {
    sqlx::query!(
        "select id from series where id in (select series_id from items where meeting_id = $1) order by id for update",
        meeting.0,
    )
    .fetch_all(db)
    .await?;
    Ok(())
}

/// NUM-01, NUM-05: the provisional numbers stand from now on, and the series goes on after them.
pub(super) async fn freeze(
    db: &mut PgConnection,
    items: &[Item],
    at: OffsetDateTime,
) -> Result<()> {
    let unfrozen = || items.iter().filter(|item| !item.frozen);
    let ids: Vec<_> = unfrozen().map(|item| item.id.0).collect();
    let numbers: Vec<_> = unfrozen().map(|item| item.number).collect();
    sqlx::query!(
        r#"
        update items i set number = f.number, frozen_at = $3
        from unnest($1::uuid[], $2::int[]) f (id, number)
        where i.id = f.id
        "#,
        &ids,
        &numbers as &[Option<i32>],
        at,
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        r#"
        update series s set last_frozen = greatest(s.last_frozen, f.last)
        from (select series_id, max(number) as last from items where id = any($1) group by series_id) f
        where s.id = f.series_id and f.last is not null
        "#,
        &ids,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The same for §§ before the closing: with them everything that stands before them, so that no number is left over (NUM-06).
pub(crate) async fn freeze_through(
    db: &mut PgConnection,
    items: &[Item],
    chosen: &[ItemId],
    at: OffsetDateTime,
) -> Result<()> {
    let last = items.iter().rposition(|item| chosen.contains(&item.id));
    let through = &items[..last.map_or(0, |last| last + 1)];
    let numbered: Vec<_> = through.iter().filter(|item| item.number.is_some()).cloned().collect();
    freeze(db, &numbered, at).await
}
