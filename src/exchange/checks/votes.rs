//! Votes and elections: who may stand in them, and whether they add up (omröstningar).

use std::collections::BTreeSet;

use super::{Checks, Target};
use crate::{
    exchange::{Answer, BallotForm, Item, SeatRole, Side, Tally, Vote},
    law::procedure::{SettledBy, VoteKind},
};

/// Yes, no, abstain, absent.
type Counted = [Option<u32>; 4];

impl Checks<'_> {
    pub(super) fn vote(&mut self, vote: &Vote, item: &Item, at: &str) {
        self.refer(Target::Proposition, vote.proposition.as_ref(), format!("{at}/proposition"));
        self.ballots(vote, at);
        self.secrecy(vote, at);
        self.candidates(vote, at);
        if vote.ballots.is_empty() && vote.totals.is_none() && vote.candidates.is_empty() {
            self.say(at.to_owned(), "Omröstningen saknar både röster och summor.");
        }
        if !vote.as_printed {
            for sentence in [sums(vote), casting(vote), outcome(vote, item)].into_iter().flatten() {
                self.say(at.to_owned(), sentence);
            }
        }
    }

    fn ballots(&mut self, vote: &Vote, at: &str) {
        let (mut seats, mut persons) = (BTreeSet::new(), BTreeSet::new());
        for (n, ballot) in vote.ballots.iter().enumerate() {
            let at = format!("{at}/ballots/{n}");
            self.refer(Target::Seat, ballot.seat.as_ref(), format!("{at}/seat"));
            self.refer(Target::Person, ballot.person.as_ref(), format!("{at}/person"));
            let substitutes =
                self.meeting.seats.iter().filter(|seat| seat.role == SeatRole::Substitute);
            if ballot.seat.is_some()
                && substitutes.into_iter().any(|seat| Some(&seat.id) == ballot.seat.as_ref())
            {
                self.say(
                    at.clone(),
                    "Rösten avges på den ledamots plats som ersättaren tjänstgör på.",
                );
            }
            if ballot.seat.is_none() && ballot.person.is_none() {
                self.say(at.clone(), "Rösten saknar både plats och person.");
            }
            if ballot.person.is_none() && ballot.answer != Answer::Absent {
                self.say(at.clone(), "En röst har avgetts av någon. Ange personen.");
            }
            if ballot.seat.as_ref().is_some_and(|seat| !seats.insert(seat)) {
                self.say(format!("{at}/seat"), "Platsen står två gånger i röstlistan.");
            }
            if ballot.person.as_ref().is_some_and(|person| !persons.insert(person)) {
                self.say(format!("{at}/person"), "Personen står två gånger i röstlistan.");
            }
        }
    }

    /// What a secret ballot cannot hold (VOT-07).
    fn secrecy(&mut self, vote: &Vote, at: &str) {
        if vote.ballot == BallotForm::Open {
            return;
        }
        if !vote.ballots.is_empty() {
            self.say(
                at.to_owned(),
                "En sluten omröstning har ingen röstlista per person. Ange bara summor.",
            );
        }
        if vote.casting.is_some() {
            self.say(
                at.to_owned(),
                "Ordföranden har ingen utslagsröst i en sluten omröstning; lotten avgör.",
            );
        }
    }

    fn candidates(&mut self, vote: &Vote, at: &str) {
        if vote.kind.0 == VoteKind::Question && !vote.candidates.is_empty() {
            self.say(at.to_owned(), "Kandidater hör till ett val.");
        }
        let mut names = BTreeSet::new();
        for (n, one) in vote.candidates.iter().enumerate() {
            let at = format!("{at}/candidates/{n}");
            self.refer(Target::Person, one.person.as_ref(), format!("{at}/person"));
            if one.person.is_none() && one.name.is_none() {
                self.say(at.clone(), "Kandidaten saknar namn.");
            }
            if !names.insert((&one.person, &one.name)) {
                self.say(at, "Kandidaten står två gånger.");
            }
        }
    }
}

/// Whether the outcome that is stated is that of the numbers.
fn outcome(vote: &Vote, item: &Item) -> Option<String> {
    let settled =
        item.propositions.iter().find(|one| one.id == vote.proposition && one.id.is_some());
    if settled.is_some_and(|one| one.settled_by.0 == SettledBy::Minority) {
        return minority(vote);
    }
    let won = vote.casting.or(majority(vote)?)?;
    let stated = vote.outcome.filter(|stated| *stated != won)?;
    let side = |side| match side {
        Side::Yes => "Ja",
        Side::No => "Nej",
    };
    Some(format!(
        "Utfallet anges som {}, men rösterna ger {}. Om källan har det så: sätt as_printed.",
        side(stated),
        side(won)
    ))
}

/// Whether a third of those present stood behind it (VOT-11).
fn minority(vote: &Vote) -> Option<String> {
    let [yes, no, abstain, _] = counted(vote);
    let present = [yes?, no?, abstain.unwrap_or(0)].into_iter().map(u64::from).sum::<u64>();
    let supporters = u64::from(vote.supporters?);
    (supporters > present || supporters * 3 < present).then(|| {
        format!("{supporters} av {present} närvarande är inte en tredjedel som stöder yrkandet.")
    })
}

/// The numbers of the list, or else the totals.
fn counted(vote: &Vote) -> Counted {
    if !vote.ballots.is_empty() {
        return of_list(vote).map(Some);
    }
    vote.totals.as_ref().map_or([None; 4], stated)
}

fn of_list(vote: &Vote) -> [u32; 4] {
    let mut sums = [0; 4];
    for ballot in &vote.ballots {
        sums[ballot.answer as usize] += 1;
    }
    sums
}

fn stated(tally: &Tally) -> Counted {
    [tally.yes, tally.no, tally.abstain, tally.absent]
}

/// The side with more votes; `Some(None)` when they are equal.
fn majority(vote: &Vote) -> Option<Option<Side>> {
    let [yes, no, ..] = counted(vote);
    let (yes, no) = (yes?, no?);
    Some(match yes.cmp(&no) {
        std::cmp::Ordering::Greater => Some(Side::Yes),
        std::cmp::Ordering::Less => Some(Side::No),
        std::cmp::Ordering::Equal => None,
    })
}

fn sums(vote: &Vote) -> Option<String> {
    let totals = vote.totals.as_ref()?;
    let names = ["Ja", "Nej", "Avstår", "Frånvarande"];
    if !vote.ballots.is_empty() {
        let rows = stated(totals).into_iter().zip(of_list(vote)).zip(names);
        let wrong = rows.filter(|((stated, listed), _)| stated.is_some_and(|sum| sum != *listed));
        let wrong: Vec<_> = wrong
            .map(|((stated, listed), name)| {
                format!("{name} {} (listan ger {listed})", stated.unwrap_or(0))
            })
            .collect();
        if !wrong.is_empty() {
            return Some(format!(
                "Summorna stämmer inte med röstlistan: {}. Om källan har dem så: sätt as_printed.",
                wrong.join(", ")
            ));
        }
    }
    let sum = |votes: &[Option<u32>]| votes.iter().flatten().map(|n| u64::from(*n)).sum::<u64>();
    let refused = sum(&[totals.blank, totals.invalid]);
    let valid = u64::from(totals.handed_in?).checked_sub(refused);
    let votes: Vec<_> = vote.candidates.iter().map(|one| one.votes).collect();
    let given = if votes.is_empty() { sum(&[totals.yes, totals.no]) } else { sum(&votes) };
    let wrong = valid.is_none_or(|valid| given > valid);
    wrong.then(|| "Fler röster redovisas än de giltiga som lämnats in. Om källan har det så: sätt as_printed.".to_owned())
}

/// The casting vote and the lot settle a tie, and nothing else (VOT-05).
fn casting(vote: &Vote) -> Option<String> {
    let majority = majority(vote)??;
    let side = match majority {
        Side::Yes => "Ja",
        Side::No => "Nej",
    };
    (vote.casting.is_some() || vote.lot.is_some() && vote.kind.0 == VoteKind::Question).then(|| {
        format!("Rösterna är inte lika: {side} har flest. Då avgör varken utslagsröst eller lott.")
    })
}
