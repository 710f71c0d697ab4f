//! Files in and meetings out, one by one (förflyttning), for the commands and the pages.

use anyhow::Context as _;
use serde_json::Value;
use sqlx::{Connection as _, PgConnection};
use uuid::Uuid;

use super::{
    Fault, exporting,
    importing::{self, Outcome, Wish},
    reading::read,
};
use crate::{Now, error::Result, register::MeetingId};

/// What became of a file that the operator brought in.
#[derive(Debug)]
pub enum Fate {
    Brought {
        /// "Kommunstyrelsen 8 september 2020".
        title: String,
        items: usize,
        /// Of persons who are new in the register.
        persons: usize,
    },
    /// It was there already, the same.
    Same,
    Refused(Vec<Fault>),
}

/// Brings the whole of a file in, or nothing of it; a board that is new is laid down.
///
/// # Errors
/// The database is away, or what it holds is broken; nothing is kept then either.
pub async fn bring_in(
    db: &mut PgConnection,
    bytes: &[u8],
    trial: bool,
    now: Now,
) -> anyhow::Result<Fate> {
    let wish = Wish { boards: None, shadow: false, trial };
    Ok(match one(db, bytes, wish, now).await? {
        Outcome::Brought(brought) => Fate::Brought {
            title: brought.title,
            items: brought.items,
            persons: brought.persons.len(),
        },
        Outcome::Same(_) => Fate::Same,
        Outcome::Refused(faults) => Fate::Refused(faults),
    })
}

/// One file, of which nothing stays when it is refused.
pub(super) async fn one(
    db: &mut PgConnection,
    bytes: &[u8],
    wish: Wish<'_>,
    now: Now,
) -> Result<Outcome> {
    let file = match read(bytes) {
        Ok(file) => file,
        Err(faults) => return Ok(Outcome::Refused(faults)),
    };
    let mut inner = db.begin().await?;
    let outcome = importing::import(&mut inner, &file, wish, now).await?;
    match outcome {
        Outcome::Brought(_) => inner.commit().await?,
        Outcome::Same(_) | Outcome::Refused(_) => inner.rollback().await?,
    }
    Ok(outcome)
}

/// Which meetings are to be taken out.
#[derive(Clone, Debug)]
pub enum Which {
    All,
    /// A board's, by its slug or by "municipality/board".
    Board(String),
    Meeting(Uuid),
}

/// The meetings, each with the name of its file, the oldest first.
///
/// # Errors
/// There is no such board or meeting.
pub async fn chosen(db: &mut PgConnection, which: &Which) -> anyhow::Result<Vec<(Uuid, String)>> {
    let (board, meeting) = match which {
        Which::All => (None, None),
        Which::Board(board) => (Some(board.as_str()), None),
        Which::Meeting(meeting) => (None, Some(*meeting)),
    };
    let rows = sqlx::query!(
        r#"
        select m.id, h.slug as host, b.slug as board, m.held_on, m.ordinal
        from meetings m join boards b on b.id = m.board_id join municipalities h on h.id = b.host_id
        where ($1::text is null or b.slug = $1 or h.slug || '/' || b.slug = $1) and ($2::uuid is null or m.id = $2)
        order by h.slug, b.slug, m.held_on, m.ordinal
        "#,
        board,
        meeting,
    )
    .fetch_all(db)
    .await?;
    anyhow::ensure!(!rows.is_empty(), "there is no such meeting");
    let name = |host: &str, board: &str, day: time::Date, n: i32| {
        let more = if n > 1 { format!("-{n}") } else { String::new() };
        format!("{host}-{board}-{day}{more}.json")
    };
    let all = rows.iter();
    Ok(all.map(|row| (row.id, name(&row.host, &row.board, row.held_on, row.ordinal))).collect())
}

/// The bytes of a meeting's file, in canonical form.
///
/// # Errors
/// There is no such meeting, or what is kept of it is broken.
pub async fn take_out(db: &mut PgConnection, meeting: Uuid) -> anyhow::Result<Vec<u8>> {
    exporting::file(db, MeetingId(meeting))
        .await
        .with_context(|| format!("the meeting {meeting} cannot be taken out"))
}

/// The same bytes as a value; what is no JSON is none.
pub(super) fn value(bytes: &[u8]) -> Option<Value> {
    serde_json::from_slice(bytes).ok()
}
