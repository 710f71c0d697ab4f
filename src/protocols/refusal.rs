//! Refusal (att avstå från att justera): a signer says what is wrong, and the secretary sees it at once (ADJ-19).

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;
use uuid::Uuid;

use super::{batch::Batch, letters, reading::ReadingPage};
use crate::{
    App, Now,
    accounts::Viewer,
    database::acts,
    error::{Error, Result},
    register::VersionId,
    seal::Hash,
    web::{FieldErrors, Form, Path},
};

#[derive(Debug, Default, Deserialize)]
pub(super) struct RefusalForm {
    #[serde(default)]
    pub(super) reason: String,
}

/// Records the refusal with its reason, which stands for ever, and tells the secretary.
pub(super) async fn create(
    State(app): State<App>,
    now: Now,
    viewer: Viewer,
    Path(version): Path<VersionId>,
    Form(form): Form<RefusalForm>,
) -> Result<Response> {
    let mut db = app.site.begin().await?;
    let batch = Batch::to_sign(&mut db, &viewer, version).await?;
    Batch::lock(&mut db, batch.id).await?;
    let batch = Batch::load(&mut db, batch.id, batch.meeting).await?;

    batch.stage.is_open().map_err(Error::refused)?;
    let sent = batch.sent_as(version)?;
    let mine = sent.signers.iter().find(|signer| signer.waits_for(&viewer));
    let Some(signer) = mine else {
        return Err(Error::refused("Du har redan godkänt den här versionen."));
    };
    let mut errors = FieldErrors::default();
    let Some(reason) = errors.line("reason", &form.reason, 1000, "Skriv vad som inte stämmer.")
    else {
        let page = ReadingPage::new(viewer, now, batch.clone(), sent.clone()).again(form, errors);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let id = Uuid::now_v7();
    sqlx::query!(
        "insert into refusals (id, version_id, person_id, office, reason, at) values ($1, $2, $3, $4, $5, $6)",
        id,
        version.0,
        viewer.person.0,
        signer.office.as_str(),
        reason,
        now.0,
    )
    .execute(&mut *db)
    .await?;
    acts::append(&mut db, now.0, "refused", id, Hash::of(reason.as_bytes())).await?;
    letters::tell_secretary(&mut db, &app.origin, &batch, &viewer.name).await?;
    db.commit().await?;

    Ok(Redirect::to(&format!("/justera/{version}")).into_response())
}
