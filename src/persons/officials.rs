//! Officials (tjänstepersoner): title, municipality and days.

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

use super::homes;
use crate::{
    SiteDb,
    accounts::Viewer,
    error::Result,
    municipalities::{Difference, differences},
    removals::missing,
    web::{FieldErrors, Form, Now, Path, Query},
};

#[derive(Template, WebTemplate)]
#[template(path = "persons/official.html")]
struct OfficialPage {
    viewer: Viewer,
    /// None: a new one.
    stored: Option<Uuid>,
    homes: Vec<(String, String)>,
    form: OfficialForm,
    errors: FieldErrors,
    conflict: Vec<Difference>,
}

/// What was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct OfficialForm {
    /// Chosen when the empty form is shown, so that a form sent twice makes one official.
    pub(super) id: Option<Uuid>,
    pub(super) version: i32,
    pub(super) name: String,
    pub(super) title: String,
    #[serde(alias = "kommun")]
    pub(super) municipality: String,
    pub(super) starts_on: String,
    pub(super) ends_on: String,
}

/// A form without mistakes.
struct Parsed {
    name: String,
    title: String,
    municipality: Uuid,
    starts_on: Date,
    ends_on: Option<Date>,
}

impl OfficialForm {
    fn parse(&self, homes: &[(String, String)]) -> Result<Parsed, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.line("name", &self.name, 100, "Skriv personens namn.");
        let title =
            errors.line("title", &self.title, 100, "Skriv titeln, till exempel kommundirektör.");
        let home = homes.iter().find(|(id, _)| *id == self.municipality);
        let home = home.and_then(|(id, _)| Uuid::parse_str(id).ok());
        let municipality = errors.check("municipality", home.ok_or("Välj kommun."));
        let starts_on = errors.day("starts_on", &self.starts_on);
        let ends_on = errors.optional_day("ends_on", &self.ends_on);
        if let (Some(start), Some(Some(end))) = (starts_on, ends_on)
            && end < start
        {
            errors.add("ends_on", "Sista dagen kan inte vara före första dagen.");
        }
        (|| {
            Some(Parsed {
                name: name?,
                title: title?,
                municipality: municipality?,
                starts_on: starts_on?,
                ends_on: ends_on?,
            })
        })()
        .filter(|_| errors.is_empty())
        .ok_or(errors)
    }

    /// Every entry as it is read, for comparison.
    fn entries(&self, homes: &[(String, String)]) -> Vec<(&'static str, String)> {
        let home = homes.iter().find(|(id, _)| *id == self.municipality);
        vec![
            ("Titel", self.title.clone()),
            ("Kommun", home.map_or("", |(_, name)| name).to_owned()),
            ("Första dag", self.starts_on.clone()),
            ("Sista dag", self.ends_on.clone()),
        ]
    }
}

pub(super) async fn new(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    now: Now,
    Query(form): Query<OfficialForm>,
) -> Result<Response> {
    let homes = homes(&mut *db.acquire().await?, &viewer).await?;
    let form =
        OfficialForm { id: Some(Uuid::now_v7()), starts_on: now.today().to_string(), ..form };
    Ok(page(viewer, None, homes, form).into_response())
}

pub(super) async fn create(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    Form(form): Form<OfficialForm>,
) -> Result<Response> {
    let mut db = db.begin().await?;
    let homes = homes(&mut db, &viewer).await?;

    let parsed = match form.parse(&homes) {
        Ok(parsed) => parsed,
        Err(errors) => return Ok(mistaken(page(viewer, None, homes, form), errors)),
    };

    let id = form.id.unwrap_or_else(Uuid::now_v7);
    let exists = sqlx::query_scalar!("select id from officials where id = $1", id);
    if exists.fetch_optional(&mut *db).await?.is_none() {
        let Some(person) = person(&mut db, &parsed).await? else {
            let mut errors = FieldErrors::default();
            errors.add(
                "name",
                "Flera personer i kommunens register har det namnet. Ge dem olika namn först.",
            );
            return Ok(mistaken(page(viewer, None, homes, form), errors));
        };
        insert(&mut db, id, person, &parsed).await?;
    }
    db.commit().await?;

    Ok(Redirect::to("/arbete/register").into_response())
}

pub(super) async fn edit(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    Path(id): Path<Uuid>,
) -> Result<Response> {
    let mut db = db.acquire().await?;
    let form = find(&mut db, &viewer, id).await?;
    let homes = homes(&mut db, &viewer).await?;
    Ok(page(viewer, Some(id), homes, form).into_response())
}

pub(super) async fn update(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    Path(id): Path<Uuid>,
    Form(form): Form<OfficialForm>,
) -> Result<Response> {
    let mut db = db.begin().await?;
    let stored = find(&mut db, &viewer, id).await?;
    let homes = homes(&mut db, &viewer).await?;
    let form = OfficialForm { name: stored.name, ..form };

    let parsed = match form.parse(&homes) {
        Ok(parsed) => parsed,
        Err(errors) => return Ok(mistaken(page(viewer, Some(id), homes, form), errors)),
    };

    if !save(&mut db, id, form.version, &parsed).await? {
        let stored = find(&mut db, &viewer, id).await?;
        let conflict = differences(form.entries(&homes), stored.entries(&homes));
        if !conflict.is_empty() {
            let form = OfficialForm { version: stored.version, ..form };
            let page = OfficialPage { conflict, ..page(viewer, Some(id), homes, form) };
            return Ok((StatusCode::CONFLICT, page).into_response());
        }
    }
    db.commit().await?;

    Ok(Redirect::to("/arbete/register").into_response())
}

fn page(
    viewer: Viewer,
    stored: Option<Uuid>,
    homes: Vec<(String, String)>,
    form: OfficialForm,
) -> OfficialPage {
    let (errors, conflict) = (FieldErrors::default(), Vec::new());
    OfficialPage { viewer, stored, homes, form, errors, conflict }
}

fn mistaken(page: OfficialPage, errors: FieldErrors) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, OfficialPage { errors, ..page }).into_response()
}

/// An official of a municipality whose register the viewer keeps; any other is not found.
pub(super) async fn find(db: &mut PgConnection, viewer: &Viewer, id: Uuid) -> Result<OfficialForm> {
    let row = sqlx::query!(
        r#"
        select o.version, p.name, o.title, o.municipality_id, o.starts_on, o.ends_on
        from officials o join persons p on p.id = o.person_id where o.id = $1 and o.municipality_id = any($2)
        "#,
        id,
        &viewer.administers(),
    )
    .fetch_optional(&mut *db)
    .await?;
    let Some(row) = row else { return Err(missing(db, viewer, id).await) };
    Ok(OfficialForm {
        id: None,
        version: row.version,
        name: row.name,
        title: row.title,
        municipality: row.municipality_id.to_string(),
        starts_on: row.starts_on.to_string(),
        ends_on: row.ends_on.map_or_else(String::new, |day| day.to_string()),
    })
}

/// The one person of that name in the municipality's register, added if there is none; nobody when there are several.
async fn person(db: &mut PgConnection, new: &Parsed) -> Result<Option<Uuid>> {
    let found = sqlx::query_scalar!(
        "select id from persons where home_id = $1 and name = $2 order by id",
        new.municipality,
        new.name
    )
    .fetch_all(&mut *db)
    .await?;
    match found.as_slice() {
        [] => {}
        [one] => return Ok(Some(*one)),
        _ => return Ok(None),
    }
    let id = Uuid::now_v7();
    sqlx::query!(
        "insert into persons (id, name, home_id) values ($1, $2, $3)",
        id,
        new.name,
        new.municipality
    )
    .execute(db)
    .await?;
    Ok(Some(id))
}

async fn insert(db: &mut PgConnection, id: Uuid, person: Uuid, new: &Parsed) -> Result<()> {
    sqlx::query!(
        r#"
        insert into officials (id, person_id, municipality_id, title, starts_on, ends_on)
        values ($1, $2, $3, $4, $5, $6) on conflict (id) do nothing
        "#,
        id,
        person,
        new.municipality,
        new.title,
        new.starts_on,
        new.ends_on,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Says whether the version was still the stored one.
async fn save(db: &mut PgConnection, id: Uuid, version: i32, new: &Parsed) -> Result<bool> {
    let done = sqlx::query!(
        r#"
        update officials set title = $3, municipality_id = $4, starts_on = $5, ends_on = $6, version = version + 1
        where id = $1 and version = $2
        "#,
        id,
        version,
        new.title,
        new.municipality,
        new.starts_on,
        new.ends_on,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}
