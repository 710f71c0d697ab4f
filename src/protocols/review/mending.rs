//! Where each finding is mended (rätta): the address of the very field.

use uuid::Uuid;

use super::super::composition::Draft;
use crate::{
    accounts::Viewer,
    items::{Content, Item},
    law::review::{Field, Finding, Place},
};

/// The pages and fields of a meeting.
pub(crate) struct Mending {
    meeting: String,
    /// The board in the register, for those who keep it.
    register: Option<String>,
    items: Vec<Fields>,
}

struct Fields {
    path: String,
    item: Uuid,
    /// Of the headed texts, and of the decision's points.
    sections: Vec<Uuid>,
    points: Vec<Uuid>,
}

impl Mending {
    pub(crate) fn of(draft: &Draft, viewer: &Viewer) -> Self {
        let board = &draft.meeting.board;
        let keeps = viewer.administers().contains(&board.host.0);
        Self {
            meeting: draft.meeting.path(),
            register: keeps.then(|| board.register_path()),
            items: draft.items.iter().map(|(item, content)| Fields::of(item, content)).collect(),
        }
    }

    /// Nothing where the viewer may not mend it.
    pub(crate) fn address(&self, finding: &Finding) -> Option<String> {
        match finding.place {
            Place::Meeting | Place::Attendance => self.of_meeting(finding),
            Place::Item(index) => match self.items.get(index) {
                Some(fields) => self.of_item(fields, finding.field),
                None => Some(self.meeting.clone()),
            },
        }
    }

    fn of_meeting(&self, finding: &Finding) -> Option<String> {
        let page = match finding.field {
            Field::Register => return self.register.clone(),
            Field::Attendance if finding.id == "ATT-09" => "/forlopp#forlopp",
            Field::Attendance | Field::Chair => "/narvaro",
            // Who adjusts is noted at the roll call; where and when, in the plan.
            Field::Adjusting if finding.id.starts_with("ADJ") => "/narvaro#justerare_1",
            Field::Adjusting => "/andra#justeringsplats",
            Field::Times if finding.sentence.contains("journering") => "/forlopp#forlopp",
            Field::Times => "/andra#slutar_1",
            Field::Location => "/andra#plats_1",
            Field::Agenda | Field::Number => "#foredragningslista",
            Field::Whole => "",
            Field::Title
            | Field::Decision
            | Field::Appeal
            | Field::Claims
            | Field::Propositions
            | Field::Vote(_)
            | Field::Dissents
            | Field::Recipients
            | Field::Documents
            | Field::RegistryNumbers
            | Field::Section(_)
            | Field::Summons => "/andra",
        };
        Some(format!("{}{page}", self.meeting))
    }

    fn of_item(&self, fields: &Fields, field: Field) -> Option<String> {
        let own = |rest: &str| Some(format!("{}{rest}", fields.path));
        let procedure = |part: &str| own(&format!("/beslutsgang#{part}"));
        match field {
            Field::Title => own("#rubrik"),
            Field::Decision => own(&fields.point("punkttext")),
            Field::Appeal => own(&fields.point("overklagas")),
            Field::Section(n) => {
                own(&fields.sections.get(n).map_or_else(String::new, |id| format!("#text-{id}")))
            }
            Field::Recipients => own("#skickas_till"),
            Field::Documents => own("#underlag"),
            Field::RegistryNumbers => own("#arenden"),
            Field::Claims => procedure("yrkande"),
            Field::Propositions => procedure("proposition"),
            Field::Vote(_) => procedure("omrostning"),
            Field::Dissents => procedure("reservation"),
            Field::Attendance | Field::Chair | Field::Times => {
                let item = fields.item;
                Some(format!("{}/forlopp?paragraf={item}#vid-{item}", self.meeting))
            }
            Field::Adjusting => Some(format!("{}/narvaro#justerare_1", self.meeting)),
            Field::Agenda | Field::Number => Some(format!("{}#foredragningslista", self.meeting)),
            Field::Summons | Field::Location => Some(format!("{}/andra", self.meeting)),
            Field::Register => self.register.clone(),
            Field::Whole => own(""),
        }
    }
}

impl Fields {
    fn of(item: &Item, content: &Content) -> Self {
        let points = content.decisions.iter().flat_map(|decision| &decision.points);
        Self {
            path: item.path(),
            item: item.id.0,
            sections: content.sections.iter().map(|section| section.id).collect(),
            points: points.map(|point| point.id).collect(),
        }
    }

    /// A field of the first decision point; the top of the page where there is none.
    fn point(&self, field: &str) -> String {
        self.points.first().map_or_else(String::new, |id| format!("#{field}-{id}"))
    }
}
