//! The page on which files are brought in (Hämta sammanträden): first what would come, then all of it.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::{Multipart, State, multipart::MultipartRejection},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use sqlx::PgConnection;
use uuid::Uuid;

use super::form::{Chosen, Reviewed, Sent};
use crate::{
    SiteDb,
    accounts::Viewer,
    error::{Error, Result},
    exchange::{
        Fault,
        carrying::{one, value},
        importing::{Outcome, Wish},
    },
    register::MeetingId,
    seal::canonical,
    web::{FieldErrors, Form, Now},
};

#[derive(Template, WebTemplate)]
#[template(path = "exchange/bring.html")]
pub(super) struct BringPage {
    viewer: Viewer,
    shadow: bool,
    /// What became, or would become, of each file.
    files: Vec<Judged>,
    /// They are in, and not only reviewed.
    done: bool,
    errors: FieldErrors,
}

struct Judged {
    name: String,
    /// The file as it is sent again, in canonical form.
    content: String,
    outcome: Outcome,
}

impl Judged {
    fn faults(&self) -> &[Fault] {
        match &self.outcome {
            Outcome::Refused(faults) => faults,
            Outcome::Brought(_) | Outcome::Same(_) => &[],
        }
    }

    fn known(&self) -> Option<MeetingId> {
        match &self.outcome {
            Outcome::Same(meeting) => Some(*meeting),
            Outcome::Brought(_) | Outcome::Refused(_) => None,
        }
    }
}

impl BringPage {
    fn blank(viewer: Viewer) -> Self {
        let (files, errors) = (vec![], FieldErrors::default());
        Self { viewer, shadow: false, files, done: false, errors }
    }

    fn refused(&self) -> usize {
        self.files.iter().filter(|file| !file.faults().is_empty()).count()
    }

    fn answer(self) -> Response {
        let wrong = !self.errors.is_empty() || self.refused() > 0;
        let status = if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        (status, self).into_response()
    }
}

/// The boards into which the viewer may bring meetings: those whose protocols they keep, and their municipality's.
async fn boards(db: &mut PgConnection, viewer: &Viewer) -> Result<Vec<Uuid>> {
    let boards = sqlx::query_scalar!(
        "select id from boards where id = any($1) or host_id = any($2)",
        &viewer.boards(),
        &viewer.administers(),
    )
    .fetch_all(db)
    .await?;
    if boards.is_empty() { Err(Error::NotFound) } else { Ok(boards) }
}

pub(super) async fn new(State(SiteDb(db)): State<SiteDb>, viewer: Viewer) -> Result<BringPage> {
    boards(&mut *db.acquire().await?, &viewer).await?;
    Ok(BringPage::blank(viewer))
}

/// Tells what would come, and keeps nothing of it.
pub(super) async fn review(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    now: Now,
    sent: Result<Multipart, MultipartRejection>,
) -> Result<Response> {
    let mut db = db.begin().await?;
    let boards = boards(&mut db, &viewer).await?;
    let mut page = BringPage::blank(viewer);

    let chosen = Chosen::uploaded(sent, &mut page.errors).await;
    page.shadow = chosen.shadow;
    if page.errors.is_empty() {
        let wish = Wish { boards: Some(&boards), shadow: chosen.shadow, trial: true };
        page.files = judge(&mut db, &chosen.files, wish, now).await?;
    }
    db.rollback().await?;
    Ok(page.answer())
}

/// Brings in what was reviewed: all files, or none of them.
pub(super) async fn create(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    now: Now,
    Form(form): Form<Reviewed>,
) -> Result<Response> {
    let mut db = db.begin().await?;
    let boards = boards(&mut db, &viewer).await?;
    let mut page = BringPage::blank(viewer);

    let chosen = Chosen::reviewed(form, &mut page.errors);
    page.shadow = chosen.shadow;
    if page.errors.is_empty() {
        let wish = Wish { boards: Some(&boards), shadow: chosen.shadow, trial: false };
        page.files = judge(&mut db, &chosen.files, wish, now).await?;
    }
    page.done = page.errors.is_empty() && page.refused() == 0;
    if page.done {
        db.commit().await?;
    } else {
        db.rollback().await?;
    }
    Ok(page.answer())
}

async fn judge(
    db: &mut PgConnection,
    files: &[Sent],
    wish: Wish<'_>,
    now: Now,
) -> Result<Vec<Judged>> {
    let mut judged = vec![];
    for file in files {
        let outcome = one(db, &file.bytes, wish, now).await?;
        let content = value(&file.bytes).map(|value| canonical(&value)).transpose();
        let content = content.ok().flatten().unwrap_or_default();
        let content = String::from_utf8(content).unwrap_or_default();
        judged.push(Judged { name: file.name.clone(), content, outcome });
    }
    Ok(judged)
}
