//! A passkey (lösennyckel) in a browser that has an authenticator: added, used to sign in, used to confirm, taken away.

use serde_json::json;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use time::macros::datetime;

use crate::{
    inspection::Inspection,
    place::Place,
    register::{LEKEBERG, PASSWORD, choose_password},
    visitor::Visitor,
};

/// Gives the browser an authenticator of its own, whose owner is there and gives the PIN.
async fn own_a_device(visitor: &Visitor) {
    let device = json!({"protocol": "ctap2", "transport": "internal", "hasUserVerification": true,
        "isUserVerified": true, "automaticPresenceSimulation": true});
    visitor.chromium.devtools("WebAuthn.enable", json!({})).await;
    visitor.chromium.devtools("WebAuthn.addVirtualAuthenticator", json!({"options": device})).await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_passkey_is_added_and_signs_in_and_confirms(_: PgPoolOptions, at: PgConnectOptions) {
    let place = Place::open(datetime!(2020-09-08 12:31 UTC), at).await;
    let link = place.municipality("Lekebergs kommun", ("Ylva Ek", LEKEBERG)).await;
    let mut visitor = Visitor::arrive(&place, Some(Inspection::of("passkey"))).await;
    choose_password(&mut visitor, &link).await;
    own_a_device(&visitor).await;

    visitor.open("/arbete/sakerhet").await;
    visitor.on("Säkerhet").await;
    visitor.write("Namn på den nya nyckeln", "Min telefon").await;
    visitor.press("Lägg till lösennyckel").await;
    visitor.on("Dina återställningskoder").await;
    visitor.follow("Jag har sparat dem").await;
    visitor.finds(&["Min telefon", "Inte använd än", "10 av 10"]).await;
    visitor.look("med en lösennyckel").await;

    visitor.press("Logga ut").await;
    visitor.open("/logga-in").await;
    visitor.write("E-post", LEKEBERG).await;
    visitor.write("Lösenord", PASSWORD).await;
    visitor.press("Logga in").await;
    visitor.on("Bekräfta inloggningen").await;
    visitor.press("Använd lösennyckel").await;
    visitor.on("Dagens uppgifter").await;

    place.rest().await;
    visitor.open("/arbete/sakerhet").await;
    visitor.finds(&["Bekräfta att det är du", "Senast använd"]).await;
    visitor.look("att bekräfta").await;
    visitor.press("Bekräfta med lösennyckel").await;
    visitor.press("Ta bort Min telefon").await;
    visitor.finds(&["Du har inga lösennycklar.", "Läge Av"]).await;

    visitor.leave().await;
    place.close().await;
}
