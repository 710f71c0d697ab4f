//! The appeal time of an announced adjusting, also for a joint board (överklagandetid).

use std::fmt;

use time::Date;
use time::macros::date;

use super::calendar::{DayOff, day_off};
use super::dates::{weekday_date, weekday_name};
use super::deadlines::{last_appeal_day, takedown_earliest, three_weeks_after};

/// Kommunallagen (2017:725) came into force; no day is shown for older announcements.
const COMPUTED_SINCE: Date = date!(2018 - 01 - 01);

/// What 13 kap. 5 § kommunallagen says of one signing batch's notices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AppealTime {
    /// So many notice boards lack a valid announcement, and until then there is no last day.
    NotStarted { missing: usize },
    /// Announced before kommunallagen (2017:725).
    NotComputed,
    /// `boards` is the number of notice boards; more than one for a joint board.
    Running { starts_on: Date, last_appeal_day: Date, takedown_earliest: Date, boards: usize },
}

/// One sentence of the explanation: what holds, and why, with its paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub claim: String,
    pub reason: String,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.claim, self.reason)
    }
}

impl AppealTime {
    /// From the newest valid announcement on each participant's board; a notice that was removed
    /// too early is no valid announcement until it is announced again.
    pub fn of(announced_on: &[Option<Date>]) -> Self {
        let boards = announced_on.len();
        let missing = announced_on.iter().filter(|day| day.is_none()).count();
        match announced_on.iter().flatten().max() {
            Some(&starts_on) if missing == 0 => Self::from_start(starts_on, boards),
            _ => Self::NotStarted { missing },
        }
    }

    fn from_start(starts_on: Date, boards: usize) -> Self {
        if starts_on < COMPUTED_SINCE {
            return Self::NotComputed;
        }
        let last_appeal_day = last_appeal_day(starts_on);
        let takedown_earliest = takedown_earliest(last_appeal_day);
        Self::Running { starts_on, last_appeal_day, takedown_earliest, boards }
    }

    pub fn last_appeal_day(self) -> Option<Date> {
        match self {
            Self::Running { last_appeal_day, .. } => Some(last_appeal_day),
            _ => None,
        }
    }

    /// Where the time stands, in the few words of a notice.
    pub fn standing(self, today: Date) -> String {
        let Self::Running { starts_on, last_appeal_day, .. } = self else {
            return match self {
                Self::NotComputed => "Beräknas inte",
                _ => "Överklagandetiden har inte börjat löpa",
            }
            .into();
        };
        if today < starts_on {
            return format!("Tiden börjar {}", weekday_date(starts_on));
        }
        match (last_appeal_day - today).whole_days() {
            ..0 => "Tiden har gått ut".into(),
            0 => "Sista dagen är i dag".into(),
            1 => "1\u{a0}dag kvar".into(),
            days => format!("{days}\u{a0}dagar kvar"),
        }
    }

    /// How the last day was worked out, in the order a reader would count.
    pub fn steps(self) -> Vec<Step> {
        match self {
            Self::NotStarted { missing } => vec![not_started(missing)],
            Self::NotComputed => vec![not_computed()],
            Self::Running { starts_on, last_appeal_day, takedown_earliest, boards } => vec![
                start(starts_on, boards),
                three_weeks(starts_on),
                end_day(three_weeks_after(starts_on), last_appeal_day),
                takedown(takedown_earliest),
            ],
        }
    }
}

fn not_started(missing: usize) -> Step {
    let reason = match missing {
        0 | 1 => "Justeringen saknas på en anslagstavla.".into(),
        n => format!("Justeringen saknas på {} anslagstavlor.", number_word(n)),
    };
    Step {
        claim: "Överklagandetiden har inte börjat löpa.".into(),
        reason: format!(
            "{reason} Tiden räknas från den dag då justeringen är anslagen i alla kommuner som \
             deltar (13\u{a0}kap. 5\u{a0}§ kommunallagen)."
        ),
    }
}

fn not_computed() -> Step {
    Step {
        claim: "Sista dagen beräknas inte.".into(),
        reason: "Justeringen anslogs före den 1\u{a0}januari 2018, då kommunallagen (2017:725) \
                 började gälla."
            .into(),
    }
}

fn start(starts_on: Date, boards: usize) -> Step {
    let who = match boards {
        0 | 1 => "Då anslogs justeringen".into(),
        2 => "Då hade båda kommunerna anslagit justeringen".into(),
        n => format!("Då hade alla {} kommunerna anslagit justeringen", number_word(n)),
    };
    Step {
        claim: format!("Tiden börjar {}.", weekday_date(starts_on)),
        reason: format!("{who} (13\u{a0}kap. 5\u{a0}§ kommunallagen)."),
    }
}

fn three_weeks(starts_on: Date) -> Step {
    Step {
        claim: format!("Tre veckor senare är {}.", weekday_date(three_weeks_after(starts_on))),
        reason: "Tid i veckor slutar på samma veckodag som den började (1\u{a0}§ lagen om \
                 beräkning av lagstadgad tid)."
            .into(),
    }
}

fn end_day(plain: Date, last: Date) -> Step {
    let Some(off) = day_off(plain) else {
        return Step {
            claim: format!(
                "Dagen är en vanlig {} och flyttas inte.",
                weekday_name(plain.weekday())
            ),
            reason: "Hade den varit en lördag, söndag eller helgdag hade nästa vardag gällt \
                     (2\u{a0}§ samma lag)."
                .into(),
        };
    };
    let day = match off {
        DayOff::Named(name) => name.to_owned(),
        DayOff::Saturday | DayOff::Sunday => format!("en {off}"),
    };
    Step {
        claim: format!("Dagen är {day} och flyttas till {}.", weekday_date(last)),
        reason: format!(
            "Sista dag kan inte vara {}. Då gäller nästa vardag (2\u{a0}§ samma lag).",
            skipped_days(plain, last)
        ),
    }
}

/// "torsdag 24 december 2026 (julafton), … eller söndag 27 december 2026".
fn skipped_days(plain: Date, last: Date) -> String {
    let days: Vec<_> = std::iter::successors(Some(plain), |day| day.next_day())
        .take_while(|day| *day < last)
        .map(|day| match day_off(day) {
            Some(DayOff::Named(name)) => format!("{} ({name})", weekday_date(day)),
            _ => weekday_date(day),
        })
        .collect();
    match days.as_slice() {
        [rest @ .., end] if !rest.is_empty() => format!("{} eller {end}", rest.join(", ")),
        _ => days.concat(),
    }
}

fn takedown(day: Date) -> Step {
    Step {
        claim: format!("Anslaget får tas ned dagen efter, {}.", weekday_date(day)),
        reason: "Det ska sitta uppe under hela tiden (8\u{a0}kap. 12\u{a0}§ kommunallagen).".into(),
    }
}

fn number_word(n: usize) -> String {
    const WORDS: [&str; 13] = [
        "noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva",
        "tolv",
    ];
    WORDS.get(n).map_or_else(|| n.to_string(), ToString::to_string)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn running(starts_on: Date, last_appeal_day: Date, down: Date, boards: usize) -> AppealTime {
        AppealTime::Running { starts_on, last_appeal_day, takedown_earliest: down, boards }
    }

    #[test]
    fn e01_the_sample_may_be_appealed_until_29_september_and_comes_down_on_the_30th() {
        assert_eq!(
            AppealTime::of(&[Some(date!(2020 - 09 - 08))]),
            running(date!(2020 - 09 - 08), date!(2020 - 09 - 29), date!(2020 - 09 - 30), 1)
        );
    }

    // APP-05, APP-07.
    #[test]
    fn e35_a_joint_board_counts_from_the_last_participant() {
        let days = [
            date!(2020 - 09 - 08),
            date!(2020 - 09 - 08),
            date!(2020 - 09 - 09),
            date!(2020 - 09 - 10),
        ];
        assert_eq!(
            AppealTime::of(&days.map(Some)),
            running(date!(2020 - 09 - 10), date!(2020 - 10 - 01), date!(2020 - 10 - 02), 4)
        );
    }

    // INV-04.
    #[test]
    fn e36_one_missing_participant_means_that_no_last_day_exists() {
        let time = AppealTime::of(&[Some(date!(2020 - 09 - 08)), None]);
        assert_eq!(time, AppealTime::NotStarted { missing: 1 });
        assert_eq!(time.last_appeal_day(), None);
        assert_eq!(time.standing(date!(2030 - 01 - 01)), "Överklagandetiden har inte börjat löpa");
        assert!(time.steps()[0].reason.contains("på en anslagstavla"));
    }

    #[test]
    fn a_batch_without_notice_boards_has_no_appeal_time() {
        assert_eq!(AppealTime::of(&[]), AppealTime::NotStarted { missing: 0 });
    }

    // APP-06: the newest valid announcement is what counts.
    #[test]
    fn e37_a_notice_announced_again_starts_a_new_time() {
        assert_eq!(
            AppealTime::of(&[Some(date!(2025 - 09 - 17))]),
            running(date!(2025 - 09 - 17), date!(2025 - 10 - 08), date!(2025 - 10 - 09), 1)
        );
    }

    #[test]
    fn dat_06_no_day_is_shown_for_announcements_before_2018() {
        let time = AppealTime::of(&[Some(date!(2017 - 12 - 31))]);
        assert_eq!(time, AppealTime::NotComputed);
        assert_eq!(time.standing(date!(2026 - 01 - 01)), "Beräknas inte");
        assert!(AppealTime::of(&[Some(date!(2018 - 01 - 01))]).last_appeal_day().is_some());
    }

    #[test]
    fn the_standing_counts_down_to_the_last_day() {
        let time = AppealTime::of(&[Some(date!(2020 - 09 - 08))]);
        assert_eq!(
            time.standing(date!(2020 - 09 - 07)),
            "Tiden börjar tisdag 8\u{a0}september 2020"
        );
        assert_eq!(time.standing(date!(2020 - 09 - 22)), "7\u{a0}dagar kvar");
        assert_eq!(time.standing(date!(2020 - 09 - 28)), "1\u{a0}dag kvar");
        assert_eq!(time.standing(date!(2020 - 09 - 29)), "Sista dagen är i dag");
        assert_eq!(time.standing(date!(2020 - 09 - 30)), "Tiden har gått ut");
    }

    #[test]
    fn e01_the_steps_explain_a_day_that_is_not_moved() {
        let steps = AppealTime::of(&[Some(date!(2020 - 09 - 08)); 4]).steps();
        let text: Vec<_> =
            steps.iter().map(|step| step.to_string().replace('\u{a0}', " ")).collect();
        assert_eq!(
            text,
            [
                "Tiden börjar tisdag 8 september 2020. Då hade alla fyra kommunerna anslagit \
                 justeringen (13 kap. 5 § kommunallagen).",
                "Tre veckor senare är tisdag 29 september 2020. Tid i veckor slutar på samma \
                 veckodag som den började (1 § lagen om beräkning av lagstadgad tid).",
                "Dagen är en vanlig tisdag och flyttas inte. Hade den varit en lördag, söndag \
                 eller helgdag hade nästa vardag gällt (2 § samma lag).",
                "Anslaget får tas ned dagen efter, onsdag 30 september 2020. Det ska sitta uppe \
                 under hela tiden (8 kap. 12 § kommunallagen).",
            ]
        );
    }

    #[test]
    fn e13_the_steps_name_every_day_that_was_passed_over() {
        let steps = AppealTime::of(&[Some(date!(2026 - 12 - 10))]).steps();
        assert_eq!(
            steps[2].to_string().replace('\u{a0}', " "),
            "Dagen är nyårsafton och flyttas till måndag 4 januari 2027. Sista dag kan inte vara \
             torsdag 31 december 2026 (nyårsafton), fredag 1 januari 2027 (nyårsdagen), lördag 2 \
             januari 2027 eller söndag 3 januari 2027. Då gäller nästa vardag (2 § samma lag)."
        );
    }

    #[test]
    fn a_plain_weekend_is_explained_too() {
        let steps = AppealTime::of(&[Some(date!(2025 - 09 - 06))]).steps();
        assert!(steps[2].claim.starts_with("Dagen är en lördag och flyttas till måndag 29"));
    }

    proptest! {
        // APP-05.
        #[test]
        fn app_05_the_joint_day_is_that_of_the_latest_announcement(
            offsets in proptest::collection::vec(0i64..12_000, 1..8)
        ) {
            let days: Vec<_> = offsets
                .iter()
                .map(|n| date!(2018 - 01 - 01) + time::Duration::days(*n))
                .collect();
            let announced: Vec<_> = days.iter().copied().map(Some).collect();
            let alone = days.iter().map(|day| last_appeal_day(*day)).max();
            prop_assert_eq!(AppealTime::of(&announced).last_appeal_day(), alone);
            for silent in 0..announced.len() {
                let mut fewer = announced.clone();
                fewer[silent] = None;
                prop_assert_eq!(AppealTime::of(&fewer), AppealTime::NotStarted { missing: 1 });
            }
        }
    }
}
