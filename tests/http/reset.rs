//! A lost second factor (återställning): two different people, within a day, and the person is told.

use paragraf::verify::{Check, stored};
use sqlx::{
    AssertSqlSafe, Connection as _,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use time::Duration;
use uuid::Uuid;

use crate::{
    accounts::ANNA,
    ground::PASSWORD,
    support::{Person, TestSite},
};

const BO: &str = "bo@exempel.se";

/// Anna administers Lekeberg; Bo has lost both telephone and codes.
async fn lost(site: &TestSite) -> (Uuid, String, Person) {
    let home = site.municipality("lekeberg", "Lekeberg").await;
    let anna = site.account(site.resident(home, "Anna").await, ANNA.0).await;
    site.grant(anna, "administrator", home).await;
    let bo = site.account(site.resident(home, "Bo").await, BO).await;
    let bo_there = site.signed_in(BO, PASSWORD).await;
    site.enrol(&bo_there).await;
    (home, format!("/arbete/konton/{bo}/aterstall"), bo_there)
}

async fn asked(site: &TestSite) -> String {
    let id = sqlx::query_scalar!("select id from factor_resets order by id desc limit 1");
    format!("/arbete/aterstallningar/{}", id.fetch_one(&site.owner).await.unwrap())
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_lost_factor_is_reset_by_two_and_never_by_one(_: PgPoolOptions, at: PgConnectOptions) {
    let mut site = TestSite::open(at).await;
    let (home, path, bo) = lost(&site).await;
    let anna = site.signed_in(ANNA.0, ANNA.1).await;
    let why = [("reason", "Vi har träffats")];
    assert_eq!(anna.post(&path, &why).await.status, 409, "nobody to confirm");
    let registrar = site.with_role("Rut", "registrar", home).await;
    assert_eq!(anna.post(&path, &[("reason", "")]).await.status, 422);
    assert_eq!(anna.post(&path, &why).await.status, 303);
    let confirm = asked(&site).await;
    let subjects = sqlx::query_scalar!(
        "select subject from mails where to_address = $1 order by id desc limit 1",
        BO
    );
    assert_eq!(
        subjects.fetch_one(&site.owner).await.unwrap(),
        "Återställning av din inloggning till Paragraf"
    );

    assert_eq!(anna.post(&confirm, &[]).await.status, 404, "the same person");
    assert_eq!(bo.post(&confirm, &[]).await.status, 404, "the person");
    let cecilia = site.administrator(home).await;
    assert_eq!(registrar.get(&confirm).await.status, 404, "there is another administrator");
    assert!(cecilia.get(&confirm).await.text("main").contains("Vi har träffats"));
    site.wait_until(site.now() + Duration::hours(25));
    let late = site.administrator(home).await;
    assert_eq!(late.post(&confirm, &[]).await.status, 404, "after a day");

    let anna = site.signed_in(ANNA.0, ANNA.1).await;
    assert_eq!(anna.post(&path, &why).await.status, 303);
    let confirm = asked(&site).await;
    assert_eq!(bo.get("/arbete").await.status, 200);
    assert_eq!(late.post(&confirm, &[]).await.status, 303);
    assert_eq!(late.post(&confirm, &[]).await.status, 404, "once");
    assert_eq!(bo.get("/arbete").await.status, 303, "signed out");
    let link = site.mailed_link(BO).await.unwrap();
    let chosen = site.nobody().post(&link, &[("password", "en räv i skogen")]).await;
    assert_eq!(chosen.location.as_deref(), Some("/arbete"), "no code is asked for");
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_registrar_confirms_for_a_single_administrator_and_both_steps_stand_in_the_chain(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    let (home, path, _) = lost(&site).await;
    let registrar = site.with_role("Rut", "registrar", home).await;
    let stranger = site.municipality("laxa", "Laxå").await;
    let stranger = site.administrator(stranger).await;
    let anna = site.signed_in(ANNA.0, ANNA.1).await;
    assert_eq!(stranger.get(&path).await.status, 404);
    assert_eq!(anna.post(&path, &[("reason", "Vi har träffats")]).await.status, 303);
    let confirm = asked(&site).await;
    assert_eq!(stranger.get(&confirm).await.status, 404);
    assert_eq!(registrar.post(&confirm, &[]).await.status, 303);

    let told = sqlx::query_scalar!("select kind from acts where kind like 'reset%' order by n")
        .fetch_all(&site.owner)
        .await
        .unwrap();
    assert_eq!(told, ["reset_asked", "reset_confirmed"]);
    let mut db = site.owner.acquire().await.unwrap();
    let report = stored(&mut db, &[]).await.unwrap();
    assert!(report.holds(), "{report}");
    for sql in [
        "update factor_resets set reason = 'Ett annat skäl'",
        "update factor_resets set confirmed_by = (select id from accounts where id not in (asked_by, account_id, confirmed_by) limit 1)",
        "update factor_resets set confirmed_at = null, confirmed_by = null",
        "delete from factor_resets",
    ] {
        assert!(sqlx::raw_sql(sql).execute(&site.owner).await.is_err(), "{sql}");
        let mut db = db.begin().await.unwrap();
        let change = format!("alter table factor_resets disable trigger all; {sql}");
        sqlx::raw_sql(AssertSqlSafe(change)).execute(&mut *db).await.unwrap();
        let report = stored(&mut db, &[]).await.unwrap();
        assert!(report.faults.iter().any(|fault| fault.check == Check::Acts), "{sql}");
        db.rollback().await.unwrap();
    }
    drop(db);
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_reset_that_waits_is_listed_and_taken_back_by_who_asked_by_another_and_by_the_person(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    let (home, path, bo) = lost(&site).await;
    let (anna, cecilia) = (site.signed_in(ANNA.0, ANNA.1).await, site.administrator(home).await);
    let registrar = site.with_role("Rut", "registrar", home).await;
    let list = "/arbete/aterstallningar";
    assert!(anna.get(list).await.text("main").contains("Ingen återställning väntar"));
    assert_eq!(bo.get(list).await.status, 404, "without a role");
    let ask = async || {
        assert_eq!(anna.post(&path, &[("reason", "Vi har träffats")]).await.status, 303);
        asked(&site).await
    };

    let (one, two, three) = (ask().await, ask().await, ask().await);
    let row = cecilia.get(list).await;
    assert_eq!(row.text("tbody").matches("Vi har träffats").count(), 3);
    assert!(row.text("tbody").contains("Granska och bekräfta"));
    assert!(!anna.get(list).await.text("tbody").contains("Granska"), "not one's own");
    assert_eq!(registrar.post(&format!("{one}/avbryt"), &[]).await.status, 404);
    assert_eq!(anna.post(&format!("{one}/avbryt"), &[]).await.status, 303, "who asked");
    assert_eq!(
        cecilia.post(&format!("{two}/avbryt"), &[]).await.status,
        303,
        "another administrator"
    );
    assert_eq!(cecilia.post(&format!("{two}/avbryt"), &[]).await.status, 404, "once");
    let subject = sqlx::query_scalar!(
        "select subject from mails where to_address = $1 order by id desc limit 1",
        ANNA.0
    );
    assert_eq!(
        subject.fetch_one(&site.owner).await.unwrap(),
        "En återställning i Paragraf är avbruten"
    );
    for reset in [&one, &two] {
        assert_eq!(cecilia.post(reset, &[]).await.status, 404, "no longer to be confirmed");
        let id = reset.rsplit('/').next().unwrap();
        let confirm = format!(
            "update factor_resets set confirmed_at = asked_at, confirmed_by = (select id from accounts where id not in (asked_by, account_id) limit 1) where id = '{id}'"
        );
        assert!(sqlx::raw_sql(AssertSqlSafe(confirm)).execute(&site.owner).await.is_err());
    }

    let links = sqlx::query_scalar!(
        "select body from mails where to_address = $1 and subject = 'Återställning av din inloggning till Paragraf' order by id desc",
        BO
    );
    let body = links.fetch_all(&site.owner).await.unwrap().remove(0);
    let link = body
        .lines()
        .find_map(|line| line.strip_prefix("http://localhost:8080"))
        .unwrap()
        .to_owned();
    let nobody = site.nobody();
    assert_eq!(nobody.get(&link).await.text("h1"), "Stoppa återställningen");
    assert_eq!(cecilia.get(&three).await.status, 200, "a link that is opened stops nothing");
    assert_eq!(nobody.post(&link, &[]).await.text("h1"), "Återställningen är stoppad");
    assert_eq!(nobody.post(&link, &[]).await.status, 410);
    assert_eq!(cecilia.get(&three).await.status, 404);
    let page = anna.get(list).await.text("main");
    for outcome in ["Avbruten av Anna,", "Avbruten av Anna Admin", "Avbruten av Bo"] {
        assert!(page.contains(outcome), "{outcome}: {page}");
    }

    let four = ask().await;
    assert_eq!(cecilia.post(&four, &[]).await.status, 303);
    assert_eq!(anna.post(&format!("{four}/avbryt"), &[]).await.status, 404, "confirmed");
    assert!(anna.get(list).await.text("main").contains("bekräftad av Anna Admin"));
    let mut db = site.owner.acquire().await.unwrap();
    let report = stored(&mut db, &[]).await.unwrap();
    assert!(report.holds(), "{report}");
    sqlx::raw_sql(
        "alter table reset_cancellations disable trigger all; delete from reset_cancellations",
    )
    .execute(&mut *db)
    .await
    .unwrap();
    let report = stored(&mut db, &[]).await.unwrap();
    assert!(report.faults.iter().any(|fault| fault.check == Check::Acts));
    drop(db);
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn whoever_runs_the_program_resets_a_single_administrators_factor_and_everybody_is_told(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    let home = site.municipality("lekeberg", "Lekeberg").await;
    let anna = site.account(site.resident(home, "Anna").await, ANNA.0).await;
    site.grant(anna, "administrator", home).await;
    let there = site.signed_in(ANNA.0, ANNA.1).await;
    let registrar = site.with_role("Rut", "registrar", home).await;
    site.account(site.resident(home, "Bo").await, BO).await;
    let by_operator = async |email: &str, reason: &str| {
        let mut db = site.owner.begin().await.unwrap();
        let origin = "http://localhost:8080";
        let clock = paragraf::Clock::Fixed(site.now());
        let done =
            paragraf::accounts::reset_by_operator(&mut db, email, reason, origin, clock).await;
        if done.is_ok() {
            db.commit().await.unwrap();
        }
        done.map_err(|why| why.to_string())
    };
    assert!(
        by_operator(ANNA.0, "Telefonen är borta").await.unwrap_err().contains("no second factor")
    );
    site.enrol(&there).await;
    assert!(by_operator(BO, "Telefonen är borta").await.unwrap_err().contains("no administrator"));
    assert!(by_operator(ANNA.0, " ").await.unwrap_err().contains("reason"));

    let link =
        by_operator("Anna@exempel.se", "Telefonen är borta, har visat legitimation").await.unwrap();
    assert_eq!(there.get("/arbete").await.status, 303, "signed out");
    let path = link.strip_prefix("http://localhost:8080").unwrap();
    assert_eq!(site.mailed_link(ANNA.0).await.as_deref(), Some(path));
    let told = sqlx::query_scalar!(
        "select body from mails where subject = 'En administratörs inloggning är återställd'"
    );
    let told = told.fetch_all(&site.owner).await.unwrap();
    assert!(told.len() == 1 && told[0].contains("har visat legitimation"), "the registrar");
    let page = registrar.get("/arbete/aterstallningar").await.text("main");
    assert!(page.contains("Återställd av den som sköter driften"), "{page}");
    let chosen = site.nobody().post(path, &[("password", "en räv i skogen")]).await;
    assert_eq!(chosen.location.as_deref(), Some("/arbete"), "no code is asked for");

    let kinds = sqlx::query_scalar!("select kind from acts where kind like 'reset%'");
    assert_eq!(kinds.fetch_all(&site.owner).await.unwrap(), ["reset_by_operator"]);
    let by_site = "insert into operator_resets (id, account_id, reason, at) select gen_random_uuid(), id, 'x', now() from accounts";
    let refused = sqlx::raw_sql(by_site).execute(&site.pools().site).await.unwrap_err();
    assert!(refused.to_string().contains("permission denied"), "{refused}");
    let mut db = site.owner.acquire().await.unwrap();
    let report = stored(&mut db, &[]).await.unwrap();
    assert!(report.holds(), "{report}");
    sqlx::raw_sql("alter table operator_resets disable trigger all; update operator_resets set reason = 'Ett annat'").execute(&mut *db).await.unwrap();
    let report = stored(&mut db, &[]).await.unwrap();
    assert!(report.faults.iter().any(|fault| fault.check == Check::Acts));
    drop(db);
    site.close().await;
}
