//! Proofs of the course of a meeting, and how they tell one (prov av förloppet).

mod judge;
mod law;
mod oracle;
mod random;
mod record;
mod streams;
mod walkthrough;

use time::{Time, macros::date};

use super::{Body, Course, Event, Moment, Place, Reach, Refusal, Sitting};
use crate::law::{BoardKind, procedure::Edge};

/// Persons are letters; seats are numbered from 1 in the order of their holders.
struct Told {
    body: Body<char, u8>,
    items: usize,
    moments: Vec<Moment<char, u8>>,
}

impl Told {
    /// The seats' holders, a vacant one as `-`.
    fn new(kind: BoardKind, holders: &str, items: usize) -> Self {
        let seats = (1..).zip(holders.chars().map(|one| (one != '-').then_some(one)));
        Self { body: Body { kind, holders: seats.collect() }, items, moments: Vec::new() }
    }

    /// These come, holders take their own seats, and the first of them leads.
    fn with(mut self, present: &str) -> Self {
        for person in present.chars() {
            self.push(Place::Opening, None, Event::Arrives(person));
            let own = self.body.holders.iter().find(|(_, holder)| **holder == Some(person));
            if let Some((&seat, _)) = own {
                self.push(Place::Opening, None, Event::Serves(person, seat));
            }
        }
        let first = present.chars().next().unwrap();
        self.then(Place::Opening, &[Event::Chairs(first)])
    }

    fn then(mut self, place: Place, events: &[Event<char, u8>]) -> Self {
        for event in events {
            self.push(place, None, *event);
        }
        self
    }

    fn timed(mut self, place: Place, clock: Time, event: Event<char, u8>) -> Self {
        self.push(place, Some(clock), event);
        self
    }

    fn push(&mut self, place: Place, clock: Option<Time>, event: Event<char, u8>) {
        self.moments.push(Moment { place, clock, event });
    }

    fn check(self) -> Result<Course<char, u8>, Vec<Refusal<char, u8>>> {
        Course::new(self.body, self.items, self.moments)
    }

    fn course(self) -> Course<char, u8> {
        self.check().unwrap()
    }
}

fn board(holders: &str, items: usize) -> Told {
    Told::new(BoardKind::Board, holders, items)
}

fn council(holders: &str, items: usize) -> Told {
    Told::new(BoardKind::Council, holders, items)
}

fn before(item: usize) -> Place {
    Place::Item(item, Edge::Before)
}

fn during(item: usize) -> Place {
    Place::Item(item, Edge::During)
}

fn after(item: usize) -> Place {
    Place::Item(item, Edge::After)
}

/// One day without known times.
fn one_day(items: usize) -> [Sitting; 1] {
    [Sitting { day: date!(2026 - 11 - 24), from: None, to: None, items: 0..items }]
}

/// What a row prints, with items numbered from `first`.
fn printed(course: &Course<char, u8>, row: (char, Option<u8>), first: usize) -> String {
    let counted: Vec<_> = (0..course.item_count()).collect();
    course.sums(&counted).attendance[&row].reach(&counted).told(first)
}

impl Reach {
    fn told(&self, first: usize) -> String {
        let item = |(item, extent): (usize, super::Extent)| match extent {
            super::Extent::Part => format!("del av {}", item + first),
            super::Extent::Whole => (item + first).to_string(),
        };
        let run = |run: &super::Run| match run {
            run if run.first == run.last => item(run.first),
            run => format!("{}–{}", item(run.first), item(run.last)),
        };
        let runs = self.runs.iter().map(run).filter(|_| !self.whole);
        let holes = self.disqualified.iter().map(|hole| format!("ej {}", hole + first));
        runs.chain(holes).collect::<Vec<_>>().join(", ")
    }
}
