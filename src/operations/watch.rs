//! The watch (vakten): looks at the standing each hour, and mails what is wrong to those who are named, once a day and kind.

use std::sync::Arc;

use anyhow::Result;
use time::OffsetDateTime;

use super::{alarms::Alarm, standing::Standing};
use crate::{
    App,
    jobs::{Schedule, Work},
    machine_time, mail,
    web::local,
};

pub(super) const KIND: &str = "watch";

pub(super) fn work(app: &App) -> Work {
    let app = Arc::new(app.clone());
    Work::new(KIND, Schedule::Hourly, move |_| look(Arc::clone(&app), machine_time()))
}

async fn look(app: Arc<App>, now: OffsetDateTime) -> Result<()> {
    let mut db = app.site.begin().await?;
    let standing = Standing::load(&app, &mut db, now).await?;
    for alarm in standing.alarms() {
        tracing::warn!(alarm = alarm.kind, "an alarm stands");
        let new = sqlx::query!(
            "insert into alarm_mails (kind, day) values ($1, $2) on conflict do nothing",
            alarm.kind,
            local(now).0,
        )
        .execute(&mut *db)
        .await?;
        if new.rows_affected() == 0 {
            continue;
        }
        let named = sqlx::query!(
            "select name, email from head_recipients where ended_at is null order by added_at, id"
        )
        .fetch_all(&mut *db)
        .await?;
        for one in named {
            let body = body(&one.name, &alarm, &app.origin);
            mail::queue(&mut db, &one.email, &format!("Larm: {}", alarm.heading), &body, now)
                .await?;
        }
    }
    db.commit().await?;
    Ok(())
}

fn body(name: &str, alarm: &Alarm, origin: &str) -> String {
    format!(
        "Hej {name}!\n\n{}.\n\n{}\n\nLäget står på sidan Drift, som administratören ser:\n\n{origin}/arbete/drift\n",
        alarm.heading, alarm.advice,
    )
}

#[cfg(test)]
mod tests {
    use sqlx::PgPool;
    use time::Duration;

    use super::*;
    use crate::{
        Clock,
        health::Host,
        keys::{ServerKey, Vault},
    };

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn an_alarm_is_mailed_to_each_that_is_named_once_a_day(pool: PgPool) {
        let app = Arc::new(App {
            site: pool.clone(),
            public: pool.clone(),
            clock: Clock::System,
            origin: "https://exempel.se".into(),
            key: ServerKey::from_seed([7; 32]),
            host: Host::default(),
            vault: Vault::from_seed([7; 32]),
        });
        for email in ["rut@exempel.se", "ola@exempel.se"] {
            super::super::head::tests::name(&pool, email).await;
        }
        let now = machine_time();
        for _ in 0..2 {
            look(Arc::clone(&app), now).await.unwrap();
        }

        // The disk of the machine that runs the test may raise one of its own.
        let mails = sqlx::query!(
            "select to_address, body from mails where subject = 'Larm: Kontrollen har inte körts' order by id"
        );
        let mails = mails.fetch_all(&pool).await.unwrap();
        let to: Vec<_> = mails.iter().map(|mail| mail.to_address.as_str()).collect();
        assert_eq!(to, ["rut@exempel.se", "ola@exempel.se"]);
        assert!(mails[0].body.contains("https://exempel.se/arbete/drift"), "{}", mails[0].body);

        sqlx::query!("update mails set sent_at = queued_at").execute(&pool).await.unwrap();
        look(app, now + Duration::DAY).await.unwrap();
        let count = sqlx::query_scalar!(
            r#"select count(*) as "count!" from mails where subject = 'Larm: Kontrollen har inte körts'"#
        );
        assert_eq!(count.fetch_one(&pool).await.unwrap(), 4);
    }
}
