//! The program as it is started: its commands, its settings, and the private PostgreSQL that lives and ends with it.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop where it stands")]

#[path = "program/pair.rs"]
mod pair;
#[path = "program/recovery.rs"]
mod recovery;

use std::{
    collections::BTreeSet,
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, ChildStderr, Command, Output, Stdio},
    time::{Duration, Instant},
};

use clap::CommandFactory as _;
use paragraf::{
    config::Cli,
    database::private::{Cluster, Tuning},
};

const LONG: Duration = Duration::from_mins(5);

/// The program without any setting of this machine's.
fn program(arguments: &[&str]) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_paragraf"));
    program.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    for variable in variables() {
        program.env_remove(variable);
    }
    program
}

fn variables() -> BTreeSet<String> {
    let cli = Cli::command();
    let settings = cli.get_subcommands().flat_map(clap::Command::get_arguments);
    settings.filter_map(|setting| setting.get_env()?.to_str().map(str::to_owned)).collect()
}

fn said(output: &Output) -> String {
    assert!(!output.status.success());
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A demo on a data folder of its own; killed when the test ends.
struct Demo {
    child: Child,
    port: u16,
    told: BufReader<ChildStderr>,
}

impl Demo {
    /// Returns when the site answers.
    fn start(data: &Path, more: &[&str]) -> Self {
        let port = free_port();
        let mut command = program(&["demo", "--port", &port.to_string()]);
        let mut child = command.args(more).env("PARAGRAF_DATA", data).spawn().unwrap();
        let told = BufReader::new(child.stderr.take().unwrap());
        let demo = Self { child, port, told };
        let begun = Instant::now();
        while !demo.is_well() {
            assert!(begun.elapsed() < LONG, "no answer");
            std::thread::yield_now();
        }
        demo
    }

    fn is_well(&self) -> bool {
        self.answers("/healthz")
    }

    /// Says whether the page is there.
    fn answers(&self, path: &str) -> bool {
        let Ok(mut stream) = TcpStream::connect(("127.0.0.1", self.port)) else { return false };
        write!(stream, "GET {path} HTTP/1.0\r\nHost: localhost\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).is_ok() && answer.starts_with("HTTP/1.0 200")
    }

    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// The process of the private server that was started last.
fn server(data: &Path) -> String {
    let file = fs::read_to_string(data.join("postgres/cluster/postmaster.pid")).unwrap();
    file.lines().next().unwrap().to_owned()
}

fn is_gone(pid: &str) -> bool {
    let begun = Instant::now();
    while Path::new("/proc").join(pid).join("cwd").read_link().is_ok() {
        if begun.elapsed() > LONG {
            return false;
        }
        std::thread::yield_now();
    }
    true
}

#[test]
fn a_killed_program_takes_its_database_with_it_and_finds_it_again() {
    let home = tempfile::tempdir().unwrap();
    let first = Demo::start(home.path(), &[]);
    let pid = server(home.path());

    first.kill();
    assert!(is_gone(&pid));

    let mut again = Demo::start(home.path(), &[]);
    let mut greeting = String::new();
    while !greeting.contains("http://localhost") {
        assert_ne!(again.told.read_line(&mut greeting).unwrap(), 0, "{greeting}");
    }
    assert!(!greeting.contains("making a database"), "{greeting}");
}

#[test]
fn a_database_that_was_killed_is_started_again_under_the_program() {
    let home = tempfile::tempdir().unwrap();
    let mut demo = Demo::start(home.path(), &[]);
    let pid = server(home.path());

    assert!(Command::new("kill").args(["-9", &pid]).status().unwrap().success());

    let mut told = String::new();
    while !told.contains("PostgreSQL is up again") {
        assert_ne!(demo.told.read_line(&mut told).unwrap(), 0, "{told}");
    }
    assert!(told.contains("PostgreSQL has ended; it is started again"), "{told}");
    assert!(demo.is_well() && server(home.path()) != pid);
}

#[test]
fn a_given_database_is_used_and_gets_the_demo_only_when_asked() {
    let home = tempfile::tempdir().unwrap();
    let cluster = Cluster::start(home.path(), Tuning::Durable).unwrap();
    let url = format!("--database-url={}", cluster.url());
    let elsewhere = tempfile::tempdir().unwrap();

    let demo = Demo::start(elsewhere.path(), &[&url]);
    assert!(demo.answers("/") && !demo.answers("/bjorkvik"));
    demo.kill();
    let mut late = program(&["demo", "--demo", &url]);
    let refused = said(&late.env("PARAGRAF_DATA", elsewhere.path()).output().unwrap());

    assert!(refused.contains("has been in use"), "{refused}");
    assert!(!elsewhere.path().join("postgres").exists());
    cluster.stop().unwrap();
}

#[test]
fn a_folder_or_a_port_in_use_is_told_in_a_sentence() {
    let home = tempfile::tempdir().unwrap();
    let demo = Demo::start(home.path(), &[]);
    let elsewhere = tempfile::tempdir().unwrap();
    let try_on = |data: &Path, port: u16| {
        let mut command = program(&["demo"]);
        command.env("PARAGRAF_DATA", data).env("PORT", port.to_string());
        said(&command.output().unwrap())
    };

    let same_folder = try_on(home.path(), free_port());
    let same_port = try_on(elsewhere.path(), demo.port);

    assert!(same_folder.contains("already uses the data folder"), "{same_folder}");
    assert!(same_port.contains(&format!("port {} is taken", demo.port)), "{same_port}");
}

#[test]
fn serve_refuses_unsafe_settings_and_tells_every_reason() {
    let settings = [
        "serve",
        "--origin=http://protokoll.exempel.se",
        "--listen=0.0.0.0",
        "--now=2026-03-02T08:00:00Z",
    ];

    let refused = said(&program(&settings).output().unwrap());

    for setting in
        ["DATABASE_URL", "PARAGRAF_NOW", "PARAGRAF_ORIGIN", "PARAGRAF_LISTEN", "PARAGRAF_MAIL"]
    {
        assert!(refused.contains(setting), "{setting}: {refused}");
    }
}

#[test]
fn verify_reads_a_database_and_ends_with_the_verdict() {
    let home = tempfile::tempdir().unwrap();
    let cluster = Cluster::start(home.path(), Tuning::Durable).unwrap();
    let run = |arguments: &[&str]| {
        program(arguments).env("DATABASE_URL", cluster.url()).output().unwrap()
    };
    let invited = [
        "administrator",
        "--email=anna@exempel.se",
        "--name=Anna Ek",
        "--municipality=Lekebergs kommun",
    ];
    assert!(!run(&invited).status.success(), "nobody knows where its link would lead");
    let invited = [invited.as_slice(), &["--origin=https://protokoll.exempel.se"]].concat();
    let link = run(&invited).stdout;
    assert!(link.starts_with(b"https://protokoll.exempel.se/inbjudan/"));
    let reset = ["reset-factor", "--email=anna@exempel.se", "--reason=Telefonen är borta"];
    assert!(said(&run(&reset)).contains("PARAGRAF_ORIGIN"));
    let reset = [reset.as_slice(), &["--origin=https://protokoll.exempel.se"]].concat();
    assert!(said(&run(&reset)).contains("no second factor"), "who has none");

    let whole = run(&["verify", "--all", "--json"]);
    let report: serde_json::Value = serde_json::from_slice(&whole.stdout).unwrap();
    assert!(whole.status.success() && report["faults"] == serde_json::json!([]), "{report}");
    assert_eq!(report["checked"]["settings"], 1);

    let head = home.path().join("head.json");
    fs::write(&head, report.to_string()).unwrap();
    let head = head.to_str().unwrap();
    assert!(run(&["verify", "--all", "--head", head]).status.success(), "its own head");
    fs::write(head, format!("{{\"n\": 9, \"head\": \"{}\"}}", "ab".repeat(32))).unwrap();
    let missing = run(&["verify", "--all", "--head", head]);
    assert_eq!(missing.status.code(), Some(1));
    let words = String::from_utf8(missing.stdout).unwrap();
    assert!(words.contains("FAULT in checkpoints kept outside: act 9: missing"), "{words}");
    cluster.stop().unwrap();
}

#[test]
fn a_shifted_clock_is_for_a_data_folder_made_with_one() {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir(home.path().join("postgres")).unwrap();
    let mut demo = program(&["demo", "--now=2026-03-02T08:00:00Z"]);

    let refused = said(&demo.env("PARAGRAF_DATA", home.path()).output().unwrap());

    assert!(refused.contains("was made without PARAGRAF_NOW"), "{refused}");
}

#[test]
fn the_example_of_settings_names_every_variable_and_its_default() {
    let example = include_str!("../.env.example");
    let (_, ours) = example.split_once("# --- the program").unwrap();
    let (ours, _) = ours.split_once("# --- around the program").unwrap();
    let lines =
        ours.lines().filter_map(|line| line.strip_prefix('#').unwrap_or(line).split_once('='));
    let pairs: Vec<_> = lines.filter(|(name, _)| !name.contains(' ')).collect();

    let names: BTreeSet<_> = pairs.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(names, variables());
    assert_eq!(names.len(), pairs.len(), "each once");
    let cli = Cli::command();
    for setting in cli.get_subcommands().flat_map(clap::Command::get_arguments) {
        let Some(variable) = setting.get_env() else { continue };
        for default in setting.get_default_values() {
            let pair = (variable.to_str().unwrap(), default.to_str().unwrap());
            assert!(pairs.contains(&pair), "{pair:?}");
        }
    }
}
