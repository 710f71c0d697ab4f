//! Entering in the register what a § decided (införing): seats begin, end and are tied to the §.

use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

use super::{
    Elected,
    proposal::{Draft, Register, Sitting, Step},
};
use crate::{
    boards::Board,
    error::{Error, Result},
    law::long_date,
    register::{BoardId, PersonId, SeatId},
};

impl Register {
    /// The seats of the board, and the people of its participants and its seats. When a seat was used counts for those that lasted
    /// until the oldest of what awaits the register.
    pub(super) async fn of(db: &mut PgConnection, board: BoardId) -> Result<Self> {
        let seats = sqlx::query_as!(
            Sitting,
            r#"
            select s.id as "id: SeatId", s.person_id as "person: PersonId", coalesce(p.name, 'Vakant') as "name!", s.role, s.starts_on, s.ends_on,
                case when s.ends_on is null or s.ends_on >= o.since then seat_used_on(s.id) end as used_on, s.appointment_id is not null as "elected!", s.release_id is not null as "released!"
            from seats s left join persons p on p.id = s.person_id
                cross join (select min(least(e.held_on, e.starts_on, e.ends_on)) as since from elected e where e.board_id = $1 and not e.entered) o
            where s.board_id = $1
            order by s.starts_on, s.id
            "#,
            board.0,
        );
        let seats = seats.fetch_all(&mut *db).await?;
        let people = sqlx::query!(
            r#"
            select p.id as "id: PersonId", p.name from persons p
            where p.home_id in (select t.municipality_id from participants t where t.board_id = $1)
                or p.id in (select s.person_id from seats s where s.board_id = $1)
            order by p.id
            "#,
            board.0,
        );
        let people = people.fetch_all(db).await?;
        Ok(Self { seats, people: people.into_iter().map(|row| (row.id, row.name)).collect() })
    }
}

/// Does what was proposed.
pub(super) async fn enter(
    db: &mut PgConnection,
    board: &Board,
    one: &Elected,
    step: &Step,
) -> Result<()> {
    match step {
        Step::Begins(draft, ends) => {
            if let Some(last) = draft.from.previous_day() {
                for seat in ends {
                    end(db, *seat, last).await?;
                }
            }
            insert(db, board, one, draft).await
        }
        Step::Stands(seat) => tie(db, *seat, one.id).await,
        Step::Ends(seat, last) => release(db, *seat, (one.id, *last)).await,
        Step::ByHand => Err(Error::refused("Uppgifterna räcker inte. Gör klart dem först.")),
    }
}

/// Ends a seat that lasts the day before another follows; otherwise why it cannot, as a sentence.
pub(in crate::boards) async fn follow(
    db: &mut PgConnection,
    before: SeatId,
    from: Date,
) -> Result<Option<String>> {
    let seat = sqlx::query!(
        "select starts_on, ends_on, seat_used_on(id) as used_on from seats where id = $1",
        before.0
    );
    let seat = seat.fetch_one(&mut *db).await?;
    if seat.ends_on.is_some_and(|end| end < from) {
        return Ok(None);
    }
    if let Some(used) = seat.used_on.filter(|used| *used >= from) {
        let used = long_date(used);
        return Ok(Some(format!("Platsen som efterträds användes {used}. Välj en senare dag.")));
    }
    match from.previous_day().filter(|last| *last >= seat.starts_on) {
        Some(last) => end(db, before, last).await.map(|()| None),
        None => Ok(Some("Platsen som efterträds börjar inte före den dagen.".to_owned())),
    }
}

/// Gives a seat its last day.
async fn end(db: &mut PgConnection, seat: SeatId, last: Date) -> Result<()> {
    sqlx::query!(
        "update seats set ends_on = $2, version = version + 1 where id = $1",
        seat.0,
        last
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn tie(db: &mut PgConnection, seat: SeatId, appointment: Uuid) -> Result<()> {
    sqlx::query!(
        "update seats set appointment_id = $2, version = version + 1 where id = $1",
        seat.0,
        appointment
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Gives a seat its last day by the § that released its holder.
pub(super) async fn release(
    db: &mut PgConnection,
    seat: SeatId,
    (appointment, last): (Uuid, Date),
) -> Result<()> {
    sqlx::query!(
        "update seats set release_id = $2, ends_on = $3, version = version + 1 where id = $1",
        seat.0,
        appointment,
        last
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The place after every substitute of the board.
pub(super) async fn last_in_call(db: &mut PgConnection, board: BoardId) -> Result<i32> {
    Ok(sqlx::query_scalar!(
        r#"select coalesce(max(call_order), 0) + 1 as "n!" from seats where board_id = $1 and role = 'substitute'"#,
        board.0
    )
    .fetch_one(db)
    .await?)
}

/// A substitute comes last in the order of call. Elected by the municipality whose body decided, if it takes part in the board.
async fn insert(db: &mut PgConnection, board: &Board, one: &Elected, draft: &Draft) -> Result<()> {
    let order = match draft.role {
        Some("substitute") => last_in_call(db, board.id).await?,
        _ => 0,
    };
    sqlx::query!(
        r#"
        insert into seats (id, board_id, person_id, role, party, municipality_id, call_order, starts_on, ends_on, appointment_id, succeeds_id)
        values ($1, $2, $3, $4, $5,
            coalesce((select p.municipality_id from participants p where p.board_id = $2 and p.municipality_id = $6), $7),
            $12, $8, $9, $10, (select s.id from seats s where s.id = $11 and not exists (select from seats n where n.succeeds_id = s.id)))
        "#,
        SeatId::new().0,
        board.id.0,
        draft.person.map(|person| person.0),
        draft.role.unwrap_or_default(),
        draft.party,
        one.decided_in,
        board.host.0,
        draft.from,
        one.ends_on,
        one.id,
        draft.succeeds.map(|seat| seat.0),
        order,
    )
    .execute(db)
    .await?;
    Ok(())
}
