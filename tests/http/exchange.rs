//! Meetings brought in from files and taken out again (hämtning och utlämning), as the commands do it.

use paragraf::{
    Clock,
    database::{Addresses, Pools},
    exchange::{Fate, Which, bring_in, chosen, read, take_out},
    seal::canonical,
};
use serde_json::{Value, json};
use sqlx::{
    AssertSqlSafe, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use time::{
    Duration,
    macros::{date, datetime},
};
use uuid::Uuid;

use crate::support::TestSite;

pub(crate) const BOARD: &str = include_str!("../data/exchange/board-with-a-vote.json");
pub(crate) const COUNCIL: &str = include_str!("../data/exchange/council.json");
pub(crate) const JOINT_BOARD: &str = include_str!("../data/exchange/joint-board-of-2016.json");

/// The file as it is given back.
fn written(file: &[u8]) -> Vec<u8> {
    canonical(&read(file).unwrap()).unwrap()
}

pub(crate) async fn brought(pools: &Pools, file: &[u8]) -> Fate {
    let mut db = pools.site.acquire().await.unwrap();
    let now = Clock::Fixed(datetime!(2026-11-24 09:00 UTC)).now();
    bring_in(&mut db, file, false, now).await.unwrap()
}

pub(crate) async fn taken_out(pools: &Pools) -> Vec<Vec<u8>> {
    let mut db = pools.site.acquire().await.unwrap();
    let mut files = vec![];
    for (id, _) in chosen(&mut db, &Which::All).await.unwrap() {
        files.push(take_out(&mut db, id).await.unwrap());
    }
    files
}

/// How many rows each table has that an import writes to.
async fn rows(db: &PgPool) -> Vec<i64> {
    let counts = sqlx::query_scalar!(
        r#"
        select count(*) as "n!" from persons union all select count(*) from seats union all select count(*) from boards
        union all select count(*) from meetings union all select count(*) from items union all select count(*) from moments
        union all select count(*) from votes union all select count(*) from acts union all select count(*) from imports
        "#
    );
    counts.fetch_all(db).await.unwrap()
}

// DEC-08 of the design: what is taken out is what was brought in, byte for byte; a second time changes nothing.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn dec_08_what_was_brought_in_is_taken_out_with_the_same_bytes(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    for file in [BOARD, COUNCIL, JOINT_BOARD] {
        let fate = brought(site.pools(), file.as_bytes()).await;
        assert!(matches!(fate, Fate::Brought { .. }), "{fate:?}");
    }
    let mut expected =
        [COUNCIL, JOINT_BOARD, BOARD].map(|file| text(&written(file.as_bytes()))).to_vec();
    let mut found: Vec<_> = taken_out(site.pools()).await.iter().map(|file| text(file)).collect();
    expected.sort();
    found.sort();
    assert_eq!(found, expected);

    let before = rows(&site.owner).await;
    for file in [BOARD, COUNCIL, JOINT_BOARD] {
        let fate = brought(site.pools(), file.as_bytes()).await;
        assert!(matches!(fate, Fate::Same), "{fate:?}");
    }
    assert_eq!(rows(&site.owner).await, before);
    site.close().await;
}

fn text(file: &[u8]) -> String {
    String::from_utf8(file.to_vec()).unwrap()
}

// DEC-08: another file of the same meeting is refused, and nothing of it stays.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn dec_08_another_file_of_the_same_meeting_is_refused(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    brought(site.pools(), COUNCIL.as_bytes()).await;
    let before = rows(&site.owner).await;
    let other = COUNCIL.replace("Svar på motion om bad", "Svar på en annan motion");
    let Fate::Refused(faults) = brought(site.pools(), other.as_bytes()).await else { panic!() };
    assert_eq!(faults.len(), 1);
    assert!(faults[0].to_string().contains("finns redan, med andra uppgifter"), "{}", faults[0]);
    assert_eq!(rows(&site.owner).await, before);
    site.close().await;
}

// NUM-04: a number that another meeting of the board has is told at its §.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn num_04_a_number_that_is_taken_is_refused(_: PgPoolOptions, at: PgConnectOptions) {
    let site = TestSite::open(at).await;
    brought(site.pools(), COUNCIL.as_bytes()).await;
    let later = COUNCIL.replace("2025-02-24", "2025-03-24").replace("2025-02-25", "2025-03-25");
    let before = rows(&site.owner).await;
    let Fate::Refused(faults) = brought(site.pools(), later.as_bytes()).await else { panic!() };
    let told: Vec<_> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 4, "{told:?}");
    assert!(told[0].starts_with("§ 8, fältet number: Paragrafnumret finns redan"), "{told:?}");
    assert_eq!(rows(&site.owner).await, before);
    site.close().await;
}

// ADJ-21: what was adjusted elsewhere is adjusted as its source says, without a signature of ours; a draft stays open.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn adj_21_the_adjusting_is_the_sources_and_a_draft_stays_open(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    brought(site.pools(), BOARD.as_bytes()).await;
    brought(site.pools(), COUNCIL.as_bytes()).await;
    let adjusted = sqlx::query!(
        r#"select b.kind, a.form, a.adjusted_on::text as "on" from adjustments a join batches b on b.id = a.batch_id order by b.n"#
    );
    let adjusted: Vec<_> = adjusted
        .fetch_all(&site.owner)
        .await
        .unwrap()
        .into_iter()
        .map(|row| (row.kind, row.form, row.on.unwrap()))
        .collect();
    let expected = [("main", "2024-05-20"), ("immediate", "2024-05-14"), ("secret", "2024-05-20")];
    let expected =
        expected.map(|(kind, on)| (kind.to_owned(), "imported".to_owned(), on.to_owned()));
    assert_eq!(adjusted, expected);
    let signed = sqlx::query_scalar!(r#"select count(*) as "n!" from signatures"#);
    assert_eq!(signed.fetch_one(&site.owner).await.unwrap(), 0);
    let published = sqlx::query_scalar!(r#"select count(*) as "n!" from publications"#);
    assert_eq!(published.fetch_one(&site.owner).await.unwrap(), 0);
    let secret =
        sqlx::query_scalar!("select i.title from secret_items s join items i on i.id = s.item_id");
    assert_eq!(secret.fetch_all(&site.owner).await.unwrap(), ["Elevärende, namn"]);

    let draft = sqlx::query_scalar!("select id from meetings where closed_at is null");
    let draft = draft.fetch_one(&site.owner).await.unwrap();
    sqlx::query!(
        "update items set title = 'Ny rubrik' where meeting_id = $1 and number = 9",
        draft
    )
    .execute(&site.owner)
    .await
    .unwrap();
    let mut db = site.pools().site.acquire().await.unwrap();
    let edited = take_out(&mut db, draft).await.unwrap();
    drop(db);
    let expected = COUNCIL.replace("\"title\": \"Budget\"", "\"title\": \"Ny rubrik\"");
    assert_eq!(text(&edited), text(&written(expected.as_bytes())), "the rest is as it was");
    site.close().await;
}

/// A meeting of many §§, adjusted, with everything that an ordinary protocol holds.
fn generated(n: u32, items: u32) -> Value {
    let day = date!(2019 - 01 - 14) + Duration::weeks(i64::from(n));
    let persons: Vec<_> =
        (0..13).map(|p| json!({ "id": format!("p{p}"), "name": format!("Person {p}") })).collect();
    let seat = |p: u32| {
        let role = ["chair", "first_vice_chair"].get(p as usize).unwrap_or(if p < 9 {
            &"member"
        } else {
            &"substitute"
        });
        let party = ["S", "M", "C"][p as usize % 3];
        json!({ "id": format!("s{p}"), "person": format!("p{p}"), "role": role, "party": party, "starts_on": "2019-01-01", "ends_on": "2022-12-31" })
    };
    let arrivals = (0..9).flat_map(|p| {
        [
            json!({ "kind": "arrives", "person": format!("p{p}") }),
            json!({ "kind": "serves", "person": format!("p{p}"), "seat": format!("s{p}") }),
        ]
    });
    let all: Vec<_> = (1..=items).map(|i| item(n, i, items)).collect();
    let keys: Vec<_> = (1..=items).map(|i| format!("i{i}")).collect();
    json!({
        "schema": "paragraf-meeting/1",
        "municipality": { "slug": "storby", "name": "Storby kommun" },
        "board": { "slug": "kommunstyrelsen", "name": "Kommunstyrelsen", "kind": "executive_board", "seats": 9 },
        "persons": persons,
        "seats": (0..12).map(seat).collect::<Vec<_>>(),
        "held_on": day.to_string(),
        "sittings": [{ "on_day": day.to_string(), "starts_at": "08:30", "ends_at": "11:45", "place": "Rådhuset" }],
        "secretary": "p12",
        "series": [{ "id": "y", "instance": day.year().to_string(), "restart": "year" }],
        "moments": arrivals.chain([json!({ "kind": "chairs", "person": "p0" })]).collect::<Vec<_>>(),
        "adjusters": [{ "person": "p1" }],
        "items": all,
        "batches": [{ "id": "b", "kind": "main", "items": keys, "form": "signed", "adjusted_on": (day + Duration::days(7)).to_string() }],
        "notices": [{ "announced_on": (day + Duration::days(8)).to_string(), "announced_by": "Person 12", "kept_at": "Rådhuset" }],
    })
}

fn item(n: u32, i: u32, items: u32) -> Value {
    let mut item = json!({
        "id": format!("i{i}"), "number": n * items + i, "series": "y", "kind": "decision",
        "title": format!("Ärende {i}"), "registry_nos": [format!("KS 2019/{}", n * items + i)],
        "sections": [
            { "key": "case_description", "heading": "Ärendebeskrivning", "text": "Förvaltningen har berett ärendet.\n\n- kostnader\n- tidplan" },
            { "key": "proposal", "heading": "Förslag till beslut", "text": "Förslaget godkänns." },
        ],
        "decisions": [{ "points": [{ "text": "Förslaget godkänns.", "appeal": "legality" }, { "text": "Paragrafen skickas vidare." }] }],
        "supporting_documents": [{ "title": "Tjänsteskrivelse", "dated_on": "2019-01-02" }],
        "recipients": [{ "name": "Ekonomiavdelningen" }],
    });
    if i.is_multiple_of(5) {
        item["claims"] = json!([
            { "id": format!("c{i}"), "kind": "approve", "movers": [{ "person": "p0" }] },
            { "id": format!("d{i}"), "kind": "reject", "movers": [{ "person": "p1" }, { "group": "M", "joins": true }] },
        ]);
        item["propositions"] = json!([{ "id": format!("q{i}"), "stage": "main", "claims": [format!("c{i}"), format!("d{i}")], "settled_by": "vote", "carried": format!("c{i}") }]);
        let ballots: Vec<_> = (0..9).map(|p| json!({ "seat": format!("s{p}"), "person": format!("p{p}"), "answer": if p % 3 == 1 { "no" } else { "yes" } })).collect();
        item["votes"] = json!([{ "id": format!("v{i}"), "proposition": format!("q{i}"), "kind": "question", "ballot": "open", "ballots": ballots, "outcome": "yes" }]);
        item["dissents"] =
            json!([{ "kind": "reservation", "persons": ["p1"], "handed_in": "no_text" }]);
    }
    item
}

/// Another empty database at the same server.
async fn elsewhere(owner: &PgPool, at: &PgConnectOptions) -> (String, Pools) {
    let name = format!("exchange_{}", Uuid::now_v7().simple());
    sqlx::raw_sql(AssertSqlSafe(format!("create database {name}"))).execute(owner).await.unwrap();
    let options = at.clone().database(&name);
    let pool = PgPool::connect_with(options.clone()).await.unwrap();
    paragraf::MIGRATOR.run(&pool).await.unwrap();
    pool.close().await;
    (name, Pools::open(&Addresses::of(options)).await.unwrap())
}

/// Fifty meetings of fifty §§; a few of each unless the whole size is asked for.
// DEC-08: a whole board's archive moves to an empty database and is the same there.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn dec_08_an_archive_moves_to_an_empty_database_byte_for_byte(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let full = std::env::var("PARAGRAF_TEST_SIZE").is_ok_and(|size| size == "full");
    let (meetings, items) = if full { (50, 50) } else { (4, 25) };
    let site = TestSite::open(at.clone()).await;
    let files: Vec<_> =
        (0..meetings).map(|n| generated(n, items).to_string().into_bytes()).collect();
    let began = std::time::Instant::now();
    for file in &files {
        let fate = brought(site.pools(), file).await;
        assert!(matches!(fate, Fate::Brought { .. }), "{fate:?}");
    }
    let imported = began.elapsed();
    let began = std::time::Instant::now();
    let first = taken_out(site.pools()).await;
    let exported = began.elapsed();
    let a_second = f64::from(meetings * items) / imported.as_secs_f64();
    crate::figure(&format!(
        "meetings brought in={meetings} of {items} §§ in={imported:.1?} §§ a second={a_second:.0} taken out in={exported:.1?}"
    ));
    let expected: Vec<_> = files.iter().map(|file| written(file)).collect();
    assert!(first == expected, "taken out of the first");

    let (name, other) = elsewhere(&site.owner, &at).await;
    for file in &first {
        let fate = brought(&other, file).await;
        assert!(matches!(fate, Fate::Brought { .. }), "{fate:?}");
    }
    let second = taken_out(&other).await;
    other.close().await;
    sqlx::raw_sql(AssertSqlSafe(format!("drop database {name}")))
        .execute(&site.owner)
        .await
        .unwrap();
    assert!(second == first, "taken out of the second");
    site.close().await;
}
