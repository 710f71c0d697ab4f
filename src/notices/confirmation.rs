//! Confirmation (bekräftelse): a participant's registrar puts the notice on its board.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;
use sqlx::{PgConnection, types::Json};
use time::Date;

use super::{Facts, Standing, stand};
use crate::{
    App, Now, SiteDb,
    accounts::Viewer,
    error::{Error, Result},
    law,
    register::{AccountId, NoticeId},
    web::{FieldErrors, Form, Path},
};

#[derive(Template, WebTemplate)]
#[template(path = "notices/index.html")]
pub(super) struct IndexPage {
    viewer: Viewer,
    notices: Vec<Waiting>,
}

#[derive(Template, WebTemplate)]
#[template(path = "notices/confirmation.html")]
pub(super) struct ConfirmationPage {
    viewer: Viewer,
    notice: Waiting,
    now: Now,
    form: ConfirmationForm,
    errors: FieldErrors,
}

/// A notice of a municipality for which the viewer announces.
struct Waiting {
    id: NoticeId,
    municipality: String,
    /// False: the notice board is another system, and its day is told to us.
    inside: bool,
    facts: Json<Facts>,
    held_on: Date,
    adjusted_on: Option<Date>,
    announced_on: Option<Date>,
}

/// What was typed for a board that is another system: when and where it was announced, and who says so.
#[derive(Debug, Default, Deserialize)]
pub(super) struct ConfirmationForm {
    #[serde(default)]
    announced_on: String,
    #[serde(default)]
    address: String,
    #[serde(default)]
    by_whom: String,
}

struct Told {
    announced_on: Date,
    address: String,
    by_whom: String,
}

impl Told {
    fn standing(&self, recorded_by: AccountId) -> Standing<'_> {
        let Self { announced_on, address, by_whom } = self;
        let recorded_by = Some(recorded_by);
        Standing { on: *announced_on, by_whom, via: "receipt", address, recorded_by }
    }
}

impl ConfirmationForm {
    fn parse(&self, notice: &Waiting, today: Date) -> Result<Told, FieldErrors> {
        let mut errors = FieldErrors::default();
        let day = errors.day("announced_on", &self.announced_on);
        if day.is_some_and(|day| day > today) {
            errors.add(
                "announced_on",
                "Dagen har inte kommit än. Skriv den dag då anslaget sattes upp.",
            );
        }
        if day.zip(notice.adjusted_on).is_some_and(|(day, adjusted_on)| day < adjusted_on) {
            errors.add("announced_on", "Anslaget kan inte ha satts upp före justeringen.");
        }
        let address = errors.line("address", &self.address, 300, "Skriv var anslaget kan läsas.");
        let by_whom =
            errors.line("by_whom", &self.by_whom, 120, "Skriv vem hos kommunen som har bekräftat.");
        match (day, address, by_whom) {
            (Some(announced_on), Some(address), Some(by_whom)) if errors.is_empty() => {
                Ok(Told { announced_on, address, by_whom })
            }
            _ => Err(errors),
        }
    }
}

pub(super) async fn index(State(SiteDb(db)): State<SiteDb>, viewer: Viewer) -> Result<IndexPage> {
    let notices = waiting(&mut *db.acquire().await?, &viewer, None).await?;

    Ok(IndexPage { viewer, notices })
}

pub(super) async fn new(
    State(SiteDb(db)): State<SiteDb>,
    now: Now,
    viewer: Viewer,
    Path(notice): Path<NoticeId>,
) -> Result<ConfirmationPage> {
    let notice = find(&mut *db.acquire().await?, &viewer, notice).await?;

    Ok(ConfirmationPage {
        viewer,
        notice,
        now,
        form: ConfirmationForm::default(),
        errors: FieldErrors::default(),
    })
}

pub(super) async fn create(
    State(app): State<App>,
    viewer: Viewer,
    Path(notice): Path<NoticeId>,
    Form(form): Form<ConfirmationForm>,
) -> Result<Response> {
    let mut db = app.site.begin().await?;
    sqlx::query!(
        "select id from batches where id = (select batch_id from notices where id = $1) for update",
        notice.0
    )
    .fetch_optional(&mut *db)
    .await?;
    let now = app.clock.now();
    let notice = find(&mut db, &viewer, notice).await?;

    if notice.announced_on.is_none() && notice.inside {
        let (on, by_whom) = (now.today(), viewer.name.as_str());
        let recorded_by = Some(viewer.account);
        let standing = Standing { on, by_whom, via: "registrar", address: "", recorded_by };
        stand(&mut db, notice.id, &standing, now).await?;
    } else if notice.announced_on.is_none() {
        match form.parse(&notice, now.today()) {
            Ok(told) => stand(&mut db, notice.id, &told.standing(viewer.account), now).await?,
            Err(errors) => {
                let page = ConfirmationPage { viewer, notice, now, form, errors };
                return Ok((axum::http::StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
            }
        }
    }
    db.commit().await?;

    Ok(Redirect::to("/arbete/anslag").into_response())
}

/// The notices of the viewer's municipalities, and of participants outside the system of the boards that they host; those that wait first.
async fn waiting(
    db: &mut PgConnection,
    viewer: &Viewer,
    notice: Option<NoticeId>,
) -> Result<Vec<Waiting>> {
    Ok(sqlx::query_as!(
        Waiting,
        r#"
        select n.id as "id: NoticeId", m.name as municipality, m.inside, n.facts as "facts: Json<Facts>",
            me.held_on, a.adjusted_on as "adjusted_on?", s.announced_on as "announced_on?"
        from notices n
            join municipalities m on m.id = n.municipality_id
            join adjustments a on a.batch_id = n.batch_id
            join batches ba on ba.id = n.batch_id
            join meetings me on me.id = ba.meeting_id
            join boards b on b.id = me.board_id
            left join standing_announcements s on s.notice_id = n.id and s.counts
        where (m.id = any($1) or not m.inside and b.host_id = any($1)) and ($2::uuid is null or n.id = $2)
        order by s.announced_on is not null, me.held_on desc, n.id
        limit 200
        "#,
        &viewer.registers(),
        notice.map(|notice| notice.0),
    )
    .fetch_all(db)
    .await?)
}

async fn find(db: &mut PgConnection, viewer: &Viewer, notice: NoticeId) -> Result<Waiting> {
    waiting(db, viewer, Some(notice)).await?.into_iter().next().ok_or(Error::NotFound)
}
