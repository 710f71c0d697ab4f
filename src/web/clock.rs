//! Two clocks: legal time, for acts, days and pages, and machine time, for sessions and limits; both read here only.

use std::convert::Infallible;

use axum::{extract::FromRequestParts, http::request::Parts};
use jiff::{Timestamp, tz::TimeZone};
use time::{Date, Duration, OffsetDateTime, Time};

use crate::App;

/// Where legal time comes from: the system, a demo that lives on another day, or a test.
#[derive(Clone, Copy, Debug)]
pub enum Clock {
    System,
    Shifted(Duration),
    Fixed(OffsetDateTime),
}

impl Clock {
    /// The instant it legally is.
    pub fn now(self) -> Now {
        match self {
            Self::System => Now(machine_time()),
            Self::Shifted(by) => Now(machine_time() + by),
            Self::Fixed(at) => Now(at),
        }
    }
}

/// The instant of the machine's own clock, UTC: sessions, limits, comparison with the database; never a legal act.
#[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
pub fn machine_time() -> OffsetDateTime {
    let now = OffsetDateTime::now_utc();
    now.replace_nanosecond(now.nanosecond() / 1000 * 1000).unwrap_or(now)
}

/// The legal instant at which a request is answered, UTC, in whole microseconds as the database keeps it.
#[derive(Clone, Copy, Debug)]
pub struct Now(pub OffsetDateTime);

impl Now {
    /// The civil date in Europe/Stockholm (DAT-11).
    pub fn today(self) -> Date {
        local(self.0).0
    }
}

impl FromRequestParts<App> for Now {
    type Rejection = Infallible;

    async fn from_request_parts(_: &mut Parts, app: &App) -> Result<Self, Infallible> {
        Ok(app.clock.now())
    }
}

/// The civil date and time in Europe/Stockholm at an instant.
pub(crate) fn local(at: OffsetDateTime) -> (Date, Time) {
    let zoned = stockholm(at);
    let offset = time::UtcOffset::from_whole_seconds(zoned.offset().seconds())
        .unwrap_or(time::UtcOffset::UTC);
    let here = at.to_offset(offset);
    (here.date(), here.time())
}

/// The instant of a civil time in Europe/Stockholm; where the clocks change, one of the two that it may be.
pub(crate) fn instant(day: Date, clock: Time) -> OffsetDateTime {
    let as_utc = day.with_time(clock).assume_utc();
    let offset = |at: OffsetDateTime| Duration::seconds(stockholm(at).offset().seconds().into());
    as_utc - offset(as_utc - offset(as_utc))
}

/// "8 september 2020 kl. 14.31", with no-break spaces.
pub(crate) fn instant_text(at: OffsetDateTime) -> String {
    let (day, clock) = local(at);
    format!("{} kl.\u{a0}{:02}.{:02}", crate::law::long_date(day), clock.hour(), clock.minute())
}

/// "14.31", a civil time as it is printed.
pub(crate) fn clock_text(clock: Time) -> String {
    format!("{:02}.{:02}", clock.hour(), clock.minute())
}

fn stockholm(at: OffsetDateTime) -> jiff::Zoned {
    let zone = TimeZone::get("Europe/Stockholm").unwrap_or(TimeZone::UTC);
    Timestamp::from_second(at.unix_timestamp()).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(zone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::{date, datetime, time};

    #[test]
    fn dat_11_days_are_those_of_stockholm() {
        assert_eq!(local(datetime!(2026-11-24 23:30 UTC)), (date!(2026 - 11 - 25), time!(00:30)));
        assert_eq!(local(datetime!(2026-07-01 21:59:59 UTC)).0, date!(2026 - 07 - 01));
        assert_eq!(local(datetime!(2026-07-01 22:00 UTC)).0, date!(2026 - 07 - 02));
    }

    #[test]
    fn dat_11_a_civil_time_is_an_instant_by_the_offset_of_that_day() {
        for (day, clock, at) in [
            (date!(2026 - 11 - 24), time!(09:00), datetime!(2026-11-24 08:00 UTC)),
            (date!(2026 - 07 - 01), time!(00:30), datetime!(2026-06-30 22:30 UTC)),
            (date!(2026 - 10 - 25), time!(01:30), datetime!(2026-10-24 23:30 UTC)),
            (date!(2026 - 10 - 25), time!(12:00), datetime!(2026-10-25 11:00 UTC)),
        ] {
            assert_eq!(instant(day, clock), at);
            assert_eq!(local(at), (day, clock));
        }
    }
}
