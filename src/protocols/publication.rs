//! Publication (publicering): an act of its own after the adjusting, whole or withheld per § (PRI-02).

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    batch::{At, Batch},
    record::{Certificate, CertificateLine, Part, Record, RecordItem, Rendition},
    sheet::sheet,
    version::Version,
};
use crate::{
    App, Now, SiteDb,
    accounts::{Viewer, step_up_field},
    database::acts,
    error::{Error, Result},
    items::{Read, Secrecy, note},
    notices::Notice,
    print,
    register::{AccountId, MeetingId},
    seal::{Hash, canonical},
    web::{FieldErrors, Form, Path, instant_text},
};

/// The sentence in place of a § that is not published (PRI-07).
const WITHHELD: &str = "Paragrafen publiceras inte på webben. Den finns i det justerade protokollet, som kan begäras ut hos kommunen.";

#[derive(Template, WebTemplate)]
#[template(path = "protocols/publication.html")]
pub(super) struct PublicationPage {
    viewer: Viewer,
    batch: Batch,
    version: Version,
    published: bool,
    /// The §§ that are secret, which stay unpublished (INV-13).
    secret: Vec<Uuid>,
    form: PublicationForm,
    errors: FieldErrors,
}

/// The §§ that stay unpublished, and the password where it was not given lately.
#[derive(Debug, Default, Deserialize)]
pub(super) struct PublicationForm {
    #[serde(default)]
    withheld: Vec<Uuid>,
    #[serde(default)]
    password: String,
    #[serde(default)]
    code: String,
}

impl PublicationPage {
    async fn load(db: &mut PgConnection, viewer: Viewer, at: At) -> Result<Self> {
        let batch = Batch::at(db, &viewer, at).await?.ok_or(Error::NotFound)?;
        batch.stage.publish().map_err(Error::refused)?;
        let version = batch.sent()?.clone();
        let last = withheld(db, &batch).await?;
        let published = last.is_some();
        let secret = Secrecy::items_of(db, batch.meeting.id).await?;
        let form =
            PublicationForm { withheld: last.unwrap_or_default(), ..PublicationForm::default() };
        let errors = FieldErrors::default();
        Ok(Self { viewer, batch, version, published, secret, form, errors })
    }

    fn withholds(&self, item: &Uuid) -> bool {
        self.form.withheld.contains(item)
    }

    fn is_secret(&self, item: &Uuid) -> bool {
        self.secret.contains(item)
    }
}

pub(super) async fn new(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    now: Now,
    Path(at): Path<At>,
) -> Result<PublicationPage> {
    let mut db = db.acquire().await?;
    note(&mut db, &viewer, Read::Meeting(at.meeting), now).await?;
    PublicationPage::load(&mut db, viewer, at).await
}

pub(super) async fn create(
    State(app): State<App>,
    now: Now,
    viewer: Viewer,
    Path(at): Path<At>,
    Form(form): Form<PublicationForm>,
) -> Result<Response> {
    let mut errors = FieldErrors::default();
    step_up_field(&app, &viewer, (&form.password, &form.code), &mut errors).await?;
    let mut db = app.site.begin().await?;
    note(&mut db, &viewer, Read::Meeting(at.meeting), now).await?;
    let mut page = PublicationPage::load(&mut db, viewer, at).await?;
    Batch::lock(&mut db, page.batch.id).await?;

    page.errors = errors;
    if !page.errors.is_empty() {
        db.commit().await?;
        page.form = form;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    publish(&mut db, &page.batch, &form.withheld, Some(page.viewer.account), now).await?;
    db.commit().await?;

    Ok(Redirect::to(&page.batch.path()).into_response())
}

/// Makes the public rendition and its PDF from disclosed parts only, and stores both.
pub(crate) async fn publish(
    db: &mut PgConnection,
    batch: &Batch,
    withheld: &[Uuid],
    by: Option<AccountId>,
    now: Now,
) -> Result<()> {
    let version = batch.sent()?;
    let secret = Secrecy::items_of(db, batch.meeting.id).await?;
    let withheld = &[withheld, &secret].concat();
    let titles = public_titles(db, batch.meeting.id).await?;
    let imported = batch.meeting.origin == "imported";
    let rendition = Rendition {
        record: masked(&version.record, withheld, &titles, WITHHELD),
        certificate: certificate(version, imported),
        imported,
    };
    let notices = Notice::of_batch(db, batch.id).await?;
    let kept_at = sqlx::query_scalar!(
        "select kept_at from municipalities where id = $1",
        batch.meeting.board.host.0
    )
    .fetch_one(&mut *db)
    .await?;
    let data = sheet(&rendition, &notices, &kept_at, (batch.adjusted_on(), now.today()))?;
    let pdf = print::protocol_in_background(data).await?;

    store(db, batch, Stored { rendition: &rendition, pdf, withheld, by }, now).await
}

/// The §§ that the newest publication withholds; none where nothing is published.
pub(super) async fn withheld(db: &mut PgConnection, batch: &Batch) -> Result<Option<Vec<Uuid>>> {
    Ok(sqlx::query_scalar!(
        r#"
        select array(select item_id from disclosures d where d.publication_id = p.id and d.level = 'withheld') as "withheld!"
        from publications p where p.batch_id = $1 order by p.n desc limit 1
        "#,
        batch.id.0
    )
    .fetch_optional(db)
    .await?)
}

/// What a publication keeps.
struct Stored<'a> {
    rendition: &'a Rendition,
    pdf: Vec<u8>,
    withheld: &'a [Uuid],
    by: Option<AccountId>,
}

async fn store(db: &mut PgConnection, batch: &Batch, kept: Stored<'_>, now: Now) -> Result<()> {
    let Stored { rendition, pdf, withheld, by } = kept;
    let file = Hash::of(&pdf);
    let record = canonical(rendition)?;
    if stands(db, batch, &record, file).await? {
        return Ok(());
    }
    sqlx::query!(
        "insert into blobs (sha256, bytes, media_type) values ($1, $2, 'application/pdf') on conflict do nothing",
        file.as_ref(),
        pdf,
    )
    .execute(&mut *db)
    .await?;
    let id = Uuid::now_v7();
    sqlx::query!(
        r#"
        insert into publications (id, batch_id, n, at, by_id, record, pdf, board, paragraphs)
        select $1, $2, coalesce(max(n), 0) + 1, $3, $4, $5, $6, $7, $8 from publications where batch_id = $2
        "#,
        id,
        batch.id.0,
        now.0,
        by.map(|by| by.0),
        record,
        file.as_ref(),
        rendition.record.front.board,
        rendition.record.front.paragraphs,
    )
    .execute(&mut *db)
    .await?;
    let items: Vec<Uuid> = rendition.record.items.iter().map(|item| item.id).collect();
    sqlx::query!(
        r#"
        insert into disclosures (publication_id, item_id, level)
        select $1, item, case when item = any($3) then 'withheld' else 'whole' end from unnest($2::uuid[]) as item
        "#,
        id,
        &items,
        withheld,
    )
    .execute(&mut *db)
    .await?;
    acts::append(db, now.0, "published", id, Hash::of(&record)).await?;
    Ok(())
}

/// Whether the newest publication says the same already: a form sent twice publishes once.
async fn stands(db: &mut PgConnection, batch: &Batch, record: &[u8], file: Hash) -> Result<bool> {
    let same = sqlx::query_scalar!(
        r#"select record = $2 and pdf = $3 as "same!" from publications where batch_id = $1 order by n desc limit 1"#,
        batch.id.0,
        record,
        file.as_ref(),
    )
    .fetch_optional(db)
    .await?;
    Ok(same.unwrap_or(false))
}

/// The record with withheld §§ emptied, and a sentence in their place: number and place stay (NUM-13).
pub(super) fn masked(
    record: &Record,
    withheld: &[Uuid],
    titles: &[(Uuid, String)],
    sentence: &str,
) -> Record {
    let items = record.items.iter().map(|item| {
        if withheld.contains(&item.id) { emptied(item, titles, sentence) } else { item.clone() }
    });
    Record { items: items.collect(), ..record.clone() }
}

fn emptied(item: &RecordItem, titles: &[(Uuid, String)], sentence: &str) -> RecordItem {
    let neutral = titles
        .iter()
        .find(|(id, title)| *id == item.id && !title.is_empty())
        .map_or("Publiceras inte", |(_, title)| title.as_str());
    RecordItem {
        id: item.id,
        series: item.series.clone(),
        number: item.number,
        suffix: item.suffix.clone(),
        kind: item.kind.clone(),
        title: neutral.to_owned(),
        registry_nos: vec![],
        rapporteur: String::new(),
        chair: String::new(),
        withdrawn: None,
        documents: vec![],
        recipients: vec![],
        annexes: vec![],
        parts: vec![],
        withheld: Some(sentence.to_owned()),
    }
}

fn certificate(version: &Version, imported: bool) -> Certificate {
    let signatures = version
        .signers
        .iter()
        .filter_map(|signer| {
            Some(CertificateLine {
                name: signer.name.clone(),
                party: signer.party.clone(),
                office: signer.office.as_str().to_owned(),
                method: signer.method.clone(),
                level: signer.level.clone(),
                signed_at: instant_text(signer.signed_at?),
            })
        })
        .collect();
    let root = if imported { String::new() } else { version.root.to_string() };
    Certificate { version: version.no, root, signatures }
}

/// The neutral heading of each § (PRI-12).
pub(super) async fn public_titles(
    db: &mut PgConnection,
    meeting: MeetingId,
) -> Result<Vec<(Uuid, String)>> {
    let rows = sqlx::query!("select id, public_title from items where meeting_id = $1", meeting.0)
        .fetch_all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.public_title)).collect())
}
