//! A § as the format has it (paragraf): its head, its texts, its decisions.

use std::collections::BTreeMap;

use sqlx::{PgConnection, types::Json};
use time::{Date, Time};
use uuid::Uuid;

use super::{Facts, annex_key, line, prose, word};
use crate::{
    error::Result,
    exchange::{
        self, Attachment, Day, Decision, Extra, Line, Point, Recipient, Section,
        SupportingDocument,
        values::{Clock, Word},
    },
    items::{self, Content, Item},
    law::procedure::MatterKind,
    register::MeetingId,
    text::Text,
};

/// What a secret § without a neutral heading is called.
const UNNAMED: &str = "Publiceras inte";

/// The rest of what stands above the text of a §.
#[expect(clippy::struct_excessive_bools, reason = "each is a column of its own")]
pub(super) struct Head {
    pub(super) series: Uuid,
    agenda_label: String,
    put_on: Option<Date>,
    authority: bool,
    closed_doors: bool,
    extra_agreed: bool,
    unprepared_agreed: bool,
    begins_at: Option<Time>,
    ends_at: Option<Time>,
    chair: Option<Uuid>,
    /// The decisions as they were declared.
    declared: BTreeMap<Uuid, Vec<Text>>,
}

impl Head {
    pub(super) async fn all(
        db: &mut PgConnection,
        meeting: MeetingId,
    ) -> Result<BTreeMap<Uuid, Self>> {
        let rows = sqlx::query!(
            r#"
            select id, series_id, agenda_label, put_on, authority, closed_doors, extra_agreed, unprepared_agreed, begins_at, ends_at, chair_id
            from items where meeting_id = $1
            "#,
            meeting.0
        )
        .fetch_all(&mut *db)
        .await?;
        let mut all = BTreeMap::new();
        for row in rows {
            let head = Self {
                series: row.series_id,
                agenda_label: row.agenda_label,
                put_on: row.put_on,
                authority: row.authority,
                closed_doors: row.closed_doors,
                extra_agreed: row.extra_agreed,
                unprepared_agreed: row.unprepared_agreed,
                begins_at: row.begins_at,
                ends_at: row.ends_at,
                chair: row.chair_id,
                declared: BTreeMap::new(),
            };
            all.insert(row.id, head);
        }
        let rows = sqlx::query!(
            r#"
            select d.id, d.item_id, d.declared as "declared!: Json<Vec<Text>>" from decisions d join items i on i.id = d.item_id
            where i.meeting_id = $1 and d.declared is not null
            "#,
            meeting.0
        )
        .fetch_all(db)
        .await?;
        for row in rows {
            if let Some(head) = all.get_mut(&row.item_id) {
                head.declared.insert(row.id, row.declared.0);
            }
        }
        Ok(all)
    }
}

impl Facts<'_> {
    pub(super) fn item(&self, item: &Item) -> Result<exchange::Item> {
        let (id, kind) = (item.id.0, word::<Word<MatterKind>>(&item.kind)?);
        let mut told = blank(self.key(id), kind, &item.title);
        told.number = item.number.and_then(|number| u32::try_from(number).ok());
        told.suffix = line(&item.suffix);
        told.handled_as = item.handled_pos.and_then(|place| u32::try_from(place).ok());
        told.secret = self.secret.contains(&id);
        let unnamed = (told.secret && item.public_title.is_empty()).then_some(UNNAMED);
        told.public_title = line(unnamed.unwrap_or(&item.public_title));
        told.withdrawn = item.withdrawn.as_deref().and_then(line);
        told.registry_nos = item.registry_nos.iter().cloned().map(Line).collect();
        told.rapporteur = self.named.get(&item.rapporteur).map(|id| self.key(*id));
        if let Some(head) = self.heads.get(&id) {
            self.head(head, item, &mut told);
        }
        if let Some(content) = self.contents.get(&id) {
            self.content(content, id, &mut told)?;
        }
        if let Some(procedure) = self.procedures.get(&id) {
            self.procedure(procedure, &mut told)?;
        }
        Ok(told)
    }

    fn head(&self, head: &Head, item: &Item, told: &mut exchange::Item) {
        told.series = item.number.map(|_| self.key(head.series));
        told.agenda_label = line(&head.agenda_label);
        told.extra = item.extra.then(|| Extra {
            unannounced_agreed: head.extra_agreed.then_some(true),
            unprepared_agreed: head.unprepared_agreed.then_some(true),
            asked_by: None,
        });
        told.starts_at = head.begins_at.map(Clock);
        told.ends_at = head.ends_at.map(Clock);
        told.chair = head.chair.map(|chair| self.key(chair));
        told.authority_exercise = head.authority;
        told.closed_doors = head.closed_doors;
        told.put_on = head.put_on.map(Day);
    }

    fn content(&self, content: &Content, item: Uuid, told: &mut exchange::Item) -> Result<()> {
        let sections = content.sections.iter().filter_map(|one| self.section(one));
        told.sections = sections.collect();
        for decision in &content.decisions {
            told.decisions.extend(self.decision(decision, item)?);
        }
        told.supporting_documents = content
            .documents
            .iter()
            .filter_map(|one| {
                let (title, number) = (line(&one.title)?, line(&one.number));
                Some(SupportingDocument { title, number, dated_on: None })
            })
            .collect();
        let recipients = content.recipients.iter().filter_map(|one| {
            Some(Recipient { name: line(&one.name)?, note: line(&one.note), served: false })
        });
        told.recipients = recipients.collect();
        let annexes = content.annexes.iter().filter_map(|one| {
            let pages = one.pages.and_then(|pages| u32::try_from(pages).ok());
            Some((line(&one.number), line(&one.title)?, pages))
        });
        for (number, title, pages) in annexes {
            let id = annex_key(told);
            told.attachments.push(Attachment { id: Some(id), number, title, pages, secret: false });
        }
        Ok(())
    }

    fn section(&self, kept: &items::Section) -> Option<Section> {
        Some(Section {
            id: self.own(kept.id),
            key: exchange::Key(kept.key.clone()),
            heading: line(&kept.heading),
            text: prose(&kept.text)?,
            secret: false,
            provenance: None,
        })
    }

    /// A decision of which nothing is written yet says nothing.
    fn decision(&self, kept: &items::Decision, item: Uuid) -> Result<Option<Decision>> {
        let mut points = vec![];
        for point in &kept.points {
            let Some(text) = prose(&point.text) else { continue };
            points.push(Point { id: self.own(point.id), text, appeal: Some(word(&point.appeal)?) });
        }
        let declared = self.heads.get(&item).and_then(|head| head.declared.get(&kept.id));
        let declared = declared.map(|points| points.iter().flat_map(Text::blocks).cloned());
        let declared = declared.and_then(|blocks| Text::new(blocks.collect()).ok());
        let lead_in = line(&kept.lead_in);
        let says = !points.is_empty() || lead_in.is_some();
        Ok(says.then(|| Decision {
            id: self.own(kept.id),
            lead_in,
            to_council: !kept.own,
            declared: declared.as_ref().and_then(prose),
            points,
            provenance: None,
        }))
    }
}

fn blank(id: exchange::Key, kind: Word<MatterKind>, title: &str) -> exchange::Item {
    exchange::Item {
        id,
        number: None,
        suffix: None,
        series: None,
        agenda_label: None,
        handled_as: None,
        kind,
        title: Line(title.to_owned()),
        public_title: None,
        secret: false,
        withdrawn: None,
        extra: None,
        registry_nos: vec![],
        starts_at: None,
        ends_at: None,
        chair: None,
        rapporteur: None,
        authority_exercise: false,
        closed_doors: false,
        put_on: None,
        put_by: vec![],
        earlier: vec![],
        layout: vec![],
        sections: vec![],
        claims: vec![],
        propositions: vec![],
        votes: vec![],
        decisions: vec![],
        appointments: vec![],
        dissents: vec![],
        speakers: vec![],
        attachments: vec![],
        supporting_documents: vec![],
        recipients: vec![],
        non_recipients: vec![],
        as_printed: vec![],
        provenance: None,
    }
}
