//! The adjusting and the announcing that a file tells of (justering och anslag): as its source says, without a signature of ours.

use sqlx::PgConnection;
use uuid::Uuid;

use super::{Import, ids::Thing};
use crate::{
    error::{Error, Result},
    exchange::{Batch, BatchKind, Key, Notice},
    law::{long_date, procedure::Provenance},
    meetings,
    protocols::{self, Announcement, Draft, Group, Source},
    register::{BatchId, MunicipalityId},
};

impl Import<'_> {
    /// Lays the batches; those that were adjusted are, and are announced as the file tells. A shadow meeting has none.
    pub(super) async fn adjust(
        &mut self,
        db: &mut PgConnection,
        meeting: &meetings::Meeting,
    ) -> Result<()> {
        if self.wish.shadow || self.file.batches.is_empty() {
            return Ok(());
        }
        let file = self.file;
        let mut batches = vec![];
        for (n, batch) in (1..).zip(&file.batches) {
            batches.push((self.batch(db, meeting, (n, batch)).await?, batch));
        }
        self.documents(db, meeting).await?;
        // What is adjusted apart comes before the main part, which freezes the meeting.
        batches.sort_by_key(|(_, batch)| batch.kind == BatchKind::Main);
        for (id, batch) in batches.into_iter().filter(|(_, batch)| was_adjusted(batch, file)) {
            let source = self.source(db, batch).await?;
            let laid = protocols::Batch::load(db, id, meeting.clone()).await?;
            let mut record = Draft::of(db, meeting.clone(), Some(&laid)).await?.record();
            record.front.as_printed.clone_from(&source.as_printed);
            let known = |group: &Group| {
                record.front.attendance.iter().any(|one| one.heading == group.heading)
            };
            let told: Vec<_> =
                self.told_attendance().into_iter().filter(|group| !known(group)).collect();
            record.front.attendance.extend(told);
            let adjusted_on = source.adjusted_on;
            protocols::adjust(db, id, &record, adjusted_on, self.now).await?;
            if notices(file, batch).next().is_some() {
                protocols::announce(db, id, (meeting, &record), &source, self.now).await?;
            }
        }
        Ok(())
    }

    async fn batch(
        &mut self,
        db: &mut PgConnection,
        meeting: &meetings::Meeting,
        (n, batch): (i32, &Batch),
    ) -> Result<BatchId> {
        let id = self.ids.add(Thing::Batch, Some(&batch.id));
        let kind = match batch.kind {
            BatchKind::Main => "main",
            BatchKind::Immediate => "immediate",
            BatchKind::Secret => "secret",
        };
        sqlx::query!(
            "insert into batches (id, meeting_id, n, kind) values ($1, $2, $3, $4)",
            id,
            meeting.id.0,
            n,
            kind
        )
        .execute(&mut *db)
        .await?;
        let items: Vec<_> =
            batch.items.iter().filter_map(|key| self.ids.get(Thing::Item, key)).collect();
        sqlx::query!(
            "insert into batch_items (item_id, batch_id) select id, $1 from unnest($2::uuid[]) as id",
            id,
            &items,
        )
        .execute(db)
        .await?;
        Ok(BatchId(id))
    }

    /// Those of the file, or one with all of it.
    async fn documents(&self, db: &mut PgConnection, meeting: &meetings::Meeting) -> Result<()> {
        let told = self.file.documents.iter().map(|one| (one.part, one.batches.clone()));
        let mut parts: Vec<(u32, Vec<Key>)> = told.collect();
        if parts.is_empty() {
            let all = self.file.batches.iter().map(|batch| batch.id.clone());
            parts.push((1, all.collect()));
        }
        for (part, batches) in parts {
            let id = Uuid::now_v7();
            let part = i32::try_from(part).map_err(|_| Error::Broken("a part of a protocol"))?;
            sqlx::query!(
                "insert into documents (id, meeting_id, part) values ($1, $2, $3)",
                id,
                meeting.id.0,
                part
            )
            .execute(&mut *db)
            .await?;
            let batches: Vec<_> =
                batches.iter().filter_map(|key| self.ids.get(Thing::Batch, key)).collect();
            sqlx::query!(
                "insert into document_batches (document_id, batch_id, pos) select $1, b, n::int from unnest($2::uuid[]) with ordinality as u (b, n)",
                id,
                &batches,
            )
            .execute(&mut *db)
            .await?;
        }
        Ok(())
    }

    async fn source(&self, db: &mut PgConnection, batch: &Batch) -> Result<Source> {
        let mut announcements = vec![];
        let mut as_printed = vec![];
        for notice in notices(self.file, batch) {
            as_printed.extend(printed(notice));
            let slug = notice.municipality.as_ref().unwrap_or(&self.file.municipality.slug);
            let id = sqlx::query_scalar!("select id from municipalities where slug = $1", slug.0);
            let id = id.fetch_optional(&mut *db).await?;
            if let (Some(id), Some(on)) = (id, notice.announced_on) {
                announcements.push(Announcement {
                    municipality: MunicipalityId(id),
                    on: on.0,
                    by_whom: super::item::words(notice.announced_by.as_ref()).to_owned(),
                    provenance: notice.provenance.map_or(Provenance::Stated, |word| word.0),
                    taken_down_on: notice.taken_down_on.map(|day| day.0),
                });
            }
        }
        let kept_at = notices(self.file, batch).find_map(|notice| notice.kept_at.clone());
        Ok(Source {
            adjusted_on: batch.adjusted_on.map(|day| day.0),
            kept_at: kept_at.map(|line| line.0),
            announcements,
            as_printed,
            homes: vec![],
        })
    }
}

/// Whether the file tells that it was; one that is only planned is adjusted here.
fn was_adjusted(batch: &Batch, file: &super::Meeting) -> bool {
    batch.form.is_some() || batch.adjusted_on.is_some() || notices(file, batch).next().is_some()
}

/// The announcements of a batch; one that names none is of the only one.
fn notices<'f>(file: &'f super::Meeting, batch: &Batch) -> impl Iterator<Item = &'f Notice> {
    let key = batch.id.clone();
    file.notices.iter().filter(move |one| one.batch.as_ref().is_none_or(|of| *of == key))
}

/// The days as they are printed, beside those of the law.
fn printed(notice: &Notice) -> Vec<String> {
    let day = |what: &str, day: Option<crate::exchange::Day>| {
        day.map(|day| format!("{what}: {}", long_date(day.0)))
    };
    let lines = [
        day("Sista dag för överklagande enligt källan", notice.last_appeal_day),
        day("Anslaget tas ned enligt källan", notice.takedown_planned),
        notice.period.as_ref().map(|line| format!("Anslagstid enligt källan: {}", line.0)),
    ];
    lines.into_iter().flatten().chain(notice.as_printed.iter().map(|line| line.0.clone())).collect()
}
