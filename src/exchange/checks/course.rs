//! The stream of moments and the printed attendance (förlopp och närvaro).

use std::collections::{BTreeMap, BTreeSet};

use super::{Checks, Kind, Target};
use crate::exchange::{Headcount, Key, Listed, Moment, MomentKind, attendance::Adjuster};

impl Checks<'_> {
    pub(super) fn moments(&mut self) {
        let meeting = self.meeting;
        let mut clock = None;
        let one_day =
            meeting.sittings.len() < 2 && meeting.sittings.iter().all(|one| one.ends_on.is_none());
        for (n, moment) in meeting.moments.iter().enumerate() {
            let at = format!("/moments/{n}");
            self.moment_references(moment, &at);
            self.moment_form(moment, &at);
            if let (true, Some(before), Some(now)) = (one_day, clock, moment.clock)
                && now < before
            {
                let sentence = format!("Klockslaget {now} är före {before} i händelsen innan.");
                self.say(format!("{at}/clock"), sentence);
            }
            clock = moment.clock.or(clock);
        }
        self.seats_taken();
    }

    fn moment_references(&mut self, moment: &Moment, at: &str) {
        self.refer(Target::Person, moment.person.as_ref(), format!("{at}/person"));
        self.refer(Target::Seat, moment.seat.as_ref(), format!("{at}/seat"));
        self.refer(Target::Item, moment.item.as_ref(), format!("{at}/item"));
        self.refer(Target::Point, moment.point.as_ref(), format!("{at}/point"));
        self.refer(Target::Vote, moment.vote.as_ref(), format!("{at}/vote"));
        self.refer(Target::Decision, moment.decision.as_ref(), format!("{at}/decision"));
        self.not_before(
            moment.on_day,
            Some(self.meeting.held_on),
            (format!("{at}/on_day"), "sammanträdets dag"),
        );
        self.not_after_meeting(moment.on_day, format!("{at}/on_day"));
    }

    fn moment_form(&mut self, moment: &Moment, at: &str) {
        use MomentKind as M;
        let (of_person, at_item) = match moment.kind {
            M::Arrives
            | M::Leaves
            | M::Serves
            | M::Stops
            | M::RemoteOn
            | M::RemoteOff
            | M::LinkLost
            | M::LinkBack
            | M::Chairs => (true, false),
            M::Disqualified | M::NotParticipating => (true, true),
            M::Adjourned | M::Resumed | M::HandsBack => (false, false),
            M::Voted | M::Decided => (false, true),
        };
        let word = |ok: bool, sentence: &str| (!ok).then(|| sentence.to_owned());
        let handed = moment.kind == M::HandsBack;
        let sentences = [
            word(!of_person || moment.person.is_some(), "Händelsen saknar person."),
            word(of_person || handed || moment.person.is_none(), "Händelsen gäller ingen person."),
            word(!at_item || moment.item.is_some(), "Händelsen saknar paragraf."),
            word(
                moment.kind != M::Serves || moment.seat.is_some(),
                "Den som börjar tjänstgöra gör det på en plats. Ange den.",
            ),
            word(
                moment.kind == M::Serves || moment.seat.is_none(),
                "Bara den som börjar tjänstgöra tar en plats.",
            ),
            word(
                moment.edge.is_none() || moment.item.is_some(),
                "Före, under och efter gäller en paragraf. Ange den.",
            ),
            word(
                moment.kind == M::NotParticipating || moment.point.is_none(),
                "Bara den som inte deltar i ett beslut avstår från en punkt.",
            ),
        ];
        for sentence in sentences.into_iter().flatten() {
            self.say(at.to_owned(), sentence);
        }
    }

    /// Two persons never hold one seat at the same instant (ATT-12); who is disqualified holds none meanwhile.
    fn seats_taken(&mut self) {
        let meeting = self.meeting;
        let mut holders: BTreeMap<&Key, &Key> = BTreeMap::new();
        let mut away: BTreeSet<(&Key, Option<&Key>)> = BTreeSet::new();
        for (n, moment) in meeting.moments.iter().enumerate() {
            let Some(person) = &moment.person else { continue };
            match moment.kind {
                MomentKind::Leaves | MomentKind::Stops => holders.retain(|_, one| *one != person),
                MomentKind::Disqualified => {
                    away.insert((person, moment.item.as_ref()));
                }
                MomentKind::Serves => {
                    let Some(seat) = &moment.seat else { continue };
                    let holder = holders.get(seat).copied().filter(|one| *one != person);
                    let free = holder.is_none_or(|one| away.contains(&(one, moment.item.as_ref())));
                    if !free {
                        let sentence =
                            format!("Platsen ”{}” är redan upptagen av en annan.", seat.0);
                        self.doubt(Kind::Course, format!("/moments/{n}"), sentence);
                    }
                    if holder.is_none() {
                        holders.retain(|_, one| *one != person);
                        holders.insert(seat, person);
                    }
                }
                MomentKind::Arrives
                | MomentKind::NotParticipating
                | MomentKind::RemoteOn
                | MomentKind::RemoteOff
                | MomentKind::LinkLost
                | MomentKind::LinkBack
                | MomentKind::Chairs
                | MomentKind::HandsBack
                | MomentKind::Adjourned
                | MomentKind::Resumed
                | MomentKind::Voted
                | MomentKind::Decided => {}
            }
        }
    }

    pub(super) fn attendance(&mut self) {
        let meeting = self.meeting;
        for (n, one) in meeting.adjusters.iter().enumerate() {
            self.adjuster(one, &format!("/adjusters/{n}"));
        }
        let Some(attendance) = &meeting.attendance else { return };
        if !attendance.by_exception && !attendance.exceptions.is_empty() {
            let sentence = "Undantag finns, men närvaron är inte angiven som undantag.";
            self.say("/attendance/exceptions".to_owned(), sentence);
        }
        self.listed(&attendance.exceptions, "/attendance/exceptions");
        for (n, list) in attendance.lists.iter().enumerate() {
            self.listed(&list.persons, &format!("/attendance/lists/{n}/persons"));
        }
        for (n, count) in attendance.counts.iter().enumerate() {
            self.count(count, &format!("/attendance/counts/{n}"));
        }
    }

    fn count(&mut self, count: &Headcount, at: &str) {
        self.refer_all(Target::Item, &count.items, &format!("{at}/items"));
        let seats = self.meeting.board.seats.filter(|_| count.of.0 == "ledamöter");
        if let Some(seats) = seats.filter(|seats| count.present > *seats) {
            self.say(
                format!("{at}/present"),
                format!("Fler är närvarande än organets {seats} platser."),
            );
        }
    }

    /// One person can stand in several rows of a list, for different items (ATT-02).
    fn listed(&mut self, rows: &[Listed], at: &str) {
        let mut seen = BTreeSet::new();
        for (n, row) in rows.iter().enumerate() {
            let at = format!("{at}/{n}");
            self.refer(Target::Person, Some(&row.person), format!("{at}/person"));
            self.refer(Target::Person, row.serves_for.as_ref(), format!("{at}/serves_for"));
            self.refer(Target::Seat, row.seat.as_ref(), format!("{at}/seat"));
            let sets = [
                ("present_at", &row.present_at),
                ("absent_at", &row.absent_at),
                ("part_of", &row.part_of),
            ];
            for (name, keys) in sets {
                self.refer_all(Target::Item, keys, &format!("{at}/{name}"));
            }
            if row.present_at.iter().any(|key| row.absent_at.contains(key)) {
                self.say(at.clone(), "Samma paragraf står både som närvaro och som frånvaro.");
            }
            if let (Some(from), Some(until)) = (row.from, row.until)
                && until < from
            {
                self.say(
                    format!("{at}/until"),
                    format!("Personen går {until}, före ankomsten {from}."),
                );
            }
            if row.serves_for.as_ref() == Some(&row.person) {
                self.say(format!("{at}/serves_for"), "Ingen tjänstgör för sig själv.");
            }
            let part = (&row.present_at, &row.absent_at, &row.part_of, row.from, row.until);
            if !seen.insert((&row.person, part)) {
                self.say(at, "Personen står två gånger i listan.");
            }
        }
    }

    fn adjuster(&mut self, one: &Adjuster, at: &str) {
        self.refer(Target::Person, one.person.as_ref(), format!("{at}/person"));
        self.refer(Target::Person, one.substitute.as_ref(), format!("{at}/substitute"));
        self.refer(Target::Person, one.signed_by.as_ref(), format!("{at}/signed_by"));
        self.refer(Target::Item, one.elected_in.as_ref(), format!("{at}/elected_in"));
        self.refer_all(Target::Item, &one.items, &format!("{at}/items"));
        if one.person.is_none() && one.substitute.is_none() && one.signed_by.is_none() {
            self.say(at.to_owned(), "Justeraren saknar person.");
        }
        let others = self.meeting.adjusters.iter();
        let twice = others.filter(|other| other.person.is_some() && **other == *one).count() > 1;
        if twice {
            self.say(at.to_owned(), "Justeraren står två gånger.");
        }
    }
}
