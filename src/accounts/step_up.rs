//! Giving the password again before what matters most (förnyad inloggning).

use super::{Viewer, password};
use crate::{
    App,
    error::{Error, Result},
    machine_time,
    web::FieldErrors,
};

/// True when the password was given within ten minutes, or is `typed` now, which makes the session fresh again.
///
/// # Errors
/// Too many tries.
async fn step_up(app: &App, viewer: &Viewer, typed: &str) -> Result<bool> {
    if viewer.is_fresh() {
        return Ok(true);
    }
    if typed.is_empty() {
        return Ok(false);
    }
    if !app.limits.allow_viewer(viewer) {
        return Err(Error::TooMany);
    }
    confirm(app, viewer, typed).await
}

/// [`step_up`] for a form with a field `password`: notes there what is missing. Asked before the transaction begins, which would
/// otherwise wait for the password to be computed.
pub(crate) async fn step_up_field(
    app: &App,
    viewer: &Viewer,
    typed: &str,
    errors: &mut FieldErrors,
) -> Result<()> {
    if !step_up(app, viewer, typed).await? {
        errors.add("password", "Bekräfta med ditt eget lösenord, det du loggar in med.");
    }
    Ok(())
}

async fn confirm(app: &App, viewer: &Viewer, typed: &str) -> Result<bool> {
    let stored =
        sqlx::query_scalar!("select password from accounts where id = $1", viewer.account.0)
            .fetch_optional(&app.site)
            .await?
            .flatten();
    if !password::verify(typed, stored.as_deref()).await {
        return Ok(false);
    }
    sqlx::query!(
        "update sessions set authenticated_at = $2 where token_hash = $1",
        viewer.session.as_ref(),
        machine_time()
    )
    .execute(&app.site)
    .await?;
    Ok(true)
}
