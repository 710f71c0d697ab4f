//! How many must be present for a matter to be handled (beslutsförhet).

use super::board_kind::BoardKind;

/// The least number of members present: more than half of the seats, vacant ones included
/// (5 kap. 45 §, 6 kap. 27 § kommunallagen).
pub fn needed(seats: u32) -> u32 {
    seats / 2 + 1
}

/// `present` counts members and serving substitutes, on site or at a distance, at the matter.
pub fn quorate(present: u32, seats: u32) -> bool {
    present >= needed(seats)
}

/// Whether the matter may be handled when some were disqualified in it; `present` leaves them
/// out. In fullmäktige disqualification does not break the quorum (5 kap. 46 §
/// kommunallagen); a board has no such exception.
pub fn may_handle(kind: BoardKind, present: u32, disqualified: u32, seats: u32) -> bool {
    let counted = if kind.is_council() { present.saturating_add(disqualified) } else { present };
    quorate(counted, seats)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quo_01_more_than_half_are_needed() {
        for (seats, expected) in [(4, 3), (5, 3), (7, 4), (11, 6), (45, 23), (49, 25), (61, 31)] {
            assert_eq!(needed(seats), expected, "{seats} seats");
        }
    }

    // QUO-01, QUO-03, QUO-07: the test of the act itself, present × 2 > seats.
    #[test]
    fn quo_03_the_quorum_is_the_test_of_the_act() {
        for seats in 0..=101 {
            for present in 0..=seats {
                assert_eq!(quorate(present, seats), present * 2 > seats, "{present} of {seats}");
            }
        }
    }

    #[test]
    fn quo_06_only_a_council_may_go_on_when_disqualification_breaks_the_quorum() {
        assert!(may_handle(BoardKind::Council, 22, 1, 45));
        assert!(!may_handle(BoardKind::Council, 21, 1, 45));
        assert!(!may_handle(BoardKind::Board, 3, 1, 7));
        assert!(may_handle(BoardKind::Board, 4, 1, 7));
    }
}
