//! The page of operations and those who are mailed the head: what is stuck, and who may see and name it.

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use crate::{ground::PASSWORD, support::TestSite};

/// A municipality with an administrator who is signed in.
async fn administered(at: PgConnectOptions) -> (TestSite, crate::support::Person) {
    let site = TestSite::open(at).await;
    let municipality = site.municipality("bjorkvik", "Björkvik").await;
    let person = site.person("Anna Ek").await;
    let account = site.account(person, "anna@exempel.se").await;
    site.grant(account, "administrator", municipality).await;
    let anna = site.signed_in("anna@exempel.se", PASSWORD).await;
    (site, anna)
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn only_an_administrator_sees_the_machinery(_: PgPoolOptions, at: PgConnectOptions) {
    let (site, anna) = administered(at).await;
    let person = site.person("Bo Al").await;
    site.account(person, "bo@exempel.se").await;
    let bo = site.signed_in("bo@exempel.se", PASSWORD).await;

    for page in ["/arbete/drift", "/arbete/drift/mottagare"] {
        assert_eq!(anna.get(page).await.status, 200);
        assert_eq!(bo.get(page).await.status, 404);
        assert_eq!(site.nobody().get(page).await.status, 303);
    }
    let form = [("name", "Bo"), ("email", "bo@exempel.se")];
    assert_eq!(bo.post("/arbete/drift/mottagare", &form).await.status, 404);
    assert_eq!(bo.post("/arbete/drift/brev/1/igen", &[]).await.status, 404);
    assert!(!bo.get("/arbete").await.text("main").contains("Larm"));
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn the_page_says_what_is_stuck_and_what_to_do(_: PgPoolOptions, at: PgConnectOptions) {
    let (site, anna) = administered(at).await;
    let fresh = anna.get("/arbete/drift").await.plain("main");
    assert!(fresh.contains("Kontrollen har inte körts"), "{fresh}");
    assert!(fresh.contains("Ingen får kontrollpunkten") && fresh.contains("Utse minst två"));
    let workplace = anna.get("/arbete").await.plain("main");
    assert!(workplace.contains("2 larm i driften"), "{workplace}: {fresh}");

    sqlx::raw_sql(
        r#"
        insert into mails (to_address, subject, body, queued_at, retry_at, attempts, failed)
            values ('olle@exempel.se', 'Inbjudan till Paragraf', 'x', now() - interval '3 hours', now() + interval '1 hour', 5,
                'permanent error (550): no such user <olle@exempel.se>');
        insert into jobs (id, kind, due_at, retry_at, attempts, failed)
            values (gen_random_uuid(), 'verify', now() - interval '2 hours', now(), 3, 'cannot sign in to PostgreSQL');
        insert into verifications (id, begun_at, ended_at, faults, report) values (gen_random_uuid(), now() - interval '5 minutes', now(), 1,
            '{"faults": [{"check": "files", "subject": "file 1a2b", "fault": "its bytes are gone, or others"}]}')
        "#,
    )
    .execute(&site.owner)
    .await
    .unwrap();
    let page = anna.get("/arbete/drift").await;
    let text = page.plain("main");
    for said in [
        "4 larm",
        "Kontrollen hittade något som inte stämmer",
        "files: file 1a2b: its bytes are gone, or others",
        "5 minuter",
        "Kontroll av allt. Det försöks igen av sig självt",
        "cannot sign in to PostgreSQL",
        "Ett brev väntar",
        "no such user <o…@exempel.se>",
        "0,0 s mellan databasen och programmet",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(!text.contains("olle@"), "{text}");

    let mail = sqlx::query_scalar!("select id from mails").fetch_one(&site.owner).await.unwrap();
    let again = format!("/arbete/drift/brev/{mail}/igen");
    assert_eq!(anna.post(&again, &[]).await.status, 303);
    let row = sqlx::query!(
        r#"select attempts, retry_at <= now() + interval '1 minute' as "soon!" from mails"#
    );
    let row = row.fetch_one(&site.owner).await.unwrap();
    assert_eq!((row.attempts, row.soon), (1, true));
    assert_eq!(anna.post("/arbete/drift/brev/0/igen", &[]).await.status, 404);
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn recipients_are_named_and_ended_with_the_password_given_anew(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    const PAGE: &str = "/arbete/drift/mottagare";
    let (site, anna) = administered(at).await;
    assert!(anna.get(PAGE).await.text("main").contains("Ingen är utsedd än"));

    let wrong = anna.post(PAGE, &[("name", " "), ("email", "revisorn")]).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text("main").contains("Rätta 2 uppgifter"), "{}", wrong.text("main"));
    assert_eq!(wrong.attribute("#email", "value").as_deref(), Some("revisorn"));
    let form = [("name", "Rut Revisor"), ("email", "Rut@Revision.example"), ("password", PASSWORD)];
    assert_eq!(anna.post(PAGE, &form).await.status, 303);
    let twice = anna.post(PAGE, &form).await;
    assert!(twice.text("main").contains("Adressen får redan kontrollpunkten"));
    let listed = anna.get(PAGE).await.plain("table");
    assert!(listed.contains("rut@revision.example") && listed.contains("av Anna Ek"), "{listed}");
    assert!(listed.contains("Inte än"), "{listed}");

    sqlx::query!("update sessions set authenticated_at = now() - interval '1 hour'")
        .execute(&site.owner)
        .await
        .unwrap();
    let end = anna.get(PAGE).await.attribute("td a", "href").unwrap();
    assert_eq!(anna.post(&end, &[]).await.status, 422);
    assert_eq!(anna.post(&end, &[("password", PASSWORD)]).await.status, 303);
    assert!(anna.get(PAGE).await.text("main").contains("Ingen är utsedd än"));
    assert_eq!(anna.get(&end).await.status, 404);
    let kept = sqlx::query_scalar!(
        r#"select count(*) as "count!" from head_recipients where ended_by is not null"#
    );
    assert_eq!(kept.fetch_one(&site.owner).await.unwrap(), 1);
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn readiness_names_each_thing_it_hangs_on(_: PgPoolOptions, at: PgConnectOptions) {
    let site = TestSite::open(at).await;
    let nobody = site.nobody();
    let ready = async || {
        let answer = nobody.get("/readyz").await;
        (answer.status, String::from_utf8(answer.body).unwrap())
    };
    let well = "ok\ndatabase: ok\nschema: ok\nclock: ok\ndisk: ok\nstays: ok\n";
    assert_eq!(ready().await, (200, well.to_owned()));

    sqlx::raw_sql("update _sqlx_migrations set version = version + 90000000000000 where version = (select max(version) from _sqlx_migrations)")
        .execute(&site.owner)
        .await
        .unwrap();
    let (status, newer) = ready().await;
    assert!(status == 503 && newer.contains("schema: not ok\nclock: ok"), "{newer}");

    site.close().await;
    let (status, away) = ready().await;
    assert!(status == 503 && away.contains("database: not ok"), "{away}");
    assert!(away.contains("disk: ok"), "{away}");
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn the_page_shows_the_last_backup_and_the_last_rehearsal(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let (site, anna) = administered(at).await;
    let none = anna.get("/arbete/drift").await.plain("main");
    assert!(none.contains("Ingen har tagits med paragraf backup"), "{none}");
    assert!(none.contains("Ingen återställning har övats"), "{none}");

    sqlx::raw_sql(
        "insert into backups (id, name, taken_at, n, head, rows)
            select gen_random_uuid(), 'paragraf-' || n, now() - interval '1 hour' * n, 100 - n, sha256('head'), 9 from generate_series(1, 3) n;
         insert into rehearsals (id, name, backup_at, rehearsed_at, faults)
            values (gen_random_uuid(), 'paragraf-2', now(), now(), 2)",
    )
    .execute(&site.owner)
    .await
    .unwrap();
    let page = anna.get("/arbete/drift").await.plain("main");
    assert!(page.contains("paragraf-1, till och med rättshandling 99"), "{page}");
    assert!(page.contains("paragraf-2: 2 fel"), "{page}");
    assert!(page.contains("Säkerhetskopian gick inte att lita på"), "{page}");
    let write = "insert into backups (id, name, taken_at, n, head, rows) values (gen_random_uuid(), 'x', now(), 1, '', 1)";
    assert!(sqlx::raw_sql(write).execute(&site.pools().site).await.is_err(), "the site only shows");
    site.close().await;
}
