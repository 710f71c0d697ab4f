//! Kommunallagen and lag (1930:173) as functions of values: no clock, no SQL, no HTTP.

pub mod appeal_time;
pub mod board_kind;
pub mod calendar;
pub mod course;
pub mod dates;
pub mod deadlines;
pub mod elections;
pub mod procedure;
pub mod quorum;
pub mod review;
pub mod substitution;
pub mod tally;
pub mod terms;
mod words;

pub use appeal_time::{AppealTime, Step};
pub use board_kind::{BoardKind, UnknownBoardKind};
pub use calendar::{DayOff, day_off, days_off, easter, working_day_from};
pub use dates::{heading_date, long_date, weekday_date, weekday_name};
pub use deadlines::{
    Deadline, adjust_deadline, announce_deadline, council_notice_deadline, in_force_earliest,
    last_appeal_day, takedown_earliest,
};
pub use review::{Facts, Finding, Severity, review};
pub use terms::{coming_term, last_day_of_term};
pub use words::{UnknownWord, Word};
