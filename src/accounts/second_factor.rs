//! The second factor of an account (tvåstegsinloggning): begun, confirmed by a code, spent code by code, ended.

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    one_time_code::Codes,
    passkey::{self, Passkey},
    recovery_code,
};
use crate::{
    error::{Error, Result},
    keys::Vault,
    register::AccountId,
};

/// How a code was right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spent {
    /// From the app.
    Code,
    /// A recovery code; so many are left.
    Recovery { left: i64 },
}

/// What the account has now; nothing of it before the first.
pub(super) struct Factors {
    /// Since when it has one-time codes.
    pub(super) codes_since: Option<OffsetDateTime>,
    pub(super) passkeys: Vec<Passkey>,
    /// Recovery codes that can still be used.
    pub(super) recovery_codes_left: i64,
}

impl Factors {
    /// Says whether a password alone is not enough.
    pub(super) fn are_some(&self) -> bool {
        self.codes_since.is_some() || !self.passkeys.is_empty()
    }
}

/// Which of an account's factors.
#[derive(Clone, Copy)]
pub(super) enum Which {
    All,
    Codes,
    One(Uuid),
}

/// What the account has.
pub(super) async fn of(db: &mut PgConnection, account: AccountId) -> Result<Factors> {
    let codes_since = sqlx::query_scalar!(
        r#"select confirmed_at as "confirmed_at!" from second_factors
           where account_id = $1 and kind = 'codes' and confirmed_at is not null and ended_at is null"#,
        account.0
    )
    .fetch_optional(&mut *db)
    .await?;
    let passkeys = passkey::list(db, account).await?;
    let recovery_codes_left = recovery_code::left(db, account).await?;
    Ok(Factors { codes_since, passkeys, recovery_codes_left })
}

/// Makes a secret that counts once it is confirmed; one begun before is given up.
pub(super) async fn begin(
    db: &mut PgConnection,
    vault: &Vault,
    account: AccountId,
    now: OffsetDateTime,
) -> Result<()> {
    let (id, codes) = (Uuid::now_v7(), Codes::new());
    sqlx::query!(
        "update second_factors set ended_at = $2, ended_because = 'given_up', sealed = ''
         where account_id = $1 and confirmed_at is null and ended_at is null",
        account.0,
        now
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "insert into second_factors (id, account_id, kind, sealed, begun_at) values ($1, $2, 'codes', $3, $4)",
        id,
        account.0,
        vault.seal(id.as_bytes(), codes.bytes()),
        now,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The secret that waits to be confirmed, with its id.
pub(super) async fn begun(
    db: &mut PgConnection,
    vault: &Vault,
    account: AccountId,
) -> Result<Option<(Uuid, Codes)>> {
    let row = sqlx::query!(
        "select id, sealed from second_factors where account_id = $1 and confirmed_at is null and ended_at is null",
        account.0
    )
    .fetch_optional(db)
    .await?;
    Ok(row.and_then(|row| {
        let secret = vault.unseal(row.id.as_bytes(), &row.sealed)?;
        Some((row.id, Codes::read(&secret)?))
    }))
}

/// Lets the secret count, in the place of an older one, and gives its recovery codes.
pub(super) async fn confirm(
    db: &mut PgConnection,
    account: AccountId,
    (factor, step): (Uuid, i64),
    now: OffsetDateTime,
) -> Result<Vec<String>> {
    end(db, account, Which::Codes, "replaced", now).await?;
    let confirmed = sqlx::query!(
        "update second_factors set confirmed_at = $3, used_step = $4
         where id = $1 and account_id = $2 and confirmed_at is null and ended_at is null",
        factor,
        account.0,
        now,
        step,
    )
    .execute(&mut *db)
    .await?;
    if confirmed.rows_affected() != 1 {
        return Err(Error::refused("Koden har bytts ut i ett annat fönster. Börja om."));
    }
    recovery_code::make(db, account, factor, now).await
}

/// Makes new recovery codes, which end the old ones; nothing without a factor.
pub(super) async fn renew(
    db: &mut PgConnection,
    account: AccountId,
    now: OffsetDateTime,
) -> Result<Vec<String>> {
    let factor = sqlx::query_scalar!(
        "select id from second_factors where account_id = $1 and confirmed_at is not null and ended_at is null
         order by begun_at, id limit 1 for update",
        account.0
    )
    .fetch_optional(&mut *db)
    .await?
    .ok_or(Error::NotFound)?;
    recovery_code::make(db, account, factor, now).await
}

/// Ends factors and forgets their secrets; with the last one go the recovery codes. Says whether there was any.
pub(super) async fn end(
    db: &mut PgConnection,
    account: AccountId,
    which: Which,
    because: &str,
    now: OffsetDateTime,
) -> Result<bool> {
    let (codes, one) = match which {
        Which::All => (false, None),
        Which::Codes => (true, None),
        Which::One(factor) => (false, Some(factor)),
    };
    let ended = sqlx::query!(
        "update second_factors set ended_at = $2, ended_because = $3, sealed = ''
         where account_id = $1 and confirmed_at is not null and ended_at is null
         and (kind = 'codes' or not $4) and id = coalesce($5, id)",
        account.0,
        now,
        because,
        codes,
        one,
    )
    .execute(&mut *db)
    .await?;
    recovery_code::end_with_the_last_factor(db, account, now).await?;
    Ok(ended.rows_affected() > 0)
}

/// Uses what was typed, a code of the app's or a recovery code; nothing when it is wrong, spent, or the account has no factor.
pub(crate) async fn spend(
    db: &mut PgConnection,
    vault: &Vault,
    account: AccountId,
    typed: &str,
    now: OffsetDateTime,
) -> Result<Option<Spent>> {
    let row = sqlx::query!(
        "select id, sealed from second_factors
         where account_id = $1 and kind = 'codes' and confirmed_at is not null and ended_at is null",
        account.0
    )
    .fetch_optional(&mut *db)
    .await?;
    let codes = row.and_then(|row| {
        let secret = vault.unseal(row.id.as_bytes(), &row.sealed);
        let codes = secret.and_then(|secret| Codes::read(&secret));
        if codes.is_none() {
            tracing::error!(%account, "the secret of the one-time codes does not open: is accounts.key the right file?");
        }
        Some((row.id, codes?))
    });
    if let Some((id, step)) = codes.and_then(|(id, codes)| Some((id, codes.step(typed, now)?))) {
        // The database decides who was first: a code counts once, and none before it afterwards.
        let spent = sqlx::query!(
            "update second_factors set used_step = $2 where id = $1 and used_step < $2 and ended_at is null",
            id,
            step
        )
        .execute(db)
        .await?;
        return Ok((spent.rows_affected() == 1).then_some(Spent::Code));
    }
    let left = recovery_code::spend(db, account, typed, now).await?;
    Ok(left.map(|left| Spent::Recovery { left }))
}
