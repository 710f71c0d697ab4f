//! What surrounds every request: a task of its own, same-origin check, limits, headers, trace.

use std::time::Duration;

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{DefaultBodyLimit, Request},
    http::{HeaderName, HeaderValue, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use http_body_util::BodyExt as _;
use tokio::time::timeout;
use tower_http::{catch_panic::CatchPanicLayer, csrf::CsrfLayer};

use super::again::too_large;
use crate::{error::Error, log};

const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types paragraf";

/// Bytes of a form: the longest text of a §, where a letter like å takes six bytes, fits in it.
const LONGEST_FORM: usize = 2 * 1024 * 1024;
/// What is too long is read to here all the same, to come back with the sentence that refuses it.
const LONGEST_READ: usize = 4 * LONGEST_FORM;
/// How long a form may be under way.
const SENDING: Duration = Duration::from_secs(30);
/// How long a reader waits for an answer.
const ANSWERING: Duration = Duration::from_secs(30);

/// Puts every layer around the site, the outermost last.
pub(crate) fn wrap<S: Clone + Send + Sync + 'static>(site: Router<S>) -> Router<S> {
    site.layer(CatchPanicLayer::custom(|_| Error::Broken("a panic").into_response()))
        .layer(middleware::from_fn(own_task))
        .layer(middleware::from_fn(in_time))
        .layer(middleware::from_fn(read_whole))
        // It is read_whole that limits.
        .layer(DefaultBodyLimit::disable())
        .layer(CsrfLayer::new())
        .layer(middleware::from_fn(headers))
        .layer(middleware::from_fn(log::line))
}

/// Runs an unsafe request in a task of its own, so that a reader who goes away cannot cut it half-way.
async fn own_task(request: Request, next: Next) -> Response {
    if request.method().is_safe() {
        return next.run(request).await;
    }
    match tokio::spawn(log::carry(next.run(request))).await {
        Ok(response) => response,
        Err(_) => Error::Broken("the task of a request ended").into_response(),
    }
}

async fn in_time(request: Request, next: Next) -> Response {
    let answer = timeout(ANSWERING, next.run(request)).await;
    answer.unwrap_or_else(|_| Error::TooSlow.into_response())
}

/// Nothing is begun on a form before all of it is here.
async fn read_whole(request: Request, next: Next) -> Response {
    if request.method().is_safe() {
        return next.run(request).await;
    }
    let (head, body) = request.into_parts();
    match timeout(SENDING, whole(body)).await {
        Ok(Ok(body)) if body.len() > LONGEST_FORM => {
            too_large(Request::from_parts(head, body.into())).await
        }
        Ok(Ok(body)) => next.run(Request::from_parts(head, body.into())).await,
        Ok(Err(error)) => error.into_response(),
        Err(_) => Error::SentTooSlowly.into_response(),
    }
}

async fn whole(mut body: Body) -> Result<Bytes, Error> {
    let mut bytes = Vec::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|why| Error::Malformed(why.to_string()))?;
        let Some(data) = frame.data_ref() else { continue };
        if bytes.len() + data.len() > LONGEST_READ {
            return Err(Error::TooLarge);
        }
        bytes.extend_from_slice(data);
    }
    Ok(bytes.into())
}

async fn headers(request: Request, next: Next) -> Response {
    let signed_in_page =
        ["/arbete", "/justera", "/logga-in", "/losenord", "/inbjudan", "/adress", "/aterstallning"]
            .iter()
            .any(|path| request.uri().path().starts_with(path));
    let mut response = next.run(request).await;
    let all = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, CSP),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::STRICT_TRANSPORT_SECURITY, "max-age=31536000"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
    ] {
        all.insert(name, HeaderValue::from_static(value));
    }
    if signed_in_page {
        all.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}
