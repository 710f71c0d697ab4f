//! What an administrator types about a seat (plats, uppdrag).

use serde::Deserialize;
use time::Date;
use uuid::Uuid;

use super::{Participant, elected::filled_by_county};
use crate::{law::BoardKind, register::SeatId, web::FieldErrors};

pub(super) const ROLES: [(&str, &str); 5] = [
    ("chair", "Ordförande"),
    ("first_vice_chair", "1:e vice ordförande"),
    ("second_vice_chair", "2:e vice ordförande"),
    ("member", "Ledamot"),
    ("substitute", "Ersättare"),
];

/// The Swedish name of a role in the database.
pub(crate) fn role_name(role: &str) -> &'static str {
    ROLES.iter().find(|(key, _)| *key == role).map_or("", |(_, words)| words)
}

/// What a role is called where it is written.
pub(crate) fn role_names() -> Vec<String> {
    ROLES.iter().map(|(_, words)| words.to_lowercase()).collect()
}

/// What there is to choose from, and what is known of the seat.
pub(super) struct Choices {
    pub(super) people: Vec<(String, String)>,
    pub(super) participants: Vec<Participant>,
    /// Seats that nobody has followed in yet.
    pub(super) seats: Vec<(String, String)>,
    /// The §§ behind it, as sentences.
    pub(super) sources: Vec<String>,
}

/// What was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct SeatForm {
    /// Chosen when the empty form is shown, so that a form sent twice makes one seat.
    pub(super) id: Option<Uuid>,
    pub(super) version: i32,
    /// Empty: vacant.
    pub(super) person: String,
    pub(super) role: String,
    pub(super) party: String,
    pub(super) municipality: String,
    pub(super) call_order: String,
    pub(super) starts_on: String,
    pub(super) ends_on: String,
    /// The election of an adjusted § by which it comes, if it does.
    pub(super) appointment: String,
    /// Whose seat it was.
    pub(super) succeeds: String,
    /// Länsstyrelsen's, in fullmäktige.
    pub(super) county_decision: String,
}

/// A form without mistakes.
pub(super) struct Parsed {
    pub(super) person: Option<Uuid>,
    pub(super) role: &'static str,
    pub(super) party: String,
    pub(super) municipality: Uuid,
    pub(super) call_order: i32,
    pub(super) starts_on: Date,
    pub(super) ends_on: Option<Date>,
    pub(super) appointment: Option<Uuid>,
    pub(super) succeeds: Option<SeatId>,
    pub(super) county_decision: String,
}

impl SeatForm {
    /// Whether the change would take somebody out of a meeting of that day, or into another role there.
    pub(super) fn unseats(&self, stored: &Self, new: &Parsed, day: Date) -> bool {
        self.person != stored.person
            || self.role != stored.role
            || new.starts_on > day
            || new.ends_on.is_some_and(|end| end < day)
    }

    /// All that was typed, or all that is wrong with it.
    pub(super) fn parse(&self, kind: BoardKind, choices: &Choices) -> Result<Parsed, FieldErrors> {
        let Choices { people, participants, .. } = choices;
        let mut errors = FieldErrors::default();
        let known = people.iter().any(|(id, _)| *id == self.person);
        let person = match Uuid::parse_str(&self.person) {
            Ok(id) if known => Some(Some(id)),
            _ if self.person.is_empty() => Some(None),
            _ => errors.check("person", Err("Välj en person ur registret, eller Vakant.")),
        };
        let role = ROLES.iter().find(|(key, _)| *key == self.role).map(|(key, _)| *key);
        let role = errors.check("role", role.ok_or("Välj uppdrag."));
        let party = errors.optional_line("party", &self.party, 80);
        let municipality = participants.iter().find(|one| one.id.to_string() == self.municipality);
        let municipality = errors.check(
            "municipality",
            municipality.map(|one| one.id.0).ok_or("Välj den kommun som har utsett personen."),
        );
        let call_order = if self.call_order.trim().is_empty() {
            Some(0)
        } else {
            errors.number(("call_order", "Ordning"), &self.call_order, 0..=999)
        };
        let starts_on = errors.day("starts_on", &self.starts_on);
        let ends_on = errors.optional_day("ends_on", &self.ends_on);
        if let (Some(start), Some(Some(end))) = (starts_on, ends_on)
            && end < start
        {
            errors.add("ends_on", "Sista dagen kan inte vara före första dagen.");
        }
        let succeeds = self.parse_succeeds(choices, &mut errors);
        let county_decision = self.parse_county(kind, &mut errors);
        (|| {
            Some(Parsed {
                person: person?,
                role: role?,
                party: party?,
                municipality: municipality?,
                call_order: call_order?,
                starts_on: starts_on?,
                ends_on: ends_on?,
                appointment: Uuid::parse_str(&self.appointment).ok(),
                succeeds: succeeds?,
                county_decision: county_decision?,
            })
        })()
        .filter(|_| errors.is_empty())
        .ok_or(errors)
    }

    fn parse_succeeds(
        &self,
        choices: &Choices,
        errors: &mut FieldErrors,
    ) -> Option<Option<SeatId>> {
        if self.succeeds.is_empty() {
            return Some(None);
        }
        let known = choices.seats.iter().any(|(id, _)| *id == self.succeeds);
        let seat = Uuid::parse_str(&self.succeeds).ok().filter(|_| known);
        let words = "Platsen har redan en efterträdare. Välj igen.";
        errors.check("succeeds", seat.map(|seat| Some(SeatId(seat))).ok_or(words))
    }

    /// One who follows another in fullmäktige does so by a decision of länsstyrelsen's.
    fn parse_county(&self, kind: BoardKind, errors: &mut FieldErrors) -> Option<String> {
        let decision = errors.optional_line("county_decision", &self.county_decision, 200)?;
        let follows = !self.succeeds.is_empty() || !self.appointment.is_empty();
        if decision.is_empty() && follows && filled_by_county(kind, &self.role) {
            errors.add("county_decision", "Skriv länsstyrelsens beslut, dag och nummer.");
            return None;
        }
        Some(decision)
    }

    /// Every entry as it is read, for comparison.
    pub(super) fn entries(&self, choices: &Choices) -> Vec<(&'static str, String)> {
        let Choices { people, participants, .. } = choices;
        let person = people.iter().find(|(id, _)| *id == self.person);
        let municipality = participants.iter().find(|one| one.id.to_string() == self.municipality);
        vec![
            ("Person", person.map_or("", |(_, name)| name).to_owned()),
            ("Uppdrag", role_name(&self.role).to_owned()),
            ("Parti", self.party.clone()),
            ("Kommun", municipality.map_or(String::new(), |one| one.name.clone())),
            ("Ordning", self.call_order.clone()),
            ("Första dag", self.starts_on.clone()),
            ("Sista dag", self.ends_on.clone()),
            ("Länsstyrelsens beslut", self.county_decision.clone()),
        ]
    }
}
