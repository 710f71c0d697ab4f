//! The history of a § (historik): who changed what, when, word by word, the newest first.

use askama::Template;
use askama_web::WebTemplate;
use axum::{extract::State, response::IntoResponse};
use serde::Deserialize;
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::{
    Item,
    revision::Subject,
    secrecy::{Read, note},
};
use crate::{
    Now, SiteDb,
    accounts::Viewer,
    error::Result,
    meetings::Meeting,
    register::ItemId,
    text::{Text, changes},
    web::{Path, Query},
};

#[derive(Template, WebTemplate)]
#[template(path = "items/history.html")]
struct HistoryPage {
    viewer: Viewer,
    meeting: Meeting,
    item: Item,
    saves: Vec<Save>,
    /// The version before which older saves remain.
    older: Option<i32>,
}

/// Everything that was changed at once.
struct Save {
    version: i32,
    by: String,
    at: OffsetDateTime,
    changes: Vec<Change>,
}

struct Change {
    label: String,
    /// Safe HTML.
    words: String,
}

#[derive(Deserialize)]
pub(super) struct Page {
    fore: Option<i32>,
}

const AT_A_TIME: i64 = 50;

pub(super) async fn index(
    viewer: Viewer,
    now: Now,
    State(SiteDb(db)): State<SiteDb>,
    Path(id): Path<ItemId>,
    Query(page): Query<Page>,
) -> Result<impl IntoResponse> {
    let mut db = db.acquire().await?;
    let (meeting, item) = Item::kept_by(&mut db, &viewer, id).await?;
    note(&mut db, &viewer, Read::Item(id), now).await?;
    let before = page.fore.unwrap_or(i32::MAX);
    let saves = saves(&mut db, id, before).await?;

    let oldest = saves.last().map_or(0, |save| save.version);
    let older = has_older(&mut db, id, oldest).await?.then_some(oldest);
    Ok(HistoryPage { viewer, meeting, item, saves, older })
}

async fn saves(db: &mut PgConnection, item: ItemId, before: i32) -> Result<Vec<Save>> {
    let rows = sqlx::query!(
        r#"
        select r.version as "version!", r.content as "content!", r.before as "before?", p.name, r.at as "at!"
        from (select id, version, content, by_id, at, lag(content) over (partition by subject order by version) as before
            from revisions where item_id = $1) r
        join accounts a on a.id = r.by_id join persons p on p.id = a.person_id
        where r.version < $2
        order by r.version desc
        fetch first $3 rows with ties
        "#,
        item.0,
        before,
        AT_A_TIME,
    )
    .fetch_all(db)
    .await?;
    let mut saves: Vec<Save> = vec![];
    for row in rows {
        if saves.last().is_none_or(|save| save.version != row.version) {
            saves.push(Save { version: row.version, by: row.name, at: row.at, changes: vec![] });
        }
        let content: Option<Subject> = serde_json::from_value(row.content)?;
        let before: Option<Subject> = row.before.map(serde_json::from_value).transpose()?.flatten();
        if let Some(save) = saves.last_mut() {
            save.changes.push(change(before.as_ref(), content.as_ref()));
        }
    }
    Ok(saves)
}

fn change(before: Option<&Subject>, after: Option<&Subject>) -> Change {
    let text = |part: Option<&Subject>| part.map(Subject::text).unwrap_or_default();
    let label = after.or(before).map(Subject::label).unwrap_or_default();
    let (old, new): (Text, Text) = (text(before), text(after));
    let words = if old == new {
        "<p>Delarna i paragrafen har tillkommit, tagits bort eller bytt ordning.</p>".to_owned()
    } else {
        changes(&old, &new)
    };
    Change { label, words }
}

async fn has_older(db: &mut PgConnection, item: ItemId, version: i32) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from revisions where item_id = $1 and version < $2) as "older!""#,
        item.0,
        version,
    )
    .fetch_one(db)
    .await?)
}
