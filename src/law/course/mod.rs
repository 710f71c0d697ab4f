//! The course of a meeting (förloppet): ONE ordered stream of moments, from which everything about who chairs, serves, is
//! present, disqualified or takes part is derived at an instant (ATT-08).

use time::Time;

use crate::law::procedure::Edge;

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
    /// Comes to the room; at a distance only with `RemoteOn` after it.
    Arrives(P),
    /// Goes, for the day or for a while, and leaves the seat too, if any.
    Leaves(P),
    /// Takes a seat: a member's own, an absent member's, or a vacant one. While the seat's holder
    /// is disqualified at the item, only to the end of that item.
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
