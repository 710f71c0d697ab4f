//! The page of a meeting's course (förlopp): what happened, § by §, and who serves after it.

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

use super::{
    Course, Moment,
    calls::Call,
    moment::{self, CLOSING, EVENTS},
};
use crate::{
    App,
    accounts::Viewer,
    error::{Error, Result},
    law::procedure::Edge,
    meetings::{Item, Meeting, former, opening, typed::Typed},
    register::{ItemId, MeetingId},
    web::{FieldErrors, Form, Now, Path, Query},
};

#[derive(Template, WebTemplate)]
#[template(path = "meetings/course.html")]
struct CoursePage {
    viewer: Viewer,
    meeting: Meeting,
    /// Why nothing can be noted any more, if it is so.
    sent: Option<&'static str>,
    stops: Vec<Stop>,
    events: Vec<(String, String)>,
    people: Vec<(String, String)>,
    places: Vec<(String, String)>,
    seats: Vec<(String, String)>,
    edges: Vec<(String, String)>,
    officials: Vec<opening::Official>,
    form: Typed,
    errors: FieldErrors,
    /// What the law or the board's rules say of what is about to be noted.
    warnings: Vec<String>,
}

/// An item, the opening or the closing, with what happened there.
struct Stop {
    anchor: String,
    heading: String,
    lines: Vec<Line>,
    /// Who chairs, and how many serve when it is over.
    standing: String,
    /// Whom to call to the seats that became empty there.
    calls: Vec<Call>,
}

struct Line {
    id: Uuid,
    when: &'static str,
    words: String,
    /// Noted here, and so moved and taken out here; a vote is kept with its §.
    own: bool,
}

#[derive(Deserialize)]
pub(in crate::meetings) struct At {
    paragraf: Option<String>,
}

pub(in crate::meetings) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<MeetingId>,
    Query(at): Query<At>,
) -> Result<Response> {
    let mut db = app.site.acquire().await?;
    let meeting = Meeting::kept_by(&mut db, &viewer, id).await?;

    let mut form = Typed::default();
    form.set("paragraf", at.paragraf.unwrap_or_default());
    form.set("lage", Edge::During.as_str());
    let page = page(&mut db, viewer, meeting, form, FieldErrors::default()).await?;
    Ok(page.into_response())
}

pub(in crate::meetings) async fn create(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<MeetingId>,
    Form(form): Form<Typed>,
) -> Result<Response> {
    let mut db = app.site.begin().await?;
    let meeting = Meeting::lock(&mut db, &viewer, id).await?;
    meeting.refuse_sent_at(&mut db, form.id("paragraf").map(ItemId)).await?;
    let course = Course::of(&mut db, &meeting).await?;
    let items = Item::all(&mut db, id).await?;

    let mut errors = FieldErrors::default();
    let noted = moment::parse(&mut db, &form, (&meeting, &course, &items), &mut errors).await?;
    let Some(noted) = noted else {
        let page = page(&mut db, viewer, meeting, form, errors).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let warnings = match course.with(&meeting, (&items, &noted)) {
        Ok(after) => {
            let before = course.unlawful(&course.derived, &items);
            let after = course.unlawful(&after, &items);
            after.into_iter().filter(|sentence| !before.contains(sentence)).collect()
        }
        Err(refusals) => {
            for why in refusals {
                errors.add("handelse", why);
            }
            vec![]
        }
    };
    if !errors.is_empty() || (!warnings.is_empty() && !form.ticked("anda")) {
        let page = page(&mut db, viewer, meeting, form, errors).await?;
        let page = CoursePage { warnings, ..page };
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    for moment in &noted {
        moment.insert(&mut db, id).await?;
    }
    db.commit().await?;

    let place = noted.first().and_then(|moment| moment.item);
    Ok(Redirect::to(&address(&meeting, place)).into_response())
}

/// The course at an item.
fn address(meeting: &Meeting, item: Option<ItemId>) -> String {
    let at = item.map_or(CLOSING.to_owned(), |item| item.to_string());
    format!("{}/forlopp?paragraf={at}#vid-{at}", meeting.path())
}

pub(in crate::meetings) async fn reorder(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<MeetingId>,
    Form(form): Form<Typed>,
) -> Result<Response> {
    let mut db = app.site.begin().await?;
    let meeting = Meeting::lock(&mut db, &viewer, id).await?;
    let course = Course::of(&mut db, &meeting).await?;
    let items = Item::all(&mut db, id).await?;
    let at = form.id("handelse").and_then(|id| course.index(id));
    meeting.refuse_sent_at(&mut db, at.and_then(|at| course.moments[at].item)).await?;
    let Some(at) = at else {
        return Ok(Redirect::to(&address(&meeting, None)).into_response());
    };
    let there = (course.moments[at].item, course.moments[at].edge);

    let mut moments = course.moments.clone();
    let other = if form.get("till") == "upp" { at.checked_sub(1) } else { Some(at + 1) };
    let other = other.filter(|n| moments.get(*n).is_some_and(|one| (one.item, one.edge) == there));
    let Some(other) = other else {
        return Ok(Redirect::to(&address(&meeting, there.0)).into_response());
    };
    moments.swap(at, other);
    if let Err(refusals) = course.derive_anew(&meeting, (&items, &moments)) {
        return Err(Error::refused(refusals.join(" ")));
    }
    let same = moments.iter().filter(|one| (one.item, one.edge) == there);
    Moment::reorder(&mut db, &same.map(|one| one.id).collect::<Vec<_>>()).await?;
    db.commit().await?;

    Ok(Redirect::to(&address(&meeting, there.0)).into_response())
}

pub(in crate::meetings) async fn destroy(
    State(app): State<App>,
    viewer: Viewer,
    now: Now,
    Path(id): Path<MeetingId>,
    Form(form): Form<Typed>,
) -> Result<Response> {
    let mut db = app.site.begin().await?;
    let meeting = Meeting::lock(&mut db, &viewer, id).await?;
    let course = Course::of(&mut db, &meeting).await?;
    let items = Item::all(&mut db, id).await?;
    let at = form.id("handelse").and_then(|id| course.index(id));
    meeting.refuse_sent_at(&mut db, at.and_then(|at| course.moments[at].item)).await?;
    let Some(at) = at else {
        return Ok(Redirect::to(&address(&meeting, None)).into_response());
    };
    let gone = &course.moments[at];
    if !is_own(gone) {
        return Err(Error::NotFound);
    }

    let rest: Vec<_> = course.moments.iter().filter(|one| one.id != gone.id).cloned().collect();
    if let Err(refusals) = course.derive_anew(&meeting, (&items, &rest)) {
        let why = refusals.join(" ");
        return Err(Error::refused(format!(
            "Händelsen kan inte tas bort, för annat bygger på den. {why}"
        )));
    }
    let heading = Course::heading(gone.item, gone.edge, &items);
    let line = format!("{heading}: {}", moment::words(&course, gone));
    former::keep_line(&mut db, (&viewer, now), id, &line).await?;
    Moment::delete(&mut db, gone.id).await?;
    db.commit().await?;

    Ok(Redirect::to(&address(&meeting, gone.item)).into_response())
}

/// Whether a moment is noted on this page: not the roll call, not a vote or a decision.
fn is_own(moment: &Moment) -> bool {
    let opening = moment.item.is_none() && moment.edge == Edge::Before;
    !opening && super::stream::words(moment.event).0.is_some()
}

async fn page(
    db: &mut PgConnection,
    viewer: Viewer,
    meeting: Meeting,
    form: Typed,
    errors: FieldErrors,
) -> Result<CoursePage> {
    let course = Course::of(db, &meeting).await?;
    let items = Item::all(db, meeting.id).await?;
    let sent = meeting.sent(db).await?;
    let officials = opening::officials(db, &meeting).await?;
    let choose = || (String::new(), "Välj".to_owned());
    let people = course.people.iter().map(|one| (one.id.to_string(), one.with_party()));
    let own = course.seats.iter().filter(|seat| !crate::meetings::seating::is_substitute(seat));
    let seats = own.map(|seat| (seat.id.to_string(), course.seat_name(seat.id)));
    let mut places = vec![choose()];
    let mut stops = vec![stop(&course, None, Edge::Before, "Sammanträdet öppnas".to_owned())];
    for item in course.items.iter().filter_map(|id| items.iter().find(|item| item.id == *id)) {
        let heading = format!("{} {}", item.sign(), item.title).trim().to_owned();
        places.push((item.id.to_string(), heading.clone()));
        stops.push(stop(&course, Some(item.id), Edge::During, heading));
    }
    places.push((CLOSING.to_owned(), "Efter den sista punkten".to_owned()));
    stops.push(stop(&course, None, Edge::After, "Sammanträdet avslutas".to_owned()));
    Ok(CoursePage {
        events: EVENTS.map(|(word, name)| (word.to_owned(), name.to_owned())).to_vec(),
        people: std::iter::once(choose()).chain(people).collect(),
        seats: std::iter::once((String::new(), "Egen plats".to_owned())).chain(seats).collect(),
        edges: Edge::ALL
            .iter()
            .map(|edge| (edge.as_str().to_owned(), edge.name().to_owned()))
            .collect(),
        viewer,
        meeting,
        sent,
        stops,
        places,
        officials,
        form,
        errors,
        warnings: vec![],
    })
}

fn stop(course: &Course, item: Option<ItemId>, edge: Edge, heading: String) -> Stop {
    let here = |one: &&Moment| match item {
        Some(_) => one.item == item,
        None => one.item.is_none() && one.edge == edge,
    };
    let lines = course.moments.iter().filter(here).map(|one| Line {
        id: one.id,
        when: match (item, one.edge) {
            (None, _) | (_, Edge::During) => "",
            (_, Edge::Before) => "Före",
            (_, Edge::After) => "Efter",
        },
        words: moment::words(course, one),
        own: is_own(one),
    });
    let anchor = match (item, edge) {
        (Some(item), _) => item.to_string(),
        (None, Edge::After) => CLOSING.to_owned(),
        (None, _) => "oppning".to_owned(),
    };
    let lines = lines.collect();
    let calls = course.calls(item, edge);
    Stop { anchor, heading, lines, standing: course.standing(item, edge), calls }
}
