//! The end of a board (organet upphör): its last day, the decision, and the board that takes over.

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

use super::{Board, Ending};
use crate::{
    SiteDb,
    accounts::Viewer,
    error::{Error, Result},
    register::{BoardId, MeetingId},
    web::{FieldErrors, Form, Now, Path},
};

#[derive(Template, WebTemplate)]
#[template(path = "boards/ending.html")]
struct EndingPage {
    viewer: Viewer,
    board: Board,
    ending: Option<Ending>,
    /// The boards that can take over.
    successors: Vec<(String, String)>,
    /// Meetings that are planned after the last day.
    later: Vec<Later>,
    form: EndingForm,
    errors: FieldErrors,
    now: Now,
}

/// A meeting that stands in the way.
struct Later {
    id: MeetingId,
    held_on: Date,
}

/// What was typed; `reason` is for taking the ending back.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct EndingForm {
    last_day: String,
    decision: String,
    successor: String,
    reason: String,
}

/// A form without mistakes.
struct Parsed {
    last_day: Date,
    decision: String,
    successor: Option<Uuid>,
}

impl EndingForm {
    fn parse(&self, successors: &[(String, String)]) -> Result<Parsed, FieldErrors> {
        let mut errors = FieldErrors::default();
        let last_day = errors.day("last_day", &self.last_day);
        let decision = errors.line(
            "decision",
            &self.decision,
            300,
            "Skriv vilket beslut som organet upphör enligt, till exempel Kommunfullmäktige 2026-06-15 § 80.",
        );
        let known = successors.iter().any(|(id, _)| *id == self.successor);
        let successor = match Uuid::parse_str(&self.successor) {
            Ok(id) if known => Some(Some(id)),
            _ if self.successor.is_empty() => Some(None),
            _ => errors.check("successor", Err("Välj ett organ i listan.")),
        };
        (|| Some(Parsed { last_day: last_day?, decision: decision?, successor: successor? }))()
            .ok_or(errors)
    }
}

pub(super) async fn new(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    now: Now,
    Path(id): Path<BoardId>,
) -> Result<Response> {
    let mut db = db.acquire().await?;
    let board = Board::administered(&mut db, &viewer, id).await?;
    Ok(page(&mut db, (viewer, now), board, EndingForm::default()).await?.into_response())
}

pub(super) async fn create(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    now: Now,
    Path(id): Path<BoardId>,
    Form(form): Form<EndingForm>,
) -> Result<Response> {
    let mut db = db.begin().await?;
    let board = Board::lock(&mut db, &viewer, id).await?;
    let account = viewer.account;
    let page = page(&mut db, (viewer, now), board, form).await?;
    if page.ending.is_some() {
        return Err(Error::refused(
            "Organets sista dag är redan bestämd. Återkalla den först, om den ska ändras.",
        ));
    }

    let parsed = match page.form.parse(&page.successors) {
        Ok(parsed) => parsed,
        Err(errors) => return Ok(page.mistaken(errors)),
    };
    let later = later(&mut db, id, parsed.last_day).await?;
    if !later.is_empty() {
        let page = EndingPage { later, ..page };
        return Ok((StatusCode::CONFLICT, page).into_response());
    }
    if ends_before(&mut db, parsed.successor, parsed.last_day).await? {
        let mut errors = FieldErrors::default();
        errors.add("successor", "Det organet upphör självt den dagen eller tidigare.");
        return Ok(page.mistaken(errors));
    }

    sqlx::query!(
        "insert into endings (id, board_id, last_day, decision, successor_id, at, by_id) values ($1, $2, $3, $4, $5, $6, $7)",
        Uuid::now_v7(),
        id.0,
        parsed.last_day,
        parsed.decision,
        parsed.successor,
        now.0,
        account.0,
    )
    .execute(&mut *db)
    .await?;
    db.commit().await?;

    Ok(Redirect::to(&page.board.register_path()).into_response())
}

/// Takes the decision about the last day back.
pub(super) async fn destroy(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    now: Now,
    Path(id): Path<BoardId>,
    Form(form): Form<EndingForm>,
) -> Result<Response> {
    let mut db = db.begin().await?;
    let board = Board::lock(&mut db, &viewer, id).await?;
    let account = viewer.account;
    let page = page(&mut db, (viewer, now), board, form).await?;
    let Some(ending) = page.ending.as_ref().map(|ending| ending.id) else {
        return Ok(Redirect::to(&page.board.register_path()).into_response());
    };

    let mut errors = FieldErrors::default();
    let missing = "Skriv varför organet inte upphör då.";
    let Some(reason) = errors.line("reason", &page.form.reason, 500, missing) else {
        return Ok(page.mistaken(errors));
    };

    sqlx::query!(
        "insert into ending_recalls (ending_id, reason, at, by_id) values ($1, $2, $3, $4)",
        ending,
        reason,
        now.0,
        account.0
    )
    .execute(&mut *db)
    .await?;
    db.commit().await?;

    Ok(Redirect::to(&page.board.register_path()).into_response())
}

impl EndingPage {
    fn mistaken(self, errors: FieldErrors) -> Response {
        (StatusCode::UNPROCESSABLE_ENTITY, Self { errors, ..self }).into_response()
    }
}

async fn page(
    db: &mut PgConnection,
    (viewer, now): (Viewer, Now),
    board: Board,
    form: EndingForm,
) -> Result<EndingPage> {
    let ending = Ending::of(db, board.id).await?;
    let successors = successors(db, &viewer, board.id).await?;
    let (later, errors) = (Vec::new(), FieldErrors::default());
    Ok(EndingPage { viewer, board, ending, successors, later, form, errors, now })
}

/// The other boards of the viewer's municipalities.
async fn successors(
    db: &mut PgConnection,
    viewer: &Viewer,
    board: BoardId,
) -> Result<Vec<(String, String)>> {
    let rows = sqlx::query!(
        r#"
        select b.id, b.name || ' (' || m.short_name || ')' as "name!" from boards b join municipalities m on m.id = b.host_id
        where b.host_id = any($1) and b.id <> $2 order by b.name collate "sv-x-icu", b.id
        "#,
        &viewer.administers(),
        board.0,
    )
    .fetch_all(db)
    .await?;
    let none = [(String::new(), "Inget organ tar över".to_owned())];
    Ok(none.into_iter().chain(rows.into_iter().map(|row| (row.id.to_string(), row.name))).collect())
}

async fn later(db: &mut PgConnection, board: BoardId, day: Date) -> Result<Vec<Later>> {
    Ok(sqlx::query_as!(
        Later,
        r#"select id as "id: MeetingId", held_on from meetings where board_id = $1 and held_on > $2 and cancelled is null order by held_on, id limit 20"#,
        board.0,
        day,
    )
    .fetch_all(db)
    .await?)
}

/// Whether the board that would take over is not there the day after.
async fn ends_before(db: &mut PgConnection, successor: Option<Uuid>, day: Date) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from standing_endings where board_id = $1 and last_day <= $2) as "ends!""#,
        successor,
        day,
    )
    .fetch_one(db)
    .await?)
}
