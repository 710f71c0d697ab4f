//! Closing a meeting: what its numbers follow.

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use time::macros::datetime;

use crate::{
    meetings::{item, planned},
    support::TestSite,
};

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn num_08_the_numbers_follow_the_order_handled_where_that_is_chosen(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::at(datetime!(2020-09-30 15:00 UTC), at).await;
    let ground = site.meeting_ground().await;
    let secretary = site.secretary_of(ground.board, "Sara Sekreterare").await;
    let meeting = planned(&secretary, ground.board, "2020-09-08").await;
    for title in ["Föredragningslistan", "Budget", "Lägesrapport"] {
        assert_eq!(item(&secretary, &meeting, "decision", title, "").await.status, 303);
    }
    let ids = sqlx::query_scalar!("select id from items order by pos").fetch_all(&site.owner).await;
    let fields: Vec<_> = ids.unwrap().iter().map(|id| format!("behandlad_{id}")).collect();
    let close = format!("{meeting}/avsluta");

    let page = secretary.get(&close).await;
    let agenda = page.attribute("input[name=paragrafer]", "value").unwrap();
    for (field, place) in fields.iter().zip(["1", "2", "3"]) {
        assert_eq!(page.attribute(&format!("#{field}"), "value").as_deref(), Some(place));
    }
    let form = |shown, places: [&'static str; 3]| {
        let places = fields.iter().map(String::as_str).zip(places);
        [("slutar_1", "16.30"), ("paragrafer", shown), ("numren_foljer", "handled")]
            .into_iter()
            .chain(places)
            .collect::<Vec<_>>()
    };

    let twice = secretary.post(&close, &form(&agenda, ["1", "3", "3"])).await;
    assert_eq!(twice.status, 422);
    assert!(twice.plain(".error-summary").contains("Ge varje punkt ett eget nummer."));
    let shown = secretary.post(&close, &form(&agenda, ["1", "3", "2"])).await;
    assert_eq!(shown.status, 200, "the order is read before it lasts");
    assert!(shown.plain("[role=status]").contains("Så blir numren"));
    assert!(
        shown.plain(".contents").contains("§ 2 Lägesrapport§ 3 Budget"),
        "{}",
        shown.plain(".contents")
    );
    let order = shown.attribute("input[name=paragrafer]", "value").unwrap();
    assert_eq!(secretary.post(&close, &form(&order, ["1", "3", "2"])).await.status, 303);

    let kept = sqlx::query!("select title, number, agenda_pos from items order by pos")
        .fetch_all(&site.owner)
        .await
        .unwrap();
    let kept: Vec<_> = kept.iter().map(|i| (i.title.as_str(), i.number, i.agenda_pos)).collect();
    assert_eq!(
        kept,
        [
            ("Föredragningslistan", Some(1), Some(1)),
            ("Lägesrapport", Some(2), Some(3)),
            ("Budget", Some(3), Some(2)),
        ]
    );
    let hub = secretary.get(&meeting).await.plain("tbody");
    assert!(hub.contains("Lägesrapport Punkt 3 på föredragningslistan"), "{hub}");
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn num_05_an_earlier_meeting_that_is_still_open_is_told_of_before_the_numbers_last(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::at(datetime!(2020-09-30 15:00 UTC), at).await;
    let ground = site.meeting_ground().await;
    let secretary = site.secretary_of(ground.board, "Sara Sekreterare").await;
    let earlier = planned(&secretary, ground.board, "2020-09-08").await;
    let later = planned(&secretary, ground.board, "2020-09-15").await;
    for meeting in [&earlier, &later] {
        assert_eq!(item(&secretary, meeting, "decision", "Budget", "").await.status, 303);
    }

    let told = "Sammanträdet 8 september 2020 är inte avslutat.";
    let close = |meeting: &str| format!("{meeting}/avsluta");
    assert!(secretary.get(&close(&later)).await.plain("main").contains(told));
    assert!(!secretary.get(&close(&earlier)).await.plain("main").contains("är inte avslutat."));
    site.close().await;
}
