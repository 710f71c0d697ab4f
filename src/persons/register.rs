//! The first page of the register (registret): municipalities, boards, persons and officials.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

use crate::{
    SiteDb,
    accounts::Viewer,
    error::{Error, Result},
    municipalities::Municipality,
    web::Now,
};

/// A row that leads to a page of its own.
struct Entry {
    municipality: Uuid,
    id: Uuid,
    name: String,
    note: String,
}

#[derive(Template, WebTemplate)]
#[template(path = "persons/register.html")]
pub(super) struct RegisterPage {
    viewer: Viewer,
    municipalities: Vec<Municipality>,
    boards: Vec<Entry>,
    persons: Vec<Entry>,
    officials: Vec<Entry>,
}

impl RegisterPage {
    /// The entries of one municipality.
    fn of<'a>(entries: &'a [Entry], municipality: &Municipality) -> Vec<&'a Entry> {
        entries.iter().filter(|entry| entry.municipality == municipality.id.0).collect()
    }
}

pub(super) async fn index(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    now: Now,
) -> Result<RegisterPage> {
    let mut db = db.acquire().await?;
    let municipalities = Municipality::all_administered(&mut db, &viewer).await?;
    if municipalities.is_empty() {
        return Err(Error::NotFound);
    }
    let own = viewer.administers();
    let boards = boards(&mut db, &own).await?;
    let persons = persons(&mut db, &own, now.today()).await?;
    let officials = officials(&mut db, &own).await?;
    Ok(RegisterPage { viewer, municipalities, boards, persons, officials })
}

async fn boards(db: &mut PgConnection, own: &[Uuid]) -> Result<Vec<Entry>> {
    Ok(sqlx::query_as!(
        Entry,
        r#"select host_id as municipality, id, name, '' as "note!" from boards where host_id = any($1) order by name collate "sv-x-icu", id"#,
        own,
    )
    .fetch_all(db)
    .await?)
}

async fn persons(db: &mut PgConnection, own: &[Uuid], today: Date) -> Result<Vec<Entry>> {
    Ok(sqlx::query_as!(
        Entry,
        r#"
        select p.home_id as "municipality!", p.id, p.name,
            coalesce((select string_agg(b.name, ', ' order by b.name collate "sv-x-icu") from seats s join boards b on b.id = s.board_id
                where s.person_id = p.id and s.starts_on <= $2 and (s.ends_on is null or s.ends_on >= $2)), '') as "note!"
        from persons p where p.home_id = any($1) order by p.name collate "sv-x-icu", p.id
        "#,
        own,
        today,
    )
    .fetch_all(db)
    .await?)
}

async fn officials(db: &mut PgConnection, own: &[Uuid]) -> Result<Vec<Entry>> {
    Ok(sqlx::query_as!(
        Entry,
        r#"
        select o.municipality_id as municipality, o.id, p.name, o.title as note
        from officials o join persons p on p.id = o.person_id
        where o.municipality_id = any($1) order by p.name collate "sv-x-icu", o.id
        "#,
        own,
    )
    .fetch_all(db)
    .await?)
}
