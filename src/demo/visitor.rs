//! Somebody who uses the site (besökaren): signs in with the demo's accounts and sends the forms of its own pages.

use std::collections::HashMap;

use anyhow::{Context as _, Result, bail, ensure};
use axum::{
    body::{Body, to_bytes},
    http::{Request, StatusCode, header, request::Builder},
    response::Response,
};
use sqlx::PgPool;
use time::OffsetDateTime;
use tower::ServiceExt as _;

use super::PASSWORD;
use crate::{App, Clock};

/// As much of an answer as an error quotes.
const MUCH: usize = 1024 * 1024;

pub(super) struct Visitor {
    app: App,
    /// The cookie of each account that has signed in.
    cookies: HashMap<&'static str, String>,
}

/// The fields of a form, in order.
#[derive(Default)]
pub(super) struct Sheet(String);

impl Sheet {
    pub(super) fn with(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        if !self.0.is_empty() {
            self.0.push('&');
        }
        self.0.extend([&encode(name.as_ref()), "=", &encode(value.as_ref())]);
        self
    }
}

impl Visitor {
    pub(super) fn new(app: App) -> Self {
        Self { app, cookies: HashMap::new() }
    }

    /// For looking up what a person would read on a page.
    pub(super) fn database(&self) -> &PgPool {
        &self.app.site
    }

    /// Sends a form as the owner of an account at an instant, and returns the address that the answer leads to.
    ///
    /// # Errors
    /// The site did not do what was asked.
    pub(super) async fn post(
        &mut self,
        email: &'static str,
        at: OffsetDateTime,
        path: &str,
        sheet: Sheet,
    ) -> Result<String> {
        let cookie = self.cookie(email, at).await?;
        let answer = self.send(at, form(path), &cookie, sheet.0).await?;
        leads_to(answer).await.with_context(|| format!("{path} for {email}"))
    }

    /// The value of a hidden field on a page, as its owner gets it.
    pub(super) async fn value(
        &mut self,
        email: &'static str,
        at: OffsetDateTime,
        path: &str,
        name: &str,
    ) -> Result<String> {
        let cookie = self.cookie(email, at).await?;
        let answer = self.send(at, Request::get(path), &cookie, String::new()).await?;
        let page = to_bytes(answer.into_body(), MUCH).await?;
        let page = std::str::from_utf8(&page)?;
        let field = format!("name=\"{name}\" value=\"");
        let (_, rest) = page.split_once(&field).with_context(|| format!("no {name} on {path}"))?;
        Ok(rest.split('"').next().unwrap_or_default().to_owned())
    }

    async fn cookie(&mut self, email: &'static str, at: OffsetDateTime) -> Result<String> {
        match self.cookies.get(email) {
            Some(cookie) => Ok(cookie.clone()),
            None => self.sign_in(email, at).await,
        }
    }

    async fn sign_in(&mut self, email: &'static str, at: OffsetDateTime) -> Result<String> {
        let sheet = Sheet::default().with("email", email).with("password", PASSWORD);
        let answer = self.send(at, form("/logga-in"), "", sheet.0).await?;
        let cookies = answer.headers().get_all(header::SET_COOKIE).iter();
        let cookies: Vec<_> =
            cookies.filter_map(|one| one.to_str().ok()?.split(';').next()).collect();
        ensure!(!cookies.is_empty(), "no cookie to sign in with");
        let cookie = cookies.join("; ");
        self.cookies.insert(email, cookie.clone());
        Ok(cookie)
    }

    async fn send(
        &self,
        at: OffsetDateTime,
        request: Builder,
        cookie: &str,
        body: String,
    ) -> Result<Response> {
        let request = request.header(header::COOKIE, cookie).body(Body::from(body))?;
        let app = App { clock: Clock::Fixed(at), ..self.app.clone() };
        Ok(crate::site(app).oneshot(request).await?)
    }
}

/// A form sent from one of our own pages.
fn form(path: &str) -> Builder {
    Request::post(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
}

async fn leads_to(answer: Response) -> Result<String> {
    if answer.status() == StatusCode::SEE_OTHER {
        let location =
            answer.headers().get(header::LOCATION).context("an answer without address")?;
        return Ok(location.to_str()?.to_owned());
    }
    let status = answer.status();
    let page = to_bytes(answer.into_body(), MUCH).await?;
    bail!("{status}: {}", String::from_utf8_lossy(&page))
}

fn encode(text: &str) -> String {
    let encoded = text.bytes().map(|byte| {
        if byte.is_ascii_alphanumeric() {
            char::from(byte).to_string()
        } else {
            format!("%{byte:02X}")
        }
    });
    encoded.collect()
}
