//! What has been put in a body and waits for its answer (väckta ärenden): motions, citizens' proposals, interpellations and questions.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use sqlx::PgConnection;
use time::Date;

use crate::{
    SiteDb,
    accounts::Viewer,
    boards::Board,
    error::{Error, Result},
    law::{
        long_date,
        procedure::matters::{Series, Timing},
    },
    register::{BoardId, ItemId},
    web::{Listing, Now, Path, Query},
};

#[derive(Template, WebTemplate)]
#[template(path = "items/matters.html")]
pub(super) struct MattersPage {
    viewer: Viewer,
    board: Board,
    matters: Vec<Open>,
    listing: Listing,
    more: bool,
    today: Date,
}

/// A matter that no § of a closed meeting has answered.
#[derive(Clone)]
pub(super) struct Open {
    pub(super) item: ItemId,
    pub(super) series: Series,
    pub(super) number: String,
    pub(super) title: String,
    pub(super) put_on: Date,
    sign: String,
    held_on: Date,
    /// The body's next meeting after that at which it was put, where one is planned.
    next_on: Option<Date>,
    /// The meeting whose agenda answers it.
    taken_up_on: Option<Date>,
}

impl Open {
    /// "Motion 7/2026".
    pub(super) fn label(&self) -> String {
        self.series.label(&self.number)
    }

    fn timing(&self, today: Date) -> Timing {
        self.series.timing(self.put_on, self.next_on, today)
    }

    /// The shape and the words of when it should be answered.
    fn due(&self, today: Date) -> (&'static str, String) {
        match self.timing(today) {
            Timing::Over(due_on) if self.series.has_year() => (
                "late",
                format!(
                    "Sen: skulle ha beslutats senast {}. Redovisa det för fullmäktige.",
                    long_date(due_on)
                ),
            ),
            Timing::Over(due_on) => {
                ("late", format!("Sen: skulle ha besvarats den {}", long_date(due_on)))
            }
            Timing::Running(due_on) if self.series.has_year() => {
                ("open", format!("Senast {}", long_date(due_on)))
            }
            Timing::Running(due_on) => ("open", format!("På sammanträdet {}", long_date(due_on))),
            Timing::NotPlanned => ("open", "På nästa sammanträde, som inte är planerat".to_owned()),
        }
    }

    /// Those of a body that were put by a day, those that should be answered first in front; all of them without a listing.
    pub(super) async fn all(
        db: &mut PgConnection,
        (board, today): (BoardId, Date),
        listing: Option<&Listing>,
    ) -> Result<Vec<Self>> {
        let rows = sqlx::query!(
            r#"
            select id as "item!: ItemId", kind as "kind!", title as "title!", matter_no as "number!", put_on as "put_on!", held_on as "held_on!",
                sign as "sign!", next_on, taken_up_on
            from open_matters
            where board_id = $1 and put_on <= $2 and title ilike $3
            order by case when kind in ('motion_put', 'citizen_proposal_put') then (put_on + interval '1 year')::date else next_on end nulls last,
                put_on, kind, matter_no, id
            limit $4 offset $5
            "#,
            board.0,
            today,
            listing.map_or_else(|| "%".to_owned(), Listing::pattern),
            listing.map(|_| Listing::PAGE + 1),
            listing.map_or(0, Listing::before),
        );
        let rows = rows.fetch_all(db).await?.into_iter();
        rows.map(|row| {
            let series = row.kind.parse().ok().and_then(Series::of_put);
            Ok(Self {
                item: row.item,
                series: series.ok_or(Error::Broken("open_matters.kind"))?,
                number: row.number,
                title: row.title,
                put_on: row.put_on,
                sign: row.sign,
                held_on: row.held_on,
                next_on: row.next_on,
                taken_up_on: row.taken_up_on,
            })
        })
        .collect()
    }
}

pub(super) async fn index(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    now: Now,
    Path(id): Path<BoardId>,
    Query(listing): Query<Listing>,
) -> Result<MattersPage> {
    let mut db = db.acquire().await?;
    let board = Board::kept_by(&mut db, &viewer, id).await?;
    let today = now.today();
    let mut matters = Open::all(&mut db, (id, today), Some(&listing)).await?;

    let more = matters.len() > Listing::LINES;
    matters.truncate(Listing::LINES);
    Ok(MattersPage { viewer, board, matters, listing, more, today })
}
