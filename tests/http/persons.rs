use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use crate::support::TestSite;

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
