//! A notice (anslag) that has been announced, with the clock it shares with every participant's.

use serde::Deserialize;
use sqlx::{PgConnection, types::Json};
use time::Date;

use super::{
    clock::AppealClock,
    place::{self, MeetingDay},
    words,
};
use crate::{
    error::{Error, Result},
    register::{BatchId, NoticeId},
};

/// What stands on the notice as it was put up.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Facts {
    pub(super) paragraphs: String,
    pub(super) kept_at: String,
    pub(super) participants: Vec<String>,
    /// Imports: the source's own words about its days.
    pub(super) as_printed: Vec<String>,
}

pub(super) struct Notice {
    pub(super) id: NoticeId,
    pub(super) batch: BatchId,
    pub(super) municipality_slug: String,
    pub(super) short_name: String,
    pub(super) facts: Facts,
    pub(super) board_slug: String,
    pub(super) board: String,
    pub(super) board_kind: String,
    pub(super) host_slug: String,
    pub(super) meeting: MeetingDay,
    pub(super) part: i32,
    pub(super) immediate: bool,
    pub(super) adjusted_on: Option<Date>,
    pub(super) announced_on: Date,
    pub(super) by_whom: String,
    pub(super) provenance: String,
    pub(super) taken_down_on: Option<Date>,
    /// False: it was broken or taken down too early, and must be announced anew (APP-06).
    pub(super) counts: bool,
    pub(super) published: bool,
    pub(super) clock: AppealClock,
}

impl Notice {
    /// All that were ever on a municipality's board, the latest first.
    pub(super) async fn on_board(
        db: &mut PgConnection,
        municipality: &str,
        today: Date,
    ) -> Result<Vec<Self>> {
        select(db, Some(municipality), None, today, i64::MAX).await
    }

    pub(super) async fn latest(
        db: &mut PgConnection,
        today: Date,
        at_most: i64,
    ) -> Result<Vec<Self>> {
        select(db, None, None, today, at_most).await
    }

    /// One that has been announced on that board; it is there for ever.
    pub(super) async fn find(
        db: &mut PgConnection,
        municipality: &str,
        id: NoticeId,
        today: Date,
    ) -> Result<Self> {
        select(db, Some(municipality), Some(id), today, 1).await?.pop().ok_or(Error::NotFound)
    }

    /// Adjusted, up, and the common last day not over or not known.
    pub(super) fn is_current(&self) -> bool {
        self.taken_down_on.is_none_or(|day| self.clock.today < day) && self.clock.is_current()
    }

    pub(super) fn path(&self) -> String {
        format!("/{}/anslag/{}", self.municipality_slug, self.id)
    }

    pub(super) fn protocol_path(&self) -> String {
        place::protocol(&self.host_slug, &self.board_slug, self.meeting, self.part)
    }

    /// "Justerat protokoll", "Omedelbart justerad § 108".
    pub(super) fn kind(&self) -> String {
        let what = &self.facts.paragraphs;
        match (self.immediate, self.board_kind.as_str()) {
            (true, _) if what.starts_with("§§") => format!("Omedelbart justerade {what}"),
            (true, _) => format!("Omedelbart justerad {what}"),
            (false, "joint_board") => "Justerat protokoll från gemensam nämnd".to_owned(),
            (false, _) => "Justerat protokoll".to_owned(),
        }
    }

    pub(super) fn board_kind_words(&self) -> &str {
        words::board_kind(&self.board_kind)
    }

    /// The notice was brought in with an older protocol.
    pub(super) fn is_imported(&self) -> bool {
        self.clock.imported
    }
}

async fn select(
    db: &mut PgConnection,
    municipality: Option<&str>,
    id: Option<NoticeId>,
    today: Date,
    at_most: i64,
) -> Result<Vec<Notice>> {
    let rows = sqlx::query!(
        r#"
        select n.id as "id!", n.batch_id as "batch_id!", n.municipality_slug as "municipality_slug!", n.short_name as "short_name!",
            n.facts as "facts!: Json<Facts>", n.board_slug as "board_slug!", n.board as "board!", n.board_kind as "board_kind!",
            n.host_slug as "host_slug!", n.held_on as "held_on!", n.ordinal as "ordinal!", n.part as "part!", n.batch_kind as "batch_kind!",
            n.adjusted_on, n.announced_on as "announced_on!", n.by_whom as "by_whom!",
            n.provenance as "provenance!", n.via as "via!", n.taken_down_on, n.counts as "counts!", n.published as "published!",
            c.announced_on as "days!: Vec<Option<Date>>", c.waiting_for as "waiting_for!"
        from public_notices n join public_clocks c on c.batch_id = n.batch_id
        where n.announced_on is not null and n.inside
            and ($1::text is null or n.municipality_slug = $1) and ($2::uuid is null or n.id = $2)
        order by n.announced_on desc, n.announced_at desc, n.id desc
        limit $3
        "#,
        municipality,
        id.map(|id| id.0),
        at_most,
    )
    .fetch_all(db)
    .await?;
    let notices = rows.into_iter().map(|row| Notice {
        id: NoticeId(row.id),
        batch: BatchId(row.batch_id),
        municipality_slug: row.municipality_slug,
        short_name: row.short_name,
        clock: AppealClock {
            announced_on: row.days,
            waiting_for: row.waiting_for,
            imported: row.via == "imported",
            today,
        },
        facts: row.facts.0,
        board_slug: row.board_slug,
        board: row.board,
        board_kind: row.board_kind,
        host_slug: row.host_slug,
        meeting: MeetingDay { held_on: row.held_on, ordinal: row.ordinal },
        part: row.part,
        immediate: row.batch_kind == "immediate",
        adjusted_on: row.adjusted_on,
        announced_on: row.announced_on,
        by_whom: row.by_whom,
        provenance: row.provenance,
        taken_down_on: row.taken_down_on,
        counts: row.counts,
        published: row.published,
    });
    Ok(notices.collect())
}
