//! One notice, for ever (anslaget): its days, how the last one is worked out, every participant's announcement.

use askama::Template;
use askama_web::WebTemplate;
use axum::{extract::State, response::Response};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use super::{
    frame::{Frame, fresh},
    markup,
    municipality::Municipality,
    notice::Notice,
    words,
};
use crate::{
    App, PublicDb,
    error::Result,
    register::{BatchId, NoticeId},
    web::{Now, Path, instant_text},
};

#[derive(Template, WebTemplate)]
#[template(path = "public/posting.html")]
struct PostingPage {
    frame: Frame,
    notice: Notice,
    postings: Vec<Posting>,
}

impl PostingPage {
    /// When each announcement was made and where, those of one minute together; imports have no such instant.
    fn events(&self) -> Vec<(String, String)> {
        let mut made: Vec<_> = self
            .postings
            .iter()
            .filter(|posting| !posting.imported)
            .filter_map(|posting| Some((posting.announced_at?, posting.short_name.clone())))
            .collect();
        made.sort();
        let mut events: Vec<(String, Vec<String>)> = Vec::new();
        for (at, name) in made {
            let at = instant_text(at);
            match events.last_mut() {
                Some((last, names)) if *last == at => names.push(name),
                _ => events.push((at, vec![name])),
            }
        }
        events.into_iter().map(|(at, names)| (at, words::enumerate(&names))).collect()
    }
}

/// What a participant of a joint board has done.
struct Posting {
    short_name: String,
    at_host: bool,
    announced_on: Option<Date>,
    announced_at: Option<OffsetDateTime>,
    by_whom: String,
    address: String,
    provenance: String,
    imported: bool,
    taken_down_on: Option<Date>,
    counts: bool,
}

impl Posting {
    /// The class and the words of where it stands.
    fn standing(&self, source_unknown: bool) -> (&'static str, &'static str) {
        match (self.announced_on, self.counts, self.taken_down_on) {
            (None, ..) if source_unknown => ("status-waiting", "Uppgift saknas"),
            (None, ..) => ("status-waiting", "Inte anslaget ännu"),
            (Some(_), false, _) => ("status-late", "Ska anslås på nytt"),
            (Some(_), true, Some(_)) => ("status-over", "Nedtaget"),
            (Some(_), true, None) => ("status-done", "Anslaget"),
        }
    }

    /// Where it stands on a board outside; only an address of the web becomes a link.
    fn link(&self) -> Option<&str> {
        let web = self.address.starts_with("https://") || self.address.starts_with("http://");
        web.then_some(self.address.as_str())
    }
}

pub(super) async fn show(
    State(app): State<App>,
    State(PublicDb(pool)): State<PublicDb>,
    now: Now,
    Path((slug, id)): Path<(String, NoticeId)>,
) -> Result<Response> {
    let mut db = pool.acquire().await?;
    let municipality = Municipality::find(&mut db, &slug).await?;
    let notice = Notice::find(&mut db, &slug, id, now.today()).await?;
    let postings = postings(&mut db, notice.batch).await?;

    let frame = Frame::of(&app, municipality, &notice.path(), "anslagstavla");
    Ok(fresh(PostingPage { frame, notice, postings }))
}

async fn postings(db: &mut PgConnection, batch: BatchId) -> Result<Vec<Posting>> {
    Ok(sqlx::query_as!(
        Posting,
        r#"
        select short_name as "short_name!", at_host as "at_host!", announced_on, announced_at, coalesce(by_whom, '') as "by_whom!",
            coalesce(nullif(address, ''), board_address, '') as "address!", coalesce(provenance, 'stated') as "provenance!",
            coalesce(via = 'imported', false) as "imported!", taken_down_on, coalesce(counts, false) as "counts!"
        from public_notices where batch_id = $1
        order by at_host desc, short_name collate "sv-x-icu"
        "#,
        batch.0,
    )
    .fetch_all(db)
    .await?)
}
