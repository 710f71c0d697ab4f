//! The server's keys (nycklar): each follows the one before it, with that one's word.

use std::collections::HashMap;

use ed25519_dalek::VerifyingKey;
use sqlx::PgConnection;
use uuid::Uuid;

use super::report::{Check, Report};
use crate::{
    error::Result,
    seal::{self, Signature},
};

pub(super) async fn check(db: &mut PgConnection, report: &mut Report) -> Result<()> {
    let rows = sqlx::query!(
        "select id, public_key, previous_id, endorsement from server_keys order by made_at, id"
    )
    .fetch_all(db)
    .await?;
    report.counted(Check::Keys, rows.len());
    let mut known: HashMap<Uuid, VerifyingKey> = HashMap::new();
    for row in rows {
        let subject = format!("key {}", row.id);
        let bytes = <[u8; 32]>::try_from(row.public_key.as_slice()).ok();
        let Some(key) = bytes.and_then(|bytes| VerifyingKey::from_bytes(&bytes).ok()) else {
            report.fault(Check::Keys, subject, "its public half is no key");
            continue;
        };
        let older = row.previous_id.and_then(|previous| known.get(&previous));
        if older.is_none() && !known.is_empty() {
            report.fault(Check::Keys, &subject, "it does not follow the key before it");
        }
        if let (Some(older), Some(word)) = (older, row.endorsement) {
            let word = <[u8; 64]>::try_from(word.as_slice()).map(Signature);
            if !word.is_ok_and(|word| seal::is_endorsed(older, &key, word)) {
                report.fault(
                    Check::Keys,
                    &subject,
                    "the word for it is not that of the key before",
                );
            }
        }
        known.insert(row.id, key);
    }
    Ok(())
}
