//! Accounts (konton): who is signed in, and what they may.

mod limits;
mod password;
mod session;
mod sign_in;
mod viewer;

use axum::{Router, routing::get};

use crate::App;

pub use limits::Limits;
pub use password::hash as hash_password;
pub(crate) use password::verify as verify_password;
pub(crate) use viewer::Viewer;

pub(crate) fn router() -> Router<App> {
    Router::new()
        .route("/logga-in", get(sign_in::new).post(sign_in::create))
        .route("/logga-ut", axum::routing::post(sign_in::destroy))
}
