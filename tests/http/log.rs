//! The log and the health check: what is written down about a request, and what is told to those who ask.

use std::{
    cell::RefCell,
    io::{self, Write},
    sync::{Arc, Mutex, Once},
};

use axum::{body::Body, http::Request};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use crate::{ground::PASSWORD, support::TestSite, workplace::Workplace};

/// What has been logged on this thread, which is one test's: tasks of its runtime run on it too.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

thread_local! {
    static FOLLOWED: RefCell<Lines> = RefCell::default();
}

/// One log for all tests: one each would come and go while others are written to, and lose lines.
static LOG: Once = Once::new();

impl Lines {
    /// Follows the log of this test from now on.
    fn follow() -> Self {
        LOG.call_once(|| {
            tracing_subscriber::fmt()
                .with_max_level(tracing::Level::INFO)
                .with_writer(|| FOLLOWED.with_borrow(Self::clone))
                .with_ansi(false)
                .init();
        });
        FOLLOWED.take();
        FOLLOWED.with_borrow(Self::clone)
    }

    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_request_is_one_line_without_person_query_or_token(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    let lines = Lines::follow();
    let nobody = site.nobody();
    let token = "5ec2e7".repeat(10);

    nobody.get("/rakna-ut?anslaget=2020-09-08").await;
    nobody.get(&format!("/inbjudan/{token}")).await;
    nobody.get(&format!("/losenord/{token}")).await;
    nobody.get(&format!("/losenord/{token}/x")).await;
    nobody.post("/logga-in", &[("email", "eva@exempel.se"), ("password", "hemligt-ord")]).await;

    let log = lines.text();
    assert_eq!(log.lines().count(), 5, "{log}");
    for written in
        ["/rakna-ut\"", "/inbjudan/{token}", "/losenord/{token}", "/losenord/…", "/logga-in\""]
    {
        assert!(
            log.contains(&format!("path=\"{written}").replace("\"\"", "\"")),
            "{written}: {log}"
        );
    }
    for secret in ["2020-09-08", "5ec2e7", "eva", "hemligt"] {
        assert!(!log.contains(secret), "{secret}: {log}");
    }
    for part in ["method=POST", "status=422", " ms=", " id="] {
        assert!(log.contains(part), "{part}: {log}");
    }
    site.close().await;
}

/// A whole meeting with a word of its own in every text that can be typed, then mistakes, refusals and a broken database.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn the_log_of_a_whole_meeting_and_its_faults_has_no_text_and_no_secret(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let lines = Lines::follow();
    let workplace = Workplace::begin(at).await;
    let walk = workplace.write(&["markör-text-ett", "markör-text-två"]).await;
    workplace.close(&walk).await;
    let sent = workplace.send(&walk, "markör-skäl").await;
    workplace.refuse(&walk, sent, "markör-avstår").await;
    let sent = workplace.send(&walk, "markör-skäl").await;
    workplace.sign(sent).await;
    workplace.publish(&walk, walk.items[1]).await;
    let nobody = workplace.site.nobody();
    nobody.post("/logga-in", &[("email", "markör@exempel.se"), ("password", "markör-ord")]).await;
    nobody.get("/rakna-ut?anslaget=mark%C3%B6r").await;
    nobody.get("/finns-inte/mark%C3%B6r").await;
    sqlx::raw_sql(
        "alter table sessions add constraint broken check (created_at < '2000-01-01') not valid",
    )
    .execute(&workplace.site.owner)
    .await
    .unwrap();
    let account = sqlx::query_scalar!("select email from accounts order by id limit 1");
    let email = account.fetch_one(&workplace.site.owner).await.unwrap();
    let broken = nobody.post("/logga-in", &[("email", &email), ("password", PASSWORD)]).await;
    assert_eq!(broken.status, 500);

    let log = lines.text();
    assert!(log.lines().count() > 20, "{log}");
    assert!(log.contains("request failed") && log.contains("constraint broken"), "{log}");
    for secret in
        ["mark", "ör-", "Kajsa", "Rosén", "@exempel", PASSWORD, &email, "hästar", "paragraf="]
    {
        let found = log.lines().find(|line| line.contains(secret));
        assert_eq!(found, None, "{secret}");
    }
    workplace.site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn an_error_page_has_the_number_under_which_the_log_tells_the_reason(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    let lines = Lines::follow();
    sqlx::raw_sql("drop view public_municipalities cascade").execute(&site.owner).await.unwrap();

    let page = site.nobody().get("/").await;

    assert_eq!(page.status, 500);
    let log = lines.text();
    let reason = log.lines().find(|line| line.contains("request failed")).unwrap();
    let id = reason.split(" id=").last().unwrap().split(' ').next().unwrap();
    assert!(page.text("main").contains(id), "{id}: {}", page.text("main"));
    assert!(!page.text("body").contains("public_municipalities"));
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn the_health_check_tells_whether_the_database_answers_and_nothing_else(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    let nobody = site.nobody();

    let well = nobody.get("/healthz").await;
    assert_eq!((well.status, well.body.as_slice()), (200, &b"ok\ndatabase: ok\n"[..]));

    site.close().await;
    let away = nobody.get("/healthz").await;
    assert_eq!((away.status, away.body.as_slice()), (503, &b"not ok\ndatabase: away\n"[..]));
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_form_that_is_too_long_is_refused_with_a_sentence(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    let send = |bytes: usize| {
        let request = Request::post("/logga-in")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        let nobody = site.nobody();
        async move { nobody.send(request, Body::from(vec![b'a'; bytes])).await }
    };

    assert_eq!(send(2 * 1024 * 1024).await.status, 422);
    let page = send(2 * 1024 * 1024 + 1).await;

    assert_eq!(page.status, 413);
    assert!(page.text("main").contains("Texten är för lång"));
    site.close().await;
}
