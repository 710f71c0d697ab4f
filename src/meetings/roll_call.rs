//! The roll call (närvaro) when a meeting opens: one form, saved as the first moments of the meeting.

use std::collections::BTreeMap;

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
    Attendance, Course, Meeting,
    former::{Before, Part},
    opening::{self, Official},
    plan::Field,
    seating::{self, MAX_OTHERS, is_substitute},
    typed::Typed,
};
use crate::{
    App,
    accounts::Viewer,
    boards::{Board, Seat},
    error::Result,
    law,
    register::MeetingId,
    web::{FieldErrors, Form, Now, Path, Query},
};

#[derive(Template, WebTemplate)]
#[template(path = "meetings/attendance.html")]
struct AttendancePage {
    viewer: Viewer,
    meeting: Meeting,
    quorum: String,
    members: Vec<Row>,
    substitutes: Vec<Row>,
    /// The seats that a substitute may serve in.
    places: Vec<(String, String)>,
    /// Those who may chair and adjust.
    persons: Vec<(String, String)>,
    adjusters: Vec<Field>,
    others: Vec<(Field, Field)>,
    officials: Vec<Official>,
    form: Typed,
    errors: FieldErrors,
    /// What somebody else has saved since the form was opened.
    saved: Option<Attendance>,
    /// It has just been saved.
    kept: bool,
}

/// The address after a save.
#[derive(Deserialize)]
pub(super) struct Kept {
    sparat: Option<String>,
}

/// A seat with its fields.
struct Row {
    seat: Seat,
    answer: Field,
    place: Field,
    remote: Field,
}

pub(super) async fn edit(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<MeetingId>,
    Query(Kept { sparat }): Query<Kept>,
) -> Result<Response> {
    let mut db = app.site.acquire().await?;
    let meeting = Meeting::kept_by(&mut db, &viewer, id).await?;
    meeting.refuse_sent(&mut db).await?;
    let seats = Board::seats_on(&mut db, meeting.board.id, meeting.held_on).await?;
    let places = opening::places(&mut db, id).await?;
    let saved = Attendance::of(&mut db, &meeting).await?;

    let form = filled(&meeting, &seats, &places, &saved);
    let page = page(&mut db, viewer, (meeting, seats), form, FieldErrors::default()).await?;
    Ok(AttendancePage { kept: sparat.is_some(), ..page }.into_response())
}

pub(super) async fn update(
    State(app): State<App>,
    viewer: Viewer,
    now: Now,
    Path(id): Path<MeetingId>,
    Form(mut form): Form<Typed>,
) -> Result<Response> {
    let mut db = app.site.begin().await?;
    let meeting = Meeting::lock(&mut db, &viewer, id).await?;
    meeting.refuse_sent(&mut db).await?;
    let seats = Board::seats_on(&mut db, meeting.board.id, meeting.held_on).await?;

    let mut errors = FieldErrors::default();
    if form.wants_row() {
        let page = page(&mut db, viewer, (meeting, seats), form, errors).await?;
        return Ok(page.into_response());
    }
    let seating = seating::parse(&form, &meeting.board, &seats, &mut errors);
    if form.get("version") != meeting.version.to_string() {
        form.set("version", meeting.version.to_string());
        let saved = Attendance::of(&mut db, &meeting).await?;
        let places = opening::places(&mut db, id).await?;
        let kept = filled(&meeting, &seats, &places, &saved);
        let kept = seating::parse(&kept, &meeting.board, &seats, &mut FieldErrors::default());
        // Sent again because the first answer was lost.
        if seating.is_some() && seating == kept {
            return Ok(Redirect::to(&format!("{}/narvaro", meeting.path())).into_response());
        }
        let saved = Some(saved);
        let page = page(&mut db, viewer, (meeting, seats), form, errors).await?;
        return Ok((StatusCode::CONFLICT, AttendancePage { saved, ..page }).into_response());
    }
    let Some(seating) = seating else {
        let page = page(&mut db, viewer, (meeting, seats), form, errors).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let before = Before::of(&mut db, id, Part::Attendance).await?;
    opening::replace(&mut db, &meeting, &seating).await?;
    if let Some(why) = Course::obstacle(&mut db, &meeting).await? {
        errors.add("ordforande", why);
        let page = page(&mut db, viewer, (meeting, seats), form, errors).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    before.keep(&mut db, &viewer, now).await?;
    db.commit().await?;

    Ok(Redirect::to(&format!("{}/narvaro?sparat=ja", meeting.path())).into_response())
}

/// The quorum of a meeting in words: "Beslutsför: 4 av 4 tjänstgör, det krävs 3." (QUO-01, QUO-07).
pub(super) async fn quorum(db: &mut PgConnection, meeting: &Meeting) -> Result<String> {
    let serving = Attendance::of(db, meeting).await?.serving.len();
    Ok(quorum_text(serving, meeting.board.seats))
}

fn quorum_text(serving: usize, seats: i32) -> String {
    let (serving, seats) = (u32::try_from(serving).unwrap_or(0), u32::try_from(seats).unwrap_or(0));
    if serving == 0 {
        return "Närvaron är inte antecknad.".to_owned();
    }
    let may = if law::quorum::quorate(serving, seats) { "Beslutsför" } else { "Inte beslutsför" };
    format!("{may}: {serving} av {seats} tjänstgör, det krävs {}.", law::quorum::needed(seats))
}

/// The form as the meeting's opening was saved; before that, with every member present.
fn filled(
    meeting: &Meeting,
    seats: &[Seat],
    places: &BTreeMap<Uuid, Uuid>,
    saved: &Attendance,
) -> Typed {
    let mut form = Typed::default();
    form.set("version", meeting.version.to_string());
    let fresh = saved.serving.is_empty() && saved.present.is_empty() && saved.others.is_empty();
    for seat in seats {
        let Some(person) = seat.person else { continue };
        let serving = saved.serving.iter().find(|serving| serving.person == person);
        let present = saved.present.iter().find(|present| present.person == person);
        let remote = serving.map_or(present.is_some_and(|present| present.remote), |s| s.remote);
        let answer = match (is_substitute(seat), serving.is_some(), present.is_some()) {
            (false, true, _) if remote => "distans",
            (false, true, _) => "narvarande",
            (false, ..) if fresh => "narvarande",
            (true, true, _) => "tjanstgor",
            (true, _, true) => "utan",
            _ => "franvarande",
        };
        form.set(format!("narvaro_{}", seat.id), answer);
        form.set(format!("distans_{}", seat.id), if remote { "ja" } else { "" });
        if let Some(place) = places.get(&person.0) {
            form.set(format!("for_{}", seat.id), place.to_string());
        }
    }
    form.set("ordforande", saved.chair.map(|chair| chair.to_string()).unwrap_or_default());
    for (n, adjuster) in (1..).zip(&saved.adjusters) {
        form.set(format!("justerare_{n}"), adjuster.to_string());
    }
    form.set("justerare_reserv", saved.spare.map(|one| one.to_string()).unwrap_or_default());
    for (n, other) in (1..).zip(&saved.others) {
        form.set(format!("namn_{n}"), other.name.as_str());
        form.set(format!("titel_{n}"), other.title.as_str());
    }
    form
}

async fn page(
    db: &mut PgConnection,
    viewer: Viewer,
    (meeting, seats): (Meeting, Vec<Seat>),
    form: Typed,
    errors: FieldErrors,
) -> Result<AttendancePage> {
    let others = form.rows("namn", MAX_OTHERS) + usize::from(form.wants_row());
    let others = (1..=others.min(MAX_OTHERS))
        .map(|n| (Field::of(&form, "namn", n), Field::of(&form, "titel", n)))
        .collect();
    let mut places = vec![(String::new(), "Välj".to_owned())];
    let mut persons = vec![(String::new(), "Inte angivet".to_owned())];
    for seat in &seats {
        if !is_substitute(seat) {
            places.push((seat.id.to_string(), named(seat)));
        }
        if let Some(person) = seat.person {
            persons.push((person.to_string(), named(seat)));
        }
    }
    let adjusters =
        (1..=meeting.board.adjusters).map(|n| Field::of(&form, "justerare", n)).collect();
    let (substitutes, members) = seats
        .into_iter()
        .map(|seat| Row {
            answer: Field::of(&form, "narvaro", seat.id),
            place: Field::of(&form, "for", seat.id),
            remote: Field::of(&form, "distans", seat.id),
            seat,
        })
        .partition(|row| is_substitute(&row.seat));
    Ok(AttendancePage {
        quorum: quorum(db, &meeting).await?,
        officials: opening::officials(db, &meeting).await?,
        viewer,
        meeting,
        members,
        substitutes,
        places,
        persons,
        adjusters,
        others,
        form,
        errors,
        saved: None,
        kept: false,
    })
}

/// "Magnus Andersson (S)".
fn named(seat: &Seat) -> String {
    if seat.party.is_empty() {
        seat.name.clone()
    } else {
        format!("{} ({})", seat.name, seat.party)
    }
}

/// What a seat is called in the list.
fn role_name(seat: &Seat) -> &'static str {
    match seat.role.as_str() {
        "chair" => "ordförande",
        "first_vice_chair" => "förste vice ordförande",
        "second_vice_chair" => "andre vice ordförande",
        "substitute" => "ersättare",
        _ => "ledamot",
    }
}

impl Row {
    /// "Magnus Andersson (S), ordförande, Hallsberg" (ATT-03).
    fn legend(&self) -> String {
        let mut legend = format!("{}, {}", named(&self.seat), role_name(&self.seat));
        if let Some(municipality) = &self.seat.municipality {
            legend.push_str(", ");
            legend.push_str(municipality);
        }
        legend
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quo_01_the_quorum_is_told_in_words() {
        assert_eq!(quorum_text(4, 4), "Beslutsför: 4 av 4 tjänstgör, det krävs 3.");
        assert_eq!(quorum_text(2, 4), "Inte beslutsför: 2 av 4 tjänstgör, det krävs 3.");
    }
}
