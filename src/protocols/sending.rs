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
    batch::Batch,
    composition::Draft,
    letters,
    record::{Part, Record},
    review,
    stage::Stage,
    version::{Version, send},
};
use crate::{
    App, Now, SiteDb,
    accounts::Viewer,
    error::{Error, Result},
    items::{Read, note},
    law::{
        self,
        review::{Finding, Participant, Place},
    },
    meetings::Meeting,
    notices::{self, Notice},
    register::{AccountId, MeetingId},
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
    async fn load(db: &mut PgConnection, viewer: Viewer, now: Now, id: MeetingId) -> Result<Self> {
        let batch = Batch::of_meeting(db, &viewer, id).await?;
        let meeting = Meeting::kept_by(db, &viewer, id).await?;
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
        let (draft, record, findings) = looked_at(db, meeting, now.today()).await?;
        Ok(Self {
            viewer,
            now,
            meeting: draft.meeting,
            batch,
            record,
            findings,
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

    /// Where to mend what a finding tells of.
    fn mend(&self, finding: &Finding) -> String {
        match finding.place {
            Place::Meeting => format!("{}/andra", self.meeting.path()),
            Place::Attendance => format!("{}/narvaro", self.meeting.path()),
            Place::Item(index) => self.record.items.get(index).map_or_else(
                || self.meeting.path(),
                |item| format!("/arbete/paragrafer/{}", item.id),
            ),
        }
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
    Path(meeting): Path<MeetingId>,
) -> Result<SendingPage> {
    let mut db = db.acquire().await?;
    let page = SendingPage::load(&mut db, viewer, now, meeting).await?;

    if page.is_draft() {
        note(&mut db, &page.viewer, Read::Meeting(meeting), now).await?;
    }
    Ok(page)
}

pub(super) async fn create(
    State(app): State<App>,
    now: Now,
    viewer: Viewer,
    Path(meeting): Path<MeetingId>,
    Form(form): Form<SendingForm>,
) -> Result<Response> {
    let mut db = app.site.begin().await?;
    let meeting = Meeting::lock(&mut db, &viewer, meeting).await?;
    if meeting.shadow {
        return Err(Error::refused(SHADOW));
    }
    note(&mut db, &viewer, Read::Meeting(meeting.id), now).await?;
    let account = viewer.account;
    let mut page = SendingPage::load(&mut db, viewer, now, meeting.id).await?;

    let batch = page.batch.clone().ok_or_else(|| {
        Error::refused("Avsluta sammanträdet först. Då fryses paragrafernas nummer.")
    })?;
    let done = Redirect::to(&format!("{}/justering", meeting.path()));
    let same = form.seen == page.mark()?;
    if same && batch.stage.is_open().is_ok() && is_senders(&mut db, batch.sent()?, account).await? {
        return Ok(done.into_response());
    }
    batch.stage.send().map_err(Error::refused)?;
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

/// The draft, its record, and what the review finds in it.
async fn looked_at(
    db: &mut PgConnection,
    meeting: Meeting,
    today: time::Date,
) -> Result<(Draft, Record, Vec<Finding>)> {
    let participants = participants(db, &meeting).await?;
    let draft = Draft::of(db, meeting).await?;
    let record = draft.record();
    let without_account = without_account(db, &record).await?;
    let register = review::Register { participants, without_account };
    let findings = review::findings(&draft, register, today);
    Ok((draft, record, findings))
}

/// What the review finds in a meeting as it stands.
pub(crate) async fn findings(
    db: &mut PgConnection,
    meeting: Meeting,
    today: time::Date,
) -> Result<Vec<Finding>> {
    Ok(looked_at(db, meeting, today).await?.2)
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

/// The signers who have no account to sign with.
async fn without_account(db: &mut PgConnection, record: &Record) -> Result<Vec<String>> {
    let signers = &record.front.signers;
    let persons: Vec<_> = signers.iter().map(|signer| signer.person).collect();
    let known =
        sqlx::query_scalar!("select person_id from accounts where person_id = any($1)", &persons)
            .fetch_all(db)
            .await?;
    let mut names: Vec<_> = signers
        .iter()
        .filter(|signer| !known.contains(&signer.person))
        .map(|signer| signer.name.clone())
        .collect();
    names.dedup();
    Ok(names)
}

/// The participants of a joint board with the seats that each holds on the day (BOD-04).
async fn participants(db: &mut PgConnection, meeting: &Meeting) -> Result<Vec<Participant>> {
    if meeting.board.kind != law::BoardKind::JointBoard {
        return Ok(vec![]);
    }
    let rows = sqlx::query!(
        r#"
        select m.name, count(s.id) filter (where s.role <> 'substitute') as "members!", count(s.id) filter (where s.role = 'substitute') as "substitutes!"
        from participations p join municipalities m on m.id = p.municipality_id
            left join seats s on s.board_id = p.board_id and s.municipality_id = m.id and s.starts_on <= $2 and (s.ends_on is null or s.ends_on >= $2)
        where p.board_id = $1 and p.from_on <= $2 and (p.until_on is null or p.until_on >= $2)
        group by m.id, m.name
        order by m.name collate "sv-x-icu"
        "#,
        meeting.board.id.0,
        meeting.held_on,
    )
    .fetch_all(db)
    .await?;
    let count = |number: i64| u32::try_from(number).unwrap_or(u32::MAX);
    Ok(rows
        .into_iter()
        .map(|row| Participant {
            municipality: row.name,
            members: count(row.members),
            substitutes: count(row.substitutes),
        })
        .collect())
}
