//! What the stream shows that may not have happened, and what cannot have (brister), in words.

use super::{Course, Derived, Moment, derive, moment};
use crate::{
    law::{
        course::{Refusal, Unlawful},
        procedure::Edge,
    },
    meetings::{Item, Meeting},
    register::{ItemId, PersonId, SeatId},
};

impl Course {
    /// What would follow with these moments added, each last at its place; or why it cannot be.
    pub(super) fn with(
        &self,
        meeting: &Meeting,
        (items, added): (&[Item], &[Moment]),
    ) -> Result<Derived, Vec<String>> {
        let moments: Vec<_> = self.moments.iter().chain(added).cloned().collect();
        self.derive_anew(meeting, (items, &moments))
    }

    pub(super) fn derive_anew(
        &self,
        meeting: &Meeting,
        (items, moments): (&[Item], &[Moment]),
    ) -> Result<Derived, Vec<String>> {
        derive(meeting, &self.seats, &self.items, moments).map_err(|refusals| {
            let in_order = super::in_order(&self.items, moments.to_vec());
            refusals.iter().map(|refusal| self.refusal(items, &in_order, refusal)).collect()
        })
    }

    fn refusal(
        &self,
        items: &[Item],
        moments: &[Moment],
        refusal: &Refusal<PersonId, SeatId>,
    ) -> String {
        let what = moments.get(refusal.moment).map_or_else(String::new, |one| {
            format!("{}, {}: ", Self::heading(one.item, one.edge, items), moment::words(self, one))
        });
        format!("{what}{}", refusal.why)
    }

    /// Where something happened: "§ 104", "Vid öppnandet".
    pub(super) fn heading(item: Option<ItemId>, edge: Edge, items: &[Item]) -> String {
        match item.and_then(|id| items.iter().find(|item| item.id == id)) {
            Some(item) => item.link(),
            None if edge == Edge::After => "Vid avslutandet".to_owned(),
            None => "Vid öppnandet".to_owned(),
        }
    }

    /// What the act or the body's rules say against the course, a sentence each. An adjournment that still lasts, and a
    /// chair who has just gone out, are nothing to warn about while the meeting goes on.
    pub(crate) fn unlawful(&self, derived: &Derived, items: &[Item]) -> Vec<String> {
        let judged: Vec<_> = (0..self.items.len())
            .filter(|at| {
                let item = items.iter().find(|item| item.id == self.items[*at]);
                item.is_some_and(|item| item.withdrawn.is_none())
            })
            .collect();
        let found = derived.unlawful(&judged, &self.sittings);
        found.iter().filter_map(|finding| self.sentence(finding, items)).collect()
    }

    fn sentence(&self, finding: &Unlawful<PersonId>, items: &[Item]) -> Option<String> {
        let at = |item: &usize| {
            let item = self.items.get(*item).and_then(|id| items.iter().find(|one| one.id == *id));
            item.map_or_else(|| "Punkten".to_owned(), Item::link)
        };
        let name = |person: &PersonId| self.name(*person);
        Some(match finding {
            Unlawful::Returned { person, by_act: true, .. } => format!(
                "{} har avbrutit tjänstgöringen och får inte tjänstgöra igen samma dag (5\u{a0}kap. 20\u{a0}§ kommunallagen).",
                name(person)
            ),
            Unlawful::Returned { person, .. } => format!(
                "{} har avbrutit tjänstgöringen. De flesta reglementen låter ingen tjänstgöra igen samma dag.",
                name(person)
            ),
            Unlawful::LinkReturned { person, .. } => format!(
                "Handläggningen fortsatte medan {} saknade förbindelse. Läst strängt är det att komma tillbaka samma dag (5\u{a0}kap. 20\u{a0}§ kommunallagen).",
                name(person)
            ),
            Unlawful::ChairNotServing { person, item } => {
                format!("{}: {} leder men tjänstgör inte.", at(item), name(person))
            }
            Unlawful::NoQuorum { item: Some(item), present, .. } => format!(
                "{}: bara {present} tjänstgör när det beslutas, och organet är inte beslutsfört.",
                at(item)
            ),
            Unlawful::NoQuorum { present, .. } => {
                format!(
                    "Bara {present} tjänstgör när det beslutas, och organet är inte beslutsfört."
                )
            }
            Unlawful::DisqualifiedPresent { person, .. } => format!(
                "{} är jävig och får inte vara i rummet (6\u{a0}kap. 30\u{a0}§ kommunallagen).",
                name(person)
            ),
            Unlawful::DisqualifiedActs { person, .. } => {
                format!("{} är jävig och får inte delta i handläggningen.", name(person))
            }
            Unlawful::LinkLost { person, .. } => {
                format!("{} saknar förbindelse när det beslutas.", name(person))
            }
            Unlawful::DecidedWhileAdjourned { .. } => {
                "Det beslutas medan sammanträdet är ajournerat.".to_owned()
            }
            Unlawful::NoChair { .. } | Unlawful::NeverResumed { .. } => return None,
        })
    }

    /// "Ordförande Anna Berg (S). 11 av 11 tjänstgör." after what happened at a place.
    pub(super) fn standing(&self, item: Option<ItemId>, edge: Edge) -> String {
        let Some(state) = self.state_at(item, edge) else { return String::new() };
        let seats = self.derived.body().holders.len();
        let chair = state.chair().map(|chair| format!("Ordförande {}. ", self.name(chair)));
        let outside: Vec<_> = state.disqualified().iter().map(|one| self.name(*one)).collect();
        let outside = if outside.is_empty() {
            String::new()
        } else {
            format!(" Jäv: {}.", outside.join(", "))
        };
        let pause = if state.is_adjourned() { " Ajournerat." } else { "" };
        let serving = state.quorum_present();
        format!("{}{serving} av {seats} tjänstgör.{outside}{pause}", chair.unwrap_or_default())
    }
}
