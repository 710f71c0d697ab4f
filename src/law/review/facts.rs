//! What the review knows of a protocol, as plain values (underlag för granskningen).

use time::{Date, PrimitiveDateTime};

use crate::law::BoardKind;

/// A meeting's protocol on the day it is to be sent for adjusting.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "facts that hold or not, each on its own")]
pub struct Facts {
    pub kind: BoardKind,
    /// Seats decided by fullmäktige, vacant ones included.
    pub seats: u32,
    pub held_on: Date,
    /// In order; a meeting over two days has two.
    pub sittings: Vec<Sitting>,
    pub place: String,
    /// A chair is known and was present.
    pub chair_present: bool,
    pub secretary_known: bool,
    pub adjusters_required: u32,
    pub adjusters_elected: u32,
    /// Signers who have no account to sign with, as they are printed.
    pub without_account: Vec<String>,
    /// The register cites the decision that lets the board adjust online, and the one that lets members take part at a
    /// distance.
    pub digital_decided: bool,
    pub remote_decided: bool,
    /// The board's adjustings are announced on the notice board.
    pub announced: bool,
    pub attendance: Attendance,
    /// The municipalities of a joint board; empty for every other body.
    pub participants: Vec<Participant>,
    /// Members who left and served again the same day, as they are printed (ATT-09).
    pub returned: Vec<String>,
    pub items: Vec<ItemFacts>,
    /// Texts of the front page other than the place.
    pub texts: Vec<TextFacts>,
    pub today: Date,
}

/// One day of the meeting. Times are local; an end past midnight bears the next date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sitting {
    pub held_on: Date,
    pub starts_at: Option<PrimitiveDateTime>,
    pub ends_at: Option<PrimitiveDateTime>,
}

/// What the front page prints of those present.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attendance {
    /// Served at some time: members and substitutes, the chair among them.
    pub members: u32,
    pub serving_substitutes: u32,
    pub other_substitutes: u32,
    pub officials: u32,
    /// Served at a distance.
    pub remote: u32,
    /// Elected persons printed without party, or in a joint board without municipality.
    pub without_party: u32,
    pub without_municipality: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    pub municipality: String,
    pub members: u32,
    pub substitutes: u32,
}

/// A text as it stands, with the Swedish name of its field ("Ärendebeskrivning").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextFacts {
    pub field: String,
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemKind {
    Decision,
    /// Adjusters elected, the agenda approved (KND-03, KND-04): decided in the meeting, of no case, sent to nobody.
    Procedural,
    Information,
    /// A point of order without a §.
    Unnumbered,
}

impl ItemKind {
    /// Whether a § of the kind holds a decision.
    pub fn decides(self) -> bool {
        matches!(self, Self::Decision | Self::Procedural)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Appeal {
    Legality,
    Administrative,
    Plan,
    None,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PointFacts {
    pub appeal: Option<Appeal>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "facts that hold or not, each on its own")]
pub struct ItemFacts {
    /// "22" or "22 a".
    pub number: Option<String>,
    pub title: String,
    pub kind: ItemKind,
    pub points: Vec<PointFacts>,
    /// The chair of this item serves in it.
    pub chair_serves: bool,
    /// The fewest who served at any decision of the item, and those disqualified in it.
    pub serving: u32,
    pub disqualified: u32,
    /// An interpellation or question that fullmäktige lets fewer answer (QUO-02).
    pub fewer_may_answer: bool,
    pub texts: Vec<TextFacts>,
    /// Proposals and claims that were not withdrawn, and whether their order is recorded.
    pub proposals: u32,
    pub proposition_order: bool,
    /// The decision is another than the proposal that came to the meeting.
    pub differs_from_proposal: bool,
    /// Claims made at the meeting and not withdrawn.
    pub claims: u32,
    pub rapporteur: bool,
    pub reasons: bool,
    pub recipients: u32,
    pub registry_numbers: u32,
    /// Notice and documents of an adopted detailed plan are complete.
    pub plan_notice_ready: bool,
    /// For the § that approves the agenda: titles of items added at the meeting, of which it says nothing.
    pub unlisted: Vec<String>,
    /// Struck from the agenda.
    pub withdrawn: bool,
}

impl ItemFacts {
    /// "§ 22", or the title in quotes where there is no number.
    pub fn label(&self) -> String {
        match &self.number {
            Some(number) => format!("§\u{a0}{number}"),
            None => format!("Punkten ”{}”", self.title),
        }
    }

    /// The label inside a sentence.
    pub fn inline_label(&self) -> String {
        self.label().replacen('P', "p", usize::from(self.number.is_none()))
    }

    pub fn decides(&self) -> bool {
        self.kind.decides() || !self.points.is_empty()
    }

    pub fn has_point_of(&self, appeal: Appeal) -> bool {
        self.points.iter().any(|point| point.appeal == Some(appeal))
    }
}

/// A joint board's protocol without anything to remark on.
#[cfg(test)]
pub(super) fn sound() -> Facts {
    use time::macros::{date, datetime};

    let participant = |municipality: &str| Participant {
        municipality: municipality.into(),
        members: 2,
        substitutes: 2,
    };
    let text = |field: &str, text: &str| TextFacts { field: field.into(), text: text.into() };
    Facts {
        kind: BoardKind::JointBoard,
        seats: 4,
        held_on: date!(2026 - 11 - 24),
        sittings: vec![Sitting {
            held_on: date!(2026 - 11 - 24),
            starts_at: Some(datetime!(2026-11-24 09:00)),
            ends_at: Some(datetime!(2026-11-24 10:30)),
        }],
        place: "Kommunhuset, Björken".into(),
        chair_present: true,
        secretary_known: true,
        adjusters_required: 1,
        adjusters_elected: 1,
        without_account: Vec::new(),
        digital_decided: true,
        remote_decided: true,
        announced: true,
        attendance: Attendance {
            members: 3,
            serving_substitutes: 1,
            other_substitutes: 0,
            officials: 1,
            remote: 1,
            without_party: 0,
            without_municipality: 0,
        },
        participants: vec![participant("Norra"), participant("Södra")],
        returned: Vec::new(),
        items: vec![sound_item()],
        texts: vec![text("Plats för justering", "Digital justering")],
        today: date!(2026 - 11 - 25),
    }
}

#[cfg(test)]
fn sound_item() -> ItemFacts {
    ItemFacts {
        number: Some("22".into()),
        title: "Budget 2027".into(),
        kind: ItemKind::Decision,
        points: vec![PointFacts { appeal: Some(Appeal::Legality) }],
        chair_serves: true,
        serving: 4,
        disqualified: 0,
        fewer_may_answer: false,
        texts: vec![TextFacts {
            field: "Beslut".into(),
            text: "Nämnden godkänner budgeten.".into(),
        }],
        proposals: 1,
        proposition_order: false,
        differs_from_proposal: false,
        claims: 0,
        rapporteur: false,
        reasons: false,
        recipients: 1,
        registry_numbers: 1,
        plan_notice_ready: false,
        unlisted: vec![],
        withdrawn: false,
    }
}
