//! What the register and other meetings say beside the draft (underlag): municipalities, accounts, names, what each § is marked with.

use std::collections::BTreeMap;

use sqlx::PgConnection;
use uuid::Uuid;

use super::{super::composition::Draft, super::signers, duties};
use crate::{
    error::Result,
    items::{Declared, Secrecy},
    law::{
        self,
        review::{Duties, Lowered, Participant},
    },
    meetings::Meeting,
    municipalities,
};

pub(super) struct Background {
    /// The municipalities of a joint board; empty for every other body.
    pub(super) participants: Vec<Participant>,
    /// The signers who have no account.
    pub(super) without_account: Vec<String>,
    pub(super) lowered: Vec<Lowered>,
    pub(super) declared: Vec<Declared>,
    pub(super) marks: BTreeMap<Uuid, Marks>,
    pub(super) kept_at: String,
    /// Participants whose notice board is elsewhere, and its address unknown.
    pub(super) without_notice_board: Vec<String>,
    /// Everybody whom the registers of the participants name.
    pub(super) names: Vec<String>,
    /// Fullmäktige's seats are in the register, and so everybody who is elected.
    pub(super) names_are_all: bool,
    pub(super) duties: Duties,
}

/// What a § is marked with beside its text.
#[derive(Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "facts that hold or not, each on its own")]
pub(super) struct Marks {
    pub(super) authority: bool,
    pub(super) secret: bool,
    pub(super) closed_doors: bool,
    pub(super) extra_agreed: bool,
    pub(super) unprepared_agreed: bool,
    /// A minority had the case tabled or remitted at an earlier meeting of the body (VOT-11).
    pub(super) remitted_before: bool,
}

impl Background {
    pub(super) async fn of(db: &mut PgConnection, draft: &Draft) -> Result<Self> {
        let meeting = &draft.meeting;
        let ids: Vec<_> = draft.items.iter().map(|(item, _)| item.id.0).collect();
        let homes = homes(db, meeting).await?;
        let (names, names_are_all) = names(db, meeting, &homes.ids).await?;
        Ok(Self {
            participants: participants(db, meeting).await?,
            without_account: without_account(db, draft).await?,
            lowered: municipalities::lowered(db, meeting.board.host).await?,
            declared: Declared::all(db, &ids).await?,
            marks: marks(db, meeting).await?,
            kept_at: homes.kept_at,
            without_notice_board: homes.without_notice_board,
            names,
            names_are_all,
            duties: duties::of(db, meeting).await?,
        })
    }

    pub(super) fn marks(&self, item: Uuid) -> Marks {
        self.marks.get(&item).copied().unwrap_or_default()
    }
}

/// The municipalities that take part on the meeting's day.
struct Homes {
    ids: Vec<Uuid>,
    /// Of the host.
    kept_at: String,
    without_notice_board: Vec<String>,
}

async fn homes(db: &mut PgConnection, meeting: &Meeting) -> Result<Homes> {
    let rows = sqlx::query!(
        r#"
        select m.id, m.name, m.kept_at, m.inside, m.board_address from municipalities m
        where m.id = $2 or exists (select from participations p where p.municipality_id = m.id and p.board_id = $1
            and p.from_on <= $3 and (p.until_on is null or p.until_on >= $3))
        order by m.name collate "sv-x-icu"
        "#,
        meeting.board.id.0,
        meeting.board.host.0,
        meeting.held_on,
    );
    let rows = rows.fetch_all(db).await?;
    let host = rows.iter().find(|row| row.id == meeting.board.host.0);
    let nowhere = rows.iter().filter(|row| !row.inside && row.board_address.is_empty());
    Ok(Homes {
        ids: rows.iter().map(|row| row.id).collect(),
        kept_at: host.map(|row| row.kept_at.clone()).unwrap_or_default(),
        without_notice_board: nowhere.map(|row| row.name.clone()).collect(),
    })
}

async fn names(
    db: &mut PgConnection,
    meeting: &Meeting,
    homes: &[Uuid],
) -> Result<(Vec<String>, bool)> {
    let names = sqlx::query_scalar!(
        r#"
        select distinct p.name from persons p
        where p.home_id = any($1)
            or exists (select from seats s join boards b on b.id = s.board_id where s.person_id = p.id and b.host_id = any($1))
            or exists (select from officials o where o.person_id = p.id and o.municipality_id = any($1))
        "#,
        homes,
    );
    let names = names.fetch_all(&mut *db).await?;
    let councils = sqlx::query_scalar!(
        r#"
        select count(distinct b.host_id) as "count!" from boards b join seats s on s.board_id = b.id
        where b.kind = 'council' and b.host_id = any($1) and s.person_id is not null
            and s.starts_on <= $2 and (s.ends_on is null or s.ends_on >= $2)
        "#,
        homes,
        meeting.held_on,
    );
    let councils = councils.fetch_one(db).await?;
    Ok((names, usize::try_from(councils) == Ok(homes.len())))
}

async fn marks(db: &mut PgConnection, meeting: &Meeting) -> Result<BTreeMap<Uuid, Marks>> {
    let rows = sqlx::query!(
        r#"
        select i.id, i.authority, i.closed_doors, i.extra_agreed, i.unprepared_agreed,
            exists (select from item_cases mine join item_cases theirs on theirs.case_id = mine.case_id
                    join items o on o.id = theirs.item_id join meetings m on m.id = o.meeting_id
                    join propositions p on p.item_id = o.id
                where mine.item_id = i.id and o.board_id = i.board_id and m.held_on < $2
                    and p.settled_by = 'minority') as "remitted_before!"
        from items i where i.meeting_id = $1
        "#,
        meeting.id.0,
        meeting.held_on,
    );
    let rows = rows.fetch_all(&mut *db).await?;
    let secret = Secrecy::items_of(db, meeting.id).await?;
    let marks = rows.into_iter().map(|row| {
        let marks = Marks {
            authority: row.authority,
            secret: secret.contains(&row.id),
            closed_doors: row.closed_doors,
            extra_agreed: row.extra_agreed,
            unprepared_agreed: row.unprepared_agreed,
            remitted_before: row.remitted_before,
        };
        (row.id, marks)
    });
    Ok(marks.collect())
}

/// The signers who have no account to sign with.
async fn without_account(db: &mut PgConnection, draft: &Draft) -> Result<Vec<String>> {
    let signers = signers::signers(draft);
    let persons: Vec<_> = signers.iter().map(|signer| signer.person).collect();
    let known =
        sqlx::query_scalar!("select person_id from accounts where person_id = any($1)", &persons)
            .fetch_all(db)
            .await?;
    let mut names: Vec<_> = signers
        .iter()
        .filter(|signer| !known.contains(&signer.person))
        .map(|signer| signer.name.clone())
        .collect();
    names.dedup();
    Ok(names)
}

/// The participants of a joint board with the seats that each holds on the day (BOD-04).
async fn participants(db: &mut PgConnection, meeting: &Meeting) -> Result<Vec<Participant>> {
    if meeting.board.kind != law::BoardKind::JointBoard {
        return Ok(vec![]);
    }
    let rows = sqlx::query!(
        r#"
        select m.name, count(s.id) filter (where s.role <> 'substitute') as "members!", count(s.id) filter (where s.role = 'substitute') as "substitutes!"
        from participations p join municipalities m on m.id = p.municipality_id
            left join seats s on s.board_id = p.board_id and s.municipality_id = m.id and s.starts_on <= $2 and (s.ends_on is null or s.ends_on >= $2)
        where p.board_id = $1 and p.from_on <= $2 and (p.until_on is null or p.until_on >= $2)
        group by m.id, m.name
        order by m.name collate "sv-x-icu"
        "#,
        meeting.board.id.0,
        meeting.held_on,
    )
    .fetch_all(db)
    .await?;
    let count = |number: i64| u32::try_from(number).unwrap_or(u32::MAX);
    Ok(rows
        .into_iter()
        .map(|row| Participant {
            municipality: row.name,
            members: count(row.members),
            substitutes: count(row.substitutes),
        })
        .collect())
}
