use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use crate::support::TestSite;

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_board_is_created_and_all_mistakes_are_told_at_once(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    let laxa = site.municipality("laxa", "Laxå").await;
    let admin = site.administrator(laxa).await;
    let host = laxa.to_string();

    let wrong = admin
        .post(
            "/arbete/organ/nytt",
            &[("host", &host), ("kind", "joint_board"), ("seats", "0"), ("numbering", "year")],
        )
        .await;
    assert_eq!(wrong.status, 422);
    for field in ["#name-error", "#seats-error", "#adjusters-error", "#participants-error"] {
        assert!(!wrong.text(field).is_empty(), "{field}");
    }
    let right = admin
        .post(
            "/arbete/organ/nytt",
            &[
                ("host", &host),
                ("name", "Kommunstyrelsen"),
                ("kind", "executive_board"),
                ("seats", "5"),
                ("adjusters", "1"),
                ("numbering", "year"),
            ],
        )
        .await;
    assert_eq!(right.status, 303);
    let page = admin.get(&right.location.unwrap()).await;
    assert!(page.text(".message").contains("6 kap. 16 §"), "BOD-06 warns");
    let hosts = sqlx::query_scalar!("select municipality_id from participants")
        .fetch_all(&site.owner)
        .await
        .unwrap();
    assert_eq!(hosts, [laxa]);
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_second_chair_and_a_person_twice_are_field_errors(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    let laxa = site.municipality("laxa", "Laxå").await;
    let admin = site.administrator(laxa).await;
    let board = site.board(laxa, "ks", "Kommunstyrelsen", "executive_board").await;
    let (eva, bo) = (
        site.resident(laxa, "Eva Ek").await.to_string(),
        site.resident(laxa, "Bo Björk").await.to_string(),
    );
    let (home, path) = (laxa.to_string(), format!("/arbete/organ/{board}/platser/ny"));
    let seat = |person, role, end| {
        [
            ("person", person),
            ("role", role),
            ("municipality", home.as_str()),
            ("starts_on", "2026-01-01"),
            ("ends_on", end),
        ]
    };

    assert_eq!(admin.post(&path, &seat(&eva, "chair", "")).await.status, 303);
    let second = admin.post(&path, &seat(&bo, "chair", "")).await;
    assert_eq!(second.status, 422);
    assert!(second.text("#role-error").contains("redan en ordförande"));
    let twice = admin.post(&path, &seat(&eva, "member", "")).await;
    assert!(twice.text("#person-error").contains("redan en plats"));
    let backwards = admin.post(&path, &seat(&bo, "member", "2025-12-31")).await;
    assert!(backwards.text("#ends_on-error").contains("före första dagen"));
    assert_eq!(admin.post(&path, &seat("", "member", "")).await.status, 303, "a vacant seat");
    assert!(admin.get(&format!("/arbete/organ/{board}")).await.text("tbody").contains("Vakant"));

    let stranger = site.municipality("hallsberg", "Hallsberg").await;
    let other = site.administrator(stranger).await;
    assert_eq!(other.get(&path).await.status, 404);
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn num_05_a_series_with_frozen_numbers_keeps_its_first_number(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    let laxa = site.municipality("laxa", "Laxå").await;
    let admin = site.administrator(laxa).await;
    let board = site.board(laxa, "ks", "Kommunstyrelsen", "executive_board").await;
    let path = format!("/arbete/organ/{board}/serier");
    let series = |first, reason| [("instance", "2026"), ("first", first), ("reason", reason)];

    assert!(admin.post(&path, &series("22", "")).await.text("#reason-error").contains("varför"));
    assert_eq!(admin.post(&path, &series("22", "Fortsätter")).await.status, 303);
    sqlx::query!("update series set last_frozen = 30").execute(&site.owner).await.unwrap();
    let refused = admin.post(&path, &series("1", "")).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text("#first-error").contains("fastställda nummer"));
    site.close().await;
}
