//! What happened and may not have, as facts for the review (brister i närvaro och beslutsförhet).

use super::{Course, Decision, Event, Sitting};
use crate::law::quorum;

/// Recorded because it happened; each with the moment or the item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unlawful<P> {
    /// Left for another reason than disqualification and serves again the same day. `by_act` in
    /// fullmäktige; elsewhere the body's own rules may say so.
    Returned {
        person: P,
        left: usize,
        back: usize,
        by_act: bool,
    },
    /// Fullmäktige went on without the member, whose link came back: a return, read strictly.
    LinkReturned {
        person: P,
        lost: usize,
        back: usize,
    },
    /// Led the item and served in no seat of it.
    ChairNotServing {
        person: P,
        item: usize,
    },
    /// Nobody led when it was decided.
    NoChair {
        item: Option<usize>,
        moment: Option<usize>,
    },
    NoQuorum {
        item: Option<usize>,
        moment: Option<usize>,
        present: usize,
        disqualified: usize,
    },
    /// Came into a board's room.
    DisqualifiedPresent {
        person: P,
        moment: usize,
    },
    /// Took a seat or the lead.
    DisqualifiedActs {
        person: P,
        moment: usize,
    },
    /// Served in a decision or vote without sound and picture.
    LinkLost {
        person: P,
        moment: usize,
    },
    DecidedWhileAdjourned {
        moment: usize,
    },
    NeverResumed {
        adjourned: usize,
    },
}

impl<P> Unlawful<P> {
    /// The rule's id.
    pub fn rule(&self) -> &'static str {
        match self {
            Self::Returned { .. } => "ATT-09",
            Self::LinkReturned { .. } | Self::LinkLost { .. } => "REM-04",
            Self::ChairNotServing { .. } => "INV-10",
            Self::NoChair { .. } => "ATT-11",
            Self::NoQuorum { .. } => "QUO-03",
            Self::DisqualifiedPresent { .. } => "JAV-02",
            Self::DisqualifiedActs { .. } => "JAV-10",
            Self::DecidedWhileAdjourned { .. } | Self::NeverResumed { .. } => "ATT-14",
        }
    }
}

impl<P: Copy + Ord, S: Copy + Ord> Course<P, S> {
    /// Everything unlawful in a meeting that is over. Quorum and chair are looked at in the
    /// `judged` items: leave out those withdrawn and those that may be handled by fewer (QUO-02).
    pub fn unlawful(&self, judged: &[usize], sittings: &[Sitting]) -> Vec<Unlawful<P>> {
        let mut found = Vec::new();
        for (at, &index) in self.order.iter().enumerate() {
            self.at_moment(at, index, sittings, &mut found);
        }
        for &item in judged {
            let view = self.item(item);
            let seated = |person| view.served.iter().any(|one| one.person == person);
            let unseated = view.chairs.iter().copied().filter(|person| !seated(*person));
            found.extend(unseated.map(|person| Unlawful::ChairNotServing { person, item }));
            found.extend(view.decisions.iter().flat_map(|one| self.of_decision(one)));
        }
        found.extend(self.decisions_outside().iter().flat_map(|one| self.of_decision(one)));
        if self.at_last().is_adjourned() {
            let adjourned = self.events().rev().find(|(_, event)| *event == Event::Adjourned);
            found.extend(adjourned.map(|(adjourned, _)| Unlawful::NeverResumed { adjourned }));
        }
        found
    }

    fn at_moment(
        &self,
        at: usize,
        moment: usize,
        sittings: &[Sitting],
        found: &mut Vec<Unlawful<P>>,
    ) {
        let state = self.at(moment);
        match self.moments[moment].event {
            Event::Arrives(person) if state.stayed().contains(&person) => {
                found.push(Unlawful::DisqualifiedPresent { person, moment });
            }
            Event::Serves(person, _) => {
                if state.is_disqualified(person) {
                    found.push(Unlawful::DisqualifiedActs { person, moment });
                }
                let left = self.broke_off(person, at, self.moments[moment].place, sittings);
                let by_act = self.body.kind.is_council();
                let returned = |left| Unlawful::Returned { person, left, back: moment, by_act };
                found.extend(left.map(returned));
            }
            Event::Chairs(person) if state.is_disqualified(person) => {
                found.push(Unlawful::DisqualifiedActs { person, moment });
            }
            Event::LinkBack(person) => found.extend(self.link_returned(person, at, moment)),
            Event::Voted | Event::Decided => {
                if state.is_adjourned() {
                    found.push(Unlawful::DecidedWhileAdjourned { moment });
                }
                let serving = state.serving().values().copied();
                let lost = serving.filter(|person| state.is_link_lost(*person));
                found.extend(lost.map(|person| Unlawful::LinkLost { person, moment }));
            }
            Event::Arrives(_)
            | Event::Leaves(_)
            | Event::Stops(_)
            | Event::Disqualified(_)
            | Event::NotParticipating(_)
            | Event::RemoteOn(_)
            | Event::RemoteOff(_)
            | Event::LinkLost(_)
            | Event::Chairs(_)
            | Event::HandsBack(_)
            | Event::Adjourned
            | Event::Resumed => {}
        }
    }

    /// The handling went on meanwhile if something was decided.
    fn link_returned(&self, person: P, at: usize, back: usize) -> Option<Unlawful<P>> {
        if !self.body.kind.is_council() || !self.body.is_member(person) {
            return None;
        }
        let mut went_on = false;
        for &index in self.order[..at].iter().rev() {
            match self.moments[index].event {
                Event::LinkLost(one) if one == person => {
                    let returned = Unlawful::LinkReturned { person, lost: index, back };
                    return went_on.then_some(returned);
                }
                Event::Voted | Event::Decided => {
                    went_on |= self.at(index).seat_of(person).is_some();
                }
                Event::Arrives(_)
                | Event::Leaves(_)
                | Event::Serves(..)
                | Event::Stops(_)
                | Event::Disqualified(_)
                | Event::NotParticipating(_)
                | Event::RemoteOn(_)
                | Event::RemoteOff(_)
                | Event::LinkLost(_)
                | Event::LinkBack(_)
                | Event::Chairs(_)
                | Event::HandsBack(_)
                | Event::Adjourned
                | Event::Resumed => {}
            }
        }
        None
    }

    fn of_decision(&self, decision: &Decision<P, S>) -> Vec<Unlawful<P>> {
        let &Decision { item, moment, present, disqualified, .. } = decision;
        let state = match (moment, item) {
            (Some(moment), _) => self.at(moment),
            (None, Some(item)) => self.at_end(item),
            (None, None) => self.at_last(),
        };
        let mut found = Vec::new();
        if state.chair().is_none() {
            found.push(Unlawful::NoChair { item, moment });
        }
        let counts = [present, disqualified, self.body.holders.len()]
            .map(|count| u32::try_from(count).unwrap_or(u32::MAX));
        if !quorum::may_handle(self.body.kind, counts[0], counts[1], counts[2]) {
            found.push(Unlawful::NoQuorum { item, moment, present, disqualified });
        }
        found
    }
}
