//! Who serves for whom, and who may not come back the same day (inkallelse, växeltjänstgöring).

use std::collections::BTreeMap;

use time::PrimitiveDateTime;

/// An empty seat. `home` is the municipality of a joint board or the constituency of a council
/// (9 kap. 24 §, 5 kap. 21 § kommunallagen); nothing where there is but one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vacancy<S> {
    pub seat: S,
    pub home: Option<String>,
}

/// A substitute as the vacancy finds them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Substitute<S, P> {
    pub person: P,
    pub home: Option<String>,
    /// Personal substitute of this seat.
    pub personal_for: Option<S>,
    pub availability: Availability,
    /// Has served earlier at this meeting.
    pub has_served: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Availability {
    /// Present and in no seat.
    Free,
    Serving,
    /// In the matter at hand.
    Disqualified,
    Absent,
}

/// Whom to propose; the chair decides. `order` is the vacant seat's own order of call. Those of
/// the same home come first, then who has begun to serve (5 kap. 18 § kommunallagen), then the
/// seat's personal substitute, then the order.
pub fn propose<'a, S: PartialEq, P>(
    vacancy: &Vacancy<S>,
    order: &'a [Substitute<S, P>],
) -> Option<&'a P> {
    let free = order.iter().filter(|substitute| substitute.availability == Availability::Free);
    free.min_by_key(|substitute| {
        let elsewhere = vacancy.home.is_some() && substitute.home != vacancy.home;
        let personal = substitute.personal_for.as_ref() == Some(&vacancy.seat);
        (elsewhere, !substitute.has_served, !personal)
    })
    .map(|substitute| &substitute.person)
}

/// A change of who serves, in local time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change<S, P> {
    pub at: PrimitiveDateTime,
    pub seat: S,
    pub person: P,
    pub kind: ChangeKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    Enters,
    LeavesDisqualified,
    /// Leaves for any other reason. A broken link is no leaving while the chair waits.
    Leaves,
}

/// What cannot have happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Impossible<S, P> {
    #[error("Två personer kan inte tjänstgöra på samma plats samtidigt.")]
    SeatTaken { seat: S, by: P },
    #[error("En person kan inte tjänstgöra på två platser samtidigt.")]
    TwoSeats { person: P, first: S },
    #[error("Den som inte tjänstgör kan inte lämna sin plats.")]
    NotServing { seat: S, person: P },
}

/// Who serves in each seat after the changes, given in the order they happened.
pub fn seating<S: Copy + Ord, P: Copy + PartialEq>(
    changes: &[Change<S, P>],
) -> Result<BTreeMap<S, P>, Impossible<S, P>> {
    let mut seats = BTreeMap::new();
    for &Change { seat, person, kind, .. } in changes {
        if kind != ChangeKind::Enters {
            if seats.get(&seat) != Some(&person) {
                return Err(Impossible::NotServing { seat, person });
            }
            seats.remove(&seat);
            continue;
        }
        if let Some(&by) = seats.get(&seat) {
            return Err(Impossible::SeatTaken { seat, by });
        }
        if let Some((&first, _)) = seats.iter().find(|(_, sitting)| **sitting == person) {
            return Err(Impossible::TwoSeats { person, first });
        }
        seats.insert(seat, person);
    }
    Ok(seats)
}

/// A member who left for another reason than disqualification and served again the same day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Return<P> {
    pub person: P,
    pub left_at: PrimitiveDateTime,
    pub back_at: PrimitiveDateTime,
}

/// The returns that 5 kap. 20 § kommunallagen forbids in fullmäktige, and most boards' own rules
/// forbid too. `is_member` tells members from substitutes, whom a member's return sends out.
pub fn unlawful_returns<S: Copy, P: Copy + PartialEq>(
    changes: &[Change<S, P>],
    is_member: impl Fn(P) -> bool,
) -> Vec<Return<P>> {
    let enters = changes.iter().enumerate().filter(|(_, change)| change.kind == ChangeKind::Enters);
    enters
        .filter(|(_, back)| is_member(back.person))
        .filter_map(|(i, back)| {
            let left = changes[..i].iter().rev().find(|before| {
                before.person == back.person
                    && before.kind == ChangeKind::Leaves
                    && before.at.date() == back.at.date()
            })?;
            Some(Return { person: back.person, left_at: left.at, back_at: back.at })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    const NINE: PrimitiveDateTime = datetime!(2026-11-24 09:00);
    const TEN: PrimitiveDateTime = datetime!(2026-11-24 10:00);
    const ELEVEN: PrimitiveDateTime = datetime!(2026-11-24 11:00);

    fn substitute(person: char, home: &str) -> Substitute<u8, char> {
        Substitute {
            person,
            home: Some(home.into()),
            personal_for: None,
            availability: Availability::Free,
            has_served: false,
        }
    }

    fn vacancy(home: Option<&str>) -> Vacancy<u8> {
        Vacancy { seat: 1, home: home.map(Into::into) }
    }

    fn change(at: PrimitiveDateTime, seat: u8, person: char, kind: ChangeKind) -> Change<u8, char> {
        Change { at, seat, person, kind }
    }

    #[test]
    fn att_05_the_first_free_in_the_order_is_proposed() {
        let mut order = ['a', 'b', 'c', 'd', 'e'].map(|person| substitute(person, ""));
        order[0].availability = Availability::Absent;
        order[1].availability = Availability::Serving;
        order[2].availability = Availability::Disqualified;
        assert_eq!(propose(&vacancy(None), &order), Some(&'d'));
        assert_eq!(propose(&vacancy(None), &order[..3]), None);
    }

    #[test]
    fn att_05_who_has_begun_to_serve_has_precedence() {
        let mut order = ['a', 'b'].map(|person| substitute(person, ""));
        order[1].has_served = true;
        assert_eq!(propose(&vacancy(None), &order), Some(&'b'));
    }

    #[test]
    fn att_06_the_personal_substitute_comes_before_the_order() {
        let mut order = ['a', 'b'].map(|person| substitute(person, ""));
        order[1].personal_for = Some(1);
        assert_eq!(propose(&vacancy(None), &order), Some(&'b'));
        order[1].personal_for = Some(2);
        assert_eq!(propose(&vacancy(None), &order), Some(&'a'));
    }

    // ATT-07, ATT-13.
    #[test]
    fn att_13_a_joint_board_proposes_the_same_municipality_first() {
        let order = [substitute('a', "Laxå"), substitute('b', "Askersund")];
        assert_eq!(propose(&vacancy(Some("Askersund")), &order), Some(&'b'));
        assert_eq!(propose(&vacancy(Some("Lekeberg")), &order), Some(&'a'));
    }

    #[test]
    fn att_12_two_people_in_one_seat_is_impossible() {
        let mut changes =
            vec![change(NINE, 1, 'a', ChangeKind::Enters), change(TEN, 1, 'b', ChangeKind::Enters)];
        assert_eq!(seating(&changes), Err(Impossible::SeatTaken { seat: 1, by: 'a' }));
        changes.insert(1, change(TEN, 1, 'a', ChangeKind::Leaves));
        assert_eq!(seating(&changes), Ok(BTreeMap::from([(1, 'b')])));
    }

    // VOT-01: one vote each.
    #[test]
    fn att_12_one_person_in_two_seats_is_impossible() {
        let changes =
            [change(NINE, 1, 'a', ChangeKind::Enters), change(NINE, 2, 'a', ChangeKind::Enters)];
        assert_eq!(seating(&changes), Err(Impossible::TwoSeats { person: 'a', first: 1 }));
        let stray = [change(NINE, 1, 'a', ChangeKind::Leaves)];
        assert_eq!(seating(&stray), Err(Impossible::NotServing { seat: 1, person: 'a' }));
    }

    // ATT-08: a seat can have three holders in one §.
    #[test]
    fn att_08_a_late_member_takes_over_from_the_substitute() {
        let changes = [
            change(NINE, 1, 's', ChangeKind::Enters),
            change(TEN, 1, 's', ChangeKind::Leaves),
            change(TEN, 1, 'm', ChangeKind::Enters),
        ];
        assert_eq!(seating(&changes), Ok(BTreeMap::from([(1, 'm')])));
        assert_eq!(unlawful_returns(&changes, |person| person == 'm'), []);
    }

    fn left_and_back(reason: ChangeKind, back_at: PrimitiveDateTime) -> [Change<u8, char>; 3] {
        [
            change(NINE, 1, 'm', ChangeKind::Enters),
            change(TEN, 1, 'm', reason),
            change(back_at, 1, 'm', ChangeKind::Enters),
        ]
    }

    #[test]
    fn att_09_a_member_who_left_may_not_serve_again_the_same_day() {
        let back = Return { person: 'm', left_at: TEN, back_at: ELEVEN };
        let changes = left_and_back(ChangeKind::Leaves, ELEVEN);
        assert_eq!(unlawful_returns(&changes, |_| true), [back]);
        assert_eq!(unlawful_returns(&changes, |_| false), []);
    }

    // JAV-10, CAL-09: "the same day" is each sitting's day.
    #[test]
    fn att_09_disqualification_and_the_next_day_are_no_obstacles() {
        let disqualified = left_and_back(ChangeKind::LeavesDisqualified, ELEVEN);
        assert_eq!(unlawful_returns(&disqualified, |_| true), []);
        let next_day = left_and_back(ChangeKind::Leaves, datetime!(2026-11-25 09:00));
        assert_eq!(unlawful_returns(&next_day, |_| true), []);
    }
}
