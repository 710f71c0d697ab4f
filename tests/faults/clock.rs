//! Clocks that go wrong (fel klocka): apart, stepped forward, stepped back; nothing is signed in a false time.

use std::{fs, path::Path};

use paragraf::database::private::{Cluster, Tuning};

use crate::{
    client::Person,
    figure,
    kills::SECRETARY,
    program::{Program, Setting, home},
};

const ADJUSTER: &str = "justerare@bjorkvik.example";

/// The variables that let a program, and what it starts, read the clock through a file.
fn faked(file: &Path) -> Vec<(&'static str, String)> {
    let found = fs::read_dir("/usr/lib").unwrap().flatten();
    let found = found.map(|folder| folder.path().join("faketime/libfaketime.so.1"));
    let library = found.into_iter().find(|path| path.exists()).expect("apt-get install faketime");
    set(file, "+0");
    [
        ("LD_PRELOAD", library.display().to_string()),
        ("FAKETIME_TIMESTAMP_FILE", file.display().to_string()),
        ("FAKETIME_NO_CACHE", "1".to_owned()),
        ("FAKETIME_DONT_FAKE_MONOTONIC", "1".to_owned()),
        ("DONT_FAKE_MONOTONIC", "1".to_owned()),
    ]
    .into()
}

/// Moves the clock, as in "+3" seconds or "-1d", in one step.
fn set(file: &Path, by: &str) {
    let next = file.with_extension("next");
    fs::write(&next, format!("{by}\n")).unwrap();
    fs::rename(&next, file).unwrap();
}

/// What the site says to the password, and how many signatures there are then.
async fn sign(program: &Program, signer: &Person) -> (u16, String, usize) {
    let page = signer.get("/justera").await;
    let reading = page.attribute("main a.button", "href").unwrap();
    let order = signer.post(&format!("{reading}/godkann"), &[]).await;
    let answer = signer.sign(&order.location.unwrap()).await;
    let signatures = program.column("select id::text from signatures").await.len();
    (answer.status, answer.text("main"), signatures)
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_signed_while_the_clocks_of_program_and_database_differ() {
    let (database, _ground) = home().await;
    let cluster = Cluster::start(database.path(), Tuning::Durable).unwrap();
    let clock = database.path().join("clock");
    let variables = [faked(&clock), vec![("DATABASE_URL", cluster.url())]].concat();
    let mut program = Program::start_with(Setting { variables, within: None }).await;
    let adjuster = Person::signed_in(program.port, ADJUSTER).await;
    let before = program.column("select id::text from signatures").await.len();

    for by in ["+3", "-3"] {
        set(&clock, by);
        let (status, said, signatures) = sign(&program, &adjuster).await;
        assert_eq!((status, signatures), (409, before), "{by}: {said}");
        assert!(said.contains("Klockorna i programmet och i databasen går olika."), "{said}");
    }
    set(&clock, "+0");
    let (status, said, signatures) = sign(&program, &adjuster).await;
    assert_eq!((status, signatures), (303, before + 1), "{said}");
    program.kill();
    set(&clock, "+3");
    let refused = program.refused();
    assert!(refused.contains("s apart"), "{refused}");
    figure("clocks 3 s apart, either way: signing refused 2 of 2, start refused");
    drop(program);
    cluster.stop().unwrap();
}

// DAT-11.
#[tokio::test(flavor = "multi_thread")]
async fn a_clock_stepped_a_day_forward_and_back_makes_no_false_day_and_no_endless_session() {
    let folder = tempfile::tempdir().unwrap();
    let clock = folder.path().join("clock");
    let program = Program::start_with(Setting { variables: faked(&clock), within: None }).await;
    let before = Person::signed_in(program.port, SECRETARY).await;
    assert_eq!(before.get("/arbete").await.status, 200);

    set(&clock, "+1d");
    assert_eq!(before.get("/arbete").await.status, 303, "signed in for a day");
    let secretary = Person::signed_in(program.port, SECRETARY).await;
    let closed = "select m.id::text from meetings m where closed_at is not null
        and not exists (select from batches b join versions v on v.batch_id = b.id where b.meeting_id = m.id)";
    let path = format!("/arbete/sammantraden/{}/justering", program.column(closed).await[0]);
    let seen = secretary.get(&path).await.attribute("[name=sett]", "value").unwrap();
    let fields = [&[("sett", seen.as_str())][..], &[("reason", "Brådskande"); 9]].concat();
    assert_eq!(secretary.post(&path, &fields).await.status, 303);

    set(&clock, "+0");
    assert_eq!(secretary.get("/arbete").await.status, 303, "a session of tomorrow");
    let adjuster = Person::signed_in(program.port, ADJUSTER).await;
    let signatures = program.column("select id::text from signatures").await.len();
    let (status, said, then) = sign(&program, &adjuster).await;
    assert_eq!((status, then), (409, signatures), "{said}");
    assert!(said.contains("Klockan i systemet går efter"), "{said}");

    set(&clock, "+1d");
    let adjuster = Person::signed_in(program.port, ADJUSTER).await;
    let (status, said, then) = sign(&program, &adjuster).await;
    assert_eq!((status, then), (303, signatures + 1), "{said}");
    let backwards = "select a.n::text from acts a join acts b on b.n = a.n - 1 where a.at < b.at - interval '2 seconds'";
    assert_eq!(program.column(backwards).await, [""; 0]);
    let kept = "select a.adjusted_on::text from adjustments a join versions v on v.id = a.version_id
        where v.sent_at is not null and (a.adjusted_on < (v.sent_at at time zone 'Europe/Stockholm')::date
            or a.adjusted_on <> (a.at at time zone 'Europe/Stockholm')::date)";
    assert_eq!(program.column(kept).await, [""; 0], "a day before it was sent");
    figure(
        "clock stepped +1 d and back: signing behind the chain refused, sessions of both days ended",
    );
}
