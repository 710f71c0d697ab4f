//! A municipality that leaves a joint board (kommunen lämnar nämnden): its last day there, by a decision.

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

use super::Board;
use crate::{
    SiteDb,
    accounts::Viewer,
    error::{Error, OnConstraint as _, Result},
    register::{BoardId, MunicipalityId, SeatId},
    web::{FieldErrors, Form, Now, Path},
};

/// The newest time during which a municipality takes part.
struct Participation {
    name: String,
    from_on: Date,
    leaving: Option<Uuid>,
    last_day: Option<Date>,
    decision: Option<String>,
}

/// A seat for the municipality that goes on after its last day.
struct Seated {
    seat: SeatId,
    name: String,
}

#[derive(Template, WebTemplate)]
#[template(path = "boards/leaving.html")]
struct LeavingPage {
    viewer: Viewer,
    board: Board,
    id: MunicipalityId,
    participation: Participation,
    seated: Vec<Seated>,
    form: LeavingForm,
    errors: FieldErrors,
}

/// What was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct LeavingForm {
    last_day: String,
    decision: String,
}

impl LeavingPage {
    async fn load(
        db: &mut PgConnection,
        viewer: Viewer,
        board: Board,
        id: MunicipalityId,
        form: LeavingForm,
    ) -> Result<Self> {
        if board.host == id {
            return Err(Error::refused("Värdkommunen kan inte lämna nämnden."));
        }
        let participation = Participation::of(db, board.id, id).await?;
        let (seated, errors) = (Vec::new(), FieldErrors::default());
        Ok(Self { viewer, board, id, participation, seated, form, errors })
    }

    fn path(&self) -> String {
        format!("{}/uttrade/{}", self.board.register_path(), self.id)
    }
}

pub(super) async fn new(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    Path((board, id)): Path<(BoardId, MunicipalityId)>,
) -> Result<Response> {
    let mut db = db.acquire().await?;
    let board = Board::administered(&mut db, &viewer, board).await?;
    Ok(LeavingPage::load(&mut db, viewer, board, id, LeavingForm::default()).await?.into_response())
}

pub(super) async fn create(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    now: Now,
    Path((board, id)): Path<(BoardId, MunicipalityId)>,
    Form(form): Form<LeavingForm>,
) -> Result<Response> {
    let mut db = db.begin().await?;
    let board = Board::lock(&mut db, &viewer, board).await?;
    let account = viewer.account;
    let page = LeavingPage::load(&mut db, viewer, board, id, form).await?;
    let back = Redirect::to(&page.board.register_path());
    if page.participation.leaving.is_some() {
        return Ok(back.into_response());
    }

    let mut errors = FieldErrors::default();
    let last_day = errors.day("last_day", &page.form.last_day);
    if last_day.is_some_and(|day| day < page.participation.from_on) {
        errors.add("last_day", "Kommunen deltog inte så tidigt.");
    }
    let missing = "Skriv vilket beslut som kommunen lämnar nämnden enligt.";
    let decision = errors.line("decision", &page.form.decision, 300, missing);
    let (Some(last_day), Some(decision), true) = (last_day, decision, errors.is_empty()) else {
        let page = LeavingPage { errors, ..page };
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let seated = seated_after(&mut db, page.board.id, id, last_day).await?;
    if !seated.is_empty() {
        return Ok((StatusCode::CONFLICT, LeavingPage { seated, ..page }).into_response());
    }

    sqlx::query!(
        "insert into leavings (id, board_id, municipality_id, from_on, last_day, decision, at, by_id) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        Uuid::now_v7(),
        page.board.id.0,
        id.0,
        page.participation.from_on,
        last_day,
        decision,
        now.0,
        account.0,
    )
    .execute(&mut *db)
    .await?;
    db.commit().await?;

    Ok(back.into_response())
}

/// Takes the leaving back: the municipality stays.
pub(super) async fn destroy(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    now: Now,
    Path((board, id)): Path<(BoardId, MunicipalityId)>,
) -> Result<Redirect> {
    let mut db = db.begin().await?;
    let board = Board::lock(&mut db, &viewer, board).await?;
    let participation = Participation::of(&mut db, board.id, id).await?;

    if let Some(leaving) = participation.leaving {
        sqlx::query!(
            "insert into leaving_recalls (leaving_id, at, by_id) values ($1, $2, $3)",
            leaving,
            now.0,
            viewer.account.0
        )
        .execute(&mut *db)
        .await
        .on_constraint("leaving_recalls_before_return", || {
            Error::refused("Kommunen har kommit tillbaka till nämnden sedan dess.")
        })?;
    }
    db.commit().await?;

    Ok(Redirect::to(&board.register_path()))
}

impl Participation {
    async fn of(db: &mut PgConnection, board: BoardId, id: MunicipalityId) -> Result<Self> {
        sqlx::query_as!(
            Self,
            r#"
            select m.name, p.from_on, l.id as "leaving?", l.last_day as "last_day?", l.decision as "decision?"
            from participants p join municipalities m on m.id = p.municipality_id
                left join standing_leavings l on (l.board_id, l.municipality_id, l.from_on) = (p.board_id, p.municipality_id, p.from_on)
            where p.board_id = $1 and p.municipality_id = $2 order by p.from_on desc limit 1
            "#,
            board.0,
            id.0,
        )
        .fetch_optional(db)
        .await?
        .ok_or(Error::NotFound)
    }
}

async fn seated_after(
    db: &mut PgConnection,
    board: BoardId,
    id: MunicipalityId,
    day: Date,
) -> Result<Vec<Seated>> {
    Ok(sqlx::query_as!(
        Seated,
        r#"
        select s.id as "seat: SeatId", coalesce(p.name, 'Vakant') as "name!"
        from seats s left join persons p on p.id = s.person_id
        where s.board_id = $1 and s.municipality_id = $2 and (s.ends_on is null or s.ends_on > $3)
        order by p.name collate "sv-x-icu", s.id
        "#,
        board.0,
        id.0,
        day,
    )
    .fetch_all(db)
    .await?)
}
