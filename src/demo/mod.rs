//! The demo (demonstrationen): an invented county with a meeting in every stage, and a real protocol that was made elsewhere.

mod calendar;
mod ground;
mod meeting;
mod sample;
mod source;
mod story;
mod text;
mod visitor;

use std::sync::Arc;

use anyhow::{Result, bail};

use self::{ground::County, meeting::Meeting, story::Story, visitor::Visitor};
use crate::{
    App, Clock, Now,
    database::Pools,
    health::Host,
    keys::{ServerKey, Vault},
};

/// The password of every account of the demo.
const PASSWORD: &str = "demo-paragraf-2026";

/// The accounts that the line at the start names; the county has some more.
const ACCOUNTS: [&str; 5] = [
    "sekreterare@bjorkvik.example",
    "ordforande@bjorkvik.example",
    "justerare@bjorkvik.example",
    "registrator@tallmo.example",
    "administrator@bjorkvik.example",
];

/// The municipality that is laid last, in one transaction, so that a loading that was cut short is known.
const LAST: &str = "lekeberg";

/// Loads the demo into a database without municipalities, and returns the line to print: the address and the accounts.
///
/// # Errors
/// An earlier loading was cut short, the database has been in use, or the site refused an act of the demo.
pub async fn load(pools: &Pools, clock: Clock, origin: &str) -> Result<String> {
    let known =
        sqlx::query_scalar!("select slug from municipalities").fetch_all(&pools.site).await?;
    let is_known = |slug: &str| known.iter().any(|one| one == slug);

    let acts = sqlx::query_scalar!(r#"select count(*) as "count!" from acts"#);
    if known.is_empty() && acts.fetch_one(&pools.site).await? > 0 {
        bail!("the database has been in use; the demo's past can only be laid in an empty one");
    }
    if known.is_empty() {
        eprintln!("loading the demo, which takes some seconds ...");
        lay(pools, clock, origin).await?;
    } else if !is_known(ground::FIRST) {
        eprintln!("the database has municipalities of its own, so the demo is not loaded");
        return Ok(origin.to_owned());
    } else if !is_known(LAST) {
        bail!(
            "loading the demo was cut short; remove the data folder, or empty the database, and start again"
        );
    }
    Ok(format!("{origin} (accounts: {}; password: {PASSWORD})", ACCOUNTS.join(", ")))
}

async fn lay(pools: &Pools, clock: Clock, origin: &str) -> Result<()> {
    let now = clock.now();
    let stories = story::stories(now.today());
    let earliest = stories.iter().map(|story| story.held_on).min().unwrap_or(now.today());
    let county = County::lay(&pools.site, earliest).await?;
    let mut visitor = Visitor::new(App {
        site: pools.site.clone(),
        public: pools.public.clone(),
        clock,
        origin: Arc::from(origin),
        key: ServerKey::from_seed([0; 32]),
        host: Host::default(),
        vault: Vault::from_seed([0; 32]),
    });
    tell(&mut visitor, &county, stories, now).await?;
    // What was mailed in the county's past was read then, and nobody is still signed in.
    sqlx::query!("update sessions set ended_at = seen_at where ended_at is null")
        .execute(&pools.site)
        .await?;
    sqlx::query!("update mails set sent_at = queued_at, body = '' where sent_at is null")
        .execute(&pools.site)
        .await?;
    sqlx::query!("delete from allowances").execute(&pools.site).await?;

    let mut db = pools.site.begin().await?;
    sample::lay(&mut db, now).await?;
    db.commit().await?;
    Ok(())
}

/// Lets every meeting of the county happen, act by act in the order of time.
async fn tell(visitor: &mut Visitor, county: &County, stories: Vec<Story>, now: Now) -> Result<()> {
    let mut meetings = vec![];
    let mut acts = vec![];
    for (index, story) in stories.into_iter().enumerate() {
        acts.extend(story.acts.iter().map(|&(at, act)| (at, index, act)));
        meetings.push(Meeting::new(county.board(story.board)?, story));
    }
    acts.sort_by_key(|(at, ..)| *at);
    if acts.iter().any(|(at, ..)| *at > now.0) {
        bail!("an act of the demo would lie in the future");
    }
    for (at, index, act) in acts {
        meetings[index].act(visitor, at, act).await?;
    }
    Ok(())
}
