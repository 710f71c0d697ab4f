//! Items (paragrafer): what each § of a meeting says.

mod action;
mod arrangement;
mod content;
mod difference;
mod draft;
mod editor;
mod form;
mod head;
mod history;
mod matters;
mod preview;
pub(crate) mod procedure;
mod revision;
mod secrecy;
mod storage;
mod together;

use axum::{
    Router,
    routing::{get, post},
};
use sqlx::PgConnection;

use crate::{
    App,
    accounts::Viewer,
    error::{Error, Result},
    meetings::Meeting,
    register::{ItemId, MeetingId},
    removals::missing,
};

pub(crate) use crate::meetings::{Hold, Item};
pub(crate) use content::{Annex, Content, Decision, Document, Point, Recipient, Section};
pub(crate) use form::first_id;
use head::Head;
pub(crate) use procedure::{
    Actor, Appointment, Choice, Claim, Declared, Dissent, Procedure, Proposition, Row, Table, Told,
    Vote, told,
};
pub(crate) use secrecy::{Read, Secrecy, note, readable};

pub(crate) fn router() -> Router<App> {
    Router::new()
        .route("/arbete/paragrafer/{id}", get(editor::edit).post(editor::update))
        .route("/arbete/paragrafer/{id}/historik", get(history::index))
        .route("/arbete/sammantraden/{id}/samlat", get(together::new).post(together::create))
        .route("/arbete/organ/{id}/vackta", get(matters::index))
        .route("/arbete/forhandsvisning", post(preview::create))
        .merge(procedure::router())
        .merge(secrecy::router())
}

impl Item {
    /// The § of a meeting that the viewer keeps, with its meeting.
    pub(crate) async fn kept_by(
        db: &mut PgConnection,
        viewer: &Viewer,
        id: ItemId,
    ) -> Result<(Meeting, Self)> {
        let meeting = sqlx::query_scalar!("select meeting_id from items where id = $1", id.0)
            .fetch_optional(&mut *db)
            .await?;
        let Some(meeting) = meeting else { return Err(missing(db, viewer, id.0).await) };
        let meeting = Meeting::kept_by(db, viewer, MeetingId(meeting)).await?;
        let item = Self::all(db, meeting.id)
            .await?
            .into_iter()
            .find(|item| item.id == id)
            .ok_or(Error::NotFound)?;
        Ok((meeting, item))
    }

    /// The same, and keeps others from changing the § or sending it to its adjusters until the transaction ends.
    pub(crate) async fn lock(
        db: &mut PgConnection,
        viewer: &Viewer,
        id: ItemId,
    ) -> Result<(Meeting, Self)> {
        sqlx::query!(
            "select m.id from meetings m join items i on i.meeting_id = m.id where i.id = $1 for share of m",
            id.0
        )
        .fetch_optional(&mut *db)
        .await?;
        sqlx::query!("select id from items where id = $1 for update", id.0)
            .fetch_optional(&mut *db)
            .await?;
        Self::kept_by(db, viewer, id).await
    }
}
