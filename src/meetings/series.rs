//! Series of § numbers (paragrafserier): the instance in which a meeting's §§ run.

use sqlx::PgConnection;
use time::Date;

use super::numbering::instance;
use crate::{boards::Board, error::Result, register::SeriesId};

/// Finds or opens the series for a meeting held on a day (NUM-01, NUM-03).
pub(super) async fn open(
    db: &mut PgConnection,
    board: &Board,
    held_on: Date,
    ordinal: i32,
) -> Result<SeriesId> {
    let instance = match instance(&board.numbering, held_on, ordinal) {
        Some(instance) => instance,
        None => latest(db, board).await?.unwrap_or_else(|| "1".to_owned()),
    };
    sqlx::query!(
        "insert into series (id, board_id, instance) values ($1, $2, $3) on conflict on constraint series_instance_key do nothing",
        SeriesId::new().0,
        board.id.0,
        instance,
    )
    .execute(&mut *db)
    .await?;
    let id = sqlx::query_scalar!(
        "select id from series where board_id = $1 and instance = $2",
        board.id.0,
        instance
    )
    .fetch_one(db)
    .await?;
    Ok(SeriesId(id))
}

async fn latest(db: &mut PgConnection, board: &Board) -> Result<Option<String>> {
    Ok(sqlx::query_scalar!(
        "select instance from series where board_id = $1 order by id desc limit 1",
        board.id.0
    )
    .fetch_optional(db)
    .await?)
}
