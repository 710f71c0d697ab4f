//! Boards (organ) in the register: their seats, participants and series of numbers.

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use uuid::Uuid;

use crate::{ground::PASSWORD, journey::written, sheet::Sheet, support::TestSite};

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

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_stale_change_of_a_board_shows_both_texts_and_one_press_saves_mine(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    let laxa = site.municipality("laxa", "Laxå").await;
    let (anna, bo) =
        (site.administrator(laxa).await, site.with_role("Bo Admin", "administrator", laxa).await);
    let board = site.board(laxa, "ks", "Kommunstyrelsen", "executive_board").await;
    let path = format!("/arbete/organ/{board}/andra");

    let sheet = Sheet::of(&anna.get(&path).await, "main form");
    let theirs = sheet.clone().set("seats", 0, "7");
    assert_eq!(theirs.send(&bo).await.status, 303);
    assert_eq!(theirs.send(&bo).await.status, 303, "a double click");
    let mine = sheet.set("seats", 0, "9").set("remote_decision", 0, "KF 2022-11-21 § 140");
    let page = mine.send(&anna).await;
    assert_eq!(page.status, 409);
    assert_eq!(page.text("tbody th"), "Antal ledamöterBeslut om distans");
    assert_eq!(page.text("tbody tr:first-child td"), "97");
    assert_eq!(page.attribute("#seats", "value").as_deref(), Some("9"));

    let wrong = Sheet::of(&page, "main form").set("name", 0, "Styrelsen\0").set("seats", 0, "302");
    let page = wrong.send(&anna).await;
    assert_eq!(page.status, 422);
    assert!(!page.text("#name-error").is_empty() && !page.text("#seats-error").is_empty());
    let right = Sheet::of(&page, "main form").set("name", 0, "Styrelsen").set("seats", 0, "9");
    assert_eq!(right.send(&anna).await.status, 303);
    let stored = sqlx::query!("select name, slug, seats, version from boards")
        .fetch_one(&site.owner)
        .await
        .unwrap();
    assert_eq!((stored.name.as_str(), stored.seats, stored.version), ("Styrelsen", 9, 3));
    assert_eq!(stored.slug, "ks", "the address stays");
    site.close().await;
}

// BOD-03, BOD-04: the host keeps the register of a joint board.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_host_registers_every_participant_of_its_joint_board_those_outside_too(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    let lekeberg = site.municipality("lekeberg", "Lekeberg").await;
    let askersund = site.municipality("askersund", "Askersund").await;
    let admin = site.administrator(lekeberg).await;
    let empty = admin.get("/arbete/organ/nytt").await;
    assert_eq!(empty.text("#host option"), "Lekeberg kommun", "no board of another host");
    assert!(empty.text("#participants label").contains("Askersund kommun"), "any can take part");

    let form = Sheet::of(&empty, "main form")
        .set("name", 0, "IT-nämnden")
        .set("kind", 0, "joint_board")
        .set("seats", 0, "4")
        .set("outside", 0, "Hallsberg\r\nArbete\r\naskersund");
    let reserved = form.send(&admin).await;
    assert_eq!(reserved.status, 422);
    assert!(reserved.text("#outside-error").contains("/arbete används redan"));
    assert!(reserved.text("#outside").contains("Hallsberg"));
    let form = form.set("outside", 0, "Hallsberg\r\naskersund");
    for _ in 0..2 {
        assert_eq!(form.send(&admin).await.status, 303);
    }
    let all = sqlx::query!(
        r#"select m.short_name, m.inside from participants p join municipalities m on m.id = p.municipality_id order by m.short_name"#
    )
    .fetch_all(&site.owner)
    .await
    .unwrap();
    let all: Vec<_> = all.iter().map(|row| (row.short_name.as_str(), row.inside)).collect();
    assert_eq!(all, [("Askersund", true), ("Hallsberg", false), ("Lekeberg", true)]);
    let register = admin.get("/arbete/register").await.text("main");
    assert!(register.contains("Hallsberg") && !register.contains("Askersund"));

    let board = sqlx::query_scalar!("select id from boards").fetch_one(&site.owner).await.unwrap();
    sqlx::query!("update seats set municipality_id = null").execute(&site.owner).await.unwrap();
    let path = format!("/arbete/organ/{board}/andra");
    let stale = Sheet::of(&admin.get(&path).await, "main form").set("outside", 0, "Laxå");
    assert_eq!(stale.send(&admin).await.status, 303);
    assert_eq!(stale.send(&admin).await.status, 303, "sent twice, it adds one");
    let other = site.administrator(askersund).await;
    assert_eq!(other.get(&path).await.status, 404, "a participant does not keep the register");
    let foreign =
        stale.with("host", &askersund.to_string()).with("participants", &Uuid::nil().to_string());
    assert!(foreign.send(&admin).await.text("#participants-error").contains("i listan"));
    let count = sqlx::query_scalar!(r#"select count(*) as "n!" from municipalities"#);
    assert_eq!(count.fetch_one(&site.owner).await.unwrap(), 4);
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_participant_for_whom_somebody_sits_cannot_leave_the_board(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    let (host, laxa) =
        (site.municipality("lekeberg", "Lekeberg").await, site.municipality("laxa", "Laxå").await);
    let admin = site.administrator(host).await;
    let board = site.board(host, "it", "IT-nämnden", "joint_board").await;
    site.participant(board, laxa).await;
    site.seat(board, None, "member", 0).await;
    sqlx::query!("update seats set municipality_id = $1", laxa).execute(&site.owner).await.unwrap();

    let path = format!("/arbete/organ/{board}/andra");
    let form = Sheet::of(&admin.get(&path).await, "main form").set("kind", 0, "board");
    let refused = form.send(&admin).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text("#participants-error").contains("Laxå kommun har platser i organet"));
    let count = sqlx::query_scalar!(r#"select count(*) as "n!" from participants"#);
    assert_eq!(count.fetch_one(&site.owner).await.unwrap(), 2);
    site.close().await;
}

// KL 8:12: a board is announced on a municipality's own notice board by that municipality.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_joint_board_is_announced_at_once_only_where_the_municipality_has_agreed(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    let (laxa, hallsberg) = (
        site.municipality("laxa", "Laxå").await,
        site.municipality("hallsberg", "Hallsberg").await,
    );
    let (host, other) = (site.administrator(laxa).await, site.administrator(hallsberg).await);
    let form = Sheet::of(&host.get("/arbete/organ/nytt").await, "main form")
        .set("name", 0, "IT-nämnden")
        .set("kind", 0, "joint_board")
        .set("seats", 0, "4")
        .with("participants", &hallsberg.to_string());
    assert_eq!(form.send(&host).await.status, 303);
    let accepted = async || {
        let row = sqlx::query_scalar!(
            "select accepted from participants where municipality_id = $1",
            hallsberg
        );
        row.fetch_one(&site.owner).await.unwrap()
    };
    assert!(!accepted().await);

    let path = format!("/arbete/kommuner/{hallsberg}/gemensamma");
    assert_eq!(host.get(&path).await.status, 404);
    let page = other.get(&path).await;
    let sheet = Sheet::of(&page, "tbody form").with("direkt", "ja");
    assert_eq!(sheet.send_to(&host, &path).await.status, 404);
    assert_eq!(sheet.send_to(&other, &path).await.status, 303);
    assert!(accepted().await);
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_seat_that_a_meeting_uses_keeps_its_person_and_its_days(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let journey = written(at).await;
    let admin = journey.site.signed_in("adam@exempel.se", PASSWORD).await;
    let seat = sqlx::query_scalar!(
        "select s.id from seats s join persons p on p.id = s.person_id where p.name = 'Caroline Dieker'"
    );
    let path = format!("/arbete/platser/{}", seat.fetch_one(&journey.site.owner).await.unwrap());
    let form = Sheet::of(&admin.get(&path).await, "main form");

    for (field, value) in [("role", "substitute"), ("ends_on", "2020-09-07"), ("person", "")] {
        let refused = form.clone().set(field, 0, value).send(&admin).await;
        assert_eq!(refused.status, 422, "{field}");
        assert!(refused.plain("#person-error").contains("används i sammanträdet 8 september 2020"));
    }
    let ended = form.set("ends_on", 0, "2020-09-08").send(&admin).await;
    assert_eq!(ended.status, 303, "{}", ended.text("main"));
    journey.site.close().await;
}
