//! Review (granskning): the facts of a draft as the rules of `law::review` want them, and what these find.

mod attendance;
mod background;
mod duties;
mod handling;
mod item;
mod meeting;
mod mending;
mod page;
mod procedure;
mod scene;
mod votes;

use sqlx::PgConnection;
use time::Date;

use super::composition::Draft;
use crate::{
    error::Result,
    law::review::{Finding, review},
};
use background::Background;

pub(super) use mending::Mending;
pub(super) use page::show;

/// Everything that the law or practice asks for and that is not there, the gravest first.
pub(crate) async fn findings(
    db: &mut PgConnection,
    draft: &Draft,
    today: Date,
) -> Result<Vec<Finding>> {
    let background = Background::of(db, draft).await?;
    let mut findings = review(&meeting::facts(draft, &background, today), &background.lowered);
    if draft.is_ongoing() {
        // ADJ-20: nobody can tell the end of a meeting that goes on.
        findings.retain(|finding| finding.id != "ATT-14");
    }
    Ok(findings)
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
