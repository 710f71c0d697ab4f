//! How the meeting was called, and what was due to be reported at it (kallelse, anmälningsplikt).

use time::{Date, PrimitiveDateTime};

/// The summons and, for fullmäktige, the announcement on the notice board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summons {
    /// Only fullmäktige must be announced (CAL-01).
    pub announced_on: Option<Date>,
    pub sent_on: Option<Date>,
    /// The last day to send by the board's own rules (CAL-04).
    pub own_deadline: Option<Date>,
    /// What announcement or summons lacks: "tid", "plats", "ärenden".
    pub lacks: Vec<String>,
    /// Members and substitutes who were not called, as they are printed.
    pub not_called: Vec<String>,
}

/// What should have been reported at the meeting and was not. Empty: nothing, or not known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Duties {
    /// Urgent decisions since the last meeting (6 kap. 39 § kommunallagen).
    pub urgent_unreported: Vec<String>,
    /// Delegated decisions neither reported nor recorded by themselves (PRO-09).
    pub delegated_unrecorded: Vec<String>,
    /// Motions put more than a year ago, neither decided nor reported (KND-07).
    pub motions_overdue: Vec<String>,
    pub citizen_proposals_overdue: Vec<String>,
    /// Interpellations and questions put or answered that no § shows (PRO-05).
    pub questions_unlisted: Vec<String>,
}

/// What the board's own rules let, and its settings in the register. `None`: not known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BoardRules {
    /// Fullmäktige lets the board meet in public.
    pub may_be_open: Option<bool>,
    pub substitutes_may_note: Option<bool>,
    pub outsiders_may_note: Option<bool>,
    /// Where the adjusted protocol is kept (NOT-06).
    pub kept_at: Option<String>,
    /// Participants of a joint board that have nowhere to announce (NOT-08).
    pub without_notice_board: Vec<String>,
}

/// What happened in the room that concerns no § by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MeetingCourse {
    pub adjournments: Vec<Adjournment>,
    /// Substitutes who served before another whose turn it was (ATT-05).
    pub out_of_turn: Vec<String>,
    /// Substitutes of a joint board who served for another municipality's member (ATT-13).
    pub for_other_municipality: Vec<String>,
    /// Elected adjusters who never served (ADJ-10).
    pub adjusters_not_serving: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Adjournment {
    pub starts_at: PrimitiveDateTime,
    pub ends_at: Option<PrimitiveDateTime>,
}

/// What texts may refer to. Empty: not known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// Names in the register and the attendance.
    pub people: Vec<String>,
    /// Everybody who is elected in the municipality is among them.
    pub complete: bool,
    /// Numbers of this meeting's §§ that stand in another document of it.
    pub numbers_elsewhere: Vec<u32>,
}
