//! Guessing (gissning): passwords tried without end, addresses that are none.

use axum::{body::Body, http::Request};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use crate::{accounts::ANNA, support::TestSite};

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn guessing_and_asking_without_end_are_stopped(_: PgPoolOptions, at: PgConnectOptions) {
    let site = TestSite::open(at).await;
    let nobody = site.nobody();
    let guess = [("email", "okand@exempel.se"), ("password", "fel")];

    let mut answers = Vec::new();
    for _ in 0..21 {
        answers.push(nobody.post("/logga-in", &guess).await.status);
    }

    assert_eq!((answers[0], answers[20]), (422, 429));
    let asked = nobody.post("/losenord", &[("email", "okand@exempel.se")]).await;
    assert_eq!(asked.status, 303, "who guesses cannot keep the owner from a new password");
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_null_byte_and_an_endless_address_are_wrong_and_no_fault(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    let nobody = site.nobody();
    for email in ["a\0@exempel.se", &"a".repeat(255)] {
        let answer = nobody.post("/logga-in", &[("email", email), ("password", "x")]).await;
        assert_eq!(answer.status, 422);
    }
    for path in ["/%00", "/%00/anslagstavla", "/lekeberg/p/x/%00/1"] {
        assert!([400, 404].contains(&nobody.get(path).await.status), "{path}");
    }
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_strangers_guesses_do_not_keep_who_is_signed_in_from_the_password(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    let home = site.municipality("lekeberg", "Lekeberg").await;
    let anna = site.account(site.resident(home, "Anna").await, ANNA.0).await;
    site.grant(anna, "administrator", home).await;
    let cookie = site.session(anna, 30).await;
    let router = site.nobody();
    for _ in 0..30 {
        router.post("/logga-in", &[("email", ANNA.0), ("password", "fel")]).await;
    }

    let path = format!("/arbete/konton/{anna}/roller");
    let body: &str = format!("role=registrar%3A{home}&password=tre+gr%C3%B6na+h%C3%A4star").leak();
    let request = Request::post(&path)
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .header("cookie", &cookie);
    assert_eq!(router.send(request, Body::from(body)).await.status, 303);
    site.close().await;
}
