//! A member who broke off serving and comes back the same day (växeltjänstgöring, 5 kap. 20 § kommunallagen).

use super::{Course, Event, Place, Sitting};
use crate::law::procedure::Edge;

impl<P: Copy + Ord, S: Copy + Ord> Course<P, S> {
    /// The warning before it happens (ATT-09): the moment at which the member broke off serving the
    /// same day for another reason than disqualification, if so. Substitutes may come back.
    pub fn may_not_return(&self, person: P, place: Place, sittings: &[Sitting]) -> Option<usize> {
        let later = |index: &usize| self.moments[*index].place > place;
        let until = self.order.iter().position(later).unwrap_or(self.order.len());
        self.broke_off(person, until, place, sittings)
    }

    /// As `may_not_return`, among the first `until` moments in order.
    pub(super) fn broke_off(
        &self,
        person: P,
        until: usize,
        place: Place,
        sittings: &[Sitting],
    ) -> Option<usize> {
        if !self.body.is_member(person) {
            return None;
        }
        let day = |place| Sitting::of(sittings, place).map(|sitting| sitting.day);
        let same_day = |index: &usize| day(self.moments[*index].place) == day(place);
        let before = self.order[..until].iter().rev().copied();
        before.filter(same_day).find(|index| self.breaks_off(*index, person))
    }

    /// Whoever is disqualified at the item leaves it for that.
    fn breaks_off(&self, index: usize, person: P) -> bool {
        let moment = &self.moments[index];
        let goes = moment.event == Event::Leaves(person) || moment.event == Event::Stops(person);
        let disqualified = match moment.place {
            Place::Item(item, Edge::Before | Edge::During) => {
                self.at_end(item).is_disqualified(person)
            }
            Place::Item(_, Edge::After) | Place::Opening | Place::Closing => false,
        };
        goes && !disqualified && self.before(index).seat_of(person).is_some()
    }
}
