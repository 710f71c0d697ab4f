//! Who was there, in the meeting and in each § (närvaro), where the review has something to say of it.

use std::collections::BTreeSet;

use super::{super::composition::Draft, super::signers, count, scene::Scene};
use crate::{
    law::{
        course::{Capacity, Unlawful},
        procedure,
        review::{Attendance, Instant, Presence},
    },
    meetings::Named,
    register::PersonId,
};

/// Everybody who served in some §.
pub(super) fn served(draft: &Draft) -> BTreeSet<PersonId> {
    let places = draft.counted();
    let served = places.iter().flat_map(|place| draft.course.derived.item(*place).served);
    served.map(|one| one.person).collect()
}

/// Members who left and served again the same day (ATT-09).
pub(super) fn returned(draft: &Draft) -> Vec<String> {
    let found = draft.course.derived.unlawful(&[], &draft.course.sittings);
    let of = |finding: &Unlawful<PersonId>| {
        if let Unlawful::Returned { person, .. } | Unlawful::LinkReturned { person, .. } = finding {
            Some(*person)
        } else {
            None
        }
    };
    let persons: BTreeSet<_> = found.iter().filter_map(of).collect();
    let people = draft.course.people.iter().filter(|one| persons.contains(&one.id));
    people.map(Named::with_party).collect()
}

pub(super) fn present(draft: &Draft) -> Attendance {
    let course = &draft.course;
    let served = served(draft);
    let views: Vec<_> =
        draft.counted().into_iter().map(|place| course.derived.item(place)).collect();
    let came: BTreeSet<_> = views.iter().flat_map(|view| view.attended.keys().copied()).collect();
    let away: BTreeSet<_> = views.iter().flat_map(|view| view.remote.keys().copied()).collect();
    let own = |person: PersonId| course.seats.iter().find(|seat| seat.person == Some(person));
    let elected = served.union(&came).filter_map(|person| own(*person));
    let substitutes =
        served.iter().filter(|one| own(**one).is_some_and(|seat| seat.role == "substitute"));
    let idle = came.difference(&served).filter(|one| own(**one).is_some());
    Attendance {
        members: count(served.len()),
        serving_substitutes: count(substitutes.count()),
        other_substitutes: count(idle.count()),
        officials: count(came.iter().filter(|one| own(**one).is_none()).count()),
        remote: count(away.intersection(&served).count()),
        without_party: count(elected.clone().filter(|seat| seat.party.is_empty()).count()),
        without_municipality: if draft.is_joint() {
            count(elected.filter(|seat| seat.municipality.is_none()).count())
        } else {
            0
        },
    }
}

/// Substitutes who served for a member of another municipality (ATT-13).
pub(super) fn for_other_municipality(draft: &Draft) -> Vec<String> {
    let home = |person: PersonId| {
        let own = draft.course.seats.iter().find(|seat| seat.person == Some(person));
        own.and_then(|seat| seat.municipality.as_deref())
    };
    let views = draft.counted().into_iter().map(|place| draft.course.derived.item(place));
    let abroad: BTreeSet<_> = views
        .flat_map(|view| view.served)
        .filter_map(|one| match one.capacity {
            Capacity::For(holder) => Some((one.person, home(one.person)?, home(holder)?)),
            Capacity::Own | Capacity::Vacancy => None,
        })
        .filter(|(_, own, other)| own != other)
        .map(|(person, ..)| person)
        .collect();
    let people = draft.course.people.iter().filter(|one| abroad.contains(&one.id));
    people.map(Named::with_party).collect()
}

/// Each decision of the §, at the gavel or else at its end.
pub(super) fn instants(scene: &Scene) -> Vec<Instant> {
    let decisions = scene.view.iter().flat_map(|(_, view)| &view.decisions);
    decisions
        .map(|decision| Instant {
            clock: decision.moment.and_then(|at| scene.draft.course.moments.get(at)?.clock),
            serving: count(decision.present),
            disqualified: count(decision.disqualified),
        })
        .collect()
}

/// What no table holds stays empty: sight and hearing at a distance, leave to deliberate, disputes on disqualification, who is
/// accountable. Officials are printed on the front page with their §§, and so none is left out of a §.
pub(super) fn presence(scene: &Scene) -> Presence {
    let Some((place, view)) = &scene.view else { return Presence::default() };
    let served: BTreeSet<_> = scene.served().collect();
    let guests = served.iter().copied().filter(|one| !scene.is_elected(*one));
    let (unions_deciding, guests_deciding): (Vec<_>, Vec<_>) =
        guests.partition(|one| is_of_a_union(scene, *one));
    let unions = view.attended.keys().copied().filter(|one| is_of_a_union(scene, *one));
    let Disqualified { present, officials, serving } = disqualified(scene, *place);
    Presence {
        remote: count(view.remote.keys().filter(|one| served.contains(one)).count()),
        lost_link: lost_link(scene, *place),
        guests_deciding: scene.names(guests_deciding),
        union_representatives: scene.names(unions),
        unions_deciding: scene.names(unions_deciding),
        disqualified_present: present,
        disqualified_serving: serving,
        disqualified_officials: officials,
        chair_disqualified: chair_disqualified(scene),
        refused_to_decide: refused(scene),
        adjusters_unfit: adjusters_unfit(scene),
        ..Presence::default()
    }
}

/// By the title under which they came.
fn is_of_a_union(scene: &Scene, person: PersonId) -> bool {
    let title = scene.named(person).map_or_else(String::new, |named| named.title.to_lowercase());
    title.contains("facklig") || title.contains("personalföreträdare")
}

/// In the room, and serving or leading, though disqualified.
struct Disqualified {
    present: Vec<String>,
    officials: Vec<String>,
    serving: Vec<String>,
}

fn disqualified(scene: &Scene, place: usize) -> Disqualified {
    let course = &scene.draft.course;
    let here = |moment: usize| {
        course.moments.get(moment).is_some_and(|one| one.item == Some(scene.item.id))
    };
    let found = course.derived.unlawful(&[], &course.sittings);
    let stayed = course.derived.at_end(place).stayed();
    let (elected, officials): (Vec<_>, Vec<_>) =
        stayed.iter().copied().partition(|one| scene.is_elected(*one));
    let acting = found.iter().filter_map(|finding| {
        let Unlawful::DisqualifiedActs { person, moment } = finding else { return None };
        here(*moment).then_some(*person)
    });
    Disqualified {
        present: scene.names(elected),
        officials: scene.names(officials),
        serving: scene.names(acting),
    }
}

/// Served in a decision or a vote while the link was lost (REM-04).
fn lost_link(scene: &Scene, place: usize) -> Vec<String> {
    let course = &scene.draft.course;
    let decided = scene.view.iter().flat_map(|(_, view)| &view.decisions);
    let votes = scene.procedure.votes.iter().filter_map(|vote| course.index(vote.moment?));
    let states = decided
        .map(|decision| match decision.moment {
            Some(moment) => course.derived.at(moment),
            None => course.derived.at_end(place),
        })
        .chain(votes.map(|moment| course.derived.at(moment)));
    scene.names(states.flat_map(|state| {
        state.serving().values().copied().filter(move |person| state.is_link_lost(*person))
    }))
}

/// The one who opened the meeting, or who holds the chair, is disqualified, and nobody else led (JAV-11).
fn chair_disqualified(scene: &Scene) -> bool {
    let Some((_, view)) = &scene.view else { return false };
    let course = &scene.draft.course;
    let office = course.seats.iter().find(|seat| seat.role == "chair").and_then(|seat| seat.person);
    let usual = [course.opened_by(), office];
    let outside = |person: &PersonId| view.disqualified.contains(person);
    usual.iter().flatten().any(outside) && view.chairs.iter().all(outside)
}

/// Handled the matter and took no part in its decision (VOT-04).
fn refused(scene: &Scene) -> Vec<String> {
    let kind = scene.draft.meeting.board.kind;
    let refuses = |person: &PersonId| {
        procedure::refusal(kind, scene.marks.authority, scene.share(*person, None)).is_some()
    };
    scene.names(scene.served().filter(refuses))
}

/// Elected adjusters who cannot tell of the §, as far as nobody elected in their place can (ADJ-13).
fn adjusters_unfit(scene: &Scene) -> Vec<String> {
    let (draft, item) = (scene.draft, scene.item);
    let unfit = draft.adjusters.iter().copied();
    let unfit: Vec<_> = unfit.filter(|one| !signers::can_adjust(draft, item, *one)).collect();
    let lacking = draft.adjusters.len() - signers::adjusters(draft, item).len();
    let replaced = unfit.len().saturating_sub(lacking);
    let served = scene.served().next().is_some();
    scene.names(unfit.into_iter().skip(replaced).filter(|_| served))
}
