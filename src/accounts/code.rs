//! The second page of signing in (engångskod): the only one that a password alone opens where the account has a second factor.

use std::net::SocketAddr;

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    Extension,
    extract::{ConnectInfo, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::CookieJar;
use serde::Deserialize;
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::{
    kept, known_device,
    second_factor::{self, Spent},
    session, sign_in,
    step_up::WRONG_CODE,
};
use crate::{
    App,
    error::{Error, Result, encode},
    machine_time, mail,
    register::AccountId,
    web::{FieldErrors, Form, Query},
};

#[derive(Template, WebTemplate)]
#[template(path = "accounts/code.html")]
struct CodePage {
    form: CodeForm,
    errors: FieldErrors,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct CodeForm {
    #[serde(default)]
    code: String,
    #[serde(default, rename = "till")]
    back: String,
}

impl CodeForm {
    fn back(&self) -> &str {
        sign_in::own(&self.back)
    }
}

/// The address of the page, which leads on to `back`.
pub(super) fn path(back: &str) -> String {
    format!("/logga-in/kod?till={}", encode(back))
}

pub(super) async fn new(
    State(app): State<App>,
    headers: HeaderMap,
    Query(form): Query<CodeForm>,
) -> Result<Response> {
    let mut db = app.site.acquire().await?;
    if waiting(&mut db, &app, &headers, machine_time()).await?.is_none() {
        return Ok(begin_again(&form).into_response());
    }
    Ok(CodePage { form, errors: FieldErrors::default() }.into_response())
}

pub(super) async fn create(
    State(app): State<App>,
    address: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
    jar: CookieJar,
    Form(form): Form<CodeForm>,
) -> Result<Response> {
    let now = machine_time();
    let device = (&headers, &*app.origin);
    let Some(token) = session::token_hash(&headers, &app.origin) else {
        return Ok(begin_again(&form).into_response());
    };
    let (account, email, known) = {
        let mut db = app.site.acquire().await?;
        let Some(account) = session::waiting(&mut db, token, now).await? else {
            return Ok(begin_again(&form).into_response());
        };
        let email = email(&mut db, account).await?;
        let known = known_device::is_known(&mut db, device, &email, now).await?;
        (account, email, known)
    };
    let address = address.map(|Extension(ConnectInfo(address))| address.ip());
    if !app.limits().allow(known.then_some(account), address, &email).await? {
        return Err(Error::TooMany);
    }

    let mut db = app.site.begin().await?;
    let spent = second_factor::spend(&mut db, &app.vault, account, &form.code, now).await?;
    let Some(spent) = spent else {
        return Ok(refused(form));
    };
    tell(&mut db, account, spent, now).await?;
    session::end(&mut db, token, now).await?;
    let token = session::begin(&mut db, account, now).await?;
    let mut jar = jar.add(session::cookie(&app.origin, token));
    if let Some(cookie) = known_device::remember(&mut db, device, account, now).await? {
        jar = jar.add(cookie);
    }
    let next = kept::landing(&mut db, account, form.back()).await?;
    db.commit().await?;

    Ok((jar, Redirect::to(&next)).into_response())
}

async fn waiting(
    db: &mut PgConnection,
    app: &App,
    headers: &HeaderMap,
    now: OffsetDateTime,
) -> Result<Option<AccountId>> {
    match session::token_hash(headers, &app.origin) {
        Some(token) => session::waiting(db, token, now).await,
        None => Ok(None),
    }
}

fn begin_again(form: &CodeForm) -> Redirect {
    Redirect::to(&format!("/logga-in?till={}", encode(form.back())))
}

fn refused(form: CodeForm) -> Response {
    let mut errors = FieldErrors::default();
    errors.add("code", WRONG_CODE);
    (StatusCode::UNPROCESSABLE_ENTITY, CodePage { form, errors }).into_response()
}

async fn email(db: &mut PgConnection, account: AccountId) -> Result<String> {
    Ok(sqlx::query_scalar!("select email from accounts where id = $1", account.0)
        .fetch_one(db)
        .await?)
}

/// Mails the person when a recovery code was used: somebody else may have found the paper.
pub(crate) async fn tell(
    db: &mut PgConnection,
    account: AccountId,
    spent: Spent,
    now: OffsetDateTime,
) -> Result<()> {
    let Spent::Recovery { left } = spent else { return Ok(()) };
    let email = email(db, account).await?;
    let body = format!(
        "Hej!\n\nEn av dina återställningskoder till Paragraf har använts. {left} är kvar. Skapa nya på sidan Säkerhet\n\
         när de börjar ta slut.\n\nVar det inte du? Välj ett nytt lösenord på inloggningssidan genast, och säg till din administratör.\n"
    );
    mail::queue(db, &email, "En återställningskod till Paragraf har använts", &body, now).await
}
