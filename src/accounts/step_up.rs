//! Giving the password, and the code where there is one, again before what matters most (förnyad inloggning).

use sqlx::PgConnection;
use time::OffsetDateTime;

use super::{Viewer, code, password, second_factor};
use crate::{
    App,
    error::{Error, Result},
    machine_time,
    web::FieldErrors,
};

/// What a form brings to confirm with: its fields `password` and `code`.
pub(crate) struct Given<'a> {
    password: &'a str,
    /// None: the form has no such field.
    code: Option<&'a str>,
}

impl<'a> From<&'a String> for Given<'a> {
    fn from(password: &'a String) -> Self {
        Self { password, code: None }
    }
}

impl<'a> From<(&'a String, &'a String)> for Given<'a> {
    fn from((password, code): (&'a String, &'a String)) -> Self {
        Self { password, code: Some(code) }
    }
}

/// Asks for what was given within ten minutes, or is given now, which makes the session fresh again; notes what is missing in the
/// fields `password` and `code`. Asked before the transaction begins, which would otherwise wait for the password to be computed.
///
/// # Errors
/// Too many tries.
pub(crate) async fn step_up_field<'a>(
    app: &App,
    viewer: &Viewer,
    given: impl Into<Given<'a>>,
    errors: &mut FieldErrors,
) -> Result<()> {
    if viewer.is_fresh() {
        return Ok(());
    }
    if let Some((field, why)) = missing(app, viewer, &given.into()).await? {
        errors.add(field, why);
    }
    Ok(())
}

/// The field that needs another look, and why.
async fn missing(
    app: &App,
    viewer: &Viewer,
    given: &Given<'_>,
) -> Result<Option<(&'static str, &'static str)>> {
    const PASSWORD: &str = "Bekräfta med ditt eget lösenord, det du loggar in med.";
    let typed = given.code.unwrap_or_default();
    if viewer.second_factor() && given.code.is_none() {
        return Ok(Some((
            "password",
            "Bekräfta först att det är du på sidan Säkerhet (/arbete/sakerhet), i en ny flik. Skicka sedan det här en gång till.",
        )));
    }
    if given.password.is_empty() {
        return Ok(Some(("password", PASSWORD)));
    }
    if viewer.second_factor() && typed.trim().is_empty() {
        let why = if viewer.codes {
            "Skriv koden ur din app, eller en återställningskod."
        } else {
            "Bekräfta med din lösennyckel, eller skriv en återställningskod."
        };
        return Ok(Some(("code", why)));
    }
    if !app.limits().allow_viewer(viewer).await? {
        return Err(Error::TooMany);
    }
    if !confirm_password(app, viewer, given.password).await? {
        return Ok(Some(("password", PASSWORD)));
    }
    let mut db = app.site.begin().await?;
    if viewer.second_factor() {
        let now = machine_time();
        let spent = second_factor::spend(&mut db, &app.vault, viewer.account, typed, now).await?;
        let Some(spent) = spent else { return Ok(Some(("code", wrong_code(viewer.codes)))) };
        code::tell(&mut db, viewer.account, spent, now).await?;
    }
    refresh(&mut db, viewer, machine_time()).await?;
    db.commit().await?;
    Ok(None)
}

/// Makes the session fresh: it has just been shown whose it is.
pub(super) async fn refresh(
    db: &mut PgConnection,
    viewer: &Viewer,
    now: OffsetDateTime,
) -> Result<()> {
    sqlx::query!(
        "update sessions set authenticated_at = $2 where token_hash = $1",
        viewer.session.as_ref(),
        now
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Of a code that is wrong, or was right once, with the app's codes or without.
pub(crate) fn wrong_code(app: bool) -> &'static str {
    if app {
        "Koden stämmer inte, eller har redan använts. Vänta på nästa kod i appen och försök igen."
    } else {
        "Återställningskoden stämmer inte, eller har redan använts."
    }
}

async fn confirm_password(app: &App, viewer: &Viewer, typed: &str) -> Result<bool> {
    let stored =
        sqlx::query_scalar!("select password from accounts where id = $1", viewer.account.0)
            .fetch_optional(&app.site)
            .await?
            .flatten();
    Ok(password::verify(typed, stored.as_deref()).await)
}
