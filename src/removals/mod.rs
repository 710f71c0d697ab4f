//! Taking back (borttagning) what was created by mistake, and putting it back (återläggning); each a row with who, when and why.

mod dependent;
mod kind;
mod list;
mod meeting_dependents;
mod register_dependents;
mod reinstatement;
mod removal;

use axum::{
    Router,
    routing::{get, post},
};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{App, accounts::Viewer, error::Error, web::instant_text};
use kind::Kind;

pub(crate) fn router() -> Router<App> {
    Router::new()
        .route("/arbete/borttagning/{slag}/{id}", get(removal::new).post(removal::create))
        .route("/arbete/borttaget", get(list::index))
        .route("/arbete/borttaget/{id}", get(list::show))
        .route("/arbete/borttaget/{id}/lagg-tillbaka", post(reinstatement::create))
}

/// What was taken back and has not been put back, as those who keep it see it.
struct Removed {
    id: Uuid,
    kind: Kind,
    title: String,
    reason: String,
    at: OffsetDateTime,
    by: String,
}

impl Removed {
    /// The newest removal of a thing that the viewer keeps or has taken back; nothing when it was put back since.
    async fn of(
        db: &mut PgConnection,
        viewer: &Viewer,
        subject: Uuid,
    ) -> sqlx::Result<Option<Self>> {
        sqlx::query_as!(
            Self,
            r#"
            select r.id, r.kind as "kind: Kind", r.title, r.reason, r.at, p.name as by
            from removals r join accounts a on a.id = r.by_id join persons p on p.id = a.person_id
            where r.subject = $1 and (r.municipality_id = any($2) or r.board_id = any($3) or r.by_id = $4)
                and not exists (select from reinstatements i where i.removal_id = r.id)
            order by r.at desc, r.id desc limit 1
            "#,
            subject,
            &viewer.administers(),
            &viewer.boards(),
            viewer.account.0,
        )
        .fetch_optional(db)
        .await
    }
}

/// Why a thing that was looked for is not there: taken back, which is told to those who keep it; to others it is not found.
pub(crate) async fn missing(db: &mut PgConnection, viewer: &Viewer, subject: Uuid) -> Error {
    match Removed::of(db, viewer, subject).await {
        Ok(Some(removed)) => Error::refused(format!(
            "{} {} togs bort {} av {}. Skälet: {} Allt som stod där finns kvar under Borttaget, där det kan läggas tillbaka.",
            removed.kind.the(),
            removed.title,
            instant_text(removed.at),
            removed.by,
            sentence(&removed.reason),
        )),
        Ok(None) => Error::NotFound,
        Err(why) => why.into(),
    }
}

/// A reason as a sentence of its own.
fn sentence(reason: &str) -> String {
    if reason.ends_with(['.', '!', '?']) { reason.to_owned() } else { format!("{reason}.") }
}
