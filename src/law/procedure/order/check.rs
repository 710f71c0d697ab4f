//! What is wrong with an order of propositions as it was recorded (propositionsordning).

use super::{Asked, Choice, Proposition};
use crate::law::procedure::claim::{Position, stage};
use crate::law::procedure::{Claim, ClaimKind, SettledBy, Stage};
use crate::law::{BoardKind, Severity};

/// `at` is the index of the proposition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderFault<C> {
    FormalAfterMaterial {
        at: usize,
    },
    AdditionBeforeMain {
        at: usize,
    },
    /// A round for the counter-proposal, and no main question after it.
    CounterWithoutMain {
        at: usize,
    },
    /// A main question between more than two, and no round for the counter-proposal.
    CounterMissing {
        at: usize,
    },
    /// Ja and Nej can settle between two only.
    VoteBetweenMany {
        at: usize,
    },
    /// In a body where no minority can force anything.
    MinorityInBoard {
        at: usize,
    },
    /// The matter was tabled or remitted before.
    PutAfterEnd {
        at: usize,
    },
    OutcomeMissing {
        at: usize,
    },
    NoSuchChoice {
        at: usize,
    },
    UnknownClaim {
        at: usize,
        claim: C,
    },
    WithdrawnPut {
        at: usize,
        claim: C,
    },
    ContributionPut {
        at: usize,
        claim: C,
    },
    NeverPut(C),
}

/// All faults of a recorded order (VOT-13, VOT-15, VOT-16, PRO-04, YRK-02); none for a sound one.
pub fn check<C: Copy + Ord, P: Copy + Ord>(
    claims: &[Claim<C, P>],
    order: &[Proposition<C>],
    board: BoardKind,
) -> Vec<OrderFault<C>> {
    let record = Record { claims, asked: Asked::of(claims), order };
    let mut faults = Vec::new();
    for at in 0..order.len() {
        faults.extend(record.place(at));
        faults.extend(record.settling(at, board));
        faults.extend(record.choices(at));
    }
    faults.extend(record.never_put().map(OrderFault::NeverPut));
    faults
}

struct Record<'a, C, P> {
    claims: &'a [Claim<C, P>],
    asked: Asked<'a, C, P>,
    order: &'a [Proposition<C>],
}

impl<C: Copy + Ord, P: Copy + Ord> Record<'_, C, P> {
    fn place(&self, at: usize) -> Vec<OrderFault<C>> {
        let is = |stage: Stage| move |one: &Proposition<C>| one.put.stage == stage;
        let (before, one, after) = (&self.order[..at], &self.order[at], &self.order[at + 1..]);
        let main_after = after.iter().any(is(Stage::Main));
        let stage = one.put.stage;
        let material_before = before.iter().any(|earlier| earlier.put.stage != Stage::Formal);
        let counter = self.order.iter().any(is(Stage::Counter));
        let many = one.put.between.len() > 2;
        [
            (stage == Stage::Formal && material_before, OrderFault::FormalAfterMaterial { at }),
            (stage == Stage::Addition && main_after, OrderFault::AdditionBeforeMain { at }),
            (stage == Stage::Counter && !main_after, OrderFault::CounterWithoutMain { at }),
            (stage == Stage::Main && many && !counter, OrderFault::CounterMissing { at }),
            (self.ended_before(at), OrderFault::PutAfterEnd { at }),
        ]
        .into_iter()
        .filter_map(|(wrong, fault)| wrong.then_some(fault))
        .collect()
    }

    fn settling(&self, at: usize, board: BoardKind) -> Vec<OrderFault<C>> {
        let one = &self.order[at];
        let choices = one.put.between.len();
        let minority = one.settled_by == SettledBy::Minority && !board.may_remit_by_minority();
        let vote = one.settled_by == SettledBy::Vote && choices > 2;
        [
            (minority, OrderFault::MinorityInBoard { at }),
            (vote, OrderFault::VoteBetweenMany { at }),
            (one.won.is_none(), OrderFault::OutcomeMissing { at }),
            (one.won.is_some_and(|won| won >= choices), OrderFault::NoSuchChoice { at }),
        ]
        .into_iter()
        .filter_map(|(wrong, fault)| wrong.then_some(fault))
        .collect()
    }

    fn choices(&self, at: usize) -> impl Iterator<Item = OrderFault<C>> {
        put(&self.order[at]).filter_map(move |claim| {
            match self.claims.iter().find(|one| one.id == claim) {
                None => Some(OrderFault::UnknownClaim { at, claim }),
                Some(one) if one.withdrawn => Some(OrderFault::WithdrawnPut { at, claim }),
                Some(one) if !one.stands() => Some(OrderFault::ContributionPut { at, claim }),
                Some(_) => None,
            }
        })
    }

    /// The claims that won, proposition by proposition.
    fn won(&self, before: usize) -> impl Iterator<Item = C> {
        self.order[..before].iter().flat_map(|one| {
            let won = one.won.and_then(|won| one.put.between.get(won));
            won.into_iter().flat_map(claims_of)
        })
    }

    fn position(&self, claim: C) -> Option<Position<C>> {
        self.asked.standing.iter().find(|(id, _)| *id == claim).map(|(_, position)| *position)
    }

    fn kind(&self, content: Option<C>) -> Option<ClaimKind> {
        self.claims.iter().find(|claim| Some(claim.id) == content).map(|claim| claim.kind)
    }

    /// Whether the matter was tabled or remitted by an earlier proposition.
    fn ended_before(&self, at: usize) -> bool {
        self.won(at).filter_map(|claim| self.position(claim)).any(|position| {
            let kind = self.kind(position.of).filter(|_| position.approves);
            matches!(kind, Some(ClaimKind::TableItem | ClaimKind::Remit))
        })
    }

    /// What had to be put and was not: the first claim of each thing that is asked for. Free words
    /// in a main question can stand for the proposal and for its rejection.
    fn never_put(&self) -> impl Iterator<Item = C> {
        let end = self.order.len();
        let words = self.order.iter().any(|one| {
            let free = |choice: &Choice<C>| matches!(choice, Choice::Words(_));
            matches!(one.put.stage, Stage::Main | Stage::Counter)
                && one.put.between.iter().any(free)
        });
        let rejection = Position { of: None, approves: false };
        let rejected = self.won(end).any(|claim| self.position(claim) == Some(rejection));
        let ended = self.ended_before(end);
        let mut told: Vec<_> =
            self.order.iter().flat_map(put).filter_map(|c| self.position(c)).collect();
        self.asked.standing.iter().filter_map(move |&(claim, position)| {
            let addition = self.kind(position.of).map(stage) == Some(Stage::Addition);
            let excused = ended
                || (position.of.is_none() && words)
                || (position.of.is_some() && !position.approves)
                || (addition && rejected)
                || told.contains(&position)
                || self.better_won(claim);
            told.push(position);
            (!excused).then_some(claim)
        })
    }

    /// Whether a mover of the claim won with one in an earlier hand.
    fn better_won(&self, claim: C) -> bool {
        let Some(claim) = self.claims.iter().find(|one| one.id == claim) else { return false };
        let won: Vec<C> = self.won(self.order.len()).collect();
        let hand = |one: &Claim<C, P>| one.rank.unwrap_or(1);
        self.claims.iter().any(|one| {
            let moved = one.movers.iter().any(|a| claim.movers.iter().any(|b| a.voice == b.voice));
            moved && hand(one) < hand(claim) && won.contains(&one.id)
        })
    }
}

fn claims_of<C: Copy>(choice: &Choice<C>) -> impl Iterator<Item = C> {
    let claims = match choice {
        Choice::Claims(claims) => claims.as_slice(),
        Choice::Words(_) | Choice::WonBefore => &[],
    };
    claims.iter().copied()
}

fn put<C: Copy>(proposition: &Proposition<C>) -> impl Iterator<Item = C> {
    proposition.put.between.iter().flat_map(claims_of)
}

impl<C> OrderFault<C> {
    pub fn rule(&self) -> &'static str {
        match self {
            Self::FormalAfterMaterial { .. }
            | Self::AdditionBeforeMain { .. }
            | Self::PutAfterEnd { .. } => "VOT-15",
            Self::CounterWithoutMain { .. }
            | Self::CounterMissing { .. }
            | Self::VoteBetweenMany { .. } => "VOT-16",
            Self::MinorityInBoard { .. } => "VOT-13",
            Self::OutcomeMissing { .. } | Self::NoSuchChoice { .. } | Self::NeverPut(_) => "VOT-05",
            Self::UnknownClaim { .. } => "YRK-01",
            Self::WithdrawnPut { .. } => "PRO-04",
            Self::ContributionPut { .. } => "YRK-02",
        }
    }

    pub fn severity(&self) -> Severity {
        match self {
            Self::NoSuchChoice { .. } | Self::UnknownClaim { .. } => Severity::Impossible,
            Self::MinorityInBoard { .. }
            | Self::VoteBetweenMany { .. }
            | Self::OutcomeMissing { .. }
            | Self::ContributionPut { .. }
            | Self::NeverPut(_) => Severity::Breach,
            Self::FormalAfterMaterial { .. }
            | Self::AdditionBeforeMain { .. }
            | Self::CounterWithoutMain { .. }
            | Self::CounterMissing { .. }
            | Self::PutAfterEnd { .. }
            | Self::WithdrawnPut { .. } => Severity::Practice,
        }
    }
}
