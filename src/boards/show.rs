//! A board as it is today (organets sida i registret): its seats, its participants, what is amiss.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use sqlx::PgConnection;

use super::{Board, Participant, Seat, elected::Elected, form::NUMBERINGS, life::Life, roster};
use crate::{
    SiteDb,
    accounts::Viewer,
    error::Result,
    law::long_date,
    register::{BoardId, MunicipalityId},
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
    /// Those that leave, or came later, with their days.
    days: Vec<Days>,
    seats: Vec<Seat>,
    /// Seats that begin later or are over.
    others: Vec<Seat>,
    warnings: Vec<String>,
    life: Life,
    today: time::Date,
    /// How many elections of adjusted §§ are not in the register yet.
    elected: i64,
}

/// When a municipality takes part.
struct Days {
    id: MunicipalityId,
    name: String,
    from_on: time::Date,
    until_on: Option<time::Date>,
    is_here: bool,
}

impl Days {
    /// "från 1 januari 2027", "till och med 31 december 2026", or both; empty for one that always has taken part.
    fn words(&self) -> String {
        let from =
            (self.from_on.year() > 1900).then(|| format!("från {}", long_date(self.from_on)));
        let until = self.until_on.map(|day| format!("till och med {}", long_date(day)));
        from.into_iter().chain(until).collect::<Vec<_>>().join(" ")
    }
}

impl RosterPage {
    /// The participants whose days are worth telling.
    fn dated(&self) -> Vec<&Days> {
        self.days.iter().filter(|days| !days.words().is_empty()).collect()
    }

    fn can_leave(&self, id: MunicipalityId) -> bool {
        let stays = self.days.iter().any(|days| days.id == id && days.until_on.is_none());
        id != self.board.host && stays
    }

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
    let days = days(&mut db, id, now.today()).await?;
    let here = |one: &Participant| days.iter().any(|days| days.id == one.id && days.is_here);
    let mut participants = Board::participants(&mut db, id).await?;
    participants.retain(here);
    let seats = Board::seats_on(&mut db, id, now.today()).await?;
    let others = others(&mut db, id, now.today()).await?;
    let warnings = roster::warnings(&board, &seats, &participants, "i dag");
    let life = Life::of(&mut db, id).await?;
    let today = now.today();
    let elected = Elected::count(&mut db, id).await?;
    Ok(RosterPage {
        viewer,
        board,
        participants,
        days,
        seats,
        others,
        warnings,
        life,
        today,
        elected,
    })
}

async fn days(db: &mut PgConnection, board: BoardId, day: time::Date) -> Result<Vec<Days>> {
    Ok(sqlx::query_as!(
        Days,
        r#"
        select m.id as "id: MunicipalityId", m.name, p.from_on as "from_on!", p.until_on as "until_on?",
            (p.from_on <= $2 and (p.until_on is null or p.until_on >= $2)) as "is_here!"
        from participations p join municipalities m on m.id = p.municipality_id
        where p.board_id = $1 order by p.from_on, m.name collate "sv-x-icu"
        "#,
        board.0,
        day,
    )
    .fetch_all(db)
    .await?)
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
