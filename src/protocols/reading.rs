//! Reading (läsning): the signer's pages, on a phone: exactly what will be signed.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    response::{IntoResponse as _, Redirect, Response},
};
use sqlx::PgConnection;
use time::Date;

use super::{batch::Batch, record::Part, refusal::RefusalForm, stage::Stage, version::Version};
use crate::{
    Now, SiteDb,
    accounts::Viewer,
    error::{Error, Result},
    items::{Read, note},
    law,
    register::VersionId,
    web::{FieldErrors, Path},
};

#[derive(Template, WebTemplate)]
#[template(path = "protocols/index.html")]
pub(super) struct IndexPage {
    viewer: Viewer,
    now: Now,
    duties: Vec<Duty>,
}

/// A version that the viewer must sign, or has signed.
struct Duty {
    version: VersionId,
    board: String,
    held_on: Date,
    /// "§ 108", which tells batches of one meeting apart.
    paragraphs: String,
    last_sitting: Date,
    adjusted: bool,
    signed: bool,
}

impl Duty {
    fn deadline(&self) -> law::Deadline {
        law::adjust_deadline(self.last_sitting)
    }
}

#[derive(Template, WebTemplate)]
#[template(path = "protocols/reading.html")]
pub(super) struct ReadingPage {
    viewer: Viewer,
    now: Now,
    batch: Batch,
    version: Version,
    form: RefusalForm,
    errors: FieldErrors,
}

impl ReadingPage {
    pub(super) fn new(viewer: Viewer, now: Now, batch: Batch, version: Version) -> Self {
        let (form, errors) = (RefusalForm::default(), FieldErrors::default());
        Self { viewer, now, batch, version, form, errors }
    }

    /// The page with a refusal that could not be kept.
    pub(super) fn again(self, form: RefusalForm, errors: FieldErrors) -> Self {
        Self { form, errors, ..self }
    }

    fn deadline(&self) -> law::Deadline {
        law::adjust_deadline(self.batch.meeting.last_sitting())
    }

    fn to_do(&self) -> bool {
        matches!(self.batch.stage, Stage::Adjusting { .. })
            && self.version.signers.iter().any(|signer| signer.waits_for(&self.viewer))
    }
}

pub(super) async fn index(
    State(SiteDb(db)): State<SiteDb>,
    now: Now,
    viewer: Viewer,
) -> Result<IndexPage> {
    let duties = duties(&mut *db.acquire().await?, &viewer).await?;

    Ok(IndexPage { viewer, now, duties })
}

pub(super) async fn show(
    State(SiteDb(db)): State<SiteDb>,
    now: Now,
    viewer: Viewer,
    Path(version): Path<VersionId>,
) -> Result<Response> {
    let mut db = db.acquire().await?;
    let batch = Batch::to_sign(&mut db, &viewer, version).await?;
    note(&mut db, &viewer, Read::Meeting(batch.meeting.id), now).await?;
    let Some(sent) = batch.version.clone() else {
        return Err(Error::refused(
            "Sekreteraren har återkallat protokollet för att ändra det. Du får ett nytt besked när det är klart att läsa.",
        ));
    };
    if sent.id != version {
        return Ok(Redirect::to(&format!("/justera/{}", sent.id)).into_response());
    }

    Ok(ReadingPage::new(viewer, now, batch, sent).into_response())
}

async fn duties(db: &mut PgConnection, viewer: &Viewer) -> Result<Vec<Duty>> {
    Ok(sqlx::query_as!(
        Duty,
        r#"
        select v.id as "version: VersionId", board_name_on(b.id, me.held_on) as "board!", me.held_on,
            convert_from(v.canonical, 'UTF8')::jsonb #>> '{front,paragraphs}' as "paragraphs!",
            coalesce((select max(s.on_day) from sittings s where s.meeting_id = me.id), me.held_on) as "last_sitting!",
            a.batch_id is not null as "adjusted!",
            not exists (select from required_signers r join leaves l on (l.version_id, l.pos) = (r.version_id, r.pos)
                where r.version_id = v.id and r.person_id = $1 and not exists (select from signed_leaves sl join signatures s on s.id = sl.signature_id
                    where sl.hash = l.hash and s.person_id = r.person_id and s.office = r.office)) as "signed!"
        from versions v
            join batches ba on ba.id = v.batch_id
            join meetings me on me.id = ba.meeting_id
            join boards b on b.id = me.board_id
            left join adjustments a on a.batch_id = ba.id
        where exists (select from required_signers r where r.version_id = v.id and r.person_id = $1)
            and not exists (select from withdrawals w where w.version_id = v.id)
            and not exists (select from versions newer where newer.batch_id = v.batch_id and newer.no > v.no)
        order by a.batch_id is not null, me.held_on desc, v.id
        limit 100
        "#,
        viewer.person.0,
    )
    .fetch_all(db)
    .await?)
}
