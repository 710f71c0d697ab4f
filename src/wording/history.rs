//! What became of the matter before (tidigare behandling).

use time::Date;

use super::{
    grammar::{capital, list, on_day},
    paragraphs::{Number, paragraphs},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Earlier {
    Tabled,
    Remitted,
    Decided,
    Handled,
}

impl Earlier {
    fn participle(self) -> &'static str {
        match self {
            Self::Tabled => "bordlagt",
            Self::Remitted => "återremitterat",
            Self::Decided => "beslutat",
            Self::Handled => "behandlat",
        }
    }
}

/// "Återremitterat den 3 februari 2026, § 31 och bordlagt den 12 maj 2026, § 88." (NUM-12), in the order given; what
/// happened several times in a row is named once. Empty for none.
pub fn earlier(events: &[(Earlier, Date, Number)]) -> String {
    let told: Vec<_> = events
        .chunk_by(|one, next| one.0 == next.0)
        .map(|alike| {
            let when: Vec<_> = alike
                .iter()
                .map(|(_, day, number)| format!("{}, {}", on_day(*day), paragraphs(&[*number])))
                .collect();
            let what = alike.first().map(|event| event.0.participle()).unwrap_or_default();
            format!("{what} {}", list(&when, "och"))
        })
        .collect();
    if told.is_empty() { String::new() } else { capital(&list(&told, "och")) + "." }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn num_12_the_chain_of_earlier_paragraphs_is_told_in_order() {
        let tabled = |day, number| (Earlier::Tabled, day, Number::plain(number));
        let (may, june) = (date!(2026 - 05 - 12), date!(2026 - 06 - 09));
        assert_eq!(earlier(&[]), "");
        assert_eq!(earlier(&[tabled(may, 88)]), "Bordlagt den 12\u{a0}maj 2026, §\u{a0}88.");
        assert_eq!(
            earlier(&[
                (Earlier::Remitted, date!(2026 - 02 - 03), Number::plain(31)),
                tabled(may, 88),
                tabled(june, 97),
            ]),
            "Återremitterat den 3\u{a0}februari 2026, §\u{a0}31 och bordlagt den 12\u{a0}maj 2026, \
             §\u{a0}88 och den 9\u{a0}juni 2026, §\u{a0}97."
        );
        assert_eq!(
            earlier(&[(Earlier::Decided, may, Number::plain(3))]),
            "Beslutat den 12\u{a0}maj 2026, §\u{a0}3."
        );
        assert_eq!(
            earlier(&[(Earlier::Handled, may, Number { number: 3, suffix: "b" })]),
            "Behandlat den 12\u{a0}maj 2026, §\u{a0}3\u{a0}b."
        );
    }
}
