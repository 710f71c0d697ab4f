//! One step on the way back (steg): noted as done, or opened anew, with who and when.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;
use sqlx::PgConnection;
use uuid::Uuid;

use super::overview::{self, Step};
use crate::{
    SiteDb,
    accounts::Viewer,
    error::{Error, Result},
    web::{FieldErrors, Form, Now, Path},
};

#[derive(Template, WebTemplate)]
#[template(path = "restorations/step.html")]
pub(super) struct StepPage {
    viewer: Viewer,
    path: String,
    step: Step,
    form: StepForm,
    errors: FieldErrors,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct StepForm {
    #[serde(default)]
    note: String,
    /// `ja` as done; anything else opens it anew.
    #[serde(default)]
    klart: String,
}

pub(super) async fn edit(
    State(SiteDb(pool)): State<SiteDb>,
    viewer: Viewer,
    Path((id, key)): Path<(Uuid, String)>,
) -> Result<StepPage> {
    let (path, step) = find(&mut *pool.acquire().await?, &viewer, id, &key).await?;
    Ok(StepPage { viewer, path, step, form: StepForm::default(), errors: FieldErrors::default() })
}

pub(super) async fn create(
    State(SiteDb(pool)): State<SiteDb>,
    now: Now,
    viewer: Viewer,
    Path((id, key)): Path<(Uuid, String)>,
    Form(form): Form<StepForm>,
) -> Result<Response> {
    let mut db = pool.begin().await?;
    let (path, step) = find(&mut db, &viewer, id, &key).await?;

    let mut errors = FieldErrors::default();
    let done = form.klart == "ja";
    let note = if done {
        errors.optional_line("note", &form.note, 500)
    } else {
        errors.line("note", &form.note, 500, "Skriv varför steget ska göras om.")
    };
    let Some(note) = note else {
        let page = StepPage { viewer, path, step, form, errors };
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };

    sqlx::query!(
        "insert into restoration_steps (id, restoration_id, step, done, note, by_id, at) values ($1, $2, $3, $4, $5, $6, $7)",
        Uuid::now_v7(),
        id,
        step.key,
        done,
        note,
        viewer.account.0,
        now.0,
    )
    .execute(&mut *db)
    .await?;
    db.commit().await?;

    Ok(Redirect::to(super::PATH).into_response())
}

/// A step of a restoration, with its address.
async fn find(
    db: &mut PgConnection,
    viewer: &Viewer,
    id: Uuid,
    key: &str,
) -> Result<(String, Step)> {
    overview::require(viewer)?;
    let all = overview::all(db).await?;
    let shown = all.into_iter().find(|shown| shown.restoration.id == id);
    let mut shown = shown.ok_or(Error::NotFound)?;
    let place = shown.steps.iter().position(|step| step.key == key).ok_or(Error::NotFound)?;
    let path = shown.path(&shown.steps[place]);
    Ok((path, shown.steps.swap_remove(place)))
}
