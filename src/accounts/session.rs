//! Sessions (inloggningar): a random token in a cookie, its hash in the database; 60 minutes idle, 12 hours in all.

use axum::http::HeaderMap;
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use rand::Rng as _;
use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};

use crate::{error::Result, register::AccountId, seal::Hash};

pub(super) const IDLE: Duration = Duration::minutes(60);
pub(super) const WHOLE: Duration = Duration::hours(12);
/// How long a sign-in waits for its one-time code.
const WAITING: Duration = Duration::minutes(10);

/// The name of the cookie: `__Host-` where the site is served over https.
pub(super) fn cookie_name(origin: &str) -> &'static str {
    if origin.starts_with("https:") { "__Host-paragraf" } else { "paragraf" }
}

/// A cookie that holds `token`.
pub(super) fn cookie(origin: &str, token: String) -> Cookie<'static> {
    Cookie::build((cookie_name(origin), token))
        .path("/")
        .http_only(true)
        .secure(origin.starts_with("https:"))
        .same_site(SameSite::Lax)
        .build()
}

/// The hash of the token that a request carries.
pub(super) fn token_hash(headers: &HeaderMap, origin: &str) -> Option<Hash> {
    let jar = CookieJar::from_headers(headers);
    jar.get(cookie_name(origin)).map(|cookie| Hash::of(cookie.value().as_bytes()))
}

/// A new token of 256 random bits.
pub(crate) fn token() -> String {
    let mut bytes = [0_u8; 32];
    rand::rng().fill_bytes(&mut bytes);
    Hash(bytes).to_string()
}

/// What an account's password alone opens: everything, or the page that asks for the one-time code.
pub(super) struct Begun {
    pub(super) token: String,
    pub(super) waits_for_code: bool,
}

/// Begins a session with a password that was right; it waits for a code where the account has a second factor.
pub(super) async fn begin_with_password(
    db: &mut PgConnection,
    account: AccountId,
    at: OffsetDateTime,
) -> Result<Begun> {
    let token = begin(db, account, at).await?;
    let hash = Hash::of(token.as_bytes());
    let waiting = sqlx::query!(
        "update sessions set waits_for_code = true where token_hash = $1
         and exists (select from second_factors where account_id = $2 and confirmed_at is not null and ended_at is null)",
        hash.as_ref(),
        account.0
    )
    .execute(db)
    .await?;
    Ok(Begun { token, waits_for_code: waiting.rows_affected() == 1 })
}

/// Whose sign-in waits for its code.
pub(super) async fn waiting(
    db: &mut PgConnection,
    token: Hash,
    now: OffsetDateTime,
) -> Result<Option<AccountId>> {
    Ok(sqlx::query_scalar!(
        r#"select account_id as "id: AccountId" from sessions
        where token_hash = $1 and waits_for_code and ended_at is null and created_at > $2"#,
        token.as_ref(),
        now - WAITING,
    )
    .fetch_optional(db)
    .await?)
}

/// Ends every session of an account.
pub(super) async fn end_all(
    db: &mut PgConnection,
    account: AccountId,
    at: OffsetDateTime,
) -> Result<()> {
    sqlx::query!(
        "update sessions set ended_at = $2 where account_id = $1 and ended_at is null",
        account.0,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Ends every session of an account but one.
pub(super) async fn end_others(
    db: &mut PgConnection,
    account: AccountId,
    but: Hash,
    at: OffsetDateTime,
) -> Result<()> {
    sqlx::query!(
        "update sessions set ended_at = $3 where account_id = $1 and token_hash <> $2 and ended_at is null",
        account.0,
        but.as_ref(),
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Begins a session and returns its token.
pub(super) async fn begin(
    db: &mut PgConnection,
    account: AccountId,
    at: OffsetDateTime,
) -> Result<String> {
    let token = token();
    let hash = Hash::of(token.as_bytes());
    sqlx::query!(
        "insert into sessions (token_hash, account_id, created_at, seen_at, authenticated_at) values ($1, $2, $3, $3, $3)",
        hash.as_ref(),
        account.0,
        at,
    )
    .execute(db)
    .await?;
    Ok(token)
}

/// Lets every session lapse and every link be used up, in a database that was put back as it once was: what was ended since
/// would else be alive again. What is sent on a lapsed session is kept for its person.
pub(crate) async fn lapse_all(db: &mut PgConnection, now: OffsetDateTime) -> Result<()> {
    sqlx::query!(
        "update sessions set seen_at = least(seen_at, $1) where ended_at is null",
        now - IDLE
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!("update one_time_links set used_at = $1 where used_at is null", now)
        .execute(db)
        .await?;
    Ok(())
}

/// Ends the session with this token. Says whether it was still going on.
pub(super) async fn end(db: &mut PgConnection, token: Hash, at: OffsetDateTime) -> Result<bool> {
    let ended = sqlx::query!(
        "update sessions set ended_at = $2 where token_hash = $1 and ended_at is null",
        token.as_ref(),
        at
    )
    .execute(db)
    .await?;
    Ok(ended.rows_affected() == 1)
}
