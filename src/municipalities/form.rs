//! What an administrator types about a municipality (kommunens uppgifter).

use serde::Deserialize;
use uuid::Uuid;

use super::{Municipality, slug};
use crate::web::FieldErrors;

pub(super) const KINDS: [(&str, &str); 3] =
    [("municipality", "Kommun"), ("region", "Region"), ("federation", "Kommunalförbund")];

pub(super) const ANNOUNCES: [(&str, &str); 2] = [
    ("at_once", "Genast när protokollet är justerat"),
    ("when_confirmed", "När en registrator har bekräftat anslaget"),
];

/// What was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct MunicipalityForm {
    /// Chosen when the empty form is shown, so that a form sent twice makes one municipality.
    pub(super) id: Option<Uuid>,
    pub(super) version: i32,
    pub(super) name: String,
    pub(super) short_name: String,
    pub(super) kind: String,
    pub(super) slug: String,
    pub(super) court: String,
    pub(super) kept_at: String,
    pub(super) inside: String,
    pub(super) announces: String,
    pub(super) board_address: String,
}

/// A form without mistakes.
pub(super) struct Parsed {
    pub(super) name: String,
    pub(super) short_name: String,
    pub(super) kind: &'static str,
    pub(super) slug: String,
    pub(super) court: String,
    pub(super) kept_at: String,
    pub(super) inside: bool,
    pub(super) announces: &'static str,
    pub(super) board_address: String,
}

impl MunicipalityForm {
    /// An empty form.
    pub(super) fn blank() -> Self {
        Self {
            id: Some(Uuid::now_v7()),
            kind: "municipality".to_owned(),
            announces: "at_once".to_owned(),
            inside: "ja".to_owned(),
            ..Self::default()
        }
    }

    pub(super) fn of(stored: &Municipality) -> Self {
        Self {
            id: None,
            version: stored.version,
            name: stored.name.clone(),
            short_name: stored.short_name.clone(),
            kind: stored.kind.clone(),
            slug: stored.slug.clone(),
            court: stored.court.clone(),
            kept_at: stored.kept_at.clone(),
            inside: if stored.inside { "ja" } else { "" }.to_owned(),
            announces: stored.announces.clone(),
            board_address: stored.board_address.clone(),
        }
    }

    /// All that was typed, or all that is wrong with it. A `fixed` slug is the one given at creation.
    pub(super) fn parse(&self, fixed: Option<&str>) -> Result<Parsed, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.line("name", &self.name, 100, "Skriv kommunens namn.");
        let short_name = errors.line(
            "short_name",
            &self.short_name,
            40,
            "Skriv kommunens korta namn, till exempel Lekeberg.",
        );
        let kind = choice(&mut errors, "kind", &self.kind, &KINDS, "Välj vad det är.");
        let slug = match fixed {
            Some(slug) => Some(slug.to_owned()),
            None => self.parse_slug(&mut errors, short_name.as_deref()),
        };
        let court = errors.line(
            "court",
            &self.court,
            100,
            "Skriv vilken förvaltningsrätt som prövar överklaganden.",
        );
        let kept_at = errors.line("kept_at", &self.kept_at, 200, "Skriv var protokollen förvaras.");
        let announces = choice(
            &mut errors,
            "announces",
            &self.announces,
            &ANNOUNCES,
            "Välj när justeringen anslås.",
        );
        let board_address = web_address(&mut errors, &self.board_address);
        (|| {
            Some(Parsed {
                name: name?,
                short_name: short_name?,
                kind: kind?,
                slug: slug?,
                court: court?,
                kept_at: kept_at?,
                inside: self.inside == "ja",
                announces: announces?,
                board_address: board_address?,
            })
        })()
        .filter(|_| errors.is_empty())
        .ok_or(errors)
    }

    /// The slug of a new municipality; without slug and short name only the name is missing.
    fn parse_slug(&self, errors: &mut FieldErrors, short_name: Option<&str>) -> Option<String> {
        if self.slug.trim().is_empty() && short_name.is_none() {
            return None;
        }
        errors.check("slug", slug::parse(&self.slug, short_name.unwrap_or_default()))
    }

    /// Every entry as it is read, for comparison.
    pub(super) fn entries(&self) -> Vec<(&'static str, String)> {
        let words = |options: &[(&str, &str)], key: &str| {
            options.iter().find(|(k, _)| *k == key).map_or("", |(_, words)| words).to_owned()
        };
        vec![
            ("Namn", self.name.clone()),
            ("Kort namn", self.short_name.clone()),
            ("Slag", words(&KINDS, &self.kind)),
            ("Domstol", self.court.clone()),
            ("Protokollen förvaras", self.kept_at.clone()),
            (
                "Anslagstavlan finns i Paragraf",
                if self.inside == "ja" { "ja" } else { "nej" }.to_owned(),
            ),
            ("Justeringen anslås", words(&ANNOUNCES, &self.announces)),
            ("Anslagstavlans adress", self.board_address.clone()),
        ]
    }
}

fn choice(
    errors: &mut FieldErrors,
    field: &str,
    typed: &str,
    options: &[(&'static str, &str)],
    missing: &str,
) -> Option<&'static str> {
    let found = options.iter().find(|(key, _)| *key == typed).map(|(key, _)| *key);
    errors.check(field, found.ok_or(missing))
}

/// An address that a browser can open, or nothing.
fn web_address(errors: &mut FieldErrors, typed: &str) -> Option<String> {
    let address = errors.optional_line("board_address", typed, 300)?;
    let opens = ["https://", "http://"].iter().any(|scheme| address.starts_with(scheme));
    if !(address.is_empty() || opens) {
        errors.add("board_address", "Skriv hela adressen. Den börjar med https://.");
        return None;
    }
    Some(address)
}
