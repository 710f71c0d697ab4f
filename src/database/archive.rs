//! PostgreSQL's own programs that copy a database out and put it back (säkerhetskopiering), run with an address.

use std::{
    path::Path,
    process::{Output, Stdio},
};

use anyhow::{Context as _, Result, ensure};
use sqlx::{
    AssertSqlSafe, ConnectOptions as _, PgConnection, Row as _, postgres::PgConnectOptions,
};
use tokio::process::Command;

use super::{addresses::password, private};

/// Writes the whole database to `file` as it stands in an exported snapshot. `server` is its major version.
pub(crate) async fn dump(
    address: &PgConnectOptions,
    server: u32,
    snapshot: &str,
    file: &Path,
) -> Result<()> {
    let mut program = program("pg_dump", server, address)?;
    program.args(["--format=custom", "--no-password", "--lock-wait-timeout=60000"]);
    program.arg(format!("--snapshot={snapshot}")).arg("--file").arg(file);
    succeeded("pg_dump", &program.output().await.context("start pg_dump")?)
}

/// Puts a dump into an empty database: all of it, or nothing. Everything becomes the owner's; grants come along.
pub(crate) async fn load(address: &PgConnectOptions, server: u32, file: &Path) -> Result<()> {
    let mut program = program("pg_restore", server, address)?;
    program.args(["--single-transaction", "--exit-on-error", "--no-owner", "--no-password"]);
    program.arg("--dbname").arg(database(address)).arg(file);
    succeeded("pg_restore", &program.output().await.context("start pg_restore")?)
}

/// The server's major version.
pub(crate) async fn server_version(db: &mut PgConnection) -> Result<u32> {
    let version = sqlx::query_scalar!(
        r#"select current_setting('server_version_num')::int / 10000 as "major!""#
    )
    .fetch_one(db)
    .await?;
    Ok(u32::try_from(version)?)
}

/// The newest migration that the database has had; none in one that the program has never used.
pub(crate) async fn newest_migration(db: &mut PgConnection) -> Result<Option<i64>> {
    let used = sqlx::query_scalar!(
        r#"select to_regclass('public._sqlx_migrations') is not null as "used!""#
    );
    if !used.fetch_one(&mut *db).await? {
        return Ok(None);
    }
    let row = sqlx::raw_sql("select max(version) from _sqlx_migrations").fetch_one(db).await?;
    Ok(row.try_get(0)?)
}

/// True for a database where nothing has been made.
pub(crate) async fn is_empty(db: &mut PgConnection) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select not exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
               where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
                 and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')) as "empty!""#
    )
    .fetch_one(db)
    .await?)
}

/// Every table with its rows counted, in the order of names.
pub(crate) async fn rows(db: &mut PgConnection) -> Result<Vec<(String, i64)>> {
    // The server writes the statement, with its own quoting: the names are not known when compiling.
    let statement = sqlx::query_scalar!(
        r#"select string_agg(format('select %L::text, count(*) from %I', relname, relname), ' union all ') || ' order by 1' as "sql!"
           from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')"#
    )
    .fetch_one(&mut *db)
    .await?;
    let rows = sqlx::raw_sql(AssertSqlSafe(statement)).fetch_all(db).await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}

fn program(name: &str, server: u32, address: &PgConnectOptions) -> Result<Command> {
    let mut command = Command::new(private::client(name, server)?);
    command.stdin(Stdio::null()).kill_on_drop(true).env("LC_ALL", "C.UTF-8");
    command.envs(environment(address));
    Ok(command)
}

fn database(address: &PgConnectOptions) -> &str {
    address.get_database().unwrap_or_else(|| address.get_username())
}

/// The address as libpq reads it. A password in an argument could be read by every user of the machine.
fn environment(address: &PgConnectOptions) -> Vec<(&'static str, String)> {
    let socket = address.get_socket().map(|socket| socket.to_string_lossy().into_owned());
    let mut variables = vec![
        ("PGHOST", socket.unwrap_or_else(|| address.get_host().to_owned())),
        ("PGPORT", address.get_port().to_string()),
        ("PGUSER", address.get_username().to_owned()),
        ("PGDATABASE", database(address).to_owned()),
        ("PGAPPNAME", "paragraf backup".to_owned()),
    ];
    variables.extend(password(address).map(|password| ("PGPASSWORD", password)));
    for (name, value) in address.to_url_lossy().query_pairs() {
        let variable = match &*name {
            "sslmode" => "PGSSLMODE",
            "sslrootcert" => "PGSSLROOTCERT",
            "sslcert" => "PGSSLCERT",
            "sslkey" => "PGSSLKEY",
            _ => continue,
        };
        variables.push((variable, value.into_owned()));
    }
    variables
}

fn succeeded(name: &str, output: &Output) -> Result<()> {
    let told = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{name} did not succeed: {}", told.trim());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_told_to_postgres_without_an_argument() {
        let url = "postgres://boss:p%40%25@db.example:5433/minutes?sslmode=require";
        let told = environment(&url.parse().unwrap());
        for pair in [
            ("PGHOST", "db.example"),
            ("PGPORT", "5433"),
            ("PGUSER", "boss"),
            ("PGDATABASE", "minutes"),
            ("PGPASSWORD", "p@%"),
            ("PGSSLMODE", "require"),
        ] {
            assert!(told.iter().any(|(name, value)| (*name, &**value) == pair), "{pair:?}");
        }
    }
}
