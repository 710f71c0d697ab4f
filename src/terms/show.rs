//! A term that was laid down (en inlagd mandatperiod): what began and what ended, board by board.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use sqlx::PgConnection;
use uuid::Uuid;

use super::Term;
use crate::{
    SiteDb,
    accounts::Viewer,
    error::{Error, Result},
    municipalities::Municipality,
    register::BoardId,
    removals::missing,
    web::Path,
};

#[derive(Template, WebTemplate)]
#[template(path = "terms/show.html")]
pub(super) struct LaidPage {
    viewer: Viewer,
    municipality: Municipality,
    term: Term,
    boards: Vec<Share>,
    new_persons: i64,
}

/// What the term did to one board, as it stands.
struct Share {
    id: BoardId,
    name: String,
    begun: i64,
    ended: i64,
}

pub(super) async fn show(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    Path(id): Path<Uuid>,
) -> Result<LaidPage> {
    let mut db = db.acquire().await?;
    let Some(term) = Term::all(&mut db, None, Some(id)).await?.pop() else {
        return Err(missing(&mut db, &viewer, id).await);
    };
    if !viewer.administers().contains(&term.municipality.0) {
        return Err(Error::NotFound);
    }
    let municipality = Municipality::administered(&mut db, &viewer, term.municipality).await?;
    let boards = boards(&mut db, id).await?;
    let new_persons = sqlx::query_scalar!(
        r#"select count(*) as "count!" from term_persons t join persons p on p.id = t.person_id where t.term_id = $1"#,
        id,
    )
    .fetch_one(&mut *db)
    .await?;
    Ok(LaidPage { viewer, municipality, term, boards, new_persons })
}

async fn boards(db: &mut PgConnection, term: Uuid) -> Result<Vec<Share>> {
    Ok(sqlx::query_as!(
        Share,
        r#"
        select b.id as "id: BoardId", b.name, count(*) filter (where t.begins) as "begun!", count(*) filter (where not t.begins) as "ended!"
        from term_seats t join seats s on s.id = t.seat_id join boards b on b.id = s.board_id
        where t.term_id = $1 group by b.id order by b.name collate "sv-x-icu", b.id
        "#,
        term,
    )
    .fetch_all(db)
    .await?)
}
