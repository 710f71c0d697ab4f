//! Whom the order of call gives at an instant of the meeting, and who was called out of it (inkallelse av ersättare).

use super::{Course, Event, State};
use crate::law::substitution::{Availability, Candidate, Order};

/// A substitute took a seat that the order of call gave another: a hint, for the chair decides and
/// the reason may be one that the stream does not tell, such as a call that was declined (ATT-05 to
/// ATT-07, ATT-13).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutOfOrder<'a, P, S> {
    pub moment: usize,
    pub seat: S,
    pub person: P,
    /// Where the order has the one who served; nothing if they are no substitute in it.
    pub found: Option<Candidate<'a, P>>,
    pub expected: Candidate<'a, P>,
}

impl<P: Copy + Ord, S: Copy + Ord> State<P, S> {
    pub fn availability(&self, person: P) -> Availability {
        if self.is_disqualified(person) {
            Availability::Disqualified
        } else if !self.is_present(person) {
            Availability::Absent
        } else if self.seat_of(person).is_some() {
            Availability::Serving
        } else {
            Availability::Free
        }
    }

    /// Whom to call to a seat now, the proposed one first.
    pub fn propose<'a>(&self, order: &'a Order<P, S>, seat: S) -> Vec<Candidate<'a, P>> {
        order.propose(seat, |one| self.availability(one), |one| self.has_begun(one))
    }

    /// The seats in which a substitute of another party sits and that the order gives to one who
    /// has come, each with the one who takes it over (ATT-05).
    pub fn takeovers<'a>(&self, order: &'a Order<P, S>) -> Vec<(S, Candidate<'a, P>)> {
        let over = |(seat, sitting): (&S, &P)| {
            let taker = order.takes_over(*seat, *sitting, |one| self.availability(one))?;
            Some((*seat, taker))
        };
        self.serving().iter().filter_map(over).collect()
    }
}

impl<P: Copy + Ord, S: Copy + Ord> Course<P, S> {
    pub fn out_of_order<'a>(&self, order: &'a Order<P, S>) -> Vec<OutOfOrder<'a, P, S>> {
        let mut hints = Vec::new();
        for (moment, event) in self.events() {
            let Event::Serves(person, seat) = event else {
                continue;
            };
            if self.body.is_member(person) {
                continue;
            }
            // Who moves from one seat to another was free to be called to it.
            let mut before = self.before(moment).clone();
            before.vacate(person);
            let candidates = before.propose(order, seat);
            if let Some(&expected) = candidates.first()
                && expected.person != person
            {
                let found = candidates.iter().find(|one| one.person == person).copied();
                hints.push(OutOfOrder { moment, seat, person, found, expected });
            }
        }
        hints
    }
}
