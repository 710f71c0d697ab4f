//! Writing a §: saved as one act, never over somebody else's text, never after the adjusting.

use axum::{body::Body, http::Request};
use paragraf::seal::{Hash, canonical, revision_hash};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use time::macros::{date, datetime};
use uuid::Uuid;

use crate::draft::{Ground, filled, form_of, site};

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn what_is_saved_stands_there_again(_: PgPoolOptions, at: PgConnectOptions) {
    let site = site(at).await;
    let ground = site.ground().await;
    let sara = site.secretary_of(ground.board, "Sara").await;

    let empty = sara.get(&ground.path()).await;
    assert_eq!(empty.status, 200, "{}", empty.text("main"));
    assert_eq!(
        empty.text("legend"),
        "Rubrik och uppgifterÄrendebeskrivningFörslag till beslutBeslut"
    );
    assert!(empty.text(".writing-bar nav").contains("§\u{a0}22 ›"));
    let saved = filled(form_of(&empty)).with("atgard", "spara").send(&sara).await;
    assert_eq!(saved.status, 303, "{}", saved.text(".error-summary"));
    let back = saved.location.unwrap();
    assert_eq!(back, format!("{}?sparat=10.42", ground.path()));

    let page = sara.get(&back).await;
    assert_eq!(page.text("[role=status]"), "Sparat 10.42");
    let sheet = form_of(&page);
    assert_eq!(sheet.value("arenden", 0), "Syd-IT 20-29, KS 2020/12");
    assert_eq!(sheet.value("text-", 0), "Verksamheten går **bra**.\n\n- ett\n- två");
    assert_eq!(sheet.value("punkttext-", 0), "godkänna delårsbokslutet.");
    assert_eq!(sheet.value("overklagas-", 0), "none");
    assert_eq!(sheet.value("underlag", 0), "Delårsrapport | Syd-IT 20-29:2\nTjänsteskrivelse");
    assert_eq!(sheet.value("skickas_till", 0), "Kommunstyrelserna | för kännedom");
    assert_eq!(sheet.value("version", 0), "2");

    assert_eq!(site.count_revisions(ground.item).await, 4);
    assert_eq!(sheet.save(&sara, &ground.path()).await.status, 303);
    assert_eq!(form_of(&sara.get(&ground.path()).await).value("version", 0), "2");
    assert_eq!(site.count_revisions(ground.item).await, 4, "an unchanged § has no new revisions");
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn only_the_part_that_changed_gets_a_revision_and_every_chain_verifies(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let mut site = site(at).await;
    let ground = site.ground().await;
    let sara = site.secretary_of(ground.board, "Sara").await;
    let path = ground.path();
    filled(form_of(&sara.get(&path).await)).save(&sara, &path).await;
    site.wait_until(datetime!(2020-09-08 09:00 UTC));
    let sheet = form_of(&sara.get(&path).await).set("text-", 0, "Verksamheten går sämre.");
    assert_eq!(sheet.save(&sara, &path).await.status, 303);
    let gone = form_of(&sara.get(&path).await).set("text-", 0, " ");
    assert_eq!(gone.save(&sara, &path).await.status, 303);

    let revisions = sqlx::query!(
        "select subject, version, content, prev, hash from revisions where item_id = $1 order by subject, version",
        ground.item
    )
    .fetch_all(&site.owner)
    .await
    .unwrap();
    let mut before: Option<(Uuid, Hash)> = None;
    for row in &revisions {
        let prev = before.filter(|(subject, _)| *subject == row.subject).map(|(_, hash)| hash);
        let hash = revision_hash(row.subject, row.version, prev, &canonical(&row.content).unwrap());
        assert_eq!(row.prev.as_deref(), prev.as_ref().map(|hash| &hash.0[..]));
        assert_eq!(row.hash, hash.0);
        before = Some((row.subject, hash));
    }
    let versions = |of: Uuid| -> Vec<i32> {
        revisions.iter().filter(|row| row.subject == of).map(|row| row.version).collect()
    };
    let description: Uuid = sheet.value("avsnitt", 0).parse().unwrap();
    assert_eq!(versions(description), [2, 3, 4]);
    assert_eq!(versions(ground.item), [2, 4], "the head also says which parts there are");
    assert_eq!(revisions.len(), 7);

    let history = sara.get(&format!("{path}/historik")).await;
    assert_eq!(history.status, 200);
    assert_eq!(history.text("h2"), "Version 4Version 3Version 2");
    assert!(history.text("del").contains("bra"), "{}", history.text("del"));
    assert!(history.text(".revision").contains("Sara, 8\u{a0}september 2020 kl.\u{a0}10.42"));
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn every_mistake_is_shown_at_once_and_what_was_typed_stays(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = site(at).await;
    let ground = site.ground().await;
    let sara = site.secretary_of(ground.board, "Sara").await;
    let typed = form_of(&sara.get(&ground.path()).await)
        .set("rubrik", 0, "")
        .set("foredragande", 0, "Bo\0")
        .set("text-", 0, "Bra.\n\nEn rad med \0 i.")
        .set("text-", 1, "Skriften \u{13000} finns inte.")
        .set("punkttext-", 0, "[länk](javascript:alert(1))")
        .set("skickas_till", 0, " | utan namn");
    let page = typed.save(&sara, &ground.path()).await;

    assert_eq!(page.status, 422);
    let errors = page.text(".error-summary");
    for wanted in [
        "Rätta 6 uppgifter",
        "Skriv paragrafens rubrik.",
        "Ärendebeskrivning. Rad 3: ",
        "Förslag till beslut. Tecknet \u{13000} (U+13000) kan inte tryckas",
        "Beslut, punkt 1. Rad 1: ",
        "Rad 1: Skriv något före strecket.",
    ] {
        assert!(errors.contains(wanted), "{wanted} in {errors}");
    }
    assert!(page.attribute("#rubrik", "aria-invalid").is_some());
    let kept = form_of(&page);
    assert_eq!(kept.value("text-", 1), "Skriften \u{13000} finns inte.");
    assert_eq!(kept.value("punkttext-", 0), "[länk](javascript:alert(1))");
    assert_eq!(kept.value("version", 0), "1");
    assert_eq!(site.count_revisions(ground.item).await, 0);
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_stale_save_shows_both_texts_and_one_press_saves_mine(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = site(at).await;
    let ground = site.ground().await;
    let (sara, nils) = (
        site.secretary_of(ground.board, "Sara").await,
        site.secretary_of(ground.board, "Nils").await,
    );
    let path = ground.path();
    let sheet = form_of(&sara.get(&path).await);
    let theirs =
        sheet.clone().set("text-", 0, "Överskottet är 1 579 tkr.").save(&nils, &path).await;
    assert_eq!(theirs.status, 303);

    let mine = sheet.set("text-", 0, "Överskottet är 420 tkr.").set("rubrik", 0, "Min rubrik");
    let page = mine.save(&sara, &path).await;
    assert_eq!(page.status, 409);
    assert!(page.text("#krock").contains("Någon annan har sparat"));
    assert!(page.text(".theirs del").contains("1 579") && page.text(".theirs ins").contains("420"));
    let again = form_of(&page);
    assert_eq!(again.value("text-", 0), "Överskottet är 420 tkr.");
    assert_eq!(again.value("version", 0), "2");

    assert_eq!(again.save(&sara, &path).await.status, 303);
    let now = form_of(&sara.get(&path).await);
    assert_eq!(now.value("text-", 0), "Överskottet är 420 tkr.");
    let history = sara.get(&format!("{path}/historik")).await;
    assert!(history.text("del").contains("1 579"), "theirs is in the history");
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn of_two_secretaries_at_once_one_wins_and_the_other_sees_both_texts(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = site(at).await;
    let ground = site.ground().await;
    let (sara, nils) = (
        site.secretary_of(ground.board, "Sara").await,
        site.secretary_of(ground.board, "Nils").await,
    );
    let path = ground.path();
    let sheet = form_of(&sara.get(&path).await);
    let (one, two) = (sheet.clone().set("text-", 0, "Ett."), sheet.set("text-", 0, "Två."));
    let (one, two) = tokio::join!(one.save(&sara, &path), two.save(&nils, &path));

    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409]);
    let sections = sqlx::query_scalar!("select id from sections where item_id = $1", ground.item)
        .fetch_all(&site.owner)
        .await
        .unwrap();
    assert_eq!(sections.len(), 1);
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_double_submit_saves_once(_: PgPoolOptions, at: PgConnectOptions) {
    let site = site(at).await;
    let ground = site.ground().await;
    let sara = site.secretary_of(ground.board, "Sara").await;
    let path = ground.path();
    let sheet = filled(form_of(&sara.get(&path).await));
    let (one, two) = tokio::join!(sheet.save(&sara, &path), sheet.save(&sara, &path));

    assert_eq!((one.status, two.status), (303, 303));
    assert_eq!(site.count_revisions(ground.item).await, 4);
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn what_is_not_the_secretarys_is_not_found(_: PgPoolOptions, at: PgConnectOptions) {
    let site = site(at).await;
    let (ours, foreign) = (site.ground().await, site.ground().await);
    assert_ne!(ours.municipality, foreign.municipality);
    let sara = site.secretary_of(ours.board, "Sara").await;
    let nils = site.secretary_of(foreign.board, "Nils").await;
    let sheet = form_of(&sara.get(&ours.path()).await).set("text-", 0, "Text.");

    for path in [foreign.path(), format!("/arbete/paragrafer/{}", Uuid::now_v7())] {
        assert_eq!(sara.get(&path).await.status, 404);
        assert_eq!(sara.get(&format!("{path}/historik")).await.status, 404);
        assert_eq!(sheet.save(&sara, &path).await.status, 404);
    }
    assert_eq!(sara.get("/arbete/paragrafer/22").await.status, 404);
    assert_eq!(site.nobody().get(&ours.path()).await.status, 303);

    assert_eq!(sheet.save(&sara, &ours.path()).await.status, 303);
    let stolen = sheet.save(&nils, &foreign.path()).await;
    assert_eq!(stolen.status, 400, "the id of a section in another §");
    let other = Ground { item: ours.other, ..ours };
    assert_eq!(sheet.save(&sara, &other.path()).await.status, 400);
    assert_eq!(site.count_revisions(other.item).await, 0);
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn inv_06_a_sent_or_adjusted_item_is_read_only(_: PgPoolOptions, at: PgConnectOptions) {
    let site = site(at).await;
    let ground = site.ground().await;
    let sara = site.secretary_of(ground.board, "Sara").await;
    let path = ground.path();
    let sheet = filled(form_of(&sara.get(&path).await));
    sheet.save(&sara, &path).await;
    let late = form_of(&sara.get(&path).await).set("text-", 0, "Skrivet för sent.");
    let (batch, version) = site.send(&ground).await;

    let page = sara.get(&path).await;
    assert_eq!(page.status, 200);
    assert!(page.attribute("form#paragraf", "action").is_none());
    assert!(page.text(".message").contains("Återkalla den först"));
    let link = page.attribute(".message a", "href").unwrap();
    assert_eq!(link, format!("/arbete/sammantraden/{}/justering", ground.meeting));
    let refused = late.save(&sara, &path).await;
    assert_eq!(refused.status, 409);
    assert!(refused.text("textarea").contains("Skrivet för sent."));

    sqlx::query!(
        "insert into adjustments (batch_id, version_id, form, adjusted_on, at) values ($1, $2, 'declared', $3, $4)",
        batch,
        version,
        date!(2020 - 09 - 08),
        datetime!(2020-09-08 09:00 UTC),
    )
    .execute(&site.owner)
    .await
    .unwrap();
    assert!(sara.get(&path).await.text(".eyebrow").contains("justerad"));
    let refused = late.save(&sara, &path).await;
    assert_eq!(refused.status, 409);
    assert!(refused.text(".message").contains("kan inte ändras"));
    assert!(refused.text("textarea").contains("Skrivet för sent."));
    assert_eq!(site.count_revisions(ground.item).await, 4);
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_withdrawn_version_gives_the_text_back(_: PgPoolOptions, at: PgConnectOptions) {
    let site = site(at).await;
    let ground = site.ground().await;
    let sara = site.secretary_of(ground.board, "Sara").await;
    let (_, version) = site.send(&ground).await;
    sqlx::query!(
        "insert into withdrawals (version_id, reason, by_id, at) select $1, 'Fel belopp', id, $2 from accounts limit 1",
        version,
        datetime!(2020-09-08 08:00 UTC),
    )
    .execute(&site.owner)
    .await
    .unwrap();

    let sheet = form_of(&sara.get(&ground.path()).await).set("text-", 0, "Rätt belopp.");
    assert_eq!(sheet.save(&sara, &ground.path()).await.status, 303);
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn buttons_change_the_form_and_save_nothing(_: PgPoolOptions, at: PgConnectOptions) {
    let site = site(at).await;
    let ground = site.ground().await;
    let sara = site.secretary_of(ground.board, "Sara").await;
    let path = ground.path();
    let sheet = filled(form_of(&sara.get(&path).await)).set("punkttext-", 0, "");

    let copied = sheet.press("kopiera", &sara, &path).await;
    assert_eq!(copied.status, 200);
    let sheet = form_of(&copied);
    assert_eq!(sheet.value("punkttext-", 0), "Godkänna bokslutet.");
    assert_eq!(sheet.value("punkttext-", 1), "Tacka.");
    assert_eq!(copied.text("[role=status]"), "Inte sparat än");

    let added = form_of(&sheet.press("nytt-avsnitt", &sara, &path).await)
        .set("avsnittsrubrik-", 2, "Bedömning")
        .set("text-", 2, "Bra.");
    let up = format!("upp:{}", added.values("avsnitt")[2]);
    let moved = form_of(&added.press(&up, &sara, &path).await);
    assert_eq!(moved.value("avsnittsrubrik-", 1), "Bedömning");
    let preview = moved.press("forhandsgranska", &sara, &path).await;
    assert_eq!(preview.text(".preview strong"), "bra");
    assert_eq!(site.count_revisions(ground.item).await, 0);

    assert_eq!(moved.save(&sara, &path).await.status, 303);
    let saved = form_of(&sara.get(&path).await);
    assert_eq!(saved.value("avsnittsrubrik-", 1), "Bedömning");
    let remove = format!("ta-bort:{}", saved.values("avsnitt")[1]);
    let shorter = form_of(&saved.press(&remove, &sara, &path).await);
    let remove = format!("ta-bort:{}", shorter.values("punkt")[0]);
    let shorter = form_of(&shorter.press(&remove, &sara, &path).await);
    assert_eq!(shorter.save(&sara, &path).await.status, 303);
    let saved = form_of(&sara.get(&path).await);
    assert_eq!(saved.value("avsnittsrubrik-", 1), "Förslag till beslut");
    assert_eq!(saved.value("punkttext-", 0), "Tacka.");
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_preview_is_safe_html_or_the_list_of_mistakes(_: PgPoolOptions, at: PgConnectOptions) {
    let site = site(at).await;
    let ground = site.ground().await;
    let sara = site.secretary_of(ground.board, "Sara").await;
    let path = "/arbete/forhandsvisning";

    let good = sara.post(path, &[("text", "# Bakgrund\n\n<b>*så*</b>")]).await;
    assert_eq!(good.status, 200);
    assert!(!String::from_utf8(good.body.clone()).unwrap().contains("<b>"));
    assert_eq!((good.text("h3"), good.text("em")), ("Bakgrund".into(), "så".into()));
    let bad = sara.post(path, &[("text", "Bra.\n\nFel\0.")]).await;
    assert!(bad.text("li").starts_with("Rad 3:"), "{}", bad.text("body"));
    let script = Request::post(path)
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .header("sec-fetch-mode", "cors");
    let signed_out = site.nobody().send(script, Body::from("text=x")).await;
    assert_eq!(signed_out.status, 303, "what a script sends is not kept as a form");
    site.close().await;
}
