//! What was taken back (Borttaget): by whom, when and why, with a way to put it back.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use serde::Deserialize;
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::Kind;
use crate::{
    SiteDb,
    accounts::Viewer,
    error::{Error, Result},
    text::Text,
    web::{Listing, Path, Query},
};

/// A removal, and how it was undone if it was.
struct Entry {
    id: Uuid,
    kind: Kind,
    title: String,
    subject: Uuid,
    reason: String,
    at: OffsetDateTime,
    by: String,
    back_at: Option<OffsetDateTime>,
    back_by: Option<String>,
}

#[derive(Template, WebTemplate)]
#[template(path = "removals/index.html")]
pub(super) struct RemovedPage {
    viewer: Viewer,
    entries: Vec<Entry>,
    /// The one that was just taken back, or put back.
    latest: Option<Entry>,
    listing: Listing,
    more: bool,
}

#[derive(Template, WebTemplate)]
#[template(path = "removals/show.html")]
pub(super) struct EntryPage {
    viewer: Viewer,
    entry: Entry,
    parts: Vec<Part>,
}

/// What somebody had written in it.
struct Part {
    heading: String,
    html: String,
}

#[derive(Deserialize)]
pub(super) struct Latest {
    #[serde(default)]
    nyss: Option<Uuid>,
}

pub(super) async fn index(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    Query(listing): Query<Listing>,
    Query(Latest { nyss }): Query<Latest>,
) -> Result<RemovedPage> {
    let mut db = db.acquire().await?;
    let mut entries = entries(&mut db, &viewer, None, &listing).await?;
    let more = entries.len() > Listing::LINES;
    entries.truncate(Listing::LINES);
    let latest = match nyss {
        Some(id) => find(&mut db, &viewer, id).await?,
        None => None,
    };
    Ok(RemovedPage { viewer, entries, latest, listing, more })
}

pub(super) async fn show(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    Path(id): Path<Uuid>,
) -> Result<EntryPage> {
    let mut db = db.acquire().await?;
    let entry = find(&mut db, &viewer, id).await?.ok_or(Error::NotFound)?;
    let parts = parts(&mut db, id).await?;
    Ok(EntryPage { viewer, entry, parts })
}

async fn find(db: &mut PgConnection, viewer: &Viewer, id: Uuid) -> Result<Option<Entry>> {
    Ok(entries(db, viewer, Some(id), &Listing::default()).await?.pop())
}

/// What the viewer keeps or has taken back itself, the newest first.
async fn entries(
    db: &mut PgConnection,
    viewer: &Viewer,
    one: Option<Uuid>,
    listing: &Listing,
) -> Result<Vec<Entry>> {
    Ok(sqlx::query_as!(
        Entry,
        r#"
        select r.id, r.kind as "kind: Kind", r.title, r.subject, r.reason, r.at, p.name as by, i.at as "back_at?", ip.name as "back_by?"
        from removals r join accounts a on a.id = r.by_id join persons p on p.id = a.person_id
            left join reinstatements i on i.removal_id = r.id
            left join accounts ia on ia.id = i.by_id left join persons ip on ip.id = ia.person_id
        where (r.municipality_id = any($1) or r.board_id = any($2) or r.by_id = $3)
            and ($4::uuid is null or r.id = $4) and r.title ilike $5
        order by r.at desc, r.id desc limit $6 offset $7
        "#,
        &viewer.administers(),
        &viewer.boards(),
        viewer.account.0,
        one,
        listing.pattern(),
        Listing::PAGE + 1,
        listing.before(),
    )
    .fetch_all(db)
    .await?)
}

/// The sections and decisions of a point, in their order.
async fn parts(db: &mut PgConnection, removal: Uuid) -> Result<Vec<Part>> {
    let rows = sqlx::query!(
        r#"
        select written -> 'text' as "text!", coalesce(written ->> 'heading', '') as "heading!"
        from removals r, jsonb_array_elements(r.kept) part, jsonb_array_elements(part -> 'rows') written
        where r.id = $1 and part ->> 'table' in ('sections', 'decision_points')
        order by part ->> 'table' desc, written ->> 'decision_id', (written ->> 'pos')::int
        "#,
        removal,
    )
    .fetch_all(db)
    .await?;
    let read = |row: (serde_json::Value, String)| {
        let text = Text::parse_json(row.0).map_err(|_| Error::Broken("a text that was kept"))?;
        Ok(Part { heading: row.1, html: text.to_html(3) })
    };
    rows.into_iter().map(|row| read((row.text, row.heading))).collect()
}
