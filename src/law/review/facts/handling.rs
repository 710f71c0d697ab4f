//! How a § was handled: announced and prepared, open or closed, who was in the room (handläggning).

use time::{Date, Time};

/// How a matter of fullmäktige came to the meeting.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Handling {
    pub announced: Announced,
    /// All present agreed to decide it though it was not announced (CAL-07).
    pub unanimous_unannounced: bool,
    pub preparation: Preparation,
    /// All present agreed to decide it though it was not prepared (CAL-07).
    pub unanimous_unprepared: bool,
    pub doors: Doors,
    pub nature: Nature,
    /// A budget, an annual report or an audit report that is not on the web site yet, by name.
    pub not_on_web: Option<String>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Announced {
    #[default]
    NotKnown,
    WithTheMeeting,
    /// By itself, later.
    On(Date),
    Never,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Preparation {
    #[default]
    NotKnown,
    Prepared,
    /// Elections and what else needs none (CAL-08).
    Exempt,
    Missing,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Doors {
    /// Open in fullmäktige, closed in a board.
    #[default]
    AsUsual,
    /// A board that let the public in.
    Open,
    ClosedByDecision,
    ClosedWithoutDecision,
}

/// What the matter is beside its kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "facts that hold or not, each on its own")]
pub struct Nature {
    /// Exercise of public authority against an individual (myndighetsutövning).
    pub authority: bool,
    pub secret: bool,
    /// A matter of procurement and the like, which union representatives may not attend.
    pub closed_to_unions: bool,
    /// The decision adopts local regulations (NOT-10).
    pub regulations: bool,
    /// An election that fills a seat in fullmäktige (KND-11).
    pub council_seat: bool,
}

/// Who was there in the §, by name as printed, where something is wrong with it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Presence {
    /// Served at a distance.
    pub remote: u32,
    /// At a distance without sound and picture both ways.
    pub unseen: Vec<String>,
    /// Counted in a decision while their link was lost.
    pub lost_link: Vec<String>,
    /// Called guests who took part in the decision, or in the deliberation without leave.
    pub guests_deciding: Vec<String>,
    pub guests_without_leave: Vec<String>,
    pub union_representatives: Vec<String>,
    pub unions_deciding: Vec<String>,
    /// Disqualified, and in the room, serving or handling all the same.
    pub disqualified_present: Vec<String>,
    pub disqualified_serving: Vec<String>,
    pub disqualified_officials: Vec<String>,
    /// Disputed disqualifications that nobody decided on.
    pub disputed: Vec<String>,
    pub chair_disqualified: bool,
    /// Accountable for the activity, and took part in electing its auditors or in the discharge.
    pub accountable: Vec<String>,
    /// Took part in the handling and refused to take part in the decision.
    pub refused_to_decide: Vec<String>,
    /// Officials in the final handling that the § does not show (PRO-07).
    pub officials_unlisted: Vec<String>,
    /// Adjusters of the § who were disqualified or absent in it, with nobody in their place.
    pub adjusters_unfit: Vec<String>,
}

/// Who served at the instant of a decision, and those disqualified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Instant {
    pub clock: Option<Time>,
    pub serving: u32,
    pub disqualified: u32,
}
