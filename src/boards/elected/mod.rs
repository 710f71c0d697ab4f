//! Elections and releases (val och entledigande) of adjusted §§, as they await the register (KND-11).

mod entry;
mod index;
mod proposal;
pub(super) mod release;
mod waiting;

use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

use super::{Board, role_called, seat_form::SeatForm};
use crate::{
    error::{Error, Result},
    law::{BoardKind, long_date, procedure::MatterKind},
    register::{BoardId, PersonId, SeatId},
    web::Listing,
};
use proposal::Register;

pub(super) use entry::follow;
pub(super) use index::{create, index};

/// Somebody whom an adjusted § elects to a board of the register, or releases from it.
#[derive(Clone, Debug)]
pub(super) struct Elected {
    id: Uuid,
    person: Option<PersonId>,
    name: String,
    role: String,
    starts_on: Option<Date>,
    ends_on: Option<Date>,
    instead_of: String,
    released: bool,
    kind: String,
    held_on: Date,
    /// The municipality whose body decided.
    decided_in: Uuid,
    decided_by: String,
    sign: String,
    entered: bool,
}

impl Elected {
    /// "Kommunfullmäktige 14 december 2026, § 12".
    fn source(&self) -> String {
        format!("{} {}, {}", self.decided_by, long_date(self.held_on), self.sign)
    }

    /// Whom and to what: "Anna Berg (S), ledamot i stället för Bo Lind".
    fn words(&self) -> String {
        let mut words = format!("{}, {}", self.name, self.role);
        if self.released {
            words.push_str(" lämnar uppdraget");
        }
        if let Some(day) = self.starts_on {
            words.extend([" från och med ", &long_date(day)]);
        }
        if let Some(day) = self.ends_on {
            words.extend([" till och med ", &long_date(day)]);
        }
        if !self.instead_of.is_empty() {
            words.extend([" i stället för ", &self.instead_of]);
        }
        words
    }

    /// The register has it.
    pub(super) fn is_entered(&self) -> bool {
        self.entered
    }

    /// What it says, with the §, as a sentence.
    pub(super) fn sentence(&self) -> String {
        format!("{} ({}).", self.words(), self.source())
    }

    /// Reports a decision of länsstyrelsen's, and elects nobody.
    fn reports_county(&self) -> bool {
        self.kind == MatterKind::CountyNotice.as_str()
    }

    async fn all(
        db: &mut PgConnection,
        board: BoardId,
        (one, listing): (Option<Uuid>, &Listing),
    ) -> Result<Vec<Self>> {
        Ok(sqlx::query_as!(
            Self,
            r#"
            select id as "id!", person_id as "person: PersonId", name as "name!", role as "role!", starts_on, ends_on, instead_of as "instead_of!",
                released as "released!", kind as "kind!", held_on as "held_on!", decided_in as "decided_in!", decided_by as "decided_by!",
                sign as "sign!", entered as "entered!"
            from elected
            where board_id = $1 and (id = $2 or $2 is null and not entered)
            order by held_on, item_id, pos
            limit $3 offset $4
            "#,
            board.0,
            one,
            Listing::PAGE + 1,
            listing.before(),
        )
        .fetch_all(db)
        .await?)
    }

    /// One of this board's, entered or not; any other is not found.
    pub(super) async fn find(db: &mut PgConnection, board: BoardId, id: Uuid) -> Result<Self> {
        let all = Self::all(db, board, (Some(id), &Listing::default())).await?;
        all.into_iter().next().ok_or(Error::NotFound)
    }

    /// How many await the register.
    pub(super) async fn count(db: &mut PgConnection, board: BoardId) -> Result<i64> {
        Ok(sqlx::query_scalar!(
            r#"select count(*) as "count!" from elected where board_id = $1 and not entered"#,
            board.0
        )
        .fetch_one(db)
        .await?)
    }

    /// By which decision a seat came, and by which its holder left, as sentences.
    pub(super) async fn of_seat(db: &mut PgConnection, seat: SeatId) -> Result<Vec<String>> {
        let rows = sqlx::query!(
            r#"
            select e.released as "released!", e.kind as "kind!", e.held_on as "held_on!", e.decided_by as "decided_by!", e.sign as "sign!"
            from elected e join seats s on e.id in (s.appointment_id, s.release_id)
            where s.id = $1 order by e.released, e.held_on
            "#,
            seat.0
        );
        let rows = rows.fetch_all(db).await?;
        let sentence = |released: bool, kind: &str, source: &str| match (released, kind) {
            (true, _) => format!("Lämnar uppdraget enligt {source}."),
            (false, kind) if kind == MatterKind::CountyNotice.as_str() => {
                format!("Anmäld för {source}.")
            }
            (false, _) => format!("Vald av {source}."),
        };
        let all = rows.into_iter().map(|row| {
            let source = format!("{} {}, {}", row.decided_by, long_date(row.held_on), row.sign);
            sentence(row.released, &row.kind, &source)
        });
        Ok(all.collect())
    }

    /// The form of the seat to be, with what the § and the register say.
    pub(super) async fn seat_form(&self, db: &mut PgConnection, board: &Board) -> Result<SeatForm> {
        let register = Register::of(db, board.id).await?;
        let draft = proposal::draft(self, &register);
        let order = match draft.role {
            Some("substitute") => entry::last_in_call(db, board.id).await?.to_string(),
            _ => String::new(),
        };
        let part = Board::participants(db, board.id).await?;
        let elects = part.iter().any(|one| one.id.0 == self.decided_in);
        Ok(SeatForm {
            id: Some(Uuid::now_v7()),
            person: draft.person.map_or_else(String::new, |id| id.to_string()),
            role: draft.role.unwrap_or_default().to_owned(),
            party: draft.party,
            municipality: if elects { self.decided_in } else { board.host.0 }.to_string(),
            call_order: order,
            starts_on: draft.from.to_string(),
            ends_on: self.ends_on.map_or_else(String::new, |day| day.to_string()),
            appointment: self.id.to_string(),
            succeeds: draft.succeeds.map_or_else(String::new, |id| id.to_string()),
            ..SeatForm::default()
        })
    }
}

/// Whether the one who leaves what is called so leaves fullmäktige, and not only its chair.
fn leaves_council(kind: BoardKind, task: &str) -> bool {
    filled_by_county(kind, role_called(task).unwrap_or("member"))
}

/// Whether a seat of that role in a body is filled by länsstyrelsen when it falls vacant (14 kap. vallagen).
pub(super) fn filled_by_county(kind: BoardKind, role: &str) -> bool {
    kind == BoardKind::Council && matches!(role, "member" | "substitute")
}
