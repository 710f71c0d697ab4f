//! What the sample prints (källan), read from its file.

use anyhow::{Context as _, Result};
use serde::Deserialize;
use time::{Date, Duration, Time, format_description::well_known::Iso8601};
use uuid::Uuid;

use crate::{
    items::{Content, Decision, Document, Point, Section},
    text::Text,
};

const FIXTURE: &str = include_str!("sydnarkes-it-namnd-2020-09-08.json");

/// The source as it is printed; its file also lists what had to be guessed.
#[derive(Deserialize)]
pub(super) struct Sample {
    /// The host first.
    pub(super) municipalities: Vec<Municipality>,
    pub(super) court: String,
    pub(super) kept_at: String,
    pub(super) board: Board,
    pub(super) held_on: String,
    pub(super) starts_at: String,
    pub(super) ends_at: String,
    pub(super) place: String,
    pub(super) seats: Vec<Seat>,
    pub(super) others: Vec<Other>,
    pub(super) item: Item,
    pub(super) as_printed: Vec<String>,
    pub(super) announced_on: String,
    pub(super) announced_by: String,
}

#[derive(Deserialize)]
pub(super) struct Municipality {
    pub(super) slug: String,
    pub(super) name: String,
    pub(super) short_name: String,
}

#[derive(Deserialize)]
pub(super) struct Board {
    pub(super) slug: String,
    pub(super) name: String,
}

#[derive(Deserialize)]
pub(super) struct Seat {
    pub(super) name: String,
    pub(super) party: String,
    pub(super) role: String,
    /// The slug of a municipality; empty where none is printed.
    pub(super) home: String,
    pub(super) home_as_printed: String,
    #[serde(default)]
    pub(super) adjusts: bool,
    #[serde(default)]
    pub(super) remote: bool,
}

#[derive(Deserialize)]
pub(super) struct Other {
    pub(super) name: String,
    pub(super) title: String,
    /// Keeps the protocol.
    #[serde(default)]
    pub(super) keeps: bool,
}

#[derive(Deserialize)]
pub(super) struct Item {
    pub(super) number: i32,
    pub(super) title: String,
    pub(super) registry_no: String,
    pub(super) description: String,
    pub(super) proposal: String,
    pub(super) decision: String,
    pub(super) documents: Vec<Document>,
}

impl Sample {
    pub(super) fn read() -> Result<Self> {
        Ok(serde_json::from_str(FIXTURE)?)
    }
}

impl Item {
    pub(super) fn content(&self) -> Result<Content> {
        let section = |key: &str, heading: &str, plain| {
            let text = text(plain)?;
            anyhow::Ok(Section {
                id: Uuid::now_v7(),
                key: key.to_owned(),
                heading: heading.to_owned(),
                text,
            })
        };
        let point = Point {
            id: Uuid::now_v7(),
            text: text(&self.decision)?,
            appeal: "legality".to_owned(),
        };
        Ok(Content {
            sections: vec![
                section("case_description", "Ärendebeskrivning", &self.description)?,
                section("proposal", "Förslag till beslut", &self.proposal)?,
            ],
            decisions: vec![Decision {
                id: Uuid::now_v7(),
                lead_in: String::new(),
                own: true,
                points: vec![point],
            }],
            documents: self.documents.clone(),
            recipients: vec![],
            annexes: vec![],
        })
    }
}

fn text(plain: &str) -> Result<Text> {
    Text::from_plain(plain).map_err(|mistakes| anyhow::anyhow!("the sample's text: {mistakes:?}"))
}

pub(super) fn day(printed: &str) -> Result<Date> {
    Ok(Date::parse(printed, &Iso8601::DATE)?)
}

/// Hours and minutes as "09:00".
pub(super) fn clock(printed: &str) -> Result<Time> {
    let (hour, minute) = printed.split_once(':').context("a clock time of the sample")?;
    Ok(Time::MIDNIGHT + Duration::hours(hour.parse()?) + Duration::minutes(minute.parse()?))
}
