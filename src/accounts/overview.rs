//! The accounts that an administrator looks after (konton): whose they are, their state and roles.

use askama::Template;
use askama_web::WebTemplate;
use axum::{extract::State, response::IntoResponse};
use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

use super::Viewer;
use crate::{
    App,
    error::{Error, Result},
    law,
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
    /// False once it is closed.
    pub(super) open: bool,
    pub(super) second_factor: bool,
    /// Such as "Sekreterare, Kommunstyrelsen"; only what the viewer may end.
    pub(super) roles: Vec<String>,
}

/// A role that the viewer may end, or that has ended.
pub(super) struct Held {
    pub(super) id: Uuid,
    pub(super) label: String,
    starts_on: Option<Date>,
    ends_on: Option<Date>,
    given_on: Date,
    ended_on: Option<Date>,
    /// It counts no more.
    pub(super) over: bool,
    /// Its first day is to come.
    pub(super) ahead: bool,
}

impl Held {
    /// "1 december 2026 – 14 december 2026", or since when.
    pub(super) fn time(&self) -> String {
        let from = law::long_date(self.starts_on.unwrap_or(self.given_on));
        let until = self.ended_on.into_iter().chain(self.ends_on).min();
        match until {
            Some(until) => format!("{from} – {}", law::long_date(until)),
            None => format!("från {from}"),
        }
    }
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

/// Somebody else's open account, for what may be done to no other. One's own and a closed one are refused, on the page as in the form.
pub(super) async fn find_others(
    db: &mut PgConnection,
    viewer: &Viewer,
    id: AccountId,
) -> Result<Listed> {
    let account = find(db, viewer, id).await?;
    if id == viewer.account {
        return Err(Error::refused(
            "Du kan inte göra det med ditt eget konto. Be en annan administratör göra det.",
        ));
    }
    if !account.open {
        return Err(Error::refused("Kontot är avslutat. Öppna det först."));
    }
    Ok(account)
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
            select g.account_id, g.given_at, g.ended_at, grant_counts(g, $6) as counts,
                role_label(g) as label
            from grants g left join boards b on b.id = g.board_id
            where coalesce(g.municipality_id, b.host_id) = any($1)
        )
        select a.id as "id: AccountId", p.name,
            case when a.email = weeded_address(a.id) then 'gallrad' else a.email end as "email!", a.password is not null as "active!", account_is_open(a.id) as "open!",
            exists (select from second_factors f where f.account_id = a.id and f.confirmed_at is not null and f.ended_at is null) as "second_factor!",
            array(select h.label from held h where h.account_id = a.id and h.counts order by h.given_at, h.label) as "roles!"
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
        viewer.now.today(),
    )
    .fetch_all(db)
    .await?)
}

/// The roles of an account within the viewer's municipalities: those that count or will, then those that are over.
pub(super) async fn held(
    db: &mut PgConnection,
    viewer: &Viewer,
    account: AccountId,
) -> Result<Vec<Held>> {
    Ok(sqlx::query_as!(
        Held,
        r#"
        select g.id, g.starts_on, g.ends_on, (g.given_at at time zone 'Europe/Stockholm')::date as "given_on!",
            (g.ended_at at time zone 'Europe/Stockholm')::date as ended_on,
            (g.ended_at is not null or coalesce(g.ends_on < $3, false)) as "over!", coalesce(g.starts_on > $3, false) as "ahead!",
            role_label(g) as "label!"
        from grants g left join boards b on b.id = g.board_id
        where g.account_id = $2 and coalesce(g.municipality_id, b.host_id) = any($1)
        order by 6, g.given_at desc, g.id
        limit 100
        "#,
        &viewer.administers(),
        account.0,
        viewer.now.today(),
    )
    .fetch_all(db)
    .await?)
}
