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

/// "Tjänstgjorde för Bo Ek, på distans"; nothing where there is nothing to remark.
fn attended(person: &RecordPerson) -> String {
    let said = |words: &str| (!words.is_empty()).then(|| words.to_owned());
    let remarks = [
        said(&person.serves_for).map(|whom| format!("tjänstgjorde för {whom}")),
        said(&person.at),
        person.remote.then(|| format!("på distans {}", person.remote_at).trim_end().to_owned()),
    ];
    words::capital(&remarks.into_iter().flatten().collect::<Vec<_>>().join(", "))
}
