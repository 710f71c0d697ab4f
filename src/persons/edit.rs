//! A person's page in the register (förtroendevald): the name, and the seats held.

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

use super::{Person, homes};
use crate::{
    SiteDb,
    accounts::Viewer,
    error::Result,
    law::long_date,
    municipalities::{Difference, differences},
    register::PersonId,
    web::{FieldErrors, Form, Path, Query},
};

/// A seat that the person holds or has held.
struct Held {
    seat: Uuid,
    board: String,
    role: String,
    starts_on: Date,
    ends_on: Option<Date>,
    /// The viewer keeps the board's register.
    own: bool,
}

impl Held {
    fn first_day(&self) -> String {
        long_date(self.starts_on)
    }

    fn last_day(&self) -> String {
        self.ends_on.map_or_else(|| "tills vidare".to_owned(), long_date)
    }
}

#[derive(Template, WebTemplate)]
#[template(path = "persons/edit.html")]
struct PersonPage {
    viewer: Viewer,
    /// None: a new one.
    stored: Option<Person>,
    held: Vec<Held>,
    homes: Vec<(String, String)>,
    form: PersonForm,
    errors: FieldErrors,
    conflict: Vec<Difference>,
}

impl PersonPage {
    async fn load(
        db: &mut PgConnection,
        viewer: Viewer,
        stored: Option<Person>,
        form: PersonForm,
    ) -> Result<Self> {
        let homes = homes(db, &viewer).await?;
        let held = match &stored {
            Some(person) => held(db, &viewer, person.id).await?,
            None => Vec::new(),
        };
        let (errors, conflict) = (FieldErrors::default(), Vec::new());
        Ok(Self { viewer, stored, held, homes, form, errors, conflict })
    }

    fn mistaken(self, errors: FieldErrors) -> Response {
        (StatusCode::UNPROCESSABLE_ENTITY, Self { errors, ..self }).into_response()
    }
}

/// What was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct PersonForm {
    /// Chosen when the empty form is shown, so that a form sent twice makes one person.
    id: Option<Uuid>,
    version: i32,
    name: String,
    #[serde(alias = "kommun")]
    home: String,
}

impl PersonForm {
    fn name(&self, errors: &mut FieldErrors) -> Option<String> {
        errors.line("name", &self.name, 100, "Skriv personens namn.")
    }
}

pub(super) async fn new(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    Query(form): Query<PersonForm>,
) -> Result<Response> {
    let form = PersonForm { id: Some(Uuid::now_v7()), ..form };
    Ok(PersonPage::load(&mut *db.acquire().await?, viewer, None, form).await?.into_response())
}

pub(super) async fn create(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    Form(form): Form<PersonForm>,
) -> Result<Response> {
    let mut db = db.begin().await?;
    let page = PersonPage::load(&mut db, viewer, None, form).await?;

    let mut errors = FieldErrors::default();
    let name = page.form.name(&mut errors);
    let home = page.homes.iter().find(|(id, _)| *id == page.form.home);
    let home = home.and_then(|(id, _)| Uuid::parse_str(id).ok());
    let home = errors.check("home", home.ok_or("Välj vilken kommuns register personen hör till."));
    let (Some(name), Some(home)) = (name, home) else { return Ok(page.mistaken(errors)) };

    let id = page.form.id.unwrap_or_else(Uuid::now_v7);
    sqlx::query!(
        "insert into persons (id, name, home_id) values ($1, $2, $3) on conflict (id) do nothing",
        id,
        name,
        home
    )
    .execute(&mut *db)
    .await?;
    db.commit().await?;

    Ok(Redirect::to("/arbete/register").into_response())
}

pub(super) async fn edit(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    Path(id): Path<PersonId>,
) -> Result<Response> {
    let mut db = db.acquire().await?;
    let person = Person::administered(&mut db, &viewer, id).await?;
    let form =
        PersonForm { version: person.version, name: person.name.clone(), ..PersonForm::default() };
    Ok(PersonPage::load(&mut db, viewer, Some(person), form).await?.into_response())
}

pub(super) async fn update(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    Path(id): Path<PersonId>,
    Form(form): Form<PersonForm>,
) -> Result<Response> {
    let mut db = db.begin().await?;
    let person = Person::administered(&mut db, &viewer, id).await?;

    let mut errors = FieldErrors::default();
    let Some(name) = form.name(&mut errors) else {
        return Ok(PersonPage::load(&mut db, viewer, Some(person), form).await?.mistaken(errors));
    };

    let done = sqlx::query!(
        "update persons set name = $3, version = version + 1 where id = $1 and version = $2",
        id.0,
        form.version,
        name,
    )
    .execute(&mut *db)
    .await?;
    if done.rows_affected() == 0 {
        return conflict(&mut db, viewer, id, form).await;
    }
    db.commit().await?;

    Ok(Redirect::to(&person.path()).into_response())
}

/// The page with both texts; saving it once more replaces the other's.
async fn conflict(
    db: &mut PgConnection,
    viewer: Viewer,
    id: PersonId,
    form: PersonForm,
) -> Result<Response> {
    let person = Person::administered(db, &viewer, id).await?;
    let conflict =
        differences(vec![("Namn", form.name.clone())], vec![("Namn", person.name.clone())]);
    if conflict.is_empty() {
        return Ok(Redirect::to(&person.path()).into_response());
    }
    let form = PersonForm { version: person.version, ..form };
    let page = PersonPage::load(db, viewer, Some(person), form).await?;
    Ok((StatusCode::CONFLICT, PersonPage { conflict, ..page }).into_response())
}

async fn held(db: &mut PgConnection, viewer: &Viewer, person: PersonId) -> Result<Vec<Held>> {
    Ok(sqlx::query_as!(
        Held,
        r#"
        select s.id as seat, b.name as board, s.role, s.starts_on, s.ends_on, b.host_id = any($2) as "own!"
        from seats s join boards b on b.id = s.board_id
        where s.person_id = $1 order by s.starts_on desc, b.name collate "sv-x-icu", s.id
        "#,
        person.0,
        &viewer.administers(),
    )
    .fetch_all(db)
    .await?)
}
