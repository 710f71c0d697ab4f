//! How a municipality wants its §§ (kommunens uppställning): what the form begins with, and what its parts are called.

use sqlx::PgConnection;

use super::{
    content::block_of,
    first_id,
    form::{DecisionForm, ItemForm, PointForm, SectionForm},
};
use crate::{
    error::Result,
    meetings::Meeting,
    municipalities,
    register::ItemId,
    wording::{Block, Body, Layout, layout::LeadIns},
};

/// The host's layout, and its phrases with the body's name in them.
pub(super) struct Arrangement {
    layout: Layout,
    lead_ins: LeadIns,
}

impl Arrangement {
    pub(super) async fn of(db: &mut PgConnection, meeting: &Meeting) -> Result<Self> {
        let layout = municipalities::layout(db, meeting.board.host).await?;
        let body = Body(&meeting.board.name);
        let (own, council) = (layout.lead_in(true, body), layout.lead_in(false, body));
        Ok(Self { layout, lead_ins: LeadIns { own, council } })
    }
}

impl ItemForm {
    /// Calls the parts what the municipality calls them.
    pub(super) fn name_parts(&mut self, item: ItemId, arrangement: &Arrangement) {
        let layout = &arrangement.layout;
        for section in &mut self.sections {
            let block = section.block(item, layout);
            section.called = match block {
                Block::Free => String::new(),
                headed => layout.named(headed, &section.heading).to_owned(),
            };
        }
        self.lead_ins = arrangement.lead_ins.clone();
    }

    /// Puts in the empty parts that every § begins with, each in its place. Their ids follow from the §, so that two
    /// secretaries who fill in the same part fill in the same part.
    pub(super) fn begin(&mut self, item: ItemId, arrangement: &Arrangement) {
        let layout = &arrangement.layout;
        let mut before = vec![];
        for place in layout.places() {
            let (heading, key) = match place.block {
                Block::Own(_) => (place.heading.as_str(), Block::Free.key()),
                Block::CaseDescription | Block::Proposal => {
                    (place.block.heading(), place.block.key())
                }
                other => {
                    before.push(other);
                    continue;
                }
            };
            if self.sections.iter().all(|one| one.block(item, layout) != place.block) {
                let stands_before = |one: &SectionForm| before.contains(&one.block(item, layout));
                let at = self.sections.iter().rposition(stands_before).map_or(0, |at| at + 1);
                let id = first_id(item.0, &place.block.key());
                let heading = heading.to_owned();
                self.sections
                    .insert(at, SectionForm { id, key, heading, ..SectionForm::default() });
            }
            before.push(place.block);
        }
        if self.decisions.iter().all(|decision| !decision.own) {
            let (id, lead_in) = (first_id(item.0, "decision"), arrangement.lead_ins.own.clone());
            let points = vec![];
            self.decisions.insert(0, DecisionForm { id, own: true, lead_in, points });
        }
        for decision in self.decisions.iter_mut().filter(|decision| decision.points.is_empty()) {
            decision.points.push(PointForm::empty(first_id(decision.id, "point")));
        }
        self.name_parts(item, arrangement);
    }
}

impl SectionForm {
    fn block(&self, item: ItemId, layout: &Layout) -> Block {
        block_of((self.id, &self.key), item.0, layout)
    }
}
