//! Review (granskning): the facts of a draft as the rules of `law::review` want them.

use time::{Date, Duration, PrimitiveDateTime};

use super::composition::Draft;
use crate::{
    items::{Content, Item},
    law::review::{
        Appeal, Attendance, BoardRules, Doors, Duties, Facts, Field, Finding, Handling, ItemFacts,
        ItemKind, Known, MeetingCourse, Participant, PointFacts, Presence, Procedure, Sitting,
        TextFacts, review,
    },
    meetings,
};

/// What the register says beside the draft.
pub(super) struct Register {
    /// The municipalities of a joint board; empty for every other body.
    pub(super) participants: Vec<Participant>,
    /// The signers who have no account.
    pub(super) without_account: Vec<String>,
}

/// Everything that the law or practice asks for and that is not there.
pub(super) fn findings(draft: &Draft, register: Register, today: Date) -> Vec<Finding> {
    review(&facts(draft, register, today), &[])
}

fn facts(draft: &Draft, register: Register, today: Date) -> Facts {
    let meeting = &draft.meeting;
    let attendance = &draft.attendance;
    let chair_present = attendance
        .chair
        .is_some_and(|chair| attendance.serving.iter().any(|serving| serving.person == chair));
    Facts {
        kind: meeting.board.kind,
        seats: meeting.board.seats.unsigned_abs(),
        held_on: meeting.held_on,
        sittings: meeting.sittings.iter().map(sitting).collect(),
        place: meeting
            .sittings
            .iter()
            .map(|sitting| sitting.place.as_str())
            .collect::<Vec<_>>()
            .join(", "),
        chair_present,
        secretary_known: true,
        adjusters_required: meeting.board.adjusters.unsigned_abs(),
        adjusters_elected: count(attendance.adjusters.len()),
        without_account: register.without_account,
        digital_decided: !meeting.board.digital_adjusting_decision.is_empty(),
        remote_decided: !meeting.board.remote_decision.is_empty(),
        announced: meeting.board.announced,
        attendance: present(draft),
        participants: register.participants,
        returned: vec![],
        items: draft
            .items
            .iter()
            .map(|(item, content)| item_facts(draft, item, content, chair_present))
            .collect(),
        texts: front_texts(meeting),
        today,
        // What the draft does not know, of which nothing is said.
        summons: None,
        duties: Duties::default(),
        rules: BoardRules::default(),
        course: MeetingCourse::default(),
        known: Known::default(),
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

fn sitting(sitting: &meetings::Sitting) -> Sitting {
    Sitting {
        held_on: sitting.on_day,
        starts_at: Some(PrimitiveDateTime::new(sitting.on_day, sitting.starts_at)),
        ends_at: sitting.ends_at.map(|ends_at| {
            let next_day = i64::from(ends_at < sitting.starts_at);
            PrimitiveDateTime::new(sitting.on_day + Duration::days(next_day), ends_at)
        }),
    }
}

fn present(draft: &Draft) -> Attendance {
    let attendance = &draft.attendance;
    let joint = !draft.participants.is_empty()
        && draft.meeting.board.kind == crate::law::BoardKind::JointBoard;
    let seats = || {
        attendance
            .serving
            .iter()
            .map(|serving| &serving.seat)
            .chain(attendance.present.iter().map(|present| &present.seat))
    };
    let substitutes =
        attendance.serving.iter().filter(|serving| serving.seat.role == "substitute").count();
    Attendance {
        members: count(attendance.serving.len()),
        serving_substitutes: count(substitutes),
        other_substitutes: count(attendance.present.len()),
        officials: count(attendance.others.len()),
        remote: count(attendance.serving.iter().filter(|serving| serving.remote).count()),
        without_party: count(seats().filter(|seat| seat.party.is_empty()).count()),
        without_municipality: if joint {
            count(seats().filter(|seat| seat.municipality.is_none()).count())
        } else {
            0
        },
    }
}

fn item_facts(draft: &Draft, item: &Item, content: &Content, chair_present: bool) -> ItemFacts {
    let points = points(content);
    let decided = points.iter().map(|point| point.text.as_str()).collect::<Vec<_>>().join("\n");
    let proposal = content
        .sections
        .iter()
        .find(|section| section.key == "proposal")
        .map(|section| section.text.to_words())
        .unwrap_or_default();
    ItemFacts {
        number: item.number.map(|number| format!("{number}{}", item.suffix)),
        title: item.title.clone(),
        kind: kind(&item.kind),
        points,
        chair_serves: chair_present,
        serving: count(draft.attendance.serving.len()),
        disqualified: 0,
        fewer_may_answer: false,
        texts: texts(item, content, &decided),
        proposals: u32::from(!proposal.is_empty()),
        proposition_order: false,
        differs_from_proposal: !proposal.is_empty() && proposal.trim() != decided.trim(),
        rapporteur: !item.rapporteur.is_empty(),
        reasons: content
            .sections
            .iter()
            .any(|section| section.heading.to_lowercase().contains("motivering")),
        recipients: count(content.recipients.len()),
        registry_numbers: count(item.registry_nos.len()),
        plan_notice_ready: false,
        unlisted: unlisted(draft, item, content),
        withdrawn: item.withdrawn.is_some(),
        matter: item.kind.parse().ok(),
        handling: Handling { doors: doors(&draft.meeting), ..Handling::default() },
        // What the draft does not know, of which nothing is said.
        presence: Presence::default(),
        instants: vec![],
        procedure: Procedure::default(),
        immediate: false,
        annexes: None,
        appeal_texts: None,
        stale: vec![],
    }
}

fn kind(word: &str) -> ItemKind {
    match word {
        "decision" => ItemKind::Decision,
        "adjusters" | "agenda" => ItemKind::Procedural,
        "unnumbered" => ItemKind::Unnumbered,
        _ => ItemKind::Information,
    }
}

/// A board's meeting is closed unless it was made public; one of fullmäktige is open as usual.
fn doors(meeting: &meetings::Meeting) -> Doors {
    if meeting.public && meeting.board.kind.closed_meeting_by_default() {
        Doors::Open
    } else {
        Doors::AsUsual
    }
}

fn points(content: &Content) -> Vec<PointFacts> {
    let points = content
        .decisions
        .iter()
        .flat_map(|decision| decision.points.iter().map(move |point| (decision.own, point)));
    points
        .map(|(own, point)| PointFacts {
            appeal: appeal(&point.appeal),
            text: point.text.to_words(),
            declared: None,
            own,
        })
        .collect()
}

/// What the protocol prints of the §; a section without text is not printed.
fn texts(item: &Item, content: &Content, decided: &str) -> Vec<TextFacts> {
    let sections = content.sections.iter().enumerate();
    let mut texts: Vec<_> = sections
        .filter(|(_, section)| !section.text.is_empty())
        .map(|(n, section)| TextFacts {
            field: section.heading.clone(),
            text: section.text.to_words(),
            at: Field::Section(n),
        })
        .collect();
    texts.push(TextFacts {
        field: "Rubrik".to_owned(),
        text: item.title.clone(),
        at: Field::Title,
    });
    texts.push(TextFacts {
        field: "Beslut".to_owned(),
        text: decided.to_owned(),
        at: Field::Decision,
    });
    texts
}

/// The titles of the items added at the meeting that the § on the agenda does not mention.
fn unlisted(draft: &Draft, item: &Item, content: &Content) -> Vec<String> {
    if item.kind != "agenda" {
        return vec![];
    }
    let sections = content.sections.iter().map(|section| section.text.to_words());
    let points = content.decisions.iter().flat_map(|decision| &decision.points);
    let said = sections.chain(points.map(|point| point.text.to_words()));
    let said = said.collect::<Vec<_>>().join("\n").to_lowercase();
    let added = draft.items.iter().map(|(item, _)| item).filter(|item| item.extra);
    added
        .filter(|item| !said.contains(&item.title.to_lowercase()))
        .map(|item| item.title.clone())
        .collect()
}

fn appeal(word: &str) -> Option<Appeal> {
    match word {
        "legality" => Some(Appeal::Legality),
        "administrative" => Some(Appeal::Administrative),
        "plan" => Some(Appeal::Plan),
        "none" => Some(Appeal::None),
        _ => None,
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
