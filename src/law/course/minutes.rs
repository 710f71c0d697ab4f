//! How long each person was at the meeting, for the fee list (arvodesunderlag).

use std::ops::Range;

use time::{Date, Duration, PrimitiveDateTime, Time};

use super::{Course, Moment, Place};
use crate::law::procedure::Edge;

/// One day's sitting of a meeting and the items handled in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sitting {
    pub day: Date,
    pub from: Option<Time>,
    /// After midnight if earlier than `from`.
    pub to: Option<Time>,
    pub items: Range<usize>,
}

impl Sitting {
    /// The sitting of a place; the opening is of the first, the closing of the last.
    pub(super) fn of(sittings: &[Self], place: Place) -> Option<&Self> {
        match place {
            Place::Opening => sittings.first(),
            Place::Item(item, _) => sittings.iter().find(|one| one.items.contains(&item)),
            Place::Closing => sittings.last(),
        }
    }

    fn bounds(&self) -> Option<(PrimitiveDateTime, PrimitiveDateTime)> {
        let from = PrimitiveDateTime::new(self.day, self.from?);
        let to = PrimitiveDateTime::new(self.day, self.to?);
        Some((from, if to < from { to + Duration::DAY } else { to }))
    }

    /// When a moment of this sitting happened, within it. Without a clock, only what stands at an
    /// edge of the sitting is known.
    fn instant<P, S>(&self, moment: &Moment<P, S>) -> Option<PrimitiveDateTime> {
        let (from, to) = self.bounds()?;
        let Some(clock) = moment.clock else {
            return match moment.place {
                Place::Opening => Some(from),
                Place::Item(item, Edge::Before) if item == self.items.start => Some(from),
                Place::Item(item, Edge::After) if item + 1 == self.items.end => Some(to),
                Place::Closing => Some(to),
                Place::Item(..) => None,
            };
        };
        let same_day = PrimitiveDateTime::new(self.day, clock);
        let after_midnight = same_day < from && same_day + Duration::DAY <= to;
        let at = if after_midnight { same_day + Duration::DAY } else { same_day };
        Some(at.clamp(from, to))
    }
}

impl<P: Copy + Ord, S: Copy + Ord> Course<P, S> {
    /// Minutes between coming and going over the sittings, adjournments and waiting as disqualified
    /// included. Nothing where a time is unknown.
    pub fn minutes(&self, person: P, sittings: &[Sitting]) -> Option<i64> {
        let mut total = Duration::ZERO;
        for sitting in sittings {
            total += self.time_at(person, sitting, sittings)?;
        }
        Some(total.whole_minutes())
    }

    fn time_at(&self, person: P, sitting: &Sitting, sittings: &[Sitting]) -> Option<Duration> {
        let mut came: Option<Option<PrimitiveDateTime>> = None;
        let mut total = Duration::ZERO;
        let of_sitting =
            |index: &&usize| Sitting::of(sittings, self.moments[**index].place) == Some(sitting);
        let mut here = self.order.iter().filter(of_sitting).peekable();
        let at_first = here.peek().map_or(self.carried_over(sitting), |index| self.before(**index));
        if at_first.has_come(person) {
            came = Some(sitting.bounds().map(|(from, _)| from));
        }
        for &index in here {
            let (before, after) = (self.before(index), self.at(index));
            match (before.has_come(person), after.has_come(person)) {
                (false, true) => came = Some(sitting.instant(&self.moments[index])),
                (true, false) => {
                    total += sitting.instant(&self.moments[index])? - came.take()??;
                }
                (true, true) | (false, false) => {}
            }
        }
        match came {
            Some(came) => Some(total + (sitting.bounds()?.1 - came?)),
            None => Some(total),
        }
    }

    /// How things stood at a sitting in which nothing happened.
    fn carried_over(&self, sitting: &Sitting) -> &super::State<P, S> {
        if sitting.items.start < self.item_count() {
            self.at_start(sitting.items.start)
        } else {
            self.at_last()
        }
    }
}
