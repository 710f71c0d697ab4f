//! The gavel (klubbslaget): the wording of the decision as it was read out is kept, whatever is written later (SEC-24).

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

use super::{context::Context, part};
use crate::{
    App,
    accounts::Viewer,
    error::{Error, Result},
    items::Decision,
    law::{course::Event, procedure::Edge},
    meetings::Moment,
    register::ItemId,
    text::Text,
    web::{Now, Path},
};

/// A decision as it was declared.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Declared {
    pub(crate) decision: Uuid,
    pub(crate) points: Vec<Text>,
    moment: Option<Uuid>,
}

impl Declared {
    pub(crate) async fn all(db: &mut PgConnection, items: &[Uuid]) -> Result<Vec<Self>> {
        let rows = sqlx::query!(
            r#"
            select id, declared as "declared!: Json<Vec<Text>>", moment_id from decisions
            where item_id = any($1) and declared is not null order by item_id, pos
            "#,
            items,
        );
        let rows = rows.fetch_all(db).await?.into_iter();
        Ok(rows
            .map(|row| Self { decision: row.id, points: row.declared.0, moment: row.moment_id })
            .collect())
    }

    /// Whether the decision reads as it was declared.
    pub(crate) fn stands(&self, decision: &Decision) -> bool {
        self.points.iter().eq(decision.points.iter().map(|point| &point.text))
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
    let decisions: Vec<_> =
        context.content.decisions.iter().filter(|one| !one.points.is_empty()).collect();
    if decisions.is_empty() {
        return Err(Error::refused("Skriv beslutet först. Klubbslaget sparar hur det lästes upp."));
    }
    if decisions.iter().all(|one| context.declared(one.id).is_some_and(|said| said.stands(one))) {
        return Ok(Redirect::to(&context.path()).into_response());
    }

    for decision in decisions {
        declare(&mut db, &context, decision).await?;
    }
    let context = Context::of(&mut db, &viewer, id).await?;
    part::store(&mut db, &context, &context.procedure, (&viewer, now)).await?;
    db.commit().await?;

    Ok(Redirect::to(&format!("{}#klubbslag", context.path())).into_response())
}

async fn declare(db: &mut PgConnection, context: &Context, decision: &Decision) -> Result<()> {
    let known = context.declared(decision.id).and_then(|said| said.moment);
    let moment = known.unwrap_or_else(Uuid::now_v7);
    if known.is_none() {
        let decided = Moment::at(moment, context.item.id, Edge::During, Event::Decided);
        decided.insert(db, context.meeting.id).await?;
    }
    let points: Vec<_> = decision.points.iter().map(|point| &point.text).collect();
    sqlx::query!(
        "update decisions set declared = $2, moment_id = $3 where id = $1",
        decision.id,
        Json(points) as Json<Vec<&Text>>,
        moment,
    )
    .execute(db)
    .await?;
    Ok(())
}
