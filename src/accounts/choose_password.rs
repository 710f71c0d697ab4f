//! Choosing a password by a one-time link (välja lösenord), when invited or when the old one is lost.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::CookieJar;
use serde::Deserialize;
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::{
    code, kept,
    link::{self, Holder, Purpose},
    password, session,
};
use crate::{
    App,
    error::Result,
    machine_time,
    register::AccountId,
    web::{FieldErrors, Form, Path},
};

#[derive(Template, WebTemplate)]
#[template(path = "accounts/choose_password.html")]
struct ChoosePasswordPage {
    invited: bool,
    holder: Holder,
    action: String,
    errors: FieldErrors,
}

#[derive(Template, WebTemplate)]
#[template(path = "accounts/lapsed_link.html")]
struct LapsedLinkPage {
    invited: bool,
}

#[derive(Deserialize)]
pub(super) struct ChoosePasswordForm {
    #[serde(default)]
    password: String,
}

pub(super) async fn new_invited(
    State(app): State<App>,
    Path(token): Path<String>,
) -> Result<Response> {
    new(&app, &token, Purpose::Invitation).await
}

pub(super) async fn new_lost(
    State(app): State<App>,
    Path(token): Path<String>,
) -> Result<Response> {
    new(&app, &token, Purpose::Password).await
}

pub(super) async fn create_invited(
    State(app): State<App>,
    Path(token): Path<String>,
    jar: CookieJar,
    Form(form): Form<ChoosePasswordForm>,
) -> Result<Response> {
    create(&app, &token, Purpose::Invitation, jar, &form).await
}

pub(super) async fn create_lost(
    State(app): State<App>,
    Path(token): Path<String>,
    jar: CookieJar,
    Form(form): Form<ChoosePasswordForm>,
) -> Result<Response> {
    create(&app, &token, Purpose::Password, jar, &form).await
}

async fn new(app: &App, token: &str, purpose: Purpose) -> Result<Response> {
    let mut db = app.site.acquire().await?;
    let Some(holder) = link::holder(&mut db, token, purpose, machine_time()).await? else {
        return Ok(lapsed(purpose));
    };
    Ok(page(holder, token, purpose, FieldErrors::default()).into_response())
}

async fn create(
    app: &App,
    token: &str,
    purpose: Purpose,
    jar: CookieJar,
    form: &ChoosePasswordForm,
) -> Result<Response> {
    let now = machine_time();
    let mut db = app.site.begin().await?;
    let Some(holder) = link::holder(&mut db, token, purpose, now).await? else {
        return Ok(lapsed(purpose));
    };

    let mut errors = FieldErrors::default();
    if let Err(why) = password::check(&form.password, &holder.name, &holder.email) {
        errors.add("password", why);
        let page = page(holder, token, purpose, errors);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let hash = password::hash(&form.password)
        .await
        .map_err(|_| crate::error::Error::Broken("a password could not be hashed"))?;

    if !link::spend(&mut db, token, holder.account, now).await? {
        return Ok(lapsed(purpose));
    }
    set(&mut db, holder.account, &hash, now).await?;
    let begun = session::begin_with_password(&mut db, holder.account, now).await?;
    let next = if begun.waits_for_code {
        code::path("/arbete")
    } else {
        kept::landing(&mut db, holder.account, "/arbete").await?
    };
    db.commit().await?;
    tracing::info!(account = %holder.account, "password chosen");

    Ok((jar.add(session::cookie(&app.origin, begun.token)), Redirect::to(&next)).into_response())
}

fn page(holder: Holder, token: &str, purpose: Purpose, errors: FieldErrors) -> ChoosePasswordPage {
    let invited = purpose == Purpose::Invitation;
    ChoosePasswordPage { invited, holder, action: purpose.path(token), errors }
}

fn lapsed(purpose: Purpose) -> Response {
    let invited = purpose == Purpose::Invitation;
    (StatusCode::GONE, LapsedLinkPage { invited }).into_response()
}

/// Sets the password and ends every session of the account.
async fn set(
    db: &mut PgConnection,
    account: AccountId,
    hash: &str,
    now: OffsetDateTime,
) -> Result<()> {
    sqlx::query!("update accounts set password = $2 where id = $1", account.0, hash)
        .execute(&mut *db)
        .await?;
    session::end_all(db, account, now).await
}
