//! Programs beside each other on one database, and what is read beside the site: figures and readiness.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    process::Command,
    time::Instant,
};

use paragraf::database::private::{Cluster, Tuning};

use super::{Demo, LONG, free_port};

#[test]
fn figures_are_read_beside_the_site_and_a_program_that_is_to_stop_says_so_first() {
    let home = tempfile::tempdir().unwrap();
    let beside = free_port();
    let metrics = format!("--metrics=127.0.0.1:{beside}");
    let mut demo = Demo::start(home.path(), &["--stop-notice=10", &metrics]);
    assert!(demo.answers("/readyz") && demo.answers("/bjorkvik"));
    let mut stream = TcpStream::connect(("127.0.0.1", beside)).unwrap();
    write!(stream, "GET /metrics HTTP/1.0\r\nHost: localhost\r\n\r\n").unwrap();
    let mut figures = String::new();
    stream.read_to_string(&mut figures).unwrap();
    for figure in [
        r#"paragraf_requests_total{method="GET",route="/{kommun}",status="200"} 1"#,
        r#"paragraf_request_seconds_bucket{route="/{kommun}",le="10"} 1"#,
        r#"paragraf_pool_connections{pool="site"}"#,
        "paragraf_mails_waiting 0",
    ] {
        assert!(figures.contains(figure), "{figure}: {figures}");
    }
    assert!(!figures.to_lowercase().contains("rkvik"), "{figures}");

    let stop = Command::new("kill").arg(demo.child.id().to_string()).status();
    assert!(stop.unwrap().success());
    let begun = Instant::now();
    while demo.answers("/readyz") {
        assert!(begun.elapsed() < LONG, "it stays");
    }
    assert!(demo.is_well(), "it answers those who come all the same");
    assert!(demo.child.wait().unwrap().success());
}

#[test]
fn two_programs_on_one_database_share_sessions_mails_and_jobs_and_one_may_be_killed() {
    let home = tempfile::tempdir().unwrap();
    let cluster = Cluster::start(home.path(), Tuning::Durable).unwrap();
    let url = format!("--database-url={}", cluster.url());
    let data = tempfile::tempdir().unwrap();
    let one = Demo::start(data.path(), &[&url, "--demo"]);
    let other = Demo::start(data.path(), &[&url]);
    let front = proxy(vec![one.port, other.port]);

    let form = "email=administrator%40bjorkvik.example&password=demo-paragraf-2026";
    let answer = asked(front, "POST /logga-in", "", form);
    assert!(answer.starts_with("http/1.0 303"), "{answer}");
    let cookies = answer.split("set-cookie: ").skip(1).filter_map(|one| one.split(';').next());
    let cookies: Vec<_> = cookies.collect();
    let cookie = cookies.join("; ");
    for _ in 0..4 {
        let page = asked(front, "GET /arbete/drift", &cookie, "");
        assert!(page.starts_with("http/1.0 200"), "{page}");
    }
    asked(front, "POST /logga-ut", &cookie, "");
    for _ in 0..2 {
        let page = asked(front, "GET /arbete/drift", &cookie, "");
        assert!(page.starts_with("http/1.0 303"), "signed out of both: {page}");
    }

    let owner = Owner::of(&cluster.url());
    owner.until("select count(*) from jobs where done_at is null and dropped_at is null", 0);
    owner.run(
        "update jobs set done_at = null, attempts = 0, retry_at = now(); delete from verifications;
         insert into mails (to_address, subject, body, queued_at, retry_at)
            select n || '@exempel.se', 'Hej', 'Hej', now(), now() from generate_series(1, 200) n",
    );
    owner.until("select count(*) from mails where sent_at is null", 0);
    owner.until("select count(*) from jobs where done_at is null and dropped_at is null", 0);
    owner.until("select count(*) from jobs where attempts <> 1 and dropped_at is null", 0);
    owner.until(
        "select count(*) - (select count(*) from jobs where kind = 'verify') from verifications",
        0,
    );
    owner.until("select count(*) from verifications where faults > 0", 0);
    let sent = || fs::read_dir(data.path().join("mail")).unwrap().count();
    assert_eq!(sent(), 200, "none twice");

    one.kill();
    owner.run(
        "insert into mails (to_address, subject, body, queued_at, retry_at) values ('sist@exempel.se', 'Hej', 'Hej', now(), now());
         update jobs set done_at = null, attempts = 0, retry_at = now()",
    );
    owner.until("select count(*) from mails where sent_at is null", 0);
    owner.until("select count(*) from jobs where done_at is null and dropped_at is null", 0);
    assert_eq!(sent(), 201);
    drop(owner);
    drop(other);
    cluster.stop().unwrap();
}

/// A proxy in front of several programs: each connection goes to the next.
fn proxy(ports: Vec<u16>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for (port, client) in ports.iter().cycle().zip(listener.incoming()) {
            let (mut client, mut server) =
                (client.unwrap(), TcpStream::connect(("127.0.0.1", *port)).unwrap());
            let (mut from, mut to) = (client.try_clone().unwrap(), server.try_clone().unwrap());
            std::thread::spawn(move || std::io::copy(&mut from, &mut to));
            std::thread::spawn(move || {
                let _ = std::io::copy(&mut server, &mut client);
                let _ = client.shutdown(std::net::Shutdown::Both);
            });
        }
    });
    port
}

/// The head of the answer.
fn asked(port: u16, request: &str, cookie: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    write!(
        stream,
        "{request} HTTP/1.0\r\nHost: localhost\r\nCookie: {cookie}\r\nSec-Fetch-Site: same-origin\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer.split_once("\r\n\r\n").unwrap().0.to_lowercase()
}

/// The database as its owner sees it.
struct Owner(tokio::runtime::Runtime, sqlx::PgPool);

impl Owner {
    fn of(url: &str) -> Self {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let pool = runtime.block_on(sqlx::PgPool::connect(url)).unwrap();
        Self(runtime, pool)
    }

    fn run(&self, sql: &'static str) {
        self.0.block_on(sqlx::raw_sql(sql).execute(&self.1)).unwrap();
    }

    /// Waits until a question that counts is answered so.
    fn until(&self, sql: &'static str, count: i64) {
        use sqlx::Row as _;
        let begun = Instant::now();
        loop {
            let row = self.0.block_on(sqlx::raw_sql(sql).fetch_one(&self.1)).unwrap();
            let now: i64 = row.get(0);
            if now == count {
                return;
            }
            assert!(begun.elapsed() < LONG, "{sql}: {now}, not {count}");
            std::thread::yield_now();
        }
    }
}
