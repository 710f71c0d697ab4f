//! A new name of a board (namnbyte): from a day on, by a decision; what was done under the old name keeps it, and so does its address.

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

use super::{Board, life::Life};
use crate::{
    SiteDb,
    accounts::Viewer,
    error::Result,
    register::{AccountId, BoardId},
    text::slug,
    web::{FieldErrors, Form, Now, Path},
};

#[derive(Template, WebTemplate)]
#[template(path = "boards/naming.html")]
struct NamingPage {
    viewer: Viewer,
    board: Board,
    life: Life,
    form: NamingForm,
    errors: FieldErrors,
}

/// What was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct NamingForm {
    name: String,
    from_on: String,
    decision: String,
}

/// A form without mistakes.
struct Parsed {
    name: String,
    slug: String,
    until_on: Date,
    decision: String,
}

impl NamingForm {
    /// `latest` is the last day of the name before the present one.
    fn parse(
        &self,
        board: &Board,
        latest: Option<Date>,
        today: Date,
    ) -> Result<Parsed, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.line("name", &self.name, 120, "Skriv organets nya namn.");
        let slug = name.as_deref().map(|name| slug(name, 80)).filter(|slug| slug.len() >= 2);
        if name.is_some() && slug.is_none() {
            errors.add("name", "Skriv ett namn med minst två bokstäver.");
        }
        if name.as_ref() == Some(&board.name) {
            errors.add("name", "Organet heter redan så.");
        }
        let from_on = errors.day("from_on", &self.from_on);
        if from_on.is_some_and(|day| day > today) {
            errors.add("from_on", "Skriv in namnet den dag det börjar gälla, eller senare.");
        }
        let until_on = from_on.and_then(Date::previous_day);
        if until_on.zip(latest).is_some_and(|(until, latest)| until <= latest) {
            errors.add("from_on", "Dagen måste vara efter det förra namnbytet.");
        }
        let missing =
            "Skriv vilket beslut som gav namnet, till exempel Kommunfullmäktige 2026-06-15 § 80.";
        let decision = errors.line("decision", &self.decision, 300, missing);
        (|| Some(Parsed { name: name?, slug: slug?, until_on: until_on?, decision: decision? }))()
            .filter(|_| errors.is_empty())
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
    let form = NamingForm { from_on: now.today().to_string(), ..NamingForm::default() };
    Ok(page(&mut db, viewer, board, form).await?.into_response())
}

pub(super) async fn create(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    now: Now,
    Path(id): Path<BoardId>,
    Form(form): Form<NamingForm>,
) -> Result<Response> {
    let mut db = db.begin().await?;
    let board = Board::lock(&mut db, &viewer, id).await?;
    let account = viewer.account;
    let page = page(&mut db, viewer, board, form).await?;

    let latest = page.life.names.first().map(|former| former.until_on);
    let parsed = match page.form.parse(&page.board, latest, now.today()) {
        Ok(parsed) => parsed,
        Err(errors) => return Ok(page.mistaken(errors)),
    };

    if let Err(why) = rename(&mut db, &page.board, &parsed, (account, now)).await {
        let errors = taken(why)?;
        return Ok(page.mistaken(errors));
    }
    db.commit().await?;

    Ok(Redirect::to(&page.board.register_path()).into_response())
}

impl NamingPage {
    fn mistaken(self, errors: FieldErrors) -> Response {
        (StatusCode::UNPROCESSABLE_ENTITY, Self { errors, ..self }).into_response()
    }
}

async fn page(
    db: &mut PgConnection,
    viewer: Viewer,
    board: Board,
    form: NamingForm,
) -> Result<NamingPage> {
    let life = Life::of(db, board.id).await?;
    Ok(NamingPage { viewer, board, life, form, errors: FieldErrors::default() })
}

/// The former name keeps its days, and its address goes on leading to the board.
async fn rename(
    db: &mut PgConnection,
    board: &Board,
    new: &Parsed,
    (account, now): (AccountId, Now),
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into former_names (board_id, until_on, name, slug, decision, at, by_id) values ($1, $2, $3, $4, $5, $6, $7)",
        board.id.0,
        new.until_on,
        board.name,
        board.slug,
        new.decision,
        now.0,
        account.0,
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "update boards set name = $2, slug = $3, version = version + 1 where id = $1",
        board.id.0,
        new.name,
        new.slug,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The name would give an address that leads to another board.
pub(super) fn taken(why: sqlx::Error) -> Result<FieldErrors> {
    let constraint = why.as_database_error().and_then(|error| error.constraint());
    let words = match constraint {
        Some("boards_slug_key") => "Kommunen har redan ett organ med det namnet.",
        Some("boards_slug_former") => {
            "Ett annat organ i kommunen har hetat så, och dess adresser leder dit. Skriv ett annat namn."
        }
        _ => return Err(why.into()),
    };
    let mut errors = FieldErrors::default();
    errors.add("name", words);
    Ok(errors)
}
