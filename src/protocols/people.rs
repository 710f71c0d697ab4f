//! The lists of persons on the front page (närvaro): who served where and for whom, who was there, each with their §§.

use std::collections::BTreeSet;

use super::{
    composition::Draft,
    record::{Group, RecordPerson},
};
use crate::{
    boards::Seat,
    law::course::{Attendance, Extent, Sums},
    meetings::Named,
    register::{PersonId, SeatId},
    wording::{
        self, Number,
        grammar::list,
        paragraphs::{absent_by_disqualification, attended, presence},
    },
};

/// Those who decide, the substitutes who were there without serving, and the others.
pub(super) fn groups(draft: &Draft) -> Vec<Group> {
    let lists = Lists::of(draft);
    let groups = [
        ("Beslutande", lists.deciders()),
        ("Ej tjänstgörande ersättare", lists.substitutes()),
        ("Övriga", lists.others()),
    ];
    groups
        .into_iter()
        .filter(|(_, persons): &(&str, Vec<RecordPerson>)| !persons.is_empty())
        .map(|(heading, persons)| Group { heading: heading.to_owned(), persons })
        .collect()
}

struct Lists<'a> {
    draft: &'a Draft,
    counted: Vec<usize>,
    sums: Sums<PersonId, SeatId>,
}

impl<'a> Lists<'a> {
    fn of(draft: &'a Draft) -> Self {
        let counted = draft.counted();
        let mut in_order = counted.clone();
        in_order.sort_unstable();
        let sums = draft.course.derived.sums(&in_order);
        Self { draft, counted, sums }
    }

    /// The § numbers of places in the course; a point without a number has none to print.
    fn numbers(&self, places: impl IntoIterator<Item = usize>) -> Vec<Number<'a>> {
        let mut numbers: Vec<_> =
            places.into_iter().filter_map(|place| number(self.draft, place)).collect();
        numbers.sort_unstable();
        numbers
    }

    /// The §§ attended as printed; nothing for the whole meeting.
    fn at(&self, attendance: &Attendance) -> String {
        let reach = attendance.reach(&self.sums.counted);
        if reach.whole {
            return absent_by_disqualification(&self.numbers(reach.disqualified));
        }
        let all = self.numbers(self.counted.iter().copied());
        let marks: Vec<_> = attendance
            .items
            .iter()
            .filter_map(|(place, extent)| {
                let extent = match extent {
                    Extent::Part => wording::Extent::Part,
                    Extent::Whole => wording::Extent::Whole,
                };
                Some((number(self.draft, *place)?, extent))
            })
            .collect();
        let outside = self.numbers(attendance.disqualified.iter().copied());
        let mut marks = marks;
        marks.sort_unstable();
        if marks.is_empty() {
            String::new()
        } else {
            presence(&all, &marks, &outside, wording::End::Closed)
        }
    }

    /// Each person who served, once, in the order of their own seats.
    fn deciders(&self) -> Vec<RecordPerson> {
        let served: BTreeSet<_> = self
            .sums
            .attendance
            .keys()
            .filter(|(_, seat)| seat.is_some())
            .map(|(one, _)| *one)
            .collect();
        let people = self.draft.course.people.iter().filter(|one| served.contains(&one.id));
        people.map(|one| self.decider(one)).collect()
    }

    fn decider(&self, named: &Named) -> RecordPerson {
        let own = self.own_seat(named.id);
        let (mut at, mut whom) = (String::new(), vec![]);
        for ((person, seat), attendance) in &self.sums.attendance {
            let Some(seat) = seat.filter(|_| *person == named.id) else { continue };
            if own.is_some_and(|own| own.id == seat) {
                at = self.at(attendance);
            } else {
                whom.push((self.draft.course.seat_name(seat), self.at(attendance)));
            }
        }
        let told = whom.iter().enumerate().map(|(n, (whom, at))| {
            let begins = if n == 0 { "" } else { "för " };
            format!("{begins}{whom} {at}").trim_end().to_owned()
        });
        let serves_for = list(&told.collect::<Vec<_>>(), "och");
        let role = self.role(named.id, own, !serves_for.is_empty());
        RecordPerson { role, serves_for, at, ..self.person(named, own) }
    }

    /// Substitutes who were there without a seat for some of the meeting.
    fn substitutes(&self) -> Vec<RecordPerson> {
        let is_substitute =
            |one: &&Named| self.own_seat(one.id).is_some_and(|seat| seat.role == "substitute");
        let people = self.draft.course.people.iter().filter(is_substitute);
        people
            .filter_map(|named| {
                let attendance = self.sums.attendance.get(&(named.id, None))?;
                (!attendance.items.is_empty()).then(|| {
                    let at = self.at(attendance);
                    RecordPerson { at, ..self.person(named, self.own_seat(named.id)) }
                })
            })
            .collect()
    }

    fn others(&self) -> Vec<RecordPerson> {
        let meeting = &self.draft.meeting;
        let people = self.draft.course.people.iter().filter(|one| !one.elected);
        let mut others: Vec<_> = people
            .filter_map(|named| {
                let attendance = self.sums.attendance.get(&(named.id, None))?;
                let (role, at) = (named.title.clone(), self.at(attendance));
                Some(RecordPerson { role, at, ..self.person(named, None) })
            })
            .collect();
        if others.iter().all(|person| person.id != meeting.secretary.0) {
            others.push(RecordPerson {
                id: meeting.secretary.0,
                name: meeting.secretary_name.clone(),
                role: "sekreterare".to_owned(),
                ..RecordPerson::default()
            });
        }
        others
    }

    fn person(&self, named: &Named, own: Option<&Seat>) -> RecordPerson {
        let home = own.and_then(|seat| seat.municipality.clone());
        let remote = self.sums.remote.get(&named.id);
        let away = remote.map(|remote| self.at(remote)).unwrap_or_default();
        let whole = self.sums.attendance.iter().filter(|((one, _), _)| *one == named.id);
        let present: BTreeSet<_> = whole.flat_map(|(_, one)| one.items.keys().copied()).collect();
        let all_away = remote.is_some_and(|remote| {
            remote.items.values().all(|extent| *extent == Extent::Whole)
                && present.iter().all(|place| remote.items.contains_key(place))
        });
        RecordPerson {
            id: named.id.0,
            name: named.name.clone(),
            party: named.party.clone(),
            municipality: if self.draft.is_joint() {
                home.unwrap_or_default()
            } else {
                String::new()
            },
            remote: remote.is_some_and(|remote| !remote.items.is_empty()),
            remote_at: if all_away { String::new() } else { away },
            ..RecordPerson::default()
        }
    }

    fn own_seat(&self, person: PersonId) -> Option<&'a Seat> {
        self.draft.course.seats.iter().find(|seat| seat.person == Some(person))
    }

    /// "ordförande", "vice ordförande, tjänstgörande ordförande § 106", "tjänstgörande ersättare".
    fn role(&self, person: PersonId, own: Option<&Seat>, serves: bool) -> String {
        let office = own.map_or("", |seat| seat.role.as_str());
        let led = self.sums.chairs.get(&person);
        let all = led.is_some_and(|led| led.len() == self.sums.counted.len());
        let leads = led.map(|led| {
            let at = if all { String::new() } else { self.led(led) };
            format!("tjänstgörande ordförande {at}").trim_end().to_owned()
        });
        let usual = match office {
            "chair" => "ordförande",
            "first_vice_chair" => "vice ordförande",
            "second_vice_chair" => "andre vice ordförande",
            "substitute" if serves => "tjänstgörande ersättare",
            _ => "",
        };
        match (office, leads) {
            ("chair", _) | (_, None) => usual.to_owned(),
            ("first_vice_chair" | "second_vice_chair", Some(leads)) => format!("{usual}, {leads}"),
            (_, Some(leads)) => leads,
        }
    }

    fn led(&self, places: &BTreeSet<usize>) -> String {
        let marks: Vec<_> = self
            .numbers(places.iter().copied())
            .into_iter()
            .map(|number| (number, wording::Extent::Whole))
            .collect();
        attended(&marks)
    }
}

fn number(draft: &Draft, place: usize) -> Option<Number<'_>> {
    let id = draft.course.items.get(place)?;
    let (item, _) = draft.items.iter().find(|(item, _)| item.id == *id)?;
    Some(Number { number: item.number?, suffix: &item.suffix })
}
