//! Leaving (kontot avslutas): sessions, roles and open links end, with a reason; what the person did stays, and the account can be opened again.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use sqlx::PgConnection;

use super::{
    Viewer, grants, known_device,
    overview::{self, Listed},
    session, step_up_field,
};
use crate::{
    App,
    error::Result,
    machine_time,
    register::AccountId,
    web::{FieldErrors, Form, Path},
};

#[derive(Template, WebTemplate)]
#[template(path = "accounts/close_account.html")]
struct ClosePage {
    viewer: Viewer,
    account: Listed,
    /// Another municipality uses the account: then only the viewer's roles of it end.
    shared: bool,
    form: CloseForm,
    errors: FieldErrors,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct CloseForm {
    #[serde(default)]
    reason: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    code: String,
}

pub(super) async fn new(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<AccountId>,
) -> Result<Response> {
    let mut db = app.site.acquire().await?;
    let account = overview::find_others(&mut db, &viewer, id).await?;
    page(&mut db, viewer, account, (CloseForm::default(), FieldErrors::default())).await
}

pub(super) async fn create(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<AccountId>,
    Form(form): Form<CloseForm>,
) -> Result<Response> {
    let mut errors = FieldErrors::default();
    step_up_field(&app, &viewer, (&form.password, &form.code), &mut errors).await?;
    let mut db = app.site.begin().await?;
    let account = overview::find_others(&mut db, &viewer, id).await?;

    let reason = errors.line("reason", &form.reason, 500, "Skriv varför kontot avslutas.");
    let Some(reason) = reason.filter(|_| errors.is_empty()) else {
        let page = page(&mut db, viewer, account, (form, errors)).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    end_roles(&mut db, &viewer, id, &reason).await?;
    if !is_shared(&mut db, &viewer, id).await? {
        close(&mut db, &viewer, id, &reason).await?;
    }
    db.commit().await?;
    tracing::info!(by = %viewer.account, account = %id, "account closed");

    Ok(Redirect::to(&overview::path(id)).into_response())
}

/// Opens it again; the roles are given anew.
pub(super) async fn destroy(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<AccountId>,
) -> Result<Redirect> {
    let mut db = app.site.begin().await?;
    overview::find(&mut db, &viewer, id).await?;
    sqlx::query!(
        "update account_closings set reopened_at = $2, reopened_by = $3 where account_id = $1 and reopened_at is null",
        id.0,
        viewer.now.0,
        viewer.account.0
    )
    .execute(&mut *db)
    .await?;
    db.commit().await?;

    Ok(Redirect::to(&overview::path(id)))
}

async fn page(
    db: &mut PgConnection,
    viewer: Viewer,
    account: Listed,
    (form, errors): (CloseForm, FieldErrors),
) -> Result<Response> {
    let shared = is_shared(db, &viewer, account.id).await?;
    Ok(ClosePage { viewer, account, shared, form, errors }.into_response())
}

/// Ends the roles within the viewer's municipalities, but never a municipality's last administrator.
async fn end_roles(
    db: &mut PgConnection,
    viewer: &Viewer,
    id: AccountId,
    reason: &str,
) -> Result<()> {
    let standing = overview::held(db, viewer, id).await?;
    for role in standing.iter().filter(|role| !role.over) {
        grants::keep_one_administrator(db, viewer, role.id).await?;
        sqlx::query!(
            "update grants set ended_at = $2, ended_by = $3, ended_because = $4 where id = $1 and ended_at is null",
            role.id,
            viewer.now.0,
            viewer.account.0,
            reason
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

/// Says whether the person has a role or a seat with a municipality that the viewer does not administer.
async fn is_shared(db: &mut PgConnection, viewer: &Viewer, id: AccountId) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"
        select exists (select from grants g left join boards b on b.id = g.board_id
                where g.account_id = $1 and g.ended_at is null and (g.ends_on is null or g.ends_on >= $3)
                    and coalesce(g.municipality_id, b.host_id) <> all($2))
            or exists (select from accounts a join seats s on s.person_id = a.person_id join boards b on b.id = s.board_id
                where a.id = $1 and (s.ends_on is null or s.ends_on >= $3) and b.host_id <> all($2)) as "shared!"
        "#,
        id.0,
        &viewer.administers(),
        viewer.now.today()
    )
    .fetch_one(db)
    .await?)
}

/// Closes the account, and every door to it.
async fn close(db: &mut PgConnection, viewer: &Viewer, id: AccountId, reason: &str) -> Result<()> {
    sqlx::query!(
        "insert into account_closings (id, account_id, reason, closed_at, closed_by) values ($1, $2, $3, $4, $5)",
        uuid::Uuid::now_v7(),
        id.0,
        reason,
        viewer.now.0,
        viewer.account.0
    )
    .execute(&mut *db)
    .await?;
    let now = machine_time();
    session::end_all(db, id, now).await?;
    sqlx::query!(
        "update one_time_links set used_at = $2 where account_id = $1 and used_at is null",
        id.0,
        now
    )
    .execute(&mut *db)
    .await?;
    known_device::forget_all(db, id).await
}
