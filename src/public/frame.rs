//! What every page of a municipality shares (ramen): its header, its one address, and that it is always asked for anew.

use axum::{
    http::header::CACHE_CONTROL,
    response::{IntoResponse, Response},
};

use super::municipality::Municipality;
use crate::App;

/// The header of a page and its canonical address.
pub(super) struct Frame {
    pub(super) municipality: Municipality,
    pub(super) canonical: String,
    /// The last part of the address of the menu's line that is lit.
    pub(super) menu: &'static str,
}

impl Frame {
    pub(super) fn of(
        app: &App,
        municipality: Municipality,
        path: &str,
        menu: &'static str,
    ) -> Self {
        Self { municipality, canonical: format!("{}{path}", app.origin), menu }
    }
}

/// A page that anybody may keep, if they ask us first whether it has changed.
pub(super) fn fresh(page: impl IntoResponse) -> Response {
    ([(CACHE_CONTROL, "public, no-cache")], page).into_response()
}
