//! `/healthz`, the health check (driftkontroll): whether the site can answer, and what that hangs on.

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::IntoResponse,
};

use crate::PublicDb;

/// 200 when the database answers the public's pages, else 503; no name, version or reason goes out.
pub(crate) async fn show(State(PublicDb(pool)): State<PublicDb>) -> impl IntoResponse {
    let answer = sqlx::query_scalar!(r#"select 1 as "one!""#).fetch_one(&pool).await;
    let (status, body) = match answer {
        Ok(_) => (StatusCode::OK, "ok\ndatabase: ok\n"),
        Err(error) => {
            tracing::warn!(%error, "the database does not answer the health check");
            (StatusCode::SERVICE_UNAVAILABLE, "not ok\ndatabase: away\n")
        }
    };
    (status, [(header::CACHE_CONTROL, "no-store")], body)
}
