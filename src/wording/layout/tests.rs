//! What a layout orders, names and refuses.

use uuid::Uuid;

use super::{Block, Fault, Layout, LeadIns, Place};
use crate::wording::body::tests::{BOARD, KS};

const OWN: Block = Block::Own(Uuid::from_u128(1));

fn placed(block: Block, heading: &str) -> Place {
    Place { heading: heading.to_owned(), ..Place::standard(block) }
}

fn layout(places: Vec<Place>) -> Layout {
    Layout::new(places, LeadIns::default()).unwrap()
}

fn standard(blocks: &[Block]) -> Layout {
    layout(blocks.iter().map(|block| Place::standard(*block)).collect())
}

fn ordered(layout: &Layout, parts: &[Block]) -> Vec<Block> {
    let mut parts = parts.to_vec();
    layout.order(&mut parts, |block| *block);
    parts
}

// SEC-22
#[test]
fn sec_22_the_standard_prints_as_it_is_and_leaves_the_order_of_what_is_written_to_the_paragraph() {
    let layout = Layout::default();
    assert_eq!(ordered(&layout, &Block::STANDARD), Block::STANDARD);
    let written = [Block::Free, Block::Proposal, Block::CaseDescription, Block::Free];
    assert_eq!(ordered(&layout, &written), written);
    let decided = [Block::CouncilProposal, Block::Decision];
    assert_eq!(ordered(&layout, &decided), decided);
    assert_eq!(
        ordered(&layout, &[Block::Votes, Block::Decision, Block::Claims]),
        [Block::Claims, Block::Votes, Block::Decision]
    );
}

#[test]
fn sec_22_what_is_moved_stands_where_it_was_moved() {
    let first = standard(&[Block::Decision]);
    assert_eq!(
        ordered(&first, &[Block::CaseDescription, Block::CouncilProposal, Block::Decision]),
        [Block::Decision, Block::CaseDescription, Block::CouncilProposal]
    );
    let turned = standard(&[Block::Proposal, Block::CaseDescription, Block::Free]);
    assert_eq!(
        ordered(&turned, &[Block::Free, Block::CaseDescription, Block::Proposal]),
        [Block::Proposal, Block::Free, Block::CaseDescription],
        "the free section stands beside the description, as in the standard"
    );
    let apart = standard(&[Block::CaseDescription, Block::Claims, Block::Proposal]);
    assert_eq!(
        ordered(&apart, &[Block::Proposal, Block::CaseDescription, Block::Claims]),
        [Block::CaseDescription, Block::Claims, Block::Proposal]
    );
}

#[test]
fn sec_22_blocks_that_the_layout_does_not_name_go_last() {
    let layout = standard(&[Block::Immediate, Block::Decision]);
    assert_eq!(layout.places().len(), Block::STANDARD.len());
    assert_eq!(
        ordered(&layout, &[OWN, Block::Claims, Block::Decision]),
        [Block::Decision, Block::Claims, OWN]
    );
    assert_eq!(layout.heading(OWN), "");
    let older = r#"{"blocks":[{"key":"decision","heading":"Beslutet"},{"key":"gone","heading":"X"}],"lead_ins":{"own":"","council":""}}"#;
    let older: Layout = serde_json::from_str(older).unwrap();
    assert_eq!(older.places()[0].heading, "Beslutet");
    assert_eq!(older.places().len(), Block::STANDARD.len());
}

#[test]
fn sec_22_a_heading_stands_for_the_standard_one_and_not_for_another() {
    let layout = layout(vec![
        placed(Block::CaseDescription, "Ärendet"),
        placed(OWN, "Barnets bästa"),
        placed(Block::Claims, "Förslag på sammanträdet"),
    ]);
    assert_eq!(layout.named(Block::CaseDescription, "Ärendebeskrivning"), "Ärendet");
    assert_eq!(layout.named(Block::CaseDescription, "Sammanfattning"), "Sammanfattning");
    assert_eq!(layout.named(OWN, "Barnkonsekvenser"), "Barnets bästa");
    assert_eq!(layout.named(Block::Free, "Bakgrund"), "Bakgrund");
    for heading in ["Yrkanden", "Ändringsyrkande", "Förslag på sammanträdet"] {
        assert!(layout.is_about(Block::Claims, heading), "{heading}");
    }
    assert!(!layout.is_about(Block::Propositions, "Yrkanden"));
    let kept = serde_json::to_string(&layout).unwrap();
    assert_eq!(serde_json::from_str::<Layout>(&kept).unwrap(), layout);
}

#[test]
fn sec_22_all_that_is_wrong_is_told_at_once() {
    let mut votes = placed(Block::Votes, "Votering");
    votes.other = String::new();
    let places = vec![
        placed(Block::Claims, " "),
        placed(OWN, ""),
        placed(OWN, "Miljö"),
        votes,
        placed(Block::Free, ""),
    ];
    let lead_ins = LeadIns { own: "{nämnd} beslutar".into(), council: "{organ} {".into() };
    assert_eq!(
        Layout::new(places, lead_ins).unwrap_err(),
        [
            Fault::NoHeading(Block::Claims),
            Fault::NoHeading(OWN),
            Fault::Twice(OWN),
            Fault::NoOtherHeading(Block::Votes),
            Fault::OwnLeadIn,
            Fault::CouncilLeadIn,
        ]
    );
    assert_eq!(Fault::NoHeading(Block::Claims).to_string(), "Skriv en rubrik för Yrkanden.");
    assert!(Fault::OwnLeadIn.to_string().contains("{organ}"));
}

// SEC-23
#[test]
fn sec_23_a_phrase_has_the_bodys_name_as_its_place_in_the_sentence_wants_it() {
    let own = "{organ} beslutar".to_owned();
    let council = "På förslag av {organ} beslutar fullmäktige:".to_owned();
    let layout = Layout::new(vec![], LeadIns { own, council }).unwrap();
    assert_eq!(layout.lead_in(true, KS), "Kommunstyrelsen beslutar");
    assert_eq!(
        layout.lead_in(false, BOARD),
        "På förslag av barn- och utbildningsnämnden beslutar fullmäktige:"
    );
    assert_eq!(Layout::default().lead_in(true, KS), "");
}
