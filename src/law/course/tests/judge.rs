//! What is unlawful in a random meeting, looked for in the slow telling (facit för brister).

use super::super::{Place, Unlawful};
use super::oracle::{Entry, Past};
use super::random::PEOPLE;
use super::{Edge, Event};

/// What is unlawful, looked for in the slow telling.
struct Judge {
    instants: Vec<(Past, Entry)>,
    found: Vec<Unlawful<char>>,
}

pub(super) fn unlawful(instants: Vec<(Past, Entry)>) -> Vec<Unlawful<char>> {
    let mut judge = Judge { instants, found: Vec::new() };
    for n in 0..judge.instants.len() {
        judge.moment(n);
    }
    judge.items();
    if judge.instants.last().is_some_and(|(past, _)| past.adjourned()) {
        let adjourned = judge.instants.iter().rev().find_map(|(_, entry)| match entry {
            Entry::Happened(index, _, Event::Adjourned) => Some(*index),
            Entry::Happened(..) | Entry::Over => None,
        });
        judge.found.push(Unlawful::NeverResumed { adjourned: adjourned.unwrap() });
    }
    judge.found
}

impl Judge {
    fn day(place: Place) -> usize {
        match place {
            Place::Opening | Place::Item(0, _) => 0,
            Place::Item(..) | Place::Closing => 1,
        }
    }

    fn before(&self, n: usize) -> Past {
        let (past, _) = &self.instants[n];
        Past::new(&past.body, &past.told[..past.told.len() - 1])
    }

    fn left(&self, n: usize, place: Place, p: char) -> Option<usize> {
        (0..n).rev().find_map(|earlier| {
            let Entry::Happened(index, then, event) = self.instants[earlier].1 else { return None };
            let over = (earlier..self.instants.len()).find(|n| self.instants[*n].1 == Entry::Over);
            let at_end = over.map(|n| self.before(n));
            let declared = matches!(then, Place::Item(_, Edge::Before | Edge::During))
                && at_end.is_some_and(|past| past.disqualified(p));
            let goes = [Event::Leaves(p), Event::Stops(p)].contains(&event);
            let sat = self.before(earlier).seat_of(p).is_some();
            let same_day = Self::day(then) == Self::day(place);
            (goes && sat && same_day && !declared).then_some(index)
        })
    }

    fn moment(&mut self, n: usize) {
        let (past, Entry::Happened(moment, place, event)) = self.instants[n].clone() else {
            return;
        };
        let council = past.body.kind.is_council();
        for p in PEOPLE.chars() {
            let serves = (1..=5).any(|seat| event == Event::Serves(p, seat));
            if event == Event::Arrives(p) && past.disqualified(p) && !council {
                self.found.push(Unlawful::DisqualifiedPresent { person: p, moment });
            }
            if (serves || event == Event::Chairs(p)) && past.disqualified(p) {
                self.found.push(Unlawful::DisqualifiedActs { person: p, moment });
            }
            if serves && "abcd".contains(p) {
                let left = self.left(n, place, p);
                self.found.extend(left.map(|left| Unlawful::Returned {
                    person: p,
                    left,
                    back: moment,
                    by_act: council,
                }));
            }
            let looked_at = [Event::Voted, Event::Decided].contains(&event);
            if looked_at && past.seat_of(p).is_some() && past.link_lost(p) {
                self.found.push(Unlawful::LinkLost { person: p, moment });
            }
            if event == Event::LinkBack(p) && council && "abcd".contains(p) {
                self.link_back(n, p, moment);
            }
        }
        if [Event::Voted, Event::Decided].contains(&event) && past.adjourned() {
            self.found.push(Unlawful::DecidedWhileAdjourned { moment });
        }
        if event == Event::Decided {
            let item = match place {
                Place::Item(item, Edge::During) => Some(item),
                Place::Opening | Place::Item(..) | Place::Closing => None,
            };
            self.decision(item, Some(moment), &past);
        }
    }

    fn link_back(&mut self, n: usize, p: char, back: usize) {
        let lost = (0..n).rev().find_map(|n| match self.instants[n].1 {
            Entry::Happened(index, _, event) if event == Event::LinkLost(p) => Some((n, index)),
            Entry::Happened(..) | Entry::Over => None,
        });
        let (from, lost) = lost.unwrap();
        let went_on = self.instants[from..n].iter().any(|(past, entry)| {
            let decided = matches!(entry, Entry::Happened(.., Event::Voted | Event::Decided));
            decided && past.seat_of(p).is_some()
        });
        self.found.extend(went_on.then_some(Unlawful::LinkReturned { person: p, lost, back }));
    }

    fn decision(&mut self, item: Option<usize>, moment: Option<usize>, past: &Past) {
        if past.chair().is_none() {
            self.found.push(Unlawful::NoChair { item, moment });
        }
        let counts = |p: &char| !past.disqualified(*p) && !past.link_lost(*p);
        let present = past.sitting().iter().filter(|(_, p)| counts(p)).count();
        let disqualified = past.missing();
        let council = past.body.kind.is_council();
        if (present + if council { disqualified } else { 0 }) * 2 <= 5 {
            self.found.push(Unlawful::NoQuorum { item, moment, present, disqualified });
        }
    }

    fn items(&mut self) {
        let over = |n: &usize| self.instants[*n].1 == Entry::Over;
        let ends: Vec<_> = (0..self.instants.len()).filter(over).collect();
        for (item, end) in ends.into_iter().enumerate() {
            let past = self.before(end);
            let states = past.states_of(item);
            let decided = |state: &Past| {
                matches!(state.told.last(), Some(Entry::Happened(.., Event::Decided)))
            };
            if !states[1..].iter().any(decided) {
                self.decision(Some(item), None, &past);
            }
            self.chairs(item, &past, &states);
        }
    }

    /// What a disqualified person did in the item before saying so is nothing done in it.
    fn chairs(&mut self, item: usize, end: &Past, states: &[Past]) {
        for p in PEOPLE.chars() {
            let counts = |s: &&Past| s.disqualified(p) || !end.disqualified(p);
            let leads = states.iter().filter(counts).any(|s| s.chair() == Some(p));
            let served = states.iter().filter(counts).any(|s| s.seat_of(p).is_some());
            if leads && !served {
                self.found.push(Unlawful::ChairNotServing { person: p, item });
            }
        }
    }
}
