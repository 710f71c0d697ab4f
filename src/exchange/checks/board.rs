//! The board, its participants, persons and seats, and when it sat (organ, platser, tider).

use std::collections::{BTreeMap, BTreeSet};

use super::{Checks, Kind, Target, is_plausible};
use crate::{
    exchange::{
        SeatRole,
        meeting::{CancellationKind, Sitting},
    },
    law::BoardKind,
};

impl Checks<'_> {
    pub(super) fn board(&mut self) {
        let meeting = self.meeting;
        let joint = meeting.board.kind.0 == BoardKind::JointBoard;
        let host = &meeting.municipality.slug;
        let at = || "/participants".to_owned();
        if joint && !meeting.participants.iter().any(|one| one.slug == *host) {
            self.say(at(), "En gemensam nämnd har minst två deltagande kommuner, och värdkommunen är en av dem.");
        }
        if !joint && !meeting.participants.is_empty() {
            self.say(at(), "Bara en gemensam nämnd har deltagande kommuner.");
        }
        self.refer(Target::Person, meeting.secretary.as_ref(), "/secretary".to_owned());
        self.seats();
        let mut instances = BTreeSet::new();
        for (n, series) in meeting.series.iter().enumerate() {
            if !instances.insert((&series.instance, &series.prefix)) {
                let at = format!("/series/{n}/instance");
                self.say(at, format!("Nummerserien ”{}” står två gånger.", series.instance.0));
            }
        }
    }

    fn seats(&mut self) {
        let meeting = self.meeting;
        let roles: BTreeMap<_, _> = meeting.seats.iter().map(|one| (&one.id, one.role)).collect();
        for (n, seat) in meeting.seats.iter().enumerate() {
            let at = format!("/seats/{n}");
            self.refer(Target::Person, seat.person.as_ref(), format!("{at}/person"));
            self.refer_to_municipality(seat.municipality.as_ref(), format!("{at}/municipality"));
            self.refer(Target::Seat, seat.personal_for.as_ref(), format!("{at}/personal_for"));
            let of = seat.personal_for.as_ref().and_then(|of| roles.get(of));
            if of == Some(&SeatRole::Substitute)
                || of.is_some() && seat.role != SeatRole::Substitute
            {
                self.say(
                    at.clone(),
                    "Bara en ersättare kan vara personlig, och bara för en ledamot.",
                );
            }
            if let (Some(starts), Some(ends)) = (seat.starts_on, seat.ends_on)
                && ends < starts
            {
                self.doubt(Kind::Day, at.clone(), "Platsens sista dag är före dess första.");
            }
            self.not_before(
                seat.ends_on,
                Some(meeting.held_on),
                (format!("{at}/ends_on"), "sammanträdets dag"),
            );
            self.not_after_meeting(seat.starts_on, format!("{at}/starts_on"));
        }
        let members = meeting.seats.iter().filter(|one| one.role != SeatRole::Substitute);
        self.two_seats();
        let members = members.count();
        if let Some(seats) = meeting.board.seats.filter(|seats| (*seats as usize) < members) {
            let sentence =
                format!("Organet har {seats} platser, men filen har {members} ledamöter.");
            self.say("/board/seats".to_owned(), sentence);
        }
    }

    /// One who is a member cannot be a member twice.
    fn two_seats(&mut self) {
        let meeting = self.meeting;
        let mut members = BTreeSet::new();
        for (n, seat) in meeting.seats.iter().enumerate() {
            let member = seat.person.as_ref().filter(|_| seat.role != SeatRole::Substitute);
            if let Some(person) = member.filter(|person| !members.insert(*person)) {
                let sentence = format!("Personen ”{}” har två platser som ledamot.", person.0);
                self.say(format!("/seats/{n}/person"), sentence);
            }
        }
    }

    pub(super) fn sittings(&mut self) {
        let meeting = self.meeting;
        if !is_plausible(meeting.held_on.0) {
            self.doubt(Kind::Day, "/held_on".to_owned(), "Dagen ligger utanför åren 1863–2200.");
        }
        let held =
            meeting.cancelled.as_ref().is_none_or(|one| one.kind != CancellationKind::Cancelled);
        match meeting.sittings.first() {
            None if held => {
                let sentence =
                    "Sammanträdet saknar tillfällen. Ange dagen, även om tiderna inte är kända.";
                self.say("/sittings".to_owned(), sentence);
            }
            Some(first) if first.on_day != meeting.held_on => {
                let sentence = format!(
                    "Det första tillfället är {}, men sammanträdet är {}.",
                    first.on_day, meeting.held_on
                );
                self.doubt(Kind::Day, "/sittings/0/on_day".to_owned(), sentence);
            }
            None | Some(_) => {}
        }
        let mut before: Option<&Sitting> = None;
        for (n, sitting) in meeting.sittings.iter().enumerate() {
            self.sitting(sitting, before, &format!("/sittings/{n}"));
            before = Some(sitting);
        }
    }

    fn sitting(&mut self, sitting: &Sitting, before: Option<&Sitting>, at: &str) {
        let first = Some(sitting.on_day);
        self.not_before(
            sitting.ends_on,
            first,
            (format!("{at}/ends_on"), "dagen då tillfället började"),
        );
        let same_day = sitting.ends_on.is_none_or(|day| day == sitting.on_day);
        if let (true, Some(starts), Some(ends)) = (same_day, sitting.starts_at, sitting.ends_at)
            && ends <= starts
        {
            self.say(
                format!("{at}/ends_at"),
                format!("Slutet {ends} är inte efter början {starts}."),
            );
        }
        let Some(before) = before else { return };
        let ended = before.ends_on.unwrap_or(before.on_day);
        self.not_before(first, Some(ended), (format!("{at}/on_day"), "då tillfället före slutade"));
        if let (true, Some(starts), Some(ended_at)) =
            (sitting.on_day == ended, sitting.starts_at, before.ends_at)
            && starts < ended_at
        {
            self.say(format!("{at}/starts_at"), "Tillfället börjar innan det förra slutade.");
        }
    }
}
