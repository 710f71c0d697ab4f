//! When the meeting was opened, adjourned and closed (sammanträdestid, ajournering).

use time::{Date, Time};

use super::grammar::{at_clock, clock_span, list, on_day, sentence};

/// A pause; the end is missing until the meeting goes on, and either may not have been noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pause {
    pub from: Option<Time>,
    pub to: Option<Time>,
}

impl Pause {
    /// "kl. 14.31–14.36"; none where no clock was noted.
    fn printed(self) -> Option<String> {
        match (self.from, self.to) {
            (Some(from), Some(to)) => Some(clock_span(from, to)),
            (Some(from), None) => Some(at_clock(from)),
            (None, Some(to)) => Some(format!("till {}", at_clock(to))),
            (None, None) => None,
        }
    }
}

/// "Sammanträdet ajourneras kl. 14.31–14.36.", once for all pauses of a place (SEC-08, ATT-14).
pub fn adjourned(pauses: &[Pause]) -> String {
    let printed: Vec<_> = pauses.iter().filter_map(|pause| pause.printed()).collect();
    let clocks = list(&printed, "och");
    let gap = if clocks.is_empty() { "" } else { " " };
    sentence(&format!("Sammanträdet ajourneras{gap}{clocks}"))
}

/// "Sammanträdet återupptas kl. 14.36." (SEC-08).
pub fn resumed(clock: Time) -> String {
    format!("Sammanträdet återupptas {}.", at_clock(clock))
}

/// "Ordföranden förklarar sammanträdet öppnat kl. 13.00." (ATT-14).
pub fn opened(clock: Time) -> String {
    format!("Ordföranden förklarar sammanträdet öppnat {}.", at_clock(clock))
}

/// "Ordföranden förklarar sammanträdet avslutat kl. 15.25." (ATT-14).
pub fn closed(clock: Time) -> String {
    format!("Ordföranden förklarar sammanträdet avslutat {}.", at_clock(clock))
}

/// The front page's line of time: "den 24 november 2026 kl. 13.00–15.25, ajournering kl. 14.31–14.36" (LAY-01, ATT-14). A
/// meeting over midnight has the day of its end too.
pub fn meeting_time(start: (Date, Time), end: Option<(Date, Time)>, pauses: &[Pause]) -> String {
    let (day, clock) = start;
    let begins = on_day(day);
    let time = match end {
        None => format!("{begins} {}", at_clock(clock)),
        Some((last, to)) if last == day => format!("{begins} {}", clock_span(clock, to)),
        Some((last, to)) => {
            format!("{begins} {} – {} {}", at_clock(clock), on_day(last), at_clock(to))
        }
    };
    let printed: Vec<_> = pauses.iter().filter_map(|pause| pause.printed()).collect();
    if printed.is_empty() { time } else { format!("{time}, ajournering {}", list(&printed, "och")) }
}

#[cfg(test)]
mod tests {
    use time::macros::{date, time};

    use super::*;

    const TEN: Pause = Pause { from: Some(time!(10:05)), to: Some(time!(10:20)) };
    const SHORT: Pause = Pause { from: Some(time!(14:31)), to: Some(time!(14:36)) };

    #[test]
    fn sec_08_an_adjournment_has_its_clock_times() {
        assert_eq!(adjourned(&[SHORT]), "Sammanträdet ajourneras kl.\u{a0}14.31–14.36.");
        assert_eq!(
            adjourned(&[TEN, SHORT]),
            "Sammanträdet ajourneras kl.\u{a0}10.05–10.20 och kl.\u{a0}14.31–14.36."
        );
        let goes_on = Pause { to: None, ..SHORT };
        assert_eq!(adjourned(&[goes_on]), "Sammanträdet ajourneras kl.\u{a0}14.31.");
        let until = Pause { from: None, ..SHORT };
        assert_eq!(adjourned(&[until]), "Sammanträdet ajourneras till kl.\u{a0}14.36.");
        let unnoted = Pause { from: None, to: None };
        assert_eq!(adjourned(&[unnoted]), "Sammanträdet ajourneras.");
        assert_eq!(resumed(time!(14:36)), "Sammanträdet återupptas kl.\u{a0}14.36.");
    }

    #[test]
    fn att_14_the_meeting_has_a_start_an_end_and_its_pauses() {
        let day = date!(2026 - 11 - 24);
        let start = (day, time!(13:00));
        assert_eq!(
            meeting_time(start, Some((day, time!(15:25))), &[SHORT]),
            "den 24\u{a0}november 2026 kl.\u{a0}13.00–15.25, ajournering kl.\u{a0}14.31–14.36"
        );
        assert_eq!(meeting_time(start, None, &[]), "den 24\u{a0}november 2026 kl.\u{a0}13.00");
        assert_eq!(
            meeting_time(start, Some((date!(2026 - 11 - 25), time!(0:30))), &[]),
            "den 24\u{a0}november 2026 kl.\u{a0}13.00 – den 25\u{a0}november 2026 kl.\u{a0}00.30"
        );
        assert_eq!(
            opened(time!(13:00)),
            "Ordföranden förklarar sammanträdet öppnat kl.\u{a0}13.00."
        );
        assert_eq!(
            closed(time!(15:25)),
            "Ordföranden förklarar sammanträdet avslutat kl.\u{a0}15.25."
        );
    }
}
