//! Mails that have not left (brev som väntar): shown with what is wrong, and sent again by a press.

use axum::{
    extract::State,
    response::{IntoResponse, Redirect},
};
use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};

use super::show;
use crate::{
    SiteDb,
    accounts::Viewer,
    error::{Error, Result},
    machine_time,
    web::{Path, instant_text},
};

/// How many are shown.
const SHOWN: i64 = 50;
/// A try that is under way when somebody presses is over by then, and what it sent is not sent again.
const UNDER_WAY: Duration = Duration::seconds(40);

/// A mail in the outbox. Of its address only what tells it to those who know it: it may be another municipality's.
pub(super) struct Waiting {
    pub(super) id: i64,
    to_address: String,
    pub(super) subject: String,
    queued_at: OffsetDateTime,
    pub(super) attempts: i32,
    failed: Option<String>,
}

impl Waiting {
    pub(super) fn since(&self) -> String {
        instant_text(self.queued_at)
    }

    /// "a…@kommunen.se".
    pub(super) fn to(&self) -> String {
        masked(&self.to_address)
    }

    /// What the mail server said.
    pub(super) fn why(&self) -> String {
        let why = self.failed.as_deref().unwrap_or("Inte försökt än");
        why.replace(&self.to_address, &self.to())
    }
}

fn masked(address: &str) -> String {
    let first = address.chars().next().map(String::from).unwrap_or_default();
    let host = address.split_once('@').map(|(_, host)| format!("@{host}")).unwrap_or_default();
    format!("{first}…{host}")
}

/// Those that have failed or wait, the oldest first.
pub(super) async fn waiting(db: &mut PgConnection) -> Result<Vec<Waiting>> {
    Ok(sqlx::query_as!(
        Waiting,
        r#"
        select id, to_address, subject, queued_at, attempts, failed from mails
        where sent_at is null
        order by queued_at, id
        limit $1
        "#,
        SHOWN,
    )
    .fetch_all(db)
    .await?)
}

pub(super) async fn retry(
    viewer: Viewer,
    State(SiteDb(db)): State<SiteDb>,
    Path(id): Path<i64>,
) -> Result<impl IntoResponse> {
    show::require(&viewer)?;
    let again = sqlx::query!(
        "update mails set attempts = least(attempts, 1), retry_at = least(retry_at, $2) where id = $1 and sent_at is null",
        id,
        machine_time() + UNDER_WAY,
    )
    .execute(&db)
    .await?;
    if again.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    tracing::info!(by = %viewer.account, mail = id, "mail tried again");
    Ok(Redirect::to("/arbete/drift#brev"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_an_address_only_its_beginning_and_its_host_are_shown() {
        assert_eq!(masked("anna@exempel.se"), "a…@exempel.se");
        assert_eq!(masked("ingen adress"), "i…");
        assert_eq!(masked(""), "…");
    }
}
