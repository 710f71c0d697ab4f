//! The course of a meeting told anew and slowly from its beginning at every instant (facit).

use std::collections::BTreeSet;

use super::super::{Body, Moment, Place};
use super::{Edge, Event};

type Happening = Event<char, u8>;

/// What has happened so far. Each item's end is among it.
#[derive(Clone)]
pub(super) struct Past {
    pub(super) body: Body<char, u8>,
    pub(super) told: Vec<Entry>,
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Entry {
    Happened(usize, Place, Happening),
    Over,
}

/// The seats now, and as they will be when the item is over.
#[derive(Default)]
struct Seats {
    now: Vec<(u8, char)>,
    base: Vec<(u8, char)>,
    lent: BTreeSet<u8>,
}

/// Every instant in order, those that cannot have happened included.
pub(super) fn timeline(items: usize, moments: &[Moment<char, u8>]) -> Vec<Entry> {
    let mut places = vec![Place::Opening];
    for item in 0..items {
        let edges = [Edge::Before, Edge::During, Edge::After];
        places.extend(edges.map(|edge| Place::Item(item, edge)));
    }
    places.push(Place::Closing);
    let mut entries = Vec::new();
    for place in places {
        if matches!(place, Place::Item(_, Edge::After)) {
            entries.push(Entry::Over);
        }
        let here = moments.iter().enumerate().filter(|(_, one)| one.place == place);
        entries.extend(here.map(|(index, one)| Entry::Happened(index, place, one.event)));
    }
    entries
}

impl Past {
    pub(super) fn new(body: &Body<char, u8>, told: &[Entry]) -> Self {
        Self { body: body.clone(), told: told.to_vec() }
    }

    /// At the item's start and after each moment during it, told at the item's end.
    pub(super) fn states_of(&self, item: usize) -> Vec<Self> {
        let during = |entry: &&Entry| match entry {
            Entry::Happened(_, place, _) => *place == Place::Item(item, Edge::During),
            Entry::Over => false,
        };
        let start = self.told.len() - self.told.iter().filter(during).count();
        (start..=self.told.len()).map(|n| Self::new(&self.body, &self.told[..n])).collect()
    }

    fn events(&self) -> impl DoubleEndedIterator<Item = Happening> {
        self.told.iter().filter_map(|entry| match entry {
            Entry::Happened(.., event) => Some(*event),
            Entry::Over => None,
        })
    }

    /// Since the last item was over.
    fn of_item(&self) -> Vec<Happening> {
        let since = self.told.iter().rev().take_while(|entry| **entry != Entry::Over).count();
        Self::new(&self.body, &self.told[self.told.len() - since..]).events().collect()
    }

    /// Whether the last of these that happened is the first of them.
    fn last_is(&self, events: &[Happening]) -> bool {
        self.events().rev().find(|event| events.contains(event)) == Some(events[0])
    }

    pub(super) fn came(&self, p: char) -> bool {
        self.last_is(&[Event::Arrives(p), Event::Leaves(p)])
    }

    pub(super) fn remote(&self, p: char) -> bool {
        self.last_is(&[Event::RemoteOn(p), Event::RemoteOff(p), Event::Leaves(p)])
    }

    pub(super) fn link_lost(&self, p: char) -> bool {
        let ends = [Event::LinkBack(p), Event::RemoteOff(p), Event::Leaves(p)];
        self.last_is(&[&[Event::LinkLost(p)], &ends[..]].concat())
    }

    pub(super) fn disqualified(&self, p: char) -> bool {
        self.of_item().contains(&Event::Disqualified(p))
    }

    pub(super) fn not_participating(&self, p: char) -> bool {
        self.of_item().contains(&Event::NotParticipating(p))
    }

    pub(super) fn stayed(&self, p: char) -> bool {
        let events = self.of_item();
        let declared = events.iter().rposition(|event| *event == Event::Disqualified(p));
        let after = declared.map_or(&[][..], |at| &events[at + 1..]);
        let moves = [Event::Arrives(p), Event::Leaves(p)];
        let last = after.iter().rev().find(|event| moves.contains(event));
        !self.body.kind.is_council() && last == Some(&moves[0])
    }

    pub(super) fn present(&self, p: char) -> bool {
        let banned = !self.body.kind.is_council() && self.disqualified(p);
        self.came(p) && (!banned || self.stayed(p))
    }

    pub(super) fn adjourned(&self) -> bool {
        let toggles = |event: &Happening| matches!(event, Event::Adjourned | Event::Resumed);
        self.events().filter(toggles).count() % 2 == 1
    }

    fn seats(&self) -> Seats {
        let mut seats = Seats::default();
        for entry in &self.told {
            match entry {
                Entry::Over => {
                    seats.now.clone_from(&seats.base);
                    seats.lent.clear();
                }
                Entry::Happened(.., event) => seats.happens(*event),
            }
        }
        seats
    }

    pub(super) fn seat_of(&self, p: char) -> Option<u8> {
        self.seats().of(p)
    }

    pub(super) fn sitting(&self) -> Vec<(u8, char)> {
        let mut now = self.seats().now;
        now.sort_unstable();
        now
    }

    /// Whether some seat was left for the item only.
    pub(super) fn loaned(&self) -> bool {
        !self.seats().lent.is_empty()
    }

    pub(super) fn missing(&self) -> usize {
        let Seats { now, base, lent } = self.seats();
        let sits = |seat: u8| now.iter().any(|(s, p)| *s == seat && !self.disqualified(*p));
        base.iter().filter(|(seat, _)| lent.contains(seat) && !sits(*seat)).count()
    }

    pub(super) fn chair(&self) -> Option<char> {
        self.line().0
    }

    /// Who leads, and those who led before.
    fn line(&self) -> (Option<char>, Vec<char>) {
        let (mut chair, mut led) = (None, Vec::new());
        let mut kept: Option<(Option<char>, Vec<char>)> = None;
        for entry in &self.told {
            match *entry {
                Entry::Over => (chair, led) = kept.take().unwrap_or((chair, led)),
                Entry::Happened(.., Event::Chairs(p)) => led.extend(chair.replace(p)),
                Entry::Happened(.., Event::HandsBack(_)) => chair = led.pop(),
                Entry::Happened(.., Event::Disqualified(p)) if chair == Some(p) => {
                    kept.get_or_insert_with(|| (chair, std::mem::take(&mut led)));
                    chair = None;
                }
                Entry::Happened(.., Event::Leaves(p)) => {
                    if chair == Some(p) {
                        chair = None;
                        led.push(p);
                    }
                    if let Some((kept, before)) = &mut kept
                        && *kept == Some(p)
                    {
                        *kept = None;
                        before.push(p);
                    }
                }
                Entry::Happened(..) => {}
            }
        }
        (chair, led)
    }

    pub(super) fn possible(&self, place: Place, event: Happening) -> bool {
        let in_item = matches!(place, Place::Item(_, Edge::Before | Edge::During));
        let seats = self.seats();
        match event {
            Event::Arrives(p) => !self.present(p),
            Event::Leaves(p) => self.came(p),
            Event::Serves(p, seat) => {
                let free = seats.now.iter().all(|(taken, _)| *taken != seat);
                let alone = seats.of(p).is_none() || seats.lent.contains(&seat);
                self.body.holders.contains_key(&seat) && self.present(p) && free && alone
            }
            Event::Stops(p) => seats.of(p).is_some(),
            Event::Disqualified(_) => in_item,
            Event::NotParticipating(p) => in_item && self.came(p),
            Event::RemoteOn(p) => self.came(p) && !self.remote(p),
            Event::RemoteOff(p) => self.remote(p),
            Event::LinkLost(p) => self.remote(p) && !self.link_lost(p),
            Event::LinkBack(p) => self.link_lost(p),
            Event::Chairs(p) => self.present(p) && self.chair() != Some(p),
            Event::HandsBack(p) => {
                let (chair, led) = self.line();
                chair == Some(p) && led.last().is_some_and(|before| self.present(*before))
            }
            Event::Adjourned => !self.adjourned(),
            Event::Resumed => self.adjourned(),
            Event::Voted | Event::Decided => true,
        }
    }
}

impl Seats {
    fn of(&self, p: char) -> Option<u8> {
        self.now.iter().find(|(_, sitting)| *sitting == p).map(|(seat, _)| *seat)
    }

    fn happens(&mut self, event: Happening) {
        match event {
            Event::Serves(p, seat) if self.lent.contains(&seat) => {
                self.lent.extend(self.of(p));
                self.now.retain(|(_, sitting)| *sitting != p);
                self.now.push((seat, p));
            }
            Event::Serves(p, seat) => {
                self.base.retain(|(_, sitting)| *sitting != p);
                self.base.push((seat, p));
                self.now.push((seat, p));
            }
            Event::Stops(p) => {
                let for_good = self.of(p).is_some_and(|seat| !self.lent.contains(&seat));
                self.now.retain(|(_, sitting)| *sitting != p);
                if for_good {
                    self.base.retain(|(_, sitting)| *sitting != p);
                }
            }
            Event::Leaves(p) => {
                self.now.retain(|(_, sitting)| *sitting != p);
                self.base.retain(|(_, sitting)| *sitting != p);
            }
            Event::Disqualified(p) => {
                self.lent.extend(self.of(p));
                self.now.retain(|(_, sitting)| *sitting != p);
            }
            Event::Arrives(_)
            | Event::NotParticipating(_)
            | Event::RemoteOn(_)
            | Event::RemoteOff(_)
            | Event::LinkLost(_)
            | Event::LinkBack(_)
            | Event::Chairs(_)
            | Event::HandsBack(_)
            | Event::Adjourned
            | Event::Resumed
            | Event::Voted
            | Event::Decided => {}
        }
    }
}
