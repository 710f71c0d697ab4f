//! In which order and under which headings a § is printed, and how its decisions are led in (uppställning, SEC-22).

mod block;

use serde::{Deserialize, Serialize};

use super::body::Body;
pub use block::Block;

/// What stands for the body's name in a phrase.
pub const BODY: &str = "{organ}";

/// A block in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub block: Block,
    pub heading: String,
    /// Of an election by ballot, or of several dissents of the kind; empty for other blocks.
    pub other: String,
}

/// The phrases offered before the points of a new decision, with `{organ}` for the body's name; empty where none is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeadIns {
    /// "{organ} beslutar"
    pub own: String,
    /// "{organ} föreslår att kommunfullmäktige beslutar:"
    pub council: String,
}

/// A layout: every standard block once, and the municipality's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Written", into = "Written")]
pub struct Layout {
    places: Vec<Place>,
    lead_ins: LeadIns,
}

/// Why something is no layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("{} står två gånger.", .0.label())]
    Twice(Block),
    #[error("{}", missing(*.0))]
    NoHeading(Block),
    #[error("Skriv den andra rubriken för {}.", .0.label())]
    NoOtherHeading(Block),
    #[error("Skriv {{organ}} där organets namn ska stå. Något annat inom klamrar fylls inte i.")]
    OwnLeadIn,
    #[error("Skriv {{organ}} där organets namn ska stå. Något annat inom klamrar fylls inte i.")]
    CouncilLeadIn,
}

fn missing(block: Block) -> String {
    match block {
        Block::Own(_) => "Skriv rubriken, eller ta bort den.".to_owned(),
        standard => format!("Skriv en rubrik för {}.", standard.label()),
    }
}

impl Place {
    fn standard(block: Block) -> Self {
        let other = block.other_heading().unwrap_or_default().to_owned();
        Self { block, heading: block.heading().to_owned(), other }
    }
}

impl Default for Layout {
    /// The standard, where a municipality has decided nothing else.
    fn default() -> Self {
        let places = Block::STANDARD.into_iter().map(Place::standard).collect();
        Self { places, lead_ins: LeadIns::default() }
    }
}

impl Layout {
    /// The blocks as they are placed, and after them those that are not.
    ///
    /// # Errors
    /// Everything that is wrong: a block placed twice, a heading or phrase that cannot be printed.
    pub fn new(places: Vec<Place>, lead_ins: LeadIns) -> Result<Self, Vec<Fault>> {
        let mut faults = vec![];
        for (n, place) in places.iter().enumerate() {
            let block = place.block;
            if places[..n].iter().any(|other| other.block == block) {
                faults.push(Fault::Twice(block));
            }
            if block.is_headed() && place.heading.trim().is_empty() {
                faults.push(Fault::NoHeading(block));
            }
            if block.other_heading().is_some() && place.other.trim().is_empty() {
                faults.push(Fault::NoOtherHeading(block));
            }
        }
        let phrases =
            [(&lead_ins.own, Fault::OwnLeadIn), (&lead_ins.council, Fault::CouncilLeadIn)];
        let wrong = phrases.into_iter().filter(|(phrase, _)| !is_phrase(phrase));
        faults.extend(wrong.map(|(_, fault)| fault));
        if faults.is_empty() { Ok(Self::complete(places, lead_ins)) } else { Err(faults) }
    }

    fn complete(mut places: Vec<Place>, lead_ins: LeadIns) -> Self {
        for block in Block::STANDARD {
            if places.iter().all(|place| place.block != block) {
                places.push(Place::standard(block));
            }
        }
        Self { places, lead_ins }
    }

    pub fn places(&self) -> &[Place] {
        &self.places
    }

    pub fn lead_ins(&self) -> &LeadIns {
        &self.lead_ins
    }

    /// The municipality's standing headings.
    pub fn standing(&self) -> impl Iterator<Item = Block> {
        self.places.iter().map(|place| place.block).filter(|block| block.is_own())
    }

    fn place(&self, block: Block) -> Option<&Place> {
        self.places.iter().find(|place| place.block == block)
    }

    /// What a block is called; nothing of one that is not in the layout.
    pub fn heading(&self, block: Block) -> &str {
        self.place(block).map_or("", |place| &place.heading)
    }

    /// What it is called where its other heading fits.
    pub fn other_heading(&self, block: Block) -> &str {
        self.place(block).map_or("", |place| &place.other)
    }

    /// What a section that has a heading of its own is called: the municipality's heading stands for the standard one.
    pub fn named<'a>(&'a self, block: Block, written: &'a str) -> &'a str {
        if block.is_own() || written == block.heading() { self.heading(block) } else { written }
    }

    /// Whether a heading that somebody has written says that the text is about what the block is about.
    pub fn is_about(&self, block: Block, heading: &str) -> bool {
        let (heading, own) = (heading.to_lowercase(), self.heading(block).to_lowercase());
        let own = (!own.is_empty()).then_some(own.as_str());
        block.words().iter().copied().chain(own).any(|word| heading.contains(word))
    }

    /// Puts parts of a § in order. Where blocks that are written in the § stand together as in the standard, the order
    /// of the § remains: what the municipality has not moved may be moved in each §.
    pub fn order<T>(&self, parts: &mut [T], block: impl Fn(&T) -> Block) {
        let ranks = self.ranks();
        let at = |block| self.places.iter().position(|place| place.block == block);
        let rank = |part: &T| at(block(part)).and_then(|at| ranks.get(at)).copied();
        parts.sort_by_key(|part| rank(part).unwrap_or(usize::MAX));
    }

    /// Of each place the first in its run.
    fn ranks(&self) -> Vec<usize> {
        let mut ranks = vec![];
        let (mut begins, mut family, mut highest) = (0, None, None);
        for (at, place) in self.places.iter().enumerate() {
            let (own, standard) = (place.block.family(), place.block.standard_place());
            let follows = standard.is_none() || standard > highest;
            if own.is_none() || own != family || !follows {
                (begins, family, highest) = (at, own, None);
            }
            highest = standard.or(highest);
            ranks.push(begins);
        }
        ranks
    }

    /// What leads in a new decision of a body: its own, or a proposal to fullmäktige.
    pub fn lead_in(&self, own: bool, body: Body) -> String {
        let phrase = if own { &self.lead_ins.own } else { &self.lead_ins.council };
        match phrase.strip_prefix(BODY) {
            Some(rest) => body.first() + &rest.replace(BODY, &body.inside()),
            None => phrase.replace(BODY, &body.inside()),
        }
    }
}

/// Whether nothing is between braces but the body's name.
fn is_phrase(phrase: &str) -> bool {
    !phrase.replace(BODY, "").contains(['{', '}'])
}

/// A layout as it is kept. A key that is not known any more is passed over.
#[derive(Serialize, Deserialize)]
struct Written {
    blocks: Vec<WrittenBlock>,
    lead_ins: LeadIns,
}

#[derive(Serialize, Deserialize)]
struct WrittenBlock {
    key: String,
    heading: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    other: String,
}

impl From<Written> for Layout {
    fn from(written: Written) -> Self {
        let place = |one: WrittenBlock| {
            let WrittenBlock { key, heading, other } = one;
            Some(Place { block: Block::of_key(&key)?, heading, other })
        };
        Self::complete(written.blocks.into_iter().filter_map(place).collect(), written.lead_ins)
    }
}

impl From<Layout> for Written {
    fn from(layout: Layout) -> Self {
        let written = |place: Place| {
            let Place { block, heading, other } = place;
            WrittenBlock { key: block.key(), heading, other }
        };
        let blocks = layout.places.into_iter().map(written).collect();
        Self { blocks, lead_ins: layout.lead_ins }
    }
}

#[cfg(test)]
mod tests;
