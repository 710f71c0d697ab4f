//! Municipalities (kommuner): hosts of boards, owners of notice boards.

mod conflict;
mod edit;
mod form;
mod layout;
mod lowered;
pub(crate) mod outside;
mod rules;
mod slug;

use axum::{Router, routing::get};
use sqlx::PgConnection;

use crate::{
    App,
    accounts::Viewer,
    error::{Error, Result},
    register::MunicipalityId,
    removals::missing,
};

pub(crate) use conflict::{Difference, differences};
pub(crate) use layout::layout;
pub(crate) use lowered::lowered;

pub(crate) fn router() -> Router<App> {
    Router::new()
        .route("/arbete/kommuner/ny", get(edit::new).post(edit::create))
        .route("/arbete/kommuner/{id}", get(edit::edit).post(edit::update))
        .route("/arbete/kommuner/{id}/regler", get(rules::show).post(rules::create))
        .route("/arbete/kommuner/{id}/uppstallning", get(layout::edit).post(layout::update))
}

/// A municipality, region or federation.
#[derive(Clone, Debug)]
pub(crate) struct Municipality {
    pub(crate) id: MunicipalityId,
    pub(crate) slug: String,
    pub(crate) name: String,
    pub(crate) short_name: String,
    pub(crate) kind: String,
    /// False: a participant whose notice board is another system.
    pub(crate) inside: bool,
    pub(crate) court: String,
    pub(crate) kept_at: String,
    pub(crate) announces: String,
    pub(crate) board_address: String,
    pub(crate) version: i32,
}

impl Municipality {
    /// A municipality whose register the viewer keeps; any other is not found.
    pub(crate) async fn administered(
        db: &mut PgConnection,
        viewer: &Viewer,
        id: MunicipalityId,
    ) -> Result<Self> {
        if viewer.administers().contains(&id.0) {
            Self::find(db, id).await
        } else {
            Err(missing(db, viewer, id.0).await)
        }
    }

    /// Every municipality whose register the viewer keeps, by name.
    pub(crate) async fn all_administered(
        db: &mut PgConnection,
        viewer: &Viewer,
    ) -> Result<Vec<Self>> {
        Ok(sqlx::query_as!(
            Self,
            r#"
            select id as "id: MunicipalityId", slug, name, short_name, kind, inside, court, kept_at, announces, board_address, version
            from municipalities where id = any($1) order by name collate "sv-x-icu"
            "#,
            &viewer.administers(),
        )
        .fetch_all(db)
        .await?)
    }

    pub(crate) async fn find(db: &mut PgConnection, id: MunicipalityId) -> Result<Self> {
        sqlx::query_as!(
            Self,
            r#"
            select id as "id: MunicipalityId", slug, name, short_name, kind, inside, court, kept_at, announces, board_address, version
            from municipalities where id = $1
            "#,
            id.0,
        )
        .fetch_optional(db)
        .await?
        .ok_or(Error::NotFound)
    }

    /// Where an administrator shows and changes it.
    pub(crate) fn path(&self) -> String {
        format!("/arbete/kommuner/{}", self.id)
    }
}
