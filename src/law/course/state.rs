//! Who chairs, serves, is present and is disqualified at an instant of a meeting (läget).

use std::collections::{BTreeMap, BTreeSet};

use super::Body;

/// The meeting at an instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State<P, S> {
    /// A disqualified person may not be in the room (6 kap. 30 § kommunallagen).
    pub(super) presence_ban: bool,
    /// Who came and has not gone; who waits outside as disqualified is among them.
    pub(super) came: BTreeSet<P>,
    pub(super) serving: BTreeMap<S, P>,
    pub(super) begun: BTreeSet<P>,
    pub(super) remote: BTreeSet<P>,
    pub(super) link_lost: BTreeSet<P>,
    pub(super) chair: Option<P>,
    /// Who led before and has handed over, the latest last.
    pub(super) led: Vec<P>,
    pub(super) adjourned: bool,
    pub(super) scope: Scope<P, S>,
}

/// What lasts to the end of the item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Scope<P, S> {
    pub(super) disqualified: BTreeSet<P>,
    pub(super) not_participating: BTreeSet<P>,
    /// Disqualified and in the room all the same.
    pub(super) stayed: BTreeSet<P>,
    pub(super) seats: BTreeMap<S, Loan<P>>,
    pub(super) chair: Option<(Loan<P>, Vec<P>)>,
}

/// A seat, or the chair, left for this item only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Loan<P> {
    pub(super) lender: P,
    /// Whether the lender gets it back: not after going home or taking another seat for good.
    pub(super) returns: bool,
}

impl<P, S> Default for Scope<P, S> {
    fn default() -> Self {
        Self {
            disqualified: BTreeSet::new(),
            not_participating: BTreeSet::new(),
            stayed: BTreeSet::new(),
            seats: BTreeMap::new(),
            chair: None,
        }
    }
}

impl<P: Copy + Ord, S: Copy + Ord> State<P, S> {
    pub(super) fn before_the_meeting(body: &Body<P, S>) -> Self {
        Self {
            presence_ban: !body.kind.is_council(),
            came: BTreeSet::new(),
            serving: BTreeMap::new(),
            begun: BTreeSet::new(),
            remote: BTreeSet::new(),
            link_lost: BTreeSet::new(),
            chair: None,
            led: Vec::new(),
            adjourned: false,
            scope: Scope::default(),
        }
    }

    pub fn chair(&self) -> Option<P> {
        self.chair
    }

    /// Each filled seat with the one who serves in it.
    pub fn serving(&self) -> &BTreeMap<S, P> {
        &self.serving
    }

    pub fn seat_of(&self, person: P) -> Option<S> {
        self.serving.iter().find(|(_, sitting)| **sitting == person).map(|(seat, _)| *seat)
    }

    /// In the room or at a distance.
    pub fn is_present(&self, person: P) -> bool {
        let outside = self.presence_ban
            && self.is_disqualified(person)
            && !self.scope.stayed.contains(&person);
        self.came.contains(&person) && !outside
    }

    pub fn present(&self) -> impl Iterator<Item = P> {
        self.came.iter().copied().filter(|person| self.is_present(*person))
    }

    /// At the meeting, if only outside the door as disqualified.
    pub fn has_come(&self, person: P) -> bool {
        self.came.contains(&person)
    }

    /// Has served until now or serves (5 kap. 18 § kommunallagen).
    pub fn has_begun(&self, person: P) -> bool {
        self.begun.contains(&person)
    }

    pub fn is_remote(&self, person: P) -> bool {
        self.remote.contains(&person)
    }

    pub fn is_link_lost(&self, person: P) -> bool {
        self.link_lost.contains(&person)
    }

    pub fn disqualified(&self) -> &BTreeSet<P> {
        &self.scope.disqualified
    }

    pub fn is_disqualified(&self, person: P) -> bool {
        self.scope.disqualified.contains(&person)
    }

    /// Against the ban of 6 kap. 30 § kommunallagen.
    pub fn stayed(&self) -> &BTreeSet<P> {
        &self.scope.stayed
    }

    pub fn not_participating(&self) -> &BTreeSet<P> {
        &self.scope.not_participating
    }

    pub fn is_adjourned(&self) -> bool {
        self.adjourned
    }

    /// Who takes part if something is decided at this instant (PRO-03).
    pub fn deciders(&self) -> impl Iterator<Item = (S, P)> {
        self.serving.iter().map(|(seat, person)| (*seat, *person)).filter(|(_, person)| {
            !self.is_disqualified(*person) && !self.scope.not_participating.contains(person)
        })
    }

    /// How many count for the quorum: a lost link is no sound and picture in real time (QUO-04,
    /// QUO-05).
    pub fn quorum_present(&self) -> usize {
        let counts = |person: &&P| !self.is_disqualified(**person) && !self.is_link_lost(**person);
        self.serving.values().filter(counts).count()
    }

    /// How many are missing for disqualification and nothing else (QUO-06).
    pub fn missing_as_disqualified(&self) -> usize {
        let missing = |(seat, loan): &(&S, &Loan<P>)| {
            let sits = self.serving.get(*seat).is_some_and(|person| !self.is_disqualified(*person));
            loan.returns && !sits
        };
        self.scope.seats.iter().filter(missing).count()
    }

    pub(super) fn vacate(&mut self, person: P) {
        self.serving.retain(|_, sitting| *sitting != person);
    }

    pub(super) fn loans(&self) -> &BTreeMap<S, Loan<P>> {
        &self.scope.seats
    }
}
