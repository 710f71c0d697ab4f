//! Signing in and out (inloggning).

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

use super::{code, kept, known_device, password, session};
use crate::{
    App,
    error::{Error, Result},
    machine_time,
    register::AccountId,
    text::clean_line,
    web::{FieldErrors, Form, Query},
};

#[derive(Template, WebTemplate)]
#[template(path = "accounts/sign_in.html")]
struct SignInPage {
    form: SignInForm,
    errors: FieldErrors,
}

/// What was typed.
#[derive(Debug, Default, Deserialize)]
pub(super) struct SignInForm {
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
    #[serde(default, rename = "till")]
    back: String,
}

impl SignInForm {
    fn back(&self) -> &str {
        own(&self.back)
    }
}

/// The address to go on to: only one of our own.
pub(super) fn own(back: &str) -> &str {
    let ours = back.starts_with('/')
        && !back.starts_with("//")
        && !back.contains(|c: char| c == '\\' || c.is_control());
    if ours { back } else { "/arbete" }
}

impl SignInPage {
    /// The same answer whatever was wrong.
    fn refused(form: SignInForm) -> Response {
        let mut errors = FieldErrors::default();
        errors.add(
            "email",
            "Adressen eller lösenordet stämmer inte. Försök igen eller skaffa ett nytt lösenord.",
        );
        (StatusCode::UNPROCESSABLE_ENTITY, Self { form, errors }).into_response()
    }
}

pub(super) async fn new(
    State(app): State<App>,
    headers: HeaderMap,
    Query(form): Query<SignInForm>,
) -> Result<Response> {
    if let Some(token) = session::token_hash(&headers, &app.origin)
        && session::waiting(&mut *app.site.acquire().await?, token, machine_time()).await?.is_some()
    {
        return Ok(Redirect::to(&code::path(form.back())).into_response());
    }
    Ok(SignInPage { form, errors: FieldErrors::default() }.into_response())
}

pub(super) async fn create(
    State(app): State<App>,
    address: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
    jar: CookieJar,
    Form(form): Form<SignInForm>,
) -> Result<Response> {
    let now = machine_time();
    let Ok(email) = clean_line(&form.email, 254).map(|email| email.to_lowercase()) else {
        return Ok(SignInPage::refused(form));
    };
    let address = address.map(|Extension(ConnectInfo(address))| address.ip());
    let (account, known) = {
        let mut db = app.site.acquire().await?;
        let device = (&headers, &*app.origin);
        (find(&mut db, &email).await?, known_device::is_known(&mut db, device, &email, now).await?)
    };
    let (account, stored) = account.unzip();
    if !app.limits().allow(account.filter(|_| known), address, &email).await? {
        return Err(Error::TooMany);
    }

    let stored = stored.flatten();
    let right = password::verify(&form.password, stored.as_deref()).await;
    let Some(account) = account.filter(|_| right) else {
        return Ok(SignInPage::refused(form));
    };
    let mut db = app.site.begin().await?;
    if !is_still(&mut db, account, stored.as_deref()).await? {
        return Ok(SignInPage::refused(form));
    }
    let begun = session::begin_with_password(&mut db, account, now).await?;
    let mut jar = jar.add(session::cookie(&app.origin, begun.token));
    let next = if begun.waits_for_code {
        code::path(form.back())
    } else {
        let device = (&headers, &*app.origin);
        if let Some(cookie) = known_device::remember(&mut db, device, account, now).await? {
            jar = jar.add(cookie);
        }
        kept::landing(&mut db, account, form.back()).await?
    };
    db.commit().await?;

    Ok((jar, Redirect::to(&next)).into_response())
}

pub(super) async fn destroy(
    State(app): State<App>,
    headers: HeaderMap,
    jar: CookieJar,
) -> Result<Response> {
    if let Some(token) = session::token_hash(&headers, &app.origin) {
        session::end(&mut *app.site.acquire().await?, token, machine_time()).await?;
    }
    let gone = session::cookie(&app.origin, String::new());
    Ok((jar.remove(gone), Redirect::to("/")).into_response())
}

/// Says whether the password is the account's still, and lets nobody change it until the session has begun.
async fn is_still(
    db: &mut PgConnection,
    account: AccountId,
    password: Option<&str>,
) -> Result<bool> {
    let found = sqlx::query_scalar!(
        "select id from accounts where id = $1 and password = $2 for share",
        account.0,
        password
    )
    .fetch_optional(db)
    .await?;
    Ok(found.is_some())
}

async fn find(db: &mut PgConnection, email: &str) -> Result<Option<(AccountId, Option<String>)>> {
    let row = sqlx::query!(
        "select id, password from accounts where email = $1 and account_is_open(id)",
        email
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| (AccountId(row.id), row.password)))
}

#[cfg(test)]
mod tests {
    use super::*;

    // A browser takes away tabs and line breaks before it reads an address.
    #[test]
    fn only_an_address_of_our_own_is_gone_on_to() {
        let back = |typed: &str| {
            SignInForm { back: typed.to_owned(), ..SignInForm::default() }.back().to_owned()
        };
        assert_eq!(back("/justera?a=b"), "/justera?a=b");
        for bad in
            ["", "https://exempel.se", "//exempel.se", "/\\exempel.se", "/\t/exempel.se", "/\n/x"]
        {
            assert_eq!(back(bad), "/arbete", "{bad:?}");
        }
    }
}
