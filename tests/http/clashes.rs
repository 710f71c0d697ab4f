//! Two at once (krockar) and twice at once: one is done, the other is told, and nothing is half done.

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use crate::{
    sheet::Sheet,
    support::{Page, Person},
    workplace::Workplace,
};

/// The statuses of two answers, the lower first.
fn statuses(one: &Page, two: &Page) -> [u16; 2] {
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    statuses
}

/// The form for a new meeting, filled in.
async fn planned(secretary: &Person) -> Sheet {
    Sheet::of(&secretary.get("/arbete/sammantraden/nytt").await, "main form")
        .set("dag_1", 0, "2020-10-06")
        .set("borjar_1", 0, "13.00")
        .set("plats_1", 0, "Rådsalen")
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn two_meetings_of_one_day_planned_at_once_get_an_ordinal_each(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let workplace = Workplace::begin(at).await;
    let site = &workplace.site;
    let (sara, nils) =
        (&workplace.secretary, &site.secretary_of(workplace.board, "Nils Sekreterare").await);
    let (one, two) = (planned(sara).await, planned(nils).await);
    let (first, second) = tokio::join!(one.send(sara), two.send(nils));
    assert_eq!(statuses(&first, &second), [303, 303]);
    let (again, twice) = tokio::join!(one.send(sara), one.send(sara));
    assert_eq!((&again.location, &twice.location), (&first.location, &first.location));

    let ordinals = sqlx::query_scalar!("select ordinal from meetings order by ordinal")
        .fetch_all(&site.owner)
        .await
        .unwrap();
    assert_eq!(ordinals, [1, 2]);
    workplace.site.close().await;
}

// ATT-14, CAL-09.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn of_two_changes_of_a_meeting_at_once_one_is_shown_the_others_text(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let workplace = Workplace::begin(at).await;
    let walk = workplace.write(&["ett"]).await;
    let sara = &workplace.secretary;
    let nils = &workplace.site.secretary_of(workplace.board, "Nils Sekreterare").await;
    let path = format!("{}/andra", walk.path);
    let sheet = Sheet::of(&sara.get(&path).await, "main form");

    let wrong = sheet.clone().set("slutar_1", 0, "12.59").set("plats_1", 0, "A\0");
    let added = wrong.with("dag_2", "2020-09-07").with("borjar_2", "9.00").with("plats_2", "B");
    let page = added.send(sara).await;
    assert_eq!(page.status, 422);
    assert!(page.text("#slutar_1-error").contains("efter starttiden"));
    assert!(page.text("#dag_2-error").contains("före den första dagen"));
    assert!(!page.text("#plats_1-error").is_empty());

    let (mine, theirs) =
        (sheet.clone().set("plats_1", 0, "Stora salen"), sheet.set("plats_1", 0, "Lilla salen"));
    let (mine, theirs) = tokio::join!(mine.send(sara), theirs.send(nils));
    assert_eq!(statuses(&mine, &theirs), [303, 409]);
    let (loser, winners) =
        if mine.status == 409 { (&mine, "Lilla salen") } else { (&theirs, "Stora salen") };
    assert!(loser.text(".message").contains(winners), "{}", loser.text(".message"));
    workplace.site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_point_is_added_once_and_a_null_byte_is_told(_: PgPoolOptions, at: PgConnectOptions) {
    let workplace = Workplace::begin(at).await;
    let walk = workplace.write(&["ett"]).await;
    let sara = &workplace.secretary;
    let (path, key) = (format!("{}/paragrafer", walk.path), Uuid::now_v7().to_string());
    let point = |title| [("nyckel", key.as_str()), ("slag", "decision"), ("rubrik", title)];

    let wrong = sara.post(&path, &point("Budget\0")).await;
    assert_eq!(wrong.status, 422);
    assert!(!wrong.text("#rubrik-error").is_empty());
    let long = "å".repeat(2_000);
    assert_eq!(sara.post(&path, &point(&long)).await.status, 422);
    let budget = point("Budget");
    let (one, two) = tokio::join!(sara.post(&path, &budget), sara.post(&path, &budget));
    assert_eq!(statuses(&one, &two), [303, 303]);
    let count = sqlx::query_scalar!(r#"select count(*) as "n!" from items where title = 'Budget'"#);
    assert_eq!(count.fetch_one(&workplace.site.owner).await.unwrap(), 1);
    workplace.site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn the_longest_text_goes_through_and_what_is_longer_still_comes_back(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let workplace = Workplace::begin(at).await;
    let walk = workplace.write(&["ett"]).await;
    let path = format!("/arbete/paragrafer/{}", walk.items[0]);
    let sheet = Sheet::of(&workplace.secretary.get(&path).await, "#paragraf");
    let long =
        |letters| sheet.clone().set("text-", 0, &"å".repeat(letters)).with("atgard", "spara");

    let refused = long(200_001).send_to(&workplace.secretary, &path).await;
    assert_eq!(refused.status, 422);
    let kept = long(400_000).send_to(&workplace.secretary, &path).await;
    assert_eq!((kept.status, kept.text("h1").as_str()), (413, "Texten är för lång"));
    assert!(String::from_utf8_lossy(&kept.body).contains(&"å".repeat(400_000)));
    let beyond = long(1_500_000).send_to(&workplace.secretary, &path).await;
    assert_eq!((beyond.status, beyond.text("h1").as_str()), (413, "Texten är för lång"));
    let saved = long(199_000).send_to(&workplace.secretary, &path).await;
    assert_eq!(saved.status, 303);
    workplace.site.close().await;
}

// NUM-04, NUM-05, INV-05.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_meeting_is_closed_and_sent_once_by_two_at_once(_: PgPoolOptions, at: PgConnectOptions) {
    let workplace = Workplace::begin(at).await;
    let walk = workplace.write(&["ett", "två"]).await;
    let sara = &workplace.secretary;
    let nils = &workplace.site.secretary_of(workplace.board, "Nils Sekreterare").await;

    let close = Sheet::of(&sara.get(&format!("{}/avsluta", walk.path)).await, "main form");
    let path = format!("{}/avsluta", walk.path);
    let close = close.set("slutar_1", 0, "14.00");
    let (one, two) = tokio::join!(close.send_to(sara, &path), close.send_to(nils, &path));
    assert_eq!(statuses(&one, &two), [303, 303]);
    let path = format!("{}/justering", walk.path);
    let seen = sara.get(&path).await.attribute("[name=sett]", "value").unwrap();
    let reasons = [&[("sett", seen.as_str())][..], &[("reason", "Brådskande"); 9]].concat();
    let (one, two) = tokio::join!(sara.post(&path, &reasons), nils.post(&path, &reasons));
    assert_eq!(statuses(&one, &two), [303, 409]);
    let sender = if one.status == 409 { nils } else { sara };
    assert_eq!(sender.post(&path, &reasons).await.status, 303, "a double click");
    let told = if one.status == 409 { &one } else { &two };
    assert!(told.text("main").contains("redan skickat till justering"));

    let rows = sqlx::query!(
        r#"
        select (select count(*) from batches) as "batches!", (select count(*) from versions) as "versions!",
            (select string_agg(number::text, ' ' order by number) from items) as "numbers!"
        "#
    )
    .fetch_one(&workplace.site.owner)
    .await
    .unwrap();
    assert_eq!((rows.batches, rows.versions, rows.numbers.as_str()), (1, 1, "1 2"));
    workplace.site.close().await;
}

// ATT-12.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_roll_call_taken_by_two_at_once_is_saved_once(_: PgPoolOptions, at: PgConnectOptions) {
    let workplace = Workplace::begin(at).await;
    let walk = workplace.write(&["ett"]).await;
    let sara = &workplace.secretary;
    let nils = &workplace.site.secretary_of(workplace.board, "Nils Sekreterare").await;
    let path = format!("{}/narvaro", walk.path);
    let sheet = Sheet::of(&sara.get(&path).await, "main form");

    let (my_sheet, their_sheet) =
        (sheet.clone().set("titel_1", 0, "kanslichef"), sheet.set("titel_1", 0, "jurist"));
    let (mine, theirs) =
        tokio::join!(my_sheet.send_to(sara, &path), their_sheet.send_to(nils, &path));
    assert_eq!(statuses(&mine, &theirs), [303, 409]);
    let (loser, own) = if mine.status == 409 { (&mine, "kanslichef") } else { (&theirs, "jurist") };
    assert_eq!(loser.attribute("#titel_1", "value").as_deref(), Some(own));
    let winner = if mine.status == 303 { my_sheet } else { their_sheet };
    assert_eq!(winner.send_to(sara, &path).await.status, 303, "sent again, its answer lost");
    let titles = sqlx::query_scalar!(
        r#"select count(*) as "n!" from attendance_events where title in ('kanslichef', 'jurist')"#
    );
    assert_eq!(titles.fetch_one(&workplace.site.owner).await.unwrap(), 1);
    workplace.site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_double_click_publishes_once(_: PgPoolOptions, at: PgConnectOptions) {
    let workplace = Workplace::begin(at).await;
    let walk = workplace.write(&["ett"]).await;
    workplace.close(&walk).await;
    let version = workplace.send(&walk, "Brådskande").await;
    workplace.sign(version).await;
    let path = format!("{}/publicering", walk.path);
    let sara = &workplace.secretary;

    let (one, two) = tokio::join!(sara.post(&path, &[]), sara.post(&path, &[]));
    assert_eq!(statuses(&one, &two), [303, 303]);
    let count = async || {
        sqlx::query_scalar!(r#"select count(*) as "n!" from publications"#)
            .fetch_one(&workplace.site.owner)
            .await
            .unwrap()
    };
    assert_eq!(count().await, 1);
    workplace.publish(&walk, walk.items[0]).await;
    assert_eq!(count().await, 2, "what differs is published anew");
    workplace.site.close().await;
}
