//! The municipality and the board of a file (kommun och organ): found, or laid down where the operator brings it in.

use sqlx::PgConnection;
use uuid::Uuid;

use super::{Ground, Wish};
use crate::{
    error::Result,
    exchange::{Meeting, Municipality, MunicipalityKind, SeatRole, meeting::Restart, values::Line},
    law::BoardKind,
    register::{BoardId, MunicipalityId},
};

/// Where in the file, and why it cannot be brought in.
type Why = (String, String);

/// The board, locked until the transaction ends.
pub(super) async fn find(
    db: &mut PgConnection,
    file: &Meeting,
    wish: Wish<'_>,
) -> Result<std::result::Result<Ground, Why>> {
    let found = sqlx::query!(
        r#"
        select b.id, b.host_id, b.kind from boards b join municipalities m on m.id = b.host_id
        where m.slug = $1 and b.slug = $2 for no key update of b
        "#,
        file.municipality.slug.0,
        file.board.slug.0,
    )
    .fetch_optional(&mut *db)
    .await?;
    let allowed = |id: &Uuid| wish.boards.is_none_or(|boards| boards.contains(id));
    match found {
        Some(row) if allowed(&row.id) => {
            if row.kind != file.board.kind.0.as_str() {
                let sentence = "Organet är av ett annat slag i registret.";
                return Ok(Err(("/board/kind".to_owned(), sentence.to_owned())));
            }
            let (host, board) = (MunicipalityId(row.host_id), BoardId(row.id));
            Ok(Ok(Ground { host, board }))
        }
        None if wish.boards.is_none() => Ok(Ok(lay(db, file).await?)),
        Some(_) | None => {
            let sentence = format!(
                "Du kan inte hämta sammanträden för organet ”{}” i ”{}”. Det finns inte i registret, eller hör till andra.",
                file.board.slug.0, file.municipality.slug.0
            );
            Ok(Err(("/board/slug".to_owned(), sentence)))
        }
    }
}

async fn lay(db: &mut PgConnection, file: &Meeting) -> Result<Ground> {
    let kept_at = file.board.kept_at.as_ref();
    let host = municipality(db, &file.municipality, kept_at, true).await?;
    let mut participants = vec![host];
    for one in file.participants.iter().filter(|one| one.slug != file.municipality.slug) {
        participants.push(municipality(db, one, None, false).await?);
    }
    let board = BoardId::new();
    let members = file.seats.iter().filter(|seat| seat.role != SeatRole::Substitute).count();
    let seats = file.board.seats.map_or(members, |seats| seats as usize).clamp(1, 301);
    let adjusters = file.adjusters.len().clamp(1, 5);
    sqlx::query!(
        r#"
        insert into boards (id, host_id, slug, name, kind, seats, adjusters, numbering, announced)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        "#,
        board.0,
        host,
        file.board.slug.0,
        file.board.name.0,
        file.board.kind.0.as_str(),
        i32::try_from(seats).unwrap_or(1),
        i32::try_from(adjusters).unwrap_or(1),
        numbering(file),
        !file.board.unannounced,
    )
    .execute(&mut *db)
    .await?;
    let joint = file.board.kind.0 == BoardKind::JointBoard;
    let participants = if joint { &participants[..] } else { &[host] };
    sqlx::query!(
        "insert into participants (board_id, municipality_id) select $1, id from unnest($2::uuid[]) as id",
        board.0,
        participants,
    )
    .execute(db)
    .await?;
    Ok(Ground { host: MunicipalityId(host), board })
}

fn numbering(file: &Meeting) -> &'static str {
    match file.series.first().map(|one| one.restart) {
        None | Some(Restart::Year) => "year",
        Some(Restart::Meeting) => "meeting",
        Some(Restart::Mandate) => "mandate",
        Some(Restart::Never) => "never",
    }
}

/// The municipality of that slug; a new one gets what the file tells, and the court is the administrator's to correct.
async fn municipality(
    db: &mut PgConnection,
    told: &Municipality,
    kept_at: Option<&Line>,
    inside: bool,
) -> Result<Uuid> {
    let found = sqlx::query_scalar!("select id from municipalities where slug = $1", told.slug.0);
    if let Some(id) = found.fetch_optional(&mut *db).await? {
        return Ok(id);
    }
    let id = Uuid::now_v7();
    let name = told.name.as_ref().map_or(told.slug.0.as_str(), |line| &line.0);
    let kind = match told.kind {
        None | Some(MunicipalityKind::Municipality) => "municipality",
        Some(MunicipalityKind::Region) => "region",
        Some(MunicipalityKind::Federation | MunicipalityKind::Organisation) => "federation",
    };
    sqlx::query!(
        r#"
        insert into municipalities (id, slug, name, short_name, kind, inside, court, kept_at)
        values ($1, $2, $3, $4, $5, $6, 'Förvaltningsrätten', $7)
        "#,
        id,
        told.slug.0,
        name,
        told.short_name.as_ref().map_or(name, |line| &line.0),
        kind,
        inside,
        kept_at.map_or(name, |line| &line.0),
    )
    .execute(db)
    .await?;
    Ok(id)
}
