//! The votes of a § in words, each with its list (omröstningar, val).

use serde::{Deserialize, Serialize};

use super::{
    super::{Procedure, Tally, Vote},
    Told,
    people::Room,
    section,
};
use crate::{
    law::{
        procedure::VoteKind,
        tally::{Ballot as Answer, Side, Totals},
    },
    wording::{self, Block, Candidate, Layout, Meaning, Proposal, VoteList},
};

/// The list of an open vote: each seat's answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Table {
    pub(crate) rows: Vec<Row>,
    pub(crate) yes: u32,
    pub(crate) no: u32,
    pub(crate) abstain: u32,
    pub(crate) absent: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Row {
    /// Whose seat it is, where somebody else voted in it.
    pub(crate) seat: String,
    pub(crate) name: String,
    pub(crate) party: String,
    pub(crate) municipality: String,
    /// `yes`, `no`, `abstain` or `absent`.
    pub(crate) answer: String,
}

impl Row {
    /// "Ja".
    pub(crate) fn answer_words(&self) -> &'static str {
        self.answer.parse::<Answer>().map_or("", Answer::name)
    }
}

impl Table {
    /// "5 ja, 5 nej, 1 avstår".
    pub(crate) fn sums(&self) -> String {
        let sums = [(self.yes, "ja"), (self.no, "nej")].map(|(sum, name)| format!("{sum} {name}"));
        let rest = [(self.abstain, "avstår"), (self.absent, "frånvarande")];
        let rest = rest.into_iter().filter(|(sum, _)| *sum > 0);
        let rest = rest.map(|(sum, name)| format!("{sum} {name}"));
        sums.into_iter().chain(rest).collect::<Vec<_>>().join(", ")
    }
}

pub(super) fn sections(procedure: &Procedure, room: &Room, layout: &Layout) -> Vec<Told> {
    let questions = procedure.votes.iter().filter(|vote| vote.kind == VoteKind::Question).count();
    let mut n = 0;
    procedure
        .votes
        .iter()
        .map(|vote| {
            let room = room.at(vote.moment);
            let subject = (vote.id, Block::Votes);
            if vote.kind == VoteKind::Election {
                let heading = layout.other_heading(Block::Votes).to_owned();
                return section(procedure, subject, heading, &election(vote, &room));
            }
            n += 1;
            let number = (questions > 1).then_some(n);
            let heading = wording::vote::heading(layout.heading(Block::Votes), number);
            let told = section(procedure, subject, heading, &question(vote));
            Told { table: table(vote, &room), ..told }
        })
        .collect()
}

fn meaning(words: &str) -> Meaning<'_> {
    let after = |begins: &str| words.strip_prefix(begins).map(str::trim);
    if let Some(rest) = after("bifall till ") {
        Meaning::Approve(Proposal::Named(rest))
    } else if let Some(rest) = after("avslag på ") {
        Meaning::Reject(Proposal::Named(rest))
    } else {
        Meaning::Free(words)
    }
}

fn question(vote: &Vote) -> Vec<String> {
    let (yes, no) = (meaning(&vote.yes_means), meaning(&vote.no_means));
    let mut told = vec![wording::voting_proposition::voting_proposition(&yes, &no)];
    let totals = totals(vote);
    if vote.open {
        told.push(wording::vote::tally(totals, VoteList::Inline));
    } else {
        told.push(wording::vote::closed_tally(totals, sum(vote, "blank"), sum(vote, "void")));
    }
    if let Some(side) = vote.casting {
        told.push(wording::vote::casting_vote(side));
    } else if let Some(side) = vote.stated
        && totals.outcome(None).side() != Some(side)
    {
        let side = match side {
            Side::Yes => "Ja",
            Side::No => "Nej",
        };
        told.push(format!("Ordföranden finner att beslutet blir enligt {side}."));
    }
    told
}

/// From the list, or else from the sums that were recorded.
pub(super) fn totals(vote: &Vote) -> Totals {
    if vote.ballots.is_empty() {
        return Totals {
            yes: sum(vote, "yes"),
            no: sum(vote, "no"),
            abstain: sum(vote, "abstain"),
            absent: sum(vote, "absent"),
        };
    }
    Totals::count(vote.ballots.iter().map(|ballot| ballot.answer))
}

fn sum(vote: &Vote, answer: &str) -> u32 {
    let of = |tally: &&Tally| tally.answer == answer;
    vote.tallies.iter().find(of).and_then(|one| u32::try_from(one.votes).ok()).unwrap_or_default()
}

fn table(vote: &Vote, room: &Room) -> Option<Table> {
    if vote.ballots.is_empty() {
        return None;
    }
    let totals = totals(vote);
    let rows = room.every_seat().filter_map(|seat| {
        let ballot = vote.ballots.iter().find(|ballot| ballot.seat == seat.id)?;
        let own = ballot.person.is_none() || ballot.person == seat.person;
        let person = ballot.person.map(|person| room.plain(person));
        let (name, party) = person.map_or((seat.name.as_str(), seat.party.as_str()), |person| {
            (person.name, person.party)
        });
        let holder = wording::Person {
            name: &seat.name,
            party: &seat.party,
            office: wording::Office::Member,
        };
        Some(Row {
            seat: if own { String::new() } else { holder.named() },
            name: name.to_owned(),
            party: party.to_owned(),
            municipality: seat.municipality.clone().unwrap_or_default(),
            answer: ballot.answer.as_str().to_owned(),
        })
    });
    Some(Table {
        rows: rows.collect(),
        yes: totals.yes,
        no: totals.no,
        abstain: totals.abstain,
        absent: totals.absent,
    })
}

/// What the ballots gave, the lot, and who is elected.
fn election(vote: &Vote, room: &Room) -> Vec<String> {
    let named = vote.candidates.iter().map(|one| {
        let candidate = if vote.proportional {
            Candidate::Group(&one.name)
        } else {
            Candidate::Person(person(one, room))
        };
        (candidate, u32::try_from(one.votes).unwrap_or_default(), one)
    });
    let named: Vec<_> = named.collect();
    let votes: Vec<_> = named.iter().map(|(candidate, votes, _)| (*candidate, *votes)).collect();
    let mut told =
        vec![wording::election::ballot_result(&votes, sum(vote, "blank"), sum(vote, "void"))];
    let drawn = named.iter().filter(|(_, _, one)| one.by_lot && one.elected);
    told.extend(drawn.map(|(candidate, ..)| wording::election::lot(candidate)));
    told
}

fn person<'a>(one: &'a super::super::Candidate, room: &Room<'a>) -> wording::Person<'a> {
    match one.person {
        Some(person) => room.plain(person),
        None => wording::Person { name: &one.name, party: "", office: wording::Office::Member },
    }
}
