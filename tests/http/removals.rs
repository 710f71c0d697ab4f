//! What was created by mistake (borttagning): taken back with a reason, refused while something depends on it, put back as it was.

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use crate::{
    sheet::Sheet,
    support::{Page, Person, TestSite},
    workplace::Workplace,
};

/// Fills in why, and takes back.
pub(crate) async fn take_back(who: &Person, kind: &str, id: impl std::fmt::Display) -> Page {
    let path = format!("/arbete/borttagning/{kind}/{id}");
    let page = who.get(&path).await;
    assert_eq!(page.status, 200, "{path}: {}", page.text("main"));
    if !page.text("#hinder").is_empty() {
        return who.post(&path, &[("reason", "Misstag")]).await;
    }
    Sheet::of(&page, "main form").set("reason", 0, "Lades till två gånger").send(who).await
}

/// Presses "Ångra" on the page that taking back led to.
pub(crate) async fn put_back(who: &Person, removed: &Page) -> Page {
    assert_eq!(removed.status, 303, "{}", removed.text("main"));
    let list = removed.location.clone().unwrap();
    let page = who.get(&list).await;
    assert!(page.text("[role=status]").contains("är bortta"), "{}", page.text("main"));
    let answer = Sheet::of(&page, "[role=status] form").send(who).await;
    assert_eq!(answer.status, 303, "{}", answer.text("main"));
    let page = who.get(&list).await;
    assert!(page.text("[role=status]").contains("är tillbaka"), "{}", page.text("main"));
    page
}

/// Everything that a § consists of, as the database has it.
async fn content(site: &TestSite, item: Uuid) -> Option<String> {
    sqlx::query_scalar!("select belongings('item', $1)::text", item)
        .fetch_one(&site.owner)
        .await
        .unwrap()
}

// NUM-04, NUM-05
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_point_comes_back_with_all_that_was_written_in_its_place(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let workplace = Workplace::begin(at).await;
    let walk = workplace.write(&["ett", "två", "tre"]).await;
    let (site, secretary, item) = (&workplace.site, &workplace.secretary, walk.items[1]);
    let path = format!("/arbete/paragrafer/{item}");
    let (open, before) = (secretary.get(&path).await, content(site, item).await);

    let empty = secretary.post(&format!("/arbete/borttagning/paragraf/{item}"), &[]).await;
    assert_eq!(empty.status, 422);
    assert!(empty.text("#reason-error").contains("Skriv varför punkten ska tas bort"));
    let removed = take_back(secretary, "paragraf", item).await;
    assert_eq!(content(site, item).await.as_deref(), Some("[]"));
    let agenda = secretary.get(&walk.path).await.plain("tbody");
    assert!(!agenda.contains("Rubrik två") && agenda.contains("§ 2 Rubrik tre"), "{agenda}");

    let late = Sheet::of(&open, "#paragraf")
        .set("text-", 0, "Skrivet efteråt.")
        .with("atgard", "spara")
        .send_to(secretary, &path)
        .await;
    assert_eq!(late.status, 409);
    let words = late.text("main");
    assert!(words.contains("Punkten Rubrik två togs bort"), "{words}");
    assert!(words.contains("Sara Sekreterare") && words.contains("Lades till två gånger."));
    assert!(words.contains("Skrivet efteråt."), "what was typed can be copied: {words}");

    let kept = removed.location.as_ref().unwrap().rsplit('=').next().unwrap().to_owned();
    let shown = secretary.get(&format!("/arbete/borttaget/{kept}")).await.text("main");
    assert!(shown.contains("Beskrivning två.") && shown.contains("godkänna två."), "{shown}");
    put_back(secretary, &removed).await;
    assert_eq!(content(site, item).await, before, "all of it, in its place");
    let agenda = secretary.get(&walk.path).await.plain("tbody");
    assert!(agenda.contains("§ 2 Rubrik två") && agenda.contains("§ 3 Rubrik tre"), "{agenda}");
    let rows = sqlx::query!(
        r#"select r.reason, r.by_id = i.by_id as "same!" from removals r join reinstatements i on i.removal_id = r.id"#
    )
    .fetch_all(&site.owner)
    .await
    .unwrap();
    assert_eq!(rows.len(), 1);
    assert!(rows[0].same && rows[0].reason == "Lades till två gånger");

    workplace.close(&walk).await;
    let refused = take_back(secretary, "paragraf", item).await;
    assert_eq!(refused.status, 409);
    assert!(refused.plain("#hinder").contains("det fasta numret § 2"), "{}", refused.text("main"));
    workplace.site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_point_that_was_taken_back_stays_away_from_frozen_numbers(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let workplace = Workplace::begin(at).await;
    let walk = workplace.write(&["ett", "två"]).await;
    let secretary = &workplace.secretary;
    let removed = take_back(secretary, "paragraf", walk.items[0]).await;
    workplace.close(&walk).await;

    let list = secretary.get(&removed.location.unwrap()).await;
    let refused = Sheet::of(&list, "[role=status] form").send(secretary).await;

    assert_eq!(refused.status, 409);
    assert!(refused.text("main").contains("paragraf som glömdes"), "{}", refused.text("main"));
    let number = sqlx::query_scalar!("select number from items").fetch_all(&workplace.site.owner);
    assert_eq!(number.await.unwrap(), [Some(1)]);
    workplace.site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_meeting_is_taken_back_once_nothing_depends_on_it(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let workplace = Workplace::begin(at).await;
    let walk = workplace.write(&["ett"]).await;
    let (site, secretary) = (&workplace.site, &workplace.secretary);
    let id = walk.path.rsplit('/').next().unwrap().to_owned();

    let refused = take_back(secretary, "sammantrade", &id).await;
    assert_eq!(refused.status, 409);
    let why = refused.text("#hinder");
    assert!(why.contains("punkten Rubrik ett") && why.contains("närvaron"), "{why}");
    let item = format!("/arbete/paragrafer/{}", walk.items[0]);
    assert_eq!(refused.attribute("#hinder a", "href"), Some(item));

    let second = workplace.write(&[]).await;
    let second_id = second.path.rsplit('/').next().unwrap().to_owned();
    for table in ["adjusters", "attendance_events", "moments"] {
        let empty = format!("delete from {table}");
        sqlx::raw_sql(sqlx::AssertSqlSafe(empty)).execute(&site.owner).await.unwrap();
    }
    let removed = take_back(secretary, "sammantrade", &second_id).await;
    let gone = secretary.get(&second.path).await;
    assert_eq!(gone.status, 409);
    assert!(gone.text("main").contains("Sammanträdet IT-nämnden"), "{}", gone.text("main"));
    let again = secretary.post(&format!("/arbete/borttagning/sammantrade/{second_id}"), &[]).await;
    assert_eq!(again.location, removed.location, "a double click");
    put_back(secretary, &removed).await;
    let row = sqlx::query!("select ordinal from meetings where id = $1::text::uuid", second_id);
    assert_eq!(row.fetch_one(&site.owner).await.unwrap().ordinal, 2);
    assert_eq!(secretary.get(&second.path).await.status, 200);

    let other = site.municipality("laxa", "Laxå").await;
    let other = site.board(other, "namnden", "Nämnden", "board").await;
    let stranger = site.secretary_of(other, "Nils Nilsson").await;
    for path in [format!("/arbete/borttagning/sammantrade/{id}"), removed.location.unwrap()] {
        let page = stranger.get(&path).await;
        assert!(page.status == 404 || page.text("main").contains("Inget är borttaget"), "{path}");
    }
    workplace.site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn saving_and_taking_back_at_once_loses_nothing(_: PgPoolOptions, at: PgConnectOptions) {
    let workplace = Workplace::begin(at).await;
    let walk = workplace.write(&["ett"]).await;
    let (secretary, item) = (&workplace.secretary, walk.items[0]);
    let path = format!("/arbete/paragrafer/{item}");
    let save = Sheet::of(&secretary.get(&path).await, "#paragraf")
        .set("text-", 0, "Ny text.")
        .with("atgard", "spara");
    let page = secretary.get(&format!("/arbete/borttagning/paragraf/{item}")).await;
    let remove = Sheet::of(&page, "main form").set("reason", 0, "Misstag");

    let (saved, removed) = tokio::join!(save.send_to(secretary, &path), remove.send(secretary));

    match (saved.status, removed.status) {
        (303, 409) => assert!(removed.text("main").contains("har ändrat punkten medan du läste")),
        (409, 303) => assert!(saved.text("main").contains("Ny text.")),
        other => panic!("{other:?}"),
    }
    workplace.site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_board_and_a_municipality_go_while_they_are_alone(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    let laxa = site.municipality("laxa", "Laxå").await;
    let admin = site.administrator(laxa).await;
    let empty = admin.get("/arbete/kommuner/ny").await;
    let new = Sheet::of(&empty, "main form")
        .set("name", 0, "Hallsbergs kommun")
        .set("short_name", 0, "Hallsberg")
        .set("court", 0, "Förvaltningsrätten i Karlstad")
        .set("kept_at", 0, "Kommunhuset");
    assert_eq!(new.send(&admin).await.status, 303);
    let other = sqlx::query_scalar!("select id from municipalities where slug = 'hallsberg'");
    let other = other.fetch_one(&site.owner).await.unwrap();
    let board = site.board(other, "namnden", "Nämnden", "board").await;
    let seat = site.seat(board, None, "member", 0).await;
    site.secretary_of(board, "Sara Sekreterare").await;

    let refused = take_back(&admin, "organ", board).await;
    assert_eq!(refused.status, 409);
    let why = refused.text("#hinder");
    assert!(why.contains("plats för någon (vakant)"), "{why}");
    assert!(why.contains("roll som Sara Sekreterare har") && why.contains("en sista dag"), "{why}");
    let refused = take_back(&admin, "kommun", other).await;
    assert!(refused.text("#hinder").contains("organet Nämnden"), "{}", refused.text("main"));

    let removed_seat = take_back(&admin, "plats", seat).await;
    sqlx::query!("update grants set ended_at = given_at where role = 'secretary'")
        .execute(&site.owner)
        .await
        .unwrap();
    let removed_board = take_back(&admin, "organ", board).await;
    assert_eq!(removed_board.status, 303, "{}", removed_board.text("main"));
    let list = admin.get(&removed_seat.location.clone().unwrap()).await;
    let early = Sheet::of(&list, "[role=status] form").send(&admin).await;
    assert_eq!(early.status, 409);
    assert!(early.text("main").contains("Lägg tillbaka det först"), "{}", early.text("main"));

    let removed = take_back(&admin, "kommun", other).await;
    assert_eq!(removed.status, 303, "{}", removed.text("main"));
    assert!(!admin.get("/arbete/register").await.text("main").contains("Hallsberg"));
    assert_eq!(site.nobody().get("/hallsberg").await.status, 404);
    put_back(&admin, &removed).await;
    put_back(&admin, &removed_board).await;
    put_back(&admin, &removed_seat).await;
    assert_eq!(admin.get(&format!("/arbete/platser/{seat}")).await.status, 200);
    let kept = take_back(&admin, "kommun", laxa).await;
    assert_eq!(kept.status, 303, "nothing depends on it either");
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn nothing_is_deleted_without_who_when_and_why(_: PgPoolOptions, at: PgConnectOptions) {
    let workplace = Workplace::begin(at).await;
    let walk = workplace.write(&["ett"]).await;
    let site = &workplace.site;
    let seat = sqlx::query_scalar!("select id from seats where role = 'chair'");
    let seat = seat.fetch_one(&site.owner).await.unwrap();
    for (table, id) in [("items", walk.items[0]), ("seats", seat)] {
        let delete = format!("delete from {table} where id = '{id}'");
        for pool in [&site.owner, &site.pools().site] {
            let done = sqlx::raw_sql(sqlx::AssertSqlSafe(delete.clone())).execute(pool).await;
            let error = done.unwrap_err();
            let constraint = error.as_database_error().and_then(|why| why.constraint());
            assert_eq!(constraint, Some("removal_recorded"), "{table}: {error}");
        }
    }
    workplace.site.close().await;
}
