//! The server process of the private cluster (databasservern): started, waited for, stopped.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus};
use std::sync::mpsc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

const POLL: Duration = Duration::from_millis(5);
/// What takes longer is told.
const SOON: Duration = Duration::from_millis(500);
/// Recovery after a crash may take a while.
const LONGEST_START: Duration = Duration::from_mins(10);
const LONGEST_STOP: Duration = Duration::from_mins(1);
/// A larger log is put aside at the next start.
const LONGEST_LOG: u64 = 16 << 20;

pub(super) struct Server {
    pid: u32,
    keeper: Option<JoinHandle<io::Result<ExitStatus>>>,
}

impl Server {
    /// Returns when the server of `cluster` takes connections.
    pub(super) fn start(mut command: Command, cluster: &Path, log: &Path) -> Result<Self> {
        let (file, from) = open_log(log).with_context(|| format!("open {}", log.display()))?;
        // A process group of its own: Ctrl-C reaches this program, which stops the server in order.
        command.stdout(file.try_clone()?).stderr(file).process_group(0);
        let (pid, keeper) =
            keep(command).context("start postgres through setpriv (package util-linux)")?;
        let mut server = Self { pid, keeper: Some(keeper) };

        let begun = Instant::now();
        let mut told = false;
        while !is_ready(cluster, pid) {
            if !told && begun.elapsed() > SOON {
                tracing::info!(
                    "waiting for PostgreSQL, which puts its files in order after a crash"
                );
                told = true;
            }
            if !server.runs() {
                server.keeper = None;
                let complaint = complaint(log, from).unwrap_or_default();
                bail!("PostgreSQL did not start: {complaint} (more in {})", log.display());
            }
            ensure!(
                begun.elapsed() < LONGEST_START,
                "PostgreSQL takes too long to start; see {}",
                log.display()
            );
            thread::sleep(POLL);
        }
        Ok(server)
    }

    pub(super) fn runs(&self) -> bool {
        self.keeper.as_ref().is_some_and(|keeper| !keeper.is_finished())
    }

    /// Fast shutdown; if that takes too long, the immediate one.
    pub(super) fn stop(&mut self) -> Result<()> {
        for name in ["INT", "QUIT"] {
            if self.runs() {
                signal(name, self.pid)?;
                let begun = Instant::now();
                while self.runs() && begun.elapsed() < LONGEST_STOP {
                    thread::sleep(POLL);
                }
            }
        }
        ensure!(!self.runs(), "PostgreSQL (process {}) does not stop", self.pid);
        let Some(keeper) = self.keeper.take() else { return Ok(()) };
        let Ok(status) = keeper.join() else {
            bail!("the thread that keeps PostgreSQL has failed")
        };
        let status = status.context("wait for PostgreSQL")?;
        ensure!(status.success(), "PostgreSQL ended with {status}");
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Err(error) = self.stop() {
            tracing::error!("{error:#}");
        }
    }
}

/// The server is signalled when the thread that started it ends, so that thread waits for it.
fn keep(mut command: Command) -> io::Result<(u32, JoinHandle<io::Result<ExitStatus>>)> {
    let (send, receive) = mpsc::sync_channel(1);
    let keeper = thread::Builder::new().name("postgres".into()).spawn(move || {
        let mut child = command.spawn();
        let pid = child
            .as_ref()
            .map(Child::id)
            .map_err(|error| io::Error::new(error.kind(), error.to_string()));
        let _ = send.send(pid);
        child.as_mut().map_or_else(|error| Err(io::Error::from(error.kind())), Child::wait)
    })?;
    let pid = receive.recv().map_err(io::Error::other)??;
    Ok((pid, keeper))
}

/// `postmaster.pid` has the process on line 1 and, at last, `ready` on line 8. An old file names another process.
fn is_ready(cluster: &Path, pid: u32) -> bool {
    let Ok(file) = fs::read_to_string(cluster.join("postmaster.pid")) else { return false };
    let mut lines = file.lines().map(str::trim);
    lines.next() == Some(&pid.to_string()) && lines.nth(6) == Some("ready")
}

/// The folder of the socket of a server that runs on `cluster` and takes connections: line 5 of `postmaster.pid`.
pub(super) fn socket_of(cluster: &Path) -> Option<PathBuf> {
    let file = fs::read_to_string(cluster.join("postmaster.pid")).ok()?;
    let lines: Vec<_> = file.lines().map(str::trim).collect();
    let cwd = fs::read_link(format!("/proc/{}/cwd", lines.first()?)).ok()?;
    (cwd == cluster && *lines.get(7)? == "ready").then(|| PathBuf::from(lines[4]))
}

/// After a kill of this program the server needs a moment to end: two must never run on one cluster.
pub(super) fn wait_for_earlier(cluster: &Path) -> Result<()> {
    let Ok(file) = fs::read_to_string(cluster.join("postmaster.pid")) else { return Ok(()) };
    let Some(pid) = file.lines().next().and_then(|line| line.trim().parse::<u32>().ok()) else {
        return Ok(());
    };
    let begun = Instant::now();
    let mut told = false;
    // A server stands in its cluster; another process may have got the number since.
    while fs::read_link(PathBuf::from(format!("/proc/{pid}/cwd"))).is_ok_and(|cwd| cwd == cluster) {
        ensure!(
            begun.elapsed() < LONGEST_STOP,
            "another PostgreSQL (process {pid}) runs on {}; stop it with: kill -INT {pid}",
            cluster.display()
        );
        if !told && begun.elapsed() > SOON {
            tracing::info!("waiting for the PostgreSQL of an earlier run to end");
            told = true;
        }
        thread::sleep(POLL);
    }
    Ok(())
}

/// The shell has `kill` built in; the program of that name is not on every machine.
fn signal(name: &str, pid: u32) -> Result<()> {
    let status =
        Command::new("sh").args(["-c", "kill -s \"$0\" \"$1\"", name, &pid.to_string()]).status();
    status.with_context(|| format!("send SIG{name} to PostgreSQL"))?;
    Ok(())
}

/// The log, and where what is written now will begin.
fn open_log(path: &Path) -> io::Result<(File, u64)> {
    if fs::metadata(path).is_ok_and(|log| log.len() > LONGEST_LOG) {
        fs::rename(path, path.with_extension("log.1"))?;
    }
    let file = File::options().create(true).append(true).open(path)?;
    let from = file.metadata()?.len();
    Ok((file, from))
}

/// The last fatal sentence that the server has logged since `from`.
fn complaint(log: &Path, from: u64) -> Option<String> {
    let mut file = File::open(log).ok()?;
    file.seek(SeekFrom::Start(from)).ok()?;
    let mut text = String::new();
    file.read_to_string(&mut text).ok()?;
    let line =
        text.lines().rev().find(|line| line.contains("FATAL:")).or_else(|| text.lines().last())?;
    Some(line.to_owned())
}
