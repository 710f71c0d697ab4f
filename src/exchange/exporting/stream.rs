//! The stream of moments as the format has it (förlopp).

use std::collections::BTreeMap;

use sqlx::PgConnection;
use uuid::Uuid;

use super::{Facts, line};
use crate::{
    error::Result,
    exchange::{
        self, Adjuster, Day, Key, MomentKind,
        values::{Clock, Word},
    },
    items::Item,
    law::{
        course::Event,
        procedure::{Edge, Provenance},
    },
    meetings::Moment,
    register::{PersonId, SeatId},
};

/// In the order of the meeting: the opening, the items as they were handled, the closing.
pub(super) fn in_order(items: &[Item], mut moments: Vec<Moment>) -> Vec<Moment> {
    let mut handled: Vec<_> =
        (1..).zip(items).map(|(n, item)| (item.handled_pos.unwrap_or(n), n, item.id)).collect();
    handled.sort_unstable();
    let last = handled.len() + 1;
    moments.sort_by_key(|moment| match moment.item {
        Some(item) => (
            handled.iter().position(|(.., id)| *id == item).map_or(last, |place| place + 1),
            moment.edge,
        ),
        None if moment.edge == Edge::After => (last + 1, moment.edge),
        None => (0, moment.edge),
    });
    moments
}

impl Facts<'_> {
    pub(super) async fn moments(&self, db: &mut PgConnection) -> Result<Vec<exchange::Moment>> {
        let rows = sqlx::query!(
            "select id, provenance from moments where meeting_id = $1 and provenance <> 'stated'",
            self.meeting.id.0
        )
        .fetch_all(&mut *db)
        .await?;
        let told: BTreeMap<_, _> = rows.into_iter().map(|row| (row.id, row.provenance)).collect();
        let rows = sqlx::query!(
            r#"
            select d.moment_id as "moment!", d.id from decisions d join items i on i.id = d.item_id
            where i.meeting_id = $1 and d.moment_id is not null
            "#,
            self.meeting.id.0
        )
        .fetch_all(db)
        .await?;
        let decided: BTreeMap<_, _> = rows.into_iter().map(|row| (row.moment, row.id)).collect();
        Ok(self.moments.iter().map(|moment| self.moment(moment, (&told, &decided))).collect())
    }

    fn moment(
        &self,
        kept: &Moment,
        (told, decided): (&BTreeMap<Uuid, String>, &BTreeMap<Uuid, Uuid>),
    ) -> exchange::Moment {
        let (kind, person, seat) = event(kept.event);
        let votes = self.procedures.values().flat_map(|one| &one.votes);
        let vote = votes.into_iter().find(|vote| vote.moment == Some(kept.id));
        let provenance = told.get(&kept.id).map(|word| word.parse::<Provenance>());
        exchange::Moment {
            id: self.own(kept.id),
            kind,
            person: self.person(person),
            seat: seat.map(|seat| self.key(seat.0)),
            item: kept.item.map(|item| self.key(item.0)),
            edge: kept.item.map(|_| Word(kept.edge)),
            point: kept.point.map(|point| self.key(point)),
            vote: vote.map(|vote| self.key(vote.id)),
            decision: decided.get(&kept.id).map(|id| self.key(*id)),
            on_day: None::<Day>,
            clock: kept.clock.map(Clock),
            title: line(&kept.title),
            reason: line(&kept.reason),
            provenance: provenance.and_then(std::result::Result::ok).map(Word),
        }
    }

    /// A substitute adjuster stands with the one for whom, in the order in which both were elected.
    pub(super) async fn adjusters(&self, db: &mut PgConnection) -> Result<Vec<Adjuster>> {
        let rows = sqlx::query!(
            "select person_id, substitute from adjusters where meeting_id = $1 order by pos",
            self.meeting.id.0
        )
        .fetch_all(db)
        .await?;
        let key = |id: Uuid| self.key(id);
        let of = |substitute| {
            let all = rows.iter().filter(move |row| row.substitute == substitute);
            all.map(|row| key(row.person_id)).collect::<Vec<_>>()
        };
        let (elected, replacing) = (of(false), of(true));
        let places = 0..elected.len().max(replacing.len());
        Ok(places.map(|n| adjuster(elected.get(n), replacing.get(n))).collect())
    }
}

fn adjuster(person: Option<&Key>, substitute: Option<&Key>) -> Adjuster {
    Adjuster {
        person: person.cloned(),
        substitute: substitute.cloned(),
        signed_by: None,
        items: vec![],
        elected_in: None,
        provenance: None,
    }
}

fn event(event: Event<PersonId, SeatId>) -> (MomentKind, Option<PersonId>, Option<SeatId>) {
    match event {
        Event::Arrives(person) => (MomentKind::Arrives, Some(person), None),
        Event::Leaves(person) => (MomentKind::Leaves, Some(person), None),
        Event::Serves(person, seat) => (MomentKind::Serves, Some(person), Some(seat)),
        Event::Stops(person) => (MomentKind::Stops, Some(person), None),
        Event::Disqualified(person) => (MomentKind::Disqualified, Some(person), None),
        Event::NotParticipating(person) => (MomentKind::NotParticipating, Some(person), None),
        Event::RemoteOn(person) => (MomentKind::RemoteOn, Some(person), None),
        Event::RemoteOff(person) => (MomentKind::RemoteOff, Some(person), None),
        Event::LinkLost(person) => (MomentKind::LinkLost, Some(person), None),
        Event::LinkBack(person) => (MomentKind::LinkBack, Some(person), None),
        Event::Chairs(person) => (MomentKind::Chairs, Some(person), None),
        Event::HandsBack(person) => (MomentKind::HandsBack, Some(person), None),
        Event::Adjourned => (MomentKind::Adjourned, None, None),
        Event::Resumed => (MomentKind::Resumed, None, None),
        Event::Voted => (MomentKind::Voted, None, None),
        Event::Decided => (MomentKind::Decided, None, None),
    }
}
