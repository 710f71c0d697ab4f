//! The buttons of the form that change its shape (lägg till, ta bort, flytta, kopiera); nothing is saved by them.

use uuid::Uuid;

use super::form::{DecisionForm, ItemForm, PointForm, SectionForm};
use crate::text::{Block, Text};

impl ItemForm {
    /// Does what the pressed button says, and gives the field to go on in.
    pub(super) fn act(&mut self) -> String {
        let action = self.action.clone();
        let (verb, of) = action.split_at(action.find(':').unwrap_or(action.len()));
        let of: Uuid = of.trim_start_matches(':').parse().unwrap_or_default();
        match verb {
            "nytt-avsnitt" if self.has_room_for_section() => self.add_section(),
            "nytt-forslag" if self.has_room_for_decision() => self.add_decision(),
            "ny-punkt" => self.add_point(of),
            "ta-bort" => self.remove(of),
            "upp" => self.step(of, |at| at.checked_sub(1)),
            "ned" => self.step(of, |at| Some(at + 1)),
            "kopiera" => self.copy_proposal(),
            _ => String::new(),
        }
    }

    fn add_section(&mut self) -> String {
        let id = Uuid::now_v7();
        self.sections.push(SectionForm { id, key: "free".to_owned(), ..SectionForm::default() });
        format!("avsnittsrubrik-{id}")
    }

    /// KND-15: what the board proposes to fullmäktige stands apart from what it decides itself.
    fn add_decision(&mut self) -> String {
        let (id, point) = (Uuid::now_v7(), Uuid::now_v7());
        let points = vec![PointForm { appeal: "none".to_owned(), ..PointForm::empty(point) }];
        let lead_in = self.lead_ins.council.clone();
        self.decisions.push(DecisionForm { id, own: false, lead_in, points });
        format!("ingress-{id}")
    }

    fn add_point(&mut self, decision: Uuid) -> String {
        let id = Uuid::now_v7();
        let Some(decision) = self.decisions.iter_mut().find(|d| d.id == decision) else {
            return String::new();
        };
        if !decision.has_room() {
            return String::new();
        }
        let appeal = if decision.own { "legality" } else { "none" };
        let point = PointForm { appeal: appeal.to_owned(), ..PointForm::empty(id) };
        decision.points.push(point);
        format!("punkttext-{id}")
    }

    /// Takes a free section, a point or a proposal to fullmäktige away.
    fn remove(&mut self, of: Uuid) -> String {
        self.sections.retain(|section| section.id != of || !section.is_free());
        self.decisions.retain(|decision| decision.id != of || decision.own);
        for decision in &mut self.decisions {
            decision.points.retain(|point| point.id != of);
        }
        String::new()
    }

    fn step(&mut self, of: Uuid, to: impl Fn(usize) -> Option<usize>) -> String {
        if let Some(at) = self.sections.iter().position(|section| section.id == of) {
            if let Some(to) = to(at).filter(|to| *to < self.sections.len()) {
                self.sections.swap(at, to);
            }
            return format!("text-{of}");
        }
        for decision in &mut self.decisions {
            let Some(at) = decision.points.iter().position(|point| point.id == of) else {
                continue;
            };
            if let Some(to) = to(at).filter(|to| *to < decision.points.len()) {
                decision.points.swap(at, to);
            }
            return format!("punkttext-{of}");
        }
        String::new()
    }

    /// Puts the proposal into the decision, an item of its only list becoming a point; what is written there stays.
    fn copy_proposal(&mut self) -> String {
        let proposal = self.sections.iter().find(|section| section.key == "proposal");
        let texts = proposal.map(|proposal| in_points(&proposal.text)).unwrap_or_default();
        let Some(decision) = self.decisions.iter_mut().find(|decision| decision.own) else {
            return String::new();
        };
        if texts.is_empty() || decision.points.len() + texts.len() > super::form::MAX_POINTS {
            return String::new();
        }
        let mut free: Vec<PointForm> = vec![];
        decision.points.retain(|point| {
            let empty = point.text.trim().is_empty();
            free.extend(empty.then(|| point.clone()));
            !empty
        });
        let mut free = free.into_iter();
        let mut first = None;
        for text in texts {
            let point = free.next().unwrap_or_else(|| PointForm::empty(Uuid::now_v7()));
            first.get_or_insert(point.id);
            decision.points.push(PointForm { text, ..point });
        }
        first.map(|id| format!("punkttext-{id}")).unwrap_or_default()
    }
}

/// The points of a proposal; one that is no list, or cannot be read, is a single point as it stands.
fn in_points(plain: &str) -> Vec<String> {
    if plain.trim().is_empty() {
        return vec![];
    }
    let whole = || vec![plain.trim().to_owned()];
    let Ok(text) = Text::from_plain(plain) else { return whole() };
    match text.blocks() {
        [Block::Numbered { items, .. } | Block::Bullets { items }] => items
            .iter()
            .filter_map(|item| Text::new(item.clone()).ok())
            .map(|text| text.to_plain())
            .collect(),
        _ => whole(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proposal_in_points_becomes_points() {
        assert_eq!(
            in_points("1. Anta planen.\n2. Ge *nämnden* i uppdrag."),
            ["Anta planen.", "Ge *nämnden* i uppdrag."]
        );
        assert_eq!(in_points(" Anta planen.\n"), ["Anta planen."]);
        assert!(in_points(" \n").is_empty());
    }
}
