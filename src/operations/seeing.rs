//! Keeps the newest head outside the database (senast sedda huvudet), while the program runs and when it stops.

use std::time::Duration;

use anyhow::{Context as _, Result};
use tokio::{
    sync::oneshot,
    task::JoinHandle,
    time::{sleep, timeout},
};

use crate::{App, keys};

/// How often it looks for a new head: what is put back within it is not noticed by the last acts.
const EVERY: Duration = Duration::from_secs(5);
/// How long it waits for the database, also when the program stops.
const PATIENCE: Duration = Duration::from_secs(5);

/// The work of it, beside every request.
pub struct Seeing {
    task: JoinHandle<()>,
    stop: oneshot::Sender<()>,
}

impl Seeing {
    /// Begins, where the app has a folder to keep the head in.
    pub fn start(app: App) -> Self {
        let (stop, mut stopped) = oneshot::channel();
        let task = tokio::spawn(async move {
            let mut told = false;
            loop {
                let stops = tokio::select! {
                    _ = &mut stopped => true,
                    () = sleep(EVERY) => false,
                };
                let kept = keep(&app).await;
                // Once, and not every five seconds.
                if let (Err(why), false) = (&kept, told) {
                    tracing::warn!("the newest head is not kept outside the database: {why:#}");
                }
                told = kept.is_err();
                if stops {
                    return;
                }
            }
        });
        Self { task, stop }
    }

    /// Keeps the head once more, and ends.
    pub async fn stop(self) {
        let _ = self.stop.send(());
        let _ = self.task.await;
    }
}

async fn keep(app: &App) -> Result<()> {
    let Some(folder) = app.host.keys() else { return Ok(()) };
    let kept = timeout(PATIENCE, async {
        let mut db = app.site.acquire().await?;
        keys::keep_head(&mut db, &app.key, folder, &app.origin, app.clock.now().0).await
    });
    kept.await.context("the database does not answer")?
}
