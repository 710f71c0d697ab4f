//! Restorations (återställningar): the act that tells of one, what was lost by it, and the way back, step by step.

mod act;
mod overview;
mod step;
mod traces;

use axum::{Router, routing::get};
use sqlx::PgConnection;

use crate::{App, accounts::Viewer, error::Result};

pub use act::{Given, KeptHead, KeyPlace, record};
pub use traces::Traces;

/// Where an administrator sees them.
pub const PATH: &str = "/arbete/aterstallning";

pub(crate) fn router() -> Router<App> {
    Router::new()
        .route("/arbete/aterstallning", get(overview::index))
        .route("/arbete/aterstallning/{id}/{steg}", get(step::edit).post(step::create))
}

/// How many steps of every restoration wait for an administrator.
pub(crate) async fn waiting(db: &mut PgConnection, viewer: &Viewer) -> Result<usize> {
    if viewer.administers().is_empty() {
        return Ok(0);
    }
    let all = overview::all(db).await?;
    Ok(all.iter().map(overview::Shown::waiting).sum())
}
