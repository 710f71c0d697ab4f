//! The chain of revisions (ändringar) of a §: each changed part as it became, by whom, when, sealed to the one before.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    Annex, Decision, Document, Head, Item, Recipient, Section,
    draft::Draft,
    form::{appeals, first_id, kinds, words},
    procedure::Recorded,
};
use crate::{
    error::{Error, Result},
    register::AccountId,
    seal::{self, Hash},
    text::{Block, Inline, Run, Text},
};

/// A part of a § with a chain of its own, as it stands in `revisions.content`; null is a part that was taken away.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Subject {
    Head(Box<Whole>),
    Decision(Decision),
    Section(Section),
    Procedure(Box<Recorded>),
}

/// The head of the §, its lists, and the order of its other parts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Whole {
    #[serde(flatten)]
    head: Head,
    documents: Vec<Document>,
    recipients: Vec<Recipient>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    annexes: Vec<Annex>,
    sections: Vec<Uuid>,
    decisions: Vec<Uuid>,
}

impl Draft {
    fn subjects(&self, item: &Item) -> Vec<(Uuid, Subject)> {
        let Self { head, content } = self;
        let whole = Whole {
            head: head.clone(),
            documents: content.documents.clone(),
            recipients: content.recipients.clone(),
            annexes: content.annexes.clone(),
            sections: content.sections.iter().map(|section| section.id).collect(),
            decisions: content.decisions.iter().map(|decision| decision.id).collect(),
        };
        let sections = content.sections.iter().map(|s| (s.id, Subject::Section(s.clone())));
        let decisions = content.decisions.iter().map(|d| (d.id, Subject::Decision(d.clone())));
        std::iter::once((item.id.0, Subject::Head(Box::new(whole))))
            .chain(sections)
            .chain(decisions)
            .collect()
    }
}

/// Appends one revision for each part that differs, all under the version that the § gets.
pub(super) async fn record(
    db: &mut PgConnection,
    item: &Item,
    (before, after): (&Draft, &Draft),
    by: AccountId,
    at: OffsetDateTime,
) -> Result<()> {
    let (old, new) = (before.subjects(item), after.subjects(item));
    let is_gone = |id: Uuid| new.iter().all(|(kept, _)| *kept != id);
    let gone = old.iter().filter(|(id, _)| is_gone(*id)).map(|(id, _)| (*id, None));
    let come = new.iter().filter(|part| !old.contains(part)).map(|(id, part)| (*id, Some(part)));
    append(db, item, come.chain(gone), (by, at)).await
}

/// Appends what was decided and how, as it is now, under the version that the § gets.
pub(super) async fn record_procedure(
    db: &mut PgConnection,
    item: &Item,
    recorded: Recorded,
    (by, at): (AccountId, OffsetDateTime),
) -> Result<()> {
    let subject = first_id(item.id.0, "procedure");
    let content = Subject::Procedure(Box::new(recorded));
    append(db, item, std::iter::once((subject, Some(&content))), (by, at)).await
}

async fn append<'a>(
    db: &mut PgConnection,
    item: &Item,
    parts: impl Iterator<Item = (Uuid, Option<&'a Subject>)>,
    (by, at): (AccountId, OffsetDateTime),
) -> Result<()> {
    let version = item.version + 1;
    let heads = heads(db, item).await?;
    let (mut subjects, mut contents, mut prevs, mut hashes) = (vec![], vec![], vec![], vec![]);
    for (subject, part) in parts {
        let content = serde_json::to_value(part)?;
        let prev = heads.get(&subject).copied();
        let hash = seal::revision_hash(subject, version, prev, &seal::canonical(&content)?);
        subjects.push(subject);
        contents.push(content);
        prevs.push(prev.map(|hash| hash.0.to_vec()));
        hashes.push(hash.0.to_vec());
    }
    sqlx::query!(
        r#"
        insert into revisions (item_id, subject, version, content, by_id, at, prev, hash)
        select $1, subject, $2, content, $3, $4, prev, hash
        from unnest($5::uuid[], $6::jsonb[], $7::bytea[], $8::bytea[]) with ordinality as new (subject, content, prev, hash, n)
        order by n
        "#,
        item.id.0,
        version,
        by.0,
        at,
        &subjects,
        &contents,
        &prevs as _,
        &hashes,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The newest hash of each part's chain.
async fn heads(db: &mut PgConnection, item: &Item) -> Result<HashMap<Uuid, Hash>> {
    let rows = sqlx::query!(
        "select distinct on (subject) subject, hash from revisions where item_id = $1 order by subject, version desc",
        item.id.0,
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let hash = Hash::try_from(&*row.hash).map_err(|_| Error::Broken("revisions.hash"))?;
            Ok((row.subject, hash))
        })
        .collect()
}

impl Subject {
    /// What the part is called in the history.
    pub(super) fn label(&self) -> String {
        match self {
            Self::Head(_) => "Rubrik, uppgifter och listor".to_owned(),
            Self::Decision(decision) if decision.own => "Beslut".to_owned(),
            Self::Decision(_) => "Förslag till fullmäktige".to_owned(),
            Self::Section(section) => section.heading.clone(),
            Self::Procedure(_) => "Beslutsgång".to_owned(),
        }
    }

    /// Everything the part says, as one text to compare with another.
    pub(super) fn text(&self) -> Text {
        let mut blocks = vec![];
        match self {
            Self::Head(whole) => whole.blocks(&mut blocks),
            Self::Decision(decision) => {
                blocks.push(line(&decision.lead_in));
                for (n, point) in (1..).zip(&decision.points) {
                    let appeals = appeals();
                    blocks.push(line(&format!("{n} ({})", words(&appeals, &point.appeal))));
                    blocks.extend(point.text.blocks().iter().cloned());
                }
            }
            Self::Section(section) => {
                blocks.push(line(&section.heading));
                blocks.extend(section.text.blocks().iter().cloned());
            }
            Self::Procedure(recorded) => {
                blocks.extend(recorded.lines.iter().map(|words| line(words)));
            }
        }
        Text::new(blocks).unwrap_or_default()
    }
}

impl Whole {
    fn blocks(&self, blocks: &mut Vec<Block>) {
        let Head { title, registry_nos, rapporteur, kind, public_title } = &self.head;
        let kinds = kinds();
        for (label, value) in [
            ("Rubrik", title.as_str()),
            ("Diarienummer", &registry_nos.join(", ")),
            ("Föredragande", rapporteur),
            ("Slag", words(&kinds, kind)),
            ("Rubrik på webben", public_title),
        ] {
            blocks.extend((!value.is_empty()).then(|| line(&format!("{label}: {value}"))));
        }
        for Document { title, number } in &self.documents {
            blocks.push(line(format!("Beslutsunderlag: {title} {number}").trim_end()));
        }
        for Recipient { name, note } in &self.recipients {
            blocks.push(line(format!("Skickas till: {name} {note}").trim_end()));
        }
        blocks.extend(self.annexes.iter().map(|annex| line(&format!("Bilaga: {}", annex.line()))));
    }
}

/// One paragraph of plain words.
pub(super) fn line(words: &str) -> Block {
    Block::Paragraph {
        content: vec![Inline::Run(Run { words: words.to_owned(), ..Run::default() })],
    }
}
