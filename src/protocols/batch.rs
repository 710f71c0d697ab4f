//! Signing batches (underskriftsomgångar): what is signed together, and how far it has come.

use std::collections::BTreeSet;

use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::{record::Record, stage::Stage};
use crate::{
    accounts::Viewer,
    error::{Error, Result},
    meetings::Meeting,
    register::{BatchId, MeetingId, VersionId},
    seal::{Hash, Office},
};

/// The main batch of a meeting, with its newest version if that stands.
#[derive(Clone, Debug)]
pub(crate) struct Batch {
    pub(crate) id: BatchId,
    pub(crate) meeting: Meeting,
    pub(crate) stage: Stage,
    pub(crate) version: Option<Version>,
}

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
    pub(crate) method: Option<String>,
    pub(crate) level: Option<String>,
    /// Why they refused, if they have.
    pub(crate) refused: Option<String>,
}

impl Signer {
    /// "ordförande", as on the certificate.
    pub(crate) fn role(&self) -> &'static str {
        office_name(self.office)
    }
}

/// An office in Swedish.
pub(crate) fn office_name(office: Office) -> &'static str {
    match office {
        Office::Chair => "ordförande",
        Office::Adjuster => "justerare",
        Office::Secretary => "sekreterare",
    }
}

impl Batch {
    /// The batch of a meeting that the viewer keeps; none before the meeting is closed.
    pub(crate) async fn of_meeting(
        db: &mut PgConnection,
        viewer: &Viewer,
        meeting: MeetingId,
    ) -> Result<Option<Self>> {
        let meeting = Meeting::kept_by(db, viewer, meeting).await?;
        let id = sqlx::query_scalar!(
            "select id from batches where meeting_id = $1 order by n limit 1",
            meeting.id.0
        )
        .fetch_optional(&mut *db)
        .await?;
        match id {
            Some(id) => Self::load(db, BatchId(id), meeting).await.map(Some),
            None => Ok(None),
        }
    }

    /// Keeps others from changing the batch until the transaction ends.
    pub(crate) async fn lock(db: &mut PgConnection, id: BatchId) -> Result<()> {
        sqlx::query!("select id from batches where id = $1 for update", id.0)
            .fetch_optional(db)
            .await?;
        Ok(())
    }

    /// The batch to which a version belongs; found only by those who must sign it.
    pub(crate) async fn to_sign(
        db: &mut PgConnection,
        viewer: &Viewer,
        version: VersionId,
    ) -> Result<Self> {
        let row = sqlx::query!(
            r#"
            select b.id, b.meeting_id from versions v join batches b on b.id = v.batch_id
            where v.id = $1 and exists (select from required_signers r where r.version_id = v.id and r.person_id = $2)
            "#,
            version.0,
            viewer.person.0,
        )
        .fetch_optional(&mut *db)
        .await?
        .ok_or(Error::NotFound)?;
        let meeting = Meeting::find(db, MeetingId(row.meeting_id)).await?;
        Self::load(db, BatchId(row.id), meeting).await
    }

    pub(crate) async fn load(db: &mut PgConnection, id: BatchId, meeting: Meeting) -> Result<Self> {
        let adjusted =
            sqlx::query_scalar!("select adjusted_on from adjustments where batch_id = $1", id.0)
                .fetch_optional(&mut *db)
                .await?;
        let version = newest(db, id).await?;
        let stage = Stage::from_facts(version.as_ref().map(|version| version.no), adjusted);
        Ok(Self { id, meeting, stage, version })
    }

    /// The version that is out for signing or adjusted.
    pub(crate) fn sent(&self) -> Result<&Version> {
        self.version.as_ref().ok_or(Error::NotFound)
    }

    /// The day on which it was adjusted, if it was and the day is known.
    pub(crate) fn adjusted_on(&self) -> Option<Date> {
        if let Stage::Adjusted { on } = self.stage { on } else { None }
    }
}

/// The newest version, unless it was withdrawn.
async fn newest(db: &mut PgConnection, batch: BatchId) -> Result<Option<Version>> {
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
    let leaves =
        sqlx::query_scalar!("select hash from leaves where version_id = $1 order by pos", row.id)
            .fetch_all(&mut *db)
            .await?;
    let record: Record = serde_json::from_slice(&row.canonical)?;
    Ok(Some(Version {
        id: VersionId(row.id),
        no: row.no,
        root: hash(&row.root)?,
        leaves: leaves.iter().map(|leaf| hash(leaf)).collect::<Result<_>>()?,
        sent_at: row.sent_at,
        signers: signers(db, VersionId(row.id), &record).await?,
        record,
    }))
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
                method: row.method.clone(),
                level: row.level.clone(),
                refused: row.refused.clone(),
            });
        }
    }
    Ok(signers)
}

fn hash(bytes: &[u8]) -> Result<Hash> {
    Hash::try_from(bytes).map_err(|_| Error::Broken("a stored hash"))
}
