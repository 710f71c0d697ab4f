//! What real protocols demand of the documents that come of a meeting: attendance in other forms, annexes, bodies that announce
//! nothing, meetings that were never held, need by need.

use paragraf::exchange::Fate;
use serde_json::json;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use time::macros::datetime;

use crate::{
    chamber::Chamber,
    exchange::{BOARD, brought},
    sheet::Sheet,
    support::TestSite,
    workplace::Workplace,
};

const MEMBERS: [&str; 4] = ["Anna Berg (S)", "Bo Lind (C)", "Eva Ek (M)", "Siv Dahl (L)"];

async fn board(at: PgConnectOptions) -> Chamber {
    Chamber::of(at, "board", &MEMBERS, &[]).await
}

/// The protocol of a meeting that was brought in, as it stands in the record.
async fn record(site: &TestSite) -> String {
    let record = sqlx::query_scalar!(
        r#"select convert_from(v.canonical, 'UTF8') as "text!" from versions v join batches b on b.id = v.batch_id where b.kind = 'main'"#
    );
    record.fetch_one(&site.owner).await.unwrap().replace('\u{a0}', " ")
}

// ATT-02: by exception, by numbers and by annex, where nothing is known of who came and went.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn record_16_attendance_is_told_by_exception_by_numbers_by_annex_and_in_lists(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    let mut file: serde_json::Value = serde_json::from_str(BOARD).unwrap();
    let person = file["persons"][1].clone();
    file["attendance"] = json!({
        "by_exception": true,
        "exceptions": [{ "person": person["id"], "until": "21:00", "excused": true }],
        "counts": [{ "of": "ledamöter", "present": 4 }],
        "lists": [{
            "heading": "Frånvarande", "kind": "absent",
            "persons": [{ "person": person["id"], "as_printed": "Plats 7, sjuk" }]
        }],
        "annex": "bilaga 1, närvarolista"
    });
    let bytes = serde_json::to_vec(&file).unwrap();
    let fate = brought(site.pools(), &bytes).await;
    assert!(matches!(fate, Fate::Brought { .. }), "{fate:?}");

    let record = record(&site).await;
    let name = person["name"].as_str().unwrap();
    for words in [
        "Samtliga närvarande, utom",
        "till kl. 21.00, anmält förhinder",
        "4 ledamöter",
        "Frånvarande",
        "Plats 7, sjuk",
        "Se bilaga 1, närvarolista",
        name,
    ] {
        assert!(record.contains(words), "{words}: {record}");
    }
    site.close().await;
}

// SEC-21: numbered through the protocol, whatever § they belong to.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn record_26_annexes_of_any_length_are_numbered_through_the_protocol(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let chamber = board(at).await;
    let meeting = chamber.meets(&[("decision", "Budget"), ("decision", "Väg")]).await;
    for (item, lines) in meeting.items.iter().zip([
        "Voteringslista | 2 sidor\nDetaljbudget | 137",
        "Bilaga B. Karta\nYttrande från (S) | 1",
    ]) {
        let path = format!("/arbete/paragrafer/{item}");
        let sheet = Sheet::of(&chamber.secretary.get(&path).await, "#paragraf");
        let saved = sheet.set("bilagor", 0, lines).with("atgard", "spara");
        assert_eq!(saved.send_to(&chamber.secretary, &path).await.status, 303);
    }
    let path = format!("/arbete/paragrafer/{}", meeting.items[0]);
    let sheet = Sheet::of(&chamber.secretary.get(&path).await, "#paragraf");
    assert_eq!(sheet.value("bilagor", 0), "Voteringslista | 2\nDetaljbudget | 137");
    let wrong = sheet.set("bilagor", 0, "Karta | många").with("atgard", "spara");
    let wrong = wrong.send_to(&chamber.secretary, &path).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.plain(".error-summary").contains("”många” är inget antal sidor."));

    let budget = "Bilagor Bilaga 1. Voteringslista (2 sidor) Bilaga 2. Detaljbudget (137 sidor)";
    chamber.printed_draft(&meeting, 0, budget).await;
    let road = "Bilagor Bilaga B. Karta Bilaga 4. Yttrande från (S) (1 sida)";
    chamber.printed_draft(&meeting, 1, road).await;
    chamber.site.close().await;
}

// NOT-01: a committee that only prepares announces nothing, and nobody can appeal.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn record_29_a_preparatory_committee_is_adjusted_and_announces_nothing(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let workplace = Workplace::begin_at(datetime!(2026-11-24 15:00 UTC), at).await;
    sqlx::query!("update boards set announced = false")
        .execute(&workplace.site.owner)
        .await
        .unwrap();
    let walk = workplace.write(&["tillstyrka budgeten"]).await;
    workplace.close(&walk).await;
    let version = workplace.send(&walk, "Brådskande").await;
    workplace.sign(version).await;

    let page = workplace.secretary.get(&format!("{}/justering", walk.path)).await.plain("main");
    assert!(page.contains("Protokollet är justerat"), "{page}");
    assert!(page.contains("Organets protokoll anslås inte."), "{page}");
    assert!(!page.contains("Sista dag att överklaga"), "{page}");
    let notices = sqlx::query_scalar!(r#"select count(*) as "n!" from notices"#);
    assert_eq!(notices.fetch_one(&workplace.site.owner).await.unwrap(), 0);
    workplace.site.close().await;
}

// CAL-09: a meeting that was called off keeps its place, says why, and has no protocol.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn record_38_a_meeting_that_was_called_off_says_why_and_has_no_protocol(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let chamber = board(at).await;
    let meeting = chamber.meets(&[("decision", "Budget")]).await;
    let path = format!("{}/andra", meeting.path);
    let sheet = Sheet::of(&chamber.secretary.get(&path).await, "form.stack");
    let called_off = sheet.set("installt", 0, "Kallelsen gick ut för sent");
    let saved = called_off.send_to(&chamber.secretary, &path).await;
    assert_eq!(saved.status, 303, "{}", saved.plain(".error-summary"));

    let page = chamber.secretary.get(&meeting.path).await.plain("main");
    assert!(page.contains("Inställt: Kallelsen gick ut för sent"), "{page}");
    assert!(!page.contains("Avsluta sammanträdet"), "{page}");
    let closing = chamber.secretary.post(&format!("{}/avsluta", meeting.path), &[]).await;
    assert!(matches!(closing.status, 409 | 422), "{}", closing.status);
    chamber.site.close().await;
}
