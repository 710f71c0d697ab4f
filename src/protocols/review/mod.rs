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
    Ok(review(&meeting::facts(draft, &background, today), &background.lowered))
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
