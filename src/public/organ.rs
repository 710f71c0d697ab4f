//! A deciding body (organ): its notices and protocols.

use askama::Template;
use askama_web::WebTemplate;
use axum::{extract::State, response::Response};

use super::{
    frame::{Frame, fresh},
    markup,
    municipality::{Board, Municipality},
    notice::Notice,
    protocol::{self, Listed},
    succession::Succession,
    words,
};
use crate::{
    App, PublicDb,
    error::{Error, Result},
    web::{Now, Path},
};

#[derive(Template, WebTemplate)]
#[template(path = "public/organ.html")]
struct OrganPage {
    frame: Frame,
    board: Board,
    notices: Vec<Notice>,
    protocols: Vec<Listed>,
    succession: Succession,
    today: time::Date,
}

pub(super) async fn show(
    State(app): State<App>,
    State(PublicDb(pool)): State<PublicDb>,
    now: Now,
    Path((slug, board)): Path<(String, String)>,
) -> Result<Response> {
    let mut db = pool.acquire().await?;
    let municipality = Municipality::find(&mut db, &slug).await?;
    let boards = Board::hosted_by(&mut db, &slug).await?;
    let board = boards.into_iter().find(|one| one.slug == board).ok_or(Error::NotFound)?;
    let mut notices = Notice::on_board(&mut db, &slug, now.today()).await?;
    notices.retain(|notice| {
        notice.is_current() && notice.board_slug == board.slug && notice.host_slug == slug
    });
    let protocols = protocol::listed(&mut db, &slug, Some(&board.slug), (10, 0)).await?;

    let succession = Succession::of(&mut db, &slug, &board.slug).await?;

    let path = format!("/{slug}/organ/{}", board.slug);
    let frame = Frame::of(&app, municipality, &path, "");
    Ok(fresh(OrganPage { frame, board, notices, protocols, succession, today: now.today() }))
}
