//! `/.well-known/security.txt` (säkerhetskontakt, RFC 9116): whom to tell of a weakness.

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse as _, Response},
};
use time::{Date, Duration};

use crate::{
    App,
    error::{Error, Result},
    web::Now,
};

/// The contact of the settings; 404 where none is set.
pub(super) async fn show(State(app): State<App>, now: Now) -> Result<Response> {
    let contact = app.host.contact().ok_or(Error::NotFound)?;
    let text = format!(
        "Contact: {contact}\nExpires: {}T00:00:00Z\nPreferred-Languages: sv, en\nCanonical: {}/.well-known/security.txt\n",
        expires(now.today()),
        app.origin,
    );
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response())
}

/// The first day of the month about half a year ahead: who runs the program stands behind the contact as long as it
/// is served, and a copy kept elsewhere grows old by itself.
fn expires(today: Date) -> Date {
    let ahead = today + Duration::days(183);
    ahead.replace_day(1).unwrap_or(ahead)
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn it_expires_within_a_year_and_not_within_five_months() {
        assert_eq!(expires(date!(2026 - 11 - 24)), date!(2027 - 05 - 01));
        for day in 0..366 {
            let today = date!(2027 - 01 - 01) + Duration::days(day);
            let days = (expires(today) - today).whole_days();
            assert!((150..=184).contains(&days), "{today}: {days}");
        }
    }
}
