//! Withdrawal (återkallelse): the secretary takes a version back to change the text.

use axum::{extract::State, response::Redirect};
use serde::Deserialize;

use super::batch::Batch;
use crate::{
    Now, SiteDb,
    accounts::Viewer,
    database::acts,
    error::{Error, Result},
    meetings::Meeting,
    register::MeetingId,
    text::clean_line,
    web::{Form, Path},
};

#[derive(Debug, Deserialize)]
pub(super) struct WithdrawalForm {
    #[serde(default)]
    reason: String,
}

pub(super) async fn create(
    State(SiteDb(db)): State<SiteDb>,
    now: Now,
    viewer: Viewer,
    Path(meeting): Path<MeetingId>,
    Form(form): Form<WithdrawalForm>,
) -> Result<Redirect> {
    let mut db = db.begin().await?;
    let meeting = Meeting::lock(&mut db, &viewer, meeting).await?;
    let batch = Batch::of_meeting(&mut db, &viewer, meeting.id).await?.ok_or(Error::NotFound)?;
    Batch::lock(&mut db, batch.id).await?;
    let batch = Batch::load(&mut db, batch.id, batch.meeting).await?;

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

    Ok(Redirect::to(&format!("{}/justering", meeting.path())))
}
