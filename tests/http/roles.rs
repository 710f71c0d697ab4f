//! Roles (roller): for a time, in the chain, and what those who only read may see.

use paragraf::verify::stored;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use time::{Duration, macros::datetime};
use uuid::Uuid;

use crate::{
    accounts::ANNA,
    ground::PASSWORD,
    support::{Person, TestSite},
    workplace::Workplace,
};

async fn told(site: &TestSite) -> Vec<String> {
    sqlx::query_scalar!("select kind from acts order by n").fetch_all(&site.owner).await.unwrap()
}

// A deputy secretary (ställföreträdande).
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_role_for_a_time_counts_in_that_time_only_and_ends_by_itself(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let mut site = TestSite::open(at).await;
    let home = site.municipality("lekeberg", "Lekeberg").await;
    let board = site.board(home, "it", "IT-nämnden", "board").await;
    let anna = site.account(site.resident(home, "Anna").await, ANNA.0).await;
    site.grant(anna, "administrator", home).await;
    let bo = site.account(site.resident(home, "Bo").await, "bo@exempel.se").await;
    let path = format!("/arbete/konton/{bo}/roller");
    let role = format!("secretary:{board}");
    let anna = site.signed_in(ANNA.0, ANNA.1).await;
    let give = async |from: &str, until: &str| {
        anna.post(&path, &[("role", role.as_str()), ("from", from), ("until", until)]).await
    };

    for (from, until, why) in [
        ("2026-11-23", "", "en dag som har varit"),
        ("2026-12-02", "2026-12-01", "före den första"),
        ("i morgon", "", "ÅÅÅÅ-MM-DD"),
    ] {
        let answer = give(from, until).await;
        assert_eq!(answer.status, 422);
        assert!(answer.text(".field-error").contains(why), "{from} {until}");
        assert_eq!(answer.attribute("#from", "value").as_deref(), Some(from), "kept");
    }
    assert_eq!(give("2026-12-01", "2026-12-14").await.status, 303);
    assert_eq!(give("2026-12-14", "2026-12-20").await.status, 422, "the days overlap");
    assert_eq!(give("2026-12-15", "2026-12-20").await.status, 303);
    let page = anna.get(&path).await.plain("main");
    assert!(
        page.contains(
            "Sekreterare, IT-nämnden, 1 december 2026 – 14 december 2026 Har inte börjat"
        ),
        "{page}"
    );

    for (day, keeps) in [
        (datetime!(2026-11-30 22:59 UTC), false),
        (datetime!(2026-11-30 23:01 UTC), true),
        (datetime!(2026-12-14 22:59 UTC), true),
        (datetime!(2026-12-20 22:59 UTC), true),
        (datetime!(2026-12-20 23:01 UTC), false),
    ] {
        site.wait_until(day);
        let bo = site.signed_in("bo@exempel.se", PASSWORD).await;
        let page = bo.get("/arbete/sammantraden/nytt").await;
        assert_eq!(page.status == 200, keeps, "{day}");
    }
    let anna = site.signed_in(ANNA.0, ANNA.1).await;
    assert!(anna.get(&path).await.plain("details").contains("15 december 2026 – 20 december 2026"));
    let again = [("role", role.as_str()), ("from", "2027-01-01"), ("until", "2027-01-10")];
    assert_eq!(anna.post(&path, &again).await.status, 303, "a deputy may come back");
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_role_given_and_ended_stands_in_the_chain_and_changes_in_no_other_way(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    let home = site.municipality("lekeberg", "Lekeberg").await;
    let anna = site.account(site.resident(home, "Anna").await, ANNA.0).await;
    site.grant(anna, "administrator", home).await;
    let bo = site.account(site.resident(home, "Bo").await, "bo@exempel.se").await;
    let path = format!("/arbete/konton/{bo}/roller");
    let anna = site.signed_in(ANNA.0, ANNA.1).await;

    let role = format!("registrar:{home}");
    assert_eq!(anna.post(&path, &[("role", &role)]).await.status, 303);
    assert_eq!(told(&site).await, ["role_given", "role_given"]);
    let end = anna.get(&path).await.attribute("main li a", "href").unwrap();
    assert_eq!(anna.post(&end, &[]).await.status, 303);
    assert_eq!(told(&site).await, ["role_given", "role_given", "role_ended"]);
    let mut db = site.owner.acquire().await.unwrap();
    let report = stored(&mut db, &[]).await.unwrap();
    assert!(report.holds(), "{report}");
    drop(db);

    for sql in [
        "update grants set role = 'administrator' where role = 'registrar'",
        "update grants set ended_at = null where ended_at is not null",
        "update grants set ends_on = '2099-01-01', starts_on = '2020-01-01'",
        "delete from grants",
        "truncate grants cascade",
    ] {
        let refused = sqlx::raw_sql(sql).execute(&site.owner).await;
        assert!(refused.is_err(), "{sql}");
    }
    site.close().await;
}

/// Somebody with a role and no seat.
async fn reader(workplace: &Workplace, role: &str, place: Uuid) -> Person {
    workplace.site.with_role(&format!("Läsare {role}"), role, place).await
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn each_reads_what_the_role_or_the_seat_lets_it_and_changes_nothing(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let workplace = Workplace::begin(at).await;
    let site = &workplace.site;
    let home =
        sqlx::query_scalar!("select id from municipalities").fetch_one(&site.owner).await.unwrap();
    let other = site.municipality("laxa", "Laxå").await;
    let elsewhere = site.board(other, "annan", "En annan nämnd", "board").await;
    let substitute = site.person("Sten Ersättare").await;
    site.seat(workplace.board, Some(substitute), "substitute", 1).await;
    site.account(substitute, "sten@exempel.se").await;
    let drafts = [
        reader(&workplace, "jurist", home).await,
        reader(&workplace, "official", workplace.board).await,
    ];
    let protocols = [
        reader(&workplace, "auditor", home).await,
        reader(&workplace, "registrar", home).await,
        reader(&workplace, "group_leader", workplace.board).await,
        site.signed_in("sten@exempel.se", PASSWORD).await,
    ];
    let strangers = [
        reader(&workplace, "jurist", other).await,
        reader(&workplace, "official", elsewhere).await,
        site.administrator(home).await,
    ];
    let walk = workplace.write(&["ett", "två"]).await;
    let paper = walk.path.replace("sammantraden", "handlingar");
    let shown = async |person: &Person| {
        let page = person.get(&paper).await;
        assert_eq!(page.status, 200);
        assert!(page.text("main ol").contains("Rubrik ett"));
        assert!(person.get("/arbete/handlingar").await.text("tbody").contains("IT-nämnden"));
        page.text(".record").contains("godkänna ett.")
    };

    for person in &drafts {
        assert!(shown(person).await);
    }
    for person in &protocols {
        assert!(!shown(person).await, "a draft is the secretary's");
    }
    workplace.close(&walk).await;
    let version = workplace.send(&walk, "Brådskande").await;
    for person in drafts.iter().chain(&protocols) {
        assert!(shown(person).await);
        for path in [
            &walk.path,
            &format!("{}/justering", walk.path),
            &format!("/justera/{version}"),
            "/arbete/register",
            "/arbete/konton",
        ] {
            assert_eq!(person.get(path).await.status, 404, "{path}");
        }
        for item in &walk.items {
            assert_eq!(person.get(&format!("/arbete/paragrafer/{item}")).await.status, 404);
        }
        for path in ["/paragrafer", "/avsluta", "/justering", "/narvaro", "/aterkalla"] {
            let answer = person
                .post(&format!("{}{path}", walk.path), &[("version", "1"), ("reason", "x")])
                .await;
            assert_eq!(answer.status, 404, "{path}");
        }
        assert_eq!(person.post(&paper, &[]).await.status, 405);
    }
    for person in &strangers {
        assert_eq!(person.get(&paper).await.status, 404);
        assert!(!person.get("/arbete/handlingar").await.text("main").contains("IT-nämnden"));
    }
    workplace.site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_seat_that_has_ended_reads_no_more_and_a_secret_paragraph_is_nobodys_here(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let workplace = Workplace::begin(at).await;
    let site = &workplace.site;
    let home =
        sqlx::query_scalar!("select id from municipalities").fetch_one(&site.owner).await.unwrap();
    let jurist = reader(&workplace, "jurist", home).await;
    let member = site.person("Maja Ledamot").await;
    let seat = site.seat(workplace.board, Some(member), "substitute", 1).await;
    site.account(member, "maja@exempel.se").await;
    let walk = workplace.write(&["ett", "två"]).await;
    let paper = walk.path.replace("sammantraden", "handlingar");
    let maja = site.signed_in("maja@exempel.se", PASSWORD).await;
    assert_eq!(maja.get(&paper).await.status, 200);
    let yesterday = site.now().date() - Duration::days(1);
    sqlx::query!("update seats set ends_on = $2 where id = $1", seat, yesterday)
        .execute(&site.owner)
        .await
        .unwrap();
    assert_eq!(maja.get(&paper).await.status, 404);

    let secret = format!("/arbete/paragrafer/{}/sekretess", walk.items[1]);
    let marked = workplace.secretary.post(&secret, &[("lagrum", "21 kap. 1 § OSL")]).await;
    assert_eq!(marked.status, 303);
    let page = jurist.get(&paper).await;
    assert!(page.text("main").contains("Rubrik ett"));
    assert!(!page.text("main").contains("två"));
    workplace.site.close().await;
}
