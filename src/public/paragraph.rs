//! One § on a page of its own (paragrafen), its decision first.

use askama::Template;
use askama_web::WebTemplate;
use axum::{extract::State, response::Response};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    frame::{Frame, fresh},
    markup,
    municipality::Municipality,
    place::{MeetingDay, ParagraphNumber},
    protocol::{self, Announced, Protocol},
    words,
};
use crate::{
    App, PublicDb,
    error::{Error, Result},
    protocols::{Part, RecordItem},
    web::{Now, Path},
};

#[derive(Template, WebTemplate)]
#[template(path = "public/paragraph.html")]
struct ParagraphPage {
    frame: Frame,
    protocol: Protocol,
    /// Where it stands in the protocol.
    at: usize,
    announced: Option<Announced>,
}

impl ParagraphPage {
    fn item(&self) -> &RecordItem {
        &self.protocol.rendition.record.items[self.at]
    }

    fn before(&self) -> Option<&RecordItem> {
        let items = &self.protocol.rendition.record.items;
        items[..self.at].iter().rfind(|item| item.number.is_some())
    }

    fn after(&self) -> Option<&RecordItem> {
        let items = &self.protocol.rendition.record.items;
        items[self.at + 1..].iter().find(|item| item.number.is_some())
    }

    /// The decisions, then the rest in the order of the protocol.
    fn parts(&self) -> Vec<&Part> {
        let mut parts: Vec<_> = self.item().parts.iter().collect();
        parts.sort_by_key(|part| part.decision().is_none());
        parts
    }

    /// Says whether a decision point follows one of the rules: `legality`, `administrative`, `plan`, `none`.
    fn has_appeal(&self, rule: &str) -> bool {
        let mut points = self.item().parts.iter().filter_map(Part::decision);
        points.any(|(_, points)| points.iter().any(|point| point.appeal == rule))
    }

    /// "§ 22/2020", the way a § is referred to; another series stands in brackets.
    fn reference(&self) -> String {
        let item = self.item();
        let year = item.series.len() == 4 && item.series.bytes().all(|c| c.is_ascii_digit());
        let sign = format!("{} {}", self.protocol.board, item.sign());
        if year { format!("{sign}/{}", item.series) } else { format!("{sign} ({})", item.series) }
    }
}

pub(super) async fn show(
    State(app): State<App>,
    State(PublicDb(pool)): State<PublicDb>,
    now: Now,
    Path((slug, board, series, number)): Path<(String, String, String, String)>,
) -> Result<Response> {
    let mut db = pool.acquire().await?;
    let municipality = Municipality::find(&mut db, &slug).await?;
    let place = find(&mut db, (&slug, &board), &series, &number.parse()?).await?;
    let protocol = Protocol::find(&mut db, &slug, &board, place.meeting, Some(place.part)).await?;
    let announced = protocol.announced(&mut db, now.today()).await?;
    let items = &protocol.rendition.record.items;
    let at = items.iter().position(|item| item.id == place.item).ok_or(Error::NotFound)?;

    let path = protocol.item_path(&items[at]).ok_or(Error::NotFound)?;
    let frame = Frame::of(&app, municipality, &path, "protokoll");
    Ok(fresh(ParagraphPage { frame, protocol, at, announced }))
}

/// Where a § is found.
struct Place {
    item: Uuid,
    meeting: MeetingDay,
    part: i32,
}

async fn find(
    db: &mut PgConnection,
    (host, board): (&str, &str),
    series: &str,
    number: &ParagraphNumber,
) -> Result<Place> {
    let row = sqlx::query!(
        r#"
        select i.item_id as "item!", i.held_on as "held_on!", i.ordinal as "ordinal!", p.part as "part!"
        from public_items i join public_protocols p on p.id = i.publication_id
        where i.host_slug = $1 and i.board_slug = $2 and i.series = $3 and i.number = $4 and i.suffix = $5
        "#,
        host,
        board,
        series,
        number.number,
        number.suffix,
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)?;
    let meeting = MeetingDay { held_on: row.held_on, ordinal: row.ordinal };
    Ok(Place { item: row.item, meeting, part: row.part })
}
