//! Operations (drift): what a municipality's administrator sees of the machinery, and the clock-driven work that watches it.

mod alarms;
mod figures;
mod head;
mod mails;
mod recipients;
mod seeing;
mod show;
mod standing;
mod verification;
mod watch;

use axum::{
    Router,
    routing::{get, post},
};
use sqlx::PgConnection;

pub use figures::Figures;
pub use seeing::Seeing;

use crate::{
    App, accounts::Viewer, database::Addresses, error::Result, jobs::Work, machine_time, retention,
};

pub(crate) fn router() -> Router<App> {
    Router::new()
        .route("/arbete/drift", get(show::index))
        .route("/arbete/drift/brev/{id}/igen", post(mails::retry))
        .route("/arbete/drift/mottagare", get(recipients::index).post(recipients::create))
        .route(
            "/arbete/drift/mottagare/{id}/avsluta",
            get(recipients::edit).post(recipients::destroy),
        )
}

/// The work that every program does by the clock.
pub fn works(app: &App, addresses: &Addresses) -> Vec<Work> {
    vec![
        verification::work(app, addresses),
        head::work(app),
        retention::work(addresses),
        watch::work(app),
    ]
}

/// How many alarms an administrator should look at; none for others.
pub(crate) async fn alarms(app: &App, db: &mut PgConnection, viewer: &Viewer) -> Result<usize> {
    if viewer.administers().is_empty() {
        return Ok(0);
    }
    let standing = standing::Standing::load(app, db, machine_time()).await?;
    Ok(standing.alarms().len())
}
