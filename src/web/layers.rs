//! What surrounds every request: a task of its own, same-origin check, limits, headers, trace.

use std::time::Duration;

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use tower_http::{
    catch_panic::CatchPanicLayer, csrf::CsrfLayer, timeout::TimeoutLayer, trace::TraceLayer,
};

use crate::error::Error;

const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types paragraf";

/// Puts every layer around the site, the outermost last.
pub(crate) fn wrap<S: Clone + Send + Sync + 'static>(site: Router<S>) -> Router<S> {
    site.layer(CatchPanicLayer::custom(|_| Error::Broken("a panic").into_response()))
        .layer(middleware::from_fn(own_task))
        .layer(DefaultBodyLimit::max(1024 * 1024))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            Duration::from_secs(30),
        ))
        .layer(CsrfLayer::new())
        .layer(middleware::from_fn(headers))
        .layer(TraceLayer::new_for_http())
}

/// Runs an unsafe request in a task of its own, so that a reader who goes away cannot cut it half-way.
async fn own_task(request: Request, next: Next) -> Response {
    if request.method().is_safe() {
        return next.run(request).await;
    }
    match tokio::spawn(next.run(request)).await {
        Ok(response) => response,
        Err(_) => Error::Broken("the task of a request ended").into_response(),
    }
}

async fn headers(request: Request, next: Next) -> Response {
    let signed_in_page = ["/arbete", "/justera", "/logga-in", "/losenord", "/inbjudan"]
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
