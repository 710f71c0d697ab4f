//! Those in the room at a §, as the text names them (personer).

use uuid::Uuid;

use super::super::{Actor, Procedure};
use crate::{
    items::Content,
    meetings::{Course, Meeting, State},
    register::{ItemId, PersonId},
    wording::{Body, Mover, Office, Person},
};

/// The room as it is when the § is decided.
pub(super) struct Room<'a> {
    pub(super) item: ItemId,
    pub(super) body: Body<'a>,
    pub(super) state: &'a State,
    course: &'a Course,
}

impl<'a> Room<'a> {
    pub(super) fn of(meeting: &'a Meeting, course: &'a Course, item: ItemId) -> Option<Self> {
        let state = course.at_end(item)?;
        Some(Self { item, body: Body(&meeting.board.name), state, course })
    }

    /// The same at the moment of a vote.
    pub(super) fn at(&self, moment: Option<Uuid>) -> Self {
        let at = moment.and_then(|moment| self.course.index(moment));
        let state = at.map_or(self.state, |at| self.course.derived.at(at));
        Self { state, item: self.item, body: self.body, course: self.course }
    }

    /// Name and party.
    pub(super) fn plain(&self, person: PersonId) -> Person<'a> {
        Person { office: Office::Member, ..self.titled(person) }
    }

    /// With the office in which they act.
    pub(super) fn titled(&self, person: PersonId) -> Person<'a> {
        let Some(named) = self.course.named(person) else {
            return Person { name: "", party: "", office: Office::Member };
        };
        Person { name: &named.name, party: &named.party, office: self.office(person) }
    }

    fn office(&self, person: PersonId) -> Office<'a> {
        let own = self.course.seats.iter().find(|seat| seat.person == Some(person));
        let role = own.map(|seat| seat.role.as_str());
        if self.state.chair() == Some(person) {
            return if role == Some("chair") { Office::Chair } else { Office::ActingChair };
        }
        let sits = self.state.seat_of(person);
        match role {
            Some("substitute") if sits.is_some() => Office::Serving,
            Some("substitute") => Office::Substitute,
            _ => Office::Member,
        }
    }

    /// The one who leads.
    pub(super) fn chair(&self) -> Person<'a> {
        match self.state.chair() {
            Some(chair) => self.titled(chair),
            None => Person { name: "", party: "", office: Office::Chair },
        }
    }

    /// Persons together, or else groups.
    pub(super) fn movers(&self, all: &'a [Actor]) -> Vec<Mover<'a>> {
        let person = |who: &Actor| match who {
            Actor::Person(person) => Some(self.titled(*person)),
            Actor::Group(_) => None,
        };
        let persons: Vec<_> = all.iter().filter_map(person).collect();
        let groups = all.iter().filter_map(|who| match who {
            Actor::Group(group) => Some(Mover::Group(group)),
            Actor::Person(_) => None,
        });
        let persons = (!persons.is_empty()).then_some(Mover::Persons(persons));
        persons.into_iter().chain(groups).collect()
    }

    /// Who serves in a disqualified member's seat, and for whom.
    pub(super) fn replacements(&self) -> Vec<(PersonId, PersonId)> {
        let seats = self.course.derived.body().holders.iter();
        let lent = seats.filter_map(|(seat, holder)| {
            let holder = holder.filter(|holder| self.state.is_disqualified(*holder))?;
            Some((*self.state.serving().get(seat)?, holder))
        });
        lent.filter(|(sits, holder)| sits != holder).collect()
    }

    /// Who leads in the place of a disqualified chair.
    pub(super) fn led_instead(&self) -> Option<PersonId> {
        let at = self.course.place(self.item)?;
        let before = self.course.derived.at_start(at).chair()?;
        let outside = self.state.is_disqualified(before)
            || self.state.disqualified().iter().any(|one| {
                let role = self.course.seats.iter().find(|seat| seat.person == Some(*one));
                role.is_some_and(|seat| seat.role == "chair")
            });
        self.state.chair().filter(|_| outside)
    }

    /// How many serve.
    pub(super) fn present(&self) -> u32 {
        u32::try_from(self.state.quorum_present()).unwrap_or(u32::MAX)
    }

    pub(super) fn seats(&self) -> impl Iterator<Item = &'a crate::boards::Seat> {
        let holders = &self.course.derived.body().holders;
        self.course.seats.iter().filter(|seat| holders.contains_key(&seat.id))
    }

    /// The body's seats, and then the substitutes': some protocols tell only that they voted, and not for whom.
    pub(super) fn every_seat(&self) -> impl Iterator<Item = &'a crate::boards::Seat> {
        let holders = &self.course.derived.body().holders;
        let rest = self.course.seats.iter().filter(|seat| !holders.contains_key(&seat.id));
        self.seats().chain(rest)
    }
}

/// The number of a decision point in its §.
pub(super) fn point_number(content: &Content, point: Uuid) -> Option<u32> {
    let points = content.decisions.iter().flat_map(|decision| &decision.points);
    let at = points.into_iter().position(|one| one.id == point)?;
    u32::try_from(at + 1).ok()
}

/// The claims that count: put and not taken back.
pub(super) fn standing(procedure: &Procedure) -> impl Iterator<Item = &super::super::Claim> {
    procedure.claims.iter().filter(|claim| !claim.withdrawn)
}
