//! The form of a whole § (paragrafens formulär): every text as it was typed, before anything is judged.

use uuid::Uuid;

use super::{Annex, Content, Decision, Head, Section};
use crate::{
    error::{Error, Result},
    meetings,
    seal::Hash,
    wording::layout::LeadIns,
};

const MAX_SECTIONS: usize = 60;
const MAX_DECISIONS: usize = 10;
pub(super) const MAX_POINTS: usize = 100;

/// What was typed. A field is named by what it holds and, in parts that repeat, by the part's id: `text-{id}`.
#[derive(Clone, Debug, Default)]
pub(super) struct ItemForm {
    /// The version of the § that the form was based on.
    pub(super) version: i32,
    /// The button that was pressed.
    pub(super) action: String,
    pub(super) title: String,
    pub(super) registry_nos: String,
    pub(super) rapporteur: String,
    pub(super) kind: String,
    pub(super) public_title: String,
    pub(super) sections: Vec<SectionForm>,
    pub(super) decisions: Vec<DecisionForm>,
    pub(super) documents: String,
    pub(super) recipients: String,
    pub(super) annexes: String,
    /// What new decisions are led in by.
    pub(super) lead_ins: LeadIns,
}

#[derive(Clone, Debug, Default)]
pub(super) struct SectionForm {
    pub(super) id: Uuid,
    pub(super) key: String,
    pub(super) heading: String,
    pub(super) text: String,
    /// What the municipality calls it; empty where the § does.
    pub(super) called: String,
}

#[derive(Clone, Debug, Default)]
pub(super) struct DecisionForm {
    pub(super) id: Uuid,
    pub(super) own: bool,
    pub(super) lead_in: String,
    pub(super) points: Vec<PointForm>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct PointForm {
    pub(super) id: Uuid,
    pub(super) text: String,
    pub(super) appeal: String,
}

/// One field with its label, as it is compared with what another has written in it.
#[derive(Clone, Debug)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) label: String,
    pub(super) typed: String,
}

impl SectionForm {
    /// Whether its heading is written in the §.
    pub(super) fn is_free(&self) -> bool {
        self.key == "free" && self.called.is_empty()
    }

    pub(super) fn label(&self) -> &str {
        match (self.called.as_str(), self.heading.trim()) {
            ("", "") => "Eget avsnitt",
            ("", heading) => heading,
            (called, _) => called,
        }
    }
}

impl DecisionForm {
    pub(super) fn has_room(&self) -> bool {
        self.points.len() < MAX_POINTS
    }

    pub(super) fn label(&self) -> &'static str {
        if self.own { "Beslut" } else { "Förslag till fullmäktige" }
    }
}

impl PointForm {
    pub(super) fn empty(id: Uuid) -> Self {
        Self { id, text: String::new(), appeal: "legality".to_owned() }
    }
}

impl ItemForm {
    /// The § as it is kept.
    pub(super) fn of(version: i32, head: &Head, content: &Content) -> Self {
        Self {
            version,
            title: head.title.clone(),
            registry_nos: head.registry_nos.join(", "),
            rapporteur: head.rapporteur.clone(),
            kind: head.kind.clone(),
            public_title: head.public_title.clone(),
            sections: content.sections.iter().map(SectionForm::of).collect(),
            decisions: content.decisions.iter().map(DecisionForm::of).collect(),
            documents: pairs(content.documents.iter().map(|d| (&*d.title, &*d.number))),
            recipients: pairs(content.recipients.iter().map(|r| (&*r.name, &*r.note))),
            annexes: annexes(&content.annexes),
            ..Self::default()
        }
    }

    /// Reads the fields in the order in which they stood on the page.
    pub(super) fn read(fields: Vec<(String, String)>) -> Result<Self> {
        let mut form = Self::default();
        for (name, value) in fields {
            let value = value.replace("\r\n", "\n");
            match name.as_str() {
                "version" => form.version = value.parse().map_err(|_| malformed("version"))?,
                "atgard" => form.action = value,
                "rubrik" => form.title = value,
                "arenden" => form.registry_nos = value,
                "foredragande" => form.rapporteur = value,
                "slag" => form.kind = value,
                "offentlig_rubrik" => form.public_title = value,
                "underlag" => form.documents = value,
                "skickas_till" => form.recipients = value,
                "bilagor" => form.annexes = value,
                "avsnitt" => {
                    form.sections.push(SectionForm { id: id(&value)?, ..Default::default() });
                }
                "beslut" => {
                    form.decisions.push(DecisionForm { id: id(&value)?, ..Default::default() });
                }
                "punkt" => form.last_decision()?.points.push(PointForm::empty(id(&value)?)),
                _ => form.read_part(&name, value)?,
            }
        }
        if form.is_ours() { Ok(form) } else { Err(malformed("the parts of the §")) }
    }

    /// A field of the part that was named last.
    fn read_part(&mut self, name: &str, value: String) -> Result<()> {
        let Some((part, of)) = name.split_once('-') else { return Ok(()) };
        let of = id(of)?;
        let section = self.sections.iter_mut().find(|section| section.id == of);
        let decision = self.decisions.iter_mut().find(|decision| decision.id == of);
        match (part, section, decision) {
            ("avsnittsslag", Some(section), _) => section.key = value,
            ("avsnittsrubrik", Some(section), _) => section.heading = value,
            ("text", Some(section), _) => section.text = value,
            ("eget", _, Some(decision)) => decision.own = value == "ja",
            ("ingress", _, Some(decision)) => decision.lead_in = value,
            ("punkttext" | "overklagas", ..) => {
                let mut points = self.last_decision()?.points.iter_mut();
                let point = points.find(|point| point.id == of).ok_or_else(|| malformed(name))?;
                if part == "overklagas" { point.appeal = value } else { point.text = value }
            }
            _ => return Err(malformed(name)),
        }
        Ok(())
    }

    fn last_decision(&mut self) -> Result<&mut DecisionForm> {
        self.decisions.last_mut().ok_or_else(|| malformed("punkt"))
    }

    /// Says whether a page of ours can have sent it: known kinds, no id twice, no more parts than can be added.
    fn is_ours(&self) -> bool {
        let mut ids: Vec<Uuid> = self.sections.iter().map(|section| section.id).collect();
        for decision in &self.decisions {
            ids.push(decision.id);
            ids.extend(decision.points.iter().map(|point| point.id));
        }
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();

        let points = self.decisions.iter().flat_map(|decision| &decision.points);
        let keys = ["case_description", "proposal", "free"];
        let appeals = ["legality", "administrative", "none"];
        ids.len() == count
            && self.sections.len() <= MAX_SECTIONS
            && self.decisions.len() <= MAX_DECISIONS
            && self.decisions.iter().all(|decision| decision.points.len() <= MAX_POINTS)
            && meetings::kinds().any(|(kind, _)| kind == self.kind)
            && self.sections.iter().all(|section| keys.contains(&&*section.key))
            && points.into_iter().all(|point| appeals.contains(&&*point.appeal))
    }

    pub(super) fn has_room_for_section(&self) -> bool {
        self.sections.len() < MAX_SECTIONS
    }

    pub(super) fn has_room_for_decision(&self) -> bool {
        self.decisions.len() < MAX_DECISIONS
    }

    /// Every field that can differ from what another has written, in the order of the page.
    pub(super) fn fields(&self) -> Vec<Field> {
        let mut fields = vec![];
        let mut add = |name: String, label: String, typed: &str| {
            fields.push(Field { name, label, typed: typed.trim().to_owned() });
        };
        add("rubrik".into(), "Rubrik".into(), &self.title);
        add("arenden".into(), "Diarienummer".into(), &self.registry_nos);
        add("foredragande".into(), "Föredragande".into(), &self.rapporteur);
        add("slag".into(), "Slag".into(), words(&kinds(), &self.kind));
        add("offentlig_rubrik".into(), "Rubrik på webben".into(), &self.public_title);
        for section in &self.sections {
            let (id, label) = (section.id, section.label());
            if section.is_free() {
                let label = format!("Rubriken till {label}");
                add(format!("avsnittsrubrik-{id}"), label, &section.heading);
            }
            add(format!("text-{id}"), label.to_owned(), &section.text);
        }
        for decision in &self.decisions {
            let label = decision.label();
            add(
                format!("ingress-{}", decision.id),
                format!("{label}, inledning"),
                &decision.lead_in,
            );
            for (n, point) in (1..).zip(&decision.points) {
                add(format!("punkttext-{}", point.id), format!("{label}, punkt {n}"), &point.text);
                let appeal = if point.text.trim().is_empty() { "" } else { &*point.appeal };
                let appeal = words(&appeals(), appeal).to_owned();
                let label = format!("{label}, punkt {n}, så överklagas den");
                add(format!("overklagas-{}", point.id), label, &appeal);
            }
        }
        add("underlag".into(), "Beslutsunderlag".into(), &self.documents);
        add("skickas_till".into(), "Beslutet skickas till".into(), &self.recipients);
        add("bilagor".into(), "Bilagor".into(), &self.annexes);
        fields
    }
}

impl SectionForm {
    fn of(section: &Section) -> Self {
        Self {
            id: section.id,
            key: section.key.clone(),
            heading: section.heading.clone(),
            text: section.text.to_plain(),
            called: String::new(),
        }
    }
}

impl DecisionForm {
    fn of(decision: &Decision) -> Self {
        let points = decision.points.iter().map(|point| PointForm {
            id: point.id,
            text: point.text.to_plain(),
            appeal: point.appeal.clone(),
        });
        Self {
            id: decision.id,
            own: decision.own,
            lead_in: decision.lead_in.clone(),
            points: points.collect(),
        }
    }
}

/// The kinds of items and their Swedish names.
pub(super) fn kinds() -> Vec<(String, String)> {
    options(meetings::kinds())
}

/// How a decision point can be appealed, in Swedish; what a form offers.
///
/// A detailed plan (`plan`) is announced in a way of its own, without which it may not be sent (NOT-11): it is offered with that notice.
pub(super) fn appeals() -> Vec<(String, String)> {
    options([
        ("legality", "Laglighetsprövning"),
        ("administrative", "Förvaltningsbesvär"),
        ("none", "Kan inte överklagas enligt kommunens bedömning"),
    ])
}

/// How a point with that value can be appealed.
pub(super) fn appeal_words(appeal: &str) -> String {
    words(&appeals(), appeal).to_owned()
}

/// The Swedish words for a value; nothing for a value that is none of them.
pub(super) fn words<'a>(options: &'a [(String, String)], value: &str) -> &'a str {
    options.iter().find(|(key, _)| key == value).map_or("", |(_, words)| words)
}

fn options<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<(String, String)> {
    pairs.into_iter().map(|(key, words)| (key.to_owned(), words.to_owned())).collect()
}

/// One line each, "Titel | nummer"; the bar stands also before nothing when the first half holds one itself.
fn pairs<'a>(rows: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let line = |(first, second): (&str, &str)| {
        if second.is_empty() && !first.contains('|') {
            first.to_owned()
        } else {
            format!("{first} | {second}").trim_end().to_owned()
        }
    };
    rows.map(line).collect::<Vec<_>>().join("\n")
}

/// One line each, "Titel | sidor"; one with a number of its own begins with it: "Bilaga B. Titel | sidor".
fn annexes(all: &[Annex]) -> String {
    let rows: Vec<_> = all
        .iter()
        .map(|annex| (annex.heading(), annex.pages.map_or_else(String::new, |n| n.to_string())))
        .collect();
    pairs(rows.iter().map(|(heading, pages)| (heading.as_str(), pages.as_str())))
}

/// The id of the first of something that belongs to a §: the same as long as it is about the same.
pub(crate) fn first_id(of: Uuid, what: &str) -> Uuid {
    let hash = Hash::of(format!("{of}/{what}").as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.0[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

fn id(typed: &str) -> Result<Uuid> {
    typed.parse().map_err(|_| malformed("an id"))
}

fn malformed(what: &str) -> Error {
    Error::Malformed(format!("the form of a §: {what}"))
}
