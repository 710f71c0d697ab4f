//! When a seat was last used (tjänstgöring).

use sqlx::PgConnection;
use time::Date;

use crate::{error::Result, register::SeatId};

/// The day of the newest meeting in which somebody served in the seat, or whose holder was called over, adjusts or signs there.
pub(super) async fn used_on(db: &mut PgConnection, seat: SeatId) -> Result<Option<Date>> {
    Ok(sqlx::query_scalar!(
        r#"
        select max(m.held_on)
        from seats s join meetings m on m.board_id = s.board_id
        where s.id = $1 and (
            exists (select from moments o join attendance_events e on e.moment_id = o.id where o.meeting_id = m.id and e.for_seat = s.id)
            or m.held_on >= s.starts_on and (s.ends_on is null or m.held_on <= s.ends_on) and (
                exists (select from moments o join attendance_events e on e.moment_id = o.id where o.meeting_id = m.id and e.person_id = s.person_id)
                or exists (select from adjusters a where a.meeting_id = m.id and a.person_id = s.person_id)))
        "#,
        seat.0,
    )
    .fetch_one(db)
    .await?)
}
