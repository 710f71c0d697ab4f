//! What stands against what, when two have changed the same thing (krock mellan två ändringar).

/// One entry that was typed, and what somebody else has saved there meanwhile.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Difference {
    pub(crate) label: &'static str,
    pub(crate) typed: String,
    pub(crate) stored: String,
}

/// The entries that differ between two forms with the same labels; none when both say the same.
pub(crate) fn differences(
    typed: Vec<(&'static str, String)>,
    stored: Vec<(&'static str, String)>,
) -> Vec<Difference> {
    typed
        .into_iter()
        .zip(stored)
        .filter(|((_, typed), (_, stored))| typed.trim() != stored.trim())
        .map(|((label, typed), (_, stored))| Difference { label, typed, stored })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_shown() {
        let typed = vec![("Namn", "Lax ".to_owned()), ("Ort", "Laxå".to_owned())];
        let stored = vec![("Namn", "Lax".to_owned()), ("Ort", "Röfors".to_owned())];
        let difference =
            Difference { label: "Ort", typed: "Laxå".to_owned(), stored: "Röfors".to_owned() };
        assert_eq!(differences(typed, stored), [difference]);
    }
}
