//! Those outside who are mailed the day's checkpoint and the alarms (mottagare): named and ended by an administrator.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::show::require;
use crate::{
    App,
    accounts::{Viewer, mail_address, step_up_field},
    error::{Error, Result},
    machine_time,
    web::{FieldErrors, Form, Path, instant_text},
};

const PAGE: &str = "/arbete/drift/mottagare";

#[derive(Template, WebTemplate)]
#[template(path = "operations/recipients.html")]
struct RecipientsPage {
    viewer: Viewer,
    recipients: Vec<Recipient>,
    form: RecipientForm,
    errors: FieldErrors,
}

#[derive(Template, WebTemplate)]
#[template(path = "operations/end_recipient.html")]
struct EndRecipientPage {
    viewer: Viewer,
    recipient: Recipient,
    errors: FieldErrors,
}

struct Recipient {
    id: Uuid,
    name: String,
    email: String,
    added_by: String,
    added_at: OffsetDateTime,
    /// When a head last left for this one.
    left_at: Option<OffsetDateTime>,
}

impl Recipient {
    fn path(&self) -> String {
        format!("{PAGE}/{}/avsluta", self.id)
    }

    fn since(&self) -> String {
        instant_text(self.added_at)
    }

    fn left(&self) -> String {
        self.left_at.map_or_else(|| "Inte än".to_owned(), instant_text)
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct RecipientForm {
    name: String,
    email: String,
    password: String,
}

pub(super) async fn index(State(app): State<App>, viewer: Viewer) -> Result<Response> {
    require(&viewer)?;
    let mut db = app.site.acquire().await?;
    page(&mut db, viewer, RecipientForm::default(), FieldErrors::default()).await
}

pub(super) async fn create(
    State(app): State<App>,
    viewer: Viewer,
    Form(form): Form<RecipientForm>,
) -> Result<Response> {
    require(&viewer)?;
    let mut errors = FieldErrors::default();
    let name = errors.line("name", &form.name, 120, "Skriv mottagarens namn.");
    let email = mail_address(&mut errors, &form.email);
    step_up_field(&app, &viewer, &form.password, &mut errors).await?;

    let mut db = app.site.begin().await?;
    if errors.is_empty()
        && let (Some(name), Some(email)) = (name, email)
    {
        if insert(&mut db, &viewer, &name, &email).await? {
            db.commit().await?;
            return Ok(Redirect::to(PAGE).into_response());
        }
        errors.add("email", "Adressen får redan kontrollpunkten.");
    }
    let page = page(&mut db, viewer, form, errors).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

pub(super) async fn edit(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<Uuid>,
) -> Result<impl IntoResponse> {
    require(&viewer)?;
    let recipient = find(&mut *app.site.acquire().await?, id).await?;
    Ok(EndRecipientPage { viewer, recipient, errors: FieldErrors::default() })
}

pub(super) async fn destroy(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<Uuid>,
    Form(form): Form<RecipientForm>,
) -> Result<Response> {
    require(&viewer)?;
    let mut errors = FieldErrors::default();
    step_up_field(&app, &viewer, &form.password, &mut errors).await?;
    let mut db = app.site.begin().await?;
    let recipient = find(&mut db, id).await?;

    if !errors.is_empty() {
        let page = EndRecipientPage { viewer, recipient, errors };
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }

    sqlx::query!(
        "update head_recipients set ended_at = $2, ended_by = $3 where id = $1 and ended_at is null",
        id,
        machine_time(),
        viewer.account.0,
    )
    .execute(&mut *db)
    .await?;
    db.commit().await?;
    tracing::info!(by = %viewer.account, recipient = %id, "recipient of the head ended");
    Ok(Redirect::to(PAGE).into_response())
}

async fn page(
    db: &mut PgConnection,
    viewer: Viewer,
    form: RecipientForm,
    errors: FieldErrors,
) -> Result<Response> {
    let recipients = all(db, None).await?;
    Ok(RecipientsPage { viewer, recipients, form, errors }.into_response())
}

async fn find(db: &mut PgConnection, id: Uuid) -> Result<Recipient> {
    all(db, Some(id)).await?.pop().ok_or(Error::NotFound)
}

async fn all(db: &mut PgConnection, one: Option<Uuid>) -> Result<Vec<Recipient>> {
    Ok(sqlx::query_as!(
        Recipient,
        r#"
        select r.id, r.name, r.email, p.name as added_by, r.added_at,
            (select max(m.sent_at) from head_mails h join mails m on m.id = h.mail_id where h.recipient_id = r.id) as left_at
        from head_recipients r join accounts a on a.id = r.added_by join persons p on p.id = a.person_id
        where r.ended_at is null and ($1::uuid is null or r.id = $1)
        order by r.name collate "sv-x-icu", r.id
        "#,
        one,
    )
    .fetch_all(db)
    .await?)
}

/// False when the address is named already.
async fn insert(db: &mut PgConnection, viewer: &Viewer, name: &str, email: &str) -> Result<bool> {
    let id = Uuid::now_v7();
    let added = sqlx::query!(
        r#"
        insert into head_recipients (id, name, email, added_at, added_by) values ($1, $2, $3, $4, $5)
        on conflict (email) where ended_at is null do nothing
        "#,
        id,
        name,
        email,
        machine_time(),
        viewer.account.0,
    )
    .execute(db)
    .await?;
    let added = added.rows_affected() == 1;
    if added {
        tracing::info!(by = %viewer.account, recipient = %id, "recipient of the head named");
    }
    Ok(added)
}
