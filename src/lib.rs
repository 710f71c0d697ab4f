//! Paragraf: the minutes (protokoll) of Swedish municipal boards, written, adjusted, announced and published by the law.

pub mod accounts;
pub mod backups;
mod boards;
pub mod config;
pub mod database;
pub mod demo;
mod error;
pub mod exchange;
pub mod health;
mod items;
pub mod jobs;
pub mod keys;
pub mod law;
mod log;
pub mod mail;
mod meetings;
mod municipalities;
mod notices;
pub mod operations;
mod persons;
pub mod print;
pub mod production;
mod protocols;
mod public;
mod register;
mod removals;
pub mod restorations;
pub mod retention;
pub mod sbom;
pub mod seal;
pub mod serving;
mod tasks;
mod terms;
pub mod text;
pub mod verify;
mod web;
pub mod wording;

use std::sync::Arc;

use axum::{Router, extract::FromRef, middleware, routing::get};
use sqlx::{PgPool, migrate::Migrator};

pub use web::{Clock, Now, machine_time};

/// Every migration, kept in one place so that tests share a single copy.
pub static MIGRATOR: Migrator = sqlx::migrate!();

/// What every request can reach.
#[derive(Clone)]
pub struct App {
    pub site: PgPool,
    pub public: PgPool,
    pub clock: Clock,
    /// The address people type, such as `https://protokoll.exempel.se`.
    pub origin: Arc<str>,
    /// Signs what the server vouches for.
    pub key: keys::ServerKey,
    /// The machine it runs on.
    pub host: health::Host,
    /// Seals the secrets of accounts.
    pub vault: keys::Vault,
}

/// The pool of those who are signed in.
#[derive(Clone)]
struct SiteDb(PgPool);

/// The pool of the public: views only, read only.
#[derive(Clone)]
struct PublicDb(PgPool);

impl FromRef<App> for SiteDb {
    fn from_ref(app: &App) -> Self {
        Self(app.site.clone())
    }
}

impl FromRef<App> for PublicDb {
    fn from_ref(app: &App) -> Self {
        Self(app.public.clone())
    }
}

/// Builds the whole site.
pub fn site(app: App) -> Router {
    let pages = Router::new()
        .route("/healthz", get(health::show))
        .route("/readyz", get(health::ready))
        .merge(web::router())
        .merge(accounts::router())
        .merge(boards::router())
        .merge(exchange::router())
        .merge(items::router())
        .merge(meetings::router())
        .merge(municipalities::router())
        .merge(notices::router())
        .merge(operations::router())
        .merge(persons::router())
        .merge(protocols::router())
        .merge(public::router())
        .merge(removals::router())
        .merge(restorations::router())
        .merge(retention::router())
        .merge(tasks::router())
        .merge(terms::router())
        .fallback(async || error::Error::NotFound)
        .layer(middleware::from_fn_with_state(app.clone(), public::lead_on))
        .layer(middleware::from_fn_with_state(app.clone(), accounts::keep_unsaved))
        .layer(middleware::from_fn(web::offer_again));
    web::wrap(pages).with_state(app)
}
