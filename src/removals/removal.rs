//! Taking one thing back (ta bort): what it is, what depends on it, or why it goes.

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

use super::{Kind, Removed, dependent::Dependent, missing};
use crate::{
    SiteDb,
    accounts::Viewer,
    error::{Result, is_reference},
    law::long_date,
    web::{FieldErrors, Form, Now, Path},
};

/// What is to be taken back.
struct Subject {
    kind: Kind,
    id: Uuid,
    title: String,
    municipality: Option<Uuid>,
    board: Option<Uuid>,
    /// Of all that goes with it, as it stands: another when somebody has changed any of it.
    mark: String,
}

#[derive(Template, WebTemplate)]
#[template(path = "removals/new.html")]
struct RemovalPage {
    viewer: Viewer,
    subject: Subject,
    dependents: Vec<Dependent>,
    form: RemovalForm,
    errors: FieldErrors,
    /// Somebody changed it while the page was read.
    changed: bool,
}

/// What was typed, and the mark of what was looked at.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct RemovalForm {
    reason: String,
    mark: String,
}

pub(super) async fn new(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    Path((kind, id)): Path<(Kind, Uuid)>,
) -> Result<Response> {
    let mut db = db.acquire().await?;
    let subject = Subject::kept_by(&mut db, &viewer, kind, id).await?;
    let dependents = Dependent::all(&mut db, &viewer, kind, id).await?;

    let form = RemovalForm { mark: subject.mark.clone(), ..RemovalForm::default() };
    Ok(page(viewer, subject, dependents, form).into_response())
}

pub(super) async fn create(
    State(SiteDb(site)): State<SiteDb>,
    viewer: Viewer,
    now: Now,
    Path((kind, id)): Path<(Kind, Uuid)>,
    Form(form): Form<RemovalForm>,
) -> Result<Response> {
    let mut db = site.begin().await?;
    let held =
        sqlx::query_scalar!(r#"select hold_to_remove($1, $2) as "held!""#, kind.as_str(), id);
    if !held.fetch_one(&mut *db).await?
        && let Some(removed) = Removed::of(&mut db, &viewer, id).await?
    {
        return Ok(done(removed.id));
    }
    let subject = Subject::kept_by(&mut db, &viewer, kind, id).await?;
    let dependents = Dependent::all(&mut db, &viewer, kind, id).await?;

    if !dependents.is_empty() {
        return Ok((StatusCode::CONFLICT, page(viewer, subject, dependents, form)).into_response());
    }
    let mut errors = FieldErrors::default();
    let reason =
        errors.line("reason", &form.reason, 500, &format!("Skriv varför {kind} ska tas bort."));
    if reason.is_some() && form.mark != subject.mark {
        let form = RemovalForm { mark: subject.mark.clone(), ..form };
        let page = RemovalPage { changed: true, ..page(viewer, subject, dependents, form) };
        return Ok((StatusCode::CONFLICT, page).into_response());
    }
    let Some(reason) = reason else {
        let page = RemovalPage { errors, ..page(viewer, subject, dependents, form) };
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };

    let removal = Uuid::now_v7();
    match remove(&mut db, (removal, &viewer, now), &subject, &reason).await {
        Err(why) if is_reference(&why) => {
            db.rollback().await?;
            let dependents = Dependent::all(&mut *site.acquire().await?, &viewer, kind, id).await?;
            Ok((StatusCode::CONFLICT, page(viewer, subject, or_unknown(dependents), form))
                .into_response())
        }
        done_or_not => {
            done_or_not?;
            db.commit().await?;
            Ok(done(removal))
        }
    }
}

fn done(removal: Uuid) -> Response {
    Redirect::to(&format!("/arbete/borttaget?nyss={removal}")).into_response()
}

/// What the tables' references know of, when no list of ours names it.
fn or_unknown(mut dependents: Vec<Dependent>) -> Vec<Dependent> {
    if dependents.is_empty() {
        let words = "något som just lades till, eller som bara systemet minns".to_owned();
        dependents.push(Dependent { words, path: None });
    }
    dependents
}

fn page(
    viewer: Viewer,
    subject: Subject,
    dependents: Vec<Dependent>,
    form: RemovalForm,
) -> RemovalPage {
    RemovalPage {
        viewer,
        subject,
        dependents,
        form,
        errors: FieldErrors::default(),
        changed: false,
    }
}

/// Writes who, when, why and all that goes, and lets it go.
async fn remove(
    db: &mut PgConnection,
    (removal, viewer, now): (Uuid, &Viewer, Now),
    subject: &Subject,
    reason: &str,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        insert into removals (id, kind, subject, title, municipality_id, board_id, reason, at, by_id, kept)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, belongings($2, $3))
        "#,
        removal,
        subject.kind.as_str(),
        subject.id,
        subject.title,
        subject.municipality,
        subject.board,
        reason,
        now.0,
        viewer.account.0,
    )
    .execute(&mut *db)
    .await?;
    if subject.kind == Kind::Municipality {
        sqlx::query!(
            r#"
            update grants set ended_at = $3, ended_by = $2, ended_because = $4
            where municipality_id = $1 and account_id = $2 and role = 'administrator' and ended_at is null
            "#,
            subject.id,
            viewer.account.0,
            now.0,
            reason,
        )
        .execute(&mut *db)
        .await?;
    }
    sqlx::query!("select remove_belongings($1, $2)", subject.kind.as_str(), subject.id)
        .execute(db)
        .await?;
    Ok(())
}

impl Subject {
    /// What the viewer keeps: a secretary meetings and their points, an administrator the rest; any other is not found.
    async fn kept_by(db: &mut PgConnection, viewer: &Viewer, kind: Kind, id: Uuid) -> Result<Self> {
        let row = sqlx::query!(
            r#"
            select title as "title!", on_day, municipality_id, board_id, md5(belongings($1, $2)::text) as "mark!" from (
                select 'municipality' as kind, id, name as title, null::date as on_day, id as municipality_id, null::uuid as board_id
                    from municipalities
                union all select 'board', id, name, null, host_id, null from boards
                union all select 'person', id, name, null, home_id, null from persons
                union all select 'official', o.id, p.name || ', ' || o.title, null, o.municipality_id, null
                    from officials o join persons p on p.id = o.person_id
                union all select 'seat', s.id, coalesce(p.name, 'Vakant') || ' i ' || b.name, null, b.host_id, null
                    from seats s join boards b on b.id = s.board_id left join persons p on p.id = s.person_id
                union all select 'meeting', m.id, b.name, m.held_on, null, b.id from meetings m join boards b on b.id = m.board_id
                union all select 'item', i.id, i.title, null, null, i.board_id from items i
                union all select 'term', t.id, m.name || ', mandatperiod från', t.starts_on, t.municipality_id, null
                    from terms t join municipalities m on m.id = t.municipality_id
            ) as kept
            where kind = $1 and id = $2 and (municipality_id = any($3) or board_id = any($4))
            "#,
            kind.as_str(),
            id,
            &viewer.administers(),
            &viewer.boards(),
        )
        .fetch_optional(&mut *db)
        .await?;
        let Some(row) = row else { return Err(missing(db, viewer, id).await) };
        let title = row
            .on_day
            .map_or_else(|| row.title.clone(), |day| format!("{} {}", row.title, long_date(day)));
        Ok(Self {
            kind,
            id,
            title,
            municipality: row.municipality_id,
            board: row.board_id,
            mark: row.mark,
        })
    }
}
