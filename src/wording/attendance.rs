//! The lines of persons on the front page (närvaro).

use super::{
    grammar::list,
    person::{Office, Person},
};

/// Whether somebody takes part at a distance (REM-03).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remote<'a> {
    No,
    Yes,
    /// At the §§ printed.
    At(&'a str),
}

/// For whom somebody serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServesFor<'a> {
    /// Name and party.
    Member(&'a str, &'a str),
    /// A seat that nobody holds, of a party that may be unknown.
    Vacant(&'a str),
    /// It is not said for whom.
    Unnamed,
}

/// One line. §§ are as `paragraphs::presence` prints them, and empty for the whole meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attendee<'a> {
    pub name: &'a str,
    pub party: &'a str,
    /// "ordförande", "tjänstgörande ordförande", an official's title; may be empty.
    pub role: &'a str,
    /// In joint boards; may be empty.
    pub municipality: &'a str,
    pub at: &'a str,
    /// Each with its §§.
    pub serves: Vec<(ServesFor<'a>, &'a str)>,
    pub remote: Remote<'a>,
}

impl ServesFor<'_> {
    fn printed(self) -> Option<String> {
        let named = |name, party| Person { name, party, office: Office::Member }.named();
        match self {
            Self::Member(name, party) => Some(named(name, party)),
            Self::Vacant(party) => Some(named("Vakant", party)),
            Self::Unnamed => None,
        }
    }
}

/// "Anna Berg (S), ordförande §§ 101–105", "Nina Alm (M), tjänstgör för Vakant (L)", "Eva Dahl, förvaltningschef § 103–del av
/// § 104", "Bo Lind (M), Norrbo kommun, deltar på distans" (LAY-01, ATT-02, ATT-03, ATT-11, REM-03).
pub fn line(attendee: &Attendee) -> String {
    let Attendee { name, party, role, municipality, at, serves, remote } = attendee;
    let mut parts = vec![Person { name, party, office: Office::Member }.named()];
    let more = [role, municipality].map(|part| part.trim());
    parts.extend(more.into_iter().filter(|part| !part.is_empty()).map(str::to_owned));
    let mut line = with_paragraphs(parts.join(", "), at);
    if !serves.is_empty() {
        line = format!("{line}, {}", serving(serves));
    }
    match remote {
        Remote::No => line,
        Remote::Yes => line + ", deltar på distans",
        Remote::At(at) => line + &with_paragraphs(", deltar på distans".to_owned(), at),
    }
}

/// "tjänstgör för Eva Ek (C) §§ 104–110 och för Vakant (L) § 111".
fn serving(serves: &[(ServesFor, &str)]) -> String {
    let told: Vec<_> = serves
        .iter()
        .map(|(whom, at)| {
            let whom = whom.printed().map(|whom| format!("för {whom}")).unwrap_or_default();
            with_paragraphs(whom, at).trim_start().to_owned()
        })
        .collect();
    format!("tjänstgör {}", list(&told, "och")).trim_end().to_owned()
}

/// An exception, "ej § 46 …", is set off by a comma.
fn with_paragraphs(text: String, at: &str) -> String {
    match at {
        "" => text,
        exception if exception.starts_with("ej ") => format!("{text}, {exception}"),
        at => format!("{text} {at}"),
    }
}

/// "Tjänstgörande ordförande Bo Lind (M) § 106", where several chairs sign: the ordinary one by office, anybody else as
/// acting (ATT-11, JAV-11).
pub fn chair(person: &Person, at: &str) -> String {
    let office =
        if person.office == Office::Chair { "Ordförande" } else { "Tjänstgörande ordförande" };
    with_paragraphs(format!("{office} {}", person.named()), at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wording::person::tests::{BO, JONAS};

    const ANNA: Attendee = Attendee {
        name: "Anna Berg",
        party: "S",
        role: "",
        municipality: "",
        at: "",
        serves: vec![],
        remote: Remote::No,
    };

    #[test]
    fn att_03_a_line_has_name_party_role_and_municipality() {
        assert_eq!(line(&ANNA), "Anna Berg (S)");
        let chair = Attendee { role: "ordförande", municipality: "Norrbo kommun", ..ANNA };
        assert_eq!(line(&chair), "Anna Berg (S), ordförande, Norrbo kommun");
        assert_eq!(line(&Attendee { party: "", ..ANNA }), "Anna Berg");
        assert_eq!(line(&Attendee { party: "-", ..ANNA }), "Anna Berg (-)");
    }

    #[test]
    fn att_02_paragraphs_stand_after_the_role() {
        let official = Attendee {
            name: "Eva Dahl",
            party: "",
            role: "förvaltningschef",
            at: "§\u{a0}103–del av §\u{a0}104",
            ..ANNA
        };
        assert_eq!(line(&official), "Eva Dahl, förvaltningschef §\u{a0}103–del av §\u{a0}104");
        let but_one = Attendee { at: "ej §\u{a0}46 på grund av jäv", ..ANNA };
        assert_eq!(line(&but_one), "Anna Berg (S), ej §\u{a0}46 på grund av jäv");
    }

    #[test]
    fn att_01_a_substitute_serves_for_members_and_for_vacant_seats() {
        let one = Attendee { serves: vec![(ServesFor::Vacant("L"), "")], ..ANNA };
        assert_eq!(line(&one), "Anna Berg (S), tjänstgör för Vakant (L)");
        let eva = ServesFor::Member("Eva Ek", "C");
        let serves = vec![(eva, "§§\u{a0}104–110"), (ServesFor::Vacant(""), "§\u{a0}111")];
        assert_eq!(
            line(&Attendee { serves, ..ANNA }),
            "Anna Berg (S), tjänstgör för Eva Ek (C) §§\u{a0}104–110 och för Vakant §\u{a0}111"
        );
        let unnamed = Attendee { serves: vec![(ServesFor::Unnamed, "§\u{a0}2")], ..ANNA };
        assert_eq!(line(&unnamed), "Anna Berg (S), tjänstgör §\u{a0}2");
        let whole = Attendee { serves: vec![(ServesFor::Unnamed, "")], ..ANNA };
        assert_eq!(line(&whole), "Anna Berg (S), tjänstgör");
    }

    #[test]
    fn rem_03_who_takes_part_at_a_distance_is_marked() {
        assert_eq!(
            line(&Attendee { role: "vice ordförande", remote: Remote::Yes, ..ANNA }),
            "Anna Berg (S), vice ordförande, deltar på distans"
        );
        assert_eq!(
            line(&Attendee { remote: Remote::At("§§\u{a0}101–104"), ..ANNA }),
            "Anna Berg (S), deltar på distans §§\u{a0}101–104"
        );
    }

    #[test]
    fn att_11_each_chair_has_their_paragraphs() {
        assert_eq!(chair(&BO, "§\u{a0}106"), "Tjänstgörande ordförande Bo Lind (M) §\u{a0}106");
        assert_eq!(chair(&JONAS, ""), "Ordförande Jonas Ek (S)");
    }
}
