//! In random meetings what is accepted, every state and every finding agree with the slow telling (prov med slump).

use std::collections::BTreeSet;

use proptest::prelude::*;
use time::macros::date;

use super::super::{Course, Extent, Sitting, State, Unlawful};
use super::judge;
use super::oracle::{Entry, Past, timeline};
use super::random::{ITEMS, PEOPLE, body, possible, refused_by_telling, wild};

/// Every instant of a course: what has happened until then, and the moment if it is one.
fn instants(course: &Course<char, u8>) -> Vec<(Past, Entry)> {
    let entries = timeline(ITEMS, course.moments());
    let until = |n: usize| (Past::new(course.body(), &entries[..=n]), entries[n]);
    (0..entries.len()).map(until).collect()
}

fn agree(state: &State<char, u8>, past: &Past) {
    let serving: Vec<_> = state.serving().iter().map(|(seat, person)| (*seat, *person)).collect();
    assert_eq!(serving, past.sitting());
    assert_eq!(state.chair(), past.chair());
    assert_eq!(state.is_adjourned(), past.adjourned());
    assert_eq!(state.missing_as_disqualified(), past.missing());
    for p in PEOPLE.chars() {
        let found = [
            state.has_come(p),
            state.is_present(p),
            state.is_remote(p),
            state.is_link_lost(p),
            state.is_disqualified(p),
            state.not_participating().contains(&p),
            state.stayed().contains(&p),
        ];
        let told = [
            past.came(p),
            past.present(p),
            past.remote(p),
            past.link_lost(p),
            past.disqualified(p),
            past.not_participating(p),
            past.stayed(p),
        ];
        assert_eq!(found, told, "{p}");
    }
}

fn sittings() -> [Sitting; 2] {
    let day = |day, items| Sitting { day, from: None, to: None, items };
    [day(date!(2026 - 11 - 24), 0..1), day(date!(2026 - 11 - 25), 1..ITEMS)]
}

fn sorted(mut found: Vec<Unlawful<char>>) -> Vec<Unlawful<char>> {
    found.sort_unstable();
    found
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    // ATT-12.
    #[test]
    fn att_12_just_what_cannot_have_happened_is_refused(body in body(), moments in wild()) {
        let told = refused_by_telling(&body, &moments);
        let found = Course::new(body, ITEMS, moments).err().unwrap_or_default();
        prop_assert_eq!(found.iter().map(|one| one.moment).collect::<BTreeSet<_>>(), told);
    }

    // VOT-01, ATT-08: nobody sits twice, and every state is that of the telling.
    #[test]
    fn att_08_every_state_is_the_one_told_from_the_beginning(course in possible()) {
        let mut items = 0;
        for (past, entry) in instants(&course) {
            match entry {
                Entry::Happened(index, ..) => {
                    let state = course.at(index);
                    agree(state, &past);
                    let people: BTreeSet<_> = state.serving().values().collect();
                    prop_assert_eq!(people.len(), state.serving().len());
                }
                Entry::Over => {
                    let end = Past::new(&past.body, &past.told[..past.told.len() - 1]);
                    agree(course.at_end(items), &end);
                    items += 1;
                }
            }
        }
        prop_assert_eq!(items, ITEMS);
    }

    // ATT-09, ATT-11, INV-10, QUO-03, QUO-06, JAV-02, JAV-10, REM-04, ATT-14.
    #[test]
    fn inv_11_each_unlawful_state_is_found_and_no_lawful_one(course in possible()) {
        let told = judge::unlawful(instants(&course));
        prop_assert_eq!(sorted(course.unlawful(&[0, 1, 2], &sittings())), sorted(told));
    }

    // ATT-02, PRO-03: where nobody is disqualified, whole is at every instant and part at some.
    #[test]
    fn att_02_what_was_done_in_an_item_is_what_was_done_at_its_instants(course in possible()) {
        let over = instants(&course).into_iter().filter(|(_, entry)| *entry == Entry::Over);
        for (item, (past, _)) in over.enumerate() {
            let end = Past::new(&past.body, &past.told[..past.told.len() - 1]);
            let view = course.item(item);
            let states = end.states_of(item);
            let disqualified = PEOPLE.chars().filter(|p| end.disqualified(*p));
            prop_assert_eq!(view.disqualified, disqualified.collect::<BTreeSet<_>>());
            if end.loaned() {
                continue;
            }
            let told = |holds: &dyn Fn(&Past) -> bool| {
                let some = states.iter().any(holds);
                let all = states.iter().all(holds);
                some.then_some(if all { Extent::Whole } else { Extent::Part })
            };
            for p in PEOPLE.chars().filter(|p| !end.disqualified(*p)) {
                for seat in 1..=5 {
                    let sat = told(&|s| s.seat_of(p) == Some(seat));
                    let found = view.served.iter().find(|s| s.person == p && s.seat == seat);
                    prop_assert_eq!(found.map(|s| s.extent), sat);
                }
                let sat = told(&|s| s.seat_of(p).is_some());
                let there = told(&|s| s.present(p)).filter(|_| sat.is_none());
                prop_assert_eq!(view.attended.get(&p).copied(), there);
                let remote = told(&|s| s.present(p) && s.remote(p));
                prop_assert_eq!(view.remote.get(&p).copied(), remote);
            }
        }
    }

    // ATT-02: what is printed is what was attended.
    #[test]
    fn att_02_the_runs_of_a_row_are_its_items_again(course in possible()) {
        for counted in [vec![0, 1, 2], vec![0, 2], vec![]] {
            let sums = course.sums(&counted);
            for row in sums.attendance.values() {
                let reach = row.reach(&counted);
                let mut items = Vec::new();
                for run in &reach.runs {
                    for &item in counted.iter().filter(|i| run.first.0 <= **i && **i <= run.last.0) {
                        let extent = match item {
                            item if item == run.first.0 => run.first.1,
                            item if item == run.last.0 => run.last.1,
                            _ => Extent::Whole,
                        };
                        items.push((item, extent));
                    }
                }
                items.retain(|(item, _)| {
                    !reach.disqualified.contains(item) || row.items.contains_key(item)
                });
                prop_assert_eq!(items, Vec::from_iter(row.items.clone()));
                let all = reach.runs.len() == 1 || counted.is_empty();
                prop_assert!(!reach.whole || all && !row.items.values().any(|e| *e == Extent::Part));
            }
        }
    }
}
