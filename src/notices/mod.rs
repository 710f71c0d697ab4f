//! Notices (anslag) and the act of announcing (att anslå, tillkännage).

mod confirmation;
mod letters;

use axum::{Router, routing::get};
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, types::Json};
use time::Date;

use crate::{
    App, Now,
    boards::Board,
    database::acts,
    error::Result,
    law::AppealTime,
    register::{AccountId, BatchId, MunicipalityId, NoticeId},
    seal::{Hash, canonical},
};

pub(crate) use letters::ask_registrars;

pub(crate) fn router() -> Router<App> {
    Router::new()
        .route("/arbete/anslag", get(confirmation::index))
        .route("/arbete/anslag/{notice}", get(confirmation::new).post(confirmation::create))
}

/// What stands on the notice, beside its days.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Facts {
    pub(crate) paragraphs: String,
    pub(crate) kept_at: String,
    pub(crate) board: String,
    pub(crate) municipality: String,
    pub(crate) participants: Vec<String>,
    /// Imports: what the source prints; empty otherwise.
    pub(crate) as_printed: Vec<String>,
}

/// A municipality that takes part in a board, and how it announces.
struct Participant {
    id: MunicipalityId,
    name: String,
    at_once: bool,
}

/// A notice as the signed-in pages show it.
#[derive(Clone, Debug)]
pub(crate) struct Notice {
    pub(crate) municipality: String,
    pub(crate) announced_on: Option<Date>,
    pub(crate) by_whom: Option<String>,
    /// The day is not stated anywhere, but follows from something else: an import.
    pub(crate) inferred: bool,
}

impl Notice {
    /// The notices of a batch, the host's first.
    pub(crate) async fn of_batch(db: &mut PgConnection, batch: BatchId) -> Result<Vec<Self>> {
        Ok(sqlx::query_as!(
            Self,
            r#"
            select m.short_name as municipality, s.announced_on as "announced_on?", s.by_whom as "by_whom?",
                coalesce(s.provenance = 'inferred', false) as "inferred!"
            from notices n
                join municipalities m on m.id = n.municipality_id
                join batches ba on ba.id = n.batch_id
                join meetings me on me.id = ba.meeting_id
                join boards b on b.id = me.board_id
                left join standing_announcements s on s.notice_id = n.id and s.counts
            where n.batch_id = $1
            order by b.host_id <> m.id, m.name collate "sv-x-icu"
            "#,
            batch.0,
        )
        .fetch_all(db)
        .await?)
    }
}

/// The appeal time of a batch from its notices (APP-05).
pub(crate) fn appeal_time(notices: &[Notice]) -> AppealTime {
    AppealTime::of(&notices.iter().map(|notice| notice.announced_on).collect::<Vec<_>>())
}

/// What the adjusted record says, and who announces.
pub(crate) struct Told<'a> {
    pub(crate) board: &'a str,
    pub(crate) paragraphs: &'a str,
    pub(crate) by_whom: &'a str,
}

/// Puts the adjusting of a batch on the notice board of every participating municipality (KL 8:12, 9:32).
///
/// The host's notice is up at once, in the caller's transaction; a participant's too, unless its registrar confirms.
pub(crate) async fn announce(
    db: &mut PgConnection,
    batch: BatchId,
    board: &Board,
    told: &Told<'_>,
    now: Now,
) -> Result<()> {
    let participants = participants(db, board, batch).await?;
    let names: Vec<_> = participants.iter().map(|participant| participant.name.clone()).collect();
    let kept_at =
        sqlx::query_scalar!("select kept_at from municipalities where id = $1", board.host.0)
            .fetch_one(&mut *db)
            .await?;
    for participant in participants {
        let facts = Facts {
            paragraphs: told.paragraphs.to_owned(),
            kept_at: kept_at.clone(),
            board: told.board.to_owned(),
            municipality: participant.name.clone(),
            participants: if names.len() > 1 { names.clone() } else { vec![] },
            as_printed: vec![],
        };
        let notice = insert(db, batch, participant.id, &facts).await?;
        if participant.at_once || participant.id == board.host {
            let on = now.today();
            let standing = Standing {
                on,
                by_whom: told.by_whom,
                via: "automatic",
                address: "",
                recorded_by: None,
            };
            stand(db, notice, &standing, now).await?;
        }
    }
    Ok(())
}

/// Inserts a notice that does not stand anywhere yet.
pub(crate) async fn insert(
    db: &mut PgConnection,
    batch: BatchId,
    municipality: MunicipalityId,
    facts: &Facts,
) -> Result<NoticeId> {
    let id = NoticeId::new();
    sqlx::query!(
        "insert into notices (id, municipality_id, kind, batch_id, facts) values ($1, $2, 'adjusting', $3, $4)",
        id.0,
        municipality.0,
        batch.0,
        Json(facts) as _,
    )
    .execute(db)
    .await?;
    Ok(id)
}

/// That a notice stands on a board: from which day, who says so, how we know, and where, if the board is another system.
pub(crate) struct Standing<'a> {
    pub(crate) on: Date,
    pub(crate) by_whom: &'a str,
    pub(crate) via: &'a str,
    pub(crate) address: &'a str,
    pub(crate) recorded_by: Option<AccountId>,
}

impl Standing<'_> {
    /// What the chain of legal acts holds of it.
    pub(crate) fn commitment(&self, notice: NoticeId) -> Result<Hash> {
        let Self { on, by_whom, via, address, recorded_by } = self;
        let recorded_by = recorded_by.map(|account| account.0);
        Ok(Hash::of(&canonical(&(notice.0, on.to_string(), by_whom, via, address, recorded_by))?))
    }
}

/// Records that a notice stands on its board.
pub(crate) async fn stand(
    db: &mut PgConnection,
    notice: NoticeId,
    standing: &Standing<'_>,
    now: Now,
) -> Result<()> {
    sqlx::query!(
        r#"
        insert into announcements (notice_id, n, announced_on, at, by_whom, via, address, recorded_by)
        select $1, coalesce(max(n), 0) + 1, $2, $3, $4, $5, $6, $7 from announcements where notice_id = $1
        "#,
        notice.0,
        standing.on,
        now.0,
        standing.by_whom,
        standing.via,
        standing.address,
        standing.recorded_by.map(|account| account.0),
    )
    .execute(&mut *db)
    .await?;
    let commitment = standing.commitment(notice)?;
    acts::append(db, now.0, "announced", notice.0, commitment).await?;
    Ok(())
}

/// Those that took part on the day of the meeting, the host first.
async fn participants(
    db: &mut PgConnection,
    board: &Board,
    batch: BatchId,
) -> Result<Vec<Participant>> {
    Ok(sqlx::query_as!(
        Participant,
        r#"
        select m.id as "id: MunicipalityId", m.name, (m.inside and m.announces = 'at_once' and p.accepted) as "at_once!"
        from batches ba join meetings me on me.id = ba.meeting_id
            join participations p on p.from_on <= me.held_on and (p.until_on is null or p.until_on >= me.held_on)
            join municipalities m on m.id = p.municipality_id
        where p.board_id = $1 and ba.id = $3
        order by m.id <> $2, m.name collate "sv-x-icu"
        "#,
        board.id.0,
        board.host.0,
        batch.0,
    )
    .fetch_all(db)
    .await?)
}
