//! The order in which a meeting's points were handled (behandlingsordning), where the § numbers follow it (NUM-08).

use std::collections::{BTreeMap, BTreeSet};

use super::{Item, plan::Field, typed::Typed};
use crate::web::FieldErrors;

/// What the numbers follow: the approved agenda unless the secretary chooses otherwise.
pub(super) const CHOICES: [(&str, &str); 2] = [
    ("agenda", "Föredragningslistans ordning"),
    ("handled", "Den ordning som punkterna behandlades i"),
];

/// Whether the numbers are to follow the order handled.
pub(super) fn is_handled(form: &Typed) -> bool {
    form.get("numren_foljer") == "handled"
}

/// Whether a point is part of the protocol: it has a number, or is one without (NUM-06).
pub(super) fn counts(item: &Item) -> bool {
    item.number.is_some() || (item.kind == "unnumbered" && item.withdrawn.is_none())
}

/// The field of each point that counts, filled in with its place on the agenda until something else is typed.
pub(super) fn fields(form: &Typed, agenda: &[Item]) -> BTreeMap<String, Field> {
    let counted = agenda.iter().filter(|item| counts(item));
    (1..)
        .zip(counted)
        .map(|(place, item): (usize, _)| {
            let mut field = Field::of(form, "behandlad", item.id);
            if field.value.is_empty() && form.get("numren_foljer").is_empty() {
                field.value = place.to_string();
            }
            (item.id.to_string(), field)
        })
        .collect()
}

/// The points in the order that was chosen, with the numbers that follow from it; what does not count stands last.
/// None when the places typed are not each of 1, 2, 3 … once.
pub(super) fn chosen(form: &Typed, agenda: &[Item], errors: &mut FieldErrors) -> Option<Vec<Item>> {
    if !is_handled(form) {
        return Some(agenda.to_vec());
    }
    let (counted, others): (Vec<_>, Vec<_>) = agenda.iter().cloned().partition(counts);
    let last = i32::try_from(counted.len()).unwrap_or(i32::MAX);
    let mut places = BTreeMap::new();
    let mut wrong = false;
    for item in &counted {
        let field = format!("behandlad_{}", item.id);
        let what = format!("{}, behandlades som nummer", item.link());
        let place = errors.number((&field, &what), form.get(&field), 1..=last);
        wrong |= place.is_none();
        let Some(place) = place else { continue };
        if let Some(other) = places.insert(place, item.clone()) {
            wrong = true;
            errors.add(
                &field,
                format!(
                    "{what}: {place} står redan vid {}. Ge varje punkt ett eget nummer.",
                    other.link()
                ),
            );
        }
    }
    (!wrong).then(|| numbered(places.into_values().chain(others).collect()))
}

/// NUM-05: what is frozen keeps its number; the others take the provisional ones in their new order.
fn numbered(mut items: Vec<Item>) -> Vec<Item> {
    let provisional: BTreeSet<_> =
        items.iter().filter(|item| !item.frozen).filter_map(|item| item.number).collect();
    let mut provisional = provisional.into_iter();
    for item in items.iter_mut().filter(|item| !item.frozen && item.number.is_some()) {
        item.number = provisional.next();
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::ItemId;

    fn agenda() -> Vec<Item> {
        let item = |number, kind: &str| Item {
            id: ItemId::new(),
            instance: "2026".to_owned(),
            number,
            suffix: String::new(),
            frozen: number == Some(7),
            kind: kind.to_owned(),
            title: "Budget".to_owned(),
            public_title: String::new(),
            rapporteur: String::new(),
            extra: false,
            withdrawn: (number.is_none() && kind == "decision").then(|| "Saknas".to_owned()),
            version: 1,
            agenda_pos: None,
            sitting: 1,
            handled_pos: None,
            registry_nos: Vec::new(),
        };
        vec![
            item(Some(7), "decision"),
            item(Some(8), "decision"),
            item(None, "decision"),
            item(Some(9), "decision"),
            item(None, "unnumbered"),
        ]
    }

    fn form(agenda: &[Item], places: &[&str]) -> Typed {
        let mut form = Typed::default();
        form.set("numren_foljer", "handled");
        for (item, place) in agenda.iter().filter(|item| counts(item)).zip(places) {
            form.set(format!("behandlad_{}", item.id), *place);
        }
        form
    }

    #[test]
    fn num_08_the_numbers_follow_the_agenda_unless_the_order_handled_is_chosen() {
        let agenda = agenda();
        let numbers = |items: &[Item]| items.iter().map(|item| item.number).collect::<Vec<_>>();
        let mut errors = FieldErrors::default();
        let kept = chosen(&Typed::default(), &agenda, &mut errors).unwrap();
        assert_eq!(numbers(&kept), numbers(&agenda));

        // The last numbered point first, then the frozen one, the one without number, the second one.
        let handled = chosen(&form(&agenda, &["2", "4", "1", "3"]), &agenda, &mut errors).unwrap();
        let ids = [3, 0, 4, 1, 2].map(|at| agenda[at].id);
        assert!(errors.is_empty() && handled.iter().map(|item| item.id).eq(ids));
        assert_eq!(numbers(&handled), [Some(8), Some(7), None, Some(9), None]);
    }

    #[test]
    fn num_08_each_point_has_a_place_of_its_own() {
        let agenda = agenda();
        for (places, mistakes) in
            [(["1", "1", "2", "3"], 1), (["", "x", "5", "0"], 4), (["1", "2", "3", "2"], 1)]
        {
            let mut errors = FieldErrors::default();
            assert!(chosen(&form(&agenda, &places), &agenda, &mut errors).is_none());
            assert_eq!(errors.all().len(), mistakes, "{places:?}");
        }
    }
}
