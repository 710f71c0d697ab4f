//! What the register has to choose from where somebody is appointed (organ och personer ur registret, KND-11).

use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    boards::{fold, named},
    error::Result,
    meetings::Meeting,
    register::PersonId,
};

/// Bodies and people of the municipality, by name; empty for facts that need none.
#[derive(Default)]
pub(super) struct Register {
    boards: Vec<(Uuid, String)>,
    people: Vec<Known>,
}

struct Known {
    id: PersonId,
    name: String,
    party: String,
}

impl Register {
    pub(super) async fn of(db: &mut PgConnection, meeting: &Meeting) -> Result<Self> {
        let boards = sqlx::query!(
            r#"
            select b.id, b.name from boards b
            where (b.host_id = $1 or exists (select from participations p where p.board_id = b.id and p.municipality_id = $1
                    and p.from_on <= $2 and (p.until_on is null or p.until_on >= $2)))
                and not exists (select from standing_endings e where e.board_id = b.id and e.last_day < $2)
            order by b.name collate "sv-x-icu", b.id
            "#,
            meeting.board.host.0,
            meeting.held_on,
        );
        let boards = boards.fetch_all(&mut *db).await?;
        let people = sqlx::query_as!(
            Known,
            r#"
            select p.id as "id: PersonId", p.name, coalesce((select s.party from seats s where s.person_id = p.id and s.party <> ''
                order by s.starts_on desc, s.id limit 1), '') as "party!"
            from persons p where p.home_id = $1 or p.home_id in (select t.municipality_id from participants t where t.board_id = $2)
            order by p.name collate "sv-x-icu", p.id
            "#,
            meeting.board.host.0,
            meeting.board.id.0,
        );
        let people = people.fetch_all(db).await?;
        Ok(Self { boards: boards.into_iter().map(|row| (row.id, row.name)).collect(), people })
    }

    /// The names of the bodies.
    pub(super) fn bodies(&self) -> Vec<String> {
        self.boards.iter().map(|(_, name)| name.clone()).collect()
    }

    /// The names of the people, with party.
    pub(super) fn people(&self) -> Vec<String> {
        let written = self.people.iter().map(|one| match one.party.as_str() {
            "" => one.name.clone(),
            party => format!("{} ({party})", one.name),
        });
        written.collect()
    }

    /// The body of that name, if there is just one.
    pub(super) fn body(&self, name: &str) -> Option<Uuid> {
        let wanted = fold(name);
        let mut found = self.boards.iter().filter(|(_, name)| fold(name) == wanted);
        found.next().map(|(id, _)| *id).filter(|_| found.next().is_none())
    }

    /// The person of that name, with or without party, if there is just one.
    pub(super) fn person(&self, written: &str) -> Option<PersonId> {
        let wanted = fold(named(written).0);
        let mut found = self.people.iter().filter(|one| fold(&one.name) == wanted);
        found.next().map(|one| one.id).filter(|_| found.next().is_none())
    }
}
