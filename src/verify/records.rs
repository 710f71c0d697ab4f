//! Each version sent (version): its canonical bytes, its leaves under their salts, its root, and who must sign them.

use std::collections::BTreeSet;

use sqlx::PgConnection;
use uuid::Uuid;

use super::report::{Check, Report};
use crate::{
    error::Result,
    protocols::{Record, leaves},
    seal::{self, Leaf, Salt},
};

struct Version {
    id: Uuid,
    canonical: Vec<u8>,
    root: Vec<u8>,
}

pub(super) async fn check(db: &mut PgConnection, report: &mut Report) -> Result<()> {
    let ids =
        sqlx::query_scalar!("select id from versions order by id").fetch_all(&mut *db).await?;
    report.counted(Check::Versions, ids.len());
    for id in ids {
        let version =
            sqlx::query_as!(Version, "select id, canonical, root from versions where id = $1", id)
                .fetch_one(&mut *db)
                .await?;
        if let Some(fault) = leaves_fault(db, &version).await? {
            report.fault(Check::Versions, format!("version {id}"), fault);
        }
    }
    required_signers(db, report).await
}

/// What is wrong with a version's leaves, if anything.
async fn leaves_fault(db: &mut PgConnection, version: &Version) -> Result<Option<&'static str>> {
    let stored = sqlx::query!(
        "select pos, part, salt, hash from leaves where version_id = $1 order by pos",
        version.id
    )
    .fetch_all(db)
    .await?;
    let Ok(record) = serde_json::from_slice::<Record>(&version.canonical) else {
        return Ok(Some("its bytes are no record"));
    };
    if !seal::canonical(&record).is_ok_and(|bytes| bytes == version.canonical) {
        return Ok(Some("its bytes are not in canonical form"));
    }
    let mut salts =
        stored.iter().map(|leaf| Salt::try_from(leaf.salt.as_slice()).unwrap_or(Salt([0; 32])));
    let made = leaves(&record, &[], || salts.next().unwrap_or(Salt([0; 32])))?;
    let same = made.len() == stored.len()
        && made.iter().zip(&stored).zip(0..).all(|((leaf, row), pos)| {
            row.pos == pos && row.part == leaf.part.to_string() && row.hash == leaf.hash().as_ref()
        });
    if !same {
        return Ok(Some("its leaves are not those of its content"));
    }
    let root = seal::root(&made.iter().map(Leaf::hash).collect::<Vec<_>>());
    Ok((version.root != root.as_ref()).then_some("its root is not that of its leaves"))
}

/// Each leaf must be signed by those whom the record names for it, and by nobody else (ADJ-13).
async fn required_signers(db: &mut PgConnection, report: &mut Report) -> Result<()> {
    let rows = sqlx::query!(
        r#"
        select v.id, v.canonical, l.pos, l.part,
            array(select r.person_id::text || ' ' || r.office from required_signers r where (r.version_id, r.pos) = (l.version_id, l.pos)) as "signers!"
        from versions v join leaves l on l.version_id = v.id
        "#
    )
    .fetch_all(db)
    .await?;
    for row in rows {
        let Ok(record) = serde_json::from_slice::<Record>(&row.canonical) else { continue };
        let item = row.part.parse::<seal::Part>().ok().and_then(|part| part.item());
        let named = record.front.signers.iter().filter(|signer| signer.signs(item));
        let named: BTreeSet<_> =
            named.map(|signer| format!("{} {}", signer.person, signer.office)).collect();
        if named != row.signers.into_iter().collect() {
            report.fault(
                Check::Versions,
                format!("version {}, leaf {}", row.id, row.pos),
                "those who must sign it are not those whom the record names",
            );
        }
    }
    Ok(())
}
