//! The chain of legal acts (rättshandlingar) as the database keeps it.

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::checks;
use crate::{
    error::{Error, OnConstraint as _, Result},
    seal::Hash,
};

const BEHIND: &str = "Klockan i systemet går efter det som redan är antecknat. Inget har sparats. Försök igen om en stund.";

const APART: &str = "Klockorna i programmet och i databasen går olika. Inget har sparats. Säg till den som sköter driften, och försök igen när klockorna är ställda.";

/// Appends an act in the caller's transaction and returns the new head. Holds the head until the transaction ends.
///
/// # Errors
/// Refused while the clocks of program and database differ, or legal time runs behind the chain.
pub(crate) async fn append(
    db: &mut PgConnection,
    at: OffsetDateTime,
    kind: &str,
    subject: Uuid,
    commitment: Hash,
) -> Result<Hash> {
    if let Some(apart) = checks::clock_difference(&mut *db, crate::machine_time).await? {
        tracing::error!("an act is refused: {apart}");
        return Err(Error::refused(APART));
    }
    let head = sqlx::query_scalar!(
        r#"select append_act($1, $2, $3, $4) as "head!""#,
        at,
        kind,
        subject,
        commitment.as_ref(),
    )
    .fetch_one(db)
    .await
    .on_constraint("acts_in_order", || Error::refused(BEHIND))?;
    Ok(read(&head)?)
}

/// The newest head.
pub(crate) async fn head(db: &mut PgConnection) -> sqlx::Result<Hash> {
    let head = sqlx::query_scalar!("select hash from heads").fetch_one(db).await?;
    read(&head)
}

/// The number of the newest act and the head after it; zero and zeros before the first.
pub(crate) async fn newest(db: &mut PgConnection) -> sqlx::Result<(i64, Hash)> {
    let head = sqlx::query!("select n, hash from heads").fetch_one(db).await?;
    Ok((head.n, read(&head.hash)?))
}

fn read(hash: &[u8]) -> sqlx::Result<Hash> {
    Hash::try_from(hash).map_err(|why| sqlx::Error::Decode(Box::new(why)))
}
