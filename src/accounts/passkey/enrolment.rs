//! A passkey added to one's own account, and taken away (lägga till en lösennyckel).

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use uuid::Uuid;
use webauthn_rs::prelude::CreationChallengeResponse;

use crate::{
    App,
    accounts::{Viewer, recovery_code, second_factor, security, session},
    error::{Error, Result},
    machine_time,
    text::clean_line,
    web::{FieldErrors, Form, Path},
};

/// What it is called when the person gives it no name.
const UNNAMED: &str = "Lösennyckel";

#[derive(Debug, Deserialize)]
pub(in crate::accounts) struct EnrolmentForm {
    #[serde(default)]
    name: String,
    /// The browser's answer, as JSON.
    #[serde(default)]
    credential: String,
}

/// Gives the browser what it needs to make one.
pub(in crate::accounts) async fn begin(
    State(app): State<App>,
    viewer: Viewer,
) -> Result<Json<CreationChallengeResponse>> {
    if !viewer.is_fresh() {
        return Err(Error::refused("Bekräfta först att det är du, på sidan Säkerhet."));
    }
    let mut db = app.site.begin().await?;
    let challenge = super::begin_enrolment(&mut db, &app.origin, &viewer, machine_time()).await?;
    db.commit().await?;

    Ok(Json(challenge))
}

/// Lets it count; with the account's first second factor come recovery codes.
pub(in crate::accounts) async fn create(
    State(app): State<App>,
    viewer: Viewer,
    Form(form): Form<EnrolmentForm>,
) -> Result<Response> {
    if !viewer.is_fresh() {
        return Ok(Redirect::to(security::PATH).into_response());
    }
    let now = machine_time();
    let mut errors = FieldErrors::default();
    let name = match clean_line(&form.name, 60) {
        Ok(name) if name.is_empty() => UNNAMED.to_owned(),
        Ok(name) => name,
        Err(why) => {
            errors.add("name", why);
            String::new()
        }
    };
    let mut db = app.site.begin().await?;
    let answer = (name.as_str(), form.credential.as_str());
    let factor = if errors.is_empty() {
        super::enrol(&mut db, &app.origin, &viewer, answer, now).await?
    } else {
        None
    };
    let Some(factor) = factor else {
        db.rollback().await?;
        if errors.is_empty() {
            errors.add("name", "Lösennyckeln kunde inte läggas till. Försök igen; finns den redan i listan behövs den inte en gång till.");
        }
        let page = security::page(&app, viewer, errors).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    session::end_others(&mut db, viewer.account, viewer.session, now).await?;
    let what = format!("fått lösennyckeln ”{name}”");
    security::tell(&mut db, &viewer, "En ny lösennyckel", &what, now).await?;
    let left = second_factor::of(&mut db, viewer.account).await?.recovery_codes_left;
    let codes = if left == 0 {
        recovery_code::make(&mut db, viewer.account, factor, now).await?
    } else {
        vec![]
    };
    db.commit().await?;
    tracing::info!(account = %viewer.account, "passkey added");

    if codes.is_empty() {
        return Ok(Redirect::to(security::PATH).into_response());
    }
    Ok(security::RecoveryCodesPage { viewer, codes }.into_response())
}

/// Takes one away.
pub(in crate::accounts) async fn destroy(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<Uuid>,
) -> Result<Redirect> {
    if !viewer.is_fresh() {
        return Ok(Redirect::to(security::PATH));
    }
    let now = machine_time();
    let mut db = app.site.begin().await?;
    let mine = super::list(&mut db, viewer.account).await?;
    let passkey = mine.into_iter().find(|one| one.id == id).ok_or(Error::NotFound)?;
    let which = second_factor::Which::One(id);
    second_factor::end(&mut db, viewer.account, which, "turned_off", now).await?;
    let what = format!("inte längre lösennyckeln ”{}”", passkey.name);
    security::tell(&mut db, &viewer, "En lösennyckel är borttagen", &what, now).await?;
    db.commit().await?;
    tracing::info!(account = %viewer.account, "passkey taken away");

    Ok(Redirect::to(security::PATH))
}
