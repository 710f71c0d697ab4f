//! Versions (versioner): the record as it was sent to its signers, with its leaves and how far the signing has come.

use std::collections::BTreeSet;

use rand::Rng as _;
use sqlx::{PgConnection, types::Json};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{batch::Batch, leaves::leaves, record::Record, words};
use crate::{
    Now,
    accounts::Viewer,
    database::acts,
    error::{Error, Result},
    register::{AccountId, BatchId, VersionId},
    seal::{self, Hash, Leaf, Office, Salt},
};

/// What was sent to the signers.
#[derive(Clone, Debug)]
pub(crate) struct Version {
    pub(crate) id: VersionId,
    pub(crate) no: i32,
    pub(crate) record: Record,
    pub(crate) root: Hash,
    pub(crate) leaves: Vec<Hash>,
    pub(crate) sent_at: Option<OffsetDateTime>,
    pub(crate) signers: Vec<Signer>,
}

/// One who must sign, and whether everything that concerns them is signed.
#[derive(Clone, Debug)]
pub(crate) struct Signer {
    pub(crate) person: Uuid,
    pub(crate) name: String,
    pub(crate) party: String,
    pub(crate) office: Office,
    pub(crate) email: Option<String>,
    pub(crate) signed_at: Option<OffsetDateTime>,
    /// The codes of how, and at which level; empty until signed.
    pub(crate) method: String,
    pub(crate) level: String,
    /// Why they refused, if they have.
    pub(crate) refused: Option<String>,
}

impl Signer {
    /// Whether it is the viewer, who has not signed.
    pub(super) fn waits_for(&self, viewer: &Viewer) -> bool {
        self.person == viewer.person.0 && self.signed_at.is_none()
    }

    /// "ordförande", as on the certificate.
    pub(crate) fn role(&self) -> &'static str {
        words::office(self.office)
    }
}

impl Version {
    /// The newest version of a batch, unless it was withdrawn.
    pub(super) async fn newest(db: &mut PgConnection, batch: BatchId) -> Result<Option<Self>> {
        let row = sqlx::query!(
            r#"
        select v.id, v.no, v.canonical, v.root, v.sent_at
        from versions v
        where v.batch_id = $1 and not exists (select from withdrawals w where w.version_id = v.id)
        order by v.no desc limit 1
        "#,
            batch.0,
        )
        .fetch_optional(&mut *db)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let leaves = sqlx::query_scalar!(
            "select hash from leaves where version_id = $1 order by pos",
            row.id
        )
        .fetch_all(&mut *db)
        .await?;
        let record: Record = serde_json::from_slice(&row.canonical)?;
        Ok(Some(Self {
            id: VersionId(row.id),
            no: row.no,
            root: hash(&row.root)?,
            leaves: leaves.iter().map(|leaf| hash(leaf)).collect::<Result<_>>()?,
            sent_at: row.sent_at,
            signers: signers(db, VersionId(row.id), &record).await?,
            record,
        }))
    }
}

async fn signers(
    db: &mut PgConnection,
    version: VersionId,
    record: &Record,
) -> Result<Vec<Signer>> {
    let rows = sqlx::query!(
        r#"
        select r.person_id, r.office, a.email as "email?", bool_and(s.id is not null) as "signed!",
            max(s.signed_at) as signed_at, max(o.method) as method, max(s.level) as level,
            (select f.reason from refusals f where (f.version_id, f.person_id, f.office) = (r.version_id, r.person_id, r.office) order by f.at desc limit 1) as refused
        from required_signers r
            join leaves l on (l.version_id, l.pos) = (r.version_id, r.pos)
            left join accounts a on a.person_id = r.person_id
            left join lateral (select s.* from signed_leaves sl join signatures s on s.id = sl.signature_id
                where sl.hash = l.hash and s.person_id = r.person_id and s.office = r.office order by s.signed_at desc limit 1) s on true
            left join signing_orders o on o.id = s.order_id
        where r.version_id = $1
        group by r.version_id, r.person_id, r.office, a.email
        "#,
        version.0,
    )
    .fetch_all(db)
    .await?;
    let mut seen = BTreeSet::new();
    let mut signers = vec![];
    for named in &record.front.signers {
        let Some(row) =
            rows.iter().find(|row| row.person_id == named.person && row.office == named.office)
        else {
            continue;
        };
        if seen.insert((named.person, named.office.clone())) {
            signers.push(Signer {
                person: named.person,
                name: named.name.clone(),
                party: named.party.clone(),
                office: named
                    .office
                    .parse()
                    .map_err(|_| Error::Broken("required_signers.office"))?,
                email: row.email.clone(),
                signed_at: row.signed_at.filter(|_| row.signed),
                method: row.method.clone().unwrap_or_default(),
                level: row.level.clone().unwrap_or_default(),
                refused: row.refused.clone(),
            });
        }
    }
    Ok(signers)
}

fn hash(bytes: &[u8]) -> Result<Hash> {
    Hash::try_from(bytes).map_err(|_| Error::Broken("a stored hash"))
}

/// Stores a version of the record with its leaves and those who must sign each; sent by nobody, it is imported.
pub(crate) async fn send(
    db: &mut PgConnection,
    batch: BatchId,
    record: &Record,
    reasons: &serde_json::Value,
    by: Option<AccountId>,
    now: Now,
) -> Result<VersionId> {
    Batch::lock(db, batch).await?;
    let previous = previous_leaves(db, batch).await?;
    let leaves = leaves(record, &previous, || {
        let mut salt = [0; 32];
        rand::rng().fill_bytes(&mut salt);
        Salt(salt)
    })?;
    let root = seal::root(&leaves.iter().map(Leaf::hash).collect::<Vec<_>>());
    let version = VersionId::new();
    sqlx::query!(
        r#"
        insert into versions (id, batch_id, no, canonical, root, reasons, sent_at, sent_by)
        select $1, $2, coalesce(max(no), 0) + 1, $3, $4, $5, $6, $7 from versions where batch_id = $2
        "#,
        version.0,
        batch.0,
        seal::canonical(record)?,
        root.as_ref(),
        Json(reasons) as _,
        by.map(|_| now.0),
        by.map(|by| by.0),
    )
    .execute(&mut *db)
    .await?;
    insert_leaves(db, version, &leaves, record).await?;
    let kind = if by.is_some() { "sent" } else { "imported" };
    acts::append(db, now.0, kind, version.0, root).await?;
    Ok(version)
}

async fn insert_leaves(
    db: &mut PgConnection,
    version: VersionId,
    leaves: &[Leaf],
    record: &Record,
) -> Result<()> {
    let (parts, salts, hashes): (Vec<_>, Vec<_>, Vec<_>) = leaves
        .iter()
        .map(|leaf| {
            (leaf.part.to_string(), leaf.salt.as_ref().to_vec(), leaf.hash().as_ref().to_vec())
        })
        .collect();
    sqlx::query!(
        r#"
        insert into leaves (version_id, pos, part, salt, hash)
        select $1, (n - 1)::int, part, salt, hash from unnest($2::text[], $3::bytea[], $4::bytea[]) with ordinality as l (part, salt, hash, n)
        "#,
        version.0,
        &parts,
        &salts,
        &hashes,
    )
    .execute(&mut *db)
    .await?;
    let (mut places, mut people, mut offices) = (vec![], vec![], vec![]);
    for (place, leaf) in (0..).zip(leaves) {
        for signer in record.front.signers.iter().filter(|one| one.signs(leaf.part.item())) {
            places.push(place);
            people.push(signer.person);
            offices.push(signer.office.clone());
        }
    }
    sqlx::query!(
        r#"
        insert into required_signers (version_id, pos, person_id, office)
        select $1, pos, person, office from unnest($2::int[], $3::uuid[], $4::text[]) as s (pos, person, office)
        "#,
        version.0,
        &places as &[i32],
        &people as &[Uuid],
        &offices,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The leaves of the newest version, withdrawn or not, with their contents.
async fn previous_leaves(db: &mut PgConnection, batch: BatchId) -> Result<Vec<Leaf>> {
    let newest = sqlx::query!(
        "select id, canonical from versions where batch_id = $1 order by no desc limit 1",
        batch.0
    )
    .fetch_optional(&mut *db)
    .await?;
    let Some(newest) = newest else { return Ok(vec![]) };
    let rows =
        sqlx::query!("select salt, hash from leaves where version_id = $1 order by pos", newest.id)
            .fetch_all(db)
            .await?;
    let record: Record = serde_json::from_slice(&newest.canonical)?;
    let salts: Vec<Salt> = rows
        .iter()
        .map(|row| Salt::try_from(row.salt.as_slice()))
        .collect::<Result<_, _>>()
        .map_err(|_| Error::Broken("leaves.salt"))?;
    let mut salts = salts.into_iter();
    let leaves = leaves(&record, &[], || salts.next().unwrap_or(Salt([0; 32])))?;
    let same = leaves
        .iter()
        .map(Leaf::hash)
        .eq(rows.iter().filter_map(|row| Hash::try_from(row.hash.as_slice()).ok()));
    if same {
        Ok(leaves)
    } else {
        Err(Error::Broken("a stored version does not give its own hashes"))
    }
}
