//! The decision of a § whose facts already say it (förslag till beslut): who adjusts, what the agenda became.

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use sqlx::PgConnection;
use uuid::Uuid;

use super::context::Context;
use crate::{
    App,
    accounts::Viewer,
    error::{Error, Result},
    items::{Content, Decision, Item, Point, editor, revision::line},
    law::procedure::MatterKind,
    meetings::Meeting,
    register::{ItemId, PersonId},
    text::Text,
    web::{Now, Path},
    wording::{
        Adjusting, Body, Change, Consent, Office, Person, When, adjusters::adjusters,
        agenda::approved,
    },
};

impl Context {
    /// The points that follow from the facts; none where a person writes the decision.
    pub(super) async fn suggested(&self, db: &mut PgConnection) -> Result<Vec<String>> {
        if self.content.decisions.iter().any(|decision| !decision.points.is_empty()) {
            return Ok(vec![]);
        }
        match self.item.kind.parse() {
            Ok(MatterKind::Adjusters) => self.adjusters(db).await,
            Ok(MatterKind::Agenda) => self.agenda(db).await,
            _ => Ok(vec![]),
        }
    }

    /// KND-03.
    async fn adjusters(&self, db: &mut PgConnection) -> Result<Vec<String>> {
        let rows = sqlx::query!(
            r#"select person_id as "person: PersonId", substitute from adjusters where meeting_id = $1 order by pos"#,
            self.meeting.id.0
        );
        let rows = rows.fetch_all(db).await?;
        let named = |substitute: bool| {
            let chosen = rows.iter().filter(move |row| row.substitute == substitute);
            chosen.filter_map(|row| self.course.named(row.person)).map(|one| Person {
                name: &one.name,
                party: &one.party,
                office: Office::Member,
            })
        };
        if rows.is_empty() {
            return Ok(vec![]);
        }
        Ok(adjusters(&Adjusting {
            body: Body(&self.meeting.board.name),
            adjusters: named(false).collect(),
            substitutes: named(true).collect(),
            place: &self.meeting.adjusting_place,
            when: When::By(crate::law::adjust_deadline(self.meeting.last_sitting()).plain),
        }))
    }

    /// KND-04: with what was added, and what was struck.
    async fn agenda(&self, db: &mut PgConnection) -> Result<Vec<String>> {
        let items = Item::all(db, self.meeting.id).await?;
        let council = self.meeting.board.kind.is_council();
        let changes = items.iter().filter_map(|item| match (&item.withdrawn, item.extra) {
            (Some(_), _) => Some(Change::Withdrawn(&item.title)),
            (None, true) if council => Some(Change::Added(&item.title, Consent::Unannounced)),
            (None, true) => Some(Change::Added(&item.title, Consent::NotNeeded)),
            (None, false) => None,
        });
        Ok(approved(Body(&self.meeting.board.name), &changes.collect::<Vec<_>>()))
    }
}

pub(super) async fn create(
    State(app): State<App>,
    viewer: Viewer,
    now: Now,
    Path(id): Path<ItemId>,
) -> Result<Response> {
    let mut db = app.site.begin().await?;
    let context = Context::lock(&mut db, &viewer, id).await?;
    context.refuse_held()?;
    let points = context.suggested(&mut db).await?;
    if points.is_empty() {
        return Err(Error::refused(
            "Det finns inget förslag att använda. Skriv beslutet i texten.",
        ));
    }

    let item = (&context.meeting, &context.item);
    decide(&mut db, item, (&context.content, &points), (&viewer, now)).await?;
    db.commit().await?;

    Ok(Redirect::to(&context.path()).into_response())
}

/// Writes a decision of the body's own with these points, under a new version of the §.
pub(in crate::items) async fn decide(
    db: &mut PgConnection,
    (meeting, item): (&Meeting, &Item),
    (content, points): (&Content, &[String]),
    (viewer, now): (&Viewer, Now),
) -> Result<()> {
    let point = |words: &String| Point {
        id: Uuid::now_v7(),
        text: Text::new(vec![line(words)]).unwrap_or_default(),
        appeal: "legality".to_owned(),
    };
    let decision = Decision {
        id: Uuid::now_v7(),
        lead_in: String::new(),
        own: true,
        points: points.iter().map(point).collect(),
    };
    let mut after = content.clone();
    after.decisions.retain(|one| !one.points.is_empty());
    after.decisions.insert(0, decision);
    editor::rewrite(db, (meeting, item), (content, &after), (viewer, now)).await
}
