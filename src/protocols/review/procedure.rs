//! The facts of how a § was decided (beslutsgång): claims, propositions, dissents, a minority's remittal.

use std::collections::BTreeSet;

use super::{count, scene::Scene, votes::votes};
use crate::{
    items::{Actor, Choice, Claim, Dissent, Proposition, Vote},
    law::{
        procedure::{self, ClaimKind, SettledBy, Stage},
        review::{ClaimFacts, DissentBy, DissentFacts, Minority, Procedure},
        tally::Ballot,
    },
    register::PersonId,
};

pub(super) fn procedure(scene: &Scene) -> Procedure {
    let all = &scene.procedure;
    Procedure {
        claims: all.claims.iter().map(|claim| claim_facts(scene, claim)).collect(),
        propositions: all.propositions.iter().map(|put| put.stage).collect(),
        competing: competing(scene),
        votes: votes(scene),
        dissents: all.dissents.iter().flat_map(|one| dissent_facts(scene, one)).collect(),
        minority: all.propositions.iter().find_map(|put| minority(scene, put)),
        // Nothing is kept of a vote or a proposition that was asked for and refused.
        vote_denied: false,
        refused: None,
    }
}

fn actor(scene: &Scene, who: &Actor) -> String {
    match who {
        Actor::Person(person) => scene.name(*person),
        Actor::Group(group) => group.clone(),
    }
}

fn claim_facts(scene: &Scene, claim: &Claim) -> ClaimFacts {
    let text = claim.text.to_words();
    ClaimFacts {
        kind: claim.kind,
        movers: claim.movers.iter().map(|mover| actor(scene, &mover.who)).collect(),
        text: if text.is_empty() { claim.document.clone() } else { text },
        withdrawn: claim.withdrawn,
        may_not: may_not(scene, claim),
    }
}

/// YRK-02, as the law checks the claim.
fn may_not(scene: &Scene, claim: &Claim) -> Vec<String> {
    let movers = claim.movers.iter().map(|mover| procedure::Mover {
        voice: match &mover.who {
            Actor::Person(person) => procedure::Voice::Person(*person),
            Actor::Group(group) => procedure::Voice::Group(group.clone()),
        },
        joins: mover.joins,
    });
    let put = procedure::Claim {
        id: claim.id,
        kind: claim.kind,
        about: None,
        movers: movers.collect(),
        rank: None,
        condition: None,
        dated_on: claim.dated_on,
        withdrawn: claim.withdrawn,
    };
    let faults = put.check(|person: PersonId| scene.standing(person));
    let barred = faults.iter().filter_map(|fault| match fault {
        procedure::ClaimFault::MayNotClaim { person, .. } => Some(*person),
        procedure::ClaimFault::NoMover => None,
    });
    scene.names(barred)
}

/// Different claims that stand, of these kinds.
fn different(scene: &Scene, kinds: &[ClaimKind]) -> usize {
    let claims = scene.procedure.claims.iter().filter(|claim| !claim.withdrawn);
    let of = claims.filter(|claim| kinds.contains(&claim.kind));
    let said = of.map(|claim| {
        let words = format!("{} {} {}", claim.text.to_words(), claim.document, claim.condition);
        (claim.kind.as_str(), words.trim().to_lowercase())
    });
    said.collect::<BTreeSet<_>>().len()
}

/// The proposal that came to the meeting, written out or only approved.
fn came_with_a_proposal(scene: &Scene) -> bool {
    let mut sections = scene.content.sections.iter();
    sections.any(|one| one.key == "proposal" && !one.text.is_empty())
        || different(scene, &[ClaimKind::Approve, ClaimKind::Reject, ClaimKind::Amend]) > 0
}

/// SEC-10: what was to be chosen between. To approve is no proposal of one's own.
pub(super) fn proposals(scene: &Scene) -> u32 {
    let own = [
        ClaimKind::Reject,
        ClaimKind::Amend,
        ClaimKind::Add,
        ClaimKind::Own,
        ClaimKind::Remit,
        ClaimKind::TableItem,
    ];
    count(usize::from(came_with_a_proposal(scene)) + different(scene, &own))
}

/// VOT-16: amendments may all be made, and exclude nothing.
fn competing(scene: &Scene) -> u32 {
    let others = different(scene, &[ClaimKind::Reject, ClaimKind::Own]);
    count(usize::from(came_with_a_proposal(scene)) + others)
}

/// One of each person or group.
fn dissent_facts(scene: &Scene, dissent: &Dissent) -> Vec<DissentFacts> {
    let of = |who: &Actor| {
        let (by, took_part, abstained) = match who {
            Actor::Group(_) => (DissentBy::Member, true, false),
            Actor::Person(person) => {
                let share = scene.share(*person, dissent.point);
                (by(scene, *person), share.took_part(), share.abstained)
            }
        };
        DissentFacts {
            kind: dissent.kind,
            who: actor(scene, who),
            by,
            handed_in: dissent.handed_in,
            text: dissent.text.as_ref().map(crate::text::Text::to_words).unwrap_or_default(),
            took_part,
            abstained,
            within_meeting: dissent.in_time,
        }
    };
    dissent.people.iter().map(of).collect()
}

fn by(scene: &Scene, person: PersonId) -> DissentBy {
    let seat = scene.draft.course.seats.iter().find(|seat| seat.person == Some(person));
    let serves = scene.standing(person) == procedure::Standing::Serving;
    let title = scene.named(person).map_or("", |named| named.title.as_str());
    match seat {
        _ if serves => DissentBy::Member,
        Some(seat) if seat.role == "substitute" => DissentBy::Substitute,
        Some(_) => DissentBy::Member,
        None if title.is_empty() => DissentBy::Outsider,
        None => DissentBy::Official,
    }
}

/// A tabling or remittal that a minority settled; or one that fell in a vote, with as many for it.
fn minority(scene: &Scene, put: &Proposition) -> Option<Minority> {
    let formal = |choice: &Choice| match choice {
        Choice::Claim(id) => {
            let claim = scene.procedure.claims.iter().find(|claim| claim.id == *id);
            claim.map(|claim| claim.kind).and_then(asks_for_delay)
        }
        Choice::Words(words) => delay_in(words),
    };
    let remittal = put.options.iter().find_map(formal).or_else(|| delay_in(&put.question));
    let vote = scene.procedure.votes.iter().find(|vote| vote.proposition == Some(put.id));
    let present = scene.state(vote.and_then(|vote| vote.moment))?.quorum_present();
    let minority = Minority {
        supporters: put.supporters.and_then(|number| u32::try_from(number).ok()),
        present: count(present),
        reasons: !put.reason.trim().is_empty(),
        remittal: remittal.unwrap_or(true),
        again: scene.marks.remitted_before,
        granted: true,
    };
    match put.settled_by {
        SettledBy::Minority => Some(minority),
        SettledBy::Acclamation => None,
        SettledBy::Vote => {
            let won = put.winner.and_then(|winner| put.options.get(winner)).and_then(formal);
            let fell = put.stage == Stage::Formal && remittal.is_some() && won.is_none();
            let supporters = Some(count(for_delay(vote?)?));
            let known = put.winner.is_some();
            (fell && known).then_some(Minority { supporters, granted: false, ..minority })
        }
    }
}

/// Whether it is a remittal, rather than a tabling; nothing of other claims.
fn asks_for_delay(kind: ClaimKind) -> Option<bool> {
    match kind {
        ClaimKind::Remit => Some(true),
        ClaimKind::TableItem => Some(false),
        ClaimKind::Approve
        | ClaimKind::Reject
        | ClaimKind::Amend
        | ClaimKind::Add
        | ClaimKind::Own
        | ClaimKind::Adjourn
        | ClaimKind::Contribution => None,
    }
}

/// The same of words, which may also turn it down.
fn delay_in(words: &str) -> Option<bool> {
    let words = words.to_lowercase();
    let turns_down = words.contains("avsl") || words.contains("avgör") || words.contains("inte ");
    let remits = words.contains("återremi");
    (!turns_down && (remits || words.contains("bordlägg"))).then_some(remits)
}

/// How many voted for the delay, where what yes and no meant tells it.
fn for_delay(vote: &Vote) -> Option<usize> {
    let answer = match (delay_in(&vote.yes_means), delay_in(&vote.no_means)) {
        (Some(_), None) => Ballot::Yes,
        (None, Some(_)) => Ballot::No,
        (Some(_), Some(_)) | (None, None) => return None,
    };
    Some(vote.ballots.iter().filter(|ballot| ballot.answer == answer).count())
}
