//! Signing batches (underskriftsomgångar): what is signed together, and how far it has come.

use std::collections::BTreeMap;

use serde::Deserialize;
use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

use super::{stage::Stage, version::Version};
use crate::{
    accounts::Viewer,
    error::{Error, Result},
    meetings::Meeting,
    register::{BatchId, MeetingId, VersionId},
};

/// Why §§ are signed together (ADJ-21).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Everything that is not put apart.
    Main,
    /// Adjusted at once, while the meeting goes on (ADJ-20).
    Immediate,
    /// Secret, and kept in a protocol of its own (DIG-07).
    Secret,
}

/// A batch with its newest version if that stands.
#[derive(Clone, Debug)]
pub(crate) struct Batch {
    pub(crate) id: BatchId,
    /// Its place among those of the meeting, as in addresses; the main one is the first.
    pub(crate) n: i32,
    pub(crate) kind: Kind,
    pub(crate) meeting: Meeting,
    pub(crate) stage: Stage,
    pub(crate) version: Option<Version>,
}

/// A batch in an address: without a number, the main one.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(super) struct At {
    pub(super) meeting: MeetingId,
    #[serde(default, rename = "omgang")]
    pub(super) n: Option<i32>,
}

impl Kind {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Main => "main",
            Self::Immediate => "immediate",
            Self::Secret => "secret",
        }
    }

    fn parse(word: &str) -> Result<Self> {
        match word {
            "main" => Ok(Self::Main),
            "immediate" => Ok(Self::Immediate),
            "secret" => Ok(Self::Secret),
            _ => Err(Error::Broken("batches.kind")),
        }
    }

    /// What its page is called.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Main => "Justering",
            Self::Immediate => "Omedelbar justering",
            Self::Secret => "Justering av eget protokoll",
        }
    }

    /// The §§ of a meeting that are put apart: in which batch each is.
    pub(crate) async fn of_items(
        db: &mut PgConnection,
        meeting: MeetingId,
    ) -> Result<BTreeMap<Uuid, (BatchId, Self)>> {
        let rows = sqlx::query!(
            r#"
            select i.item_id, b.id as "batch: BatchId", b.kind from batch_items i join batches b on b.id = i.batch_id
            where b.meeting_id = $1 and b.kind <> 'main'
            "#,
            meeting.0,
        )
        .fetch_all(db)
        .await?;
        rows.into_iter()
            .map(|row| Ok((row.item_id, (row.batch, Self::parse(&row.kind)?))))
            .collect()
    }
}

impl Batch {
    /// The batch of a meeting that the viewer keeps; none for the main one before the meeting is closed.
    pub(super) async fn at(db: &mut PgConnection, viewer: &Viewer, at: At) -> Result<Option<Self>> {
        let meeting = Meeting::kept_by(db, viewer, at.meeting).await?;
        let id = sqlx::query_scalar!(
            r#"
            select id as "id: BatchId" from batches
            where meeting_id = $1 and case when $2::int is null then kind = 'main' else n = $2 end order by n limit 1
            "#,
            meeting.id.0,
            at.n,
        )
        .fetch_optional(&mut *db)
        .await?;
        match id {
            Some(id) => Self::load(db, id, meeting).await.map(Some),
            None if at.n.is_some() => Err(Error::NotFound),
            None => Ok(None),
        }
    }

    /// Those of a meeting that hold §§, the main one first.
    pub(crate) async fn all(db: &mut PgConnection, meeting: &Meeting) -> Result<Vec<Self>> {
        let ids = sqlx::query_scalar!(
            r#"
            select id as "id: BatchId" from batches b
            where meeting_id = $1 and exists (select from batch_items i where i.batch_id = b.id) order by n
            "#,
            meeting.id.0
        )
        .fetch_all(&mut *db)
        .await?;
        let mut all = vec![];
        for id in ids {
            all.push(Self::load(db, id, meeting.clone()).await?);
        }
        Ok(all)
    }

    /// Where it is reviewed, sent and followed.
    pub(crate) fn path(&self) -> String {
        format!("{}/justering{}", self.meeting.path(), self.part())
    }

    pub(super) fn publication_path(&self) -> String {
        match self.kind {
            Kind::Main => format!("{}/publicering", self.meeting.path()),
            Kind::Immediate | Kind::Secret => format!("{}/publicering", self.path()),
        }
    }

    pub(super) fn withdrawal_path(&self) -> String {
        match self.kind {
            Kind::Main => format!("{}/aterkalla", self.meeting.path()),
            Kind::Immediate | Kind::Secret => format!("{}/aterkalla", self.path()),
        }
    }

    /// "/2" in the addresses of a batch put apart.
    fn part(&self) -> String {
        match self.kind {
            Kind::Main => String::new(),
            Kind::Immediate | Kind::Secret => format!("/{}", self.n),
        }
    }

    /// Where the public reads it once it is published.
    pub(super) fn public_path(&self) -> String {
        let Meeting { board, held_on, ordinal, .. } = &self.meeting;
        let day = if *ordinal > 1 { format!("{held_on}-{ordinal}") } else { held_on.to_string() };
        let part = if self.n > 1 { format!("/del-{}", self.n) } else { String::new() };
        format!("/{}/protokoll/{}/{day}{part}", board.host_slug, board.slug)
    }

    /// Why it cannot be sent yet: only what is adjusted at once goes out before the numbers of all §§ are frozen (NUM-05).
    pub(super) fn waits_for_closing(&self) -> bool {
        self.meeting.closed_at.is_none() && self.kind != Kind::Immediate
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
        let row = sqlx::query!(
            r#"
            select b.n, b.kind, a.batch_id is not null as "adjusted!", a.adjusted_on as "adjusted_on?"
            from batches b left join adjustments a on a.batch_id = b.id where b.id = $1
            "#,
            id.0
        )
        .fetch_one(&mut *db)
        .await?;
        let adjusted = row.adjusted.then_some(row.adjusted_on);
        let version = Version::newest(db, id).await?;
        let stage = Stage::from_facts(version.as_ref().map(|version| version.no), adjusted);
        Ok(Self { id, n: row.n, kind: Kind::parse(&row.kind)?, meeting, stage, version })
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
