//! What a vote was about, who voted how, and what it gave (omröstning, votering).

use super::{
    body::Body,
    grammar::{capital, list, that},
    person::{Person, in_order_of_voting},
};
use crate::law::tally::{Ballot, Outcome, Side, Totals};

/// Where the list of who voted how stands (VTL-02).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VoteList {
    Inline,
    Annex(u32),
    /// A closed vote has none (VOT-07).
    Closed,
}

/// What a vote stands under as standard.
pub const HEADING: &str = "Omröstning";

/// "Omröstning", or "Omröstning 2" where a § has several (VTL-02), by what a vote is called.
pub fn heading(called: &str, number: Option<u32>) -> String {
    number.map_or_else(|| called.to_owned(), |number| format!("{called} {number}"))
}

/// Who voted how, one paragraph for each side with its number (VOT-07, VTL-01): "Bo Lind (M) röstar Nej (1)."
pub fn voters(rows: &[(Person, Ballot)]) -> Vec<String> {
    let sides = [
        (Ballot::Yes, "röstar Ja"),
        (Ballot::No, "röstar Nej"),
        (Ballot::Abstain, "avstår från att rösta"),
        (Ballot::Absent, "är frånvarande"),
    ];
    let told = sides.map(|(ballot, verb)| {
        let persons: Vec<_> = rows.iter().filter(|row| row.1 == ballot).map(|row| row.0).collect();
        (!persons.is_empty()).then(|| {
            format!("{} {verb} ({}).", capital(&in_order_of_voting(&persons)), persons.len())
        })
    });
    told.into_iter().flatten().collect()
}

/// "Omröstningen utfaller med 25 Ja mot 18 Nej. 6 ledamöter avstår från att rösta.", and where the list is (PRO-03,
/// VTL-02).
pub fn tally(totals: Totals, list: VoteList) -> String {
    let mut sentences =
        vec![format!("Omröstningen utfaller med {} Ja mot {} Nej.", totals.yes, totals.no)];
    if totals.abstain > 0 {
        sentences.push(format!("{} avstår från att rösta.", members(totals.abstain)));
    }
    if totals.absent > 0 {
        sentences.push(format!("{} är frånvarande.", members(totals.absent)));
    }
    match list {
        VoteList::Inline => {}
        VoteList::Annex(number) => {
            sentences.push(format!("Hur var och en röstar framgår av bilaga\u{a0}{number}."));
        }
        VoteList::Closed => sentences.insert(0, "Sluten omröstning genomförs.".to_owned()),
    }
    sentences.join(" ")
}

fn members(count: u32) -> String {
    if count == 1 { "1 ledamot".to_owned() } else { format!("{count} ledamöter") }
}

/// "Med 6 ja-röster mot 5 nej-röster och 2 som avstår beslutar nämnden att …": what the vote decides, with the chair's
/// casting vote where it settles a tie (VOT-08, VOT-09). `decision` is a clause; of an undecided vote only the sums.
pub fn result(body: Body, totals: Totals, outcome: Outcome, decision: &str) -> String {
    let yes = votes(totals.yes, "ja-röst", "ja-röster");
    let no = votes(totals.no, "nej-röst", "nej-röster");
    let Some(side) = outcome.side() else {
        return format!("Omröstningen utfaller med {yes} mot {no}{}.", abstaining(totals));
    };
    let sums = match side {
        Side::Yes => format!("{yes} mot {no}"),
        Side::No => format!("{no} mot {yes}"),
    };
    let casting = match outcome {
        Outcome::CastingVote(_) => ", genom ordförandens utslagsröst,",
        Outcome::Lot(_) => ", genom lottning,",
        Outcome::Majority(_) | Outcome::Undecided => "",
    };
    let abstaining = abstaining(totals);
    format!("Med {sums}{abstaining}{casting} beslutar {} {}.", body.inside(), that(decision))
}

fn votes(count: u32, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

fn abstaining(totals: Totals) -> String {
    if totals.abstain > 0 { format!(" och {} som avstår", totals.abstain) } else { String::new() }
}

/// "Vid lika röstetal avgör ordförandens utslagsröst, som läggs för Ja." The chair's vote in the list stays (VOT-09).
pub fn casting_vote(side: Side) -> String {
    let side = match side {
        Side::Yes => "Ja",
        Side::No => "Nej",
    };
    format!("Vid lika röstetal avgör ordförandens utslagsröst, som läggs för {side}.")
}

/// The sums of a closed vote, by whom nothing is known (VOT-07): "Sluten omröstning genomförs och utfaller med 6
/// ja-röster, 4 nej-röster och 1 blank röst."
pub fn closed_tally(totals: Totals, blank: u32, void: u32) -> String {
    let sums = [
        (totals.yes, "ja-röst", "ja-röster", true),
        (totals.no, "nej-röst", "nej-röster", true),
        (blank, "blank röst", "blanka röster", false),
        (void, "ogiltig röst", "ogiltiga röster", false),
    ];
    let told: Vec<_> = sums
        .into_iter()
        .filter(|(count, _, _, always)| *always || *count > 0)
        .map(|(count, one, many, _)| votes(count, one, many))
        .collect();
    format!("Sluten omröstning genomförs och utfaller med {}.", list(&told, "och"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::wording::{
        body::tests::{BOARD, KS},
        person::{
            Office,
            tests::{ANNA, BO, JONAS, KIM, NINA},
        },
    };

    const fn totals(yes: u32, no: u32, abstain: u32, absent: u32) -> Totals {
        Totals { yes, no, abstain, absent }
    }

    #[test]
    fn vtl_01_everybody_who_voted_stands_by_their_side_with_its_number() {
        let rows = [
            (JONAS, Ballot::Yes),
            (NINA, Ballot::No),
            (ANNA, Ballot::Yes),
            (KIM, Ballot::Yes),
            (BO, Ballot::Abstain),
        ];
        assert_eq!(
            voters(&rows),
            [
                "Anna Berg (S), tjänstgörande ersättaren Kim Andreas (V) och ordföranden Jonas Ek (S) \
                 röstar Ja (3).",
                "Tjänstgörande ersättaren Nina Alm (M) röstar Nej (1).",
                "Bo Lind (M) avstår från att rösta (1).",
            ]
        );
        assert_eq!(voters(&[(BO, Ballot::Absent)]), ["Bo Lind (M) är frånvarande (1)."]);
        assert!(voters(&[]).is_empty());
    }

    #[test]
    fn vtl_02_several_votes_are_numbered_and_a_long_list_is_an_annex() {
        assert_eq!(heading(HEADING, None), "Omröstning");
        assert_eq!(heading("Votering", Some(2)), "Votering 2");
        assert_eq!(
            tally(totals(25, 18, 6, 0), VoteList::Annex(2)),
            "Omröstningen utfaller med 25 Ja mot 18 Nej. 6 ledamöter avstår från att rösta. Hur var \
             och en röstar framgår av bilaga\u{a0}2."
        );
        assert_eq!(
            tally(totals(7, 1, 1, 2), VoteList::Inline),
            "Omröstningen utfaller med 7 Ja mot 1 Nej. 1 ledamot avstår från att rösta. 2 ledamöter \
             är frånvarande."
        );
    }

    #[test]
    fn vot_08_the_result_names_the_side_that_won_first() {
        let decided = |totals: Totals| {
            result(BOARD, totals, totals.outcome(None), "att skolan i Norrby läggs ned.")
        };
        assert_eq!(
            decided(totals(6, 5, 2, 0)),
            "Med 6 ja-röster mot 5 nej-röster och 2 som avstår beslutar barn- och utbildningsnämnden \
             att skolan i Norrby läggs ned."
        );
        assert_eq!(
            decided(totals(1, 9, 0, 1)),
            "Med 9 nej-röster mot 1 ja-röst beslutar barn- och utbildningsnämnden att skolan i Norrby \
             läggs ned."
        );
    }

    #[test]
    fn vot_09_a_tie_is_settled_by_the_casting_vote() {
        let tie = totals(5, 5, 1, 0);
        assert_eq!(
            result(KS, tie, tie.outcome(Some(Side::Yes)), "bron målas"),
            "Med 5 ja-röster mot 5 nej-röster och 1 som avstår, genom ordförandens utslagsröst, \
             beslutar kommunstyrelsen att bron målas."
        );
        assert_eq!(
            result(KS, tie, tie.outcome(None), "bron målas"),
            "Omröstningen utfaller med 5 ja-röster mot 5 nej-röster och 1 som avstår."
        );
        assert_eq!(
            casting_vote(Side::No),
            "Vid lika röstetal avgör ordförandens utslagsröst, som läggs för Nej."
        );
    }

    #[test]
    fn vot_07_of_a_closed_vote_only_the_sums_are_told() {
        assert_eq!(
            closed_tally(totals(6, 4, 0, 0), 1, 0),
            "Sluten omröstning genomförs och utfaller med 6 ja-röster, 4 nej-röster och 1 blank röst."
        );
        assert_eq!(
            closed_tally(totals(1, 0, 0, 0), 0, 2),
            "Sluten omröstning genomförs och utfaller med 1 ja-röst, 0 nej-röster och 2 ogiltiga \
             röster."
        );
        assert!(tally(totals(3, 2, 0, 0), VoteList::Closed).starts_with("Sluten omröstning"));
    }

    fn ballot() -> impl Strategy<Value = Ballot> {
        prop::sample::select(vec![Ballot::Yes, Ballot::No, Ballot::Abstain, Ballot::Absent])
    }

    proptest! {
        #[test]
        fn pro_03_the_printed_list_counts_as_the_tally_does(ballots in prop::collection::vec(ballot(), 0..20)) {
            let names: Vec<_> = (0..ballots.len()).map(|n| format!("Nr{n} Namn")).collect();
            let rows: Vec<_> = names
                .iter()
                .zip(&ballots)
                .map(|(name, ballot)| (Person { name, party: "X", office: Office::Member }, *ballot))
                .collect();
            let counted = Totals::count(ballots.iter().copied());
            let told = voters(&rows);
            for (verb, count) in [
                ("röstar Ja", counted.yes),
                ("röstar Nej", counted.no),
                ("avstår från att rösta", counted.abstain),
                ("är frånvarande", counted.absent),
            ] {
                let line = told.iter().find(|line| line.contains(verb));
                prop_assert_eq!(line.is_some(), count > 0);
                if let Some(line) = line {
                    let ending = format!(" {verb} ({count}).");
                    prop_assert!(line.ends_with(&ending));
                    prop_assert_eq!(line.matches("(X)").count().to_string(), count.to_string());
                }
            }
            for name in &names {
                let whole = format!("{name} (X)");
                prop_assert_eq!(told.iter().map(|line| line.matches(&whole).count()).sum::<usize>(), 1);
            }
        }
    }
}
