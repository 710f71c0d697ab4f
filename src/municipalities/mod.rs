//! Municipalities (kommuner): hosts of boards, owners of notice boards.

use sqlx::PgConnection;

use crate::{
    error::{Error, Result},
    register::MunicipalityId,
};

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
}
