//! Taking part in joint boards (deltagande i gemensamma nämnder): whether their adjusting is announced here at once.

use askama::Template;
use askama_web::WebTemplate;
use axum::{extract::State, response::Redirect};
use serde::Deserialize;
use sqlx::PgConnection;

use crate::{
    SiteDb,
    accounts::Viewer,
    error::{Error, Result},
    municipalities::Municipality,
    register::{BoardId, MunicipalityId},
    web::{Form, Path},
};

#[derive(Template, WebTemplate)]
#[template(path = "boards/participation.html")]
pub(super) struct ParticipationPage {
    viewer: Viewer,
    municipality: Municipality,
    boards: Vec<Joint>,
}

/// A joint board of another host in which the municipality takes part.
struct Joint {
    id: BoardId,
    name: String,
    host: String,
    accepted: bool,
}

#[derive(Debug, Deserialize)]
pub(super) struct ParticipationForm {
    organ: BoardId,
    /// "ja" for at once.
    #[serde(default)]
    direkt: String,
}

pub(super) async fn index(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    Path(id): Path<MunicipalityId>,
) -> Result<ParticipationPage> {
    let mut db = db.acquire().await?;
    let municipality = Municipality::administered(&mut db, &viewer, id).await?;
    let boards = boards(&mut db, id).await?;

    Ok(ParticipationPage { viewer, municipality, boards })
}

pub(super) async fn update(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    Path(id): Path<MunicipalityId>,
    Form(form): Form<ParticipationForm>,
) -> Result<Redirect> {
    let mut db = db.begin().await?;
    Municipality::administered(&mut db, &viewer, id).await?;

    let done = sqlx::query!(
        "update participants set accepted = $3 where board_id = $1 and municipality_id = $2",
        form.organ.0,
        id.0,
        form.direkt == "ja",
    )
    .execute(&mut *db)
    .await?;
    if done.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    db.commit().await?;

    Ok(Redirect::to(&format!("/arbete/kommuner/{id}/gemensamma")))
}

async fn boards(db: &mut PgConnection, municipality: MunicipalityId) -> Result<Vec<Joint>> {
    Ok(sqlx::query_as!(
        Joint,
        r#"
        select b.id as "id: BoardId", b.name, h.name as host, bool_or(p.accepted) as "accepted!"
        from participants p join boards b on b.id = p.board_id join municipalities h on h.id = b.host_id
        where p.municipality_id = $1 and b.host_id <> $1
        group by b.id, h.id
        order by b.name collate "sv-x-icu", b.id
        "#,
        municipality.0,
    )
    .fetch_all(db)
    .await?)
}
