//! The Swedish words for what is stored as codes (klartext).

pub(super) use crate::protocols::words::{level, method, office_title as office};

/// "Askersund, Hallsberg och Laxå".
pub(super) fn enumerate(names: &[String]) -> String {
    match names {
        [rest @ .., last] if !rest.is_empty() => format!("{} och {last}", rest.join(", ")),
        _ => names.concat(),
    }
}

/// "8 september 2020", for a title, where no element can stand.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "templates lend every value")]
pub(super) fn long_date(day: &time::Date) -> String {
    crate::law::long_date(*day)
}

/// "Ordförande" for "ordförande".
pub(super) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The name of a kind of board; a kind that is not ours stands as it is.
pub(super) fn board_kind(code: &str) -> &str {
    code.parse().map_or(code, |kind: crate::law::BoardKind| kind.name())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_joined_as_in_a_sentence() {
        let names = ["Askersund", "Hallsberg", "Laxå"].map(str::to_owned);
        assert_eq!(enumerate(&names), "Askersund, Hallsberg och Laxå");
        assert_eq!(enumerate(&names[..2]), "Askersund och Hallsberg");
        assert_eq!((enumerate(&names[..1]), enumerate(&[])), ("Askersund".into(), String::new()));
    }
}
