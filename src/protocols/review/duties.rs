//! What should have been answered or reported by now (anmälningsplikt): motions and citizens' proposals past their year.

use sqlx::PgConnection;
use time::Date;

use crate::{
    error::{Error, Result},
    law::{
        long_date,
        procedure::{
            MatterKind,
            matters::{Clock, clock},
        },
        review::Duties,
    },
    meetings::Meeting,
};

/// No table holds urgent and delegated decisions, or questions beside their §§: of these nothing is said.
pub(super) async fn of(db: &mut PgConnection, meeting: &Meeting) -> Result<Duties> {
    let put = unanswered(db, meeting).await?;
    let over =
        |put: &&Put| matches!(clock(put.kind, put.day, meeting.held_on), Some(Clock::Over { .. }));
    let overdue: Vec<_> = put.iter().filter(over).collect();
    let words = |kind| {
        let of = overdue.iter().filter(|put| put.kind == kind);
        of.map(|put| put.words()).collect()
    };
    Ok(Duties {
        motions_overdue: words(MatterKind::MotionPut),
        citizen_proposals_overdue: words(MatterKind::CitizenProposalPut),
        ..Duties::default()
    })
}

struct Put {
    kind: MatterKind,
    title: String,
    day: Date,
}

impl Put {
    /// "”Motion om belysning” från den 3 mars 2025".
    fn words(&self) -> String {
        format!("”{}” från den {}", self.title, long_date(self.day))
    }
}

/// What was put in the body, and neither taken up again by case or number nor reported within the last year, in a § on such matters.
async fn unanswered(db: &mut PgConnection, meeting: &Meeting) -> Result<Vec<Put>> {
    let rows = sqlx::query!(
        r#"
        with handled as (
            select i.id, i.kind, i.title, i.matter_no, i.put_on, i.answers_id, m.held_on from items i join meetings m on m.id = i.meeting_id
            where i.board_id = $1 and i.withdrawn is null and m.cancelled is null and m.held_on <= $2
        )
        select h.kind, h.title, coalesce(h.put_on, h.held_on) as "put_on!" from handled h
        where h.kind in ('motion_put', 'citizen_proposal_put')
            and not exists (
                select from handled a where a.id <> h.id and a.held_on >= h.held_on and a.kind not like '%\_put'
                    and (a.answers_id = h.id or a.matter_no <> '' and a.matter_no = h.matter_no and a.kind not in ('interpellation', 'question',
                            case h.kind when 'motion_put' then 'citizen_proposal' else 'motion_answer' end)
                        or exists (select from item_cases x join item_cases y on y.case_id = x.case_id where x.item_id = h.id and y.item_id = a.id)))
            and not exists (
                select from handled a where a.kind in ('information', 'decision') and a.held_on > $2 - 366
                    and a.title ilike case h.kind when 'motion_put' then '%motioner%' else '%medborgarförslag%' end)
        order by 3, h.title
        "#,
        meeting.board.id.0,
        meeting.held_on,
    );
    let rows = rows.fetch_all(db).await?.into_iter();
    rows.map(|row| {
        let kind = row.kind.parse().map_err(|_| Error::Broken("items.kind"))?;
        Ok(Put { kind, title: row.title, day: row.put_on })
    })
    .collect()
}
