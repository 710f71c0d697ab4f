//! The printed days of a notice beside those that the law gives (tryckta och beräknade dagar).

use time::Date;

use super::{Meeting, Notice, values::Day};
use crate::law::{AppealTime, long_date, takedown_earliest};

/// What the law gives for an announcement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ComputedDays {
    Days {
        last_appeal_day: Date,
        takedown_earliest: Date,
    },
    /// Announced before 2018.
    NotComputed,
    /// The day of an announcement is missing, at one board or more.
    Unknown,
}

impl ComputedDays {
    /// For a page.
    pub fn sentence(self) -> String {
        match self {
            Self::Days { last_appeal_day, takedown_earliest } => format!(
                "Sista dag för överklagande är {}; anslaget tas ned tidigast {}.",
                long_date(last_appeal_day),
                long_date(takedown_earliest)
            ),
            Self::NotComputed => "Överklagandetiden beräknas inte före 2018.".to_owned(),
            Self::Unknown => {
                "Överklagandetiden kan inte beräknas: dagen för ett tillkännagivande är inte känd."
                    .to_owned()
            }
        }
    }
}

/// A printed day that is not the computed one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    LastAppealDay {
        printed: Date,
        computed: Date,
    },
    /// The day printed as the last to appeal is that of taking the notice down (DAT-15).
    Label {
        printed: Date,
        computed: Date,
    },
    TakenDownTooEarly {
        printed: Date,
        computed: Date,
    },
}

impl Difference {
    /// For a page.
    pub fn sentence(self) -> String {
        match self {
            Self::LastAppealDay { printed, computed } => format!(
                "I källan står {} som sista dag för överklagande; lagen ger {}.",
                long_date(printed),
                long_date(computed)
            ),
            Self::Label { printed, computed } => format!(
                "I källan står {} som sista dag för överklagande. Det är dagen då anslaget tidigast tas ned; sista dag är {}.",
                long_date(printed),
                long_date(computed)
            ),
            Self::TakenDownTooEarly { printed, computed } => format!(
                "I källan tas anslaget ned {}; lagen ger tidigast {}.",
                long_date(printed),
                long_date(computed)
            ),
        }
    }
}

/// The days for the batch of a notice: the last of the participants' boards counts (13 kap. 5 § kommunallagen, APP-05).
pub fn computed(meeting: &Meeting, notice: &Notice) -> ComputedDays {
    let host = &meeting.municipality.slug;
    let told = |slug| {
        let same = meeting.notices.iter().filter(|one| {
            one.batch == notice.batch && one.municipality.as_ref().unwrap_or(host) == slug
        });
        same.map(|one| one.announced_on.map(|day| day.0)).max().flatten()
    };
    let days: Vec<_> = if meeting.participants.is_empty() {
        vec![told(host)]
    } else {
        meeting.participants.iter().map(|one| told(&one.slug)).collect()
    };
    let mut announced = days.iter().copied().flatten().chain(notice.announced_on.map(|day| day.0));
    if announced.any(is_too_old) || announced_by_none(&days) && is_too_old(meeting.held_on.0) {
        return ComputedDays::NotComputed;
    }
    AppealTime::of(&days).last_appeal_day().map_or(ComputedDays::Unknown, |last| {
        ComputedDays::Days { last_appeal_day: last, takedown_earliest: takedown_earliest(last) }
    })
}

/// Before kommunallagen (2017:725) nothing is computed (DAT-06).
fn is_too_old(day: Date) -> bool {
    AppealTime::of(&[Some(day)]) == AppealTime::NotComputed
}

fn announced_by_none(days: &[Option<Date>]) -> bool {
    days.iter().all(Option::is_none)
}

/// Where the printed days are others than the computed ones; none where nothing is computed.
pub fn differences(meeting: &Meeting, notice: &Notice) -> Vec<Difference> {
    let ComputedDays::Days { last_appeal_day, takedown_earliest } = computed(meeting, notice)
    else {
        return vec![];
    };
    let last =
        notice.last_appeal_day.map(|Day(printed)| printed).filter(|day| *day != last_appeal_day);
    let last = last.map(|printed| {
        if printed == takedown_earliest {
            Difference::Label { printed, computed: last_appeal_day }
        } else {
            Difference::LastAppealDay { printed, computed: last_appeal_day }
        }
    });
    let down = notice.taken_down_on.or(notice.takedown_planned).map(|day| day.0);
    let early = down.filter(|day| *day < takedown_earliest);
    let early =
        early.map(|printed| Difference::TakenDownTooEarly { printed, computed: takedown_earliest });
    last.into_iter().chain(early).collect()
}
