//! Which §§ are signed together (underskriftsomgångar): a § that is adjusted at once, or that is secret, is put in a batch of its own.

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
    batch::{Batch, Kind},
    stage::Stage,
};
use crate::{
    App, Now, SiteDb,
    accounts::Viewer,
    error::{Error, Result},
    items::Secrecy,
    meetings::{Item, Meeting, batching, freeze_through, lock_series, refuse_held},
    register::{BatchId, ItemId, MeetingId},
    web::{FieldErrors, Form, Path},
};

const IMPORTED: &str = "Protokollet är hämtat från ett annat system och ändras inte här.";
const CANCELLED: &str = "Sammanträdet är inställt.";

#[derive(Template, WebTemplate)]
#[template(path = "protocols/batches.html")]
pub(super) struct BatchesPage {
    viewer: Viewer,
    meeting: Meeting,
    /// Those put apart, with their §§.
    apart: Vec<(Batch, Vec<Item>)>,
    /// What the main protocol holds, or will hold.
    rest: Vec<Item>,
    /// Why nothing can be taken out of the main protocol; nothing while it can.
    locked: Option<String>,
    /// The §§ of the rest that are secret.
    secret: Vec<Uuid>,
    form: BatchesForm,
    errors: FieldErrors,
}

/// What is done with which §§; the key makes a form that is sent twice put them apart once.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct BatchesForm {
    #[serde(rename = "nyckel")]
    key: Option<BatchId>,
    #[serde(rename = "atgard")]
    action: String,
    #[serde(rename = "paragraf")]
    items: Vec<Uuid>,
}

/// What the form asks for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Move {
    Apart(Kind),
    Back,
}

impl BatchesForm {
    fn wanted(&self) -> Result<Move> {
        match self.action.as_str() {
            "omedelbart" => Ok(Move::Apart(Kind::Immediate)),
            "eget" => Ok(Move::Apart(Kind::Secret)),
            "tillbaka" => Ok(Move::Back),
            _ => Err(Error::Malformed("atgard".to_owned())),
        }
    }
}

impl BatchesPage {
    async fn load(db: &mut PgConnection, viewer: Viewer, meeting: Meeting) -> Result<Self> {
        let placed = Kind::of_items(db, meeting.id).await?;
        let batches = Batch::all(db, &meeting).await?;
        let main = batches.iter().find(|batch| batch.kind == Kind::Main);
        let locked = main.and_then(|main| main.stage.send().err()).map(|why| why.to_string());
        let secret = Secrecy::items_of(db, meeting.id).await?;
        let items = Item::all(db, meeting.id).await?;
        let items: Vec<_> = items.into_iter().filter(|item| item.number.is_some()).collect();
        let holds = |batch: Option<BatchId>| {
            let there = |item: &&Item| placed.get(&item.id.0).map(|(id, _)| *id) == batch;
            items.iter().filter(there).cloned().collect::<Vec<_>>()
        };
        let rest = holds(None);
        let apart = batches.into_iter().filter(|batch| batch.kind != Kind::Main);
        let apart = apart.map(|batch| (batch.clone(), holds(Some(batch.id)))).collect();
        let (form, errors) = (BatchesForm::default(), FieldErrors::default());
        Ok(Self { viewer, meeting, apart, rest, locked, secret, form, errors })
    }

    fn key(&self) -> BatchId {
        self.form.key.unwrap_or_else(BatchId::new)
    }

    fn is_chosen(&self, item: &Item) -> bool {
        self.form.items.contains(&item.id.0)
    }

    /// The §§ that can be put apart: those that were handled.
    fn handled(&self) -> impl Iterator<Item = &Item> {
        self.rest.iter().filter(|item| item.withdrawn.is_none())
    }

    fn secret(&self) -> impl Iterator<Item = &Item> {
        self.handled().filter(|item| self.secret.contains(&item.id.0))
    }

    /// How far a batch has come.
    fn standing(batch: &Batch) -> &'static str {
        match batch.stage {
            Stage::Draft => "Inte skickad",
            Stage::Adjusting { .. } => "Skickad till justering",
            Stage::Adjusted { .. } => "Justerad",
        }
    }
}

pub(super) async fn index(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    Path(meeting): Path<MeetingId>,
) -> Result<BatchesPage> {
    let mut db = db.acquire().await?;
    let meeting = Meeting::kept_by(&mut db, &viewer, meeting).await?;
    BatchesPage::load(&mut db, viewer, meeting).await
}

pub(super) async fn create(
    State(app): State<App>,
    viewer: Viewer,
    now: Now,
    Path(meeting): Path<MeetingId>,
    Form(form): Form<BatchesForm>,
) -> Result<Response> {
    let mut db = app.site.begin().await?;
    let meeting = Meeting::lock(&mut db, &viewer, meeting).await?;
    refuse(&meeting)?;
    let wanted = form.wanted()?;
    lock_series(&mut db, meeting.id).await?;
    let items = Item::all(&mut db, meeting.id).await?;
    let secret = Secrecy::items_of(&mut db, meeting.id).await?;

    let mut errors = FieldErrors::default();
    let chosen = chosen(&items, &form, &mut errors)?;
    if wanted == Move::Apart(Kind::Secret) {
        for item in chosen.iter().filter(|item| !secret.contains(&item.id.0)) {
            errors.add("eget", format!("{} är inte sekretessbelagd.", item.sign()));
        }
    }
    if !errors.is_empty() {
        let page = BatchesPage::load(&mut db, viewer, meeting).await?;
        let page = BatchesPage { form, errors, ..page };
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let done = Redirect::to(&format!("{}/omgangar", meeting.path()));
    let ids: Vec<_> = chosen.iter().map(|item| item.id).collect();
    match wanted {
        Move::Apart(kind) => {
            let key = form.key.ok_or_else(|| Error::Malformed("nyckel".to_owned()))?;
            if is_made(&mut db, key).await? {
                return Ok(done.into_response());
            }
            for item in &ids {
                refuse_held(&mut db, *item).await?;
            }
            batching::apart(&mut db, meeting.id, (key, kind.as_str())).await?;
            if kind == Kind::Immediate {
                freeze_through(&mut db, &items, &ids, now.0).await?;
            }
            batching::put(&mut db, key, &ids).await?;
        }
        Move::Back => back(&mut db, &meeting, &ids).await?,
    }
    db.commit().await?;

    Ok(done.into_response())
}

fn refuse(meeting: &Meeting) -> Result<()> {
    if meeting.origin == "imported" {
        return Err(Error::refused(IMPORTED));
    }
    if meeting.cancelled.is_some() {
        return Err(Error::refused(CANCELLED));
    }
    Ok(())
}

/// The chosen §§ of the meeting; one of another meeting is not found.
fn chosen(items: &[Item], form: &BatchesForm, errors: &mut FieldErrors) -> Result<Vec<Item>> {
    let field = if form.action == "eget" { "eget" } else { "omedelbart" };
    if form.items.is_empty() {
        errors.add(field, "Välj minst en paragraf.");
    }
    let mut chosen = vec![];
    for id in &form.items {
        let item = items.iter().find(|item| item.id.0 == *id).ok_or(Error::NotFound)?;
        if item.number.is_none() || item.withdrawn.is_some() {
            errors.add(field, format!("{} har inte behandlats som paragraf.", item.link()));
        }
        chosen.push(item.clone());
    }
    Ok(chosen)
}

async fn is_made(db: &mut PgConnection, key: BatchId) -> Result<bool> {
    Ok(sqlx::query_scalar!(r#"select exists (select from batches where id = $1) as "is!""#, key.0)
        .fetch_one(db)
        .await?)
}

/// Puts §§ back with the rest: at once where the meeting is closed, else at its closing.
async fn back(db: &mut PgConnection, meeting: &Meeting, items: &[ItemId]) -> Result<()> {
    let placed = Kind::of_items(db, meeting.id).await?;
    let apart: Vec<_> = items.iter().filter(|item| placed.contains_key(&item.0)).copied().collect();
    if apart.is_empty() {
        return Ok(());
    }
    for item in &apart {
        refuse_held(db, *item).await?;
    }
    let batches = Batch::all(db, meeting).await?;
    if let Some(main) = batches.iter().find(|batch| batch.kind == Kind::Main) {
        main.stage.send().map_err(Error::refused)?;
    }
    batching::release(db, &apart).await?;
    if meeting.closed_at.is_some() {
        batching::main(db, meeting.id).await?;
    }
    Ok(())
}
