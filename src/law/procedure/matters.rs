//! How long fullmäktige may take with a motion, and whether an interpellation may be put (motion, interpellation).

use time::{Date, Month};

use super::MatterKind;
use crate::law::Severity;

/// A motion or a citizens' proposal that is not decided yet. Fullmäktige should decide within the
/// year, and is told of it within the same time where it does not (5 kap. 35 § kommunallagen).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    Running {
        due_on: Date,
    },
    /// To be reported at once.
    Over {
        due_on: Date,
    },
}

/// One year from the day it was put; nothing for matters without such a clock (KND-07, KND-10).
pub fn due_on(kind: MatterKind, put_on: Date) -> Option<Date> {
    let has_clock = matches!(
        kind,
        MatterKind::MotionPut
            | MatterKind::MotionAnswer
            | MatterKind::CitizenProposalPut
            | MatterKind::CitizenProposal
    );
    has_clock.then(|| one_year_after(put_on))
}

pub fn clock(kind: MatterKind, put_on: Date, today: Date) -> Option<Clock> {
    let due_on = due_on(kind, put_on)?;
    Some(if today > due_on { Clock::Over { due_on } } else { Clock::Running { due_on } })
}

/// A series in which matters that are put have their numbers, a new one each year (motioner, medborgarförslag,
/// interpellationer, frågor).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Series {
    Motion,
    CitizenProposal,
    Interpellation,
    Question,
}

/// When a matter should be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timing {
    Running(Date),
    Over(Date),
    /// At the next meeting, of which no day is set.
    NotPlanned,
}

impl Series {
    /// Of a § at which a matter is put.
    pub fn of_put(kind: MatterKind) -> Option<Self> {
        Some(match kind {
            MatterKind::MotionPut => Self::Motion,
            MatterKind::CitizenProposalPut => Self::CitizenProposal,
            MatterKind::InterpellationPut => Self::Interpellation,
            MatterKind::QuestionPut => Self::Question,
            _ => return None,
        })
    }

    /// Of a § that answers one.
    pub fn of_answer(kind: MatterKind) -> Option<Self> {
        Some(match kind {
            MatterKind::MotionAnswer => Self::Motion,
            MatterKind::CitizenProposal => Self::CitizenProposal,
            MatterKind::Interpellation => Self::Interpellation,
            MatterKind::Question => Self::Question,
            _ => return None,
        })
    }

    /// The kind of a § at which one is put.
    pub fn put(self) -> MatterKind {
        match self {
            Self::Motion => MatterKind::MotionPut,
            Self::CitizenProposal => MatterKind::CitizenProposalPut,
            Self::Interpellation => MatterKind::InterpellationPut,
            Self::Question => MatterKind::QuestionPut,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Motion => "Motion",
            Self::CitizenProposal => "Medborgarförslag",
            Self::Interpellation => "Interpellation",
            Self::Question => "Fråga",
        }
    }

    /// "Motion 7/2026"; without a number, what it is.
    pub fn label(self, number: &str) -> String {
        if number.is_empty() { self.name().to_owned() } else { format!("{} {number}", self.name()) }
    }

    /// Decided within a year (5 kap. 35 § kommunallagen); the others at the meeting after.
    pub fn has_year(self) -> bool {
        matches!(self, Self::Motion | Self::CitizenProposal)
    }

    /// By when it should be answered; `next_on` is the body's next meeting after it was put, where one is planned.
    pub fn timing(self, put_on: Date, next_on: Option<Date>, today: Date) -> Timing {
        match due_on(self.put(), put_on).or(next_on) {
            Some(due_on) if today > due_on => Timing::Over(due_on),
            Some(due_on) => Timing::Running(due_on),
            None => Timing::NotPlanned,
        }
    }
}

/// The day of the same number and month; from a leap day, the last of February
/// (1 § lag 1930:173).
fn one_year_after(day: Date) -> Date {
    let year = day.year().saturating_add(1);
    day.replace_year(year)
        .or_else(|_| Date::from_calendar_date(year, Month::February, 28))
        .unwrap_or(Date::MAX)
}

/// An interpellation as the record has it (5 kap. 59–62 §§ kommunallagen).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interpellation {
    pub definite: bool,
    pub motivated: bool,
    /// On the exercise of public authority against an individual.
    pub against_individual: bool,
    /// What fullmäktige decided, without deliberation, on whether it may be put.
    pub allowed: Option<bool>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InterpellationFault {
    NotDefinite,
    NotMotivated,
    AgainstIndividual,
    /// Answered without a decision that it may be put.
    NotAllowedYet,
    AnsweredThoughRefused,
}

impl Interpellation {
    /// Whether it may be put by its content; fullmäktige decides.
    pub fn may_be_put(self) -> bool {
        self.definite && self.motivated && !self.against_individual
    }

    /// KND-08. What fullmäktige refused need not be fit to be put.
    pub fn check(self, answered: bool) -> Vec<InterpellationFault> {
        let put = self.allowed != Some(false);
        [
            (put && !self.definite, InterpellationFault::NotDefinite),
            (put && !self.motivated, InterpellationFault::NotMotivated),
            (put && self.against_individual, InterpellationFault::AgainstIndividual),
            (answered && self.allowed.is_none(), InterpellationFault::NotAllowedYet),
            (answered && !put, InterpellationFault::AnsweredThoughRefused),
        ]
        .into_iter()
        .filter_map(|(wrong, fault)| wrong.then_some(fault))
        .collect()
    }
}

impl InterpellationFault {
    pub fn rule(self) -> &'static str {
        "KND-08"
    }

    pub fn severity(self) -> Severity {
        Severity::Breach
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::Duration;
    use time::macros::date;

    use super::*;

    #[test]
    fn knd_07_a_motion_is_due_a_year_after_it_was_put() {
        let due = |put_on| due_on(MatterKind::MotionPut, put_on);
        assert_eq!(due(date!(2026 - 11 - 24)), Some(date!(2027 - 11 - 24)));
        assert_eq!(due(date!(2028 - 02 - 29)), Some(date!(2029 - 02 - 28)));
        assert_eq!(due(date!(2027 - 02 - 28)), Some(date!(2028 - 02 - 28)));
    }

    #[test]
    fn knd_10_a_citizens_proposal_has_the_same_clock_a_question_none() {
        let put_on = date!(2026 - 11 - 24);
        let due_on = date!(2027 - 11 - 24);
        let proposal = MatterKind::CitizenProposal;
        assert_eq!(clock(proposal, put_on, due_on), Some(Clock::Running { due_on }));
        let late = date!(2027 - 11 - 25);
        assert_eq!(clock(proposal, put_on, late), Some(Clock::Over { due_on }));
        assert_eq!(clock(MatterKind::Question, put_on, late), None);
    }

    #[test]
    fn knd_07_a_motion_has_a_year_and_knd_09_a_question_the_next_meeting() {
        let (put_on, next_on) = (date!(2026 - 11 - 24), date!(2026 - 12 - 15));
        let motion = |today| Series::Motion.timing(put_on, Some(next_on), today);
        assert_eq!(motion(date!(2027 - 11 - 24)), Timing::Running(date!(2027 - 11 - 24)));
        assert_eq!(motion(date!(2027 - 11 - 25)), Timing::Over(date!(2027 - 11 - 24)));
        let question = |next, today| Series::Question.timing(put_on, next, today);
        assert_eq!(question(Some(next_on), next_on), Timing::Running(next_on));
        assert_eq!(question(Some(next_on), date!(2026 - 12 - 16)), Timing::Over(next_on));
        assert_eq!(question(None, date!(2027 - 12 - 16)), Timing::NotPlanned);
    }

    #[test]
    fn knd_07_every_series_knows_its_put_and_its_answer() {
        let of = |kind| (Series::of_put(kind), Series::of_answer(kind));
        assert_eq!(of(MatterKind::MotionPut), (Some(Series::Motion), None));
        assert_eq!(of(MatterKind::MotionAnswer), (None, Some(Series::Motion)));
        assert_eq!(of(MatterKind::Decision), (None, None));
        for kind in MatterKind::ALL {
            if let Some(series) = Series::of_put(*kind) {
                assert_eq!(series.put(), *kind);
            }
        }
        assert_eq!(Series::Motion.label("7/2026"), "Motion 7/2026");
        assert_eq!(Series::Question.label(""), "Fråga");
    }

    #[test]
    fn knd_08_an_interpellation_is_let_in_before_it_is_answered() {
        let sound = Interpellation {
            definite: true,
            motivated: true,
            against_individual: false,
            allowed: Some(true),
        };
        assert!(sound.may_be_put());
        assert_eq!(sound.check(true), []);
        let early = Interpellation { allowed: None, ..sound };
        assert_eq!(early.check(true), [InterpellationFault::NotAllowedYet]);
        let refused = Interpellation { allowed: Some(false), motivated: false, ..sound };
        assert_eq!(refused.check(true), [InterpellationFault::AnsweredThoughRefused]);
        assert_eq!(refused.check(false), []);
        let unfit = Interpellation { definite: false, motivated: false, ..sound };
        let unfit = Interpellation { against_individual: true, ..unfit };
        assert!(!unfit.may_be_put());
        let faults = [
            InterpellationFault::NotDefinite,
            InterpellationFault::NotMotivated,
            InterpellationFault::AgainstIndividual,
        ];
        assert_eq!(unfit.check(true), faults);
    }

    proptest! {
        // Walking on day by day to the same day of the month a year later, or the month's end.
        #[test]
        fn knd_07_the_year_ends_on_the_same_day_of_the_calendar(days in 0i64..40_000) {
            let put_on = date!(1990 - 01 - 01) + Duration::days(days);
            let mut day = put_on + Duration::days(360);
            while (day.month(), day.day()) != (put_on.month(), put_on.day())
                && (day + Duration::days(1)).month() != put_on.month().next()
            {
                day += Duration::days(1);
            }
            prop_assert_eq!(due_on(MatterKind::MotionPut, put_on), Some(day));
        }
    }
}
