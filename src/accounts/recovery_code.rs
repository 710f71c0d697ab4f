//! Recovery codes (återställningskoder): ten, each used once in the place of a one-time code; only hashes are kept.

use rand::Rng as _;
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{error::Result, seal::Hash};

const HOW_MANY: usize = 10;
/// Letters and digits that nobody mistakes for each other: five bits each.
const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";
const LENGTH: usize = 16;

/// Makes ten codes for a factor and ends the older ones. Nobody can read them again.
pub(super) async fn make(
    db: &mut PgConnection,
    factor: Uuid,
    now: OffsetDateTime,
) -> Result<Vec<String>> {
    sqlx::query!(
        "update recovery_codes set ended_at = $2 where factor_id = $1 and used_at is null and ended_at is null",
        factor,
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

/// Uses a code; gives how many are left, or nothing when it is none.
pub(super) async fn spend(
    db: &mut PgConnection,
    factor: Uuid,
    typed: &str,
    now: OffsetDateTime,
) -> Result<Option<i64>> {
    let hash = hash(factor, typed);
    let spent = sqlx::query!(
        "update recovery_codes set used_at = $3 where hash = $1 and factor_id = $2 and used_at is null and ended_at is null",
        hash.as_ref(),
        factor,
        now
    )
    .execute(&mut *db)
    .await?;
    if spent.rows_affected() == 0 {
        return Ok(None);
    }
    let left = sqlx::query_scalar!(
        r#"select count(*) as "left!" from recovery_codes where factor_id = $1 and used_at is null and ended_at is null"#,
        factor
    )
    .fetch_one(db)
    .await?;
    Ok(Some(left))
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
