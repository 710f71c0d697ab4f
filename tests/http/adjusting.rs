//! Adjusting when it does not go straight: refused, withdrawn, stale, too late, twice, at the same time.

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use time::{Duration, macros::datetime};

use crate::{
    ground::PASSWORD,
    journey::{Journey, adjust, done, send, sign, written},
    sheet::Sheet,
    support::Person,
};

/// The page on which a signer reads.
async fn reading(signer: &Person) -> String {
    signer.get("/justera").await.attribute("main a.button", "href").unwrap()
}

/// An order of a signer's own, ready for the password.
async fn ordered(signer: &Person) -> String {
    done(signer.post(&format!("{}/godkann", reading(signer).await), &[]).await)
}

/// What a counting query counts.
macro_rules! count {
    ($journey:expr, $sql:literal) => {
        sqlx::query_scalar!($sql).fetch_one(&$journey.site.owner).await.unwrap().unwrap()
    };
}

// ADJ-19, INV-06
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn adj_19_a_refusal_reaches_the_secretary_and_only_what_changed_is_signed_again(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let journey = written(at).await;
    send(&journey).await;
    let (chair, adjuster) =
        (journey.signer("Magnus Andersson").await, journey.signer("Caroline Dieker").await);
    sign(&chair).await;
    let first = reading(&adjuster).await;
    let refuse = format!("{first}/avsta");

    let empty = adjuster.post(&refuse, &[("reason", " ")]).await;
    assert_eq!((empty.status, empty.text("#reason-error").is_empty()), (422, false));
    let long = "x".repeat(1001);
    let kept = adjuster.post(&refuse, &[("reason", &long)]).await;
    assert_eq!((kept.status, kept.text("#reason") == long), (422, true), "nothing typed is lost");
    done(adjuster.post(&refuse, &[("reason", "Beloppet är fel.")]).await);
    assert!(journey.mail_to("kajsa@exempel.se").await.contains("Caroline Dieker har avstått"));
    let sending = format!("{}/justering", journey.meeting);
    let page = journey.secretary.get(&sending).await;
    assert!(page.text("main").contains("Justerar inte: Beloppet är fel."));

    let withdraw = Sheet::of(&page, "form[action$=aterkalla]").set("reason", 0, "Rättar beloppet");
    let first_answer = withdraw.send(&journey.secretary).await;
    let again = withdraw.send(&journey.secretary).await;
    assert_eq!((first_answer.status, again.status), (303, 303), "{}", again.text("main"));
    assert_eq!(first_answer.location, again.location, "a repeat gets the first answer");
    assert_eq!(count!(journey, "select count(*) from withdrawals"), 1);
    assert_eq!(adjuster.get(&first).await.status, 409, "withdrawn, and told so");
    let item = journey.secretary.get(&journey.meeting).await;
    let item = item.attribute("tbody th a", "href").unwrap();
    let text = Sheet::of(&journey.secretary.get(&item).await, "#paragraf");
    let text =
        text.set("text-", 0, "Rättat till ett överskott på 1 579 tkr.").with("atgard", "spara");
    done(text.send(&journey.secretary).await);
    send(&journey).await;
    assert_eq!(withdraw.send(&journey.secretary).await.status, 303, "a late repeat");
    assert_eq!(count!(journey, "select count(*) from withdrawals"), 1, "the new version stands");

    let moved = adjuster.get(&first).await;
    assert_eq!((moved.status, moved.location), (303, Some(reading(&adjuster).await)));
    let changed = count!(
        journey,
        "select count(*) from leaves l join versions v on v.id = l.version_id where v.no = 2 and not exists (select from signed_leaves s where s.hash = l.hash)"
    );
    assert_eq!(changed, 1, "one part of the text changed");
    for name in ["Magnus Andersson", "Caroline Dieker", "Kajsa Rosén"] {
        sign(&journey.signer(name).await).await;
    }
    assert_eq!(count!(journey, "select count(*) from adjustments"), 1);
    journey.site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn what_changed_after_the_review_was_read_is_not_sent(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let journey = written(at).await;
    let sending = format!("{}/justering", journey.meeting);
    let review = journey.secretary.get(&sending).await;
    let form = Sheet::of(&review, "#granskning form").set("reason", 0, "Läggs in senare.");
    sqlx::query!("update items set title = 'En annan rubrik'")
        .execute(&journey.site.owner)
        .await
        .unwrap();

    let stale = form.send_to(&journey.secretary, &sending).await;

    assert_eq!(stale.status, 409);
    assert!(stale.text(".error-summary").contains("har ändrats sedan du öppnade sidan"));
    assert_eq!(stale.attribute("#reason-0", "value").as_deref(), Some("Läggs in senare."));
    assert_eq!(count!(journey, "select count(*) from versions"), 0);
    let again = Sheet::of(&stale, "#granskning form");
    done(again.send_to(&journey.secretary, &sending).await);
    journey.site.close().await;
}

// ADJ-24, INV-01
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn two_last_signatures_at_once_and_a_double_click_adjust_once(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let journey = written(at).await;
    send(&journey).await;
    sign(&journey.signer("Magnus Andersson").await).await;
    let (adjuster, secretary) =
        (journey.signer("Caroline Dieker").await, journey.signer("Kajsa Rosén").await);
    let (one, two) = (ordered(&adjuster).await, ordered(&secretary).await);
    let password = [("password", PASSWORD)];

    let answers = tokio::join!(
        adjuster.post(&one, &password),
        secretary.post(&two, &password),
        secretary.post(&two, &password),
    );

    assert_eq!((answers.0.status, answers.1.status, answers.2.status), (303, 303, 303));
    assert_eq!(count!(journey, "select count(*) from adjustments"), 1);
    assert_eq!(count!(journey, "select count(*) from signatures"), 3);
    assert_eq!(count!(journey, "select count(*) from announcements"), 4);
    journey.site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn an_order_is_its_owners_and_lasts_five_minutes(_: PgPoolOptions, at: PgConnectOptions) {
    let mut journey = written(at).await;
    send(&journey).await;
    let chair = journey.signer("Magnus Andersson").await;
    let order = ordered(&chair).await;
    let adjuster = journey.signer("Caroline Dieker").await;
    assert_eq!(adjuster.get(&order).await.status, 404);
    assert_eq!(adjuster.post(&order, &[("password", PASSWORD)]).await.status, 404);

    journey.site.wait_until(datetime!(2020-09-08 09:00 UTC) + Duration::minutes(6));
    let chair = journey.signer("Magnus Andersson").await;
    let late = chair.post(&order, &[("password", PASSWORD)]).await;

    assert_eq!(late.status, 409);
    assert!(late.text("main").contains("Det gick för lång tid"));
    assert_eq!(count!(journey, "select count(*) from signatures"), 0);
    journey.site.close().await;
}

// PRI-02, PRI-07, NUM-13
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn pri_07_a_withheld_item_keeps_its_number_and_nothing_of_its_text(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let journey = written(at).await;
    let publish = format!("{}/publicering", journey.meeting);
    assert_eq!(journey.secretary.get(&publish).await.status, 409, "nothing was sent");
    send(&journey).await;
    assert_eq!(journey.secretary.get(&publish).await.status, 409, "not adjusted");
    let path = "/lekeberg/protokoll/sydnarkes-it-namnd/2020-09-08";
    adjust_sent(&journey).await;
    assert_eq!(journey.site.nobody().get(path).await.status, 404, "announced is not published");

    let item = journey.secretary.get(&publish).await.attribute("[name=withheld]", "value").unwrap();
    done(journey.secretary.post(&publish, &[("withheld", &item)]).await);

    let page = journey.site.nobody().get(path).await;
    assert!(page.plain("main").contains("§ 22"));
    assert!(page.plain("main").contains("publiceras inte"));
    for (place, bytes) in [
        ("page", page.body),
        ("§", journey.site.nobody().get("/lekeberg/p/sydnarkes-it-namnd/2020/22").await.body),
    ] {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("Delårsbokslut") && !text.contains("1 579"), "{place}");
    }
    let again = journey.secretary.get(&publish).await;
    assert!(again.attribute("[name=withheld]", "checked").is_some(), "the choice is kept");
    journey.site.close().await;
}

async fn adjust_sent(journey: &Journey) {
    for name in ["Magnus Andersson", "Caroline Dieker", "Kajsa Rosén"] {
        sign(&journey.signer(name).await).await;
    }
}

// ADJ-01: the review tells; DAT-08
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn what_is_adjusted_can_neither_be_withdrawn_nor_sent_nor_refused(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let journey = written(at).await;
    adjust(&journey).await;
    let meeting = &journey.meeting;

    for path in [format!("{meeting}/aterkalla"), format!("{meeting}/justering")] {
        let answer = journey.secretary.post(&path, &[("reason", "x")]).await;
        assert_eq!(answer.status, 409, "{path}: {}", answer.text("main"));
    }
    let chair = journey.signer("Magnus Andersson").await;
    let list = chair.get("/justera").await;
    let version = list.attribute("main h2 a", "href").unwrap();
    assert_eq!(chair.post(&format!("{version}/avsta"), &[("reason", "x")]).await.status, 409);
    assert_eq!(chair.post(&format!("{version}/godkann"), &[]).await.status, 409);
    journey.site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn what_was_typed_for_a_meeting_that_was_sent_meanwhile_can_be_copied(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let journey = written(at).await;
    let path = format!("{}/narvaro", journey.meeting);
    let roll = Sheet::of(&journey.secretary.get(&path).await, "form[action$=narvaro]");
    let roll = roll.set("namn_1", 0, "Gästen Gunvor Ek");
    send(&journey).await;

    let refused = roll.send(&journey.secretary).await;

    assert_eq!(refused.status, 409);
    assert!(refused.text("[role=alert]").contains("skickat för justering"));
    assert!(refused.text("textarea").contains("Gästen Gunvor Ek"));
    journey.site.close().await;
}
