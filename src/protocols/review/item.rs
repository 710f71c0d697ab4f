//! The facts of a § (paragraf): what it is, what it says, what it decides.

use std::collections::BTreeSet;

use super::{
    super::{batch::Kind, composition::Draft},
    attendance::{instants, presence},
    background::Background,
    count,
    handling::handling,
    procedure::{procedure, proposals},
    scene::Scene,
};
use crate::{
    items::{Content, Declared, Item, Told},
    law::{
        procedure::MatterKind,
        review::{Appeal, Field, ItemFacts, ItemKind, PointFacts, TextFacts},
    },
    wording::{Block, immediate},
};

pub(super) fn item_facts(
    draft: &Draft,
    background: &Background,
    (item, content): (&Item, &Content),
) -> ItemFacts {
    let scene = &Scene::of(draft, (item, content), background.marks(item.id.0));
    let matter: Option<MatterKind> = item.kind.parse().ok();
    let points = points(content, &background.declared);
    let decided = points.iter().map(|point| point.text.as_str()).collect::<Vec<_>>().join("\n");
    let view = scene.view.as_ref().map(|(_, view)| view);
    let served: BTreeSet<_> = scene.served().collect();
    let chairs = view.map(|view| view.chairs.clone()).unwrap_or_default();
    ItemFacts {
        number: item.number.map(|number| format!("{number}{}", item.suffix)),
        title: item.title.clone(),
        kind: matter.map_or(ItemKind::Decision, kind),
        chair_serves: !chairs.is_empty() && chairs.iter().all(|chair| served.contains(chair)),
        serving: count(view.map_or(0, crate::law::course::ItemView::fewest)),
        disqualified: count(view.map_or(0, |view| view.disqualified.len())),
        fewer_may_answer: matter.is_some_and(is_an_answer),
        texts: texts(scene, &decided),
        proposals: proposals(scene),
        proposition_order: !scene.procedure.propositions.is_empty()
            || scene.is_written_of(Block::Propositions),
        differs_from_proposal: differs(scene, &decided),
        rapporteur: !item.rapporteur.is_empty(),
        disqualification_told: scene.is_written_of(Block::Disqualification)
            || scene.told.iter().any(|one| one.block == Block::Disqualification),
        reasons: scene.has_heading("motivering") || scene.has_heading("skäl"),
        recipients: count(content.recipients.len()),
        registry_numbers: count(item.registry_nos.len()),
        plan_notice_ready: has_plan_notice(content),
        unlisted: unlisted(scene),
        withdrawn: item.withdrawn.is_some(),
        matter,
        handling: handling(scene, matter),
        presence: presence(scene),
        instants: instants(scene),
        procedure: procedure(scene),
        immediate: draft.kind == Kind::Immediate,
        annexes: None,
        appeal_texts: None,
        stale: stale(scene),
        points,
    }
}

fn kind(matter: MatterKind) -> ItemKind {
    match matter {
        MatterKind::Adjusters
        | MatterKind::Agenda
        | MatterKind::Summons
        | MatterKind::Disqualifications => ItemKind::Procedural,
        MatterKind::Information
        | MatterKind::Delegation
        | MatterKind::UrgentDecisions
        | MatterKind::MotionPut
        | MatterKind::CitizenProposalPut
        | MatterKind::InterpellationPut
        | MatterKind::Interpellation
        | MatterKind::QuestionPut
        | MatterKind::Question
        | MatterKind::QuestionTime
        | MatterKind::CountyNotice => ItemKind::Information,
        MatterKind::Decision
        | MatterKind::MotionAnswer
        | MatterKind::CitizenProposal
        | MatterKind::Election
        | MatterKind::Resignation
        | MatterKind::Release
        | MatterKind::Discharge
        | MatterKind::Remark
        | MatterKind::PopularInitiative
        | MatterKind::MemberInitiative
        | MatterKind::Correction => ItemKind::Decision,
        MatterKind::Unnumbered => ItemKind::Unnumbered,
    }
}

/// QUO-02.
fn is_an_answer(matter: MatterKind) -> bool {
    matches!(matter, MatterKind::Interpellation | MatterKind::Question | MatterKind::QuestionTime)
}

/// The points as they stand, each with how it was declared. A point put in after the gavel was declared as nothing, and the last
/// one answers for those that were taken out.
fn points(content: &Content, declared: &[Declared]) -> Vec<PointFacts> {
    let mut all = vec![];
    for decision in &content.decisions {
        let said = declared.iter().find(|one| one.decision == decision.id);
        let last = decision.points.len().saturating_sub(1);
        for (n, point) in decision.points.iter().enumerate() {
            let said = said.map(|said| {
                let until = if n == last { said.points.len().max(n) } else { n + 1 };
                let words = said.points.get(n..until).unwrap_or_default().iter();
                words.map(crate::text::Text::to_words).collect::<Vec<_>>().join("\n")
            });
            all.push(PointFacts {
                appeal: appeal(&point.appeal),
                text: point.text.to_words(),
                declared: said,
                own: decision.own,
            });
        }
    }
    all
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

/// NOT-11: among the documents of the §.
fn has_plan_notice(content: &Content) -> bool {
    content.documents.iter().any(|one| one.title.to_lowercase().contains("underrättelse"))
}

/// What the protocol prints of the §, typed or ours; a section without text is not printed.
fn texts(scene: &Scene, decided: &str) -> Vec<TextFacts> {
    let text = |field: &str, text: String, at| TextFacts { field: field.to_owned(), text, at };
    let sections = scene.content.sections.iter().enumerate();
    let layout = &scene.draft.layout;
    let typed = sections.filter(|(_, section)| !section.text.is_empty()).map(|(n, section)| {
        let heading = section.named(scene.item.id.0, layout);
        text(heading, section.text.to_words(), Field::Section(n))
    });
    let ours = scene.told.iter().map(|one| text(&one.heading, one.text.to_words(), at(scene, one)));
    let own = [
        text("Rubrik", scene.item.title.clone(), Field::Title),
        text(layout.heading(Block::Decision), decided.to_owned(), Field::Decision),
    ];
    let adjusted_at_once = (scene.draft.kind == Kind::Immediate).then(|| {
        let heading = layout.heading(Block::Immediate);
        text(heading, immediate::this_paragraph().to_owned(), Field::Adjusting)
    });
    typed.chain(ours).chain(own).chain(adjusted_at_once).collect()
}

/// Where the facts under a text of ours are changed.
fn at(scene: &Scene, told: &Told) -> Field {
    let vote = scene.procedure.votes.iter().position(|vote| vote.id == told.subject);
    match told.block {
        Block::Votes => vote.map_or(Field::Whole, |n| Field::Vote(count(n + 1))),
        Block::Claims => Field::Claims,
        Block::Propositions => Field::Propositions,
        Block::Disqualification | Block::Adjournment | Block::NotParticipating => Field::Attendance,
        Block::Dissents(_) => Field::Dissents,
        Block::CaseDescription
        | Block::Proposal
        | Block::Free
        | Block::Own(_)
        | Block::Earlier
        | Block::Speakers
        | Block::Decision
        | Block::CouncilProposal
        | Block::Immediate => Field::Whole,
    }
}

fn stale(scene: &Scene) -> Vec<(String, Field)> {
    let old = scene.told.iter().filter(|one| one.outdated);
    old.map(|one| (format!("texten under ”{}”", one.heading), at(scene, one))).collect()
}

/// SEC-25: other words, whatever marks, numbers of points and capitals they bear, and no claim written by hand.
fn differs(scene: &Scene, decided: &str) -> bool {
    let proposals = scene.content.sections.iter().filter(|one| one.key == "proposal");
    let proposal: Vec<_> = proposals.map(|section| section.text.to_words()).collect();
    let words = |text: &str| {
        let lower = text.to_lowercase();
        let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_owned).collect::<Vec<_>>()
    };
    let (proposal, decided) = (words(&proposal.join("\n")), words(decided));
    let both = !proposal.is_empty() && !decided.is_empty();
    both && proposal != decided && !scene.is_written_of(Block::Claims)
}

/// The titles of the items added at the meeting that the § on the agenda does not mention.
fn unlisted(scene: &Scene) -> Vec<String> {
    if scene.item.kind != "agenda" {
        return vec![];
    }
    let said = scene.words();
    let here = scene.draft.items.iter().map(|(item, _)| item);
    let all = here.chain(scene.draft.others.iter().map(|(item, _)| item));
    let added = all.filter(|item| item.extra);
    added
        .filter(|item| item.withdrawn.is_none() && !said.contains(&item.title.to_lowercase()))
        .map(|item| item.title.clone())
        .collect()
}
