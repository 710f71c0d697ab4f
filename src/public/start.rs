//! The start page (startsidan) and what this site is.

use askama::Template;
use askama_web::WebTemplate;
use axum::{extract::State, response::Response};

use super::{frame::fresh, markup, municipality::Municipality, notice::Notice};
use crate::{App, PublicDb, error::Result, web::Now};

#[derive(Template, WebTemplate)]
#[template(path = "public/start.html")]
struct StartPage {
    canonical: String,
    municipalities: Vec<Municipality>,
    notices: Vec<Notice>,
}

#[derive(Template, WebTemplate)]
#[template(path = "public/about.html")]
struct AboutPage {
    canonical: String,
}

pub(super) async fn index(
    State(app): State<App>,
    State(PublicDb(pool)): State<PublicDb>,
    now: Now,
) -> Result<Response> {
    let mut db = pool.acquire().await?;
    let municipalities = Municipality::all(&mut db).await?;
    let notices = Notice::latest(&mut db, now.today(), 10).await?;

    let canonical = format!("{}/", app.origin);
    Ok(fresh(StartPage { canonical, municipalities, notices }))
}

pub(super) async fn about(State(app): State<App>) -> Response {
    fresh(AboutPage { canonical: format!("{}/om", app.origin) })
}
