//! What an item's participants did in it, summed up from its instants (deltagande per paragraf).

use std::collections::{BTreeMap, BTreeSet};

use super::{Course, Event, Place, State};

/// How much of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extent {
    /// Printed "del av §".
    Part,
    Whole,
}

/// Whom somebody in a seat serves for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Capacity<P> {
    /// The seat's holder.
    Own,
    For(P),
    Vacancy,
}

/// Somebody served in a seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Served<P, S> {
    pub person: P,
    pub seat: S,
    pub capacity: Capacity<P>,
    pub extent: Extent,
}

/// An instant at which something is decided, and those who took part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision<P, S> {
    /// Nothing outside the items.
    pub item: Option<usize>,
    /// Nothing for the end of an item in which no decision was confirmed.
    pub moment: Option<usize>,
    pub deciders: BTreeMap<S, P>,
    /// How many count for the quorum.
    pub present: usize,
    /// How many more there would be, had none been disqualified.
    pub disqualified: usize,
}

/// An item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemView<P, S> {
    /// By seat, in a seat in the order of coming. Who is disqualified is here only if they served
    /// all the same.
    pub served: Vec<Served<P, S>>,
    /// In order; several if it changed, nobody if nobody led.
    pub chairs: Vec<P>,
    /// Present and at no time serving, without those who were disqualified.
    pub attended: BTreeMap<P, Extent>,
    /// At a distance, serving or not.
    pub remote: BTreeMap<P, Extent>,
    pub disqualified: BTreeSet<P>,
    pub not_participating: BTreeSet<P>,
    /// One at least.
    pub decisions: Vec<Decision<P, S>>,
}

impl<P: Copy + Ord, S: Copy + Ord> ItemView<P, S> {
    /// Who took part in deciding: in one of the decisions at least (PRO-03).
    pub fn took_part(&self) -> BTreeSet<P> {
        self.decisions.iter().flat_map(|decision| decision.deciders.values().copied()).collect()
    }

    /// The fewest who counted for the quorum when something was decided (QUO-03).
    pub fn fewest(&self) -> usize {
        self.decisions.iter().map(|decision| decision.present).min().unwrap_or_default()
    }
}

impl<P: Copy + Ord, S: Copy + Ord> Course<P, S> {
    pub fn item(&self, item: usize) -> ItemView<P, S> {
        let end = self.at_end(item);
        let served: Vec<_> =
            self.body.holders.keys().flat_map(|seat| self.served_in(item, *seat)).collect();
        let sat: BTreeSet<_> = self.states(item).flat_map(|s| s.serving().values()).collect();
        let attends = |state: &State<P, S>, person| state.is_present(person);
        let mut attended = self.extents(item, attends);
        attended.retain(|person, _| !sat.contains(person) && !end.is_disqualified(*person));
        let mut remote =
            self.extents(item, |state, person| attends(state, person) && state.is_remote(person));
        remote.retain(|person, _| !end.is_disqualified(*person));
        ItemView {
            served,
            chairs: self.chairs(item),
            attended,
            remote,
            disqualified: end.disqualified().clone(),
            not_participating: end.not_participating().clone(),
            decisions: self.decisions_in(item),
        }
    }

    /// The decisions outside every item, such as of the order of the meeting.
    pub(super) fn decisions_outside(&self) -> Vec<Decision<P, S>> {
        let within = |moment: &usize| {
            let Place::Item(item, _) = self.moments[*moment].place else {
                return false;
            };
            self.during(item).contains(moment)
        };
        let decided = self.events().filter(|(_, event)| *event == Event::Decided);
        let outside = decided.map(|(moment, _)| moment).filter(|moment| !within(moment));
        outside.map(|moment| decision(None, Some(moment), self.at(moment))).collect()
    }

    fn decisions_in(&self, item: usize) -> Vec<Decision<P, S>> {
        let during = self.during(item).iter().copied();
        let decided = during.filter(|moment| self.moments[*moment].event == Event::Decided);
        let mut decisions: Vec<_> =
            decided.map(|moment| decision(Some(item), Some(moment), self.at(moment))).collect();
        if decisions.is_empty() {
            decisions.push(decision(Some(item), None, self.at_end(item)));
        }
        decisions
    }

    /// A disqualified chair led no part of the item, unless all the same (JAV-11).
    fn chairs(&self, item: usize) -> Vec<P> {
        let disqualified = self.at_end(item).disqualified();
        let mut chairs = Vec::new();
        for state in self.states(item) {
            let led = state
                .chair()
                .filter(|person| !disqualified.contains(person) || state.is_disqualified(*person));
            if let Some(person) = led
                && !chairs.contains(&person)
            {
                chairs.push(person);
            }
        }
        chairs
    }

    /// Who sat in a seat. One left for the item belongs from the item's start to those who came
    /// after: JAV-10 takes the disqualified person out of the whole item.
    fn served_in(&self, item: usize, seat: S) -> Vec<Served<P, S>> {
        let end = self.at_end(item);
        let lender = self.states(item).find_map(|state| Some(state.loans().get(&seat)?.lender));
        let mut taken = lender.is_none();
        let mut sitting = Vec::new();
        for state in self.states(item) {
            let person = state.serving().get(&seat).copied();
            let lent = state.loans().contains_key(&seat);
            let said_later = |one| end.is_disqualified(one) && !state.is_disqualified(one);
            let undone = lender.is_some() && !lent && person == lender;
            if undone || person.is_some_and(said_later) {
                continue;
            }
            taken |= lent && person.is_some();
            if taken || person.is_some() {
                sitting.push(person);
            }
        }
        let mut people: Vec<P> = Vec::new();
        for person in sitting.iter().copied().flatten() {
            if !people.contains(&person) {
                people.push(person);
            }
        }
        let extent = |person| {
            let whole = sitting.iter().all(|one| *one == Some(person));
            if whole { Extent::Whole } else { Extent::Part }
        };
        let served = |person| Served {
            person,
            seat,
            capacity: self.body.capacity(person, seat),
            extent: extent(person),
        };
        people.into_iter().map(served).collect()
    }

    /// Of everybody of whom it holds at some instant of the item.
    fn extents(&self, item: usize, holds: impl Fn(&State<P, S>, P) -> bool) -> BTreeMap<P, Extent> {
        let extent = |person: P| {
            let all = self.states(item).all(|state| holds(state, person));
            let some = all || self.states(item).any(|state| holds(state, person));
            let extent = if all { Extent::Whole } else { Extent::Part };
            some.then_some((person, extent))
        };
        self.people().into_iter().filter_map(extent).collect()
    }
}

fn decision<P: Copy + Ord, S: Copy + Ord>(
    item: Option<usize>,
    moment: Option<usize>,
    state: &State<P, S>,
) -> Decision<P, S> {
    Decision {
        item,
        moment,
        deciders: state.deciders().collect(),
        present: state.quorum_present(),
        disqualified: state.missing_as_disqualified(),
    }
}
