//! The course of a meeting (förloppet): ONE ordered stream of moments, from which everything about who chairs, serves, is
//! present, disqualified or takes part is derived at an instant (ATT-08).

mod calls;
mod findings;
mod item;
mod minutes;
mod returns;
mod state;
mod step;
mod stream;
mod sums;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use time::Time;

use crate::law::{BoardKind, procedure::Edge};

pub use calls::OutOfOrder;
pub use findings::Unlawful;
pub use item::{Capacity, Decision, Extent, ItemView, Served};
pub use minutes::Sitting;
pub use state::State;
pub use step::Impossible;
pub use stream::{Course, Refusal};
pub use sums::{Attendance, Reach, Run, Sums};

/// The body that meets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body<P, S> {
    pub kind: BoardKind,
    /// Every seat of a member that fullmäktige decided, each with its holder; a vacant seat has
    /// none and counts all the same (QUO-07).
    pub holders: BTreeMap<S, Option<P>>,
}

impl<P: Copy + Ord, S: Copy + Ord> Body<P, S> {
    pub fn is_member(&self, person: P) -> bool {
        self.holders.values().any(|holder| *holder == Some(person))
    }

    /// Whom the one in the seat serves for.
    pub fn capacity(&self, person: P, seat: S) -> Capacity<P> {
        match self.holders.get(&seat).copied().flatten() {
            None => Capacity::Vacancy,
            Some(holder) if holder == person => Capacity::Own,
            Some(holder) => Capacity::For(holder),
        }
    }
}

/// Where in the meeting something happened. The order is the order of the meeting: the roll call, the items in the order in
/// which they were handled, the closing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    Opening,
    /// At an item, by its index in the order handled.
    Item(usize, Edge),
    Closing,
}

/// One thing that happened. Moments of the same place stand in the order in which they happened there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment<P, S> {
    pub place: Place,
    /// Local time, where somebody noted it.
    pub clock: Option<Time>,
    pub event: Event<P, S>,
}

/// What happened, to a person `P`, in a seat `S`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event<P, S> {
    /// Comes to the room; at a distance only with `RemoteOn` after it. Of one disqualified at the
    /// item of a board: is in the room all the same.
    Arrives(P),
    /// Goes, for the day or for a while, and leaves the seat too, if any.
    Leaves(P),
    /// Takes a seat: a member's own, an absent member's, or a vacant one. A seat that somebody left
    /// as disqualified at the item, only to the end of that item: who moves to it from another
    /// seat, without `Stops`, leaves that one to the end of the item too.
    Serves(P, S),
    /// Leaves the seat and stays in the room.
    Stops(P),
    /// At the item, and only there; the seat is taken again after it by itself (JAV-10).
    Disqualified(P),
    /// Takes no part in a decision of the item (VOT-02); abstaining in a vote is another fact.
    NotParticipating(P),
    RemoteOn(P),
    RemoteOff(P),
    /// The chair waits by default: who lost the link is present until they leave (REM-04).
    LinkLost(P),
    LinkBack(P),
    /// Leads from here on; while the one who led is disqualified at the item, only to the end of
    /// that item.
    Chairs(P),
    /// The one who led before leads again.
    HandsBack(P),
    Adjourned,
    Resumed,
    /// A vote was taken: an instant to look at.
    Voted,
    /// A decision was confirmed with the gavel: an instant to look at.
    Decided,
}
