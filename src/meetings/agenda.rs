//! The meeting's own page (sammanträdet): its facts and its agenda (föredragningslista).

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use sqlx::PgConnection;

use super::{
    Course, Item, Meeting, addition, former::Former, item::kinds, matter_number, plan::Field,
    refuse_held, roll_call, series, typed::Typed,
};
use crate::{
    App,
    accounts::Viewer,
    error::{Error, OnConstraint as _, Result},
    register::{ItemId, MeetingId},
    web::{FieldErrors, Form, Path},
};

#[derive(Template, WebTemplate)]
#[template(path = "meetings/show.html")]
pub(super) struct MeetingPage {
    viewer: Viewer,
    meeting: Meeting,
    /// Out for signing, or adjusted.
    sent: bool,
    points: Vec<Point>,
    kinds: Vec<(String, String)>,
    /// The §§ that a forgotten one can follow.
    places: Vec<(String, String)>,
    quorum: String,
    /// What stood before each change of the days, the times and the roll call.
    history: Vec<Former>,
    form: Typed,
    errors: FieldErrors,
}

/// A point of the agenda with the fields of its two forms.
pub(super) struct Point {
    pub(super) item: Item,
    place: Field,
    reason: Field,
}

/// NUM-05: a number that is frozen before the closing holds the order up to it.
const FROZEN: &str = "Paragrafernas nummer är fasta fram till den som justeras omedelbart. Det som behandlas nu läggs sist.";

/// What is added to the agenda.
pub(super) struct NewPoint {
    pub(super) kind: &'static str,
    title: String,
    registry_nos: Vec<String>,
    extra: bool,
}

pub(super) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<MeetingId>,
) -> Result<Response> {
    let mut db = app.site.acquire().await?;
    let meeting = Meeting::kept_by(&mut db, &viewer, id).await?;

    let page = page(&mut db, viewer, meeting, Typed::default(), FieldErrors::default()).await?;
    Ok(page.into_response())
}

pub(super) async fn create(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<MeetingId>,
    Form(form): Form<Typed>,
) -> Result<Response> {
    let mut db = app.site.begin().await?;
    let meeting = open(&mut db, &viewer, id).await?;
    let key = ItemId(form.id("nyckel").ok_or(Error::Malformed("nyckel".to_owned()))?);

    let mut errors = FieldErrors::default();
    let Some(point) = parse(&form, &mut errors) else {
        let page = page(&mut db, viewer, meeting, form, errors).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    insert(&mut db, &meeting, key, &point).await?;
    db.commit().await?;

    Ok(Redirect::to(&format!("{}#foredragningslista", meeting.path())).into_response())
}

pub(super) async fn reorder(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<MeetingId>,
    Form(form): Form<Typed>,
) -> Result<Response> {
    let mut db = app.site.begin().await?;
    let meeting = open(&mut db, &viewer, id).await?;
    let mut items = Item::all(&mut db, id).await?;
    let from = chosen(&items, &form)?;

    let mut errors = FieldErrors::default();
    let last = i32::try_from(items.len()).unwrap_or(i32::MAX);
    let field = format!("plats_{}", items[from].id);
    let typed = if form.get("till").is_empty() { form.get(&field) } else { form.get("till") };
    let Some(to) = errors.number((&field, "Flytta till plats"), typed, 1..=last) else {
        let page = page(&mut db, viewer, meeting, form, errors).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let to = usize::try_from(to - 1).unwrap_or(0);
    if items.iter().rposition(|item| item.frozen).is_some_and(|last| from.min(to) <= last) {
        return Err(Error::refused(FROZEN));
    }
    let item = items.remove(from);
    items.insert(to, item);
    renumber(&mut db, &items).await?;
    if let Some(why) = Course::obstacle(&mut db, &meeting).await? {
        errors.add(&field, why);
        let page = page(&mut db, viewer, meeting, form, errors).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    db.commit().await?;

    Ok(Redirect::to(&format!("{}#foredragningslista", meeting.path())).into_response())
}

pub(super) async fn withdraw(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<MeetingId>,
    Form(form): Form<Typed>,
) -> Result<Response> {
    let mut db = app.site.begin().await?;
    let meeting = unsent(&mut db, &viewer, id).await?;
    let items = Item::all(&mut db, id).await?;
    let item = &items[chosen(&items, &form)?];
    keeps_its_number(&meeting, item)?;
    refuse_held(&mut db, item.id).await?;

    let mut errors = FieldErrors::default();
    let field = format!("skal_{}", item.id);
    let Some(reason) = errors.line(&field, form.get(&field), 500, "Skriv varför ärendet utgår.")
    else {
        let page = page(&mut db, viewer, meeting, form, errors).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    set_withdrawn(&mut db, item.id, Some(&reason)).await?;
    db.commit().await?;

    Ok(Redirect::to(&format!("{}#foredragningslista", meeting.path())).into_response())
}

pub(super) async fn restore(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<MeetingId>,
    Form(form): Form<Typed>,
) -> Result<Response> {
    let mut db = app.site.begin().await?;
    let meeting = unsent(&mut db, &viewer, id).await?;
    let items = Item::all(&mut db, id).await?;

    let at = chosen(&items, &form)?;
    let item = &items[at];
    keeps_its_number(&meeting, item)?;
    refuse_held(&mut db, item.id).await?;
    if item.number.is_none() && items[at..].iter().any(|later| later.frozen) {
        return Err(Error::refused(FROZEN));
    }

    set_withdrawn(&mut db, item.id, None).await?;
    db.commit().await?;

    Ok(Redirect::to(&format!("{}#foredragningslista", meeting.path())).into_response())
}

/// The meeting, locked, while its points may be struck: also when their numbers are frozen, which they keep (NUM-06).
pub(super) async fn unsent(
    db: &mut PgConnection,
    viewer: &Viewer,
    id: MeetingId,
) -> Result<Meeting> {
    let meeting = Meeting::lock(db, viewer, id).await?;
    match meeting.sent(db).await? {
        Some(why) => Err(Error::refused(why)),
        None => Ok(meeting),
    }
}

/// Once the numbers are frozen, a point without one is neither struck nor taken back: nothing would stand in its place.
fn keeps_its_number(meeting: &Meeting, item: &Item) -> Result<()> {
    if meeting.closed_at.is_some() && item.number.is_none() {
        return Err(Error::refused(
            "Sammanträdet är avslutat, och punkten har inget nummer. Lägg till den som en paragraf som glömdes, om den ska vara med.",
        ));
    }
    Ok(())
}

/// The meeting, locked, while its agenda may change (NUM-05).
async fn open(db: &mut PgConnection, viewer: &Viewer, id: MeetingId) -> Result<Meeting> {
    let meeting = Meeting::lock(db, viewer, id).await?;
    if meeting.closed_at.is_some() {
        return Err(Error::refused(
            "Sammanträdet är avslutat och §-numren är fasta. Föredragningslistan kan inte ändras, men paragrafernas text kan ändras tills de justeras.",
        ));
    }
    Ok(meeting)
}

fn chosen(items: &[Item], form: &Typed) -> Result<usize> {
    let id = form.id("paragraf").ok_or(Error::NotFound)?;
    items.iter().position(|item| item.id.0 == id).ok_or(Error::NotFound)
}

pub(super) async fn page(
    db: &mut PgConnection,
    viewer: Viewer,
    meeting: Meeting,
    mut form: Typed,
    errors: FieldErrors,
) -> Result<MeetingPage> {
    let points = Item::all(db, meeting.id).await?;
    let points: Vec<_> = points
        .into_iter()
        .map(|item| Point {
            place: Field::of(&form, "plats", item.id),
            reason: Field::of(&form, "skal", item.id),
            item,
        })
        .collect();
    if form.get("nyckel").is_empty() {
        form.set("nyckel", ItemId::new().to_string());
    }
    let kinds = kinds().map(|(kind, name)| (kind.to_owned(), name.to_owned())).collect();
    let quorum = roll_call::quorum(db, &meeting).await?;
    let sent = meeting.sent(db).await?.is_some();
    let places = addition::places(&points);
    let history = Former::all(db, meeting.id).await?;
    Ok(MeetingPage { viewer, meeting, sent, points, kinds, places, quorum, history, form, errors })
}

pub(super) fn parse(form: &Typed, errors: &mut FieldErrors) -> Option<NewPoint> {
    let kind = kinds().map(|(kind, _)| kind).find(|kind| *kind == form.get("slag"));
    let kind = errors.check("slag", kind.ok_or("Välj vad punkten är."));
    let title = errors.line("rubrik", form.get("rubrik"), 300, "Skriv en rubrik.");
    let mut registry_nos: Vec<String> = Vec::new();
    for typed in form.get("diarienummer").split(',') {
        let Some(number) = errors.optional_line("diarienummer", typed, 60) else { break };
        if !number.is_empty() && !registry_nos.contains(&number) {
            registry_nos.push(number);
        }
    }
    if registry_nos.len() > 20 {
        errors.add("diarienummer", "Skriv högst 20 diarienummer.");
    }
    let extra = form.ticked("extra");
    let (kind, title) = (kind?, title?);
    errors.is_empty().then_some(NewPoint { kind, title, registry_nos, extra })
}

pub(super) async fn insert(
    db: &mut PgConnection,
    meeting: &Meeting,
    id: ItemId,
    point: &NewPoint,
) -> Result<()> {
    let series = series::open(db, &meeting.board, meeting.held_on, meeting.ordinal).await?;
    let inserted = sqlx::query!(
        r#"
        insert into items (id, meeting_id, board_id, series_id, pos, kind, title, extra)
        select $1, $2, $3, $4, coalesce(max(pos), 0) + 1, $5, $6, $7 from items where meeting_id = $2
        on conflict (id) do nothing
        "#,
        id.0,
        meeting.id.0,
        meeting.board.id.0,
        series.0,
        point.kind,
        point.title,
        point.extra,
    )
    .execute(&mut *db)
    .await?;
    if inserted.rows_affected() == 0 {
        return Ok(());
    }
    let ids: Vec<_> = point.registry_nos.iter().map(|_| uuid::Uuid::now_v7()).collect();
    sqlx::query!(
        r#"
        insert into cases (id, municipality_id, registry_no) select c.id, $1, c.no from unnest($2::uuid[], $3::text[]) c (id, no)
        on conflict on constraint cases_registry_no_key do nothing
        "#,
        meeting.board.host.0,
        &ids,
        &point.registry_nos,
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        r#"
        insert into item_cases (item_id, case_id, pos)
        select $1, c.id, typed.pos::int from unnest($3::text[]) with ordinality typed (no, pos)
            join cases c on c.municipality_id = $2 and c.registry_no = typed.no
        "#,
        id.0,
        meeting.board.host.0,
        &point.registry_nos,
    )
    .execute(&mut *db)
    .await?;
    matter_number::assign(db, meeting, (id, point.kind)).await
}

pub(super) async fn renumber(db: &mut PgConnection, items: &[Item]) -> Result<()> {
    let ids: Vec<_> = items.iter().map(|item| item.id.0).collect();
    sqlx::query!(
        r#"
        update items i set pos = o.pos from unnest($1::uuid[]) with ordinality o (id, pos)
        where i.id = o.id and i.pos <> o.pos
        "#,
        &ids,
    )
    .execute(db)
    .await
    .on_constraint("frozen_by_adjustment", adjusted)?;
    Ok(())
}

async fn set_withdrawn(db: &mut PgConnection, item: ItemId, reason: Option<&str>) -> Result<()> {
    sqlx::query!(
        "update items set withdrawn = $2, version = version + 1 where id = $1 and withdrawn is distinct from $2",
        item.0,
        reason,
    )
    .execute(db)
    .await
    .on_constraint("items_matter_key", number_taken)
    .or_else(|why| match why {
        Error::Database(why) => Err(why).on_constraint("frozen_by_adjustment", adjusted),
        other => Err(other),
    })?;
    Ok(())
}

fn number_taken() -> Error {
    Error::refused("En annan paragraf har fått samma nummer i serien. Ändra numret först.")
}

fn adjusted() -> Error {
    Error::refused("Paragrafen är justerad och kan inte ändras.")
}
