//! Lays a reviewed term down (lägger in mandatperioden): every seat that ends and begins, and every new person, in one transaction.

use std::collections::BTreeMap;

use sqlx::PgConnection;
use uuid::Uuid;

use super::{form::TermForm, matching::Who, plan::Plan};
use crate::{Now, accounts::Viewer, error::Result, register::MunicipalityId};

/// Writes all of it; the caller holds the boards.
pub(super) async fn lay_down(
    db: &mut PgConnection,
    (viewer, now): (&Viewer, Now),
    municipality: MunicipalityId,
    form: &TermForm,
    plan: &Plan,
) -> Result<()> {
    let first = plan.boards.iter().map(|board| board.first).min().unwrap_or(now.today());
    sqlx::query!(
        "insert into terms (id, municipality_id, starts_on, source, at, by_id) values ($1, $2, $3, $4, $5, $6)",
        form.key,
        municipality.0,
        first,
        form.source,
        now.0,
        viewer.account.0,
    )
    .execute(&mut *db)
    .await?;
    let persons = persons(db, viewer, municipality, form.key, plan).await?;
    end(db, form.key, plan).await?;
    begin(db, form.key, plan, &persons).await
}

/// The new persons, by their place in the sheet; each in the register of the municipality of the first row, if the viewer keeps it.
async fn persons(
    db: &mut PgConnection,
    viewer: &Viewer,
    municipality: MunicipalityId,
    term: Uuid,
    plan: &Plan,
) -> Result<BTreeMap<usize, Uuid>> {
    let own = viewer.administers();
    let mut persons = BTreeMap::new();
    let (mut ids, mut names, mut homes) = (Vec::new(), Vec::new(), Vec::new());
    for begin in plan.boards.iter().flat_map(|board| &board.begins) {
        let Some(Who::New(place)) = begin.who else { continue };
        if persons.contains_key(&place) {
            continue;
        }
        let id = Uuid::now_v7();
        persons.insert(place, id);
        ids.push(id);
        names.push(plan.people.all[place].name.clone());
        let home = begin.entry.municipality;
        homes.push(if own.contains(&home) { home } else { municipality.0 });
    }
    sqlx::query!(
        "insert into persons (id, name, home_id) select * from unnest($1::uuid[], $2::text[], $3::uuid[])",
        &ids,
        &names,
        &homes,
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "insert into term_persons (term_id, person_id) select $1, * from unnest($2::uuid[])",
        term,
        &ids,
    )
    .execute(db)
    .await?;
    Ok(persons)
}

async fn end(db: &mut PgConnection, term: Uuid, plan: &Plan) -> Result<()> {
    let (mut ids, mut days) = (Vec::new(), Vec::new());
    for end in plan.boards.iter().flat_map(|board| &board.ends) {
        ids.push(end.id);
        days.push(end.last);
    }
    sqlx::query!(
        r#"
        insert into term_seats (term_id, seat_id, begins, ends_on, was_until)
        select $1, s.id, false, e.day, s.ends_on from unnest($2::uuid[], $3::date[]) as e(id, day) join seats s on s.id = e.id
        "#,
        term,
        &ids,
        &days,
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        r#"
        update seats s set ends_on = e.day, version = version + 1
        from unnest($1::uuid[], $2::date[]) as e(id, day) where s.id = e.id
        "#,
        &ids,
        &days,
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn begin(
    db: &mut PgConnection,
    term: Uuid,
    plan: &Plan,
    persons: &BTreeMap<usize, Uuid>,
) -> Result<()> {
    let rows: Vec<_> = plan
        .boards
        .iter()
        .flat_map(|board| board.begins.iter().map(move |begin| (board.id.0, begin)))
        .map(|(board, begin)| {
            let person = match begin.who {
                Some(Who::Known(id)) => Some(id.0),
                Some(Who::New(place)) => persons.get(&place).copied(),
                None => None,
            };
            let entry = &begin.entry;
            serde_json::json!({
                "id": Uuid::now_v7(), "board_id": board, "person_id": person, "role": entry.role, "party": entry.party,
                "municipality_id": entry.municipality, "call_order": begin.order,
                "starts_on": entry.first.to_string(), "ends_on": entry.last.to_string(),
            })
        })
        .collect();
    sqlx::query!(
        r#"
        with laid as (
            insert into seats (id, board_id, person_id, role, party, municipality_id, call_order, starts_on, ends_on)
            select id, board_id, person_id, role, party, municipality_id, call_order, starts_on, ends_on
            from jsonb_to_recordset($2) as r(id uuid, board_id uuid, person_id uuid, role text, party text, municipality_id uuid,
                call_order int, starts_on date, ends_on date)
            returning id, ends_on
        )
        insert into term_seats (term_id, seat_id, begins, ends_on) select $1, id, true, ends_on from laid
        "#,
        term,
        serde_json::Value::Array(rows),
    )
    .execute(db)
    .await?;
    Ok(())
}
