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
    queue_one(db, to, subject, body, now).await.map(drop)
}

/// [`queue`], and the mail's id, by which it can be followed.
pub(crate) async fn queue_one(
    db: &mut PgConnection,
    to: &str,
    subject: &str,
    body: &str,
    now: OffsetDateTime,
) -> Result<i64> {
    Ok(sqlx::query_scalar!(
        "insert into mails (to_address, subject, body, queued_at, retry_at) values ($1, $2, $3, $4, $4) returning id",
        to,
        subject,
        body,
        now,
    )
    .fetch_one(db)
    .await?)
}
