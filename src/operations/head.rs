//! The day's checkpoint (dagens kontrollpunkt): the chain's signed head, mailed to those named outside (decisions 9).

use std::sync::Arc;

use anyhow::Result;
use sqlx::{PgConnection, PgPool};
use time::{Date, OffsetDateTime, macros::time};
use uuid::Uuid;

use crate::{
    App, Clock,
    jobs::{Schedule, Work},
    keys::ServerKey,
    machine_time, mail,
    seal::{Checkpoint, GENESIS, Hash},
    web::{instant_text, local},
};

pub(super) const KIND: &str = "head";

/// Who signs the head, and under which address.
#[derive(Clone)]
struct Sender {
    key: ServerKey,
    origin: Arc<str>,
    clock: Clock,
}

struct Recipient {
    id: Uuid,
    name: String,
    email: String,
}

pub(super) fn work(app: &App) -> Work {
    let site = app.site.clone();
    let sender = Sender { key: app.key.clone(), origin: app.origin.clone(), clock: app.clock };
    Work::new(KIND, Schedule::Daily(time!(06:00)), move |due| {
        send(site.clone(), sender.clone(), due)
    })
}

/// Queues the mails of a day. The row of that day and its mails are one transaction: begun again, it sends nothing twice.
async fn send(site: PgPool, sender: Sender, due: OffsetDateTime) -> Result<()> {
    let day = local(due).0;
    let mut db = site.begin().await?;
    let recipients = recipients(&mut db).await?;
    if recipients.is_empty() {
        return Ok(());
    }
    let Some(checkpoint) = lay_down(&mut db, &sender, day).await? else { return Ok(()) };

    for recipient in recipients {
        let subject = format!("Kontrollpunkt {day}: {} rättshandlingar", checkpoint.n);
        let body = body(&recipient.name, &checkpoint)?;
        let mail =
            mail::queue_one(&mut db, &recipient.email, &subject, &body, machine_time()).await?;
        sqlx::query!(
            "insert into head_mails (mail_id, day, recipient_id) values ($1, $2, $3)",
            mail,
            day,
            recipient.id,
        )
        .execute(&mut *db)
        .await?;
    }
    db.commit().await?;
    Ok(())
}

/// Signs the head and keeps it as that day's; none when the day has one.
async fn lay_down(db: &mut PgConnection, sender: &Sender, day: Date) -> Result<Option<Checkpoint>> {
    let head = sqlx::query!("select n, hash from heads").fetch_one(&mut *db).await?;
    let hash = if head.n == 0 { GENESIS } else { Hash::try_from(head.hash.as_slice())? };
    let checkpoint = sender.key.sign(&sender.origin, (head.n, hash), sender.clock.now().0)?;
    let laid = sqlx::query!(
        "insert into sent_heads (day, n, head, checkpoint) values ($1, $2, $3, $4) on conflict (day) do nothing",
        day,
        checkpoint.n,
        hash.as_ref(),
        serde_json::to_value(&checkpoint)?,
    )
    .execute(db)
    .await?;
    Ok((laid.rows_affected() == 1).then_some(checkpoint))
}

async fn recipients(db: &mut PgConnection) -> sqlx::Result<Vec<Recipient>> {
    sqlx::query_as!(
        Recipient,
        "select id, name, email from head_recipients where ended_at is null order by added_at, id"
    )
    .fetch_all(db)
    .await
}

/// The checkpoint in words, and whole on a line of its own, as `paragraf verify --head` reads a saved mail.
fn body(name: &str, checkpoint: &Checkpoint) -> Result<String> {
    Ok(format!(
        "Hej {name}!\n\n\
         Här är dagens kontrollpunkt från {origin}.\n\n\
         Spara brevet utanför den databas som den gäller. Den som har det kan visa om någon i efterhand\n\
         har ändrat, tagit bort eller lagt till en rättshandling, också om hela kedjan har gjorts om.\n\n\
         Rättshandlingar: {n}\n\
         Kedjans huvud: {head}\n\
         Underskriven: {at}\n\
         Serverns nyckel: {key}\n\n\
         Samma uppgifter med serverns underskrift:\n\n{json}\n\n\
         Så kontrolleras den: spara brevet som en fil och kör\n\
         paragraf verify --all --head FIL\n",
        origin = checkpoint.origin,
        n = checkpoint.n,
        head = checkpoint.head,
        at = instant_text(checkpoint.at),
        key = checkpoint.key,
        json = serde_json::to_string(checkpoint)?,
    ))
}

#[cfg(test)]
pub(super) mod tests {
    use time::macros::{date, datetime};

    use super::*;
    use crate::verify::{Head, heads};

    /// Somebody who is mailed the head.
    pub(crate) async fn name(pool: &PgPool, email: &str) {
        sqlx::query!(
            r#"
            with who as (insert into persons (id, name) values (gen_random_uuid(), 'Anna') returning id),
                account as (insert into accounts (id, person_id, email, created_at)
                    select gen_random_uuid(), id, 'anna-' || $1, now() from who returning id)
            insert into head_recipients (id, name, email, added_at, added_by) select gen_random_uuid(), 'Rut', $1, now(), id from account
            "#,
            email,
        )
        .execute(pool)
        .await
        .unwrap();
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn the_head_of_a_day_is_mailed_once_to_each_and_the_saved_mail_is_a_head(pool: PgPool) {
        let at = datetime!(2026-11-24 05:00 UTC);
        let key = ServerKey::from_seed([7; 32]);
        let sender = Sender { key, origin: "https://exempel.se".into(), clock: Clock::Fixed(at) };
        send(pool.clone(), sender.clone(), at).await.unwrap();
        let none = sqlx::query!("select day from sent_heads").fetch_all(&pool).await.unwrap();
        assert!(none.is_empty(), "nobody is named");

        for email in ["rut@exempel.se", "ola@exempel.se"] {
            name(&pool, email).await;
        }
        let mut db = pool.acquire().await.unwrap();
        let (subject, content) = (Uuid::nil(), Hash::of(b"sent"));
        let head = crate::database::acts::append(&mut db, at, "sent", subject, content).await;
        let head = head.unwrap();
        for _ in 0..2 {
            send(pool.clone(), sender.clone(), at).await.unwrap();
        }

        let rows = sqlx::query!(
            "select m.to_address, m.body, h.day from head_mails h join mails m on m.id = h.mail_id order by m.id"
        );
        let rows = rows.fetch_all(&pool).await.unwrap();
        let to: Vec<_> = rows.iter().map(|row| row.to_address.as_str()).collect();
        assert_eq!(to, ["rut@exempel.se", "ola@exempel.se"]);
        assert_eq!(rows[0].day, date!(2026 - 11 - 24));
        let saved = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(saved.path(), format!("Subject: Kontrollpunkt\r\n\r\n{}", rows[0].body))
            .unwrap();
        assert_eq!(heads(saved.path()).unwrap(), [Head { n: 1, head }]);
        assert!(rows[0].body.lines().all(|line| line.len() < 998), "{}", rows[0].body);
        let line = rows[0].body.lines().find(|line| line.starts_with('{')).unwrap();
        let checkpoint: Checkpoint = serde_json::from_str(line).unwrap();
        let public = ed25519_dalek::SigningKey::from_bytes(&[7; 32]).verifying_key();
        assert!(checkpoint.is_signed_by(&public));
    }
}
