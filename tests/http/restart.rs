//! PostgreSQL goes away in the middle of a save: a clear answer, nothing half done, nothing typed lost.

use std::time::Duration;

use paragraf::database::{
    self,
    private::{Cluster, Tuning},
};
use sqlx::{
    Row as _,
    postgres::{PgConnectOptions, PgPoolOptions},
};

use crate::{
    draft::{form_of, site},
    sheet::Sheet,
    support::{Page, Person, TestSite},
};

const TYPED: &str = "Text som inte får gå <förlorad>, \"aldrig\".";

/// The page says that nothing was saved, and shows what was sent.
fn is_offered_again(page: &Page) -> bool {
    page.status == 503
        && page.text("h1") == "Inget har sparats, databasen svarar inte"
        && page.text("textarea").contains(TYPED)
}

/// Waits until a connection of the site waits for a lock, then ends every connection that the site has.
async fn cut_when_waiting(site: &TestSite) {
    let waits = r#"select exists (select from pg_stat_activity
        where datname = current_database() and usename = 'paragraf_site' and wait_event_type = 'Lock') as "waits!""#;
    let waiting = async {
        loop {
            let waiting = sqlx::raw_sql(waits).fetch_one(&site.owner).await.unwrap();
            if waiting.get(0) {
                break;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(30), waiting).await.expect("nothing waits for a lock");
    let cut = "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename = 'paragraf_site'";
    sqlx::raw_sql(cut).execute(&site.owner).await.unwrap();
}

/// Sends a form that must wait for a row, and cuts its connection while it waits.
async fn cut(site: &TestSite, lock: &'static str, sheet: &Sheet, person: &Person) -> Page {
    let mut db = site.owner.begin().await.unwrap();
    sqlx::raw_sql(lock).execute(&mut *db).await.unwrap();
    let (page, ()) = tokio::join!(sheet.send(person), cut_when_waiting(site));
    db.rollback().await.unwrap();
    page
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_paragraph_cut_off_in_mid_save_is_offered_again_and_then_saved_once(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = site(at).await;
    let ground = site.ground().await;
    let sara = site.secretary_of(ground.board, "Sara").await;
    let sheet = form_of(&sara.get(&ground.path()).await).set("text-", 0, TYPED);
    let sheet = sheet.with("atgard", "spara");

    for lock in [
        "select from items for update",
        // Between the writes: the § is locked, and its revisions wait.
        "lock table revisions in exclusive mode",
    ] {
        let page = cut(&site, lock, &sheet, &sara).await;
        assert!(is_offered_again(&page), "{}: {}", page.status, page.text("main"));
        assert_eq!(site.count_revisions(ground.item).await, 0);
        let written = sqlx::query_scalar!(r#"select count(*) as "n!" from sections"#);
        assert_eq!(written.fetch_one(&site.owner).await.unwrap(), 0);
        assert_eq!(Sheet::of(&page, "main form").value("text-", 0), TYPED);
    }
    let page = cut(&site, "select from items for update", &sheet, &sara).await;
    assert_eq!(Sheet::of(&page, "main form").send(&sara).await.status, 303);
    assert_eq!(form_of(&sara.get(&ground.path()).await).value("text-", 0), TYPED);
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_meeting_and_a_seat_cut_off_in_mid_save_are_offered_again(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = site(at).await;
    let ground = site.ground().await;
    let sara = site.secretary_of(ground.board, "Sara").await;
    let admin = site.administrator(ground.municipality).await;
    let new = |path: &str, field: &str| {
        let (path, field) = (path.to_owned(), field.to_owned());
        async move |person: &Person| {
            Sheet::of(&person.get(&path).await, "main form").set(&field, 0, TYPED)
        }
    };
    let meeting = new("/arbete/sammantraden/nytt", "plats_1")(&sara).await;
    let meeting = meeting.set("dag_1", 0, "2020-10-06").set("borjar_1", 0, "13.00");
    let seat = format!("/arbete/organ/{}/platser/ny", ground.board);
    let seat = new(&seat, "party")(&admin).await;

    for (sheet, person) in [(meeting, &sara), (seat, &admin)] {
        let page = cut(&site, "select from boards for update", &sheet, person).await;
        assert!(is_offered_again(&page), "{}: {}", page.status, page.text("main"));
        assert_eq!(Sheet::of(&page, "main form").send(person).await.status, 303);
    }
    let saved = sqlx::query_scalar!(
        r#"select (select count(*) from sittings where place = $1) * 10 + (select count(*) from seats where party = $1) as "n!""#,
        TYPED
    );
    assert_eq!(saved.fetch_one(&site.owner).await.unwrap(), 11);
    site.close().await;
}

#[tokio::test]
async fn while_the_server_is_away_a_save_is_offered_again_and_after_its_restart_it_is_saved() {
    let data = tempfile::tempdir().unwrap();
    let start = || Cluster::start(data.path(), Tuning::Throwaway).unwrap();
    let cluster = start();
    let at: PgConnectOptions = cluster.url().parse().unwrap();
    let addresses = database::Addresses::of(at.clone());
    database::prepare(&addresses, &paragraf::MIGRATOR).await.unwrap();
    let site = site(at.clone()).await;
    let ground = site.ground().await;
    let sara = site.secretary_of(ground.board, "Sara").await;
    let sheet = form_of(&sara.get(&ground.path()).await).set("text-", 0, TYPED);
    let sheet = sheet.with("atgard", "spara");

    cluster.stop().unwrap();
    let page = sheet.send(&sara).await;
    assert!(is_offered_again(&page), "{}: {}", page.status, page.text("main"));
    let again = Sheet::of(&page, "main form");
    assert_eq!(sara.get(&ground.path()).await.status, 503);

    let cluster = start();
    assert_eq!(cluster.url().parse::<PgConnectOptions>().unwrap().get_socket(), at.get_socket());
    assert_eq!(again.send(&sara).await.status, 303);
    assert_eq!(form_of(&sara.get(&ground.path()).await).value("text-", 0), TYPED);
    site.close().await;
    cluster.stop().unwrap();
}
