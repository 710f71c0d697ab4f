//! The log (driftloggen): one line a request, without persons, texts and tokens, and the id that finds its error.

use std::{
    future::Future,
    time::{Duration, Instant},
};

use axum::{
    extract::{MatchedPath, Request},
    http::{HeaderValue, Method, StatusCode, Uri},
    middleware::Next,
    response::Response,
};
use metrics::{counter, histogram};
use tracing::Instrument as _;
use uuid::Uuid;

tokio::task_local! {
    static REQUEST: Uuid;
}

/// The id of the request that is being answered; it stands in the log, in the answer's header and on error pages.
pub(crate) fn request_id() -> Option<Uuid> {
    REQUEST.try_with(|id| *id).ok()
}

/// Lets `work` go on in a task of its own under the id and the span of this request.
pub(crate) fn carry<F: Future>(work: F) -> impl Future<Output = F::Output> {
    REQUEST.scope(request_id().unwrap_or_else(Uuid::now_v7), work.in_current_span())
}

/// Around every request: gives it an id, and writes its line when it has been answered.
pub(crate) async fn line(request: Request, next: Next) -> Response {
    let id = Uuid::now_v7();
    let begun = Instant::now();
    let method = request.method().clone();
    let matched = request.extensions().get::<MatchedPath>().cloned();
    let path = path(request.uri(), matched.as_ref());
    let span = tracing::info_span!("request", %id);

    let mut response = REQUEST.scope(id, next.run(request)).instrument(span).await;

    count(&method, matched.as_ref(), response.status(), begun.elapsed());
    let ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::info!(%method, path, status = response.status().as_u16(), ms, %id, "answered");
    if let Ok(id) = HeaderValue::from_str(&id.to_string()) {
        response.headers_mut().insert("x-request-id", id);
    }
    response
}

/// Counts an answer by its route, never by its address: what people look for and who they are does not come out.
fn count(method: &Method, route: Option<&MatchedPath>, status: StatusCode, took: Duration) {
    let method = match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::HEAD => "HEAD",
        _ => "other",
    };
    let route = route.map_or("none", MatchedPath::as_str).to_owned();
    let status = status.as_u16().to_string();
    histogram!("paragraf_request_seconds", "route" => route.clone()).record(took);
    counter!("paragraf_requests_total", "method" => method, "route" => route, "status" => status)
        .increment(1);
}

/// The path that may be written down: never a query, never a one-time token. Of an address that is none of ours
/// only the first step is written, for it may be such a link, cut or copied wrongly.
fn path(uri: &Uri, matched: Option<&MatchedPath>) -> String {
    match matched {
        Some(route) if route.as_str().contains("{token}") => route.as_str().to_owned(),
        Some(_) => uri.path().to_owned(),
        None => match uri.path().split('/').nth(1).unwrap_or_default() {
            first if first.len() + 1 == uri.path().len() => short(first),
            first => format!("{}/…", short(first)),
        },
    }
}

fn short(step: &str) -> String {
    format!("/{}", step.chars().take(20).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_address_is_cut_after_its_first_step() {
        let written = |address: &str| path(&address.parse().unwrap(), None);

        assert_eq!(written("/losenord/0a1b2c3d/"), "/losenord/…");
        assert_eq!(written("/0a1b2c3d0a1b2c3d0a1b2c3d"), "/0a1b2c3d0a1b2c3d0a1b");
        assert_eq!(written("/finns-inte?epost=a@exempel.se"), "/finns-inte");
        assert_eq!(written("/"), "/");
    }
}
