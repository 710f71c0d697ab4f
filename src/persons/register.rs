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
    web::{Listing, Now, Query},
};

/// A row that leads to a page of its own.
struct Entry {
    municipality: Uuid,
    id: Uuid,
    name: String,
    note: String,
    /// More of its kind stand on the next page.
    more: bool,
}

#[derive(Template, WebTemplate)]
#[template(path = "persons/register.html")]
pub(super) struct RegisterPage {
    viewer: Viewer,
    municipalities: Vec<Municipality>,
    boards: Vec<Entry>,
    persons: Vec<Entry>,
    officials: Vec<Entry>,
    listing: Listing,
    /// A municipality has more persons, or more officials, than this page shows.
    more: bool,
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
    Query(listing): Query<Listing>,
) -> Result<RegisterPage> {
    let mut db = db.acquire().await?;
    let municipalities = Municipality::all_administered(&mut db, &viewer).await?;
    if municipalities.is_empty() {
        return Err(Error::NotFound);
    }
    let own = viewer.administers();
    let boards = boards(&mut db, &own).await?;
    let persons = persons(&mut db, &own, now.today(), &listing).await?;
    let officials = officials(&mut db, &own, &listing).await?;
    let more = [&persons, &officials].iter().any(|entries| entries.iter().any(|entry| entry.more));
    Ok(RegisterPage { viewer, municipalities, boards, persons, officials, listing, more })
}

async fn boards(db: &mut PgConnection, own: &[Uuid]) -> Result<Vec<Entry>> {
    Ok(sqlx::query_as!(
        Entry,
        r#"select host_id as municipality, id, name, '' as "note!", false as "more!" from boards where host_id = any($1) order by name collate "sv-x-icu", id"#,
        own,
    )
    .fetch_all(db)
    .await?)
}

async fn persons(
    db: &mut PgConnection,
    own: &[Uuid],
    today: Date,
    listing: &Listing,
) -> Result<Vec<Entry>> {
    Ok(sqlx::query_as!(
        Entry,
        r#"
        with numbered as (
            select p.*, row_number() over of_one as n, count(*) over (partition by home_id) as of_all
            from persons p where home_id = any($1) and name ilike $3
            window of_one as (partition by home_id order by name collate "sv-x-icu", id)
        )
        select p.home_id as "municipality!", p.id, p.name, p.of_all > $4::bigint + $5::bigint as "more!",
            coalesce((select string_agg(b.name, ', ' order by b.name collate "sv-x-icu") from seats s join boards b on b.id = s.board_id
                where s.person_id = p.id and s.starts_on <= $2 and (s.ends_on is null or s.ends_on >= $2)), '') as "note!"
        from numbered p where p.n > $4 and p.n <= $4::bigint + $5::bigint order by p.n
        "#,
        own,
        today,
        listing.pattern(),
        listing.before(),
        Listing::PAGE,
    )
    .fetch_all(db)
    .await?)
}

async fn officials(db: &mut PgConnection, own: &[Uuid], listing: &Listing) -> Result<Vec<Entry>> {
    Ok(sqlx::query_as!(
        Entry,
        r#"
        with numbered as (
            select o.municipality_id, o.id, p.name, o.title, row_number() over of_one as n, count(*) over (partition by o.municipality_id) as of_all
            from officials o join persons p on p.id = o.person_id
            where o.municipality_id = any($1) and p.name ilike $2
            window of_one as (partition by o.municipality_id order by p.name collate "sv-x-icu", o.id)
        )
        select municipality_id as municipality, id, name, title as note, of_all > $3::bigint + $4::bigint as "more!"
        from numbered where n > $3 and n <= $3::bigint + $4::bigint order by n
        "#,
        own,
        listing.pattern(),
        listing.before(),
        Listing::PAGE,
    )
    .fetch_all(db)
    .await?)
}
