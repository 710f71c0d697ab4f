//! Municipalities (kommuner) in the register.

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use crate::{
    ground::PASSWORD,
    journey::{adjust, written},
    sheet::Sheet,
    support::TestSite,
};

const LAXA: [(&str, &str); 7] = [
    ("version", "1"),
    ("name", "Laxå kommun"),
    ("short_name", "Laxå"),
    ("kind", "municipality"),
    ("court", "Förvaltningsrätten i Karlstad"),
    ("kept_at", "Kommunkansliet"),
    ("announces", "at_once"),
];

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_new_municipality_gets_a_slug_and_its_creator_as_administrator(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    let askersund = site.municipality("askersund", "Askersund").await;
    let admin = site.administrator(askersund).await;
    let id = Uuid::now_v7().to_string();
    let form = [&[("id", id.as_str())], &LAXA[..]].concat();

    let reserved =
        admin.post("/arbete/kommuner/ny", &[&[("slug", "arbete")], &form[..]].concat()).await;
    assert_eq!(reserved.status, 422);
    assert!(reserved.text("#slug-error").contains("används redan för annat"));
    assert_eq!(reserved.attribute("#name", "value").as_deref(), Some("Laxå kommun"));

    for _ in 0..2 {
        assert_eq!(admin.post("/arbete/kommuner/ny", &form).await.status, 303);
    }
    assert!(admin.get("/arbete/register").await.text("main").contains("Laxå kommun"));
    assert_eq!(admin.get(&format!("/arbete/kommuner/{id}")).await.status, 200);
    let slugs = sqlx::query_scalar!("select slug from municipalities where name = 'Laxå kommun'");
    assert_eq!(slugs.fetch_all(&site.owner).await.unwrap(), ["laxa"]);

    let taken = admin.post("/arbete/kommuner/ny", &LAXA).await;
    assert_eq!(taken.status, 422);
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_stale_change_of_a_municipality_shows_both_texts_and_others_see_nothing(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    let laxa = site.municipality("laxa", "Laxå").await;
    let hallsberg = site.municipality("hallsberg", "Hallsberg").await;
    let admin = site.administrator(laxa).await;
    let path = format!("/arbete/kommuner/{laxa}");

    assert_eq!(admin.post(&path, &LAXA).await.status, 303);
    assert_eq!(admin.post(&path, &LAXA).await.status, 303, "the same form sent twice");
    let mut stale = LAXA;
    stale[5] = ("kept_at", "Arkivet");
    let answer = admin.post(&path, &stale).await;
    assert_eq!(answer.status, 409);
    assert_eq!(answer.text("tbody tr"), "Protokollen förvarasArkivetKommunkansliet");
    stale[0] = ("version", "2");
    assert_eq!(admin.post(&path, &stale).await.status, 303);

    let other = format!("/arbete/kommuner/{hallsberg}");
    assert_eq!(admin.get(&other).await.status, 404);
    assert_eq!(admin.post(&other, &LAXA).await.status, 404);
    site.close().await;
}

// KL 8:12
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_notice_board_with_notices_on_it_stays(_: PgPoolOptions, at: PgConnectOptions) {
    let journey = written(at).await;
    adjust(&journey).await;
    let admin = journey.site.signed_in("adam@exempel.se", PASSWORD).await;
    let path = format!("/arbete/kommuner/{}", journey.municipality("laxa"));
    let form = Sheet::of(&admin.get(&path).await, "main form").without("inside");

    let refused = form.send(&admin).await;

    assert_eq!(refused.status, 422);
    assert!(refused.text("#inside-error").contains("De ska vara kvar"), "{}", refused.text("main"));
    journey.site.close().await;
}
