//! Work that is held (påbörjat arbete): claimed by one program, kept while it goes on, and let go done, failed or unfinished.

use sqlx::PgPool;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::Schedule;

/// How long a claim stands without a word from its program.
pub(super) const HELD: Duration = Duration::minutes(2);

/// A row that this program works on.
pub(super) struct Held {
    pub(super) id: Uuid,
    pub(super) kind: String,
    pub(super) due_at: OffsetDateTime,
    /// Counts the claims: a later one makes this one void.
    pub(super) attempts: i32,
}

/// Lays down what is due and is not there yet. What was due before and is not done gives way, unless it is worked on.
pub(super) async fn plan(
    pool: &PgPool,
    kind: &str,
    schedule: Schedule,
    now: OffsetDateTime,
) -> sqlx::Result<()> {
    let due = schedule.latest(now);
    let planned = sqlx::query!(
        "insert into jobs (id, kind, due_at, retry_at) values ($1, $2, $3, $3) on conflict (kind, due_at) do nothing",
        Uuid::now_v7(),
        kind,
        due,
    )
    .execute(pool)
    .await?;
    if planned.rows_affected() == 1 {
        sqlx::query!(
            r#"
            update jobs set dropped_at = $3 where kind = $1 and due_at < $2 and done_at is null and dropped_at is null
                and (held_until is null or held_until <= $3)
            "#,
            kind,
            due,
            now,
        )
        .execute(pool)
        .await?;
    }
    Ok(())
}

/// The oldest row of these kinds that waits and that nobody works on.
pub(super) async fn claim(
    pool: &PgPool,
    kinds: &[String],
    now: OffsetDateTime,
) -> sqlx::Result<Option<Held>> {
    sqlx::query_as!(
        Held,
        r#"
        update jobs set attempts = attempts + 1, begun_at = $2, held_until = $3
        where id = (
            select id from jobs
            where kind = any($1) and done_at is null and dropped_at is null and retry_at <= $2 and (held_until is null or held_until <= $2)
            order by due_at, id limit 1 for update skip locked)
        returning id, kind, due_at, attempts
        "#,
        kinds,
        now,
        now + HELD,
    )
    .fetch_optional(pool)
    .await
}

impl Held {
    /// Says that the work still goes on; false when another program has taken it.
    pub(super) async fn goes_on(&self, pool: &PgPool, now: OffsetDateTime) -> sqlx::Result<bool> {
        let held = sqlx::query!(
            "update jobs set held_until = $3 where id = $1 and attempts = $2 and done_at is null",
            self.id,
            self.attempts,
            now + HELD,
        )
        .execute(pool)
        .await?;
        Ok(held.rows_affected() == 1)
    }

    /// Lets go of it: done, or with the words of its failure and a later time to try again.
    pub(super) async fn end(
        &self,
        pool: &PgPool,
        failed: Option<&str>,
        now: OffsetDateTime,
    ) -> sqlx::Result<()> {
        sqlx::query!(
            r#"
            update jobs set held_until = null, failed = $3, done_at = case when $3::text is null then $4::timestamptz end,
                retry_at = case when $3::text is null then retry_at else $5::timestamptz end
            where id = $1 and attempts = $2 and done_at is null
            "#,
            self.id,
            self.attempts,
            failed,
            now,
            now + wait(self.attempts),
        )
        .execute(pool)
        .await?;
        Ok(())
    }

    /// Lets go of it unfinished, so that another program takes it at once.
    pub(super) async fn release(&self, pool: &PgPool) -> sqlx::Result<()> {
        sqlx::query!(
            "update jobs set held_until = null where id = $1 and attempts = $2 and done_at is null",
            self.id,
            self.attempts,
        )
        .execute(pool)
        .await?;
        Ok(())
    }
}

/// One minute after the first attempt, then twice as long each time, at most two hours.
fn wait(attempts: i32) -> Duration {
    Duration::minutes(1_i64 << (attempts - 1).clamp(0, 7)).min(Duration::hours(2))
}

#[cfg(test)]
mod tests {
    use time::macros::{datetime, time};

    use super::*;

    const NIGHT: OffsetDateTime = datetime!(2026-11-24 02:00 UTC);

    async fn planned(pool: &PgPool) -> Vec<String> {
        plan(pool, "verify", Schedule::Daily(time!(02:30)), NIGHT).await.unwrap();
        vec!["verify".to_owned()]
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn what_is_due_is_laid_down_once_and_taken_by_one(pool: PgPool) {
        let kinds = planned(&pool).await;
        planned(&pool).await;

        let claims = futures_of(&pool, &kinds).await;

        assert_eq!(claims.iter().flatten().count(), 1);
        let count = sqlx::query_scalar!(r#"select count(*) as "count!" from jobs"#);
        assert_eq!(count.fetch_one(&pool).await.unwrap(), 1);
    }

    /// Eight programs that reach for it at once.
    async fn futures_of(pool: &PgPool, kinds: &[String]) -> Vec<Option<Held>> {
        let mut reaching = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let (pool, kinds) = (pool.clone(), kinds.to_vec());
            reaching.spawn(async move { claim(&pool, &kinds, NIGHT).await.unwrap() });
        }
        reaching.join_all().await
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn what_a_killed_program_held_is_taken_again_and_its_late_word_is_void(pool: PgPool) {
        let kinds = planned(&pool).await;
        let dead = claim(&pool, &kinds, NIGHT).await.unwrap().unwrap();
        assert!(dead.goes_on(&pool, NIGHT + Duration::MINUTE).await.unwrap());
        assert!(claim(&pool, &kinds, NIGHT + HELD).await.unwrap().is_none(), "it still goes on");

        let later = NIGHT + Duration::MINUTE + HELD;
        let taken = claim(&pool, &kinds, later).await.unwrap().unwrap();

        assert_eq!((taken.id, taken.attempts), (dead.id, 2));
        assert!(!dead.goes_on(&pool, later).await.unwrap());
        dead.end(&pool, None, later).await.unwrap();
        let done = sqlx::query_scalar!("select done_at from jobs");
        assert_eq!(done.fetch_one(&pool).await.unwrap(), None);
        taken.end(&pool, None, later).await.unwrap();
        assert!(claim(&pool, &kinds, later + HELD).await.unwrap().is_none(), "it is done");
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn what_fails_is_tried_again_later_and_gives_way_to_the_next_due_time(pool: PgPool) {
        let kinds = planned(&pool).await;
        let first = claim(&pool, &kinds, NIGHT).await.unwrap().unwrap();
        first.end(&pool, Some("the disk is full"), NIGHT).await.unwrap();

        let soon = NIGHT + Duration::seconds(59);
        assert!(claim(&pool, &kinds, soon).await.unwrap().is_none());
        let again = claim(&pool, &kinds, NIGHT + Duration::MINUTE).await.unwrap().unwrap();
        again.end(&pool, Some("still full"), NIGHT).await.unwrap();
        plan(&pool, "verify", Schedule::Daily(time!(02:30)), NIGHT + Duration::DAY).await.unwrap();
        let next = claim(&pool, &kinds, NIGHT + Duration::DAY).await.unwrap().unwrap();

        assert_ne!(next.id, first.id);
        let dropped = sqlx::query!(
            r#"select failed, dropped_at is not null as "dropped!" from jobs where id = $1"#,
            first.id
        );
        let dropped = dropped.fetch_one(&pool).await.unwrap();
        assert_eq!((dropped.failed.as_deref(), dropped.dropped), (Some("still full"), true));
    }

    #[test]
    fn pauses_grow_to_two_hours() {
        let minutes = [1, 2, 3, 8, 30].map(|attempts| wait(attempts).whole_minutes());
        assert_eq!(minutes, [1, 2, 4, 120, 120]);
    }
}
