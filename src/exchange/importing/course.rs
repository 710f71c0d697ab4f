//! The stream of a file, as rows (förlopp): each moment at its place.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;
use uuid::Uuid;

use super::{Import, ids::Thing, item::words, rows::Rows};
use crate::{
    exchange::{Key, Moment, MomentKind},
    law::procedure::{Edge, Provenance},
    register::MeetingId,
};

const ATTENDANCE: &str = "attendance";

/// What the moments call it.
fn table(kind: MomentKind) -> &'static str {
    if kind == MomentKind::Voted {
        "vote"
    } else if kind == MomentKind::Decided {
        "decision"
    } else {
        ATTENDANCE
    }
}

impl Import<'_> {
    /// The moments and who adjusts; the §§ have their identifiers already.
    pub(super) fn stream(&mut self, rows: &mut Rows, meeting: MeetingId) {
        let file = self.file;
        let mut chairs: Vec<Uuid> = vec![];
        let mut places: BTreeMap<(Option<Uuid>, Edge), i32> = BTreeMap::new();
        let mut begun = false;
        for (n, moment) in file.moments.iter().enumerate() {
            begun = begun || moment.item.is_some();
            let person = self.ids.find(Thing::Person, moment.person.as_ref());
            let hands_back = moment.kind == MomentKind::HandsBack;
            let person = person.or_else(|| if hands_back { chairs.pop() } else { None });
            chairs.extend(person.filter(|_| moment.kind == MomentKind::Chairs));
            let Some(id) = self.moment_id(n).filter(|_| !hands_back || person.is_some()) else {
                continue;
            };
            let item = self.ids.find(Thing::Item, moment.item.as_ref());
            let outside = if begun { Edge::After } else { Edge::Before };
            let edge = moment.edge.map(|edge| edge.0).filter(|_| item.is_some());
            let edge = edge.unwrap_or(if item.is_some() { Edge::Before } else { outside });
            let pos = places.entry((item, edge)).or_default();
            *pos += 1;
            let kind = table(moment.kind);
            let provenance = moment.provenance.map_or(Provenance::Stated, |word| word.0);
            let row = json!({
                "id": id, "meeting_id": meeting, "pos": *pos, "item_id": item, "edge": edge.as_str(),
                "clock": moment.clock, "kind": kind, "provenance": provenance.as_str(),
            });
            rows.push("moments", row);
            if kind == ATTENDANCE {
                self.event(moment, (id, person), rows);
            }
        }
        self.elected(rows, meeting);
    }

    fn event(&self, moment: &Moment, (id, person): (Uuid, Option<Uuid>), rows: &mut Rows) {
        let row = json!({
            "moment_id": id, "person_id": person, "kind": moment.kind,
            "for_seat": self.ids.find(Thing::Seat, moment.seat.as_ref()),
            "title": words(moment.title.as_ref()), "reason": words(moment.reason.as_ref()),
            "point_id": self.ids.find(Thing::Point, moment.point.as_ref()),
        });
        rows.push("attendance_events", row);
    }

    fn elected(&self, rows: &mut Rows, meeting: MeetingId) {
        let mut seen = BTreeSet::new();
        let adjusters = &self.file.adjusters;
        let elected = adjusters.iter().map(|one| (one.person.as_ref(), false));
        let replacing = adjusters.iter().map(|one| (one.substitute.as_ref(), true));
        let all = elected.chain(replacing);
        let all = all
            .filter_map(|(key, substitute)| Some((self.ids.find(Thing::Person, key)?, substitute)));
        for (pos, (person, substitute)) in (1..).zip(all.filter(|(id, _)| seen.insert(*id))) {
            let row = json!({ "meeting_id": meeting, "person_id": person, "pos": pos, "substitute": substitute });
            rows.push("adjusters", row);
        }
    }

    /// The identifiers of the moments are given before those of the §§, for votes and decisions refer to them.
    fn moment_id(&self, place: usize) -> Option<Uuid> {
        self.moments.get(place).copied()
    }

    pub(super) fn name_moments(&mut self) {
        let file = self.file;
        let ids = file.moments.iter().map(|one| self.ids.add(Thing::Moment, one.id.as_ref()));
        self.moments = ids.collect();
    }

    fn moment_where(&self, told: impl Fn(&Moment) -> bool) -> Option<Uuid> {
        self.file.moments.iter().position(told).and_then(|place| self.moment_id(place))
    }

    /// When a decision was confirmed; a moment is of one decision.
    pub(super) fn moment_of_decision(&self, key: &Key) -> Option<Uuid> {
        self.moment_where(|one| {
            one.kind == MomentKind::Decided && one.decision.as_ref() == Some(key)
        })
    }

    pub(super) fn moment_of_vote(&self, key: &Key) -> Option<Uuid> {
        self.moment_where(|one| one.kind == MomentKind::Voted && one.vote.as_ref() == Some(key))
    }
}
