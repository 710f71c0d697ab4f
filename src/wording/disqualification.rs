//! Who is disqualified in a matter, and who serves and leads instead (jäv).

use super::{
    body::Body,
    grammar::{bare, capital},
    paragraphs::{Number, paragraphs},
    person::{Mover, Person, people},
};

/// How the disqualification is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known<'a> {
    Declared,
    /// Declared in the opening § (see `reported`), and repeated here.
    ReportedBefore,
    /// Disputed, and decided by the body (JAV-05).
    Decided(Body<'a>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disqualified<'a> {
    pub who: Vec<Person<'a>>,
    pub known: Known<'a>,
    /// Who serves, and for whom, in this § (JAV-10).
    pub replacements: Vec<(Person<'a>, Person<'a>)>,
    /// Who leads the § when the chair is disqualified (JAV-11).
    pub led_by: Option<Person<'a>>,
}

/// "Anna Berg (S) anmäler jäv och deltar inte i handläggningen av ärendet. Bo Lind (M) tjänstgör som ordförande." (JAV-12).
pub fn disqualified(disqualified: &Disqualified) -> String {
    let named = people(&disqualified.who);
    let subject = capital(&named);
    let mut sentences = match disqualified.known {
        Known::Declared => {
            vec![format!("{subject} anmäler jäv och deltar inte i handläggningen av ärendet.")]
        }
        Known::ReportedBefore => {
            vec![format!("{subject} deltar inte i handläggningen av ärendet på grund av jäv.")]
        }
        Known::Decided(body) => {
            let adjective = if disqualified.who.len() == 1 { "jävig" } else { "jäviga" };
            vec![
                format!("{} beslutar att {named} är {adjective}.", body.first()),
                format!("{subject} deltar inte i handläggningen av ärendet."),
            ]
        }
    };
    for (serves, absent) in &disqualified.replacements {
        sentences.push(format!("{} tjänstgör i stället för {}.", serves.named(), absent.named()));
    }
    if let Some(chair) = disqualified.led_by {
        sentences.push(format!("{} tjänstgör som ordförande.", chair.named()));
    }
    sentences.join(" ")
}

/// One paragraph of the § in which the meeting's disqualifications are reported (JAV-12): "Anna Berg (S) anmäler jäv under
/// § 47, Lekplats i Norrby." Titles are told of a single § only.
pub fn reported(who: &Mover, items: &[(Number, &str)]) -> String {
    let numbers: Vec<_> = items.iter().map(|(number, _)| *number).collect();
    let title = match items {
        [(_, title)] if !title.trim().is_empty() => format!(", {}", bare(title)),
        _ => String::new(),
    };
    format!("{} anmäler jäv under {}{title}.", who.subject(), paragraphs(&numbers))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wording::{
        body::tests::BOARD,
        person::tests::{ANNA, BO, JONAS, NINA},
    };

    fn case(who: Vec<Person<'static>>, known: Known<'static>) -> Disqualified<'static> {
        Disqualified { who, known, replacements: vec![], led_by: None }
    }

    #[test]
    fn jav_12_one_and_many_declare_and_take_no_part() {
        assert_eq!(
            disqualified(&case(vec![ANNA], Known::Declared)),
            "Anna Berg (S) anmäler jäv och deltar inte i handläggningen av ärendet."
        );
        assert_eq!(
            disqualified(&case(vec![ANNA, NINA], Known::ReportedBefore)),
            "Anna Berg (S) och tjänstgörande ersättaren Nina Alm (M) deltar inte i handläggningen av \
             ärendet på grund av jäv."
        );
    }

    #[test]
    fn jav_11_another_leads_when_the_chair_is_disqualified() {
        let chair = Disqualified {
            replacements: vec![(NINA, JONAS)],
            led_by: Some(BO),
            ..case(vec![JONAS], Known::Declared)
        };
        assert_eq!(
            disqualified(&chair),
            "Ordföranden Jonas Ek (S) anmäler jäv och deltar inte i handläggningen av ärendet. Nina \
             Alm (M) tjänstgör i stället för Jonas Ek (S). Bo Lind (M) tjänstgör som ordförande."
        );
    }

    #[test]
    fn jav_05_a_disputed_disqualification_is_decided_by_the_body() {
        assert_eq!(
            disqualified(&case(vec![ANNA], Known::Decided(BOARD))),
            "Barn- och utbildningsnämnden beslutar att Anna Berg (S) är jävig. Anna Berg (S) deltar \
             inte i handläggningen av ärendet."
        );
        assert!(
            disqualified(&case(vec![ANNA, BO], Known::Decided(BOARD))).contains("(M) är jäviga.")
        );
    }

    #[test]
    fn jav_12_the_opening_paragraph_reports_for_several() {
        let one = [(Number::plain(47), "Lekplats i Norrby")];
        assert_eq!(
            reported(&Mover::one(ANNA), &one),
            "Anna Berg (S) anmäler jäv under §\u{a0}47, Lekplats i Norrby."
        );
        let two = [(Number::plain(3), "Bron"), (Number::plain(7), "Badet")];
        assert_eq!(
            reported(&Mover::Persons(vec![ANNA, BO]), &two),
            "Anna Berg (S) och Bo Lind (M) anmäler jäv under §§\u{a0}3 och 7."
        );
    }
}
