//! A PostgreSQL of the program's own (inbyggd databas), reached by a unix socket only, that lives and ends with it.

mod identity;
mod keeper;
mod place;
mod programs;
mod server;

use std::fmt::Write;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

pub use self::keeper::Keeper;
use self::place::{Place, Socket};
use self::programs::Programs;
use self::server::Server;

/// The superuser of a private cluster.
const SUPERUSER: &str = "paragraf";

/// What a private cluster promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tuning {
    /// What is acknowledged is on disk.
    Durable,
    /// Fast, and lost with the power: for tests.
    Throwaway,
}

impl Tuning {
    fn settings(self) -> &'static [&'static str] {
        match self {
            Self::Durable => {
                &["fsync=on", "synchronous_commit=on", "full_page_writes=on", "max_connections=50"]
            }
            Self::Throwaway => &[
                "fsync=off",
                "synchronous_commit=off",
                "full_page_writes=off",
                "max_connections=200",
            ],
        }
    }
}

/// A running private PostgreSQL. Dropping it stops the server in order; so does the end of this program,
/// however it ends.
pub struct Cluster {
    server: Server,
    socket: Socket,
    tuning: Tuning,
    place: Place,
}

impl Cluster {
    /// Starts the cluster of the data folder, which is made if there is none. Blocks until the server answers:
    /// about a second the first time, a tenth of that later.
    ///
    /// # Errors
    /// A sentence for the operator that says what to do.
    pub fn start(data: &Path, tuning: Tuning) -> Result<Self> {
        fs::create_dir_all(data)
            .with_context(|| format!("make the data folder {}", data.display()))?;
        let data = data.canonicalize().with_context(|| format!("open {}", data.display()))?;
        let place = Place::find(&data)?;
        let cluster = place.folder.join("cluster");

        server::wait_for_earlier(&cluster)?;
        let made_by = programs::made_by(&cluster)?;
        let programs = Programs::find(made_by)?;
        if made_by.is_none() {
            tracing::info!("making a database in {}", place.folder.display());
            create(&place, &programs, tuning)?;
        }

        let socket = place.socket()?;
        let server = serve(&place, &socket, &programs, tuning)?;
        Ok(Self { server, socket, tuning, place })
    }

    /// Starts the server again, at the same address, after it has ended by itself.
    ///
    /// # Errors
    /// It does not start yet: processes of the one that ended still finish, or the disk is full.
    fn start_again(&mut self) -> Result<()> {
        let programs = Programs::find(programs::made_by(&self.place.folder.join("cluster"))?)?;
        self.server = serve(&self.place, &self.socket, &programs, self.tuning)?;
        Ok(())
    }

    /// The owner's address. Everyone who can reach the socket is trusted; its folder is closed to others.
    pub fn url(&self) -> String {
        url(&self.socket.folder)
    }

    /// Says whether the server still runs.
    pub fn runs(&self) -> bool {
        self.server.runs()
    }

    /// Stops the server: open transactions are rolled back, everything is written.
    ///
    /// # Errors
    /// The server did not end in order.
    pub fn stop(mut self) -> Result<()> {
        self.server.stop()
    }
}

/// Starts the server and returns when it takes connections.
fn serve(place: &Place, socket: &Socket, programs: &Programs, tuning: Tuning) -> Result<Server> {
    let cluster = place.folder.join("cluster");
    let mut command = place.identity.command(&programs.path("postgres"));
    command.arg("-D").arg(&cluster).arg("-k").arg(&socket.folder);
    let common = [
        "listen_addresses=",
        "unix_socket_permissions=0700",
        "timezone=UTC",
        "log_timezone=UTC",
        "lc_messages=C",
    ];
    for setting in common.iter().chain(tuning.settings()) {
        command.args(["-c", setting]);
    }
    Server::start(command, &cluster, &place.folder.join("postgres.log"))
}

/// Says whether the data folder has a database of its own.
pub fn is_there(data: &Path) -> bool {
    data.canonicalize().is_ok_and(|data| place::existing(&data).is_some())
}

/// The owner's address of the data folder's server while a program runs it: for a command beside that program.
pub fn running(data: &Path) -> Option<String> {
    let folder = place::existing(&data.canonicalize().ok()?)?;
    server::socket_of(&folder.join("cluster")).map(|folder| url(&folder))
}

/// Where PostgreSQL's program `name` lies that speaks with a server of this major version.
pub(super) fn client(name: &str, server: u32) -> Result<PathBuf> {
    programs::client(name, server)
}

fn url(socket: &Path) -> String {
    let mut host = String::new();
    for &byte in socket.as_os_str().as_bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.".contains(&byte) {
            host.push(byte.into());
        } else {
            let _ = write!(host, "%{byte:02X}");
        }
    }
    format!("postgres:///postgres?host={host}&user={SUPERUSER}")
}

/// Makes the cluster under another name first, so that half a cluster is never used.
fn create(place: &Place, programs: &Programs, tuning: Tuning) -> Result<()> {
    let new = place.folder.join("cluster.new");
    if new.exists() {
        fs::remove_dir_all(&new).with_context(|| format!("remove {}", new.display()))?;
    }
    let mut initdb = place.identity.command(&programs.path("initdb"));
    initdb.args([
        "-U",
        SUPERUSER,
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "--data-checksums",
    ]);
    if tuning == Tuning::Throwaway {
        initdb.arg("--no-sync");
    }
    let output = initdb
        .arg("-D")
        .arg(&new)
        .output()
        .context("start initdb through setpriv (package util-linux)")?;
    ensure!(
        output.status.success(),
        "the database could not be made in {}: {}",
        place.folder.display(),
        String::from_utf8_lossy(&output.stderr).trim()
    );
    fs::rename(&new, place.folder.join("cluster")).context("put the new cluster in its place")
}

#[cfg(test)]
mod tests {
    use sqlx::{Connection, PgConnection};

    use super::*;

    async fn run(url: &str, sql: &'static str) -> u64 {
        let mut db = PgConnection::connect(url).await.unwrap();
        let rows = sqlx::raw_sql(sql).execute(&mut db).await.unwrap().rows_affected();
        db.close().await.unwrap();
        rows
    }

    #[tokio::test]
    async fn a_cluster_is_found_again_and_is_never_run_twice() {
        let home = tempfile::tempdir().unwrap();
        let data = home.path().join("långt och 100 % besvärligt".repeat(4));

        let cluster = Cluster::start(&data, Tuning::Throwaway).unwrap();
        run(&cluster.url(), "create table kept (); insert into kept default values").await;
        let second = Cluster::start(&data, Tuning::Throwaway).err().unwrap().to_string();
        cluster.stop().unwrap();
        let again = Cluster::start(&data, Tuning::Throwaway).unwrap();

        assert!(second.contains("already uses the data folder"), "{second}");
        assert_eq!(run(&again.url(), "select from kept").await, 1);
    }

    #[test]
    fn a_server_that_cannot_start_says_why() {
        let home = tempfile::tempdir().unwrap();
        Cluster::start(home.path(), Tuning::Throwaway).unwrap().stop().unwrap();
        let settings = home.path().join("postgres/cluster/postgresql.conf");
        fs::write(&settings, "nonsense = 1").unwrap();

        let sentence = Cluster::start(home.path(), Tuning::Throwaway).err().unwrap().to_string();

        assert!(sentence.contains("FATAL") && sentence.contains("postgresql.conf"), "{sentence}");
    }
}
