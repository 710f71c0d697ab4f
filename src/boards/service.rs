//! When a seat was last used (tjänstgöring).

use sqlx::PgConnection;
use time::Date;

use crate::{error::Result, register::SeatId};

/// The day of the newest meeting in which somebody served in the seat, or whose holder was called over, adjusts or signs there.
pub(super) async fn used_on(db: &mut PgConnection, seat: SeatId) -> Result<Option<Date>> {
    Ok(sqlx::query_scalar!("select seat_used_on($1)", seat.0).fetch_one(db).await?)
}
