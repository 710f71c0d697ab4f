//! What a sheet would do (granskning av mandatperioden): per board what begins and what ends, and everything that is wrong.

use std::collections::BTreeMap;

use time::Date;
use uuid::Uuid;

use super::{
    entry::Entry,
    matching::{People, Somebody, Who},
    mistake::Mistake,
    register::{Known, Sitting},
    warnings,
};
use crate::{
    boards::role_name,
    law::long_date,
    register::{BoardId, PersonId},
};

/// All of it, board by board.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub(super) boards: Vec<BoardPlan>,
    pub(super) people: People,
}

/// The new term of one board.
#[derive(Clone, Debug)]
pub(super) struct BoardPlan {
    pub(super) id: BoardId,
    pub(super) name: String,
    pub(super) first: Date,
    pub(super) begins: Vec<Begin>,
    pub(super) ends: Vec<End>,
    /// What kommunallagen asks, and what looks odd; nothing of it is refused.
    pub(super) warnings: Vec<String>,
}

/// A seat that begins.
#[derive(Clone, Debug)]
pub(super) struct Begin {
    pub(super) entry: Entry,
    /// None: vacant.
    pub(super) who: Option<Who>,
    pub(super) order: i32,
    pub(super) municipality: Option<String>,
}

/// A seat that ends on the day before.
#[derive(Clone, Debug)]
pub(super) struct End {
    pub(super) id: Uuid,
    pub(super) name: String,
    pub(super) role: String,
    pub(super) last: Date,
    pub(super) was_until: Option<Date>,
}

impl Begin {
    pub(super) fn name(&self) -> &str {
        self.entry.name.as_deref().unwrap_or("Vakant")
    }

    pub(super) fn role(&self) -> &'static str {
        role_name(self.entry.role)
    }

    pub(super) fn is_new(&self) -> bool {
        matches!(self.who, Some(Who::New(_)))
    }
}

impl End {
    pub(super) fn role(&self) -> &'static str {
        role_name(&self.role)
    }
}

impl BoardPlan {
    pub(super) fn first_day(&self) -> String {
        long_date(self.first)
    }

    /// The last days of its seats, each once.
    pub(super) fn last_days(&self) -> String {
        let mut days: Vec<_> = self.begins.iter().map(|begin| begin.entry.last).collect();
        days.sort_unstable();
        days.dedup();
        days.into_iter().map(long_date).collect::<Vec<_>>().join(", ")
    }
}

/// The first day of each board in the sheet.
pub(super) fn firsts(entries: &[Entry], known: &[Known]) -> Vec<(Uuid, Date)> {
    let mut firsts = BTreeMap::new();
    for entry in entries {
        let first = firsts.entry(entry.board).or_insert(entry.first);
        *first = entry.first.min(*first);
    }
    firsts.into_iter().map(|(board, first)| (known[board].board.id.0, first)).collect()
}

/// What would be done, and why it cannot be.
pub(super) fn plan(
    entries: &[Entry],
    known: &[Known],
    sitting: &[Sitting],
    people: People,
) -> (Plan, Vec<Mistake>) {
    let mut mistakes: Vec<_> = people.all.iter().filter_map(Somebody::mistake).collect();
    let firsts = firsts(entries, known);
    let mut boards = Vec::new();
    for (board, one) in known.iter().enumerate() {
        let Some((_, first)) = firsts.iter().find(|(id, _)| *id == one.board.id.0) else {
            continue;
        };
        let own: Vec<_> = entries.iter().filter(|entry| entry.board == board).collect();
        let there: Vec<_> = sitting.iter().filter(|seat| seat.board == one.board.id.0).collect();
        let (ending, staying): (Vec<_>, Vec<_>) =
            there.into_iter().partition(|seat| seat.starts_on < *first);
        let begins = begins(&own, one, &people);
        mistakes.extend(clashes(&begins, &staying));
        mistakes.extend(ended(one, &own, *first));
        mistakes.extend(used(one, &ending, *first));
        let warnings = warnings::of(one, &begins, &staying, *first);
        let last = first.previous_day().unwrap_or(*first);
        boards.push(BoardPlan {
            id: one.board.id,
            name: one.board.name.clone(),
            first: *first,
            begins,
            ends: ending.into_iter().map(|seat| end(seat, last)).collect(),
            warnings,
        });
    }
    mistakes.sort_by_key(|one| one.line);
    (Plan { boards, people }, mistakes)
}

fn begins(own: &[&Entry], known: &Known, people: &People) -> Vec<Begin> {
    let (mut members, mut substitutes) = (0, 0);
    own.iter()
        .map(|&entry| {
            let counted = if entry.role == "substitute" { &mut substitutes } else { &mut members };
            *counted += 1;
            Begin {
                who: people.who(entry),
                order: entry.order.unwrap_or(*counted),
                municipality: known.short_name(entry.municipality),
                entry: entry.clone(),
            }
        })
        .collect()
}

fn end(seat: &Sitting, last: Date) -> End {
    End {
        id: seat.id,
        name: seat.name.clone(),
        role: seat.role.clone(),
        last,
        was_until: seat.ends_on,
    }
}

/// A stretch of days in which a seat is held.
struct Held {
    who: Option<Who>,
    role: String,
    from: Date,
    until: Option<Date>,
    place: String,
}

impl Held {
    fn overlaps(&self, other: &Self) -> bool {
        self.until.is_none_or(|until| until >= other.from)
            && other.until.is_none_or(|until| until >= self.from)
    }
}

/// Nobody has two seats of a board at once, and no board two chairs: each row against those before it and those that stay.
fn clashes(begins: &[Begin], staying: &[&Sitting]) -> Vec<Mistake> {
    let stays = |seat: &&Sitting| Held {
        who: seat.person.map(|PersonId(id)| Who::Known(PersonId(id))),
        role: seat.role.clone(),
        from: seat.starts_on,
        until: seat.ends_on,
        place: format!(
            "i registret från den {}. Ska raderna ersätta en mandatperiod som redan är inlagd, ta bort den först",
            long_date(seat.starts_on)
        ),
    };
    let mut before: Vec<Held> = staying.iter().map(stays).collect();
    let mut mistakes = Vec::new();
    for begin in begins {
        let entry = &begin.entry;
        let held = Held {
            who: begin.who,
            role: entry.role.to_owned(),
            from: entry.first,
            until: Some(entry.last),
            place: format!("på rad {}", entry.line),
        };
        let overlapping = || before.iter().filter(|other| other.overlaps(&held));
        let twice = overlapping().find(|other| other.who.is_some() && other.who == held.who);
        if let Some(other) = twice {
            let words = format!(
                "{} har redan en plats i organet, {}. Är det två personer med samma namn, skriv vad som skiljer dem i kolumnen Särskiljning.",
                begin.name(),
                other.place
            );
            mistakes.push(Mistake::on(Some(entry.line), words));
        }
        let single = ["chair", "first_vice_chair", "second_vice_chair"].contains(&entry.role);
        if let Some(other) = overlapping().find(|other| single && other.role == held.role) {
            let words = format!(
                "Organet har redan en {} de dagarna, {}.",
                begin.role().to_lowercase(),
                other.place
            );
            mistakes.push(Mistake::on(Some(entry.line), words));
        }
        before.push(held);
    }
    mistakes
}

/// The board is not there any more.
fn ended(known: &Known, own: &[&Entry], first: Date) -> Option<Mistake> {
    let last = known.ending.filter(|last| *last < first)?;
    let words =
        format!("{} upphör den {}, före mandatperioden.", known.board.name, long_date(last));
    Some(Mistake::on(own.first().map(|entry| entry.line), words))
}

/// Meetings that were held with those who would be gone by then.
fn used(known: &Known, ending: &[&Sitting], first: Date) -> Option<Mistake> {
    let (seat, day) =
        ending.iter().filter_map(|seat| Some((seat, seat.used_on?))).max_by_key(|(_, day)| *day)?;
    Some(Mistake::on(
        None,
        format!(
            "{}: platsen för {} används i sammanträdet {}, så den kan inte sluta dagen före den {}. Låt mandatperioden börja efter det sammanträdet.",
            known.board.name,
            seat.name,
            long_date(day),
            long_date(first)
        ),
    ))
}
