//! The items (paragrafer och punkter) of a meeting's agenda, with their numbers.

use sqlx::PgConnection;

use crate::{
    error::Result,
    law::procedure::MatterKind,
    register::{ItemId, MeetingId},
};

/// Kinds of items (KND-01 to KND-16), and what they are called.
pub(crate) fn kinds() -> impl Iterator<Item = (&'static str, &'static str)> {
    MatterKind::ALL.iter().map(|kind| (kind.as_str(), kind.name()))
}

/// One § or point of a meeting.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) id: ItemId,
    /// The series' year, meeting or mandate, as it stands in addresses.
    pub(crate) instance: String,
    /// Provisional until `frozen` (NUM-05); none for a point without number.
    pub(crate) number: Option<i32>,
    pub(crate) suffix: String,
    pub(crate) frozen: bool,
    pub(crate) kind: String,
    pub(crate) title: String,
    pub(crate) public_title: String,
    pub(crate) rapporteur: String,
    pub(crate) extra: bool,
    /// Why it was struck from the agenda, if it was (NUM-06).
    pub(crate) withdrawn: Option<String>,
    pub(crate) version: i32,
    /// Its place on the approved agenda, where the numbers follow the order handled instead (NUM-08).
    pub(crate) agenda_pos: Option<i32>,
    /// The sitting in which it was handled, from 1.
    pub(crate) sitting: i32,
    /// Its place in the order handled, where that is another than its place in the protocol.
    pub(crate) handled_pos: Option<i32>,
    pub(crate) registry_nos: Vec<String>,
}

impl Item {
    /// The §§ of a meeting in the order of the agenda, with provisional numbers where they are not frozen.
    pub(crate) async fn all(db: &mut PgConnection, meeting: MeetingId) -> Result<Vec<Self>> {
        let rows = sqlx::query!(
            r#"
            select i.id, s.instance, i.number, i.suffix, i.frozen_at, i.kind, i.title, i.public_title,
                i.rapporteur, i.extra, i.withdrawn, i.version, i.agenda_pos, i.sitting, i.handled_pos, coalesce(s.last_frozen + 1, s.first) as "next!",
                array(select c.registry_no from item_cases ic join cases c on c.id = ic.case_id where ic.item_id = i.id order by ic.pos) as "registry_nos!"
            from items i join series s on s.id = i.series_id
            where i.meeting_id = $1
            order by i.pos
            "#,
            meeting.0,
        )
        .fetch_all(db)
        .await?;
        let mut provisional = 0;
        Ok(rows
            .into_iter()
            .map(|row| {
                let counts =
                    row.frozen_at.is_none() && row.withdrawn.is_none() && row.kind != "unnumbered";
                let number = row.number.or_else(|| counts.then_some(row.next + provisional));
                provisional += i32::from(counts);
                Self {
                    id: ItemId(row.id),
                    instance: row.instance,
                    number,
                    suffix: row.suffix,
                    frozen: row.frozen_at.is_some(),
                    kind: row.kind,
                    title: row.title,
                    public_title: row.public_title,
                    rapporteur: row.rapporteur,
                    extra: row.extra,
                    withdrawn: row.withdrawn,
                    version: row.version,
                    agenda_pos: row.agenda_pos,
                    sitting: row.sitting,
                    handled_pos: row.handled_pos,
                    registry_nos: row.registry_nos,
                }
            })
            .collect())
    }

    pub(crate) fn path(&self) -> String {
        format!("/arbete/paragrafer/{}", self.id)
    }

    /// "§ 22" or "§ 22 a", with a no-break space (NUM-11); empty without a number.
    pub(crate) fn sign(&self) -> String {
        match (self.number, self.suffix.as_str()) {
            (None, _) => String::new(),
            (Some(number), "") => format!("§\u{a0}{number}"),
            (Some(number), suffix) => format!("§\u{a0}{number}\u{a0}{suffix}"),
        }
    }

    /// "§ 22 Budget".
    pub(crate) fn heading(&self) -> String {
        format!("{} {}", self.sign(), self.title).trim().to_owned()
    }

    /// The sign, or the title of a point without number: what a link to it says.
    pub(crate) fn link(&self) -> String {
        let sign = self.sign();
        if sign.is_empty() { self.title.clone() } else { sign }
    }
}
