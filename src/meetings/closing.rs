//! Closing a meeting (avslutande): its real times, and § numbers that never change again.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime, Time};

use super::{
    Course, Item, Meeting, Sitting, agenda,
    former::{Before, Part},
    order::{self, counts},
    paragraphs,
    plan::{self, Field},
    roll_call,
    typed::Typed,
};
use crate::{
    App,
    accounts::Viewer,
    error::{Error, Result},
    law,
    register::{BatchId, MeetingId},
    web::{FieldErrors, Form, Now, Path},
};

#[derive(Template, WebTemplate)]
#[template(path = "meetings/close.html")]
struct ClosePage {
    viewer: Viewer,
    meeting: Meeting,
    ends: Vec<(Sitting, Field)>,
    numbers: String,
    /// The order that closing makes lasting.
    order: String,
    counted: Vec<Item>,
    struck: Vec<Item>,
    /// What the numbers follow, and the place of each point by its id (NUM-08).
    follows: String,
    choices: Vec<(String, String)>,
    places: BTreeMap<String, Field>,
    /// Another order than the one that was shown: it is read before it lasts.
    reordered: bool,
    /// An earlier meeting of the board that is still open, whose §§ would get higher numbers.
    earlier: Option<Date>,
    quorum: String,
    errors: FieldErrors,
}

impl ClosePage {
    fn place(&self, item: &Item) -> &Field {
        &self.places[&item.id.to_string()]
    }

    /// The label of its place.
    fn handled_as(item: &Item) -> String {
        format!("{} {}: behandlades som nummer", item.sign(), item.title).trim_start().to_owned()
    }
}

pub(super) async fn new(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<MeetingId>,
) -> Result<Response> {
    let mut db = app.site.acquire().await?;
    let meeting = Meeting::kept_by(&mut db, &viewer, id).await?;
    if meeting.closed_at.is_some() {
        return Ok(Redirect::to(&meeting.path()).into_response());
    }
    let items = Item::all(&mut db, id).await?;
    refuse(&meeting, &items)?;

    let form = plan::filled(&meeting);
    let page = page(&mut db, viewer, meeting, (&items, &items), (&form, FieldErrors::default()));
    Ok(page.await?.into_response())
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
    if meeting.closed_at.is_some() {
        return Ok(Redirect::to(&meeting.path()).into_response());
    }
    lock_series(&mut db, id).await?;
    let agenda = Item::all(&mut db, id).await?;
    refuse(&meeting, &agenda)?;

    let mut errors = FieldErrors::default();
    let ends = parse(&form, &meeting, now, &mut errors);
    if members(form.get("paragrafer")) != members(&order(&agenda)) {
        errors.add("paragrafer", "Föredragningslistan har ändrats. Läs igenom och avsluta igen.");
    }
    let items = order::chosen(&form, &agenda, &mut errors).unwrap_or_else(|| agenda.clone());
    let reordered = errors.is_empty() && form.get("paragrafer") != order(&items);
    if reordered || !errors.is_empty() {
        let page = page(&mut db, viewer, meeting, (&agenda, &items), (&form, errors)).await?;
        let status = if reordered { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        return Ok((status, ClosePage { reordered, ..page }).into_response());
    }
    let before = Before::of(&mut db, id, Part::Plan).await?;
    set_times(&mut db, &meeting, &ends, now.0).await?;
    before.keep(&mut db, &viewer, now).await?;
    if order::is_handled(&form) {
        reorder(&mut db, &meeting, &items).await?;
        if let Some(why) = Course::impossible(&mut db, &meeting).await? {
            return Err(Error::refused(why));
        }
    }
    freeze(&mut db, &items, now.0).await?;
    batch(&mut db, id).await?;
    db.commit().await?;

    Ok(Redirect::to(&meeting.path()).into_response())
}

fn refuse(meeting: &Meeting, items: &[Item]) -> Result<()> {
    if meeting.cancelled.is_some() {
        return Err(Error::refused("Sammanträdet är inställt och kan inte avslutas."));
    }
    if !items.iter().any(counts) {
        return Err(Error::refused(
            "Sammanträdet har inga paragrafer. Lägg till minst en innan det avslutas.",
        ));
    }
    Ok(())
}

fn range(items: &[Item]) -> String {
    let numbers: Vec<_> =
        items.iter().filter_map(|item| Some((item.number?, item.suffix.as_str()))).collect();
    paragraphs(&numbers)
}

/// The points that count, in their order: what somebody saw before closing.
pub(crate) fn order(items: &[Item]) -> String {
    let counted = items.iter().filter(|item| counts(item));
    counted.map(|item| item.id.to_string()).collect::<Vec<_>>().join(",")
}

/// The same points, whatever their order.
fn members(order: &str) -> BTreeSet<&str> {
    order.split(',').collect()
}

/// The real end of each sitting.
fn parse(form: &Typed, meeting: &Meeting, now: Now, errors: &mut FieldErrors) -> Vec<Time> {
    let mut ends = Vec::new();
    for sitting in &meeting.sittings {
        let field = format!("slutar_{}", sitting.n);
        if sitting.on_day > now.today() {
            errors.add(&field, "Dagen har inte varit än. Avsluta när sammanträdet är slut.");
        }
        if let Some(end) = errors.clock(&field, form.get(&field)) {
            plan::check_end(&field, sitting.starts_at, end, errors);
            ends.push(end);
        }
    }
    ends
}

async fn page(
    db: &mut PgConnection,
    viewer: Viewer,
    meeting: Meeting,
    (agenda, items): (&[Item], &[Item]),
    (form, errors): (&Typed, FieldErrors),
) -> Result<ClosePage> {
    let ends = meeting.sittings.iter().cloned();
    let ends = ends
        .map(|sitting| {
            let field = Field::of(form, "slutar", sitting.n);
            (sitting, field)
        })
        .collect();
    let earlier = earlier_open(db, &meeting).await?;
    let quorum = roll_call::quorum(db, &meeting).await?;
    Ok(ClosePage {
        viewer,
        meeting,
        ends,
        numbers: range(items),
        order: order(items),
        counted: items.iter().filter(|item| counts(item)).cloned().collect(),
        struck: items.iter().filter(|item| item.withdrawn.is_some()).cloned().collect(),
        follows: form.get("numren_foljer").to_owned(),
        choices: order::CHOICES.map(|(key, words)| (key.to_owned(), words.to_owned())).to_vec(),
        places: order::fields(form, agenda),
        reordered: false,
        earlier,
        quorum,
        errors,
    })
}

async fn earlier_open(db: &mut PgConnection, meeting: &Meeting) -> Result<Option<Date>> {
    Ok(sqlx::query_scalar!(
        r#"
        select m.held_on from meetings m
        where m.board_id = $1 and (m.held_on, m.ordinal) < ($2, $3) and m.closed_at is null and m.cancelled is null
            and exists (select from items a join items b on b.series_id = a.series_id where a.meeting_id = m.id and b.meeting_id = $4)
        order by m.held_on, m.ordinal limit 1
        "#,
        meeting.board.id.0,
        meeting.held_on,
        meeting.ordinal,
        meeting.id.0,
    )
    .fetch_optional(db)
    .await?)
}

/// Keeps other meetings of the board from taking the same numbers (NUM-04).
pub(super) async fn lock_series(db: &mut PgConnection, meeting: MeetingId) -> Result<()> {
    sqlx::query!(
        "select id from series where id in (select series_id from items where meeting_id = $1) order by id for update",
        meeting.0,
    )
    .fetch_all(db)
    .await?;
    Ok(())
}

async fn set_times(
    db: &mut PgConnection,
    meeting: &Meeting,
    ends: &[Time],
    at: OffsetDateTime,
) -> Result<()> {
    let n: Vec<_> = meeting.sittings.iter().map(|sitting| sitting.n).collect();
    sqlx::query!(
        r#"
        update sittings s set ends_at = e.ends_at from unnest($2::int[], $3::time[]) e (n, ends_at)
        where s.meeting_id = $1 and s.n = e.n
        "#,
        meeting.id.0,
        &n,
        ends,
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "update meetings set closed_at = $2, version = version + 1 where id = $1",
        meeting.id.0,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// NUM-08: the points stand in the order handled; where they stood on the agenda is kept.
async fn reorder(db: &mut PgConnection, meeting: &Meeting, items: &[Item]) -> Result<()> {
    sqlx::query!("update items set agenda_pos = pos where meeting_id = $1", meeting.id.0)
        .execute(&mut *db)
        .await?;
    agenda::renumber(db, items).await
}

/// NUM-01, NUM-05: the provisional numbers stand from now on, and the series goes on after them.
async fn freeze(db: &mut PgConnection, items: &[Item], at: OffsetDateTime) -> Result<()> {
    let unfrozen = || items.iter().filter(|item| !item.frozen);
    let ids: Vec<_> = unfrozen().map(|item| item.id.0).collect();
    let numbers: Vec<_> = unfrozen().map(|item| item.number).collect();
    sqlx::query!(
        r#"
        update items i set number = f.number, frozen_at = $3
        from unnest($1::uuid[], $2::int[]) f (id, number)
        where i.id = f.id
        "#,
        &ids,
        &numbers as &[Option<i32>],
        at,
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        r#"
        update series s set last_frozen = greatest(s.last_frozen, f.last)
        from (select series_id, max(number) as last from items where id = any($1) group by series_id) f
        where s.id = f.series_id and f.last is not null
        "#,
        &ids,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// One batch of all that is not adjusted apart (INV-05), and the document that renders it.
pub(crate) async fn batch(db: &mut PgConnection, meeting: MeetingId) -> Result<BatchId> {
    let batch = BatchId::new();
    sqlx::query!(
        r#"
        insert into batches (id, meeting_id, n, kind)
        select $1, $2, coalesce(max(n), 0) + 1, 'main' from batches where meeting_id = $2
        "#,
        batch.0,
        meeting.0,
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        r#"
        insert into batch_items (item_id, batch_id)
        select id, $1 from items where meeting_id = $2 and (number is not null or (kind = 'unnumbered' and withdrawn is null))
        on conflict (item_id) do nothing
        "#,
        batch.0,
        meeting.0,
    )
    .execute(&mut *db)
    .await?;
    let document = uuid::Uuid::now_v7();
    sqlx::query!(
        r#"
        insert into documents (id, meeting_id, part)
        select $1, $2, coalesce(max(part), 0) + 1 from documents where meeting_id = $2
        "#,
        document,
        meeting.0,
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "insert into document_batches (document_id, batch_id, pos) values ($1, $2, 1)",
        document,
        batch.0
    )
    .execute(db)
    .await?;
    Ok(batch)
}
