//! The day's page (dagens uppgifter): what needs the signed-in person now.

use askama::Template;
use askama_web::WebTemplate;
use axum::{Router, extract::State, routing::get};
use sqlx::PgConnection;
use time::Date;

use crate::{
    App, Now,
    accounts::{self, Viewer},
    error::Result,
    items, law, operations,
    register::{MeetingId, MunicipalityId},
    restorations,
};

pub(crate) fn router() -> Router<App> {
    Router::new().route("/arbete", get(index))
}

#[derive(Template, WebTemplate)]
#[template(path = "tasks/index.html")]
struct IndexPage {
    viewer: Viewer,
    now: Now,
    meetings: Vec<Open>,
    to_sign: i64,
    to_announce: i64,
    /// What has got stuck in the machinery, for an administrator.
    alarms: usize,
    /// What was sent after the sign-in had ended, and waits to be saved.
    unsaved: i64,
    /// Steps after a restoration that nobody has done.
    after_restoration: usize,
    /// Where an administrator whose municipality has no board yet begins.
    begins_at: Option<MunicipalityId>,
    /// Secret §§ that the person may read.
    secret: i64,
}

impl IndexPage {
    /// Whether secrecy is anything for the person: to read, to keep or to look after.
    fn meets_secrecy(&self) -> bool {
        self.secret > 0 || !self.viewer.boards().is_empty() || !self.viewer.registers().is_empty()
    }
}

/// A meeting's signing batch that is not adjusted, announced everywhere and published; or a meeting that is still open.
struct Open {
    id: MeetingId,
    board: String,
    held_on: Date,
    last_sitting: Date,
    n: i32,
    kind: String,
    /// How far it has come: open, draft, sent, adjusted, published, outdated (announced by more since it was published).
    step: String,
    /// The municipalities that have not announced.
    waiting_for: Vec<String>,
}

impl Open {
    fn deadline(&self) -> law::Deadline {
        law::adjust_deadline(self.last_sitting)
    }

    fn path(&self) -> String {
        let page = match (self.kind.as_str(), self.step.as_str()) {
            (_, "open") => String::new(),
            ("main", "outdated") => "/publicering".to_owned(),
            ("main", _) => "/justering".to_owned(),
            (_, "outdated") => format!("/justering/{}/publicering", self.n),
            _ => format!("/justering/{}", self.n),
        };
        format!("/arbete/sammantraden/{}{page}", self.id)
    }

    /// What of the meeting, where it is signed in several batches (ADJ-21).
    fn what(&self) -> &'static str {
        match self.kind.as_str() {
            "immediate" => ", omedelbar justering",
            "secret" => ", eget protokoll",
            _ => "",
        }
    }

    fn is_adjusted(&self) -> bool {
        matches!(self.step.as_str(), "adjusted" | "published" | "outdated")
    }

    fn is_ahead(&self, today: Date) -> bool {
        self.held_on > today
    }

    /// The shape and the words of the time that is left to adjust.
    fn left(&self, today: Date) -> (&'static str, String) {
        match (self.deadline().plain - today).whole_days() {
            ..0 => ("late", "Dagen har passerat".to_owned()),
            0 => ("late", "Sista dagen är i dag".to_owned()),
            1 => ("soon", "1 dag kvar".to_owned()),
            days @ 2..=7 => ("soon", format!("{days} dagar kvar")),
            days => ("open", format!("{days} dagar kvar")),
        }
    }

    /// What comes next.
    fn next_step(&self, today: Date) -> String {
        let waiting = self.waiting_for.join(", ");
        match self.step.as_str() {
            "open" if self.is_ahead(today) => "Sammanträdet är planerat.".to_owned(),
            "open" => "Sammanträdet är inte avslutat.".to_owned(),
            "draft" => "Protokollet ska skickas till justering.".to_owned(),
            "sent" => "Protokollet väntar på underskrifter.".to_owned(),
            "adjusted" if waiting.is_empty() => "Protokollet kan publiceras.".to_owned(),
            "adjusted" => format!("Protokollet kan publiceras. Inte anslaget än: {waiting}."),
            "outdated" => "Alla har anslagit sedan protokollet publicerades. Publicera på nytt, så står sista dagen att överklaga även i PDF:en.".to_owned(),
            _ => format!("Inte anslaget än: {waiting}."),
        }
    }
}

async fn index(State(app): State<App>, now: Now, viewer: Viewer) -> Result<IndexPage> {
    let mut db = app.site.acquire().await?;
    let alarms = operations::alarms(&app, &mut db, &viewer).await?;
    let meetings = open_meetings(&mut db, &viewer).await?;
    let to_sign = to_sign(&mut db, &viewer).await?;
    let to_announce = to_announce(&mut db, &viewer).await?;
    let unsaved = accounts::unsaved(&mut db, viewer.account).await?;
    let secret = items::readable(&mut db, &viewer, now).await?;
    let begins_at = without_boards(&mut db, &viewer).await?;
    let after_restoration = restorations::waiting(&mut db, &viewer).await?;

    Ok(IndexPage {
        viewer,
        now,
        meetings,
        to_sign,
        to_announce,
        alarms,
        unsaved,
        after_restoration,
        begins_at,
        secret,
    })
}

async fn without_boards(db: &mut PgConnection, viewer: &Viewer) -> Result<Option<MunicipalityId>> {
    Ok(sqlx::query_scalar!(
        r#"
        select id as "id: MunicipalityId" from municipalities m
        where m.id = any($1) and not exists (select from boards b where b.host_id = any($1))
        order by m.name collate "sv-x-icu", m.id limit 1
        "#,
        &viewer.administers(),
    )
    .fetch_optional(db)
    .await?)
}

async fn open_meetings(db: &mut PgConnection, viewer: &Viewer) -> Result<Vec<Open>> {
    Ok(sqlx::query_as!(
        Open,
        r#"
        select m.id as "id: MeetingId", board_name_on(b.id, m.held_on) as "board!", m.held_on,
            coalesce((select max(s.on_day) from sittings s where s.meeting_id = m.id), m.held_on) as "last_sitting!",
            case when c.outdated then 'outdated'
                when exists (select from publications p where p.batch_id = ba.id) then 'published'
                when a.batch_id is not null then 'adjusted'
                when exists (select from versions v where v.batch_id = ba.id
                    and not exists (select from withdrawals w where w.version_id = v.id)) then 'sent'
                when m.closed_at is not null or ba.kind = 'immediate' then 'draft'
                else 'open' end as "step!", ba.n as "n!", ba.kind as "kind!",
            array(select mu.short_name from notices n join municipalities mu on mu.id = n.municipality_id
                where n.batch_id = ba.id and not exists (select from standing_announcements s where s.notice_id = n.id and s.counts)
                order by mu.short_name collate "sv-x-icu") as "waiting_for!"
        from meetings m join boards b on b.id = m.board_id
            cross join lateral (
                select ba.id, ba.n, ba.kind from batches ba where ba.meeting_id = m.id and exists (select from batch_items i where i.batch_id = ba.id)
                union all
                select null, 1, 'main' where not exists (select from batches ba where ba.meeting_id = m.id and ba.kind = 'main')
                    and (m.closed_at is null or not exists (select from batches ba where ba.meeting_id = m.id))) ba
            left join adjustments a on a.batch_id = ba.id
            left join lateral (select c.missing = 0 and exists (select from announcements an join notices n on n.id = an.notice_id
                where n.batch_id = ba.id and an.at > (select max(p.at) from publications p where p.batch_id = ba.id)) as outdated
                from batch_clocks c where c.batch_id = ba.id) c on true
        where m.board_id = any($1) and m.cancelled is null and m.origin <> 'imported'
            and (a.batch_id is null or not exists (select from publications p where p.batch_id = ba.id)
                or c.outdated or exists (select from batch_clocks c where c.batch_id = ba.id and c.missing > 0))
        order by m.held_on, m.id, ba.n
        limit 50
        "#,
        &viewer.boards(),
    )
    .fetch_all(db)
    .await?)
}

async fn to_sign(db: &mut PgConnection, viewer: &Viewer) -> Result<i64> {
    Ok(sqlx::query_scalar!(
        r#"
        select count(distinct v.batch_id) as "count!"
        from versions v join required_signers r on r.version_id = v.id join leaves l on (l.version_id, l.pos) = (r.version_id, r.pos)
        where r.person_id = $1
            and not exists (select from withdrawals w where w.version_id = v.id)
            and not exists (select from adjustments a where a.batch_id = v.batch_id)
            and not exists (select from signed_leaves sl join signatures s on s.id = sl.signature_id
                where sl.hash = l.hash and s.person_id = r.person_id and s.office = r.office)
        "#,
        viewer.person.0,
    )
    .fetch_one(db)
    .await?)
}

async fn to_announce(db: &mut PgConnection, viewer: &Viewer) -> Result<i64> {
    Ok(sqlx::query_scalar!(
        r#"
        select count(*) as "count!"
        from notices n
            join municipalities m on m.id = n.municipality_id
            join batches ba on ba.id = n.batch_id
            join meetings me on me.id = ba.meeting_id
            join boards b on b.id = me.board_id
        where (m.id = any($1) or not m.inside and b.host_id = any($1)) and not exists (select from standing_announcements s where s.notice_id = n.id and s.counts)
        "#,
        &viewer.registers(),
    )
    .fetch_one(db)
    .await?)
}
