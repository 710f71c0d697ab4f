//! The course of a meeting (förloppet): its stream of moments with the people and the seats that it speaks of.

mod calls;
mod fees;
mod findings;
mod moment;
mod people;
mod show;
mod stream;

use sqlx::PgConnection;

use crate::{
    boards::{Board, CallingOrder, Seat},
    error::{Error, Result},
    law::{
        self,
        course::{Body, Place},
        procedure::Edge,
        substitution::Order,
    },
    register::{ItemId, PersonId, SeatId},
};

use super::{Item, Meeting};

pub(super) use fees::index as fees;
pub(crate) use people::Named;
pub(super) use show::{create, destroy, reorder, show};
pub(crate) use stream::Moment;

/// What is derived from the stream.
pub(crate) type Derived = law::course::Course<PersonId, SeatId>;
pub(crate) type State = law::course::State<PersonId, SeatId>;

/// A meeting's stream, and what follows from it.
#[derive(Clone, Debug)]
pub(crate) struct Course {
    /// In the order in which they were handled.
    pub(crate) items: Vec<ItemId>,
    /// In the order in which they happened; an index here is an index in `derived`.
    pub(crate) moments: Vec<Moment>,
    pub(crate) seats: Vec<Seat>,
    pub(crate) people: Vec<Named>,
    pub(crate) derived: Derived,
    /// In which order substitutes are called.
    order: Order<PersonId, SeatId>,
    /// The sittings with the items handled in each.
    pub(crate) sittings: Vec<law::course::Sitting>,
}

impl Course {
    pub(crate) async fn of(db: &mut PgConnection, meeting: &Meeting) -> Result<Self> {
        let items = Item::all(db, meeting.id).await?;
        let seats = Board::seats_on(db, meeting.board.id, meeting.held_on).await?;
        let moments = Moment::all(db, meeting.id).await?;
        let people = people::all(db, &seats, &moments).await?;
        let handled = handled(&items);
        let derived = derive(meeting, &seats, &handled, &moments)
            .map_err(|_| Error::Broken("a kept stream in which something is impossible"))?;
        let moments = in_order(&handled, moments);
        let sittings = sittings(meeting, &items, &handled);
        let order = CallingOrder::of(db, meeting.board.id).await?;
        let order = CallingOrder::order(order.as_ref(), &seats);
        Ok(Self { items: handled, moments, seats, people, derived, order, sittings })
    }

    /// Why what has just been written cannot stand: something that is noted later could then not have happened.
    pub(crate) async fn obstacle(
        db: &mut PgConnection,
        meeting: &Meeting,
    ) -> Result<Option<String>> {
        let impossible = Self::impossible(db, meeting).await?;
        Ok(impossible.first().map(|first| format!(
            "Något som är antecknat senare i förloppet kan då inte ha hänt. {first}. Ändra det på sidan Förlopp först."
        )))
    }

    /// What the kept stream tells that cannot have happened, a sentence each; such a meeting has no course.
    pub(crate) async fn impossible(
        db: &mut PgConnection,
        meeting: &Meeting,
    ) -> Result<Vec<String>> {
        let items = Item::all(db, meeting.id).await?;
        let seats = Board::seats_on(db, meeting.board.id, meeting.held_on).await?;
        let kept = Moment::all(db, meeting.id).await?;
        let people = people::all(db, &seats, &kept).await?;
        let handled = handled(&items);
        let derived = derive(meeting, &seats, &handled, &[])
            .map_err(|_| Error::Broken("an empty stream in which something is impossible"))?;
        let (moments, sittings) = (vec![], sittings(meeting, &items, &handled));
        let order = CallingOrder::order(None, &seats);
        let empty = Self { items: handled, moments, seats, people, derived, order, sittings };
        Ok(empty.with(meeting, (&items, &kept)).err().unwrap_or_default())
    }

    /// The index of an item in the order handled.
    pub(crate) fn place(&self, item: ItemId) -> Option<usize> {
        self.items.iter().position(|one| *one == item)
    }

    /// The index of a moment.
    pub(crate) fn index(&self, moment: uuid::Uuid) -> Option<usize> {
        self.moments.iter().position(|one| one.id == moment)
    }

    /// The meeting as it is when an item is over, and what lasts only for it still lasts.
    pub(crate) fn at_end(&self, item: ItemId) -> Option<&State> {
        self.place(item).map(|place| self.derived.at_end(place))
    }

    /// The meeting after what is noted so far at a place.
    pub(crate) fn state_at(&self, item: Option<ItemId>, edge: Edge) -> Option<&State> {
        let place = match item {
            Some(item) => Place::Item(self.place(item)?, edge),
            None if edge == Edge::After => Place::Closing,
            None => Place::Opening,
        };
        Some(match place {
            Place::Item(at, Edge::Before) => self.derived.at_start(at),
            Place::Item(at, Edge::During) => self.derived.at_end(at),
            Place::Opening | Place::Item(_, Edge::After) | Place::Closing => {
                let later = |moment: &Moment| self::place(&self.items, moment) > place;
                let next = self.moments.iter().position(later);
                next.map_or_else(|| self.derived.at_last(), |next| self.derived.before(next))
            }
        })
    }

    /// Who led when the meeting was opened.
    pub(crate) fn opened_by(&self) -> Option<PersonId> {
        self.state_at(None, Edge::Before).and_then(State::chair)
    }

    pub(crate) fn named(&self, person: PersonId) -> Option<&Named> {
        self.people.iter().find(|one| one.id == person)
    }

    /// "Anna Berg (S)"; empty for one who is not known here.
    pub(crate) fn name(&self, person: PersonId) -> String {
        self.named(person).map(Named::with_party).unwrap_or_default()
    }

    pub(crate) fn seat(&self, seat: SeatId) -> Option<&Seat> {
        self.seats.iter().find(|one| one.id == seat)
    }

    /// Whose seat it is: "Anna Berg (S)", "Vakant (L)".
    pub(crate) fn seat_name(&self, seat: SeatId) -> String {
        self.seat(seat).map(people::seat_name).unwrap_or_default()
    }
}

/// The items in the order in which they were handled; what was struck and got no number was not.
fn handled(items: &[Item]) -> Vec<ItemId> {
    let mut items: Vec<_> = items.iter().enumerate().collect();
    items.sort_by_key(|(n, item)| {
        (item.handled_pos.unwrap_or_else(|| i32::try_from(*n + 1).unwrap_or(i32::MAX)), *n)
    });
    items.into_iter().map(|(_, item)| item.id).collect()
}

/// Each sitting takes up where the one before ended.
fn sittings(meeting: &Meeting, items: &[Item], handled: &[ItemId]) -> Vec<law::course::Sitting> {
    let until = |n: i32| {
        let of =
            |id: &ItemId| items.iter().find(|item| item.id == *id).map_or(1, |item| item.sitting);
        handled.iter().rposition(|id| of(id) <= n).map_or(0, |last| last + 1)
    };
    let mut from = 0;
    let mut all: Vec<_> = vec![];
    for (at, sitting) in meeting.sittings.iter().enumerate() {
        let last = at + 1 == meeting.sittings.len();
        let to = if last { handled.len() } else { until(sitting.n).max(from) };
        all.push(law::course::Sitting {
            day: sitting.on_day,
            from: Some(sitting.starts_at),
            to: sitting.ends_at,
            items: from..to,
        });
        from = to;
    }
    all
}

fn place(handled: &[ItemId], moment: &Moment) -> Place {
    match moment.item {
        Some(item) => {
            let index = handled.iter().position(|one| *one == item).unwrap_or(handled.len());
            Place::Item(index, moment.edge)
        }
        None if moment.edge == Edge::After => Place::Closing,
        None => Place::Opening,
    }
}

fn in_order(handled: &[ItemId], mut moments: Vec<Moment>) -> Vec<Moment> {
    moments.sort_by_key(|moment| place(handled, moment));
    moments
}

/// The members' seats with their holders.
fn body(meeting: &Meeting, seats: &[Seat]) -> Body<PersonId, SeatId> {
    let own = seats.iter().filter(|seat| !super::seating::is_substitute(seat));
    Body { kind: meeting.board.kind, holders: own.map(|seat| (seat.id, seat.person)).collect() }
}

/// What follows from the moments, or each of them that cannot have happened, by its index among those given.
fn derive(
    meeting: &Meeting,
    seats: &[Seat],
    handled: &[ItemId],
    moments: &[Moment],
) -> std::result::Result<Derived, Vec<law::course::Refusal<PersonId, SeatId>>> {
    let moments = in_order(handled, moments.to_vec());
    let stream = moments.iter().map(|moment| law::course::Moment {
        place: place(handled, moment),
        clock: moment.clock,
        event: moment.event,
    });
    Derived::new(body(meeting, seats), handled.len(), stream.collect())
}
