//! What a board was before, and what comes after it (föregångare och efterföljare), for anybody.

use sqlx::PgConnection;
use time::Date;

use crate::{error::Result, law::long_date};

/// Another board, and where it is read about.
pub(super) struct Neighbour {
    pub(super) name: String,
    pub(super) path: String,
    pub(super) last_day: Date,
}

/// The end of a board.
pub(super) struct Ended {
    last_day: Date,
    decision: String,
    pub(super) successor: Option<(String, String)>,
}

/// A board among those before and after it.
pub(super) struct Succession {
    pub(super) ended: Option<Ended>,
    pub(super) predecessors: Vec<Neighbour>,
    /// What it was called, and to which day.
    pub(super) names: Vec<(String, Date)>,
}

impl Ended {
    /// "Upphörde den 31 december 2026 (Kommunfullmäktige 2026-06-15 § 80)".
    pub(super) fn words(&self, today: Date) -> String {
        let verb = if self.last_day < today { "Upphörde" } else { "Upphör" };
        format!("{verb} den {} ({})", long_date(self.last_day), self.decision)
    }
}

impl Succession {
    pub(super) async fn of(db: &mut PgConnection, host: &str, board: &str) -> Result<Self> {
        let rows = sqlx::query!(
            r#"
            select host_slug as "host_slug!", board_slug as "board_slug!", name as "name!", last_day as "last_day!", decision as "decision!",
                successor_host_slug, successor_slug, successor
            from public_endings
            where (host_slug, board_slug) = ($1, $2) or (successor_host_slug, successor_slug) = ($1, $2)
            order by last_day desc, name collate "sv-x-icu"
            "#,
            host,
            board,
        )
        .fetch_all(&mut *db)
        .await?;
        let mut succession = Self { ended: None, predecessors: Vec::new(), names: Vec::new() };
        for row in rows {
            if (row.host_slug.as_str(), row.board_slug.as_str()) == (host, board) {
                let successor =
                    (row.successor_host_slug).zip(row.successor_slug).zip(row.successor);
                let successor = successor.map(|((host, slug), name)| (path(&host, &slug), name));
                succession.ended =
                    Some(Ended { last_day: row.last_day, decision: row.decision, successor });
            } else {
                let path = path(&row.host_slug, &row.board_slug);
                succession.predecessors.push(Neighbour {
                    name: row.name,
                    path,
                    last_day: row.last_day,
                });
            }
        }
        let names = sqlx::query!(
            r#"
            select name as "name!", until_on as "until_on!" from public_former_names
            where host_slug = $1 and board_slug = $2 order by until_on desc
            "#,
            host,
            board,
        )
        .fetch_all(db)
        .await?;
        succession.names = names.into_iter().map(|row| (row.name, row.until_on)).collect();
        Ok(succession)
    }
}

fn path(host: &str, board: &str) -> String {
    format!("/{host}/organ/{board}")
}
