//! Series of § numbers (paragrafserier): which number the first § of a year or a mandate gets.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use sqlx::PgConnection;

use super::Board;
use crate::{
    SiteDb,
    accounts::Viewer,
    error::Result,
    register::{BoardId, SeriesId},
    text::slug,
    web::{FieldErrors, Form, Path},
};

/// One series.
struct Series {
    instance: String,
    first: i32,
    first_reason: String,
    /// The last number that cannot change any more (NUM-05).
    last_frozen: Option<i32>,
}

#[derive(Template, WebTemplate)]
#[template(path = "boards/series.html")]
struct SeriesPage {
    viewer: Viewer,
    board: Board,
    all: Vec<Series>,
    form: SeriesForm,
    errors: FieldErrors,
}

/// What was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct SeriesForm {
    instance: String,
    first: String,
    reason: String,
}

impl SeriesForm {
    fn parse(&self) -> Result<(String, i32, String), FieldErrors> {
        let mut errors = FieldErrors::default();
        let instance = errors
            .line("instance", &self.instance, 20, "Skriv vilken serie det gäller, till exempel 2026.")
            .filter(|instance| {
                let plain = *instance == slug(instance, 20);
                if !plain {
                    errors.add("instance", "Skriv serien med siffror, små bokstäver a–z och bindestreck, till exempel 2026.");
                }
                plain
            });
        let first = errors.number(("first", "Första numret"), &self.first, 1..=99_999);
        let reason = errors.optional_line("reason", &self.reason, 300);
        if first.is_some_and(|first| first > 1) && reason.as_deref() == Some("") {
            errors.add("reason", "Skriv varför serien inte börjar med § 1.");
        }
        (|| Some((instance?, first?, reason?)))().filter(|_| errors.is_empty()).ok_or(errors)
    }
}

pub(super) async fn index(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    Path(id): Path<BoardId>,
) -> Result<Response> {
    let mut db = db.acquire().await?;
    let board = Board::administered(&mut db, &viewer, id).await?;
    let all = all(&mut db, id).await?;
    let page = SeriesPage {
        viewer,
        board,
        all,
        form: SeriesForm::default(),
        errors: FieldErrors::default(),
    };
    Ok(page.into_response())
}

pub(super) async fn create(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    Path(id): Path<BoardId>,
    Form(form): Form<SeriesForm>,
) -> Result<Response> {
    let mut db = db.begin().await?;
    let board = Board::administered(&mut db, &viewer, id).await?;

    let mut errors = FieldErrors::default();
    match form.parse() {
        Ok((instance, first, reason)) => {
            if begin(&mut db, id, (&instance, first, &reason)).await? {
                db.commit().await?;
                return Ok(
                    Redirect::to(&format!("{}/serier", board.register_path())).into_response()
                );
            }
            errors.add(
                "first",
                "Serien har redan §§ med fastställda nummer. Första numret kan inte ändras.",
            );
        }
        Err(mistakes) => errors = mistakes,
    }

    let all = all(&mut db, id).await?;
    let page = SeriesPage { viewer, board, all, form, errors };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

async fn all(db: &mut PgConnection, board: BoardId) -> Result<Vec<Series>> {
    Ok(sqlx::query_as!(
        Series,
        "select instance, first, first_reason, last_frozen from series where board_id = $1 order by instance desc",
        board.0,
    )
    .fetch_all(db)
    .await?)
}

/// Sets the first number of a series, unless some of its numbers are frozen; says whether it was set.
async fn begin(
    db: &mut PgConnection,
    board: BoardId,
    (instance, first, reason): (&str, i32, &str),
) -> Result<bool> {
    let done = sqlx::query!(
        r#"
        insert into series (id, board_id, instance, first, first_reason) values ($1, $2, $3, $4, $5)
        on conflict (board_id, instance) do update set first = excluded.first, first_reason = excluded.first_reason
        where series.last_frozen is null
        "#,
        SeriesId::new().0,
        board.0,
        instance,
        first,
        reason,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}
