//! A board as it is today (organets sida i registret): its seats, its participants, what is amiss.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use sqlx::PgConnection;

use super::{Board, Participant, Seat, form::NUMBERINGS, roster};
use crate::{
    SiteDb,
    accounts::Viewer,
    error::Result,
    law::long_date,
    register::BoardId,
    web::{Now, Path},
};

impl Seat {
    fn first_day(&self) -> String {
        long_date(self.starts_on)
    }

    fn last_day(&self) -> String {
        self.ends_on.map_or_else(|| "tills vidare".to_owned(), long_date)
    }
}

#[derive(Template, WebTemplate)]
#[template(path = "boards/show.html")]
pub(super) struct RosterPage {
    viewer: Viewer,
    board: Board,
    participants: Vec<Participant>,
    seats: Vec<Seat>,
    /// Seats that begin later or are over.
    others: Vec<Seat>,
    warnings: Vec<String>,
}

impl RosterPage {
    fn numbering(&self) -> &'static str {
        NUMBERINGS
            .iter()
            .find(|(key, _)| *key == self.board.numbering)
            .map_or("", |(_, words)| words)
    }
}

pub(super) async fn show(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    now: Now,
    Path(id): Path<BoardId>,
) -> Result<RosterPage> {
    let mut db = db.acquire().await?;
    let board = Board::administered(&mut db, &viewer, id).await?;
    let participants = Board::participants(&mut db, id).await?;
    let seats = Board::seats_on(&mut db, id, now.today()).await?;
    let others = others(&mut db, id, now.today()).await?;
    let warnings = roster::warnings(&board, &seats, &participants);
    Ok(RosterPage { viewer, board, participants, seats, others, warnings })
}

async fn others(db: &mut PgConnection, board: BoardId, day: time::Date) -> Result<Vec<Seat>> {
    Ok(sqlx::query_as!(
        Seat,
        r#"
        select s.id as "id: _", s.person_id as "person: _", coalesce(p.name, 'Vakant') as "name!", s.role, s.party,
            m.short_name as "municipality?", s.starts_on, s.ends_on
        from seats s left join persons p on p.id = s.person_id left join municipalities m on m.id = s.municipality_id
        where s.board_id = $1 and (s.starts_on > $2 or s.ends_on < $2)
        order by s.starts_on desc, p.name collate "sv-x-icu", s.id
        "#,
        board.0,
        day,
    )
    .fetch_all(db)
    .await?)
}
