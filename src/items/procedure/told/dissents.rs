//! The reservations, notes and statements of a § in words (reservationer, anteckningar, yttranden).

use super::{
    super::{Dissent, Procedure},
    Told,
    claims::{Words, first_mover},
    people::{Room, point_number},
    section,
};
use crate::{
    items::{Content, form::first_id},
    law::procedure::{DissentKind, HandedIn},
    register::ItemId,
    wording::{Block, Dissented, Favour, Layout, Proposal, Text, dissents::dissent},
};

/// A section for each kind that there is something of.
pub(super) fn sections(
    (item, content): (ItemId, &Content),
    procedure: &Procedure,
    room: &Room,
    layout: &Layout,
) -> Vec<Told> {
    let sections = DissentKind::ALL.iter().filter_map(|kind| {
        let of: Vec<_> = procedure.dissents.iter().filter(|one| one.kind == *kind).collect();
        let told: Vec<_> = of.iter().flat_map(|one| told(one, content, procedure, room)).collect();
        let block = Block::Dissents(*kind);
        let heading =
            if of.len() > 1 { layout.other_heading(block) } else { layout.heading(block) };
        let subject = (first_id(item.0, kind.as_str()), block);
        (!told.is_empty()).then(|| section(procedure, subject, heading.to_owned(), &told))
    });
    sections.collect()
}

fn told(one: &Dissent, content: &Content, procedure: &Procedure, room: &Room) -> Vec<String> {
    let text = one.text.as_ref().map(crate::text::Text::to_words).unwrap_or_default();
    let claim = procedure.claims.iter().find(|claim| Some(claim.id) == one.favour);
    let words = claim.map(Words::of);
    let movers = room.movers(&one.people);
    let several = movers.len() > 1;
    let mut told = vec![];
    for (n, by) in movers.into_iter().enumerate() {
        let favour = match (claim, &words) {
            (Some(claim), Some(words)) => {
                let own =
                    one.people.iter().all(|who| claim.movers.iter().any(|mover| mover.who == *who));
                match (own, first_mover(words, room)) {
                    (true, _) => Favour::Own,
                    (false, Some(mover)) => Favour::Proposal(Proposal::Of(mover)),
                    (false, None) => Favour::Unsaid,
                }
            }
            _ => Favour::Unsaid,
        };
        let text = match one.handed_in {
            HandedIn::NoText => Text::None,
            // Of persons and groups together, the text stands once.
            HandedIn::InItem if several && n > 0 => Text::None,
            HandedIn::InItem => Text::InItem(&text),
            HandedIn::Annex => annex(&one.annex).map_or(Text::None, Text::Annex),
            HandedIn::Awaited => Text::Awaited,
            HandedIn::Never => Text::Never,
        };
        told.extend(dissent(&Dissented {
            kind: one.kind,
            by,
            points: one.point.and_then(|point| point_number(content, point)).into_iter().collect(),
            favour,
            text,
        }));
    }
    told
}

/// The number in "Bilaga 2".
fn annex(words: &str) -> Option<u32> {
    let digits: String = words.chars().filter(char::is_ascii_digit).collect();
    digits.parse().ok()
}
