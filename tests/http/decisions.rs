//! What the page of a §'s procedure does beside its facts: decisions at once, from the facts, at the gavel; sentences edited.

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use crate::{
    chamber::Chamber,
    record_procedure::{FOR, MEMBERS, board},
};

// Sixteen motions tabled at once: one act, a decision in each § that has none.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn one_decision_is_written_in_several_paragraphs_at_once(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let (chamber, meeting) = board(at).await;
    let path = format!("{}/samlat", meeting.path);
    let empty = chamber.secretary.post(&path, &[]).await;
    assert_eq!(empty.status, 422);
    let mistakes = empty.plain(".error-summary");
    assert!(mistakes.contains("Skriv beslutet.") && mistakes.contains("Välj minst en paragraf."));

    let fields: Vec<_> = meeting.items.iter().map(|item| format!("paragraf_{item}")).collect();
    let tabled = "Ärendet bordläggs till sammanträdet den 15 december 2026.";
    let chosen = [("beslut", tabled), (fields[0].as_str(), "ja"), (fields[1].as_str(), "ja")];
    assert_eq!(chamber.secretary.post(&path, &chosen).await.status, 303);
    for item in 0..2 {
        chamber.printed_draft(&meeting, item, tabled).await;
    }
    let again = chamber.secretary.get(&path).await;
    assert!(again.plain("main").contains("Alla paragrafer har redan ett beslut."));
}

// KND-03, KND-04, ADJ-10.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn knd_03_the_election_of_adjusters_is_written_from_the_facts(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let chamber = Chamber::of(at, "board", &MEMBERS, &[]).await;
    let meeting =
        chamber.meets(&[("adjusters", "Val av justerare"), ("agenda", "Dagordning")]).await;
    assert_eq!(chamber.roll(&meeting, &[], &[], "Eva Ek").await.status, 303);
    for item in &meeting.items {
        chamber.done(&format!("/arbete/paragrafer/{item}/beslutsgang/forslag"), &[]).await;
    }
    chamber
        .printed_draft(
            &meeting,
            0,
            "Byggnadsnämnden utser Eva Ek (C) att tillsammans med ordföranden justera protokollet.",
        )
        .await;
    chamber.printed_draft(&meeting, 0, "senast den 8 december 2026").await;
    chamber.printed_draft(&meeting, 1, "Byggnadsnämnden godkänner föredragningslistan.").await;
}

// An edited sentence says that it is edited, and says when the facts change underneath.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn an_edited_sentence_is_marked_and_tells_when_its_facts_change(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let (chamber, meeting) = board(at).await;
    chamber.claims(&meeting, "approve", "Anna Berg", &[FOR]).await;
    let page = format!("/arbete/paragrafer/{}/beslutsgang", meeting.items[0]);
    let shown = chamber.secretary.get(&page).await;
    let edit = shown.attribute("#ordalydelse a", "href").unwrap();
    let sheet = crate::sheet::Sheet::of(&chamber.secretary.get(&edit).await, "form.stack");
    let sheet = sheet.set("text", 0, "Anna Berg (S) vill ha parken.").with("atgard", "spara");
    assert_eq!(sheet.send_to(&chamber.secretary, &edit).await.status, 303);
    let shown = chamber.secretary.get(&page).await.plain("#ordalydelse");
    assert!(
        shown.contains("Anna Berg (S) vill ha parken.") && shown.contains("Texten är omskriven.")
    );
    assert!(!shown.contains("Uppgifterna har ändrats"));

    chamber.claims(&meeting, "reject", "Bo Lind", &[FOR]).await;
    let shown = chamber.secretary.get(&page).await.plain("#ordalydelse");
    assert!(shown.contains("Uppgifterna har ändrats sedan texten skrevs om."), "{shown}");
    assert!(shown.contains("Bo Lind (M) yrkar avslag på förvaltningens förslag."), "{shown}");
}

// SEC-24: the wording at the gavel is kept, and a later difference is shown.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn sec_24_a_decision_reworded_after_the_gavel_is_shown(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let (chamber, meeting) = board(at).await;
    let item = meeting.items[0];
    let page = format!("/arbete/paragrafer/{item}/beslutsgang");
    let early = chamber.secretary.post(&format!("{page}/klubbslag"), &[]).await;
    assert!(early.plain("main").contains("Skriv beslutet först."));
    chamber.decides(item, &["bygga en lekplats."]).await;
    chamber.done(&format!("{page}/klubbslag"), &[]).await;
    let shown = chamber.secretary.get(&page).await.plain("#klubbslag");
    assert!(shown.contains("Beslutet står som det förklarades."), "{shown}");

    chamber.decides(item, &["bygga två lekplatser."]).await;
    let shown = chamber.secretary.get(&page).await.plain("#klubbslag");
    assert!(shown.contains("Ordalydelsen har ändrats efter klubbslaget."), "{shown}");
}
