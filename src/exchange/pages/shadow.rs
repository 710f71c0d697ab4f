//! What a meeting that was brought in shows beside its source (jämförelse): the review's findings, and the clock's days.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;

use crate::{
    SiteDb,
    accounts::Viewer,
    error::{Error, Result},
    exchange::{Difference, Notice, computed, differences, exporting},
    items::{Read, note},
    law::{long_date, review::Finding},
    meetings::Meeting,
    protocols::{self, Draft},
    register::MeetingId,
    web::{Now, Path},
};

#[derive(Template, WebTemplate)]
#[template(path = "exchange/shadow.html")]
pub(super) struct ShadowPage {
    viewer: Viewer,
    meeting: Meeting,
    findings: Vec<Finding>,
    notices: Vec<Days>,
}

/// The days of one announcement.
struct Days {
    announced_on: String,
    /// As they are printed, a sentence each.
    printed: Vec<String>,
    computed: String,
    differences: Vec<String>,
}

pub(super) async fn show(
    State(SiteDb(db)): State<SiteDb>,
    now: Now,
    viewer: Viewer,
    Path(id): Path<MeetingId>,
) -> Result<ShadowPage> {
    let mut db = db.acquire().await?;
    let meeting = Meeting::kept_by(&mut db, &viewer, id).await?;
    if meeting.origin != "imported" {
        return Err(Error::NotFound);
    }
    note(&mut db, &viewer, Read::Meeting(id), now).await?;
    let file = exporting::meeting(&mut db, id).await?;
    let draft = Draft::of(&mut db, meeting.clone(), None).await?;
    let findings = protocols::findings(&mut db, &draft, now.today()).await?;
    let notices = file.notices.iter().map(|notice| Days {
        announced_on: notice.announced_on.map(|day| long_date(day.0)).unwrap_or_default(),
        printed: printed(notice),
        computed: computed(&file, notice).sentence(),
        differences: differences(&file, notice).into_iter().map(Difference::sentence).collect(),
    });
    Ok(ShadowPage { viewer, meeting, findings, notices: notices.collect() })
}

fn printed(notice: &Notice) -> Vec<String> {
    let days = [
        ("Sista dag för överklagande", notice.last_appeal_day),
        ("Tas ned", notice.takedown_planned),
        ("Nedtaget", notice.taken_down_on),
    ];
    let days = days.into_iter().filter_map(|(what, day)| Some((what, day?)));
    let days = days.map(|(what, day)| format!("{what}: {}", long_date(day.0)));
    days.chain(notice.period.as_ref().map(|period| period.0.clone())).collect()
}
