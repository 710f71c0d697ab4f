//! The participants of a joint board (deltagande kommuner): the time begins when the last of them has announced.

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use time::macros::datetime;

use crate::journey::{adjust, done, fact, written};

// APP-05, ANS-14: the time begins when the last municipality has announced.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn app_05_laxa_a_day_late_moves_the_common_last_day(_: PgPoolOptions, at: PgConnectOptions) {
    let mut journey = written(at).await;
    let laxa = journey.municipality("laxa");
    sqlx::query!("update municipalities set announces = 'when_confirmed' where id = $1", laxa)
        .execute(&journey.site.owner)
        .await
        .unwrap();
    let lena =
        journey.site.account(journey.site.person("Lena Laxå").await, "lena@exempel.se").await;
    journey.site.grant(lena, "registrar", laxa).await;
    adjust(&journey).await;
    assert!(
        journey.mail_to("lena@exempel.se").await.contains("senast torsdag 10\u{a0}september 2020")
    );
    assert!(
        journey.secretary.get("/arbete").await.text("main").contains("Inte anslaget än: Laxå.")
    );

    let host = journey.notice("lekeberg").await;
    let waiting = journey.site.nobody().get(&host).await.plain("main");
    assert!(!waiting.contains("29 september 2020"), "no day before all have announced: {waiting}");

    let publish = format!("{}/publicering", journey.meeting);
    done(journey.secretary.post(&publish, &[]).await);

    journey.site.wait_until(datetime!(2020-09-09 07:00 UTC));
    let registrar = journey.signer("Lena Laxå").await;
    assert!(registrar.get("/arbete").await.text("main").contains("En justering att anslå"));
    let list = registrar.get("/arbete/anslag").await;
    let notice = list.attribute("tbody th a", "href").unwrap();
    for _ in 0..2 {
        done(registrar.post(&notice, &[]).await);
    }
    for slug in ["lekeberg", "laxa"] {
        let page = journey.site.nobody().get(&journey.notice(slug).await).await;
        assert!(
            fact(&page, "Sista dag att överklaga").contains("Onsdag 30 september 2020"),
            "{slug}"
        );
        assert!(fact(&page, "Anslaget tas ned tidigast").contains("Torsdag 1 oktober 2020"));
    }
    let day = journey.signer("Kajsa Rosén").await;
    assert!(day.get("/arbete").await.text("main").contains("Publicera på nytt"));
    done(day.post(&publish, &[]).await);
    assert!(!day.get("/arbete").await.text("main").contains("Publicera på nytt"));
    journey.site.close().await;
}

// ANS-23: for a participant outside, the host writes down what was told, and whoever wrote it is known.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn ans_23_the_host_records_what_a_municipality_outside_has_confirmed(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let journey = written(at).await;
    let (laxa, lekeberg) = (journey.municipality("laxa"), journey.municipality("lekeberg"));
    sqlx::query!("update municipalities set inside = false where id = $1", laxa)
        .execute(&journey.site.owner)
        .await
        .unwrap();
    let rut = journey.site.account(journey.site.person("Rut Registrator").await, "rut@exempel.se");
    let rut = rut.await;
    journey.site.grant(rut, "registrar", lekeberg).await;
    adjust(&journey).await;

    let registrar = journey.signer("Rut Registrator").await;
    assert!(registrar.get("/arbete").await.text("main").contains("En justering att anslå"));
    let list = registrar.get("/arbete/anslag").await;
    let notice = list.attribute("tbody th a", "href").unwrap();
    let early = [("announced_on", "2020-09-07"), ("address", "laxa.se/anslag"), ("by_whom", "")];
    let refused = registrar.post(&notice, &early).await;
    assert_eq!(
        (refused.status, refused.text(".error-summary h2")),
        (422, "Rätta 2 uppgifter".into())
    );
    let told = [
        ("announced_on", "2020-09-08"),
        ("address", "laxa.se/anslag"),
        ("by_whom", "Lena, kansliet"),
    ];
    done(registrar.post(&notice, &told).await);

    let row = sqlx::query!("select recorded_by, by_whom from announcements where via = 'receipt'")
        .fetch_one(&journey.site.owner)
        .await
        .unwrap();
    assert_eq!((row.recorded_by, row.by_whom.as_str()), (Some(rut), "Lena, kansliet"));
    assert!(!registrar.get("/arbete").await.text("main").contains("att anslå"));
    let page = journey.site.nobody().get(&journey.notice("lekeberg").await).await;
    assert!(fact(&page, "Sista dag att överklaga").contains("29 september 2020"));
    journey.site.close().await;
}
