//! The security of one's own account (säkerhet): one-time codes turned on, moved to another phone, turned off; recovery codes.

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

use super::{
    Viewer,
    one_time_code::{Codes, Square},
    passkey,
    second_factor::{self, Factors, Which},
    session, step_up_field,
};
use crate::{
    App,
    error::{Error, Result},
    machine_time, mail,
    web::{FieldErrors, Form, instant_text},
};

pub(super) const PATH: &str = "/arbete/sakerhet";

#[derive(Template, WebTemplate)]
#[template(path = "accounts/security.html")]
struct SecurityPage {
    viewer: Viewer,
    factors: Factors,
    /// The site has an address for which browsers make passkeys.
    passkeys_possible: bool,
    errors: FieldErrors,
}

impl SecurityPage {
    fn since(at: &OffsetDateTime) -> String {
        instant_text(*at)
    }
}

#[derive(Template, WebTemplate)]
#[template(path = "accounts/enrolment.html")]
struct EnrolmentPage {
    viewer: Viewer,
    secret: String,
    square: Option<Square>,
    errors: FieldErrors,
}

/// Shown once.
#[derive(Template, WebTemplate)]
#[template(path = "accounts/recovery_codes.html")]
pub(super) struct RecoveryCodesPage {
    pub(super) viewer: Viewer,
    pub(super) codes: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct ConfirmForm {
    #[serde(default)]
    password: String,
    #[serde(default)]
    code: String,
}

pub(super) async fn show(State(app): State<App>, viewer: Viewer) -> Result<Response> {
    page(&app, viewer, FieldErrors::default()).await
}

/// Says again who one is; what is on the page can then be changed for ten minutes.
pub(super) async fn confirm(
    State(app): State<App>,
    viewer: Viewer,
    Form(form): Form<ConfirmForm>,
) -> Result<Response> {
    let mut errors = FieldErrors::default();
    step_up_field(&app, &viewer, (&form.password, &form.code), &mut errors).await?;
    if errors.is_empty() {
        return Ok(Redirect::to(PATH).into_response());
    }
    let page = page(&app, viewer, errors).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// Begins with a new secret; an older one counts until this one is confirmed.
pub(super) async fn begin(State(app): State<App>, viewer: Viewer) -> Result<Redirect> {
    if !viewer.is_fresh() {
        return Ok(Redirect::to(PATH));
    }
    let mut db = app.site.begin().await?;
    second_factor::begin(&mut db, &app.vault, viewer.account, machine_time()).await?;
    db.commit().await?;

    Ok(Redirect::to("/arbete/sakerhet/ny"))
}

pub(super) async fn new(State(app): State<App>, viewer: Viewer) -> Result<Response> {
    let begun = if viewer.is_fresh() {
        second_factor::begun(&mut *app.site.acquire().await?, &app.vault, viewer.account).await?
    } else {
        None
    };
    let Some((_, codes)) = begun else { return Ok(Redirect::to(PATH).into_response()) };
    Ok(enrolment(viewer, &codes, FieldErrors::default()).into_response())
}

pub(super) async fn create(
    State(app): State<App>,
    viewer: Viewer,
    Form(form): Form<ConfirmForm>,
) -> Result<Response> {
    if !viewer.is_fresh() {
        return Ok(Redirect::to(PATH).into_response());
    }
    if !app.limits().allow_viewer(&viewer).await? {
        return Err(Error::TooMany);
    }
    let now = machine_time();
    let mut db = app.site.begin().await?;
    let begun = second_factor::begun(&mut db, &app.vault, viewer.account).await?;
    let Some((id, codes)) = begun else { return Ok(Redirect::to(PATH).into_response()) };

    let Some(step) = codes.step(&form.code, now) else {
        let mut errors = FieldErrors::default();
        errors.add("code", "Koden stämmer inte. Skriv de sex siffror som appen visar just nu, och kontrollera att telefonens klocka går rätt.");
        let page = enrolment(viewer, &codes, errors);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let codes = second_factor::confirm(&mut db, viewer.account, (id, step), now).await?;
    session::end_others(&mut db, viewer.account, viewer.session, now).await?;
    tell(
        &mut db,
        &viewer,
        "Engångskoder är på",
        "fått engångskoder, eller fått dem flyttade till en annan telefon",
        now,
    )
    .await?;
    db.commit().await?;
    tracing::info!(account = %viewer.account, "one-time codes turned on");

    Ok(RecoveryCodesPage { viewer, codes }.into_response())
}

/// Makes new recovery codes.
pub(super) async fn renew(State(app): State<App>, viewer: Viewer) -> Result<Response> {
    if !viewer.is_fresh() {
        return Ok(Redirect::to(PATH).into_response());
    }
    let now = machine_time();
    let mut db = app.site.begin().await?;
    let codes = second_factor::renew(&mut db, viewer.account, now).await?;
    tell(
        &mut db,
        &viewer,
        "Nya återställningskoder",
        "fått nya återställningskoder; de gamla gäller inte längre",
        now,
    )
    .await?;
    db.commit().await?;

    Ok(RecoveryCodesPage { viewer, codes }.into_response())
}

/// Turns the one-time codes off.
pub(super) async fn destroy(State(app): State<App>, viewer: Viewer) -> Result<Redirect> {
    if !viewer.is_fresh() {
        return Ok(Redirect::to(PATH));
    }
    let now = machine_time();
    let mut db = app.site.begin().await?;
    if second_factor::end(&mut db, viewer.account, Which::Codes, "turned_off", now).await? {
        tell(&mut db, &viewer, "Engångskoderna är av", "inte längre engångskoder ur en app", now)
            .await?;
        tracing::info!(account = %viewer.account, "one-time codes turned off");
    }
    db.commit().await?;

    Ok(Redirect::to(PATH))
}

pub(super) async fn page(app: &App, viewer: Viewer, errors: FieldErrors) -> Result<Response> {
    let factors = second_factor::of(&mut *app.site.acquire().await?, viewer.account).await?;
    let passkeys_possible = passkey::are_possible(&app.origin);
    Ok(SecurityPage { viewer, factors, passkeys_possible, errors }.into_response())
}

fn enrolment(viewer: Viewer, codes: &Codes, errors: FieldErrors) -> EnrolmentPage {
    let square = codes.square(&viewer.email);
    EnrolmentPage { viewer, secret: codes.text(), square, errors }
}

/// Mails the person what has happened to the account's sign-in: what it "has".
pub(super) async fn tell(
    db: &mut PgConnection,
    viewer: &Viewer,
    subject: &str,
    what: &str,
    now: OffsetDateTime,
) -> Result<()> {
    let body = format!(
        "Hej!\n\nDitt konto i Paragraf har {what}.\n\n\
         Var det inte du? Välj ett nytt lösenord på inloggningssidan genast, och säg till din administratör.\n"
    );
    mail::queue(db, &viewer.email, &format!("{subject} i Paragraf"), &body, now).await
}
