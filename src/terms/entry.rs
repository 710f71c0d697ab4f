//! A row of the sheet as a seat to be (uppdrag på en rad), or what is wrong with it.

use time::{Date, format_description::well_known::Iso8601};
use uuid::Uuid;

use super::{
    mistake::Mistake,
    register::Known,
    sheet::{Column, Row, Sheet},
};
use crate::{
    boards::{fold, role_called},
    law::{last_day_of_term, long_date},
    text::clean_line,
    web::unprintable,
};

/// A seat that a row asks for.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) line: u64,
    /// Which of the boards that are known.
    pub(super) board: usize,
    /// None: vacant.
    pub(super) name: Option<String>,
    /// Tells persons of one name apart.
    pub(super) apart: String,
    pub(super) party: String,
    pub(super) role: &'static str,
    /// None: in the order of the rows.
    pub(super) order: Option<i32>,
    pub(super) first: Date,
    pub(super) last: Date,
    pub(super) municipality: Uuid,
}

/// The days of rows that have none of their own; without a last day it is that of four years.
#[derive(Clone, Copy, Debug)]
pub(super) struct Days {
    pub(super) first: Option<Date>,
    pub(super) last: Option<Date>,
}

/// Every row that asks for a seat, and all that is wrong with the others.
pub(super) fn entries(sheet: &Sheet, days: Days, known: &[Known]) -> (Vec<Entry>, Vec<Mistake>) {
    let (mut entries, mut mistakes) = (Vec::new(), Vec::new());
    for row in &sheet.rows {
        let mut reading = Reading { row, mistakes: Vec::new() };
        let entry = reading.entry(days, known);
        mistakes.append(&mut reading.mistakes);
        entries.extend(entry);
    }
    (entries, mistakes)
}

/// One row, and what has been found wrong with it.
struct Reading<'a> {
    row: &'a Row,
    mistakes: Vec<Mistake>,
}

impl Reading<'_> {
    fn entry(&mut self, days: Days, known: &[Known]) -> Option<Entry> {
        let board = self.board(known);
        let name = self.name();
        let apart = self.line(self.row.cell(Column::Apart), "Särskiljning", 40);
        let party = self.line(self.row.cell(Column::Party), "Parti", 80);
        let role = self.role();
        let order = self.order();
        let first = self.day(Column::From, "Från", days.first);
        let last = self.day(Column::Until, "Till", days.last.or(first.map(last_day_of_term)));
        if first.is_none() && self.row.cell(Column::From).is_empty() {
            self.wrong("Skriv mandatperiodens första dag ovan, eller en dag i kolumnen Från.");
        }
        if first.zip(last).is_some_and(|(first, last)| last < first) {
            self.wrong("Sista dagen är före första dagen.");
            return None;
        }
        let municipality = board.and_then(|board| self.municipality(&known[board], first?));
        Some(Entry {
            line: self.row.line,
            board: board?,
            name: name?,
            apart: apart?,
            party: party?,
            role: role?,
            order: order?,
            first: first?,
            last: last?,
            municipality: municipality?,
        })
    }

    fn wrong(&mut self, words: impl Into<String>) {
        self.mistakes.push(Mistake::on(Some(self.row.line), words));
    }

    fn line(&mut self, typed: &str, what: &str, max: usize) -> Option<String> {
        let line = match clean_line(typed, max) {
            Ok(line) => line,
            Err(why) => {
                self.wrong(format!("{what}: {why}"));
                return None;
            }
        };
        if let Some(why) = unprintable(&line) {
            self.wrong(why);
            return None;
        }
        Some(line)
    }

    fn board(&mut self, known: &[Known]) -> Option<usize> {
        let typed = self.row.cell(Column::Board);
        if typed.is_empty() {
            self.wrong("Skriv vilket organ raden gäller.");
            return None;
        }
        let wanted = fold(typed);
        let found = known.iter().position(|one| one.folded == wanted || one.board.slug == wanted);
        if found.is_none() {
            self.wrong(format!("Organet {typed} finns inte i kommunens register. Skriv namnet som det står där, eller lägg till organet först."));
        }
        found
    }

    /// None in it: vacant.
    fn name(&mut self) -> Option<Option<String>> {
        let name = self.line(&self.row.name(), "Namn", 100)?;
        match fold(&name).as_str() {
            "" => {
                self.wrong("Skriv ett namn, eller Vakant om platsen är tom.");
                None
            }
            "vakant" => Some(None),
            _ => Some(Some(name)),
        }
    }

    fn role(&mut self) -> Option<&'static str> {
        let typed = self.row.cell(Column::Role);
        let role = role_called(typed);
        if role.is_none() {
            self.wrong(format!(
                "Uppdraget ”{typed}” finns inte. Skriv ordförande, 1:e vice ordförande, 2:e vice ordförande, ledamot eller ersättare."
            ));
        }
        role
    }

    fn order(&mut self) -> Option<Option<i32>> {
        let typed = self.row.cell(Column::Order);
        if typed.is_empty() {
            return Some(None);
        }
        let order =
            typed.trim_end_matches('.').parse().ok().filter(|order| (0..=999).contains(order));
        if order.is_none() {
            self.wrong(format!("Plats ”{typed}”: skriv ett tal från 0 till 999."));
        }
        order.map(Some)
    }

    fn day(&mut self, column: Column, what: &str, otherwise: Option<Date>) -> Option<Date> {
        let typed = self.row.cell(column);
        if typed.is_empty() {
            return otherwise;
        }
        let day = Date::parse(typed, &Iso8601::DATE).ok();
        let day = day.filter(|day| (1900..=2100).contains(&day.year()));
        if day.is_none() {
            self.wrong(format!("{what} ”{typed}”: skriv dagen som ÅÅÅÅ-MM-DD."));
        }
        day
    }

    fn municipality(&mut self, known: &Known, first: Date) -> Option<Uuid> {
        let here = known.taking_part(first);
        let typed = self.row.cell(Column::Municipality);
        if typed.is_empty() {
            if here.len() > 1 {
                self.wrong(format!(
                    "{} har flera kommuner. Skriv i kolumnen Kommun vilken som har utsett personen.",
                    known.board.name
                ));
                return None;
            }
            return Some(known.board.host.0);
        }
        let wanted = fold(typed);
        let found =
            here.iter().find(|one| [fold(&one.name), fold(&one.short_name)].contains(&wanted));
        if found.is_none() {
            self.wrong(format!(
                "{typed} deltar inte i {} den {}.",
                known.board.name,
                long_date(first)
            ));
        }
        found.map(|one| one.id.0)
    }
}
