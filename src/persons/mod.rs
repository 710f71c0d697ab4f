//! Persons (förtroendevalda och tjänstepersoner) in the register of a municipality.

mod edit;
mod officials;
mod register;

use axum::{Router, routing::get};
use sqlx::PgConnection;

use crate::{
    App,
    accounts::Viewer,
    error::{Error, Result},
    municipalities::Municipality,
    register::PersonId,
    removals::missing,
};

pub(crate) fn router() -> Router<App> {
    Router::new()
        .route("/arbete/register", get(register::index))
        .route("/arbete/personer/ny", get(edit::new).post(edit::create))
        .route("/arbete/personer/{id}", get(edit::edit).post(edit::update))
        .route("/arbete/tjanstepersoner/ny", get(officials::new).post(officials::create))
        .route("/arbete/tjanstepersoner/{id}", get(officials::edit).post(officials::update))
}

/// Somebody in a municipality's register.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) id: PersonId,
    pub(crate) name: String,
    pub(crate) home_name: String,
    pub(crate) version: i32,
}

impl Person {
    /// A person in a register that the viewer keeps; any other is not found.
    pub(crate) async fn administered(
        db: &mut PgConnection,
        viewer: &Viewer,
        id: PersonId,
    ) -> Result<Self> {
        let found = sqlx::query_as!(
            Self,
            r#"
            select p.id as "id: _", p.name, m.name as home_name, p.version
            from persons p join municipalities m on m.id = p.home_id where p.id = $1 and p.home_id = any($2)
            "#,
            id.0,
            &viewer.administers(),
        )
        .fetch_optional(&mut *db)
        .await?;
        match found {
            Some(person) => Ok(person),
            None => Err(missing(db, viewer, id.0).await),
        }
    }

    pub(crate) fn path(&self) -> String {
        format!("/arbete/personer/{}", self.id)
    }
}

/// The viewer's municipalities as choices of a form: key and name; none of them is not found.
async fn homes(db: &mut PgConnection, viewer: &Viewer) -> Result<Vec<(String, String)>> {
    let all = Municipality::all_administered(db, viewer).await?;
    if all.is_empty() {
        return Err(Error::NotFound);
    }
    Ok(all.into_iter().map(|one| (one.id.to_string(), one.name)).collect())
}
