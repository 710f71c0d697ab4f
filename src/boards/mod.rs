//! Boards (nämnder, styrelser, fullmäktige, utskott) and who sits in them.

mod called;
mod calling_order;
mod edit;
mod elected;
mod ending;
mod form;
mod leaving;
mod life;
mod naming;
mod participation;
mod roster;
mod seat_form;
mod seats;
mod series;
mod service;
mod show;

use axum::{
    Router,
    routing::{get, post},
};
use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

use crate::{
    App,
    accounts::Viewer,
    error::{Error, Result},
    law::BoardKind,
    register::{BoardId, MunicipalityId, PersonId, SeatId},
    removals::missing,
};

pub(crate) use called::{fold, named, role_called};
pub(crate) use calling_order::CallingOrder;
pub(crate) use life::Ending;
pub(crate) use roster::warnings as roster_warnings;
pub(crate) use seat_form::{role_name, role_names};

pub(crate) fn router() -> Router<App> {
    Router::new()
        .route(
            "/arbete/kommuner/{id}/gemensamma",
            get(participation::index).post(participation::update),
        )
        .route("/arbete/organ/nytt", get(edit::new).post(edit::create))
        .route("/arbete/organ/{id}", get(show::show))
        .route("/arbete/organ/{id}/andra", get(edit::edit).post(edit::update))
        .route("/arbete/organ/{id}/avslut", get(ending::new).post(ending::create))
        .route("/arbete/organ/{id}/avslut/aterkalla", post(ending::destroy))
        .route("/arbete/organ/{id}/uttrade/{kommun}", get(leaving::new).post(leaving::create))
        .route("/arbete/organ/{id}/uttrade/{kommun}/aterkalla", post(leaving::destroy))
        .route(
            "/arbete/organ/{id}/inkallelse",
            get(calling_order::edit).post(calling_order::update),
        )
        .route("/arbete/organ/{id}/namn", get(naming::new).post(naming::create))
        .route("/arbete/organ/{id}/serier", get(series::index).post(series::create))
        .route("/arbete/organ/{id}/platser/ny", get(seats::new).post(seats::create))
        .route("/arbete/organ/{id}/val", get(elected::index).post(elected::create))
        .route(
            "/arbete/organ/{id}/val/{uppdrag}",
            get(elected::release::new).post(elected::release::create),
        )
        .route("/arbete/platser/{id}", get(seats::edit).post(seats::update))
}

/// A municipality that takes part in a board; the host is one of them.
#[derive(Clone, Debug)]
pub(crate) struct Participant {
    pub(crate) id: MunicipalityId,
    pub(crate) name: String,
    pub(crate) short_name: String,
}

/// A deciding body.
#[derive(Clone, Debug)]
pub(crate) struct Board {
    pub(crate) id: BoardId,
    pub(crate) host: MunicipalityId,
    pub(crate) host_slug: String,
    pub(crate) host_name: String,
    pub(crate) slug: String,
    pub(crate) name: String,
    pub(crate) kind: BoardKind,
    /// Number of seats that fullmäktige has decided (QUO-07).
    pub(crate) seats: i32,
    /// How many adjusters the board elects beside the chair (ADJ-02).
    pub(crate) adjusters: i32,
    pub(crate) numbering: String,
    pub(crate) announced: bool,
    pub(crate) remote_decision: String,
    pub(crate) digital_adjusting_decision: String,
    pub(crate) version: i32,
}

/// One person's seat on a board during some days; without a person it is vacant.
#[derive(Clone, Debug)]
pub(crate) struct Seat {
    pub(crate) id: SeatId,
    pub(crate) person: Option<PersonId>,
    pub(crate) name: String,
    pub(crate) role: String,
    pub(crate) party: String,
    pub(crate) municipality: Option<String>,
    pub(crate) starts_on: Date,
    pub(crate) ends_on: Option<Date>,
}

impl Board {
    /// A board whose protocols the viewer keeps; any other is not found.
    pub(crate) async fn kept_by(
        db: &mut PgConnection,
        viewer: &Viewer,
        id: BoardId,
    ) -> Result<Self> {
        if viewer.boards().contains(&id.0) {
            Self::find(db, id).await
        } else {
            Err(missing(db, viewer, id.0).await)
        }
    }

    /// A board of a municipality whose register the viewer keeps; any other is not found.
    pub(crate) async fn administered(
        db: &mut PgConnection,
        viewer: &Viewer,
        id: BoardId,
    ) -> Result<Self> {
        match Self::find(db, id).await {
            Ok(board) if viewer.administers().contains(&board.host.0) => Ok(board),
            Ok(_) => Err(Error::NotFound),
            Err(Error::NotFound) => Err(missing(db, viewer, id.0).await),
            Err(why) => Err(why),
        }
    }

    /// The same, and keeps others from changing its seats until the transaction ends.
    pub(crate) async fn lock(db: &mut PgConnection, viewer: &Viewer, id: BoardId) -> Result<Self> {
        sqlx::query!("select id from boards where id = $1 for no key update", id.0)
            .fetch_optional(&mut *db)
            .await?;
        Self::administered(db, viewer, id).await
    }

    /// The municipalities that take part or have done so, the host first.
    pub(crate) async fn participants(
        db: &mut PgConnection,
        board: BoardId,
    ) -> Result<Vec<Participant>> {
        Ok(sqlx::query_as!(
            Participant,
            r#"
            select m.id as "id: MunicipalityId", m.name, m.short_name
            from participants p join municipalities m on m.id = p.municipality_id join boards b on b.id = p.board_id
            where p.board_id = $1
            group by m.id, b.host_id
            order by (m.id = b.host_id) desc, m.name collate "sv-x-icu"
            "#,
            board.0,
        )
        .fetch_all(db)
        .await?)
    }

    /// Where an administrator shows it.
    pub(crate) fn register_path(&self) -> String {
        format!("/arbete/organ/{}", self.id)
    }

    pub(crate) async fn find(db: &mut PgConnection, id: BoardId) -> Result<Self> {
        Self::of(db, Some(id.0), None).await?.pop().ok_or(Error::NotFound)
    }

    /// Every board that a municipality hosts, by name.
    pub(crate) async fn hosted_by(
        db: &mut PgConnection,
        host: MunicipalityId,
    ) -> Result<Vec<Self>> {
        Self::of(db, None, Some(host.0)).await
    }

    async fn of(db: &mut PgConnection, id: Option<Uuid>, host: Option<Uuid>) -> Result<Vec<Self>> {
        let rows = sqlx::query!(
            r#"
            select b.id, b.host_id, m.slug as host_slug, m.name as host_name, b.slug, b.name, b.kind, b.seats, b.adjusters, b.numbering,
                b.announced, b.remote_decision, b.digital_adjusting_decision, b.version
            from boards b join municipalities m on m.id = b.host_id
            where b.id = $1 or b.host_id = $2
            order by b.name collate "sv-x-icu", b.id
            "#,
            id,
            host,
        )
        .fetch_all(db)
        .await?;
        rows.into_iter()
            .map(|row| {
                Ok(Self {
                    id: BoardId(row.id),
                    host: MunicipalityId(row.host_id),
                    host_slug: row.host_slug,
                    host_name: row.host_name,
                    slug: row.slug,
                    name: row.name,
                    kind: row.kind.parse().map_err(|_| Error::Broken("boards.kind"))?,
                    seats: row.seats,
                    adjusters: row.adjusters,
                    numbering: row.numbering,
                    announced: row.announced,
                    remote_decision: row.remote_decision,
                    digital_adjusting_decision: row.digital_adjusting_decision,
                    version: row.version,
                })
            })
            .collect()
    }

    /// The seats held on a day: chair, vice chairs, members, then substitutes in the order of call.
    pub(crate) async fn seats_on(
        db: &mut PgConnection,
        board: BoardId,
        day: Date,
    ) -> Result<Vec<Seat>> {
        Ok(sqlx::query_as!(
            Seat,
            r#"
            select s.id as "id: SeatId", s.person_id as "person: PersonId", coalesce(p.name, 'Vakant') as "name!", s.role, s.party,
                m.short_name as "municipality?", s.starts_on, s.ends_on
            from seats s left join persons p on p.id = s.person_id left join municipalities m on m.id = s.municipality_id
            where s.board_id = $1 and s.starts_on <= $2 and (s.ends_on is null or s.ends_on >= $2)
            order by array_position(array['chair', 'first_vice_chair', 'second_vice_chair', 'member', 'substitute'], s.role),
                s.call_order, p.name collate "sv-x-icu", s.id
            "#,
            board.0,
            day,
        )
        .fetch_all(db)
        .await?)
    }
}
