//! Putting back (återläggning) what was taken back, as it was.

use axum::{extract::State, response::Redirect};
use sqlx::PgConnection;
use uuid::Uuid;

use super::Kind;
use crate::{
    SiteDb,
    accounts::Viewer,
    error::{Error, Result, is_reference},
    web::{Now, Path},
};

pub(super) async fn create(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    now: Now,
    Path(id): Path<Uuid>,
) -> Result<Redirect> {
    let mut db = db.begin().await?;
    let (kind, subject) = kept_by(&mut db, &viewer, id).await?;
    let back = Redirect::to(&format!("/arbete/borttaget?nyss={id}"));

    let new = sqlx::query!(
        "insert into reinstatements (removal_id, at, by_id) values ($1, $2, $3) on conflict do nothing",
        id,
        now.0,
        viewer.account.0
    )
    .execute(&mut *db)
    .await?;
    if new.rows_affected() == 0 {
        return Ok(back);
    }
    sqlx::query!("select put_back(kept) from removals where id = $1", id)
        .execute(&mut *db)
        .await
        .map_err(|why| in_the_way(kind, why))?;
    if kind == Kind::Municipality {
        administer(&mut db, &viewer, subject).await?;
    }
    db.commit().await?;

    Ok(back)
}

/// What the viewer keeps or has taken back itself; any other is not found.
async fn kept_by(db: &mut PgConnection, viewer: &Viewer, id: Uuid) -> Result<(Kind, Uuid)> {
    let row = sqlx::query!(
        r#"
        select kind as "kind: Kind", subject from removals
        where id = $1 and (municipality_id = any($2) or board_id = any($3) or by_id = $4 and kind = 'municipality')
        "#,
        id,
        &viewer.administers(),
        &viewer.boards(),
        viewer.account.0,
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)?;
    Ok((row.kind, row.subject))
}

/// Whoever puts a municipality back keeps its register again.
async fn administer(db: &mut PgConnection, viewer: &Viewer, municipality: Uuid) -> Result<()> {
    sqlx::query!(
        "insert into grants (id, account_id, role, municipality_id, given_at, given_by) values ($1, $2, 'administrator', $3, $4, $2)",
        Uuid::now_v7(),
        viewer.account.0,
        municipality,
        viewer.now.0,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Why it cannot come back as it was.
fn in_the_way(kind: Kind, why: sqlx::Error) -> Error {
    let constraint =
        why.as_database_error().and_then(|error| error.constraint()).unwrap_or_default();
    let reason = match constraint {
        "items_not_into_closed" => {
            "sammanträdet är avslutat och paragrafnumren är fasta. Lägg till den på sammanträdets sida som en paragraf som glömdes; texten står kvar här att kopiera"
        }
        "frozen_by_adjustment" => "protokollet är justerat",
        "boards_slug_key" => "kommunen har fått ett annat organ med samma namn",
        "municipalities_name_key" | "municipalities_slug_key" => {
            "en annan kommun har samma namn eller adress"
        }
        "seats_one_per_person" => "personen har fått en annan plats i organet under de dagarna",
        "seats_appointment_key" | "seats_release_key" => "valet har förts in med en annan plats",
        "seats_succeeds_key" => "någon annan har fått platsen efter samma person",
        "seats_one_chair" | "seats_one_first_vice_chair" | "seats_one_second_vice_chair" => {
            "någon annan har fått uppdraget under de dagarna"
        }
        "items_matter_key" => "en annan paragraf har fått samma nummer i serien. Ändra det först",
        _ if is_reference(&why) => {
            "något som det hör till är också borttaget. Lägg tillbaka det först"
        }
        _ => return why.into(),
    };
    Error::refused(format!("{} kan inte läggas tillbaka: {reason}.", kind.the()))
}
