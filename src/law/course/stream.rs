//! The whole stream of a meeting, checked once, and the state at each of its instants (förloppet).

use std::collections::{BTreeMap, BTreeSet};

use super::{Body, Event, Impossible, Moment, Place, State};
use crate::law::procedure::Edge;

/// A course in which everything can have happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course<P, S> {
    pub(super) body: Body<P, S>,
    /// As given; every index of a moment is an index here.
    pub(super) moments: Vec<Moment<P, S>>,
    /// The indices of the moments in the order in which they happened.
    pub(super) order: Vec<usize>,
    /// Just before and just after each moment, by its index.
    steps: Vec<(State<P, S>, State<P, S>)>,
    items: Vec<Bounds<P, S>>,
    end: State<P, S>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Bounds<P, S> {
    start: State<P, S>,
    end: State<P, S>,
    /// The moments during the item, in order.
    during: Vec<usize>,
}

/// A moment that cannot have happened, by its index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refusal<P, S> {
    pub moment: usize,
    pub why: Impossible<P, S>,
}

impl<P: Copy + Ord, S: Copy + Ord> Course<P, S> {
    /// The course of a meeting with so many items.
    ///
    /// # Errors
    /// Every moment that cannot have happened after those before it that can.
    pub fn new(
        body: Body<P, S>,
        items: usize,
        moments: Vec<Moment<P, S>>,
    ) -> Result<Self, Vec<Refusal<P, S>>> {
        let mut order: Vec<_> = (0..moments.len()).collect();
        order.sort_by_key(|index| moments[*index].place);
        let mut at: BTreeMap<Place, Vec<usize>> = BTreeMap::new();
        for &index in &order {
            at.entry(moments[index].place).or_default().push(index);
        }
        let mut at = |place| at.remove(&place).unwrap_or_default();
        let mut walk = Walk::new(&body, &moments);
        walk.steps_at(&at(Place::Opening));
        let mut bounds = Vec::with_capacity(items);
        for item in 0..items {
            walk.steps_at(&at(Place::Item(item, Edge::Before)));
            let start = walk.state.clone();
            let during = at(Place::Item(item, Edge::During));
            walk.steps_at(&during);
            bounds.push(Bounds { start, end: walk.state.clone(), during });
            walk.state.close_item();
            walk.steps_at(&at(Place::Item(item, Edge::After)));
        }
        walk.refuse_items_from(items);
        walk.steps_at(&at(Place::Closing));
        let Walk { state: end, steps, refused, .. } = walk;
        if refused.is_empty() {
            Ok(Self { body, moments, order, steps, items: bounds, end })
        } else {
            Err(refused)
        }
    }

    pub fn body(&self) -> &Body<P, S> {
        &self.body
    }

    pub fn moments(&self) -> &[Moment<P, S>] {
        &self.moments
    }

    /// Just when a moment has happened.
    ///
    /// # Panics
    /// If there is no such moment.
    pub fn at(&self, moment: usize) -> &State<P, S> {
        &self.steps[moment].1
    }

    /// Just before a moment.
    ///
    /// # Panics
    /// If there is no such moment.
    pub fn before(&self, moment: usize) -> &State<P, S> {
        &self.steps[moment].0
    }

    /// When the item is taken up, after what happened before it.
    ///
    /// # Panics
    /// If there is no such item.
    pub fn at_start(&self, item: usize) -> &State<P, S> {
        &self.items[item].start
    }

    /// When the item is over and what lasts only for it still lasts.
    ///
    /// # Panics
    /// If there is no such item.
    pub fn at_end(&self, item: usize) -> &State<P, S> {
        &self.items[item].end
    }

    /// After everything.
    pub fn at_last(&self) -> &State<P, S> {
        &self.end
    }

    pub fn item_count(&self) -> usize {
        self.items.len()
    }

    /// The moments during an item, in order.
    pub(super) fn during(&self, item: usize) -> &[usize] {
        &self.items[item].during
    }

    /// The item at its start and after each moment during it.
    pub(super) fn states(&self, item: usize) -> impl Iterator<Item = &State<P, S>> {
        let after = self.during(item).iter().map(|moment| self.at(*moment));
        std::iter::once(self.at_start(item)).chain(after)
    }

    /// The moments in order, each with its event.
    pub(super) fn events(&self) -> impl DoubleEndedIterator<Item = (usize, Event<P, S>)> {
        self.order.iter().map(|index| (*index, self.moments[*index].event))
    }

    /// Everybody whom the stream names as present at some time.
    pub(super) fn people(&self) -> BTreeSet<P> {
        let arrived = self.moments.iter().filter_map(|moment| {
            if let Event::Arrives(person) = moment.event { Some(person) } else { None }
        });
        arrived.collect()
    }
}

/// The stream while it is walked.
struct Walk<'a, P, S> {
    body: &'a Body<P, S>,
    moments: &'a [Moment<P, S>],
    state: State<P, S>,
    steps: Vec<(State<P, S>, State<P, S>)>,
    refused: Vec<Refusal<P, S>>,
}

impl<'a, P: Copy + Ord, S: Copy + Ord> Walk<'a, P, S> {
    fn new(body: &'a Body<P, S>, moments: &'a [Moment<P, S>]) -> Self {
        let state = State::before_the_meeting(body);
        let steps = vec![(state.clone(), state.clone()); moments.len()];
        Self { body, moments, state, steps, refused: Vec::new() }
    }

    fn refuse_items_from(&mut self, items: usize) {
        for (moment, one) in self.moments.iter().enumerate() {
            if let Place::Item(item, _) = one.place
                && item >= items
            {
                self.refused.push(Refusal { moment, why: Impossible::NoSuchItem(item) });
            }
        }
    }

    fn steps_at(&mut self, at: &[usize]) {
        for &moment in at {
            let Moment { place, event, .. } = self.moments[moment];
            let in_item = matches!(place, Place::Item(_, Edge::Before | Edge::During));
            let before = self.state.clone();
            if let Err(why) = self.state.apply(event, self.body, in_item) {
                self.refused.push(Refusal { moment, why });
            }
            self.steps[moment] = (before, self.state.clone());
        }
    }
}
