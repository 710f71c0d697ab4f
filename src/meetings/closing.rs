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
    Course, Item, Meeting, Sitting, agenda, batching,
    former::{Before, Part},
    freezing::{freeze, lock_series},
    order::{self, counts},
    plan::{self, Field},
    roll_call,
    typed::Typed,
};
use crate::{
    App,
    accounts::Viewer,
    error::{Error, Result},
    law,
    register::MeetingId,
    web::{FieldErrors, Form, Now, Path},
    wording::{Number, paragraphs::paragraphs},
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
        if let Some(why) = Course::obstacle(&mut db, &meeting).await? {
            return Err(Error::refused(why));
        }
    }
    freeze(&mut db, &items, now.0).await?;
    batching::main(&mut db, id).await?;
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
    let numbers =
        items.iter().filter_map(|item| Some(Number { number: item.number?, suffix: &item.suffix }));
    paragraphs(&numbers.collect::<Vec<_>>())
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
    sqlx::query!(
        "update items set agenda_pos = pos where meeting_id = $1 and not item_is_frozen(id)",
        meeting.id.0
    )
    .execute(&mut *db)
    .await?;
    agenda::renumber(db, items).await
}
