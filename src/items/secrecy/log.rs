//! Who has read what is secret (läsningar): shown to the registrar, newest first.

use askama::Template;
use askama_web::WebTemplate;
use axum::{extract::State, response::IntoResponse};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use super::capacity_words;
use crate::{
    SiteDb,
    accounts::Viewer,
    error::{Error, Result},
    web::{Listing, Query},
};

#[derive(Template, WebTemplate)]
#[template(path = "items/secrecy/log.html")]
struct LogPage {
    viewer: Viewer,
    readings: Vec<Reading>,
    listing: Listing,
    more: bool,
}

/// One reading. The heading of the § stays out: the registrar is not among its readers.
struct Reading {
    at: OffsetDateTime,
    name: String,
    capacity: String,
    board: String,
    held_on: Date,
    sign: String,
}

impl Reading {
    fn capacity(&self) -> &'static str {
        capacity_words(&self.capacity)
    }
}

pub(super) async fn index(
    viewer: Viewer,
    State(SiteDb(db)): State<SiteDb>,
    Query(listing): Query<Listing>,
) -> Result<impl IntoResponse> {
    if viewer.registers().is_empty() {
        return Err(Error::NotFound);
    }
    let mut readings = readings(&mut *db.acquire().await?, &viewer, &listing).await?;
    let more = readings.len() > Listing::LINES;
    readings.truncate(Listing::LINES);
    Ok(LogPage { viewer, readings, listing, more })
}

async fn readings(
    db: &mut PgConnection,
    viewer: &Viewer,
    listing: &Listing,
) -> Result<Vec<Reading>> {
    Ok(sqlx::query_as!(
        Reading,
        r#"
        select r.at, p.name, r.capacity, b.name as board, m.held_on, g.sign as "sign!"
        from secret_readings r join items i on i.id = r.item_id join item_signs g on g.item_id = i.id join meetings m on m.id = i.meeting_id join boards b on b.id = i.board_id
            join accounts a on a.id = r.account_id join persons p on p.id = a.person_id
        where b.host_id = any($1) and p.name ilike $2
        order by r.id desc
        limit $3 offset $4
        "#,
        &viewer.registers(),
        listing.pattern(),
        Listing::PAGE + 1,
        listing.before(),
    )
    .fetch_all(db)
    .await?)
}
