//! The running program (programmet): started on a data folder of its own, killed and started again, its PostgreSQL with it.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Arc, Weak},
    time::{Duration, Instant},
};

use sqlx::{Connection as _, PgConnection, Row as _};
use tempfile::TempDir;
use tokio::sync::Mutex;

use crate::{client::Person, until};

/// A demo on a data folder of its own; killed when the test ends.
pub(crate) struct Program {
    pub(crate) port: u16,
    home: TempDir,
    setting: Setting,
    child: Child,
    _ground: Option<Arc<TempDir>>,
}

/// Around the program: more variables, and a shell script that leads to it.
#[derive(Default)]
pub(crate) struct Setting {
    pub(crate) variables: Vec<(&'static str, String)>,
    pub(crate) within: Option<&'static str>,
}

/// The loaded demo that every test copies, for as long as one of them lives.
static GROUND: Mutex<Weak<TempDir>> = Mutex::const_new(Weak::new());

impl Program {
    /// The demo on its own PostgreSQL, which is as durable as in production.
    pub(crate) async fn start() -> Self {
        Self::start_with(Setting::default()).await
    }

    /// The same with something around it.
    pub(crate) async fn start_with(setting: Setting) -> Self {
        let (home, ground) = home().await;
        let mut program = Self::new(home, setting, Some(ground));
        program.is_up().await;
        program
    }

    fn new(home: TempDir, setting: Setting, ground: Option<Arc<TempDir>>) -> Self {
        let port = free_port();
        let child = spawn(home.path(), port, &setting);
        Self { port, home, setting, child, _ground: ground }
    }

    async fn lay() -> TempDir {
        let mut program = Self::new(tempfile::tempdir().unwrap(), Setting::default(), None);
        program.is_up().await;
        program.stop();
        std::mem::replace(&mut program.home, tempfile::tempdir().unwrap())
    }

    /// The folder that it works in, as it sees it.
    pub(crate) fn home(&self) -> PathBuf {
        let home = self.home.path();
        match self.setting.within {
            None => home.to_owned(),
            Some(_) => PathBuf::from(format!("/proc/{}/root{}", self.child.id(), home.display())),
        }
    }

    /// What it has told so far.
    pub(crate) fn told(&self) -> String {
        fs::read_to_string(self.home.path().join("told")).unwrap()
    }

    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to stop, and waits until it has.
    pub(crate) fn stop(&mut self) {
        signal("TERM", self.child.id());
        assert!(self.child.wait().unwrap().success(), "{}", self.told());
    }

    pub(crate) fn runs(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// Starts it as before, and says how long it took until it answered.
    pub(crate) async fn start_again(&mut self) -> Duration {
        let begun = Instant::now();
        self.child = spawn(self.home.path(), self.port, &self.setting);
        self.is_up().await;
        begun.elapsed()
    }

    /// Starts it as before, and gives the reason with which it refuses.
    pub(crate) fn refused(&mut self) -> String {
        let before = self.told().len();
        self.child = spawn(self.home.path(), self.port, &self.setting);
        assert!(!self.child.wait().unwrap().success());
        self.told().split_off(before)
    }

    async fn is_up(&mut self) {
        let nobody = Person::nobody(self.port);
        until("an answer of the program", async || {
            assert!(self.runs(), "{}", self.told());
            (nobody.get("/healthz").await.status == 200).then_some(())
        })
        .await;
    }

    /// The process of PostgreSQL that answers, or answered last.
    pub(crate) fn postmaster(&self) -> Option<u32> {
        let file = fs::read_to_string(self.home().join("postgres/cluster/postmaster.pid")).ok()?;
        file.lines().next()?.trim().parse().ok()
    }

    /// Kills PostgreSQL's first process, and says how long it took until another took connections.
    pub(crate) async fn kill_postgres(&self) -> Duration {
        let killed = self.postmaster().unwrap();
        let begun = Instant::now();
        signal("KILL", killed);
        until("another PostgreSQL", async || {
            self.postmaster().filter(|pid| *pid != killed)?;
            let mut db = PgConnection::connect(&self.url()).await.ok()?;
            sqlx::raw_sql("select").execute(&mut db).await.ok().map(drop)
        })
        .await;
        begun.elapsed()
    }

    /// The address of the database's owner.
    pub(crate) fn url(&self) -> String {
        let given = self.setting.variables.iter().find(|(name, _)| *name == "DATABASE_URL");
        given.map_or_else(|| private(&self.home()), |(_, url)| url.clone())
    }

    pub(crate) async fn owner(&self) -> PgConnection {
        let url = self.url();
        until("a connection", async || PgConnection::connect(&url).await.ok()).await
    }

    /// The first column of every row, as text.
    pub(crate) async fn column(&self, sql: &'static str) -> Vec<String> {
        let rows = sqlx::raw_sql(sql).fetch_all(&mut self.owner().await).await.unwrap();
        rows.iter().map(|row| row.get(0)).collect()
    }

    /// What the program's own check of everything finds.
    pub(crate) fn faults(&self) -> Vec<String> {
        let mut verify = command(&["verify", "--all", "--json"]);
        let output = verify.env("DATABASE_URL", self.url()).output().unwrap();
        let report: serde_json::Value =
            serde_json::from_slice(&output.stdout).unwrap_or_else(|_| {
                panic!("{}", String::from_utf8_lossy(&output.stderr));
            });
        let faults = report["faults"].as_array().unwrap();
        assert_eq!(output.status.success(), faults.is_empty());
        faults.iter().map(ToString::to_string).collect()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        // PostgreSQL goes with the program, and its folder after it.
        let pid = self.postmaster().map(|pid| format!("/proc/{pid}"));
        let begun = Instant::now();
        while pid.as_ref().is_some_and(|pid| Path::new(pid).exists())
            && begun.elapsed() < crate::LONG
        {
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

/// A data folder of its own, and the one it was copied from, which lives as long as it.
pub(crate) async fn home() -> (TempDir, Arc<TempDir>) {
    let mut kept = GROUND.lock().await;
    let ground = match kept.upgrade() {
        Some(ground) => ground,
        None => Arc::new(Program::lay().await),
    };
    *kept = Arc::downgrade(&ground);
    drop(kept);
    let home = tempfile::tempdir().unwrap();
    let copied =
        Command::new("cp").arg("-a").arg(ground.path().join(".")).arg(home.path()).status();
    assert!(copied.unwrap().success());
    (home, ground)
}

/// The program without any setting of this machine's.
pub(crate) fn command(arguments: &[&str]) -> Command {
    let mut program = cleared(Command::new(env!("CARGO_BIN_EXE_paragraf")));
    program.args(arguments);
    program
}

fn cleared(mut program: Command) -> Command {
    program.stdin(Stdio::null());
    for (name, _) in std::env::vars_os() {
        let ours = name.to_str().is_some_and(|name| name.starts_with("PARAGRAF_"));
        if ours || name == "DATABASE_URL" || name == "PORT" {
            program.env_remove(name);
        }
    }
    program
}

fn spawn(home: &Path, port: u16, setting: &Setting) -> Child {
    let told = File::options().create(true).append(true).open(home.join("told")).unwrap();
    let mut program = match setting.within {
        None => command(&["demo"]),
        Some(script) => {
            let mut shell = cleared(Command::new("unshare"));
            shell.args(["-m", "sh", "-ec", script, env!("CARGO_BIN_EXE_paragraf"), "demo"]);
            shell
        }
    };
    program.env("PARAGRAF_DATA", home).env("PORT", port.to_string());
    program.envs(setting.variables.iter().map(|(name, value)| (name, value)));
    program.stdout(Stdio::null()).stderr(told).spawn().unwrap()
}

/// The address of the owner of the private PostgreSQL in a folder.
pub(crate) fn private(home: &Path) -> String {
    format!("postgres:///postgres?host={}/postgres&user=paragraf", home.display())
}

pub(crate) fn signal(name: &str, pid: u32) {
    let sent = Command::new("kill").args(["-s", name, &pid.to_string()]).status().unwrap();
    assert!(sent.success(), "SIG{name} to {pid}");
}

/// Below those that connections get of themselves, so that it is still free after a kill.
fn free_port() -> u16 {
    let free = |port: &u16| std::net::TcpListener::bind(("127.0.0.1", *port)).is_ok();
    let begin = 15_000 + u16::try_from(uuid::Uuid::new_v4().as_u128() % 15_000).unwrap();
    (begin..begin + 1000).find(free).unwrap()
}
