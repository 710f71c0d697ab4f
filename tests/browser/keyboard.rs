//! A whole form by keyboard only (tangentbord), mistakes and all.

use fantoccini::key::Key;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use time::macros::datetime;

use crate::{
    inspection::Inspection,
    place::Place,
    register::{LEKEBERG, PASSWORD},
    visitor::Visitor,
};

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_board_is_laid_down_without_a_mouse(_: PgPoolOptions, at: PgConnectOptions) {
    let place = Place::open(datetime!(2020-09-08 12:31 UTC), at).await;
    let link = place.municipality("Lekebergs kommun", ("Ylva Ek", LEKEBERG)).await;
    let mut visitor = Visitor::arrive(&place, Some(Inspection::of("keyboard"))).await;

    visitor.open(&link).await;
    visitor.key(Key::Tab).await;
    assert!(visitor.is_focused(".skip-link").await, "the first stop leads past the menu");
    visitor.tab_to("Nytt lösenord").await;
    visitor.typed(PASSWORD).await;
    visitor.key(Key::Enter).await;
    visitor.on("Dagens uppgifter").await;
    for link in ["Register", "Lägg till ett organ"] {
        visitor.tab_to(link).await;
        visitor.key(Key::Enter).await;
        visitor.on(if link == "Register" { link } else { "Nytt organ" }).await;
    }

    visitor.tab_to("Spara").await;
    visitor.key(Key::Enter).await;
    visitor.finds(&["Rätta 2 uppgifter", "Skriv organets namn."]).await;
    visitor.look("med fel").await;
    assert!(visitor.is_focused(".error-summary").await, "what is wrong is read first");
    visitor.tab_to("Skriv organets namn.").await;
    visitor.key(Key::Enter).await;
    assert!(visitor.is_focused("#name").await, "a mistake leads to its field");

    visitor.typed("Individutskottet").await;
    visitor.tab_to("Slag").await;
    visitor.typed("utskott").await;
    visitor.tab_to("Antal ledamöter").await;
    visitor.typed("4").await;
    visitor.tab_to("Protokollet anslås på anslagstavlan").await;
    visitor.key(Key::Space).await;
    visitor.tab_to("Spara").await;
    visitor.key(Key::Enter).await;
    visitor.on("Individutskottet").await;
    visitor.finds(&["Slag utskott", "Antal ledamöter 4", "Anslås nej"]).await;

    visitor.leave().await;
    place.close().await;
}
