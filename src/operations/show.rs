//! The page of operations (drift): what is stuck and what to do about it, then each part of the machinery.

use askama::Template;
use askama_web::WebTemplate;
use axum::{extract::State, response::IntoResponse};
use sqlx::PgConnection;
use time::{Date, Duration, OffsetDateTime};

use super::{
    alarms::Alarm,
    mails::{self, Waiting},
    standing::Standing,
};
use crate::{
    App,
    accounts::Viewer,
    error::{Error, Result},
    machine_time,
};

#[derive(Template, WebTemplate)]
#[template(path = "operations/show.html")]
struct OperationsPage {
    viewer: Viewer,
    alarms: Vec<Alarm>,
    standing: Standing,
    mails: Vec<Waiting>,
    newest_head: Option<SentHead>,
    versions: Versions,
}

/// The head that was sent last.
struct SentHead {
    day: Date,
    n: i64,
    head: String,
    /// How many mails carry it, and how many of them have left.
    mails: i64,
    left: i64,
}

struct Versions {
    postgres: String,
    schema: Option<i64>,
    /// Bytes.
    database: i64,
}

pub(super) async fn index(State(app): State<App>, viewer: Viewer) -> Result<impl IntoResponse> {
    require(&viewer)?;
    let mut db = app.site.acquire().await?;
    let standing = Standing::load(&app, &mut db, machine_time()).await?;
    let mails = mails::waiting(&mut db).await?;
    let newest_head = newest_head(&mut db).await?;
    let versions = versions(&mut db).await?;

    let alarms = standing.alarms();
    Ok(OperationsPage { viewer, alarms, standing, mails, newest_head, versions })
}

/// Only administrators know of these pages.
pub(super) fn require(viewer: &Viewer) -> Result<()> {
    if viewer.administers().is_empty() { Err(Error::NotFound) } else { Ok(()) }
}

async fn newest_head(db: &mut PgConnection) -> Result<Option<SentHead>> {
    Ok(sqlx::query_as!(
        SentHead,
        r#"
        select s.day, s.n, encode(s.head, 'hex') as "head!",
            (select count(*) from head_mails h where h.day = s.day) as "mails!",
            (select count(*) from head_mails h join mails m on m.id = h.mail_id where h.day = s.day and m.sent_at is not null) as "left!"
        from sent_heads s
        order by s.day desc
        limit 1
        "#
    )
    .fetch_optional(db)
    .await?)
}

async fn versions(db: &mut PgConnection) -> Result<Versions> {
    Ok(sqlx::query_as!(
        Versions,
        r#"
        select current_setting('server_version') as "postgres!", schema_version() as schema,
            pg_database_size(current_database()) as "database!"
        "#
    )
    .fetch_one(db)
    .await?)
}

/// "1,5 GB", in powers of ten.
pub(super) fn bytes(count: u64) -> String {
    let (unit, size) = [("TB", 1_000_000_000_000), ("GB", 1_000_000_000), ("MB", 1_000_000)]
        .into_iter()
        .find(|(_, size)| count >= *size)
        .unwrap_or(("kB", 1_000));
    let tenths = count / (size / 10);
    format!("{},{} {unit}", tenths / 10, tenths % 10)
}

/// "0,4", of seconds, without a sign.
pub(super) fn seconds(duration: Duration) -> String {
    format!("{:.1}", duration.abs().as_seconds_f64()).replace('.', ",")
}

/// How long something took, in whole seconds.
fn took(from: OffsetDateTime, to: OffsetDateTime) -> String {
    match (to - from).whole_seconds() {
        0 => "mindre än en sekund".to_owned(),
        1 => "1 sekund".to_owned(),
        seconds @ 2..120 => format!("{seconds} sekunder"),
        seconds => format!("{} minuter", seconds / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_times_are_written_as_in_swedish() {
        let sizes = [0, 1_999_999, 1_500_000_000, 12_000_000_000_000].map(bytes);
        assert_eq!(sizes, ["0,0 kB", "1,9 MB", "1,5 GB", "12,0 TB"]);
        assert_eq!(seconds(Duration::milliseconds(-2_449)), "2,4");
        let at = OffsetDateTime::UNIX_EPOCH;
        assert_eq!(took(at, at + Duration::minutes(3)), "3 minuter");
    }
}
