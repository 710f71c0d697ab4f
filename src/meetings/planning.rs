//! A new meeting (nytt sammanträde): planned by the board's secretary.

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
    Sitting,
    list::{self, BoardName},
    plan::{self, Plan, SittingRow},
    typed::Typed,
};
use crate::{
    App,
    accounts::Viewer,
    boards::{Board, Ending},
    error::{Error, OnConstraint as _, Result},
    register::{BoardId, MeetingId},
    web::{FieldErrors, Form, Query},
};

#[derive(Template, WebTemplate)]
#[template(path = "meetings/new.html")]
struct NewMeetingPage {
    viewer: Viewer,
    boards: Vec<(String, String)>,
    board: Board,
    secretaries: Vec<(String, String)>,
    form: Typed,
    rows: Vec<SittingRow>,
    errors: FieldErrors,
}

#[derive(Deserialize)]
pub(super) struct Choice {
    #[serde(default, rename = "organ")]
    board: Option<Uuid>,
}

pub(super) async fn new(
    State(app): State<App>,
    viewer: Viewer,
    Query(choice): Query<Choice>,
) -> Result<Response> {
    let mut db = app.site.acquire().await?;
    let boards = list::boards(&mut db, &viewer).await?;
    let id = list::chosen(&boards, choice.board)?.id;
    let board = Board::kept_by(&mut db, &viewer, id).await?;

    let secretaries = plan::secretaries(&mut db, board.id, None, viewer.now.today()).await?;
    let form = plan::blank(&board, viewer.person);
    Ok(page(viewer, boards, (board, secretaries), form, FieldErrors::default()).into_response())
}

pub(super) async fn create(
    State(app): State<App>,
    viewer: Viewer,
    Form(form): Form<Typed>,
) -> Result<Response> {
    let mut db = app.site.begin().await?;
    let id = BoardId(form.id("organ").ok_or(Error::NotFound)?);
    let key = MeetingId(form.id("nyckel").ok_or(Error::Malformed("nyckel".to_owned()))?);
    let board = Board::kept_by(&mut db, &viewer, id).await?;

    let secretaries = plan::secretaries(&mut db, board.id, None, viewer.now.today()).await?;
    let mut errors = FieldErrors::default();
    if form.wants_row() {
        let boards = list::boards(&mut db, &viewer).await?;
        return Ok(page(viewer, boards, (board, secretaries), form, errors).into_response());
    }
    if let Some(plan) = plan::parse(&form, (&secretaries, viewer.person), &mut errors) {
        lock_board(&mut db, &board).await?;
        if let Some(ordinal) = next_ordinal(&mut db, &board, &plan, &mut errors).await? {
            insert(&mut db, key, &board, &plan, ordinal).await?;
            db.commit().await?;
            return Ok(Redirect::to(&format!("/arbete/sammantraden/{key}")).into_response());
        }
    }
    let boards = list::boards(&mut db, &viewer).await?;
    let page = page(viewer, boards, (board, secretaries), form, errors);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

fn page(
    viewer: Viewer,
    boards: Vec<BoardName>,
    (board, secretaries): (Board, Vec<(String, String)>),
    form: Typed,
    errors: FieldErrors,
) -> NewMeetingPage {
    let boards = boards.into_iter().map(|board| (board.id.to_string(), board.name)).collect();
    let rows = plan::rows(&form);
    NewMeetingPage { viewer, boards, board, secretaries, form, rows, errors }
}

/// Keeps two meetings of one day from taking the same ordinal.
pub(super) async fn lock_board(db: &mut PgConnection, board: &Board) -> Result<()> {
    sqlx::query!("select id from boards where id = $1 for no key update", board.id.0)
        .fetch_one(db)
        .await?;
    Ok(())
}

async fn next_ordinal(
    db: &mut PgConnection,
    board: &Board,
    plan: &Plan,
    errors: &mut FieldErrors,
) -> Result<Option<i32>> {
    match plan.sittings.first() {
        Some(first) => ordinal_on(db, board, first.on_day, errors).await,
        None => Ok(None),
    }
}

/// The next ordinal of a day: 2 for the second meeting of the same day; none once the board has ended.
pub(super) async fn ordinal_on(
    db: &mut PgConnection,
    board: &Board,
    day: Date,
    errors: &mut FieldErrors,
) -> Result<Option<i32>> {
    if let Some(ending) = Ending::of(db, board.id).await?.filter(|ending| ending.last_day < day) {
        let words = ending.words(day);
        errors.add("dag_1", format!("{} {words}. Välj en dag till och med den.", board.name));
        return Ok(None);
    }
    let ordinal = sqlx::query_scalar!(
        r#"select coalesce(max(ordinal), 0) + 1 as "next!" from meetings where board_id = $1 and held_on = $2"#,
        board.id.0,
        day,
    )
    .fetch_one(db)
    .await?;
    if ordinal > 9 {
        errors.add("dag_1", "Det finns redan nio sammanträden den dagen.");
    }
    Ok((ordinal <= 9).then_some(ordinal))
}

async fn insert(
    db: &mut PgConnection,
    id: MeetingId,
    board: &Board,
    plan: &Plan,
    ordinal: i32,
) -> Result<()> {
    let held_on = plan.sittings.first().map(|first| first.on_day);
    let inserted = sqlx::query!(
        r#"
        insert into meetings (id, board_id, held_on, ordinal, secretary_id, remote, public, adjusting_place, adjusting_time)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        on conflict (id) do nothing
        "#,
        id.0,
        board.id.0,
        held_on,
        ordinal,
        plan.secretary,
        plan.remote,
        plan.public,
        plan.adjusting_place,
        plan.adjusting_time,
    )
    .execute(&mut *db)
    .await
    .on_constraint("meetings_day_key", || Error::refused("Försök igen: ett annat sammanträde lades till samtidigt."))?;
    if inserted.rows_affected() == 1 {
        insert_sittings(db, id, &plan.sittings).await?;
    }
    Ok(())
}

pub(super) async fn insert_sittings(
    db: &mut PgConnection,
    meeting: MeetingId,
    sittings: &[Sitting],
) -> Result<()> {
    let n: Vec<_> = sittings.iter().map(|sitting| sitting.n).collect();
    let days: Vec<_> = sittings.iter().map(|sitting| sitting.on_day).collect();
    let starts: Vec<_> = sittings.iter().map(|sitting| sitting.starts_at).collect();
    let ends: Vec<_> = sittings.iter().map(|sitting| sitting.ends_at).collect();
    let places: Vec<_> = sittings.iter().map(|sitting| sitting.place.clone()).collect();
    sqlx::query!(
        r#"
        insert into sittings (meeting_id, n, on_day, starts_at, ends_at, place)
        select $1, * from unnest($2::int[], $3::date[], $4::time[], $5::time[], $6::text[])
        "#,
        meeting.0,
        &n,
        &days,
        &starts,
        &ends as &[Option<time::Time>],
        &places,
    )
    .execute(db)
    .await?;
    Ok(())
}
