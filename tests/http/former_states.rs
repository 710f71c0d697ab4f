//! What stood of a meeting before somebody changed it (tidigare lydelser): kept, with who and when, and shown.

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use crate::{sheet::Sheet, workplace::Workplace};

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn days_times_and_the_roll_call_keep_what_stood_before_each_change(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let workplace = Workplace::begin(at).await;
    let walk = workplace.write(&["ett"]).await;
    let (secretary, path) = (&workplace.secretary, &walk.path);
    assert!(secretary.get(path).await.text("#tidigare-lydelser").is_empty(), "nothing has changed");

    let plan = format!("{path}/andra");
    let same = Sheet::of(&secretary.get(&plan).await, "main form").send_to(secretary, &plan).await;
    assert_eq!(same.status, 303, "{}", same.text("main"));
    assert!(secretary.get(path).await.text("#tidigare-lydelser").is_empty(), "saved as it stood");
    let moved = Sheet::of(&secretary.get(&plan).await, "main form")
        .set("borjar_1", 0, "13.30")
        .set("plats_1", 0, "Nya salen")
        .send_to(secretary, &plan)
        .await;
    assert_eq!(moved.status, 303, "{}", moved.text("main"));
    let roll = format!("{path}/narvaro");
    let called = Sheet::of(&secretary.get(&roll).await, "main form")
        .set("narvaro_", 1, "franvarande")
        .set("justerare_1", 0, "")
        .send_to(secretary, &roll)
        .await;
    assert_eq!(called.status, 303, "{}", called.text("main"));

    let shown = secretary.get(path).await.plain("#tidigare-lydelser");
    assert!(
        shown.contains("Dagar och tider ändrades") && shown.contains("av Sara Sekreterare"),
        "{shown}"
    );
    assert!(shown.contains("2020-09-08 kl. 13.00–14.00, Rådsalen"), "{shown}");
    assert!(!shown.contains("Nya salen"), "what stands now stands above: {shown}");
    assert!(shown.contains("Närvaron ändrades") && shown.contains("justerar"), "{shown}");
    assert!(
        shown.contains("tjänstgör") && shown.contains("Kim Tjänsteperson, it-chef närvarar"),
        "{shown}"
    );
    let newest_first = shown.find("Närvaron ändrades") < shown.find("Dagar och tider ändrades");
    assert!(newest_first, "{shown}");
    workplace.site.close().await;
}
