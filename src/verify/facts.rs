//! Each legal act (rättshandling) against the row it tells of, and each such row against its act.

use std::collections::BTreeMap;

use sqlx::PgConnection;
use uuid::Uuid;

use super::report::{Check, Report};
use crate::{
    error::{Error, Result},
    notices::Standing,
    protocols::refusal,
    register::{AccountId, NoticeId},
    seal::{Hash, Salt, canonical},
};

/// Kind and subject, with the commitments in order.
type Facts = BTreeMap<(String, Uuid), Vec<Vec<u8>>>;

pub(super) async fn check(db: &mut PgConnection, report: &mut Report) -> Result<()> {
    let told = told(db).await?;
    let mut stored = documents(db).await?;
    refusals(db, &mut stored).await?;
    announcements(db, &mut stored).await?;
    roles(db, &mut stored).await?;
    resets(db, &mut stored).await?;
    reset_ends(db, &mut stored).await?;

    report.counted(Check::Acts, told.values().map(Vec::len).sum());
    for ((kind, subject), commitments) in &told {
        let subject_name = format!("{kind} {subject}");
        match stored.get(&(kind.clone(), *subject)) {
            None => report.fault(
                Check::Acts,
                subject_name,
                "the chain tells of it, and its row is gone",
            ),
            Some(rows) if rows != commitments => report.fault(
                Check::Acts,
                subject_name,
                "its row is not what the chain committed to",
            ),
            Some(_) => {}
        }
    }
    for (kind, subject) in stored.keys().filter(|key| !told.contains_key(*key)) {
        report.fault(
            Check::Acts,
            format!("{kind} {subject}"),
            "its row stands without an act in the chain",
        );
    }
    Ok(())
}

async fn told(db: &mut PgConnection) -> Result<Facts> {
    let rows =
        sqlx::query!("select kind, subject, commitment from acts order by n").fetch_all(db).await?;
    let mut facts = Facts::new();
    for row in rows {
        facts.entry((row.kind, row.subject)).or_default().push(row.commitment);
    }
    Ok(facts)
}

/// Versions sent and withdrawn, signatures, adjustments, publications, keys and restorations, whose commitment is a column or a hash of one.
async fn documents(db: &mut PgConnection) -> Result<Facts> {
    let rows = sqlx::query!(
        r#"
        select case when sent_at is null then 'imported' else 'sent' end as "kind!", id as "subject!", root as "commitment!" from versions
        union all
        select 'withdrawn', v.id, v.root from withdrawals w join versions v on v.id = w.version_id
        union all
        select 'signed', id, sha256(statement) from signatures
        union all
        select 'adjusted', a.batch_id, v.root from adjustments a join versions v on v.id = a.version_id where a.form <> 'imported'
        union all
        select 'published', id, sha256(record) from publications
        union all
        select 'key_made', id, sha256(public_key) from server_keys
        union all
        select 'restored', id, sha256(record) from restorations
        "#
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| ((row.kind, row.subject), vec![row.commitment])).collect())
}

async fn refusals(db: &mut PgConnection, facts: &mut Facts) -> Result<()> {
    let rows =
        sqlx::query!("select id, person_id, reason, salt from refusals").fetch_all(db).await?;
    for row in rows {
        let salt = Salt::try_from(row.salt.as_slice());
        let salt = salt.map_err(|_| Error::Broken("refusals.salt"))?;
        let commitment = refusal::commitment(salt, row.person_id, &row.reason)?;
        facts.insert(("refused".to_owned(), row.id), vec![bytes(commitment)]);
    }
    Ok(())
}

async fn announcements(db: &mut PgConnection, facts: &mut Facts) -> Result<()> {
    let rows = sqlx::query!(
        "select notice_id, announced_on, by_whom, via, address, recorded_by from announcements
         where via <> 'imported' order by notice_id, n"
    )
    .fetch_all(db)
    .await?;
    for row in rows {
        let standing = Standing {
            on: row.announced_on,
            by_whom: &row.by_whom,
            via: &row.via,
            address: &row.address,
            recorded_by: row.recorded_by.map(AccountId),
        };
        let commitment = standing.commitment(NoticeId(row.notice_id))?;
        let of_notice = facts.entry(("announced".to_owned(), row.notice_id)).or_default();
        of_notice.push(bytes(commitment));
    }
    Ok(())
}

/// Roles given, found when the chain began to tell of roles, and ended; the same bytes as the database's own commitment.
async fn roles(db: &mut PgConnection, facts: &mut Facts) -> Result<()> {
    let rows = sqlx::query!(
        r#"
        select id, account_id, role, coalesce(board_id, municipality_id) as "place!", found, coalesce(starts_on::text, '') as "starts_on!",
            coalesce(ends_on::text, '') as "ends_on!", coalesce(given_by::text, '') as "given_by!", given_salt, ended_at is not null as "ended!",
            coalesce(ended_by::text, '') as "ended_by!", ended_because, ended_salt
        from grants
        "#
    )
    .fetch_all(db)
    .await?;
    let salt = |salt: Option<Vec<u8>>| {
        let salt = Salt::try_from(salt.unwrap_or_default().as_slice());
        salt.map_err(|_| Error::Broken("grants.salt"))
    };
    for row in rows {
        let given = canonical(&(
            salt(row.given_salt)?,
            "paragraf-role/1",
            row.id,
            row.account_id,
            row.role,
            row.place,
            row.starts_on,
            row.ends_on,
            row.given_by,
        ))?;
        let kind = if row.found { "role_found" } else { "role_given" };
        facts.insert((kind.to_owned(), row.id), vec![bytes(Hash::of(&given))]);
        if row.ended {
            let because = Hash::of(row.ended_because.as_bytes());
            let salt = salt(row.ended_salt)?;
            let ended = canonical(&(salt, "paragraf-role-end/1", row.id, row.ended_by, because))?;
            facts.insert(("role_ended".to_owned(), row.id), vec![bytes(Hash::of(&ended))]);
        }
    }
    Ok(())
}

/// Second factors whose reset was asked for, and confirmed.
async fn resets(db: &mut PgConnection, facts: &mut Facts) -> Result<()> {
    let rows = sqlx::query!(
        "select id, account_id, municipality_id, reason, asked_by, confirmed_by, salt from factor_resets"
    )
    .fetch_all(db)
    .await?;
    for row in rows {
        let salt = Salt::try_from(row.salt.as_slice());
        let salt = salt.map_err(|_| Error::Broken("factor_resets.salt"))?;
        let reason = Hash::of(row.reason.as_bytes());
        for (kind, by) in
            [("reset_asked", Some(row.asked_by)), ("reset_confirmed", row.confirmed_by)]
        {
            let Some(by) = by else { continue };
            let (account, place) = (row.account_id, row.municipality_id);
            let told = canonical(&(salt, "paragraf-reset/1", row.id, account, place, reason, by))?;
            facts.insert((kind.to_owned(), row.id), vec![bytes(Hash::of(&told))]);
        }
    }
    Ok(())
}

/// Resets that were taken back, and those of whoever runs the program.
async fn reset_ends(db: &mut PgConnection, facts: &mut Facts) -> Result<()> {
    let salt = |salt: &[u8]| Salt::try_from(salt).map_err(|_| Error::Broken("a reset's salt"));
    let rows = sqlx::query!("select reset_id, by_id, salt from reset_cancellations");
    for row in rows.fetch_all(&mut *db).await? {
        let salt = salt(&row.salt)?;
        let told = canonical(&(salt, "paragraf-reset-cancellation/1", row.reset_id, row.by_id))?;
        facts.insert(("reset_cancelled".to_owned(), row.reset_id), vec![bytes(Hash::of(&told))]);
    }
    let rows = sqlx::query!("select id, account_id, reason, salt from operator_resets");
    for row in rows.fetch_all(&mut *db).await? {
        let (salt, reason) = (salt(&row.salt)?, Hash::of(row.reason.as_bytes()));
        let told = canonical(&(salt, "paragraf-operator-reset/1", row.id, row.account_id, reason))?;
        facts.insert(("reset_by_operator".to_owned(), row.id), vec![bytes(Hash::of(&told))]);
    }
    Ok(())
}

fn bytes(hash: Hash) -> Vec<u8> {
    hash.as_ref().to_vec()
}
