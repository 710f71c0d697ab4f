//! Showing that one has the passkey: as the second step of signing in, and before what matters most (bekräfta med lösennyckel).

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use axum_extra::extract::CookieJar;
use serde::Deserialize;
use webauthn_rs::prelude::RequestChallengeResponse;

use crate::{
    App,
    accounts::{
        Viewer,
        code::{self, CodePage},
        sign_in, step_up,
    },
    error::{Error, Result},
    machine_time,
    web::Form,
};

#[derive(Debug, Deserialize)]
pub(in crate::accounts) struct ProofForm {
    /// The browser's answer, as JSON.
    #[serde(default)]
    credential: String,
    #[serde(default, rename = "till")]
    back: String,
}

/// Gives the browser what it needs, for a sign-in whose password was right.
pub(in crate::accounts) async fn begin_waiting(
    State(app): State<App>,
    headers: HeaderMap,
) -> Result<Json<RequestChallengeResponse>> {
    let now = machine_time();
    let mut db = app.site.begin().await?;
    let waiting = code::waiting(&mut db, &app, &headers, now).await?.ok_or(Error::NotFound)?;
    let challenge = super::begin_proof(&mut db, &app.origin, waiting, now).await?;
    db.commit().await?;

    Ok(Json(challenge))
}

/// Signs in all the way.
pub(in crate::accounts) async fn create_waiting(
    State(app): State<App>,
    headers: HeaderMap,
    jar: CookieJar,
    Form(form): Form<ProofForm>,
) -> Result<Response> {
    let now = machine_time();
    let back = sign_in::own(&form.back);
    let mut db = app.site.begin().await?;
    let Some(waiting) = code::waiting(&mut db, &app, &headers, now).await? else {
        return Ok(code::begin_again(back).into_response());
    };

    if super::prove(&mut db, &app.origin, waiting, &form.credential, now).await? {
        return code::enter(db, (&app, &headers, jar), waiting, back, now).await;
    }
    let page = CodePage::without_passkey(&mut db, waiting.0, back).await?;
    // The challenge is used up all the same.
    db.commit().await?;

    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// Gives the browser what it needs, for somebody signed in.
pub(in crate::accounts) async fn begin(
    State(app): State<App>,
    viewer: Viewer,
) -> Result<Json<RequestChallengeResponse>> {
    let mut db = app.site.begin().await?;
    let mine = (viewer.account, viewer.session);
    let challenge = super::begin_proof(&mut db, &app.origin, mine, machine_time()).await?;
    db.commit().await?;

    Ok(Json(challenge))
}

/// Makes the session fresh again, without leaving the page that asked: 204.
pub(in crate::accounts) async fn create(
    State(app): State<App>,
    viewer: Viewer,
    Form(form): Form<ProofForm>,
) -> Result<StatusCode> {
    let now = machine_time();
    let mut db = app.site.begin().await?;
    let mine = (viewer.account, viewer.session);
    let proven = super::prove(&mut db, &app.origin, mine, &form.credential, now).await?;
    if proven {
        step_up::refresh(&mut db, &viewer, now).await?;
    }
    db.commit().await?;

    Ok(if proven { StatusCode::NO_CONTENT } else { StatusCode::UNPROCESSABLE_ENTITY })
}
