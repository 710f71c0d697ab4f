//! Clock-driven work (schemalagt arbete): done by one of the programs on a database, tried again when it fails.

mod held;
mod schedule;

use std::{
    future::Future,
    pin::{Pin, pin},
    time::Duration,
};

use anyhow::{Context as _, Result, anyhow};
use sqlx::PgPool;
use time::OffsetDateTime;
use tokio::{
    sync::watch,
    task::{JoinHandle, JoinSet},
    time::{MissedTickBehavior, interval, sleep},
};

use self::held::Held;
use crate::machine_time;

pub(crate) use schedule::Schedule;

/// How often the clock is looked at.
const EVERY: Duration = Duration::from_secs(5);
/// How often a program says that its work goes on.
const WORD: Duration = Duration::from_secs(30);
/// How long the work under way may take once the program is to stop.
const DRAIN: Duration = Duration::from_secs(20);

type Running = Pin<Box<dyn Future<Output = Result<()>> + Send>>;

/// A kind of work, when it is due, and how it is done. It may be begun again after it was cut: its doing must bear that.
pub struct Work {
    kind: &'static str,
    schedule: Schedule,
    /// Takes the instant at which it was due.
    run: Box<dyn Fn(OffsetDateTime) -> Running + Send + Sync>,
}

/// The background task that works until it is stopped.
pub struct Jobs {
    task: JoinHandle<()>,
    stop: watch::Sender<bool>,
}

/// Why work was left.
enum Left {
    Ended(Result<()>),
    /// Another program has it.
    Taken,
    Stopped,
}

impl Work {
    pub(crate) fn new<F>(
        kind: &'static str,
        schedule: Schedule,
        run: impl Fn(OffsetDateTime) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = Result<()>> + Send + 'static,
    {
        Self { kind, schedule, run: Box::new(move |due| Box::pin(run(due))) }
    }
}

impl Jobs {
    /// Begins to do what is due.
    pub fn start(pool: PgPool, works: Vec<Work>) -> Self {
        let (stop, stopped) = watch::channel(false);
        let task = tokio::spawn(async move {
            let mut ticks = interval(EVERY);
            ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
            let mut until = stopped.clone();
            loop {
                tokio::select! {
                    _ = until.wait_for(|stop| *stop) => return,
                    _ = ticks.tick() => {}
                }
                if let Err(why) = all_that_is_due(&pool, &works, &stopped).await {
                    tracing::warn!(error = %why, "the jobs cannot be read");
                }
            }
        });
        Self { task, stop }
    }

    /// Lets the work under way finish for a while, and begins no more.
    pub async fn stop(self) {
        let _ = self.stop.send(true);
        let _ = self.task.await;
    }
}

async fn all_that_is_due(
    pool: &PgPool,
    works: &[Work],
    stopped: &watch::Receiver<bool>,
) -> sqlx::Result<()> {
    for work in works {
        held::plan(pool, work.kind, work.schedule, machine_time()).await?;
    }
    let kinds: Vec<_> = works.iter().map(|work| work.kind.to_owned()).collect();
    while !*stopped.borrow()
        && let Some(held) = held::claim(pool, &kinds, machine_time()).await?
    {
        let Some(work) = works.iter().find(|work| work.kind == held.kind) else { continue };
        do_one(pool, work, &held, stopped.clone()).await?;
    }
    Ok(())
}

async fn do_one(
    pool: &PgPool,
    work: &Work,
    held: &Held,
    stopped: watch::Receiver<bool>,
) -> sqlx::Result<()> {
    let ended = match follow(pool, held, (work.run)(held.due_at), stopped).await {
        Left::Ended(ended) => ended,
        Left::Taken => {
            tracing::warn!(kind = held.kind, "another program has taken the job");
            return Ok(());
        }
        Left::Stopped => return held.release(pool).await,
    };
    let failed = ended.err().map(|why| format!("{why:#}"));
    if let Some(why) = &failed {
        tracing::error!(kind = held.kind, error = why, "a job failed");
    } else {
        tracing::info!(kind = held.kind, "a job is done");
    }
    held.end(pool, failed.as_deref(), machine_time()).await
}

/// Does it in a task of its own, which ends with this one, and says now and then that it goes on.
async fn follow(
    pool: &PgPool,
    held: &Held,
    running: Running,
    mut stopped: watch::Receiver<bool>,
) -> Left {
    let mut task = JoinSet::new();
    task.spawn(running);
    let mut words = interval(WORD);
    let stop = async {
        let _ = stopped.wait_for(|stop| *stop).await;
        sleep(DRAIN).await;
    };
    let mut stop = pin!(stop);
    loop {
        tokio::select! {
            ended = task.join_next() => {
                let ended = ended.context("no work was begun").and_then(|ended| ended.map_err(|why| anyhow!(why)));
                return Left::Ended(ended.flatten());
            }
            () = &mut stop => return Left::Stopped,
            _ = words.tick() => match held.goes_on(pool, machine_time()).await {
                Ok(true) => {}
                Ok(false) => return Left::Taken,
                Err(error) => tracing::warn!(%error, "the job cannot be held"),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    };

    use super::*;

    /// Work that counts its doings and fails at first, by an error or a panic.
    fn counting(kind: &'static str, done: &Arc<AtomicUsize>, panics: bool) -> Work {
        let done = Arc::clone(done);
        Work::new(kind, Schedule::Hourly, move |_| {
            let before = done.fetch_add(1, Ordering::SeqCst);
            async move {
                assert!(before > 0 || !panics, "broken");
                if before == 0 { Err(anyhow!("the disk is full")) } else { Ok(()) }
            }
        })
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn a_failure_and_a_panic_are_kept_in_words_and_the_work_is_done_later(pool: PgPool) {
        let done = [Arc::default(), Arc::default()];
        let works = [counting("one", &done[0], false), counting("two", &done[1], true)];
        let (_stop, stopped) = watch::channel(false);
        all_that_is_due(&pool, &works, &stopped).await.unwrap();

        let rows = sqlx::query!("select failed, done_at from jobs order by kind");
        let rows = rows.fetch_all(&pool).await.unwrap();
        assert_eq!(rows[0].failed.as_deref(), Some("the disk is full"));
        assert!(rows[1].failed.as_ref().is_some_and(|why| why.contains("panicked")));
        assert!(rows.iter().all(|row| row.done_at.is_none()));

        sqlx::query!("update jobs set retry_at = due_at").execute(&pool).await.unwrap();
        all_that_is_due(&pool, &works, &stopped).await.unwrap();
        all_that_is_due(&pool, &works, &stopped).await.unwrap();

        assert_eq!(done.map(|done| done.load(Ordering::SeqCst)), [2, 2]);
        let left = sqlx::query_scalar!(
            r#"select count(*) as "count!" from jobs where done_at is null or failed is not null"#
        );
        assert_eq!(left.fetch_one(&pool).await.unwrap(), 0);
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn nothing_is_begun_once_the_program_stops(pool: PgPool) {
        let done = Arc::default();
        let (_stop, stopped) = watch::channel(true);

        all_that_is_due(&pool, &[counting("one", &done, false)], &stopped).await.unwrap();

        assert_eq!(done.load(Ordering::SeqCst), 0);
    }
}
