//! Persons and officials (förtroendevalda och tjänstepersoner) in the register.

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use crate::{
    removals::{put_back, take_back},
    sheet::Sheet,
    support::{Person, TestSite},
};

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn persons_and_officials_belong_to_the_register_of_their_municipality(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    let (laxa, hallsberg) = (
        site.municipality("laxa", "Laxå").await,
        site.municipality("hallsberg", "Hallsberg").await,
    );
    let (admin, other) = (site.administrator(laxa).await, site.administrator(hallsberg).await);
    let (home, id) = (laxa.to_string(), Uuid::now_v7().to_string());

    let form = [("id", id.as_str()), ("name", "Eva Ek"), ("home", &home)];
    for _ in 0..2 {
        assert_eq!(admin.post("/arbete/personer/ny", &form).await.status, 303);
    }
    let official = [
        ("name", "Eva Ek"),
        ("title", "Kommundirektör"),
        ("municipality", home.as_str()),
        ("starts_on", "2026-01-01"),
    ];
    assert_eq!(admin.post("/arbete/tjanstepersoner/ny", &official).await.status, 303);
    let count =
        sqlx::query_scalar!(r#"select count(*) as "n!" from persons where name = 'Eva Ek'"#);
    assert_eq!(count.fetch_one(&site.owner).await.unwrap(), 1);
    assert!(admin.get("/arbete/register").await.text("main").contains("Eva Ek Kommundirektör"));

    let path = format!("/arbete/personer/{id}");
    assert_eq!(admin.post(&path, &[("version", "1"), ("name", "Eva Al")]).await.status, 303);
    let stale = admin.post(&path, &[("version", "1"), ("name", "Eva Lind")]).await;
    assert_eq!(stale.status, 409);
    assert!(stale.text("tbody").contains("Eva Lind") && stale.text("tbody").contains("Eva Al"));
    assert_eq!(other.get(&path).await.status, 404);
    assert_eq!(site.nobody().get(&path).await.status, 303);
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn long_lists_are_read_a_page_at_a_time_and_searched_by_name(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    let laxa = site.municipality("laxa", "Laxå").await;
    let admin = site.administrator(laxa).await;
    for n in 0..103 {
        let person = site.resident(laxa, &format!("Person {n:03}")).await;
        site.account(person, &format!("person.{n:03}@exempel.se")).await;
    }

    for list in ["/arbete/register", "/arbete/konton"] {
        let first = admin.get(list).await.text("main");
        assert!(first.contains("Person 098") && !first.contains("Person 101"), "{list}: {first}");
        let second = admin.get(&format!("{list}?namn=&sida=2")).await.text("main");
        assert!(
            second.contains("Person 102") && !second.contains("Person 098"),
            "{list}: {second}"
        );
        let found = admin.get(&format!("{list}?namn=n%20042")).await.text("main");
        assert!(found.contains("Person 042") && !found.contains("Person 043"), "{list}: {found}");
        let none = admin.get(&format!("{list}?namn=%25")).await.text("main");
        assert!(!none.contains("Person 0"), "{list}: {none}");
    }
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_stale_change_of_an_official_shows_both_texts(_: PgPoolOptions, at: PgConnectOptions) {
    let site = TestSite::open(at).await;
    let laxa = site.municipality("laxa", "Laxå").await;
    let admin = site.administrator(laxa).await;
    let path = official(&site, &admin, "Kommundirektör").await;

    let sheet = Sheet::of(&admin.get(&path).await, "main form");
    assert_eq!(sheet.clone().set("title", 0, "IT-chef").send(&admin).await.status, 303);
    let page = sheet.clone().set("title", 0, "Kanslichef").send(&admin).await;
    assert_eq!(page.status, 409);
    assert_eq!(page.text("tbody tr"), "TitelKanslichefIT-chef");
    assert_eq!(Sheet::of(&page, "main form").send(&admin).await.status, 303);

    let wrong = Sheet::of(&admin.get(&path).await, "main form")
        .set("title", 0, "Chef\0")
        .set("ends_on", 0, "2025-12-31")
        .send(&admin)
        .await;
    assert_eq!(wrong.status, 422);
    assert!(!wrong.text("#title-error").is_empty());
    assert!(wrong.text("#ends_on-error").contains("före första dagen"));
    let title = sqlx::query_scalar!("select title from officials").fetch_one(&site.owner).await;
    assert_eq!(title.unwrap(), "Kanslichef");
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn who_was_added_by_mistake_is_taken_away_and_can_be_put_back(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    let laxa = site.municipality("laxa", "Laxå").await;
    let admin = site.administrator(laxa).await;
    let office = official(&site, &admin, "Kommundirektör").await;
    let person =
        sqlx::query_scalar!("select person_id from officials").fetch_one(&site.owner).await;
    let person = format!("/arbete/personer/{}", person.unwrap());

    for (kind, path) in [("tjansteperson", office), ("person", person)] {
        let id = path.rsplit('/').next().unwrap();
        let removed = take_back(&admin, kind, id).await;
        let again = admin.post(&format!("/arbete/borttagning/{kind}/{id}"), &[]).await;
        assert_eq!(again.location, removed.location, "a double click");
        assert_eq!(admin.get(&path).await.status, 409);
        assert_eq!(site.nobody().get(&path).await.status, 303);

        put_back(&admin, &removed).await;
        assert_eq!(admin.get(&path).await.status, 200, "{path} is back under its own address");
        assert_eq!(take_back(&admin, kind, id).await.status, 303);
    }
    let left = sqlx::query_scalar!(
        r#"select (select count(*) from officials) + (select count(*) from persons where home_id = $1) as "n!""#,
        laxa
    );
    assert_eq!(left.fetch_one(&site.owner).await.unwrap(), 0);
    site.close().await;
}

/// Adds an official, and gives the path of its page.
async fn official(site: &TestSite, admin: &Person, title: &str) -> String {
    let empty = admin.get("/arbete/tjanstepersoner/ny").await;
    let sheet = Sheet::of(&empty, "main form").set("name", 0, "Eva Ek").set("title", 0, title);
    let sheet = sheet.set("starts_on", 0, "2026-01-01");
    assert_eq!(sheet.send(admin).await.status, 303);
    let id = sqlx::query_scalar!("select id from officials").fetch_one(&site.owner).await.unwrap();
    format!("/arbete/tjanstepersoner/{id}")
}
