//! Each signature (underskrift) and each adjusting: the statement, the leaves it covers, and what stands since.

use ed25519_dalek::VerifyingKey;
use serde::Deserialize;
use serde_json::Value;
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::report::{Check, Report};
use crate::{
    error::Result,
    protocols::Record,
    seal::{self, Hash, Method, Signature, Statement},
};

pub(super) async fn check(db: &mut PgConnection, report: &mut Report) -> Result<()> {
    signatures(db, report).await?;
    adjustments(db, report).await?;
    items(db, report).await
}

/// A signature with its order and its version.
struct Row {
    id: Uuid,
    person_id: Uuid,
    office: String,
    statement: Vec<u8>,
    signed_at: OffsetDateTime,
    no: i32,
    batch_id: Uuid,
    root: Vec<u8>,
    ordered: Vec<u8>,
    challenge: Vec<u8>,
    asked_at: OffsetDateTime,
    expires_at: OffsetDateTime,
    leaves: Vec<Vec<u8>>,
    level: String,
    evidence: Value,
}

/// What stands beside a signature that rests on the server's word.
#[derive(Deserialize)]
struct Attested {
    attested_by: Hash,
    attestation: Signature,
}

async fn signatures(db: &mut PgConnection, report: &mut Report) -> Result<()> {
    let rows = sqlx::query_as!(
        Row,
        r#"
        select s.id, s.person_id, s.office, s.statement, s.signed_at, s.level, s.evidence, v.no, v.batch_id, v.root,
            o.statement as ordered, o.challenge, o.asked_at, o.expires_at,
            array(select hash from signed_leaves l where l.signature_id = s.id order by hash) as "leaves!"
        from signatures s join versions v on v.id = s.version_id join signing_orders o on o.id = s.order_id
        "#
    )
    .fetch_all(&mut *db)
    .await?;
    let keys = keys(db).await?;
    report.counted(Check::Signatures, rows.len());
    for row in rows {
        for fault in row.faults().into_iter().chain(row.attestation_fault(&keys)) {
            report.fault(Check::Signatures, format!("signature {}", row.id), fault);
        }
    }
    Ok(())
}

impl Row {
    fn faults(&self) -> Vec<&'static str> {
        let Ok(said) = Statement::parse(&self.statement) else {
            return vec!["its statement cannot be read"];
        };
        let mut leaves: Vec<_> = said.leaves.iter().map(|leaf| leaf.as_ref().to_vec()).collect();
        leaves.sort();
        let out_of_time = self.signed_at < self.asked_at || self.signed_at > self.expires_at;
        [
            (self.statement != self.ordered, "it signs another statement than the one shown"),
            (leaves != self.leaves, "it stands for other leaves than its statement lists"),
            (said.root.as_ref() != self.root, "its statement has another root than its version"),
            (
                said.batch != self.batch_id || said.version != self.no,
                "its statement is of another version",
            ),
            (said.person != self.person_id, "its statement is another person's"),
            (said.office.as_str() != self.office, "its statement is for another office"),
            (said.challenge.as_ref() != self.challenge, "its statement has another challenge"),
            (out_of_time, "it was given outside its order's time"),
        ]
        .into_iter()
        .filter_map(|(wrong, fault)| wrong.then_some(fault))
        .collect()
    }
}

impl Row {
    /// A password alone is simple; with a code it is strong, and the server's key has said so.
    fn attestation_fault(&self, keys: &[VerifyingKey]) -> Option<&'static str> {
        let method = Statement::parse(&self.statement).ok()?.method;
        if method == Method::Password {
            return (self.level != "simple").then_some("a password alone is a simple signature");
        }
        if method != Method::PasswordTotp {
            return None;
        }
        let Ok(attested) = serde_json::from_value::<Attested>(self.evidence.clone()) else {
            return Some("the server's word for it is gone");
        };
        let key = keys.iter().find(|key| seal::key_id(key) == attested.attested_by);
        let Some(key) = key else {
            return Some("the word for it is by a key that is none of the server's");
        };
        let digest = Hash::of(&self.statement);
        let holds = seal::is_attested(key, digest, method, attested.attestation);
        (!holds || self.level != "strong").then_some("the server's word for it does not hold")
    }
}

async fn keys(db: &mut PgConnection) -> Result<Vec<VerifyingKey>> {
    let rows = sqlx::query_scalar!("select public_key from server_keys").fetch_all(db).await?;
    let keys = rows.into_iter().filter_map(|key| {
        VerifyingKey::from_bytes(&<[u8; 32]>::try_from(key.as_slice()).ok()?).ok()
    });
    Ok(keys.collect())
}

/// INV-01 anew: each leaf of what is adjusted has every signature it needs, and the day is that of the last.
async fn adjustments(db: &mut PgConnection, report: &mut Report) -> Result<()> {
    let rows = sqlx::query!(
        r#"
        select a.batch_id, a.form,
            exists (
                select from required_signers r join leaves l on (l.version_id, l.pos) = (r.version_id, r.pos)
                where r.version_id = a.version_id and not exists (
                    select from signed_leaves sl join signatures s on s.id = sl.signature_id
                    where sl.hash = l.hash and s.person_id = r.person_id and s.office = r.office and s.signed_at <= a.at)
            ) as "unsigned!",
            a.adjusted_on is distinct from (a.at at time zone 'Europe/Stockholm')::date as "another_day!"
        from adjustments a
        "#
    )
    .fetch_all(db)
    .await?;
    report.counted(Check::Adjustments, rows.len());
    for row in rows.iter().filter(|row| row.form != "imported") {
        let subject = format!("batch {}", row.batch_id);
        if row.form == "signed" && row.unsigned {
            report.fault(Check::Adjustments, &subject, "a required signature is missing");
        }
        if row.another_day {
            report.fault(
                Check::Adjustments,
                &subject,
                "it is dated another day than it was adjusted",
            );
        }
    }
    Ok(())
}

/// The number and title of each § that is adjusted are still those that were signed (INV-06).
async fn items(db: &mut PgConnection, report: &mut Report) -> Result<()> {
    let rows = sqlx::query!(
        r#"
        select a.batch_id, v.canonical,
            array(select i.id from items i join batch_items b on b.item_id = i.id where b.batch_id = a.batch_id order by i.id) as "ids!",
            array(select coalesce(i.number::text, '') || i.suffix || ' ' || i.title from items i join batch_items b on b.item_id = i.id
                where b.batch_id = a.batch_id order by i.id) as "texts!"
        from adjustments a join versions v on v.id = a.version_id
        "#
    )
    .fetch_all(db)
    .await?;
    for row in rows {
        let Ok(record) = serde_json::from_slice::<Record>(&row.canonical) else { continue };
        for item in &record.items {
            let number = item.number.map(|number| number.to_string()).unwrap_or_default();
            let signed = format!("{number}{} {}", item.suffix, item.title);
            let now = row.ids.iter().position(|id: &Uuid| *id == item.id);
            if now.and_then(|at| row.texts.get(at)) != Some(&signed) {
                report.fault(
                    Check::Adjustments,
                    format!("batch {}, item {}", row.batch_id, item.id),
                    "the § is not as it was signed",
                );
            }
        }
    }
    Ok(())
}
