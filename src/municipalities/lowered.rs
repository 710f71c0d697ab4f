//! What a municipality has lowered of the review's rules by its own governing document (sänkta regler, BOD-09): added, never changed.

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    accounts::Viewer,
    error::Result,
    law::review::{Lowered, LoweredTo},
    register::MunicipalityId,
    web::Now,
};

/// How a rule stands, as its newest row says.
pub(super) struct Standing {
    pub(super) rule: String,
    /// `hint`, `off`, or `full` where it was raised again.
    pub(super) level: String,
    pub(super) decision: String,
    pub(super) entered_at: OffsetDateTime,
    pub(super) by: String,
}

impl Standing {
    /// The rules of which the municipality has ever decided, by rule.
    pub(super) async fn all(db: &mut PgConnection, of: MunicipalityId) -> Result<Vec<Self>> {
        Ok(sqlx::query_as!(
            Self,
            r#"
            select s.rule as "rule!", s.level as "level!", s.decision as "decision!", s.entered_at as "entered_at!", p.name as "by!"
            from standing_rules s join accounts a on a.id = s.entered_by join persons p on p.id = a.person_id
            where s.municipality_id = $1 order by s.rule
            "#,
            of.0,
        )
        .fetch_all(db)
        .await?)
    }

    fn lowered_to(&self) -> Option<LoweredTo> {
        match self.level.as_str() {
            "hint" => Some(LoweredTo::Hint),
            "off" => Some(LoweredTo::Off),
            _ => None,
        }
    }
}

/// What the review shows less of in the municipality's boards.
pub(crate) async fn lowered(db: &mut PgConnection, host: MunicipalityId) -> Result<Vec<Lowered>> {
    let standing = Standing::all(db, host).await?.into_iter();
    let lowered = standing.filter_map(|one| {
        let to = one.lowered_to()?;
        Some(Lowered { id: one.rule, to, decision: one.decision })
    });
    Ok(lowered.collect())
}

/// What is to be kept of a rule.
pub(super) struct New {
    pub(super) id: Uuid,
    pub(super) rule: &'static str,
    pub(super) level: &'static str,
    pub(super) decision: String,
}

/// A form sent twice adds nothing.
pub(super) async fn insert(
    db: &mut PgConnection,
    of: MunicipalityId,
    new: &New,
    (viewer, now): (&Viewer, Now),
) -> Result<()> {
    sqlx::query!(
        r#"
        insert into lowered_rules (id, municipality_id, rule, level, decision, entered_at, entered_by)
        values ($1, $2, $3, $4, $5, $6, $7) on conflict (id) do nothing
        "#,
        new.id,
        of.0,
        new.rule,
        new.level,
        new.decision,
        now.0,
        viewer.account.0,
    )
    .execute(db)
    .await?;
    Ok(())
}
