//! The database (databasen): addresses, roles, pools, and what must hold before a page is served.

pub(crate) mod acts;
pub mod addresses;
pub(crate) mod archive;
pub mod checks;
pub mod private;
pub mod roles;

use std::time::Duration;

use anyhow::{Context, Result, anyhow};
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::postgres::{PgPool, PgPoolOptions};
use sqlx::{ConnectOptions, Connection, PgConnection, Row};

pub use addresses::Addresses;

/// The two doors that pages use; neither is the owner's.
#[derive(Clone, Debug)]
pub struct Pools {
    /// For those who are signed in, as `paragraf_site`.
    pub site: PgPool,
    /// For pages without sign-in, as `paragraf_public`, read-only.
    pub public: PgPool,
}

impl Pools {
    /// Opens both pools and connects once with each.
    pub async fn open(addresses: &Addresses) -> Result<Self> {
        let site = pool(10, 5)
            .after_connect(|db, _| Box::pin(wait_for_disk(db)))
            .connect_with(addresses.site.clone().application_name("paragraf site").options([
                ("statement_timeout", "20s"),
                ("lock_timeout", "10s"),
                ("idle_in_transaction_session_timeout", "30s"),
                ("timezone", "UTC"),
            ]))
            .await
            .context("cannot sign in to PostgreSQL as paragraf_site; see PARAGRAF_SITE_URL")?;
        let public = pool(10, 2)
            .connect_with(addresses.public.clone().application_name("paragraf public").options([
                ("statement_timeout", "3s"),
                ("idle_in_transaction_session_timeout", "5s"),
                ("default_transaction_read_only", "on"),
                ("timezone", "UTC"),
            ]))
            .await
            .context("cannot sign in to PostgreSQL as paragraf_public; see PARAGRAF_PUBLIC_URL")?;
        Ok(Self { site, public })
    }

    /// Closes both pools once their connections have come back.
    pub async fn close(&self) {
        self.site.close().await;
        self.public.close().await;
    }
}

/// At most `connections`; a page waits `wait` seconds for one.
fn pool(connections: u32, wait: u64) -> PgPoolOptions {
    PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(Duration::from_secs(wait))
        .idle_timeout(Duration::from_mins(10))
        .max_lifetime(Duration::from_mins(30))
        .test_before_acquire(true)
        .before_acquire(|db, _| Box::pin(is_between_transactions(db)))
}

/// Lets every commit of a connection wait for the disk, also when the server is told not to while the program runs;
/// that it was told so is found by the checks.
async fn wait_for_disk(db: &mut PgConnection) -> sqlx::Result<()> {
    let pin =
        "select set_config('synchronous_commit', case now when 'off' then 'on' else now end, false)
               from current_setting('synchronous_commit') as now";
    sqlx::raw_sql(pin).execute(db).await?;
    Ok(())
}

/// A request dropped while it began a transaction leaves it open: such a connection is not used again.
///
/// `now()` is when the transaction began. Sent as one message, because Parse, Bind and Execute each move
/// `statement_timestamp()` on.
async fn is_between_transactions(db: &mut PgConnection) -> sqlx::Result<bool> {
    sqlx::raw_sql("select now() = statement_timestamp()").fetch_one(db).await?.try_get(0)
}

/// Signed in as the owner, creates the lesser roles and brings the schema up to date.
///
/// # Errors
/// The server is out of reach, or the database was migrated by a newer program.
pub async fn prepare(addresses: &Addresses, migrator: &Migrator) -> Result<()> {
    // A password could stand in a logged `create role`.
    let owner = addresses
        .owner
        .clone()
        .application_name("paragraf owner")
        .options([("client_min_messages", "warning")]);
    let mut db = owner.disable_statement_logging().connect().await.context(
        "cannot sign in to PostgreSQL with the address in DATABASE_URL; is the server up?",
    )?;

    roles::create(&mut db, addresses).await?;
    migrate(&mut db, migrator).await?;

    db.close().await.context("sign out from PostgreSQL")
}

async fn migrate(db: &mut PgConnection, migrator: &Migrator) -> Result<()> {
    migrator.run(db).await.map_err(|error| match error {
        MigrateError::VersionMissing(version) => anyhow!(
            "a newer program has used this database (migration {version} is unknown to this one); \
             start the newer program, or restore a backup from before it"
        ),
        MigrateError::VersionMismatch(version) => anyhow!(
            "migration {version} in this program is not the one that the database was made with; \
             start the program that made it"
        ),
        other => anyhow!(other).context("the database could not be brought up to date"),
    })
}

#[cfg(test)]
mod tests {
    use sqlx::postgres::PgConnectOptions;

    use super::*;

    #[sqlx::test(migrations = false)]
    async fn a_connection_left_inside_a_transaction_is_not_used_again(
        _: PgPoolOptions,
        owner: PgConnectOptions,
    ) {
        let pool = pool(1, 5).connect_with(owner).await.unwrap();
        let backend = || sqlx::query_scalar!("select pg_backend_pid()").fetch_one(&pool);
        let first = backend().await.unwrap();
        assert_eq!(backend().await.unwrap(), first, "a clean connection is used again");

        sqlx::raw_sql("begin").execute(&pool).await.unwrap();

        assert_ne!(backend().await.unwrap(), first);
        pool.close().await;
    }

    #[sqlx::test(migrations = false)]
    async fn a_database_of_a_newer_program_is_refused(_: PgPoolOptions, owner: PgConnectOptions) {
        let mut db = owner.connect().await.unwrap();
        let none = Migrator::DEFAULT;
        migrate(&mut db, &none).await.unwrap();
        sqlx::raw_sql(
            "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
             values (29990101000000, 'later', true, '', 0)",
        )
        .execute(&mut db)
        .await
        .unwrap();

        let refusal = migrate(&mut db, &none).await.unwrap_err().to_string();

        assert!(
            refusal.contains("newer program") && refusal.contains("29990101000000"),
            "{refusal}"
        );
        db.close().await.unwrap();
    }
}
