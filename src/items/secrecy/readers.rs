//! Those whom a board names to read its secret §§ (utsedda läsare), by its decision, for a time.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::{
    Now, SiteDb,
    accounts::Viewer,
    boards::Board,
    error::{Error, OnConstraint as _, Result},
    register::BoardId,
    web::{FieldErrors, Form, Path},
};

#[derive(Template, WebTemplate)]
#[template(path = "items/secrecy/readers.html")]
struct ReadersPage {
    viewer: Viewer,
    board: Board,
    readers: Vec<Reader>,
    persons: Vec<(String, String)>,
    form: ReaderForm,
    errors: FieldErrors,
}

/// Somebody named, also when it has ended.
struct Reader {
    id: Uuid,
    name: String,
    decision: String,
    from_on: Date,
    until_on: Option<Date>,
    named_by: String,
    ended_at: Option<OffsetDateTime>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ReaderForm {
    person: String,
    #[serde(rename = "beslut")]
    decision: String,
    #[serde(rename = "fran")]
    from: String,
    #[serde(rename = "till")]
    until: String,
}

/// Who is named, and when.
struct Naming {
    person: Uuid,
    decision: String,
    from: Date,
    until: Option<Date>,
}

impl ReaderForm {
    fn parse(&self, persons: &[(String, String)]) -> Result<Naming, FieldErrors> {
        let mut errors = FieldErrors::default();
        let known = persons.iter().any(|(id, _)| *id == self.person);
        let person = self.person.parse().ok().filter(|_| known).ok_or("Välj vem som får läsa.");
        let person = errors.check("person", person);
        let decision = errors.line(
            "beslut",
            &self.decision,
            200,
            "Skriv vilket beslut som utser läsaren, till exempel Socialnämnden 2026-01-14 § 5.",
        );
        let from = errors.day("fran", &self.from);
        let until = errors.optional_day("till", &self.until);
        if let (Some(from), Some(Some(until))) = (from, until)
            && until < from
        {
            errors.add("till", "Den sista dagen kan inte vara före den första.");
        }
        match (person, decision, from, until) {
            (Some(person), Some(decision), Some(from), Some(until)) if errors.is_empty() => {
                Ok(Naming { person, decision, from, until })
            }
            _ => Err(errors),
        }
    }
}

pub(super) async fn index(
    viewer: Viewer,
    now: Now,
    State(SiteDb(db)): State<SiteDb>,
    Path(board): Path<BoardId>,
) -> Result<impl IntoResponse> {
    let mut db = db.acquire().await?;
    let board = kept(&mut db, &viewer, board).await?;
    let form = ReaderForm { from: now.today().to_string(), ..ReaderForm::default() };
    page(&mut db, viewer, board, form, FieldErrors::default()).await
}

pub(super) async fn create(
    viewer: Viewer,
    now: Now,
    State(SiteDb(db)): State<SiteDb>,
    Path(board): Path<BoardId>,
    Form(form): Form<ReaderForm>,
) -> Result<Response> {
    let mut db = db.acquire().await?;
    let board = kept(&mut db, &viewer, board).await?;
    let persons = persons(&mut db, &board).await?;

    let naming = match form.parse(&persons) {
        Ok(naming) => naming,
        Err(errors) => {
            let page = page(&mut db, viewer, board, form, errors).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    insert(&mut db, &viewer, &board, &naming, now).await?;

    Ok(Redirect::to(&path(board.id)).into_response())
}

pub(super) async fn destroy(
    viewer: Viewer,
    now: Now,
    State(SiteDb(db)): State<SiteDb>,
    Path((board, reader)): Path<(BoardId, Uuid)>,
) -> Result<impl IntoResponse> {
    let mut db = db.acquire().await?;
    let board = kept(&mut db, &viewer, board).await?;

    sqlx::query!(
        r#"
        update secret_readers set ended_by = $3, ended_at = $4 where id = $1 and board_id = $2 and ended_at is null
        "#,
        reader,
        board.id.0,
        viewer.account.0,
        now.0,
    )
    .execute(&mut *db)
    .await?;
    Ok(Redirect::to(&path(board.id)))
}

fn path(board: BoardId) -> String {
    format!("/arbete/sekretess/organ/{board}")
}

/// A board whose protocols the viewer keeps; any other is not found.
async fn kept(db: &mut PgConnection, viewer: &Viewer, id: BoardId) -> Result<Board> {
    if viewer.boards().contains(&id.0) { Board::find(db, id).await } else { Err(Error::NotFound) }
}

async fn page(
    db: &mut PgConnection,
    viewer: Viewer,
    board: Board,
    form: ReaderForm,
    errors: FieldErrors,
) -> Result<ReadersPage> {
    let readers = sqlx::query_as!(
        Reader,
        r#"
        select r.id, p.name, r.decision, r.from_on, r.until_on, n.name as named_by, r.ended_at
        from secret_readers r join persons p on p.id = r.person_id
            join accounts a on a.id = r.named_by join persons n on n.id = a.person_id
        where r.board_id = $1
        order by r.ended_at is not null, p.name collate "sv-x-icu", r.id
        limit 200
        "#,
        board.id.0,
    )
    .fetch_all(&mut *db)
    .await?;
    let choose = [(String::new(), "Välj person".to_owned())];
    let persons = choose.into_iter().chain(persons(db, &board).await?).collect();
    Ok(ReadersPage { viewer, board, readers, persons, form, errors })
}

/// Those with an account whom the board's municipality knows.
async fn persons(db: &mut PgConnection, board: &Board) -> Result<Vec<(String, String)>> {
    let rows = sqlx::query!(
        r#"
        select p.id, p.name || ', ' || a.email as "name!" from persons p join accounts a on a.person_id = p.id
        where p.home_id = $1
            or exists (select from officials o where o.person_id = p.id and o.municipality_id = $1)
            or exists (select from seats s join boards b on b.id = s.board_id where s.person_id = p.id and b.host_id = $1)
            or exists (select from grants g left join boards b on b.id = g.board_id
                where g.account_id = a.id and coalesce(g.municipality_id, b.host_id) = $1 and g.ended_at is null)
        order by p.name collate "sv-x-icu", p.id
        limit 2000
        "#,
        board.host.0,
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id.to_string(), row.name)).collect())
}

async fn insert(
    db: &mut PgConnection,
    viewer: &Viewer,
    board: &Board,
    naming: &Naming,
    now: Now,
) -> Result<()> {
    sqlx::query!(
        r#"
        insert into secret_readers (id, board_id, person_id, decision, from_on, until_on, named_by, named_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        "#,
        Uuid::now_v7(),
        board.id.0,
        naming.person,
        naming.decision,
        naming.from,
        naming.until,
        viewer.account.0,
        now.0,
    )
    .execute(db)
    .await
    .on_constraint("secret_readers_once", || {
        Error::refused("Personen är redan utsedd. Avsluta det först, om tiden eller beslutet är ett annat.")
    })?;
    Ok(())
}
