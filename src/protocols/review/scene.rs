//! A § as the review looks at it (paragrafen i sitt sammanhang): its text, its procedure, and what the stream says of it.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::{super::composition::Draft, background::Marks};
use crate::{
    items::{Content, Item, Procedure, Told, Vote},
    law::{
        course::{Event, ItemView},
        procedure::{Share, Stage, Standing, VoteKind},
        tally::Ballot,
    },
    meetings::{Moment, Named, State},
    register::{PersonId, SeatId},
    wording::Block,
};

pub(super) struct Scene<'a> {
    pub(super) draft: &'a Draft,
    pub(super) item: &'a Item,
    pub(super) content: &'a Content,
    pub(super) marks: Marks,
    pub(super) procedure: Procedure,
    pub(super) told: Vec<Told>,
    /// Its place in the course, with what happened there.
    pub(super) view: Option<(usize, ItemView<PersonId, SeatId>)>,
}

impl<'a> Scene<'a> {
    pub(super) fn of(
        draft: &'a Draft,
        (item, content): (&'a Item, &'a Content),
        marks: Marks,
    ) -> Self {
        let view = draft.course.place(item.id).map(|at| (at, draft.course.derived.item(at)));
        let (procedure, told) = (draft.procedure(item), draft.told(item, content));
        Self { draft, item, content, marks, procedure, told, view }
    }

    pub(super) fn name(&self, person: PersonId) -> String {
        self.draft.course.name(person)
    }

    /// Each once, in the order of the meeting's people.
    pub(super) fn names(&self, all: impl IntoIterator<Item = PersonId>) -> Vec<String> {
        let all: BTreeSet<_> = all.into_iter().collect();
        let people = self.draft.course.people.iter().filter(|one| all.contains(&one.id));
        people.map(Named::with_party).collect()
    }

    pub(super) fn named(&self, person: PersonId) -> Option<&'a Named> {
        self.draft.course.named(person)
    }

    /// Whether a person came with a seat in the body, if only as a substitute.
    pub(super) fn is_elected(&self, person: PersonId) -> bool {
        self.named(person).is_some_and(|named| named.elected)
    }

    /// The meeting at a moment, or else when the § is over.
    pub(super) fn state(&self, moment: Option<Uuid>) -> Option<&State> {
        match moment.and_then(|moment| self.draft.course.index(moment)) {
            Some(at) => Some(self.draft.course.derived.at(at)),
            None => self.draft.course.at_end(self.item.id),
        }
    }

    pub(super) fn served(&self) -> impl Iterator<Item = PersonId> {
        self.view.iter().flat_map(|(_, view)| view.served.iter().map(|one| one.person))
    }

    /// The words of everything that was typed in the §, in lower case.
    pub(super) fn words(&self) -> String {
        let sections = self.content.sections.iter().map(|section| section.text.to_words());
        let points = self.content.decisions.iter().flat_map(|decision| &decision.points);
        let said = sections.chain(points.map(|point| point.text.to_words()));
        said.collect::<Vec<_>>().join("\n").to_lowercase()
    }

    /// Says whether somebody has written by hand of what a block is about, by the heading.
    pub(super) fn is_written_of(&self, block: Block) -> bool {
        let layout = &self.draft.layout;
        let mut sections = self.content.sections.iter().filter(|one| !one.text.is_empty());
        sections.any(|section| layout.is_about(block, section.named(self.item.id.0, layout)))
    }

    /// Says whether a heading holds a word, given in lower case.
    pub(super) fn has_heading(&self, word: &str) -> bool {
        let mut sections = self.content.sections.iter().filter(|one| !one.text.is_empty());
        sections.any(|section| section.heading.to_lowercase().contains(word))
    }

    /// In what capacity somebody was there. Before the roll call nothing is known, and nothing held against anybody.
    pub(super) fn standing(&self, person: PersonId) -> Standing {
        let Some((_, view)) = self.view.as_ref().filter(|(_, view)| !view.served.is_empty()) else {
            return Standing::Serving;
        };
        if view.served.iter().any(|one| one.person == person) {
            Standing::Serving
        } else if view.disqualified.contains(&person) {
            Standing::Disqualified
        } else if !view.attended.contains_key(&person) {
            Standing::Absent
        } else if self.is_elected(person) {
            Standing::NotServing
        } else {
            Standing::Official
        }
    }

    /// What somebody had to do with a decision point, or with the whole decision.
    pub(super) fn share(&self, person: PersonId, point: Option<Uuid>) -> Share {
        let answer = self
            .main_vote()
            .and_then(|vote| vote.ballots.iter().find(|ballot| ballot.person == Some(person)));
        Share {
            standing: self.standing(person),
            not_participating: self.stood_aside(point).contains(&person),
            abstained: answer.is_some_and(|ballot| ballot.answer == Ballot::Abstain),
            voted: answer.is_some_and(|ballot| ballot.answer.side().is_some()),
        }
    }

    /// Those who took no part in the whole decision, or in the point.
    pub(super) fn stood_aside(&self, point: Option<Uuid>) -> BTreeSet<PersonId> {
        let here = |one: &&Moment| one.item == Some(self.item.id);
        let moments = self.draft.course.moments.iter().filter(here);
        let of = moments.filter(|one| one.point.is_none() || one.point == point);
        of.filter_map(|one| {
            if let Event::NotParticipating(person) = one.event { Some(person) } else { None }
        })
        .collect()
    }

    /// The last vote on what the decision is to be.
    fn main_vote(&self) -> Option<&Vote> {
        let votes = self.procedure.votes.iter().filter(|vote| vote.kind == VoteKind::Question);
        votes.rev().find(|vote| {
            self.stage(vote).is_none_or(|stage| matches!(stage, Stage::Main | Stage::Addition))
        })
    }

    /// The stage of the proposition that a vote settles.
    pub(super) fn stage(&self, vote: &Vote) -> Option<Stage> {
        let put = self.procedure.propositions.iter();
        put.into_iter().find(|one| Some(one.id) == vote.proposition).map(|one| one.stage)
    }
}
