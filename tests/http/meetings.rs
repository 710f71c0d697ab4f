//! The secretary's meetings: planned, called over, closed.

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use time::macros::{date, datetime};
use uuid::Uuid;

use crate::{
    ground::PASSWORD,
    support::{Page, Person, TestSite},
};

/// A board of three members, a vacant seat and two substitutes, in a municipality of its own.
pub(crate) struct Ground {
    pub(crate) board: Uuid,
    members: Vec<(Uuid, Uuid)>,
    vacant: Uuid,
    substitutes: Vec<(Uuid, Uuid)>,
}

impl TestSite {
    pub(crate) async fn meeting_ground(&self) -> Ground {
        let host = self.municipality("lekeberg", "Lekeberg").await;
        let board = self.board(host, "it-namnden", "IT-nämnden", "board").await;
        let mut members = Vec::new();
        for (order, name, role) in [
            (0, "Magnus Ordförande", "chair"),
            (1, "Bo Vice", "first_vice_chair"),
            (2, "Caroline Ledamot", "member"),
        ] {
            let person = self.person(name).await;
            members.push((person, self.seat(board, Some(person), role, order).await));
        }
        let vacant = self.seat(board, None, "member", 3).await;
        let mut substitutes = Vec::new();
        for (order, name) in [(0, "Anna Ersättare"), (1, "Ulf Ersättare")] {
            let person = self.person(name).await;
            substitutes.push((person, self.seat(board, Some(person), "substitute", order).await));
        }
        Ground { board, members, vacant, substitutes }
    }
}

pub(crate) async fn planned(secretary: &Person, board: Uuid, day: &str) -> String {
    let (key, board) = (Uuid::now_v7().to_string(), board.to_string());
    let answer = secretary
        .post(
            "/arbete/sammantraden",
            &[
                ("nyckel", &key),
                ("organ", &board),
                ("dag_1", day),
                ("borjar_1", "13.00"),
                ("slutar_1", ""),
                ("plats_1", "Rådsalen"),
                ("justeringsplats", "Digital justering"),
            ],
        )
        .await;
    assert_eq!(answer.status, 303, "{}", answer.text("main"));
    answer.location.unwrap()
}

pub(crate) async fn item(
    secretary: &Person,
    meeting: &str,
    kind: &str,
    title: &str,
    numbers: &str,
) -> Page {
    let key = Uuid::now_v7().to_string();
    secretary
        .post(
            &format!("{meeting}/paragrafer"),
            &[("nyckel", &key), ("slag", kind), ("rubrik", title), ("diarienummer", numbers)],
        )
        .await
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_meeting_is_planned_once_and_its_mistakes_are_told_together(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::at(datetime!(2020-09-01 09:00 UTC), at).await;
    let ground = site.meeting_ground().await;
    let secretary = site.secretary_of(ground.board, "Sara Sekreterare").await;

    let empty = secretary.get("/arbete/sammantraden").await;
    assert!(empty.text("main").contains("Nytt sammanträde"));
    let (key, board) = (Uuid::now_v7().to_string(), ground.board.to_string());
    let wrong = [
        ("nyckel", key.as_str()),
        ("organ", board.as_str()),
        ("dag_1", "8/9"),
        ("borjar_1", "13.00"),
        ("slutar_1", "11.30"),
        ("plats_1", "A\0"),
    ];
    let page = secretary.post("/arbete/sammantraden", &wrong).await;
    assert_eq!(page.status, 422);
    for field in ["dag_1", "slutar_1", "plats_1"] {
        assert!(!page.text(&format!("#{field}-error")).is_empty(), "{field}");
    }
    assert_eq!(page.attribute("#dag_1", "value").as_deref(), Some("8/9"));

    let right = [
        ("nyckel", key.as_str()),
        ("organ", board.as_str()),
        ("dag_1", "2020-09-08"),
        ("borjar_1", "13.00"),
        ("plats_1", "Rådsalen"),
    ];
    let more = [right.as_slice(), &[("atgard", "lagg-till-rad")]].concat();
    let page = secretary.post("/arbete/sammantraden", &more).await;
    assert_eq!((page.status, page.attribute("#dag_2", "value").as_deref()), (200, Some("")));
    for _ in 0..2 {
        let answer = secretary.post("/arbete/sammantraden", &right).await;
        assert_eq!(answer.location, Some(format!("/arbete/sammantraden/{key}")));
    }
    let second = planned(&secretary, ground.board, "2020-09-08").await;
    let ordinals = sqlx::query_scalar!("select ordinal from meetings order by ordinal")
        .fetch_all(&site.owner)
        .await
        .unwrap();
    assert_eq!(ordinals, [1, 2]);
    let hub = secretary.get(&second).await;
    assert!(
        hub.text("main")
            .contains("Ska justeras senast tisdag 22\u{a0}september 2020 (dag\u{a0}14)")
    );
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn only_the_secretary_of_the_board_finds_its_meetings(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::at(datetime!(2020-09-01 09:00 UTC), at).await;
    let ground = site.meeting_ground().await;
    let secretary = site.secretary_of(ground.board, "Sara Sekreterare").await;
    let meeting = planned(&secretary, ground.board, "2020-09-08").await;
    let other = site.person("Olle Obehörig").await;
    site.account(other, "olle@exempel.se").await;
    let other = site.signed_in("olle@exempel.se", PASSWORD).await;

    for page in ["", "/andra", "/narvaro", "/avsluta"] {
        assert_eq!(other.get(&format!("{meeting}{page}")).await.status, 404, "{page}");
    }
    assert_eq!(other.get("/arbete/sammantraden").await.status, 404);
    assert_eq!(item(&other, &meeting, "decision", "Nej", "").await.status, 404);
    site.close().await;
}

// NUM-01, NUM-05 to NUM-08, INV-05
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn num_05_closing_freezes_the_numbers_and_the_next_meeting_goes_on(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::at(datetime!(2020-09-30 15:00 UTC), at).await;
    let ground = site.meeting_ground().await;
    let secretary = site.secretary_of(ground.board, "Sara Sekreterare").await;
    let meeting = planned(&secretary, ground.board, "2020-09-08").await;
    let refused = secretary.get(&format!("{meeting}/avsluta")).await;
    assert_eq!(refused.status, 409);

    for (kind, title, numbers) in [
        ("agenda", "Föredragningslistan", ""),
        ("decision", "Budget", "Syd-IT 20-29, Syd-IT 20-30,Syd-IT 20-29"),
        ("decision", "Struket", ""),
        ("unnumbered", "Frågestund", ""),
        ("information", "Lägesrapport", ""),
    ] {
        assert_eq!(item(&secretary, &meeting, kind, title, numbers).await.status, 303);
    }
    assert_eq!(item(&secretary, &meeting, "annat", " ", "").await.status, 422);
    let ids = sqlx::query_scalar!("select id from items order by pos")
        .fetch_all(&site.owner)
        .await
        .unwrap();
    let struck = ids[2].to_string();
    let reason = format!("skal_{struck}");
    let without = secretary.post(&format!("{meeting}/utgar"), &[("paragraf", &struck)]).await;
    assert_eq!(without.status, 422);
    let with = [("paragraf", struck.as_str()), (reason.as_str(), "Underlag saknas")];
    assert_eq!(secretary.post(&format!("{meeting}/utgar"), &with).await.status, 303);
    let last = ids[4].to_string();
    for _ in 0..2 {
        let moved = secretary
            .post(&format!("{meeting}/ordning"), &[("paragraf", &last), ("till", "1")])
            .await;
        assert_eq!(moved.status, 303);
    }
    let hub = secretary.get(&meeting).await.text("tbody");
    assert!(
        hub.find("Lägesrapport") < hub.find("Budget") && hub.contains("Syd-IT 20-29, Syd-IT 20-30"),
        "{hub}"
    );

    let page = secretary.get(&format!("{meeting}/avsluta")).await;
    assert!(page.text("main").contains("§§\u{a0}1–3"), "{}", page.text("main"));
    let shown = page.attribute("input[name=paragrafer]", "value").unwrap();
    let close = [("slutar_1", "16.30"), ("paragrafer", shown.as_str())];
    let stale = [("slutar_1", "12.00"), ("paragrafer", "")];
    let page = secretary.post(&format!("{meeting}/avsluta"), &stale).await;
    assert_eq!(page.status, 422);
    for _ in 0..2 {
        assert_eq!(secretary.post(&format!("{meeting}/avsluta"), &close).await.status, 303);
    }
    let numbers = sqlx::query!("select title, number from items order by pos")
        .fetch_all(&site.owner)
        .await
        .unwrap();
    let numbers: Vec<_> = numbers.into_iter().map(|row| (row.title, row.number)).collect();
    let expected = [
        ("Lägesrapport", Some(1)),
        ("Föredragningslistan", Some(2)),
        ("Budget", Some(3)),
        ("Struket", None),
        ("Frågestund", None),
    ];
    assert_eq!(numbers, expected.map(|(title, number)| (title.to_owned(), number)));
    let batch = sqlx::query!(r#"select b.n, b.kind, (select count(*) from batch_items where batch_id = b.id) as "items!", (select count(*) from document_batches) as "documents!" from batches b"#)
        .fetch_one(&site.owner).await.unwrap();
    assert_eq!((batch.n, batch.kind.as_str(), batch.items, batch.documents), (1, "main", 4, 1));
    assert_eq!(item(&secretary, &meeting, "decision", "För sent", "").await.status, 409);

    let field = format!("skal_{last}");
    let late = [("paragraf", last.as_str()), (&field, "Underlaget drogs tillbaka")];
    assert_eq!(secretary.post(&format!("{meeting}/utgar"), &late).await.status, 303);
    let page = secretary.get(&meeting).await.text("tbody");
    assert!(
        page.contains("§\u{a0}1") && page.contains("Ärendet utgår: Underlaget drogs tillbaka"),
        "{page}"
    );

    let gone = secretary.post(&format!("{meeting}/aterta"), &[("paragraf", &struck)]).await;
    assert_eq!(gone.status, 409, "struck before the closing: it has no number to take back");

    let forgotten = Uuid::now_v7().to_string();
    let add = [
        ("nyckel", forgotten.as_str()),
        ("slag", "decision"),
        ("rubrik", "Glömd"),
        ("efter", &last),
    ];
    for path in [format!("{meeting}/tillagg"), format!("{meeting}/tillagg")] {
        assert_eq!(secretary.post(&path, &add).await.status, 303);
    }
    let nowhere = secretary
        .post(&format!("{meeting}/tillagg"), &[("nyckel", &*Uuid::now_v7().to_string())])
        .await;
    assert_eq!(
        (nowhere.status, nowhere.text(".error-summary h2").as_str()),
        (422, "Rätta 3 uppgifter")
    );
    let page = secretary.get(&meeting).await.text("tbody");
    assert!(page.find("§\u{a0}1\u{a0}a Glömd") < page.find("§\u{a0}2"), "{page}");
    assert_eq!(page.matches("Glömd").count(), 2, "once, with its buttons: {page}");

    let next = planned(&secretary, ground.board, "2020-09-29").await;
    item(&secretary, &next, "decision", "Nästa", "").await;
    assert!(secretary.get(&next).await.text("tbody").contains("§\u{a0}4"));
    site.close().await;
}

// ATT-08, ATT-12, ATT-11, ADJ-10, QUO-07
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn att_12_the_roll_call_is_checked_and_saved_as_the_opening_of_the_stream(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::at(datetime!(2020-09-08 15:00 UTC), at).await;
    let ground = site.meeting_ground().await;
    let secretary = site.secretary_of(ground.board, "Sara Sekreterare").await;
    let meeting = planned(&secretary, ground.board, "2020-09-08").await;
    let path = format!("{meeting}/narvaro");
    let seat = |stem: &str, seat: Uuid| format!("{stem}_{seat}");
    let (chair, vice, member) = (ground.members[0], ground.members[1], ground.members[2]);
    let (anna, ulf) = (ground.substitutes[0], ground.substitutes[1]);
    let roll = |ulf_for: Uuid, leader: Uuid, adjuster: Uuid, version: &str| {
        vec![
            ("version".to_owned(), version.to_owned()),
            (seat("narvaro", chair.1), "franvarande".to_owned()),
            (seat("narvaro", vice.1), "narvarande".to_owned()),
            (seat("narvaro", member.1), "distans".to_owned()),
            (seat("narvaro", anna.1), "tjanstgor".to_owned()),
            (seat("for", anna.1), chair.1.to_string()),
            (seat("narvaro", ulf.1), "tjanstgor".to_owned()),
            (seat("for", ulf.1), ulf_for.to_string()),
            (
                "ordforande".to_owned(),
                if leader.is_nil() { String::new() } else { leader.to_string() },
            ),
            ("justerare_1".to_owned(), adjuster.to_string()),
            ("namn_1".to_owned(), "Kim Tjänsteperson".to_owned()),
            ("titel_1".to_owned(), "it-chef".to_owned()),
        ]
    };
    let post = async |fields: Vec<(String, String)>| {
        let fields: Vec<_> =
            fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        secretary.post(&path, &fields).await
    };

    let taken = post(roll(chair.1, Uuid::nil(), vice.0, "1")).await;
    assert_eq!(taken.status, 422);
    assert!(taken.text(".error-summary").contains("Två kan inte ha samma plats"));
    assert!(taken.text(".error-summary").contains("Ordföranden kan inte också vara justerare"));
    assert_eq!(taken.attribute("#namn_1", "value").as_deref(), Some("Kim Tjänsteperson"));
    let absent = post(roll(ground.vacant, chair.0, member.0, "1")).await;
    assert!(absent.text("#ordforande-error").contains("måste tjänstgöra"));

    assert_eq!(post(roll(ground.vacant, Uuid::nil(), member.0, "1")).await.status, 303);
    let stale = post(roll(ground.vacant, Uuid::nil(), anna.0, "1")).await;
    assert_eq!(stale.status, 409);
    assert!(stale.text(".message").contains("Anna Ersättare tjänstgör för Magnus Ordförande"));
    assert_eq!(post(roll(ground.vacant, Uuid::nil(), anna.0, "2")).await.status, 303);

    let page = secretary.get(&path).await;
    assert!(page.text("[role=status]").contains("Beslutsför: 4 av 4 tjänstgör, det krävs 3."));
    assert_eq!(page.attribute("#titel_1", "value").as_deref(), Some("it-chef"));
    assert_eq!(page.attribute("#ordforande [selected]", "value"), Some(vice.0.to_string()));
    let kinds = sqlx::query_scalar!(r#"select string_agg(e.kind, ' ' order by m.pos) as "kinds!" from moments m join attendance_events e on e.moment_id = m.id"#)
        .fetch_one(&site.owner).await.unwrap();
    assert_eq!(
        kinds,
        "arrives serves arrives remote_on serves arrives serves arrives serves chairs arrives"
    );
    let persons = sqlx::query_scalar!(r#"select count(*) as "n!" from persons where name = 'Kim Tjänsteperson' and home_id is not null"#).fetch_one(&site.owner).await.unwrap();
    assert_eq!(persons, 1);
    site.close().await;
}

// CAL-09, NUM-03
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_changed_meeting_moves_its_points_to_the_series_of_its_year(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::at(datetime!(2020-09-08 15:00 UTC), at).await;
    let ground = site.meeting_ground().await;
    let secretary = site.secretary_of(ground.board, "Sara Sekreterare").await;
    let meeting = planned(&secretary, ground.board, "2020-12-31").await;
    item(&secretary, &meeting, "decision", "Budget", "").await;
    let path = format!("{meeting}/andra");
    let form = |second| {
        [
            ("version", "1"),
            ("dag_1", "2021-01-04"),
            ("borjar_1", "9.00"),
            ("slutar_1", "12.00"),
            ("plats_1", "Stora salen"),
            ("dag_2", "2021-01-05"),
            ("borjar_2", "9.00"),
            ("plats_2", second),
        ]
    };
    for _ in 0..2 {
        let saved = secretary.post(&path, &form("Stora salen")).await;
        assert_eq!(saved.status, 303, "the same again is answered as the first time");
    }
    let stale = secretary.post(&path, &form("Lilla salen")).await;
    assert_eq!(stale.status, 409);
    assert!(stale.text(".message").contains("2021-01-05"));
    assert_eq!(stale.attribute("#plats_2", "value").as_deref(), Some("Lilla salen"));

    let row = sqlx::query!("select m.held_on, s.instance from meetings m join items i on i.meeting_id = m.id join series s on s.id = i.series_id")
        .fetch_one(&site.owner).await.unwrap();
    assert_eq!((row.held_on, row.instance.as_str()), (date!(2021 - 01 - 04), "2021"));
    site.close().await;
}
