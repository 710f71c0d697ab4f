//! Passkeys (lösennycklar): added, asked for, answered once, taken away; by an authenticator of the tests' own.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use p256::ecdsa::{Signature, SigningKey, signature::Signer as _};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use crate::{
    accounts::ANNA,
    ground::PASSWORD,
    support::{Page, Person, TestSite},
    workplace::Workplace,
};

const ADD: &str = "/arbete/sakerhet/nycklar";
const SECURITY: &str = "/arbete/sakerhet";
const WAITING: &str = "/logga-in/nyckel";
/// The person was there, and gave a PIN or a finger.
const VERIFIED: u8 = 0x05;

/// A phone that holds one passkey.
struct Device {
    key: SigningKey,
    id: [u8; 16],
    uses: u32,
}

/// What an answer says of itself, that a dishonest one may change.
#[derive(Clone)]
struct Answer {
    challenge: String,
    origin: &'static str,
    kind: &'static str,
    flags: u8,
}

/// What makes an answer dishonest.
type Change = fn(&mut Answer);

impl Answer {
    fn to(options: &Page, kind: &'static str) -> Self {
        let options: Value = serde_json::from_slice(&options.body).unwrap();
        let challenge = options["publicKey"]["challenge"].as_str().unwrap().to_owned();
        Self { challenge, origin: crate::support::ORIGIN, kind, flags: VERIFIED }
    }

    fn client_data(&self) -> Vec<u8> {
        let said = json!({"type": self.kind, "challenge": self.challenge, "origin": self.origin, "crossOrigin": false});
        said.to_string().into_bytes()
    }
}

impl Device {
    fn new(seed: u8) -> Self {
        Self { key: SigningKey::from_slice(&[seed; 32]).unwrap(), id: [seed; 16], uses: 0 }
    }

    fn head(&self, flags: u8) -> Vec<u8> {
        let site = Sha256::digest(b"localhost");
        [&site[..], &[flags], &self.uses.to_be_bytes()[..]].concat()
    }

    /// A new credential (`WebAuthn` § 6.5.1), without attestation.
    fn make(&mut self, answer: &Answer) -> String {
        self.uses += 1;
        let point = self.key.verifying_key().to_sec1_point(false);
        let mut data = self.head(answer.flags | 0x40);
        data.extend([0; 16]);
        data.extend([0, 16]);
        data.extend(self.id);
        data.extend(b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20");
        data.extend(point.x().unwrap());
        data.extend(b"\x22\x58\x20");
        data.extend(point.y().unwrap());
        let mut object = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".to_vec();
        object.push(data.len().try_into().unwrap());
        object.extend(data);
        self.json(&json!({
            "attestationObject": BASE64.encode(object),
            "clientDataJSON": BASE64.encode(answer.client_data()),
        }))
    }

    /// An assertion (`WebAuthn` § 6.3.3).
    fn prove(&mut self, answer: &Answer) -> String {
        self.uses += 1;
        let data = self.head(answer.flags);
        let said = answer.client_data();
        let signed = [&data[..], &Sha256::digest(&said)[..]].concat();
        let signature: Signature = self.key.sign(&signed);
        self.json(&json!({
            "authenticatorData": BASE64.encode(data),
            "clientDataJSON": BASE64.encode(said),
            "signature": BASE64.encode(signature.to_der()),
        }))
    }

    fn json(&self, response: &Value) -> String {
        let id = BASE64.encode(self.id);
        let whole = json!({"id": id, "rawId": id, "type": "public-key", "response": response, "clientExtensionResults": {}});
        whole.to_string()
    }

    /// Somebody signed in adds it.
    async fn add(&mut self, person: &Person, name: &str) -> Page {
        let asked = person.post("/arbete/sakerhet/nycklar/borja", &[]).await;
        let made = self.make(&Answer::to(&asked, "webauthn.create"));
        person.post(ADD, &[("name", name), ("credential", &made)]).await
    }
}

impl TestSite {
    /// Anna, whose phone has a passkey, and her recovery codes.
    async fn anna_with_a_passkey(&self) -> (Person, Device, String) {
        self.account(self.person("Anna").await, ANNA.0).await;
        let anna = self.signed_in(ANNA.0, ANNA.1).await;
        let mut phone = Device::new(1);
        let added = phone.add(&anna, "Min telefon").await;
        assert_eq!((added.status, added.text("h1").as_str()), (200, "Dina återställningskoder"));
        let code = added.text("main li:first-child");
        (anna, phone, code)
    }
}

async fn asked(person: &Person, path: &str) -> Answer {
    let page = person.post(path, &[]).await;
    assert_eq!(page.status, 200, "{path}");
    Answer::to(&page, "webauthn.get")
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_passkey_is_the_second_step_of_signing_in_and_its_answer_counts_once(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    let (anna, mut phone, _) = site.anna_with_a_passkey().await;
    let page = anna.get(SECURITY).await;
    assert!(page.text("main").contains("Min telefon"), "{}", page.text("main"));
    assert!(page.text("main").contains("10 av 10"));

    let mut half = site.half_way(ANNA.0, ANNA.1).await;
    assert_eq!(half.get("/arbete").await.status, 303);
    assert!(half.get("/logga-in/kod").await.text("button").contains("Använd lösennyckel"));
    let answer = asked(&half, "/logga-in/nyckel/borja").await;
    let proof = phone.prove(&answer);
    let form = [("credential", proof.as_str()), ("till", "/justera")];
    let entered = half.post(WAITING, &form).await;
    assert_eq!((entered.status, entered.location.as_deref()), (303, Some("/justera")));
    half.keep(&entered);
    assert_eq!(half.get("/arbete").await.status, 200);

    let other = site.half_way(ANNA.0, ANNA.1).await;
    assert_eq!(other.post(WAITING, &form).await.status, 422, "another session's challenge");
    let answer = asked(&other, "/logga-in/nyckel/borja").await;
    assert_eq!(other.post(WAITING, &[("credential", "{}")]).await.status, 422);
    let late = phone.prove(&answer);
    assert_eq!(other.post(WAITING, &[("credential", &late)]).await.status, 422, "used up");
    assert!(anna.get(SECURITY).await.text("main").contains("Senast använd"));
    site.close().await;
}

// Security § 3: client data, authenticator data and signature are checked, and user verification is demanded.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn an_answer_that_is_altered_or_somebody_elses_opens_nothing(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    let (_, mut phone, _) = site.anna_with_a_passkey().await;
    site.account(site.person("Bo").await, "bo@exempel.se").await;
    let mut bos = Device::new(2);
    bos.add(&site.signed_in("bo@exempel.se", PASSWORD).await, "Bos").await;
    let half = site.half_way(ANNA.0, ANNA.1).await;
    let refused = async |answer: String, what: &str| {
        let page = half.post(WAITING, &[("credential", &answer)]).await;
        assert_eq!(page.status, 422, "{what}");
        assert!(page.text(".field-error").contains("godtogs inte"), "{what}");
    };
    let honest = async || asked(&half, "/logga-in/nyckel/borja").await;

    let dishonest: [(&str, Change); 5] = [
        ("another challenge", |answer| answer.challenge = BASE64.encode([9; 32])),
        ("another site", |answer| answer.origin = "https://paragraf.example"),
        ("another ceremony", |answer| answer.kind = "webauthn.create"),
        ("no PIN and no finger", |answer| answer.flags = 0x01),
        ("nobody there", |answer| answer.flags = 0x04),
    ];
    for (what, change) in dishonest {
        let mut answer = honest().await;
        change(&mut answer);
        refused(phone.prove(&answer), what).await;
    }
    refused(bos.prove(&honest().await), "somebody else's").await;
    let mut forged = Device { key: SigningKey::from_slice(&[3; 32]).unwrap(), ..phone };
    refused(forged.prove(&honest().await), "another key").await;
    forged.key = SigningKey::from_slice(&[1; 32]).unwrap();
    forged.uses = 0;
    refused(forged.prove(&honest().await), "a copy, by its counter").await;
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn recovery_codes_stand_in_and_end_with_the_last_factor(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    let (anna, mut phone, code) = site.anna_with_a_passkey().await;
    let half = site.half_way(ANNA.0, ANNA.1).await;
    assert!(half.get("/logga-in/kod").await.text("label").contains("Återställningskod"));
    assert_eq!(half.post("/logga-in/kod", &[("code", &code)]).await.status, 303);

    let again = phone.add(&anna, "").await;
    assert!(again.text(".field-error").contains("kunde inte läggas till"), "{}", again.status);
    let second = Device::new(4).add(&anna, "").await;
    assert_eq!(second.location.as_deref(), Some(SECURITY), "the codes are kept");
    let page = anna.get(SECURITY).await;
    assert!(page.text("main li").contains("Tillagd") && page.text("main").contains("9 av 10"));
    assert!(page.text("li b").contains("Min telefonLösennyckel"), "{}", page.text("li b"));
    for left in [true, false] {
        let path = anna.get(SECURITY).await.attribute("form[action$=ta-bort]", "action").unwrap();
        assert_eq!(anna.post(&path, &[]).await.status, 303);
        assert_eq!(anna.post(&path, &[]).await.status, 404, "gone");
        let codes = sqlx::query_scalar!(
            "select count(*) > 0 from recovery_codes where ended_at is null and used_at is null"
        );
        assert_eq!(codes.fetch_one(&site.owner).await.unwrap(), Some(left));
    }
    site.signed_in(ANNA.0, ANNA.1).await.get("/arbete").await;
    let mails =
        sqlx::query_scalar!("select count(*) from mails where subject like '%lösennyckel%'");
    assert_eq!(mails.fetch_one(&site.owner).await.unwrap(), Some(4));
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_passkey_confirms_who_one_is_without_leaving_the_page(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let workplace = Workplace::begin(at).await;
    let site = &workplace.site;
    let secretary = &workplace.secretary;
    let mut phone = Device::new(1);
    phone.add(secretary, "Telefon").await;
    let walk = workplace.write(&["ett"]).await;
    workplace.close(&walk).await;
    let version = workplace.send(&walk, "Brådskande").await;
    let order = secretary.post(&format!("/justera/{version}/godkann"), &[]).await.location.unwrap();
    let rest = sqlx::query!(
        "update sessions set authenticated_at = authenticated_at - interval '11 minutes'"
    );
    rest.execute(&site.owner).await.unwrap();

    let refused = secretary.post(&order, &[("password", PASSWORD)]).await;
    assert!(refused.text(".field-error").contains("lösennyckel"), "{}", refused.status);
    assert!(secretary.get(SECURITY).await.text("main").contains("Bekräfta med lösennyckel"));
    let wrong = secretary.post("/arbete/sakerhet/bekrafta", &[("credential", "{}")]).await;
    assert_eq!(wrong.status, 422);
    let answer = asked(secretary, "/arbete/sakerhet/bekrafta/borja").await;
    let proof = phone.prove(&answer);
    let form = [("credential", proof.as_str())];
    assert_eq!(secretary.post("/arbete/sakerhet/bekrafta", &form).await.status, 204);
    assert_eq!(secretary.post("/arbete/sakerhet/bekrafta", &form).await.status, 422, "once");
    assert_eq!(secretary.post(&order, &[("password", PASSWORD)]).await.status, 303);

    let method = sqlx::query_scalar!("select level from signatures").fetch_one(&site.owner).await;
    assert_eq!(method.unwrap(), "simple", "the statement itself was not signed with the passkey");
    workplace.site.close().await;
}
