//! Which seat a § ends, said by the keeper where the register does not tell (entledigande).

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

use super::{Board, Elected, entry};
use crate::{
    SiteDb,
    accounts::Viewer,
    boards::{role_name, service},
    error::Result,
    law::long_date,
    register::{BoardId, SeatId},
    web::{FieldErrors, Form, Path},
};

#[derive(Template, WebTemplate)]
#[template(path = "boards/release.html")]
struct ReleasePage {
    viewer: Viewer,
    board: Board,
    one: Elected,
    seats: Vec<Running>,
    form: ReleaseForm,
    errors: FieldErrors,
}

/// A seat that no § has ended yet.
struct Running {
    id: SeatId,
    name: String,
    role: String,
    starts_on: Date,
}

/// What was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::boards) struct ReleaseForm {
    plats: String,
    till: String,
}

impl ReleasePage {
    fn options(&self) -> Vec<(String, String)> {
        let nothing = (String::new(), "Välj".to_owned());
        let seats = self.seats.iter().map(|seat| {
            let role = role_name(&seat.role).to_lowercase();
            let words = format!("{}, {role} från {}", seat.name, long_date(seat.starts_on));
            (seat.id.to_string(), words)
        });
        std::iter::once(nothing).chain(seats).collect()
    }

    /// The seat and its last day, or all that is wrong.
    fn parse(&self) -> Result<(SeatId, Date), FieldErrors> {
        let mut errors = FieldErrors::default();
        let seat = self.seats.iter().find(|seat| seat.id.to_string() == self.form.plats);
        let seat = errors.check("plats", seat.ok_or("Välj den plats som upphör."));
        let last = errors.day("till", &self.form.till);
        if let (Some(seat), Some(last)) = (seat, last)
            && last < seat.starts_on
        {
            errors.add("till", "Sista dagen kan inte vara före platsens första dag.");
        }
        seat.map(|seat| seat.id).zip(last).filter(|_| errors.is_empty()).ok_or(errors)
    }

    fn mistaken(self, errors: FieldErrors) -> Response {
        (StatusCode::UNPROCESSABLE_ENTITY, Self { errors, ..self }).into_response()
    }
}

pub(in crate::boards) async fn new(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    Path((id, appointment)): Path<(BoardId, Uuid)>,
) -> Result<Response> {
    let mut db = db.acquire().await?;
    let board = Board::administered(&mut db, &viewer, id).await?;
    let one = Elected::find(&mut db, id, appointment).await?;
    let seats = running(&mut db, id).await?;
    let till = one.ends_on.unwrap_or(one.held_on).to_string();
    let form = ReleaseForm { plats: String::new(), till };
    let errors = FieldErrors::default();
    Ok(ReleasePage { viewer, board, one, seats, form, errors }.into_response())
}

pub(in crate::boards) async fn create(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    Path((id, appointment)): Path<(BoardId, Uuid)>,
    Form(form): Form<ReleaseForm>,
) -> Result<Response> {
    let mut db = db.begin().await?;
    let board = Board::lock(&mut db, &viewer, id).await?;
    let one = Elected::find(&mut db, id, appointment).await?;
    let to = format!("{}/val", board.register_path());
    if one.entered {
        return Ok(Redirect::to(&to).into_response());
    }
    let seats = running(&mut db, id).await?;
    let page = ReleasePage { viewer, board, one, seats, form, errors: FieldErrors::default() };

    let (seat, last) = match page.parse() {
        Ok(parsed) => parsed,
        Err(errors) => return Ok(page.mistaken(errors)),
    };
    if let Some(used) = service::used_on(&mut db, seat).await?.filter(|used| *used > last) {
        let mut errors = FieldErrors::default();
        errors.add(
            "till",
            format!("Platsen användes {}. Sista dagen är tidigast den.", long_date(used)),
        );
        return Ok(page.mistaken(errors));
    }

    entry::release(&mut db, seat, (appointment, last)).await?;
    db.commit().await?;

    Ok(Redirect::to(&to).into_response())
}

async fn running(db: &mut PgConnection, board: BoardId) -> Result<Vec<Running>> {
    Ok(sqlx::query_as!(
        Running,
        r#"
        select s.id as "id: SeatId", coalesce(p.name, 'Vakant') as "name!", s.role, s.starts_on
        from seats s left join persons p on p.id = s.person_id
        where s.board_id = $1 and s.release_id is null
        order by (s.ends_on is null) desc, p.name collate "sv-x-icu", s.starts_on desc, s.id
        "#,
        board.0,
    )
    .fetch_all(db)
    .await?)
}
