//! How a § came to the meeting and was handled (handläggning): announced, prepared, behind closed doors, and what it is about.

use super::scene::Scene;
use crate::{
    items::Appointment,
    law::{
        procedure::MatterKind,
        review::{Announced, Doors, Handling, Nature, Preparation},
    },
};

pub(super) fn handling(scene: &Scene, matter: Option<MatterKind>) -> Handling {
    let words = scene.words();
    let agreed = ["enhällig", "alla närvarande", "samtliga närvarande"];
    let agreed = agreed.iter().any(|phrase| words.contains(phrase));
    Handling {
        // Of the others no table says how they were announced.
        announced: if scene.item.extra { Announced::Never } else { Announced::NotKnown },
        unanimous_unannounced: scene.marks.extra_agreed || agreed,
        preparation: preparation(scene, matter),
        unanimous_unprepared: scene.marks.unprepared_agreed || agreed,
        doors: doors(scene, &words),
        nature: Nature {
            authority: scene.marks.authority,
            secret: scene.marks.secret,
            closed_to_unions: false,
            // Nothing marks them yet, and so nothing is said of a missing mark.
            regulations: true,
            council_seat: fills_a_council_seat(scene),
        },
        not_on_web: None,
    }
}

/// That all agreed to decide an unprepared matter says that it was one. What needs no preparation is known by its kind (CAL-08).
fn preparation(scene: &Scene, matter: Option<MatterKind>) -> Preparation {
    let exempt = matches!(
        matter,
        Some(
            MatterKind::Adjusters
                | MatterKind::Agenda
                | MatterKind::Election
                | MatterKind::Resignation
                | MatterKind::Release
                | MatterKind::CitizenProposalPut
        )
    );
    match (exempt, scene.marks.unprepared_agreed, scene.procedure.earlier.is_empty()) {
        (true, ..) => Preparation::Exempt,
        (false, true, _) => Preparation::Missing,
        (false, false, false) => Preparation::Prepared,
        (false, false, true) => Preparation::NotKnown,
    }
}

/// A board's meeting is closed unless it was made public; one of fullmäktige is open unless it decides otherwise.
fn doors(scene: &Scene, words: &str) -> Doors {
    let meeting = &scene.draft.meeting;
    let closed_by_default = meeting.board.kind.closed_meeting_by_default();
    match (scene.marks.closed_doors, closed_by_default) {
        (true, false) if words.contains("stängda dörrar") => Doors::ClosedByDecision,
        (true, false) => Doors::ClosedWithoutDecision,
        (false, true) if meeting.public => Doors::Open,
        (true, true) | (false, _) => Doors::AsUsual,
    }
}

/// KND-11.
fn fills_a_council_seat(scene: &Scene) -> bool {
    scene.procedure.appointments.iter().any(Appointment::fills_council_seat)
}
