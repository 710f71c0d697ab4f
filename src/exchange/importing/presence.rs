//! Attendance that a file tells otherwise than by what happened (närvaro): lists, exceptions, numbers only, an annex.

use super::{Import, ids::Thing};
use crate::{
    exchange::{Key, Line, Listed, values::Clock},
    protocols::{Group, RecordPerson},
    web::clock_text,
    wording::{Number, paragraphs::paragraphs},
};

/// Above what the source tells without a heading of its own.
const HEADING: &str = "Närvaro";

impl Import<'_> {
    /// The lists of persons for the front page; empty where the file tells nothing but the stream.
    pub(super) fn told_attendance(&self) -> Vec<Group> {
        let Some(told) = &self.file.attendance else { return vec![] };
        let lists = told.lists.iter().map(|list| Group {
            heading: list.heading.0.clone(),
            persons: list.persons.iter().map(|one| self.listed(one)).collect(),
        });
        let mut rest: Vec<RecordPerson> = vec![];
        if told.by_exception {
            let words = if told.exceptions.is_empty() {
                "Samtliga närvarande"
            } else {
                "Samtliga närvarande, utom"
            };
            rest.push(line(words.to_owned()));
        }
        rest.extend(told.exceptions.iter().map(|one| self.listed(one)));
        rest.extend(told.counts.iter().map(|count| {
            let at = self.paragraphs(&count.items);
            let number = format!("{} {}", count.present, count.of.0);
            line(
                [number, at]
                    .into_iter()
                    .filter(|part| !part.is_empty())
                    .collect::<Vec<_>>()
                    .join(", "),
            )
        }));
        rest.extend(told.annex.iter().map(|annex| line(format!("Se {}", annex.0))));
        let rest = (!rest.is_empty()).then(|| Group { heading: HEADING.to_owned(), persons: rest });
        lists.chain(rest).collect()
    }

    /// A row as the source prints it, or else as its facts say.
    fn listed(&self, one: &Listed) -> RecordPerson {
        if let Some(printed) = &one.as_printed {
            return line(printed.0.clone());
        }
        let words = |line: Option<&Line>| super::item::words(line).to_owned();
        let serves_for = if one.serves_for_vacancy {
            "Vakant".to_owned()
        } else {
            self.name_of(one.serves_for.as_ref()).to_owned()
        };
        RecordPerson {
            id: self.ids.find(Thing::Person, Some(&one.person)).unwrap_or_default(),
            name: self.name_of(Some(&one.person)).to_owned(),
            party: one.party.as_ref().map_or_else(String::new, |party| party.0.clone()),
            role: words(one.role.as_ref().or(one.topic.as_ref())),
            serves_for,
            remote: one.remote,
            at: self.at(one),
            ..RecordPerson::default()
        }
    }

    /// "§§ 3–5, ej § 4, del av § 6, kl. 18.00–21.00, anmält förhinder".
    fn at(&self, one: &Listed) -> String {
        let numbers = |before: &str, keys: &[Key]| {
            let at = self.paragraphs(keys);
            if at.is_empty() { at } else { format!("{before}{at}") }
        };
        let clock = |at: Option<Clock>| at.map(|at| clock_text(at.0));
        let hours = match (clock(one.from), clock(one.until)) {
            (Some(from), Some(until)) => format!("kl.\u{a0}{from}–{until}"),
            (Some(from), None) => format!("från kl.\u{a0}{from}"),
            (None, Some(until)) => format!("till kl.\u{a0}{until}"),
            (None, None) => String::new(),
        };
        let excused = if one.excused { "anmält förhinder".to_owned() } else { String::new() };
        let all = [
            numbers("", &one.present_at),
            numbers("ej ", &one.absent_at),
            numbers("del av ", &one.part_of),
            hours,
            excused,
        ];
        all.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }

    fn paragraphs(&self, keys: &[Key]) -> String {
        let items = self.file.items.iter().filter(|item| keys.contains(&item.id));
        let numbers: Vec<_> = items
            .filter_map(|item| {
                let number = i32::try_from(item.number?).ok()?;
                Some(Number { number, suffix: super::item::words(item.suffix.as_ref()) })
            })
            .collect();
        if numbers.is_empty() { String::new() } else { paragraphs(&numbers) }
    }
}

/// A row of nothing but words.
fn line(words: String) -> RecordPerson {
    RecordPerson { name: words, ..RecordPerson::default() }
}
