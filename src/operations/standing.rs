//! How the machinery stands (läget): work, mails, heads, verifications, clock and disk, read anew each time.

use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};

use crate::{
    App,
    error::Result,
    health::{self, Disk},
    keys, retention,
};

/// How many verifications are shown.
const SHOWN: i64 = 10;

pub(super) struct Standing {
    /// Machine time.
    pub(super) now: OffsetDateTime,
    /// The newest first.
    pub(super) verifications: Vec<Verification>,
    /// Those who are mailed the head.
    pub(super) recipients: i64,
    pub(super) first_named_at: Option<OffsetDateTime>,
    /// When a mail with a head last left.
    pub(super) head_left_at: Option<OffsetDateTime>,
    /// The newest of each kind.
    pub(super) jobs: Vec<Job>,
    pub(super) unsent: i64,
    pub(super) oldest_unsent_at: Option<OffsetDateTime>,
    /// How far the database's clock is ahead.
    pub(super) skew: Duration,
    /// None where the data folder cannot be read.
    pub(super) disk: Option<Disk>,
    /// The database is not the one whose head was seen last.
    pub(super) put_back: bool,
    pub(super) backup: Option<Taken>,
    pub(super) rehearsal: Option<Rehearsed>,
    /// How long ago the first legal act was, by the clock of legal acts: from then on there is something to lose.
    pub(super) age: Option<Duration>,
}

/// The newest backup that the command has told of.
pub(super) struct Taken {
    pub(super) name: String,
    pub(super) at: OffsetDateTime,
    pub(super) n: i64,
}

/// The newest rehearsal of putting a backup back.
pub(super) struct Rehearsed {
    pub(super) name: String,
    pub(super) at: OffsetDateTime,
    pub(super) faults: i32,
}

/// A verification that has run.
pub(super) struct Verification {
    pub(super) begun_at: OffsetDateTime,
    pub(super) ended_at: OffsetDateTime,
    pub(super) faults: i32,
    /// The first faults, in the words of the report.
    pub(super) found: Vec<String>,
}

/// Work of a kind, as it was due last.
pub(super) struct Job {
    pub(super) kind: String,
    pub(super) due_at: OffsetDateTime,
    pub(super) attempts: i32,
    pub(super) done_at: Option<OffsetDateTime>,
    pub(super) failed: Option<String>,
}

impl Job {
    /// What the work is called on pages.
    pub(super) fn name(&self) -> &str {
        match self.kind.as_str() {
            super::verification::KIND => "Kontroll av allt",
            super::head::KIND => "Kontrollpunkten till mottagarna",
            super::watch::KIND => "Larm",
            retention::KIND => "Gallring",
            other => other,
        }
    }

    /// Tried in vain, or not done an hour after it was due.
    pub(super) fn is_stuck(&self, now: OffsetDateTime) -> bool {
        self.done_at.is_none() && (self.failed.is_some() || now - self.due_at > Duration::HOUR)
    }
}

impl Standing {
    pub(super) async fn load(
        app: &App,
        db: &mut PgConnection,
        now: OffsetDateTime,
    ) -> Result<Self> {
        let counted = sqlx::query!(
            r#"
            select (select count(*) from head_recipients where ended_at is null) as "recipients!",
                (select min(added_at) from head_recipients where ended_at is null) as first_named_at,
                (select max(m.sent_at) from head_mails h join mails m on m.id = h.mail_id) as head_left_at,
                (select count(*) from mails where sent_at is null) as "unsent!",
                (select min(queued_at) from mails where sent_at is null) as oldest_unsent_at,
                (select at from acts where n = 1) as began_at
            "#
        )
        .fetch_one(&mut *db)
        .await?;
        Ok(Self {
            now,
            verifications: verifications(db).await?,
            recipients: counted.recipients,
            first_named_at: counted.first_named_at,
            head_left_at: counted.head_left_at,
            jobs: jobs(db).await?,
            unsent: counted.unsent,
            oldest_unsent_at: counted.oldest_unsent_at,
            skew: health::skew(db).await?,
            disk: app.host.disk().ok(),
            put_back: is_put_back(app, db).await?,
            backup: newest_backup(db).await?,
            rehearsal: newest_rehearsal(db).await?,
            age: counted.began_at.map(|at| app.clock.now().0 - at),
        })
    }
}

/// A file that cannot be read is the nightly verification's to tell.
async fn is_put_back(app: &App, db: &mut PgConnection) -> Result<bool> {
    match app.host.seen_head() {
        Ok(Some(seen)) => Ok(keys::is_put_back(db, &seen).await?),
        Ok(None) => Ok(false),
        Err(why) => {
            tracing::warn!("the newest head that was seen cannot be read: {why:#}");
            Ok(false)
        }
    }
}

async fn newest_backup(db: &mut PgConnection) -> Result<Option<Taken>> {
    Ok(sqlx::query_as!(
        Taken,
        "select name, taken_at as at, n from backups order by taken_at desc, id desc limit 1"
    )
    .fetch_optional(db)
    .await?)
}

async fn newest_rehearsal(db: &mut PgConnection) -> Result<Option<Rehearsed>> {
    Ok(sqlx::query_as!(
        Rehearsed,
        "select name, rehearsed_at as at, faults from rehearsals order by rehearsed_at desc, id desc limit 1"
    )
    .fetch_optional(db)
    .await?)
}

async fn verifications(db: &mut PgConnection) -> Result<Vec<Verification>> {
    Ok(sqlx::query_as!(
        Verification,
        r#"
        select v.begun_at, v.ended_at, v.faults,
            array(select concat_ws(': ', f.fault ->> 'check', f.fault ->> 'subject', f.fault ->> 'fault')
                from jsonb_array_elements(v.report -> 'faults') with ordinality f(fault, n) where f.n <= 50 order by f.n) as "found!"
        from verifications v
        order by v.ended_at desc, v.id desc
        limit $1
        "#,
        SHOWN,
    )
    .fetch_all(db)
    .await?)
}

async fn jobs(db: &mut PgConnection) -> Result<Vec<Job>> {
    Ok(sqlx::query_as!(
        Job,
        r#"
        select distinct on (kind) kind, due_at, attempts, done_at, failed from jobs
        order by kind, due_at desc
        "#
    )
    .fetch_all(db)
    .await?)
}
