//! Keeping the private server up (övervakning): one that was killed, or gave up on a full disk, is started again.

use std::{
    sync::mpsc::{self, RecvTimeoutError, Sender},
    thread::{self, JoinHandle},
    time::Duration,
};

use anyhow::{Context as _, Result, bail};

use super::Cluster;

/// How often it is looked whether the server runs.
const LOOK: Duration = Duration::from_millis(50);
/// The longest pause between two tries to start it again.
const PAUSE: Duration = Duration::from_secs(1);

/// A private PostgreSQL that is started again whenever it ends, until it is to stop.
pub struct Keeper {
    thread: Option<(Sender<()>, JoinHandle<Result<()>>)>,
}

impl Keeper {
    /// Watches over a running cluster. What was acknowledged is in its files, which stay locked all the while, so that
    /// nobody else's server comes in between.
    ///
    /// # Errors
    /// No thread can be started.
    pub fn watch(cluster: Cluster) -> Result<Self> {
        let (stop, stopping) = mpsc::channel::<()>();
        let watch = move || keep_up(cluster, |pause| stopping.recv_timeout(pause));
        let thread = thread::Builder::new().name("keeper".into()).spawn(watch)?;
        Ok(Self { thread: Some((stop, thread)) })
    }

    /// Stops the server in order.
    ///
    /// # Errors
    /// The server did not end in order.
    pub fn stop(mut self) -> Result<()> {
        self.end()
    }

    fn end(&mut self) -> Result<()> {
        let Some((stop, thread)) = self.thread.take() else { return Ok(()) };
        drop(stop);
        match thread.join() {
            Ok(ended) => ended,
            Err(_) => bail!("the thread that keeps PostgreSQL up has failed"),
        }
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        if let Err(error) = self.end() {
            tracing::error!("{error:#}");
        }
    }
}

/// `wait` pauses, and says whether it is time to stop.
fn keep_up(
    mut cluster: Cluster,
    wait: impl Fn(Duration) -> Result<(), RecvTimeoutError>,
) -> Result<()> {
    let mut pause = LOOK;
    let mut told = String::new();
    while wait(pause) == Err(RecvTimeoutError::Timeout) {
        if cluster.runs() {
            pause = LOOK;
            continue;
        }
        if told.is_empty() {
            tracing::error!("PostgreSQL has ended; it is started again");
        }
        match cluster.start_again().context("PostgreSQL cannot be started again yet") {
            Ok(()) => {
                tracing::info!("PostgreSQL is up again");
                told.clear();
            }
            Err(error) => {
                let why = format!("{error:#}");
                if why != told {
                    tracing::error!("{why}");
                    told = why;
                }
                pause = (pause * 2).min(PAUSE);
            }
        }
    }
    cluster.stop()
}
