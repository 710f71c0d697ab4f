//! Backups taken while the site is used, everything wiped, and put back (säkerhetskopiering och återställning).

use std::{
    fs,
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::Output,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Instant,
};

use paragraf::database::private::{self, Cluster, Tuning};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Row as _};

use crate::{Demo, LONG, free_port, program, said};

const PASSWORD: &str = "demo-paragraf-2026";

/// One row of one column, as text.
fn one(url: &str, sql: &str) -> String {
    let statement = AssertSqlSafe(sql.to_owned());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let mut db = PgConnection::connect(url).await.unwrap();
        let row = sqlx::raw_sql(statement).fetch_one(&mut db).await.unwrap();
        db.close().await.unwrap();
        row.get(0)
    })
}

/// Somebody with a browser, who is signed in to a demo.
struct Visitor {
    port: u16,
    cookie: String,
}

impl Visitor {
    fn sign_in(port: u16, email: &str) -> Self {
        let mut visitor = Self { port, cookie: String::new() };
        let email = email.replace('@', "%40");
        let answer = visitor.post("/logga-in", &format!("email={email}&password={PASSWORD}"));
        let cookies = answer.lines().filter_map(|line| line.strip_prefix("set-cookie: "));
        let cookies: Vec<_> = cookies.filter_map(|cookie| cookie.split(';').next()).collect();
        visitor.cookie = cookies.join("; ");
        visitor
    }

    fn get(&self, path: &str) -> String {
        self.send(&format!("GET {path} HTTP/1.0"), "")
    }

    fn post(&self, path: &str, form: &str) -> String {
        let length = form.len();
        let head = format!(
            "POST {path} HTTP/1.0\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}"
        );
        self.send(&head, form)
    }

    fn send(&self, head: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let cookie = &self.cookie;
        write!(stream, "{head}\r\nHost: localhost\r\nCookie: {cookie}\r\n\r\n{body}").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }
}

/// An adjuster who refuses without end: each refusal is a row, a legal act and a mail.
struct Load {
    stop: AtomicBool,
    sent: AtomicUsize,
    acknowledged: Mutex<Vec<usize>>,
}

impl Load {
    fn run(&self, adjuster: &Visitor, address: &str) {
        while !self.stop.load(Ordering::SeqCst) {
            let n = self.sent.fetch_add(1, Ordering::SeqCst);
            let answer = adjuster.post(address, &format!("reason=fel-{n}"));
            assert!(answer.starts_with("HTTP/1.0 303"), "{answer}");
            self.acknowledged.lock().unwrap().push(n);
        }
    }

    fn count(&self) -> usize {
        self.acknowledged.lock().unwrap().len()
    }

    fn wait_for(&self, more: usize) {
        let (until, begun) = (self.count() + more, Instant::now());
        while self.count() < until {
            assert!(begun.elapsed() < LONG, "the load stands still");
            std::thread::yield_now();
        }
    }
}

/// Where things lie in the test.
struct Home {
    folder: tempfile::TempDir,
}

impl Home {
    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs a command with the site's data folder and keys.
    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = program(arguments);
        command.env("PARAGRAF_DATA", self.at("data")).env("PARAGRAF_KEYS", self.at("keys"));
        command.output().unwrap()
    }

    fn succeeds(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let told = String::from_utf8(output.stdout).unwrap();
        let why = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {told}{why}");
        told
    }

    fn start(&self) -> Demo {
        Demo::start(&self.at("data"), &[&format!("--keys={}", self.at("keys").display())])
    }

    /// Takes a backup, and gives its folder.
    fn backup(&self, name: &str) -> String {
        let place = self.at(name).to_str().unwrap().to_owned();
        let told = self.succeeds(&["backup", &place]);
        assert!(told.starts_with(&place) && told.contains("head: act "), "{told}");
        place
    }

    fn wipe(&self) {
        fs::remove_dir_all(self.at("data")).unwrap();
    }
}

fn files(folder: &Path) -> usize {
    fs::read_dir(folder).map_or(0, Iterator::count)
}

/// What a site that is used leaves outside: two backups taken under way, its newest head, its mails.
struct Left {
    early: String,
    late: String,
    head: String,
    /// Refusals acknowledged before each backup began, and in all.
    before: [usize; 2],
    refused: usize,
    mails: usize,
}

fn used(home: &Home) -> Left {
    let demo = home.start();
    let adjuster = Visitor::sign_in(demo.port, "justerare@bjorkvik.example");
    let page = adjuster.get("/justera");
    let (_, rest) = page.split_once("href=\"/justera/").unwrap();
    let address = format!("/justera/{}/avsta", &rest[..36]);
    let load = Load {
        stop: AtomicBool::new(false),
        sent: AtomicUsize::new(0),
        acknowledged: Mutex::default(),
    };
    let (early, late, before) = std::thread::scope(|scope| {
        scope.spawn(|| load.run(&adjuster, &address));
        scope.spawn(|| load.run(&adjuster, &address));
        load.wait_for(3);
        let first = load.count();
        let early = home.backup("early");
        load.wait_for(3);
        let second = load.count();
        let late = home.backup("late");
        load.wait_for(3);
        load.stop.store(true, Ordering::SeqCst);
        (early, late, [first, second])
    });
    let answer = adjuster.get("/data/kedja.json");
    let (_, checkpoint) = answer.split_once("\r\n\r\n").unwrap();
    let head = home.at("kedja.json");
    fs::write(&head, checkpoint).unwrap();
    let begun = Instant::now();
    while files(&home.at("data/mail")) < load.count() {
        assert!(begun.elapsed() < LONG, "the mails do not leave");
        std::thread::yield_now();
    }
    let mails = files(&home.at("data/mail"));
    demo.kill();
    fs::rename(home.at("data/mail"), home.at("mail")).unwrap();
    Left { early, late, head: head.display().to_string(), before, refused: load.count(), mails }
}

fn refusals(url: &str) -> usize {
    one(url, "select count(*)::text from refusals where reason ~ '^fel-'").parse().unwrap()
}

#[test]
fn a_backup_taken_under_load_is_put_back_after_everything_is_wiped_and_an_older_one_names_what_is_missing()
 {
    let home = Home { folder: tempfile::tempdir().unwrap() };
    let left = used(&home);
    home.wipe();
    assert_eq!(files(Path::new(&left.late)), 2, "a dump and a manifest, and no key");

    // Everything in the later one: rehearsed first, then into a given server.
    let rehearsed = home.succeeds(&["restore", "--rehearse", &left.late]);
    assert!(rehearsed.contains("the backup can be relied on"), "{rehearsed}");
    let elsewhere = home.at("elsewhere");
    let cluster = Cluster::start(&elsewhere, Tuning::Durable).unwrap();
    let url = format!("--database-url={}", cluster.url());
    let restored = home.succeeds(&["restore", &left.late, &url]);
    assert!(restored.contains("everything holds"), "{restored}");
    let here = refusals(&cluster.url());
    assert!(here >= left.before[1] && here <= left.refused, "{here} of {}", left.refused);
    let again = said(&home.run(&["restore", &left.late, &url]));
    assert!(again.contains("restored into an empty one only"), "{again}");
    cluster.stop().unwrap();

    // The earlier one into an empty data folder, with what was kept outside.
    let mail = home.at("mail").display().to_string();
    let outside = ["restore", &left.early, "--head", &left.head, "--evidence", &mail];
    let restored = home.succeeds(&outside);
    assert!(
        restored.contains("everything holds") && restored.contains("acknowledged: act "),
        "{restored}"
    );
    let demo = home.start();
    let running = private::running(&home.at("data")).unwrap();
    let here = refusals(&running);
    assert!(here >= left.before[0] && here < left.refused, "{here} of {}", left.refused);
    assert_eq!(restored.matches("MISSING: what the mail").count(), left.mails - here);
    let lost =
        format!("MISSING: legal acts {}–", one(&running, "select (n + 1)::text from restorations"));
    assert!(restored.contains(&lost) && restored.contains("(signed by the server)"), "{restored}");
    let administrator = Visitor::sign_in(demo.port, "administrator@bjorkvik.example");
    let page = administrator.get("/arbete/aterstallning");
    assert!(page.contains("Rättshandlingar saknas: nummer"), "{page}");

    // While the site runs on, verify accepts that gap and no other.
    let known = home.succeeds(&["verify", "--all", "--head", &left.head]);
    assert!(known.contains("acknowledged: act "), "{known}");
    let text = fs::read_to_string(&left.head).unwrap();
    let mut checkpoint: serde_json::Value = serde_json::from_str(&text).unwrap();
    checkpoint["head"] = "ab".repeat(32).into();
    let forged = home.at("forged.json").display().to_string();
    fs::write(&forged, checkpoint.to_string()).unwrap();
    let found = home.run(&["verify", "--all", "--head", &forged]);
    assert_eq!(found.status.code(), Some(1));
    drop(demo);

    refuses_what_is_damaged(&home, &left);
}

fn refuses_what_is_damaged(home: &Home, left: &Left) {
    home.wipe();
    let lost = home.at("lost").display().to_string();
    let lost = said(&home.run(&["restore", &left.early, "--keys", &lost]));
    assert!(lost.contains("put server.key back"), "{lost}");
    assert!(!private::is_there(&home.at("data")), "nothing was made");
    let dump = Path::new(&left.early).join("database.dump");
    let mut bytes = fs::read(&dump).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&dump, bytes).unwrap();
    for command in [&["restore"][..], &["restore", "--rehearse"]] {
        let damaged = said(&home.run(&[command, &[&left.early]].concat()));
        assert!(damaged.contains("damaged or changed"), "{damaged}");
    }
}

#[test]
fn a_database_put_back_by_postgresql_itself_is_written_down_in_the_chain() {
    let home = Home { folder: tempfile::tempdir().unwrap() };
    let cluster = Cluster::start(&home.at("elsewhere"), Tuning::Durable).unwrap();
    let url = format!("--database-url={}", cluster.url());
    let invited = [
        "administrator",
        "--origin=https://protokoll.exempel.se",
        "--email=anna@exempel.se",
        "--name=Anna Ek",
        "--municipality=Lekebergs kommun",
        &url,
    ];
    home.succeeds(&invited);
    let head = home.at("head.json").display().to_string();
    fs::write(&head, format!("{{\"n\": 5, \"head\": \"{}\"}}", "ab".repeat(32))).unwrap();

    let told = home.succeeds(&["restored", "--head", &head, &url]);
    assert!(told.contains("MISSING: legal acts 2–5") && told.contains("NOT signed"), "{told}");
    let verified = home.succeeds(&["verify", "--all", "--head", &head, &url]);
    assert!(verified.contains("acknowledged: act 5"), "{verified}");
    assert_eq!(
        one(&cluster.url(), "select string_agg(kind, ' ' order by n) from acts"),
        "role_given key_made restored"
    );
    cluster.stop().unwrap();
}

#[test]
fn a_database_of_a_newer_program_is_refused_with_what_to_do() {
    let home = Home { folder: tempfile::tempdir().unwrap() };
    let cluster = Cluster::start(&home.at("elsewhere"), Tuning::Durable).unwrap();
    let url = format!("--database-url={}", cluster.url());
    let invited = [
        "administrator",
        "--origin=https://protokoll.exempel.se",
        "--email=anna@exempel.se",
        "--name=Anna Ek",
        "--municipality=Lekebergs kommun",
        &url,
    ];
    home.succeeds(&invited);
    one(
        &cluster.url(),
        "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
         values (29990101000000, 'later', true, '', 0) returning description",
    );
    let port = format!("--port={}", free_port());
    let mail = format!("--mail={}", home.at("mail").display());
    for command in [
        &["demo", &url, &port][..],
        &["serve", &url, &port, &mail, "--origin=http://localhost:8080"],
    ] {
        let refused = said(&home.run(command));
        assert!(
            refused.contains("a newer program has used this database (migration 29990101000000")
                && refused.contains("start the newer program, or restore a backup"),
            "{refused}"
        );
    }
    cluster.stop().unwrap();
}

#[test]
fn a_database_put_back_without_a_word_is_refused_until_it_is_told() {
    let home = Home { folder: tempfile::tempdir().unwrap() };
    let cluster = Cluster::start(&home.at("elsewhere"), Tuning::Durable).unwrap();
    let url = format!("--database-url={}", cluster.url());
    let invited = [
        "administrator",
        "--origin=https://protokoll.exempel.se",
        "--email=anna@exempel.se",
        "--name=Anna Ek",
        "--municipality=Lekebergs kommun",
        &url,
    ];
    home.succeeds(&invited);
    home.succeeds(&["restored", &url]);
    let copy = home.at("copy").to_str().unwrap().to_owned();
    home.succeeds(&["backup", &copy, &url]);
    let noted = one(&cluster.url(), "select name || ' ' || n from backups");
    assert_eq!(noted, "copy 3", "the backup is told of");
    home.succeeds(&["restore", "--rehearse", &copy, &url]);
    let noted = one(&cluster.url(), "select name || ' ' || faults from rehearsals");
    assert_eq!(noted, "copy 0", "and so is the rehearsal");

    // A copy as PostgreSQL's own means make it; then the chain goes on, and the program has seen it.
    let aside = cluster.url().replace("///postgres?", "///template1?");
    execute(&aside, "create database older template postgres");
    home.succeeds(&["restored", &url]);

    let older = format!("--database-url={}", cluster.url().replace("///postgres?", "///older?"));
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = format!("--port={}", taken.local_addr().unwrap().port());
    let mail = format!("--mail={}", home.at("mail").display());
    let serve = |url: &str| {
        said(&home.run(&["serve", url, &port, &mail, "--origin=http://localhost:8080"]))
    };
    let refused = serve(&older);
    assert!(refused.contains("run `paragraf restored` first"), "{refused}");
    assert!(refused.contains("kör `paragraf restored` först"), "{refused}");
    assert!(serve(&url).contains("is taken; choose another with PORT"), "the one that was seen");
    let refused = said(&home.run(&["new-key", &older]));
    assert!(refused.contains("run `paragraf restored` first"), "{refused}");

    let told = home.succeeds(&["restored", &older]);
    assert!(
        told.contains("MISSING: legal acts 4") && told.contains("(signed by the server)"),
        "{told}"
    );
    assert!(serve(&older).contains("is taken; choose another with PORT"));
    assert!(serve(&url).contains("run `paragraf restored` first"), "now that one is another");
    cluster.stop().unwrap();
}

fn execute(url: &str, sql: &'static str) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let mut db = PgConnection::connect(url).await.unwrap();
        sqlx::raw_sql(sql).execute(&mut db).await.unwrap();
        db.close().await.unwrap();
    });
}
