//! Known devices (kända enheter): a browser on which the account has signed in all the way, by a cookie that lasts half a year.

use axum::http::HeaderMap;
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};

use super::session;
use crate::{error::Result, register::AccountId, seal::Hash};

const LASTS: Duration = Duration::days(180);

fn cookie_name(origin: &str) -> &'static str {
    if origin.starts_with("https:") { "__Host-paragraf-enhet" } else { "paragraf-enhet" }
}

fn token_hash(headers: &HeaderMap, origin: &str) -> Option<Hash> {
    let jar = CookieJar::from_headers(headers);
    jar.get(cookie_name(origin)).map(|cookie| Hash::of(cookie.value().as_bytes()))
}

/// Says whether the account of the mail address has signed in on the device before. Asks the database whether or not there is such an account.
pub(super) async fn is_known(
    db: &mut PgConnection,
    (headers, origin): (&HeaderMap, &str),
    email: &str,
    now: OffsetDateTime,
) -> Result<bool> {
    let Some(token) = token_hash(headers, origin) else { return Ok(false) };
    Ok(sqlx::query_scalar!(
        r#"select exists (select from known_devices d join accounts a on a.id = d.account_id
            where d.token_hash = $1 and a.email = $2 and d.seen_at > $3) as "known!""#,
        token.as_ref(),
        email,
        now - LASTS,
    )
    .fetch_one(db)
    .await?)
}

/// Forgets every device of an account.
pub(super) async fn forget_all(db: &mut PgConnection, account: AccountId) -> Result<()> {
    sqlx::query!("delete from known_devices where account_id = $1", account.0).execute(db).await?;
    Ok(())
}

/// Remembers the device of somebody who has signed in all the way; gives a new cookie where the device had none of the account's.
pub(super) async fn remember(
    db: &mut PgConnection,
    (headers, origin): (&HeaderMap, &str),
    account: AccountId,
    now: OffsetDateTime,
) -> Result<Option<Cookie<'static>>> {
    sqlx::query!("delete from known_devices where seen_at < $1", now - LASTS)
        .execute(&mut *db)
        .await?;
    if let Some(token) = token_hash(headers, origin) {
        let seen = sqlx::query!(
            "update known_devices set seen_at = $3 where token_hash = $1 and account_id = $2",
            token.as_ref(),
            account.0,
            now
        )
        .execute(&mut *db)
        .await?;
        if seen.rows_affected() == 1 {
            return Ok(None);
        }
    }
    let token = session::token();
    let hash = Hash::of(token.as_bytes());
    sqlx::query!(
        "insert into known_devices (token_hash, account_id, made_at, seen_at) values ($1, $2, $3, $3)",
        hash.as_ref(),
        account.0,
        now
    )
    .execute(db)
    .await?;
    let cookie = Cookie::build((cookie_name(origin), token))
        .path("/")
        .http_only(true)
        .secure(origin.starts_with("https:"))
        .same_site(SameSite::Lax)
        .max_age(LASTS)
        .build();
    Ok(Some(cookie))
}
