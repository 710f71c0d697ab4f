//! Everything that is read without signing in (den öppna webbplatsen), from the public views only.

mod attendance;
mod board;
mod calculation;
mod checkpoint;
mod clock;
mod former;
mod frame;
mod markup;
mod municipality;
mod notice;
mod organ;
mod paragraph;
mod pdf;
mod place;
mod posting;
mod protocol;
mod protocols;
mod security;
mod start;
mod succession;
mod words;

use axum::{Router, routing::get};

use crate::App;

pub(crate) use former::lead_on;

pub(crate) fn router() -> Router<App> {
    Router::new()
        .route("/", get(start::index))
        .route("/.well-known/security.txt", get(security::show))
        .route("/om", get(start::about))
        .route("/om/nycklar", get(checkpoint::show))
        .route("/data/kedja.json", get(checkpoint::head))
        .route("/data/nycklar.json", get(checkpoint::keys))
        .route("/rakna-ut", get(calculation::show))
        .route("/{kommun}", get(municipality::show))
        .route("/{kommun}/anslagstavla", get(board::index))
        .route("/{kommun}/anslagstavla/nedtagna", get(board::taken_down))
        .route("/{kommun}/anslagstavla/sa-overklagar-du", get(board::appeal))
        .route("/{kommun}/anslag/{id}", get(posting::show))
        .route("/{kommun}/organ/{organ}", get(organ::show))
        .route("/{kommun}/protokoll", get(protocols::index))
        .route("/{kommun}/protokoll/{organ}/{datum}", get(protocols::show))
        .route("/{kommun}/protokoll/{organ}/{datum}/protokoll.pdf", get(pdf::show))
        .route("/{kommun}/protokoll/{organ}/{datum}/{del}", get(protocols::show_part))
        .route("/{kommun}/protokoll/{organ}/{datum}/{del}/protokoll.pdf", get(pdf::show_part))
        .route("/{kommun}/p/{organ}/{serie}/{nr}", get(paragraph::show))
}
