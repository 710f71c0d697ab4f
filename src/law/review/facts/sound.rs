//! Protocols without anything to remark on (felfria protokoll), which the tests spoil one fact at a time.

use time::macros::{date, datetime, time};

use super::{
    Announced, Appeal, Attendance, BoardRules, ClaimFacts, DissentBy, DissentFacts, Duties, Facts,
    Handling, Instant, ItemFacts, ItemKind, Known, MeetingCourse, Participant, PointFacts,
    Preparation, Presence, Procedure, Sitting, Summons, TextFacts, VoteFacts,
};
use crate::law::BoardKind;
use crate::law::procedure::{ClaimKind, DissentKind, HandedIn, MatterKind, Stage};
use crate::law::review::place::Field;

/// A joint board's.
pub(in crate::law::review) fn sound() -> Facts {
    let participant = |municipality: &str| Participant {
        municipality: municipality.into(),
        members: 2,
        substitutes: 2,
    };
    Facts {
        kind: BoardKind::JointBoard,
        seats: 4,
        ongoing: false,
        held_on: date!(2026 - 11 - 24),
        sittings: vec![Sitting {
            held_on: date!(2026 - 11 - 24),
            starts_at: Some(datetime!(2026-11-24 09:00)),
            ends_at: Some(datetime!(2026-11-24 10:30)),
        }],
        place: "Kommunhuset, Björken".into(),
        chair_present: true,
        secretary_known: true,
        adjusters_required: 1,
        adjusters_elected: 1,
        without_account: Vec::new(),
        digital_decided: true,
        remote_decided: true,
        announced: true,
        attendance: sound_attendance(),
        participants: vec![participant("Norra"), participant("Södra")],
        returned: Vec::new(),
        items: vec![sound_item()],
        texts: vec![TextFacts {
            field: "Plats för justering".into(),
            text: "Digital justering".into(),
            at: Field::Adjusting,
        }],
        today: date!(2026 - 11 - 25),
        summons: Some(sound_summons()),
        duties: Duties::default(),
        rules: sound_rules(),
        course: MeetingCourse::default(),
        known: Known {
            people: vec!["Siv Dahl".into(), "Bo Ek".into()],
            complete: true,
            ..Known::default()
        },
    }
}

fn sound_attendance() -> Attendance {
    Attendance {
        members: 3,
        serving_substitutes: 1,
        other_substitutes: 0,
        officials: 1,
        remote: 1,
        without_party: 0,
        without_municipality: 0,
    }
}

fn sound_summons() -> Summons {
    Summons {
        announced_on: None,
        sent_on: Some(date!(2026 - 11 - 17)),
        own_deadline: Some(date!(2026 - 11 - 17)),
        lacks: Vec::new(),
        not_called: Vec::new(),
    }
}

fn sound_rules() -> BoardRules {
    BoardRules {
        may_be_open: Some(true),
        substitutes_may_note: Some(true),
        outsiders_may_note: Some(true),
        kept_at: Some("Kommunhuset, Björken".into()),
        without_notice_board: Vec::new(),
    }
}

/// Fullmäktige's, announced on the last day.
pub(in crate::law::review) fn sound_council() -> Facts {
    let mut facts = sound();
    facts.kind = BoardKind::Council;
    facts.participants.clear();
    if let Some(summons) = &mut facts.summons {
        summons.announced_on = Some(date!(2026 - 11 - 17));
    }
    facts
}

/// A board's with a matter in which public authority is exercised.
pub(in crate::law::review) fn sound_board() -> Facts {
    let mut facts = sound();
    facts.kind = BoardKind::Board;
    facts.participants.clear();
    let item = &mut facts.items[0];
    item.handling.nature.authority = true;
    item.points[0].appeal = Some(Appeal::Administrative);
    item.appeal_texts = Some(vec![Appeal::Administrative]);
    item.rapporteur = true;
    item.reasons = true;
    facts
}

fn sound_item() -> ItemFacts {
    let text = "Nämnden godkänner budgeten med fem (5) tillägg.";
    ItemFacts {
        number: Some("22".into()),
        title: "Budget 2027".into(),
        kind: ItemKind::Decision,
        points: vec![PointFacts {
            appeal: Some(Appeal::Legality),
            text: text.into(),
            declared: Some(text.into()),
            own: true,
        }],
        chair_serves: true,
        serving: 4,
        disqualified: 0,
        fewer_may_answer: false,
        texts: sound_texts(text),
        proposals: 2,
        proposition_order: true,
        differs_from_proposal: true,
        rapporteur: false,
        disqualification_told: false,
        reasons: false,
        recipients: 1,
        registry_numbers: 1,
        plan_notice_ready: false,
        unlisted: vec![],
        withdrawn: false,
        matter: Some(MatterKind::Decision),
        handling: Handling {
            announced: Announced::WithTheMeeting,
            preparation: Preparation::Prepared,
            ..Handling::default()
        },
        presence: Presence::default(),
        instants: vec![Instant { clock: Some(time!(10:00)), serving: 4, disqualified: 0 }],
        procedure: sound_procedure(),
        immediate: false,
        annexes: Some(1),
        appeal_texts: Some(vec![]),
        stale: vec![],
    }
}

fn sound_texts(decision: &str) -> Vec<TextFacts> {
    let text =
        |field: &str, text: &str, at| TextFacts { field: field.into(), text: text.into(), at };
    vec![
        text(
            "Ärendebeskrivning",
            "Siv Dahl (C) föredrar § 22 den 24 november 2026, se bilaga 1.\nSammanträdet ajourneras kl. 9.40–9.50.",
            Field::Section(0),
        ),
        text("Omröstning", "Med 3 ja-röster mot 1 nej-röst bifalls yrkandet.", Field::Section(1)),
        text("Beslut", decision, Field::Decision),
    ]
}

fn sound_procedure() -> Procedure {
    Procedure {
        claims: vec![ClaimFacts {
            kind: ClaimKind::Amend,
            movers: vec!["Siv Dahl (C)".into()],
            text: "fem tillägg".into(),
            withdrawn: false,
            may_not: vec![],
        }],
        propositions: vec![Stage::Formal, Stage::Main],
        competing: 2,
        votes: vec![VoteFacts { number: 1, secret: false, sums: Some((3, 1)), faults: vec![] }],
        dissents: vec![DissentFacts {
            kind: DissentKind::Reservation,
            who: "Bo Ek (S)".into(),
            by: DissentBy::Member,
            handed_in: HandedIn::InItem,
            text: "Budgeten räcker inte.".into(),
            took_part: true,
            abstained: false,
            within_meeting: true,
        }],
        ..Procedure::default()
    }
}
