//! Everything that is wrong with a vote and its list, at once (kontroll av voteringslista).

use std::collections::{BTreeMap, BTreeSet};

use super::{Row, Vote};
use crate::law::Severity;
use crate::law::tally::{Ballot, Side, Totals, contradicts};

/// Who was there at the instant of the vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room<'a, S, P> {
    /// Every seat of the body, vacant ones included.
    pub seats: &'a [S],
    /// Who served in which seat.
    pub serving: &'a [(S, P)],
    pub chair: P,
    /// In the matter.
    pub disqualified: &'a [P],
    /// Said that they take no part in the decision; they may abstain in its vote, and no more.
    pub not_participating: &'a [P],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VoteFault<S, P> {
    UnknownSeat(S),
    SeatTwice(S),
    SeatMissing(S),
    NobodyServed(S),
    ServedButAbsent(S),
    NotTheOneWhoServed { seat: S, voted: Option<P> },
    PersonTwice(P),
    DisqualifiedVoted { seat: S, person: P },
    VotedWithoutTakingPart(P),
    SumsDiffer { counted: Totals, as_printed: bool },
    MoreVotesThanServed { served: u32, as_printed: bool },
    RowsInClosedVote,
    ClosedQuestion,
    RowsMissing,
    NothingCounted,
    MeaningMissing(Side),
    CastingVoteWithoutTie,
    CastingVoteByAnother(P),
    CastingVoteOnPersons,
    CastingVoteAgainstOwnRow,
    LotOnQuestion,
    LotWithoutTie,
    ChairAbstainedInTie,
    TieUnsettled,
    StatedOtherwise { stated: Side, computed: Side },
}

/// All faults of a vote (VOT-01 to VOT-10, VOT-17, VOT-20, INV-08); none for a sound one.
pub fn check<S: Copy + Ord, P: Copy + Ord>(
    vote: &Vote<S, P>,
    room: &Room<S, P>,
) -> Vec<VoteFault<S, P>> {
    let mut faults = form(vote);
    if vote.open {
        faults.extend(list(&vote.rows, room));
    }
    faults.extend(sums(vote, room));
    faults.extend(settling(vote, room));
    faults
}

fn form<S, P>(vote: &Vote<S, P>) -> Vec<VoteFault<S, P>> {
    let (no_rows, no_sums) = (vote.rows.is_empty(), vote.totals.is_none());
    [
        (!vote.open && !no_rows, VoteFault::RowsInClosedVote),
        (!vote.open && !vote.of_persons, VoteFault::ClosedQuestion),
        (no_rows && no_sums, VoteFault::NothingCounted),
        (vote.open && no_rows && !no_sums && !vote.as_printed, VoteFault::RowsMissing),
        (vote.yes_means.trim().is_empty(), VoteFault::MeaningMissing(Side::Yes)),
        (vote.no_means.trim().is_empty(), VoteFault::MeaningMissing(Side::No)),
    ]
    .into_iter()
    .filter_map(|(wrong, fault)| wrong.then_some(fault))
    .collect()
}

fn list<S: Copy + Ord, P: Copy + Ord>(
    rows: &[Row<S, P>],
    room: &Room<S, P>,
) -> Vec<VoteFault<S, P>> {
    if rows.is_empty() {
        return Vec::new();
    }
    let seats: BTreeSet<S> = room.seats.iter().copied().collect();
    let serving: BTreeMap<S, P> = room.serving.iter().copied().collect();
    let (mut seen, mut voters) = (BTreeSet::new(), BTreeSet::new());
    let mut faults = Vec::new();
    for row in rows {
        if !seats.contains(&row.seat) {
            faults.push(VoteFault::UnknownSeat(row.seat));
        } else if !seen.insert(row.seat) {
            faults.push(VoteFault::SeatTwice(row.seat));
        } else {
            faults.extend(voter(row, serving.get(&row.seat).copied(), room.disqualified));
        }
        let answered = row.person.filter(|_| row.ballot != Ballot::Absent);
        faults.extend(answered.filter(|&p| !voters.insert(p)).map(VoteFault::PersonTwice));
        let outside = row.person.filter(|person| room.not_participating.contains(person));
        let voted = outside.filter(|_| row.ballot.side().is_some());
        faults.extend(voted.map(VoteFault::VotedWithoutTakingPart));
    }
    faults.extend(seats.difference(&seen).copied().map(VoteFault::SeatMissing));
    faults
}

/// The row against who served in its seat.
fn voter<S: Copy, P: Copy + Ord>(
    row: &Row<S, P>,
    served: Option<P>,
    disqualified: &[P],
) -> Vec<VoteFault<S, P>> {
    let seat = row.seat;
    if row.ballot == Ballot::Absent {
        return served.map(|_| VoteFault::ServedButAbsent(seat)).into_iter().collect();
    }
    // Who is disqualified serves no more; that they voted is against the act, not impossible.
    let barred = row.person.filter(|person| disqualified.contains(person));
    let other = match served {
        Some(served) => (row.person != Some(served))
            .then_some(VoteFault::NotTheOneWhoServed { seat, voted: row.person }),
        None => barred.is_none().then_some(VoteFault::NobodyServed(seat)),
    };
    let barred = barred.map(|person| VoteFault::DisqualifiedVoted { seat, person });
    barred.into_iter().chain(other).collect()
}

fn sums<S: Copy + Ord, P: Copy + Ord>(
    vote: &Vote<S, P>,
    room: &Room<S, P>,
) -> Option<VoteFault<S, P>> {
    let (typed, counted) = (vote.totals?, vote.counted()?);
    let as_printed = vote.as_printed;
    if typed != counted {
        return Some(VoteFault::SumsDiffer { counted, as_printed });
    }
    let served = u32::try_from(room.serving.len()).unwrap_or(u32::MAX);
    (vote.rows.is_empty() && typed.cast() > served)
        .then_some(VoteFault::MoreVotesThanServed { served, as_printed })
}

fn settling<S: Copy + Ord, P: Copy + Ord>(
    vote: &Vote<S, P>,
    room: &Room<S, P>,
) -> Vec<VoteFault<S, P>> {
    let Some((totals, outcome)) = vote.counted().zip(vote.outcome()) else { return Vec::new() };
    let tied = totals.tied();
    let casting = vote.casting_vote;
    let own = vote.rows.iter().find(|row| row.person == Some(room.chair)).map(|row| row.ballot);
    let against = casting.zip(own.and_then(Ballot::side)).is_some_and(|(c, own)| c.side != own);
    let another = casting.map(|c| c.by).filter(|by| *by != room.chair);
    let stated = vote.stated.filter(|stated| contradicts(*stated, outcome));
    let abstained = tied && !vote.of_persons && own == Some(Ballot::Abstain);
    [
        (casting.is_some() && !tied).then_some(VoteFault::CastingVoteWithoutTie),
        another.map(VoteFault::CastingVoteByAnother),
        (casting.is_some() && vote.of_persons).then_some(VoteFault::CastingVoteOnPersons),
        (another.is_none() && against).then_some(VoteFault::CastingVoteAgainstOwnRow),
        (vote.lot.is_some() && !vote.of_persons).then_some(VoteFault::LotOnQuestion),
        (vote.lot.is_some() && !tied).then_some(VoteFault::LotWithoutTie),
        abstained.then_some(VoteFault::ChairAbstainedInTie),
        outcome.side().is_none().then_some(VoteFault::TieUnsettled),
        stated
            .zip(outcome.side())
            .map(|(stated, computed)| VoteFault::StatedOtherwise { stated, computed }),
    ]
    .into_iter()
    .flatten()
    .collect()
}

impl<S, P> VoteFault<S, P> {
    pub fn rule(&self) -> &'static str {
        match self {
            Self::UnknownSeat(_)
            | Self::SeatTwice(_)
            | Self::SeatMissing(_)
            | Self::NobodyServed(_)
            | Self::ServedButAbsent(_)
            | Self::NotTheOneWhoServed { .. }
            | Self::SumsDiffer { .. }
            | Self::MoreVotesThanServed { .. }
            | Self::NothingCounted => "VOT-20",
            Self::PersonTwice(_) => "VOT-01",
            Self::DisqualifiedVoted { .. } => "INV-08",
            Self::VotedWithoutTakingPart(_) => "VOT-02",
            Self::RowsInClosedVote | Self::RowsMissing => "VOT-07",
            Self::ClosedQuestion => "VOT-06",
            Self::MeaningMissing(_) => "VOT-17",
            Self::CastingVoteWithoutTie
            | Self::CastingVoteByAnother(_)
            | Self::CastingVoteAgainstOwnRow => "VOT-09",
            Self::CastingVoteOnPersons | Self::LotOnQuestion | Self::LotWithoutTie => "VOT-10",
            Self::ChairAbstainedInTie | Self::TieUnsettled => "VOT-03",
            Self::StatedOtherwise { .. } => "VOT-08",
        }
    }

    /// What cannot be is refused; what may not be is recorded, and explained.
    pub fn severity(&self) -> Severity {
        match self {
            Self::UnknownSeat(_)
            | Self::SeatTwice(_)
            | Self::SeatMissing(_)
            | Self::NobodyServed(_)
            | Self::ServedButAbsent(_)
            | Self::NotTheOneWhoServed { .. }
            | Self::PersonTwice(_)
            | Self::SumsDiffer { as_printed: false, .. }
            | Self::MoreVotesThanServed { as_printed: false, .. }
            | Self::RowsInClosedVote => Severity::Impossible,
            Self::DisqualifiedVoted { .. }
            | Self::ClosedQuestion
            | Self::RowsMissing
            | Self::NothingCounted
            | Self::MeaningMissing(_)
            | Self::CastingVoteWithoutTie
            | Self::CastingVoteByAnother(_)
            | Self::CastingVoteOnPersons
            | Self::LotOnQuestion
            | Self::LotWithoutTie
            | Self::ChairAbstainedInTie
            | Self::TieUnsettled
            | Self::StatedOtherwise { .. } => Severity::Breach,
            Self::CastingVoteAgainstOwnRow | Self::VotedWithoutTakingPart(_) => Severity::Practice,
            Self::SumsDiffer { as_printed: true, .. }
            | Self::MoreVotesThanServed { as_printed: true, .. } => Severity::Hint,
        }
    }
}
