//! Changing a meeting (ändring): its days, times and places, or that it is called off.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use sqlx::PgConnection;
use time::Date;

use super::{
    Meeting,
    former::{Before, Part},
    numbering::instance,
    plan::{self, Plan, SittingRow},
    planning, series,
    typed::Typed,
};
use crate::{
    App,
    accounts::Viewer,
    boards::Board,
    error::Result,
    register::MeetingId,
    web::{FieldErrors, Form, Now, Path},
};

#[derive(Template, WebTemplate)]
#[template(path = "meetings/edit.html")]
struct EditMeetingPage {
    viewer: Viewer,
    meeting: Meeting,
    board: Board,
    secretaries: Vec<(String, String)>,
    form: Typed,
    rows: Vec<SittingRow>,
    errors: FieldErrors,
    /// What somebody else has saved since the form was opened.
    saved: Option<Vec<SittingRow>>,
}

pub(super) async fn edit(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<MeetingId>,
) -> Result<Response> {
    let mut db = app.site.acquire().await?;
    let meeting = Meeting::kept_by(&mut db, &viewer, id).await?;
    meeting.refuse_sent(&mut db).await?;

    let secretaries = secretaries(&mut db, &meeting, viewer.now.today()).await?;
    let form = plan::filled(&meeting);
    Ok(page(viewer, (meeting, secretaries), form, FieldErrors::default()).into_response())
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

    let secretaries = secretaries(&mut db, &meeting, viewer.now.today()).await?;
    let mut errors = FieldErrors::default();
    if form.wants_row() {
        return Ok(page(viewer, (meeting, secretaries), form, errors).into_response());
    }
    let plan = plan::parse(&form, (&secretaries, meeting.secretary), &mut errors);
    let cancelled = errors.optional_line("installt", form.get("installt"), 500);
    if form.get("version") != meeting.version.to_string() {
        if plan.is_some() && plan == kept(&meeting, &secretaries, cancelled.as_deref()) {
            return Ok(Redirect::to(&meeting.path()).into_response());
        }
        form.set("version", meeting.version.to_string());
        let saved = Some(plan::rows(&plan::filled(&meeting)));
        let page = EditMeetingPage { saved, ..page(viewer, (meeting, secretaries), form, errors) };
        return Ok((StatusCode::CONFLICT, page).into_response());
    }
    if let (Some(plan), Some(cancelled)) = (plan, cancelled) {
        let cancelled = (!cancelled.is_empty()).then_some(cancelled);
        check_closed(&meeting, &plan, cancelled.is_some(), (now.today(), &mut errors));
        let before = Before::of(&mut db, meeting.id, Part::Plan).await?;
        if errors.is_empty() && save(&mut db, &meeting, &plan, cancelled, &mut errors).await? {
            before.keep(&mut db, &viewer, now).await?;
            db.commit().await?;
            return Ok(Redirect::to(&meeting.path()).into_response());
        }
    }
    let page = page(viewer, (meeting, secretaries), form, errors);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// The plan as it is kept, when it is called off or not as the form says: then a stale form is one that was sent
/// again because the first answer was lost.
fn kept(
    meeting: &Meeting,
    secretaries: &[(String, String)],
    cancelled: Option<&str>,
) -> Option<Plan> {
    let same = cancelled == Some(meeting.cancelled.as_deref().unwrap_or_default());
    let form = plan::filled(meeting);
    let usual = (secretaries, meeting.secretary);
    plan::parse(&form, usual, &mut FieldErrors::default()).filter(|_| same)
}

/// Who may be chosen.
async fn secretaries(
    db: &mut PgConnection,
    meeting: &Meeting,
    today: Date,
) -> Result<Vec<(String, String)>> {
    plan::secretaries(db, meeting.board.id, Some(meeting.secretary), today).await
}

fn page(
    viewer: Viewer,
    (meeting, secretaries): (Meeting, Vec<(String, String)>),
    form: Typed,
    errors: FieldErrors,
) -> EditMeetingPage {
    let rows = plan::rows(&form);
    let board = meeting.board.clone();
    EditMeetingPage { viewer, meeting, board, secretaries, form, rows, errors, saved: None }
}

/// NUM-04, NUM-05: frozen numbers keep their series, and what was held was not called off.
fn check_closed(
    meeting: &Meeting,
    plan: &Plan,
    cancelled: bool,
    (today, errors): (Date, &mut FieldErrors),
) {
    if meeting.closed_at.is_none() {
        return;
    }
    let series = |day| instance(&meeting.board.numbering, day, 1);
    if plan.sittings.first().is_some_and(|first| series(first.on_day) != series(meeting.held_on)) {
        errors.add(
            "dag_1",
            "Sammanträdet är avslutat och §-numren är fasta. Det kan inte flyttas till en annan nummerserie.",
        );
    }
    for sitting in &plan.sittings {
        if sitting.ends_at.is_none() {
            let field = format!("slutar_{}", sitting.n);
            errors.add(&field, "Sammanträdet är avslutat. Skriv när varje dag slutade.");
        }
        if sitting.on_day > today {
            let field = format!("dag_{}", sitting.n);
            errors.add(&field, "Sammanträdet är avslutat. Dagen kan inte ligga framåt i tiden.");
        }
    }
    if cancelled {
        errors.add("installt", "Ett avslutat sammanträde kan inte ställas in.");
    }
}

/// Says whether it could be saved.
async fn save(
    db: &mut PgConnection,
    meeting: &Meeting,
    plan: &Plan,
    cancelled: Option<String>,
    errors: &mut FieldErrors,
) -> Result<bool> {
    let held_on = plan.sittings.first().map_or(meeting.held_on, |first| first.on_day);
    let ordinal = if held_on == meeting.held_on {
        meeting.ordinal
    } else {
        planning::lock_board(db, &meeting.board).await?;
        let Some(next) = planning::ordinal_on(db, &meeting.board, held_on, errors).await? else {
            return Ok(false);
        };
        next
    };
    sqlx::query!(
        r#"
        update meetings set held_on = $2, ordinal = $3, remote = $4, public = $5, adjusting_place = $6, adjusting_time = $7,
            cancelled = $8, secretary_id = $9, version = version + 1
        where id = $1
        "#,
        meeting.id.0,
        held_on,
        ordinal,
        plan.remote,
        plan.public,
        plan.adjusting_place,
        plan.adjusting_time,
        cancelled,
        plan.secretary,
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!("delete from sittings where meeting_id = $1", meeting.id.0)
        .execute(&mut *db)
        .await?;
    planning::insert_sittings(db, meeting.id, &plan.sittings).await?;
    if held_on != meeting.held_on && meeting.closed_at.is_none() {
        let series = series::open(db, &meeting.board, held_on, ordinal).await?;
        sqlx::query!(
            "update items set series_id = $2 where meeting_id = $1 and number is null",
            meeting.id.0,
            series.0
        )
        .execute(db)
        .await?;
    }
    Ok(true)
}
