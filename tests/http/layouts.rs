//! In which order and under which headings a municipality's §§ stand, and the page on which that is decided.

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use crate::{
    record_procedure::board,
    sheet::Sheet,
    support::{Page, Person, TestSite},
    workplace::Workplace,
};

fn page_of(host: Uuid) -> String {
    format!("/arbete/kommuner/{host}/uppstallning")
}

fn sheet(page: &Page) -> Sheet {
    Sheet::of(page, "#uppstallning")
}

/// Presses a button that saves nothing.
async fn pressed(sheet: Sheet, admin: &Person, button: &str) -> Sheet {
    let page = sheet.with("atgard", button).send(admin).await;
    assert_eq!(page.status, 200, "{}", page.plain("main"));
    assert!(page.plain("[role=status]").contains("Inte sparat än"));
    self::sheet(&page)
}

async fn saved(sheet: Sheet, admin: &Person) {
    let page = sheet.with("atgard", "spara").send(admin).await;
    assert_eq!(page.status, 303, "{}", page.plain(".error-summary"));
}

async fn rows(site: &TestSite) -> i64 {
    let rows = sqlx::query_scalar!(r#"select count(*) as "count!" from layouts"#);
    rows.fetch_one(&site.owner).await.unwrap()
}

/// Where each of the words stands, in the order in which they are given.
fn in_order(text: &str, words: &[&str]) {
    let places: Vec<_> = words
        .iter()
        .map(|words| text.find(words).unwrap_or_else(|| panic!("{words} is not in {text}")))
        .collect();
    assert!(places.is_sorted(), "{words:?} at {places:?} in {text}");
}

// SEC-04, SEC-22, SEC-23.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn record_09_section_order_and_headings_are_the_municipalitys_and_an_empty_one_is_not_printed(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let (chamber, meeting) = board(at).await;
    let (item, anna) = (meeting.items[0], chamber.person("Anna Berg"));
    let claim = [("slag", "approve"), ("person_1", &*anna), ("text", "förvaltningens förslag")];
    chamber.fact(item, "yrkande", &claim).await;
    let vote = [("ja_betyder", "bifall"), ("nej_betyder", "avslag"), ("ovriga", "yes")];
    chamber.fact(item, "omrostning", &vote).await;
    let admin = chamber.site.administrator(chamber.host).await;
    let page = page_of(chamber.host);

    let mut form = pressed(sheet(&admin.get(&page).await), &admin, "ny-rubrik").await;
    let keys = form.values("block");
    let own = keys.iter().find(|key| key.len() == 36).map(|key| (*key).to_owned()).unwrap();
    let up = keys.iter().position(|key| *key == "decision").unwrap();
    for _ in 0..up {
        form = pressed(form, &admin, "upp:decision").await;
    }
    let form = form
        .set(&format!("rubrik-{own}"), 0, "Barnets bästa")
        .set("rubrik-case_description", 0, "Ärendet")
        .set("rubrik-claims", 0, "Förslag på sammanträdet")
        .set("rubrik-votes", 0, "Votering")
        .set("inledning", 0, "{organ} beslutar");
    saved(form, &admin).await;

    let path = format!("/arbete/paragrafer/{item}");
    let writing = chamber.secretary.get(&path).await;
    let labels = writing.plain("#paragraf legend");
    in_order(&labels, &["Ärendet", "Barnets bästa", "Förslag till beslut"]);
    let written = Sheet::of(&writing, "#paragraf");
    assert_eq!(written.value("ingress-", 0), "Byggnadsnämnden beslutar", "offered");
    let untouched = written.clone().with("atgard", "spara");
    assert_eq!(untouched.send_to(&chamber.secretary, &path).await.status, 303);
    let decisions = sqlx::query_scalar!(r#"select count(*) as "count!" from decisions"#);
    let decisions = decisions.fetch_one(&chamber.site.owner).await.unwrap();
    assert_eq!(decisions, 0, "an offered phrase is no decision");
    let written = written.set("text-", 0, "Lekplatsen är sliten.").set("punkttext-", 0, "bygga.");
    let kept = written.clone().with("atgard", "spara").send_to(&chamber.secretary, &path).await;
    assert_eq!(kept.status, 303, "{}", kept.plain(".error-summary"));

    let printed = chamber.printed(&meeting, 0).await;
    let order = [
        "Beslut",
        "Byggnadsnämnden beslutar",
        "Ärendet",
        "Lekplatsen är sliten.",
        "Förslag på sammanträdet",
        "Votering",
    ];
    in_order(&printed, &order);
    for gone in ["Barnets bästa", "Ärendebeskrivning", "Yrkanden", "Omröstning "] {
        assert!(!printed.contains(gone), "{gone} is in {printed}");
    }

    let written = Sheet::of(&chamber.secretary.get(&path).await, "#paragraf");
    let written = written.set("text-", 1, "Barnen har tillfrågats.").with("atgard", "spara");
    assert_eq!(written.send_to(&chamber.secretary, &path).await.status, 303);
    let order = ["Lekplatsen är sliten.", "Barnets bästa", "Barnen har tillfrågats.", "Votering"];
    in_order(&chamber.printed(&meeting, 0).await, &order);
    let exported = sqlx::query_scalar!("select heading from sections where item_id = $1", item);
    let mut kept = exported.fetch_all(&chamber.site.owner).await.unwrap();
    kept.sort();
    assert_eq!(kept, ["Barnets bästa", "Ärendebeskrivning"], "the § keeps the standard's heading");
    chamber.site.close().await;
}

// TXT-11, by its key and not by its name.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn sec_22_the_review_knows_a_section_by_whatever_name(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let (chamber, meeting) = board(at).await;
    let (item, anna) = (meeting.items[0], chamber.person("Anna Berg"));
    let admin = chamber.site.administrator(chamber.host).await;
    let form = sheet(&admin.get(&page_of(chamber.host)).await);
    saved(form.set("rubrik-claims", 0, "Förslag på sammanträdet"), &admin).await;
    let claim = [("slag", "approve"), ("person_1", &*anna), ("text", "förvaltningens förslag")];
    chamber.fact(item, "yrkande", &claim).await;
    let procedure = format!("/arbete/paragrafer/{item}/beslutsgang");
    let page = chamber.secretary.get(&procedure).await;
    let wording = page.attribute("a[href*='/ordalydelse/']", "href").unwrap();
    let wording = Sheet::of(&chamber.secretary.get(&wording).await, "main form");
    let wording = wording.set("text", 0, "Anna Berg (S) vill bygga.").with("atgard", "spara");
    assert_eq!(wording.send(&chamber.secretary).await.status, 303);
    let bo = chamber.person("Bo Lind");
    let second = [("slag", "reject"), ("person_1", &*bo), ("text", "förvaltningens förslag")];
    chamber.fact(item, "yrkande", &second).await;

    let review = chamber.secretary.get(&format!("{}/granskning", meeting.path)).await;
    let found = review.plain("main");
    let sentence = "texten under ”Förslag på sammanträdet” är ändrad för hand";
    assert!(found.contains(sentence), "{found}");
    let mended = format!("main li[id] a[href='{procedure}#yrkande']");
    assert!(!review.text(&mended).is_empty(), "{found}");
    chamber.site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn sec_22_what_was_sent_keeps_the_headings_that_it_was_sent_with(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let place = Workplace::begin(at).await;
    let host = sqlx::query_scalar!("select id from municipalities");
    let host = host.fetch_one(&place.site.owner).await.unwrap();
    let admin = place.site.administrator(host).await;
    let form = sheet(&admin.get(&page_of(host)).await);
    saved(form.set("rubrik-case_description", 0, "Ärendet"), &admin).await;
    let walk = place.write(&["ett"]).await;
    place.close(&walk).await;
    let version = place.send(&walk, "Brådskande").await;

    let page = admin.get(&page_of(host)).await;
    let back = Sheet::of(&page, "#standard").with("atgard", "standard").send(&admin).await;
    assert_eq!(back.status, 303, "{}", back.plain("main"));

    let sent = place.chair().get(&format!("/justera/{version}")).await;
    let headings = sent.plain(".record article h3");
    assert!(headings.contains("Ärendet") && !headings.contains("Ärendebesk"), "{headings}");
    let page = admin.get(&page_of(host)).await;
    assert_eq!(sheet(&page).value("rubrik-case_description", 0), "Ärendebeskrivning");
    assert_eq!(page.text("#standard"), "", "it is the standard");
    let former = page.plain("#tidigare");
    assert!(former.contains("Anna Admin") && former.contains("Ärendet, Förslag"), "{former}");
    let older = page.attribute("#tidigare tr:last-child a", "href").unwrap();
    let older = sheet(&admin.get(&older).await);
    assert_eq!(older.value("rubrik-case_description", 0), "Ärendet");
    saved(older, &admin).await;
    assert_eq!(rows(&place.site).await, 3, "history is kept");
    place.site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn the_layout_is_its_administrators_and_all_mistakes_are_shown_with_what_was_typed(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    let host = site.municipality("norrbo", "Norrbo").await;
    let other = site.municipality("soderbo", "Söderbo").await;
    let admin = site.administrator(host).await;
    let path = page_of(host);
    assert_eq!(admin.get(&page_of(other)).await.status, 404);
    assert_eq!(admin.post(&page_of(other), &[]).await.status, 404);
    let link = format!("a[href='{path}']");
    let register = admin.get(&format!("/arbete/kommuner/{host}")).await;
    assert_eq!(register.text(&link), "Paragrafernas uppställning");

    let form = pressed(sheet(&admin.get(&path).await), &admin, "ny-rubrik").await;
    let own = form.values("block").into_iter().find(|key| key.len() == 36).unwrap().to_owned();
    let form = form
        .set("rubrik-claims", 0, " ")
        .set("andra-votes", 0, "")
        .set("rubrik-speakers", 0, "Inlägg")
        .set("inledning", 0, "{nämnden} beslutar");
    let form = pressed(form, &admin, &format!("upp:{own}")).await;
    assert_eq!(form.values("block")[0], own, "moved, and what was typed is kept");
    let wrong = form.with("atgard", "spara").send(&admin).await;
    assert_eq!(wrong.status, 422);
    for field in [&format!("rubrik-{own}"), "rubrik-claims", "andra-votes", "inledning"] {
        assert!(!wrong.text(&format!("[id='{field}-error']")).is_empty(), "{field}");
    }
    let form = sheet(&wrong);
    assert_eq!(form.value("rubrik-speakers", 0), "Inlägg");
    let form = pressed(form, &admin, &format!("ta-bort:{own}")).await;
    assert!(!form.values("block").contains(&own.as_str()));
    let form = pressed(form, &admin, "ned:case_description").await;
    assert_eq!(form.values("block")[..2], ["proposal", "case_description"]);
    assert_eq!(admin.post(&path, &[("block", "rubrik")]).await.status, 400, "no form of ours");
    let twice = [("block", "claims"), ("block", "claims")];
    assert_eq!(admin.post(&path, &twice).await.status, 422);
    assert_eq!(rows(&site).await, 0, "nothing is saved");
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_stale_layout_shows_both_and_the_same_form_sent_twice_saves_once(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    let host = site.municipality("norrbo", "Norrbo").await;
    let admin = site.administrator(host).await;
    let path = page_of(host);
    let (mine, theirs) = (sheet(&admin.get(&path).await), sheet(&admin.get(&path).await));
    let theirs = theirs.set("rubrik-speakers", 0, "Yttranden");
    for _ in 0..2 {
        saved(theirs.clone(), &admin).await;
    }
    assert_eq!(rows(&site).await, 1);

    let mine = mine.set("rubrik-speakers", 0, "Inlägg").with("atgard", "spara");
    let clash = mine.send(&admin).await;
    assert_eq!(clash.status, 409);
    let both = clash.plain("section[aria-labelledby=krock] tbody");
    assert!(both.contains("Inlägg") && both.contains("Yttranden"), "{both}");
    assert_eq!(sheet(&clash).value("rubrik-speakers", 0), "Inlägg");
    assert_eq!(rows(&site).await, 1, "not saved yet");
    saved(sheet(&clash), &admin).await;
    let stands = sheet(&admin.get(&path).await);
    assert_eq!(stands.value("rubrik-speakers", 0), "Inlägg");
    site.close().await;
}
