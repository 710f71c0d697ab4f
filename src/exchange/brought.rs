//! What is kept of a file that was brought in, beside the facts (hämtat): its own keys, and what has no column.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

use super::{Key, residue::Remainder};
use crate::{Now, error::Result, register::MeetingId, seal::Hash};

/// Empty for a meeting that was made here.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Brought {
    /// What the file calls each thing; none where it gives it no key.
    pub(super) keys: BTreeMap<Uuid, Option<Key>>,
    /// The persons and the seats, in the order of the file.
    pub(super) persons: Vec<Uuid>,
    pub(super) seats: Vec<Uuid>,
    pub(super) residue: Vec<Remainder>,
}

impl Brought {
    pub(super) async fn of(db: &mut PgConnection, id: MeetingId) -> Result<Self> {
        let kept = sqlx::query_scalar!(
            r#"select brought as "brought: Json<Self>" from imports where meeting_id = $1"#,
            id.0
        )
        .fetch_optional(db)
        .await?;
        Ok(kept.map(|kept| kept.0).unwrap_or_default())
    }

    pub(super) async fn keep(
        &self,
        db: &mut PgConnection,
        id: MeetingId,
        (mark, now): (Hash, Now),
    ) -> Result<()> {
        sqlx::query!(
            "insert into imports (meeting_id, mark, brought, at) values ($1, $2, $3, $4)",
            id.0,
            mark.as_ref(),
            Json(self) as _,
            now.0,
        )
        .execute(db)
        .await?;
        Ok(())
    }
}
