//! Resets of second factors (återställningar): those that wait for a second person, and what has become of the others.

use askama::Template;
use askama_web::WebTemplate;
use axum::{extract::State, response::IntoResponse};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Viewer, reset::LASTS};
use crate::{
    App,
    error::{Error, Result},
    web::instant_text,
};

pub(super) const PATH: &str = "/arbete/aterstallningar";

#[derive(Template, WebTemplate)]
#[template(path = "accounts/resets.html")]
struct ResetsPage {
    viewer: Viewer,
    waiting: Vec<Waiting>,
    past: Vec<Past>,
}

/// Asked for within a day, and neither confirmed nor taken back.
struct Waiting {
    id: Uuid,
    name: String,
    reason: String,
    asked_by: String,
    asked_at: OffsetDateTime,
    /// The viewer is one of those who may confirm.
    confirms: bool,
    /// The viewer may take it back.
    cancels: bool,
}

impl Waiting {
    fn when(&self) -> String {
        instant_text(self.asked_at)
    }

    fn until(&self) -> String {
        instant_text(self.asked_at + LASTS)
    }
}

/// One that is over.
struct Past {
    name: String,
    reason: String,
    asked_by: Option<String>,
    at: OffsetDateTime,
    confirmed_by: Option<String>,
    cancelled_by: Option<String>,
}

impl Past {
    fn when(&self) -> String {
        instant_text(self.at)
    }

    fn outcome(&self) -> String {
        match (&self.asked_by, &self.confirmed_by, &self.cancelled_by) {
            (None, ..) => "Återställd av den som sköter driften, på kommandoraden".to_owned(),
            (Some(asked), Some(by), _) => {
                format!("Återställd: begärd av {asked}, bekräftad av {by}")
            }
            (Some(asked), None, Some(by)) => format!("Avbruten av {by}, begärd av {asked}"),
            (Some(asked), None, None) => {
                format!("Bekräftades inte inom ett dygn, begärd av {asked}")
            }
        }
    }
}

/// For those who may ask, confirm or take back.
pub(super) async fn index(State(app): State<App>, viewer: Viewer) -> Result<impl IntoResponse> {
    let mut db = app.site.acquire().await?;
    let places = places(&mut db, &viewer).await?;
    if places.is_empty() {
        return Err(Error::NotFound);
    }
    let waiting = waiting(&mut db, &viewer, &places).await?;
    let past = past(&mut db, &viewer, &places).await?;

    Ok(ResetsPage { viewer, waiting, past })
}

/// The municipalities of which the viewer is administrator, registrar or a board's secretary.
async fn places(db: &mut PgConnection, viewer: &Viewer) -> Result<Vec<Uuid>> {
    let hosts = sqlx::query_scalar!(
        "select distinct host_id from boards where id = any($1) order by host_id",
        &viewer.boards()
    );
    let mut places = hosts.fetch_all(db).await?;
    places.extend(viewer.administers());
    places.extend(viewer.registers());
    Ok(places)
}

async fn waiting(db: &mut PgConnection, viewer: &Viewer, places: &[Uuid]) -> Result<Vec<Waiting>> {
    Ok(sqlx::query_as!(
        Waiting,
        r#"
        select r.id, p.name, r.reason, q.name as asked_by, r.asked_at,
            exists (select from reset_confirmers(r, $3) c where c.account_id = $4) as "confirms!",
            (r.asked_by = $4 or r.municipality_id = any($5)) as "cancels!"
        from factor_resets r join accounts a on a.id = r.account_id join persons p on p.id = a.person_id
            join accounts b on b.id = r.asked_by join persons q on q.id = b.person_id
        where r.municipality_id = any($1) and r.confirmed_at is null and r.asked_at > $2 and not reset_is_overtaken(r)
            and not exists (select from reset_cancellations c where c.reset_id = r.id)
        order by r.asked_at, r.id
        limit 100
        "#,
        places,
        viewer.now.0 - LASTS,
        viewer.now.today(),
        viewer.account.0,
        &viewer.administers()
    )
    .fetch_all(db)
    .await?)
}

/// The last fifty of the municipalities, those of the command line among them.
async fn past(db: &mut PgConnection, viewer: &Viewer, places: &[Uuid]) -> Result<Vec<Past>> {
    Ok(sqlx::query_as!(
        Past,
        r#"
        select name as "name!", reason as "reason!", asked_by, at as "at!", confirmed_by, cancelled_by from (
            select r.id, p.name, r.reason, q.name as asked_by, coalesce(r.confirmed_at, x.at, r.asked_at + interval '24 hours') as at,
                s.name as confirmed_by, t.name as cancelled_by
            from factor_resets r join accounts a on a.id = r.account_id join persons p on p.id = a.person_id
                join accounts b on b.id = r.asked_by join persons q on q.id = b.person_id
                left join accounts c on c.id = r.confirmed_by left join persons s on s.id = c.person_id
                left join reset_cancellations x on x.reset_id = r.id
                left join accounts y on y.id = x.by_id left join persons t on t.id = y.person_id
            where r.municipality_id = any($1) and (r.confirmed_at is not null or x.at is not null or r.asked_at <= $2)
            union all
            select o.id, p.name, o.reason, null, o.at, null, null
            from operator_resets o join accounts a on a.id = o.account_id join persons p on p.id = a.person_id
            where exists (select from grants g where g.account_id = a.id and g.municipality_id = any($1))
        ) as over order by at desc, id desc limit 50
        "#,
        places,
        viewer.now.0 - LASTS
    )
    .fetch_all(db)
    .await?)
}
