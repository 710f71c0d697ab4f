//! What was adjusted, printed and announced, as the format has it (justering, dokument, anslag).

use sqlx::PgConnection;
use uuid::Uuid;

use super::{Facts, count, line, word};
use crate::{
    error::Result,
    exchange::{Batch, Day, Document, Notice, Signer, Slug},
    web::local,
};

impl Facts<'_> {
    pub(super) async fn batches(&self, db: &mut PgConnection) -> Result<Vec<Batch>> {
        let rows = sqlx::query!(
            r#"
            select b.id, b.kind, a.form as "form?", a.adjusted_on as "adjusted_on?",
                array(select bi.item_id from batch_items bi join items i on i.id = bi.item_id where bi.batch_id = b.id order by i.pos) as "items!"
            from batches b left join adjustments a on a.batch_id = b.id
            where b.meeting_id = $1 order by b.n
            "#,
            self.meeting.id.0
        )
        .fetch_all(&mut *db)
        .await?;
        let mut batches = vec![];
        for row in rows {
            batches.push(Batch {
                id: self.key(row.id),
                kind: word(&row.kind)?,
                items: row.items.into_iter().map(|item| self.key(item)).collect(),
                items_as_printed: None,
                form: row.form.as_deref().map(word).transpose()?,
                decided_in: None,
                adjusted_on: row.adjusted_on.map(Day),
                place: None,
                signers: self.signers(db, row.id).await?,
                withheld: None,
                provenance: None,
            });
        }
        Ok(batches)
    }

    /// Those who signed here; what a source tells of its signers is no signature of ours.
    async fn signers(&self, db: &mut PgConnection, batch: Uuid) -> Result<Vec<Signer>> {
        let rows = sqlx::query!(
            r#"
            select distinct on (s.person_id, s.office) s.person_id, s.office, s.signed_at
            from adjustments a join leaves l on l.version_id = a.version_id join signed_leaves sl on sl.hash = l.hash
                join signatures s on s.id = sl.signature_id
            where a.batch_id = $1 and a.form = 'signed'
            order by s.person_id, s.office, s.signed_at desc
            "#,
            batch
        )
        .fetch_all(db)
        .await?;
        let mut rows: Vec<_> = rows.into_iter().collect();
        rows.sort_by_key(|row| (row.signed_at, row.person_id));
        let signer = |person: Uuid, office: &str, at| {
            Ok(Signer {
                person: self.key(person),
                office: word(office)?,
                signed_on: Some(Day(local(at).0)),
                items: vec![],
                refused: None,
            })
        };
        rows.iter().map(|row| signer(row.person_id, &row.office, row.signed_at)).collect()
    }

    pub(super) async fn documents(&self, db: &mut PgConnection) -> Result<Vec<Document>> {
        let rows = sqlx::query!(
            r#"
            select d.part, array(select b.batch_id from document_batches b where b.document_id = d.id order by b.pos) as "batches!"
            from documents d where d.meeting_id = $1 order by d.part
            "#,
            self.meeting.id.0
        )
        .fetch_all(db)
        .await?;
        let mut documents = vec![];
        for row in rows {
            let batches = row.batches.into_iter().map(|batch| self.key(batch)).collect();
            documents.push(Document { part: count(row.part)?, title: None, batches, pages: None });
        }
        Ok(documents)
    }

    /// The announcements that stand or stood; what can be computed is never written.
    pub(super) async fn notices(&self, db: &mut PgConnection) -> Result<Vec<Notice>> {
        let rows = sqlx::query!(
            r#"
            select n.batch_id, m.slug, n.facts ->> 'kept_at' as kept_at, a.announced_on as "announced_on!", a.by_whom as "by_whom!",
                a.taken_down_on, a.provenance as "provenance!"
            from notices n join batches b on b.id = n.batch_id join municipalities m on m.id = n.municipality_id
                join standing_announcements a on a.notice_id = n.id
            where b.meeting_id = $1
            order by b.n, m.id <> $2, m.slug
            "#,
            self.meeting.id.0,
            self.meeting.board.host.0,
        )
        .fetch_all(db)
        .await?;
        let mut notices = vec![];
        for row in rows {
            let provenance = (row.provenance != "stated").then(|| word(&row.provenance));
            notices.push(Notice {
                batch: Some(self.key(row.batch_id)),
                municipality: Some(Slug(row.slug)).filter(|_| self.is_joint()),
                announced_on: Some(Day(row.announced_on)),
                announced_by: line(&row.by_whom),
                last_appeal_day: None,
                takedown_planned: None,
                taken_down_on: row.taken_down_on.map(Day),
                period: None,
                open_ended: false,
                kept_at: row.kept_at.as_deref().and_then(line),
                as_printed: vec![],
                provenance: provenance.transpose()?,
            });
        }
        Ok(notices)
    }
}
