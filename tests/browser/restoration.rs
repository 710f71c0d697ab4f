//! The way on after a restoration (återställning), as an administrator walks it.

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use time::macros::datetime;

use crate::{inspection::Inspection, place::Place, register::choose_password, visitor::Visitor};

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn an_administrator_is_led_from_the_day_s_page_through_every_step(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let place = Place::open(datetime!(2020-09-08 12:31 UTC), at).await;
    place.put_back(datetime!(2020-09-08 12:00 UTC)).await;
    let link = place.municipality("Lekebergs kommun", ("Ylva Ek", "ylva@lekeberg.example")).await;
    let mut visitor = Visitor::arrive(&place, Some(Inspection::of("restoration"))).await;
    choose_password(&mut visitor, &link).await;

    visitor.follow("Dagens").await;
    visitor.on("Dagens uppgifter").await;
    visitor.follow("Systemet har återställts från en säkerhetskopia").await;
    visitor.on("Återställningar").await;
    let missing = "Rättshandlingar saknas: nummer 1–7 i kedjan";
    visitor.finds(&["Återställt", missing, "6 av 6 steg"]).await;
    visitor.follow(missing).await;
    visitor.on(missing).await;
    visitor.write("Vad som gjordes", "Protokollet skickades igen").await;
    visitor.press("Anteckna som gjort").await;
    visitor.on("Återställningar").await;
    visitor.finds(&["Protokollet skickades igen", "enligt Ylva Ek", "5 av 6 steg"]).await;
    visitor.look("ett steg klart").await;

    visitor.leave().await;
    place.close().await;
}
