//! The head of a § (rubrik, ärendenummer, föredragande, slag) and how it is kept.

use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use uuid::Uuid;

use super::Item;
use crate::{
    error::{Error, OnConstraint as _, Result},
    register::{ItemId, MunicipalityId},
};

/// What stands above the text of a §.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Head {
    pub(super) title: String,
    pub(super) registry_nos: Vec<String>,
    pub(super) rapporteur: String,
    pub(super) kind: String,
    /// The neutral heading where the § is withheld (PRI-12).
    pub(super) public_title: String,
}

impl Head {
    pub(super) fn of(item: &Item) -> Self {
        Self {
            title: item.title.clone(),
            registry_nos: item.registry_nos.clone(),
            rapporteur: item.rapporteur.clone(),
            kind: item.kind.clone(),
            public_title: item.public_title.clone(),
        }
    }

    /// Writes the head where it differs from `before`, and in any case the new version of the §.
    pub(super) async fn replace(
        &self,
        db: &mut PgConnection,
        item: ItemId,
        host: MunicipalityId,
        before: &Self,
    ) -> Result<()> {
        sqlx::query!(
            "update items set title = $2, rapporteur = $3, kind = $4, public_title = $5, version = version + 1 where id = $1",
            item.0,
            self.title,
            self.rapporteur,
            self.kind,
            self.public_title,
        )
        .execute(&mut *db)
        .await
        .on_constraint("items_matter_key", || {
            Error::refused("En annan paragraf av det slaget har samma nummer i serien. Ändra numret först.")
        })?;
        if self.registry_nos != before.registry_nos {
            replace_cases(db, item, host, &self.registry_nos).await?;
        }
        Ok(())
    }
}

/// Cases are the host's; one that is new to it is registered under its number.
async fn replace_cases(
    db: &mut PgConnection,
    item: ItemId,
    host: MunicipalityId,
    numbers: &[String],
) -> Result<()> {
    let ids: Vec<Uuid> = numbers.iter().map(|_| Uuid::now_v7()).collect();
    sqlx::query!(
        r#"
        insert into cases (id, registry_no, municipality_id)
        select id, registry_no, $3 from unnest($1::uuid[], $2::text[]) as new (id, registry_no) order by registry_no
        on conflict on constraint cases_registry_no_key do nothing
        "#,
        &ids,
        numbers,
        host.0,
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!("delete from item_cases where item_id = $1", item.0).execute(&mut *db).await?;
    sqlx::query!(
        r#"
        insert into item_cases (item_id, case_id, pos)
        select $1, c.id, numbers.pos::int
        from unnest($2::text[]) with ordinality as numbers (registry_no, pos)
        join cases c on c.registry_no = numbers.registry_no and c.municipality_id = $3
        "#,
        item.0,
        numbers,
        host.0,
    )
    .execute(&mut *db)
    .await?;
    Ok(())
}
