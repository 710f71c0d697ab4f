//! What follows in the register of an election or a release (förslag till registret): proposed in words, and done by the one who keeps it.

use time::Date;

use super::{Elected, filled_by_county, leaves_council};
use crate::{
    boards::{fold, named, role_called, role_name},
    law::{BoardKind, long_date},
    register::{PersonId, SeatId},
};

/// A seat of the board, as it is to be compared.
#[derive(Clone, Debug)]
pub(super) struct Sitting {
    pub(super) id: SeatId,
    pub(super) person: Option<PersonId>,
    pub(super) name: String,
    pub(super) role: String,
    pub(super) starts_on: Date,
    pub(super) ends_on: Option<Date>,
    /// The newest meeting in which it was used.
    pub(super) used_on: Option<Date>,
    /// A § stands behind it already, or behind its end.
    pub(super) elected: bool,
    pub(super) released: bool,
}

/// What the register has: the board's seats, and people who may be meant.
pub(super) struct Register {
    pub(super) seats: Vec<Sitting>,
    pub(super) people: Vec<(PersonId, String)>,
}

/// What is to be done, and in words what changes, or why the keeper has to say more.
#[derive(Debug)]
pub(super) struct Proposal {
    pub(super) step: Step,
    pub(super) words: Vec<String>,
}

#[derive(Debug, PartialEq)]
pub(super) enum Step {
    /// A seat begins, and others end the day before.
    Begins(Draft, Vec<SeatId>),
    /// The person has the seat already.
    Stands(SeatId),
    /// The seat ends on a day.
    Ends(SeatId, Date),
    /// Nothing that can be done without more being said.
    ByHand,
}

/// A seat to be, as far as it is known.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Draft {
    pub(super) person: Option<PersonId>,
    pub(super) role: Option<&'static str>,
    pub(super) party: String,
    pub(super) from: Date,
    /// Whose seat it was.
    pub(super) succeeds: Option<SeatId>,
}

impl Sitting {
    fn runs_on(&self, day: Date) -> bool {
        self.starts_on <= day && self.ends_on.is_none_or(|end| end >= day)
    }

    fn is_of(&self, person: Option<PersonId>, name: &str) -> bool {
        let same = person.is_some() && self.person == person;
        same || person.is_none() && fold(&self.name) == fold(name)
    }

    /// "Platsen som ledamot för Bo Lind".
    fn words(&self) -> String {
        let role = role_name(&self.role).to_lowercase();
        format!("Platsen som {role} för {}", self.name)
    }
}

impl Register {
    /// The one person of the name.
    fn person(&self, one: &Elected) -> Option<PersonId> {
        let name = fold(named(&one.name).0);
        let mut found = self.people.iter().filter(|(_, known)| fold(known) == name);
        one.person.or_else(|| found.next().map(|(id, _)| *id).filter(|_| found.next().is_none()))
    }

    /// The one seat of a name that runs on a day, or else the one that ended last.
    fn held(&self, (person, written): (Option<PersonId>, &str), day: Date) -> Vec<&Sitting> {
        let name = named(written).0;
        let all = self.seats.iter().filter(|seat| seat.is_of(person, name));
        let (running, over): (Vec<_>, Vec<_>) =
            all.filter(|seat| seat.starts_on <= day).partition(|seat| seat.runs_on(day));
        if running.is_empty() {
            over.into_iter().max_by_key(|seat| seat.ends_on).into_iter().collect()
        } else {
            running
        }
    }
}

/// What is known of the seat to be.
pub(super) fn draft(one: &Elected, register: &Register) -> Draft {
    let person = register.person(one);
    let day = one.starts_on.unwrap_or(one.held_on);
    let before = match one.instead_of.as_str() {
        "" => vec![],
        name => register.held((None, name), day),
    };
    let ends = ending(person, &before, register, day);
    let used = ends.iter().filter_map(|seat| seat.used_on).max().and_then(Date::next_day);
    Draft {
        person,
        role: role_called(&one.role),
        party: named(&one.name).1.to_owned(),
        from: one.starts_on.unwrap_or_else(|| used.map_or(day, |used| used.max(day))),
        succeeds: before.first().filter(|_| before.len() == 1).map(|seat| seat.id),
    }
}

/// The seats that end when the new one begins: that of the one before, and another of the person's own.
fn ending<'a>(
    person: Option<PersonId>,
    before: &[&'a Sitting],
    register: &'a Register,
    day: Date,
) -> Vec<&'a Sitting> {
    let own = register.seats.iter().filter(|seat| person.is_some() && seat.person == person);
    let own = own.filter(|seat| !before.iter().any(|other| other.id == seat.id));
    before.iter().copied().chain(own).filter(|seat| seat.runs_on(day)).collect()
}

impl Proposal {
    /// What follows of a § for a board of this kind.
    pub(super) fn of(one: &Elected, register: &Register, kind: BoardKind) -> Self {
        if one.released {
            return Self::release(one, register, kind);
        }
        let draft = draft(one, register);
        if draft.role.is_some_and(|role| filled_by_county(kind, role)) {
            return by_hand(vec![county_words(one).to_owned()]);
        }
        let (Some(person), Some(role)) = (draft.person, draft.role) else {
            let mut why = vec![];
            if draft.person.is_none() {
                why.push(format!("Registret har ingen person som säkert är {}.", one.name));
            }
            if draft.role.is_none() {
                why.push(format!("Uppdraget ”{}” är ingen plats i registret.", one.role));
            }
            return by_hand(why);
        };
        let overlaps = |seat: &&Sitting| {
            seat.ends_on.is_none_or(|end| end >= draft.from)
                && one.ends_on.is_none_or(|end| seat.starts_on <= end)
        };
        let mut own = register.seats.iter().filter(|seat| seat.person == Some(person));
        if let Some(seat) = own.find(|seat| overlaps(seat) && seat.role == role && !seat.elected) {
            let from = long_date(seat.starts_on);
            let words =
                format!("{} finns redan, från {from}. Den knyts till paragrafen.", seat.words());
            return Self { step: Step::Stands(seat.id), words: vec![words] };
        }
        Self::begins(one, (draft, role), register)
    }

    fn begins(one: &Elected, (draft, role): (Draft, &str), register: &Register) -> Self {
        let day = draft.from;
        let before: Vec<_> =
            register.seats.iter().filter(|seat| Some(seat.id) == draft.succeeds).collect();
        let ends = ending(draft.person, &before, register, day);
        let mut why = vec![];
        if !one.instead_of.is_empty() && draft.succeeds.is_none() {
            why.push(format!("Ingen plats i organet är säkert den som {} hade.", one.instead_of));
        }
        for seat in &ends {
            if seat.starts_on >= day {
                why.push(format!("{} börjar först den dagen.", seat.words()));
            }
            if let Some(used) = seat.used_on.filter(|used| *used >= day) {
                why.push(format!("{} användes {}.", seat.words(), long_date(used)));
            }
        }
        let later = register.seats.iter().filter(|seat| {
            seat.person == draft.person
                && seat.starts_on > day
                && one.ends_on.is_none_or(|end| seat.starts_on <= end)
        });
        why.extend(
            later.map(|seat| format!("{} börjar {}.", seat.words(), long_date(seat.starts_on))),
        );
        let single = !matches!(role, "member" | "substitute");
        let other = register.seats.iter().find(|seat| {
            let later = seat.ends_on.is_none_or(|end| end >= day);
            single && seat.role == role && later && !ends.iter().any(|one| one.id == seat.id)
        });
        if let Some(seat) = other {
            why.push(format!("{} löper under de dagarna.", seat.words()));
        }
        if !why.is_empty() {
            return by_hand(why);
        }
        let mut words = vec![begins_words(one, &draft, role)];
        let last = day.previous_day().unwrap_or(day);
        words.extend(
            ends.iter().map(|seat| format!("{} avslutas {}.", seat.words(), long_date(last))),
        );
        let ends = ends.iter().map(|seat| seat.id).collect();
        Self { step: Step::Begins(draft, ends), words }
    }

    fn release(one: &Elected, register: &Register, kind: BoardKind) -> Self {
        let day = one.ends_on.unwrap_or(one.held_on);
        let seats = register.held((register.person(one), &one.name), day);
        let [seat] = seats[..] else {
            return by_hand(vec![format!(
                "Ingen plats i organet är säkert den som {} har.",
                one.name
            )]);
        };
        if seat.released || seat.starts_on > day {
            return by_hand(vec![format!("{} är avslutad genom en annan paragraf.", seat.words())]);
        }
        let last = seat
            .used_on
            .map_or(day, |used| if one.ends_on.is_some() { day } else { used.max(day) });
        if let Some(used) = seat.used_on.filter(|used| *used > last) {
            return by_hand(vec![format!("{} användes {}.", seat.words(), long_date(used))]);
        }
        let (last, mut words) = match seat.ends_on.filter(|end| *end <= last) {
            Some(end) => {
                let day = long_date(end);
                (
                    end,
                    vec![format!(
                        "{} är redan avslutad {day}. Det knyts till paragrafen.",
                        seat.words()
                    )],
                )
            }
            None => (last, vec![format!("{} avslutas {}.", seat.words(), long_date(last))]),
        };
        if leaves_council(kind, &one.role) {
            words.push("Platsen väntar sedan på länsstyrelsen.".to_owned());
        }
        Self { step: Step::Ends(seat.id, last), words }
    }
}

fn county_words(one: &Elected) -> &'static str {
    if one.reports_county() {
        "Länsstyrelsen har utsett efterträdaren. För in platsen med beslutets dag och nummer."
    } else {
        "En plats i fullmäktige fylls inte genom val. Den som avgått entledigas, och länsstyrelsen utser efterträdaren (4 kap. 6 § kommunallagen, 14 kap. vallagen)."
    }
}

fn begins_words(one: &Elected, draft: &Draft, role: &str) -> String {
    let name = named(&one.name).0;
    let mut words = format!("{name} blir {}", role_name(role).to_lowercase());
    if !draft.party.is_empty() {
        words.extend([" för ", &draft.party]);
    }
    words.extend([" från ", &long_date(draft.from)]);
    if let Some(day) = one.ends_on {
        words.extend([" till och med ", &long_date(day)]);
    }
    words.push_str(if role == "substitute" { ", sist i inkallelseordningen." } else { "." });
    words
}

fn by_hand(words: Vec<String>) -> Proposal {
    Proposal { step: Step::ByHand, words }
}

#[cfg(test)]
mod tests;
