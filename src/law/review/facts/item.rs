//! What the review knows of a § (underlag per paragraf).

use super::{ClaimFacts, Handling, Instant, Presence, Procedure, TextFacts};
use crate::law::procedure::MatterKind;
use crate::law::review::place::Field;

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

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PointFacts {
    pub appeal: Option<Appeal>,
    pub text: String,
    /// As the chair stated it, kept at the gavel (SEC-24). `None`: not known.
    pub declared: Option<String>,
    /// The board's own decision; otherwise a proposal to fullmäktige (KND-15).
    pub own: bool,
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
    pub rapporteur: bool,
    /// A section of the § is about a disqualification, whatever it is called.
    pub disqualification_told: bool,
    pub reasons: bool,
    pub recipients: u32,
    pub registry_numbers: u32,
    /// Notice and documents of an adopted detailed plan are complete.
    pub plan_notice_ready: bool,
    /// For the § that approves the agenda: titles of items added at the meeting, of which it says nothing.
    pub unlisted: Vec<String>,
    /// Struck from the agenda.
    pub withdrawn: bool,
    /// What the § is about. `None`: not known.
    pub matter: Option<MatterKind>,
    pub handling: Handling,
    pub presence: Presence,
    /// Each decision of the §, in order. Empty: only `serving` and `disqualified` are known.
    pub instants: Vec<Instant>,
    pub procedure: Procedure,
    /// The § was adjusted at the meeting (ADJ-20).
    pub immediate: bool,
    /// `None`: not known.
    pub annexes: Option<u32>,
    /// The kinds of appeal that the texts on how to appeal are about. `None`: not known.
    pub appeal_texts: Option<Vec<Appeal>>,
    /// Texts of ours that were changed by hand before the facts under them changed, by field.
    pub stale: Vec<(String, Field)>,
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

    /// Claims made at the meeting and not withdrawn (PRO-04).
    pub fn standing_claims(&self) -> impl Iterator<Item = &ClaimFacts> {
        self.procedure.claims.iter().filter(|claim| !claim.withdrawn)
    }

    pub fn has_point_of(&self, appeal: Appeal) -> bool {
        self.points.iter().any(|point| point.appeal == Some(appeal))
    }
}
