//! Addresses that a board had under a former name (tidigare adress): they go on leading to it.

use axum::{
    extract::{Request, State},
    http::StatusCode,
    middleware::Next,
    response::{IntoResponse as _, Redirect, Response},
};

use crate::{App, error::Result};

/// The second part of the addresses whose third is a board's.
const OF_BOARDS: [&str; 3] = ["organ", "protokoll", "p"];

/// Around every page: what is not found under a board's former name is found under the present one.
pub(crate) async fn lead_on(State(app): State<App>, request: Request, next: Next) -> Response {
    let uri = request.uri().clone();
    let asked = request.method().is_safe();
    let response = next.run(request).await;
    if !asked || response.status() != StatusCode::NOT_FOUND {
        return response;
    }
    match present(&app, uri.path()).await {
        Ok(Some(path)) => {
            let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
            Redirect::permanent(&format!("{path}{query}")).into_response()
        }
        _ => response,
    }
}

/// The same path under the board's present name.
async fn present(app: &App, path: &str) -> Result<Option<String>> {
    let parts: Vec<_> = path.split('/').collect();
    let &["", host, of, slug, ..] = parts.as_slice() else { return Ok(None) };
    if !OF_BOARDS.contains(&of) {
        return Ok(None);
    }
    let found = sqlx::query_scalar!(
        r#"
        select board_slug as "slug!" from public_former_names
        where host_slug = $1 and former_slug = $2 and board_slug <> $2 order by until_on desc limit 1
        "#,
        host,
        slug,
    )
    .fetch_optional(&app.public)
    .await?;
    Ok(found.map(|slug| {
        let start = ["", host, of, &slug].into_iter();
        start.chain(parts[4..].iter().copied()).collect::<Vec<_>>().join("/")
    }))
}
