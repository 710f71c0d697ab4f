//! The rows of a meeting on their way into the tables (rader): one statement for each table, whatever the number of §§.

use std::collections::BTreeMap;

use serde_json::Value;
use sqlx::PgConnection;

use crate::error::Result;

#[derive(Debug, Default)]
pub(super) struct Rows {
    tables: BTreeMap<&'static str, Vec<Value>>,
}

/// Inserts the rows of a table, of which each column is named.
macro_rules! insert {
    ($rows:ident, $db:ident, $table:tt, $columns:tt) => {
        if let Some(rows) = $rows.tables.remove($table) {
            sqlx::query!(
                "insert into "
                    + $table
                    + " ("
                    + $columns
                    + ") select "
                    + $columns
                    + " from jsonb_populate_recordset(null::"
                    + $table
                    + ", $1)",
                Value::Array(rows)
            )
            .execute(&mut *$db)
            .await?;
        }
    };
}

impl Rows {
    pub(super) fn push(&mut self, table: &'static str, row: Value) {
        self.tables.entry(table).or_default().push(row);
    }

    /// What refers to something comes after it.
    pub(super) async fn insert(mut self, db: &mut PgConnection) -> Result<()> {
        self.insert_texts(db).await?;
        self.insert_procedure(db).await?;
        self.insert_people(db).await
    }

    async fn insert_texts(&mut self, db: &mut PgConnection) -> Result<()> {
        let rows = self;
        insert!(rows, db, "sittings", "meeting_id, n, on_day, starts_at, ends_at, place");
        insert!(
            rows,
            db,
            "items",
            "id, meeting_id, board_id, series_id, number, suffix, frozen_at, pos, kind, title, public_title, rapporteur, extra, withdrawn, chair_id, agenda_label, put_on, authority, closed_doors, extra_agreed, unprepared_agreed, handled_pos, begins_at, ends_at, version, sitting, matter_no, order_approved"
        );
        insert!(rows, db, "moments", "id, meeting_id, pos, item_id, edge, clock, kind, provenance");
        insert!(rows, db, "sections", "id, item_id, pos, key, heading, text");
        insert!(rows, db, "decisions", "id, item_id, pos, lead_in, own, declared, moment_id");
        insert!(rows, db, "decision_points", "id, decision_id, pos, text, appeal");
        insert!(rows, db, "supporting_documents", "id, item_id, pos, title, number");
        insert!(rows, db, "recipients", "id, item_id, pos, name, note");
        insert!(rows, db, "annexes", "id, item_id, pos, number, title, pages");
        insert!(rows, db, "secrecies", "item_id, n, provision, reason, by_id, at");
        rows.insert_cases(db).await
    }

    /// Cases are the host's; one that is new to it is registered under its number.
    async fn insert_cases(&mut self, db: &mut PgConnection) -> Result<()> {
        let Some(rows) = self.tables.remove("item_cases") else { return Ok(()) };
        sqlx::query!(
            r#"
            insert into cases (id, registry_no, municipality_id)
            select gen_random_uuid(), c.no, c.host
            from (select distinct no, host from jsonb_to_recordset($1) r (no text, host uuid)) c order by c.no
            on conflict on constraint cases_registry_no_key do nothing
            "#,
            Value::Array(rows.clone())
        )
        .execute(&mut *db)
        .await?;
        sqlx::query!(
            r#"
            insert into item_cases (item_id, case_id, pos)
            select r.item_id, c.id, r.pos from jsonb_to_recordset($1) r (item_id uuid, no text, host uuid, pos int)
                join cases c on c.registry_no = r.no and c.municipality_id = r.host
            "#,
            Value::Array(rows)
        )
        .execute(db)
        .await?;
        Ok(())
    }

    async fn insert_procedure(&mut self, db: &mut PgConnection) -> Result<()> {
        let rows = self;
        insert!(
            rows,
            db,
            "claims",
            "id, item_id, pos, kind, rank, text, condition, document, dated_on, withdrawn"
        );
        insert!(rows, db, "claim_movers", "claim_id, item_id, pos, person_id, party_group, joins");
        insert!(
            rows,
            db,
            "propositions",
            "id, item_id, pos, stage, question, settled_by, winner, supporters, reason"
        );
        insert!(rows, db, "proposition_options", "proposition_id, item_id, pos, claim_id, words");
        insert!(
            rows,
            db,
            "votes",
            "id, item_id, pos, moment_id, proposition_id, kind, open, yes_means, no_means, casting, lot, stated, as_printed, to_elect, proportional"
        );
        insert!(rows, db, "ballots", "vote_id, item_id, open, pos, seat_id, person_id, answer");
        insert!(rows, db, "tallies", "vote_id, item_id, answer, votes");
        insert!(
            rows,
            db,
            "candidates",
            "vote_id, item_id, pos, person_id, name, votes, elected, by_lot"
        );
        insert!(
            rows,
            db,
            "appointments",
            "id, item_id, pos, person_id, name, role, body, board_id, starts_on, ends_on, instead_of, released"
        );
        insert!(
            rows,
            db,
            "dissents",
            "id, item_id, pos, kind, point_id, favour_id, text, handed_in, annex, in_time, recorded_at"
        );
        insert!(rows, db, "dissent_people", "dissent_id, item_id, pos, person_id, party_group");
        Ok(())
    }

    async fn insert_people(&mut self, db: &mut PgConnection) -> Result<()> {
        let rows = self;
        insert!(rows, db, "speakers", "item_id, pos, person_id, name, reply");
        insert!(
            rows,
            db,
            "earlier_handlings",
            "item_id, pos, body, on_day, number, earlier_id, effect, words"
        );
        insert!(
            rows,
            db,
            "attendance_events",
            "moment_id, person_id, kind, for_seat, title, reason, point_id"
        );
        insert!(rows, db, "adjusters", "meeting_id, person_id, pos, substitute");
        Ok(())
    }
}
