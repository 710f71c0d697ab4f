//! The start-up checks (startkontroller): settings, roles and clocks without which nothing is served.

mod guards;
mod reach;

use anyhow::{Result, bail};
use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};

use self::reach::Reach;
use super::Pools;

/// How far PostgreSQL's clock may be from the machine's.
pub const CLOCK_TOLERANCE: Duration = Duration::seconds(2);

/// Refuses to serve on a server that could lose a signature, or with a role that could undo one.
/// `clock` is machine time.
///
/// # Errors
/// Every finding, one sentence a line.
pub async fn all(pools: &Pools, clock: fn() -> OffsetDateTime) -> Result<()> {
    let findings = findings(pools, clock).await?;
    if findings.is_empty() {
        return Ok(());
    }
    bail!("the program does not serve on this database:\n{}", findings.join("\n"));
}

/// What [`all`] refuses, a sentence each.
///
/// # Errors
/// The database does not answer.
pub(crate) async fn findings(pools: &Pools, clock: fn() -> OffsetDateTime) -> Result<Vec<String>> {
    let mut site = pools.site.acquire().await?;
    let mut public = pools.public.acquire().await?;

    let mut findings = Settings::load(&mut site).await?.findings();
    let site_reach = Reach::load(&mut site).await?;
    findings.extend(site_reach.findings());
    findings.extend(site_reach.changing());
    let public_reach = Reach::load(&mut public).await?;
    findings.extend(public_reach.findings());
    findings.extend(public_reach.more_than_reading_what_is_public());
    findings.extend(guards::missing(&mut site).await?);
    findings.extend(clock_difference(&mut site, clock).await?);
    Ok(findings)
}

/// Refuses legal time that runs behind the chain: what is signed now would seem older than what was signed before.
///
/// # Errors
/// The newest act is later than `now`, legal time.
pub async fn chain_is_past(pools: &Pools, now: OffsetDateTime) -> Result<()> {
    let newest = sqlx::query_scalar!("select at from acts order by n desc limit 1")
        .fetch_optional(&pools.site)
        .await?;
    if let Some(newest) = newest.filter(|&newest| newest > now + CLOCK_TOLERANCE) {
        bail!(
            "the newest legal act in the database is of {newest}, and it is {now} now: \
             set the machine's clock right, or is this the database of a demo?"
        );
    }
    Ok(())
}

/// What durability hangs on, as the server gives it to the site's role: a connection of ours waits for the disk all the
/// same, and its own word would hide what the server says.
struct Settings {
    version: i32,
    fsync: String,
    synchronous_commit: String,
    full_page_writes: String,
}

impl Settings {
    async fn load(db: &mut PgConnection) -> sqlx::Result<Self> {
        sqlx::query_as!(
            Self,
            r#"select current_setting('server_version_num')::int as "version!",
                      current_setting('fsync') as "fsync!",
                      (select reset_val from pg_settings where name = 'synchronous_commit') as "synchronous_commit!",
                      current_setting('full_page_writes') as "full_page_writes!""#
        )
        .fetch_one(db)
        .await
    }

    fn findings(&self) -> Vec<String> {
        let mut findings = Vec::new();
        if self.version < 150_000 {
            findings.push(format!(
                "PostgreSQL 15 or newer is needed; this is {}.",
                self.version / 10_000
            ));
        }
        for (name, value, loss) in [
            ("fsync", &self.fsync, "a power cut loses signatures that were acknowledged"),
            (
                "synchronous_commit",
                &self.synchronous_commit,
                "a crash loses signatures that were acknowledged",
            ),
            (
                "full_page_writes",
                &self.full_page_writes,
                "a power cut can leave pages half written",
            ),
        ] {
            if value == "off" {
                findings
                    .push(format!("{name} is off: {loss}. Set {name} = on in postgresql.conf."));
            }
        }
        findings
    }
}

/// Says how far PostgreSQL's clock is from the machine's, when that is too far.
pub(super) async fn clock_difference(
    db: &mut PgConnection,
    clock: fn() -> OffsetDateTime,
) -> sqlx::Result<Option<String>> {
    let before = clock();
    let theirs = sqlx::query_scalar!(r#"select clock_timestamp() as "now!""#).fetch_one(db).await?;
    let after = clock();
    Ok(apart(before, theirs, after))
}

/// `theirs` was read some time between `before` and `after`.
fn apart(before: OffsetDateTime, theirs: OffsetDateTime, after: OffsetDateTime) -> Option<String> {
    let difference = (before - theirs).max(theirs - after);
    (difference > CLOCK_TOLERANCE).then(|| {
        format!(
            "PostgreSQL's clock and this machine's are {:.1} s apart; legal times need one clock. \
             Let both machines keep time by NTP.",
            difference.as_seconds_f64()
        )
    })
}

#[cfg(test)]
mod tests {
    use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
    use time::macros::datetime;

    use super::super::Addresses;
    use super::*;

    fn durable() -> Settings {
        let on = || "on".to_owned();
        Settings { version: 150_000, fsync: on(), synchronous_commit: on(), full_page_writes: on() }
    }

    #[test]
    fn a_durable_server_passes() {
        assert!(durable().findings().is_empty());
        let remote = "remote_apply".to_owned();
        assert!(Settings { synchronous_commit: remote, ..durable() }.findings().is_empty());
    }

    #[test]
    fn every_setting_that_can_lose_a_signature_is_named() {
        let off = || "off".to_owned();
        for (name, settings) in [
            ("fsync", Settings { fsync: off(), ..durable() }),
            ("synchronous_commit", Settings { synchronous_commit: off(), ..durable() }),
            ("full_page_writes", Settings { full_page_writes: off(), ..durable() }),
            ("PostgreSQL 15", Settings { version: 140_012, ..durable() }),
        ] {
            let findings = settings.findings();
            assert_eq!(findings.len(), 1, "{findings:?}");
            assert!(findings[0].starts_with(name), "{findings:?}");
        }
    }

    #[test]
    fn clocks_may_differ_by_two_seconds_and_no_more() {
        let here = datetime!(2026-03-02 12:00 UTC);

        assert_eq!(apart(here, here + CLOCK_TOLERANCE, here), None);
        assert_eq!(apart(here, here - CLOCK_TOLERANCE, here), None);
        for theirs in [here + Duration::milliseconds(2_100), here - Duration::milliseconds(2_100)] {
            let sentence = apart(here, theirs, here).unwrap();
            assert!(sentence.contains("2.1 s apart"), "{sentence}");
        }
    }

    #[test]
    fn a_slow_answer_is_not_a_wrong_clock() {
        let before = datetime!(2026-03-02 12:00 UTC);

        assert_eq!(apart(before, before + Duration::SECOND, before + Duration::seconds(3)), None);
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn legal_time_behind_the_newest_act_is_refused(
        _: PgPoolOptions,
        owner: PgConnectOptions,
    ) {
        let pools = Pools::open(&Addresses::of(owner)).await.unwrap();
        let at = datetime!(2026-03-02 12:00 UTC);
        chain_is_past(&pools, at).await.unwrap();
        let mut site = pools.site.acquire().await.unwrap();
        let commitment = crate::seal::Hash::of(b"sent");
        crate::database::acts::append(&mut site, at, "sent", uuid::Uuid::nil(), commitment)
            .await
            .unwrap();
        drop(site);

        chain_is_past(&pools, at - CLOCK_TOLERANCE).await.unwrap();
        let refusal = chain_is_past(&pools, at - Duration::minutes(1)).await.unwrap_err();

        assert!(refusal.to_string().contains("the newest legal act"), "{refusal}");
        pools.close().await;
    }
}
