//! One decision over several §§ (samlat beslut): sixteen motions tabled at once.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use sqlx::PgConnection;

use super::{Content, Hold, Item, procedure::decide};
use crate::{
    App,
    accounts::Viewer,
    error::Result,
    meetings::{Meeting, Typed},
    register::{ItemId, MeetingId},
    web::{FieldErrors, Form, Now, Path},
};

#[derive(Template, WebTemplate)]
#[template(path = "items/together.html")]
struct TogetherPage {
    viewer: Viewer,
    meeting: Meeting,
    items: Vec<Item>,
    form: Typed,
    errors: FieldErrors,
}

pub(super) async fn new(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<MeetingId>,
) -> Result<Response> {
    let mut db = app.site.acquire().await?;
    let meeting = Meeting::kept_by(&mut db, &viewer, id).await?;
    meeting.refuse_sent(&mut db).await?;

    let page = page(&mut db, viewer, meeting, (Typed::default(), FieldErrors::default())).await?;
    Ok(page.into_response())
}

pub(super) async fn create(
    State(app): State<App>,
    viewer: Viewer,
    now: Now,
    Path(id): Path<MeetingId>,
    Form(form): Form<Typed>,
) -> Result<Response> {
    let mut db = app.site.begin().await?;
    let meeting = Meeting::lock(&mut db, &viewer, id).await?;
    meeting.refuse_sent(&mut db).await?;
    let items = undecided(&mut db, id).await?;

    let mut errors = FieldErrors::default();
    let decision = errors.line("beslut", form.get("beslut"), 2000, "Skriv beslutet.");
    let chosen: Vec<_> =
        items.into_iter().filter(|item| form.ticked(&format!("paragraf_{}", item.id))).collect();
    if chosen.is_empty() {
        errors.add("paragrafer", "Välj minst en paragraf.");
    }
    let Some(decision) = decision.filter(|_| errors.is_empty()) else {
        let page = page(&mut db, viewer, meeting, (form, errors)).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let points = [decision];
    for item in &chosen {
        let (_, item) = Item::lock(&mut db, &viewer, item.id).await?;
        let content = Content::of(&mut db, item.id).await?;
        decide(&mut db, (&meeting, &item), (&content, &points), (&viewer, now)).await?;
    }
    db.commit().await?;

    Ok(Redirect::to(&format!("{}#foredragningslista", meeting.path())).into_response())
}

/// The §§ that can still get a decision and have none.
async fn undecided(db: &mut PgConnection, meeting: MeetingId) -> Result<Vec<Item>> {
    let mut open = vec![];
    for item in Item::all(db, meeting).await? {
        let free = item.withdrawn.is_none() && Hold::on(db, item.id).await?.is_none();
        if free && !has_decision(db, item.id).await? {
            open.push(item);
        }
    }
    Ok(open)
}

async fn has_decision(db: &mut PgConnection, item: ItemId) -> Result<bool> {
    let content = Content::of(db, item).await?;
    Ok(content.decisions.iter().any(|decision| !decision.points.is_empty()))
}

async fn page(
    db: &mut PgConnection,
    viewer: Viewer,
    meeting: Meeting,
    (form, errors): (Typed, FieldErrors),
) -> Result<TogetherPage> {
    let items = undecided(db, meeting.id).await?;
    Ok(TogetherPage { viewer, meeting, items, form, errors })
}

impl TogetherPage {
    fn field(item: &Item) -> String {
        format!("paragraf_{}", item.id)
    }

    fn is_chosen(&self, item: &Item) -> bool {
        self.form.ticked(&Self::field(item))
    }
}
