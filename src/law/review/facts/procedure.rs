//! What was claimed, put, voted and dissented from in a §, as the review wants it (beslutsgången).

use crate::law::procedure::{ClaimKind, DissentKind, HandedIn, Stage};

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Procedure {
    pub claims: Vec<ClaimFacts>,
    /// In the order in which they were put.
    pub propositions: Vec<Stage>,
    /// Main proposals that exclude each other.
    pub competing: u32,
    pub votes: Vec<VoteFacts>,
    pub dissents: Vec<DissentFacts>,
    pub minority: Option<Minority>,
    /// A vote was asked for and not held.
    pub vote_denied: bool,
    /// The chair refused to put a proposal.
    pub refused: Option<Refusal>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refusal {
    /// The § says so.
    pub recorded: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimFacts {
    pub kind: ClaimKind,
    /// Persons and groups, as they are printed.
    pub movers: Vec<String>,
    pub text: String,
    pub withdrawn: bool,
    /// The movers who may not put claims in the board (YRK-02).
    pub may_not: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoteFacts {
    /// From 1 in the §.
    pub number: u32,
    pub secret: bool,
    /// Yes and no, where the vote was a question and the sums are known.
    pub sums: Option<(u32, u32)>,
    pub faults: Vec<Fault>,
}

/// What the check of a vote says of it, and of whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub kind: VoteFault,
    /// As they are printed; empty where no name is meant.
    pub who: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VoteFault {
    NoResult,
    /// An open vote without the list of how each one voted.
    NoList,
    /// What yes and no meant is not said.
    NoMeaning,
    SumsDiffer,
    /// The sums differ in the source of an import, and stand as printed there.
    SumsDifferInSource,
    /// More votes than there were voters.
    MoreThanServed,
    /// Voted without serving at the instant, or though disqualified.
    NotServing,
    VotedTwice,
    /// Took no part in the decision, and yet voted.
    NotParticipating,
    /// A secret ballot where the act wants an open vote, and the reverse.
    SecretQuestion,
    OpenElection,
    /// A secret ballot that shows who voted what.
    SecretNames,
    /// The chair abstained though the vote was needed to settle it.
    ChairAbstained,
    ChairNotLast,
    /// The outcome stated is not that of the tally.
    WrongOutcome,
    TieWithoutCasting,
    CastingWithoutTie,
    TieWithoutLot,
    /// Lots were drawn about something else than an election or employment.
    LotOnQuestion,
    LotWithoutTie,
    /// Enough asked for a proportional election, and it was not held so.
    NotProportional,
}

impl VoteFault {
    pub const ALL: [Self; 21] = [
        Self::NoResult,
        Self::NoList,
        Self::NoMeaning,
        Self::SumsDiffer,
        Self::SumsDifferInSource,
        Self::MoreThanServed,
        Self::NotServing,
        Self::VotedTwice,
        Self::NotParticipating,
        Self::SecretQuestion,
        Self::OpenElection,
        Self::SecretNames,
        Self::ChairAbstained,
        Self::ChairNotLast,
        Self::WrongOutcome,
        Self::TieWithoutCasting,
        Self::CastingWithoutTie,
        Self::TieWithoutLot,
        Self::LotOnQuestion,
        Self::LotWithoutTie,
        Self::NotProportional,
    ];
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DissentFacts {
    pub kind: DissentKind,
    /// As they are printed.
    pub who: String,
    pub by: DissentBy,
    pub handed_in: HandedIn,
    pub text: String,
    /// In the decision that it concerns.
    pub took_part: bool,
    /// In the main vote.
    pub abstained: bool,
    pub within_meeting: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DissentBy {
    /// A member or serving substitute.
    Member,
    /// A substitute who did not serve.
    Substitute,
    /// An elected person of elsewhere with the right to attend (OPN-05).
    Outsider,
    Official,
}

/// A tabling or remittal by a third of those present (VOT-11).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "facts that hold or not, each on its own")]
pub struct Minority {
    /// Those who asked, where the § says how many.
    pub supporters: Option<u32>,
    pub present: u32,
    /// For a remittal: the reasons stand in the §.
    pub reasons: bool,
    pub remittal: bool,
    /// The matter was tabled or remitted by a minority before.
    pub again: bool,
    /// The matter was tabled or remitted.
    pub granted: bool,
}
