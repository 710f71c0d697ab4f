//! Signing batches (underskriftsomgångar): what is signed together, and how far it has come.

use sqlx::PgConnection;
use time::Date;

use super::{stage::Stage, version::Version};
use crate::{
    accounts::Viewer,
    error::{Error, Result},
    meetings::Meeting,
    register::{BatchId, MeetingId, VersionId},
};

/// The main batch of a meeting, with its newest version if that stands.
#[derive(Clone, Debug)]
pub(crate) struct Batch {
    pub(crate) id: BatchId,
    pub(crate) meeting: Meeting,
    pub(crate) stage: Stage,
    pub(crate) version: Option<Version>,
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
        let version = Version::newest(db, id).await?;
        let stage = Stage::from_facts(version.as_ref().map(|version| version.no), adjusted);
        Ok(Self { id, meeting, stage, version })
    }

    /// The version that is out for signing or adjusted.
    pub(crate) fn sent(&self) -> Result<&Version> {
        self.version.as_ref().ok_or(Error::NotFound)
    }

    /// The version that is out, if it is the one that was read.
    pub(super) fn sent_as(&self, version: VersionId) -> Result<&Version> {
        let sent = self.sent()?;
        if sent.id != version {
            return Err(Error::refused(
                "Det har kommit en ny version. Läs den innan du godkänner.",
            ));
        }
        Ok(sent)
    }

    /// The day on which it was adjusted, if it was and the day is known.
    pub(crate) fn adjusted_on(&self) -> Option<Date> {
        if let Stage::Adjusted { on } = self.stage { on } else { None }
    }
}
