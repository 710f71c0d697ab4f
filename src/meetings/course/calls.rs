//! Whom the order of call gives when a seat becomes empty (inkallelse): a proposal, for the chair decides.

use super::{Course, State};
use crate::{
    law::procedure::Edge,
    law::substitution::Ground,
    register::{ItemId, PersonId, SeatId},
};

/// Somebody to serve in an empty seat.
pub(super) struct Call {
    pub(super) person: PersonId,
    pub(super) seat: SeatId,
    /// "Platsen efter Dan Ås (B) är tom. Nina Alm (B) står först: partiets första ersättare."
    pub(super) words: String,
    pub(super) button: String,
}

impl Course {
    /// For each seat that has become empty at a place, the first whom the order gives.
    pub(super) fn calls(&self, item: Option<ItemId>, edge: Edge) -> Vec<Call> {
        let Some(state) = self.state_at(item, edge) else { return vec![] };
        if self.moments.is_empty() {
            return vec![];
        }
        let before = item.and_then(|item| self.place(item)).map(|at| match at.checked_sub(1) {
            Some(earlier) => self.derived.at_end(earlier),
            None => self.derived.at_start(at),
        });
        let holders = self.derived.body().holders.keys();
        let empty = holders.filter(|seat| !state.serving().contains_key(seat));
        let new = empty.filter(|seat| {
            let was = before.is_some_and(|before| before.serving().contains_key(seat));
            item.is_none() || was || self.is_lent(state, **seat)
        });
        new.filter_map(|seat| self.call(state, *seat)).collect()
    }

    /// Whether its holder is disqualified at the item.
    fn is_lent(&self, state: &State, seat: SeatId) -> bool {
        let holder = self.derived.body().holders.get(&seat).copied().flatten();
        holder.is_some_and(|holder| state.is_disqualified(holder))
    }

    fn call(&self, state: &State, seat: SeatId) -> Option<Call> {
        let first = *state.propose(&self.order, seat).first()?;
        let (name, whose) = (self.name(first.person), self.seat_name(seat));
        let party = first.party.unwrap_or("utan parti");
        let ground = match first.ground {
            Ground::Personal => "platsens personliga ersättare".to_owned(),
            Ground::OwnParty => format!("{party}, ersättare nummer {}", first.nth),
            Ground::OtherParty(place) => {
                format!("{party} är nummer {place} i ordningen, ersättare nummer {}", first.nth)
            }
            Ground::AnyParty => format!("{party}, som ordningen inte nämner"),
        };
        let begun = if first.begun { ", har redan tjänstgjort" } else { "" };
        Some(Call {
            person: first.person,
            seat,
            words: format!("{whose}: platsen är tom. I tur står {name} ({ground}{begun})."),
            button: format!("Låt {name} tjänstgöra"),
        })
    }
}
