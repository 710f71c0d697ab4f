//! Votes and elections by ballot (omröstning, val).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::values::{FreeLine, Key, Line, Prose, Word, is_false};
use crate::law::procedure::{Provenance, VoteKind};

/// A vote.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Vote {
    /// Its own key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Key>,
    /// The proposition that it settles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposition: Option<Key>,
    /// Whether it is about a question or an election.
    pub kind: Word<VoteKind>,
    /// Whether anybody may know how each voted.
    pub ballot: BallotForm,
    /// The question (voteringsproposition) as it was approved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<Prose>,
    /// What a Yes means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub yes_means: Option<Line>,
    /// What a No means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_means: Option<Line>,
    /// How each seat voted; never in a secret ballot.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ballots: Vec<Ballot>,
    /// The totals; required where there are no ballots for each seat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub totals: Option<Tally>,
    /// True when the source's numbers do not add up and are kept as they are printed.
    #[serde(default, skip_serializing_if = "is_false")]
    pub as_printed: bool,
    /// What the chair's casting vote was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub casting: Option<Side>,
    /// How lots were drawn, and for what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot: Option<Line>,
    /// The candidates or groups of an election.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<Candidate>,
    /// Whether the election was proportional.
    #[serde(default, skip_serializing_if = "is_false")]
    pub proportional: bool,
    /// How many supported a minority's remittal or tabling.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supporters: Option<u32>,
    /// Which side won, as the source states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Side>,
    /// The outcome in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome_text: Option<Line>,
    /// The annex with the list, as it is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub annex: Option<Line>,
    /// Whence it is known; absent means stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Word<Provenance>>,
}

/// Whether a ballot is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BallotForm {
    Open,
    /// Nobody's ballot may be told.
    Secret,
}

/// One of the two sides of a vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    Yes,
    No,
}

/// One row of the list of votes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ballot {
    /// The seat; absent where the source names only the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seat: Option<Key>,
    /// Who voted in it; absent when the seat was empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<Key>,
    /// What the person answered.
    pub answer: Answer,
    /// The party as it is printed here, where it differs from the seat's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<FreeLine>,
}

/// What stands in a row of the list of votes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    Yes,
    No,
    Abstain,
    Absent,
}

/// The totals of a vote.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tally {
    /// Votes for Yes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub yes: Option<u32>,
    /// Votes for No.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no: Option<u32>,
    /// Those who abstained.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub abstain: Option<u32>,
    /// Empty seats.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absent: Option<u32>,
    /// Blank ballots.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blank: Option<u32>,
    /// Invalid ballots.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invalid: Option<u32>,
    /// Ballots handed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handed_in: Option<u32>,
}

/// Somebody, or a group, for whom votes could be given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Candidate {
    /// A person of the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<Key>,
    /// The name on the ballots, for others and for groups.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Line>,
    /// The votes; absent when they are not told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub votes: Option<u32>,
    /// Whether the candidate was elected.
    #[serde(default, skip_serializing_if = "is_false")]
    pub elected: bool,
}
