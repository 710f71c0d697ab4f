//! The claims of a § in words (yrkanden).

use super::{
    super::{Actor, Claim, Procedure},
    people::{Room, standing},
};
use crate::{
    law::procedure::ClaimKind,
    wording::{
        Asked, Claimed, Hand, Mover, Proposal,
        claims::{Withdrawn, claims},
        grammar::on_day,
        speakers,
    },
};

/// The words of a claim that its sentence borrows.
pub(super) struct Words {
    /// What is approved, rejected or asked for.
    asked: String,
    /// What a proposition calls it.
    document: String,
    movers: Vec<Actor>,
    joiners: Vec<Actor>,
}

impl Words {
    pub(super) fn of(claim: &Claim) -> Self {
        let text = claim.text.to_words().replace('\n', " ");
        let day = claim.dated_on.map(|day| format!(" {}", on_day(day))).unwrap_or_default();
        let asked = if text.is_empty() && !claim.document.is_empty() {
            format!("{}{day}", claim.document)
        } else {
            text
        };
        let who = |joins| {
            let movers = claim.movers.iter().filter(move |mover| mover.joins == joins);
            movers.map(|mover| mover.who.clone()).collect()
        };
        Self { asked, document: claim.document.clone(), movers: who(false), joiners: who(true) }
    }
}

pub(super) fn paragraphs(procedure: &Procedure, room: &Room) -> Vec<String> {
    let all: Vec<_> = standing(procedure).map(|claim| (claim, Words::of(claim))).collect();
    let mut told = vec![];
    let mut claimed = vec![];
    for (claim, words) in &all {
        if claim.kind == ClaimKind::Contribution {
            let said = room.movers(&words.movers).into_iter();
            told.extend(said.map(|who| speakers::contribution(&who, &words.asked)));
            continue;
        }
        for movers in room.movers(&words.movers) {
            let hand = match claim.rank {
                Some(1) => Some(Hand::First),
                Some(2) => Some(Hand::Second),
                Some(3) => Some(Hand::Third),
                _ => None,
            };
            claimed.push(Claimed {
                movers,
                asks: vec![(hand, asked(claim, words))],
                condition: &claim.condition,
                withdrawn: false,
            });
        }
    }
    let mut paragraphs = claims(&claimed, Withdrawn::Omitted);
    for (claim, words) in &all {
        for who in room.movers(&words.joiners) {
            paragraphs.push(speakers::joins(&who, proposal(claim, words, room).as_ref()));
        }
    }
    paragraphs.extend(told);
    paragraphs
}

fn asked<'a>(claim: &'a Claim, words: &'a Words) -> Asked<'a> {
    let text = (!words.asked.is_empty()).then_some(words.asked.as_str());
    let written = claim.text.is_empty() && !claim.document.is_empty();
    let named = || Proposal::Named(text.unwrap_or("förslaget"));
    match claim.kind {
        ClaimKind::Approve => Asked::Approve(named()),
        ClaimKind::Reject => Asked::Reject(named()),
        ClaimKind::Amend | ClaimKind::Add | ClaimKind::Own if written => Asked::Approve(named()),
        ClaimKind::Amend => Asked::Amend(&words.asked),
        ClaimKind::Add => Asked::Add(&words.asked),
        ClaimKind::Own | ClaimKind::Contribution => Asked::Own(&words.asked),
        ClaimKind::Remit => Asked::Remit(text),
        ClaimKind::TableItem => Asked::Table(claim.dated_on),
        ClaimKind::Adjourn => Asked::Adjourn,
    }
}

/// What a proposition calls a claim: "förvaltningens förslag", "yrkande från L", "Anna Bergs yrkande".
pub(super) fn proposal<'a>(
    claim: &'a Claim,
    words: &'a Words,
    room: &Room<'a>,
) -> Option<Proposal<'a>> {
    match claim.kind {
        ClaimKind::Approve | ClaimKind::Reject => {
            Some(Proposal::Named(if words.asked.is_empty() { "förslaget" } else { &words.asked }))
        }
        _ if !words.document.is_empty() => Some(Proposal::Named(&words.document)),
        _ => room.movers(&words.movers).into_iter().next().map(Proposal::Of),
    }
}

/// Whose claim it is, for a reservation to its advantage.
pub(super) fn first_mover<'a>(words: &'a Words, room: &Room<'a>) -> Option<Mover<'a>> {
    room.movers(&words.movers).into_iter().next()
}
