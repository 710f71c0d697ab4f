//! The persons and the seats of a file (personer och platser): those whom the register has, else new ones.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

use super::{Import, ids::Thing};
use crate::{
    error::Result,
    exchange::{Key, Person, Seat, SeatRole, UNKNOWN},
};

/// Who came with the file.
pub(super) struct People {
    pub(super) secretary: Uuid,
    pub(super) new: Vec<String>,
    pub(super) new_seats: usize,
}

/// Somebody in the register whom a person of the file may be.
struct Candidate {
    id: Uuid,
    name: String,
    /// Of a seat in the board; none: known as an official, or from its meetings.
    party: Option<String>,
}

impl Import<'_> {
    pub(super) async fn people(&mut self, db: &mut PgConnection) -> Result<People> {
        let new = self.persons(db).await?;
        let new_seats = self.seats(db).await?;
        let secretary = match self.ids.find(Thing::Person, self.file.secretary.as_ref()) {
            Some(person) => person,
            None => self.unknown(db).await?,
        };
        Ok(People { secretary, new, new_seats })
    }

    /// By uuid, else by exact name and party in the board, else new; no two of the file are the same.
    async fn persons(&mut self, db: &mut PgConnection) -> Result<Vec<String>> {
        let file = self.file;
        let candidates = self.candidates(db).await?;
        let mut used = BTreeSet::new();
        let (mut ids, mut names) = (vec![], vec![]);
        for person in &file.persons {
            let seat = file.seats.iter().find(|seat| seat.person.as_ref() == Some(&person.id));
            let known = find(&candidates, (person, seat), &used);
            let key = Some(&person.id);
            if let Some(id) = known {
                used.insert(id);
                self.ids.name(Thing::Person, key, id);
            } else {
                ids.push(self.ids.add(Thing::Person, key));
                names.push(person.name.0.clone());
            }
        }
        sqlx::query!(
            "insert into persons (id, name, home_id) select id, name, $3 from unnest($1::uuid[], $2::text[]) p (id, name)",
            &ids,
            &names,
            self.ground.host.0,
        )
        .execute(db)
        .await?;
        Ok(names)
    }

    async fn candidates(&self, db: &mut PgConnection) -> Result<Vec<Candidate>> {
        let names: Vec<_> = self.file.persons.iter().map(|one| one.name.0.clone()).collect();
        let own: Vec<_> = self.file.persons.iter().filter_map(|one| one.id.uuid()).collect();
        Ok(sqlx::query_as!(
            Candidate,
            r#"
            select p.id as "id!", p.name as "name!", s.party
            from persons p join seats s on s.person_id = p.id and s.board_id = $2
            where p.name = any($1)
            union
            select p.id, p.name, null from persons p
            where p.id = any($4) or p.name = any($1) and (
                exists (select from officials o where o.person_id = p.id and o.municipality_id = $3)
                or exists (select from attendance_events e join moments m on m.id = e.moment_id join meetings t on t.id = m.meeting_id
                    where e.person_id = p.id and t.board_id = $2)
                or exists (select from meetings t where t.secretary_id = p.id and t.board_id = $2))
            order by 1
            "#,
            &names,
            self.ground.board.0,
            self.ground.host.0,
            &own,
        )
        .fetch_all(db)
        .await?)
    }

    /// One whom no source names.
    async fn unknown(&self, db: &mut PgConnection) -> Result<Uuid> {
        let known = sqlx::query_scalar!(
            "select id from persons where name = $1 and home_id = $2 limit 1",
            UNKNOWN,
            self.ground.host.0
        );
        if let Some(id) = known.fetch_optional(&mut *db).await? {
            return Ok(id);
        }
        let id = Uuid::now_v7();
        sqlx::query!(
            "insert into persons (id, name, home_id) values ($1, $2, $3)",
            id,
            UNKNOWN,
            self.ground.host.0
        )
        .execute(db)
        .await?;
        Ok(id)
    }

    /// A person has at most one seat in a board on a day: that is the seat; else it is new, for that day or for the days told.
    async fn seats(&mut self, db: &mut PgConnection) -> Result<usize> {
        let rows = sqlx::query!(
            r#"
            select id, person_id, role, party from seats
            where board_id = $1 and starts_on <= $2 and (ends_on is null or ends_on >= $2) order by call_order, id
            "#,
            self.ground.board.0,
            self.file.held_on.0,
        )
        .fetch_all(&mut *db)
        .await?;
        let standing = rows.into_iter().map(|row| Standing {
            id: row.id,
            person: row.person_id,
            role: row.role,
            party: row.party,
        });
        let mut standing: Vec<_> = standing.collect();
        let homes = self.homes(db).await?;
        let mut new = vec![];
        for seat in &self.file.seats {
            let person = self.ids.find(Thing::Person, seat.person.as_ref());
            let place = standing.iter().position(|one| one.is(seat, person));
            if let Some(place) = place {
                self.ids.name(Thing::Seat, Some(&seat.id), standing.swap_remove(place).id);
            } else {
                let id = self.ids.add(Thing::Seat, Some(&seat.id));
                new.push(NewSeat { id, person, seat });
            }
        }
        self.insert_seats(db, &new, &homes).await?;
        Ok(new.len())
    }

    async fn homes(&self, db: &mut PgConnection) -> Result<BTreeMap<String, Uuid>> {
        let told = self.file.seats.iter().filter_map(|seat| seat.municipality.as_ref());
        let told: Vec<_> = told.map(|slug| slug.0.clone()).collect();
        let rows = sqlx::query!("select slug, id from municipalities where slug = any($1)", &told);
        Ok(rows.fetch_all(db).await?.into_iter().map(|row| (row.slug, row.id)).collect())
    }

    async fn insert_seats(
        &self,
        db: &mut PgConnection,
        new: &[NewSeat<'_>],
        homes: &BTreeMap<String, Uuid>,
    ) -> Result<()> {
        let held_on = self.file.held_on.0;
        let homes: Vec<_> = new.iter().map(|one| one.home(homes)).collect();
        let (starts, ends): (Vec<_>, Vec<_>) = new.iter().map(|one| one.days(held_on)).unzip();
        let ids: Vec<_> = new.iter().map(|one| one.id).collect();
        let persons: Vec<_> = new.iter().map(|one| one.person).collect();
        let roles: Vec<_> = new.iter().map(|one| role(one.seat.role).to_owned()).collect();
        let parties: Vec<_> = new.iter().map(|one| party(one.seat).to_owned()).collect();
        let orders = new.iter().map(|one| one.seat.call_order.unwrap_or(0));
        let orders: Vec<_> = orders.map(|order| i32::try_from(order).unwrap_or(0)).collect();
        sqlx::query!(
            r#"
            insert into seats (id, board_id, person_id, role, party, municipality_id, call_order, starts_on, ends_on)
            select id, $1, person, role, party, home, call_order, starts_on, ends_on
            from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::uuid[], $7::int[], $8::date[], $9::date[])
                s (id, person, role, party, home, call_order, starts_on, ends_on)
            "#,
            self.ground.board.0,
            &ids,
            &persons as &[Option<Uuid>],
            &roles,
            &parties,
            &homes as &[Option<Uuid>],
            &orders,
            &starts,
            &ends as &[Option<Date>],
        )
        .execute(db)
        .await?;
        Ok(())
    }
}

/// A seat that the register has on the day.
struct Standing {
    id: Uuid,
    person: Option<Uuid>,
    role: String,
    party: String,
}

impl Standing {
    fn is(&self, seat: &Seat, person: Option<Uuid>) -> bool {
        let same = self.role == role(seat.role) && self.party == party(seat);
        match person {
            Some(person) => self.person == Some(person),
            None => self.person.is_none() && same,
        }
    }
}

struct NewSeat<'a> {
    id: Uuid,
    person: Option<Uuid>,
    seat: &'a Seat,
}

impl NewSeat<'_> {
    fn home(&self, homes: &BTreeMap<String, Uuid>) -> Option<Uuid> {
        self.seat.municipality.as_ref().and_then(|slug| homes.get(&slug.0)).copied()
    }

    /// Where no day is told, nothing but the day of the meeting is known.
    fn days(&self, held_on: Date) -> (Date, Option<Date>) {
        match (self.seat.starts_on, self.seat.ends_on) {
            (None, ends) => (held_on, Some(ends.map_or(held_on, |day| day.0))),
            (Some(starts), ends) => (starts.0, ends.map(|day| day.0)),
        }
    }
}

fn find(
    candidates: &[Candidate],
    (person, seat): (&Person, Option<&Seat>),
    used: &BTreeSet<Uuid>,
) -> Option<Uuid> {
    let free = || candidates.iter().filter(|one| !used.contains(&one.id));
    let own = person.id.uuid().filter(|id| free().any(|one| one.id == *id));
    let told = seat.map(party).or(person.party.as_ref().map(|party| party.0.as_str()));
    let alike = free().filter(|one| one.name == person.name.0 && one.party.as_deref() == told);
    let alike: BTreeSet<_> = alike.map(|one| one.id).collect();
    own.or_else(|| alike.first().copied().filter(|_| alike.len() == 1))
}

fn party(seat: &Seat) -> &str {
    seat.party.as_ref().map_or("", |party| party.0.as_str())
}

/// The register knows two vice chairs; a third is a member.
fn role(role: SeatRole) -> &'static str {
    match role {
        SeatRole::Chair => "chair",
        SeatRole::FirstViceChair => "first_vice_chair",
        SeatRole::SecondViceChair => "second_vice_chair",
        SeatRole::ThirdViceChair | SeatRole::Member => "member",
        SeatRole::Substitute => "substitute",
    }
}

impl Import<'_> {
    /// The name of somebody of the file.
    pub(super) fn name_of(&self, key: Option<&Key>) -> &str {
        let person = self.file.persons.iter().find(|one| Some(&one.id) == key);
        person.map_or("", |person| person.name.0.as_str())
    }
}
