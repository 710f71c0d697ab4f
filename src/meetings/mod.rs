//! Meetings (sammanträden): planned, held in one or more sittings, closed.

mod addition;
mod agenda;
mod attendance;
pub(crate) mod batching;
mod change;
mod closing;
mod course;
mod former;
mod freezing;
mod hold;
mod item;
mod list;
mod matter_number;
mod numbering;
mod opening;
mod order;
mod plan;
mod planning;
mod roll_call;
mod seating;
mod series;
mod typed;

use axum::{
    Router,
    routing::{get, post},
};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime, Time};

use crate::{
    App,
    accounts::Viewer,
    boards::Board,
    error::{Error, Result},
    law,
    register::{BoardId, ItemId, MeetingId, PersonId},
    removals::missing,
};

pub(crate) use attendance::Attendance;
pub(crate) use closing::order;
pub(crate) use course::{Course, Moment, Named, State};
pub(crate) use freezing::{freeze_through, lock_series};
pub(crate) use hold::Hold;
pub(crate) use item::{Item, kinds};
pub(crate) use matter_number::next_matter_no;
pub(crate) use numbering::instance;
pub(crate) use typed::Typed;

pub(crate) fn router() -> Router<App> {
    Router::new()
        .route("/arbete/sammantraden", get(list::index).post(planning::create))
        .route("/arbete/sammantraden/nytt", get(planning::new))
        .route("/arbete/sammantraden/{id}", get(agenda::show))
        .route("/arbete/sammantraden/{id}/andra", get(change::edit).post(change::update))
        .route("/arbete/sammantraden/{id}/paragrafer", post(agenda::create))
        .route("/arbete/sammantraden/{id}/ordning", post(agenda::reorder))
        .route("/arbete/sammantraden/{id}/tillagg", post(addition::create))
        .route("/arbete/sammantraden/{id}/utgar", post(agenda::withdraw))
        .route("/arbete/sammantraden/{id}/aterta", post(agenda::restore))
        .route("/arbete/sammantraden/{id}/narvaro", get(roll_call::edit).post(roll_call::update))
        .route("/arbete/sammantraden/{id}/forlopp", get(course::show).post(course::create))
        .route("/arbete/sammantraden/{id}/forlopp/ordning", post(course::reorder))
        .route("/arbete/sammantraden/{id}/forlopp/ta-bort", post(course::destroy))
        .route("/arbete/sammantraden/{id}/arvode", get(course::fees))
        .route("/arbete/sammantraden/{id}/avsluta", get(closing::new).post(closing::create))
}

/// One meeting of a board.
#[derive(Clone, Debug)]
pub(crate) struct Meeting {
    pub(crate) id: MeetingId,
    pub(crate) board: Board,
    pub(crate) held_on: Date,
    pub(crate) ordinal: i32,
    pub(crate) secretary: PersonId,
    pub(crate) secretary_name: String,
    /// Remote attendance was allowed (REM-01).
    pub(crate) remote: bool,
    pub(crate) public: bool,
    pub(crate) adjusting_place: String,
    pub(crate) adjusting_time: String,
    /// From then on the § numbers are frozen (NUM-05).
    pub(crate) closed_at: Option<OffsetDateTime>,
    pub(crate) cancelled: Option<String>,
    pub(crate) origin: String,
    /// Brought in beside another system: nothing of it is sent, announced or published.
    pub(crate) shadow: bool,
    pub(crate) version: i32,
    pub(crate) sittings: Vec<Sitting>,
}

/// One day's sitting (CAL-09), in civil time of Stockholm.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sitting {
    pub(crate) n: i32,
    pub(crate) on_day: Date,
    pub(crate) starts_at: Time,
    pub(crate) ends_at: Option<Time>,
    pub(crate) place: String,
}

impl Meeting {
    /// A meeting of a board whose protocols the viewer keeps; any other is not found.
    pub(crate) async fn kept_by(
        db: &mut PgConnection,
        viewer: &Viewer,
        id: MeetingId,
    ) -> Result<Self> {
        let meeting = match Self::find(db, id).await {
            Err(Error::NotFound) => return Err(missing(db, viewer, id.0).await),
            found => found?,
        };
        if viewer.boards().contains(&meeting.board.id.0) {
            Ok(meeting)
        } else {
            Err(Error::NotFound)
        }
    }

    /// The same, and keeps others from changing the meeting until the transaction ends.
    pub(crate) async fn lock(
        db: &mut PgConnection,
        viewer: &Viewer,
        id: MeetingId,
    ) -> Result<Self> {
        sqlx::query!("select id from meetings where id = $1 for no key update", id.0)
            .fetch_optional(&mut *db)
            .await?;
        Self::kept_by(db, viewer, id).await
    }

    pub(crate) async fn find(db: &mut PgConnection, id: MeetingId) -> Result<Self> {
        let row = sqlx::query!(
            r#"
            select m.board_id, m.held_on, m.ordinal, m.secretary_id, p.name as secretary_name, board_name_on(m.board_id, m.held_on) as "board_name!", m.remote, m.public, m.adjusting_place,
                m.adjusting_time, m.closed_at, m.cancelled, m.origin, m.shadow, m.version
            from meetings m join persons p on p.id = m.secretary_id
            where m.id = $1
            "#,
            id.0,
        )
        .fetch_optional(&mut *db)
        .await?
        .ok_or(Error::NotFound)?;
        let sittings = sqlx::query_as!(
            Sitting,
            "select n, on_day, starts_at, ends_at, place from sittings where meeting_id = $1 order by n",
            id.0,
        )
        .fetch_all(&mut *db)
        .await?;
        Ok(Self {
            id,
            // What happened under a name keeps it.
            board: Board { name: row.board_name, ..Board::find(db, BoardId(row.board_id)).await? },
            held_on: row.held_on,
            ordinal: row.ordinal,
            secretary: PersonId(row.secretary_id),
            secretary_name: row.secretary_name,
            remote: row.remote,
            public: row.public,
            adjusting_place: row.adjusting_place,
            adjusting_time: row.adjusting_time,
            closed_at: row.closed_at,
            cancelled: row.cancelled,
            origin: row.origin,
            shadow: row.shadow,
            version: row.version,
            sittings,
        })
    }

    /// The day from which the fourteen days count (DAT-08).
    pub(crate) fn last_sitting(&self) -> Date {
        self.sittings.last().map_or(self.held_on, |sitting| sitting.on_day)
    }

    pub(crate) fn path(&self) -> String {
        format!("/arbete/sammantraden/{}", self.id)
    }

    /// "Kommunstyrelsen 8 september 2020".
    pub(crate) fn title(&self) -> String {
        format!("{} {}", self.board.name, law::long_date(self.held_on))
    }

    /// "Ska justeras senast tisdag 22 september 2020 (dag 14)" (ADJ-01).
    pub(crate) fn adjust_by(&self) -> String {
        let deadline = law::adjust_deadline(self.last_sitting());
        format!("Ska justeras senast {} (dag\u{a0}14)", law::weekday_date(deadline.plain))
    }

    /// Refuses a change of what is out for signing, or adjusted (INV-06).
    pub(crate) async fn refuse_sent(&self, db: &mut PgConnection) -> Result<()> {
        match self.sent(db).await? {
            None => Ok(()),
            Some(why) => Err(Error::refused(why)),
        }
    }

    /// The same for what happened at a §, which is signed with its batch (ADJ-21).
    async fn refuse_sent_at(&self, db: &mut PgConnection, item: Option<ItemId>) -> Result<()> {
        match item {
            Some(item) if batching::holds(db, item).await? => refuse_held(db, item).await,
            _ => self.refuse_sent(db).await,
        }
    }

    /// Why nothing of it can be changed; nothing while it can.
    async fn sent(&self, db: &mut PgConnection) -> Result<Option<&'static str>> {
        let row = sqlx::query!(
            r#"
            select meeting_is_frozen($1) as "adjusted!", exists (
                select from batches b join versions v on v.batch_id = b.id
                where b.meeting_id = $1 and b.kind = 'main' and not exists (select from withdrawals w where w.version_id = v.id)
            ) as "sent!"
            "#,
            self.id.0,
        )
        .fetch_one(db)
        .await?;
        Ok(match (row.adjusted, row.sent) {
            (true, _) => Some("Protokollet är justerat och kan inte ändras."),
            (false, true) => Some(
                "Protokollet är skickat för justering. Återkalla det först, om något måste ändras.",
            ),
            (false, false) => None,
        })
    }
}

/// Refuses a change of a § that is out for signing, or adjusted.
pub(crate) async fn refuse_held(db: &mut PgConnection, item: ItemId) -> Result<()> {
    match Hold::on(db, item).await? {
        None => Ok(()),
        Some(hold) => Err(Error::refused(hold.refusal())),
    }
}
