//! Review (granskning): the facts of a draft as the rules of `law::review` want them.

use std::collections::BTreeSet;

use time::{Date, Duration, PrimitiveDateTime};

use super::{batch::Kind, composition::Draft};
use crate::{
    items::{Content, Item},
    law::{
        course::{ItemView, Unlawful},
        review::{
            Appeal, Attendance, BoardRules, Doors, Duties, Facts, Field, Finding, Handling,
            ItemFacts, ItemKind, Known, MeetingCourse, Participant, PointFacts, Presence,
            Procedure, Sitting, TextFacts, review,
        },
    },
    meetings,
    register::PersonId,
    wording::immediate,
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
    let mut findings = review(&facts(draft, register, today), &[]);
    if draft.is_ongoing() {
        // ADJ-20: nobody can tell the end of a meeting that goes on.
        findings.retain(|finding| finding.id != "ATT-14");
    }
    findings
}

fn facts(draft: &Draft, register: Register, today: Date) -> Facts {
    let meeting = &draft.meeting;
    let served = served(draft);
    let opened_by = draft.course.opened_by();
    Facts {
        kind: meeting.board.kind,
        seats: meeting.board.seats.unsigned_abs(),
        held_on: meeting.held_on,
        sittings: meeting.sittings.iter().map(|one| sitting(draft, one)).collect(),
        place: meeting
            .sittings
            .iter()
            .map(|sitting| sitting.place.as_str())
            .collect::<Vec<_>>()
            .join(", "),
        chair_present: opened_by.is_some_and(|chair| served.contains(&chair)),
        secretary_known: true,
        adjusters_required: meeting.board.adjusters.unsigned_abs(),
        adjusters_elected: count(draft.adjusters.len()),
        without_account: register.without_account,
        digital_decided: !meeting.board.digital_adjusting_decision.is_empty(),
        remote_decided: !meeting.board.remote_decision.is_empty(),
        announced: meeting.board.announced,
        attendance: present(draft),
        participants: register.participants,
        returned: returned(draft),
        items: draft.items.iter().map(|(item, content)| item_facts(draft, item, content)).collect(),
        texts: front_texts(meeting),
        today,
        // What the draft does not know, of which nothing is said.
        summons: None,
        duties: Duties::default(),
        rules: BoardRules::default(),
        course: MeetingCourse::default(),
        known: Known { numbers_elsewhere: elsewhere(draft), ..Known::default() },
    }
}

/// NUM-06: the numbers that other documents of the meeting print.
fn elsewhere(draft: &Draft) -> Vec<u32> {
    draft.others.iter().filter_map(|(item, _)| Some(item.number?.unsigned_abs())).collect()
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
    Sitting {
        held_on: sitting.on_day,
        starts_at: Some(PrimitiveDateTime::new(sitting.on_day, sitting.starts_at)),
        ends_at: sitting.ends_at.filter(|_| !draft.is_ongoing()).map(|ends_at| {
            let next_day = i64::from(ends_at < sitting.starts_at);
            PrimitiveDateTime::new(sitting.on_day + Duration::days(next_day), ends_at)
        }),
    }
}

/// Everybody who served in some §.
fn served(draft: &Draft) -> BTreeSet<PersonId> {
    let places = draft.counted();
    let served = places.iter().flat_map(|place| draft.course.derived.item(*place).served);
    served.map(|one| one.person).collect()
}

/// Members who left and served again the same day (ATT-09).
fn returned(draft: &Draft) -> Vec<String> {
    let found = draft.course.derived.unlawful(&[], &draft.course.sittings);
    let names = found.iter().filter_map(|finding| match finding {
        Unlawful::Returned { person, .. } | Unlawful::LinkReturned { person, .. } => {
            Some(draft.course.name(*person))
        }
        _ => None,
    });
    names.collect()
}

fn present(draft: &Draft) -> Attendance {
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

fn item_facts(draft: &Draft, item: &Item, content: &Content) -> ItemFacts {
    let view = draft.course.place(item.id).map(|place| draft.course.derived.item(place));
    let seated = |person| {
        view.as_ref().is_some_and(|view| view.served.iter().any(|one| one.person == person))
    };
    let chairs = view.as_ref().map(|view| view.chairs.clone()).unwrap_or_default();
    let procedure = draft.procedure(item);
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
        chair_serves: !chairs.is_empty() && chairs.into_iter().all(seated),
        serving: count(view.as_ref().map_or(0, ItemView::fewest)),
        disqualified: count(view.as_ref().map_or(0, |view| view.disqualified.len())),
        fewer_may_answer: false,
        texts: texts(draft, item, content, &decided),
        proposals: u32::from(!proposal.is_empty()),
        proposition_order: !procedure.propositions.is_empty(),
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
        immediate: draft.kind == Kind::Immediate,
        annexes: None,
        appeal_texts: None,
        stale: vec![],
    }
}

fn kind(word: &str) -> ItemKind {
    match word {
        "decision" => ItemKind::Decision,
        "adjusters" | "agenda" | "summons" | "disqualifications" => ItemKind::Procedural,
        "unnumbered" => ItemKind::Unnumbered,
        "information" | "delegation" | "urgent_decisions" | "question_time" => {
            ItemKind::Information
        }
        word if word.ends_with("_put") => ItemKind::Information,
        _ => ItemKind::Decision,
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
fn texts(draft: &Draft, item: &Item, content: &Content, decided: &str) -> Vec<TextFacts> {
    let sections = content.sections.iter().enumerate();
    let mut texts: Vec<_> = sections
        .filter(|(_, section)| !section.text.is_empty())
        .map(|(n, section)| TextFacts {
            field: section.heading.clone(),
            text: section.text.to_words(),
            at: Field::Section(n),
        })
        .collect();
    if draft.kind == Kind::Immediate {
        texts.push(TextFacts {
            field: "Justering".to_owned(),
            text: immediate::this_paragraph().to_owned(),
            at: Field::Adjusting,
        });
    }
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
    let items = draft.items.iter().map(|(item, _)| item);
    let all = items.chain(draft.others.iter().map(|(item, _)| item));
    let added = all.filter(|item| item.extra);
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
