//! Elections: what the closed ballot gave, the lot, and who is elected (val, lottning).

use super::{
    grammar::{bare, list, sentence},
    person::{Mover, Person, people},
};

/// Whom a ballot is for (VOT-19).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Candidate<'a> {
    Person(Person<'a>),
    /// The group name on the ballots of a proportional election.
    Group(&'a str),
}

impl Candidate<'_> {
    fn named(&self) -> String {
        match self {
            Self::Person(person) => person.named(),
            Self::Group(name) => format!("beteckningen ”{name}”"),
        }
    }
}

/// "Valet sker med slutna sedlar. Anna Berg (S) får 6 röster och Bo Lind (M) 5 röster. 1 valsedel är blank." (KND-11,
/// VOT-06, VOT-07).
pub fn ballot_result(votes: &[(Candidate, u32)], blank: u32, void: u32) -> String {
    let mut sentences = vec!["Valet sker med slutna sedlar.".to_owned()];
    let shares: Vec<_> = votes
        .iter()
        .zip(0..)
        .map(|((candidate, count), index)| {
            let verb = if index == 0 { " får" } else { "" };
            let noun = if *count == 1 { "röst" } else { "röster" };
            format!("{}{verb} {count} {noun}", candidate.named())
        })
        .collect();
    if !shares.is_empty() {
        sentences.push(sentence(&list(&shares, "och")));
    }
    let spoiled: Vec<_> = [(blank, "blank", "blanka"), (void, "ogiltig", "ogiltiga")]
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, many)| match count {
            1 => format!("1 valsedel är {one}"),
            count => format!("{count} valsedlar är {many}"),
        })
        .collect();
    if !spoiled.is_empty() {
        sentences.push(list(&spoiled, "och") + ".");
    }
    sentences.join(" ")
}

/// "Vid lika röstetal avgörs valet genom lottning. Lotten utfaller för Anna Berg (S)." (VOT-10).
pub fn lot(winner: &Candidate) -> String {
    let winner = winner.named();
    format!("Vid lika röstetal avgörs valet genom lottning. Lotten utfaller för {winner}.")
}

/// "Till ledamot i byggnadsnämnden i stället för Eva Ek (C) för tiden till och med 2026 utses Per Åberg (C)." (KND-11).
/// `post` is one or several, as it reads after "till"; `term` is a phrase and may be empty.
pub fn elected(post: &str, instead_of: Option<&Person>, term: &str, persons: &[Person]) -> String {
    let instead = instead_of.map(|former| format!(" i stället för {}", former.named()));
    let term = bare(term);
    let term = if term.is_empty() { String::new() } else { format!(" {term}") };
    let instead = instead.unwrap_or_default();
    format!("Till {}{instead}{term} utses {}.", bare(post), people(persons))
}

/// "Ledamöterna från M föreslår Bo Lind (M)." (KND-11).
pub fn nominates(who: &Mover, persons: &[Person]) -> String {
    format!("{} föreslår {}.", who.subject(), people(persons))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wording::person::{
        Office,
        tests::{ANNA, BO, person},
    };

    const ULLA: Candidate = Candidate::Person(person("Ulla Ro", "", Office::Member));

    #[test]
    fn vot_07_a_ballot_tells_how_many_each_candidate_got_and_what_did_not_count() {
        let two = [(Candidate::Person(ANNA), 6), (Candidate::Person(BO), 5)];
        assert_eq!(
            ballot_result(&two, 1, 2),
            "Valet sker med slutna sedlar. Anna Berg (S) får 6 röster och Bo Lind (M) 5 röster. \
             1 valsedel är blank och 2 valsedlar är ogiltiga."
        );
        assert_eq!(
            ballot_result(&[(ULLA, 1)], 0, 0),
            "Valet sker med slutna sedlar. Ulla Ro får 1 röst."
        );
        assert_eq!(ballot_result(&[], 0, 0), "Valet sker med slutna sedlar.");
    }

    #[test]
    fn vot_19_a_proportional_election_counts_by_group_name() {
        let groups = [(Candidate::Group("Samverkan"), 26), (Candidate::Group("Alliansen"), 19)];
        assert_eq!(
            ballot_result(&groups, 0, 0),
            "Valet sker med slutna sedlar. Beteckningen ”Samverkan” får 26 röster och beteckningen \
             ”Alliansen” 19 röster."
        );
    }

    #[test]
    fn vot_10_a_tie_is_settled_by_lot() {
        assert_eq!(
            lot(&Candidate::Person(ANNA)),
            "Vid lika röstetal avgörs valet genom lottning. Lotten utfaller för Anna Berg (S)."
        );
    }

    #[test]
    fn knd_11_an_election_names_post_predecessor_term_and_the_elected() {
        let term = "för tiden till och med 2026";
        assert_eq!(
            elected("ledamot i byggnadsnämnden", Some(&BO), term, &[ANNA]),
            "Till ledamot i byggnadsnämnden i stället för Bo Lind (M) för tiden till och med 2026 \
             utses Anna Berg (S)."
        );
        assert_eq!(
            elected("ombud vid stämman", None, "", &[ANNA, BO]),
            "Till ombud vid stämman utses Anna Berg (S) och Bo Lind (M)."
        );
        assert_eq!(
            nominates(&Mover::Members(vec!["M"]), &[BO]),
            "Ledamöterna från M föreslår Bo Lind (M)."
        );
    }
}
