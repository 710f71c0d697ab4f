//! Creating and changing a board (organets uppgifter i registret).

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
    Board, Participant,
    form::{BoardForm, NUMBERINGS, Parsed},
    naming,
};
use crate::{
    SiteDb,
    accounts::Viewer,
    error::{Error, Result},
    law::BoardKind,
    municipalities::{Difference, differences, outside},
    register::{BoardId, MunicipalityId},
    web::{FieldErrors, Form, Path, Query},
};

#[derive(Template, WebTemplate)]
#[template(path = "boards/edit.html")]
struct BoardPage {
    viewer: Viewer,
    /// None: a new one.
    stored: Option<Board>,
    /// Every municipality of the system: any can take part.
    known: Vec<Participant>,
    form: BoardForm,
    errors: FieldErrors,
    conflict: Vec<Difference>,
}

impl BoardPage {
    fn hosts(&self) -> Vec<(String, String)> {
        let own = self.viewer.administers();
        let hosts = self.known.iter().filter(|one| own.contains(&one.id.0));
        hosts.map(|one| (one.id.to_string(), one.name.clone())).collect()
    }

    fn kinds() -> Vec<(String, String)> {
        BoardKind::ALL.map(|kind| (kind.as_str().to_owned(), kind.to_string())).to_vec()
    }

    fn numberings() -> Vec<(String, String)> {
        NUMBERINGS.map(|(key, words)| (key.to_owned(), words.to_owned())).to_vec()
    }

    fn takes_part(&self, one: &Participant) -> bool {
        self.form.participants.contains(&one.id.to_string())
    }
}

/// What leads to the empty form.
#[derive(Deserialize)]
pub(super) struct Start {
    #[serde(default, rename = "kommun")]
    host: String,
}

pub(super) async fn new(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    Query(start): Query<Start>,
) -> Result<Response> {
    let known = known(&mut *db.acquire().await?).await?;
    let first = viewer.administers().first().ok_or(Error::NotFound)?.to_string();
    let form = BoardForm::blank(if start.host.is_empty() { first } else { start.host });
    Ok(page(viewer, None, known, form).into_response())
}

pub(super) async fn create(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    Form(form): Form<BoardForm>,
) -> Result<Response> {
    let mut db = db.begin().await?;
    let known = known(&mut db).await?;
    let hosts = viewer.administers();
    if hosts.is_empty() {
        return Err(Error::NotFound);
    }

    let parsed = match form.parse(&hosts, &known) {
        Ok(parsed) => parsed,
        Err(errors) => return Ok(mistaken(page(viewer, None, known, form), errors)),
    };

    let id = form.id.map_or_else(BoardId::new, BoardId);
    match insert(&mut db, id, &parsed).await {
        Ok(true) => {
            if let Err(errors) = join(&mut db, &viewer, id, &parsed).await? {
                return Ok(mistaken(page(viewer, None, known, form), errors));
            }
        }
        Ok(false) => {}
        Err(why) => {
            let errors = naming::taken(why)?;
            return Ok(mistaken(page(viewer, None, known, form), errors));
        }
    }
    db.commit().await?;

    Ok(Redirect::to(&format!("/arbete/organ/{id}")).into_response())
}

pub(super) async fn edit(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    Path(id): Path<BoardId>,
) -> Result<Response> {
    let mut db = db.acquire().await?;
    let board = Board::administered(&mut db, &viewer, id).await?;
    let participants = staying(&mut db, id).await?;
    let known = known(&mut db).await?;
    let form = BoardForm::of(&board, &participants);
    Ok(page(viewer, Some(board), known, form).into_response())
}

pub(super) async fn update(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    Path(id): Path<BoardId>,
    Form(form): Form<BoardForm>,
) -> Result<Response> {
    let mut db = db.begin().await?;
    let board = Board::administered(&mut db, &viewer, id).await?;
    let form = BoardForm { host: board.host.to_string(), ..form };
    let known = known(&mut db).await?;

    let parsed = match form.parse(&[board.host.0], &known) {
        Ok(parsed) => parsed,
        Err(errors) => return Ok(mistaken(page(viewer, Some(board), known, form), errors)),
    };

    if !save(&mut db, id, form.version, &parsed).await? {
        return conflict(&mut db, viewer, id, form).await;
    }
    if let Some(name) = seated_elsewhere(&mut db, id, &parsed.participants).await? {
        let mut errors = FieldErrors::default();
        errors.add(
            "participants",
            format!("{name} har platser i organet. Ändra dem innan kommunen tas bort."),
        );
        return Ok(mistaken(page(viewer, Some(board), known, form), errors));
    }
    if let Err(errors) = join(&mut db, &viewer, id, &parsed).await? {
        return Ok(mistaken(page(viewer, Some(board), known, form), errors));
    }
    db.commit().await?;

    Ok(Redirect::to(&board.register_path()).into_response())
}

/// The page with both texts; saving it once more replaces the other's.
async fn conflict(
    db: &mut PgConnection,
    viewer: Viewer,
    id: BoardId,
    form: BoardForm,
) -> Result<Response> {
    let board = Board::find(db, id).await?;
    let participants = staying(db, id).await?;
    let known = known(db).await?;
    let stored = BoardForm::of(&board, &participants).entries(&known);
    let conflict = differences(form.entries(&known), stored);
    if conflict.is_empty() {
        return Ok(Redirect::to(&board.register_path()).into_response());
    }
    let form = BoardForm { version: board.version, ..form };
    let page = BoardPage { conflict, ..page(viewer, Some(board), known, form) };
    Ok((StatusCode::CONFLICT, page).into_response())
}

fn page(
    viewer: Viewer,
    stored: Option<Board>,
    known: Vec<Participant>,
    form: BoardForm,
) -> BoardPage {
    BoardPage { viewer, stored, known, form, errors: FieldErrors::default(), conflict: Vec::new() }
}

fn mistaken(page: BoardPage, errors: FieldErrors) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, BoardPage { errors, ..page }).into_response()
}

/// Every municipality of the system, by name.
async fn known(db: &mut PgConnection) -> Result<Vec<Participant>> {
    Ok(sqlx::query_as!(
        Participant,
        r#"select id as "id: MunicipalityId", name, short_name from municipalities order by name collate "sv-x-icu", id"#,
    )
    .fetch_all(db)
    .await?)
}

/// Says whether the board was new: a form sent twice adds nothing.
async fn insert(db: &mut PgConnection, id: BoardId, new: &Parsed) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        r#"
        insert into boards (id, host_id, slug, name, kind, seats, adjusters, numbering, announced, remote_decision, digital_adjusting_decision)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (id) do nothing
        "#,
        id.0,
        new.host,
        new.slug,
        new.name,
        new.kind.as_str(),
        new.seats,
        new.adjusters,
        new.numbering,
        new.announced,
        new.remote_decision,
        new.digital_adjusting_decision,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Says whether the version was still the stored one. The address stays when the name changes.
async fn save(db: &mut PgConnection, id: BoardId, version: i32, new: &Parsed) -> Result<bool> {
    let done = sqlx::query!(
        r#"
        update boards set name = $3, kind = $4, seats = $5, adjusters = $6, numbering = $7, announced = $8, remote_decision = $9,
            digital_adjusting_decision = $10, version = version + 1
        where id = $1 and version = $2
        "#,
        id.0,
        version,
        new.name,
        new.kind.as_str(),
        new.seats,
        new.adjusters,
        new.numbering,
        new.announced,
        new.remote_decision,
        new.digital_adjusting_decision,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A municipality outside `stay` for which somebody sits in the board, if there is one.
async fn seated_elsewhere(
    db: &mut PgConnection,
    board: BoardId,
    stay: &[Uuid],
) -> Result<Option<String>> {
    Ok(sqlx::query_scalar!(
        "select m.name from seats s join municipalities m on m.id = s.municipality_id join participations p on p.board_id = s.board_id and p.municipality_id = m.id and p.until_on is null where s.board_id = $1 and m.id <> all($2) order by m.name limit 1",
        board.0,
        stay,
    )
    .fetch_optional(db)
    .await?)
}

/// Makes exactly these municipalities take part, those outside added first.
async fn join(
    db: &mut PgConnection,
    viewer: &Viewer,
    board: BoardId,
    parsed: &Parsed,
) -> Result<Result<(), FieldErrors>> {
    let mut participants = parsed.participants.clone();
    for name in &parsed.outside {
        let Some(id) = outside::add(db, viewer, name, MunicipalityId(parsed.host)).await? else {
            let mut errors = FieldErrors::default();
            errors.add(
                "outside",
                format!("{name} får samma adress som en annan kommun. Skriv ett annat namn."),
            );
            return Ok(Err(errors));
        };
        participants.push(id.0);
    }
    let staying = staying(db, board).await?;
    let has_met = has_met(db, board).await?;
    let gone = staying.iter().find(|one| !participants.contains(&one.id.0));
    let new: Vec<_> =
        participants.into_iter().filter(|id| staying.iter().all(|one| one.id.0 != *id)).collect();
    let mut errors = FieldErrors::default();
    if let Some(one) = gone.filter(|_| has_met) {
        let words = format!(
            "{} har deltagit i nämndens sammanträden. Skriv vilken dag kommunen lämnar den på organets sida.",
            one.name
        );
        errors.add("participants", words);
    }
    if has_met && !new.is_empty() && parsed.joins_on.is_none() {
        errors.add(
            "joins_on",
            "Nämnden har redan sammanträtt. Skriv från vilken dag de nya kommunerna deltar.",
        );
    }
    if !errors.is_empty() {
        return Ok(Err(errors));
    }
    match replace(db, viewer, board, (&parsed.participants, &new), parsed.joins_on).await {
        Err(why) if is_constraint(&why, "participants_once") => {
            errors.add(
                "joins_on",
                "Kommunen deltog redan den dagen. Skriv en dag efter den då den lämnade.",
            );
            Ok(Err(errors))
        }
        done => Ok(Ok(done?)),
    }
}

fn is_constraint(why: &sqlx::Error, name: &str) -> bool {
    why.as_database_error().and_then(|error| error.constraint()) == Some(name)
}

/// Takes away those that were ticked by mistake, and adds the new ones; who has left stays written.
async fn replace(
    db: &mut PgConnection,
    viewer: &Viewer,
    board: BoardId,
    (keep, new): (&[Uuid], &[Uuid]),
    from_on: Option<Date>,
) -> sqlx::Result<()> {
    let keep = [keep, new].concat();
    sqlx::query!(
        r#"
        delete from participants p where p.board_id = $1 and p.municipality_id <> all($2)
            and not exists (select from leavings l where (l.board_id, l.municipality_id, l.from_on) = (p.board_id, p.municipality_id, p.from_on))
        "#,
        board.0,
        &keep
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        r#"
        insert into participants (board_id, municipality_id, accepted, from_on)
        select $1, id, id = any($3), coalesce($4, date '1900-01-01') from unnest($2::uuid[]) as id on conflict do nothing
        "#,
        board.0,
        new,
        &viewer.administers(),
        from_on,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The participants that have not left, and for which no day of leaving is decided.
async fn staying(db: &mut PgConnection, board: BoardId) -> Result<Vec<Participant>> {
    Ok(sqlx::query_as!(
        Participant,
        r#"
        select m.id as "id: MunicipalityId", m.name, m.short_name
        from participations p join municipalities m on m.id = p.municipality_id
        where p.board_id = $1 and p.until_on is null order by m.name collate "sv-x-icu"
        "#,
        board.0,
    )
    .fetch_all(db)
    .await?)
}

async fn has_met(db: &mut PgConnection, board: BoardId) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from meetings where board_id = $1) as "met!""#,
        board.0
    )
    .fetch_one(db)
    .await?)
}
