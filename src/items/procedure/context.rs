//! What a fact of a § is written against (sammanhang): the meeting with those who were there, and the facts so far.

use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    Actor, Procedure,
    gavel::Declared,
    kind::Kind,
    matter,
    register::Register,
    told::{Told, told},
};
use crate::{
    accounts::Viewer,
    error::{Error, Result},
    items::{Content, Hold, Item},
    meetings::{Course, Meeting},
    municipalities,
    register::{ItemId, PersonId},
    wording::Layout,
};

pub(super) struct Context {
    pub(super) meeting: Meeting,
    pub(super) item: Item,
    pub(super) content: Content,
    pub(super) procedure: Procedure,
    pub(super) course: Course,
    /// Read where somebody is appointed.
    pub(super) register: Register,
    /// Read where the § is told what it is about.
    pub(super) open: matter::Open,
    declared: Vec<Declared>,
    layout: Layout,
    /// What keeps the § as it is, if anything does.
    pub(super) hold: Option<Hold>,
}

impl Context {
    pub(super) async fn of(db: &mut PgConnection, viewer: &Viewer, id: ItemId) -> Result<Self> {
        let (meeting, item) = Item::kept_by(db, viewer, id).await?;
        Self::load(db, meeting, item).await
    }

    /// The same, and keeps others from changing the § until the transaction ends.
    pub(super) async fn lock(db: &mut PgConnection, viewer: &Viewer, id: ItemId) -> Result<Self> {
        let (meeting, item) = Item::lock(db, viewer, id).await?;
        Self::load(db, meeting, item).await
    }

    async fn load(db: &mut PgConnection, meeting: Meeting, item: Item) -> Result<Self> {
        Ok(Self {
            content: Content::of(db, item.id).await?,
            procedure: Procedure::of(db, item.id).await?,
            course: Course::of(db, &meeting).await?,
            declared: Declared::all(db, &[item.id.0]).await?,
            layout: municipalities::layout(db, meeting.board.host).await?,
            hold: Hold::on(db, item.id).await?,
            register: Register::default(),
            open: matter::Open::default(),
            meeting,
            item,
        })
    }

    /// With what there is to choose from beside the meeting, where facts of the kind need it.
    pub(super) async fn with_choices(mut self, db: &mut PgConnection, kind: Kind) -> Result<Self> {
        match kind {
            Kind::Appointment => self.register = Register::of(db, &self.meeting).await?,
            Kind::Matter => self.open = matter::Open::of(db, &self).await?,
            Kind::Claim
            | Kind::Proposition
            | Kind::Vote
            | Kind::SecretVote
            | Kind::Election
            | Kind::Dissent
            | Kind::Speakers
            | Kind::Earlier
            | Kind::Wording => {}
        }
        Ok(self)
    }

    /// Refuses a change of what is sent or adjusted.
    pub(super) fn refuse_held(&self) -> Result<()> {
        match self.hold {
            Some(hold) => Err(Error::refused(hold.refusal())),
            None => Ok(()),
        }
    }

    /// The page that shows the facts of the §.
    pub(super) fn path(&self) -> String {
        format!("{}/beslutsgang", self.item.path())
    }

    /// Those who were at the meeting or have a seat in the body, to choose from.
    pub(super) fn people(&self) -> Vec<(String, String)> {
        let nobody = (String::new(), "Välj".to_owned());
        let people = self.course.people.iter();
        std::iter::once(nobody)
            .chain(people.map(|one| (one.id.to_string(), one.with_party())))
            .collect()
    }

    pub(super) fn knows(&self, person: PersonId) -> bool {
        self.course.people.iter().any(|one| one.id == person)
    }

    /// The person of exactly that name, with or without party, if there is just one.
    pub(super) fn called(&self, name: &str) -> Option<PersonId> {
        let mut found =
            self.course.people.iter().filter(|one| one.name == name || one.with_party() == name);
        found.next().map(|one| one.id).filter(|_| found.next().is_none())
    }

    pub(super) fn name(&self, who: &Actor) -> String {
        match who {
            Actor::Person(person) => self.course.name(*person),
            Actor::Group(group) => group.clone(),
        }
    }

    /// The names of several, as a list.
    pub(super) fn names<'a>(&self, all: impl IntoIterator<Item = &'a Actor>) -> String {
        let names: Vec<_> = all.into_iter().map(|who| self.name(who)).collect();
        names.join(", ")
    }

    /// The claims to choose from, by number.
    pub(super) fn claims(&self) -> Vec<(String, String)> {
        let nothing = (String::new(), "Välj".to_owned());
        let claims = (1..).zip(&self.procedure.claims).map(|(n, claim)| {
            let who = self.names(claim.movers.iter().map(|mover| &mover.who));
            (claim.id.to_string(), format!("{n}. {}: {who}", claim.kind.name()))
        });
        std::iter::once(nothing).chain(claims).collect()
    }

    /// The decision points to choose from.
    pub(super) fn points(&self) -> Vec<(String, String)> {
        let whole = (String::new(), "Hela beslutet".to_owned());
        let points = self.content.decisions.iter().flat_map(|decision| &decision.points);
        let points = (1..).zip(points).map(|(n, point)| {
            let words: String = point.text.to_words().chars().take(60).collect();
            (point.id.to_string(), format!("Punkt {n}: {words}"))
        });
        std::iter::once(whole).chain(points).collect()
    }

    /// What the protocol says of the facts.
    pub(super) fn told(&self) -> Vec<Told> {
        let item = (&self.item, &self.content);
        told(&self.meeting, item, &self.procedure, &self.course, &self.layout)
    }

    /// A decision as it was declared at the gavel.
    pub(super) fn declared(&self, decision: Uuid) -> Option<&Declared> {
        self.declared.iter().find(|one| one.decision == decision)
    }

    pub(super) fn has_point(&self, point: Uuid) -> bool {
        let mut points = self.content.decisions.iter().flat_map(|decision| &decision.points);
        points.any(|one| one.id == point)
    }
}
