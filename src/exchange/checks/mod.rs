//! Whether what a file says can be so (rimlighet): references, numbers, sums, days.

mod board;
mod course;
mod items;
mod procedure;
mod protocol;
mod votes;

use std::collections::BTreeSet;

use time::Date;

use super::{
    Meeting,
    values::{Day, Key, Slug},
};

/// What a doubt rests on, so that the echo of another fault can be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Reference,
    Day,
    Course,
    Other,
}

#[derive(Debug)]
pub(super) struct Doubt {
    pub(super) kind: Kind,
    pub(super) pointer: String,
    pub(super) sentence: String,
}

/// All that cannot be so.
pub(super) fn all(meeting: &Meeting) -> Vec<Doubt> {
    let mut checks = Checks::of(meeting);
    checks.board();
    checks.sittings();
    checks.moments();
    checks.attendance();
    checks.items();
    checks.protocol();
    checks.doubts
}

/// What a key can refer to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Target {
    Person,
    Seat,
    Item,
    Series,
    Section,
    Claim,
    Dissent,
    Proposition,
    Point,
    Vote,
    Decision,
    Attachment,
    Batch,
    Municipality,
}

impl Target {
    fn swedish(self) -> &'static str {
        match self {
            Self::Person => "Personen",
            Self::Seat => "Platsen",
            Self::Item => "Paragrafen",
            Self::Series => "Nummerserien",
            Self::Section => "Avsnittet",
            Self::Claim => "Yrkandet",
            Self::Dissent => "Reservationen eller anteckningen",
            Self::Proposition => "Propositionen",
            Self::Point => "Beslutspunkten",
            Self::Vote => "Omröstningen",
            Self::Decision => "Beslutet",
            Self::Attachment => "Bilagan",
            Self::Batch => "Justeringsdelen",
            Self::Municipality => "Kommunen",
        }
    }
}

struct Checks<'a> {
    meeting: &'a Meeting,
    known: BTreeSet<(Target, &'a str)>,
    doubts: Vec<Doubt>,
}

impl<'a> Checks<'a> {
    /// Gathers every key; one that stands twice is a fault.
    fn of(meeting: &'a Meeting) -> Self {
        let mut checks = Self { meeting, known: BTreeSet::new(), doubts: Vec::new() };
        for (n, person) in meeting.persons.iter().enumerate() {
            checks.know(Target::Person, Some(&person.id), &format!("/persons/{n}/id"));
        }
        for (n, seat) in meeting.seats.iter().enumerate() {
            checks.know(Target::Seat, Some(&seat.id), &format!("/seats/{n}/id"));
        }
        for (n, series) in meeting.series.iter().enumerate() {
            checks.know(Target::Series, Some(&series.id), &format!("/series/{n}/id"));
        }
        for (n, batch) in meeting.batches.iter().enumerate() {
            checks.know(Target::Batch, Some(&batch.id), &format!("/batches/{n}/id"));
        }
        for n in 0..meeting.items.len() {
            checks.know_item(n);
        }
        checks.know_municipalities();
        checks
    }

    fn know_item(&mut self, n: usize) {
        let item = &self.meeting.items[n];
        let at = format!("/items/{n}");
        self.know(Target::Item, Some(&item.id), &format!("{at}/id"));
        for (n, one) in item.sections.iter().enumerate() {
            self.know(Target::Section, one.id.as_ref(), &format!("{at}/sections/{n}/id"));
        }
        for (n, one) in item.dissents.iter().enumerate() {
            self.know(Target::Dissent, one.id.as_ref(), &format!("{at}/dissents/{n}/id"));
        }
        for (n, one) in item.claims.iter().enumerate() {
            self.know(Target::Claim, one.id.as_ref(), &format!("{at}/claims/{n}/id"));
        }
        for (n, one) in item.propositions.iter().enumerate() {
            self.know(Target::Proposition, one.id.as_ref(), &format!("{at}/propositions/{n}/id"));
        }
        for (n, one) in item.votes.iter().enumerate() {
            self.know(Target::Vote, one.id.as_ref(), &format!("{at}/votes/{n}/id"));
        }
        for (n, one) in item.attachments.iter().enumerate() {
            self.know(Target::Attachment, one.id.as_ref(), &format!("{at}/attachments/{n}/id"));
        }
        for (n, one) in item.decisions.iter().enumerate() {
            let at = format!("{at}/decisions/{n}");
            self.know(Target::Decision, one.id.as_ref(), &format!("{at}/id"));
            for (n, point) in one.points.iter().enumerate() {
                self.know(Target::Point, point.id.as_ref(), &format!("{at}/points/{n}/id"));
            }
        }
    }

    fn know_municipalities(&mut self) {
        let meeting = self.meeting;
        for (n, one) in meeting.participants.iter().enumerate() {
            if !self.known.insert((Target::Municipality, &one.slug.0)) {
                let at = format!("/participants/{n}/slug");
                self.say(at, format!("Kommunen ”{}” står två gånger.", one.slug.0));
            }
        }
        self.known.insert((Target::Municipality, &meeting.municipality.slug.0));
    }

    fn know(&mut self, target: Target, key: Option<&'a Key>, at: &str) {
        let Some(key) = key else { return };
        if !self.known.insert((target, &key.0)) {
            self.say(at.to_owned(), format!("Nyckeln ”{}” används två gånger.", key.0));
        }
    }

    fn say(&mut self, pointer: String, sentence: impl Into<String>) {
        self.doubt(Kind::Other, pointer, sentence);
    }

    fn doubt(&mut self, kind: Kind, pointer: String, sentence: impl Into<String>) {
        self.doubts.push(Doubt { kind, pointer, sentence: sentence.into() });
    }

    /// The key has to be one that the file explains.
    fn refer(&mut self, target: Target, key: Option<&Key>, at: String) {
        let Some(key) = key else { return };
        self.refer_to(target, &key.0, at);
    }

    fn refer_to(&mut self, target: Target, key: &str, at: String) {
        if !self.known.contains(&(target, key)) {
            let sentence = format!("{} ”{key}” finns inte i filen.", target.swedish());
            self.doubt(Kind::Reference, at, sentence);
        }
    }

    fn refer_to_municipality(&mut self, slug: Option<&Slug>, at: String) {
        if let Some(slug) = slug {
            self.refer_to(Target::Municipality, &slug.0, at);
        }
    }

    /// Each key of a list, none of them twice.
    fn refer_all(&mut self, target: Target, keys: &[Key], at: &str) {
        let mut seen = BTreeSet::new();
        for (n, key) in keys.iter().enumerate() {
            self.refer(target, Some(key), format!("{at}/{n}"));
            if !seen.insert(key) {
                self.say(
                    format!("{at}/{n}"),
                    format!("{} ”{}” står två gånger.", target.swedish(), key.0),
                );
            }
        }
    }

    /// A day that cannot be before another.
    fn not_before(&mut self, day: Option<Day>, first: Option<Day>, (at, what): (String, &str)) {
        if let (Some(day), Some(first)) = (day, first)
            && day < first
        {
            self.doubt(Kind::Day, at, format!("Dagen {day} är före {first}, {what}."));
        }
    }

    /// The day on which the meeting ended.
    fn last_day(&self) -> Day {
        let sittings = self.meeting.sittings.iter();
        let last = sittings.map(|one| one.ends_on.unwrap_or(one.on_day)).max();
        last.map_or(self.meeting.held_on, |day| day.max(self.meeting.held_on))
    }

    /// A day that has to be over when the meeting is.
    fn not_after_meeting(&mut self, day: Option<Day>, at: String) {
        let last = self.last_day();
        if let Some(day) = day
            && day > last
        {
            self.doubt(Kind::Day, at, format!("Dagen {day} är efter sammanträdet, {last}."));
        }
    }
}

/// Days that can be meant in a file of Swedish municipal minutes.
fn is_plausible(day: Date) -> bool {
    (1863..=2200).contains(&day.year())
}
