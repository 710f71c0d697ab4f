//! Secrecy of a § (sekretess): by which rule, who may read it, and who has.

mod log;
mod readers;
mod reading;

use axum::{
    Router,
    routing::{get, post},
};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    App, Now,
    accounts::Viewer,
    error::Result,
    register::{ItemId, MeetingId},
};

pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/arbete/sekretess", get(reading::index))
        .route("/arbete/sekretess/lasningar", get(log::index))
        .route("/arbete/sekretess/organ/{board}", get(readers::index).post(readers::create))
        .route("/arbete/sekretess/organ/{board}/{reader}/avsluta", post(readers::destroy))
        .route("/arbete/sekretess/{item}", get(reading::show))
}

/// A § that is secret now.
#[derive(Clone, Debug)]
pub(crate) struct Secrecy {
    /// The rule that makes it so (PRI-11).
    pub(crate) provision: String,
    /// Who marked it.
    pub(crate) by: String,
    pub(crate) since: OffsetDateTime,
}

impl Secrecy {
    pub(crate) async fn of(db: &mut PgConnection, item: ItemId) -> Result<Option<Self>> {
        Ok(sqlx::query_as!(
            Self,
            r#"
            select s.provision as "provision!", coalesce(p.name, 'den fil som hämtades') as "by!", s.at as "since!"
            from secret_items s left join accounts a on a.id = s.by_id left join persons p on p.id = a.person_id
            where s.item_id = $1
            "#,
            item.0,
        )
        .fetch_optional(db)
        .await?)
    }

    /// The secret §§ of a meeting.
    pub(crate) async fn items_of(db: &mut PgConnection, meeting: MeetingId) -> Result<Vec<Uuid>> {
        Ok(sqlx::query_scalar!(
            r#"
            select i.id from secret_items s join items i on i.id = s.item_id where i.meeting_id = $1 order by i.pos
            "#,
            meeting.0,
        )
        .fetch_all(db)
        .await?)
    }
}

/// In which capacity somebody reads a secret §.
fn capacity_words(capacity: &str) -> &'static str {
    match capacity {
        "keeper" => "sekreterare",
        "signer" => "justerar protokollet",
        "serving" => "tjänstgjorde",
        _ => "utsedd av organet",
    }
}

/// What is read at once.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Read {
    Item(ItemId),
    Meeting(MeetingId),
}

/// Notes that the viewer reads what is secret of it, and says how many secret §§ that are: none where nothing is secret, and
/// none for somebody who may not read it. Must come before the text is shown.
pub(crate) async fn note(
    db: &mut PgConnection,
    viewer: &Viewer,
    read: Read,
    now: Now,
) -> Result<u64> {
    let (item, meeting) = match read {
        Read::Item(item) => (Some(item.0), None),
        Read::Meeting(meeting) => (None, Some(meeting.0)),
    };
    let noted = sqlx::query!(
        r#"
        insert into secret_readings (item_id, account_id, at, capacity)
        select i.id, $3, $4, c.capacity
        from secret_items s join items i on i.id = s.item_id
            cross join lateral (select reading_capacity(i.id, i.board_id, $5, $6, $7) as capacity) c
        where (i.id = $1 or i.meeting_id = $2) and c.capacity is not null
        "#,
        item,
        meeting,
        viewer.account.0,
        now.0,
        &viewer.boards(),
        viewer.person.0,
        now.today(),
    )
    .execute(db)
    .await?;
    Ok(noted.rows_affected())
}

/// How many secret §§ the viewer may read.
pub(crate) async fn readable(db: &mut PgConnection, viewer: &Viewer, now: Now) -> Result<i64> {
    Ok(sqlx::query_scalar!(
        r#"
        select count(*) as "count!" from secret_items s join items i on i.id = s.item_id
        where reading_capacity(i.id, i.board_id, $1, $2, $3) is not null
        "#,
        &viewer.boards(),
        viewer.person.0,
        now.today(),
    )
    .fetch_one(db)
    .await?)
}
