//! An item (paragraf) or an unnumbered point, and its texts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    decision::{Appointment, Decision, Dissent},
    procedure::{Claim, Proposition},
    values::{Clock, Day, Key, Line, Prose, Word, is_false},
    vote::Vote,
};
use crate::law::procedure::{Effect, MatterKind, Provenance};

/// An item of the protocol.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// How the rest of the file refers to it.
    pub id: Key,
    /// The number of the §; absent for an unnumbered point.
    #[schemars(range(min = 1))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
    /// A letter after the number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suffix: Option<Line>,
    /// The series in which the number counts; absent when the file has at most one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series: Option<Key>,
    /// The number of the agenda, where it is another: "A", "4 1/2".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agenda_label: Option<Line>,
    /// The place in the order in which the items were handled, from 1, where it is not that of the list.
    #[schemars(range(min = 1))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handled_as: Option<u32>,
    /// What the item is about.
    pub kind: Word<MatterKind>,
    /// The title.
    pub title: Line,
    /// The title that the public reads, where it is another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_title: Option<Line>,
    /// Whether the item is secret.
    #[serde(default, skip_serializing_if = "is_false")]
    pub secret: bool,
    /// Why the item was struck from the agenda.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Line>,
    /// Present when the item was added at the meeting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extra: Option<Extra>,
    /// The registry numbers of its cases.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub registry_nos: Vec<Line>,
    /// Local time of its beginning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_at: Option<Clock>,
    /// Local time of its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<Clock>,
    /// The person who led it, where it was not the meeting's chair.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chair: Option<Key>,
    /// The person who presented it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rapporteur: Option<Key>,
    /// Whether it is an exercise of authority against an individual.
    #[serde(default, skip_serializing_if = "is_false")]
    pub authority_exercise: bool,
    /// Whether it was handled behind closed doors.
    #[serde(default, skip_serializing_if = "is_false")]
    pub closed_doors: bool,
    /// The day on which a motion, an interpellation or a proposal was put.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub put_on: Option<Day>,
    /// Those who put it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub put_by: Vec<Key>,
    /// Earlier handlings, and what this item does with them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<EarlierHandling>,
    /// The headings in the order of the source, where it is known; absent means the usual order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub layout: Vec<Heading>,
    /// The headed texts in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<Section>,
    /// What was asked for at the meeting.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<Claim>,
    /// How the proposals were put to a decision, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub propositions: Vec<Proposition>,
    /// Votes and elections by ballot, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub votes: Vec<Vote>,
    /// The decisions, each a block of its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<Decision>,
    /// Those who were appointed or released by the decisions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub appointments: Vec<Appointment>,
    /// Reservations, notes and statements.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dissents: Vec<Dissent>,
    /// Who spoke, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub speakers: Vec<Speaker>,
    /// Annexes; their bytes are not in the file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// The documents on which the decision rests.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub supporting_documents: Vec<SupportingDocument>,
    /// To whom the decision is sent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recipients: Vec<Recipient>,
    /// What the heading for the recipients lists that is nobody: "Styrande dokument".
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub non_recipients: Vec<Line>,
    /// What the source prints and for which there is no field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub as_printed: Vec<Printed>,
    /// Whence it is known; absent means stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Word<Provenance>>,
}

/// An item that was added at the meeting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Extra {
    /// Whether all present agreed to handle what had not been announced; absent when it is not told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unannounced_agreed: Option<bool>,
    /// Whether all present agreed to handle what had not been prepared; absent when it is not told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unprepared_agreed: Option<bool>,
    /// Who asked for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_by: Option<Key>,
}

/// A handling before this one, by whatever body.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EarlierHandling {
    /// What this item does with it.
    pub effect: Word<Effect>,
    /// The body; absent means the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Line>,
    /// Its day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_day: Option<Day>,
    /// Its §, as it is written: "574", "22 a".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<Line>,
    /// The decision point, as it is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point: Option<Line>,
    /// What happened then: "Bordlagt", "Återremitterat".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what: Option<Line>,
    /// The item of this file that it is, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<Key>,
    /// The old and the new words of a correction, as they are told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Prose>,
    /// Whence it is known; absent means stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Word<Provenance>>,
}

/// A headed text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Its own key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Key>,
    /// What kind of text it is: `case_description`, `proposal`, `free` or another word.
    pub key: Key,
    /// The heading as it is printed; absent when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heading: Option<Line>,
    /// The text: plain, or the blocks of paragraf-text/1.
    pub text: Prose,
    /// Whether the public may not read it, though the rest of the item is public.
    #[serde(default, skip_serializing_if = "is_false")]
    pub secret: bool,
    /// Whence it is known; absent means stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Word<Provenance>>,
}

/// A heading of the item as it is printed, and what stands under it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Heading {
    /// The words; absent when a block has no heading.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heading: Option<Line>,
    /// What stands under it.
    pub block: Block,
    /// The keys of the members of that list that stand there; none means all that no other heading has.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<Key>,
}

/// The lists of an item that headings stand over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    Sections,
    Claims,
    Propositions,
    Votes,
    Decisions,
    Appointments,
    Dissents,
    Speakers,
    Attachments,
    SupportingDocuments,
    Recipients,
    EarlierHandlings,
    Disqualifications,
    NotParticipating,
    AsPrinted,
}

/// Somebody who took the floor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Speaker {
    /// Who.
    pub person: Key,
    /// Whether it was a reply (replik) to the speaker before.
    #[serde(default, skip_serializing_if = "is_false")]
    pub reply: bool,
    /// Local time of the beginning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock: Option<Clock>,
    /// From where, or on what: "talarstolen", a topic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Line>,
}

/// An annex of the protocol.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Attachment {
    /// How dissents refer to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Key>,
    /// Its number or letter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<Line>,
    /// Its title.
    pub title: Line,
    /// The number of pages, where it is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<u32>,
    /// Whether the public may not read it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub secret: bool,
}

/// A document on which the decision rests.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SupportingDocument {
    /// Its title.
    pub title: Line,
    /// Its number in the register.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<Line>,
    /// Its day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dated_on: Option<Day>,
}

/// Somebody to whom the decision is sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Recipient {
    /// The name as it is printed.
    pub name: Line,
    /// A note beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Line>,
    /// Whether it must be served formally (delgivning).
    #[serde(default, skip_serializing_if = "is_false")]
    pub served: bool,
}

/// What the source prints and for which there is no field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Printed {
    /// The heading or label, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heading: Option<Line>,
    /// The words: plain, or the blocks of paragraf-text/1.
    pub text: Prose,
}
