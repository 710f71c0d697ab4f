//! How persons are named in running text, "ordföranden Anna Berg (S)" (namnskick).

use super::grammar::{capital, genitive, list};

/// In what office somebody acts; it stands before the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Office<'a> {
    Member,
    Chair,
    /// Leads a § or a meeting in the chair's place (ATT-11).
    ActingChair,
    ViceChair,
    FirstViceChair,
    SecondViceChair,
    ThirdViceChair,
    /// A substitute who serves in somebody's place.
    Serving,
    /// A substitute who is there without serving.
    Substitute,
    /// An official, by title in definite form: "förvaltningschefen".
    Titled(&'a str),
}

/// Somebody as the text names them. `party` is as it is kept, with or without parentheses, and may be empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Person<'a> {
    pub name: &'a str,
    pub party: &'a str,
    pub office: Office<'a>,
}

impl<'a> Office<'a> {
    fn title(self) -> Option<&'a str> {
        match self {
            Self::Member => None,
            Self::Chair => Some("ordföranden"),
            Self::ActingChair => Some("tjänstgörande ordföranden"),
            Self::ViceChair => Some("vice ordföranden"),
            Self::FirstViceChair => Some("förste vice ordföranden"),
            Self::SecondViceChair => Some("andre vice ordföranden"),
            Self::ThirdViceChair => Some("tredje vice ordföranden"),
            Self::Serving => Some("tjänstgörande ersättaren"),
            Self::Substitute => Some("ersättaren"),
            Self::Titled(title) => Some(title),
        }
    }

    /// What stands once before several who follow each other; none for an office that one person holds.
    fn plural(self) -> Option<&'static str> {
        match self {
            Self::Serving => Some("tjänstgörande ersättarna"),
            Self::Substitute => Some("ersättarna"),
            Self::Member
            | Self::Chair
            | Self::ActingChair
            | Self::ViceChair
            | Self::FirstViceChair
            | Self::SecondViceChair
            | Self::ThirdViceChair
            | Self::Titled(_) => None,
        }
    }

    /// Members first, then serving substitutes, and the chair last, who also votes last (VOT-18).
    fn rank(self) -> u8 {
        match self {
            Self::Serving => 1,
            Self::Substitute | Self::Titled(_) => 2,
            Self::Chair | Self::ActingChair => 3,
            Self::Member
            | Self::ViceChair
            | Self::FirstViceChair
            | Self::SecondViceChair
            | Self::ThirdViceChair => 0,
        }
    }
}

impl Person<'_> {
    /// "Anna Berg (S)"; without a party only the name, and "(-)" for one without party who is kept so (ATT-03, ATT-04).
    pub fn named(&self) -> String {
        let party = self.party.trim().trim_start_matches('(').trim_end_matches(')');
        if party.is_empty() { self.name.to_owned() } else { format!("{} ({party})", self.name) }
    }

    /// "tjänstgörande ersättaren Nina Alm (M)".
    pub fn titled(&self) -> String {
        match self.office.title() {
            Some(title) => format!("{title} {}", self.named()),
            None => self.named(),
        }
    }
}

/// Persons in the order given, each after their office; substitutes who follow each other share one word (YRK-01).
pub fn people(persons: &[Person]) -> String {
    let units: Vec<_> = persons
        .chunk_by(|one, next| one.office == next.office && one.office.plural().is_some())
        .collect();
    let shared = units.iter().any(|unit| unit.len() > 1);
    let last = if shared && units.len() > 1 { "samt" } else { "och" };
    list(&units.into_iter().map(unit).collect::<Vec<_>>(), last)
}

fn unit(persons: &[Person]) -> String {
    match persons {
        [first, _, ..] => {
            let names: Vec<_> = persons.iter().map(Person::named).collect();
            format!("{} {}", first.office.plural().unwrap_or_default(), list(&names, "och"))
        }
        _ => persons.iter().map(Person::titled).collect(),
    }
}

/// The same as a vote list has it: members, then serving substitutes, then the chair (VTL-01, VOT-18).
pub fn in_order_of_voting(persons: &[Person]) -> String {
    let mut persons = persons.to_vec();
    persons.sort_by_key(|person| person.office.rank());
    people(&persons)
}

/// Whose act it is: persons, or a party's whole group (YRK-01).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mover<'a> {
    Persons(Vec<Person<'a>>),
    /// "representanterna från V och S", by party.
    Representatives(Vec<&'a str>),
    /// "ledamöterna från V och S", by party.
    Members(Vec<&'a str>),
    /// "S-gruppen", in definite form.
    Group(&'a str),
}

impl<'a> Mover<'a> {
    pub fn one(person: Person<'a>) -> Self {
        Self::Persons(vec![person])
    }

    /// In the middle of a sentence.
    pub fn named(&self) -> String {
        match self {
            Self::Persons(persons) => people(persons),
            Self::Representatives(parties) => {
                format!("representanterna från {}", list(parties, "och"))
            }
            Self::Members(parties) => format!("ledamöterna från {}", list(parties, "och")),
            Self::Group(name) => (*name).to_owned(),
        }
    }

    /// As the subject with which a sentence begins.
    pub fn subject(&self) -> String {
        capital(&self.named())
    }

    pub fn is_one(&self) -> bool {
        matches!(self, Self::Persons(persons) if persons.len() == 1)
    }

    /// What they ask for, in definite form: "Anna Bergs yrkande", "yrkandet från M och L".
    pub fn claim(&self) -> String {
        match self {
            Self::Persons(persons) => format!("{} yrkande", owners(persons)),
            Self::Representatives(parties) | Self::Members(parties) => {
                format!("yrkandet från {}", list(parties, "och"))
            }
            Self::Group(name) => format!("{} yrkande", genitive(name)),
        }
    }
}

/// "Anna Bergs", "Anna Bergs och Bo Linds"; of more than two, the first and "m.fl.".
fn owners(persons: &[Person]) -> String {
    let names: Vec<_> = persons.iter().map(|person| genitive(person.name)).collect();
    match names.as_slice() {
        [first, _, _, ..] => format!("{first} m.fl."),
        names => list(names, "och"),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;

    pub(crate) const ANNA: Person = person("Anna Berg", "S", Office::Member);
    pub(crate) const BO: Person = person("Bo Lind", "M", Office::Member);
    pub(crate) const JONAS: Person = person("Jonas Ek", "S", Office::Chair);
    pub(crate) const NINA: Person = person("Nina Alm", "M", Office::Serving);
    pub(crate) const KIM: Person = person("Kim Andreas", "V", Office::Serving);
    pub(crate) const PER: Person = person("Per Åberg", "C", Office::Substitute);

    pub(crate) const fn person(
        name: &'static str,
        party: &'static str,
        office: Office<'static>,
    ) -> Person<'static> {
        Person { name, party, office }
    }

    #[test]
    fn att_04_a_party_is_printed_as_it_is_kept_and_may_be_missing() {
        assert_eq!(ANNA.named(), "Anna Berg (S)");
        assert_eq!(person("Ulla Ro", "", Office::Member).named(), "Ulla Ro");
        assert_eq!(person("Ulla Ro", "-", Office::Member).named(), "Ulla Ro (-)");
        assert_eq!(person("Ulla Ro", "(-)", Office::Member).named(), "Ulla Ro (-)");
        let independent = person("Ulla Ro", "oberoende, tidigare KD", Office::Member);
        assert_eq!(independent.named(), "Ulla Ro (oberoende, tidigare KD)");
    }

    #[test]
    fn yrk_01_persons_stand_in_the_order_given_with_their_office() {
        assert_eq!(people(&[ANNA]), "Anna Berg (S)");
        assert_eq!(people(&[BO, JONAS]), "Bo Lind (M) och ordföranden Jonas Ek (S)");
        assert_eq!(
            people(&[ANNA, BO, NINA]),
            "Anna Berg (S), Bo Lind (M) och tjänstgörande ersättaren Nina Alm (M)"
        );
        let chief = person("Eva Dahl", "", Office::Titled("förvaltningschefen"));
        assert_eq!(people(&[chief]), "förvaltningschefen Eva Dahl");
    }

    #[test]
    fn vtl_01_members_come_first_then_substitutes_and_the_chair_last() {
        assert_eq!(
            in_order_of_voting(&[JONAS, NINA, ANNA, KIM, BO]),
            "Anna Berg (S), Bo Lind (M), tjänstgörande ersättarna Nina Alm (M) och Kim Andreas (V) \
             samt ordföranden Jonas Ek (S)"
        );
        assert_eq!(
            in_order_of_voting(&[NINA, KIM]),
            "tjänstgörande ersättarna Nina Alm (M) och Kim Andreas (V)"
        );
    }

    #[test]
    fn yrk_01_a_group_can_be_the_mover() {
        let parties = Mover::Representatives(vec!["V", "S", "MP"]);
        assert_eq!(parties.subject(), "Representanterna från V, S och MP");
        assert_eq!(Mover::Members(vec!["M"]).claim(), "yrkandet från M");
        assert_eq!(Mover::Group("S-gruppen").claim(), "S-gruppens yrkande");
        assert_eq!(Mover::one(JONAS).subject(), "Ordföranden Jonas Ek (S)");
    }

    #[test]
    fn yrk_03_a_claim_is_named_by_its_movers() {
        assert_eq!(Mover::one(KIM).claim(), "Kim Andreas yrkande");
        assert_eq!(Mover::Persons(vec![ANNA, BO]).claim(), "Anna Bergs och Bo Linds yrkande");
        assert_eq!(Mover::Persons(vec![ANNA, BO, NINA]).claim(), "Anna Bergs m.fl. yrkande");
    }

    fn office() -> impl Strategy<Value = Office<'static>> {
        prop::sample::select(vec![
            Office::Member,
            Office::Chair,
            Office::ViceChair,
            Office::Serving,
            Office::Substitute,
        ])
    }

    proptest! {
        // PRO-03: who voted how must be seen for everybody.
        #[test]
        fn pro_03_no_name_is_lost_in_any_order(offices in prop::collection::vec(office(), 1..15)) {
            let names: Vec<_> = (0..offices.len()).map(|n| format!("Nr{n} Namn")).collect();
            let persons: Vec<_> = names
                .iter()
                .zip(&offices)
                .map(|(name, office)| Person { name, party: "X", office: *office })
                .collect();
            for printed in [people(&persons), in_order_of_voting(&persons)] {
                prop_assert_eq!(printed.matches(" (X)").count(), persons.len());
                for name in &names {
                    let whole = format!("{name} (X)");
                    prop_assert_eq!(printed.matches(&whole).count(), 1);
                }
            }
        }
    }
}
