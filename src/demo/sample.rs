//! The sample (provet): a real protocol of a joint board from 2020, imported as its source says.

use anyhow::{Context as _, Result};
use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

use super::source::{Sample, Seat, clock, day};
use crate::{
    Now,
    items::Content,
    law::procedure::Provenance,
    protocols::{Announcement, Source, import},
    register::{ItemId, MeetingId, MunicipalityId},
    web,
};

/// One event of the meeting's opening: who, what, in which seat, in what capacity.
type Event = (Uuid, &'static str, Option<Uuid>, String);

/// Lays what the source tells of, and imports it.
pub(super) async fn lay(db: &mut PgConnection, now: Now) -> Result<()> {
    let sample = Sample::read()?;
    let held_on = day(&sample.held_on)?;
    let homes = sample.municipalities(db).await?;
    let host = homes.first().context("a sample without municipalities")?.1;
    let board = sample.board(db, &homes).await?;

    let mut events = vec![];
    let mut printed = vec![];
    let mut adjusters = vec![];
    for (order, seat) in (0..).zip(&sample.seats) {
        let home = homes.iter().find(|(slug, _)| *slug == seat.home).map(|(_, id)| *id);
        let (person, id) = sample.seat(db, (board, order, seat), home, held_on).await?;
        printed.push((person, seat.home_as_printed.clone()));
        adjusters.extend(seat.adjusts.then_some(person));
        events.extend(seat.events(person, id));
    }
    let mut secretary = None;
    for other in &sample.others {
        let id = person(db, &other.name, Some(host)).await?;
        events.push((id, "arrives", None, other.title.clone()));
        secretary = other.keeps.then_some(id).or(secretary);
    }
    let secretary = secretary.context("a sample without secretary")?;
    let meeting = sample.meeting(db, board, secretary, held_on).await?;
    open(db, meeting, &events, &adjusters).await?;
    sample.item(db, (meeting, board), host, held_on).await?;

    let source = Source {
        adjusted_on: None,
        kept_at: None,
        announcements: vec![Announcement {
            municipality: MunicipalityId(host),
            on: day(&sample.announced_on)?,
            by_whom: sample.announced_by.clone(),
            provenance: Provenance::Inferred,
            taken_down_on: None,
        }],
        as_printed: sample.as_printed,
        homes: printed,
    };
    Ok(import(db, MeetingId(meeting), &source, now).await?)
}

impl Seat {
    /// Those who are no substitutes serve in their own seats.
    fn events(&self, person: Uuid, seat: Uuid) -> Vec<Event> {
        let is_member = self.role != "substitute";
        [
            (true, "arrives", None),
            (self.remote, "remote_on", None),
            (is_member, "serves", Some(seat)),
            (self.role == "chair", "chairs", None),
        ]
        .into_iter()
        .filter(|(happened, ..)| *happened)
        .map(|(_, kind, seat)| (person, kind, seat, String::new()))
        .collect()
    }
}

impl Sample {
    /// Slug and id of each; the participants' notice boards are other systems.
    async fn municipalities(&self, db: &mut PgConnection) -> Result<Vec<(String, Uuid)>> {
        let mut homes = vec![];
        for (n, one) in self.municipalities.iter().enumerate() {
            let id = Uuid::now_v7();
            sqlx::query!(
                r#"
                insert into municipalities (id, slug, name, short_name, kind, inside, court, kept_at)
                values ($1, $2, $3, $4, 'municipality', $5, $6, $7)
                "#,
                id,
                one.slug,
                one.name,
                one.short_name,
                n == 0,
                self.court,
                if n == 0 { &self.kept_at } else { &one.name },
            )
            .execute(&mut *db)
            .await?;
            homes.push((one.slug.clone(), id));
        }
        Ok(homes)
    }

    async fn board(&self, db: &mut PgConnection, homes: &[(String, Uuid)]) -> Result<Uuid> {
        let id = Uuid::now_v7();
        let participants: Vec<_> = homes.iter().map(|(_, id)| *id).collect();
        let members = self.seats.iter().filter(|seat| seat.role != "substitute").count();
        let adjusters = self.seats.iter().filter(|seat| seat.adjusts).count();
        sqlx::query!(
            r#"
            insert into boards (id, host_id, slug, name, kind, seats, adjusters)
            values ($1, $2, $3, $4, 'joint_board', $5, $6)
            "#,
            id,
            participants.first(),
            self.board.slug,
            self.board.name,
            i32::try_from(members)?,
            i32::try_from(adjusters)?,
        )
        .execute(&mut *db)
        .await?;
        sqlx::query!(
            "insert into participants (board_id, municipality_id) select $1, id from unnest($2::uuid[]) as id",
            id,
            &participants,
        )
        .execute(db)
        .await?;
        Ok(id)
    }

    /// The person and the seat, of which nothing is known but the day of the meeting.
    async fn seat(
        &self,
        db: &mut PgConnection,
        (board, order, seat): (Uuid, i32, &Seat),
        home: Option<Uuid>,
        on: Date,
    ) -> Result<(Uuid, Uuid)> {
        let (person, id) = (person(db, &seat.name, home).await?, Uuid::now_v7());
        sqlx::query!(
            r#"
            insert into seats (id, board_id, person_id, role, party, municipality_id, call_order, starts_on, ends_on)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $8)
            "#,
            id,
            board,
            person,
            seat.role,
            seat.party,
            home,
            order,
            on,
        )
        .execute(db)
        .await?;
        Ok((person, id))
    }

    async fn meeting(
        &self,
        db: &mut PgConnection,
        board: Uuid,
        secretary: Uuid,
        held_on: Date,
    ) -> Result<Uuid> {
        let id = Uuid::now_v7();
        let (starts_at, ends_at) = (clock(&self.starts_at)?, clock(&self.ends_at)?);
        let remote = self.seats.iter().any(|seat| seat.remote);
        sqlx::query!(
            r#"
            insert into meetings (id, board_id, held_on, secretary_id, remote, closed_at, origin)
            values ($1, $2, $3, $4, $5, $6, 'imported')
            "#,
            id,
            board,
            held_on,
            secretary,
            remote,
            web::instant(held_on, ends_at),
        )
        .execute(&mut *db)
        .await?;
        sqlx::query!(
            "insert into sittings (meeting_id, n, on_day, starts_at, ends_at, place) values ($1, 1, $2, $3, $4, $5)",
            id,
            held_on,
            starts_at,
            ends_at,
            self.place,
        )
        .execute(db)
        .await?;
        Ok(id)
    }

    async fn item(
        &self,
        db: &mut PgConnection,
        (meeting, board): (Uuid, Uuid),
        host: Uuid,
        held_on: Date,
    ) -> Result<()> {
        let [id, series, case] = [(); 3].map(|()| Uuid::now_v7());
        let at = web::instant(held_on, clock(&self.ends_at)?);
        sqlx::query!(
            r#"
            insert into series (id, board_id, instance, first, first_reason, last_frozen)
            values ($1, $2, $3, $4, 'Hämtad från ett annat system', $4)
            "#,
            series,
            board,
            held_on.year().to_string(),
            self.item.number,
        )
        .execute(&mut *db)
        .await?;
        sqlx::query!(
            r#"
            insert into items (id, meeting_id, board_id, series_id, number, frozen_at, pos, kind, title)
            values ($1, $2, $3, $4, $5, $6, 1, 'decision', $7)
            "#,
            id,
            meeting,
            board,
            series,
            self.item.number,
            at,
            self.item.title,
        )
        .execute(&mut *db)
        .await?;
        sqlx::query!(
            r#"
            with new as (insert into cases (id, registry_no, municipality_id) values ($1, $2, $3) returning id)
            insert into item_cases (item_id, case_id, pos) select $4, id, 1 from new
            "#,
            case,
            self.item.registry_no,
            host,
            id,
        )
        .execute(&mut *db)
        .await?;
        Ok(self.item.content()?.replace(db, ItemId(id), &Content::default()).await?)
    }
}

async fn person(db: &mut PgConnection, name: &str, home: Option<Uuid>) -> Result<Uuid> {
    let id = Uuid::now_v7();
    sqlx::query!("insert into persons (id, name, home_id) values ($1, $2, $3)", id, name, home)
        .execute(db)
        .await?;
    Ok(id)
}

/// Writes the opening of the meeting, and who were elected to adjust.
async fn open(
    db: &mut PgConnection,
    meeting: Uuid,
    events: &[Event],
    adjusters: &[Uuid],
) -> Result<()> {
    let ids: Vec<_> = events.iter().map(|_| Uuid::now_v7()).collect();
    let persons: Vec<_> = events.iter().map(|(person, ..)| *person).collect();
    let kinds: Vec<_> = events.iter().map(|(_, kind, ..)| (*kind).to_owned()).collect();
    let seats: Vec<_> = events.iter().map(|(.., seat, _)| *seat).collect();
    let titles: Vec<_> = events.iter().map(|(.., title)| title.clone()).collect();
    sqlx::query!(
        r#"
        insert into moments (id, meeting_id, pos, edge, kind)
        select id, $1, pos::int, 'before', 'attendance' from unnest($2::uuid[]) with ordinality m (id, pos)
        "#,
        meeting,
        &ids,
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        r#"
        insert into attendance_events (moment_id, person_id, kind, for_seat, title)
        select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::text[])
        "#,
        &ids,
        &persons,
        &kinds,
        &seats as &[Option<Uuid>],
        &titles,
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "insert into adjusters (meeting_id, person_id, pos) select $1, id, pos::int from unnest($2::uuid[]) with ordinality a (id, pos)",
        meeting,
        adjusters,
    )
    .execute(db)
    .await?;
    Ok(())
}
