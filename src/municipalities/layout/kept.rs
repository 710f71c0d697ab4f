//! The layouts that a municipality has had (sparade uppställningar): added, never changed.

use sqlx::{PgConnection, types::Json};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{accounts::Viewer, error::Result, register::MunicipalityId, web::Now, wording::Layout};

/// A layout as it was saved.
pub(super) struct Kept {
    pub(super) id: Uuid,
    /// None: the standard again.
    layout: Option<Json<Layout>>,
    pub(super) at: OffsetDateTime,
    pub(super) by: String,
}

impl Kept {
    /// From the newest.
    pub(super) async fn all(db: &mut PgConnection, of: MunicipalityId) -> Result<Vec<Self>> {
        Ok(sqlx::query_as!(
            Self,
            r#"
            select l.id, l.layout as "layout: Json<Layout>", l.at, p.name as by
            from layouts l join accounts a on a.id = l.by_id join persons p on p.id = a.person_id
            where l.municipality_id = $1 order by l.at desc, l.id desc
            "#,
            of.0,
        )
        .fetch_all(db)
        .await?)
    }

    pub(super) fn layout(&self) -> Layout {
        self.layout.as_ref().map(|kept| kept.0.clone()).unwrap_or_default()
    }

    /// "Beslut, Ärendet, Yrkanden"; of the standard that it is the standard.
    pub(super) fn words(&self) -> String {
        match &self.layout {
            None => "Standard".to_owned(),
            Some(Json(layout)) => super::form::order(layout),
        }
    }
}

/// The layout of the municipality's boards; the standard where it has saved none.
pub(crate) async fn layout(db: &mut PgConnection, of: MunicipalityId) -> Result<Layout> {
    let newest = sqlx::query_scalar!(
        r#"select layout as "layout: Json<Layout>" from layouts where municipality_id = $1 order by at desc, id desc limit 1"#,
        of.0,
    );
    let newest = newest.fetch_optional(db).await?.flatten();
    Ok(newest.map(|kept| kept.0).unwrap_or_default())
}

/// Says whether `replaces` was still the newest: each is replaced once.
pub(super) async fn insert(
    db: &mut PgConnection,
    of: MunicipalityId,
    layout: &Layout,
    (id, replaces): (Uuid, Option<Uuid>),
    (viewer, now): (&Viewer, Now),
) -> Result<bool> {
    let own = (*layout != Layout::default()).then_some(Json(layout));
    let done = sqlx::query!(
        r#"
        insert into layouts (id, municipality_id, replaces, layout, at, by_id) values ($1, $2, $3, $4, $5, $6)
        on conflict do nothing
        "#,
        id,
        of.0,
        replaces,
        own as _,
        now.0,
        viewer.account.0,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}
