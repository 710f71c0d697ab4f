//! What else is stored under its own hash: files, the revisions of drafts; and the database's calendar.

use std::collections::HashMap;

use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

use super::report::{Check, Report};
use crate::{
    error::Result,
    law,
    seal::{self, Hash},
};

pub(super) async fn check(db: &mut PgConnection, report: &mut Report) -> Result<()> {
    blobs(db, report).await?;
    revisions(db, report).await?;
    calendar(db, report).await
}

async fn blobs(db: &mut PgConnection, report: &mut Report) -> Result<()> {
    let rows = sqlx::query!(
        r#"
        select encode(b.sha256, 'hex') as "name!", sha256(b.bytes) = b.sha256 as "same!" from blobs b
        union all
        select encode(p.pdf, 'hex'), false from publications p where not exists (select from blobs b where b.sha256 = p.pdf)
        "#
    )
    .fetch_all(db)
    .await?;
    report.counted(Check::Files, rows.len());
    for row in rows.iter().filter(|row| !row.same) {
        report.fault(Check::Files, format!("file {}", row.name), "its bytes are gone, or others");
    }
    Ok(())
}

async fn revisions(db: &mut PgConnection, report: &mut Report) -> Result<()> {
    let rows = sqlx::query!(
        "select subject, version, content, prev, hash from revisions order by version, id"
    )
    .fetch_all(db)
    .await?;
    report.counted(Check::Revisions, rows.len());
    let mut heads: HashMap<Uuid, Vec<u8>> = HashMap::new();
    for row in rows {
        let before = heads.insert(row.subject, row.hash.clone());
        let prev = row.prev.as_deref().and_then(|prev| Hash::try_from(prev).ok());
        let made = seal::canonical(&row.content)
            .map(|content| seal::revision_hash(row.subject, row.version, prev, &content));
        let whole = made.is_ok_and(|hash| hash.as_ref() == row.hash);
        if before != row.prev || !whole {
            report.fault(
                Check::Revisions,
                format!("revision {} of {}", row.version, row.subject),
                "it does not follow from its content and the one before it",
            );
        }
    }
    Ok(())
}

async fn calendar(db: &mut PgConnection, report: &mut Report) -> Result<()> {
    let stored: Vec<(Date, String)> = sqlx::query!("select day, name from days_off order by day")
        .fetch_all(db)
        .await?
        .into_iter()
        .map(|row| (row.day, row.name))
        .collect();
    let ours: Vec<(Date, String)> =
        (1990..=2100).flat_map(law::days_off).map(|(day, name)| (day, name.to_owned())).collect();
    report.counted(Check::Calendar, ours.len());
    for (day, _) in ours.iter().filter(|day| !stored.contains(day)) {
        report.fault(Check::Calendar, day, "it is missing among the days off");
    }
    for (day, _) in stored.iter().filter(|day| !ours.contains(day)) {
        report.fault(Check::Calendar, day, "it is no day off");
    }
    Ok(())
}
