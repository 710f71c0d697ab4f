//! Answers that do not arrive (brutna förbindelser): a restart under load, cut connections, lost replies, clients that go away.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

use crate::{
    client::Person,
    figure,
    kills::{Load, SECRETARY, holds, rounds},
    ledger::Ledger,
    program::{Program, signal},
    sheet::Sheet,
    size, until,
};

#[tokio::test(flavor = "multi_thread")]
async fn postgresql_is_restarted_under_load() {
    let mut program = Program::start().await;
    rounds("postgresql restarted", size(50, 2), &mut program, async |program| {
        let (pid, begun) = (program.postmaster(), Instant::now());
        signal("INT", pid.unwrap());
        until("another PostgreSQL", async || {
            program.postmaster().filter(|other| Some(*other) != pid)
        })
        .await;
        program.owner().await;
        begun.elapsed()
    })
    .await;
    assert_eq!(program.faults(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_connection_of_the_program_is_cut_under_load() {
    let mut program = Program::start().await;
    rounds("connections cut", size(200, 3), &mut program, async |program| {
        let begun = Instant::now();
        let cut = "select pg_terminate_backend(pid)::text from pg_stat_activity
            where usename in ('paragraf_site', 'paragraf_public')";
        assert!(!program.column(cut).await.is_empty());
        begun.elapsed()
    })
    .await;
    assert_eq!(program.faults(), [""; 0]);
}

/// Passes every other answer on; the others are lost once the program has given them. Counts those.
async fn lossy(to: u16) -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let lost = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&lost);
    tokio::spawn(async move {
        for n in 0.. {
            let Ok((client, _)) = listener.accept().await else { break };
            tokio::spawn(pass(client, to, (n % 2 == 0).then(|| Arc::clone(&counter))));
        }
    });
    (port, lost)
}

async fn pass(client: TcpStream, to: u16, losing: Option<Arc<AtomicUsize>>) -> std::io::Result<()> {
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_program, mut to_program) =
        TcpStream::connect(("127.0.0.1", to)).await?.into_split();
    let sending = tokio::spawn(async move {
        let _ = tokio::io::copy(&mut from_client, &mut to_program).await;
        (from_client, to_program)
    });
    let mut answer = Vec::new();
    from_program.read_to_end(&mut answer).await?;
    match losing {
        Some(lost) => drop(lost.fetch_add(1, Ordering::Relaxed)),
        None => to_client.write_all(&answer).await?,
    }
    sending.abort();
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_whose_answer_was_lost_has_one_effect_when_it_is_sent_again() {
    let program = Program::start().await;
    let (port, lost) = lossy(program.port).await;
    let load = Load::on(&program, port).await;

    let wanted = size(2_000, 40);
    until("answers to lose", async || (lost.load(Ordering::Relaxed) >= wanted).then_some(())).await;
    let refused = load.refused();
    let verdict = load.end(&program).await;
    assert_eq!(program.faults(), [""; 0]);

    assert_eq!(refused, 0, "a form that was saved is refused when it comes again");
    assert!(verdict.acknowledged > wanted / 8, "{}", verdict.acknowledged);
    figure(&format!(
        "answers lost after commit={} acknowledged={} lost={} doubled={} unknown={}",
        lost.load(Ordering::Relaxed),
        verdict.acknowledged,
        verdict.lost.len(),
        verdict.doubled.len(),
        verdict.unknown
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn clients_that_go_away_in_mid_request_leave_nothing_half_done() {
    let program = Program::start().await;
    let secretary = Person::signed_in(program.port, SECRETARY).await;
    let item = "select i.id::text from items i join meetings m on m.id = i.meeting_id where m.closed_at is null order by i.id limit 1";
    let path = format!("/arbete/paragrafer/{}", program.column(item).await[0]);
    let ledger = Ledger::default();
    let count = size(200, 10);
    for n in 0..count {
        let half = n % 2 == 0;
        let marker = format!("draft-{}-{n}", u8::from(half));
        ledger.sent(&marker);
        let page = secretary.get(&path).await;
        let sheet = Sheet::of(&page, "#paragraf").set("text-", 0, &marker).with("atgard", "spara");
        assert_eq!(sheet.send(&secretary.hanging_up(if half { 7 } else { 0 })).await.status, 0);
    }
    tokio::time::sleep(Duration::from_secs(1)).await;

    let verdict = holds(&ledger, &program).await;
    let halves = "select content::text from revisions where content::text ~ 'draft-1-'";
    assert_eq!(program.column(halves).await, [""; 0], "half a form was saved");
    assert_eq!(program.faults(), [""; 0]);
    let page = secretary.get(&path).await;
    let sheet =
        Sheet::of(&page, "#paragraf").set("text-", 0, "Som vanligt.").with("atgard", "spara");
    assert_eq!(sheet.send(&secretary).await.status, 303);
    figure(&format!(
        "clients gone in mid-request={count} half sent and saved=0 whole sent and saved={} doubled={}",
        verdict.unknown,
        verdict.doubled.len()
    ));
}
