//! Leaving (kontot avslutas): every door closes at once, what was done stays, and one municipality closes no other's.

use paragraf::verify::stored;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use crate::{accounts::ANNA, ground::PASSWORD, support::TestSite};

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_closed_account_opens_no_door_and_can_be_opened_again(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    let home = site.municipality("lekeberg", "Lekeberg").await;
    let anna = site.account(site.resident(home, "Anna").await, ANNA.0).await;
    site.grant(anna, "administrator", home).await;
    let bo = site.account(site.resident(home, "Bo").await, "bo@exempel.se").await;
    site.grant(bo, "registrar", home).await;
    let (own, path) =
        (format!("/arbete/konton/{anna}/avsluta"), format!("/arbete/konton/{bo}/avsluta"));
    let (anna, there) =
        (site.signed_in(ANNA.0, ANNA.1).await, site.signed_in("bo@exempel.se", PASSWORD).await);
    site.nobody().post("/losenord", &[("email", "bo@exempel.se")]).await;
    let link = site.mailed_link("bo@exempel.se").await.unwrap();

    assert_eq!(anna.post(&own, &[("reason", "x")]).await.status, 409, "one's own");
    let none = anna.post(&path, &[("reason", " ")]).await;
    assert!(none.text(".field-error").contains("Skriv varför"));
    assert_eq!(anna.post(&path, &[("reason", "Har slutat")]).await.status, 303);
    assert!(anna.get("/arbete/konton").await.text("tbody").contains("bo@exempel.se Avslutat Inga"));

    assert_eq!(there.get("/arbete").await.status, 303);
    assert_eq!(site.nobody().get(&link).await.status, 410);
    let entering = [("email", "bo@exempel.se"), ("password", PASSWORD)];
    assert_eq!(site.nobody().post("/logga-in", &entering).await.status, 422);
    site.nobody().post("/losenord", &[("email", "bo@exempel.se")]).await;
    assert_eq!(site.mailed_link("bo@exempel.se").await.unwrap(), link, "no new one");
    let role = format!("registrar:{home}");
    let roles = format!("/arbete/konton/{bo}/roller");
    assert_eq!(anna.post(&roles, &[("role", &role)]).await.status, 409);
    let mut db = site.owner.acquire().await.unwrap();
    let report = stored(&mut db, &[]).await.unwrap();
    assert!(report.holds(), "{report}");
    drop(db);

    assert_eq!(anna.post(&format!("/arbete/konton/{bo}/oppna"), &[]).await.status, 303);
    let bo = site.signed_in("bo@exempel.se", PASSWORD).await;
    assert!(!bo.get("/arbete").await.text("nav").contains("Anslag"), "without the role");
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn one_account_serves_two_municipalities_and_each_ends_its_own_only(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    let (home, other) =
        (site.municipality("lekeberg", "Lekeberg").await, site.municipality("laxa", "Laxå").await);
    let anna = site.account(site.resident(home, "Anna").await, ANNA.0).await;
    site.grant(anna, "administrator", home).await;
    let bo = site.account(site.resident(home, "Bo").await, "bo@exempel.se").await;
    site.grant(bo, "registrar", home).await;
    site.grant(bo, "registrar", other).await;
    let (anna, lo) = (site.signed_in(ANNA.0, ANNA.1).await, site.administrator(other).await);
    let page = format!("/arbete/konton/{bo}");
    assert!(!anna.get(&page).await.text("section > ul").contains("Laxå"));
    assert!(!lo.get(&page).await.text("section > ul").contains("Lekeberg"));

    let close = format!("{page}/avsluta");
    assert!(anna.get(&close).await.text("main").contains("En annan kommun använder också kontot"));
    assert_eq!(anna.post(&close, &[("reason", "Har slutat")]).await.status, 303);

    let bo = site.signed_in("bo@exempel.se", PASSWORD).await;
    assert!(bo.get("/arbete").await.text("nav").contains("Anslag"), "for Laxå");
    assert!(!anna.get(&page).await.text("section > ul").contains("Registrator"));
    assert!(lo.get(&page).await.text("section > ul").contains("Registrator, Laxå"));
    site.close().await;
}
