//! Who signs what (underskrifter): the secretary all of it, the chair of each § that §, the adjusters what they were there for.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::{composition::Draft, record::RecordSigner};
use crate::{
    items::Item,
    register::PersonId,
    wording::{Number, Office, Person, attendance, paragraphs::paragraphs},
};

/// In the order in which they are asked: secretary, chairs, adjusters, those who adjust in their place (ADJ-12, ADJ-13).
pub(super) fn signers(draft: &Draft) -> Vec<RecordSigner> {
    let secretary = RecordSigner {
        person: draft.meeting.secretary.0,
        name: draft.meeting.secretary_name.clone(),
        party: String::new(),
        office: "secretary".to_owned(),
        at: String::new(),
        items: vec![],
    };
    let judged: Vec<_> =
        draft.items.iter().map(|(item, _)| item).filter(|item| item.withdrawn.is_none()).collect();
    let mut asked: Vec<(PersonId, &str, BTreeSet<Uuid>)> = vec![];
    let mut ask = |person: PersonId, office: &'static str, item: Uuid| match asked
        .iter_mut()
        .find(|(one, other, _)| *one == person && *other == office)
    {
        Some((.., items)) => {
            items.insert(item);
        }
        None => asked.push((person, office, BTreeSet::from([item]))),
    };
    for item in &judged {
        for chair in chairs(draft, item) {
            ask(chair, "chair", item.id.0);
        }
    }
    for item in &judged {
        for adjuster in adjusters(draft, item) {
            ask(adjuster, "adjuster", item.id.0);
        }
    }
    let named = asked.into_iter().filter_map(|(person, office, items)| {
        let named = draft.course.named(person)?;
        let all = items.len() == judged.len();
        Some(RecordSigner {
            person: person.0,
            name: named.name.clone(),
            party: named.party.clone(),
            office: office.to_owned(),
            at: if all { String::new() } else { at(draft, &items) },
            items: if all { vec![] } else { items.into_iter().collect() },
        })
    });
    std::iter::once(secretary).chain(named).collect()
}

/// Who led the §; several, where it changed hands.
fn chairs(draft: &Draft, item: &Item) -> Vec<PersonId> {
    let place = draft.course.place(item.id);
    place.map(|place| draft.course.derived.item(place).chairs).unwrap_or_default()
}

/// The elected adjusters who served in the §, and for each who did not, the next in their place who did.
pub(super) fn adjusters(draft: &Draft, item: &Item) -> Vec<PersonId> {
    let Some(state) = draft.course.at_end(item.id) else { return vec![] };
    let served = |person: &PersonId| {
        state.seat_of(*person).is_some()
            && !state.is_disqualified(*person)
            && state.chair() != Some(*person)
    };
    let mut spare = draft.replacements.iter().filter(|person| served(person));
    draft
        .adjusters
        .iter()
        .filter_map(|person| {
            if can_adjust(draft, item, *person) { Some(*person) } else { spare.next().copied() }
        })
        .collect()
}

/// Whether an elected adjuster can tell what happened at a §: there, not disqualified, not the one who led it.
pub(super) fn can_adjust(draft: &Draft, item: &Item, person: PersonId) -> bool {
    draft.course.at_end(item.id).is_some_and(|state| {
        state.is_present(person) && !state.is_disqualified(person) && state.chair() != Some(person)
    })
}

/// The §§ as they are printed.
fn at(draft: &Draft, items: &BTreeSet<Uuid>) -> String {
    let mut numbers: Vec<_> = draft
        .items
        .iter()
        .filter(|(item, _)| items.contains(&item.id.0))
        .filter_map(|(item, _)| Some(Number { number: item.number?, suffix: &item.suffix }))
        .collect();
    numbers.sort_unstable();
    paragraphs(&numbers)
}

/// "Tjänstgörande ordförande Bo Al (M)", where another than the one who led the meeting led the § (JAV-11).
pub(super) fn led_by(draft: &Draft, item: &Item) -> String {
    let usual = draft.course.opened_by();
    let others: Vec<_> =
        chairs(draft, item).into_iter().filter(|person| Some(*person) != usual).collect();
    let names = others.iter().filter_map(|person| draft.course.named(*person)).map(|named| {
        let person = Person { name: &named.name, party: &named.party, office: Office::ActingChair };
        attendance::chair(&person, "")
    });
    names.collect::<Vec<_>>().join(", ")
}
