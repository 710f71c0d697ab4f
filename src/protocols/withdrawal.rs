//! Withdrawal (återkallelse): the secretary takes a version back to change the text.

use axum::{extract::State, response::Redirect};
use serde::Deserialize;
use sqlx::PgConnection;
use uuid::Uuid;

use super::batch::{At, Batch};
use crate::{
    Now, SiteDb,
    accounts::Viewer,
    database::acts,
    error::{Error, Result},
    meetings::Meeting,
    register::BatchId,
    text::clean_line,
    web::{Form, Path},
};

#[derive(Debug, Deserialize)]
pub(super) struct WithdrawalForm {
    #[serde(default)]
    reason: String,
    /// The version that was looked at: sent again, the form gets its first answer, and never takes a newer version back.
    #[serde(default, rename = "nyckel")]
    version: Option<Uuid>,
}

pub(super) async fn create(
    State(SiteDb(db)): State<SiteDb>,
    now: Now,
    viewer: Viewer,
    Path(at): Path<At>,
    Form(form): Form<WithdrawalForm>,
) -> Result<Redirect> {
    let mut db = db.begin().await?;
    Meeting::lock(&mut db, &viewer, at.meeting).await?;
    let batch = Batch::at(&mut db, &viewer, at).await?.ok_or(Error::NotFound)?;
    Batch::lock(&mut db, batch.id).await?;
    let batch = Batch::load(&mut db, batch.id, batch.meeting).await?;
    let back = Redirect::to(&batch.path());
    if is_withdrawn(&mut db, batch.id, form.version).await? {
        return Ok(back);
    }

    batch.stage.is_open().map_err(Error::refused)?;
    let reason = clean_line(&form.reason, 500).map_err(Error::refused)?;
    let version = batch.sent()?;
    sqlx::query!(
        "insert into withdrawals (version_id, reason, by_id, at) values ($1, $2, $3, $4)",
        version.id.0,
        reason,
        viewer.account.0,
        now.0,
    )
    .execute(&mut *db)
    .await?;
    acts::append(&mut db, now.0, "withdrawn", version.id.0, version.root).await?;
    db.commit().await?;

    Ok(back)
}

/// Whether the version of the form has been taken back already.
async fn is_withdrawn(
    db: &mut PgConnection,
    batch: BatchId,
    version: Option<Uuid>,
) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from withdrawals w join versions v on v.id = w.version_id where v.id = $1 and v.batch_id = $2) as "is!""#,
        version,
        batch.0,
    )
    .fetch_one(db)
    .await?)
}
