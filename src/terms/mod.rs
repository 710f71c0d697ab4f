//! Terms of office (mandatperioder): all seats of a new term at once, from a file, after a preview.

mod entry;
mod form;
mod laying;
mod matching;
mod mistake;
mod plan;
mod register;
mod review;
mod roster;
mod sheet;
mod show;
mod upload;
mod warnings;

use axum::{
    Router,
    routing::{get, post},
};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::{App, error::Result, register::MunicipalityId};

pub(crate) fn router() -> Router<App> {
    Router::new()
        .route("/arbete/kommuner/{id}/mandatperiod", get(review::new).post(review::create))
        .route("/arbete/kommuner/{id}/mandatperiod/fil", post(review::upload))
        .route("/arbete/kommuner/{id}/mandatperiod/platser.csv", get(roster::show))
        .route("/arbete/mandatperioder/{id}", get(show::show))
}

/// A term that was laid down.
struct Term {
    id: Uuid,
    municipality: MunicipalityId,
    starts_on: Date,
    /// The name of the file; empty where the rows were pasted.
    source: String,
    at: OffsetDateTime,
    by: String,
}

impl Term {
    /// The newest first; those of one municipality, or one of them.
    async fn all(
        db: &mut PgConnection,
        municipality: Option<MunicipalityId>,
        id: Option<Uuid>,
    ) -> Result<Vec<Self>> {
        Ok(sqlx::query_as!(
            Self,
            r#"
            select t.id, t.municipality_id as "municipality: MunicipalityId", t.starts_on, t.source, t.at, p.name as by
            from terms t join accounts a on a.id = t.by_id join persons p on p.id = a.person_id
            where t.municipality_id = $1 or t.id = $2
            order by t.starts_on desc, t.at desc, t.id limit 50
            "#,
            municipality.map(|one| one.0),
            id,
        )
        .fetch_all(db)
        .await?)
    }

    fn path(&self) -> String {
        format!("/arbete/mandatperioder/{}", self.id)
    }
}
