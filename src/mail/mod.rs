//! Mail (utskick): queued in the transaction that causes it, sent in the background.

mod letter;
mod outbox;

use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::error::Result;

pub use outbox::Outbox;

/// Queues a mail in plain text; it leaves once the caller's transaction is committed, and not otherwise.
pub(crate) async fn queue(
    db: &mut PgConnection,
    to: &str,
    subject: &str,
    body: &str,
    now: OffsetDateTime,
) -> Result<()> {
    sqlx::query!(
        "insert into mails (to_address, subject, body, queued_at, retry_at) values ($1, $2, $3, $4, $4)",
        to,
        subject,
        body,
        now,
    )
    .execute(db)
    .await?;
    Ok(())
}
