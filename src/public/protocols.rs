//! Published protocols (protokoll): the list, and one read whole.

use askama::Template;
use askama_web::WebTemplate;
use axum::{extract::State, response::Response};
use sqlx::PgConnection;

use super::{
    attendance,
    board::{Pages, Wanted},
    frame::{Frame, fresh},
    markup,
    municipality::{Board, Municipality},
    place,
    protocol::{self, Announced, Listed, Protocol},
    words,
};
use crate::{
    App, PublicDb,
    error::Result,
    protocols::Part,
    web::{Now, Path, Query},
};

#[derive(Template, WebTemplate)]
#[template(path = "public/protocols.html")]
struct ProtocolsPage {
    frame: Frame,
    protocols: Vec<Listed>,
    boards: Vec<Board>,
    wanted: String,
    pages: Pages,
}

#[derive(Template, WebTemplate)]
#[template(path = "public/protocol.html")]
struct ProtocolPage {
    frame: Frame,
    protocol: Protocol,
    announced: Option<Announced>,
    /// What else of the meeting is published, where it was adjusted apart (ADJ-21): §§ and address.
    others: Vec<(String, String)>,
}

pub(super) async fn index(
    State(app): State<App>,
    State(PublicDb(pool)): State<PublicDb>,
    Path(slug): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response> {
    let mut db = pool.acquire().await?;
    let municipality = Municipality::find(&mut db, &slug).await?;
    let boards = Board::hosted_by(&mut db, &slug).await?;
    let board = Some(wanted.body.as_str()).filter(|board| !board.is_empty());
    let path = format!("/{slug}/protokoll");
    let pages = Pages::of(&wanted, count(&mut db, &slug, board).await?, &path)?;
    let (after, at_most) = pages.range();
    let range = (i64::try_from(at_most).unwrap_or(0), i64::try_from(after).unwrap_or(0));
    let protocols = protocol::listed(&mut db, &slug, board, range).await?;

    let frame = Frame::of(&app, municipality, &path, "protokoll");
    Ok(fresh(ProtocolsPage { frame, protocols, boards, wanted: wanted.body, pages }))
}

pub(super) async fn show(
    State(app): State<App>,
    State(PublicDb(pool)): State<PublicDb>,
    now: Now,
    Path((slug, board, day)): Path<(String, String, String)>,
) -> Result<Response> {
    page(&app, &mut *pool.acquire().await?, now, (&slug, &board, &day), None).await
}

pub(super) async fn show_part(
    State(app): State<App>,
    State(PublicDb(pool)): State<PublicDb>,
    now: Now,
    Path((slug, board, day, part)): Path<(String, String, String, String)>,
) -> Result<Response> {
    let part = place::part(&part)?;
    page(&app, &mut *pool.acquire().await?, now, (&slug, &board, &day), Some(part)).await
}

async fn page(
    app: &App,
    db: &mut PgConnection,
    now: Now,
    (slug, board, day): (&str, &str, &str),
    part: Option<i32>,
) -> Result<Response> {
    let municipality = Municipality::find(db, slug).await?;
    let protocol = Protocol::find(db, slug, board, day.parse()?, part).await?;
    let announced = protocol.announced(db, now.today()).await?;
    let others = protocol.others(db).await?;

    let frame = Frame::of(app, municipality, &protocol.path(), "protokoll");
    Ok(fresh(ProtocolPage { frame, protocol, announced, others }))
}

async fn count(db: &mut PgConnection, host: &str, board: Option<&str>) -> Result<usize> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from public_protocols where host_slug = $1 and ($2::text is null or board_slug = $2)"#,
        host,
        board,
    )
    .fetch_one(db)
    .await?;
    Ok(usize::try_from(count).unwrap_or(0))
}
