//! What is claimed, by whom, and what each claim comes down to (yrkande).

use time::Date;

use super::{ClaimKind, Stage, Standing, Voice};
use crate::law::Severity;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mover<P> {
    pub voice: Voice<P>,
    /// Joins another's claim (instämmer).
    pub joins: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim<C, P> {
    pub id: C,
    pub kind: ClaimKind,
    /// What it approves or rejects; nothing means the proposal of the matter.
    pub about: Option<C>,
    pub movers: Vec<Mover<P>>,
    /// 1 in the first hand, 2 in the second; nothing where it is the mover's only one.
    pub rank: Option<u8>,
    /// "Om återremissen avslås".
    pub condition: Option<String>,
    /// Of the written document, where there is one.
    pub dated_on: Option<Date>,
    pub withdrawn: bool,
}

/// What a claim comes down to: for or against the proposal of the matter or a claim with a content
/// of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position<C> {
    /// Nothing means the proposal of the matter.
    pub of: Option<C>,
    pub approves: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClaimFault<P> {
    NoMover,
    /// Put by one who may not: it is an inlägg.
    MayNotClaim {
        person: P,
        standing: Standing,
    },
}

impl<C: Copy + Ord, P: Copy + Ord> Claim<C, P> {
    /// To be put to a decision: not withdrawn (PRO-04), and put by one who may (YRK-02).
    pub fn stands(&self) -> bool {
        !self.withdrawn && self.kind != ClaimKind::Contribution
    }

    /// The persons among the movers.
    pub fn persons(&self) -> impl Iterator<Item = P> {
        self.movers.iter().filter_map(|mover| match mover.voice {
            Voice::Person(person) => Some(person),
            Voice::Group(_) => None,
        })
    }

    /// Who of the movers may not claim. `standing` is asked at the instant of the claim.
    pub fn check(&self, standing: impl Fn(P) -> Standing) -> Vec<ClaimFault<P>> {
        let unnamed = self.movers.is_empty().then_some(ClaimFault::NoMover);
        let barred = self
            .persons()
            .map(|person| (person, standing(person)))
            .filter(|(_, standing)| self.kind != ClaimKind::Contribution && !standing.may_claim())
            .map(|(person, standing)| ClaimFault::MayNotClaim { person, standing });
        unnamed.into_iter().chain(barred).collect()
    }
}

impl<P> ClaimFault<P> {
    pub fn rule(&self) -> &'static str {
        match self {
            Self::NoMover => "YRK-01",
            Self::MayNotClaim { .. } => "YRK-02",
        }
    }

    pub fn severity(&self) -> Severity {
        match self {
            Self::NoMover => Severity::Practice,
            Self::MayNotClaim { .. } => Severity::Breach,
        }
    }
}

/// Follows a claim that approves or rejects another's to what is asked for in the end. A claim
/// about one that is not among the claims is about the proposal of the matter.
pub fn position<C: Copy + Ord, P>(claims: &[Claim<C, P>], claim: &Claim<C, P>) -> Position<C> {
    let (mut at, mut approves) = (claim, true);
    // A circle of claims about each other ends after as many steps as there are claims.
    for _ in 0..=claims.len() {
        match at.kind {
            ClaimKind::Approve => {}
            ClaimKind::Reject => approves = !approves,
            ClaimKind::Amend
            | ClaimKind::Add
            | ClaimKind::Own
            | ClaimKind::Remit
            | ClaimKind::TableItem
            | ClaimKind::Adjourn
            | ClaimKind::Contribution => return Position { of: Some(at.id), approves },
        }
        let next = at.about.and_then(|id| claims.iter().find(|claim| claim.id == id));
        let Some(next) = next else { break };
        at = next;
    }
    Position { of: None, approves }
}

/// The stage at which a content is put. Others can take over what somebody without the right to
/// claim asked for; then it is a main proposal.
pub fn stage(kind: ClaimKind) -> Stage {
    match kind {
        ClaimKind::Adjourn | ClaimKind::TableItem | ClaimKind::Remit => Stage::Formal,
        ClaimKind::Add => Stage::Addition,
        ClaimKind::Approve
        | ClaimKind::Reject
        | ClaimKind::Amend
        | ClaimKind::Own
        | ClaimKind::Contribution => Stage::Main,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(id: u8, kind: ClaimKind, about: Option<u8>) -> Claim<u8, u8> {
        let mover = Mover { voice: Voice::Person(id), joins: false };
        let movers = vec![mover];
        let (rank, condition, dated_on) = (None, None, None);
        Claim { id, kind, about, movers, rank, condition, dated_on, withdrawn: false }
    }

    #[test]
    fn yrk_01_a_claim_about_another_comes_down_to_what_that_one_asks() {
        let claims = [
            claim(1, ClaimKind::Reject, None),
            claim(2, ClaimKind::Approve, Some(1)),
            claim(3, ClaimKind::Add, None),
            claim(4, ClaimKind::Reject, Some(3)),
            claim(5, ClaimKind::Approve, Some(9)),
            claim(6, ClaimKind::Reject, Some(1)),
        ];
        let of = |n: usize| position(&claims, &claims[n]);
        assert_eq!(of(0), Position { of: None, approves: false });
        assert_eq!(of(1), Position { of: None, approves: false });
        assert_eq!(of(2), Position { of: Some(3), approves: true });
        assert_eq!(of(3), Position { of: Some(3), approves: false });
        assert_eq!(of(4), Position { of: None, approves: true });
        assert_eq!(of(5), Position { of: None, approves: true });
    }

    #[test]
    fn yrk_01_claims_about_each_other_in_a_circle_are_about_the_proposal() {
        let claims = [claim(1, ClaimKind::Approve, Some(2)), claim(2, ClaimKind::Approve, Some(1))];
        assert_eq!(position(&claims, &claims[0]), Position { of: None, approves: true });
    }

    #[test]
    fn yrk_02_each_mover_without_the_right_is_found() {
        let mut joint = claim(1, ClaimKind::Own, None);
        joint.movers.push(Mover { voice: Voice::Person(2), joins: true });
        joint.movers.push(Mover { voice: Voice::Group("Sjölistan".into()), joins: false });
        let standing = |person| if person == 2 { Standing::NotServing } else { Standing::Serving };
        let fault = ClaimFault::MayNotClaim { person: 2, standing: Standing::NotServing };
        assert_eq!(joint.check(standing), [fault]);
        joint.kind = ClaimKind::Contribution;
        assert_eq!(joint.check(standing), []);
        joint.movers.clear();
        assert_eq!(joint.check(standing), [ClaimFault::NoMover]);
    }

    // PRO-04: what was taken back is not put.
    #[test]
    fn yrk_02_a_contribution_does_not_stand() {
        assert!(claim(1, ClaimKind::Approve, None).stands());
        assert!(!claim(1, ClaimKind::Contribution, None).stands());
        assert!(!Claim { withdrawn: true, ..claim(1, ClaimKind::Own, None) }.stands());
    }
}
