//! The participants of a joint board (deltagande kommuner): the time begins when the last of them has announced.

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use time::macros::datetime;

use crate::{
    journey::{adjust, done, fact, written},
    sheet::Sheet,
};

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
    sqlx::query!("update municipalities set inside = false, board_address = 'https://laxa.se/anslag' where id = $1", laxa)
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

// KL 9:32: those that take part on the day of the meeting announce it.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_municipality_that_has_left_announces_no_later_meeting(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let journey = written(at).await;
    let laxa = journey.municipality("laxa");
    sqlx::query!(
        r#"
        insert into leavings (id, board_id, municipality_id, from_on, last_day, decision, at, by_id)
        select gen_random_uuid(), p.board_id, $1, p.from_on, '2020-09-07', '§ 1', '2020-09-01 08:00Z', a.id
        from participants p, accounts a where p.municipality_id = $1 limit 1
        "#,
        laxa
    )
    .execute(&journey.site.owner)
    .await
    .unwrap();
    adjust(&journey).await;

    assert_eq!(announcing(&journey).await, ["Askersund", "Hallsberg", "Lekeberg"]);
    let host = journey.site.nobody().get(&journey.notice("lekeberg").await).await;
    assert!(fact(&host, "Sista dag att överklaga").contains("29 september 2020"), "three are all");
    assert!(!host.text("main").contains("Laxå"), "{}", host.text("main"));
    journey.site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_municipality_leaves_on_a_day_and_can_come_back(_: PgPoolOptions, at: PgConnectOptions) {
    let journey = written(at).await;
    let (site, laxa) = (&journey.site, journey.municipality("laxa"));
    let board = sqlx::query_scalar!("select id from boards").fetch_one(&site.owner).await.unwrap();
    let admin = journey.signer("Adam Admin").await;
    let (register, path) =
        (format!("/arbete/organ/{board}"), format!("/arbete/organ/{board}/uttrade/{laxa}"));
    let leave = async |day: &str| {
        let form = Sheet::of(&admin.get(&path).await, "main form").set("last_day", 0, day);
        form.set("decision", 0, "Kommunfullmäktige 2020-06-15 § 80").send(&admin).await
    };

    let seated = leave("2020-12-31").await;
    assert_eq!(seated.status, 409);
    assert!(seated.text("[role=alert]").contains("Bo Rudolfsson"), "{}", seated.text("main"));
    sqlx::query!("update seats set ends_on = '2020-12-31' where municipality_id = $1", laxa)
        .execute(&site.owner)
        .await
        .unwrap();
    done(leave("2020-12-31").await);
    let page = admin.get(&register).await.plain(".facts");
    assert!(page.contains("Laxå kommun, till och med 31 december 2020"), "{page}");

    let form = Sheet::of(&admin.get(&format!("{register}/andra")).await, "main form");
    let hasty = form.clone().without("participants").send(&admin).await;
    assert_eq!(hasty.status, 422);
    assert!(!hasty.text("#participants-error").is_empty(), "it has met, or holds seats");
    let back = form.with("participants", &laxa.to_string());
    let when = back.send(&admin).await;
    assert!(when.text("#joins_on-error").contains("från vilken dag"), "{}", when.text("main"));
    let early = back.clone().set("joins_on", 0, "2020-12-31").send(&admin).await;
    assert!(early.text("#joins_on-error").contains("efter den då den lämnade"));
    done(back.set("joins_on", 0, "2021-03-01").send(&admin).await);

    adjust(&journey).await;
    assert_eq!(announcing(&journey).await.len(), 4, "all four took part that day");
    let days = sqlx::query_scalar!(
        r#"select from_on || '–' || coalesce(until_on::text, '') as "days!" from participations where municipality_id = $1 order by from_on"#,
        laxa
    );
    assert_eq!(
        days.fetch_all(&site.owner).await.unwrap(),
        ["1900-01-01–2020-12-31", "2021-03-01–"]
    );
    journey.site.close().await;
}

/// The municipalities that have a notice to announce.
async fn announcing(journey: &crate::journey::Journey) -> Vec<String> {
    sqlx::query_scalar!(
        "select m.short_name from notices n join municipalities m on m.id = n.municipality_id order by m.short_name"
    )
    .fetch_all(&journey.site.owner)
    .await
    .unwrap()
}
