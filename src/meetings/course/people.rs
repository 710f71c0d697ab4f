//! The people of a meeting (personer): those with a seat in the body, and those whom the stream names.

use sqlx::PgConnection;
use uuid::Uuid;

use super::stream::{Moment, words};
use crate::{boards::Seat, error::Result, register::PersonId};

/// A person as they are named.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Named {
    pub(crate) id: PersonId,
    pub(crate) name: String,
    /// At the meeting's day; empty for officials and guests.
    pub(crate) party: String,
    /// Of officials and guests: in what capacity they came.
    pub(crate) title: String,
    /// Has a seat in the body, if only as a substitute.
    pub(crate) elected: bool,
}

impl Named {
    /// "Anna Berg (S)".
    pub(crate) fn with_party(&self) -> String {
        with_party(&self.name, &self.party)
    }
}

fn with_party(name: &str, party: &str) -> String {
    if party.is_empty() { name.to_owned() } else { format!("{name} ({party})") }
}

/// Whose seat it is: "Anna Berg (S)", "Vakant (L)".
pub(super) fn seat_name(seat: &Seat) -> String {
    with_party(&seat.name, &seat.party)
}

/// Those with a seat first, in the order of the seats; then the others as they came.
pub(super) async fn all(
    db: &mut PgConnection,
    seats: &[Seat],
    moments: &[Moment],
) -> Result<Vec<Named>> {
    let mut people: Vec<Named> = vec![];
    for seat in seats {
        let Some(id) = seat.person else { continue };
        if people.iter().all(|one| one.id != id) {
            let (name, party) = (seat.name.clone(), seat.party.clone());
            people.push(Named { id, name, party, title: String::new(), elected: true });
        }
    }
    let others: Vec<Uuid> = moments
        .iter()
        .filter_map(|moment| words(moment.event).1)
        .filter(|person| people.iter().all(|one| one.id != *person))
        .map(|person| person.0)
        .collect();
    let names = sqlx::query!("select id, name from persons where id = any($1)", &others);
    let names = names.fetch_all(db).await?;
    for moment in moments {
        let Some(id) = words(moment.event).1 else { continue };
        let Some(row) = names.iter().find(|row| row.id == id.0) else { continue };
        match people.iter_mut().find(|one| one.id == id) {
            Some(one) if one.title.is_empty() => one.title.clone_from(&moment.title),
            Some(_) => {}
            None => people.push(Named {
                id,
                name: row.name.clone(),
                party: String::new(),
                title: moment.title.clone(),
                elected: false,
            }),
        }
    }
    Ok(people)
}
