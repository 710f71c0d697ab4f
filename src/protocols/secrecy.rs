//! Marking a § as secret (sekretessmarkering), at any time: what is published already is published anew without it.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::{batch::Batch, publication};
use crate::{
    App, Now, SiteDb,
    accounts::{Viewer, step_up_field},
    error::{Error, OnConstraint as _, Result},
    items::{Item, Read, Secrecy, note},
    meetings::Meeting,
    register::ItemId,
    web::{FieldErrors, Form, Path},
};

#[derive(Template, WebTemplate)]
#[template(path = "protocols/secrecy.html")]
struct SecrecyPage {
    viewer: Viewer,
    meeting: Meeting,
    item: Item,
    secrecy: Option<Secrecy>,
    marks: Vec<Mark>,
    readers: Vec<Reader>,
    form: SecrecyForm,
    errors: FieldErrors,
}

/// What was decided about its secrecy, and when.
struct Mark {
    provision: String,
    reason: String,
    by: String,
    at: OffsetDateTime,
}

/// Somebody who may read it.
struct Reader {
    name: String,
    capacities: Vec<String>,
}

impl Reader {
    fn words(&self) -> String {
        let words = self.capacities.iter().map(|capacity| match capacity.as_str() {
            "signer" => "justerar protokollet",
            "serving" => "tjänstgör på sammanträdet",
            _ => "utsedd av organet",
        });
        words.collect::<Vec<_>>().join(", ")
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct SecrecyForm {
    #[serde(rename = "lagrum")]
    provision: String,
    #[serde(rename = "skal")]
    reason: String,
    /// Whether it is secret no more.
    #[serde(rename = "upphor")]
    lifts: String,
    password: String,
    code: String,
}

/// The rule, empty when it is secret no more, and why.
struct Decided {
    provision: String,
    reason: String,
}

impl SecrecyForm {
    fn lifts(&self) -> bool {
        self.lifts == "ja"
    }

    fn parse(&self, errors: &mut FieldErrors) -> Option<Decided> {
        if self.lifts() {
            let why = "Skriv varför paragrafen inte längre är sekretessbelagd.";
            let reason = errors.line("skal", &self.reason, 500, why)?;
            return Some(Decided { provision: String::new(), reason });
        }
        let rule = "Skriv vilken bestämmelse som gäller, till exempel 26 kap. 1 § offentlighets- och sekretesslagen.";
        let provision = errors.line("lagrum", &self.provision, 200, rule);
        let reason = errors.optional_line("skal", &self.reason, 500);
        Some(Decided { provision: provision?, reason: reason? })
    }
}

pub(super) async fn edit(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    now: Now,
    Path(id): Path<ItemId>,
) -> Result<Response> {
    let mut db = db.acquire().await?;
    let (meeting, item) = Item::kept_by(&mut db, &viewer, id).await?;
    note(&mut db, &viewer, Read::Item(id), now).await?;
    let page = page(&mut db, viewer, (meeting, item), now).await?;
    Ok(page.into_response())
}

pub(super) async fn update(
    State(app): State<App>,
    viewer: Viewer,
    now: Now,
    Path(id): Path<ItemId>,
    Form(form): Form<SecrecyForm>,
) -> Result<Response> {
    let mut errors = FieldErrors::default();
    if form.lifts() {
        step_up_field(&app, &viewer, (&form.password, &form.code), &mut errors).await?;
    }
    let mut db = app.site.begin().await?;
    let (meeting, item) = Item::lock(&mut db, &viewer, id).await?;
    note(&mut db, &viewer, Read::Item(id), now).await?;

    let decided = form.parse(&mut errors).filter(|_| errors.is_empty());
    let Some(decided) = decided else {
        let page = page(&mut db, viewer, (meeting, item), now).await?;
        db.commit().await?;
        let page = SecrecyPage { form, errors, ..page };
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    if insert(&mut db, &viewer, id, &decided, now).await? && !form.lifts() {
        withhold(&mut db, &viewer, &meeting, now).await?;
    }
    db.commit().await?;

    Ok(Redirect::to(&format!("{}/sekretess", item.path())).into_response())
}

async fn page(
    db: &mut PgConnection,
    viewer: Viewer,
    (meeting, item): (Meeting, Item),
    now: Now,
) -> Result<SecrecyPage> {
    let secrecy = Secrecy::of(db, item.id).await?;
    let marks = sqlx::query_as!(
        Mark,
        r#"
        select s.provision, s.reason, coalesce(p.name, 'den fil som hämtades') as "by!", s.at
        from secrecies s left join accounts a on a.id = s.by_id left join persons p on p.id = a.person_id
        where s.item_id = $1 order by s.n desc limit 100
        "#,
        item.id.0,
    )
    .fetch_all(&mut *db)
    .await?;
    let readers = sqlx::query_as!(
        Reader,
        r#"
        select p.name, array_agg(distinct r.capacity) as "capacities!"
        from secret_item_readers r join persons p on p.id = r.person_id
        where r.item_id = $1 and coalesce(r.from_on, $2) <= $2 and coalesce(r.until_on, $2) >= $2
        group by p.id, p.name order by p.name collate "sv-x-icu", p.id
        "#,
        item.id.0,
        now.today(),
    )
    .fetch_all(db)
    .await?;
    let (form, errors) = (SecrecyForm::default(), FieldErrors::default());
    Ok(SecrecyPage { viewer, meeting, item, secrecy, marks, readers, form, errors })
}

/// Says whether anything is new: a form sent twice marks once.
async fn insert(
    db: &mut PgConnection,
    viewer: &Viewer,
    item: ItemId,
    decided: &Decided,
    now: Now,
) -> Result<bool> {
    let inserted = sqlx::query!(
        r#"
        insert into secrecies (item_id, n, provision, reason, by_id, at)
        select $1, coalesce(max(s.n), 0) + 1, $2, $3, $4, $5 from secrecies s where s.item_id = $1
        having $2 <> coalesce((select i.provision from secret_items i where i.item_id = $1), '')
        "#,
        item.0,
        decided.provision,
        decided.reason,
        viewer.account.0,
        now.0,
    )
    .execute(db)
    .await
    .on_constraint("secrecies_pkey", || Error::Malformed("sekretess".to_owned()))?;
    Ok(inserted.rows_affected() == 1)
}

/// Publishes anew what stands in public, without what is secret now; the old text is read by nobody from that moment.
async fn withhold(
    db: &mut PgConnection,
    viewer: &Viewer,
    meeting: &Meeting,
    now: Now,
) -> Result<()> {
    for batch in Batch::all(db, meeting).await? {
        if let Some(withheld) = publication::withheld(db, &batch).await? {
            publication::publish(db, &batch, &withheld, Some(viewer.account), now).await?;
        }
    }
    Ok(())
}
