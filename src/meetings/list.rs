//! The secretary's meetings (sammanträden), board by board, the newest first.

use askama::Template;
use askama_web::WebTemplate;
use axum::{extract::State, response::IntoResponse};
use serde::Deserialize;
use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

use crate::{
    App,
    accounts::Viewer,
    boards::Ending,
    error::{Error, Result},
    law,
    register::{BoardId, MeetingId},
    web::{Now, Query},
};

const PAGE: i64 = 50;

#[derive(Template, WebTemplate)]
#[template(path = "meetings/index.html")]
struct MeetingsPage {
    viewer: Viewer,
    today: Date,
    boards: Vec<BoardName>,
    board: BoardName,
    /// When the board ends, if it does.
    ending: Option<Ending>,
    meetings: Vec<Row>,
    page: i64,
    more: bool,
}

/// A board by its name, for lists and choices.
#[derive(Clone)]
pub(super) struct BoardName {
    pub(super) id: BoardId,
    pub(super) name: String,
}

/// One meeting in the list.
struct Row {
    id: MeetingId,
    held_on: Date,
    ordinal: i32,
    place: String,
    items: i64,
    closed: bool,
    adjusted: bool,
    cancelled: bool,
}

impl Row {
    fn stage(&self, today: Date) -> (&'static str, &'static str) {
        match (self.cancelled, self.adjusted, self.closed) {
            (true, ..) => ("over", "Inställt"),
            (_, true, _) => ("done", "Justerat"),
            (.., true) => ("waiting", "Avslutat"),
            _ if self.held_on <= today => ("soon", "Inte avslutat"),
            _ => ("open", "Planerat"),
        }
    }
}

#[derive(Deserialize)]
pub(super) struct Choice {
    #[serde(default, rename = "organ")]
    board: Option<Uuid>,
    #[serde(default, rename = "sida")]
    page: Option<i64>,
}

pub(super) async fn index(
    State(app): State<App>,
    viewer: Viewer,
    now: Now,
    Query(choice): Query<Choice>,
) -> Result<impl IntoResponse> {
    let mut db = app.site.acquire().await?;
    let boards = boards(&mut db, &viewer).await?;
    let board = chosen(&boards, choice.board)?.clone();
    let page = choice.page.unwrap_or(1).clamp(1, 10_000);

    let mut meetings = rows(&mut db, board.id, (page - 1) * PAGE).await?;
    let ending = Ending::of(&mut db, board.id).await?;
    let more = meetings.len() > 50;
    meetings.truncate(50);

    Ok(MeetingsPage { viewer, today: now.today(), boards, board, ending, meetings, page, more })
}

/// The board that was asked for, or else the first one.
pub(super) fn chosen(boards: &[BoardName], asked: Option<Uuid>) -> Result<&BoardName> {
    match asked {
        Some(asked) => boards.iter().find(|board| board.id.0 == asked),
        None => boards.first(),
    }
    .ok_or(Error::NotFound)
}

/// The boards whose protocols the viewer keeps; none is not found.
pub(super) async fn boards(db: &mut PgConnection, viewer: &Viewer) -> Result<Vec<BoardName>> {
    Ok(sqlx::query_as!(
        BoardName,
        r#"select id as "id: BoardId", name from boards where id = any($1) order by name collate "sv-x-icu", id"#,
        &viewer.boards(),
    )
    .fetch_all(db)
    .await?)
}

async fn rows(db: &mut PgConnection, board: BoardId, skip: i64) -> Result<Vec<Row>> {
    Ok(sqlx::query_as!(
        Row,
        r#"
        select m.id as "id: MeetingId", m.held_on, m.ordinal, coalesce(s.place, '') as "place!", m.closed_at is not null as "closed!",
            meeting_is_frozen(m.id) as "adjusted!", m.cancelled is not null as "cancelled!",
            (select count(*) from items i where i.meeting_id = m.id and i.withdrawn is null) as "items!"
        from meetings m left join sittings s on s.meeting_id = m.id and s.n = 1
        where m.board_id = $1
        order by m.held_on desc, m.ordinal desc
        limit $2 offset $3
        "#,
        board.0,
        PAGE + 1,
        skip,
    )
    .fetch_all(db)
    .await?)
}
