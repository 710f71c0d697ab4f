//! The §§ of a file and their texts, as rows (paragrafer).

use serde_json::{Value, json};
use uuid::Uuid;

use super::{Import, ids::Thing, rows::Rows, series::Instances};
use crate::{
    exchange::{Appeal, CancellationKind, Decision, Item, Line, Prose},
    law::procedure::MatterKind,
    register::MeetingId,
    text::Text,
};

/// The rule by which what a file calls secret is so.
const PROVISION: &str = "Enligt källan";

impl Import<'_> {
    /// Why it was not held, if it was not.
    pub(super) fn not_held(&self) -> Option<&Line> {
        let told = self.file.cancelled.as_ref();
        told.filter(|one| one.kind == CancellationKind::Cancelled).map(|one| &one.reason)
    }

    pub(super) fn items(&mut self, rows: &mut Rows, meeting: MeetingId, series: &Instances) {
        let file = self.file;
        for item in &file.items {
            self.ids.add(Thing::Item, Some(&item.id));
        }
        for (n, item) in (1..).zip(&file.items) {
            let Some(id) = self.ids.get(Thing::Item, &item.id) else { continue };
            let head = self.head(item, (id, meeting), (n, series.of(item)));
            rows.push("items", head);
            for (pos, no) in (1..).zip(&item.registry_nos) {
                let host = self.ground.host;
                rows.push(
                    "item_cases",
                    json!({ "item_id": id, "no": no, "host": host, "pos": pos }),
                );
            }
            if item.secret {
                let row = json!({
                    "item_id": id, "n": 1, "provision": PROVISION, "reason": "", "by_id": null,
                    "at": timestamp(self.now.0),
                });
                rows.push("secrecies", row);
            }
            self.texts(item, id, rows);
            self.procedure(item, id, rows);
        }
    }

    fn head(
        &self,
        item: &Item,
        (id, meeting): (Uuid, MeetingId),
        (pos, series): (i32, Uuid),
    ) -> Value {
        let stands = item.number.is_some()
            || item.withdrawn.is_some()
            || item.kind.0 == MatterKind::Unnumbered;
        let frozen = (self.is_closed() && stands).then(|| timestamp(self.ended_at()));
        let extra = item.extra.as_ref();
        let agreed = |told: Option<bool>| told == Some(true);
        json!({
            "id": id, "meeting_id": meeting, "board_id": self.ground.board, "series_id": series,
            "number": item.number, "suffix": words(item.suffix.as_ref()), "frozen_at": frozen,
            "pos": pos, "kind": item.kind, "title": item.title,
            "public_title": words(item.public_title.as_ref()),
            "rapporteur": self.name_of(item.rapporteur.as_ref()),
            "extra": extra.is_some(), "withdrawn": item.withdrawn,
            "chair_id": self.ids.find(Thing::Person, item.chair.as_ref()),
            "agenda_label": words(item.agenda_label.as_ref()), "put_on": item.put_on,
            "authority": item.authority_exercise, "closed_doors": item.closed_doors,
            "extra_agreed": agreed(extra.and_then(|extra| extra.unannounced_agreed)),
            "unprepared_agreed": agreed(extra.and_then(|extra| extra.unprepared_agreed)),
            "handled_pos": item.handled_as, "begins_at": item.starts_at, "ends_at": item.ends_at,
            "version": 1, "sitting": 1, "matter_no": "", "order_approved": false,
        })
    }

    fn texts(&mut self, item: &Item, id: Uuid, rows: &mut Rows) {
        for (pos, section) in (1..).zip(&item.sections) {
            let key = match section.key.0.as_str() {
                known @ ("case_description" | "proposal") => known,
                _ => "free",
            };
            let row = json!({
                "id": self.ids.add(Thing::Section, section.id.as_ref()), "item_id": id, "pos": pos,
                "key": key, "heading": words(section.heading.as_ref()), "text": section.text,
            });
            rows.push("sections", row);
        }
        for (pos, decision) in (1..).zip(&item.decisions) {
            self.decision(decision, (id, pos), rows);
        }
        for (pos, one) in (1..).zip(&item.supporting_documents) {
            let number = words(one.number.as_ref());
            let row = json!({ "id": Uuid::now_v7(), "item_id": id, "pos": pos, "title": one.title, "number": number });
            rows.push("supporting_documents", row);
        }
        for (pos, one) in (1..).zip(&item.recipients) {
            let note = words(one.note.as_ref());
            let row = json!({ "id": Uuid::now_v7(), "item_id": id, "pos": pos, "name": one.name, "note": note });
            rows.push("recipients", row);
        }
        for (pos, one) in (1..).zip(&item.attachments) {
            let number = words(one.number.as_ref());
            let row = json!({ "id": Uuid::now_v7(), "item_id": id, "pos": pos, "number": number, "title": one.title, "pages": one.pages });
            rows.push("annexes", row);
        }
    }

    fn decision(&mut self, told: &Decision, (item, pos): (Uuid, i32), rows: &mut Rows) {
        let id = self.ids.add(Thing::Decision, told.id.as_ref());
        let moment = told.id.as_ref().and_then(|key| self.moment_of_decision(key));
        let row = json!({
            "id": id, "item_id": item, "pos": pos, "lead_in": words(told.lead_in.as_ref()),
            "own": !told.to_council, "declared": told.declared.as_ref().map(|text| declared(told, text)),
            "moment_id": moment,
        });
        rows.push("decisions", row);
        for (pos, point) in (1..).zip(&told.points) {
            let row = json!({
                "id": self.ids.add(Thing::Point, point.id.as_ref()), "decision_id": id, "pos": pos,
                "text": point.text, "appeal": point.appeal.unwrap_or(Appeal::Legality),
            });
            rows.push("decision_points", row);
        }
    }
}

/// Point by point where it reads as the points do, else as one.
fn declared(decision: &Decision, declared: &Prose) -> Value {
    let points: Vec<&Text> = decision.points.iter().map(|point| &point.text.0).collect();
    let joined: Vec<_> = points.iter().flat_map(|text| text.blocks()).cloned().collect();
    if joined == declared.blocks() { json!(points) } else { json!([declared]) }
}

/// The words of a line; none where it is absent.
pub(super) fn words(line: Option<&Line>) -> &str {
    line.map_or("", |line| &line.0)
}

/// An instant as the database reads it.
pub(super) fn timestamp(at: time::OffsetDateTime) -> String {
    crate::seal::instant::text(at)
}
