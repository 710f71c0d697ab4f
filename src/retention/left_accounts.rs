//! Accounts that their people have left (avslutade konton): what served the sign-in goes, and who did what stays.

use anyhow::Result;
use sqlx::PgConnection;
use time::OffsetDateTime;

/// Weeds at most `many` accounts that were closed before an instant and whose people hold neither role nor seat. Gives how many.
pub(super) async fn weed(db: &mut PgConnection, before: OffsetDateTime, many: i64) -> Result<u64> {
    let left = sqlx::query_scalar!(
        r#"
        select a.id from accounts a
        where left_at(a.id) < $1 and a.email <> weeded_address(a.id)
        order by a.id limit $2 for update
        "#,
        before,
        many
    )
    .fetch_all(&mut *db)
    .await?;
    for query in [
        sqlx::query!("delete from known_devices where account_id = any($1)", &left),
        sqlx::query!(
            "delete from recovery_codes where factor_id in (select id from second_factors where account_id = any($1))",
            &left
        ),
        sqlx::query!(
            "delete from passkeys where factor_id in (select id from second_factors where account_id = any($1))",
            &left
        ),
        sqlx::query!("delete from second_factors where account_id = any($1)", &left),
        sqlx::query!("delete from sessions where account_id = any($1)", &left),
        sqlx::query!("delete from one_time_links where account_id = any($1)", &left),
        sqlx::query!("delete from kept_forms where account_id = any($1)", &left),
        sqlx::query!(
            "delete from changed_addresses where change_id in (select id from address_changes where account_id = any($1))",
            &left
        ),
        sqlx::query!(
            "update accounts set email = weeded_address(id), password = null where id = any($1)",
            &left
        ),
    ] {
        query.execute(&mut *db).await?;
    }
    Ok(u64::try_from(left.len())?)
}
