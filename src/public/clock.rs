//! Where the appeal time of a batch stands today (överklagandetiden), in the words of a page.

use time::Date;

use super::words;
use crate::law::{AppealTime, Step, weekday_date};

/// The common time of every participant's announcement, seen on a day.
#[derive(Clone, Debug)]
pub(super) struct AppealClock {
    /// Every participant's valid day.
    pub(super) announced_on: Vec<Option<Date>>,
    /// Short names of those without a valid announcement.
    pub(super) waiting_for: Vec<String>,
    /// The protocol was made elsewhere, so a missing day is one that is not known.
    pub(super) imported: bool,
    pub(super) today: Date,
}

impl AppealClock {
    pub(super) fn time(&self) -> AppealTime {
        AppealTime::of(&self.announced_on)
    }

    /// The first and the last day of the common time; `None` until it has begun (INV-04).
    fn days(&self) -> Option<(Date, Date)> {
        match self.time() {
            AppealTime::Running { starts_on, last_appeal_day, .. } => {
                Some((starts_on, last_appeal_day))
            }
            AppealTime::NotStarted { .. } | AppealTime::NotComputed => None,
        }
    }

    pub(super) fn last_day(&self) -> Option<Date> {
        self.time().last_appeal_day()
    }

    /// The day on which every participant had announced, whether or not a last day is computed from it.
    pub(super) fn announced_by_all(&self) -> Option<Date> {
        let days: Option<Vec<_>> = self.announced_on.iter().copied().collect();
        days?.into_iter().max()
    }

    /// What stands in place of a day that the law does not give (DAT-06, APP-05).
    pub(super) fn no_day(&self, not_yet: &'static str) -> &'static str {
        match self.time() {
            _ if self.is_unknown() => "Inte känd",
            AppealTime::NotComputed => "Beräknas inte",
            _ => not_yet,
        }
    }

    pub(super) fn takedown_earliest(&self) -> Option<Date> {
        self.last_day().map(crate::law::takedown_earliest)
    }

    /// In place of the earliest day of removal.
    pub(super) fn no_takedown(&self) -> &'static str {
        if self.time() == AppealTime::NotComputed { "Beräknas inte" } else { "Inte bestämt" }
    }

    pub(super) fn is_joint(&self) -> bool {
        self.announced_on.len() > 1
    }

    /// An import that does not say when everybody announced.
    pub(super) fn is_unknown(&self) -> bool {
        self.imported && matches!(self.time(), AppealTime::NotStarted { .. })
    }

    /// Says whether the notice still has a purpose: the last day is not over, or not known.
    pub(super) fn is_current(&self) -> bool {
        match self.time() {
            AppealTime::Running { last_appeal_day, .. } => self.today <= last_appeal_day,
            AppealTime::NotStarted { .. } if self.imported => {
                self.supposed().is_some_and(|(_, last)| self.today <= last)
            }
            AppealTime::NotStarted { .. } => true,
            AppealTime::NotComputed => false,
        }
    }

    /// For an import with missing days: the latest known day, and the last day if nobody was later.
    pub(super) fn supposed(&self) -> Option<(Date, Date)> {
        let latest = self.announced_on.iter().flatten().max()?;
        Some((*latest, AppealTime::of(&[Some(*latest)]).last_appeal_day()?))
    }

    /// The class that gives the status its shape and colour.
    pub(super) fn class(&self) -> &'static str {
        let Some((_, last)) = self.days() else { return "status-waiting" };
        match (last - self.today).whole_days() {
            ..0 => "status-over",
            0 => "status-late",
            1..=7 => "status-soon",
            _ => "status-open",
        }
    }

    /// The one line a reader came for.
    pub(super) fn headline(&self) -> String {
        match self.time() {
            _ if self.is_unknown() => "Sista dagen att överklaga är inte känd".into(),
            AppealTime::NotStarted { .. } => "Överklagandetiden har inte börjat löpa".into(),
            AppealTime::NotComputed => "Sista dagen att överklaga beräknas inte".into(),
            AppealTime::Running { last_appeal_day, .. } if last_appeal_day < self.today => {
                format!("Tiden att överklaga gick ut {}", weekday_date(last_appeal_day))
            }
            AppealTime::Running { last_appeal_day, .. } => {
                format!("Kan överklagas till och med {}", weekday_date(last_appeal_day))
            }
        }
    }

    /// What follows from it: days left, whom it waits for.
    pub(super) fn remark(&self) -> String {
        match self.time() {
            _ if self.is_unknown() => {
                format!("Uppgift om anslag saknas för {}", self.waiting_words())
            }
            AppealTime::NotStarted { .. } => format!("Väntar på anslag i {}", self.waiting_words()),
            AppealTime::NotComputed => "Anslaget före 2018".into(),
            AppealTime::Running { last_appeal_day, .. } if last_appeal_day < self.today => {
                "Kan ha vunnit laga kraft".into()
            }
            time @ AppealTime::Running { .. } => time.standing(self.today),
        }
    }

    /// The few words of a table's cell where there is a last day.
    pub(super) fn left(&self) -> String {
        self.time().standing(self.today)
    }

    pub(super) fn waiting_words(&self) -> String {
        words::enumerate(&self.waiting_for)
    }

    /// How many days of the time have gone, and how many it has.
    pub(super) fn progress(&self) -> Option<(i64, i64)> {
        let (start, last) = self.days()?;
        let whole = (last - start).whole_days();
        Some(((self.today - start).whole_days().clamp(0, whole), whole))
    }

    pub(super) fn steps(&self) -> Vec<Step> {
        self.time().steps()
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    fn clock(announced_on: &[Option<Date>], today: Date) -> AppealClock {
        let waiting_for =
            announced_on.iter().filter(|day| day.is_none()).map(|_| "Laxå".into()).collect();
        AppealClock { announced_on: announced_on.to_vec(), waiting_for, imported: false, today }
    }

    // APP-12.
    #[test]
    fn a_time_that_is_over_does_not_promise_that_the_decision_stands() {
        let clock = clock(&[Some(date!(2020 - 09 - 08))], date!(2020 - 09 - 30));
        assert_eq!(clock.headline(), "Tiden att överklaga gick ut tisdag 29\u{a0}september 2020");
        assert_eq!(clock.remark(), "Kan ha vunnit laga kraft");
        assert!(!clock.is_current());
    }

    #[test]
    fn e36_a_missing_participant_is_named_and_the_notice_stays() {
        let clock = clock(&[Some(date!(2020 - 09 - 08)), None], date!(2030 - 01 - 01));
        assert_eq!(clock.remark(), "Väntar på anslag i Laxå");
        assert_eq!((clock.last_day(), clock.is_current()), (None, true));
    }

    #[test]
    fn dat_06_an_old_announcement_has_its_day_and_no_computed_one() {
        let mut clock = clock(&[Some(date!(2015 - 03 - 31)); 2], date!(2026 - 11 - 24));
        clock.imported = true;
        assert_eq!(clock.announced_by_all(), Some(date!(2015 - 03 - 31)));
        assert_eq!((clock.last_day(), clock.no_day("Ingen")), (None, "Beräknas inte"));
        clock.announced_on[0] = None;
        assert_eq!((clock.announced_by_all(), clock.no_day("Ingen")), (None, "Inte känd"));
        clock.imported = false;
        assert_eq!(clock.no_day("Ingen"), "Ingen");
    }

    #[test]
    fn an_import_with_an_unknown_day_is_no_longer_current_when_the_known_days_are_over() {
        let mut clock = clock(&[Some(date!(2020 - 09 - 08)), None], date!(2020 - 09 - 29));
        clock.imported = true;
        assert!(clock.is_current());
        assert_eq!(clock.supposed(), Some((date!(2020 - 09 - 08), date!(2020 - 09 - 29))));
        clock.today = date!(2020 - 09 - 30);
        assert!(!clock.is_current());
        assert_eq!(clock.headline(), "Sista dagen att överklaga är inte känd");
    }
}
