//! The notice board (anslagstavlan): what stands there now, what has come down, how to appeal.

use askama::Template;
use askama_web::WebTemplate;
use axum::{extract::State, response::Response};
use serde::Deserialize;

use super::{
    frame::{Frame, fresh},
    markup,
    municipality::Municipality,
    notice::Notice,
};
use crate::{
    App, PublicDb,
    error::{Error, Result},
    web::{Now, Path, Query},
};

const PER_PAGE: usize = 25;

#[derive(Template, WebTemplate)]
#[template(path = "public/board.html")]
struct BoardPage {
    frame: Frame,
    notices: Vec<Notice>,
    /// Slug and name of each body with a notice here.
    bodies: Vec<(String, String)>,
    wanted: String,
    pages: Pages,
    today: time::Date,
}

#[derive(Template, WebTemplate)]
#[template(path = "public/taken_down.html")]
struct TakenDownPage {
    frame: Frame,
    notices: Vec<Notice>,
    bodies: Vec<(String, String)>,
    wanted: String,
    pages: Pages,
}

#[derive(Template, WebTemplate)]
#[template(path = "public/appeal.html")]
struct AppealPage {
    frame: Frame,
}

/// What is asked for in the address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    #[serde(rename = "organ")]
    pub(super) body: String,
    #[serde(rename = "sida")]
    pub(super) page: String,
}

/// Where one is among the pages of a list.
pub(super) struct Pages {
    pub(super) number: usize,
    pub(super) last: usize,
    /// How many lines all pages have.
    pub(super) count: usize,
    path: String,
    body: String,
}

impl Pages {
    /// A page beyond the last does not exist; what is no number is the first.
    pub(super) fn of(wanted: &Wanted, count: usize, path: &str) -> Result<Self> {
        let number = wanted.page.parse().unwrap_or(1).max(1);
        let last = count.div_ceil(PER_PAGE).max(1);
        if number > last {
            return Err(Error::NotFound);
        }
        Ok(Self { number, last, count, path: path.to_owned(), body: wanted.body.clone() })
    }

    /// Lines before this page, and lines on it.
    pub(super) fn range(&self) -> (usize, usize) {
        ((self.number - 1) * PER_PAGE, PER_PAGE)
    }

    pub(super) fn newer(&self) -> Option<String> {
        (self.number > 1).then(|| self.address(self.number - 1))
    }

    pub(super) fn older(&self) -> Option<String> {
        (self.number < self.last).then(|| self.address(self.number + 1))
    }

    fn address(&self, number: usize) -> String {
        match (self.body.as_str(), number) {
            ("", 1) => self.path.clone(),
            ("", n) => format!("{}?sida={n}", self.path),
            (body, 1) => format!("{}?organ={body}", self.path),
            (body, n) => format!("{}?organ={body}&sida={n}", self.path),
        }
    }
}

pub(super) async fn index(
    State(app): State<App>,
    State(PublicDb(pool)): State<PublicDb>,
    now: Now,
    Path(slug): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response> {
    let mut db = pool.acquire().await?;
    let municipality = Municipality::find(&mut db, &slug).await?;
    let mut notices = Notice::on_board(&mut db, &slug, now.today()).await?;
    notices.retain(Notice::is_current);

    let path = format!("/{slug}/anslagstavla");
    let (notices, bodies, pages) = page_of(notices, &wanted, &path)?;
    let frame = Frame::of(&app, municipality, &path, "anslagstavla");
    let page = BoardPage { frame, notices, bodies, wanted: wanted.body, pages, today: now.today() };
    Ok(fresh(page))
}

pub(super) async fn taken_down(
    State(app): State<App>,
    State(PublicDb(pool)): State<PublicDb>,
    now: Now,
    Path(slug): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response> {
    let mut db = pool.acquire().await?;
    let municipality = Municipality::find(&mut db, &slug).await?;
    let mut notices = Notice::on_board(&mut db, &slug, now.today()).await?;
    notices.retain(|notice| !notice.is_current());

    let path = format!("/{slug}/anslagstavla/nedtagna");
    let (notices, bodies, pages) = page_of(notices, &wanted, &path)?;
    let frame = Frame::of(&app, municipality, &path, "anslagstavla");
    Ok(fresh(TakenDownPage { frame, notices, bodies, wanted: wanted.body, pages }))
}

pub(super) async fn appeal(
    State(app): State<App>,
    State(PublicDb(pool)): State<PublicDb>,
    Path(slug): Path<String>,
) -> Result<Response> {
    let municipality = Municipality::find(&mut *pool.acquire().await?, &slug).await?;

    let path = format!("/{slug}/anslagstavla/sa-overklagar-du");
    let frame = Frame::of(&app, municipality, &path, "sa-overklagar-du");
    Ok(fresh(AppealPage { frame }))
}

type BoardList = (Vec<Notice>, Vec<(String, String)>, Pages);

/// The wanted body's notices on the wanted page, and the bodies to choose among.
fn page_of(mut notices: Vec<Notice>, wanted: &Wanted, path: &str) -> Result<BoardList> {
    let mut bodies: Vec<_> =
        notices.iter().map(|notice| (notice.board_slug.clone(), notice.board.clone())).collect();
    bodies.sort_by(|one, other| one.1.cmp(&other.1));
    bodies.dedup();
    notices.retain(|notice| wanted.body.is_empty() || notice.board_slug == wanted.body);
    let pages = Pages::of(wanted, notices.len(), path)?;
    let (before, at_most) = pages.range();
    Ok((notices.into_iter().skip(before).take(at_most).collect(), bodies, pages))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_beyond_the_last_does_not_exist() {
        let wanted = |page: &str| Wanted { page: page.into(), body: "namnd".into() };
        let pages = Pages::of(&wanted("2"), 60, "/a").unwrap();
        assert_eq!(
            (pages.newer().as_deref(), pages.older().as_deref()),
            (Some("/a?organ=namnd"), Some("/a?organ=namnd&sida=3"))
        );
        assert!(Pages::of(&wanted("4"), 60, "/a").is_err());
        assert_eq!(Pages::of(&wanted("x"), 0, "/a").unwrap().number, 1);
    }
}
