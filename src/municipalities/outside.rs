//! A participant outside the system (utomstående kommun): its notice board is another system's.

use sqlx::PgConnection;

use super::{edit::grant, slug};
use crate::{accounts::Viewer, error::Result, register::MunicipalityId, text};

/// The longest name, in characters.
const LONGEST: usize = 40;

/// A name that a municipality outside can be added under, or why it cannot.
pub(crate) fn parse(typed: &str) -> Result<String, String> {
    let name = text::clean_line(typed, LONGEST).map_err(|why| why.to_string())?;
    slug::parse("", &name).map_err(|why| format!("{name}: {why}"))?;
    Ok(name)
}

/// Adds a municipality outside, with the court of `host` until somebody changes it; the viewer keeps its register.
/// None when another municipality has its address.
pub(crate) async fn add(
    db: &mut PgConnection,
    viewer: &Viewer,
    name: &str,
    host: MunicipalityId,
) -> Result<Option<MunicipalityId>> {
    let id = MunicipalityId::new();
    let done = sqlx::query!(
        r#"
        insert into municipalities (id, slug, name, short_name, kind, inside, court, kept_at, announces)
        select $1, $2, $3, $3, 'municipality', false, court, kept_at, 'when_confirmed' from municipalities where id = $4
        on conflict do nothing
        "#,
        id.0,
        text::slug(name, 60),
        name,
        host.0,
    )
    .execute(&mut *db)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(None);
    }
    grant(db, viewer, id).await?;
    Ok(Some(id))
}
