//! The facts of the meeting as a whole (sammanträdet).

use time::{Date, Duration, PrimitiveDateTime, Time};

use super::{
    super::composition::Draft,
    attendance::{for_other_municipality, present, returned, served},
    background::Background,
    count,
    item::item_facts,
};
use crate::{
    items::{Actor, Procedure},
    law::{
        course::Event,
        review::{Adjournment, BoardRules, Facts, Field, Known, MeetingCourse, Sitting, TextFacts},
    },
    meetings::{self, Course, Moment},
};

/// Neutral stays what no table holds: summons and announcement, the board's own rules on openness and notes, the order of call by
/// party, decisions on delegation and in urgent cases, annexes and texts on how to appeal.
pub(super) fn facts(draft: &Draft, background: &Background, today: Date) -> Facts {
    let meeting = &draft.meeting;
    let served = served(draft);
    let places = meeting.sittings.iter().map(|sitting| sitting.place.as_str());
    let items =
        draft.items.iter().map(|(item, content)| item_facts(draft, background, (item, content)));
    Facts {
        kind: meeting.board.kind,
        seats: meeting.board.seats.unsigned_abs(),
        ongoing: meeting.closed_at.is_none(),
        held_on: meeting.held_on,
        sittings: meeting.sittings.iter().map(|one| sitting(draft, one)).collect(),
        place: places.collect::<Vec<_>>().join(", "),
        chair_present: draft.course.opened_by().is_some_and(|chair| served.contains(&chair)),
        secretary_known: true,
        adjusters_required: meeting.board.adjusters.unsigned_abs(),
        adjusters_elected: count(draft.adjusters.len()),
        without_account: background.without_account.clone(),
        digital_decided: !meeting.board.digital_adjusting_decision.is_empty(),
        remote_decided: !meeting.board.remote_decision.is_empty(),
        announced: meeting.board.announced,
        attendance: present(draft),
        participants: background.participants.clone(),
        returned: returned(draft),
        items: items.collect(),
        texts: front_texts(meeting),
        today,
        summons: None,
        duties: background.duties.clone(),
        rules: BoardRules {
            kept_at: Some(background.kept_at.clone()),
            without_notice_board: background.without_notice_board.clone(),
            ..BoardRules::default()
        },
        course: course(draft),
        known: known(draft, background),
    }
}

fn front_texts(meeting: &meetings::Meeting) -> Vec<TextFacts> {
    let text = |field: &str, text: &str| TextFacts {
        field: field.to_owned(),
        text: text.to_owned(),
        at: Field::Adjusting,
    };
    vec![
        text("Plats för justering", &meeting.adjusting_place),
        text("Tid för justering", &meeting.adjusting_time),
    ]
}

fn sitting(draft: &Draft, sitting: &meetings::Sitting) -> Sitting {
    let at = |clock| instant(sitting.on_day, Some(sitting.starts_at), clock);
    Sitting {
        held_on: sitting.on_day,
        starts_at: Some(at(sitting.starts_at)),
        ends_at: sitting.ends_at.filter(|_| !draft.is_ongoing()).map(at),
    }
}

/// A clock before the start is past midnight.
fn instant(day: Date, start: Option<Time>, clock: Time) -> PrimitiveDateTime {
    let next_day = i64::from(start.is_some_and(|start| clock < start));
    PrimitiveDateTime::new(day + Duration::days(next_day), clock)
}

fn course(draft: &Draft) -> MeetingCourse {
    let served = served(draft);
    let idle = draft.adjusters.iter().filter(|one| !served.contains(one) && !served.is_empty());
    MeetingCourse {
        adjournments: adjournments(&draft.course),
        out_of_turn: vec![],
        for_other_municipality: for_other_municipality(draft),
        adjusters_not_serving: idle.map(|person| draft.course.name(*person)).collect(),
    }
}

/// Those within a sitting that have a clock; the meeting may also be adjourned from one sitting to the next.
fn adjournments(course: &Course) -> Vec<Adjournment> {
    let mut all = vec![];
    let mut since: Option<(usize, Option<PrimitiveDateTime>)> = None;
    for moment in &course.moments {
        let (n, at) = when(course, moment);
        if moment.event == Event::Adjourned {
            since = Some((n, at));
        } else if moment.event == Event::Resumed
            && let Some((before, Some(starts_at))) = since.take()
            && before == n
        {
            all.push(Adjournment { starts_at, ends_at: at });
        }
    }
    let open = since.and_then(|(_, starts_at)| starts_at);
    all.extend(open.map(|starts_at| Adjournment { starts_at, ends_at: None }));
    all
}

/// In which sitting something happened, and when, if its clock is known.
fn when(course: &Course, moment: &Moment) -> (usize, Option<PrimitiveDateTime>) {
    let sittings = &course.sittings;
    let place = moment.item.and_then(|item| course.place(item));
    let n = match place {
        Some(place) => sittings.iter().position(|one| one.items.contains(&place)),
        None if moment.edge == crate::law::procedure::Edge::After => sittings.len().checked_sub(1),
        None => None,
    };
    let n = n.unwrap_or_default();
    let at = sittings.get(n).zip(moment.clock);
    (n, at.map(|(sitting, clock)| instant(sitting.day, sitting.from, clock)))
}

/// The registers' names, those of the meeting, and those that its §§ elect or let speak.
fn known(draft: &Draft, background: &Background) -> Known {
    let here = draft.course.people.iter().map(|one| one.name.clone());
    let written = draft.procedures.values().flat_map(written);
    let mut people: Vec<_> = background.names.iter().cloned().chain(here).chain(written).collect();
    people.sort_unstable();
    people.dedup();
    // NUM-06: the numbers that other documents of the meeting print.
    let elsewhere = draft.others.iter().filter_map(|(item, _)| Some(item.number?.unsigned_abs()));
    Known { people, complete: background.names_are_all, numbers_elsewhere: elsewhere.collect() }
}

/// The names in a procedure, without party.
fn written(procedure: &Procedure) -> Vec<String> {
    let elected = procedure.appointments.iter().map(|one| &one.name);
    let candidates = procedure.votes.iter().flat_map(|vote| &vote.candidates);
    let spoke = procedure.speakers.iter().map(|one| &one.name);
    let groups = procedure.dissents.iter().flat_map(|one| &one.people);
    let groups = groups.filter_map(|who| match who {
        Actor::Group(name) => Some(name),
        Actor::Person(_) => None,
    });
    let all = elected.chain(candidates.map(|one| &one.name)).chain(spoke).chain(groups);
    all.map(|name| name.split(" (").next().unwrap_or_default().to_owned()).collect()
}
