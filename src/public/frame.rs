//! What every page of a municipality shares (ramen): its header, its one address, how long it stays fresh.

use axum::{
    http::header::CACHE_CONTROL,
    response::{IntoResponse, Response},
};

use super::municipality::Municipality;
use crate::{
    App,
    web::{Now, local},
};

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

/// A page that anybody may keep for a minute, but never past midnight in Stockholm, when days left change.
pub(super) fn fresh(now: Now, page: impl IntoResponse) -> Response {
    ([(CACHE_CONTROL, format!("public, max-age={}", fresh_for(now)))], page).into_response()
}

/// Seconds.
fn fresh_for(now: Now) -> u32 {
    let (_, clock) = local(now.0);
    let gone = u32::from(clock.hour()) * 3600 + u32::from(clock.minute()) * 60;
    (86_400 - gone - u32::from(clock.second())).min(60)
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn no_page_is_kept_past_midnight_in_stockholm() {
        assert_eq!(fresh_for(Now(datetime!(2020-09-22 21:59:50 UTC))), 10);
        assert_eq!(fresh_for(Now(datetime!(2020-09-22 22:00 UTC))), 60);
        assert_eq!(fresh_for(Now(datetime!(2020-12-22 21:59:50 UTC))), 60);
    }
}
