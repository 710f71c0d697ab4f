//! One-time links (engångslänkar), sent by mail; only the hash of the token is kept.

use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};

use super::session;
use crate::{error::Result, register::AccountId, seal::Hash};

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    Invitation,
    Password,
}

/// An account whose password a valid link may set.
pub(super) struct Holder {
    pub(super) account: AccountId,
    pub(super) name: String,
    pub(super) email: String,
}

impl Purpose {
    fn key(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Password => "password",
        }
    }

    fn lasts(self) -> Duration {
        match self {
            Self::Invitation => Duration::days(7),
            Self::Password => Duration::hours(2),
        }
    }

    /// The address of the page that a token opens.
    pub(super) fn path(self, token: &str) -> String {
        match self {
            Self::Invitation => format!("/inbjudan/{token}"),
            Self::Password => format!("/losenord/{token}"),
        }
    }
}

/// Makes a link and returns its token of 256 random bits; `now` is machine time. A new invitation ends the older ones, which may have
/// gone to an address where somebody else reads; new passwords may be asked for by anybody, and end nothing.
pub(super) async fn issue(
    db: &mut PgConnection,
    account: AccountId,
    purpose: Purpose,
    now: OffsetDateTime,
) -> Result<String> {
    let token = session::token();
    let hash = Hash::of(token.as_bytes());
    if purpose == Purpose::Invitation {
        sqlx::query!(
            "update one_time_links set used_at = $2 where account_id = $1 and purpose = 'invitation' and used_at is null",
            account.0,
            now,
        )
        .execute(&mut *db)
        .await?;
    }
    sqlx::query!(
        "insert into one_time_links (token_hash, account_id, purpose, expires_at) values ($1, $2, $3, $4)",
        hash.as_ref(),
        account.0,
        purpose.key(),
        now + purpose.lasts(),
    )
    .execute(db)
    .await?;
    Ok(token)
}

/// Whose link it is, if it is neither used nor lapsed.
pub(super) async fn holder(
    db: &mut PgConnection,
    token: &str,
    purpose: Purpose,
    now: OffsetDateTime,
) -> Result<Option<Holder>> {
    let hash = Hash::of(token.as_bytes());
    Ok(sqlx::query_as!(
        Holder,
        r#"
        select a.id as "account: AccountId", p.name, a.email
        from one_time_links l join accounts a on a.id = l.account_id join persons p on p.id = a.person_id
        where l.token_hash = $1 and account_is_open(a.id) and l.purpose = $2 and l.used_at is null and l.expires_at > $3
        "#,
        hash.as_ref(),
        purpose.key(),
        now,
    )
    .fetch_optional(db)
    .await?)
}

/// Uses the link, and with it every other link of the account. False when somebody was before.
pub(super) async fn spend(
    db: &mut PgConnection,
    token: &str,
    account: AccountId,
    now: OffsetDateTime,
) -> Result<bool> {
    let hash = Hash::of(token.as_bytes());
    let spent = sqlx::query!(
        "update one_time_links set used_at = $2 where token_hash = $1 and used_at is null and expires_at > $2",
        hash.as_ref(),
        now,
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "update one_time_links set used_at = $2 where account_id = $1 and used_at is null",
        account.0,
        now
    )
    .execute(db)
    .await?;
    Ok(spent.rows_affected() == 1)
}
