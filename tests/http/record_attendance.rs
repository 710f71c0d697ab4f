//! What real protocols demand of attendance, numbers and signers, need by need.

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use crate::chamber::Chamber;

const MEMBERS: [&str; 5] =
    ["Anna Berg (S)", "Bo Lind (M)", "Eva Ek (C)", "Per Åberg (V)", "Siv Dahl (L)"];
const SUBSTITUTES: [&str; 2] = ["Nina Alm (M)", "Ulf Ås (S)"];

async fn board(at: PgConnectOptions) -> Chamber {
    Chamber::of(at, "board", &MEMBERS, &SUBSTITUTES).await
}

const THREE: [(&str, &str); 3] =
    [("decision", "Budget"), ("decision", "Lekplats"), ("decision", "Väg")];

// ATT-02, ATT-08.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn record_01_attendance_is_limited_to_sets_of_paragraphs(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let chamber = board(at).await;
    let meeting = chamber.meets(&THREE).await;
    assert_eq!(chamber.roll(&meeting, &["Per Åberg"], &[], "Eva Ek").await.status, 303);
    chamber.sees(&meeting, (1, "during", "arrives"), "Per Åberg", &[]).await;
    chamber.sees(&meeting, (2, "before", "serves"), "Per Åberg", &[]).await;
    chamber.sees(&meeting, (1, "before", "disqualified"), "Siv Dahl", &[]).await;
    chamber.closes(&meeting).await;

    let front = chamber.front(&meeting).await;
    assert!(front.contains("Per Åberg (V), § 3"), "{front}");
    assert!(front.contains("Siv Dahl (L), ej § 2 på grund av jäv"), "{front}");
    assert!(
        front.contains("Anna Berg (S), ordförande Bo Lind (M), vice ordförande Eva Ek (C)"),
        "{front}"
    );
}

// ATT-05, ATT-08: the same person in several lists.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn record_02_a_substitute_serves_for_one_and_then_for_another(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let chamber = board(at).await;
    let meeting = chamber.meets(&THREE).await;
    let serving = [("Nina Alm", "Bo Lind")];
    assert_eq!(chamber.roll(&meeting, &["Bo Lind"], &serving, "Eva Ek").await.status, 303);
    chamber.sees(&meeting, (1, "before", "arrives"), "Bo Lind", &[]).await;
    chamber.sees(&meeting, (1, "before", "serves"), "Bo Lind", &[]).await;
    chamber.sees(&meeting, (2, "before", "disqualified"), "Siv Dahl", &[]).await;
    let seat = chamber.seat("Siv Dahl");
    chamber.sees(&meeting, (2, "before", "serves"), "Nina Alm", &[("plats", &seat)]).await;
    chamber.closes(&meeting).await;

    let front = chamber.front(&meeting).await;
    let nina = "Nina Alm (M), tjänstgörande ersättare, tjänstgör för";
    let either = [
        format!("{nina} Bo Lind (M) § 1 och för Siv Dahl (L) § 3"),
        format!("{nina} Siv Dahl (L) § 3 och för Bo Lind (M) § 1"),
    ];
    assert!(either.iter().any(|line| front.contains(line)), "{front}");
    assert!(front.contains("Ej tjänstgörande ersättare Nina Alm (M), § 2 Ulf Ås (S)"), "{front}");
    assert!(front.contains("Bo Lind (M), vice ordförande, §§ 2–3"), "{front}");
}

// JAV-11, ATT-11, ADJ-13.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn record_17_another_chair_leads_and_signs_a_paragraph(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let chamber = board(at).await;
    let meeting = chamber.meets(&THREE).await;
    assert_eq!(chamber.roll(&meeting, &[], &[], "Eva Ek").await.status, 303);
    chamber.sees(&meeting, (1, "before", "disqualified"), "Anna Berg", &[]).await;
    chamber.sees(&meeting, (1, "before", "chairs"), "Bo Lind", &[]).await;
    chamber.closes(&meeting).await;

    let signers = chamber.first(&meeting).await;
    assert!(signers.contains("Ordförande Anna Berg (S), §§ 1 och 3"), "{signers}");
    assert!(signers.contains("Ordförande Bo Lind (M), § 2"), "{signers}");
    assert!(signers.contains("Justerare Eva Ek (C)"), "{signers}");
    let item = chamber.printed(&meeting, 1).await;
    assert!(item.contains("Tjänstgörande ordförande Bo Lind (M)"), "{item}");
    let front = chamber.front(&meeting).await;
    assert!(front.contains("vice ordförande, tjänstgörande ordförande § 2"), "{front}");
}

// JAV-10, JAV-12.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn record_21_disqualification_is_of_one_person_in_one_paragraph(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let chamber = board(at).await;
    let meeting = chamber.meets(&THREE).await;
    assert_eq!(chamber.roll(&meeting, &[], &[], "Eva Ek").await.status, 303);
    for name in ["Anna Berg", "Siv Dahl"] {
        chamber.sees(&meeting, (1, "before", "disqualified"), name, &[]).await;
    }
    chamber.sees(&meeting, (1, "before", "chairs"), "Bo Lind", &[]).await;
    let seat = chamber.seat("Siv Dahl");
    chamber.sees(&meeting, (1, "before", "serves"), "Ulf Ås", &[("plats", &seat)]).await;
    chamber.closes(&meeting).await;

    let item = chamber.printed(&meeting, 1).await;
    assert!(item.contains("Anna Berg (S) och Siv Dahl (L) anmäler jäv och deltar inte i handläggningen av ärendet."), "{item}");
    assert!(item.contains("Ulf Ås (S) tjänstgör i stället för Siv Dahl (L)."), "{item}");
    assert!(item.contains("Bo Lind (M) tjänstgör som ordförande."), "{item}");
    for other in [0, 2] {
        assert!(!chamber.printed(&meeting, other).await.contains("jäv"), "{other}");
    }
}

// SEC-16, VOT-02.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn record_25_taking_no_part_is_another_fact_than_abstaining(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let chamber = board(at).await;
    let meeting = chamber.meets(&THREE).await;
    assert_eq!(chamber.roll(&meeting, &[], &[], "Eva Ek").await.status, 303);
    chamber.sees(&meeting, (0, "during", "not_participating"), "Per Åberg", &[]).await;
    let siv = format!("rost_{}", chamber.seat("Siv Dahl"));
    let fields = [
        ("ja_betyder", "bifall till förslaget"),
        ("nej_betyder", "avslag på förslaget"),
        ("ovriga", "yes"),
        (siv.as_str(), "abstain"),
    ];
    chamber.fact(meeting.items[0], "omrostning", &fields).await;
    chamber.closes(&meeting).await;

    let item = chamber.printed(&meeting, 0).await;
    assert!(item.contains("Per Åberg (V) deltar inte i beslutet."), "{item}");
    assert!(item.contains("Omröstning: 4 ja, 0 nej, 1 avstår"), "{item}");
    assert!(!chamber.printed(&meeting, 1).await.contains("deltar inte"));
}

// SEC-08, ATT-14.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn record_32_a_pause_has_its_clock_and_its_paragraph(_: PgPoolOptions, at: PgConnectOptions) {
    let chamber = board(at).await;
    let meeting = chamber.meets(&THREE).await;
    assert_eq!(chamber.roll(&meeting, &[], &[], "Eva Ek").await.status, 303);
    for (event, clock) in [("adjourned", "14.31"), ("resumed", "14.36")] {
        let noted =
            chamber.notes(&meeting, (Some(1), "during", event), &[("klockslag", clock)]).await;
        assert_eq!(noted.status, 303);
    }
    chamber.closes(&meeting).await;

    let item = chamber.printed(&meeting, 1).await;
    assert!(item.contains("Sammanträdet ajourneras kl. 14.31–14.36."), "{item}");
    let first = chamber.first(&meeting).await;
    assert!(first.contains("Ajournering kl. 14.31–14.36"), "{first}");
}

// REM-03.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn record_34_attendance_at_a_distance_is_told_of_the_paragraphs(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let chamber = board(at).await;
    let meeting = chamber.meets(&THREE).await;
    assert_eq!(chamber.roll(&meeting, &[], &[], "Eva Ek").await.status, 303);
    chamber.sees(&meeting, (1, "before", "remote_on"), "Siv Dahl", &[]).await;
    chamber.sees(&meeting, (1, "before", "remote_on"), "Ulf Ås", &[]).await;
    chamber.sees(&meeting, (2, "before", "remote_off"), "Siv Dahl", &[]).await;
    chamber.closes(&meeting).await;

    let front = chamber.front(&meeting).await;
    assert!(front.contains("Siv Dahl (L), deltar på distans § 2"), "{front}");
    assert!(front.contains("Ulf Ås (S), deltar på distans §§ 2–3"), "{front}");
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn record_37_a_substitute_serves_in_a_vacant_seat(_: PgPoolOptions, at: PgConnectOptions) {
    let members = ["Anna Berg (S)", "Bo Lind (M)", "Eva Ek (C)", "Per Åberg (V)", "(L)"];
    let chamber = Chamber::of(at, "board", &members, &SUBSTITUTES).await;
    let meeting = chamber.meets(&THREE).await;
    let serving = [("Ulf Ås", "")];
    assert_eq!(chamber.roll(&meeting, &[], &serving, "Eva Ek").await.status, 303);
    chamber.closes(&meeting).await;

    let front = chamber.front(&meeting).await;
    assert!(
        front.contains("Ulf Ås (S), tjänstgörande ersättare, tjänstgör för Vakant (L)"),
        "{front}"
    );
}

// ATT-02: officials with their §§ and titles.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn record_13_officials_and_guests_are_told_with_title_and_paragraphs(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let chamber = board(at).await;
    let meeting = chamber.meets(&THREE).await;
    assert_eq!(chamber.roll(&meeting, &[], &[], "Eva Ek").await.status, 303);
    let came = [("namn", "Kim Frid"), ("titel", "bygglovschef")];
    assert_eq!(chamber.notes(&meeting, (Some(1), "before", "arrives"), &came).await.status, 303);
    let kim = sqlx::query_scalar!("select id from persons where name = 'Kim Frid'")
        .fetch_one(&chamber.site.owner)
        .await
        .unwrap()
        .to_string();
    let gone = [("person", kim.as_str())];
    assert_eq!(chamber.notes(&meeting, (Some(2), "during", "leaves"), &gone).await.status, 303);
    chamber.closes(&meeting).await;

    let front = chamber.front(&meeting).await;
    assert!(front.contains("Kim Frid, bygglovschef, § 2–del av § 3"), "{front}");
}

// ATT-05, ATT-06: the order of call proposes, and another choice is recorded.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn att_05_an_empty_seat_has_somebody_proposed_by_the_decided_order(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let chamber = board(at).await;
    let admin = chamber.site.administrator(chamber.host).await;
    let path = format!("/arbete/organ/{}/inkallelse", chamber.board);
    let wrong = [("partier", "L, S"), ("borjat", "alltid"), ("overtar", "never")];
    let refused = admin.post(&path, &wrong).await;
    assert_eq!(refused.status, 422);
    for mistake in
        ["Skriv vilket beslut", "Rad 1: skriv partiet", "Välj vad som gäller den som har"]
    {
        assert!(refused.plain(".error-summary").contains(mistake), "{mistake}");
    }
    let order = [
        ("beslut", "Kommunfullmäktige 2026-10-26 § 90"),
        ("partier", "L: S, M"),
        ("borjat", "always"),
        ("overtar", "never"),
        ("alla", "ja"),
    ];
    assert_eq!(admin.post(&path, &order).await.status, 303);

    let meeting = chamber.meets(&THREE).await;
    assert_eq!(chamber.roll(&meeting, &[], &[], "Eva Ek").await.status, 303);
    chamber.sees(&meeting, (1, "during", "leaves"), "Siv Dahl", &[("klockslag", "14.10")]).await;
    let course = format!("{}/forlopp", meeting.path);
    let page = chamber.secretary.get(&course).await;
    let proposed = page.plain("form.message");
    assert!(proposed.contains("Siv Dahl (L): platsen är tom. I tur står Ulf Ås (S) (S är nummer 1 i ordningen, ersättare nummer 1)."), "{proposed}");

    let called = crate::sheet::Sheet::of(&page, "form.message");
    assert_eq!(called.send_to(&chamber.secretary, &course).await.status, 303);
    let page = chamber.secretary.get(&course).await;
    assert!(page.plain("main").contains("Ulf Ås (S) börjar tjänstgöra för Siv Dahl (L)"));
    assert!(page.plain("form.message").is_empty());
    chamber.closes(&meeting).await;

    let fees = chamber.secretary.get(&format!("{}/arvode", meeting.path)).await.plain("table");
    assert!(fees.contains("Siv Dahl (L) 1 tim 10 min 2 paragrafer, varav 1 delvis"), "{fees}");
    assert!(fees.contains("Anna Berg (S) 2 tim 25 min 3 paragrafer"), "{fees}");
}

// ATT-05, ATT-06: the personal substitute goes first, and in fullmäktige the constituency.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn att_06_a_personal_substitute_and_the_constituency_go_before_the_rest(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let chamber = Chamber::of(at, "council", &MEMBERS, &SUBSTITUTES).await;
    let admin = chamber.site.administrator(chamber.host).await;
    let path = format!("/arbete/organ/{}/inkallelse", chamber.board);
    let order = [
        ("beslut", "Kommunfullmäktige 2026-10-26 § 90"),
        ("borjat", "never"),
        ("overtar", "never"),
        ("alla", "ja"),
    ];
    let with = |more: &[(&'static str, &'static str)]| [&order[..], more].concat();
    let wrong = with(&[
        ("personliga", "Ulf Ås: Nina Alm\nSiv Dahl: Bo Lind"),
        ("valkretsar", "Norra: Okänd"),
    ]);
    let refused = admin.post(&path, &wrong).await;
    assert_eq!(refused.status, 422);
    for mistake in [
        "Ingen ledamot i organet heter Ulf Ås.",
        "Ingen ersättare i organet heter Bo Lind.",
        "Ingen i organet heter Okänd.",
    ] {
        assert!(refused.plain(".error-summary").contains(mistake), "{mistake}");
    }
    let meeting = chamber.meets(&THREE).await;
    assert_eq!(chamber.roll(&meeting, &[], &[], "Eva Ek").await.status, 303);
    chamber.sees(&meeting, (1, "during", "leaves"), "Siv Dahl", &[]).await;
    let proposed = async || {
        let page = chamber.secretary.get(&format!("{}/forlopp", meeting.path)).await;
        page.plain("form.message")
    };

    for (more, called) in [
        (("valkretsar", "Norra: Siv Dahl, Ulf Ås\nSödra: Nina Alm"), "I tur står Ulf Ås (S)"),
        (("valkretsar", "Norra: Siv Dahl, Nina Alm\nSödra: Ulf Ås"), "I tur står Nina Alm (M)"),
        (
            ("personliga", "Siv Dahl: Ulf Ås"),
            "I tur står Ulf Ås (S) (platsens personliga ersättare)",
        ),
    ] {
        assert_eq!(admin.post(&path, &with(&[more])).await.status, 303);
        let proposed = proposed().await;
        assert!(proposed.contains(called), "{called}: {proposed}");
    }
    chamber.site.close().await;
}

// ATT-09, § 0: warned about before it happens, recorded when it did.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn att_09_an_unlawful_return_is_warned_about_and_then_noted(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let chamber = Chamber::of(at, "council", &MEMBERS, &[]).await;
    let meeting = chamber.meets(&THREE).await;
    assert_eq!(chamber.roll(&meeting, &[], &[], "Eva Ek").await.status, 303);
    chamber.sees(&meeting, (0, "during", "leaves"), "Siv Dahl", &[]).await;
    chamber.sees(&meeting, (1, "during", "arrives"), "Siv Dahl", &[]).await;
    let siv = chamber.person("Siv Dahl");
    let back = [("person", siv.as_str())];
    let warned = chamber.notes(&meeting, (Some(2), "before", "serves"), &back).await;
    assert_eq!(warned.status, 422);
    let words = warned.plain(".message");
    assert!(words.contains("Siv Dahl (L) har avbrutit tjänstgöringen och får inte tjänstgöra igen samma dag (5 kap. 20 § kommunallagen)."), "{words}");

    let anyway = [("person", siv.as_str()), ("anda", "ja")];
    let noted = chamber.notes(&meeting, (Some(2), "before", "serves"), &anyway).await;
    assert_eq!(noted.status, 303);
}

// ATT-12: what cannot have happened is refused, with the reason.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn att_12_two_people_never_sit_in_one_seat(_: PgPoolOptions, at: PgConnectOptions) {
    let chamber = board(at).await;
    let meeting = chamber.meets(&THREE).await;
    assert_eq!(chamber.roll(&meeting, &[], &[], "Eva Ek").await.status, 303);
    let (nina, seat) = (chamber.person("Nina Alm"), chamber.seat("Bo Lind"));
    let taken = [("person", nina.as_str()), ("plats", seat.as_str())];
    let noted = chamber.notes(&meeting, (Some(1), "before", "serves"), &taken).await;
    assert_eq!(noted.status, 303, "the one who sat there stops first");
    let per = chamber.person("Per Åberg");
    let leaves = [("person", per.as_str())];
    assert_eq!(chamber.notes(&meeting, (Some(1), "during", "leaves"), &leaves).await.status, 303);
    let twice = chamber.notes(&meeting, (Some(2), "during", "leaves"), &leaves).await;
    assert_eq!(twice.status, 422);
    assert!(twice.plain(".error-summary").contains("Personen är inte närvarande."));

    let course = chamber.secretary.get(&format!("{}/forlopp", meeting.path)).await;
    let stops = course.attribute("form[action$=ta-bort] input", "value").unwrap();
    let removed = [("handelse", stops.as_str())];
    let path = format!("{}/forlopp/ta-bort", meeting.path);
    let refused = chamber.secretary.post(&path, &removed).await;
    assert!(
        refused.plain("main").contains("Händelsen kan inte tas bort, för annat bygger på den.")
    );
}

// ATT-08: nothing is written that makes what is noted later impossible, and the meeting's pages go on working.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn att_08_the_roll_call_cannot_take_away_one_who_leaves_later(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let chamber = board(at).await;
    let meeting = chamber.meets(&THREE).await;
    assert_eq!(chamber.roll(&meeting, &[], &[], "Eva Ek").await.status, 303);
    chamber.sees(&meeting, (1, "during", "leaves"), "Siv Dahl", &[]).await;

    let refused = chamber.roll(&meeting, &["Siv Dahl"], &[], "Eva Ek").await;
    assert_eq!(refused.status, 422);
    let why = "Något som är antecknat senare i förloppet kan då inte ha hänt.";
    assert!(refused.plain(".error-summary").contains(why));
    let course = chamber.secretary.get(&format!("{}/forlopp", meeting.path)).await;
    assert_eq!(course.status, 200);
    assert!(course.plain("main").contains("Siv Dahl (L) går"));
}
