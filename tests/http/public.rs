//! What anybody can read, and what nobody can.

use axum::{
    body::Body,
    http::{Request, header},
};
use serde_json::{Value, json};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use time::macros::{date, datetime};

use crate::{
    support::{Page, TestSite},
    sydnarke::{SECRET, SEVENTH_DAY_LEFT},
};

/// The value beside a label in a list of facts.
fn fact(page: &Page, label: &str) -> String {
    let (labels, values) = (scraper::Selector::parse(".facts > div").unwrap(), "dt");
    let term = scraper::Selector::parse(values).unwrap();
    let html = page.html();
    let found = html.select(&labels).find(|div| {
        div.select(&term).next().is_some_and(|dt| dt.text().collect::<String>() == label)
    });
    let all = found
        .unwrap_or_else(|| panic!("no {label}"))
        .text()
        .collect::<String>()
        .replace('\u{a0}', " ");
    all.trim().strip_prefix(label).unwrap().trim().to_owned()
}

fn plain(words: &str) -> String {
    words.replace('\u{a0}', " ")
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn e01_a_joint_boards_four_dates_stand_under_four_labels(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::at(SEVENTH_DAY_LEFT, at).await;
    let batch = site.sydnarke(&[]).await;
    site.announce_everywhere(&batch).await;

    let page = site.nobody().get(&format!("/lekeberg/anslag/{}", batch.notice("lekeberg"))).await;
    assert_eq!(page.status, 200);
    assert_eq!(fact(&page, "Anslaget i Lekeberg"), "8 september 2020");
    assert_eq!(fact(&page, "Tillkännagivet på samtliga anslagstavlor"), "8 september 2020");
    assert_eq!(fact(&page, "Sista dag att överklaga"), "Tisdag 29 september 2020");
    assert_eq!(fact(&page, "Anslaget tas ned tidigast"), "Onsdag 30 september 2020");
    assert!(plain(&page.text(".calculation")).contains("alla fyra kommunerna"));
    assert!(plain(&page.text(".legal-status")).contains("7 dagar kvar"));
    assert_eq!(plain(&page.text("tbody th")), "Lekeberg (värdkommun)AskersundHallsbergLaxå");

    let board = site.nobody().get("/laxa/anslagstavla").await;
    assert_eq!(board.text("h2#aktuella"), "1 aktuellt anslag");
    assert!(plain(&board.text(".deadline-cell")).contains("29 september 2020"));
    assert_eq!(
        board.attribute("link[rel=canonical]", "href").as_deref(),
        Some("http://localhost:8080/laxa/anslagstavla")
    );
    site.close().await;
}

// APP-05, APP-07.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn e35_the_latest_participant_sets_the_common_last_day(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let mut site = TestSite::at(SEVENTH_DAY_LEFT, at).await;
    let batch = site.sydnarke(&[]).await;
    for slug in ["lekeberg", "askersund", "hallsberg"] {
        site.announce(batch.notice(slug), 1, date!(2020 - 09 - 08), "automatic").await;
    }
    let address = format!("/lekeberg/anslag/{}", batch.notice("lekeberg"));

    // INV-04.
    let waiting = site.nobody().get(&address).await;
    assert!(waiting.text(".legal-status").contains("Överklagandetiden har inte börjat löpa"));
    assert!(waiting.text(".legal-status").contains("Väntar på anslag i Laxå"));
    assert_eq!(fact(&waiting, "Sista dag att överklaga"), "Ingen ännu");
    assert_eq!(fact(&waiting, "Tillkännagivet på samtliga anslagstavlor"), "Inte ännu");
    assert!(!plain(&waiting.text("main")).contains("29 september"));
    assert_eq!(
        site.nobody().get(&format!("/laxa/anslag/{}", batch.notice("laxa"))).await.status,
        404
    );

    site.announce(batch.notice("laxa"), 1, date!(2020 - 09 - 09), "automatic").await;
    for slug in ["lekeberg", "laxa"] {
        let page = site.nobody().get(&format!("/{slug}/anslag/{}", batch.notice(slug))).await;
        assert_eq!(fact(&page, "Tillkännagivet på samtliga anslagstavlor"), "9 september 2020");
        assert_eq!(fact(&page, "Sista dag att överklaga"), "Onsdag 30 september 2020");
        assert_eq!(fact(&page, "Anslaget tas ned tidigast"), "Torsdag 1 oktober 2020");
    }

    site.wait_until(datetime!(2020-09-30 22:00 UTC));
    let board = site.nobody().get("/lekeberg/anslagstavla").await;
    assert_eq!(board.text("h2#aktuella"), "0 aktuella anslag");
    assert!(board.text("main").contains("Just nu finns inget aktuellt anslag."));
    let down = site.nobody().get("/lekeberg/anslagstavla/nedtagna").await;
    assert!(down.text(".notices").contains("Sydnärkes IT-nämnd"));
    let for_ever = site.nobody().get(&address).await;
    assert!(for_ever.text(".legal-status").contains("Kan ha vunnit laga kraft"));
    site.close().await;
}

// APP-06.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_notice_taken_down_too_early_counts_as_missing(_: PgPoolOptions, at: PgConnectOptions) {
    let site = TestSite::at(SEVENTH_DAY_LEFT, at).await;
    let batch = site.sydnarke(&[]).await;
    site.announce_everywhere(&batch).await;
    sqlx::query!(
        "insert into takedowns (notice_id, n, taken_down_on, override_reason) values ($1, 1, '2020-09-15', 'Fel tavla')",
        batch.notice("laxa")
    ).execute(&site.owner).await.unwrap();

    let page = site.nobody().get(&format!("/lekeberg/anslag/{}", batch.notice("lekeberg"))).await;
    assert_eq!(fact(&page, "Sista dag att överklaga"), "Ingen ännu");
    assert!(page.text("tbody").contains("Ska anslås på nytt"));
    let own = site.nobody().get(&format!("/laxa/anslag/{}", batch.notice("laxa"))).await;
    assert!(own.text("main").contains("Anslaget måste göras om."));
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn record_04_what_a_notice_prints_stands_beside_what_the_law_counts(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::at(datetime!(2026-11-24 08:00 UTC), at).await;
    let batch = site.sydnarke(&["Datum för överklagan 2020-09-08 till och med 2020-09-30"]).await;
    site.announce(batch.notice("lekeberg"), 1, date!(2020 - 09 - 08), "imported").await;

    let page = site.nobody().get(&format!("/lekeberg/anslag/{}", batch.notice("lekeberg"))).await;
    assert_eq!(fact(&page, "Sista dag att överklaga"), "Inte känd");
    assert_eq!(
        fact(&page, "Så står det i originalet"),
        "Datum för överklagan 2020-09-08 till och med 2020-09-30"
    );
    let told = plain(&page.text("main"));
    assert!(told.contains(
        "Om alla kommuner anslog den 8 september 2020 var sista dagen den 29 september 2020."
    ));
    assert_eq!(
        site.nobody().get("/lekeberg/anslagstavla").await.text("h2#aktuella"),
        "0 aktuella anslag"
    );
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_protocol_is_read_only_when_published_and_a_withheld_paragraph_says_nothing(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::at(SEVENTH_DAY_LEFT, at).await;
    let batch = site.sydnarke(&[]).await;
    site.announce_everywhere(&batch).await;
    let whole = "/lekeberg/protokoll/sydnarkes-it-namnd/2020-09-08";
    let own = "/lekeberg/p/sydnarkes-it-namnd/2020/22";
    let shut = "/lekeberg/p/sydnarkes-it-namnd/2020/23";
    let pdf = format!("{whole}/protokoll.pdf");
    let missing = site.nobody().get("/lekeberg/protokoll/finns-inte/2020-09-08").await;
    for address in [whole, own, shut, &pdf] {
        let page = site.nobody().get(address).await;
        assert_eq!((page.status, &page.body), (404, &missing.body), "{address}");
    }

    site.publish(&batch).await;
    let page = site.nobody().get(whole).await;
    assert_eq!(page.status, 200, "{}", page.text("main"));
    assert!(page.text("#p22-beslut").contains("Nämnden godkänner delårsbokslutet."));
    assert!(page.text("#p22").contains("Ett <överskott> på 420 tkr."));
    assert!(page.text("#p23").contains("Paragrafen publiceras inte."));
    assert_eq!(fact(&page, "Tillkännagivet på samtliga anslagstavlor"), "8 september 2020");
    assert_eq!(fact(&page, "Sista dag att överklaga"), "Tisdag 29 september 2020");
    assert_eq!(fact(&page, "Anslaget tas ned tidigast"), "Onsdag 30 september 2020");
    assert!(page.text("#narvaro + .part-text").contains("På distans"));
    let item = site.nobody().get(own).await;
    assert_eq!(item.text(".item-page > .part:first-child h2"), "Beslut");
    assert!(
        plain(&item.text(".legal-status"))
            .contains("Kan överklagas till och med tisdag 29 september 2020")
    );
    assert_eq!(item.attribute("a[rel=next]", "href").as_deref(), Some(shut));
    let withheld = site.nobody().get(shut).await;
    assert!(plain(&withheld.text("h1")).contains("§ 23"));
    for page in [&page, &item, &withheld, &site.nobody().get("/lekeberg/protokoll").await] {
        assert_eq!(page.status, 200);
        assert!(!String::from_utf8_lossy(&page.body).contains(SECRET));
    }
    for address in [
        "/lekeberg/p/sydnarkes-it-namnd/2020/022",
        "/laxa/p/sydnarkes-it-namnd/2020/22",
        "/lekeberg/p/sydnarkes-it-namnd/2019/22",
        "/lekeberg/protokoll/sydnarkes-it-namnd/2020-09-08-2",
        "/lekeberg/protokoll/sydnarkes-it-namnd/2020-09-08/del-2",
    ] {
        assert_eq!(site.nobody().get(address).await.status, 404, "{address}");
    }
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn the_pdf_has_a_name_and_is_not_sent_twice(_: PgPoolOptions, at: PgConnectOptions) {
    let site = TestSite::at(SEVENTH_DAY_LEFT, at).await;
    let batch = site.sydnarke(&[]).await;
    site.publish(&batch).await;
    let address = "/lekeberg/protokoll/sydnarkes-it-namnd/2020-09-08/protokoll.pdf";

    let file = site.nobody().get(address).await;
    assert_eq!((file.status, file.media_type.as_str()), (200, "application/pdf"));
    assert_eq!(file.body, b"%PDF-1.7");
    let mark = sqlx::query_scalar!("select '\"' || encode(sha256, 'hex') || '\"' from blobs")
        .fetch_one(&site.owner)
        .await
        .unwrap()
        .unwrap();
    let again = Request::get(address).header(header::IF_NONE_MATCH, mark);
    let again = site.nobody().send(again, Body::empty()).await;
    assert_eq!((again.status, again.body.len()), (304, 0));
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn every_list_says_so_when_it_is_empty(_: PgPoolOptions, at: PgConnectOptions) {
    let site = TestSite::at(SEVENTH_DAY_LEFT, at).await;
    assert!(
        site.nobody()
            .get("/")
            .await
            .text("main")
            .contains("Ingen kommun har sin anslagstavla här ännu.")
    );
    site.sydnarke(&[]).await;

    for address in [
        "/",
        "/om",
        "/lekeberg",
        "/lekeberg/anslagstavla",
        "/lekeberg/anslagstavla/nedtagna",
        "/lekeberg/protokoll",
        "/lekeberg/organ/sydnarkes-it-namnd",
        "/lekeberg/anslagstavla/sa-overklagar-du",
        "/lekeberg/anslagstavla?organ=okand&sida=x",
    ] {
        let page = site.nobody().get(address).await;
        assert_eq!(page.status, 200, "{address}");
        assert_eq!(
            page.html().select(&scraper::Selector::parse("h1").unwrap()).count(),
            1,
            "{address}"
        );
    }
    assert!(
        site.nobody()
            .get("/lekeberg/anslagstavla/sa-overklagar-du")
            .await
            .text("main")
            .contains("Förvaltningsrätten i Karlstad")
    );
    for address in [
        "/okand",
        "/okand/anslagstavla",
        "/lekeberg/organ/okand",
        "/lekeberg/anslagstavla?sida=2",
        "/lekeberg/anslag/1",
    ] {
        let page = site.nobody().get(address).await;
        assert_eq!((page.status, page.text("h1").as_str()), (404, "Sidan finns inte"), "{address}");
    }
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn anybody_can_work_out_the_last_day(_: PgPoolOptions, at: PgConnectOptions) {
    let site = TestSite::at(SEVENTH_DAY_LEFT, at).await;
    let person = site.nobody();

    let page = person.get("/rakna-ut?anslaget=2020-09-08").await;
    assert_eq!(fact(&page, "Sista dag att överklaga"), "Tisdag 29 september 2020");
    assert_eq!(fact(&page, "Anslaget tas ned tidigast"), "Onsdag 30 september 2020");
    let joint = person.get("/rakna-ut?anslaget=2020-09-08&anslaget=2020-09-10").await;
    assert_eq!(fact(&joint, "Sista dag att överklaga"), "Torsdag 1 oktober 2020");
    let waiting = person.get("/rakna-ut?anslaget=2020-09-08&anslaget=").await;
    assert_eq!(waiting.text("#svar"), "Ingen dag räknas ut");
    assert!(waiting.text(".calculation").contains("Justeringen saknas på en anslagstavla."), "E36");
    let old = person.get("/rakna-ut?anslaget=2017-12-31").await;
    assert_eq!((old.status, old.text("#svar").as_str()), (200, "Ingen dag räknas ut"));

    let more = person.get("/rakna-ut?anslaget=2020-09-08&atgard=fler").await;
    assert_eq!(more.attribute("#anslaget", "value").as_deref(), Some("2020-09-08"));
    assert_eq!(more.attribute("#anslaget-2", "value").as_deref(), Some(""));
    let wrong = person.get("/rakna-ut?anslaget=2020-09-08&anslaget=8+%3Cseptember").await;
    assert_eq!(wrong.status, 400);
    assert_eq!(wrong.text(".error-summary li"), "Skriv dagen som ÅÅÅÅ-MM-DD.");
    assert_eq!(wrong.attribute("#anslaget-2", "value").as_deref(), Some("8 <september"));
    assert_eq!(wrong.attribute("#anslaget-2", "aria-invalid").as_deref(), Some("true"));
    assert_eq!(person.get("/rakna-ut").await.status, 200);
    assert_eq!(person.get("/rakna-ut?anslaget=").await.status, 400);
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn programs_get_the_day_as_json(_: PgPoolOptions, at: PgConnectOptions) {
    let site = TestSite::at(SEVENTH_DAY_LEFT, at).await;
    let ask = async |query: &str| {
        let request =
            Request::get(format!("/rakna-ut{query}")).header(header::ACCEPT, "application/json");
        let page = site.nobody().send(request, Body::empty()).await;
        (page.status, serde_json::from_slice::<Value>(&page.body).unwrap())
    };

    let (status, one) = ask("?anslaget=2020-09-08").await;
    assert_eq!(status, 200);
    assert_eq!(
        (&one["announced_on"], &one["last_appeal_day"]),
        (&json!("2020-09-08"), &json!("2020-09-29"))
    );
    assert_eq!(
        (&one["takedown_earliest"], one["steps"].as_array().unwrap().len()),
        (&json!("2020-09-30"), 4)
    );
    let (_, two) = ask("?anslaget=2020-09-08&anslaget=2020-09-09").await;
    assert_eq!(two["announced_on"], json!(["2020-09-08", "2020-09-09"]));
    let (_, waiting) = ask("?anslaget=2020-09-08&anslaget=").await;
    assert_eq!(waiting["announced_on"], json!(["2020-09-08", null]));
    assert_eq!(waiting["last_appeal_day"], json!(null), "E36");
    let (status, wrong) = ask("?anslaget=i+g%C3%A5r").await;
    assert_eq!((status, &wrong["errors"][0]["field"]), (400, &json!("anslaget")));
    assert_eq!(ask("").await.0, 400);
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn the_publics_role_can_read_no_table(_: PgPoolOptions, at: PgConnectOptions) {
    let site = TestSite::at(SEVENTH_DAY_LEFT, at).await;
    let tables = sqlx::query_scalar!(
        r#"select c.relname::text as "name!" from pg_class c where c.relkind in ('r', 'v') and c.relnamespace = 'public'::regnamespace
            and has_table_privilege('paragraf_public', c.oid, 'select') order by 1"#
    ).fetch_all(&site.owner).await.unwrap();
    assert_eq!(
        tables,
        [
            "public_boards",
            "public_clocks",
            "public_endings",
            "public_files",
            "public_former_names",
            "public_heads",
            "public_items",
            "public_keys",
            "public_municipalities",
            "public_notices",
            "public_protocols"
        ]
    );
    let mut db = site.owner.begin().await.unwrap();
    sqlx::query!("set local role paragraf_public").execute(&mut *db).await.unwrap();
    let refused = sqlx::query!("select title from items").fetch_all(&mut *db).await.unwrap_err();
    assert!(refused.to_string().contains("permission denied"), "{refused}");
    drop(db);
    site.close().await;
}
