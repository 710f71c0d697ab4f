//! Seats of a board (platser): who holds which, from when to when.

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

use super::{
    Board,
    elected::{self, Elected},
    seat_form::{Choices, Parsed, ROLES, SeatForm, role_name},
    service,
};
use crate::{
    SiteDb,
    accounts::Viewer,
    error::Result,
    law::{BoardKind, long_date},
    municipalities::{Difference, differences},
    register::{BoardId, SeatId},
    removals::missing,
    web::{FieldErrors, Form, Now, Path, Query},
};

#[derive(Template, WebTemplate)]
#[template(path = "boards/seat.html")]
struct SeatPage {
    viewer: Viewer,
    board: Board,
    /// None: a new one.
    stored: Option<SeatId>,
    choices: Choices,
    form: SeatForm,
    errors: FieldErrors,
    conflict: Vec<Difference>,
}

/// What a new seat comes from: the election of an adjusted §, or a seat that waits for its next holder.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Origin {
    uppdrag: Option<Uuid>,
    efter: Option<Uuid>,
}

impl SeatPage {
    fn new(
        viewer: Viewer,
        board: Board,
        stored: Option<SeatId>,
        choices: Choices,
        form: SeatForm,
    ) -> Self {
        let (errors, conflict) = (FieldErrors::default(), Vec::new());
        Self { viewer, board, stored, choices, form, errors, conflict }
    }

    fn mistaken(self, errors: FieldErrors) -> Response {
        (StatusCode::UNPROCESSABLE_ENTITY, Self { errors, ..self }).into_response()
    }

    fn roles() -> Vec<(String, String)> {
        ROLES.map(|(key, words)| (key.to_owned(), words.to_owned())).to_vec()
    }

    fn municipalities(&self) -> Vec<(String, String)> {
        self.choices.participants.iter().map(|one| (one.id.to_string(), one.name.clone())).collect()
    }

    fn is_of_council(&self) -> bool {
        self.board.kind == BoardKind::Council
    }
}

pub(super) async fn new(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    now: Now,
    Path(id): Path<BoardId>,
    Query(origin): Query<Origin>,
) -> Result<Response> {
    let mut db = db.acquire().await?;
    let board = Board::administered(&mut db, &viewer, id).await?;
    let form = SeatForm {
        id: Some(Uuid::now_v7()),
        role: "member".to_owned(),
        municipality: board.host.to_string(),
        starts_on: now.today().to_string(),
        ..SeatForm::default()
    };
    let form = match (origin.uppdrag, origin.efter) {
        (Some(one), _) => Elected::find(&mut db, id, one).await?.seat_form(&mut db, &board).await?,
        (None, Some(seat)) => {
            let (_, before) = find(&mut db, &viewer, SeatId(seat)).await?;
            let SeatForm { role, party, municipality, .. } = before;
            SeatForm { role, party, municipality, succeeds: seat.to_string(), ..form }
        }
        (None, None) => form,
    };
    let choices = choices(&mut db, &viewer, &board, (None, &form)).await?;
    Ok(SeatPage::new(viewer, board, None, choices, form).into_response())
}

pub(super) async fn create(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    Path(id): Path<BoardId>,
    Form(form): Form<SeatForm>,
) -> Result<Response> {
    let mut db = db.begin().await?;
    let board = Board::lock(&mut db, &viewer, id).await?;
    let choices = choices(&mut db, &viewer, &board, (None, &form)).await?;

    let parsed = match form.parse(board.kind, &choices) {
        Ok(parsed) => parsed,
        Err(errors) => {
            return Ok(SeatPage::new(viewer, board, None, choices, form).mistaken(errors));
        }
    };

    if let Some(one) = parsed.appointment
        && Elected::find(&mut db, id, one).await?.is_entered()
    {
        return Ok(Redirect::to(&board.register_path()).into_response());
    }
    if let Some(before) = parsed.succeeds
        && let Some(why) = elected::follow(&mut db, before, parsed.starts_on).await?
    {
        let mut errors = FieldErrors::default();
        errors.add("starts_on", why);
        return Ok(SeatPage::new(viewer, board, None, choices, form).mistaken(errors));
    }

    let seat = form.id.map_or_else(SeatId::new, SeatId);
    if let Err(why) = insert(&mut db, id, seat, &parsed).await {
        let errors = taken(why)?;
        return Ok(SeatPage::new(viewer, board, None, choices, form).mistaken(errors));
    }
    db.commit().await?;

    Ok(Redirect::to(&board.register_path()).into_response())
}

pub(super) async fn edit(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    Path(id): Path<SeatId>,
) -> Result<Response> {
    let mut db = db.acquire().await?;
    let (board, form) = find(&mut db, &viewer, id).await?;
    let choices = choices(&mut db, &viewer, &board, (Some(id), &form)).await?;
    Ok(SeatPage::new(viewer, board, Some(id), choices, form).into_response())
}

pub(super) async fn update(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    Path(id): Path<SeatId>,
    Form(form): Form<SeatForm>,
) -> Result<Response> {
    let mut db = db.begin().await?;
    let (board, stored) = find(&mut db, &viewer, id).await?;
    let board = Board::lock(&mut db, &viewer, board.id).await?;
    let choices = choices(&mut db, &viewer, &board, (Some(id), &form)).await?;

    let parsed = match form.parse(board.kind, &choices) {
        Ok(parsed) => parsed,
        Err(errors) => {
            return Ok(SeatPage::new(viewer, board, Some(id), choices, form).mistaken(errors));
        }
    };

    let used =
        service::used_on(&mut db, id).await?.filter(|day| form.unseats(&stored, &parsed, *day));
    if let Some(day) = used {
        let mut errors = FieldErrors::default();
        errors.add("person", used_words(day));
        return Ok(SeatPage::new(viewer, board, Some(id), choices, form).mistaken(errors));
    }

    match save(&mut db, id, form.version, &parsed).await {
        Ok(true) => db.commit().await?,
        Ok(false) => return conflict(&mut db, viewer, id, form).await,
        Err(why) => {
            let errors = taken(why)?;
            return Ok(SeatPage::new(viewer, board, Some(id), choices, form).mistaken(errors));
        }
    }

    Ok(Redirect::to(&board.register_path()).into_response())
}

/// The page with both texts; saving it once more replaces the other's.
async fn conflict(
    db: &mut PgConnection,
    viewer: Viewer,
    id: SeatId,
    form: SeatForm,
) -> Result<Response> {
    let (board, stored) = find(db, &viewer, id).await?;
    let choices = choices(db, &viewer, &board, (Some(id), &form)).await?;
    let conflict = differences(form.entries(&choices), stored.entries(&choices));
    if conflict.is_empty() {
        return Ok(Redirect::to(&board.register_path()).into_response());
    }
    let form = SeatForm { version: stored.version, ..form };
    let page = SeatPage { conflict, ..SeatPage::new(viewer, board, Some(id), choices, form) };
    Ok((StatusCode::CONFLICT, page).into_response())
}

fn used_words(day: Date) -> String {
    format!(
        "Platsen används i sammanträdet {}. Sätt en sista dag efter det, och lägg till en ny plats för den som kommer därefter.",
        long_date(day)
    )
}

fn taken(why: sqlx::Error) -> Result<FieldErrors> {
    let constraint = why.as_database_error().and_then(|error| error.constraint());
    let (field, words) = match constraint {
        Some("seats_one_chair") => {
            ("role", "Organet har redan en ordförande under de dagarna. Avsluta den platsen först.")
        }
        Some("seats_one_first_vice_chair") => (
            "role",
            "Organet har redan en 1:e vice ordförande under de dagarna. Avsluta den platsen först.",
        ),
        Some("seats_one_second_vice_chair") => (
            "role",
            "Organet har redan en 2:e vice ordförande under de dagarna. Avsluta den platsen först.",
        ),
        Some("seats_person_id_fkey") => {
            ("person", "Personen togs just bort ur registret. Välj någon annan.")
        }
        Some("seats_one_per_person") => {
            ("person", "Personen har redan en plats i organet under de dagarna.")
        }
        _ => return Err(why.into()),
    };
    let mut errors = FieldErrors::default();
    errors.add(field, words);
    Ok(errors)
}

/// A seat of a board whose register the viewer keeps, as a form; any other is not found.
pub(super) async fn find(
    db: &mut PgConnection,
    viewer: &Viewer,
    id: SeatId,
) -> Result<(Board, SeatForm)> {
    let row = sqlx::query!(
        "select board_id, person_id, role, party, municipality_id, call_order, starts_on, ends_on, county_decision, version from seats where id = $1",
        id.0,
    )
    .fetch_optional(&mut *db)
    .await?;
    let Some(row) = row else { return Err(missing(db, viewer, id.0).await) };
    let board = Board::administered(db, viewer, BoardId(row.board_id)).await?;
    let form = SeatForm {
        id: None,
        version: row.version,
        person: row.person_id.map_or_else(String::new, |id| id.to_string()),
        role: row.role,
        party: row.party,
        municipality: row.municipality_id.map_or_else(String::new, |id| id.to_string()),
        call_order: row.call_order.to_string(),
        starts_on: row.starts_on.to_string(),
        ends_on: row.ends_on.map_or_else(String::new, |day| day.to_string()),
        county_decision: row.county_decision,
        ..SeatForm::default()
    };
    Ok((board, form))
}

/// The persons of the viewer's municipalities, and whoever holds the seat already.
async fn choices(
    db: &mut PgConnection,
    viewer: &Viewer,
    board: &Board,
    (seat, form): (Option<SeatId>, &SeatForm),
) -> Result<Choices> {
    let rows = sqlx::query!(
        r#"
        select p.id, p.name, m.short_name as "home?" from persons p left join municipalities m on m.id = p.home_id
        where p.home_id = any($1) or p.id = (select person_id from seats where id = $2)
        order by p.name collate "sv-x-icu", m.short_name, p.id
        "#,
        &viewer.administers(),
        seat.map(|seat| seat.0),
    )
    .fetch_all(&mut *db)
    .await?;
    let people = rows.into_iter().map(|row| {
        let name =
            row.home.map_or_else(|| row.name.clone(), |home| format!("{} ({home})", row.name));
        (row.id.to_string(), name)
    });
    let people = std::iter::once((String::new(), "Vakant".to_owned())).chain(people).collect();
    let participants = Board::participants(db, board.id).await?;
    let sources = match (seat, form.appointment.parse()) {
        (Some(seat), _) => Elected::of_seat(db, seat).await?,
        (None, Ok(one)) => vec![Elected::find(db, board.id, one).await?.sentence()],
        (None, Err(_)) => vec![],
    };
    let seats = if seat.is_none() { without_successor(db, board.id).await? } else { vec![] };
    Ok(Choices { people, participants, seats, sources })
}

/// The seats that somebody may follow in, those that last first.
async fn without_successor(db: &mut PgConnection, board: BoardId) -> Result<Vec<(String, String)>> {
    let rows = sqlx::query!(
        r#"
        select s.id, coalesce(p.name, 'Vakant') as "name!", s.role, s.starts_on from seats s left join persons p on p.id = s.person_id
        where s.board_id = $1 and not exists (select from seats n where n.succeeds_id = s.id)
        order by (s.ends_on is null) desc, s.ends_on desc, p.name collate "sv-x-icu", s.id
        "#,
        board.0,
    );
    let rows = rows.fetch_all(db).await?.into_iter().map(|row| {
        let role = role_name(&row.role).to_lowercase();
        let words = format!("{}, {role} från {}", row.name, long_date(row.starts_on));
        (row.id.to_string(), words)
    });
    Ok(std::iter::once((String::new(), "Ingen".to_owned())).chain(rows).collect())
}

async fn insert(
    db: &mut PgConnection,
    board: BoardId,
    id: SeatId,
    new: &Parsed,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        r#"
        insert into seats (id, board_id, person_id, role, party, municipality_id, call_order, starts_on, ends_on, appointment_id, succeeds_id,
            county_decision)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (id) do nothing
        "#,
        id.0,
        board.0,
        new.person,
        new.role,
        new.party,
        new.municipality,
        new.call_order,
        new.starts_on,
        new.ends_on,
        new.appointment,
        new.succeeds.map(|seat| seat.0),
        new.county_decision,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Says whether the version was still the stored one.
async fn save(
    db: &mut PgConnection,
    id: SeatId,
    version: i32,
    new: &Parsed,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        r#"
        update seats set person_id = $3, role = $4, party = $5, municipality_id = $6, call_order = $7, starts_on = $8, ends_on = $9,
            county_decision = $10, version = version + 1
        where id = $1 and version = $2
        "#,
        id.0,
        version,
        new.person,
        new.role,
        new.party,
        new.municipality,
        new.call_order,
        new.starts_on,
        new.ends_on,
        new.county_decision,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}
