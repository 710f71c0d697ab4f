//! Reservations, notes to the record and special statements (reservationer, protokollsanteckningar, särskilda yttranden).

use time::Date;

use super::{
    grammar::{lines, on_day},
    participation::in_points,
    person::Mover,
    proposal::Proposal,
};
use crate::law::procedure::DissentKind;

/// What a reservation is made in favour of (RES-04).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Favour<'a> {
    Unsaid,
    Own,
    Proposal(Proposal<'a>),
}

/// Where the text is (RES-03, RES-04, ANT-03).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Text<'a> {
    None,
    InItem(&'a str),
    Annex(u32),
    /// In a letter of a day, among the documents.
    Letter(Date),
    Awaited,
    Never,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dissented<'a> {
    pub kind: DissentKind,
    pub by: Mover<'a>,
    /// Numbers of the decision's points; none for the whole of it (RES-01).
    pub points: Vec<u32>,
    /// Of reservations only.
    pub favour: Favour<'a>,
    pub text: Text<'a>,
}

/// "Reservation" over one, "Reservationer" over several (SEC-14, SEC-15).
pub fn heading(kind: DissentKind, count: usize) -> &'static str {
    match (kind, count) {
        (DissentKind::Reservation, ..=1) => "Reservation",
        (DissentKind::Reservation, _) => "Reservationer",
        (DissentKind::RecordNote, ..=1) => "Protokollsanteckning",
        (DissentKind::RecordNote, _) => "Protokollsanteckningar",
        (DissentKind::SpecialStatement, ..=1) => "Särskilt yttrande",
        (DissentKind::SpecialStatement, _) => "Särskilda yttranden",
    }
}

/// The paragraphs of one dissent, those of its text included (SEC-14, SEC-15, RES-01, ANT-03).
pub fn dissent(dissent: &Dissented) -> Vec<String> {
    match dissent.kind {
        DissentKind::Reservation => reservation(dissent),
        DissentKind::RecordNote => {
            let words = ["en protokollsanteckning", "följande protokollsanteckning"];
            statement(dissent, words, "Protokollsanteckningen")
        }
        DissentKind::SpecialStatement => statement(
            dissent,
            ["ett särskilt yttrande", "följande särskilda yttrande"],
            "Yttrandet",
        ),
    }
}

fn reservation(dissent: &Dissented) -> Vec<String> {
    let favour = match &dissent.favour {
        Favour::Unsaid => String::new(),
        Favour::Own if dissent.by.is_one() => " till förmån för eget yrkande".to_owned(),
        Favour::Own => " till förmån för det egna yrkandet".to_owned(),
        Favour::Proposal(proposal) => format!(" till förmån för {}", proposal.put()),
    };
    let points = in_points(&dissent.points);
    let head = format!("{} reserverar sig mot beslutet{points}{favour}", dissent.by.subject());
    match dissent.text {
        Text::None => vec![head + "."],
        Text::InItem(text) => with_text(head + " med följande motivering:", text),
        Text::Annex(number) => vec![format!("{head}, bilaga\u{a0}{number}.")],
        Text::Letter(day) => {
            vec![format!("{head} med hänvisning till en skrivelse från {}.", on_day(day))]
        }
        Text::Awaited => vec![format!("{head}. En skriftlig reservation har anmälts.")],
        Text::Never => vec![format!(
            "{head}. Den anmälda skriftliga reservationen har inte inkommit vid justeringen."
        )],
    }
}

/// A note or statement, by what it is called alone and with its text after it, and in definite form.
fn statement(dissent: &Dissented, words: [&str; 2], definite: &str) -> Vec<String> {
    let by = dissent.by.subject();
    let points = in_points(&dissent.points).replacen(" i ", " till ", 1);
    let [alone, following] = words;
    match dissent.text {
        Text::None | Text::Awaited => vec![format!("{by} anmäler {alone}{points}.")],
        Text::InItem(text) => with_text(format!("{by} lämnar {following}{points}:"), text),
        Text::Annex(number) => {
            vec![format!("{by} lämnar {alone}{points}, bilaga\u{a0}{number}.")]
        }
        Text::Letter(day) => {
            let day = on_day(day);
            vec![format!("{by} antecknar som yttrande{points} en skrivelse från {day}.")]
        }
        Text::Never => vec![format!(
            "{by} anmäler {alone}{points}. {definite} har inte inkommit vid justeringen."
        )],
    }
}

fn with_text(head: String, text: &str) -> Vec<String> {
    std::iter::once(head).chain(lines(text)).collect()
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::wording::person::{
        Person,
        tests::{ANNA, BO, NINA, PER},
    };

    fn case(kind: DissentKind, by: Person<'static>, text: Text<'static>) -> Dissented<'static> {
        Dissented { kind, by: Mover::one(by), points: vec![], favour: Favour::Unsaid, text }
    }

    fn reserves(favour: Favour<'static>, text: Text<'static>) -> Vec<String> {
        dissent(&Dissented { favour, ..case(DissentKind::Reservation, ANNA, text) })
    }

    fn notes(kind: DissentKind, text: Text<'static>) -> Vec<String> {
        dissent(&case(kind, ANNA, text))
    }

    #[test]
    fn res_04_a_reservation_may_stand_without_a_text() {
        assert_eq!(
            reserves(Favour::Unsaid, Text::None),
            ["Anna Berg (S) reserverar sig mot beslutet."]
        );
        assert_eq!(
            reserves(Favour::Own, Text::None),
            ["Anna Berg (S) reserverar sig mot beslutet till förmån för eget yrkande."]
        );
        assert_eq!(
            reserves(Favour::Proposal(Proposal::Of(Mover::one(BO))), Text::None),
            ["Anna Berg (S) reserverar sig mot beslutet till förmån för Bo Linds yrkande."]
        );
    }

    #[test]
    fn res_01_several_or_a_group_reserve_against_single_points() {
        let joint = Dissented {
            by: Mover::Persons(vec![ANNA, NINA]),
            points: vec![2],
            favour: Favour::Own,
            ..case(DissentKind::Reservation, ANNA, Text::None)
        };
        assert_eq!(
            dissent(&joint),
            [
                "Anna Berg (S) och tjänstgörande ersättaren Nina Alm (M) reserverar sig mot beslutet i \
              punkt\u{a0}2 till förmån för det egna yrkandet."
            ]
        );
        let group =
            Dissented { by: Mover::Members(vec!["M", "KD"]), points: vec![1, 2, 4], ..joint };
        assert_eq!(
            dissent(&group),
            ["Ledamöterna från M och KD reserverar sig mot beslutet i punkterna 1, 2 och 4 till \
              förmån för det egna yrkandet."]
        );
    }

    #[test]
    fn res_03_the_text_stands_in_the_paragraph_or_in_an_annex_or_never_came() {
        assert_eq!(
            reserves(Favour::Own, Text::InItem("Bron behövs.\n\n  Den är gammal. ")),
            [
                "Anna Berg (S) reserverar sig mot beslutet till förmån för eget yrkande med följande \
                 motivering:",
                "Bron behövs.",
                "Den är gammal.",
            ]
        );
        assert_eq!(
            reserves(Favour::Unsaid, Text::Annex(2)),
            ["Anna Berg (S) reserverar sig mot beslutet, bilaga\u{a0}2."]
        );
        assert_eq!(
            reserves(Favour::Unsaid, Text::Letter(date!(2026 - 04 - 08))),
            [
                "Anna Berg (S) reserverar sig mot beslutet med hänvisning till en skrivelse från den \
              8\u{a0}april 2026."
            ]
        );
        assert_eq!(
            reserves(Favour::Unsaid, Text::Awaited),
            ["Anna Berg (S) reserverar sig mot beslutet. En skriftlig reservation har anmälts."]
        );
        assert_eq!(
            reserves(Favour::Unsaid, Text::Never),
            [
                "Anna Berg (S) reserverar sig mot beslutet. Den anmälda skriftliga reservationen har \
              inte inkommit vid justeringen."
            ]
        );
    }

    #[test]
    fn ant_03_a_note_or_statement_is_announced_and_handed_in() {
        let (note, statement) = (DissentKind::RecordNote, DissentKind::SpecialStatement);
        assert_eq!(
            notes(note, Text::InItem("Vi delar oron.")),
            ["Anna Berg (S) lämnar följande protokollsanteckning:", "Vi delar oron."]
        );
        assert_eq!(
            notes(statement, Text::InItem("Vi delar oron."))[0],
            "Anna Berg (S) lämnar följande särskilda yttrande:"
        );
        assert_eq!(notes(note, Text::None), ["Anna Berg (S) anmäler en protokollsanteckning."]);
        assert_eq!(
            notes(statement, Text::Annex(3)),
            ["Anna Berg (S) lämnar ett särskilt yttrande, bilaga\u{a0}3."]
        );
        assert_eq!(
            notes(statement, Text::Never),
            ["Anna Berg (S) anmäler ett särskilt yttrande. Yttrandet har inte inkommit vid \
              justeringen."]
        );
    }

    #[test]
    fn ant_02_a_substitute_and_a_group_can_have_their_opinion_recorded() {
        assert_eq!(
            dissent(&case(DissentKind::RecordNote, PER, Text::Letter(date!(2026 - 04 - 08)))),
            ["Ersättaren Per Åberg (C) antecknar som yttrande en skrivelse från den 8\u{a0}april \
              2026."]
        );
        let group = Dissented {
            by: Mover::Representatives(vec!["V", "MP"]),
            points: vec![3],
            ..case(DissentKind::SpecialStatement, PER, Text::Awaited)
        };
        assert_eq!(
            dissent(&group),
            ["Representanterna från V och MP anmäler ett särskilt yttrande till punkt\u{a0}3."]
        );
    }

    #[test]
    fn sec_14_a_heading_is_in_the_plural_over_several() {
        let both = |kind| [heading(kind, 1), heading(kind, 2)];
        assert_eq!(both(DissentKind::Reservation), ["Reservation", "Reservationer"]);
        let notes = both(DissentKind::RecordNote);
        assert_eq!(notes, ["Protokollsanteckning", "Protokollsanteckningar"]);
        let statements = both(DissentKind::SpecialStatement);
        assert_eq!(statements, ["Särskilt yttrande", "Särskilda yttranden"]);
    }
}
