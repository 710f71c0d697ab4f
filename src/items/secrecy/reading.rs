//! The secret §§ that somebody may read (sekretessbelagda paragrafer), and each of them; every reading is noted.

use askama::Template;
use askama_web::WebTemplate;
use axum::{extract::State, response::IntoResponse};
use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

use super::{Read, Secrecy, capacity_words, note};
use crate::{
    Now, SiteDb,
    accounts::Viewer,
    error::{Error, Result},
    items::{Content, Hold, Item},
    meetings::Meeting,
    register::{ItemId, MeetingId},
    web::{Listing, Path, Query},
};

#[derive(Template, WebTemplate)]
#[template(path = "items/secrecy/index.html")]
struct IndexPage {
    viewer: Viewer,
    secrets: Vec<Secret>,
    listing: Listing,
    more: bool,
    boards: Vec<(Uuid, String)>,
}

/// A secret § in the list: the text is on its own page, where the reading is noted, and so is its heading.
struct Secret {
    item: ItemId,
    board: String,
    held_on: Date,
    sign: String,
    public_title: String,
    capacity: String,
}

impl Secret {
    fn capacity(&self) -> &'static str {
        capacity_words(&self.capacity)
    }
}

#[derive(Template, WebTemplate)]
#[template(path = "items/secrecy/show.html")]
struct ReadingPage {
    viewer: Viewer,
    meeting: Meeting,
    item: Item,
    secrecy: Secrecy,
    hold: Option<Hold>,
    content: Content,
}

pub(super) async fn index(
    viewer: Viewer,
    now: Now,
    State(SiteDb(db)): State<SiteDb>,
    Query(listing): Query<Listing>,
) -> Result<impl IntoResponse> {
    let mut db = db.acquire().await?;
    let mut secrets = secrets(&mut db, &viewer, now, &listing).await?;
    let boards = boards(&mut db, &viewer).await?;

    let more = secrets.len() > Listing::LINES;
    secrets.truncate(Listing::LINES);
    Ok(IndexPage { viewer, secrets, listing, more, boards })
}

pub(super) async fn show(
    viewer: Viewer,
    now: Now,
    State(SiteDb(db)): State<SiteDb>,
    Path(id): Path<ItemId>,
) -> Result<impl IntoResponse> {
    let mut db = db.acquire().await?;
    if note(&mut db, &viewer, Read::Item(id), now).await? == 0 {
        return Err(Error::NotFound);
    }
    let secrecy = Secrecy::of(&mut db, id).await?.ok_or(Error::NotFound)?;
    let meeting = sqlx::query_scalar!("select meeting_id from items where id = $1", id.0)
        .fetch_one(&mut *db)
        .await?;
    let meeting = Meeting::find(&mut db, MeetingId(meeting)).await?;
    let item = Item::all(&mut db, meeting.id).await?.into_iter().find(|item| item.id == id);
    let content = Content::of(&mut db, id).await?;
    let hold = Hold::on(&mut db, id).await?;

    Ok(ReadingPage { viewer, meeting, item: item.ok_or(Error::NotFound)?, secrecy, hold, content })
}

async fn secrets(
    db: &mut PgConnection,
    viewer: &Viewer,
    now: Now,
    listing: &Listing,
) -> Result<Vec<Secret>> {
    Ok(sqlx::query_as!(
        Secret,
        r#"
        select i.id as "item: ItemId", b.name as board, m.held_on, i.public_title, c.capacity as "capacity!", g.sign as "sign!"
        from secret_items s join items i on i.id = s.item_id join meetings m on m.id = i.meeting_id join boards b on b.id = i.board_id
            join item_signs g on g.item_id = i.id
            cross join lateral (select reading_capacity(i.id, i.board_id, $1, $2, $3) as capacity) c
        where c.capacity is not null
        order by m.held_on desc, b.name collate "sv-x-icu", i.pos, i.id
        limit $4 offset $5
        "#,
        &viewer.boards(),
        viewer.person.0,
        now.today(),
        Listing::PAGE + 1,
        listing.before(),
    )
    .fetch_all(db)
    .await?)
}

/// The boards whose readers the viewer names.
async fn boards(db: &mut PgConnection, viewer: &Viewer) -> Result<Vec<(Uuid, String)>> {
    let rows = sqlx::query!(
        r#"select id, name from boards where id = any($1) order by name collate "sv-x-icu", id"#,
        &viewer.boards(),
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}
