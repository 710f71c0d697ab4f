//! Keeping the content of a § (lagring): only the rows that changed, under the ids they already have.

use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

use super::{Content, Decision, Section};
use crate::{
    error::{Error, Result},
    register::ItemId,
    text::Text,
};

impl Content {
    /// Writes what differs from `before`, the content that the database has.
    pub(crate) async fn replace(
        &self,
        db: &mut PgConnection,
        item: ItemId,
        before: &Self,
    ) -> Result<()> {
        if self.sections != before.sections {
            write_sections(db, item, &self.sections, &before.sections).await?;
        }
        if self.decisions != before.decisions {
            write_decisions(db, item, &self.decisions, &before.decisions).await?;
            write_points(db, item, &self.decisions, &before.decisions).await?;
        }
        if self.documents != before.documents {
            self.write_documents(db, item).await?;
        }
        if self.recipients != before.recipients {
            self.write_recipients(db, item).await?;
        }
        if self.annexes != before.annexes {
            self.write_annexes(db, item).await?;
        }
        Ok(())
    }

    async fn write_documents(&self, db: &mut PgConnection, item: ItemId) -> Result<()> {
        sqlx::query!("delete from supporting_documents where item_id = $1", item.0)
            .execute(&mut *db)
            .await?;
        let ids: Vec<Uuid> = self.documents.iter().map(|_| Uuid::now_v7()).collect();
        let titles: Vec<String> = self.documents.iter().map(|row| row.title.clone()).collect();
        let numbers: Vec<String> = self.documents.iter().map(|row| row.number.clone()).collect();
        sqlx::query!(
            r#"
            insert into supporting_documents (id, item_id, pos, title, number)
            select id, $1, pos::int, title, number
            from unnest($2::uuid[], $3::text[], $4::text[]) with ordinality as new (id, title, number, pos)
            "#,
            item.0,
            &ids,
            &titles,
            &numbers,
        )
        .execute(db)
        .await?;
        Ok(())
    }

    async fn write_recipients(&self, db: &mut PgConnection, item: ItemId) -> Result<()> {
        sqlx::query!("delete from recipients where item_id = $1", item.0).execute(&mut *db).await?;
        let ids: Vec<Uuid> = self.recipients.iter().map(|_| Uuid::now_v7()).collect();
        let names: Vec<String> = self.recipients.iter().map(|row| row.name.clone()).collect();
        let notes: Vec<String> = self.recipients.iter().map(|row| row.note.clone()).collect();
        sqlx::query!(
            r#"
            insert into recipients (id, item_id, pos, name, note)
            select id, $1, pos::int, name, note
            from unnest($2::uuid[], $3::text[], $4::text[]) with ordinality as new (id, name, note, pos)
            "#,
            item.0,
            &ids,
            &names,
            &notes,
        )
        .execute(db)
        .await?;
        Ok(())
    }

    async fn write_annexes(&self, db: &mut PgConnection, item: ItemId) -> Result<()> {
        sqlx::query!("delete from annexes where item_id = $1", item.0).execute(&mut *db).await?;
        let ids: Vec<Uuid> = self.annexes.iter().map(|_| Uuid::now_v7()).collect();
        let numbers: Vec<String> = self.annexes.iter().map(|row| row.number.clone()).collect();
        let titles: Vec<String> = self.annexes.iter().map(|row| row.title.clone()).collect();
        let pages: Vec<Option<i32>> = self.annexes.iter().map(|row| row.pages).collect();
        sqlx::query!(
            r#"
            insert into annexes (id, item_id, pos, number, title, pages)
            select id, $1, pos::int, number, title, pages
            from unnest($2::uuid[], $3::text[], $4::text[], $5::int[]) with ordinality as new (id, number, title, pages, pos)
            "#,
            item.0,
            &ids,
            &numbers,
            &titles,
            &pages as &[Option<i32>],
        )
        .execute(db)
        .await?;
        Ok(())
    }
}

/// What stands at a new place or with new words, with its place.
fn changed<'a, T: PartialEq>(now: &'a [T], before: &'a [T]) -> Vec<(i32, &'a T)> {
    (1..)
        .zip(now)
        .enumerate()
        .filter(|(n, (_, part))| before.get(*n) != Some(*part))
        .map(|(_, numbered)| numbered)
        .collect()
}

async fn write_sections(
    db: &mut PgConnection,
    item: ItemId,
    now: &[Section],
    before: &[Section],
) -> Result<()> {
    let kept: Vec<Uuid> = now.iter().map(|section| section.id).collect();
    sqlx::query!("delete from sections where item_id = $1 and id <> all($2)", item.0, &kept)
        .execute(&mut *db)
        .await?;
    let changed = changed(now, before);
    let ids: Vec<Uuid> = changed.iter().map(|(_, row)| row.id).collect();
    let places: Vec<i32> = changed.iter().map(|(pos, _)| *pos).collect();
    let keys: Vec<String> = changed.iter().map(|(_, row)| row.key.clone()).collect();
    let headings: Vec<String> = changed.iter().map(|(_, row)| row.heading.clone()).collect();
    let texts: Vec<Json<&Text>> = changed.iter().map(|(_, row)| Json(&row.text)).collect();
    let written = sqlx::query!(
        r#"
        insert into sections (id, item_id, pos, key, heading, text)
        select id, $1, pos, key, heading, text
        from unnest($2::uuid[], $3::int[], $4::text[], $5::text[], $6::jsonb[]) as new (id, pos, key, heading, text)
        on conflict (id) do update set pos = excluded.pos, key = excluded.key, heading = excluded.heading, text = excluded.text
            where sections.item_id = $1
        "#,
        item.0,
        &ids,
        &places,
        &keys,
        &headings,
        &texts as _,
    )
    .execute(db)
    .await?;
    all_ours(written.rows_affected(), ids.len())
}

async fn write_decisions(
    db: &mut PgConnection,
    item: ItemId,
    now: &[Decision],
    before: &[Decision],
) -> Result<()> {
    let kept: Vec<Uuid> = now.iter().map(|decision| decision.id).collect();
    let points: Vec<Uuid> = now.iter().flat_map(|d| &d.points).map(|point| point.id).collect();
    sqlx::query!(
        "delete from decision_points p using decisions d where d.id = p.decision_id and d.item_id = $1 and p.id <> all($2)",
        item.0,
        &points,
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!("delete from decisions where item_id = $1 and id <> all($2)", item.0, &kept)
        .execute(&mut *db)
        .await?;
    let changed = changed(now, before);
    let ids: Vec<Uuid> = changed.iter().map(|(_, row)| row.id).collect();
    let places: Vec<i32> = changed.iter().map(|(pos, _)| *pos).collect();
    let lead_ins: Vec<String> = changed.iter().map(|(_, row)| row.lead_in.clone()).collect();
    let own: Vec<bool> = changed.iter().map(|(_, row)| row.own).collect();
    let written = sqlx::query!(
        r#"
        insert into decisions (id, item_id, pos, lead_in, own)
        select id, $1, pos, lead_in, own
        from unnest($2::uuid[], $3::int[], $4::text[], $5::bool[]) as new (id, pos, lead_in, own)
        on conflict (id) do update set pos = excluded.pos, lead_in = excluded.lead_in, own = excluded.own
            where decisions.item_id = $1
        "#,
        item.0,
        &ids,
        &places,
        &lead_ins,
        &own,
    )
    .execute(db)
    .await?;
    all_ours(written.rows_affected(), ids.len())
}

async fn write_points(
    db: &mut PgConnection,
    item: ItemId,
    now: &[Decision],
    before: &[Decision],
) -> Result<()> {
    let old = |id: Uuid| {
        before.iter().find(|decision| decision.id == id).map_or(&[][..], |old| &old.points)
    };
    let changed: Vec<_> = now
        .iter()
        .flat_map(|decision| {
            changed(&decision.points, old(decision.id))
                .into_iter()
                .map(|(pos, point)| (decision.id, pos, point))
        })
        .collect();
    let ids: Vec<Uuid> = changed.iter().map(|(_, _, row)| row.id).collect();
    let decisions: Vec<Uuid> = changed.iter().map(|(decision, ..)| *decision).collect();
    let places: Vec<i32> = changed.iter().map(|(_, pos, _)| *pos).collect();
    let texts: Vec<Json<&Text>> = changed.iter().map(|(_, _, row)| Json(&row.text)).collect();
    let appeals: Vec<String> = changed.iter().map(|(_, _, row)| row.appeal.clone()).collect();
    let written = sqlx::query!(
        r#"
        insert into decision_points (id, decision_id, pos, text, appeal)
        select id, decision_id, pos, text, appeal
        from unnest($2::uuid[], $3::uuid[], $4::int[], $5::jsonb[], $6::text[]) as new (id, decision_id, pos, text, appeal)
        on conflict (id) do update set decision_id = excluded.decision_id, pos = excluded.pos, text = excluded.text, appeal = excluded.appeal
            where decision_points.decision_id in (select d.id from decisions d where d.item_id = $1)
        "#,
        item.0,
        &ids,
        &decisions,
        &places,
        &texts as _,
        &appeals,
    )
    .execute(db)
    .await?;
    all_ours(written.rows_affected(), ids.len())
}

/// A row under the same id in another § is not written, and no form of ours asks for it.
fn all_ours(written: u64, asked: usize) -> Result<()> {
    if usize::try_from(written) == Ok(asked) {
        Ok(())
    } else {
        Err(Error::Malformed("an id belongs to another §".to_owned()))
    }
}
