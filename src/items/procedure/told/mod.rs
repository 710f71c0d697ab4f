//! What the protocol says of a §'s facts (protokollets text): sections that the system writes, and somebody may edit.

mod claims;
mod dissents;
mod people;
mod propositions;
mod votes;

use time::Time;
use uuid::Uuid;

use super::Procedure;
use crate::{
    items::{Content, Item, form::first_id, revision::line},
    law::{course::Event, procedure::Edge},
    meetings::{Course, Meeting, Moment},
    register::ItemId,
    text::Text,
    wording::{self, Block, Layout, Mover, Pause},
};
use people::Room;

pub(crate) use votes::{Row, Table};

/// One section.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Told {
    /// The same as long as it is about the same.
    pub(crate) subject: Uuid,
    pub(crate) block: Block,
    pub(crate) heading: String,
    /// As it is printed.
    pub(crate) text: Text,
    /// As the system writes it now.
    pub(crate) system: String,
    /// Somebody has worded it otherwise.
    pub(crate) edited: bool,
    /// The facts have changed since it was worded otherwise.
    pub(crate) outdated: bool,
    /// The list of a counted vote.
    pub(crate) table: Option<Table>,
}

/// The sections of a §, in the order in which they are printed among themselves.
pub(crate) fn told(
    meeting: &Meeting,
    (item, content): (&Item, &Content),
    procedure: &Procedure,
    course: &Course,
    layout: &Layout,
) -> Vec<Told> {
    let Some(room) = Room::of(meeting, course, item.id) else { return vec![] };
    let mut all = vec![];
    let mut add = |block: Block, paragraphs: Vec<String>| {
        if !paragraphs.is_empty() {
            let subject = first_id(item.id.0, &block.key());
            let heading = layout.heading(block).to_owned();
            all.push(section(procedure, (subject, block), heading, &paragraphs));
        }
    };
    add(Block::Disqualification, disqualification(&room));
    add(Block::Adjournment, adjournment(course, item.id));
    add(Block::Earlier, earlier(procedure));
    add(Block::Speakers, speakers(procedure));
    add(Block::Claims, claims::paragraphs(procedure, &room));
    add(Block::Propositions, propositions::paragraphs(procedure, &room));
    add(Block::NotParticipating, not_participating(content, course, &room));
    all.extend(votes::sections(procedure, &room, layout));
    all.extend(dissents::sections((item.id, content), procedure, &room, layout));
    layout.order(&mut all, |told| told.block);
    all
}

fn section(
    procedure: &Procedure,
    (subject, block): (Uuid, Block),
    heading: String,
    paragraphs: &[String],
) -> Told {
    let system = paragraphs.join("\n\n");
    let edited = procedure.wordings.iter().find(|one| one.subject == subject);
    Told {
        subject,
        block,
        heading,
        text: edited.map_or_else(|| text(paragraphs), |one| one.text.clone()),
        edited: edited.is_some(),
        outdated: edited.is_some_and(|one| one.told != system),
        system,
        table: None,
    }
}

/// Plain paragraphs as a text.
fn text(paragraphs: &[String]) -> Text {
    Text::new(paragraphs.iter().map(|words| line(words)).collect()).unwrap_or_default()
}

/// JAV-12: who is disqualified, who serves instead and who leads.
fn disqualification(room: &Room) -> Vec<String> {
    let who: Vec<_> = room.state.disqualified().iter().map(|one| room.plain(*one)).collect();
    if who.is_empty() {
        return vec![];
    }
    let replacements = room.replacements().into_iter();
    vec![wording::disqualification::disqualified(&wording::Disqualified {
        who,
        known: wording::Known::Declared,
        replacements: replacements
            .map(|(one, other)| (room.plain(one), room.plain(other)))
            .collect(),
        led_by: room.led_instead().map(|person| room.plain(person)),
    })]
}

/// SEC-08: the pauses during the §, each from its adjournment to the next resumption.
fn adjournment(course: &Course, item: ItemId) -> Vec<String> {
    let at = |moment: &&Moment| moment.item == Some(item) && moment.edge == Edge::During;
    let mut pauses: Vec<Pause> = vec![];
    let mut since: Option<Option<Time>> = None;
    for moment in course.moments.iter().filter(at) {
        match (moment.event, since) {
            (Event::Adjourned, _) => since = Some(moment.clock),
            (Event::Resumed, Some(from)) => {
                pauses.push(Pause { from, to: moment.clock });
                since = None;
            }
            _ => {}
        }
    }
    pauses.extend(since.map(|from| Pause { from, to: None }));
    if pauses.is_empty() { vec![] } else { vec![wording::adjournment::adjourned(&pauses)] }
}

fn earlier(procedure: &Procedure) -> Vec<String> {
    procedure.earlier.iter().map(|one| format!("{}.", one.words().trim_end_matches('.'))).collect()
}

fn speakers(procedure: &Procedure) -> Vec<String> {
    let spoke = procedure
        .speakers
        .iter()
        .map(|one| if one.reply { format!("{} (replik)", one.name) } else { one.name.clone() });
    let names: Vec<_> = spoke.collect();
    if names.is_empty() { vec![] } else { vec![wording::grammar::list(&names, "och") + "."] }
}

/// SEC-16: those who take no part in the whole decision together, and those of each point.
fn not_participating(content: &Content, course: &Course, room: &Room) -> Vec<String> {
    let here = course.moments.iter().filter(|one| one.item == Some(room.item));
    let mut by_point: Vec<(Option<u32>, Vec<wording::Person>)> = vec![];
    for moment in here {
        let Event::NotParticipating(person) = moment.event else { continue };
        let point = moment.point.and_then(|point| people::point_number(content, point));
        match by_point.iter_mut().find(|(other, _)| *other == point) {
            Some((_, persons)) => persons.push(room.titled(person)),
            None => by_point.push((point, vec![room.titled(person)])),
        }
    }
    by_point
        .into_iter()
        .map(|(point, persons)| {
            let points: Vec<_> = point.into_iter().collect();
            wording::participation::not_participating(&Mover::Persons(persons), &points, "")
        })
        .collect()
}
