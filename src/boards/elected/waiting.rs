//! Seats in fullmäktige that have fallen vacant and wait for länsstyrelsen (efterträdare, KND-11).

use sqlx::PgConnection;
use time::Date;

use super::{Board, leaves_council};
use crate::{error::Result, register::SeatId};

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
    /// What the holder left, as the § calls it.
    task: String,
}

impl Waiting {
    pub(super) fn source(&self) -> String {
        format!("{} {}, {}", self.decided_by, crate::law::long_date(self.held_on), self.sign)
    }

    /// The oldest first. Who left only the chair of fullmäktige still has a seat in it.
    pub(super) async fn all(db: &mut PgConnection, board: &Board) -> Result<Vec<Self>> {
        let mut all = sqlx::query_as!(
            Self,
            r#"
            select s.id as "seat: SeatId", coalesce(p.name, 'Vakant') as "name!", s.role, s.party, s.ends_on as last_day, e.decided_by as "decided_by!",
                e.held_on as "held_on!", e.sign as "sign!", e.role as "task!"
            from seats s join elected e on e.id = s.release_id left join persons p on p.id = s.person_id
            where s.board_id = $1 and not exists (select from seats n where n.succeeds_id = s.id)
            order by e.held_on, s.ends_on, p.name collate "sv-x-icu", s.id
            limit 200
            "#,
            board.id.0,
        )
        .fetch_all(db)
        .await?;
        all.retain(|one| leaves_council(board.kind, &one.task));
        Ok(all)
    }
}
