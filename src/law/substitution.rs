//! Which substitute is to be called for a seat, by the decided order of call (inkallelseordning, ATT-05 to ATT-07).

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// What decides whose seat a person may fill. `home` is the municipality of a joint board or the
/// constituency of a council (9 kap. 24 §, 5 kap. 21 § kommunallagen); nothing where there is one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mandate {
    pub party: Option<String>,
    pub home: Option<String>,
}

/// A substitute in the place in which fullmäktige listed them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Substitute<P> {
    pub person: P,
    pub mandate: Mandate,
}

/// The order of call as fullmäktige decided it for a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order<P, S> {
    /// Of each member's seat.
    pub seats: BTreeMap<S, Mandate>,
    pub substitutes: Vec<Substitute<P>>,
    /// Personal substitutes of a seat, in order; they are among `substitutes` too.
    pub personal: BTreeMap<S, Vec<P>>,
    /// For each party the others in the order in which they fill its seats.
    pub parties: BTreeMap<String, Vec<String>>,
    /// For each home the others, likewise; those not named come last.
    pub homes: BTreeMap<String, Vec<String>>,
    pub rules: Rules,
}

/// Where the decided orders differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    pub begun: Precedence,
    /// Whether a party that the order does not name may fill the seat, last (fullsutten nämnd).
    pub every_seat: bool,
    pub takeover: Takeover,
}

/// Of a substitute who has begun to serve at the meeting (5 kap. 18 § kommunallagen).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Precedence {
    /// Regardless of the order.
    Always,
    /// Before others of the same party only.
    WithinParty,
    Never,
}

/// When a later-arriving substitute of the seat's own party takes it over from another party's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Takeover {
    Never,
    Always,
    /// When the balance of power is affected: unless both parties are of one of these blocs.
    BetweenBlocs(Vec<BTreeSet<String>>),
}

/// A substitute as the chair finds them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Availability {
    /// Present and in no seat.
    Free,
    Serving,
    /// In the matter at hand.
    Disqualified,
    Declined,
    Absent,
}

/// Why a substitute stands where they do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ground {
    Personal,
    OwnParty,
    /// The party's place, from 1, in the order in which others fill the seat's party's seats.
    OtherParty(usize),
    /// The order does not name the party.
    AnyParty,
}

/// Whom to call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate<'a, P> {
    pub person: P,
    pub ground: Ground,
    /// The place, from 1, among the seat's personal substitutes or among those of their party.
    pub nth: usize,
    pub party: Option<&'a str>,
    /// Of the seat's municipality or constituency, or there is none.
    pub same_home: bool,
    /// Has served earlier at the meeting.
    pub begun: bool,
}

impl<P: Copy + Ord, S: Copy + Ord> Order<P, S> {
    /// Whom to call to a seat, the proposed one first and the others after in order; the chair
    /// decides. Those of the same home come first, then who has begun to serve if that has
    /// precedence, then the seat's personal substitutes, its own party, the other parties.
    pub fn propose(
        &self,
        seat: S,
        availability: impl Fn(P) -> Availability,
        has_begun: impl Fn(P) -> bool,
    ) -> Vec<Candidate<'_, P>> {
        let Some(mandate) = self.seats.get(&seat) else {
            return Vec::new();
        };
        let mut ranked: Vec<_> = self
            .substitutes
            .iter()
            .enumerate()
            .filter(|(_, one)| availability(one.person) == Availability::Free)
            .map(|(listed, one)| {
                let home = self.home_rank(mandate, &one.mandate);
                (home, self.candidate(seat, listed, has_begun(one.person)), listed)
            })
            .filter(|(_, one, _)| self.rules.every_seat || one.ground != Ground::AnyParty)
            .collect();
        ranked.sort_by_key(|(home, one, listed)| {
            let place = if one.ground == Ground::Personal { one.nth } else { *listed };
            let (first, within) = match self.rules.begun {
                Precedence::Always => (one.begun, false),
                Precedence::WithinParty => (false, one.begun),
                Precedence::Never => (false, false),
            };
            (*home, Reverse(first), one.ground, Reverse(within), place)
        });
        ranked.into_iter().map(|(_, one, _)| one).collect()
    }

    /// Who takes the seat over from a substitute of another party who sits in it, by the order's
    /// own exception (ATT-05); nobody if the order has none.
    pub fn takes_over(
        &self,
        seat: S,
        sitting: P,
        availability: impl Fn(P) -> Availability,
    ) -> Option<Candidate<'_, P>> {
        let own = self.seats.get(&seat)?.party.as_ref()?;
        let sits = self.substitutes.iter().find(|one| one.person == sitting)?;
        let theirs = sits.mandate.party.as_ref();
        let together = |bloc: &BTreeSet<String>| {
            bloc.contains(own) && theirs.is_some_and(|party| bloc.contains(party))
        };
        let yields = match &self.rules.takeover {
            Takeover::Never => false,
            Takeover::Always => theirs != Some(own),
            Takeover::BetweenBlocs(blocs) => theirs != Some(own) && !blocs.iter().any(together),
        };
        let candidates = if yields { self.propose(seat, availability, |_| false) } else { vec![] };
        candidates.into_iter().find(|one| one.party == Some(own.as_str()))
    }

    fn candidate(&self, seat: S, listed: usize, begun: bool) -> Candidate<'_, P> {
        let Substitute { person, mandate } = &self.substitutes[listed];
        let seats = self.seats.get(&seat);
        let personal = self.personal.get(&seat).into_iter().flatten();
        let personal = personal.zip(1..).find(|(one, _)| *one == person).map(|(_, nth)| nth);
        let of_party = self.substitutes[..=listed].iter();
        let of_party = of_party.filter(|one| one.mandate.party == mandate.party).count();
        let ground = match (personal, seats) {
            (Some(_), _) => Ground::Personal,
            (None, Some(seat)) => self.party_ground(seat, mandate),
            (None, None) => Ground::AnyParty,
        };
        Candidate {
            person: *person,
            ground,
            nth: personal.unwrap_or(of_party),
            party: mandate.party.as_deref(),
            same_home: seats.is_none_or(|seat| seat.home.is_none() || seat.home == mandate.home),
            begun,
        }
    }

    fn party_ground(&self, seat: &Mandate, substitute: &Mandate) -> Ground {
        let (Some(own), Some(theirs)) = (&seat.party, &substitute.party) else {
            return Ground::AnyParty;
        };
        if own == theirs {
            return Ground::OwnParty;
        }
        let mut others = self.parties.get(own).into_iter().flatten();
        others
            .position(|party| party == theirs)
            .map_or(Ground::AnyParty, |at| Ground::OtherParty(at + 1))
    }

    fn home_rank(&self, seat: &Mandate, substitute: &Mandate) -> usize {
        let Some(own) = &seat.home else { return 0 };
        if Some(own) == substitute.home.as_ref() {
            return 0;
        }
        let mut others = self.homes.get(own).into_iter().flatten();
        let at = others.position(|home| Some(home) == substitute.home.as_ref());
        at.map_or(usize::MAX, |at| at + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEAT: u8 = 1;

    fn mandate(party: &str, home: &str) -> Mandate {
        let some = |word: &str| (!word.is_empty()).then(|| word.to_owned());
        Mandate { party: some(party), home: some(home) }
    }

    fn order(party: &str, home: &str, substitutes: &[(char, &str, &str)]) -> Order<char, u8> {
        let substitute = |&(person, party, home): &(char, &str, &str)| Substitute {
            person,
            mandate: mandate(party, home),
        };
        Order {
            seats: BTreeMap::from([(SEAT, mandate(party, home))]),
            substitutes: substitutes.iter().map(substitute).collect(),
            personal: BTreeMap::new(),
            parties: BTreeMap::new(),
            homes: BTreeMap::new(),
            rules: Rules { begun: Precedence::Always, every_seat: true, takeover: Takeover::Never },
        }
    }

    fn called(order: &Order<char, u8>, begun: &str) -> String {
        let candidates = order.propose(SEAT, |_| Availability::Free, |one| begun.contains(one));
        candidates.iter().map(|one| one.person).collect()
    }

    #[test]
    fn att_05_the_first_free_in_the_order_is_proposed() {
        let order = order("A", "", &['a', 'b', 'c', 'd', 'e', 'f'].map(|person| (person, "A", "")));
        let availability = |person| match person {
            'a' => Availability::Absent,
            'b' => Availability::Serving,
            'c' => Availability::Disqualified,
            'd' => Availability::Declined,
            _ => Availability::Free,
        };
        let candidates = order.propose(SEAT, availability, |_| false);
        let found: Vec<_> = candidates.iter().map(|one| (one.person, one.nth)).collect();
        assert_eq!(found, [('e', 5), ('f', 6)]);
        assert_eq!(order.propose(SEAT, |_| Availability::Absent, |_| false), []);
        assert_eq!(order.propose(2, |_| Availability::Free, |_| false), []);
    }

    #[test]
    fn att_05_who_has_begun_to_serve_has_precedence_as_the_order_says() {
        let mut order = order("A", "", &[('a', "A", ""), ('b', "A", ""), ('x', "B", "")]);
        for (begun, expected) in [
            (Precedence::Always, "bxa"),
            (Precedence::WithinParty, "bax"),
            (Precedence::Never, "abx"),
        ] {
            order.rules.begun = begun;
            assert_eq!(called(&order, "bx"), expected, "{begun:?}");
        }
    }

    #[test]
    fn att_06_the_personal_substitute_comes_before_the_order() {
        let mut order = order("A", "", &[('a', "A", ""), ('b', "B", ""), ('c', "B", "")]);
        order.personal.insert(SEAT, vec!['c', 'b']);
        assert_eq!(called(&order, ""), "cba");
        let first = order.propose(SEAT, |_| Availability::Free, |_| false)[0];
        assert_eq!((first.ground, first.nth, first.party), (Ground::Personal, 1, Some("B")));
        order.personal = BTreeMap::from([(2, vec!['b'])]);
        assert_eq!(called(&order, ""), "abc");
    }

    // Mellerud's way: own party as listed, then the parties in the decided order.
    #[test]
    fn att_06_own_party_comes_first_and_then_the_decided_order_of_parties() {
        let listed =
            [('v', "C", ""), ('x', "B", ""), ('a', "A", ""), ('y', "B", ""), ('z', "", "")];
        let mut order = order("A", "", &listed);
        order.parties.insert("A".to_owned(), vec!["B".to_owned(), "D".to_owned()]);
        let candidates = order.propose(SEAT, |_| Availability::Free, |_| false);
        let found: Vec<_> =
            candidates.iter().map(|one| (one.person, one.ground, one.nth)).collect();
        let expected = [
            ('a', Ground::OwnParty, 1),
            ('x', Ground::OtherParty(1), 1),
            ('y', Ground::OtherParty(1), 2),
            ('v', Ground::AnyParty, 1),
            ('z', Ground::AnyParty, 1),
        ];
        assert_eq!(found, expected);
        order.rules.every_seat = false;
        assert_eq!(called(&order, ""), "axy");
    }

    // ATT-07, ATT-13.
    #[test]
    fn att_13_the_same_municipality_comes_first_and_then_the_decided_order_of_them() {
        let listed = [('a', "A", "Norra"), ('b', "A", "Södra"), ('c', "B", "Västra")];
        assert_eq!(called(&order("A", "Västra", &listed), ""), "cab");
        let mut ordered = order("A", "Västra", &listed);
        ordered.homes.insert("Västra".to_owned(), vec!["Södra".to_owned()]);
        assert_eq!(called(&ordered, ""), "cba");
        assert_eq!(called(&ordered, "a"), "cba");
        let same = ordered.propose(SEAT, |_| Availability::Free, |_| false);
        assert_eq!(same.iter().map(|one| one.same_home).collect::<Vec<_>>(), [true, false, false]);
    }

    #[test]
    fn att_05_the_own_party_takes_a_seat_over_when_the_balance_is_affected() {
        let mut order = order("A", "", &[('x', "B", ""), ('y', "C", ""), ('a', "A", "")]);
        let free = |person| {
            if person == 'a' { Availability::Free } else { Availability::Serving }
        };
        let over = |order: &Order<char, u8>, sitting| {
            order.takes_over(SEAT, sitting, free).map(|one| one.person)
        };
        assert_eq!(over(&order, 'x'), None);
        order.rules.takeover = Takeover::Always;
        assert_eq!(over(&order, 'x'), Some('a'));
        assert_eq!(over(&order, 'a'), None);
        let bloc = BTreeSet::from(["A".to_owned(), "B".to_owned()]);
        order.rules.takeover = Takeover::BetweenBlocs(vec![bloc]);
        assert_eq!(over(&order, 'x'), None);
        assert_eq!(over(&order, 'y'), Some('a'));
        assert_eq!(over(&order, 'm'), None);
    }
}
