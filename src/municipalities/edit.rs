//! Creating and changing a municipality (kommunens sida i registret).

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use sqlx::PgConnection;

use super::{
    Difference, Municipality, differences,
    form::{ANNOUNCES, KINDS, MunicipalityForm, Parsed},
};
use crate::{
    SiteDb,
    accounts::Viewer,
    error::{Error, Result},
    register::MunicipalityId,
    web::{FieldErrors, Form, Path},
};

#[derive(Template, WebTemplate)]
#[template(path = "municipalities/edit.html")]
struct MunicipalityPage {
    viewer: Viewer,
    /// None: a new one.
    stored: Option<Municipality>,
    form: MunicipalityForm,
    errors: FieldErrors,
    conflict: Vec<Difference>,
}

impl MunicipalityPage {
    fn new(viewer: Viewer, stored: Option<Municipality>, form: MunicipalityForm) -> Self {
        Self { viewer, stored, form, errors: FieldErrors::default(), conflict: Vec::new() }
    }

    fn mistaken(self, errors: FieldErrors) -> Response {
        (StatusCode::UNPROCESSABLE_ENTITY, Self { errors, ..self }).into_response()
    }

    fn kinds() -> Vec<(String, String)> {
        KINDS.map(|(key, words)| (key.to_owned(), words.to_owned())).to_vec()
    }

    fn announces() -> Vec<(String, String)> {
        ANNOUNCES.map(|(key, words)| (key.to_owned(), words.to_owned())).to_vec()
    }
}

pub(super) async fn new(viewer: Viewer) -> Result<Response> {
    require_administrator(&viewer)?;
    Ok(MunicipalityPage::new(viewer, None, MunicipalityForm::blank()).into_response())
}

pub(super) async fn create(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    Form(form): Form<MunicipalityForm>,
) -> Result<Response> {
    require_administrator(&viewer)?;
    let mut db = db.begin().await?;

    let parsed = match form.parse(None) {
        Ok(parsed) => parsed,
        Err(errors) => return Ok(MunicipalityPage::new(viewer, None, form).mistaken(errors)),
    };

    let id = form.id.map_or_else(MunicipalityId::new, MunicipalityId);
    match insert(&mut db, id, &parsed).await {
        Ok(true) => grant(&mut db, &viewer, id).await?,
        Ok(false) => {}
        Err(why) => {
            let errors = taken(why)?;
            return Ok(MunicipalityPage::new(viewer, None, form).mistaken(errors));
        }
    }
    db.commit().await?;

    Ok(Redirect::to("/arbete/register").into_response())
}

pub(super) async fn edit(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    Path(id): Path<MunicipalityId>,
) -> Result<Response> {
    let stored = Municipality::administered(&mut *db.acquire().await?, &viewer, id).await?;
    let form = MunicipalityForm::of(&stored);
    Ok(MunicipalityPage::new(viewer, Some(stored), form).into_response())
}

pub(super) async fn update(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    Path(id): Path<MunicipalityId>,
    Form(form): Form<MunicipalityForm>,
) -> Result<Response> {
    let mut db = db.begin().await?;
    let stored = Municipality::administered(&mut db, &viewer, id).await?;

    let parsed = match form.parse(Some(&stored.slug)) {
        Ok(parsed) => parsed,
        Err(errors) => {
            return Ok(MunicipalityPage::new(viewer, Some(stored), form).mistaken(errors));
        }
    };

    match save(&mut db, id, form.version, &parsed).await {
        Ok(true) => db.commit().await?,
        Ok(false) => return conflict(&mut db, viewer, id, form).await,
        Err(why) => {
            let errors = taken(why)?;
            return Ok(MunicipalityPage::new(viewer, Some(stored), form).mistaken(errors));
        }
    }

    Ok(Redirect::to("/arbete/register").into_response())
}

/// The page with both texts; saving it once more replaces the other's.
async fn conflict(
    db: &mut PgConnection,
    viewer: Viewer,
    id: MunicipalityId,
    form: MunicipalityForm,
) -> Result<Response> {
    let stored = Municipality::find(db, id).await?;
    let conflict = differences(form.entries(), MunicipalityForm::of(&stored).entries());
    if conflict.is_empty() {
        return Ok(Redirect::to("/arbete/register").into_response());
    }
    let form = MunicipalityForm { version: stored.version, ..form };
    let page = MunicipalityPage { conflict, ..MunicipalityPage::new(viewer, Some(stored), form) };
    Ok((StatusCode::CONFLICT, page).into_response())
}

/// Only those who keep some register may add a municipality.
fn require_administrator(viewer: &Viewer) -> Result<()> {
    if viewer.administers().is_empty() { Err(Error::NotFound) } else { Ok(()) }
}

fn taken(why: sqlx::Error) -> Result<FieldErrors> {
    let constraint = why.as_database_error().and_then(|error| error.constraint());
    let mut errors = FieldErrors::default();
    match constraint {
        Some("municipalities_name_key") => {
            errors.add("name", "Det finns redan en kommun med det namnet.");
        }
        Some("municipalities_slug_key") => {
            errors.add("slug", "Adressnamnet används redan av en annan kommun. Skriv ett annat.");
        }
        Some("municipalities_board_in_use") => errors.add(
            "inside",
            "Kommunens anslag finns på anslagstavlan här. De ska vara kvar, så tavlan kan inte tas bort.",
        ),
        _ => return Err(why.into()),
    }
    Ok(errors)
}

/// Says whether the municipality was new: a form sent twice adds nothing.
async fn insert(
    db: &mut PgConnection,
    id: MunicipalityId,
    new: &Parsed,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        r#"
        insert into municipalities (id, slug, name, short_name, kind, inside, court, kept_at, announces, board_address)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (id) do nothing
        "#,
        id.0,
        new.slug,
        new.name,
        new.short_name,
        new.kind,
        new.inside,
        new.court,
        new.kept_at,
        new.announces,
        new.board_address,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Whoever adds a municipality keeps its register.
pub(super) async fn grant(
    db: &mut PgConnection,
    viewer: &Viewer,
    id: MunicipalityId,
) -> Result<()> {
    sqlx::query!(
        "insert into grants (id, account_id, role, municipality_id, given_at, given_by) values ($1, $2, 'administrator', $3, $4, $2)",
        uuid::Uuid::now_v7(),
        viewer.account.0,
        id.0,
        viewer.now.0,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Says whether the version was still the stored one.
async fn save(
    db: &mut PgConnection,
    id: MunicipalityId,
    version: i32,
    new: &Parsed,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        r#"
        update municipalities set name = $3, short_name = $4, kind = $5, inside = $6, court = $7, kept_at = $8, announces = $9,
            board_address = $10, version = version + 1
        where id = $1 and version = $2
        "#,
        id.0,
        version,
        new.name,
        new.short_name,
        new.kind,
        new.inside,
        new.court,
        new.kept_at,
        new.announces,
        new.board_address,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}
