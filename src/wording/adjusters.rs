//! Who adjusts the protocol, where and when (val av justerare).

use time::{Date, Time};

use super::{
    body::Body,
    grammar::{at_clock, bare, capital, list, on_day},
    paragraphs::{Number, paragraphs},
    person::{Person, people},
};

/// When the adjusting is to be done (ADJ-14).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    Unset,
    At(Date, Option<Time>),
    By(Date),
    Between(Date, Date),
}

/// The board's choice (KND-03). `place` is as it was decided: a room, or a word such as "digitalt"; it may be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adjusting<'a> {
    pub body: Body<'a>,
    pub adjusters: Vec<Person<'a>>,
    /// Who adjusts if an adjuster cannot.
    pub substitutes: Vec<Person<'a>>,
    pub place: &'a str,
    pub when: When,
}

impl When {
    fn printed(self) -> String {
        match self {
            Self::Unset => String::new(),
            Self::At(day, None) => on_day(day),
            Self::At(day, Some(clock)) => format!("{} {}", on_day(day), at_clock(clock)),
            Self::By(day) => format!("senast {}", on_day(day)),
            Self::Between(from, to) => format!("från {} till {}", on_day(from), on_day(to)),
        }
    }
}

/// "Kommunstyrelsen utser Anna Berg (S) att tillsammans med ordföranden justera protokollet. Till ersättare utses Bo Lind
/// (M).", and a paragraph of place and time (KND-03, ADJ-10, ADJ-14).
pub fn adjusters(adjusting: &Adjusting) -> Vec<String> {
    let Adjusting { body, adjusters, substitutes, place, when } = adjusting;
    let mut told = Vec::new();
    if !adjusters.is_empty() {
        let chosen = people(adjusters);
        let instead = if substitutes.is_empty() {
            String::new()
        } else {
            format!(" Till ersättare utses {}.", people(substitutes))
        };
        told.push(format!(
            "{} utser {chosen} att tillsammans med ordföranden justera protokollet.{instead}",
            body.first()
        ));
    }
    told.extend(place_and_time(place, *when));
    told
}

/// "Tid och plats för justeringen: Kommunhuset, den 8 december 2026 kl. 13.00." (ADJ-14); none where neither is set.
pub fn place_and_time(place: &str, when: When) -> Option<String> {
    let (place, when) = (bare(place), when.printed());
    let label = match (place.is_empty(), when.is_empty()) {
        (true, true) => return None,
        (true, false) => "Tid",
        (false, true) => "Plats",
        (false, false) => "Tid och plats",
    };
    let parts: Vec<_> = [place, &when].into_iter().filter(|part| !part.is_empty()).collect();
    Some(format!("{label} för justeringen: {}.", parts.join(", ")))
}

/// Where the arbetsordning says who adjusts: "Förste vice ordföranden Bo Lind (M) justerar protokollet tillsammans med
/// ordföranden Jonas Ek (S)." (ADJ-11).
pub fn adjusters_by_office(adjusters: &[Person], chair: &Person) -> String {
    let adjusters = capital(&people(adjusters));
    format!("{adjusters} justerar protokollet tillsammans med {}.", chair.titled())
}

/// "§ 106 justeras av Carin Dahl (M) i stället för Bo Lind (M)." (ADJ-13).
pub fn adjusts_instead(numbers: &[Number], adjusters: &[Person], instead_of: &[Person]) -> String {
    let named =
        |persons: &[Person]| list(&persons.iter().map(Person::named).collect::<Vec<_>>(), "och");
    let instead = if instead_of.is_empty() {
        String::new()
    } else {
        format!(" i stället för {}", named(instead_of))
    };
    format!("{} justeras av {}{instead}.", paragraphs(numbers), named(adjusters))
}

#[cfg(test)]
mod tests {
    use time::macros::{date, time};

    use super::*;
    use crate::wording::{
        body::tests::BOARD,
        person::{
            Office,
            tests::{ANNA, BO, JONAS, NINA, person},
        },
    };

    #[test]
    fn knd_03_the_board_elects_adjusters_and_sets_place_and_time() {
        let elected = Adjusting {
            body: BOARD,
            adjusters: vec![ANNA],
            substitutes: vec![NINA],
            place: "digitalt",
            when: When::By(date!(2026 - 12 - 08)),
        };
        assert_eq!(
            adjusters(&elected),
            [
                "Barn- och utbildningsnämnden utser Anna Berg (S) att tillsammans med ordföranden \
                 justera protokollet. Till ersättare utses tjänstgörande ersättaren Nina Alm (M).",
                "Tid och plats för justeringen: digitalt, senast den 8\u{a0}december 2026.",
            ]
        );
        let two = Adjusting {
            adjusters: vec![ANNA, BO],
            substitutes: vec![],
            place: "",
            when: When::Unset,
            ..elected
        };
        assert_eq!(
            adjusters(&two),
            [
                "Barn- och utbildningsnämnden utser Anna Berg (S) och Bo Lind (M) att tillsammans med \
              ordföranden justera protokollet."
            ]
        );
    }

    #[test]
    fn adj_14_place_and_time_are_a_word_a_day_or_an_interval() {
        let day = date!(2026 - 12 - 08);
        assert_eq!(
            place_and_time("Kommunhuset i Norrby", When::At(day, Some(time!(13:00)))).as_deref(),
            Some(
                "Tid och plats för justeringen: Kommunhuset i Norrby, den 8\u{a0}december 2026 \
                 kl.\u{a0}13.00."
            )
        );
        assert_eq!(
            place_and_time("", When::At(day, None)).as_deref(),
            Some("Tid för justeringen: den 8\u{a0}december 2026.")
        );
        assert_eq!(
            place_and_time("", When::Between(date!(2026 - 12 - 01), day)).as_deref(),
            Some(
                "Tid för justeringen: från den 1\u{a0}december 2026 till den 8\u{a0}december 2026."
            )
        );
        assert_eq!(
            place_and_time("Digital justering", When::Unset).as_deref(),
            Some("Plats för justeringen: Digital justering.")
        );
        assert_eq!(place_and_time(" ", When::Unset), None);
    }

    #[test]
    fn adj_11_vice_chairs_may_adjust_by_office() {
        let first = person("Bo Lind", "M", Office::FirstViceChair);
        let third = person("Ulla Ro", "L", Office::ThirdViceChair);
        assert_eq!(
            adjusters_by_office(&[first, third], &JONAS),
            "Förste vice ordföranden Bo Lind (M) och tredje vice ordföranden Ulla Ro (L) justerar \
             protokollet tillsammans med ordföranden Jonas Ek (S)."
        );
    }

    #[test]
    fn adj_13_a_paragraph_may_have_an_adjuster_of_its_own() {
        assert_eq!(
            adjusts_instead(&[Number::plain(106)], &[NINA], &[BO]),
            "§\u{a0}106 justeras av Nina Alm (M) i stället för Bo Lind (M)."
        );
        assert_eq!(
            adjusts_instead(&[Number::plain(3), Number::plain(4)], &[NINA], &[]),
            "§§\u{a0}3–4 justeras av Nina Alm (M)."
        );
    }
}
