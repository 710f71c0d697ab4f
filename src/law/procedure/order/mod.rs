//! In which order the chair puts what is claimed to a decision (propositionsordning, kontraproposition).

mod check;

pub use check::{OrderFault, check};

use super::claim::{Position, position, stage};
use super::{Claim, ClaimKind, SettledBy, Stage};

/// One of the things that a proposition is put between.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice<C> {
    /// Claims that ask for the same thing.
    Claims(Vec<C>),
    /// What nobody had to claim: "förslaget", "ärendet avgörs i dag".
    Words(String),
    /// What won the round before.
    WonBefore,
}

/// A question as the chair puts it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Put<C> {
    pub stage: Stage,
    pub between: Vec<Choice<C>>,
}

/// A question that was put, and how it was settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposition<C> {
    pub put: Put<C>,
    /// Which of the choices won, by its index.
    pub won: Option<usize>,
    pub settled_by: SettledBy,
}

const PROPOSAL: &str = "förslaget";
const REJECTION: &str = "avslag";
const TODAY: &str = "ärendet avgörs i dag";
const GO_ON: &str = "sammanträdet fortsätter";

/// The order to propose to the chair (VOT-15, VOT-16): formal questions first, then the rounds that
/// choose the counter-proposal, the main question, and the additions. `proposal` says that the
/// matter came with a proposal; `main` is a claim that the chair names as the main proposal, which
/// otherwise is that of the matter.
///
/// Every standing claim is put once, save one that opposes what nobody asks for any more. The
/// choices of the earlier rounds are those that stand last in the list and in the second hand.
pub fn propose<C: Copy + Ord, P: Copy + Ord>(
    claims: &[Claim<C, P>],
    proposal: bool,
    main: Option<C>,
) -> Vec<Put<C>> {
    let asked = Asked::of(claims);
    let mut order: Vec<_> = [ClaimKind::Adjourn, ClaimKind::TableItem, ClaimKind::Remit]
        .into_iter()
        .filter_map(|kind| asked.formal(kind))
        .collect();
    order.extend(rounds(asked.main_choices(proposal), main));
    order.extend(asked.contents(|content| stage(content.kind) == Stage::Addition).map(|content| {
        let against = asked.claims(content.id, false);
        Put {
            stage: Stage::Addition,
            between: vec![
                Choice::Claims(asked.claims(content.id, true)),
                choice(against).unwrap_or_else(|| Choice::Words(REJECTION.into())),
            ],
        }
    }));
    order
}

/// Two at a time from the back, until one is left to stand against the main proposal.
fn rounds<C: Copy + Ord>(mut choices: Vec<Choice<C>>, main: Option<C>) -> Vec<Put<C>> {
    let named = |choice: &Choice<C>| match choice {
        Choice::Claims(claims) => main.is_some_and(|main| claims.contains(&main)),
        Choice::Words(_) | Choice::WonBefore => false,
    };
    if choices.is_empty() {
        return Vec::new();
    }
    let main = choices.remove(choices.iter().position(named).unwrap_or(0));
    let mut order = Vec::new();
    let mut counter = choices.pop();
    while let (Some(last), Some(next)) = (&counter, choices.pop()) {
        order.push(Put { stage: Stage::Counter, between: vec![next, last.clone()] });
        counter = Some(Choice::WonBefore);
    }
    let between = std::iter::once(main).chain(counter).collect();
    order.push(Put { stage: Stage::Main, between });
    order
}

fn choice<C>(claims: Vec<C>) -> Option<Choice<C>> {
    (!claims.is_empty()).then_some(Choice::Claims(claims))
}

/// The standing claims, each with what it comes down to.
struct Asked<'a, C, P> {
    all: &'a [Claim<C, P>],
    standing: Vec<(C, Position<C>)>,
}

impl<'a, C: Copy + Ord, P: Copy + Ord> Asked<'a, C, P> {
    fn of(all: &'a [Claim<C, P>]) -> Self {
        let standing = all.iter().filter(|claim| claim.stands());
        Self { all, standing: standing.map(|claim| (claim.id, position(all, claim))).collect() }
    }

    fn holding(&self, holds: impl Fn(Position<C>) -> bool) -> Vec<C> {
        self.standing.iter().filter(|(_, at)| holds(*at)).map(|(id, _)| *id).collect()
    }

    fn claims(&self, content: C, approves: bool) -> Vec<C> {
        self.holding(|at| at == Position { of: Some(content), approves })
    }

    /// The claims with a content of their own that somebody still asks for.
    fn contents(
        &self,
        filter: impl Fn(&Claim<C, P>) -> bool,
    ) -> impl Iterator<Item = &'a Claim<C, P>> {
        self.all
            .iter()
            .filter(move |content| filter(content) && !self.claims(content.id, true).is_empty())
    }

    fn formal(&self, kind: ClaimKind) -> Option<Put<C>> {
        let contents: Vec<C> = self.contents(|claim| claim.kind == kind).map(|c| c.id).collect();
        let about = |approves| {
            self.holding(|at| {
                at.approves == approves && at.of.is_some_and(|of| contents.contains(&of))
            })
        };
        let otherwise = if kind == ClaimKind::Adjourn { GO_ON } else { TODAY };
        let against = choice(about(false)).unwrap_or_else(|| Choice::Words(otherwise.into()));
        Some(Put { stage: Stage::Formal, between: vec![choice(about(true))?, against] })
    }

    /// The proposal of the matter, its rivals, and its rejection.
    fn main_choices(&self, proposal: bool) -> Vec<Choice<C>> {
        let own = |claim: &Claim<C, P>| {
            matches!(claim.kind, ClaimKind::Amend | ClaimKind::Own | ClaimKind::Contribution)
        };
        let mut rivals: Vec<_> = self.contents(own).collect();
        rivals.sort_by_key(|claim| claim.rank.unwrap_or(1));
        let about = |approves| self.holding(|at| at == Position { of: None, approves });
        let (mut kept, mut rejecting) = (about(true), about(false));
        let against_rivals =
            self.holding(|at| !at.approves && rivals.iter().any(|rival| at.of == Some(rival.id)));
        // Who only opposes a rival wants the proposal kept, or nothing decided where there is none.
        let opposing = if proposal || !kept.is_empty() { &mut kept } else { &mut rejecting };
        opposing.extend(against_rivals);
        let words = |text: &str| Choice::Words(text.into());
        let kept = choice(kept).or(proposal.then(|| words(PROPOSAL)));
        let alone = kept.is_none() && rivals.len() == 1;
        let rejecting = choice(rejecting).or(alone.then(|| words(REJECTION)));
        let rivals = rivals.into_iter().map(|rival| Choice::Claims(self.claims(rival.id, true)));
        kept.into_iter().chain(rivals).chain(rejecting).collect()
    }
}

#[cfg(test)]
mod tests;
