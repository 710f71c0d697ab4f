//! The start-up checks (startkontroller): settings, roles and clocks without which nothing is served.

use anyhow::{Result, bail};
use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};

use super::Pools;

/// How far PostgreSQL's clock may be from the machine's.
pub const CLOCK_TOLERANCE: Duration = Duration::seconds(2);

/// Refuses to serve on a server that could lose a signature, or with a role that could undo one.
/// `clock` is machine time.
///
/// # Errors
/// Every finding, one sentence a line.
pub async fn all(pools: &Pools, clock: fn() -> OffsetDateTime) -> Result<()> {
    let mut site = pools.site.acquire().await?;
    let mut public = pools.public.acquire().await?;

    let mut findings = Settings::load(&mut site).await?.findings();
    findings.extend(Reach::load(&mut site).await?.findings());
    let public_reach = Reach::load(&mut public).await?;
    findings.extend(public_reach.findings());
    findings.extend(public_reach.writing());
    findings.extend(clock_difference(&mut site, clock).await?);

    if findings.is_empty() {
        return Ok(());
    }
    bail!("the program does not serve on this database:\n{}", findings.join("\n"));
}

/// What durability hangs on, as the site's role has it.
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
                      current_setting('synchronous_commit') as "synchronous_commit!",
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

/// What a role can do beside what the migrations grant it.
struct Reach {
    role: String,
    superuser: bool,
    creates_roles: bool,
    owns: Option<String>,
    writes: Option<String>,
}

impl Reach {
    /// Membership counts: who may become the owner owns.
    async fn load(db: &mut PgConnection) -> sqlx::Result<Self> {
        sqlx::query_as!(
            Self,
            r#"with tables as (
                   select c.oid, c.relowner, format('%I.%I', n.nspname, c.relname) as name
                   from pg_class c join pg_namespace n on n.oid = c.relnamespace
                   where c.relkind in ('r', 'p', 'v', 'm', 'f')
                     and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
               )
               select current_user::text as "role!",
                      exists (select from pg_roles r where r.rolsuper and pg_has_role(r.oid, 'member')) as "superuser!",
                      exists (select from pg_roles r where r.rolcreaterole and pg_has_role(r.oid, 'member')) as "creates_roles!",
                      (select min(name) from tables where pg_has_role(relowner, 'member')) as owns,
                      (select min(name) from tables
                       where has_table_privilege(oid, 'insert, update, delete, truncate')
                          or has_any_column_privilege(oid, 'insert, update')) as writes"#
        )
        .fetch_one(db)
        .await
    }

    fn findings(&self) -> Vec<String> {
        let role = &self.role;
        if self.superuser {
            return vec![format!(
                "{role} is a superuser, whom no grant stops. Run: alter role {role} nosuperuser."
            )];
        }
        let mut findings = Vec::new();
        if self.creates_roles {
            findings.push(format!(
                "{role} may create roles and give itself rights. Run: alter role {role} nocreaterole."
            ));
        }
        if let Some(table) = &self.owns {
            findings.push(format!(
                "{role} owns {table}, or may become its owner, and could drop what guards it. \
                 Give the table to the owner in DATABASE_URL."
            ));
        }
        findings
    }

    fn writing(&self) -> Option<String> {
        let (role, table) = (&self.role, self.writes.as_ref().filter(|_| !self.superuser)?);
        Some(format!("{role} may write to {table}; it is for reading. Revoke that."))
    }
}

async fn clock_difference(
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
    use sqlx::Connection;
    use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
    use time::macros::datetime;

    use super::super::{Addresses, roles};
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

    #[sqlx::test(migrations = false)]
    async fn a_superuser_is_refused(_: PgPoolOptions, owner: PgConnectOptions) {
        let mut db = PgConnection::connect_with(&owner).await.unwrap();

        let findings = Reach::load(&mut db).await.unwrap().findings();

        assert!(findings[0].contains("is a superuser"), "{findings:?}");
        db.close().await.unwrap();
    }

    #[sqlx::test(migrations = false)]
    async fn a_role_is_refused_that_owns_a_table_or_writes_where_it_only_reads(
        _: PgPoolOptions,
        owner: PgConnectOptions,
    ) {
        let addresses = Addresses::of(owner);
        let mut db = PgConnection::connect_with(&addresses.owner).await.unwrap();
        roles::create(&mut db, &addresses).await.unwrap();
        sqlx::raw_sql("create table notices (); grant select on notices to paragraf_public")
            .execute(&mut db)
            .await
            .unwrap();
        let mut public = PgConnection::connect_with(&addresses.public).await.unwrap();
        let reading = Reach::load(&mut public).await.unwrap();
        assert!(reading.findings().is_empty() && reading.writing().is_none());

        sqlx::raw_sql("grant insert on notices to paragraf_public").execute(&mut db).await.unwrap();
        let writing = Reach::load(&mut public).await.unwrap().writing().unwrap();
        sqlx::raw_sql("alter table notices owner to paragraf_public")
            .execute(&mut db)
            .await
            .unwrap();
        let owning = Reach::load(&mut public).await.unwrap().findings();

        assert!(writing.contains("may write to public.notices"), "{writing}");
        assert!(owning[0].contains("owns public.notices"), "{owning:?}");
        public.close().await.unwrap();
        db.close().await.unwrap();
    }
}
