//! A meeting as a file to keep (utlämning).

use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};

use crate::{
    SiteDb,
    accounts::Viewer,
    error::{Error, Result},
    exchange::exporting,
    items::{Read, note},
    meetings::Meeting,
    register::MeetingId,
    web::{Now, Path},
};

pub(super) async fn show(
    State(SiteDb(db)): State<SiteDb>,
    now: Now,
    viewer: Viewer,
    Path(id): Path<MeetingId>,
) -> Result<Response> {
    let mut db = db.begin().await?;
    let meeting = Meeting::kept_by(&mut db, &viewer, id).await?;
    note(&mut db, &viewer, Read::Meeting(id), now).await?;
    let file = exporting::file(&mut db, id).await?;
    db.commit().await?;

    let name = format!("{}-{}.json", meeting.board.slug, meeting.held_on);
    let disposition = HeaderValue::try_from(format!("attachment; filename=\"{name}\""))
        .map_err(|_| Error::Broken("a slug that is no file name"))?;
    let media_type = HeaderValue::from_static("application/json");
    let headers = [(header::CONTENT_TYPE, media_type), (header::CONTENT_DISPOSITION, disposition)];
    Ok((headers, file).into_response())
}
