//! Leaving (kontot avslutas): every door closes at once, what was done stays, and one municipality closes no other's.

use paragraf::verify::stored;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use crate::{accounts::ANNA, ground::PASSWORD, support::TestSite};

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_closed_account_opens_no_door_and_can_be_opened_again(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    let home = site.municipality("lekeberg", "Lekeberg").await;
    let anna = site.account(site.resident(home, "Anna").await, ANNA.0).await;
    site.grant(anna, "administrator", home).await;
    let bo = site.account(site.resident(home, "Bo").await, "bo@exempel.se").await;
    site.grant(bo, "registrar", home).await;
    let (own, path) =
        (format!("/arbete/konton/{anna}/avsluta"), format!("/arbete/konton/{bo}/avsluta"));
    let (anna, there) =
        (site.signed_in(ANNA.0, ANNA.1).await, site.signed_in("bo@exempel.se", PASSWORD).await);
    site.nobody().post("/losenord", &[("email", "bo@exempel.se")]).await;
    let link = site.mailed_link("bo@exempel.se").await.unwrap();

    assert_eq!(anna.post(&own, &[("reason", "x")]).await.status, 409, "one's own");
    let none = anna.post(&path, &[("reason", " ")]).await;
    assert!(none.text(".field-error").contains("Skriv varför"));
    assert_eq!(anna.post(&path, &[("reason", "Har slutat")]).await.status, 303);
    assert!(anna.get("/arbete/konton").await.text("tbody").contains("bo@exempel.se Avslutat Inga"));

    assert_eq!(there.get("/arbete").await.status, 303);
    assert_eq!(site.nobody().get(&link).await.status, 410);
    let entering = [("email", "bo@exempel.se"), ("password", PASSWORD)];
    assert_eq!(site.nobody().post("/logga-in", &entering).await.status, 422);
    site.nobody().post("/losenord", &[("email", "bo@exempel.se")]).await;
    assert_eq!(site.mailed_link("bo@exempel.se").await.unwrap(), link, "no new one");
    let role = format!("registrar:{home}");
    let roles = format!("/arbete/konton/{bo}/roller");
    assert_eq!(anna.post(&roles, &[("role", &role)]).await.status, 409);
    let mut db = site.owner.acquire().await.unwrap();
    let report = stored(&mut db, &[]).await.unwrap();
    assert!(report.holds(), "{report}");
    drop(db);

    assert_eq!(anna.post(&format!("/arbete/konton/{bo}/oppna"), &[]).await.status, 303);
    let bo = site.signed_in("bo@exempel.se", PASSWORD).await;
    assert!(!bo.get("/arbete").await.text("nav").contains("Anslag"), "without the role");
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn one_account_serves_two_municipalities_and_each_ends_its_own_only(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    let (home, other) =
        (site.municipality("lekeberg", "Lekeberg").await, site.municipality("laxa", "Laxå").await);
    let anna = site.account(site.resident(home, "Anna").await, ANNA.0).await;
    site.grant(anna, "administrator", home).await;
    let bo = site.account(site.resident(home, "Bo").await, "bo@exempel.se").await;
    site.grant(bo, "registrar", home).await;
    site.grant(bo, "registrar", other).await;
    let (anna, lo) = (site.signed_in(ANNA.0, ANNA.1).await, site.administrator(other).await);
    let page = format!("/arbete/konton/{bo}");
    assert!(!anna.get(&page).await.text("section > ul").contains("Laxå"));
    assert!(!lo.get(&page).await.text("section > ul").contains("Lekeberg"));

    let close = format!("{page}/avsluta");
    assert!(anna.get(&close).await.text("main").contains("En annan kommun använder också kontot"));
    assert_eq!(anna.post(&close, &[("reason", "Har slutat")]).await.status, 303);

    let bo = site.signed_in("bo@exempel.se", PASSWORD).await;
    assert!(bo.get("/arbete").await.text("nav").contains("Anslag"), "for Laxå");
    assert!(!anna.get(&page).await.text("section > ul").contains("Registrator"));
    assert!(lo.get(&page).await.text("section > ul").contains("Registrator, Laxå"));
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn what_served_the_sign_in_of_who_has_left_goes_by_decision_and_who_did_what_stays(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at.clone()).await;
    let home = site.municipality("lekeberg", "Lekeberg").await;
    let board = site.board(home, "namnden", "Nämnden", "board").await;
    let anna = site.administrator(home).await;
    let mut pages = vec![];
    for (name, email) in
        [("Bo", "bo@exempel.se"), ("Cecilia", "cecilia@exempel.se"), ("David", "david@exempel.se")]
    {
        let person = site.resident(home, name).await;
        let id = site.account(person, email).await;
        site.grant(id, "registrar", home).await;
        let there = site.signed_in(email, PASSWORD).await;
        site.enrol(&there).await;
        if name == "Cecilia" {
            site.seat(board, Some(person), "member", 1).await;
        }
        pages.push(format!("/arbete/konton/{id}"));
    }
    for page in &pages[..2] {
        let close = format!("{page}/avsluta");
        assert_eq!(anna.post(&close, &[("reason", "Har slutat")]).await.status, 303);
    }
    sqlx::query!("update account_closings set closed_at = '2020-09-08'")
        .execute(&site.owner)
        .await
        .unwrap();
    let of = format!("accounts:{home}");
    let decide = async |months: &str| {
        let form = [
            ("of", of.as_str()),
            ("body", "Kommunstyrelsen"),
            ("decided_on", "2020-08-31"),
            ("paragraph", "§ 45"),
            ("keep_months", months),
        ];
        assert_eq!(anna.post("/arbete/gallring/beslut", &form).await.status, 303);
    };
    let kept = async || {
        site.weed(&at).await;
        let kept = sqlx::query_scalar!(
            r#"select p.name || case when a.password is null then '' else ' password' end
            || case when exists (select from second_factors f where f.account_id = a.id) then ' factor' else '' end as "kept!"
            from accounts a join persons p on p.id = a.person_id where a.email <> weeded_address(a.id) and p.name <> 'Anna Admin' order by p.name"#
        );
        kept.fetch_all(&site.owner).await.unwrap()
    };
    let everything = ["Bo password factor", "Cecilia password factor", "David password factor"];
    assert_eq!(kept().await, everything, "no decision");
    decide("1200").await;
    assert_eq!(kept().await, everything, "its time is not over");
    decide("24").await;
    assert_eq!(kept().await, everything[1..], "who has a seat, or is at work, stays");
    let weeded = sqlx::query!("select kind, count from weedings where kind = 'accounts'");
    assert_eq!(weeded.fetch_one(&site.owner).await.unwrap().count, 1);

    let text = anna.get(&pages[0]).await.text("main");
    assert!(
        text.contains("Bo") && text.contains("E-postgallrad") && text.contains("Registrator"),
        "{text}"
    );
    assert!(!text.contains("bo@exempel.se") && !text.contains("invalid"));
    for table in ["sessions", "known_devices", "one_time_links", "second_factors"] {
        let sql = sqlx::AssertSqlSafe(format!(
            "select 1 / (1 - count(*)) from {table} t join accounts a on a.id = t.account_id where a.email like 'gallrad-%'"
        ));
        sqlx::raw_sql(sql).execute(&site.owner).await.expect(table);
    }
    assert_eq!(anna.post(&format!("{}/oppna", pages[0]), &[]).await.status, 303);
    let again = format!("{}/inbjudan", pages[0]);
    assert_eq!(
        anna.post(&again, &[("email", "bo.ny@exempel.se")]).await.status,
        303,
        "invited anew"
    );
    assert!(site.mailed_link("bo.ny@exempel.se").await.unwrap().starts_with("/inbjudan/"));
    assert_eq!(anna.get(&format!("{}/avsluta", pages[1])).await.status, 409, "closed already");
    site.close().await;
}
