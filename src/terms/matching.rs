//! Who is who (vem är vem): the names of the sheet against the persons of the register; the same name is not always the same person.

use std::collections::{BTreeMap, BTreeSet};

use super::{entry::Entry, mistake::Mistake, register::Candidate};
use crate::{boards::fold, register::PersonId, seal::Hash};

/// Somebody whom rows of the sheet name.
#[derive(Clone, Debug)]
pub(super) struct Somebody {
    /// The name of the field in which it is chosen who it is.
    pub(super) field: String,
    pub(super) name: String,
    /// What tells the person from others of the name: what the sheet says for it, or the party.
    pub(super) apart: String,
    pub(super) line: u64,
    pub(super) candidates: Vec<Candidate>,
    /// Another of the same name stands before in the sheet.
    pub(super) namesake: Option<usize>,
    /// Others of the name stand in the sheet too, or there are several in the register.
    pub(super) is_asked: bool,
    pub(super) who: Option<Who>,
}

/// Who somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Who {
    Known(PersonId),
    /// A person to be, by the place among those of the sheet.
    New(usize),
}

const NEW: &str = "ny";
const SAME: &str = "samma";

/// Everybody in the sheet.
#[derive(Clone, Debug, Default)]
pub(super) struct People {
    /// Each once, in the order of the rows.
    pub(super) all: Vec<Somebody>,
    places: BTreeMap<String, usize>,
}

impl People {
    /// `chosen` is what was answered, by field.
    pub(super) fn of(
        entries: &[Entry],
        candidates: &[Candidate],
        chosen: &BTreeMap<String, String>,
    ) -> Self {
        let mut named = BTreeMap::<String, Vec<Candidate>>::new();
        for one in candidates {
            named.entry(fold(&one.name)).or_default().push(one.clone());
        }
        let mut people = Self::default();
        let mut firsts = BTreeMap::new();
        let mut shared = BTreeSet::new();
        for entry in entries {
            let Some(name) = &entry.name else { continue };
            let key = key(entry, name);
            if people.places.contains_key(&key) {
                continue;
            }
            let (place, folded) = (people.all.len(), fold(name));
            let first = *firsts.entry(folded.clone()).or_insert(place);
            if first != place {
                shared.extend([first, place]);
            }
            people.all.push(Somebody {
                field: format!("vem-{}", &Hash::of(key.as_bytes()).to_string()[..24]),
                name: name.clone(),
                apart: if entry.apart.is_empty() { &entry.party } else { &entry.apart }.clone(),
                line: entry.line,
                candidates: named.get(&folded).cloned().unwrap_or_default(),
                namesake: (first != place).then_some(first),
                is_asked: false,
                who: None,
            });
            people.places.insert(key, place);
        }
        for place in 0..people.all.len() {
            let one = &people.all[place];
            let is_asked = shared.contains(&place) || one.candidates.len() > 1;
            let one = Somebody { is_asked, ..one.clone() };
            let who = one.decided(place, chosen, &people.all);
            people.all[place] = Somebody { who, ..one };
        }
        people
    }

    /// Where somebody of a row stands among all; none where the row is of a vacant seat.
    pub(super) fn place(&self, entry: &Entry) -> Option<usize> {
        self.places.get(&key(entry, entry.name.as_ref()?)).copied()
    }

    /// Who sits in the seat of a row, where that is decided.
    pub(super) fn who(&self, entry: &Entry) -> Option<Who> {
        self.all[self.place(entry)?].who
    }
}

impl Somebody {
    fn decided(
        &self,
        place: usize,
        chosen: &BTreeMap<String, String>,
        all: &[Self],
    ) -> Option<Who> {
        match (chosen.get(&self.field).map(String::as_str), self.namesake) {
            (Some(NEW), _) => Some(Who::New(place)),
            (Some(SAME), Some(before)) => all[before].who,
            (Some(id), _) if !id.is_empty() => {
                let found = self.candidates.iter().find(|one| one.id.to_string() == id);
                found.map(|one| Who::Known(one.id))
            }
            _ if self.is_asked => None,
            _ => Some(self.candidates.first().map_or(Who::New(place), |one| Who::Known(one.id))),
        }
    }

    /// Where nothing says who it is.
    pub(super) fn mistake(&self) -> Option<Mistake> {
        let words =
            format!("Fler än en kan heta {}. Välj vem som avses under Vem är vem.", self.words());
        self.who.is_none().then(|| Mistake::on(Some(self.line), words))
    }

    /// "Eva Ek (S)".
    pub(super) fn words(&self) -> String {
        if self.apart.is_empty() {
            self.name.clone()
        } else {
            format!("{} ({})", self.name, self.apart)
        }
    }

    /// The choices of the field: value and words; the first asks.
    pub(super) fn options(&self, all: &[Self]) -> Vec<(String, String)> {
        let ask = (self.is_asked).then(|| (String::new(), "Välj".to_owned()));
        let known = self.candidates.iter().map(|one| (one.id.to_string(), one.words()));
        let same = self.namesake.map(|before| {
            let before = &all[before];
            (SAME.to_owned(), format!("Samma person som {}, rad {}", before.words(), before.line))
        });
        let new = (NEW.to_owned(), "En ny person i registret".to_owned());
        ask.into_iter().chain(known).chain(same).chain([new]).collect()
    }

    /// The value that the field stands at.
    pub(super) fn value(&self, place: usize) -> String {
        match self.who {
            Some(Who::Known(id)) if self.candidates.iter().any(|one| one.id == id) => {
                id.to_string()
            }
            Some(Who::New(own)) if own == place => NEW.to_owned(),
            Some(_) => SAME.to_owned(),
            None => String::new(),
        }
    }
}

impl Candidate {
    /// "Eva Ek (Lekeberg): Kommunstyrelsen (S)".
    fn words(&self) -> String {
        let home = if self.home.is_empty() { String::new() } else { format!(" ({})", self.home) };
        let sits = if self.sits.is_empty() { "inget uppdrag" } else { &self.sits };
        format!("{}{home}: {sits}", self.name)
    }
}

fn key(entry: &Entry, name: &str) -> String {
    let (kind, apart) =
        if entry.apart.is_empty() { ("parti", &entry.party) } else { ("", &entry.apart) };
    format!("{}\n{kind}\n{}", fold(name), fold(apart))
}
