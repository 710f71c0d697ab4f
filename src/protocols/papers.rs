//! Papers (handlingar): what a jurist, an auditor, a group leader, an official or somebody with a seat reads and changes nothing in.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use sqlx::PgConnection;
use time::Date;

use super::{
    batch::Batch,
    composition::Draft,
    publication,
    record::{Part, Record},
    stage::Stage,
    version::Version,
};
use crate::{
    SiteDb,
    accounts::Viewer,
    error::{Error, Result},
    items::Secrecy,
    law,
    meetings::{Item, Meeting},
    notices::Notice,
    register::{BatchId, MeetingId},
    web::{Path, Query},
};

#[derive(Template, WebTemplate)]
#[template(path = "protocols/papers.html")]
pub(super) struct PapersPage {
    viewer: Viewer,
    meetings: Vec<Row>,
    page: i64,
    more: bool,
}

struct Row {
    id: MeetingId,
    board: String,
    held_on: Date,
    ordinal: i32,
    cancelled: bool,
    adjusted: bool,
    /// A version stands that can be read.
    sent: bool,
}

impl Row {
    fn stage(&self) -> (&'static str, &'static str) {
        match self {
            Self { cancelled: true, .. } => ("over", "Inställt"),
            Self { adjusted: true, .. } => ("done", "Justerat"),
            Self { sent: true, .. } => ("waiting", "Skickat till justering"),
            Self { .. } => ("open", "Inte skickat"),
        }
    }
}

#[derive(Template, WebTemplate)]
#[template(path = "protocols/paper.html")]
pub(super) struct PaperPage {
    viewer: Viewer,
    meeting: Meeting,
    agenda: Vec<Item>,
    /// What was sent, or for those who prepare it the draft; nothing otherwise.
    record: Option<Record>,
    batch: Option<Batch>,
    notices: Vec<Notice>,
}

impl PaperPage {
    fn sent(&self) -> Option<&Version> {
        self.batch.as_ref().and_then(|batch| batch.version.as_ref())
    }

    fn is_adjusted(&self) -> bool {
        self.batch.as_ref().is_some_and(|batch| matches!(batch.stage, Stage::Adjusted { .. }))
    }
}

#[derive(serde::Deserialize)]
pub(super) struct Choice {
    #[serde(default, rename = "sida")]
    page: Option<i64>,
}

/// The heading and the text of a § that is secret: its readers have a page of their own, where each reading is noted.
const SECRET: &str = "Sekretess";
const READERS: &str =
    "Paragrafen är sekretessbelagd. De som får läsa den hittar den under Sekretess.";

/// Meetings on a page.
const PAGE: i64 = 50;

pub(super) async fn index(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    Query(choice): Query<Choice>,
) -> Result<PapersPage> {
    let page = choice.page.unwrap_or(1).clamp(1, 10_000);
    let mut meetings = readable(&mut *db.acquire().await?, &viewer, (page - 1) * PAGE).await?;
    let more = meetings.len() > 50;
    meetings.truncate(50);

    Ok(PapersPage { viewer, meetings, page, more })
}

pub(super) async fn show(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    Path(id): Path<MeetingId>,
) -> Result<PaperPage> {
    let mut db = db.acquire().await?;
    let (meeting, drafts) = find(&mut db, &viewer, id).await?;
    let secret = Secrecy::items_of(&mut db, id).await?;
    let titles = publication::public_titles(&mut db, id).await?;
    let batch = main_batch(&mut db, &meeting).await?;

    let mut agenda = Item::all(&mut db, id).await?;
    for item in agenda.iter_mut().filter(|item| secret.contains(&item.id.0)) {
        item.title =
            if item.public_title.is_empty() { SECRET } else { &item.public_title }.to_owned();
        item.registry_nos.clear();
    }
    let sent = batch.as_ref().and_then(|batch| batch.version.clone());
    let record = match sent {
        Some(version) => Some(version.record),
        None if drafts => Some(Draft::of(&mut db, meeting.clone(), batch.as_ref()).await?.record()),
        None => None,
    };
    let record = record.map(|record| publication::masked(&record, &secret, &titles, READERS));
    let notices = match &batch {
        Some(batch) => Notice::of_batch(&mut db, batch.id).await?,
        None => vec![],
    };
    Ok(PaperPage { viewer, meeting, agenda, record, batch, notices })
}

/// A meeting of a board whose papers the viewer may read, and whether drafts are among them; any other is not found.
async fn find(db: &mut PgConnection, viewer: &Viewer, id: MeetingId) -> Result<(Meeting, bool)> {
    let drafts = sqlx::query_scalar!(
        r#"select r.drafts as "drafts!" from meetings m join readable_boards($1, $2, $3) r on r.board_id = m.board_id where m.id = $4"#,
        viewer.account.0,
        viewer.person.0,
        viewer.now.today(),
        id.0
    )
    .fetch_optional(&mut *db)
    .await?
    .ok_or(Error::NotFound)?;
    Ok((Meeting::find(db, id).await?, drafts))
}

async fn main_batch(db: &mut PgConnection, meeting: &Meeting) -> Result<Option<Batch>> {
    let id = sqlx::query_scalar!(
        "select id from batches where meeting_id = $1 and kind = 'main' order by n limit 1",
        meeting.id.0
    )
    .fetch_optional(&mut *db)
    .await?;
    match id {
        Some(id) => Batch::load(db, BatchId(id), meeting.clone()).await.map(Some),
        None => Ok(None),
    }
}

async fn readable(db: &mut PgConnection, viewer: &Viewer, skip: i64) -> Result<Vec<Row>> {
    Ok(sqlx::query_as!(
        Row,
        r#"
        select m.id as "id: MeetingId", b.name as board, m.held_on, m.ordinal, m.cancelled is not null as "cancelled!",
            meeting_is_frozen(m.id) as "adjusted!", exists (
                select from batches ba join versions v on v.batch_id = ba.id
                where ba.meeting_id = m.id and ba.kind = 'main' and not exists (select from withdrawals w where w.version_id = v.id)) as "sent!"
        from meetings m join boards b on b.id = m.board_id join readable_boards($1, $2, $3) r on r.board_id = b.id
        order by m.held_on desc, b.name collate "sv-x-icu", m.ordinal desc
        limit $4 offset $5
        "#,
        viewer.account.0,
        viewer.person.0,
        viewer.now.today(),
        PAGE + 1,
        skip,
    )
    .fetch_all(db)
    .await?)
}
