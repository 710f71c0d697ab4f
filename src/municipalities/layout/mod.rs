//! The municipality's layout of its §§ (uppställning, SEC-22): order, headings and phrases, with those it had before.

mod form;
mod kept;

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{Difference, Municipality, differences};
use crate::{
    SiteDb,
    accounts::Viewer,
    error::Result,
    register::MunicipalityId,
    web::{FieldErrors, Form, Now, Path, Query},
    wording::Layout,
};
use form::{Action, LayoutForm};
use kept::Kept;
pub(crate) use kept::layout;

#[derive(Template, WebTemplate)]
#[template(path = "municipalities/layout.html")]
struct LayoutPage {
    viewer: Viewer,
    municipality: Municipality,
    /// Every layout that was saved, from the newest.
    kept: Vec<Kept>,
    form: LayoutForm,
    errors: FieldErrors,
    conflict: Vec<Difference>,
    /// The form holds something that is not saved.
    unsaved: bool,
    /// The field to go on in.
    focus: String,
}

#[derive(Deserialize)]
pub(super) struct Chosen {
    /// A layout of before, to begin from.
    fran: Option<Uuid>,
}

impl LayoutPage {
    async fn of(db: &mut PgConnection, viewer: Viewer, id: MunicipalityId) -> Result<Self> {
        let municipality = Municipality::administered(db, &viewer, id).await?;
        let kept = Kept::all(db, id).await?;
        let (errors, conflict, focus) = (FieldErrors::default(), vec![], String::new());
        let form = LayoutForm::default();
        Ok(Self { viewer, municipality, kept, form, errors, conflict, unsaved: false, focus })
    }

    /// What stands now.
    fn standing(&self) -> Layout {
        self.kept.first().map(Kept::layout).unwrap_or_default()
    }

    fn newest(&self) -> Option<Uuid> {
        self.kept.first().map(|kept| kept.id)
    }

    fn is_standard(&self) -> bool {
        self.standing() == Layout::default()
    }

    fn path(&self) -> String {
        format!("{}/uppstallning", self.municipality.path())
    }

    fn saved(&self) -> Response {
        Redirect::to(&self.path()).into_response()
    }
}

pub(super) async fn edit(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    Path(id): Path<MunicipalityId>,
    Query(Chosen { fran }): Query<Chosen>,
) -> Result<Response> {
    let page = LayoutPage::of(&mut *db.acquire().await?, viewer, id).await?;

    let former = page.kept.iter().find(|kept| Some(kept.id) == fran).map(Kept::layout);
    let unsaved = former.is_some();
    let layout = former.unwrap_or_else(|| page.standing());
    let form = LayoutForm::of(&layout, page.newest());
    Ok(LayoutPage { form, unsaved, ..page }.into_response())
}

pub(super) async fn update(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    now: Now,
    Path(id): Path<MunicipalityId>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response> {
    let mut form = LayoutForm::read(fields)?;
    let mut db = db.begin().await?;
    let page = LayoutPage::of(&mut db, viewer, id).await?;

    let layout = match form.act() {
        Action::Shape(focus) => {
            return Ok(LayoutPage { form, focus, unsaved: true, ..page }.into_response());
        }
        Action::Standard => Layout::default(),
        Action::Save => match form.parse() {
            Ok(layout) => layout,
            Err(errors) => {
                let page = LayoutPage { form, errors, unsaved: true, ..page };
                return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
            }
        },
    };
    if layout == page.standing() {
        return Ok(page.saved());
    }

    let ids = (form.id.unwrap_or_else(Uuid::now_v7), form.replaces);
    let is_newest = form.replaces == page.newest();
    if !(is_newest && kept::insert(&mut db, id, &layout, ids, (&page.viewer, now)).await?) {
        return conflict(&mut db, page.viewer, id, &layout).await;
    }
    db.commit().await?;

    tracing::info!(by = %page.viewer.account, municipality = %id, "layout saved");
    Ok(page.saved())
}

/// The page with both; saving it once more replaces the other's.
async fn conflict(
    db: &mut PgConnection,
    viewer: Viewer,
    id: MunicipalityId,
    typed: &Layout,
) -> Result<Response> {
    let page = LayoutPage::of(db, viewer, id).await?;
    let form = LayoutForm::of(typed, page.newest());
    let stored = LayoutForm::of(&page.standing(), None);
    let conflict = differences(form.entries(), stored.entries());
    if conflict.is_empty() {
        return Ok(page.saved());
    }
    let page = LayoutPage { form, conflict, unsaved: true, ..page };
    Ok((StatusCode::CONFLICT, page).into_response())
}
