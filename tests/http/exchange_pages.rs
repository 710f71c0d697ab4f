//! The pages on which meetings are brought in (Hämta sammanträden), taken out, and compared with their source.

use axum::{
    body::Body,
    http::{Request, header},
};
use serde_json::Value;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use crate::{
    exchange::{BOARD, COUNCIL, JOINT_BOARD},
    support::{Page, Person, TestSite},
};

const DAMAGE: &str = include_str!("../data/exchange/damage.json");

/// The municipality of the examples, with its boards.
struct Town {
    site: TestSite,
    ekdala: Uuid,
    board: Uuid,
}

impl Town {
    async fn open(at: PgConnectOptions) -> Self {
        let site = TestSite::open(at).await;
        let ekdala = site.municipality("ekdala", "Ekdala").await;
        let board = site.board(ekdala, "skolnamnden", "Skolnämnden", "board").await;
        site.board(ekdala, "kommunfullmaktige", "Kommunfullmäktige", "council").await;
        let joint = site
            .board(ekdala, "raddningsnamnden", "Gemensamma räddningsnämnden", "joint_board")
            .await;
        for (slug, name) in [("sjohem", "Sjöhem"), ("samfund", "Samfund")] {
            let other = site.municipality(slug, name).await;
            site.participant(joint, other).await;
        }
        Self { site, ekdala, board }
    }

    async fn meetings(&self) -> i64 {
        let count = sqlx::query_scalar!(r#"select count(*) as "n!" from meetings"#);
        count.fetch_one(&self.site.owner).await.unwrap()
    }
}

/// Sends files from the page, as a browser does.
async fn upload(who: &Person, files: &[&[u8]], shadow: bool) -> Page {
    let mut body = vec![];
    for (n, file) in files.iter().enumerate() {
        let head = format!(
            "--grans\r\nContent-Disposition: form-data; name=\"file\"; filename=\"fil-{n}.json\"\r\nContent-Type: application/json\r\n\r\n"
        );
        body.extend([head.as_bytes(), *file, b"\r\n"].concat());
    }
    if shadow {
        body.extend(b"--grans\r\nContent-Disposition: form-data; name=\"skugga\"\r\n\r\nja\r\n");
    }
    body.extend(b"--grans--\r\n");
    let request = Request::post("/arbete/hamta")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=grans")
        .header("sec-fetch-site", "same-origin");
    who.send(request, Body::from(body)).await
}

/// Confirms what was reviewed.
async fn confirm(who: &Person, page: &Page) -> Page {
    let html = page.html();
    let fields = scraper::Selector::parse("#spara input").unwrap();
    let fields: Vec<_> = html
        .select(&fields)
        .map(|input| {
            (input.attr("name").unwrap().to_owned(), input.attr("value").unwrap().to_owned())
        })
        .collect();
    let fields: Vec<_> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    who.post("/arbete/hamta/spara", &fields).await
}

// DEC-08: first it is told what would come, and nothing is kept; then all of it comes.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn dec_08_files_are_reviewed_and_then_brought_in(_: PgPoolOptions, at: PgConnectOptions) {
    let town = Town::open(at).await;
    let signe = town.site.resident(town.ekdala, "Signe Åkerlind").await;
    let seat = town.site.seat(town.board, Some(signe), "chair", 1).await;
    sqlx::query!("update seats set party = 'S' where id = $1", seat)
        .execute(&town.site.owner)
        .await
        .unwrap();
    let admin = town.site.administrator(town.ekdala).await;

    let files = [BOARD.as_bytes(), COUNCIL.as_bytes(), JOINT_BOARD.as_bytes()];
    let page = upload(&admin, &files, false).await;
    assert_eq!(page.status, 200, "{}", page.text("main"));
    let words = page.plain("main");
    assert!(
        words.contains("Skolnämnden 14 maj 2024") && words.contains("Torvald Nyhem"),
        "{words}"
    );
    assert!(!words.contains("Signe Åkerlind"), "she is in the register: {words}");
    assert!(page.plain(".differences").contains("I källan står 5 juni 2024"), "{words}");
    assert_eq!(town.meetings().await, 0);

    let done = confirm(&admin, &page).await;
    assert_eq!(done.status, 200, "{}", done.text("main"));
    assert!(done.plain("main").contains("Filerna är hämtade."));
    assert_eq!(town.meetings().await, 3);
    let again = upload(&admin, &files, false).await;
    assert_eq!(again.plain("main").matches("finns redan, likadant").count(), 3);

    let meeting = sqlx::query_scalar!("select id from meetings where board_id = $1", town.board);
    let meeting = meeting.fetch_one(&town.site.owner).await.unwrap();
    let secretary = town.site.secretary_of(town.board, "Eva Sekreterare").await;
    let path = format!("/arbete/sammantraden/{meeting}");
    let shown = secretary.get(&path).await;
    assert_eq!(shown.status, 200, "{}", shown.text("main"));
    let file = secretary.get(&format!("{path}/fil.json")).await;
    let expected = paragraf::seal::canonical(&paragraf::exchange::read(BOARD.as_bytes()).unwrap());
    assert_eq!(String::from_utf8(file.body), String::from_utf8(expected.unwrap()));
    town.site.close().await;
}

// DEC-08: each kind of damage is told on the page with every sentence, and nothing is kept.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn dec_08_damaged_files_are_refused_with_every_sentence(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let town = Town::open(at).await;
    let admin = town.site.administrator(town.ekdala).await;
    let kinds: Vec<Value> = serde_json::from_str(DAMAGE).unwrap();
    assert!(kinds.len() >= 90);
    for damage in kinds {
        let mut file: Value = serde_json::from_str(BOARD).unwrap();
        let (parent, name) = damage["at"].as_str().unwrap().rsplit_once('/').unwrap();
        let becomes = damage["becomes"].clone();
        match (file.pointer_mut(parent).unwrap(), damage["cut"] == true) {
            (Value::Object(fields), true) => drop(fields.remove(name)),
            (Value::Object(fields), false) => drop(fields.insert(name.to_owned(), becomes)),
            (list, _) => list[name.parse::<usize>().unwrap()] = becomes,
        }
        let page = upload(&admin, &[file.to_string().as_bytes()], false).await;
        assert_eq!(page.status, 422, "{}: {}", damage["at"], page.text("main"));
        let faults = scraper::Selector::parse(".faults li").unwrap();
        let html = page.html();
        let told: Vec<_> = html.select(&faults).map(|one| one.text().collect::<String>()).collect();
        let expected: Vec<_> =
            damage["faults"].as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect();
        assert_eq!(told, expected, "{}", damage["at"]);
    }
    assert_eq!(town.meetings().await, 0);
    town.site.close().await;
}

// INV-13 and the shadow mode: facts only; nothing is sent, announced or published, by any client.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn inv_13_a_shadow_meeting_is_only_compared(_: PgPoolOptions, at: PgConnectOptions) {
    let town = Town::open(at).await;
    let secretary = town.site.secretary_of(town.board, "Eva Sekreterare").await;
    let page = upload(&secretary, &[BOARD.as_bytes()], true).await;
    let done = confirm(&secretary, &page).await;
    assert_eq!(done.status, 200, "{}", done.text("main"));
    let meeting = sqlx::query_scalar!("select id from meetings where shadow");
    let meeting = meeting.fetch_one(&town.site.owner).await.unwrap();
    let kept = sqlx::query_scalar!(
        r#"select (select count(*) from versions) + (select count(*) from adjustments) + (select count(*) from notices) + (select count(*) from publications) as "n!""#
    );
    assert_eq!(kept.fetch_one(&town.site.owner).await.unwrap(), 0);

    let path = format!("/arbete/sammantraden/{meeting}");
    assert!(secretary.get(&path).await.plain("main").contains("Skuggläge"));
    let compared = secretary.get(&format!("{path}/jamforelse")).await;
    assert_eq!(compared.status, 200, "{}", compared.text("main"));
    let days = compared.plain("#dagar");
    assert!(days.contains("Sista dag för överklagande är 11 juni 2024"), "{days}");
    assert!(days.contains("I källan står 5 juni 2024"), "{days}");
    assert!(!compared.plain("#granskning").contains("inget att anmärka"));

    let refused = secretary.post(&format!("{path}/justering"), &[]).await;
    assert_eq!(refused.status, 409);
    assert!(refused.plain("main").contains("skuggläge"), "{}", refused.plain("main"));
    let public = town.site.nobody();
    let protocol = public.get("/ekdala/protokoll/skolnamnden/2024-05-14").await;
    assert_eq!(protocol.status, 404);
    assert!(!public.get("/ekdala/anslagstavla").await.plain("main").contains("Skolnämnden"));
    let file = secretary.get(&format!("{path}/fil.json")).await;
    let expected = paragraf::seal::canonical(&paragraf::exchange::read(BOARD.as_bytes()).unwrap());
    assert_eq!(String::from_utf8(file.body), String::from_utf8(expected.unwrap()));
    town.site.close().await;
}

// PRI-01: nobody brings meetings into another's board.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn pri_01_another_municipalitys_file_is_refused(_: PgPoolOptions, at: PgConnectOptions) {
    let town = Town::open(at).await;
    let other = town.site.municipality("vastra", "Västra").await;
    let theirs = town.site.board(other, "skolnamnden", "Skolnämnden", "board").await;
    let stranger = town.site.secretary_of(theirs, "Sven Sekreterare").await;
    let page = upload(&stranger, &[BOARD.as_bytes()], false).await;
    assert_eq!(page.status, 422);
    let words = page.plain(".faults");
    assert!(
        words.contains("Du kan inte hämta sammanträden för organet ”skolnamnden” i ”ekdala”"),
        "{words}"
    );
    let forced = stranger.post("/arbete/hamta/spara", &[("namn", "x"), ("fil", BOARD)]).await;
    assert_eq!(forced.status, 422);
    assert_eq!(town.meetings().await, 0);
    assert_eq!(town.site.nobody().get("/arbete/hamta").await.status, 303);
    town.site.close().await;
}

// DEC-04: the description is where the page about the format says.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn dec_04_the_format_is_published(_: PgPoolOptions, at: PgConnectOptions) {
    let site = TestSite::open(at).await;
    let page = site.nobody().get("/om/utbytesformat").await;
    assert_eq!(page.status, 200);
    let link = page.attribute("main a[href^='/data']", "href").unwrap();
    let schema = site.nobody().get(&link).await;
    assert_eq!(schema.media_type, "application/schema+json; charset=utf-8");
    let schema: Value = serde_json::from_slice(&schema.body).unwrap();
    assert_eq!(schema, paragraf::exchange::schema());
    site.close().await;
}
