//! The votes and elections of a § against the law's checks (omröstningar): what is wrong with each, and with whom.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::{count, scene::Scene};
use crate::{
    items::Vote,
    law::{
        elections::{Ballots, Candidate, Election, ElectionFault},
        procedure::{
            CastingVote, MatterKind, Room, Row, SettledBy, Stage, VoteKind,
            vote::{self, VoteFault as Wrong},
        },
        review::{Fault, VoteFacts, VoteFault},
        tally::{Side, Totals},
    },
    meetings::State,
    register::{PersonId, SeatId},
};

/// What is wrong, with whom; each kind once.
type Faults = BTreeMap<VoteFault, Vec<String>>;

/// Every vote; and every proposition that a vote settled of which nothing more is recorded.
pub(super) fn votes(scene: &Scene) -> Vec<VoteFacts> {
    let all = &scene.procedure;
    let kept = (1..).zip(&all.votes).map(|(number, vote)| vote_facts(scene, number, vote));
    let unlinked = all.votes.iter().filter(|vote| vote.proposition.is_none()).count();
    let lacking = all.propositions.iter().filter(|put| {
        let linked = all.votes.iter().any(|vote| vote.proposition == Some(put.id));
        put.settled_by == SettledBy::Vote && !linked
    });
    let first = count(all.votes.len()) + 1;
    let lacking = (first..).zip(lacking.skip(unlinked)).map(|(number, _)| VoteFacts {
        number,
        secret: false,
        sums: None,
        faults: vec![Fault { kind: VoteFault::NoResult, who: vec![] }],
    });
    kept.chain(lacking).collect()
}

fn vote_facts(scene: &Scene, number: u32, vote: &Vote) -> VoteFacts {
    let (sums, faults) = match vote.kind {
        VoteKind::Question => {
            let lawful = lawful(scene, vote);
            let sums = lawful.counted().map(|totals| (totals.yes, totals.no));
            (sums, of_question(scene, vote, &lawful))
        }
        VoteKind::Election => (None, of_election(scene, vote)),
    };
    let faults = faults.into_iter().map(|(kind, mut who)| {
        who.sort_unstable();
        who.dedup();
        Fault { kind, who }
    });
    VoteFacts { number, secret: !vote.open, sums, faults: faults.collect() }
}

/// The vote as the law looks at it.
fn lawful(scene: &Scene, vote: &Vote) -> vote::Vote<SeatId, PersonId> {
    let chair = scene.state(vote.moment).and_then(State::chair);
    let rows = vote.ballots.iter().map(|ballot| Row {
        seat: ballot.seat,
        ballot: ballot.answer,
        person: ballot.person,
    });
    let rows: Vec<_> = rows.collect();
    let casting = vote.casting.zip(chair).map(|(side, by)| CastingVote { side, by });
    vote::Vote {
        open: vote.open,
        of_persons: is_of_persons(scene, vote),
        yes_means: vote.yes_means.clone(),
        no_means: vote.no_means.clone(),
        totals: totals(vote),
        rows,
        as_printed: vote.as_printed,
        casting_vote: casting,
        lot: (!vote.lot.is_empty()).then(|| vote.stated.unwrap_or(Side::Yes)),
        stated: vote.stated,
    }
}

/// In a matter of election, what is put is who is elected; a formal question is not.
fn is_of_persons(scene: &Scene, vote: &Vote) -> bool {
    let formal = scene.stage(vote) == Some(Stage::Formal);
    scene.item.kind == MatterKind::Election.as_str() && !formal
}

fn sum(vote: &Vote, answer: &str) -> Option<u32> {
    let tally = vote.tallies.iter().find(|tally| tally.answer == answer)?;
    u32::try_from(tally.votes).ok()
}

/// The sums as they were recorded; what was not is as the list has it.
fn totals(vote: &Vote) -> Option<Totals> {
    if vote.tallies.is_empty() {
        return None;
    }
    let listed = Totals::count(vote.ballots.iter().map(|ballot| ballot.answer));
    let blank = sum(vote, "blank").unwrap_or_default();
    Some(Totals {
        yes: sum(vote, "yes").unwrap_or_default(),
        no: sum(vote, "no").unwrap_or_default(),
        abstain: sum(vote, "abstain").unwrap_or(listed.abstain) + blank,
        absent: sum(vote, "absent").unwrap_or(listed.absent),
    })
}

fn of_question(scene: &Scene, vote: &Vote, lawful: &vote::Vote<SeatId, PersonId>) -> Faults {
    let Some(state) = scene.state(vote.moment) else { return Faults::new() };
    let seats: Vec<_> = scene.draft.course.derived.body().holders.keys().copied().collect();
    let serving: Vec<_> = state.serving().iter().map(|(seat, one)| (*seat, *one)).collect();
    let disqualified: Vec<_> = state.disqualified().iter().copied().collect();
    let not_participating: Vec<_> = scene.stood_aside(None).into_iter().collect();
    let room = Room {
        seats: &seats,
        serving: &serving,
        chair: state.chair().unwrap_or(PersonId(Uuid::nil())),
        disqualified: &disqualified,
        not_participating: &not_participating,
    };
    let mut faults = Faults::new();
    for wrong in vote::check(lawful, &room) {
        if let Some(kind) = kind(&wrong, lawful.of_persons) {
            faults.entry(kind).or_default().extend(who(scene, &wrong));
        }
    }
    faults
}

/// What the review calls it; that a casting vote is against the chair's own row is nothing to remark on.
fn kind(wrong: &Wrong<SeatId, PersonId>, of_persons: bool) -> Option<VoteFault> {
    Some(match wrong {
        Wrong::UnknownSeat(_)
        | Wrong::NobodyServed(_)
        | Wrong::NotTheOneWhoServed { .. }
        | Wrong::DisqualifiedVoted { .. } => VoteFault::NotServing,
        Wrong::SeatTwice(_) | Wrong::PersonTwice(_) => VoteFault::VotedTwice,
        Wrong::SeatMissing(_) | Wrong::ServedButAbsent(_) | Wrong::RowsMissing => VoteFault::NoList,
        Wrong::VotedWithoutTakingPart(_) => VoteFault::NotParticipating,
        Wrong::SumsDiffer { as_printed: true, .. }
        | Wrong::MoreVotesThanServed { as_printed: true, .. } => VoteFault::SumsDifferInSource,
        Wrong::SumsDiffer { .. } => VoteFault::SumsDiffer,
        Wrong::MoreVotesThanServed { .. } => VoteFault::MoreThanServed,
        Wrong::RowsInClosedVote => VoteFault::SecretNames,
        Wrong::ClosedQuestion => VoteFault::SecretQuestion,
        Wrong::NothingCounted => VoteFault::NoResult,
        Wrong::MeaningMissing(_) => VoteFault::NoMeaning,
        Wrong::CastingVoteWithoutTie | Wrong::CastingVoteByAnother(_) => {
            VoteFault::CastingWithoutTie
        }
        Wrong::CastingVoteOnPersons => VoteFault::TieWithoutLot,
        Wrong::CastingVoteAgainstOwnRow => return None,
        Wrong::LotOnQuestion => VoteFault::LotOnQuestion,
        Wrong::LotWithoutTie => VoteFault::LotWithoutTie,
        Wrong::ChairAbstainedInTie => VoteFault::ChairAbstained,
        Wrong::TieUnsettled if of_persons => VoteFault::TieWithoutLot,
        Wrong::TieUnsettled => VoteFault::TieWithoutCasting,
        Wrong::StatedOtherwise { .. } => VoteFault::WrongOutcome,
    })
}

/// The person, or whose seat it is.
fn who(scene: &Scene, wrong: &Wrong<SeatId, PersonId>) -> Option<String> {
    let course = &scene.draft.course;
    match wrong {
        Wrong::UnknownSeat(seat)
        | Wrong::SeatTwice(seat)
        | Wrong::SeatMissing(seat)
        | Wrong::NobodyServed(seat)
        | Wrong::ServedButAbsent(seat)
        | Wrong::NotTheOneWhoServed { seat, voted: None } => Some(course.seat_name(*seat)),
        Wrong::NotTheOneWhoServed { voted: Some(person), .. }
        | Wrong::DisqualifiedVoted { person, .. }
        | Wrong::PersonTwice(person)
        | Wrong::VotedWithoutTakingPart(person)
        | Wrong::CastingVoteByAnother(person) => Some(course.name(*person)),
        Wrong::SumsDiffer { .. }
        | Wrong::MoreVotesThanServed { .. }
        | Wrong::RowsInClosedVote
        | Wrong::ClosedQuestion
        | Wrong::RowsMissing
        | Wrong::NothingCounted
        | Wrong::MeaningMissing(_)
        | Wrong::CastingVoteWithoutTie
        | Wrong::CastingVoteOnPersons
        | Wrong::CastingVoteAgainstOwnRow
        | Wrong::LotOnQuestion
        | Wrong::LotWithoutTie
        | Wrong::ChairAbstainedInTie
        | Wrong::TieUnsettled
        | Wrong::StatedOtherwise { .. } => None,
    }
}

/// Who is elected against the votes. How many asked for a proportional election is not kept, nor all ballots that were handed in;
/// and a proportional one fills its places by other figures than these.
fn of_election(scene: &Scene, vote: &Vote) -> Faults {
    let mut faults = Faults::new();
    if vote.candidates.is_empty() {
        faults.insert(VoteFault::NoResult, vec![]);
    }
    if vote.open {
        faults.insert(VoteFault::OpenElection, vec![]);
    }
    if vote.proportional || vote.candidates.is_empty() {
        return faults;
    }
    let candidates = vote.candidates.iter().enumerate().map(|(who, one)| Candidate {
        who,
        votes: u32::try_from(one.votes).unwrap_or_default(),
        elected: one.elected,
        by_lot: one.by_lot && one.elected,
    });
    let election = Election {
        candidates: candidates.collect(),
        ballots: Ballots {
            blank: sum(vote, "blank").unwrap_or_default(),
            void: sum(vote, "void").unwrap_or_default(),
            handed_in: None,
        },
        to_elect: vote.to_elect.and_then(|places| u32::try_from(places).ok()).unwrap_or(1),
    };
    let voters = scene.state(vote.moment).map_or(0, |state| state.serving().len());
    for wrong in election.check(count(voters), 0) {
        let (kind, who) = elected(&wrong);
        let name = who.and_then(|who| vote.candidates.get(who)).map(|one| one.name.clone());
        faults.entry(kind).or_default().extend(name);
    }
    faults
}

fn elected(wrong: &ElectionFault<usize>) -> (VoteFault, Option<usize>) {
    match wrong {
        ElectionFault::CandidateTwice(who) | ElectionFault::MoreVotesThanBallots(who) => {
            (VoteFault::SumsDiffer, Some(*who))
        }
        ElectionFault::VotesDiffer { .. } => (VoteFault::SumsDiffer, None),
        ElectionFault::MoreBallotsThanVoters { .. } => (VoteFault::MoreThanServed, None),
        ElectionFault::TooManyElected { .. } | ElectionFault::TooFewElected { .. } => {
            (VoteFault::WrongOutcome, None)
        }
        ElectionFault::ElectedAgainstTally(who) | ElectionFault::PassedOver(who) => {
            (VoteFault::WrongOutcome, Some(*who))
        }
        ElectionFault::LotNotRecorded(who) => (VoteFault::TieWithoutLot, Some(*who)),
        ElectionFault::LotWithoutTie(who) => (VoteFault::LotWithoutTie, Some(*who)),
        ElectionFault::NotProportional { .. } => (VoteFault::NotProportional, None),
    }
}
