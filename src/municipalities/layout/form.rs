//! What an administrator types of a layout (uppställningens formulär), its blocks in the order in which they stand.

use uuid::Uuid;

use crate::{
    error::{Error, Result},
    web::FieldErrors,
    wording::{
        Block, Layout,
        layout::{Fault, LeadIns, Place},
    },
};

/// Characters of a heading, and of a phrase.
const MAX_HEADING: usize = 200;
const MAX_PHRASE: usize = 300;
/// Standing headings of a municipality's own.
const MAX_OWN: usize = 20;

/// What was typed. The fields of a block are named by its key: `rubrik-{key}`.
#[derive(Clone, Debug, Default)]
pub(super) struct LayoutForm {
    /// Chosen when the page is shown, so that a form sent twice saves once.
    pub(super) id: Option<Uuid>,
    /// The saved layout that the form was based on; none for the standard before the first.
    pub(super) replaces: Option<Uuid>,
    pub(super) places: Vec<Place>,
    pub(super) lead_ins: LeadIns,
    action: String,
}

/// What the pressed button asks for.
pub(super) enum Action {
    Save,
    /// Back to the standard.
    Standard,
    /// The form in another shape, and the field to go on in.
    Shape(String),
}

impl LayoutForm {
    pub(super) fn of(layout: &Layout, replaces: Option<Uuid>) -> Self {
        Self {
            id: Some(Uuid::now_v7()),
            replaces,
            places: layout.places().to_vec(),
            lead_ins: layout.lead_ins().clone(),
            action: String::new(),
        }
    }

    /// Reads the fields in the order in which they stood on the page.
    pub(super) fn read(fields: Vec<(String, String)>) -> Result<Self> {
        let mut form = Self::default();
        for (name, value) in fields {
            match name.as_str() {
                "nyckel" => form.id = Some(value.parse().map_err(|_| malformed("the key"))?),
                "ersatter" if value.is_empty() => form.replaces = None,
                "ersatter" => {
                    form.replaces = Some(value.parse().map_err(|_| malformed("what it replaces"))?);
                }
                "inledning" => form.lead_ins.own = value,
                "inledning_fullmaktige" => form.lead_ins.council = value,
                "atgard" => form.action = value,
                "block" => {
                    let block = Block::of_key(&value).ok_or_else(|| malformed("a block"))?;
                    form.places.push(empty(block));
                }
                _ => form.read_heading(&name, value)?,
            }
        }
        if form.own() > MAX_OWN { Err(malformed("the standing headings")) } else { Ok(form) }
    }

    /// A heading of the block that was named last.
    fn read_heading(&mut self, name: &str, value: String) -> Result<()> {
        let Some((field, key)) = name.split_once('-') else { return Ok(()) };
        let place = self.places.last_mut().filter(|place| place.block.key() == key);
        let place = place.ok_or_else(|| malformed(name))?;
        match field {
            "rubrik" => place.heading = value,
            "andra" => place.other = value,
            _ => return Err(malformed(name)),
        }
        Ok(())
    }

    fn own(&self) -> usize {
        self.places.iter().filter(|place| place.block.is_own()).count()
    }

    pub(super) fn has_room(&self) -> bool {
        self.own() < MAX_OWN
    }

    /// Does what the pressed button says; nothing is saved by it.
    pub(super) fn act(&mut self) -> Action {
        let action = self.action.clone();
        let (verb, key) = action.split_once(':').unwrap_or((&action, ""));
        let at = self.places.iter().position(|place| place.block.key() == key);
        match (verb, at) {
            ("standard", _) => Action::Standard,
            ("ny-rubrik", _) if self.has_room() => Action::Shape(self.add()),
            ("upp", Some(at)) => self.step(at, at.checked_sub(1)),
            ("ned", Some(at)) => self.step(at, Some(at + 1)),
            ("ta-bort", Some(at)) if self.places[at].block.is_own() => {
                self.places.remove(at);
                Action::Shape(String::new())
            }
            _ => Action::Save,
        }
    }

    /// A standing heading begins where most of them stand: before the proposal.
    fn add(&mut self) -> String {
        let block = Block::Own(Uuid::now_v7());
        let at = self.places.iter().position(|place| place.block == Block::Proposal);
        self.places.insert(at.unwrap_or(self.places.len()), empty(block));
        format!("rubrik-{}", block.key())
    }

    fn step(&mut self, at: usize, to: Option<usize>) -> Action {
        let field = format!("rubrik-{}", self.places[at].block.key());
        if let Some(to) = to.filter(|to| *to < self.places.len()) {
            self.places.swap(at, to);
        }
        Action::Shape(field)
    }

    /// The layout, or everything that has to be corrected.
    pub(super) fn parse(&self) -> Result<Layout, FieldErrors> {
        let mut errors = FieldErrors::default();
        let mut clean = |field: &str, typed: &str, max| {
            errors.optional_line(field, typed, max).unwrap_or_else(|| typed.to_owned())
        };
        let places = self.places.iter().map(|place| {
            let key = place.block.key();
            let heading = clean(&format!("rubrik-{key}"), &place.heading, MAX_HEADING);
            let other = clean(&format!("andra-{key}"), &place.other, MAX_HEADING);
            Place { block: place.block, heading, other }
        });
        let places = places.collect();
        let lead_ins = LeadIns {
            own: clean("inledning", &self.lead_ins.own, MAX_PHRASE),
            council: clean("inledning_fullmaktige", &self.lead_ins.council, MAX_PHRASE),
        };
        let layout = Layout::new(places, lead_ins);
        for fault in layout.as_ref().err().into_iter().flatten() {
            errors.add(&field_of(*fault), fault);
        }
        layout.ok().filter(|_| errors.is_empty()).ok_or(errors)
    }

    /// Every entry as it is read, for comparison.
    pub(super) fn entries(&self) -> Vec<(&'static str, String)> {
        let words = |place: &Place| match place.other.as_str() {
            "" => place.heading.clone(),
            other => format!("{} / {other}", place.heading),
        };
        let headed = Block::STANDARD.into_iter().filter(|block| block.is_headed());
        let headings = headed.map(|block| {
            let place = self.places.iter().find(|place| place.block == block);
            (block.label(), place.map(words).unwrap_or_default())
        });
        let own = self.places.iter().filter(|place| place.block.is_own());
        let own: Vec<_> = own.map(words).collect();
        let order: Vec<_> = self.places.iter().map(called).collect();
        std::iter::once(("Ordning", order.join(", ")))
            .chain(headings)
            .chain([
                ("Egna rubriker", own.join(", ")),
                ("Inledning till ett beslut", self.lead_ins.own.clone()),
                ("Inledning till ett förslag till fullmäktige", self.lead_ins.council.clone()),
            ])
            .collect()
    }
}

/// "Beslut, Ärendet, Yrkanden", the blocks of a layout as they stand.
pub(super) fn order(layout: &Layout) -> String {
    layout.places().iter().map(called).collect::<Vec<_>>().join(", ")
}

fn called(place: &Place) -> &str {
    if place.heading.trim().is_empty() { place.block.label() } else { place.heading.trim() }
}

fn empty(block: Block) -> Place {
    Place { block, heading: String::new(), other: String::new() }
}

fn field_of(fault: Fault) -> String {
    match fault {
        Fault::Twice(block) | Fault::NoHeading(block) => format!("rubrik-{}", block.key()),
        Fault::NoOtherHeading(block) => format!("andra-{}", block.key()),
        Fault::OwnLeadIn => "inledning".to_owned(),
        Fault::CouncilLeadIn => "inledning_fullmaktige".to_owned(),
    }
}

fn malformed(what: &str) -> Error {
    Error::Malformed(format!("the form of a layout: {what}"))
}
