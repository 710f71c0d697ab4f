//! What real protocols demand of the document: signers, parties, cases, kinds of points, recipients, need by need.

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use crate::{chamber::Chamber, sheet::Sheet};

const MEMBERS: [&str; 5] = [
    "Anna Berg (S)",
    "Bo Lind (oberoende, tidigare KD)",
    "Eva Ek (-)",
    "Per Åberg",
    "Siv Dahl (L)",
];

async fn board(at: PgConnectOptions) -> Chamber {
    Chamber::of(at, "board", &MEMBERS, &["Nina Alm (M)"]).await
}

// ADJ-11, ADJ-13: two adjusters, and one who steps in for the § in which one of them is disqualified.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn record_05_several_adjusters_and_one_who_adjusts_instead(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let chamber = board(at).await;
    sqlx::query!("update boards set adjusters = 2").execute(&chamber.site.owner).await.unwrap();
    let meeting = chamber.meets(&[("decision", "Budget"), ("decision", "Väg")]).await;
    assert_eq!(chamber.roll(&meeting, &[], &[], "Eva Ek").await.status, 303);
    let path = format!("{}/narvaro", meeting.path);
    let sheet = Sheet::of(&chamber.secretary.get(&path).await, "form.stack");
    let sheet = sheet.set("justerare_2", 0, &chamber.person("Per Åberg")).set(
        "justerare_reserv",
        0,
        &chamber.person("Siv Dahl"),
    );
    let saved = sheet.send_to(&chamber.secretary, &path).await;
    assert_eq!(saved.status, 303, "{}", saved.plain(".error-summary"));
    chamber.sees(&meeting, (1, "before", "disqualified"), "Eva Ek", &[]).await;
    chamber.closes(&meeting).await;

    let signers = chamber.first(&meeting).await;
    for line in ["Justerare Eva Ek (-), § 1", "Justerare Per Åberg", "Justerare Siv Dahl (L), § 2"]
    {
        assert!(signers.contains(line), "{line}: {signers}");
    }
}

// ATT-04.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn record_06_a_party_is_free_text_or_none(_: PgPoolOptions, at: PgConnectOptions) {
    let chamber = board(at).await;
    let meeting = chamber.meets(&[("decision", "Budget")]).await;
    assert_eq!(chamber.roll(&meeting, &[], &[], "Siv Dahl").await.status, 303);
    chamber.closes(&meeting).await;

    let front = chamber.front(&meeting).await;
    assert!(
        front.contains(
            "Bo Lind (oberoende, tidigare KD), vice ordförande Eva Ek (-) Per Åberg Siv Dahl (L)"
        ),
        "{front}"
    );
}

// REG-02, REG-05: none, one or several, each in its own form.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn record_14_a_paragraph_has_any_number_of_cases_in_any_form(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let chamber = board(at).await;
    let meeting = chamber.meets(&[("decision", "Två ärenden"), ("decision", "Inget")]).await;
    let path = format!("/arbete/paragrafer/{}", meeting.items[0]);
    let sheet = Sheet::of(&chamber.secretary.get(&path).await, "#paragraf");
    let numbers = "KS 2026/124, 2026-000123";
    let saved = sheet.set("arenden", 0, numbers).with("atgard", "spara");
    assert_eq!(saved.send_to(&chamber.secretary, &path).await.status, 303);

    chamber.printed_draft(&meeting, 0, "Ärende KS 2026/124, 2026-000123").await;
    assert!(!chamber.printed(&meeting, 1).await.contains("Ärende KS"));
}

// SEC-18: with a note each, several in one line.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn record_20_a_decision_is_sent_to_whom_it_says_with_a_note(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let chamber = board(at).await;
    let meeting = chamber.meets(&[("decision", "Budget")]).await;
    let path = format!("/arbete/paragrafer/{}", meeting.items[0]);
    let sheet = Sheet::of(&chamber.secretary.get(&path).await, "#paragraf");
    let lines = "Skolnämnden och socialnämnden | för verkställighet\nFullmakt";
    let saved = sheet.set("skickas_till", 0, lines).with("atgard", "spara");
    assert_eq!(saved.send_to(&chamber.secretary, &path).await.status, 303);

    let sent = "Beslutet skickas till Skolnämnden och socialnämnden (för verkställighet) Fullmakt";
    chamber.printed_draft(&meeting, 0, sent).await;
}

// NUM-05, NUM-07: an unnumbered point between two §§, and the agenda's own label.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn record_22_a_point_without_number_and_an_agenda_number_of_its_own(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let chamber = board(at).await;
    let points = [("decision", "Budget"), ("unnumbered", "Överläggning"), ("decision", "Väg")];
    let meeting = chamber.meets(&points).await;
    assert_eq!(chamber.roll(&meeting, &[], &[], "Siv Dahl").await.status, 303);
    chamber.sees(&meeting, (1, "during", "leaves"), "Per Åberg", &[]).await;
    chamber.fact(meeting.items[2], "arende", &[("beteckning", "4 1/2"), ("dag", "1")]).await;
    chamber.closes(&meeting).await;

    let printed = chamber.printed(&meeting, 1).await;
    assert!(printed.starts_with("Överläggning"), "{printed}");
    assert!(chamber.printed(&meeting, 2).await.starts_with("§ 2 Väg"));
    assert!(chamber.front(&meeting).await.contains("Per Åberg, § 1"), "the point has no number");
    let kept =
        sqlx::query_scalar!("select agenda_label from items where id = $1", meeting.items[2]);
    assert_eq!(kept.fetch_one(&chamber.site.owner).await.unwrap(), "4 1/2");
}

// ADJ-14.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn record_27_the_place_and_time_of_adjusting_may_be_words(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let chamber = board(at).await;
    let meeting = chamber.meets(&[("decision", "Budget")]).await;
    let path = format!("{}/andra", meeting.path);
    let sheet = Sheet::of(&chamber.secretary.get(&path).await, "form.stack");
    let saved = sheet.set("justeringstid", 0, "1–3 december, när alla har läst");
    assert_eq!(saved.send_to(&chamber.secretary, &path).await.status, 303);

    let first = chamber.first(&meeting).await;
    assert!(first.contains("Justeringens plats Digital justering"), "{first}");
    assert!(first.contains("Justeringens tid 1–3 december, när alla har läst"), "{first}");
}

// KND-08, KND-09, KND-11: summons, question time, and the county's decision on a new member are §§.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn record_28_the_summons_question_time_and_the_countys_decision_are_kinds_of_points(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let chamber = Chamber::of(at, "council", &MEMBERS, &[]).await;
    let kinds = [
        ("summons", "Sammanträdets behöriga utlysande"),
        ("question_time", "Frågestund"),
        ("county_notice", "Ny ledamot efter Siv Dahl"),
        ("motion_put", "Motion om cykelvägar"),
    ];
    let meeting = chamber.meets(&kinds).await;
    assert_eq!(chamber.roll(&meeting, &[], &[], "Eva Ek").await.status, 303);
    let motion = [("nummer", "2026:12"), ("vackt", "2026-11-24"), ("dag", "1")];
    chamber.fact(meeting.items[3], "arende", &motion).await;
    let talk = [("rader", "Anna Berg (S)\nreplik: Bo Lind")];
    chamber.fact(meeting.items[1], "talare", &talk).await;
    chamber.closes(&meeting).await;

    for (n, (_, title)) in kinds.iter().enumerate() {
        assert!(chamber.printed(&meeting, n).await.contains(title), "{title}");
    }
    chamber.printed_draft(&meeting, 1, "Anna Berg (S) och Bo Lind (replik).").await;
}

// COR-01: a § that corrects an earlier one points at it, and changes nothing there.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn record_33_a_paragraph_corrects_an_earlier_one_by_pointing_at_it(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let chamber = board(at).await;
    let meeting = chamber.meets(&[("correction", "Rättelse av § 71")]).await;
    let rows = "Byggnadsnämnden | 2026-09-08 | 71 | Rättar | punkt 2: årtalet ska vara 2027";
    chamber.fact(meeting.items[0], "tidigare", &[("rader", rows)]).await;

    let told = "Rättar Byggnadsnämnden 8 september 2026 § 71. punkt 2: årtalet ska vara 2027.";
    chamber.printed_draft(&meeting, 0, told).await;
}

// ATT-03, ATT-13, BOD-03: each elected person of a joint board carries a municipality.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn record_35_a_member_of_a_joint_board_carries_a_municipality(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let chamber = Chamber::of(at, "joint_board", &MEMBERS, &[]).await;
    let south = chamber.site.municipality("soderbo", "Söderbo").await;
    chamber.site.participant(chamber.board, south).await;
    sqlx::query!("update seats set municipality_id = $1", south)
        .execute(&chamber.site.owner)
        .await
        .unwrap();
    let meeting = chamber.meets(&[("decision", "Budget")]).await;
    assert_eq!(chamber.roll(&meeting, &[], &[], "Siv Dahl").await.status, 303);
    chamber.closes(&meeting).await;

    let front = chamber.front(&meeting).await;
    assert!(front.contains("Anna Berg (S), ordförande, Söderbo"), "{front}");
    let first = chamber.first(&meeting).await;
    assert!(first.contains("Deltagande kommuner Norrbo kommun, Söderbo kommun"), "{first}");
}
