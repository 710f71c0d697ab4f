//! What the register has already (registret): boards, who sits in them, and persons of the names in the sheet.

use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

use crate::{
    accounts::Viewer,
    boards::{Board, Participant, fold},
    error::Result,
    register::{MunicipalityId, PersonId},
};

/// A board of the municipality.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) board: Board,
    /// Its name, folded.
    pub(super) folded: String,
    participants: Vec<Taking>,
    /// Its last day, where it ends.
    pub(super) ending: Option<Date>,
}

/// A municipality that takes part in a board, with its days.
#[derive(Clone, Debug)]
struct Taking {
    board: Uuid,
    id: MunicipalityId,
    name: String,
    short_name: String,
    from_on: Date,
    until_on: Option<Date>,
}

/// A seat that lasts into the new term.
#[derive(Clone, Debug)]
pub(super) struct Sitting {
    pub(super) id: Uuid,
    pub(super) board: Uuid,
    pub(super) person: Option<PersonId>,
    pub(super) name: String,
    pub(super) role: String,
    pub(super) starts_on: Date,
    pub(super) ends_on: Option<Date>,
    /// A change of it makes another review.
    #[expect(dead_code, reason = "it is read through the mark of what was reviewed")]
    version: i32,
    /// The newest meeting from the new term's first day on in which the seat was used.
    pub(super) used_on: Option<Date>,
}

/// Somebody in the register who has a name of the sheet.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) id: PersonId,
    pub(super) name: String,
    pub(super) home: String,
    /// Where the person sits or has sat last.
    pub(super) sits: String,
}

impl Known {
    /// Every board that the municipality hosts.
    pub(super) async fn all(db: &mut PgConnection, host: MunicipalityId) -> Result<Vec<Self>> {
        let boards = Board::hosted_by(db, host).await?;
        let ids: Vec<_> = boards.iter().map(|board| board.id.0).collect();
        let participants = sqlx::query_as!(
            Taking,
            r#"
            select p.board_id as "board!", m.id as "id: MunicipalityId", m.name, m.short_name, p.from_on as "from_on!", p.until_on
            from participations p join municipalities m on m.id = p.municipality_id
            where p.board_id = any($1) order by p.board_id, p.from_on, m.name collate "sv-x-icu", m.id
            "#,
            &ids,
        )
        .fetch_all(&mut *db)
        .await?;
        let endings = sqlx::query!(
            r#"select board_id as "board!", last_day as "last_day!" from standing_endings where board_id = any($1) order by id"#,
            &ids,
        )
        .fetch_all(db)
        .await?;
        Ok(boards
            .into_iter()
            .map(|board| Self {
                participants: participants
                    .iter()
                    .filter(|one| one.board == board.id.0)
                    .cloned()
                    .collect(),
                ending: endings.iter().find(|one| one.board == board.id.0).map(|one| one.last_day),
                folded: fold(&board.name),
                board,
            })
            .collect())
    }

    /// Those that take part on a day.
    pub(super) fn taking_part(&self, day: Date) -> Vec<Participant> {
        let here =
            |one: &&Taking| one.from_on <= day && one.until_on.is_none_or(|until| until >= day);
        self.participants
            .iter()
            .filter(here)
            .map(|one| Participant {
                id: one.id,
                name: one.name.clone(),
                short_name: one.short_name.clone(),
            })
            .collect()
    }

    /// What a participant is called in lists.
    pub(super) fn short_name(&self, municipality: Uuid) -> Option<String> {
        let found = self.participants.iter().find(|one| one.id.0 == municipality);
        found.map(|one| one.short_name.clone())
    }
}

impl Sitting {
    /// The seats of each board that are not over on the day before its new term.
    pub(super) async fn all(db: &mut PgConnection, firsts: &[(Uuid, Date)]) -> Result<Vec<Self>> {
        let (boards, days): (Vec<_>, Vec<_>) = firsts.iter().copied().unzip();
        Ok(sqlx::query_as!(
            Self,
            r#"
            select s.id, s.board_id as board, s.person_id as "person: PersonId", coalesce(p.name, 'Vakant') as "name!", s.role, s.starts_on,
                s.ends_on, s.version,
                (select max(m.held_on) from meetings m where m.board_id = s.board_id and m.held_on >= f.first_day and s.starts_on < f.first_day and (
                    exists (select from moments o join attendance_events e on e.moment_id = o.id where o.meeting_id = m.id and e.for_seat = s.id)
                    or (s.ends_on is null or m.held_on <= s.ends_on) and (
                        exists (select from moments o join attendance_events e on e.moment_id = o.id where o.meeting_id = m.id and e.person_id = s.person_id)
                        or exists (select from adjusters a where a.meeting_id = m.id and a.person_id = s.person_id)))) as used_on
            from unnest($1::uuid[], $2::date[]) as f(board_id, first_day)
                join seats s on s.board_id = f.board_id and (s.ends_on is null or s.ends_on >= f.first_day)
                left join persons p on p.id = s.person_id
            order by s.board_id, array_position(array['chair', 'first_vice_chair', 'second_vice_chair', 'member', 'substitute'], s.role),
                s.call_order, p.name collate "sv-x-icu", s.id
            "#,
            &boards,
            &days,
        )
        .fetch_all(db)
        .await?)
    }
}

impl Candidate {
    /// The persons of the viewer's registers who have one of the names, and those who sit in the boards already.
    pub(super) async fn all(
        db: &mut PgConnection,
        viewer: &Viewer,
        names: &[String],
        boards: &[Uuid],
    ) -> Result<Vec<Self>> {
        Ok(sqlx::query_as!(
            Self,
            r#"
            select p.id as "id: PersonId", p.name, coalesce(m.short_name, '') as "home!",
                coalesce((select string_agg(x.words, ', ' order by x.words collate "sv-x-icu") from (
                    select distinct b.name || case s.party when '' then '' else ' (' || s.party || ')' end as words
                    from seats s join boards b on b.id = s.board_id where s.person_id = p.id) x), '') as "sits!"
            from persons p left join municipalities m on m.id = p.home_id
            where lower(p.name collate "sv-x-icu") = any($1) and (p.home_id = any($2)
                or exists (select from seats s where s.person_id = p.id and s.board_id = any($3)))
            order by p.name collate "sv-x-icu", m.short_name, p.id
            "#,
            names,
            &viewer.administers(),
            boards,
        )
        .fetch_all(db)
        .await?)
    }
}
