//! Writing a § (skriva en paragraf): the whole of it in one form, saved as one act.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use sqlx::PgConnection;

use super::{
    Content, Head, Hold, Item,
    arrangement::Arrangement,
    difference::{Difference, differences},
    draft::Draft,
    form::ItemForm,
    preview::Preview,
    revision,
    secrecy::{Read, Secrecy, note},
};
use crate::{
    SiteDb,
    accounts::Viewer,
    error::{Error, Result},
    meetings::Meeting,
    register::ItemId,
    web::{FieldErrors, Form, Now, Path, Query, clock_text, local},
};

/// The form; after a stale save, with the other's text beside each field that differs.
#[derive(Template, WebTemplate)]
#[template(path = "items/edit.html")]
struct EditPage {
    viewer: Viewer,
    place: Place,
    form: ItemForm,
    errors: FieldErrors,
    differences: Vec<Difference>,
    /// "10.42", when the § has just been saved.
    saved: Option<String>,
    /// The form holds something that is not saved.
    unsaved: bool,
    previewing: bool,
    /// The field to go on in.
    focus: String,
}

/// The § when nothing of it can be changed; what somebody typed all the same is kept on the page.
#[derive(Template, WebTemplate)]
#[template(path = "items/held.html")]
struct HeldPage {
    viewer: Viewer,
    place: Place,
    content: Content,
    hold: Hold,
    differences: Vec<Difference>,
}

/// The § with its neighbours in the meeting.
struct Place {
    meeting: Meeting,
    item: Item,
    before: Option<Item>,
    after: Option<Item>,
    secrecy: Option<Secrecy>,
    arrangement: Arrangement,
}

#[derive(Deserialize)]
pub(super) struct Saved {
    sparat: Option<String>,
}

impl EditPage {
    fn new(viewer: Viewer, place: Place, form: ItemForm) -> Self {
        let (errors, differences) = (FieldErrors::default(), vec![]);
        let (saved, focus) = (None, String::new());
        let (unsaved, previewing) = (false, false);
        Self { viewer, place, form, errors, differences, saved, unsaved, previewing, focus }
    }

    /// The text as it will be read, when that was asked for.
    fn preview(&self, plain: &str) -> Option<Preview> {
        self.previewing.then(|| Preview::of(plain))
    }

    /// What another has saved in a field, from there to what is typed.
    fn theirs(&self, name: &str) -> &str {
        let differing = self.differences.iter().find(|difference| difference.name == name);
        differing.map_or("", |difference| &difference.changes)
    }

    fn only_theirs(&self) -> impl Iterator<Item = &Difference> {
        self.differences.iter().filter(|difference| difference.only_saved)
    }
}

impl Place {
    async fn of(db: &mut PgConnection, meeting: Meeting, item: Item) -> Result<Self> {
        let mut all = Item::all(db, meeting.id).await?;
        let at = all.iter().position(|other| other.id == item.id).unwrap_or_default();
        let after = (at + 1 < all.len()).then(|| all.swap_remove(at + 1));
        let before = at.checked_sub(1).map(|at| all.swap_remove(at));
        let secrecy = Secrecy::of(db, item.id).await?;
        let arrangement = Arrangement::of(db, &meeting).await?;
        Ok(Self { meeting, item, before, after, secrecy, arrangement })
    }

    fn adjusting_path(&self) -> String {
        format!("{}/justering", self.meeting.path())
    }
}

pub(super) async fn edit(
    viewer: Viewer,
    now: Now,
    State(SiteDb(db)): State<SiteDb>,
    Path(id): Path<ItemId>,
    Query(Saved { sparat }): Query<Saved>,
) -> Result<Response> {
    let mut db = db.acquire().await?;
    let (meeting, item) = Item::kept_by(&mut db, &viewer, id).await?;
    note(&mut db, &viewer, Read::Item(id), now).await?;
    let stored = Draft::of(&mut db, &item).await?;
    let hold = Hold::on(&mut db, id).await?;
    let place = Place::of(&mut db, meeting, item).await?;

    if let Some(hold) = hold {
        let (content, differences) = (stored.content, vec![]);
        return Ok(HeldPage { viewer, place, content, hold, differences }.into_response());
    }
    let form = stored.form(&place);
    let saved =
        sparat.filter(|at| at.len() == 5 && at.chars().all(|c| c.is_ascii_digit() || c == '.'));
    Ok(EditPage { saved, ..EditPage::new(viewer, place, form) }.into_response())
}

pub(super) async fn update(
    viewer: Viewer,
    now: Now,
    State(SiteDb(site)): State<SiteDb>,
    Path(id): Path<ItemId>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response> {
    let mut form = ItemForm::read(fields)?;
    let mut db = site.begin().await?;
    note(&mut db, &viewer, Read::Item(id), now).await?;
    let (meeting, item) = Item::lock(&mut db, &viewer, id).await?;
    let stored = Draft::of(&mut db, &item).await?;
    let hold = Hold::on(&mut db, id).await?;
    let place = Place::of(&mut db, meeting, item).await?;
    form.name_parts(id, &place.arrangement);

    if let Some(hold) = hold {
        db.commit().await?;
        return Ok(held(viewer, place, stored, &form, hold));
    }
    if form.action != "spara" {
        return Ok(reshaped(viewer, place, form).into_response());
    }
    let draft = match form.parse(&place.item) {
        Ok(draft) => draft,
        Err(errors) => {
            let page = EditPage { errors, unsaved: true, ..EditPage::new(viewer, place, form) };
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    if draft != stored && form.version != place.item.version {
        db.commit().await?;
        return Ok(conflict(viewer, place, form, &stored));
    }

    if draft != stored {
        let written = write(&mut db, &place, (&stored, &draft), (&viewer, now)).await;
        if written.as_ref().is_err_and(is_frozen) {
            db.rollback().await?;
            return Ok(held(viewer, place, stored, &form, Hold::Adjusted));
        }
        written?;
        db.commit().await?;
        metrics::counter!("paragraf_saves_total").increment(1);
    }

    let clock = clock_text(local(now.0).1);
    Ok(Redirect::to(&format!("{}?sparat={clock}", place.item.path())).into_response())
}

impl Draft {
    /// The § as it is kept.
    async fn of(db: &mut PgConnection, item: &Item) -> Result<Self> {
        Ok(Self { head: Head::of(item), content: Content::of(db, item.id).await? })
    }

    /// Ready to be changed: what every § begins with is there, empty, when it has nothing yet.
    fn form(&self, place: &Place) -> ItemForm {
        let mut form = ItemForm::of(place.item.version, &self.head, &self.content);
        form.begin(place.item.id, &place.arrangement);
        form
    }
}

async fn write(
    db: &mut PgConnection,
    place: &Place,
    (before, after): (&Draft, &Draft),
    (viewer, now): (&Viewer, Now),
) -> Result<()> {
    let Place { meeting, item, .. } = place;
    after.head.replace(db, item.id, meeting.board.host, &before.head).await?;
    after.content.replace(db, item.id, &before.content).await?;
    revision::record(db, item, (before, after), viewer.account, now.0).await
}

/// Writes another content of a § whose head stays as it is.
pub(super) async fn rewrite(
    db: &mut PgConnection,
    (meeting, item): (&Meeting, &Item),
    (before, after): (&Content, &Content),
    (viewer, now): (&Viewer, Now),
) -> Result<()> {
    let head = Head::of(item);
    let old = Draft { head: head.clone(), content: before.clone() };
    let new = Draft { head, content: after.clone() };
    new.head.replace(db, item.id, meeting.board.host, &old.head).await?;
    new.content.replace(db, item.id, before).await?;
    revision::record(db, item, (&old, &new), viewer.account, now.0).await
}

fn is_frozen(error: &Error) -> bool {
    matches!(error, Error::Database(sqlx::Error::Database(why)) if why.constraint() == Some("frozen_by_adjustment"))
}

fn reshaped(viewer: Viewer, place: Place, mut form: ItemForm) -> EditPage {
    let previewing = form.action == "forhandsgranska";
    let focus = form.act();
    EditPage { previewing, focus, unsaved: true, ..EditPage::new(viewer, place, form) }
}

/// 409: both texts, and a form that saves what was typed over what the other saved.
fn conflict(viewer: Viewer, place: Place, mut form: ItemForm, stored: &Draft) -> Response {
    let differences = differences(&form, &stored.form(&place));
    form.version = place.item.version;
    let page = EditPage { differences, unsaved: true, ..EditPage::new(viewer, place, form) };
    (StatusCode::CONFLICT, page).into_response()
}

/// 409: why it cannot be saved, and what was typed.
fn held(viewer: Viewer, place: Place, stored: Draft, form: &ItemForm, hold: Hold) -> Response {
    let differences = differences(form, &stored.form(&place));
    let page = HeldPage { viewer, place, content: stored.content, hold, differences };
    (StatusCode::CONFLICT, page).into_response()
}
