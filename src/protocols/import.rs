//! Import (hämtning): a protocol that was made, adjusted and announced elsewhere, kept as its source says.

use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::{
    batch::Batch, composition::Draft, publication::publish, record::Record, version::send,
};
use crate::{
    Now,
    error::{Error, Result},
    law::procedure::Provenance,
    meetings::{Meeting, batching},
    notices::{self, Facts},
    register::{BatchId, MeetingId, MunicipalityId, NoticeId},
};

/// What the source says of the adjusting and the announcing, and what it prints otherwise than we would.
pub(crate) struct Source {
    pub(crate) adjusted_on: Option<Date>,
    /// Where it says that the protocol is kept, if it does.
    pub(crate) kept_at: Option<String>,
    pub(crate) announcements: Vec<Announcement>,
    /// Words about its days, as they stand there.
    pub(crate) as_printed: Vec<String>,
    /// Each elected person's municipality as it is written there.
    pub(crate) homes: Vec<(Uuid, String)>,
}

/// A municipality's announcement of which the source tells.
pub(crate) struct Announcement {
    pub(crate) municipality: MunicipalityId,
    pub(crate) on: Date,
    pub(crate) by_whom: String,
    pub(crate) provenance: Provenance,
    pub(crate) taken_down_on: Option<Date>,
}

/// Adjusts and publishes the whole of a meeting whose facts and texts are laid, without any signature of ours.
pub(crate) async fn import(
    db: &mut PgConnection,
    meeting: MeetingId,
    source: &Source,
    now: Now,
) -> Result<()> {
    let batch = batching::main(db, meeting).await?.ok_or(Error::Broken("a meeting without §§"))?;
    let meeting = Meeting::find(db, meeting).await?;
    let mut record = Draft::of(db, meeting.clone(), None).await?.record();
    source.overwrite(&mut record);
    adjust(db, batch, &record, source.adjusted_on, now).await?;
    announce(db, batch, (&meeting, &record), source, now).await?;
    let batch = Batch::load(db, batch, meeting).await?;
    publish(db, &batch, &[], None, now).await
}

/// Adjusts a batch as its source says, without any signature of ours.
pub(crate) async fn adjust(
    db: &mut PgConnection,
    batch: BatchId,
    record: &Record,
    adjusted_on: Option<Date>,
    now: Now,
) -> Result<()> {
    let version = send(db, batch, record, &serde_json::json!([]), None, now).await?;
    sqlx::query!(
        "insert into adjustments (batch_id, version_id, form, adjusted_on, at) values ($1, $2, 'imported', $3, $4)",
        batch.0,
        version.0,
        adjusted_on,
        now.0,
    )
    .execute(db)
    .await?;
    Ok(())
}

impl Source {
    fn overwrite(&self, record: &mut Record) {
        record.front.as_printed.clone_from(&self.as_printed);
        let persons = record.front.attendance.iter_mut().flat_map(|group| &mut group.persons);
        for person in persons {
            if let Some((_, home)) = self.homes.iter().find(|(id, _)| *id == person.id) {
                person.municipality.clone_from(home);
            }
        }
    }
}

/// A notice for each participant, and the announcements that the source tells of.
pub(crate) async fn announce(
    db: &mut PgConnection,
    batch: BatchId,
    (meeting, record): (&Meeting, &Record),
    source: &Source,
    now: Now,
) -> Result<()> {
    let rows = sqlx::query!(
        r#"
        select m.id, m.name, h.kept_at
        from participations p join municipalities m on m.id = p.municipality_id join municipalities h on h.id = $2
        where p.board_id = $1 and p.from_on <= $3 and (p.until_on is null or p.until_on >= $3)
        "#,
        meeting.board.id.0,
        meeting.board.host.0,
        meeting.held_on,
    )
    .fetch_all(&mut *db)
    .await?;
    let mut taken_down = vec![];
    for row in rows {
        let facts = Facts {
            paragraphs: record.front.paragraphs.clone(),
            kept_at: source.kept_at.clone().unwrap_or(row.kept_at),
            board: record.front.board.clone(),
            municipality: row.name,
            participants: record.front.participants.clone(),
            as_printed: source.as_printed.clone(),
        };
        let id = MunicipalityId(row.id);
        let notice = notices::insert(db, batch, id, &facts).await?;
        for told in source.announcements.iter().filter(|told| told.municipality == id) {
            stand(db, notice, told, now.0).await?;
            taken_down.extend(told.taken_down_on.map(|on| (notice, on)));
        }
    }
    for (notice, on) in taken_down {
        take_down(db, notice, on).await?;
    }
    Ok(())
}

async fn stand(
    db: &mut PgConnection,
    notice: NoticeId,
    told: &Announcement,
    at: OffsetDateTime,
) -> Result<()> {
    sqlx::query!(
        r#"
        insert into announcements (notice_id, n, announced_on, at, by_whom, via, provenance)
        values ($1, 1, $2, $3, $4, 'imported', $5)
        "#,
        notice.0,
        told.on,
        at,
        told.by_whom,
        told.provenance.as_str(),
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The day on which it was taken down, with a note where the law's day is another.
async fn take_down(db: &mut PgConnection, notice: NoticeId, on: Date) -> Result<()> {
    sqlx::query!(
        r#"
        insert into takedowns (notice_id, n, taken_down_on, override_reason)
        select n.id, 1, $2, case when c.last_appeal_day is null or c.last_appeal_day >= $2 then 'Enligt källan' end
        from notices n join batch_clocks c on c.batch_id = n.batch_id where n.id = $1
        "#,
        notice.0,
        on,
    )
    .execute(db)
    .await?;
    Ok(())
}
