//! Writes down a restoration (återställning): compares the copy with what was kept outside, and appends the act.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, bail};
use ed25519_dalek::VerifyingKey;
use sqlx::{Connection as _, PgConnection};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::traces::{Mail, MailKey, Traces};
use crate::{
    accounts::lapse_all,
    database::acts,
    keys::{self, ServerKey},
    machine_time,
    seal::{At, BackupName, Hash, Loss, LossKind, LostHead, Restoration, Salt, instant},
};

/// What the operator gives, beside the database that was put back.
#[derive(Debug, Default)]
pub struct Given {
    /// None: PostgreSQL's own means put it back.
    pub backup: Option<BackupName>,
    /// Heads kept outside, with a checkpoint where the file was one.
    pub heads: Vec<KeptHead>,
    pub traces: Traces,
}

/// A head that somebody kept outside.
#[derive(Clone, Debug)]
pub struct KeptHead {
    pub n: i64,
    pub head: Hash,
    pub checkpoint: Option<crate::seal::Checkpoint>,
}

/// How the operator has the signing key.
#[derive(Clone, Copy, Debug)]
pub struct KeyPlace<'a> {
    pub folder: &'a std::path::Path,
    /// The key was lost, or the copy does not know it: a new one is made.
    pub anew: bool,
}

/// Compares, signs and appends the act, and signs everybody out: who was signed out or lost a role since the copy, and
/// a link that was used, would else be back. `db` is the owner's.
///
/// # Errors
/// The copy is not one of the chain that was kept outside, or the key is not there; nothing is written then.
pub async fn record(
    db: &mut PgConnection,
    given: Given,
    key: KeyPlace<'_>,
    now: OffsetDateTime,
) -> Result<Restoration> {
    let head = acts::newest(db).await?;
    let mut kept = given.heads;
    kept.extend(given.traces.checkpoints.iter().map(|checkpoint| KeptHead {
        n: checkpoint.n,
        head: checkpoint.head,
        checkpoint: Some(checkpoint.clone()),
    }));
    // What the program itself has seen beyond the copy; a head of a copy that was given up proves nothing.
    let seen = keys::seen_head(key.folder).ok().flatten().filter(|seen| seen.n > head.0);
    kept.extend(seen.map(|seen| KeptHead { n: seen.n, head: seen.head, checkpoint: Some(seen) }));
    follows(db, &kept, head).await?;

    let mut known = keys::known(db).await?;
    if let Some(own) = ServerKey::in_folder(key.folder)? {
        known.insert(own.id(), own.public());
    }
    let signer = if key.anew {
        ServerKey::rotate(db, key.folder, now).await?;
        ServerKey::kept(db, key.folder).await?
    } else {
        ServerKey::open(db, key.folder, now).await.context(
            "nothing is written down yet. Is the key lost, or replaced since the copy, repeat with --new-key",
        )?
    };

    let mut made = Restoration::new(now, head, Salt(rand::random()));
    made.backup = given.backup;
    made.lost = lost(&kept, head.0, &known);
    made.losses = acts_lost(&kept, head.0, &made.lost);
    made.losses.extend(rows_lost(db, &given.traces).await?);
    insert(db, &made, &signer, &given.traces.mails).await?;
    Ok(made)
}

/// Each head kept outside that the copy reaches must be the copy's own.
async fn follows(db: &mut PgConnection, kept: &[KeptHead], (n, _): (i64, Hash)) -> Result<()> {
    for one in kept.iter().filter(|one| one.n > 0 && one.n <= n) {
        let here = sqlx::query_scalar!("select hash from acts where n = $1", one.n);
        let here = here.fetch_optional(&mut *db).await?;
        if here.as_deref() != Some(one.head.as_ref()) {
            bail!(
                "after act {} the copy has another head than the one kept outside: it is not a copy of that database, \
                 or somebody has changed it. Use another backup, or another head.",
                one.n
            );
        }
    }
    Ok(())
}

/// The heads beyond the copy, each once.
fn lost(kept: &[KeptHead], n: i64, known: &BTreeMap<Hash, VerifyingKey>) -> Vec<LostHead> {
    let mut lost = BTreeMap::new();
    for one in kept.iter().filter(|one| one.n > n) {
        let signed = one.checkpoint.as_ref().is_some_and(|checkpoint| {
            known.get(&checkpoint.key).is_some_and(|key| checkpoint.is_signed_by(key))
        });
        let entry = lost.entry((one.n, one.head)).or_insert(false);
        *entry |= signed;
    }
    lost.into_iter().map(|((n, head), signed)| LostHead { n, head, signed }).collect()
}

/// The acts up to the latest head; a later one on another line is a loss of its own.
fn acts_lost(kept: &[KeptHead], n: i64, lost: &[LostHead]) -> Vec<Loss> {
    let Some(latest) = lost.last() else { return vec![] };
    let checkpoints = kept.iter().filter(|one| (one.n, one.head) == (latest.n, latest.head));
    let at = checkpoints.filter_map(|one| Some(At(one.checkpoint.as_ref()?.at))).min();
    let first = n.saturating_add(1);
    let what =
        if first == latest.n { format!("{first}") } else { format!("{first}–{}", latest.n) };
    let signed = if latest.signed { "signerad" } else { "utan känd underskrift" };
    let evidence = format!("kontrollpunkt efter akt {}, {signed}", latest.n);
    vec![Loss { kind: LossKind::Acts, at, what, evidence }]
}

async fn rows_lost(db: &mut PgConnection, traces: &Traces) -> Result<Vec<Loss>> {
    let mut losses = mails_lost(db, traces).await?;
    for (kind, there) in [
        (LossKind::Meeting, meetings(db, traces).await?),
        (LossKind::Version, versions(db, traces).await?),
        (LossKind::Notice, notices(db, traces).await?),
    ] {
        for id in traces.ids(kind).into_iter().filter(|id| !there.contains(id)) {
            let evidence = traces.rows.get(&(kind, id)).cloned().unwrap_or_default();
            losses.push(Loss { kind, at: born(id), what: id.to_string(), evidence });
        }
    }
    let pdfs: Vec<_> = traces.documents.keys().map(|hash| hash.as_ref().to_vec()).collect();
    let there = sqlx::query_scalar!("select sha256 from blobs where sha256 = any($1)", &pdfs)
        .fetch_all(db)
        .await?;
    let gone = traces.documents.iter();
    for (hash, file) in gone.filter(|(hash, _)| !there.iter().any(|one| one == hash.as_ref())) {
        let (kind, what) = (LossKind::Document, hash.to_string());
        losses.push(Loss { kind, at: None, what, evidence: file.clone() });
    }
    Ok(losses)
}

/// Mails that were queued after the newest that the copy has; older ones may have been weeded.
async fn mails_lost(db: &mut PgConnection, traces: &Traces) -> Result<Vec<Loss>> {
    let ids: Vec<i64> = traces.mails.keys().map(|key| key.id).collect();
    let there = sqlx::query!("select id, queued_at from mails where id = any($1)", &ids)
        .fetch_all(&mut *db)
        .await?;
    let there: Vec<_> =
        there.into_iter().map(|row| MailKey { queued_at: row.queued_at, id: row.id }).collect();
    let newest = sqlx::query_scalar!("select max(queued_at) from mails").fetch_one(db).await?;
    // A mail may have been queued in a transaction that was under way.
    let since = newest.map(|newest| newest - Duration::minutes(10));
    let gone = traces.mails.iter().filter(|(key, _)| {
        !there.contains(key) && since.is_none_or(|since| key.queued_at >= since)
    });
    Ok(gone
        .map(|(key, mail)| Loss {
            kind: LossKind::Mail,
            at: Some(At(key.queued_at)),
            what: mail.subject.clone(),
            evidence: mail.file.clone(),
        })
        .collect())
}

async fn meetings(db: &mut PgConnection, traces: &Traces) -> sqlx::Result<Vec<Uuid>> {
    let ids = Vec::from_iter(traces.ids(LossKind::Meeting));
    sqlx::query_scalar!("select id from meetings where id = any($1)", &ids).fetch_all(db).await
}

async fn versions(db: &mut PgConnection, traces: &Traces) -> sqlx::Result<Vec<Uuid>> {
    let ids = Vec::from_iter(traces.ids(LossKind::Version));
    sqlx::query_scalar!("select id from versions where id = any($1)", &ids).fetch_all(db).await
}

async fn notices(db: &mut PgConnection, traces: &Traces) -> sqlx::Result<Vec<Uuid>> {
    let ids = Vec::from_iter(traces.ids(LossKind::Notice));
    sqlx::query_scalar!("select id from notices where id = any($1)", &ids).fetch_all(db).await
}

/// When a row got its id.
fn born(id: Uuid) -> Option<At> {
    let (seconds, nanos) = id.get_timestamp()?.to_unix();
    let at = OffsetDateTime::from_unix_timestamp(i64::try_from(seconds).ok()?).ok()?;
    Some(At(at + Duration::nanoseconds(nanos.into())))
}

async fn insert(
    db: &mut PgConnection,
    made: &Restoration,
    key: &ServerKey,
    mails: &BTreeMap<MailKey, Mail>,
) -> Result<()> {
    let record = made.record()?;
    let mut db = db.begin().await?;
    sqlx::query!(
        "insert into restorations (id, at, n, head, record, signature) values ($1, $2, $3, $4, $5, $6)",
        made.id,
        made.at,
        made.n,
        made.head.as_ref(),
        record,
        &key.sign_bytes(&record).0,
    )
    .execute(&mut *db)
    .await?;
    let before = sqlx::query_scalar!("select at from acts order by n desc limit 1")
        .fetch_optional(&mut *db)
        .await?;
    if before.is_some_and(|before| before > made.at + Duration::seconds(2)) {
        bail!(
            "the newest legal act of the copy is later than now, {}: set the machine's clock right \
             (a demo with a shifted clock is restored with the same PARAGRAF_NOW)",
            instant::text(made.at)
        );
    }
    acts::append(&mut db, made.at, "restored", made.id, Hash::of(&record)).await?;
    lapse_all(&mut db, machine_time()).await?;
    for mail in mails.keys() {
        // What stood in the outbox when the copy was taken, and lies in the sender's folder, has left.
        sqlx::query!(
            "update mails set sent_at = queued_at, body = '' where id = $1 and queued_at = $2 and sent_at is null",
            mail.id,
            mail.queued_at,
        )
        .execute(&mut *db)
        .await?;
    }
    db.commit().await?;
    Ok(())
}
