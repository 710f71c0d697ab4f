//! A published protocol (protokoll), its list and its §§, as frozen when it was published.

use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::{
    clock::AppealClock,
    place::{self, MeetingDay},
    words,
};
use crate::{
    error::{Error, Result},
    protocols::{Part, RecordItem, Rendition},
    register::{BatchId, NoticeId},
    web::instant_text,
};

/// The newest publication of a signing batch.
pub(super) struct Protocol {
    pub(super) batch: BatchId,
    pub(super) host_slug: String,
    pub(super) board_slug: String,
    pub(super) board: String,
    pub(super) meeting: MeetingDay,
    pub(super) part: i32,
    pub(super) adjusted_on: Option<Date>,
    pub(super) form: String,
    pub(super) rendition: Rendition,
    pub(super) pdf_size: i32,
}

/// A line in a list of protocols.
pub(super) struct Listed {
    pub(super) board: String,
    pub(super) paragraphs: String,
    pub(super) held_on: Date,
    pub(super) adjusted_on: Option<Date>,
    pub(super) published_at: OffsetDateTime,
    pub(super) path: String,
}

/// The host's notice of a batch and the clock of all participants.
pub(super) struct Announced {
    pub(super) notice: Option<NoticeId>,
    pub(super) on: Option<Date>,
    /// The source does not say the day; it follows from what it does say.
    pub(super) inferred: bool,
    pub(super) clock: AppealClock,
}

impl Listed {
    pub(super) fn published_text(&self) -> String {
        instant_text(self.published_at)
    }
}

impl Protocol {
    /// By its address; without a part, the first that is published.
    pub(super) async fn find(
        db: &mut PgConnection,
        host: &str,
        board: &str,
        meeting: MeetingDay,
        part: Option<i32>,
    ) -> Result<Self> {
        let row = sqlx::query!(
            r#"
            select p.batch_id as "batch_id!", p.board as "board!", p.part as "part!", p.adjusted_on, p.form as "form!", p.record as "record!",
                length(f.bytes) as "pdf_size!"
            from public_protocols p join public_files f on f.sha256 = p.pdf
            where p.host_slug = $1 and p.board_slug = $2 and p.held_on = $3 and p.ordinal = $4 and ($5::int is null or p.part = $5)
            order by p.part limit 1
            "#,
            host,
            board,
            meeting.held_on,
            meeting.ordinal,
            part,
        )
        .fetch_optional(db)
        .await?
        .ok_or(Error::NotFound)?;
        Ok(Self {
            batch: BatchId(row.batch_id),
            host_slug: host.to_owned(),
            board_slug: board.to_owned(),
            board: row.board,
            meeting,
            part: row.part,
            adjusted_on: row.adjusted_on,
            form: row.form,
            rendition: serde_json::from_slice(&row.record)?,
            pdf_size: row.pdf_size,
        })
    }

    pub(super) fn path(&self) -> String {
        place::protocol(&self.host_slug, &self.board_slug, self.meeting, self.part)
    }

    /// The other published parts of the meeting: their §§ and addresses.
    pub(super) async fn others(&self, db: &mut PgConnection) -> Result<Vec<(String, String)>> {
        let rows = sqlx::query!(
            r#"
            select paragraphs as "paragraphs!", part as "part!" from public_protocols
            where host_slug = $1 and board_slug = $2 and held_on = $3 and ordinal = $4 and part <> $5
            order by part
            "#,
            self.host_slug,
            self.board_slug,
            self.meeting.held_on,
            self.meeting.ordinal,
            self.part,
        )
        .fetch_all(db)
        .await?;
        let path = |part| place::protocol(&self.host_slug, &self.board_slug, self.meeting, part);
        Ok(rows.into_iter().map(|row| (row.paragraphs, path(row.part))).collect())
    }

    pub(super) fn body_path(&self) -> String {
        format!("/{}/organ/{}", self.host_slug, self.board_slug)
    }

    /// The own page of a § that has a number.
    pub(super) fn item_path(&self, item: &RecordItem) -> Option<String> {
        let number = item.address()?;
        Some(format!("/{}/p/{}/{}/{number}", self.host_slug, self.board_slug, item.series))
    }

    /// "312 kB".
    pub(super) fn size(&self) -> String {
        format!("{}\u{a0}kB", self.pdf_size.div_euclid(1000).max(1))
    }

    pub(super) fn signers(&self, office: &str) -> Vec<String> {
        let signers = self.rendition.record.front.signers.iter();
        signers
            .filter(|signer| signer.office == office)
            .map(|signer| with_party(&signer.name, &signer.party))
            .collect()
    }

    /// How it was adjusted, after "Justerat 8 september 2020, ".
    pub(super) fn manner(&self) -> &'static str {
        match self.form.as_str() {
            "signed" => "digitalt",
            "declared" => "på papper",
            "at_meeting" => "vid sammanträdet",
            _ => "enligt originalet",
        }
    }

    pub(super) async fn announced(
        &self,
        db: &mut PgConnection,
        today: Date,
    ) -> Result<Option<Announced>> {
        let row = sqlx::query!(
            r#"
            select c.announced_on as "days!: Vec<Option<Date>>", c.waiting_for as "waiting_for!", c.host_notice_id, n.announced_on as "on?", coalesce(n.provenance = 'inferred', false) as "inferred!"
            from public_clocks c left join public_notices n on n.id = c.host_notice_id
            where c.batch_id = $1
            "#,
            self.batch.0,
        )
        .fetch_optional(db)
        .await?;
        Ok(row.map(|row| Announced {
            notice: row.host_notice_id.filter(|_| row.on.is_some()).map(NoticeId),
            on: row.on,
            inferred: row.inferred,
            clock: AppealClock {
                announced_on: row.days,
                waiting_for: row.waiting_for,
                imported: self.form == "imported",
                today,
            },
        }))
    }
}

/// "Magnus Andersson (S)".
pub(super) fn with_party(name: &str, party: &str) -> String {
    if party.is_empty() { name.to_owned() } else { format!("{name} ({party})") }
}

/// Says whether a part is the § first decision, to which `#p22-beslut` leads.
pub(super) fn is_first_decision(item: &RecordItem, part: &Uuid) -> bool {
    item.parts.iter().find_map(Part::decision).is_some_and(|(id, _)| id == *part)
}

/// The first words of what a § decided; nothing where it is withheld.
pub(super) fn summary(item: &RecordItem) -> String {
    let decided = item.parts.iter().find_map(Part::decision).and_then(|(_, points)| points.first());
    let Some(point) = decided.filter(|_| item.withheld.is_none()) else { return String::new() };
    let line = point.text.to_words().lines().next().unwrap_or_default().to_owned();
    match line.char_indices().nth(140) {
        None => line,
        Some((end, _)) => {
            let cut = line[..end].rfind(' ').unwrap_or(end);
            format!("{}\u{a0}…", &line[..cut])
        }
    }
}

/// Protocols under a host, the latest meeting first; `(at most, after how many)`.
pub(super) async fn listed(
    db: &mut PgConnection,
    host: &str,
    board: Option<&str>,
    (at_most, after): (i64, i64),
) -> Result<Vec<Listed>> {
    let rows = sqlx::query!(
        r#"
        select board_slug as "board_slug!", board as "board!", held_on as "held_on!", ordinal as "ordinal!", part as "part!", adjusted_on,
            published_at as "published_at!", paragraphs as "paragraphs!"
        from public_protocols
        where host_slug = $1 and ($2::text is null or board_slug = $2)
        order by held_on desc, board collate "sv-x-icu", ordinal desc, part
        limit $3 offset $4
        "#,
        host,
        board,
        at_most,
        after,
    )
    .fetch_all(db)
    .await?;
    let listed = rows.into_iter().map(|row| {
        let day = MeetingDay { held_on: row.held_on, ordinal: row.ordinal };
        Listed {
            path: place::protocol(host, &row.board_slug, day, row.part),
            board: row.board,
            paragraphs: row.paragraphs,
            held_on: row.held_on,
            adjusted_on: row.adjusted_on,
            published_at: row.published_at,
        }
    });
    Ok(listed.collect())
}

/// "digitalt" and the like need the words of the signatures too.
pub(super) fn signature_words(method: &str, level: &str) -> String {
    match (words::method(method), words::level(level)) {
        (method, "") => method.to_owned(),
        ("", level) => level.to_owned(),
        (method, level) => format!("{method}, {level}"),
    }
}
