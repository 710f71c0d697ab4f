//! A board's life (organets liv): what it was called, which boards it took over from, and when it ends.

use sqlx::PgConnection;
use time::Date;

use crate::{error::Result, law::long_date, register::BoardId};

/// The day on which a board ends, by which decision, and which board takes over.
#[derive(Clone, Debug)]
pub(crate) struct Ending {
    pub(super) id: uuid::Uuid,
    pub(crate) last_day: Date,
    pub(crate) decision: String,
    pub(super) successor: Option<BoardId>,
    pub(super) successor_name: Option<String>,
}

/// Another board that ended, and left its work to this one.
pub(super) struct Predecessor {
    pub(super) id: BoardId,
    pub(super) name: String,
    pub(super) last_day: Date,
}

/// What the board was called up to a day.
pub(super) struct FormerName {
    pub(super) name: String,
    pub(super) until_on: Date,
    pub(super) decision: String,
}

/// All of it.
pub(super) struct Life {
    pub(super) ending: Option<Ending>,
    pub(super) predecessors: Vec<Predecessor>,
    pub(super) names: Vec<FormerName>,
}

impl Ending {
    /// The one that stands; none while the board goes on.
    pub(crate) async fn of(db: &mut PgConnection, board: BoardId) -> Result<Option<Self>> {
        Ok(sqlx::query_as!(
            Self,
            r#"
            select e.id as "id!", e.last_day as "last_day!", e.decision as "decision!", e.successor_id as "successor: BoardId",
                s.name as "successor_name?"
            from standing_endings e left join boards s on s.id = e.successor_id
            where e.board_id = $1 order by e.id desc limit 1
            "#,
            board.0,
        )
        .fetch_optional(db)
        .await?)
    }

    /// "upphör den 31 december 2026 (Kommunfullmäktige 2026-06-15 § 80)".
    pub(crate) fn words(&self, today: Date) -> String {
        let verb = if self.last_day < today { "upphörde" } else { "upphör" };
        format!("{verb} den {} ({})", long_date(self.last_day), self.decision)
    }
}

impl Life {
    pub(super) async fn of(db: &mut PgConnection, board: BoardId) -> Result<Self> {
        let ending = Ending::of(db, board).await?;
        let predecessors = sqlx::query_as!(
            Predecessor,
            r#"
            select b.id as "id: BoardId", b.name, e.last_day as "last_day!"
            from standing_endings e join boards b on b.id = e.board_id
            where e.successor_id = $1 order by e.last_day desc, b.name collate "sv-x-icu", b.id
            "#,
            board.0,
        )
        .fetch_all(&mut *db)
        .await?;
        let names = sqlx::query_as!(
            FormerName,
            "select name, until_on, decision from former_names where board_id = $1 order by until_on desc",
            board.0,
        )
        .fetch_all(db)
        .await?;
        Ok(Self { ending, predecessors, names })
    }
}
