//! The propositions of a § in words (propositionsordning).

use super::{
    super::{Choice, Claim, Procedure, Proposition},
    claims::{Words, proposal},
    people::Room,
};
use crate::{
    law::procedure::{ClaimKind, SettledBy, Stage},
    wording::{
        Formal, Found, Minority, Proposal, Proposed, Question, Shown, Wish, minority::minority,
        order::order_approved, propositions::propositions,
    },
};

/// The claims with the words that sentences borrow.
type Known<'a> = [(&'a Claim, Words)];

pub(super) fn paragraphs(procedure: &Procedure, room: &Room) -> Vec<String> {
    let known: Vec<_> = procedure.claims.iter().map(|claim| (claim, Words::of(claim))).collect();
    let steps: Vec<_> = procedure
        .propositions
        .iter()
        .filter(|put| put.settled_by != SettledBy::Minority && !is_sentence(put))
        .filter_map(|put| {
            let question = question(put, procedure, (&known, room))?;
            Some(Proposed { question, vote_requested: put.settled_by == SettledBy::Vote })
        })
        .collect();
    let mut told: Vec<_> = procedure
        .propositions
        .iter()
        .filter(|put| is_sentence(put))
        .map(|put| put.question.trim().to_owned())
        .collect();
    if procedure.matter.order_approved && !steps.is_empty() {
        let planned: Vec<_> = steps.iter().map(|step| step.question.clone()).collect();
        told.extend(order_approved(room.body, &room.chair(), &planned));
    }
    if !steps.is_empty() {
        told.extend(propositions(room.body, &room.chair(), &steps));
    }
    let asked = procedure.propositions.iter().filter(|put| put.settled_by == SettledBy::Minority);
    told.extend(asked.flat_map(|put| remitted(put, &known, room)));
    told
}

/// Whether it is told in whole sentences, as a protocol that was brought in prints it: these stand as they are.
fn is_sentence(put: &Proposition) -> bool {
    put.options.is_empty() && put.question.trim_end().ends_with('.')
}

fn remitted(put: &Proposition, known: &Known, room: &Room) -> Vec<String> {
    let tables = put.options.iter().any(|choice| kind(choice, known) == Some(ClaimKind::TableItem));
    minority(&Minority {
        wish: if tables { Wish::Table } else { Wish::Remit },
        shown: Shown::Requested,
        supporters: put
            .supporters
            .and_then(|number| u32::try_from(number).ok())
            .unwrap_or_default(),
        present: room.present(),
        by: None,
        reason: &put.reason,
    })
}

fn claim<'a, 'k>(choice: &Choice, known: &'k Known<'a>) -> Option<&'k (&'a Claim, Words)> {
    match choice {
        Choice::Claim(id) => known.iter().find(|(claim, _)| claim.id == *id),
        Choice::Words(_) => None,
    }
}

fn kind(choice: &Choice, known: &Known) -> Option<ClaimKind> {
    claim(choice, known).map(|(claim, _)| claim.kind)
}

fn named<'a>(choice: &'a Choice, known: &'a Known, room: &Room<'a>) -> Option<Proposal<'a>> {
    match choice {
        Choice::Words(words) => Some(Proposal::Named(words)),
        Choice::Claim(_) => {
            let (claim, words) = claim(choice, known)?;
            proposal(claim, words, room)
        }
    }
}

/// What is put and what is found; none where too little is recorded to say it.
fn question<'a>(
    put: &'a Proposition,
    procedure: &'a Procedure,
    (known, room): (&'a Known<'a>, &Room<'a>),
) -> Option<Question<'a>> {
    let won = put.winner.and_then(|winner| put.options.get(winner));
    let kinds: Vec<_> = put.options.iter().map(|choice| kind(choice, known)).collect();
    let named = |choice: &'a Choice| named(choice, known, room);
    let found = |holds: bool| if holds { Found::Approved } else { Found::Rejected };
    let formal = kinds.iter().flatten().find_map(|kind| match kind {
        ClaimKind::Remit => Some((Formal::Remit, *kind)),
        ClaimKind::TableItem => Some((Formal::Table, *kind)),
        ClaimKind::Adjourn => Some((Formal::Adjourn, *kind)),
        ClaimKind::Approve
        | ClaimKind::Reject
        | ClaimKind::Amend
        | ClaimKind::Add
        | ClaimKind::Own
        | ClaimKind::Contribution => None,
    });
    if let Some((formal, asked)) = formal {
        let wins = won.is_some_and(|choice| kind(choice, known) == Some(asked));
        return Some(Question::Formal(formal, found(wins)));
    }
    if put.stage == Stage::Counter {
        let among = put.options.iter().filter_map(named).collect();
        let main = main_proposal(procedure, put).and_then(named);
        return Some(Question::Counter { main: main?, among, adopted: won.and_then(named)? });
    }
    let against = kinds.contains(&Some(ClaimKind::Reject));
    let others: Vec<_> =
        put.options.iter().filter(|one| kind(one, known) != Some(ClaimKind::Reject)).collect();
    match (put.stage, others.as_slice(), put.options.as_slice()) {
        (_, _, []) => {
            let finds = won.and(None).unwrap_or("frågan är avgjord");
            Some(Question::Free { on: &put.question, finds })
        }
        (Stage::Addition, [only], _) => {
            Some(Question::Addition(named(only)?, found(won == Some(only))))
        }
        (_, [only], _) if against => Some(Question::Alone(named(only)?, found(won == Some(only)))),
        (_, _, [only]) if put.settled_by == SettledBy::Acclamation && won.is_some() => {
            Some(Question::Unopposed(named(only)?))
        }
        (_, _, [only]) => Some(Question::Alone(named(only)?, found(won.is_some()))),
        _ => {
            let all = put.options.iter().filter_map(named).collect();
            Some(Question::Between(all, won.and_then(named)?))
        }
    }
}

/// The main proposal against which others compete: what the main question has and the round has not.
fn main_proposal<'a>(procedure: &'a Procedure, round: &Proposition) -> Option<&'a Choice> {
    let main = procedure.propositions.iter().find(|put| put.stage == Stage::Main)?;
    main.options.iter().find(|choice| !round.options.contains(choice))
}
