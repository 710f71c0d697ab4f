//! What a § says (innehåll): headed sections, decisions in points, decision material, recipients.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

use super::first_id;
use crate::{
    error::Result,
    register::ItemId,
    text::Text,
    wording::{Block, Layout},
};

/// The whole content of one §, in the order in which it is printed.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Content {
    pub(crate) sections: Vec<Section>,
    pub(crate) decisions: Vec<Decision>,
    pub(crate) documents: Vec<Document>,
    pub(crate) recipients: Vec<Recipient>,
    pub(crate) annexes: Vec<Annex>,
}

/// A headed text; `key` is `case_description`, `proposal` or `free`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Section {
    pub(crate) id: Uuid,
    pub(crate) key: String,
    pub(crate) heading: String,
    pub(crate) text: Text,
}

/// A decision block: its own, or a proposal to fullmäktige (KND-15).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Decision {
    pub(crate) id: Uuid,
    pub(crate) lead_in: String,
    pub(crate) own: bool,
    pub(crate) points: Vec<Point>,
}

/// A decision point; `appeal` is `legality`, `administrative`, `plan` or `none`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Point {
    pub(crate) id: Uuid,
    pub(crate) text: Text,
    pub(crate) appeal: String,
}

/// A supporting document (beslutsunderlag) with its number, if it has one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Document {
    pub(crate) title: String,
    pub(crate) number: String,
}

/// To whom the decision is sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Recipient {
    pub(crate) name: String,
    pub(crate) note: String,
}

/// What a § refers to at the end of the protocol (bilaga, SEC-21).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Annex {
    /// As the protocol that was brought in numbers it; empty where the numbers run through the protocol.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) number: String,
    pub(crate) title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) pages: Option<i32>,
}

impl Annex {
    /// "Bilaga 2. Voteringslista"; the title alone where it has no number yet.
    pub(crate) fn heading(&self) -> String {
        if self.number.is_empty() {
            self.title.clone()
        } else {
            format!("Bilaga {}. {}", self.number, self.title)
        }
    }

    /// "Bilaga 2. Voteringslista (3 sidor)".
    pub(crate) fn line(&self) -> String {
        let heading = self.heading();
        match self.pages {
            Some(1) => format!("{heading} (1 sida)"),
            Some(pages) => format!("{heading} ({pages} sidor)"),
            None => heading,
        }
    }

    /// The number and the title of "Bilaga B. Voteringslista".
    pub(super) fn numbered(heading: &str) -> (String, String) {
        let rest = heading.strip_prefix("Bilaga ").and_then(|rest| rest.split_once(". "));
        match rest {
            Some((number, title)) if !number.contains(char::is_whitespace) => {
                (number.to_owned(), title.trim().to_owned())
            }
            _ => (String::new(), heading.to_owned()),
        }
    }
}

impl Section {
    /// The block it stands in.
    pub(crate) fn block(&self, item: Uuid, layout: &Layout) -> Block {
        block_of((self.id, &self.key), item, layout)
    }

    /// What it is called where it is printed.
    pub(crate) fn named<'a>(&'a self, item: Uuid, layout: &'a Layout) -> &'a str {
        layout.named(self.block(item, layout), &self.heading)
    }
}

/// The block of a section by its key or, under a standing heading of the municipality, by its id.
pub(super) fn block_of((id, key): (Uuid, &str), item: Uuid, layout: &Layout) -> Block {
    let standing = layout.standing().find(|own| first_id(item, &own.key()) == id);
    standing.or_else(|| Block::of_key(key)).unwrap_or(Block::Free)
}

impl Decision {
    /// The block it stands in.
    pub(crate) fn block(&self) -> Block {
        if self.own { Block::Decision } else { Block::CouncilProposal }
    }
}

impl Content {
    pub(crate) async fn of(db: &mut PgConnection, item: ItemId) -> Result<Self> {
        Ok(Self::all(db, &[item.0]).await?.remove(&item.0).unwrap_or_default())
    }

    /// By §, with a query for each table; one without content has none.
    pub(crate) async fn all(db: &mut PgConnection, items: &[Uuid]) -> Result<All> {
        let mut all = All::new();
        let rows = sqlx::query!(
            r#"select id, item_id, key, heading, text as "text: Json<Text>" from sections where item_id = any($1) order by item_id, pos"#,
            items,
        );
        for row in rows.fetch_all(&mut *db).await? {
            let (id, key, heading, text) = (row.id, row.key, row.heading, row.text.0);
            all.entry(row.item_id).or_default().sections.push(Section { id, key, heading, text });
        }
        let rows = sqlx::query!(
            "select item_id, title, number from supporting_documents where item_id = any($1) order by item_id, pos",
            items
        );
        for row in rows.fetch_all(&mut *db).await? {
            let document = Document { title: row.title, number: row.number };
            all.entry(row.item_id).or_default().documents.push(document);
        }
        let rows = sqlx::query!(
            "select item_id, name, note from recipients where item_id = any($1) order by item_id, pos",
            items
        );
        for row in rows.fetch_all(&mut *db).await? {
            let recipient = Recipient { name: row.name, note: row.note };
            all.entry(row.item_id).or_default().recipients.push(recipient);
        }
        let rows = sqlx::query!(
            "select item_id, number, title, pages from annexes where item_id = any($1) order by item_id, pos",
            items
        );
        for row in rows.fetch_all(&mut *db).await? {
            let annex = Annex { number: row.number, title: row.title, pages: row.pages };
            all.entry(row.item_id).or_default().annexes.push(annex);
        }
        decisions(db, items, &mut all).await?;
        Ok(all)
    }
}

type All = BTreeMap<Uuid, Content>;

async fn decisions(db: &mut PgConnection, items: &[Uuid], all: &mut All) -> Result<()> {
    let rows = sqlx::query!(
        r#"
        select d.id, d.item_id, d.lead_in, d.own, p.id as "point?", p.text as "text?: Json<Text>", p.appeal as "appeal?"
        from decisions d left join decision_points p on p.decision_id = d.id
        where d.item_id = any($1)
        order by d.item_id, d.pos, p.pos
        "#,
        items,
    )
    .fetch_all(db)
    .await?;
    for row in rows {
        let decisions = &mut all.entry(row.item_id).or_default().decisions;
        if decisions.last().is_none_or(|last| last.id != row.id) {
            decisions.push(Decision {
                id: row.id,
                lead_in: row.lead_in,
                own: row.own,
                points: vec![],
            });
        }
        if let (Some(last), Some(id), Some(Json(text)), Some(appeal)) =
            (decisions.last_mut(), row.point, row.text, row.appeal)
        {
            last.points.push(Point { id, text, appeal });
        }
    }
    Ok(())
}
