//! Taking away (borttagning) a person or an official who was added by mistake; whom a protocol names stays.

use axum::{extract::State, response::Redirect};
use serde::Deserialize;
use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

use super::{Person, homes, officials};
use crate::{
    SiteDb,
    accounts::Viewer,
    error::{Error, Result},
    law::long_date,
    register::PersonId,
    web::{Form, Path, query},
};

const CHANGED: &str = "Någon annan har ändrat uppgifterna under tiden. Gå tillbaka, läs in sidan igen och se efter vad som står.";

/// What the button sends: the version that was looked at.
#[derive(Debug, Deserialize)]
pub(super) struct RemovalForm {
    #[serde(default)]
    version: i32,
}

/// Leads to the form of a new official with what was taken away in it: saving undoes.
pub(super) async fn destroy_official(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    Path(id): Path<Uuid>,
    Form(form): Form<RemovalForm>,
) -> Result<Redirect> {
    let mut db = db.begin().await?;
    homes(&mut db, &viewer).await?;
    let stored = match officials::find(&mut db, &viewer, id).await {
        Err(Error::NotFound) if !is_official(&mut db, id).await? => {
            return Ok(Redirect::to("/arbete/register"));
        }
        found => found?,
    };

    if let Some(day) = attended_on(&mut db, id).await? {
        return Err(Error::refused(format!(
            "{} kan inte tas bort, för närvaron vid sammanträdet {} nämner personen. Gå tillbaka och sätt en sista dag i stället.",
            stored.name,
            long_date(day)
        )));
    }
    let done =
        sqlx::query!("delete from officials where id = $1 and version = $2", id, form.version)
            .execute(&mut *db)
            .await?;
    if done.rows_affected() == 0 {
        return Err(Error::refused(CHANGED));
    }
    db.commit().await?;

    let fields = [
        ("id", id.to_string()),
        ("borttagen", "ja".to_owned()),
        ("name", stored.name),
        ("title", stored.title),
        ("municipality", stored.municipality),
        ("starts_on", stored.starts_on),
        ("ends_on", stored.ends_on),
    ];
    Ok(Redirect::to(&format!("/arbete/tjanstepersoner/ny?{}", query(&fields))))
}

/// Leads to the form of a new person with the same name in it: saving undoes.
pub(super) async fn destroy_person(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    Path(id): Path<PersonId>,
    Form(form): Form<RemovalForm>,
) -> Result<Redirect> {
    let mut db = db.begin().await?;
    let person = match Person::administered(&mut db, &viewer, id).await {
        Err(Error::NotFound) if !is_person(&mut db, id).await? => {
            return Ok(Redirect::to("/arbete/register"));
        }
        found => found?,
    };

    let done = sqlx::query_scalar!(
        "delete from persons where id = $1 and version = $2 returning home_id",
        id.0,
        form.version
    )
    .fetch_optional(&mut *db)
    .await;
    let home = match done {
        Ok(Some(home)) => home.map_or_else(String::new, |home| home.to_string()),
        Ok(None) => return Err(Error::refused(CHANGED)),
        Err(why) => return Err(needed(&person.name, why)),
    };
    db.commit().await?;

    let fields = [
        ("id", id.to_string()),
        ("borttagen", "ja".to_owned()),
        ("name", person.name),
        ("home", home),
    ];
    Ok(Redirect::to(&format!("/arbete/personer/ny?{}", query(&fields))))
}

/// Why a person stays, told from what refers to the row.
fn needed(name: &str, why: sqlx::Error) -> Error {
    let reason = match why.as_database_error().and_then(|error| error.constraint()) {
        Some("seats_person_id_fkey") => {
            "har en plats i ett organ. Ta bort platsen först, om den också är ett misstag"
        }
        Some("officials_person_id_fkey") => {
            "står bland tjänstepersonerna. Ta bort tjänsten först, om den också är ett misstag"
        }
        Some("accounts_person_id_fkey") => "har ett konto",
        Some(constraint) if constraint.ends_with("_fkey") => "står i ett protokoll",
        _ => return why.into(),
    };
    Error::refused(format!("{name} kan inte tas bort ur registret: personen {reason}."))
}

async fn is_official(db: &mut PgConnection, official: Uuid) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from officials where id = $1) as "exists!""#,
        official
    )
    .fetch_one(db)
    .await?)
}

async fn is_person(db: &mut PgConnection, person: PersonId) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from persons where id = $1) as "exists!""#,
        person.0
    )
    .fetch_one(db)
    .await?)
}

/// The day of the newest meeting of the municipality's boards, on the official's days, whose attendance names the person.
async fn attended_on(db: &mut PgConnection, official: Uuid) -> Result<Option<Date>> {
    Ok(sqlx::query_scalar!(
        r#"
        select max(m.held_on)
        from officials o
            join attendance_events e on e.person_id = o.person_id
            join moments n on n.id = e.moment_id
            join meetings m on m.id = n.meeting_id
            join boards b on b.id = m.board_id and b.host_id = o.municipality_id
        where o.id = $1 and m.held_on >= o.starts_on and (o.ends_on is null or m.held_on <= o.ends_on)
        "#,
        official,
    )
    .fetch_one(db)
    .await?)
}
