//! What people and their tasks are called (namn och uppdrag), however it is written.

/// A name, a task or an address as it is compared.
pub(crate) fn fold(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// "Anna Berg (S)": the name and the party.
pub(crate) fn named(written: &str) -> (&str, &str) {
    let written = written.trim();
    let inside = written.strip_suffix(')').and_then(|written| written.rsplit_once('('));
    inside.map_or((written, ""), |(name, party)| (name.trim(), party.trim()))
}

/// The role in the register of a task as it is usually written.
pub(crate) fn role_called(typed: &str) -> Option<&'static str> {
    let words: String = fold(typed).chars().filter(|c| c.is_alphanumeric()).collect();
    Some(match words.as_str() {
        "ordförande" | "ordf" => "chair",
        "viceordförande"
        | "1eviceordförande"
        | "1viceordförande"
        | "förstaviceordförande"
        | "försteviceordförande"
        | "1evice"
        | "viceordf"
        | "1eviceordf" => "first_vice_chair",
        "2eviceordförande"
        | "2viceordförande"
        | "andraviceordförande"
        | "andreviceordförande"
        | "2evice"
        | "2eviceordf" => "second_vice_chair",
        "ledamot" | "ordinarie" | "ordinarieledamot" => "member",
        "ersättare" | "suppleant" => "substitute",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_known_as_they_are_usually_written() {
        for (typed, is) in [
            ("Ordförande", Some("chair")),
            ("1:e vice ordförande", Some("first_vice_chair")),
            ("Vice ordförande", Some("first_vice_chair")),
            ("Andre vice ordförande", Some("second_vice_chair")),
            ("LEDAMOT", Some("member")),
            ("ersättare ", Some("substitute")),
            ("Sekreterare", None),
            ("", None),
        ] {
            assert_eq!(role_called(typed), is, "{typed}");
        }
    }

    #[test]
    fn a_name_may_carry_its_party() {
        assert_eq!(named(" Anna Berg (S) "), ("Anna Berg", "S"));
        assert_eq!(named("Anna (Annie) Berg (Lokal lista)"), ("Anna (Annie) Berg", "Lokal lista"));
        assert_eq!(named("Anna Berg"), ("Anna Berg", ""));
    }
}
