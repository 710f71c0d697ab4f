//! PostgreSQL told not to wait for the disk (`synchronous_commit`): refused, found, and harmless to a program that runs.

use std::time::Duration;

use paragraf::database::private::{Cluster, Tuning};
use sqlx::{AssertSqlSafe, Connection as _};

use crate::{
    figure,
    kills::rounds,
    ledger::{Ledger, Verdict},
    program::{Program, Setting, command},
    size,
};

#[tokio::test(flavor = "multi_thread")]
async fn asynchronous_commit_turned_off_while_the_program_runs_loses_nothing_and_is_found() {
    let mut program = Program::start().await;
    let off = "alter role paragraf_site set synchronous_commit = off;
        select pg_terminate_backend(pid) from pg_stat_activity where usename = 'paragraf_site'";
    sqlx::raw_sql(off).execute(&mut program.owner().await).await.unwrap();

    let what = "kill -9 postgresql with synchronous_commit=off for the role";
    rounds(what, size(50, 2), &mut program, async |program| program.kill_postgres().await).await;
    assert!(program.faults().concat().contains("synchronous_commit is off"));

    program.kill();
    assert!(program.refused().contains("synchronous_commit is off"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_ledger_finds_what_an_asynchronous_commit_loses() {
    let program = Program::start().await;
    let lay = "create schema control; create table control.kept (marker text)";
    sqlx::raw_sql(lay).execute(&mut program.owner().await).await.unwrap();
    let ledger = Ledger::default();

    // What is lost is the last unwritten page of the log, which may be empty at the moment of the kill.
    let mut verdict = Verdict::default();
    for round in 0..20 {
        let killing = async {
            tokio::time::sleep(Duration::from_millis(500)).await;
            program.kill_postgres().await
        };
        tokio::join!(write_without_waiting(&program, &ledger, round), killing);
        verdict = ledger.against(&program.column("select marker from control.kept").await);
        if !verdict.lost.is_empty() {
            break;
        }
    }
    figure(&format!(
        "control, synchronous_commit=off acknowledged={} lost={} doubled={}",
        verdict.acknowledged,
        verdict.lost.len(),
        verdict.doubled.len()
    ));
    assert!(!verdict.lost.is_empty(), "of {}", verdict.acknowledged);
}

/// Writes until the server goes away, without waiting for its disk.
async fn write_without_waiting(program: &Program, ledger: &Ledger, round: usize) {
    let mut db = program.owner().await;
    sqlx::raw_sql("set synchronous_commit = off").execute(&mut db).await.unwrap();
    for n in 0.. {
        let marker = format!("{round}-{n}");
        ledger.sent(&marker);
        let insert = AssertSqlSafe(format!("insert into control.kept values ('{marker}')"));
        if sqlx::raw_sql(insert).execute(&mut db).await.is_err() {
            break;
        }
        ledger.acknowledged(&marker);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_may_lose_a_signature_is_refused_with_the_reason() {
    let home = tempfile::tempdir().unwrap();
    let cluster = Cluster::start(home.path(), Tuning::Throwaway).unwrap();
    let serve = ["serve", "--origin=http://localhost:8080", "--mail=smtps://u:p@mail.exempel.se"];
    for arguments in [&serve[..], &["demo"]] {
        let mut program = command(arguments);
        program.env("PARAGRAF_DATA", home.path()).env("DATABASE_URL", cluster.url());
        let output = program.output().unwrap();
        let refused = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success());
        for name in ["fsync", "synchronous_commit", "full_page_writes"] {
            assert!(refused.contains(&format!("{name} is off")), "{refused}");
        }
    }
    cluster.stop().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_setting_of_the_database_or_the_role_is_refused_as_well() {
    let home = tempfile::tempdir().unwrap();
    let cluster = Cluster::start(home.path(), Tuning::Durable).unwrap();
    let setting = Setting { variables: vec![("DATABASE_URL", cluster.url())], within: None };
    let mut program = Program::start_with(setting).await;
    program.stop();
    for (off, on) in [
        (
            "alter database postgres set synchronous_commit = off",
            "alter database postgres reset synchronous_commit",
        ),
        (
            "alter role paragraf_site set synchronous_commit = off",
            "alter role paragraf_site reset synchronous_commit",
        ),
    ] {
        let mut owner = program.owner().await;
        sqlx::raw_sql(off).execute(&mut owner).await.unwrap();
        assert!(program.refused().contains("synchronous_commit is off"), "{off}");
        sqlx::raw_sql(on).execute(&mut owner).await.unwrap();
        owner.close().await.unwrap();
    }
    program.start_again().await;
    program.stop();
    cluster.stop().unwrap();
}
