//! The page of retention (gallring): the rules, the decisions behind them, what they weeded, and what is kept for ever.

use askama::Template;
use askama_web::WebTemplate;
use axum::{extract::State, response::IntoResponse};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use super::rules::{self, DECIDED, KEPT, OWN};
use crate::{
    SiteDb,
    accounts::Viewer,
    error::{Error, Result},
};

#[derive(Template, WebTemplate)]
#[template(path = "retention/show.html")]
struct RetentionPage {
    viewer: Viewer,
    decisions: Vec<Standing>,
    weedings: Vec<Weeding>,
}

/// A decision that counts now.
struct Standing {
    kind: String,
    municipality: String,
    body: String,
    decided_on: Date,
    paragraph: String,
    keep_months: Option<i32>,
}

impl Standing {
    fn keep(&self) -> String {
        self.keep_months
            .map_or_else(|| "bevaras".to_owned(), |n| format!("gallras efter {}", months(n)))
    }
}

/// What a night took away of a kind.
struct Weeding {
    kind: String,
    count: i64,
    up_to: Date,
    at: OffsetDateTime,
    /// None for the product's own trash.
    decision: Option<String>,
}

impl Weeding {
    fn name(&self) -> &str {
        rules::name(&self.kind)
    }
}

impl RetentionPage {
    /// The decisions on a kind.
    fn on(&self, kind: &str) -> Vec<&Standing> {
        self.decisions.iter().filter(|one| one.kind == kind).collect()
    }
}

pub(super) async fn index(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
) -> Result<impl IntoResponse> {
    require(&viewer)?;
    let mut db = db.acquire().await?;
    let decisions = standing(&mut db, &viewer).await?;
    let weedings = weedings(&mut db).await?;

    Ok(RetentionPage { viewer, decisions, weedings })
}

/// Only administrators know of these pages.
pub(super) fn require(viewer: &Viewer) -> Result<()> {
    if viewer.administers().is_empty() { Err(Error::NotFound) } else { Ok(()) }
}

async fn standing(db: &mut PgConnection, viewer: &Viewer) -> Result<Vec<Standing>> {
    Ok(sqlx::query_as!(
        Standing,
        r#"
        select r.kind as "kind!", m.name as municipality, r.body as "body!", r.decided_on as "decided_on!", r.paragraph as "paragraph!", r.keep_months
        from standing_retention r join municipalities m on m.id = r.municipality_id
        where m.id = any($1)
        order by m.name collate "sv-x-icu", r.kind
        "#,
        &viewer.administers(),
    )
    .fetch_all(db)
    .await?)
}

/// The last hundred nights and kinds.
async fn weedings(db: &mut PgConnection) -> Result<Vec<Weeding>> {
    Ok(sqlx::query_as!(
        Weeding,
        r#"
        select w.kind, sum(w.count)::bigint as "count!", w.up_to, w.at,
            max(r.body || ' ' || r.decided_on || ' ' || r.paragraph) as decision
        from weedings w left join retention_decisions r on r.id = w.decision_id
        group by w.kind, w.up_to, w.at, w.decision_id
        order by w.at desc, w.kind
        limit 100
        "#
    )
    .fetch_all(db)
    .await?)
}

/// "3 månader", "1 år", "5 år".
fn months(count: i32) -> String {
    match count {
        1 => "1 månad".to_owned(),
        count if count % 12 == 0 => format!("{} år", count / 12),
        count => format!("{count} månader"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_told_in_years_where_it_is_whole() {
        assert_eq!([1, 3, 12, 60].map(months), ["1 månad", "3 månader", "1 år", "5 år"]);
    }
}
