//! Each restoration (återställning): signed by a key of the server's, and following the act with which the copy ended.

use std::{collections::BTreeMap, fmt};

use ed25519_dalek::VerifyingKey;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    Head,
    report::{Check, Report},
};
use crate::{
    error::Result,
    keys,
    seal::{self, Hash, Restoration, Signature, instant},
};

/// A restoration that holds, and the heads that were lost by it.
pub(super) struct Restored {
    id: Uuid,
    at: String,
    n: i64,
    /// Each with whether its checkpoint was signed by a key of the server's.
    lost: Vec<(Head, bool)>,
}

impl Restored {
    /// What to say of a head kept outside that was lost by it.
    pub(super) fn acknowledges(&self, kept: &Head) -> Option<String> {
        let (_, signed) = self.lost.iter().find(|(lost, _)| lost == kept)?;
        let signed = if *signed { "signed by the server" } else { "not signed by a known key" };
        Some(format!("act {} kept outside, {signed}: {self}", kept.n))
    }
}

impl fmt::Display for Restored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id, at, n, .. } = self;
        write!(f, "lost, as the restoration {id} of {at} says, which goes on after act {n}")
    }
}

/// A row, with what the chain has where it says that the copy ended.
struct Row {
    id: Uuid,
    n: i64,
    head: Vec<u8>,
    record: Vec<u8>,
    signature: Vec<u8>,
    /// The head after act `n`.
    there: Option<Vec<u8>>,
    /// Acts between the copy's last and the restoration: only a new key may be made there.
    between: bool,
}

pub(super) async fn check(db: &mut PgConnection, report: &mut Report) -> Result<Vec<Restored>> {
    let keys = keys::known(db).await?;
    let rows = sqlx::query_as!(
        Row,
        r#"
        select r.id, r.n, r.head, r.record, r.signature,
            case when r.n = 0 then decode(repeat('00', 32), 'hex') else (select hash from acts where n = r.n) end as there,
            coalesce((select min(k.n) from acts k where k.n > r.n and k.kind <> 'key_made')
                <> (select max(s.n) from acts s where s.kind = 'restored' and s.subject = r.id), true) as "between!"
        from restorations r order by r.at, r.id
        "#
    )
    .fetch_all(db)
    .await?;
    report.counted(Check::Restorations, rows.len());
    let mut restored = vec![];
    for row in rows {
        let subject = format!("restoration {}", row.id);
        let Some(told) = Restoration::parse(&row.record) else {
            report.fault(Check::Restorations, subject, "its record cannot be read");
            continue;
        };
        let faults = row.faults(&told, &keys);
        for fault in &faults {
            report.fault(Check::Restorations, &subject, fault);
        }
        if faults.is_empty() {
            let lost =
                told.lost.iter().map(|lost| (Head { n: lost.n, head: lost.head }, lost.signed));
            restored.push(Restored {
                id: told.id,
                at: instant::text(told.at),
                n: told.n,
                lost: lost.collect(),
            });
        }
    }
    Ok(restored)
}

impl Row {
    fn faults(&self, told: &Restoration, keys: &BTreeMap<Hash, VerifyingKey>) -> Vec<&'static str> {
        let signature = <[u8; 64]>::try_from(self.signature.as_slice()).map(Signature);
        let signed = signature.is_ok_and(|signature| {
            keys.values().any(|key| seal::is_signed(key, &self.record, signature))
        });
        let same = (told.id, told.n, told.head.as_ref()) == (self.id, self.n, self.head.as_slice());
        let elsewhere = self.there.as_ref() != Some(&self.head);
        [
            (!signed, "no key of the server has signed it"),
            (!same, "its record tells of another"),
            (elsewhere, "the chain does not go through where it began"),
            (self.between, "it does not follow the act with which the copy ended"),
        ]
        .into_iter()
        .filter_map(|(wrong, fault)| wrong.then_some(fault))
        .collect()
    }
}
