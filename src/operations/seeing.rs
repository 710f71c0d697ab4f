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

#[cfg(test)]
mod tests {
    use std::path::Path;

    use sqlx::PgPool;
    use time::macros::datetime;
    use uuid::Uuid;

    use super::*;
    use crate::{
        Clock,
        database::acts,
        health::Host,
        keys::{ServerKey, Vault, seen_head},
        operations::{standing::Standing, verification},
        seal::Hash,
    };

    fn app(pool: &PgPool, folder: &Path) -> App {
        App {
            site: pool.clone(),
            public: pool.clone(),
            clock: Clock::Fixed(datetime!(2026-11-24 12:00 UTC)),
            origin: "https://exempel.se".into(),
            key: ServerKey::from_seed([7; 32]),
            host: Host::new(folder, None).keeping(folder),
            vault: Vault::from_seed([7; 32]),
        }
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn the_head_is_kept_when_the_program_stops_and_a_put_back_database_is_an_alarm(
        pool: PgPool,
    ) {
        let folder = tempfile::tempdir().unwrap();
        let app = app(&pool, folder.path());
        let seeing = Seeing::start(app.clone());
        let mut db = pool.acquire().await.unwrap();
        let (at, content) = (app.clock.now().0, Hash::of(b"sent"));
        acts::append(&mut db, at, "sent", Uuid::nil(), content).await.unwrap();
        seeing.stop().await;
        let seen = seen_head(folder.path()).unwrap().unwrap();
        assert_eq!(seen.n, 1);

        let kinds = async |db: &mut sqlx::PgConnection| {
            let standing = Standing::load(&app, db, crate::machine_time()).await.unwrap();
            standing.alarms().iter().map(|alarm| alarm.kind).collect::<Vec<_>>()
        };
        assert!(!kinds(&mut db).await.contains(&"put_back"));
        // What was seen goes on where this database does not.
        let later = app.key.sign(&app.origin, (2, content), at).unwrap();
        let file = folder.path().join("newest-head.json");
        std::fs::write(&file, serde_json::to_string(&later).unwrap()).unwrap();
        assert!(kinds(&mut db).await.contains(&"put_back"));
        Seeing::start(app.clone()).stop().await;
        assert_eq!(seen_head(folder.path()).unwrap().unwrap(), later, "what proves it stays");

        assert_eq!(verification::outside(&pool, &app.host).await.unwrap().len(), 1);
    }
}
