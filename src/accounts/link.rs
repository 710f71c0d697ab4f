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
    /// Moves the account to another mail address, to which the link was sent.
    Address,
    /// Moves it back, sent to the address that it had.
    AddressBack,
    /// Takes back the reset of a second factor that somebody has asked for.
    Reset,
}

/// An account for which a valid link does something.
pub(super) struct Holder {
    pub(super) account: AccountId,
    pub(super) name: String,
    pub(super) email: String,
    /// The mail address that the account gets, where the link is about one.
    pub(super) address: Option<String>,
}

impl Purpose {
    fn key(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Password => "password",
            Self::Address => "address",
            Self::AddressBack => "address_back",
            Self::Reset => "reset",
        }
    }

    pub(super) fn lasts(self) -> Duration {
        match self {
            Self::Invitation => Duration::days(7),
            Self::Password => Duration::hours(2),
            Self::Address | Self::Reset => Duration::hours(24),
            Self::AddressBack => Duration::days(14),
        }
    }

    /// The address of the page that a token opens.
    pub(super) fn path(self, token: &str) -> String {
        match self {
            Self::Invitation => format!("/inbjudan/{token}"),
            Self::Password => format!("/losenord/{token}"),
            Self::Address => format!("/adress/{token}"),
            Self::AddressBack => format!("/adress/tillbaka/{token}"),
            Self::Reset => format!("/aterstallning/{token}"),
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
    if purpose == Purpose::Invitation {
        end(db, account, purpose, now).await?;
    }
    insert(db, account, (purpose, None), now).await
}

/// [`issue`] of a link that gives the account another mail address. A new wish ends the older one; ways back stay.
pub(super) async fn issue_address(
    db: &mut PgConnection,
    account: AccountId,
    (purpose, address): (Purpose, &str),
    now: OffsetDateTime,
) -> Result<String> {
    if purpose == Purpose::Address {
        end(db, account, purpose, now).await?;
    }
    insert(db, account, (purpose, Some(address)), now).await
}

/// Ends every open link of an account that is for one purpose.
pub(super) async fn end(
    db: &mut PgConnection,
    account: AccountId,
    purpose: Purpose,
    now: OffsetDateTime,
) -> Result<()> {
    sqlx::query!(
        "update one_time_links set used_at = $3 where account_id = $1 and purpose = $2 and used_at is null",
        account.0,
        purpose.key(),
        now,
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn insert(
    db: &mut PgConnection,
    account: AccountId,
    (purpose, address): (Purpose, Option<&str>),
    now: OffsetDateTime,
) -> Result<String> {
    let token = session::token();
    let hash = Hash::of(token.as_bytes());
    sqlx::query!(
        "insert into one_time_links (token_hash, account_id, purpose, address, expires_at) values ($1, $2, $3, $4, $5)",
        hash.as_ref(),
        account.0,
        purpose.key(),
        address,
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
        select a.id as "account: AccountId", p.name, a.email, l.address
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

/// Uses the link, and with it every other link of the account that sets a password or an address; what takes something back outlives it,
/// for who has got hold of the account sets both. False when somebody was before.
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
        "update one_time_links set used_at = $2 where account_id = $1 and used_at is null and purpose in ('invitation', 'password', 'address')",
        account.0,
        now
    )
    .execute(db)
    .await?;
    Ok(spent.rows_affected() == 1)
}
