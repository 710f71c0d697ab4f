//! Retention (gallring): how long each kind is kept and by whose decision, what was weeded, and what is kept for ever.

mod decision;
mod left_accounts;
mod rules;
mod show;
mod weeding;

use axum::{Router, routing::get};

use crate::{App, database::Addresses, jobs::Work};

pub(crate) use weeding::KIND;
pub use weeding::weed;

pub(crate) fn router() -> Router<App> {
    Router::new()
        .route("/arbete/gallring", get(show::index))
        .route("/arbete/gallring/beslut", get(decision::new).post(decision::create))
}

/// The nightly weeding.
pub fn work(addresses: &Addresses) -> Work {
    weeding::work(addresses)
}
