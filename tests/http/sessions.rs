//! Where a person is signed in (inloggningar).

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use crate::{accounts::ANNA, support::TestSite};

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn every_place_that_is_signed_in_is_shown_and_closed_from_any_of_them(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    site.account(site.person("Anna").await, ANNA.0).await;
    site.account(site.person("Bo").await, "bo@exempel.se").await;
    let (here, phone) =
        (site.signed_in(ANNA.0, ANNA.1).await, site.signed_in(ANNA.0, ANNA.1).await);
    let (desk, bo) =
        (site.signed_in(ANNA.0, ANNA.1).await, site.signed_in("bo@exempel.se", ANNA.1).await);
    let places = "/arbete/inloggningar";

    let page = here.get(places).await;
    assert_eq!(page.text("tbody").matches("Logga ut").count(), 3);
    assert_eq!(page.text("tbody").matches("Den här inloggningen").count(), 1);
    let mine = bo.get(places).await.attribute("tbody form", "action").unwrap();
    assert_eq!(here.post(&mine, &[]).await.status, 404, "somebody else's");
    let other = page.attribute("tbody tr:nth-child(2) form", "action").unwrap();
    assert_eq!(here.post(&other, &[]).await.status, 303);
    let statuses = [phone.get(places).await.status, desk.get(places).await.status];
    assert!(statuses.contains(&200) && statuses.contains(&303), "one of them: {statuses:?}");

    assert_eq!(here.post("/arbete/inloggningar/avsluta-andra", &[]).await.status, 303);
    for (person, status) in [(&phone, 303), (&desk, 303), (&here, 200), (&bo, 200)] {
        assert_eq!(person.get(places).await.status, status);
    }
    site.close().await;
}
