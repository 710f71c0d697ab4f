//! How a moment changes the meeting, if it can have happened (händelsens verkan).

use std::mem::take;

use super::state::{Loan, State};
use super::{Body, Event};

/// What cannot have happened, whatever the law says of it (domain rules § 0).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Impossible<P, S> {
    #[error("Två personer kan inte tjänstgöra på samma plats samtidigt.")]
    SeatTaken { seat: S, by: P },
    #[error("En person kan inte tjänstgöra på två platser samtidigt.")]
    TwoSeats { person: P, first: S },
    #[error("Platsen finns inte i organet.")]
    NoSuchSeat(S),
    #[error("Ärendet finns inte på sammanträdet.")]
    NoSuchItem(usize),
    #[error("Det gäller bara i ett ärende, innan det är avslutat.")]
    OutsideItem(P),
    #[error("Personen är redan närvarande.")]
    AlreadyPresent(P),
    #[error("Personen är inte närvarande.")]
    NotPresent(P),
    #[error("Den som inte tjänstgör kan inte lämna sin plats.")]
    NotServing(P),
    #[error("Personen deltar redan på distans.")]
    AlreadyRemote(P),
    #[error("Personen deltar inte på distans.")]
    NotRemote(P),
    #[error("Förbindelsen är redan bruten.")]
    LinkAlreadyLost(P),
    #[error("Förbindelsen är inte bruten.")]
    LinkNotLost(P),
    #[error("Personen leder redan sammanträdet.")]
    AlreadyChairs(P),
    #[error("Den som inte leder sammanträdet kan inte lämna tillbaka ordförandeskapet.")]
    NotChairing(P),
    #[error("Ingen ledde sammanträdet tidigare.")]
    NothingToHandBack(P),
    #[error("Sammanträdet är redan ajournerat.")]
    AlreadyAdjourned,
    #[error("Sammanträdet är inte ajournerat.")]
    NotAdjourned,
}

impl<P: Copy + Ord, S: Copy + Ord> State<P, S> {
    /// A moment happens; `in_item` until the item is over.
    pub(super) fn apply(
        &mut self,
        event: Event<P, S>,
        body: &Body<P, S>,
        in_item: bool,
    ) -> Result<(), Impossible<P, S>> {
        match event {
            Event::Arrives(person) => self.arrives(person),
            Event::Leaves(person) => self.leaves(person),
            Event::Serves(person, seat) => self.serves(person, seat, body),
            Event::Stops(person) => {
                let seat = self.seat_of(person).ok_or(Impossible::NotServing(person))?;
                self.serving.remove(&seat);
                Ok(())
            }
            Event::Disqualified(person) if in_item => {
                self.disqualify(person);
                Ok(())
            }
            Event::NotParticipating(person) if in_item => {
                self.must_have_come(person)?;
                self.scope.not_participating.insert(person);
                Ok(())
            }
            Event::Disqualified(person) | Event::NotParticipating(person) => {
                Err(Impossible::OutsideItem(person))
            }
            Event::RemoteOn(person) => self.remote_on(person),
            Event::RemoteOff(person) => {
                self.link_lost.remove(&person);
                let was = self.remote.remove(&person);
                was.then_some(()).ok_or(Impossible::NotRemote(person))
            }
            Event::LinkLost(person) => self.link_lost(person),
            Event::LinkBack(person) => {
                let was = self.link_lost.remove(&person);
                was.then_some(()).ok_or(Impossible::LinkNotLost(person))
            }
            Event::Chairs(person) => self.chairs(person),
            Event::HandsBack(person) => self.hands_back(person),
            Event::Adjourned if self.adjourned => Err(Impossible::AlreadyAdjourned),
            Event::Resumed if !self.adjourned => Err(Impossible::NotAdjourned),
            Event::Adjourned | Event::Resumed => {
                self.adjourned = !self.adjourned;
                Ok(())
            }
            Event::Voted | Event::Decided => Ok(()),
        }
    }

    /// The item is over: everybody is back where they were (JAV-10).
    pub(super) fn close_item(&mut self) {
        let scope = take(&mut self.scope);
        for seat in scope.seats.keys() {
            self.serving.remove(seat);
        }
        for (seat, loan) in scope.seats {
            if loan.returns {
                self.serving.insert(seat, loan.lender);
            }
        }
        if let Some((loan, led)) = scope.chair {
            self.chair = loan.returns.then_some(loan.lender);
            self.led = led;
            if !loan.returns {
                self.led.push(loan.lender);
            }
        }
    }

    fn must_have_come(&self, person: P) -> Result<(), Impossible<P, S>> {
        if self.came.contains(&person) { Ok(()) } else { Err(Impossible::NotPresent(person)) }
    }

    fn must_be_present(&self, person: P) -> Result<(), Impossible<P, S>> {
        if self.is_present(person) { Ok(()) } else { Err(Impossible::NotPresent(person)) }
    }

    fn arrives(&mut self, person: P) -> Result<(), Impossible<P, S>> {
        if self.is_present(person) {
            return Err(Impossible::AlreadyPresent(person));
        }
        self.came.insert(person);
        if self.presence_ban && self.is_disqualified(person) {
            self.scope.stayed.insert(person);
        }
        Ok(())
    }

    fn leaves(&mut self, person: P) -> Result<(), Impossible<P, S>> {
        self.must_have_come(person)?;
        for at in [&mut self.came, &mut self.remote, &mut self.link_lost, &mut self.scope.stayed] {
            at.remove(&person);
        }
        self.vacate(person);
        self.give_up_seat(person);
        if self.chair == Some(person) {
            self.chair = None;
            self.led.push(person);
        }
        if let Some((loan, _)) = &mut self.scope.chair
            && loan.lender == person
        {
            loan.returns = false;
        }
        Ok(())
    }

    fn give_up_seat(&mut self, person: P) {
        for loan in self.scope.seats.values_mut().filter(|loan| loan.lender == person) {
            loan.returns = false;
        }
    }

    fn serves(&mut self, person: P, seat: S, body: &Body<P, S>) -> Result<(), Impossible<P, S>> {
        if !body.holders.contains_key(&seat) {
            return Err(Impossible::NoSuchSeat(seat));
        }
        self.must_be_present(person)?;
        if let Some(&by) = self.serving.get(&seat) {
            return Err(Impossible::SeatTaken { seat, by });
        }
        let for_the_item = self.scope.seats.contains_key(&seat);
        match self.seat_of(person) {
            Some(first) if for_the_item => self.lend(first, person),
            Some(first) => return Err(Impossible::TwoSeats { person, first }),
            None => {}
        }
        if !for_the_item {
            self.give_up_seat(person);
        }
        self.serving.insert(seat, person);
        self.begun.insert(person);
        Ok(())
    }

    /// The seat is left for the item; who sat in it from before the loan is the one who gets it back.
    fn lend(&mut self, seat: S, lender: P) {
        self.serving.remove(&seat);
        self.scope.seats.entry(seat).or_insert(Loan { lender, returns: true });
    }

    fn disqualify(&mut self, person: P) {
        if let Some(seat) = self.seat_of(person) {
            self.lend(seat, person);
        }
        if self.chair == Some(person) {
            self.chair = None;
            if self.scope.chair.is_none() {
                let loan = Loan { lender: person, returns: true };
                self.scope.chair = Some((loan, take(&mut self.led)));
            }
        }
        self.scope.disqualified.insert(person);
        self.scope.stayed.remove(&person);
    }

    fn remote_on(&mut self, person: P) -> Result<(), Impossible<P, S>> {
        self.must_have_come(person)?;
        let new = self.remote.insert(person);
        new.then_some(()).ok_or(Impossible::AlreadyRemote(person))
    }

    fn link_lost(&mut self, person: P) -> Result<(), Impossible<P, S>> {
        if !self.is_remote(person) {
            return Err(Impossible::NotRemote(person));
        }
        let new = self.link_lost.insert(person);
        new.then_some(()).ok_or(Impossible::LinkAlreadyLost(person))
    }

    fn chairs(&mut self, person: P) -> Result<(), Impossible<P, S>> {
        self.must_be_present(person)?;
        if self.chair == Some(person) {
            return Err(Impossible::AlreadyChairs(person));
        }
        self.led.extend(self.chair.replace(person));
        Ok(())
    }

    fn hands_back(&mut self, person: P) -> Result<(), Impossible<P, S>> {
        if self.chair != Some(person) {
            return Err(Impossible::NotChairing(person));
        }
        let before = *self.led.last().ok_or(Impossible::NothingToHandBack(person))?;
        self.must_be_present(before)?;
        self.led.pop();
        self.chair = Some(before);
        Ok(())
    }
}
