//! Upgrades (uppgraderingar): every migration since the first release, over a database with a year of rows in it.

use std::collections::BTreeMap;

use paragraf::{
    MIGRATOR,
    database::{self, Addresses},
    machine_time,
    verify::{self, Check},
};
use sqlx::{
    AssertSqlSafe, Connection as _, PgConnection, Row as _,
    migrate::Migrator,
    postgres::{PgConnectOptions, PgPoolOptions},
};

/// The newest migration of the first release, for whose schema the year is written.
const FIRST_RELEASE: i64 = 20_261_124_000_800;
const YEAR: &str = include_str!("../data/year.sql");

/// The migrations up to one.
fn up_to(version: i64) -> Migrator {
    Migrator::with_migrations(
        MIGRATOR.iter().filter(|one| one.version <= version).cloned().collect(),
    )
}

async fn rows(db: &mut PgConnection) -> BTreeMap<String, i64> {
    let names = "select relname::text from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> '_sqlx_migrations'";
    let mut counted = BTreeMap::new();
    for row in sqlx::raw_sql(names).fetch_all(&mut *db).await.unwrap() {
        let name: String = row.get(0);
        let count = AssertSqlSafe(format!("select count(*) from {name}"));
        let count = sqlx::raw_sql(count).fetch_one(&mut *db).await.unwrap().get(0);
        counted.insert(name, count);
    }
    counted
}

#[sqlx::test(migrations = false)]
async fn every_migration_keeps_a_year_of_rows_and_the_chain_that_tells_of_it(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let mut db = PgConnection::connect_with(&at).await.unwrap();
    up_to(FIRST_RELEASE).run(&mut db).await.unwrap();
    let full = std::env::var("PARAGRAF_TEST_SIZE").is_ok_and(|size| size == "full");
    let size = format!("set year.boards = {}", if full { 40 } else { 6 });
    sqlx::raw_sql(AssertSqlSafe(size)).execute(&mut db).await.unwrap();
    sqlx::raw_sql(YEAR).execute(&mut db).await.unwrap();
    let mut before = rows(&mut db).await;
    let empty: Vec<_> =
        before.iter().filter(|(_, count)| **count == 0).map(|(name, _)| name).collect();
    assert_eq!(empty, Vec::<&String>::new(), "every table has rows");

    for migration in MIGRATOR.iter().filter(|one| one.version > FIRST_RELEASE) {
        up_to(migration.version).run(&mut db).await.unwrap();
        let after = rows(&mut db).await;
        for (name, count) in before.iter().filter(|(name, _)| *name != "acts") {
            assert_eq!(after.get(name), Some(count), "{name} after {}", migration.description);
        }
        // What the chain had not told of before is told of when it begins to.
        assert!(after["acts"] >= before["acts"], "acts after {}", migration.description);
        before = after;
    }
    db.close().await.unwrap();

    let addresses = Addresses::of(at);
    database::prepare(&addresses, &MIGRATOR).await.unwrap();
    let report = verify::all(&addresses, &[], machine_time).await.unwrap();
    // The year's versions are bytes without a record's form; a throw-away server is not durable.
    let known = [Check::Versions, Check::Signatures];
    let faults: Vec<_> = report
        .faults
        .iter()
        .filter(|fault| !known.contains(&fault.check) && !fault.fault.contains(" is off: "))
        .collect();
    assert!(faults.is_empty(), "{faults:?}");
    let rows: i64 = before.values().sum();
    let migrations = MIGRATOR.iter().filter(|one| one.version > FIRST_RELEASE).count();
    crate::figure(&format!("upgrade migrations={migrations} rows={rows} acts={} kept", report.n));
    assert!(report.n > 250 && report.checked[&Check::Revisions] > 500, "{report}");
}
