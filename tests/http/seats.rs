//! Seats (platser) of a board: two at once, stale, backwards, and taken away again.

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use crate::{
    removals::{put_back, take_back},
    sheet::Sheet,
    support::TestSite,
    workplace::Workplace,
};

/// A board of Laxå, and two persons of its register.
async fn board_of_two(site: &TestSite) -> (Uuid, Uuid, [Uuid; 2]) {
    let laxa = site.municipality("laxa", "Laxå").await;
    let board = site.board(laxa, "ks", "Kommunstyrelsen", "executive_board").await;
    (laxa, board, [site.resident(laxa, "Eva Ek").await, site.resident(laxa, "Bo Björk").await])
}

fn new_seat(board: Uuid) -> String {
    format!("/arbete/organ/{board}/platser/ny")
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn of_two_chairs_at_once_one_is_seated_and_the_other_is_told(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    let (laxa, board, [eva, bo]) = board_of_two(&site).await;
    let (anna, nils) =
        (site.administrator(laxa).await, site.with_role("Nils Admin", "administrator", laxa).await);
    for role in ["chair", "first_vice_chair", "second_vice_chair"] {
        let seat = async |person: Uuid| {
            let page = anna.get(&new_seat(board)).await;
            Sheet::of(&page, "main form").set("person", 0, &person.to_string()).set("role", 0, role)
        };
        let (one, two) = (seat(eva).await, seat(bo).await);
        let (one, two) = tokio::join!(one.send(&anna), two.send(&nils));

        let loser = if one.status == 303 { &two } else { &one };
        let mut statuses = [one.status, two.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 422], "{role}");
        assert!(loser.text("#role-error").contains("Organet har redan en"), "{role}");
        let seat = sqlx::query_scalar!("select id from seats where role = $1", role);
        let seat = seat.fetch_one(&site.owner).await.unwrap();
        assert_eq!(take_back(&anna, "plats", seat).await.status, 303);
    }
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn vice_chairs_may_follow_each_other_but_not_overlap(_: PgPoolOptions, at: PgConnectOptions) {
    let site = TestSite::open(at).await;
    let (laxa, board, [eva, bo]) = board_of_two(&site).await;
    let admin = site.administrator(laxa).await;
    let seat = async |person: Uuid, from: &str, to: &str| {
        let sheet = Sheet::of(&admin.get(&new_seat(board)).await, "main form")
            .set("person", 0, &person.to_string())
            .set("role", 0, "first_vice_chair")
            .set("starts_on", 0, from)
            .set("ends_on", 0, to);
        sheet.send(&admin).await
    };

    assert_eq!(seat(eva, "2023-01-01", "2024-12-31").await.status, 303);
    let overlap = seat(bo, "2024-12-31", "").await;
    assert_eq!(overlap.status, 422);
    assert!(overlap.text("#role-error").contains("1:e vice ordförande under de dagarna"));
    assert_eq!(overlap.attribute("#starts_on", "value").as_deref(), Some("2024-12-31"));
    assert_eq!(seat(bo, "2025-01-01", "").await.status, 303);

    let first = sqlx::query_scalar!("select id from seats where person_id = $1", eva)
        .fetch_one(&site.owner)
        .await
        .unwrap();
    let path = format!("/arbete/platser/{first}");
    let longer = Sheet::of(&admin.get(&path).await, "main form").set("ends_on", 0, "");
    assert!(longer.send(&admin).await.text("#role-error").contains("Avsluta den platsen först"));
    let backwards = Sheet::of(&admin.get(&path).await, "main form").set("ends_on", 0, "2022-12-31");
    let page = backwards.send(&admin).await;
    assert!(page.text("#ends_on-error").contains("före första dagen"));
    let strange = Sheet::of(&admin.get(&path).await, "main form")
        .set("ends_on", 0, "2024-02-30")
        .set("party", 0, "S\0")
        .set("call_order", 0, "-1");
    let page = strange.send(&admin).await;
    assert_eq!(page.status, 422);
    for field in ["#ends_on-error", "#party-error", "#call_order-error"] {
        assert!(!page.text(field).is_empty(), "{field}");
    }
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_stale_change_of_a_seat_shows_both_texts(_: PgPoolOptions, at: PgConnectOptions) {
    let site = TestSite::open(at).await;
    let (laxa, board, [eva, _]) = board_of_two(&site).await;
    let admin = site.administrator(laxa).await;
    let seat = site.seat(board, Some(eva), "member", 0).await;
    let path = format!("/arbete/platser/{seat}");

    let sheet =
        Sheet::of(&admin.get(&path).await, "main form").set("municipality", 0, &laxa.to_string());
    assert_eq!(sheet.clone().set("party", 0, "C").send(&admin).await.status, 303);
    let page = sheet.set("party", 0, "S").send(&admin).await;
    assert_eq!(page.status, 409);
    assert_eq!(page.text("tbody tr"), "PartiSC");
    assert_eq!(Sheet::of(&page, "main form").send(&admin).await.status, 303);
    let party =
        sqlx::query_scalar!("select party from seats").fetch_one(&site.owner).await.unwrap();
    assert_eq!(party, "S");
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_seat_added_by_mistake_is_taken_away_and_can_be_put_back(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    let (laxa, board, [eva, _]) = board_of_two(&site).await;
    let admin = site.administrator(laxa).await;
    let sheet = Sheet::of(&admin.get(&new_seat(board)).await, "main form")
        .set("person", 0, &eva.to_string())
        .set("party", 0, "Ö & Ä")
        .set("ends_on", 0, "2026-12-31");
    assert_eq!(sheet.send(&admin).await.status, 303);
    let before =
        sqlx::query!("select id, party, ends_on from seats").fetch_one(&site.owner).await.unwrap();
    let path = format!("/arbete/borttagning/plats/{}", before.id);
    let form = Sheet::of(&admin.get(&path).await, "main form").set("reason", 0, "Dubblett");

    let stale = form.clone().set("mark", 0, "7").send(&admin).await;
    assert_eq!(stale.status, 409);
    assert!(stale.text("main").contains("Någon har ändrat platsen medan du läste"));
    let removed = form.send(&admin).await;
    assert_eq!(removed.status, 303, "{}", removed.text("main"));
    assert_eq!(form.send(&admin).await.location, removed.location, "a double click");
    let count = sqlx::query_scalar!(r#"select count(*) as "n!" from seats"#);
    assert_eq!(count.fetch_one(&site.owner).await.unwrap(), 0);

    put_back(&admin, &removed).await;
    let after =
        sqlx::query!("select id, party, ends_on from seats").fetch_one(&site.owner).await.unwrap();
    assert_eq!((after.id, after.party, after.ends_on), (before.id, before.party, before.ends_on));
    let stranger = site.municipality("hallsberg", "Hallsberg").await;
    let stranger = site.administrator(stranger).await;
    assert_eq!(form.send(&stranger).await.status, 404);
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn who_and_what_a_meeting_has_used_stays_in_the_register(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let workplace = Workplace::begin(at).await;
    workplace.write(&["ett"]).await;
    let site = &workplace.site;
    let host =
        sqlx::query_scalar!("select host_id from boards").fetch_one(&site.owner).await.unwrap();
    let admin = site.administrator(host).await;
    let used = sqlx::query!(
        r#"
        select s.id as seat, s.person_id as "person!", p.id as official from seats s, persons p
        where s.role = 'member' and p.name = 'Kim Tjänsteperson'
        "#
    )
    .fetch_one(&site.owner)
    .await
    .unwrap();
    let office = Uuid::now_v7();
    sqlx::query!(
        "insert into officials (id, person_id, municipality_id, title, starts_on) values ($1, $2, $3, 'it-chef', '2020-01-01')",
        office,
        used.official,
        host
    )
    .execute(&site.owner)
    .await
    .unwrap();

    for (kind, id, why) in [
        ("plats", used.seat, "tjänstgöring vid sammanträdet 8\u{a0}september 2020"),
        ("tjansteperson", office, "närvaro vid sammanträdet 8\u{a0}september 2020, IT-nämnden"),
        ("person", used.person, "plats i IT-nämnden från 1\u{a0}januari 2019"),
        ("person", used.person, "uppdrag som justerare vid sammanträdet 8\u{a0}september 2020"),
        ("person", used.official, "tjänsten som it-chef"),
        ("person", used.official, "närvaro vid sammanträdet"),
    ] {
        let refused = take_back(&admin, kind, id).await;
        assert_eq!(refused.status, 409, "{kind}");
        assert!(refused.text("#hinder").contains(why), "{}", refused.text("main"));
    }
    workplace.site.close().await;
}
