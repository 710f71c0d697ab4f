//! Sends what is queued (utkorgen), to a folder or by SMTP, and tries again when that fails.

use std::{fs::DirBuilder, os::unix::fs::DirBuilderExt as _, time::Duration};

use anyhow::{Context as _, Result};
use lettre::{
    AsyncFileTransport, AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    message::Mailbox,
};
use sqlx::PgPool;
use time::OffsetDateTime;
use tokio::{
    sync::oneshot::{self, error::TryRecvError},
    task::JoinHandle,
    time::{MissedTickBehavior, timeout},
};

use super::letter::Mail;
use crate::{config::Config, machine_time};

const EVERY: Duration = Duration::from_secs(3);
/// How long a mail server may take for one mail: less than the wait before the next try.
const SENDING: Duration = Duration::from_secs(30);
const ATTEMPTS: i32 = 20;

/// The background task that sends mails until it is stopped.
pub struct Outbox {
    task: JoinHandle<()>,
    stop: oneshot::Sender<()>,
}

/// Where mails go.
enum Transport {
    Folder(AsyncFileTransport<Tokio1Executor>),
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
}

struct Sender {
    pool: PgPool,
    transport: Transport,
    from: Mailbox,
}

impl Outbox {
    /// Begins to send what is queued, every few seconds.
    ///
    /// # Errors
    /// The sender's address or the SMTP address is malformed, or the folder cannot be made.
    pub fn start(pool: PgPool, config: &Config) -> Result<Self> {
        let sender = Sender::new(pool, config)?;
        let (stop, mut stopped) = oneshot::channel();
        let task = tokio::spawn(async move {
            let mut ticks = tokio::time::interval(EVERY);
            ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
            loop {
                tokio::select! {
                    _ = &mut stopped => return,
                    _ = ticks.tick() => {}
                }
                while sender.sends_one().await {
                    if stopped.try_recv() != Err(TryRecvError::Empty) {
                        return;
                    }
                }
            }
        });
        Ok(Self { task, stop })
    }

    /// Lets the mail under way finish, and sends no more.
    pub async fn stop(self) {
        let _ = self.stop.send(());
        let _ = self.task.await;
    }
}

impl Sender {
    fn new(pool: PgPool, config: &Config) -> Result<Self> {
        let from = config
            .mail_from
            .parse()
            .context("PARAGRAF_MAIL_FROM must be like: Paragraf <paragraf@exempel.se>")?;
        let transport = match &config.mail {
            Some(url) if url.starts_with("smtp") && url.contains("://") => Transport::Smtp(
                AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
                    .context("PARAGRAF_MAIL must be like smtps://user:password@host")?
                    .timeout(Some(Duration::from_secs(20)))
                    .build(),
            ),
            folder => {
                let folder = folder.as_ref().map_or_else(|| config.data.join("mail"), Into::into);
                // One-time links lie in it.
                DirBuilder::new()
                    .recursive(true)
                    .mode(0o700)
                    .create(&folder)
                    .with_context(|| format!("cannot make the folder {}", folder.display()))?;
                Transport::Folder(AsyncFileTransport::new(folder))
            }
        };
        Ok(Self { pool, transport, from })
    }

    /// Sends the next mail; false when none is due.
    async fn sends_one(&self) -> bool {
        match self.send_next(machine_time()).await {
            Ok(sent) => sent,
            Err(why) => {
                tracing::warn!(error = %why, "the outbox cannot be read");
                false
            }
        }
    }

    /// Sends the next mail that is due, if any. What is sent keeps no text: it may hold a one-time link.
    async fn send_next(&self, now: OffsetDateTime) -> sqlx::Result<bool> {
        let Some(mail) = self.take(now).await? else { return Ok(false) };

        let sent = match mail.message(&self.from, now) {
            Ok(message) => timeout(SENDING, self.transport.send(message))
                .await
                .unwrap_or_else(|_| Err(anyhow::anyhow!("the mail server did not answer in time"))),
            Err(why) => Err(why),
        };

        let failed = sent.err().map(|why| format!("{why:#}"));
        if let Some(why) = &failed {
            tracing::warn!(mail = mail.id, error = why, "a mail was not sent");
        }
        sqlx::query!(
            r#"
            update mails set failed = $2, sent_at = case when $2::text is null then $3::timestamptz end,
                body = case when $2::text is null then '' else body end
            where id = $1
            "#,
            mail.id,
            failed,
            now,
        )
        .execute(&self.pool)
        .await?;
        Ok(true)
    }

    /// The next mail that is due, counted before it is sent: what hangs or is cut is tried later, and not at once without end.
    async fn take(&self, now: OffsetDateTime) -> sqlx::Result<Option<Mail>> {
        let mut db = self.pool.begin().await?;
        let mail = sqlx::query_as!(
            Mail,
            r#"
            select id, to_address, subject, body, queued_at, attempts from mails
            where sent_at is null and attempts < $2 and (attempts = 0 or retry_at <= $1)
            order by retry_at, id limit 1 for update skip locked
            "#,
            now,
            ATTEMPTS,
        )
        .fetch_optional(&mut *db)
        .await?;
        if let Some(mail) = &mail {
            sqlx::query!(
                "update mails set attempts = attempts + 1, retry_at = $2 where id = $1",
                mail.id,
                now + wait(mail.attempts),
            )
            .execute(&mut *db)
            .await?;
        }
        db.commit().await?;
        Ok(mail)
    }
}

impl Transport {
    async fn send(&self, message: Message) -> Result<()> {
        match self {
            Self::Folder(folder) => folder.send(message).await.map(drop)?,
            Self::Smtp(server) => server.send(message).await.map(drop)?,
        }
        Ok(())
    }
}

/// One minute, then twice as long each time, at most eight hours.
fn wait(attempts: i32) -> time::Duration {
    time::Duration::minutes(1_i64 << attempts.clamp(0, 9)).min(time::Duration::hours(8))
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;
    use time::macros::datetime;

    use super::*;
    use crate::config::{Cli, Command};

    fn sender(pool: &PgPool, folder: &std::path::Path) -> Sender {
        let cli = Cli::parse_from(["paragraf", "serve", "--mail", folder.to_str().unwrap()]);
        let Command::Serve(config) = cli.command else { panic!("serve") };
        Sender::new(pool.clone(), &config).unwrap()
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn a_mail_goes_out_once_with_its_link_on_one_line(pool: PgPool) {
        let at = datetime!(2026-11-24 09:00 UTC);
        let link = format!("https://exempel.se/inbjudan/{}", "ab".repeat(50));
        let mut db = pool.acquire().await.unwrap();
        let body = format!("Hej Åsa!\n\n{link}\n");
        super::super::queue(&mut db, "asa@exempel.se", "Välkommen", &body, at).await.unwrap();
        drop(db);
        let folder = tempfile::tempdir().unwrap();
        let sender = sender(&pool, folder.path());

        assert!(sender.send_next(at).await.unwrap());
        assert!(!sender.send_next(at).await.unwrap());

        let files: Vec<_> = std::fs::read_dir(folder.path()).unwrap().flatten().collect();
        assert_eq!(files.len(), 1);
        let text = std::fs::read_to_string(files[0].path()).unwrap();
        assert!(text.lines().any(|line| line == link), "{text}");
        for header in ["Auto-Submitted: auto-generated", "Message-ID: <", "Date: Tue, 24 Nov 2026"]
        {
            assert!(text.contains(header), "{header}: {text}");
        }
        let kept = sqlx::query_scalar!("select body from mails").fetch_one(&pool).await.unwrap();
        assert_eq!(kept, "");
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn a_mail_that_fails_is_kept_with_the_reason_and_tried_later(pool: PgPool) {
        let at = datetime!(2026-11-24 09:00 UTC);
        let mut db = pool.acquire().await.unwrap();
        super::super::queue(&mut db, "ingen adress", "Hej", "Hej", at).await.unwrap();
        drop(db);
        let folder = tempfile::tempdir().unwrap();
        let sender = sender(&pool, folder.path());

        assert!(sender.send_next(at).await.unwrap());
        assert!(!sender.send_next(at + time::Duration::seconds(59)).await.unwrap());
        assert!(sender.send_next(at + time::Duration::minutes(1)).await.unwrap());

        let mail = sqlx::query!("select attempts, failed, body from mails")
            .fetch_one(&pool)
            .await
            .unwrap();
        assert_eq!((mail.attempts, mail.body.as_str()), (2, "Hej"));
        assert!(mail.failed.is_some_and(|why| !why.is_empty()));
    }
}
