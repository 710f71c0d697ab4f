//! What an administrator types about a board (organets uppgifter).

use std::collections::BTreeSet;

use serde::Deserialize;
use time::Date;
use uuid::Uuid;

use super::{Board, Participant};
use crate::{law::BoardKind, municipalities::outside, text::slug, web::FieldErrors};

pub(super) const NUMBERINGS: [(&str, &str); 4] = [
    ("year", "Börjar om varje år"),
    ("meeting", "Börjar om varje sammanträde"),
    ("mandate", "Börjar om varje mandatperiod"),
    ("never", "Börjar aldrig om"),
];

/// What was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct BoardForm {
    /// Chosen when the empty form is shown, so that a form sent twice makes one board.
    pub(super) id: Option<Uuid>,
    pub(super) version: i32,
    pub(super) host: String,
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) seats: String,
    pub(super) adjusters: String,
    pub(super) numbering: String,
    pub(super) announced: String,
    pub(super) participants: Vec<String>,
    /// Names of municipalities that are not in the system, one a line.
    pub(super) outside: String,
    /// From when new ones take part, once the board has met.
    pub(super) joins_on: String,
    pub(super) remote_decision: String,
    pub(super) digital_adjusting_decision: String,
}

/// A form without mistakes.
pub(super) struct Parsed {
    pub(super) host: Uuid,
    pub(super) slug: String,
    pub(super) name: String,
    pub(super) kind: BoardKind,
    pub(super) seats: i32,
    pub(super) adjusters: i32,
    pub(super) numbering: &'static str,
    pub(super) announced: bool,
    /// The host among them.
    pub(super) participants: Vec<Uuid>,
    /// Those to add to the system first.
    pub(super) outside: Vec<String>,
    pub(super) joins_on: Option<Date>,
    pub(super) remote_decision: String,
    pub(super) digital_adjusting_decision: String,
}

impl BoardForm {
    /// An empty form.
    pub(super) fn blank(host: String) -> Self {
        Self {
            id: Some(Uuid::now_v7()),
            host,
            kind: "board".to_owned(),
            adjusters: "1".to_owned(),
            numbering: "year".to_owned(),
            announced: "ja".to_owned(),
            ..Self::default()
        }
    }

    pub(super) fn of(board: &Board, participants: &[Participant]) -> Self {
        Self {
            id: None,
            version: board.version,
            host: board.host.to_string(),
            name: board.name.clone(),
            kind: board.kind.as_str().to_owned(),
            seats: board.seats.to_string(),
            adjusters: board.adjusters.to_string(),
            numbering: board.numbering.clone(),
            announced: if board.announced { "ja" } else { "" }.to_owned(),
            participants: participants.iter().map(|one| one.id.to_string()).collect(),
            outside: String::new(),
            joins_on: String::new(),
            remote_decision: board.remote_decision.clone(),
            digital_adjusting_decision: board.digital_adjusting_decision.clone(),
        }
    }

    /// All that was typed, or all that is wrong with it; the board can belong to `hosts`, and all that are `known` can take part.
    pub(super) fn parse(
        &self,
        hosts: &[Uuid],
        known: &[Participant],
    ) -> Result<Parsed, FieldErrors> {
        let mut errors = FieldErrors::default();
        let host = hosts.iter().find(|id| id.to_string() == self.host).copied();
        let host = errors.check("host", host.ok_or("Välj vilken kommun organet hör till."));
        let name = errors.line("name", &self.name, 120, "Skriv organets namn.");
        let slug = name.as_deref().map(|name| slug(name, 80)).filter(|slug| slug.len() >= 2);
        if name.is_some() && slug.is_none() {
            errors.add("name", "Skriv ett namn med minst två bokstäver.");
        }
        let kind =
            errors.check("kind", self.kind.parse::<BoardKind>().map_err(|_| "Välj slag av organ."));
        let seats = errors.number(("seats", "Antal ledamöter"), &self.seats, 1..=301);
        let adjusters = errors.number(("adjusters", "Antal justerare"), &self.adjusters, 1..=5);
        let numbering =
            NUMBERINGS.iter().find(|(key, _)| *key == self.numbering).map(|(key, _)| *key);
        let numbering =
            errors.check("numbering", numbering.ok_or("Välj när numreringen börjar om."));
        let participants = self.parse_participants(&mut errors, kind, host, known);
        let joins_on = errors.optional_day("joins_on", &self.joins_on);
        let remote = errors.optional_line("remote_decision", &self.remote_decision, 300);
        let digital = errors.optional_line(
            "digital_adjusting_decision",
            &self.digital_adjusting_decision,
            300,
        );
        (|| {
            let (participants, outside) = participants?;
            Some(Parsed {
                host: host?,
                slug: slug?,
                name: name?,
                kind: kind?,
                seats: seats?,
                adjusters: adjusters?,
                numbering: numbering?,
                announced: self.announced == "ja",
                participants,
                outside,
                joins_on: joins_on?,
                remote_decision: remote?,
                digital_adjusting_decision: digital?,
            })
        })()
        .ok_or(errors)
    }

    /// The ticked municipalities and the host, and those to add; of an ordinary board the host alone.
    fn parse_participants(
        &self,
        errors: &mut FieldErrors,
        kind: Option<BoardKind>,
        host: Option<Uuid>,
        known: &[Participant],
    ) -> Option<(Vec<Uuid>, Vec<String>)> {
        let mut all = vec![host?];
        if kind? != BoardKind::JointBoard {
            return Some((all, Vec::new()));
        }
        for id in &self.participants {
            let Some(one) = known.iter().find(|one| one.id.to_string() == *id) else {
                errors.add("participants", "Välj bland kommunerna i listan.");
                return None;
            };
            all.push(one.id.0);
        }
        let mut outside = Vec::new();
        for line in self.outside_lines() {
            match named(known, line) {
                Some(one) => all.push(one.id.0),
                None => outside.push(errors.check("outside", outside::parse(line))?),
            }
        }
        let mut seen = BTreeSet::new();
        all.retain(|id| seen.insert(*id));
        outside.dedup();
        if all.len() + outside.len() < 2 {
            errors.add(
                "participants",
                "En gemensam nämnd har minst två kommuner. Kryssa för dem som deltar.",
            );
            return None;
        }
        Some((all, outside))
    }

    fn outside_lines(&self) -> impl Iterator<Item = &str> {
        self.outside.lines().map(str::trim).filter(|line| !line.is_empty())
    }

    /// Every entry as it is read, for comparison.
    pub(super) fn entries(&self, known: &[Participant]) -> Vec<(&'static str, String)> {
        let kind = self.kind.parse::<BoardKind>().map_or(String::new(), |kind| kind.to_string());
        let numbering = NUMBERINGS.iter().find(|(key, _)| *key == self.numbering);
        let takes_part = |one: &&Participant| {
            self.participants.contains(&one.id.to_string())
                || one.id.to_string() == self.host
                || self
                    .outside_lines()
                    .any(|line| named(std::slice::from_ref(*one), line).is_some())
        };
        let new = self.outside_lines().filter(|line| named(known, line).is_none());
        let participants: Vec<_> =
            known.iter().filter(takes_part).map(|one| one.short_name.as_str()).chain(new).collect();
        vec![
            ("Namn", self.name.clone()),
            ("Slag", kind),
            ("Antal ledamöter", self.seats.clone()),
            ("Antal justerare", self.adjusters.clone()),
            ("Numrering", numbering.map_or("", |(_, words)| words).to_owned()),
            ("Anslås", if self.announced == "ja" { "ja" } else { "nej" }.to_owned()),
            ("Deltagande kommuner", participants.join(", ")),
            ("Beslut om distans", self.remote_decision.clone()),
            ("Beslut om digital justering", self.digital_adjusting_decision.clone()),
        ]
    }
}

/// The municipality that goes by a name, whole or short.
fn named<'a>(known: &'a [Participant], name: &str) -> Option<&'a Participant> {
    let name = name.to_lowercase();
    known
        .iter()
        .find(|one| [&one.name, &one.short_name].iter().any(|own| own.to_lowercase() == name))
}
