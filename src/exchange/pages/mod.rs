//! The pages of the exchange (hämta och lämna ut): upload, download, the format, what a shadow meeting shows.

mod bring;
mod form;
mod format;
mod shadow;
mod take;

use axum::{
    Router,
    routing::{get, post},
};

use crate::App;

pub(crate) fn router() -> Router<App> {
    Router::new()
        .route("/arbete/hamta", get(bring::new).post(bring::review))
        .route("/arbete/hamta/spara", post(bring::create))
        .route("/arbete/sammantraden/{id}/fil.json", get(take::show))
        .route("/arbete/sammantraden/{id}/jamforelse", get(shadow::show))
        .route("/om/utbytesformat", get(format::show))
        .route("/data/paragraf-meeting-1.schema.json", get(format::schema))
}
