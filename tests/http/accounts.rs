use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use time::macros::datetime;

use crate::support::TestSite;

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn signing_in_needs_the_right_password_and_leads_back(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::at(datetime!(2026-11-24 09:00 UTC), at).await;
    let person = site.person("Sara Sekreterare").await;
    site.account(person, "sara@exempel.se", "tre gröna hästar").await;

    let wrong = site
        .nobody()
        .post("/logga-in", &[("email", "sara@exempel.se"), ("password", "fel lösenord här")])
        .await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text(".error-summary").contains("stämmer inte"));

    let right = site
        .nobody()
        .post(
            "/logga-in",
            &[("email", "Sara@exempel.se"), ("password", "tre gröna hästar"), ("till", "/justera")],
        )
        .await;
    assert_eq!((right.status, right.location.as_deref()), (303, Some("/justera")));

    let abroad = site
        .nobody()
        .post(
            "/logga-in",
            &[
                ("email", "sara@exempel.se"),
                ("password", "tre gröna hästar"),
                ("till", "//annan.se"),
            ],
        )
        .await;
    assert_eq!(abroad.location.as_deref(), Some("/arbete"));
    site.close().await;
}
