//! The accounts that an administrator looks after (konton): whose they are, their state and roles.

use askama::Template;
use askama_web::WebTemplate;
use axum::{extract::State, response::IntoResponse};
use sqlx::PgConnection;
use uuid::Uuid;

use super::Viewer;
use crate::{
    App,
    error::{Error, Result},
    register::AccountId,
    web::{Listing, Query},
};

#[derive(Template, WebTemplate)]
#[template(path = "accounts/index.html")]
struct AccountsPage {
    viewer: Viewer,
    accounts: Vec<Listed>,
    listing: Listing,
    more: bool,
}

/// An account within the viewer's municipalities.
pub(super) struct Listed {
    pub(super) id: AccountId,
    pub(super) name: String,
    pub(super) email: String,
    /// False until the invitation is used.
    pub(super) active: bool,
    /// Such as "Sekreterare, Kommunstyrelsen"; only what the viewer may end.
    pub(super) roles: Vec<String>,
}

/// A role that the viewer may end.
pub(super) struct Held {
    pub(super) id: Uuid,
    pub(super) label: String,
}

impl Listed {
    pub(super) fn path(&self) -> String {
        path(self.id)
    }
}

/// The page of an account.
pub(super) fn path(id: AccountId) -> String {
    format!("/arbete/konton/{id}")
}

pub(super) async fn index(
    State(app): State<App>,
    viewer: Viewer,
    Query(listing): Query<Listing>,
) -> Result<impl IntoResponse> {
    require(&viewer)?;
    let mut accounts = listed(&mut *app.site.acquire().await?, &viewer, None, &listing).await?;
    let more = accounts.len() > Listing::LINES;
    accounts.truncate(Listing::LINES);
    Ok(AccountsPage { viewer, accounts, listing, more })
}

/// Only administrators know of these pages.
pub(super) fn require(viewer: &Viewer) -> Result<()> {
    if viewer.administers().is_empty() { Err(Error::NotFound) } else { Ok(()) }
}

/// An account within the viewer's municipalities; any other is not found.
pub(super) async fn find(db: &mut PgConnection, viewer: &Viewer, id: AccountId) -> Result<Listed> {
    listed(db, viewer, Some(id), &Listing::default()).await?.pop().ok_or(Error::NotFound)
}

async fn listed(
    db: &mut PgConnection,
    viewer: &Viewer,
    one: Option<AccountId>,
    listing: &Listing,
) -> Result<Vec<Listed>> {
    Ok(sqlx::query_as!(
        Listed,
        r#"
        with held as (
            select g.account_id, g.given_at, g.ended_at,
                case g.role when 'administrator' then 'Administratör' when 'registrar' then 'Registrator' else 'Sekreterare' end
                    || ', ' || coalesce(m.name, b.name) as label
            from grants g left join municipalities m on m.id = g.municipality_id left join boards b on b.id = g.board_id
            where coalesce(g.municipality_id, b.host_id) = any($1)
        )
        select a.id as "id: AccountId", p.name, a.email, a.password is not null as "active!",
            array(select h.label from held h where h.account_id = a.id and h.ended_at is null order by h.given_at, h.label) as "roles!"
        from accounts a join persons p on p.id = a.person_id
        where ($2::uuid is null or a.id = $2) and (p.name ilike $3 or a.email ilike $3) and (
            p.home_id = any($1)
            or exists (select from seats s join boards b on b.id = s.board_id where s.person_id = p.id and b.host_id = any($1))
            or exists (select from held h where h.account_id = a.id)
        )
        order by p.name collate "sv-x-icu", a.id
        limit $4 offset $5
        "#,
        &viewer.administers(),
        one.map(|id| id.0),
        listing.pattern(),
        Listing::PAGE + 1,
        listing.before(),
    )
    .fetch_all(db)
    .await?)
}

/// The roles of an account that the viewer may end.
pub(super) async fn held(
    db: &mut PgConnection,
    viewer: &Viewer,
    account: AccountId,
) -> Result<Vec<Held>> {
    Ok(sqlx::query_as!(
        Held,
        r#"
        select g.id,
            case g.role when 'administrator' then 'Administratör' when 'registrar' then 'Registrator' else 'Sekreterare' end
                || ', ' || coalesce(m.name, b.name) as "label!"
        from grants g left join municipalities m on m.id = g.municipality_id left join boards b on b.id = g.board_id
        where g.account_id = $2 and g.ended_at is null and coalesce(g.municipality_id, b.host_id) = any($1)
        order by g.given_at, g.id
        "#,
        &viewer.administers(),
        account.0,
    )
    .fetch_all(db)
    .await?)
}
