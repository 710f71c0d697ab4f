//! Who was there (närvaron): a table's columns, those alone that have something to say.

use super::words;
use crate::protocols::RecordPerson;

pub(super) struct Column {
    pub(super) label: &'static str,
    words: fn(&RecordPerson) -> String,
}

impl Column {
    pub(super) fn words(&self, person: &RecordPerson) -> String {
        (self.words)(person)
    }
}

pub(super) fn columns(persons: &[RecordPerson]) -> Vec<Column> {
    let mut columns = vec![
        Column { label: "Parti", words: |person| person.party.clone() },
        Column { label: "Uppdrag", words: |person| words::capital(&person.role) },
        Column { label: "Kommun", words: |person| person.municipality.clone() },
        Column { label: "Deltog", words: attended },
    ];
    columns.retain(|column| persons.iter().any(|person| !column.words(person).is_empty()));
    columns
}

/// "Tjänstgör för Bo Ek, deltar på distans"; nothing where there is nothing to remark.
fn attended(person: &RecordPerson) -> String {
    words::capital(&person.remarks().join(", "))
}
