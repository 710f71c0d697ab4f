//! Taking back a reset that was asked for (avbryta en återställning): by who asked, another administrator, or the person it is about.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    Viewer,
    link::{self, Purpose},
    reset::LASTS,
    reset_overview,
};
use crate::{
    App,
    error::{Error, OnConstraint as _, Result},
    machine_time, mail,
    register::AccountId,
    web::{Now, Path},
};

#[derive(Template, WebTemplate)]
#[template(path = "accounts/stop_reset.html")]
struct StopPage {
    action: String,
}

#[derive(Template, WebTemplate)]
#[template(path = "accounts/stopped_reset.html")]
struct StoppedPage {
    /// Nothing could be stopped any more.
    late: bool,
}

/// A reset that can still be taken back.
struct Open {
    id: Uuid,
    name: String,
    email: String,
    asked_by: AccountId,
    asker_email: String,
}

pub(super) async fn create(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<Uuid>,
) -> Result<Redirect> {
    let mut db = app.site.begin().await?;
    let reset = find(&mut db, &viewer, id).await?;

    insert(&mut db, reset.id, viewer.account, viewer.now).await?;
    tell(&mut db, &reset, (viewer.account, &viewer.name)).await?;
    db.commit().await?;
    tracing::info!(by = %viewer.account, reset = %id, "reset taken back");

    Ok(Redirect::to(reset_overview::PATH))
}

/// The page of the link in the person's mail; only its button acts.
pub(super) async fn new_by_link(
    State(app): State<App>,
    now: Now,
    Path(token): Path<String>,
) -> Result<Response> {
    let mut db = app.site.acquire().await?;
    let Some(holder) = link::holder(&mut db, &token, Purpose::Reset, machine_time()).await? else {
        return Ok(late());
    };
    if of_account(&mut db, holder.account, now.0 - LASTS).await?.is_empty() {
        return Ok(late());
    }
    Ok(StopPage { action: Purpose::Reset.path(&token) }.into_response())
}

/// The person's own word: everything that was asked for is taken back.
pub(super) async fn create_by_link(
    State(app): State<App>,
    now: Now,
    Path(token): Path<String>,
) -> Result<Response> {
    let at = machine_time();
    let mut db = app.site.begin().await?;
    let Some(holder) = link::holder(&mut db, &token, Purpose::Reset, at).await? else {
        return Ok(late());
    };
    let open = of_account(&mut db, holder.account, now.0 - LASTS).await?;
    link::end(&mut db, holder.account, Purpose::Reset, at).await?;
    for reset in &open {
        insert(&mut db, reset.id, holder.account, now).await?;
        tell(&mut db, reset, (holder.account, &holder.name)).await?;
    }
    db.commit().await?;
    if open.is_empty() {
        return Ok(late());
    }
    tracing::info!(account = %holder.account, "reset taken back by the person");

    Ok(StoppedPage { late: false }.into_response())
}

fn late() -> Response {
    (StatusCode::GONE, StoppedPage { late: true }).into_response()
}

/// What the viewer asked for, or another administrator of theirs.
async fn find(db: &mut PgConnection, viewer: &Viewer, id: Uuid) -> Result<Open> {
    sqlx::query_as!(
        Open,
        r#"
        select r.id, p.name, a.email, r.asked_by as "asked_by: AccountId", b.email as asker_email
        from factor_resets r join accounts a on a.id = r.account_id join persons p on p.id = a.person_id join accounts b on b.id = r.asked_by
        where r.id = $1 and r.confirmed_at is null and r.asked_at > $2 and (r.asked_by = $3 or r.municipality_id = any($4))
            and not exists (select from reset_cancellations c where c.reset_id = r.id)
        "#,
        id,
        viewer.now.0 - LASTS,
        viewer.account.0,
        &viewer.administers()
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)
}

async fn of_account(
    db: &mut PgConnection,
    account: AccountId,
    since: OffsetDateTime,
) -> Result<Vec<Open>> {
    Ok(sqlx::query_as!(
        Open,
        r#"
        select r.id, p.name, a.email, r.asked_by as "asked_by: AccountId", b.email as asker_email
        from factor_resets r join accounts a on a.id = r.account_id join persons p on p.id = a.person_id join accounts b on b.id = r.asked_by
        where r.account_id = $1 and r.confirmed_at is null and r.asked_at > $2
            and not exists (select from reset_cancellations c where c.reset_id = r.id)
        order by r.asked_at, r.id
        "#,
        account.0,
        since
    )
    .fetch_all(db)
    .await?)
}

/// Writes it down, which the database tells the chain.
async fn insert(db: &mut PgConnection, reset: Uuid, by: AccountId, now: Now) -> Result<()> {
    sqlx::query!(
        "insert into reset_cancellations (reset_id, at, by_id) values ($1, $2, $3)",
        reset,
        now.0,
        by.0
    )
    .execute(db)
    .await
    .on_constraint("reset_cancellations_in_time", || Error::NotFound)
    .map(drop)
}

/// Mails the person and who asked, except whoever has just taken it back.
async fn tell(db: &mut PgConnection, reset: &Open, (by, who): (AccountId, &str)) -> Result<()> {
    let body = format!(
        "Hej!\n\nÅterställningen av tvåstegsinloggningen för {} i Paragraf är avbruten av {who}. Inget har ändrats.\n",
        reset.name
    );
    let subject = "En återställning i Paragraf är avbruten";
    let now = machine_time();
    mail::queue(db, &reset.email, subject, &body, now).await?;
    if by != reset.asked_by {
        mail::queue(db, &reset.asker_email, subject, &body, now).await?;
    }
    Ok(())
}
