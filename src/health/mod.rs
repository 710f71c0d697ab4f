//! `/healthz` and `/readyz` (driftkontroll): whether the program lives, and whether requests should be sent to it.

mod host;

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

use time::Duration;

use crate::{App, MIGRATOR, PublicDb, database::checks::CLOCK_TOLERANCE};

pub use host::Host;
pub(crate) use host::{Disk, skew};

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

/// 200 when signed-in work can be done here: a line for each thing it hangs on, so that a proxy sends nobody to a
/// program that stops, or whose database, schema, clock or disk is not as it must be.
pub(crate) async fn ready(State(app): State<App>) -> Response {
    let database = asked(&app).await;
    let ours = MIGRATOR.iter().map(|migration| migration.version).max();
    let parts = [
        ("database", database.is_ok()),
        ("schema", database.as_ref().is_ok_and(|(schema, _)| *schema == ours)),
        ("clock", database.is_ok_and(|(_, skew)| skew.abs() <= CLOCK_TOLERANCE)),
        ("disk", !app.host.disk().is_ok_and(Disk::is_full)),
        ("stays", !app.host.stops()),
    ];
    let ready = parts.iter().all(|(_, ok)| *ok);
    let word = |ok| if ok { "ok" } else { "not ok" };
    let lines = parts.iter().map(|(part, ok)| format!("{part}: {}\n", word(*ok)));
    let body = format!("{}\n{}", word(ready), lines.collect::<String>());
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, [(header::CACHE_CONTROL, "no-store")], body).into_response()
}

/// The database's newest migration and how far its clock is ahead; the public's pages must be answered too.
async fn asked(app: &App) -> sqlx::Result<(Option<i64>, Duration)> {
    sqlx::query_scalar!(r#"select 1 as "one!""#).fetch_one(&app.public).await?;
    let mut db = app.site.acquire().await?;
    let schema = sqlx::query_scalar!("select schema_version()").fetch_one(&mut *db).await?;
    Ok((schema, skew(&mut db).await?))
}
