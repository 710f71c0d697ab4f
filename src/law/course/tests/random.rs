//! Random meetings: anything whatever, and what can have happened (slumpade förlopp).

use std::collections::BTreeSet;
use std::mem::discriminant;

use proptest::prelude::*;

use super::super::{Body, Course, Moment, Place};
use super::oracle::{Entry, Past, timeline};
use super::{Edge, Event};
use crate::law::BoardKind;

pub(super) const PEOPLE: &str = "abcdrs";
pub(super) const ITEMS: usize = 3;

pub(super) fn body() -> impl Strategy<Value = Body<char, u8>> {
    let kind = prop_oneof![Just(BoardKind::Board), Just(BoardKind::Council)];
    kind.prop_map(|kind| {
        let holders = [(1, Some('a')), (2, Some('b')), (3, Some('c')), (4, Some('d')), (5, None)];
        Body { kind, holders: holders.into() }
    })
}

fn event() -> impl Strategy<Value = Event<char, u8>> {
    let person = prop::sample::select(PEOPLE.chars().collect::<Vec<_>>());
    (0..20, person, 1..=6_u8).prop_map(|(kind, person, seat)| match kind {
        0 | 1 => Event::Arrives(person),
        2 | 3 => Event::Leaves(person),
        4..=7 => Event::Serves(person, seat),
        8 => Event::Stops(person),
        9 | 10 => Event::Disqualified(person),
        11 => Event::NotParticipating(person),
        12 => Event::RemoteOn(person),
        13 if seat > 3 => Event::RemoteOff(person),
        13 => Event::LinkBack(person),
        14 => Event::LinkLost(person),
        15 => Event::Chairs(person),
        16 => Event::HandsBack(person),
        17 if seat > 3 => Event::Adjourned,
        17 => Event::Resumed,
        18 => Event::Voted,
        _ => Event::Decided,
    })
}

fn place() -> impl Strategy<Value = Place> {
    let edge = prop_oneof![
        2 => Just(Edge::Before),
        4 => Just(Edge::During),
        1 => Just(Edge::After),
    ];
    prop_oneof![
        1 => Just(Place::Opening),
        9 => (0..ITEMS, edge).prop_map(|(item, edge)| Place::Item(item, edge)),
        1 => Just(Place::Closing),
    ]
}

/// Anything whatever.
pub(super) fn wild() -> impl Strategy<Value = Vec<Moment<char, u8>>> {
    let moment = (place(), event()).prop_map(|(place, event)| Moment { place, clock: None, event });
    prop::collection::vec(moment, 0..40)
}

/// After a roll call, what can have happened of anything whatever.
fn sifted() -> impl Strategy<Value = Course<char, u8>> {
    (body(), wild(), 0..64_u32).prop_map(|(body, wild, there)| {
        let come = PEOPLE.chars().enumerate().filter(|(n, _)| there >> n & 1 == 0);
        let roll = come.flat_map(|(n, person)| {
            let seat = u8::try_from(n).unwrap() + 1;
            [Event::Arrives(person), Event::Serves(person, seat)].into_iter().take(3 - n / 4 * 2)
        });
        let opening = roll.chain([Event::Chairs('a')]).map(|event| Moment {
            place: Place::Opening,
            clock: None,
            event,
        });
        let mut moments: Vec<_> = opening.chain(wild).collect();
        let refused = refused_by_telling(&body, &moments);
        let mut index = 0..;
        moments.retain(|_| !refused.contains(&index.next().unwrap()));
        Course::new(body, ITEMS, moments).unwrap()
    })
}

pub(super) fn refused_by_telling(
    body: &Body<char, u8>,
    moments: &[Moment<char, u8>],
) -> BTreeSet<usize> {
    let mut past = Past::new(body, &[]);
    let mut refused = BTreeSet::new();
    for entry in timeline(ITEMS, moments) {
        match entry {
            Entry::Happened(index, place, event) if !past.possible(place, event) => {
                refused.insert(index);
            }
            Entry::Happened(..) | Entry::Over => past.told.push(entry),
        }
    }
    refused
}

/// At every place any of the things that can happen there then, all kinds as often.
fn lively() -> impl Strategy<Value = Course<char, u8>> {
    let choice = (place(), any::<usize>(), any::<usize>());
    (body(), prop::collection::vec(choice, 0..30)).prop_map(|(body, mut choices)| {
        choices.sort_by_key(|(place, ..)| *place);
        let mut moments = Vec::new();
        for (place, kind, one) in choices {
            let past = until(&body, &moments, place);
            let mut events = every_event();
            events.retain(|event| past.possible(place, *event));
            let mut kinds: Vec<_> = events.iter().map(discriminant).collect();
            kinds.dedup();
            let kind = kinds[kind % kinds.len()];
            events.retain(|event| discriminant(event) == kind);
            moments.push(Moment { place, clock: None, event: events[one % events.len()] });
        }
        Course::new(body, ITEMS, moments).unwrap()
    })
}

/// A meeting in which everything can have happened.
pub(super) fn possible() -> impl Strategy<Value = Course<char, u8>> {
    prop_oneof![sifted(), lively()]
}

/// What has happened before another thing does at this place.
fn until(body: &Body<char, u8>, moments: &[Moment<char, u8>], place: Place) -> Past {
    let mut over = match place {
        Place::Opening => 0,
        Place::Item(item, Edge::Before | Edge::During) => item,
        Place::Item(item, Edge::After) => item + 1,
        Place::Closing => ITEMS,
    };
    let mut told = timeline(ITEMS, moments);
    told.retain(|entry| {
        let happened = *entry != Entry::Over;
        let keep = happened || over > 0;
        over -= usize::from(keep && !happened);
        keep
    });
    Past::new(body, &told)
}

/// Each kind together.
fn every_event() -> Vec<Event<char, u8>> {
    let of_a_person = [
        Event::Arrives,
        Event::Leaves,
        Event::Stops,
        Event::Disqualified,
        Event::NotParticipating,
        Event::RemoteOn,
        Event::RemoteOff,
        Event::LinkLost,
        Event::LinkBack,
        Event::Chairs,
        Event::HandsBack,
    ];
    let of_everybody = of_a_person.iter().flat_map(|event| PEOPLE.chars().map(event));
    let seats = PEOPLE.chars().flat_map(|p| (1..=5).map(move |seat| Event::Serves(p, seat)));
    let others = [Event::Adjourned, Event::Resumed, Event::Voted, Event::Decided];
    of_everybody.chain(seats).chain(others).collect()
}
