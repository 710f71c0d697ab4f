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
