//! The second factor (tvåstegsinloggning): turned on, asked for, spent once, and what a signature with it says.

use axum::{body::Body, http::Request};
use ed25519_dalek::SigningKey;
use paragraf::{
    machine_time,
    seal::{self, Hash},
    verify::{Check, stored},
};
use sqlx::{
    AssertSqlSafe, Connection as _,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use totp_rs::{Builder, Secret};
use uuid::Uuid;

use crate::{
    accounts::ANNA,
    ground::PASSWORD,
    support::{Page, Person, TestSite},
    workplace::Workplace,
};

const CODE: &str = "/logga-in/kod";

/// What somebody's phone holds.
pub(crate) struct Phone(String);

impl Phone {
    /// The code of now, at a time when none has been used.
    pub(crate) async fn code(&self, site: &TestSite) -> String {
        sqlx::query!("update second_factors set used_step = 0").execute(&site.owner).await.unwrap();
        let secret = Secret::try_from_base32(self.0.replace(' ', "")).unwrap();
        let totp = Builder::new().with_secret(secret).build_noncompliant();
        totp.generate(machine_time().unix_timestamp().try_into().unwrap()).to_string()
    }
}

impl TestSite {
    /// Somebody signed in turns the second factor on; gives the phone and the recovery codes.
    pub(crate) async fn enrol(&self, person: &Person) -> (Phone, Vec<String>) {
        let begun = person.post("/arbete/sakerhet/borja", &[]).await;
        assert_eq!(begun.location.as_deref(), Some("/arbete/sakerhet/ny"));
        let page = person.get("/arbete/sakerhet/ny").await;
        assert!(page.attribute("main svg path", "d").unwrap().starts_with('M'));
        let phone = Phone(page.text("main .secret"));
        let wrong = person.post("/arbete/sakerhet/ny", &[("code", "000 00")]).await;
        assert_eq!(wrong.status, 422);
        let code = phone.code(self).await;
        let on = person.post("/arbete/sakerhet/ny", &[("code", &code)]).await;
        assert_eq!((on.status, on.text("h1").as_str()), (200, "Dina återställningskoder"));
        (phone, codes(&on))
    }

    /// Somebody whose password was right, and nothing more yet.
    pub(crate) async fn half_way(&self, email: &str, password: &str) -> Person {
        let mut person = self.nobody();
        let answer = person.post("/logga-in", &[("email", email), ("password", password)]).await;
        assert_eq!(answer.location.as_deref(), Some("/logga-in/kod?till=/arbete"));
        person.keep(&answer);
        person
    }

    async fn subjects(&self) -> Vec<String> {
        sqlx::query_scalar!("select subject from mails order by id")
            .fetch_all(&self.owner)
            .await
            .unwrap()
    }
}

fn codes(page: &Page) -> Vec<String> {
    page.text("main li")
        .split(' ')
        .flat_map(|one| one.as_bytes().chunks(19))
        .map(|code| String::from_utf8(code.to_vec()).unwrap())
        .collect()
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_password_alone_sees_nothing_but_the_page_of_the_code_and_a_code_counts_once(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    site.account(site.person("Anna").await, ANNA.0).await;
    let (anna, elsewhere) =
        (site.signed_in(ANNA.0, ANNA.1).await, site.signed_in(ANNA.0, ANNA.1).await);
    let (phone, _) = site.enrol(&anna).await;
    assert_eq!(elsewhere.get("/arbete").await.status, 303, "signed out everywhere else");
    assert!(anna.get("/arbete/sakerhet").await.text("main").contains("10 av 10"));

    let mut half = site.half_way(ANNA.0, ANNA.1).await;
    let away = half.get("/arbete/sakerhet").await;
    assert_eq!(away.location.as_deref(), Some("/logga-in?till=/arbete/sakerhet"));
    let asked = half.get(&away.location.unwrap()).await;
    assert_eq!(asked.location.as_deref(), Some("/logga-in/kod?till=/arbete/sakerhet"));
    for path in ["/arbete", "/justera", "/arbete/sparat", "/arbete/inloggningar"] {
        assert_eq!(half.get(path).await.status, 303, "{path}");
        assert_eq!(half.post(path, &[("text", "x")]).await.status, 401, "{path}");
    }
    let code = phone.code(&site).await;
    assert_eq!(half.post(CODE, &[("code", "123")]).await.status, 422);
    let other = site.half_way(ANNA.0, ANNA.1).await;
    let entered = half.post(CODE, &[("code", &code), ("till", "//annan.se")]).await;
    assert_eq!((entered.status, entered.location.as_deref()), (303, Some("/arbete")));
    assert_eq!(half.post(CODE, &[("code", &code)]).await.status, 303, "that sign-in is over");
    half.keep(&entered);
    assert_eq!(half.get("/arbete").await.status, 200);

    let again = other.post(CODE, &[("code", &code)]).await;
    assert!(again.text(".field-error").contains("har redan använts"), "{}", again.status);
    assert_eq!(other.get(CODE).await.status, 200);
    sqlx::query!(
        "update sessions set created_at = created_at - interval '11 minutes' where waits_for_code"
    )
    .execute(&site.owner)
    .await
    .unwrap();
    assert_eq!(other.get(CODE).await.location.as_deref(), Some("/logga-in?till=/arbete"));
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_recovery_code_stands_in_once_and_new_ones_end_the_old(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    site.account(site.person("Anna").await, ANNA.0).await;
    let anna = site.signed_in(ANNA.0, ANNA.1).await;
    let (_, codes) = site.enrol(&anna).await;
    assert_eq!(codes.len(), 10);

    let half = site.half_way(ANNA.0, ANNA.1).await;
    let typed = codes[0].to_uppercase().replace('-', " ");
    assert_eq!(half.post(CODE, &[("code", &typed)]).await.status, 303);
    let half = site.half_way(ANNA.0, ANNA.1).await;
    assert_eq!(half.post(CODE, &[("code", &codes[0])]).await.status, 422, "used");
    assert!(anna.get("/arbete/sakerhet").await.text("main").contains("9 av 10"));
    let new = anna.post("/arbete/sakerhet/aterstallningskoder", &[]).await;
    assert_eq!(half.post(CODE, &[("code", &codes[1])]).await.status, 422, "ended");
    assert_eq!(half.post(CODE, &[("code", &self::codes(&new)[1])]).await.status, 303);
    assert_eq!(
        site.subjects().await,
        [
            "Engångskoder är på i Paragraf",
            "En återställningskod till Paragraf har använts",
            "Nya återställningskoder i Paragraf",
            "En återställningskod till Paragraf har använts",
        ]
    );

    assert_eq!(anna.post("/arbete/sakerhet/av", &[]).await.status, 303);
    site.signed_in(ANNA.0, ANNA.1).await.get("/arbete").await;
    let sealed = sqlx::query_scalar!("select count(*) from second_factors where sealed <> ''");
    assert_eq!(sealed.fetch_one(&site.owner).await.unwrap(), Some(0), "forgotten");
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_new_password_by_mail_still_asks_for_the_code(_: PgPoolOptions, at: PgConnectOptions) {
    let site = TestSite::open(at).await;
    site.account(site.person("Anna").await, ANNA.0).await;
    let (phone, _) = site.enrol(&site.signed_in(ANNA.0, ANNA.1).await).await;
    let mut nobody = site.nobody();
    nobody.post("/losenord", &[("email", ANNA.0)]).await;
    let link = site.mailed_link(ANNA.0).await.unwrap();

    let chosen = nobody.post(&link, &[("password", "en räv i skogen")]).await;

    assert_eq!(chosen.location.as_deref(), Some("/logga-in/kod?till=/arbete"));
    nobody.keep(&chosen);
    assert_eq!(nobody.get("/arbete").await.status, 303);
    let code = phone.code(&site).await;
    let entered = nobody.post(CODE, &[("code", &code)]).await;
    nobody.keep(&entered);
    assert_eq!(nobody.get("/arbete").await.status, 200);
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn what_matters_most_needs_the_code_beside_the_password(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    let home = site.municipality("lekeberg", "Lekeberg").await;
    let anna = site.account(site.resident(home, "Anna").await, ANNA.0).await;
    site.grant(anna, "administrator", home).await;
    let (phone, _) = site.enrol(&site.signed_in(ANNA.0, ANNA.1).await).await;
    let cookie = site.session(anna, 30).await;
    let path = format!("/arbete/konton/{anna}/roller");
    let send = async |code: &str| {
        let body =
            format!("role=registrar%3A{home}&password=tre+gr%C3%B6na+h%C3%A4star&code={code}");
        let request = Request::post(&path)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .header("cookie", &cookie);
        site.nobody().send(request, Body::from(body)).await
    };

    assert!(send("").await.text(".field-error").contains("Skriv koden ur din app"));
    assert!(send("12345").await.text(".field-error").contains("Koden stämmer inte"));
    let code = phone.code(&site).await;
    assert_eq!(send(&code).await.status, 303);
    site.close().await;
}

impl TestSite {
    /// Lets the database know the key by which the site signs.
    async fn know_the_key(&self) {
        let key = SigningKey::from_bytes(&[7; 32]).verifying_key();
        let (id, at) = (Uuid::now_v7(), time::macros::datetime!(2020-09-08 15:00 UTC));
        sqlx::query!(
            "insert into server_keys (id, public_key, made_at) values ($1, $2, $3)",
            id,
            key.as_bytes(),
            at
        )
        .execute(&self.owner)
        .await
        .unwrap();
        let told: Hash = seal::key_id(&key);
        sqlx::query_scalar!("select append_act($1, 'key_made', $2, $3)", at, id, told.as_ref())
            .fetch_one(&self.owner)
            .await
            .unwrap();
    }
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_signature_with_a_code_is_strong_and_the_servers_word_for_it_is_checked(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let workplace = Workplace::begin(at).await;
    let site = &workplace.site;
    site.know_the_key().await;
    let walk = workplace.write(&["ett"]).await;
    workplace.close(&walk).await;
    let version = workplace.send(&walk, "Brådskande").await;
    let (phone, _) = site.enrol(&workplace.secretary).await;
    let order = workplace
        .secretary
        .post(&format!("/justera/{version}/godkann"), &[])
        .await
        .location
        .unwrap();

    assert!(workplace.secretary.get(&order).await.text("label").contains("Engångskod"));
    let without = workplace.secretary.post(&order, &[("password", PASSWORD)]).await;
    assert!(without.text(".field-error").contains("Koden stämmer inte"));
    let code = phone.code(site).await;
    let form = [("password", PASSWORD), ("code", code.as_str())];
    assert_eq!(workplace.secretary.post(&order, &form).await.status, 303);

    let signed = sqlx::query!(
        "select level, convert_from(statement, 'UTF8') as \"said!\", evidence from signatures"
    )
    .fetch_one(&site.owner)
    .await
    .unwrap();
    assert_eq!(signed.level, "strong");
    assert!(signed.said.contains(r#""method":"password_totp""#));
    let mut db = site.owner.acquire().await.unwrap();
    let report = stored(&mut db, &[]).await.unwrap();
    assert!(report.holds(), "{report}");
    for sql in [
        "update signatures set evidence = '{}'",
        "update signatures set level = 'simple'",
        "update signatures set evidence = jsonb_set(evidence, '{attestation}', to_jsonb(repeat('00', 64)))",
        "update signatures set evidence = jsonb_set(evidence, '{attested_by}', to_jsonb(repeat('00', 32)))",
    ] {
        let mut db = db.begin().await.unwrap();
        let change = format!(
            "set local session_replication_role = replica; alter table signatures disable trigger all; {sql}"
        );
        sqlx::raw_sql(AssertSqlSafe(change)).execute(&mut *db).await.unwrap();
        let report = stored(&mut db, &[]).await.unwrap();
        assert!(report.faults.iter().any(|fault| fault.check == Check::Signatures), "{sql}");
        db.rollback().await.unwrap();
    }
    drop(db);
    workplace.site.close().await;
}
