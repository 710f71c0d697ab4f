//! What a § says (innehåll): headed sections, decisions in points, decision material, recipients.

use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

use crate::{error::Result, register::ItemId, text::Text};

/// The whole content of one §, in the order in which it is printed.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Content {
    pub(crate) sections: Vec<Section>,
    pub(crate) decisions: Vec<Decision>,
    pub(crate) documents: Vec<Document>,
    pub(crate) recipients: Vec<Recipient>,
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

impl Content {
    pub(crate) async fn of(db: &mut PgConnection, item: ItemId) -> Result<Self> {
        let sections = sqlx::query!(
            r#"select id, key, heading, text as "text: Json<Text>" from sections where item_id = $1 order by pos"#,
            item.0,
        )
        .fetch_all(&mut *db)
        .await?
        .into_iter()
        .map(|row| Section { id: row.id, key: row.key, heading: row.heading, text: row.text.0 })
        .collect();
        let documents = sqlx::query_as!(
            Document,
            "select title, number from supporting_documents where item_id = $1 order by pos",
            item.0
        )
        .fetch_all(&mut *db)
        .await?;
        let recipients = sqlx::query_as!(
            Recipient,
            "select name, note from recipients where item_id = $1 order by pos",
            item.0
        )
        .fetch_all(&mut *db)
        .await?;
        Ok(Self { sections, decisions: decisions(db, item).await?, documents, recipients })
    }
}

async fn decisions(db: &mut PgConnection, item: ItemId) -> Result<Vec<Decision>> {
    let rows = sqlx::query!(
        r#"
        select d.id, d.lead_in, d.own, p.id as "point?", p.text as "text?: Json<Text>", p.appeal as "appeal?"
        from decisions d left join decision_points p on p.decision_id = d.id
        where d.item_id = $1
        order by d.pos, p.pos
        "#,
        item.0,
    )
    .fetch_all(db)
    .await?;
    let mut decisions: Vec<Decision> = vec![];
    for row in rows {
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
    Ok(decisions)
}
