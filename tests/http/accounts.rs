//! Accounts: signing in, invitations, lost passwords, roles, forms that were kept.

use axum::{body::Body, http::Request};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use time::Duration;
use uuid::Uuid;

use crate::{
    ground::PASSWORD,
    support::{Page, TestSite},
};

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn signing_in_needs_the_right_password_and_leads_back(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    let person = site.person("Sara Sekreterare").await;
    site.account(person, "sara@exempel.se").await;

    let wrong = site
        .nobody()
        .post("/logga-in", &[("email", "sara@exempel.se"), ("password", "fel lösenord här")])
        .await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text(".error-summary").contains("stämmer inte"));

    let right = site
        .nobody()
        .post(
            "/logga-in",
            &[("email", "Sara@exempel.se"), ("password", "tre gröna hästar"), ("till", "/justera")],
        )
        .await;
    assert_eq!((right.status, right.location.as_deref()), (303, Some("/justera")));

    let abroad = site
        .nobody()
        .post(
            "/logga-in",
            &[
                ("email", "sara@exempel.se"),
                ("password", "tre gröna hästar"),
                ("till", "//annan.se"),
            ],
        )
        .await;
    assert_eq!(abroad.location.as_deref(), Some("/arbete"));
    site.close().await;
}

impl TestSite {
    /// The path of the link in the newest mail to an address.
    pub(crate) async fn mailed_link(&self, to: &str) -> Option<String> {
        let body = sqlx::query_scalar!(
            "select body from mails where to_address = $1 order by id desc limit 1",
            to
        )
        .fetch_optional(&self.owner)
        .await
        .unwrap()?;
        let link = body.lines().find(|line| line.starts_with("http://localhost:8080/"));
        link.map(|link| link.trim_start_matches("http://localhost:8080").to_owned())
    }

    /// A session that began and was seen so many minutes ago; returns its cookie.
    pub(crate) async fn session(&self, account: Uuid, minutes_ago: i64) -> String {
        let token = Uuid::now_v7().to_string();
        let at = paragraf::machine_time() - Duration::minutes(minutes_ago);
        sqlx::query!(
            "insert into sessions (token_hash, account_id, created_at, seen_at, authenticated_at)
             values (sha256(convert_to($1, 'UTF8')), $2, $3, $3, $3)",
            token,
            account,
            at
        )
        .execute(&self.owner)
        .await
        .unwrap();
        format!("paragraf={token}")
    }
}

/// Sends a form with a cookie of its own.
async fn post_with(site: &TestSite, cookie: &str, path: &str, body: &'static str) -> Page {
    let request = Request::post(path)
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .header("cookie", cookie);
    site.nobody().send(request, Body::from(body)).await
}

async fn get_with(site: &TestSite, cookie: &str, path: &str) -> Page {
    site.nobody().send(Request::get(path).header("cookie", cookie), Body::empty()).await
}

pub(crate) const ANNA: (&str, &str) = ("anna@exempel.se", PASSWORD);

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn an_invitation_becomes_an_account_and_its_link_works_once(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    let home = site.municipality("lekeberg", "Lekeberg").await;
    let anna = site.account(site.resident(home, "Anna").await, ANNA.0).await;
    site.grant(anna, "administrator", home).await;
    let bo = site.resident(home, "Bo Ek").await.to_string();
    let anna = site.signed_in(ANNA.0, ANNA.1).await;

    let wrong = anna.post("/arbete/konton/ny", &[("person", ""), ("email", "bo snabel")]).await;
    assert_eq!(wrong.status, 422);
    assert_eq!(wrong.text(".error-summary h2"), "Rätta 2 uppgifter");
    let form = [("person", bo.as_str()), ("email", "Bo@exempel.se")];
    let invited = anna.post("/arbete/konton/ny", &form).await;
    assert_eq!(invited.status, 303);
    assert_eq!(anna.post("/arbete/konton/ny", &form).await.status, 422, "a second time");
    assert!(anna.get("/arbete/konton").await.text("tbody").contains("Inbjuden"));

    let first = site.mailed_link("bo@exempel.se").await.unwrap();
    let again = format!("{}/inbjudan", invited.location.unwrap());
    let taken = anna.post(&again, &[("email", ANNA.0)]).await;
    assert_eq!(
        (taken.status, taken.text(".field-error")),
        (422, "Fel: Adressen har redan ett konto.".into())
    );
    assert_eq!(anna.post(&again, &[("email", "bo.ek@exempel.se")]).await.status, 303);
    assert_eq!(site.nobody().get(&first).await.status, 410, "the newer link replaces it");
    assert_eq!(anna.post(&again, &[("email", "bo@exempel.se")]).await.status, 303);

    let link = site.mailed_link("bo@exempel.se").await.unwrap();
    assert!(site.nobody().get(&link).await.text("main").contains("Bo Ek"));
    let weak = site.nobody().post(&link, &[("password", "bo@exempel.se")]).await;
    assert!(weak.text(".field-error").contains("lätt att gissa"));
    let chosen = site.nobody().post(&link, &[("password", "en räv i skogen")]).await;
    assert_eq!((chosen.status, chosen.location.as_deref()), (303, Some("/arbete")));
    let sessions = sqlx::query_scalar!(
        "select count(*) from sessions s join accounts a on a.id = s.account_id where a.email = 'bo@exempel.se'"
    );
    assert_eq!(sessions.fetch_one(&site.owner).await.unwrap(), Some(1));
    site.signed_in("bo@exempel.se", "en räv i skogen").await;

    let used = site.nobody().post(&link, &[("password", "en annan mening")]).await;
    assert_eq!(used.status, 410);
    assert_eq!(site.nobody().get(&link).await.text("h1"), "Länken gäller inte längre");
    assert!(anna.get("/arbete/konton").await.text("tbody").contains("Bo Ek bo@exempel.se Aktiv"));
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_new_password_ends_every_session_and_a_lapsed_link_sets_none(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    site.account(site.person("Anna").await, ANNA.0).await;
    let before = site.signed_in(ANNA.0, ANNA.1).await;
    site.nobody().post("/losenord", &[("email", "Anna@exempel.se ")]).await;
    let link = site.mailed_link(ANNA.0).await.unwrap();
    assert_eq!(before.get("/arbete/sparat").await.status, 200, "asking changes nothing");
    assert_eq!(site.nobody().get(&link).await.status, 200);

    let chosen = site.nobody().post(&link, &[("password", "en räv i skogen")]).await;

    assert_eq!(chosen.status, 303);
    assert_eq!(before.get("/arbete/sparat").await.status, 303, "signed out");
    let old = site.nobody().post("/logga-in", &[("email", ANNA.0), ("password", ANNA.1)]).await;
    assert_eq!(old.status, 422);

    site.nobody().post("/losenord", &[("email", ANNA.0)]).await;
    let link = site.mailed_link(ANNA.0).await.unwrap();
    sqlx::query!("update one_time_links set expires_at = $1", paragraf::machine_time())
        .execute(&site.owner)
        .await
        .unwrap();
    let lapsed = site.nobody().post(&link, &[("password", "en tredje mening")]).await;
    assert_eq!(lapsed.status, 410);
    site.signed_in(ANNA.0, "en räv i skogen").await;
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_known_and_an_unknown_address_get_the_same_answer(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    site.account(site.person("Anna").await, ANNA.0).await;

    let known = site.nobody().post("/losenord", &[("email", ANNA.0)]).await;
    let unknown = site.nobody().post("/losenord", &[("email", "okand@exempel.se")]).await;

    assert_eq!(known.location.as_deref(), Some("/losenord/skickat"));
    assert_eq!(
        (known.status, &known.location, &known.body),
        (unknown.status, &unknown.location, &unknown.body)
    );
    assert!(site.mailed_link(ANNA.0).await.is_some());
    assert!(site.mailed_link("okand@exempel.se").await.is_none());
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_role_is_given_once_and_its_end_takes_effect_at_once(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    let home = site.municipality("lekeberg", "Lekeberg").await;
    let anna = site.account(site.resident(home, "Anna").await, ANNA.0).await;
    let own = site.grant(anna, "administrator", home).await;
    let bo = site.account(site.resident(home, "Bo").await, "bo@exempel.se").await;
    let (anna, person) = (site.signed_in(ANNA.0, ANNA.1).await, anna);
    let colleague = site.signed_in("bo@exempel.se", ANNA.1).await;
    assert_eq!(colleague.get("/arbete/konton").await.status, 404);

    let role = format!("administrator:{home}");
    let path = format!("/arbete/konton/{bo}/roller");
    let own = format!("/arbete/konton/{person}/roller/{own}/avsluta");
    assert_eq!(anna.post(&own, &[]).await.status, 409, "the only administrator");
    assert_eq!(anna.post(&path, &[("role", &role)]).await.status, 303);
    assert_eq!(anna.post(&own, &[]).await.status, 409, "one's own last role");
    assert_eq!(colleague.get("/arbete/konton").await.status, 200);
    let twice = anna.post(&path, &[("role", &role)]).await;
    assert_eq!(twice.text(".field-error"), "Fel: Kontot har redan den rollen då.");

    let end = anna.get(&path).await.attribute("main li a", "href").unwrap();
    assert_eq!(anna.get(&end).await.text("h1"), "Avsluta rollen");
    assert_eq!(anna.post(&end, &[]).await.status, 303);
    assert_eq!(colleague.get("/arbete/konton").await.status, 404);
    assert_eq!(anna.post(&end, &[]).await.status, 404, "ended already");
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn an_account_of_another_municipality_is_not_found(_: PgPoolOptions, at: PgConnectOptions) {
    let site = TestSite::open(at).await;
    let (home, other) =
        (site.municipality("lekeberg", "Lekeberg").await, site.municipality("laxa", "Laxå").await);
    let anna = site.account(site.resident(home, "Anna").await, ANNA.0).await;
    site.grant(anna, "administrator", home).await;
    let lo = site.resident(other, "Lo").await;
    let stranger = site.account(lo, "lo@exempel.se").await;
    let foreign = site.grant(stranger, "administrator", other).await;
    let ali = site.resident(other, "Ali").await.to_string();
    let bo = site.account(site.resident(home, "Bo").await, "bo@exempel.se").await;
    let anna = site.signed_in(ANNA.0, ANNA.1).await;

    let path = format!("/arbete/konton/{stranger}");
    assert_eq!(anna.get(&path).await.status, 404);
    let end = format!("{path}/roller/{foreign}/avsluta");
    assert_eq!(anna.post(&end, &[]).await.status, 404);
    let role = format!("registrar:{home}");
    assert_eq!(anna.post(&format!("{path}/roller"), &[("role", &role)]).await.status, 404);
    let role = format!("registrar:{other}");
    let path = format!("/arbete/konton/{bo}/roller");
    assert_eq!(anna.post(&path, &[("role", &role)]).await.status, 422);
    let form = [("person", ali.as_str()), ("email", "ali@exempel.se")];
    assert_eq!(anna.post("/arbete/konton/ny", &form).await.status, 422);
    assert!(!anna.get("/arbete/konton").await.text("main").contains("Lo"));
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn changing_roles_long_after_signing_in_needs_the_password(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    let home = site.municipality("lekeberg", "Lekeberg").await;
    let anna = site.account(site.resident(home, "Anna").await, ANNA.0).await;
    site.grant(anna, "administrator", home).await;
    let cookie = site.session(anna, 30).await;
    let path = format!("/arbete/konton/{anna}/roller");
    assert!(get_with(&site, &cookie, &path).await.text("label").contains("Ditt lösenord"));
    let role = format!("role=registrar%3A{home}");

    let none: &str = role.clone().leak();
    let refused = post_with(&site, &cookie, &path, none).await;
    assert!(refused.text(".field-error").contains("Bekräfta med ditt eget lösenord"));
    let typed: &str = format!("{role}&password=tre+gr%C3%B6na+h%C3%A4star").leak();
    assert_eq!(post_with(&site, &cookie, &path, typed).await.status, 303);

    assert!(!get_with(&site, &cookie, &path).await.text("label").contains("Ditt lösenord"));
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_form_sent_after_the_session_ended_is_offered_again(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    let home = site.municipality("lekeberg", "Lekeberg").await;
    let anna = site.account(site.resident(home, "Anna").await, ANNA.0).await;
    site.grant(anna, "administrator", home).await;
    let bo = site.resident(home, "Bo").await;
    let lapsed = site.session(anna, 61).await;
    let body: &str =
        format!("person={bo}&email=bo%40exempel.se&password=hemligt+ord&email=").leak();

    let kept = post_with(&site, &lapsed, "/arbete/konton/ny", body).await;
    assert_eq!(kept.location.as_deref(), Some("/logga-in?till=/arbete/sparat"));
    let sign_in = site.nobody().get("/logga-in?till=/arbete/sparat").await;
    assert!(sign_in.text(".message").contains("Det du skrev finns kvar"));
    let stored = sqlx::query_scalar!("select body from kept_forms").fetch_one(&site.owner).await;
    assert!(!stored.unwrap().contains("hemligt"));

    let again = site.nobody().post("/logga-in", &[("email", ANNA.0), ("password", ANNA.1)]).await;
    assert_eq!(again.location.as_deref(), Some("/arbete/sparat"));
    let anna = site.signed_in(ANNA.0, ANNA.1).await;
    assert!(anna.get("/arbete").await.text("main").contains("Det du inte hann spara"));
    let page = anna.get("/arbete/sparat").await;
    assert_eq!(page.text("main textarea"), "bo@exempel.se");
    let action = page.attribute("main form", "action").unwrap();
    assert_eq!(page.attribute("main [name=person]", "value"), Some(bo.to_string()));
    let bo = bo.to_string();
    let form = [("person", bo.as_str()), ("email", "bo@exempel.se")];
    assert_eq!(anna.post(&action, &[("person", &bo), ("email", "")]).await.status, 422);
    assert!(anna.get("/arbete/sparat").await.text("main").contains("Spara nu"), "refused: kept");
    assert_eq!(anna.post(&action, &form).await.status, 303);
    assert!(anna.get("/arbete/sparat").await.text("main").contains("Inget väntar"));
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_kept_form_is_its_owners_and_can_be_thrown_away(_: PgPoolOptions, at: PgConnectOptions) {
    let site = TestSite::open(at).await;
    let anna = site.account(site.person("Anna").await, ANNA.0).await;
    site.account(site.person("Bo").await, "bo@exempel.se").await;
    let lapsed = site.session(anna, 61).await;
    post_with(&site, &lapsed, "/justera/x", "text=min+text").await;
    let id = sqlx::query_scalar!("select id from kept_forms").fetch_one(&site.owner).await.unwrap();
    let throw = format!("/arbete/sparat/{id}/kasta");

    let bo = site.signed_in("bo@exempel.se", ANNA.1).await;
    assert!(bo.get("/arbete/sparat").await.text("main").contains("Inget väntar"));
    assert_eq!(bo.post(&throw, &[]).await.status, 404);
    let anna = site.signed_in(ANNA.0, ANNA.1).await;
    assert_eq!(anna.get("/arbete/sparat").await.text("main textarea"), "min text");
    assert_eq!(anna.post(&throw, &[]).await.status, 303);
    assert!(anna.get("/arbete/sparat").await.text("main").contains("Inget väntar"));
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_form_from_an_unknown_browser_is_shown_to_be_copied(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;

    let body = "text=en+l%C3%A5ng+text&password=hemligt";
    let page = post_with(&site, "paragraf=okand", "/arbete/konton/ny", body).await;

    assert_eq!((page.status, page.text("main textarea").as_str()), (401, "en lång text"));
    assert!(page.text("main").contains("Kopiera"));
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_session_that_was_ended_keeps_no_form(_: PgPoolOptions, at: PgConnectOptions) {
    let site = TestSite::open(at).await;
    let anna = site.account(site.person("Anna").await, ANNA.0).await;
    let cookie = site.session(anna, 61).await;
    sqlx::query!("update sessions set ended_at = now()").execute(&site.owner).await.unwrap();

    let page = post_with(&site, &cookie, "/arbete/konton/ny", "person=x&email=tjuv").await;

    assert_eq!(page.status, 401);
    let kept = sqlx::query_scalar!("select count(*) from kept_forms").fetch_one(&site.owner).await;
    assert_eq!(kept.unwrap(), Some(0));
    site.close().await;
}
