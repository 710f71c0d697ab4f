//! Recovery codes (återställningskoder): ten, each used once in the place of a one-time code; only hashes are kept.

use rand::Rng as _;
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{error::Result, register::AccountId, seal::Hash};

const HOW_MANY: usize = 10;
/// Letters and digits that nobody mistakes for each other: five bits each.
const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";
const LENGTH: usize = 16;

/// Makes ten codes with a factor and ends the account's older ones. Nobody can read them again.
pub(super) async fn make(
    db: &mut PgConnection,
    account: AccountId,
    factor: Uuid,
    now: OffsetDateTime,
) -> Result<Vec<String>> {
    sqlx::query!(
        "update recovery_codes set ended_at = $2 where used_at is null and ended_at is null
         and factor_id in (select id from second_factors where account_id = $1)",
        account.0,
        now
    )
    .execute(&mut *db)
    .await?;
    let codes: Vec<String> = (0..HOW_MANY).map(|_| code()).collect();
    let hashes: Vec<Vec<u8>> =
        codes.iter().map(|code| hash(factor, code).as_ref().to_vec()).collect();
    sqlx::query!(
        "insert into recovery_codes (hash, factor_id, made_at) select hash, $1, $2 from unnest($3::bytea[]) as hash",
        factor,
        now,
        &hashes
    )
    .execute(db)
    .await?;
    Ok(codes)
}

/// Ends what is left when the account has no factor any more.
pub(super) async fn end_with_the_last_factor(
    db: &mut PgConnection,
    account: AccountId,
    now: OffsetDateTime,
) -> Result<()> {
    sqlx::query!(
        "update recovery_codes set ended_at = $2 where used_at is null and ended_at is null
         and factor_id in (select id from second_factors where account_id = $1)
         and not exists (select from second_factors where account_id = $1 and confirmed_at is not null and ended_at is null)",
        account.0,
        now
    )
    .execute(db)
    .await?;
    Ok(())
}

/// How many the account can still use.
pub(super) async fn left(db: &mut PgConnection, account: AccountId) -> Result<i64> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "left!" from recovery_codes c join second_factors f on f.id = c.factor_id
           where f.account_id = $1 and c.used_at is null and c.ended_at is null"#,
        account.0
    )
    .fetch_one(db)
    .await?)
}

/// Uses a code; gives how many are left, or nothing when it is none.
pub(super) async fn spend(
    db: &mut PgConnection,
    account: AccountId,
    typed: &str,
    now: OffsetDateTime,
) -> Result<Option<i64>> {
    let made_with = sqlx::query_scalar!(
        "select distinct c.factor_id from recovery_codes c join second_factors f on f.id = c.factor_id
         where f.account_id = $1 and c.used_at is null and c.ended_at is null",
        account.0
    )
    .fetch_all(&mut *db)
    .await?;
    let hashes: Vec<Vec<u8>> =
        made_with.into_iter().map(|factor| hash(factor, typed).as_ref().to_vec()).collect();
    let spent = sqlx::query!(
        "update recovery_codes set used_at = $2 where hash = any($1) and used_at is null and ended_at is null",
        &hashes,
        now
    )
    .execute(&mut *db)
    .await?;
    if spent.rows_affected() == 0 {
        return Ok(None);
    }
    Ok(Some(left(db, account).await?))
}

/// "abcd-efgh-jkmn-pqrs": eighty random bits.
fn code() -> String {
    let mut bytes = [0_u8; LENGTH];
    rand::rng().fill_bytes(&mut bytes);
    let letters: Vec<char> =
        bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect();
    letters.chunks(4).map(String::from_iter).collect::<Vec<_>>().join("-")
}

/// The hash of a code as it is kept, however its letters were typed and grouped.
fn hash(factor: Uuid, code: &str) -> Hash {
    let letters = code.chars().filter(char::is_ascii_alphanumeric);
    let letters: String = letters.map(|c| c.to_ascii_lowercase()).collect();
    Hash::of(format!("paragraf-recovery/1 {factor} {letters}").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_known_again_however_it_is_typed() {
        let (code, factor) = (code(), Uuid::now_v7());
        assert_eq!((code.len(), code.matches('-').count()), (19, 3));
        let typed = format!("  {}", code.to_uppercase().replace('-', " "));
        assert_eq!(hash(factor, &code), hash(factor, &typed));
        assert_ne!(hash(Uuid::now_v7(), &code), hash(factor, &code), "each account's own");
        assert_ne!(super::code(), code);
    }
}
