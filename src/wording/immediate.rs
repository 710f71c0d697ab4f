//! §§ that are adjusted at once (omedelbar justering).

use super::paragraphs::{Number, paragraphs};

/// "Paragrafen förklaras omedelbart justerad.", in the § itself (SEC-20).
pub fn this_paragraph() -> &'static str {
    "Paragrafen förklaras omedelbart justerad."
}

/// "Protokollet förklaras omedelbart justerat.", where the whole of it is (SEC-20).
pub fn whole_protocol() -> &'static str {
    "Protokollet förklaras omedelbart justerat."
}

/// "§ 22 förklaras omedelbart justerad.", "§§ 22 och 25 förklaras omedelbart justerade." (SEC-20); empty for none.
pub fn these(numbers: &[Number]) -> String {
    match numbers {
        [] => String::new(),
        [_] => format!("{} förklaras omedelbart justerad.", paragraphs(numbers)),
        _ => format!("{} förklaras omedelbart justerade.", paragraphs(numbers)),
    }
}

/// What the main protocol says in their place: "§ 22 omedelbart justerad, se särskilt protokoll" (NUM-10); empty for none.
pub fn elsewhere(numbers: &[Number]) -> String {
    match numbers {
        [] => String::new(),
        [_] => format!("{} omedelbart justerad, se särskilt protokoll", paragraphs(numbers)),
        _ => format!("{} omedelbart justerade, se särskilt protokoll", paragraphs(numbers)),
    }
}

/// What the main protocol says in the place of §§ that stand in a protocol of their own for another reason: "§ 22 redovisas
/// i särskilt protokoll" (NUM-06, DIG-07); empty for none.
pub fn apart(numbers: &[Number]) -> String {
    if numbers.is_empty() {
        return String::new();
    }
    format!("{} redovisas i särskilt protokoll", paragraphs(numbers))
}

/// In the place of the meeting's end, where it is not there yet.
pub fn meeting_goes_on() -> &'static str {
    "Sammanträdet pågår när protokollet justeras."
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sec_20_one_and_many_are_declared_adjusted_at_once() {
        let many = [Number::plain(22), Number::plain(25)];
        assert_eq!(these(&many[..1]), "§\u{a0}22 förklaras omedelbart justerad.");
        assert_eq!(these(&many), "§§\u{a0}22 och 25 förklaras omedelbart justerade.");
        assert_eq!(these(&[]), "");
    }

    #[test]
    fn num_10_the_main_protocol_points_at_the_one_adjusted_at_once() {
        let many = [Number::plain(22), Number::plain(23)];
        assert_eq!(elsewhere(&many[..1]), "§\u{a0}22 omedelbart justerad, se särskilt protokoll");
        assert_eq!(elsewhere(&many), "§§\u{a0}22–23 omedelbart justerade, se särskilt protokoll");
        assert_eq!(elsewhere(&[]), "");
    }

    #[test]
    fn num_06_the_main_protocol_tells_where_the_secret_ones_are() {
        let many = [Number::plain(22), Number::plain(24)];
        assert_eq!(apart(&many), "§§\u{a0}22 och 24 redovisas i särskilt protokoll");
        assert_eq!(apart(&[]), "");
    }
}
