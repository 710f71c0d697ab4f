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
    items::{Read, note},
    register::VersionId,
    seal::{Hash, Salt, canonical},
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
    note(&mut db, &viewer, Read::Meeting(batch.meeting.id), now).await?;

    batch.stage.is_open().map_err(Error::refused)?;
    let sent = batch.sent_as(version)?;
    let mine = sent.signers.iter().find(|signer| signer.waits_for(&viewer));
    let Some(signer) = mine else {
        return Err(Error::refused("Du har redan godkänt den här versionen."));
    };
    if signer.refused.as_deref() == Some(form.reason.trim()) {
        return Ok(Redirect::to(&format!("/justera/{version}")).into_response());
    }
    let mut errors = FieldErrors::default();
    let Some(reason) = errors.line("reason", &form.reason, 1000, "Skriv vad som inte stämmer.")
    else {
        db.commit().await?;
        let page = ReadingPage::new(viewer, now, batch.clone(), sent.clone()).again(form, errors);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let id = Uuid::now_v7();
    let salt: [u8; 32] = rand::random();
    sqlx::query!(
        "insert into refusals (id, version_id, person_id, office, reason, salt, at) values ($1, $2, $3, $4, $5, $6, $7)",
        id,
        version.0,
        viewer.person.0,
        signer.office.as_str(),
        reason,
        &salt,
        now.0,
    )
    .execute(&mut *db)
    .await?;
    let commitment = commitment(Salt(salt), viewer.person.0, &reason)?;
    acts::append(&mut db, now.0, "refused", id, commitment).await?;
    letters::tell_secretary(&mut db, &app.origin, &batch, &viewer.name).await?;
    db.commit().await?;

    Ok(Redirect::to(&format!("/justera/{version}")).into_response())
}

/// What the chain of legal acts holds of a refusal; the salt keeps the reason from being guessed.
pub(crate) fn commitment(salt: Salt, person: Uuid, reason: &str) -> Result<Hash> {
    Ok(Hash::of(&canonical(&(salt, person, reason))?))
}
