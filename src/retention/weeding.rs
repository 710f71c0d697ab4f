//! The nightly weeding (gallring): in short steps, as the owner, each step with a row of what went.

use anyhow::Result;
use sqlx::{ConnectOptions as _, Connection as _, PgConnection};
use time::{Date, Duration, OffsetDateTime, macros::time};
use uuid::Uuid;

use super::{
    left_accounts,
    rules::{DECIDED, OWN},
};
use crate::{
    database::Addresses,
    jobs::{Schedule, Work},
    machine_time,
    web::{instant, local},
};

pub(crate) const KIND: &str = "weeding";

/// Rows of a step, and §§ of one: short, so that nobody waits for a lock.
const ROWS: i64 = 1000;
const ITEMS: i64 = 20;
/// Steps of a kind in one night; what is left waits for the next.
const STEPS: usize = 200;

/// What may go, and by whose word.
struct Limit {
    kind: &'static str,
    /// The first day that is kept.
    up_to: Date,
    decision: Option<Uuid>,
}

/// It signs in as the owner: the site's role may not delete a record.
pub(super) fn work(addresses: &Addresses) -> Work {
    let addresses = addresses.clone();
    Work::new(KIND, Schedule::Daily(time!(03:30)), move |_| {
        let addresses = addresses.clone();
        async move { weed(&addresses, machine_time()).await }
    })
}

/// Weeds everything whose time is over. `now` is machine time.
///
/// # Errors
/// The database does not answer.
pub async fn weed(addresses: &Addresses, now: OffsetDateTime) -> Result<()> {
    let mut owner = addresses.owner.clone().disable_statement_logging().connect().await?;
    all(&mut owner, now).await?;
    owner.close().await?;
    Ok(())
}

async fn all(db: &mut PgConnection, now: OffsetDateTime) -> Result<()> {
    let today = local(now).0;
    for rule in OWN {
        let up_to = today - Duration::days(rule.days);
        run(db, &Limit { kind: rule.kind, up_to, decision: None }, now).await?;
    }
    for rule in DECIDED.iter().filter(|rule| rule.shared) {
        if let Some((decision, up_to)) = shared(db, rule.kind, today).await? {
            run(db, &Limit { kind: rule.kind, up_to, decision: Some(decision) }, now).await?;
        }
    }
    let decisions = sqlx::query!(
        r#"
        select id as "id!", municipality_id as "municipality!", keep_months as "months!",
            ($1::date - make_interval(months => keep_months))::date as "up_to!"
        from standing_retention where kind = 'drafts' and keep_months is not null
        order by id
        "#,
        today,
    )
    .fetch_all(&mut *db)
    .await?;
    for one in decisions {
        let limit = Limit { kind: "drafts", up_to: one.up_to, decision: Some(one.id) };
        drafts(db, (one.municipality, one.months), &limit, now).await?;
    }
    Ok(())
}

/// The decision with the longest time and what it lets go, once every municipality has one.
async fn shared(db: &mut PgConnection, kind: &str, today: Date) -> Result<Option<(Uuid, Date)>> {
    let decisions = sqlx::query!(
        r#"
        select r.id as "id?", r.keep_months as "months?", ($2::date - make_interval(months => r.keep_months))::date as "up_to?"
        from municipalities m left join standing_retention r on r.municipality_id = m.id and r.kind = $1
        where m.inside
        order by r.keep_months desc nulls first, r.id
        "#,
        kind,
        today,
    )
    .fetch_all(db)
    .await?;
    let longest = decisions.into_iter().next();
    Ok(longest.and_then(|one| one.months.and(one.id).zip(one.up_to)))
}

/// Step by step until nothing is left, or the night's share is done.
async fn run(db: &mut PgConnection, limit: &Limit, now: OffsetDateTime) -> Result<()> {
    for _ in 0..STEPS {
        let mut step = db.begin().await?;
        let gone = delete(&mut step, limit).await?;
        note(&mut step, limit, gone, now).await?;
        step.commit().await?;
        if gone < ROWS.unsigned_abs() {
            return Ok(());
        }
    }
    Ok(())
}

/// The histories of §§ that were adjusted long enough ago, each whole, so that what is left still follows link by link.
async fn drafts(
    db: &mut PgConnection,
    (municipality, months): (Uuid, i32),
    limit: &Limit,
    now: OffsetDateTime,
) -> Result<()> {
    for _ in 0..STEPS {
        let mut step = db.begin().await?;
        let gone = sqlx::query!(
            r#"
            delete from revisions where item_id in (
                select i.id from items i
                    join batch_items bi on bi.item_id = i.id join adjustments a on a.batch_id = bi.batch_id
                    join meetings m on m.id = i.meeting_id join boards b on b.id = m.board_id
                where b.host_id = $1 and a.adjusted_on + make_interval(months => $2) < $4::date and exists (select from revisions r where r.item_id = i.id)
                order by i.id limit $3)
            "#,
            municipality,
            months,
            ITEMS,
            local(now).0,
        )
        .execute(&mut *step)
        .await?
        .rows_affected();
        note(&mut step, limit, gone, now).await?;
        step.commit().await?;
        if gone == 0 {
            return Ok(());
        }
    }
    Ok(())
}

async fn delete(db: &mut PgConnection, limit: &Limit) -> Result<u64> {
    let before = instant(limit.up_to, time!(00:00));
    let gone = match limit.kind {
        "sessions" => sqlx::query!(
            r#"delete from sessions where token_hash in (
                select token_hash from sessions where coalesce(ended_at, seen_at) < $1 and seen_at < $1 limit $2)"#,
            before,
            ROWS
        ),
        "links" => sqlx::query!(
            "delete from one_time_links where token_hash in (select token_hash from one_time_links where expires_at < $1 limit $2)",
            before,
            ROWS
        ),
        "kept_forms" => sqlx::query!(
            "delete from kept_forms where id in (select id from kept_forms where kept_at < $1 limit $2)",
            before,
            ROWS
        ),
        "jobs" => sqlx::query!(
            "delete from jobs where id in (select id from jobs where coalesce(done_at, dropped_at) < $1 limit $2)",
            before,
            ROWS
        ),
        "alarms" => sqlx::query!(
            "delete from alarm_mails where (kind, day) in (select kind, day from alarm_mails where day < ($1::timestamptz at time zone 'Europe/Stockholm')::date limit $2)",
            before,
            ROWS
        ),
        "backups" => sqlx::query!(
            r#"with rehearsed as (delete from rehearsals where rehearsed_at < $1)
                delete from backups where id in (select id from backups where taken_at < $1 limit $2)"#,
            before,
            ROWS
        ),
        "allowances" => sqlx::query!(
            "delete from allowances where key in (select key from allowances where used_up_to < $1 limit $2)",
            before,
            ROWS
        ),
        decided => return delete_decided(db, decided, before).await,
    };
    Ok(gone.execute(db).await?.rows_affected())
}

/// Deletes of what a decision lets go.
async fn delete_decided(db: &mut PgConnection, kind: &str, before: OffsetDateTime) -> Result<u64> {
    let gone = match kind {
        "mails" => sqlx::query!(
            "delete from mails where id in (select id from mails where sent_at < $1 limit $2)",
            before,
            ROWS
        ),
        "reports" => sqlx::query!(
            "delete from verifications where id in (select id from verifications where ended_at < $1 limit $2)",
            before,
            ROWS
        ),
        "addresses" => sqlx::query!(
            "delete from changed_addresses where change_id in (select x.change_id from changed_addresses x
                join address_changes c on c.id = x.change_id where c.at < $1 limit $2)",
            before,
            ROWS
        ),
        "accounts" => return left_accounts::weed(db, before, ROWS).await,
        _ => return Ok(0),
    };
    Ok(gone.execute(db).await?.rows_affected())
}

async fn note(db: &mut PgConnection, limit: &Limit, gone: u64, now: OffsetDateTime) -> Result<()> {
    if gone == 0 {
        return Ok(());
    }
    sqlx::query!(
        "insert into weedings (id, kind, count, up_to, at, decision_id) values ($1, $2, $3, $4, $5, $6)",
        Uuid::now_v7(),
        limit.kind,
        i64::try_from(gone)?,
        limit.up_to,
        now,
        limit.decision,
    )
    .execute(db)
    .await?;
    Ok(())
}
