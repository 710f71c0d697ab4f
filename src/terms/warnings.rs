//! What is odd about a new term (att se över): shown before it is laid down, never refused.

use time::{Date, Month};

use super::{
    plan::Begin,
    register::{Known, Sitting},
};
use crate::{
    boards::{Seat, roster_warnings},
    law::{last_day_of_term, long_date},
    register::SeatId,
};

/// What kommunallagen asks of the board on its first day (BOD-04, BOD-06), and of the days.
pub(super) fn of(
    known: &Known,
    begins: &[Begin],
    staying: &[&Sitting],
    first: Date,
) -> Vec<String> {
    let seats: Vec<_> =
        begins.iter().filter(|begin| begin.entry.first == first).map(seat).collect();
    let when = format!("från den {}", long_date(first));
    let mut warnings = roster_warnings(&known.board, &seats, &known.taking_part(first), &when);

    let has_chair = seats.iter().any(|seat| seat.role == "chair");
    if !has_chair && !warnings.iter().any(|words| words.contains("ska ha en ordförande")) {
        warnings.push("Ingen rad är ordförande.".to_owned());
    }
    if known.board.kind.is_council() && (first.month(), first.day()) != (Month::October, 15) {
        warnings.push(format!(
            "Fullmäktiges mandatperiod börjar den 15 oktober valåret. Här börjar den {}.",
            long_date(first)
        ));
    }
    let last = last_day_of_term(first);
    let odd = begins.iter().filter(|begin| begin.entry.last != last).count();
    if odd > 0 {
        warnings.push(format!(
            "{} slutar inte den {}, fyra år efter att mandatperioden börjar.",
            places(odd),
            long_date(last)
        ));
    }
    let later = begins.len() - seats.len();
    if later > 0 {
        warnings.push(format!("{} börjar efter den {}.", places(later), long_date(first)));
    }
    if !staying.is_empty() {
        warnings.push(format!(
            "{} som redan står i registret börjar den {} eller senare, och står kvar.",
            places(staying.len()),
            long_date(first)
        ));
    }
    if let Some(ending) = known.ending.filter(|ending| *ending < last) {
        warnings.push(format!("Organet upphör den {}.", long_date(ending)));
    }
    warnings
}

fn places(count: usize) -> String {
    if count == 1 { "En plats".to_owned() } else { format!("{count} platser") }
}

fn seat(begin: &Begin) -> Seat {
    let entry = &begin.entry;
    Seat {
        id: SeatId::new(),
        person: None,
        name: begin.name().to_owned(),
        role: entry.role.to_owned(),
        party: entry.party.clone(),
        municipality: begin.municipality.clone(),
        starts_on: entry.first,
        ends_on: Some(entry.last),
    }
}
