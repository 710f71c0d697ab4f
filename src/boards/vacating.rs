//! Taking away a seat (plats) that was added by mistake; a seat that a meeting has used stays.

use axum::{extract::State, response::Redirect};
use serde::Deserialize;
use sqlx::PgConnection;
use time::Date;

use super::{Board, seats};
use crate::{
    SiteDb,
    accounts::Viewer,
    error::{Error, Result},
    law::long_date,
    register::{BoardId, SeatId},
    web::{Form, Path, query},
};

/// What the button sends: the version that was looked at.
#[derive(Debug, Deserialize)]
pub(super) struct VacatingForm {
    #[serde(default)]
    version: i32,
}

/// Leads to the form of a new seat with what was taken away in it: saving undoes.
pub(super) async fn destroy(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    Path((id, seat)): Path<(BoardId, SeatId)>,
    Form(form): Form<VacatingForm>,
) -> Result<Redirect> {
    let mut db = db.begin().await?;
    let board = Board::lock(&mut db, &viewer, id).await?;
    let stored = match seats::find(&mut db, &viewer, seat).await {
        Ok((other, stored)) if other.id == id => stored,
        Ok(_) => return Err(Error::NotFound),
        Err(Error::NotFound) => return Ok(Redirect::to(&board.register_path())),
        Err(why) => return Err(why),
    };

    if let Some(day) = used_on(&mut db, seat).await? {
        return Err(Error::refused(format!(
            "Platsen kan inte tas bort, för den används i sammanträdet {}. Gå tillbaka och sätt en sista dag i stället.",
            long_date(day)
        )));
    }
    if stored.version != form.version {
        return Err(Error::refused(
            "Någon annan har ändrat platsen under tiden. Gå tillbaka, läs in sidan igen och se efter vad som står.",
        ));
    }
    sqlx::query!("delete from seats where id = $1", seat.0).execute(&mut *db).await?;
    db.commit().await?;

    let fields = [
        ("id", seat.to_string()),
        ("borttagen", "ja".to_owned()),
        ("person", stored.person),
        ("role", stored.role),
        ("party", stored.party),
        ("municipality", stored.municipality),
        ("call_order", stored.call_order),
        ("starts_on", stored.starts_on),
        ("ends_on", stored.ends_on),
    ];
    Ok(Redirect::to(&format!("{}/platser/ny?{}", board.register_path(), query(&fields))))
}

/// The day of the newest meeting in which somebody served in the seat, or whose holder was called over, adjusts or signs there.
pub(super) async fn used_on(db: &mut PgConnection, seat: SeatId) -> Result<Option<Date>> {
    Ok(sqlx::query_scalar!(
        r#"
        select max(m.held_on)
        from seats s join meetings m on m.board_id = s.board_id
        where s.id = $1 and (
            exists (select from moments o join attendance_events e on e.moment_id = o.id where o.meeting_id = m.id and e.for_seat = s.id)
            or m.held_on >= s.starts_on and (s.ends_on is null or m.held_on <= s.ends_on) and (
                exists (select from moments o join attendance_events e on e.moment_id = o.id where o.meeting_id = m.id and e.person_id = s.person_id)
                or exists (select from adjusters a where a.meeting_id = m.id and a.person_id = s.person_id)))
        "#,
        seat.0,
    )
    .fetch_one(db)
    .await?)
}
