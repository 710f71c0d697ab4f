//! A municipality as the public sees it (kommunens startsida).

use askama::Template;
use askama_web::WebTemplate;
use axum::{extract::State, response::Response};
use sqlx::PgConnection;

use super::{
    frame::{Frame, fresh},
    markup,
    notice::Notice,
    protocol::{self, Listed},
    words,
};
use crate::{
    App, PublicDb,
    error::{Error, Result},
    law::long_date,
    web::{Now, Path},
};

/// One that has its notice board here.
pub(super) struct Municipality {
    pub(super) slug: String,
    pub(super) name: String,
    pub(super) court: String,
    pub(super) kept_at: String,
}

/// A board that it hosts.
pub(super) struct Board {
    pub(super) slug: String,
    pub(super) name: String,
    pub(super) kind: String,
    /// Its last day, if that is decided.
    pub(super) last_day: Option<time::Date>,
}

#[derive(Template, WebTemplate)]
#[template(path = "public/municipality.html")]
struct MunicipalityPage {
    frame: Frame,
    notices: Vec<Notice>,
    protocols: Vec<Listed>,
    boards: Vec<Board>,
    today: time::Date,
}

impl Municipality {
    pub(super) async fn find(db: &mut PgConnection, slug: &str) -> Result<Self> {
        sqlx::query_as!(
            Self,
            r#"
            select slug as "slug!", name as "name!", court as "court!", kept_at as "kept_at!"
            from public_municipalities where slug = $1 and inside
            "#,
            slug,
        )
        .fetch_optional(db)
        .await?
        .ok_or(Error::NotFound)
    }

    pub(super) async fn all(db: &mut PgConnection) -> Result<Vec<Self>> {
        Ok(sqlx::query_as!(
            Self,
            r#"
            select slug as "slug!", name as "name!", court as "court!", kept_at as "kept_at!"
            from public_municipalities where inside order by name collate "sv-x-icu"
            "#,
        )
        .fetch_all(db)
        .await?)
    }

    pub(super) fn path(&self) -> String {
        format!("/{}", self.slug)
    }
}

impl Board {
    /// "Upphörde den 31 december 2026", once its last day has passed.
    pub(super) fn ended(&self, today: time::Date) -> Option<String> {
        let day = self.last_day.filter(|day| *day < today)?;
        Some(format!("Upphörde den {}", long_date(day)))
    }

    pub(super) async fn hosted_by(db: &mut PgConnection, slug: &str) -> Result<Vec<Self>> {
        Ok(sqlx::query_as!(
            Self,
            r#"
            select b.slug as "slug!", b.name as "name!", b.kind as "kind!", e.last_day as "last_day?"
            from public_boards b left join public_endings e on e.host_slug = b.host_slug and e.board_slug = b.slug
            where b.host_slug = $1 order by b.name collate "sv-x-icu"
            "#,
            slug,
        )
        .fetch_all(db)
        .await?)
    }
}

pub(super) async fn show(
    State(app): State<App>,
    State(PublicDb(pool)): State<PublicDb>,
    now: Now,
    Path(slug): Path<String>,
) -> Result<Response> {
    let mut db = pool.acquire().await?;
    let municipality = Municipality::find(&mut db, &slug).await?;
    let mut notices = Notice::on_board(&mut db, &slug, now.today()).await?;
    notices.retain(Notice::is_current);
    notices.truncate(5);
    let protocols = protocol::listed(&mut db, &slug, None, (5, 0)).await?;
    let boards = Board::hosted_by(&mut db, &slug).await?;

    let frame = Frame::of(&app, municipality, &format!("/{slug}"), "");
    Ok(fresh(MunicipalityPage { frame, notices, protocols, boards, today: now.today() }))
}
