//! Seats in fullmäktige that have fallen vacant and wait for länsstyrelsen (efterträdare, KND-11).

use sqlx::PgConnection;
use time::Date;

use crate::{
    error::Result,
    register::{BoardId, SeatId},
};

/// A seat whose holder a § released, and that nobody has followed yet.
pub(super) struct Waiting {
    pub(super) seat: SeatId,
    pub(super) name: String,
    pub(super) role: String,
    pub(super) party: String,
    pub(super) last_day: Option<Date>,
    decided_by: String,
    held_on: Date,
    sign: String,
}

impl Waiting {
    pub(super) fn source(&self) -> String {
        format!("{} {}, {}", self.decided_by, crate::law::long_date(self.held_on), self.sign)
    }

    /// The oldest first. Who left only the chair of fullmäktige still has a seat in it.
    pub(super) async fn all(db: &mut PgConnection, board: BoardId) -> Result<Vec<Self>> {
        Ok(sqlx::query_as!(
            Self,
            r#"
            select s.id as "seat: SeatId", coalesce(p.name, 'Vakant') as "name!", s.role, s.party, s.ends_on as last_day, e.decided_by as "decided_by!",
                e.held_on as "held_on!", e.sign as "sign!"
            from seats s join boards b on b.id = s.board_id join elected e on e.id = s.release_id left join persons p on p.id = s.person_id
            where s.board_id = $1 and b.kind = 'council' and not exists (select from seats n where n.succeeds_id = s.id)
                and (e.role ~* 'ledamot|ersättare|suppleant' or e.role !~* 'ordförande')
            order by e.held_on, s.ends_on, p.name collate "sv-x-icu", s.id
            limit 200
            "#,
            board.0,
        )
        .fetch_all(db)
        .await?)
    }
}
