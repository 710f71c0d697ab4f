//! When work is due (schema): by the clock of Stockholm, read in machine time.

use time::{Duration, OffsetDateTime, Time};

use crate::web::{instant, local};

/// How often.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Schedule {
    /// At the beginning of each hour.
    Hourly,
    /// Each civil day at this time.
    Daily(Time),
}

impl Schedule {
    /// The newest instant, not after `now`, at which it was due. What was due while no program ran is done once.
    pub(super) fn latest(self, now: OffsetDateTime) -> OffsetDateTime {
        match self {
            Self::Hourly => {
                let hour = now.unix_timestamp() - now.unix_timestamp().rem_euclid(3600);
                OffsetDateTime::from_unix_timestamp(hour).unwrap_or(now)
            }
            Self::Daily(clock) => {
                let today = local(now).0;
                let due = instant(today, clock);
                if due <= now { due } else { instant(today - Duration::DAY, clock) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::{datetime, time};

    use super::*;

    #[test]
    fn daily_work_is_due_by_the_clock_of_stockholm_on_both_sides_of_its_changes() {
        let at_half_past_two = Schedule::Daily(time!(02:30));
        for (now, due) in [
            (datetime!(2026-11-24 01:29:59 UTC), datetime!(2026-11-23 01:30 UTC)),
            (datetime!(2026-11-24 01:30 UTC), datetime!(2026-11-24 01:30 UTC)),
            (datetime!(2026-11-24 23:30 UTC), datetime!(2026-11-24 01:30 UTC)),
            (datetime!(2026-07-01 12:00 UTC), datetime!(2026-07-01 00:30 UTC)),
        ] {
            assert_eq!(at_half_past_two.latest(now), due, "{now}");
        }
    }

    #[test]
    fn hourly_work_is_due_at_the_full_hour() {
        let now = datetime!(2026-11-24 09:59:59.999 UTC);
        assert_eq!(Schedule::Hourly.latest(now), datetime!(2026-11-24 09:00 UTC));
    }
}
