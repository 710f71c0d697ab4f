//! Composition (sammanställning): the record as it stands now, made from the meeting's facts and texts.

use std::collections::BTreeMap;

use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    batch::{Batch, Kind},
    people,
    record::{Front, Part, Record, RecordItem, RecordPoint, RecordSitting},
    signers,
};
use crate::{
    error::Result,
    items::{Content, Decision, Item, Procedure, Section, Told, first_id, told},
    law::{BoardKind, course::Event},
    meetings::{Course, Meeting},
    municipalities,
    register::PersonId,
    text::Text,
    web::clock_text,
    wording::{self, Block, Layout, Number, immediate, paragraphs::paragraphs},
};

const SCHEMA: &str = "paragraf-protokoll/1";

/// Everything a protocol of one batch is made of, as it stands in the draft.
pub(crate) struct Draft {
    pub(crate) kind: Kind,
    pub(crate) meeting: Meeting,
    pub(crate) course: Course,
    /// Elected to adjust, in order, and those who do it in their place.
    pub(crate) adjusters: Vec<PersonId>,
    pub(crate) replacements: Vec<PersonId>,
    pub(crate) participants: Vec<String>,
    /// The §§ of the batch.
    pub(crate) items: Vec<(Item, Content)>,
    /// The other §§ of the meeting, with the kind of batch that each is in.
    pub(crate) others: Vec<(Item, Kind)>,
    pub(crate) procedures: BTreeMap<Uuid, Procedure>,
    /// The host's, as it is now.
    pub(crate) layout: Layout,
}

impl Draft {
    /// Loads the §§ of a batch; without one, of the main batch as it is or will be: all that is not put apart.
    pub(crate) async fn of(
        db: &mut PgConnection,
        meeting: Meeting,
        batch: Option<&Batch>,
    ) -> Result<Self> {
        let apart = batch.filter(|batch| batch.kind != Kind::Main);
        let participants = sqlx::query_scalar!(
            r#"select m.name from participations p join municipalities m on m.id = p.municipality_id where p.board_id = $1 and p.from_on <= $2 and (p.until_on is null or p.until_on >= $2) order by m.name collate "sv-x-icu""#,
            meeting.board.id.0,
            meeting.held_on,
        )
        .fetch_all(&mut *db)
        .await?;
        let adjusters = sqlx::query!(
            r#"select person_id as "person: PersonId", substitute from adjusters where meeting_id = $1 order by pos"#,
            meeting.id.0
        );
        let (replacements, adjusters): (Vec<_>, Vec<_>) =
            adjusters.fetch_all(&mut *db).await?.into_iter().partition(|one| one.substitute);
        let placed = Kind::of_items(db, meeting.id).await?;
        let mut all = Item::all(db, meeting.id).await?;
        all.retain(|item| item.withdrawn.is_none() || item.number.is_some());
        let (items, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|item| {
            let place = placed.get(&item.id.0).map(|(batch, _)| *batch);
            place == apart.map(|batch| batch.id)
        });
        let ids: Vec<_> = items.iter().map(|item| item.id.0).collect();
        let mut contents = Content::all(db, &ids).await?;
        let items = items.into_iter().map(|item| {
            let content = contents.remove(&item.id.0).unwrap_or_default();
            (item, content)
        });
        let items = items.collect();
        let others = others.into_iter().map(|item| {
            let kind = placed.get(&item.id.0).map_or(Kind::Main, |(_, kind)| *kind);
            (item, kind)
        });
        let others = others.collect();
        Ok(Self {
            course: Course::of(db, &meeting).await?,
            procedures: Procedure::all(db, &ids).await?,
            layout: municipalities::layout(db, meeting.board.host).await?,
            kind: apart.map_or(Kind::Main, |batch| batch.kind),
            adjusters: adjusters.into_iter().map(|one| one.person).collect(),
            replacements: replacements.into_iter().map(|one| one.person).collect(),
            meeting,
            participants,
            items,
            others,
        })
    }

    pub(super) fn is_joint(&self) -> bool {
        self.meeting.board.kind == BoardKind::JointBoard
    }

    /// The facts of how a § was decided.
    pub(super) fn procedure(&self, item: &Item) -> Procedure {
        self.procedures.get(&item.id.0).cloned().unwrap_or_default()
    }

    /// What the protocol says of them.
    pub(super) fn told(&self, item: &Item, content: &Content) -> Vec<Told> {
        let procedure = self.procedure(item);
        told(&self.meeting, (item, content), &procedure, &self.course, &self.layout)
    }

    /// The places in the course of the §§ that were handled, in the order of the protocol.
    pub(super) fn counted(&self) -> Vec<usize> {
        let handled = self.items.iter().filter(|(item, _)| item.withdrawn.is_none());
        handled.filter_map(|(item, _)| self.course.place(item.id)).collect()
    }

    /// The record that would be sent now.
    pub(crate) fn record(&self) -> Record {
        let items = self.items.iter().map(|(item, content)| self.record_item(item, content));
        let mut items: Vec<_> = items.collect();
        // SEC-21: the numbers run through the protocol.
        let annexes = items.iter_mut().flat_map(|item| &mut item.annexes);
        for (n, annex) in (1_u32..).zip(annexes).filter(|(_, annex)| annex.number.is_empty()) {
            annex.number = n.to_string();
        }
        Record { schema: SCHEMA.to_owned(), front: self.front(), items }
    }

    /// Whether it is signed while the meeting goes on (ADJ-20): the planned end is not yet one.
    pub(super) fn is_ongoing(&self) -> bool {
        self.kind != Kind::Main && self.meeting.closed_at.is_none()
    }

    /// NUM-10: where the §§ are that the main protocol leaves out.
    fn separate(&self) -> String {
        if self.kind != Kind::Main {
            return String::new();
        }
        let of = |kind| {
            numbers(self.others.iter().filter(|(_, one)| *one == kind).map(|(item, _)| item))
        };
        let lines =
            [immediate::elsewhere(&of(Kind::Immediate)), immediate::apart(&of(Kind::Secret))];
        lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("; ")
    }

    /// ADJ-22: what a § that is adjusted at once says of it.
    fn declared(&self, item: &Item) -> Option<Part> {
        (self.kind == Kind::Immediate).then(|| Part::Text {
            id: first_id(item.id.0, "immediate"),
            heading: self.layout.heading(Block::Immediate).to_owned(),
            text: Text::from_plain(immediate::this_paragraph()).unwrap_or_default(),
        })
    }

    fn front(&self) -> Front {
        let meeting = &self.meeting;
        Front {
            municipality: meeting.board.host_name.clone(),
            board: meeting.board.name.clone(),
            board_kind: meeting.board.kind.as_str().to_owned(),
            participants: if self.is_joint() { self.participants.clone() } else { vec![] },
            held_on: meeting.held_on,
            ordinal: meeting.ordinal,
            sittings: meeting
                .sittings
                .iter()
                .map(|sitting| RecordSitting {
                    on_day: sitting.on_day,
                    starts_at: clock_text(sitting.starts_at),
                    ends_at: sitting.ends_at.filter(|_| !self.is_ongoing()).map(clock_text),
                    place: sitting.place.clone(),
                })
                .collect(),
            pauses: self.pauses(),
            public: meeting.public,
            paragraphs: paragraphs(&numbers(self.items.iter().map(|(item, _)| item))),
            separate: self.separate(),
            ongoing: if self.is_ongoing() { immediate::meeting_goes_on() } else { "" }.to_owned(),
            adjusting_place: meeting.adjusting_place.clone(),
            adjusting_time: meeting.adjusting_time.clone(),
            attendance: people::groups(self),
            signers: signers::signers(self),
            as_printed: vec![],
        }
    }

    /// "kl. 14.31–14.36", each adjournment with its clocks (ATT-14).
    fn pauses(&self) -> Vec<String> {
        let mut pauses = vec![];
        let mut since = None;
        for moment in &self.course.moments {
            match moment.event {
                Event::Adjourned => since = moment.clock,
                Event::Resumed => {
                    if let (Some(from), Some(to)) = (since.take(), moment.clock) {
                        pauses.push(wording::grammar::clock_span(from, to));
                    }
                }
                _ => {}
            }
        }
        pauses
    }

    fn record_item(&self, item: &Item, content: &Content) -> RecordItem {
        let withdrawn = item.withdrawn.clone();
        let struck = withdrawn.is_some();
        RecordItem {
            id: item.id.0,
            series: item.instance.clone(),
            number: item.number,
            suffix: item.suffix.clone(),
            kind: item.kind.clone(),
            title: item.title.clone(),
            registry_nos: item.registry_nos.clone(),
            rapporteur: item.rapporteur.clone(),
            chair: if struck { String::new() } else { signers::led_by(self, item) },
            documents: if struck { vec![] } else { content.documents.clone() },
            recipients: if struck { vec![] } else { content.recipients.clone() },
            annexes: if struck { vec![] } else { content.annexes.clone() },
            parts: if struck { vec![] } else { self.parts(item, content) },
            withdrawn,
            withheld: None,
        }
    }

    /// What was written, what the facts say and what was decided, in the order of the municipality (SEC-22).
    fn parts(&self, item: &Item, content: &Content) -> Vec<Part> {
        let layout = &self.layout;
        let sections = content.sections.iter().filter(|section| !section.text.is_empty());
        let sections = sections.map(|section| written(section, item, layout));
        let decisions = content.decisions.iter().filter(|decision| !decision.points.is_empty());
        let mut parts: Vec<(Block, Part)> = sections
            .chain(self.told(item, content).into_iter().map(generated))
            .chain(decisions.map(|decision| decided(decision, layout)))
            .chain(self.declared(item).map(|part| (Block::Immediate, part)))
            .collect();
        layout.order(&mut parts, |(block, _)| *block);
        parts.into_iter().map(|(_, part)| part).collect()
    }
}

/// The numbers of §§ in order; a point without one is not printed in a set.
fn numbers<'a>(items: impl Iterator<Item = &'a Item>) -> Vec<Number<'a>> {
    let numbers =
        items.filter_map(|item| Some(Number { number: item.number?, suffix: &item.suffix }));
    let mut numbers: Vec<_> = numbers.collect();
    numbers.sort_unstable();
    numbers
}

fn written(section: &Section, item: &Item, layout: &Layout) -> (Block, Part) {
    let heading = section.named(item.id.0, layout).to_owned();
    let (id, text) = (section.id, section.text.clone());
    let part = if section.key == "proposal" {
        Part::Proposal { id, heading, text }
    } else {
        Part::Text { id, heading, text }
    };
    (section.block(item.id.0, layout), part)
}

fn generated(told: Told) -> (Block, Part) {
    let Told { subject: id, block, heading, text, table, .. } = told;
    let part = match table {
        Some(table) => Part::Vote { id, heading, text, table },
        None => Part::Text { id, heading, text },
    };
    (block, part)
}

fn decided(decision: &Decision, layout: &Layout) -> (Block, Part) {
    let points = decision.points.iter().map(|point| RecordPoint {
        id: point.id,
        text: point.text.clone(),
        appeal: point.appeal.clone(),
    });
    let block = decision.block();
    let part = Part::Decision {
        id: decision.id,
        heading: layout.heading(block).to_owned(),
        lead_in: decision.lead_in.clone(),
        points: points.collect(),
    };
    (block, part)
}
