//! Secret §§: who reads them, that each reading is known, and that nothing of them is public.

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use crate::{
    ground::PASSWORD,
    support::Person,
    workplace::{Walk, Workplace},
};

const RULE: &str = "26 kap. 1 § offentlighets- och sekretesslagen";

/// A meeting whose second § is secret, adjusted and published.
async fn adjusted(at: PgConnectOptions) -> (Workplace, Walk, Uuid) {
    let place = Workplace::begin(at).await;
    let walk = place.write(&["öppet", "hemligheten"]).await;
    mark(&place, walk.items[1], &[("lagrum", RULE)]).await;
    place.close(&walk).await;
    let version = place.send(&walk, "Brådskande").await;
    place.sign(version).await;
    place.publish(&walk, Uuid::nil()).await;
    (place, walk, version)
}

async fn mark(place: &Workplace, item: Uuid, fields: &[(&str, &str)]) {
    let path = format!("/arbete/paragrafer/{item}/sekretess");
    let marked = place.secretary.post(&path, fields).await;
    assert_eq!(marked.status, 303, "{}", marked.text("main"));
}

/// Whether the public can read the word, on the page or in the file.
async fn is_public(place: &Workplace, word: &str) -> bool {
    let page = place.site.nobody().get("/lekeberg/protokoll/it-namnden/2020-09-08").await;
    assert_eq!(page.status, 200);
    assert!(page.text("main").contains("öppet"));
    page.text("html").contains(word)
}

async fn readings(place: &Workplace) -> Vec<String> {
    sqlx::query_scalar!("select capacity from secret_readings order by id")
        .fetch_all(&place.site.owner)
        .await
        .unwrap()
}

// INV-13, PRI-11
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn inv_13_what_is_secret_is_not_published_and_leaves_the_web_when_it_is_marked(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let (place, walk, _) = adjusted(at).await;
    let secret = walk.items[1];
    assert!(!is_public(&place, "hemligheten").await);
    let form = place.secretary.get(&format!("{}/publicering", walk.path)).await;
    assert!(form.attribute(&format!("#withheld-{secret}"), "disabled").is_some());

    let path = format!("/arbete/paragrafer/{secret}/sekretess");
    let without = place.secretary.post(&path, &[("upphor", "ja"), ("skal", " ")]).await;
    assert_eq!(without.status, 422);
    mark(&place, secret, &[("upphor", "ja"), ("skal", "Upphandlingen är avslutad")]).await;
    assert!(!is_public(&place, "hemligheten").await, "publishing is an act of its own");
    place.publish(&walk, Uuid::nil()).await;
    assert!(is_public(&place, "hemligheten").await);

    let empty = place.secretary.post(&path, &[("lagrum", "")]).await;
    assert_eq!(empty.status, 422);
    for _ in 0..2 {
        mark(&place, secret, &[("lagrum", RULE)]).await;
    }
    assert!(!is_public(&place, "hemligheten").await);
    let marks = sqlx::query_scalar!(r#"select count(*) as "n!" from secrecies"#)
        .fetch_one(&place.site.owner)
        .await
        .unwrap();
    assert_eq!(marks, 3, "the form sent twice marks once");
    let files = sqlx::query_scalar!(r#"select count(*) as "n!" from public_files"#)
        .fetch_one(&place.site.pools().public)
        .await
        .unwrap();
    assert_eq!(files, 1, "the file with the secret text is nobody's");

    let slipped = sqlx::query!(
        "insert into disclosures (publication_id, item_id, level) select p.id, $1, 'whole' from publications p order by n limit 1",
        secret
    )
    .execute(&place.site.owner)
    .await;
    let why = slipped.unwrap_err();
    let constraint = why.as_database_error().and_then(|why| why.constraint().map(str::to_owned));
    assert_eq!(constraint.as_deref(), Some("disclosures_not_secret"));
    place.site.close().await;
}

// INV-15
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn inv_15_each_reading_of_a_secret_paragraph_is_known_to_the_registrar(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let place = Workplace::begin(at).await;
    let walk = place.write(&["öppet", "hemligheten"]).await;
    let (secret, open) = (walk.items[1], walk.items[0]);
    mark(&place, secret, &[("lagrum", RULE)]).await;
    place.close(&walk).await;
    let before = readings(&place).await.len();
    let draft = place.secretary.get(&format!("{}/justering", walk.path)).await;
    assert!(draft.text("details").contains("hemligheten"));
    assert_eq!(readings(&place).await[before..], ["keeper"]);
    let version = place.send(&walk, "Brådskande").await;
    place.sign(version).await;
    place.publish(&walk, Uuid::nil()).await;
    let reading = format!("/justera/{version}");
    let item = format!("/arbete/paragrafer/{secret}");
    let pages = [
        (&place.secretary, item.clone(), "keeper"),
        (&place.secretary, format!("{item}/historik"), "keeper"),
        (&place.secretary, format!("{item}/sekretess"), "keeper"),
        (&place.secretary, format!("{}/publicering", walk.path), "keeper"),
        (place.chair(), reading, "signer"),
        (place.chair(), format!("/arbete/sekretess/{secret}"), "signer"),
    ];
    for (person, path, capacity) in pages {
        let before = readings(&place).await.len();
        let page = person.get(&path).await;
        assert!(page.status == 200 && page.text("main").contains("hemligheten"), "{path}");
        assert_eq!(readings(&place).await[before..], [capacity], "{path}");
    }
    let before = readings(&place).await.len();
    place.secretary.get(&format!("{}/justering", walk.path)).await;
    place.secretary.get(&format!("/arbete/paragrafer/{open}")).await;
    place.secretary.get("/arbete/sekretess").await;
    assert_eq!(readings(&place).await.len(), before, "no secret text was read");

    let host = sqlx::query_scalar!("select host_id from boards").fetch_one(&place.site.owner).await;
    let registrar = place.site.with_role("Rut Registrator", "registrar", host.unwrap()).await;
    let log = registrar.get("/arbete/sekretess/lasningar").await;
    assert!(log.plain("tbody").starts_with("Kajsa Rosén"), "{}", log.plain("tbody"));
    assert!(log.plain("tbody").contains("justerar protokollet § 2 IT-nämnden"));
    assert!(!log.text("html").contains("hemligheten"));
    let nobody_of_that_name = registrar.get("/arbete/sekretess/lasningar?namn=Zoe").await;
    assert!(nobody_of_that_name.text("main").contains("Ingen med det namnet"));
    assert_eq!(place.secretary.get("/arbete/sekretess/lasningar").await.status, 404);
    assert_eq!(registrar.get(&format!("/arbete/sekretess/{secret}")).await.status, 404);
    place.site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_board_names_its_readers_by_a_decision_and_for_a_time(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let (mut place, walk, _) = adjusted(at).await;
    let secret = format!("/arbete/sekretess/{}", walk.items[1]);
    let host = sqlx::query_scalar!("select host_id from boards").fetch_one(&place.site.owner).await;
    let person = place.site.resident(host.unwrap(), "Lena Läsare").await;
    place.site.account(person, "lena@exempel.se").await;
    let named: Person = place.site.signed_in("lena@exempel.se", PASSWORD).await;
    assert_eq!(named.get(&secret).await.status, 404);

    let path = format!("/arbete/sekretess/organ/{}", place.board);
    assert_eq!(named.get(&path).await.status, 404);
    let wrong = [("person", ""), ("beslut", ""), ("fran", "i dag"), ("till", "2020-01-01")];
    let wrong = place.secretary.post(&path, &wrong).await;
    assert_eq!((wrong.status, wrong.plain(".error-summary li").matches('.').count()), (422, 3));
    let person = person.to_string();
    let right = [
        ("person", person.as_str()),
        ("beslut", "IT-nämnden 2020-09-08 § 1"),
        ("fran", "2020-09-08"),
        ("till", "2020-09-09"),
    ];
    assert_eq!(place.secretary.post(&path, &right).await.status, 303);
    assert_eq!(place.secretary.post(&path, &right).await.status, 409, "named already");
    assert_eq!(named.get(&secret).await.status, 200);
    assert!(named.get("/arbete").await.plain("main").contains("En sekretessbelagd paragraf"));
    assert_eq!(readings(&place).await.last().unwrap(), "named");

    place.site.wait_until(time::macros::datetime!(2020-09-10 08:00 UTC));
    let named = place.site.signed_in("lena@exempel.se", PASSWORD).await;
    assert_eq!(named.get(&secret).await.status, 404, "the time is over");
    place.site.wait_until(time::macros::datetime!(2020-09-09 08:00 UTC));
    let named = place.site.signed_in("lena@exempel.se", PASSWORD).await;
    assert_eq!(named.get(&secret).await.status, 200);
    let page = place.secretary.get(&path).await;
    let end = page.attribute("td form", "action").unwrap();
    assert_eq!(place.secretary.post(&end, &[]).await.status, 303);
    assert_eq!(named.get(&secret).await.status, 404);
    assert!(place.secretary.get(&path).await.plain("tbody").contains("Avslutad"));
    place.site.close().await;
}
