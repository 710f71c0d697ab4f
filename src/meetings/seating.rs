//! Who sits where when a meeting opens (upprop), read from the roll call and checked.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::typed::Typed;
use crate::{
    boards::{Board, Seat},
    register::PersonId,
    web::FieldErrors,
};

/// As many others as may be noted.
pub(super) const MAX_OTHERS: usize = 60;

/// The opening of a meeting.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Seating {
    /// Who is there, remotely or not, and in which seat those who serve do so; in the order of the seats.
    pub(super) present: Vec<(PersonId, bool, Option<Uuid>)>,
    pub(super) chair: Option<PersonId>,
    pub(super) adjusters: Vec<PersonId>,
    /// Who adjusts where an elected adjuster cannot (ADJ-13).
    pub(super) spare: Option<PersonId>,
    /// Name and title.
    pub(super) others: Vec<(String, String)>,
}

impl Seating {
    pub(super) fn serving(&self) -> impl Iterator<Item = PersonId> {
        self.present.iter().filter(|(.., seat)| seat.is_some()).map(|(person, ..)| *person)
    }
}

/// Whether a seat is a substitute's.
pub(super) fn is_substitute(seat: &Seat) -> bool {
    seat.role == "substitute"
}

/// Reads the roll call of these seats; every mistake at once.
pub(super) fn parse(
    form: &Typed,
    board: &Board,
    seats: &[Seat],
    errors: &mut FieldErrors,
) -> Option<Seating> {
    let mut taken: BTreeMap<Uuid, &str> = BTreeMap::new();
    let mut seating = Seating::default();
    for seat in seats {
        let Some(person) = seat.person else { continue };
        let answer = form.get(&format!("narvaro_{}", seat.id));
        if is_substitute(seat) {
            let remote = form.ticked(&format!("distans_{}", seat.id));
            match answer {
                "tjanstgor" => {
                    let place = substitute_for(form, seat, seats, &taken, errors);
                    if let Some(place) = place {
                        taken.insert(place, &seat.name);
                    }
                    seating.present.push((person, remote, place));
                }
                "utan" => seating.present.push((person, remote, None)),
                _ => {}
            }
        } else if matches!(answer, "narvarande" | "distans") {
            taken.insert(seat.id.0, &seat.name);
            seating.present.push((person, answer == "distans", Some(seat.id.0)));
        } else if answer != "franvarande" {
            let field = format!("narvaro_{}", seat.id);
            errors.add(&field, format!("Ange om {} är närvarande.", seat.name));
        }
    }
    chair(form, seats, &mut seating, errors);
    adjusters(form, board, &mut seating, errors);
    others(form, &mut seating, errors);
    errors.is_empty().then_some(seating)
}

/// The seat that a substitute serves in: that of an absent member, or a vacant one, and nobody else's (ATT-12).
fn substitute_for(
    form: &Typed,
    seat: &Seat,
    seats: &[Seat],
    taken: &BTreeMap<Uuid, &str>,
    errors: &mut FieldErrors,
) -> Option<Uuid> {
    let field = format!("for_{}", seat.id);
    let chosen = form.id(&field);
    let held = seats.iter().find(|held| Some(held.id.0) == chosen && !is_substitute(held));
    let Some(held) = held else {
        errors.add(&field, format!("Välj vem {} tjänstgör för.", seat.name));
        return None;
    };
    match taken.get(&held.id.0) {
        Some(name) if *name == held.name => {
            errors.add(&field, format!("{name} är närvarande och tjänstgör på sin egen plats."));
            None
        }
        Some(name) => {
            let held = if held.person.is_some() { &held.name } else { "den vakanta platsen" };
            errors.add(
                &field,
                format!("{name} tjänstgör redan för {held}. Två kan inte ha samma plats."),
            );
            None
        }
        None => Some(held.id.0),
    }
}

/// ATT-11: the one who was chosen, or else the chair or a vice chair, if any of them serves.
fn chair(form: &Typed, seats: &[Seat], seating: &mut Seating, errors: &mut FieldErrors) {
    let serving: BTreeSet<_> = seating.serving().collect();
    if serving.is_empty() && form.get("ordforande").is_empty() {
        return;
    }
    let usual = ["chair", "first_vice_chair", "second_vice_chair"].iter().find_map(|role| {
        let seat = seats.iter().find(|seat| seat.role == *role)?;
        seat.person.filter(|person| serving.contains(person))
    });
    let chosen = match form.get("ordforande") {
        "" => usual,
        _ => form.id("ordforande").map(PersonId),
    };
    match chosen {
        Some(person) if serving.contains(&person) => seating.chair = Some(person),
        Some(_) => errors.add("ordforande", "Den som är ordförande måste tjänstgöra."),
        None => errors.add("ordforande", "Välj vem som är ordförande."),
    }
}

/// ADJ-10: adjusters serve, and the chair is not one of them.
fn adjusters(form: &Typed, board: &Board, seating: &mut Seating, errors: &mut FieldErrors) {
    let serving: BTreeSet<_> = seating.serving().collect();
    for n in 1..=board.adjusters {
        let field = format!("justerare_{n}");
        if form.get(&field).is_empty() {
            continue;
        }
        match form.id(&field).map(PersonId) {
            Some(person) if seating.chair == Some(person) => {
                errors.add(&field, "Ordföranden kan inte också vara justerare.");
            }
            Some(person) if seating.adjusters.contains(&person) => {
                errors.add(&field, "Välj olika personer som justerare.");
            }
            Some(person) if serving.contains(&person) => seating.adjusters.push(person),
            _ => errors.add(&field, "Den som justerar måste tjänstgöra."),
        }
    }
    let spare = form.id("justerare_reserv").map(PersonId);
    match spare {
        Some(person) if seating.chair == Some(person) || seating.adjusters.contains(&person) => {
            errors.add("justerare_reserv", "Välj någon annan än ordföranden och justerarna.");
        }
        Some(person) if !serving.contains(&person) => {
            errors.add("justerare_reserv", "Den som justerar måste tjänstgöra.");
        }
        spare => seating.spare = spare,
    }
}

fn others(form: &Typed, seating: &mut Seating, errors: &mut FieldErrors) {
    for n in 1..=form.rows("namn", MAX_OTHERS) {
        let (name_field, title_field) = (format!("namn_{n}"), format!("titel_{n}"));
        let name = errors.optional_line(&name_field, form.get(&name_field), 100);
        let title = errors.optional_line(&title_field, form.get(&title_field), 100);
        let (Some(name), Some(title)) = (name, title) else { continue };
        if name.is_empty() {
            if !title.is_empty() {
                errors.add(&name_field, "Skriv namnet, eller ta bort titeln.");
            }
        } else if seating.others.iter().any(|(other, _)| *other == name) {
            errors.add(&name_field, format!("{name} står två gånger."));
        } else {
            seating.others.push((name, title));
        }
    }
}
