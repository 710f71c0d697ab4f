//! What adjusted §§ have decided of a board's seats and the register lacks (Val som ska in i registret).

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    Board, Elected, entry,
    proposal::{Proposal, Register, Step},
    waiting::Waiting,
};
use crate::{
    SiteDb,
    accounts::Viewer,
    error::Result,
    register::BoardId,
    seal::Hash,
    web::{Form, Listing, Path, Query},
};

#[derive(Template, WebTemplate)]
#[template(path = "boards/elected.html")]
struct ElectedPage {
    viewer: Viewer,
    board: Board,
    rows: Vec<Row>,
    waiting: Vec<Waiting>,
    listing: Listing,
    more: bool,
    /// Something else would be done than what was pressed.
    changed: bool,
}

/// An election or a release, with what follows.
struct Row {
    one: Elected,
    proposal: Proposal,
}

/// Which one is to be entered, and the mark of what was shown.
#[derive(Deserialize)]
pub(in crate::boards) struct EntryForm {
    uppdrag: Uuid,
    sett: String,
}

impl Row {
    /// The mark of what is proposed.
    fn seen(&self) -> String {
        Hash::of(self.proposal.words.join("\n").as_bytes()).to_string()
    }

    /// Where what is missing is filled in.
    fn by_hand(&self, board: &Board) -> String {
        let path = board.register_path();
        if self.one.released {
            format!("{path}/val/{}", self.one.id)
        } else {
            format!("{path}/platser/ny?uppdrag={}", self.one.id)
        }
    }

    fn is_done_by_hand(&self) -> bool {
        self.proposal.step == Step::ByHand
    }
}

pub(in crate::boards) async fn index(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    Path(id): Path<BoardId>,
    Query(listing): Query<Listing>,
) -> Result<Response> {
    let mut db = db.acquire().await?;
    let board = Board::administered(&mut db, &viewer, id).await?;
    Ok(page(&mut db, viewer, board, listing).await?.into_response())
}

pub(in crate::boards) async fn create(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    Path(id): Path<BoardId>,
    Form(form): Form<EntryForm>,
) -> Result<Response> {
    let mut db = db.begin().await?;
    let board = Board::lock(&mut db, &viewer, id).await?;
    let one = Elected::find(&mut db, id, form.uppdrag).await?;
    let to = format!("{}/val", board.register_path());
    if one.entered {
        return Ok(Redirect::to(&to).into_response());
    }
    let register = Register::of(&mut db, id).await?;

    let proposal = Proposal::of(&one, &register, board.kind);
    let row = Row { one, proposal };
    if row.seen() != form.sett {
        let page = page(&mut db, viewer, board, Listing::default()).await?;
        let page = ElectedPage { changed: true, ..page };
        return Ok((StatusCode::CONFLICT, page).into_response());
    }

    entry::enter(&mut db, &board, &row.one, &row.proposal.step).await?;
    db.commit().await?;

    Ok(Redirect::to(&to).into_response())
}

async fn page(
    db: &mut PgConnection,
    viewer: Viewer,
    board: Board,
    listing: Listing,
) -> Result<ElectedPage> {
    let mut all = Elected::all(db, board.id, (None, &listing)).await?;
    let more = all.len() > Listing::LINES;
    all.truncate(Listing::LINES);
    let register = Register::of(db, board.id).await?;
    let waiting = Waiting::all(db, &board).await?;
    let rows = all.into_iter().map(|one| {
        let proposal = Proposal::of(&one, &register, board.kind);
        Row { one, proposal }
    });
    let rows = rows.collect();
    Ok(ElectedPage { viewer, board, rows, waiting, listing, more, changed: false })
}
