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
use sqlx::{PgConnection, Postgres, Transaction};
use time::OffsetDateTime;

use super::{
    kept, known_device,
    second_factor::{self, Spent},
    session, sign_in,
    step_up::wrong_code,
};
use crate::{
    App,
    error::{Error, Result, encode},
    machine_time, mail,
    register::AccountId,
    seal::Hash,
    web::{FieldErrors, Form, Query},
};

#[derive(Template, WebTemplate)]
#[template(path = "accounts/code.html")]
pub(super) struct CodePage {
    back: String,
    /// The account has one-time codes; recovery codes it has in any case.
    codes: bool,
    passkeys: bool,
    errors: FieldErrors,
}

impl CodePage {
    async fn load(
        db: &mut PgConnection,
        account: AccountId,
        back: &str,
        errors: FieldErrors,
    ) -> Result<Self> {
        let factors = second_factor::of(db, account).await?;
        let (codes, passkeys) = (factors.codes_since.is_some(), !factors.passkeys.is_empty());
        Ok(Self { back: back.to_owned(), codes, passkeys, errors })
    }

    /// The page once more, after a passkey that was not accepted.
    pub(super) async fn without_passkey(
        db: &mut PgConnection,
        account: AccountId,
        back: &str,
    ) -> Result<Self> {
        let mut errors = FieldErrors::default();
        errors.add("nyckel", "Lösennyckeln godtogs inte. Försök igen, eller skriv en kod.");
        Self::load(db, account, back, errors).await
    }
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
    let Some((account, _)) = waiting(&mut db, &app, &headers, machine_time()).await? else {
        return Ok(begin_again(form.back()).into_response());
    };
    let page = CodePage::load(&mut db, account, form.back(), FieldErrors::default()).await?;
    Ok(page.into_response())
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
    let (waiting, email, known) = {
        let mut db = app.site.acquire().await?;
        let Some(waiting) = waiting(&mut db, &app, &headers, now).await? else {
            return Ok(begin_again(form.back()).into_response());
        };
        let email = email(&mut db, waiting.0).await?;
        let known = known_device::is_known(&mut db, device, &email, now).await?;
        (waiting, email, known)
    };
    let address = address.map(|Extension(ConnectInfo(address))| address.ip());
    if !app.limits().allow(known.then_some(waiting.0), address, &email).await? {
        return Err(Error::TooMany);
    }

    let mut db = app.site.begin().await?;
    let spent = second_factor::spend(&mut db, &app.vault, waiting.0, &form.code, now).await?;
    let Some(spent) = spent else {
        let errors = FieldErrors::default();
        let mut page = CodePage::load(&mut db, waiting.0, form.back(), errors).await?;
        page.errors.add("code", wrong_code(page.codes));
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    tell(&mut db, waiting.0, spent, now).await?;
    enter(db, (&app, &headers, jar), waiting, form.back(), now).await
}

/// Opens everything to somebody whose sign-in waited, remembers the device, and goes on to `back`.
pub(super) async fn enter(
    mut db: Transaction<'_, Postgres>,
    (app, headers, jar): (&App, &HeaderMap, CookieJar),
    (account, token): (AccountId, Hash),
    back: &str,
    now: OffsetDateTime,
) -> Result<Response> {
    if !session::end(&mut db, token, now).await? {
        return Ok(begin_again(back).into_response());
    }
    let token = session::begin(&mut db, account, now).await?;
    let mut jar = jar.add(session::cookie(&app.origin, token));
    let device = (headers, &*app.origin);
    if let Some(cookie) = known_device::remember(&mut db, device, account, now).await? {
        jar = jar.add(cookie);
    }
    let next = kept::landing(&mut db, account, back).await?;
    db.commit().await?;

    Ok((jar, Redirect::to(&next)).into_response())
}

/// Whose sign-in waits, and by which session.
pub(super) async fn waiting(
    db: &mut PgConnection,
    app: &App,
    headers: &HeaderMap,
    now: OffsetDateTime,
) -> Result<Option<(AccountId, Hash)>> {
    let Some(token) = session::token_hash(headers, &app.origin) else { return Ok(None) };
    Ok(session::waiting(db, token, now).await?.map(|account| (account, token)))
}

pub(super) fn begin_again(back: &str) -> Redirect {
    Redirect::to(&format!("/logga-in?till={}", encode(back)))
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
