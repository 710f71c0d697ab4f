//! Sending (att skicka till justering): everything that is missing is shown at once; then the text is locked and the signers are asked.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;
use sqlx::PgConnection;

use super::{
    batch::{At, Batch, Kind},
    composition::Draft,
    letters,
    record::{Part, Record},
    review::{self, Mending},
    stage::Stage,
    version::{Version, send},
};
use crate::{
    App, Now, SiteDb,
    accounts::Viewer,
    error::{Error, Result},
    items::{Read, note},
    law::{self, review::Finding},
    meetings::Meeting,
    notices::{self, Notice},
    register::AccountId,
    seal::{Hash, canonical},
    web::{FieldErrors, Form, Path},
};

const CHANGED: &str = "Protokollet har ändrats sedan du öppnade sidan. Läs det och granskningen igen, och skicka det sedan.";

const SHADOW: &str =
    "Sammanträdet är i skuggläge, bara för jämförelse. Inget skickas, anslås eller publiceras.";

#[derive(Template, WebTemplate)]
#[template(path = "protocols/sending.html")]
pub(super) struct SendingPage {
    viewer: Viewer,
    now: Now,
    meeting: Meeting,
    batch: Option<Batch>,
    record: Record,
    findings: Vec<Finding>,
    mending: Mending,
    notices: Vec<Notice>,
    published: bool,
    form: SendingForm,
    errors: FieldErrors,
}

/// A reason for each breach, and the state that was looked at.
#[derive(Debug, Default, Deserialize)]
pub(super) struct SendingForm {
    /// Reasons in the order of the breaches.
    #[serde(default)]
    reason: Vec<String>,
    /// The mark of what was looked at.
    #[serde(default, rename = "sett")]
    seen: String,
}

/// A breach that was sent all the same, and why (INV-11).
#[derive(serde::Serialize)]
struct Reason<'a> {
    rule: &'a str,
    sentence: &'a str,
    why: String,
}

impl SendingForm {
    fn parse<'a>(&self, findings: &'a [Finding]) -> Result<Vec<Reason<'a>>, FieldErrors> {
        let mut errors = FieldErrors::default();
        for finding in findings.iter().filter(|finding| finding.severity.stops()) {
            errors.add("granskning", &finding.sentence);
        }
        let mut reasons = vec![];
        for (n, finding) in
            findings.iter().filter(|finding| finding.severity.needs_reason()).enumerate()
        {
            let typed = self.reason.get(n).map_or("", String::as_str);
            if let Some(reason) = errors.line(
                &format!("reason-{n}"),
                typed,
                500,
                "Skriv varför protokollet skickas ändå.",
            ) {
                reasons.push(Reason { rule: finding.id, sentence: &finding.sentence, why: reason });
            }
        }
        if errors.is_empty() { Ok(reasons) } else { Err(errors) }
    }
}

impl SendingPage {
    async fn load(db: &mut PgConnection, viewer: Viewer, now: Now, at: At) -> Result<Self> {
        let batch = Batch::at(db, &viewer, at).await?;
        let meeting = Meeting::kept_by(db, &viewer, at.meeting).await?;
        let notices = match &batch {
            Some(batch) => Notice::of_batch(db, batch.id).await?,
            None => vec![],
        };
        let published = match &batch {
            Some(batch) => sqlx::query_scalar!(
                r#"select exists (select from publications where batch_id = $1) as "published!""#,
                batch.id.0
            )
            .fetch_one(&mut *db)
            .await?,
            None => false,
        };
        let draft = Draft::of(db, meeting, batch.as_ref()).await?;
        let (record, mending) = (draft.record(), Mending::of(&draft, &viewer));
        let findings = review::findings(db, &draft, now.today()).await?;
        Ok(Self {
            viewer,
            now,
            meeting: draft.meeting,
            batch,
            record,
            findings,
            mending,
            notices,
            published,
            form: SendingForm::default(),
            errors: FieldErrors::default(),
        })
    }

    fn breaches(&self) -> impl Iterator<Item = (usize, &Finding)> {
        self.findings.iter().filter(|finding| finding.severity.needs_reason()).enumerate()
    }

    fn stopping(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.severity.stops())
    }

    fn remarks(&self) -> impl Iterator<Item = &Finding> {
        self.findings
            .iter()
            .filter(|finding| !finding.severity.stops() && !finding.severity.needs_reason())
    }

    /// Where to mend what a finding tells of, if the viewer may.
    fn mend(&self, finding: &Finding) -> Option<String> {
        self.mending.address(finding)
    }

    /// What is looked at: the record, and what the review finds in it.
    fn mark(&self) -> Result<String> {
        let found: Vec<_> = self.findings.iter().map(|found| (found.id, &found.sentence)).collect();
        Ok(Hash::of(&canonical(&(&self.record, found))?).to_string())
    }

    fn deadline(&self) -> law::Deadline {
        law::adjust_deadline(self.meeting.last_sitting())
    }

    fn reason(&self, n: usize) -> &str {
        self.form.reason.get(n).map_or("", String::as_str)
    }

    /// Says whether the viewer must still sign the version.
    fn signs(&self, version: &Version) -> bool {
        version
            .signers
            .iter()
            .any(|signer| signer.person == self.viewer.person.0 && signer.signed_at.is_none())
    }

    /// What the page is called.
    fn heading(&self) -> &'static str {
        self.batch.as_ref().map_or(Kind::Main, |batch| batch.kind).title()
    }

    /// The batch, once it can be sent.
    fn ready(&self) -> Option<&Batch> {
        self.batch.as_ref().filter(|batch| !batch.waits_for_closing())
    }

    fn is_draft(&self) -> bool {
        self.batch.as_ref().is_none_or(|batch| batch.stage.send().is_ok())
    }

    fn is_adjusted(&self) -> bool {
        self.batch.as_ref().is_some_and(|batch| matches!(batch.stage, Stage::Adjusted { .. }))
    }

    /// The day on which the last participant announced; none until all have.
    fn announced_by_all(&self) -> Option<time::Date> {
        let days: Option<Vec<_>> = self.notices.iter().map(|notice| notice.announced_on).collect();
        days?.into_iter().max()
    }

    fn appeal_time(&self) -> law::AppealTime {
        notices::appeal_time(&self.notices)
    }
}

pub(super) async fn show(
    State(SiteDb(db)): State<SiteDb>,
    now: Now,
    viewer: Viewer,
    Path(at): Path<At>,
) -> Result<SendingPage> {
    let mut db = db.acquire().await?;
    let page = SendingPage::load(&mut db, viewer, now, at).await?;

    if page.is_draft() {
        note(&mut db, &page.viewer, Read::Meeting(at.meeting), now).await?;
    }
    Ok(page)
}

pub(super) async fn create(
    State(app): State<App>,
    now: Now,
    viewer: Viewer,
    Path(at): Path<At>,
    Form(form): Form<SendingForm>,
) -> Result<Response> {
    let mut db = app.site.begin().await?;
    let meeting = Meeting::lock(&mut db, &viewer, at.meeting).await?;
    if meeting.shadow {
        return Err(Error::refused(SHADOW));
    }
    note(&mut db, &viewer, Read::Meeting(meeting.id), now).await?;
    let account = viewer.account;
    let mut page = SendingPage::load(&mut db, viewer, now, at).await?;

    let batch = page.batch.clone().filter(|batch| !batch.waits_for_closing());
    let batch = batch.ok_or_else(|| {
        Error::refused("Avsluta sammanträdet först. Då fryses paragrafernas nummer.")
    })?;
    let done = Redirect::to(&batch.path());
    let same = form.seen == page.mark()?;
    if same && batch.stage.is_open().is_ok() && is_senders(&mut db, batch.sent()?, account).await? {
        return Ok(done.into_response());
    }
    batch.stage.send().map_err(Error::refused)?;
    if page.record.items.is_empty() {
        return Err(Error::refused(
            "Det finns inga paragrafer att skicka. De har flyttats härifrån.",
        ));
    }
    if !same {
        db.commit().await?;
        page.errors.add("granskning", CHANGED);
        page.form = form;
        return Ok((StatusCode::CONFLICT, page).into_response());
    }
    let reasons = match form.parse(&page.findings) {
        Ok(reasons) => serde_json::to_value(reasons)?,
        Err(errors) => {
            db.commit().await?;
            page.errors = errors;
            page.form = form;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    send(&mut db, batch.id, &page.record, &reasons, Some(account), now).await?;
    let batch = Batch::load(&mut db, batch.id, batch.meeting).await?;
    letters::ask_signers(&mut db, &app.origin, &batch).await?;
    db.commit().await?;

    Ok(done.into_response())
}

/// Whether the account sent the version: a second press is answered as the first.
async fn is_senders(db: &mut PgConnection, version: &Version, account: AccountId) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from versions where id = $1 and sent_by = $2) as "sent!""#,
        version.id.0,
        account.0
    )
    .fetch_one(db)
    .await?)
}
