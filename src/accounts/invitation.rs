//! Inviting a person to an account (inbjudan), by mail with a one-time link.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::{
    Viewer,
    address_change::{self, Way},
    grants::{self, AccountForm},
    link::{self, Purpose},
    overview, step_up_field,
};
use crate::{
    App, Now,
    error::{Error, Result},
    machine_time, mail,
    register::AccountId,
    web::{FieldErrors, Form, Path},
};

#[derive(Template, WebTemplate)]
#[template(path = "accounts/invite.html")]
struct InvitePage {
    viewer: Viewer,
    options: Vec<(String, String)>,
    form: InviteForm,
    errors: FieldErrors,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct InviteForm {
    #[serde(default)]
    person: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    code: String,
}

pub(super) async fn new(
    State(app): State<App>,
    viewer: Viewer,
    now: Now,
) -> Result<impl IntoResponse> {
    overview::require(&viewer)?;
    let options = options(&mut *app.site.acquire().await?, &viewer, now.today()).await?;
    let (form, errors) = (InviteForm::default(), FieldErrors::default());
    Ok(InvitePage { viewer, options, form, errors })
}

pub(super) async fn create(
    State(app): State<App>,
    viewer: Viewer,
    now: Now,
    Form(form): Form<InviteForm>,
) -> Result<Response> {
    overview::require(&viewer)?;
    let mut errors = FieldErrors::default();
    step_up_field(&app, &viewer, (&form.password, &form.code), &mut errors).await?;
    let mut db = app.site.begin().await?;
    let options = options(&mut db, &viewer, now.today()).await?;

    let person = form.person.parse::<Uuid>().ok();
    let person = person.filter(|_| options.iter().any(|(key, _)| *key == form.person));
    let person =
        errors.check("person", person.ok_or("Välj en person som inte redan har ett konto."));
    let email = address(&mut errors, &form.email);

    let invited = match (person, &email) {
        (Some(person), Some(email)) if errors.is_empty() => {
            invite(&mut db, person, email, &app.origin, machine_time()).await?
        }
        _ => None,
    };
    let Some(account) = invited else {
        db.commit().await?;
        if errors.is_empty() {
            errors.add("email", "Personen eller adressen har redan ett konto.");
        }
        let page = InvitePage { viewer, options, form, errors };
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    db.commit().await?;
    tracing::info!(by = %viewer.account, %account, "invited");

    Ok(Redirect::to(&overview::path(account)).into_response())
}

/// Sends a new link to somebody who has not used the first, to another address where the first was wrong.
pub(super) async fn again(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<AccountId>,
    Form(form): Form<AccountForm>,
) -> Result<Response> {
    let account = overview::find(&mut *app.site.acquire().await?, &viewer, id).await?;
    if account.active || !account.open {
        return Err(Error::refused(
            "Kontot är redan aktivt. Ett nytt lösenord begärs på inloggningssidan.",
        ));
    }
    if !app.limits().allow_invitation(id).await? {
        return Err(Error::TooMany);
    }

    let mut db = app.site.begin().await?;
    let mut errors = FieldErrors::default();
    let typed = form.email.as_deref().unwrap_or(&account.email);
    let email = address(&mut errors, typed).unwrap_or_default();
    let change = (Way::Corrected(viewer.account), &*email);
    if errors.is_empty() && address_change::make(&mut db, id, change, viewer.now.0).await?.is_none()
    {
        errors.add("email", "Adressen har redan ett konto.");
    }
    if !errors.is_empty() {
        let page = grants::page(&mut db, viewer, id, form, errors).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    send(&mut db, id, &email, &app.origin, machine_time()).await?;
    db.commit().await?;

    Ok(Redirect::to(&overview::path(id)).into_response())
}

/// A mail address as it is kept: in lower case.
pub(crate) fn address(errors: &mut FieldErrors, typed: &str) -> Option<String> {
    let email = errors.line("email", typed, 254, "Skriv e-postadressen.")?.to_lowercase();
    let well_formed = email.parse::<lettre::Address>().map(|_| email);
    errors.check("email", well_formed.map_err(|_| "Skriv adressen som namn@exempel.se."))
}

/// Makes the account and queues the mail; nothing when the person or the address has one.
async fn invite(
    db: &mut PgConnection,
    person: Uuid,
    email: &str,
    origin: &str,
    now: OffsetDateTime,
) -> Result<Option<AccountId>> {
    let account = AccountId::new();
    let made = sqlx::query!(
        "insert into accounts (id, person_id, email, created_at) values ($1, $2, $3, $4) on conflict do nothing",
        account.0,
        person,
        email,
        now,
    )
    .execute(&mut *db)
    .await?;
    if made.rows_affected() == 0 {
        return Ok(None);
    }
    send(db, account, email, origin, now).await?;
    Ok(Some(account))
}

async fn send(
    db: &mut PgConnection,
    account: AccountId,
    email: &str,
    origin: &str,
    now: OffsetDateTime,
) -> Result<()> {
    let token = link::issue(db, account, Purpose::Invitation, now).await?;
    let body = format!(
        "Hej!\n\nDu har fått ett konto i Paragraf, där kommunens protokoll skrivs, justeras och anslås.\n\
         Välj ett lösenord här:\n\n{origin}{}\n\nLänken gäller i sju dagar och kan användas en gång.\n\
         Sedan loggar du in med den här e-postadressen.\n",
        Purpose::Invitation.path(&token)
    );
    mail::queue(db, email, "Inbjudan till Paragraf", &body, now).await
}

/// Persons without an account: those of the register, and those with a seat on a board that the municipality hosts.
async fn options(
    db: &mut PgConnection,
    viewer: &Viewer,
    today: Date,
) -> Result<Vec<(String, String)>> {
    let rows = sqlx::query!(
        r#"
        select p.id::text as "id!", p.name from persons p
        where not exists (select from accounts a where a.person_id = p.id) and (
            p.home_id = any($1)
            or exists (
                select from seats s join boards b on b.id = s.board_id
                where s.person_id = p.id and b.host_id = any($1) and (s.ends_on is null or s.ends_on >= $2)
            )
        )
        order by p.name collate "sv-x-icu", p.id
        "#,
        &viewer.administers(),
        today,
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}
