//! The number of a matter that is put (motion, medborgarförslag, interpellation, fråga) in its own series, a new one each year.

use sqlx::PgConnection;

use super::Meeting;
use crate::{error::Result, law::procedure::matters::Series, register::ItemId};

/// The number that comes next in the meeting's year, such as 7/2026; none for what has no series.
pub(crate) async fn next_matter_no(
    db: &mut PgConnection,
    meeting: &Meeting,
    kind: &str,
) -> Result<Option<String>> {
    if kind.parse().ok().and_then(Series::of_put).is_none() {
        return Ok(None);
    }
    let year = meeting.held_on.year();
    let n = sqlx::query_scalar!(
        r#"
        select coalesce(max(split_part(matter_no, '/', 1)::int), 0) + 1 as "n!" from items
        where board_id = $1 and kind = $2 and matter_no ~ ('^[0-9]{1,6}/' || $3 || '$')
        "#,
        meeting.board.id.0,
        kind,
        year.to_string(),
    );
    Ok(Some(format!("{}/{year}", n.fetch_one(db).await?)))
}

/// Gives a § on a matter that is put its number; others of the body wait meanwhile.
pub(super) async fn assign(
    db: &mut PgConnection,
    meeting: &Meeting,
    (item, kind): (ItemId, &str),
) -> Result<()> {
    if kind.parse().ok().and_then(Series::of_put).is_none() {
        return Ok(());
    }
    sqlx::query!("select id from boards where id = $1 for no key update", meeting.board.id.0)
        .fetch_one(&mut *db)
        .await?;
    let number = next_matter_no(db, meeting, kind).await?;
    sqlx::query!("update items set matter_no = $2 where id = $1", item.0, number)
        .execute(db)
        .await?;
    Ok(())
}
