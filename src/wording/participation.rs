//! Who takes no part in a decision (deltar inte i beslutet).

use super::{
    grammar::{bare, list},
    person::Mover,
};

/// " i punkt 2", " i punkterna 1, 2 och 4"; nothing for the whole decision (SEC-23).
pub(super) fn in_points(points: &[u32]) -> String {
    let printed: Vec<_> = points.iter().map(u32::to_string).collect();
    match printed.as_slice() {
        [] => String::new(),
        [one] => format!(" i punkt\u{a0}{one}"),
        several => format!(" i punkterna {}", list(several, "och")),
    }
}

/// "Anna Berg (S) och Bo Lind (M) deltar inte i beslutet.", in some points, or with reference to what explains it (SEC-16,
/// VOT-02). It is another fact than abstaining in a vote.
pub fn not_participating(who: &Mover, points: &[u32], reference: &str) -> String {
    let reference = bare(reference);
    let because = if reference.is_empty() {
        String::new()
    } else {
        format!(" med hänvisning till {reference}")
    };
    format!("{} deltar inte i beslutet{}{because}.", who.subject(), in_points(points))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wording::person::tests::{ANNA, BO, NINA};

    #[test]
    fn sec_16_one_and_many_take_no_part() {
        assert_eq!(
            not_participating(&Mover::one(ANNA), &[], ""),
            "Anna Berg (S) deltar inte i beslutet."
        );
        assert_eq!(
            not_participating(
                &Mover::Persons(vec![ANNA, BO, NINA]),
                &[2],
                "yttrandet från M och KD den 8 april 2026."
            ),
            "Anna Berg (S), Bo Lind (M) och tjänstgörande ersättaren Nina Alm (M) deltar inte i \
             beslutet i punkt\u{a0}2 med hänvisning till yttrandet från M och KD den 8 april 2026."
        );
        assert_eq!(
            not_participating(&Mover::Members(vec!["M"]), &[1, 3], ""),
            "Ledamöterna från M deltar inte i beslutet i punkterna 1 och 3."
        );
    }
}
