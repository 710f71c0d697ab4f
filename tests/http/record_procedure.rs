//! What real protocols demand of claims, votes, decisions and dissents, need by need.

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use crate::chamber::{Chamber, Meeting};

pub(crate) const MEMBERS: [&str; 5] =
    ["Anna Berg (S)", "Bo Lind (M)", "Eva Ek (C)", "Per Åberg (V)", "Siv Dahl (L)"];

/// A board that has called its roll, with one § under way.
pub(crate) async fn board(at: PgConnectOptions) -> (Chamber, Meeting) {
    let chamber = Chamber::of(at, "board", &MEMBERS, &["Nina Alm (M)"]).await;
    let meeting = chamber.meets(&[("decision", "Lekplats i Norrby"), ("decision", "Väg")]).await;
    let served = chamber.roll(&meeting, &["Siv Dahl"], &[("Nina Alm", "Siv Dahl")], "Eva Ek").await;
    assert_eq!(served.status, 303, "{}", served.text(".error-summary"));
    (chamber, meeting)
}

impl Chamber {
    /// A claim of one person.
    pub(crate) async fn claims(
        &self,
        meeting: &Meeting,
        kind: &str,
        name: &str,
        more: &[(&str, &str)],
    ) -> String {
        let person = self.person(name);
        let mut fields = vec![("slag", kind), ("person_1", person.as_str())];
        fields.extend(more);
        self.fact(meeting.items[0], "yrkande", &fields).await
    }

    /// A vote in which everybody answers yes but those who answer otherwise.
    async fn votes(
        &self,
        meeting: &Meeting,
        others: &[(&str, &str)],
        more: &[(&str, &str)],
    ) -> String {
        let others: Vec<_> = others
            .iter()
            .map(|(name, answer)| (format!("rost_{}", self.seat(name)), *answer))
            .collect();
        let mut fields = vec![
            ("ja_betyder", "bifall till förvaltningens förslag"),
            ("nej_betyder", "avslag på förvaltningens förslag"),
            ("ovriga", "yes"),
        ];
        fields.extend(others.iter().map(|(field, answer)| (field.as_str(), *answer)));
        fields.extend(more);
        self.fact(meeting.items[0], "omrostning", &fields).await
    }
}

pub(crate) const FOR: (&str, &str) = ("text", "förvaltningens förslag");

// VOT-07, VOT-17, VTL-01.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn record_07_a_vote_has_its_meaning_its_sums_and_every_seats_answer(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let (chamber, meeting) = board(at).await;
    chamber.votes(&meeting, &[("Bo Lind", "no"), ("Siv Dahl", "abstain")], &[]).await;

    chamber.closes(&meeting).await;
    let item = chamber.printed(&meeting, 0).await;
    assert!(item.contains("Godkänd voteringsproposition: ”Ja för bifall och Nej för avslag på förvaltningens förslag.”"), "{item}");
    assert!(
        item.contains("Omröstningen utfaller med 3 Ja mot 1 Nej. 1 ledamot avstår från att rösta."),
        "{item}"
    );
    assert!(item.contains("Nina Alm, tjänstgör för Siv Dahl (L) M Avstår"), "{item}");
    assert!(item.contains("Bo Lind M Nej"), "{item}");
}

// KND-15: own decision and proposal to fullmäktige in one §, each numbered from 1.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn record_08_a_decision_is_ordered_blocks_each_with_its_own_numbers(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let (chamber, meeting) = board(at).await;
    let path = format!("/arbete/paragrafer/{}", meeting.items[0]);
    chamber
        .decides(meeting.items[0], &["anta planen.", "ge chefen i uppdrag att\n\n- bygga\n- måla"])
        .await;
    let sheet = crate::sheet::Sheet::of(&chamber.secretary.get(&path).await, "#paragraf");
    let grown = sheet.with("atgard", "nytt-forslag").send_to(&chamber.secretary, &path).await;
    let sheet = crate::sheet::Sheet::of(&grown, "#paragraf")
        .set("ingress-", 1, "Byggnadsnämnden föreslår kommunfullmäktige besluta att")
        .set("punkttext-", 2, "anslå pengar.");
    let saved = sheet.with("atgard", "spara").send_to(&chamber.secretary, &path).await;
    assert_eq!(saved.status, 303);

    chamber.closes(&meeting).await;
    let page = chamber.protocol(&meeting).await;
    let own = page.plain(".record article:nth-of-type(1) .decision:not(:has(~ .decision))");
    assert!(own.contains("Förslag till fullmäktige") && own.contains("anslå pengar."), "{own}");
    assert!(chamber.printed(&meeting, 0).await.contains("bygga måla"));
}

// VOT-15, SEC-10.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn record_10_propositions_are_put_in_order_each_settled_in_its_way(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let (chamber, meeting) = board(at).await;
    let remit = chamber.claims(&meeting, "remit", "Per Åberg", &[]).await;
    let approve = chamber.claims(&meeting, "approve", "Anna Berg", &[FOR]).await;
    let reject = chamber.claims(&meeting, "reject", "Bo Lind", &[FOR]).await;
    let add =
        chamber.claims(&meeting, "add", "Eva Ek", &[("text", "att belysningen förbättras")]).await;
    let item = meeting.items[0];
    let formal = [
        ("skede", "formal"),
        ("alternativ_1", &*remit),
        ("alternativ_2", ""),
        ("ord_2", "avgörande i dag"),
        ("avgors", "acclamation"),
        ("utfall", "2"),
    ];
    chamber.fact(item, "proposition", &formal).await;
    let main = [
        ("skede", "main"),
        ("alternativ_1", &*approve),
        ("alternativ_2", &*reject),
        ("avgors", "vote"),
        ("utfall", "1"),
    ];
    chamber.fact(item, "proposition", &main).await;
    let last = [
        ("skede", "addition"),
        ("alternativ_1", &*add),
        ("avgors", "acclamation"),
        ("utfall", "1"),
    ];
    chamber.fact(item, "proposition", &last).await;

    chamber.closes(&meeting).await;
    let told = chamber.printed(&meeting, 0).await;
    let expected = "Ordföranden Anna Berg (S) ställer först proposition på om ärendet ska återremitteras eller avgöras i dag och finner att ärendet ska avgöras i dag. \
        Ordföranden ställer härefter proposition på bifall respektive avslag på förvaltningens förslag och finner att det bifallits. Omröstning begärs. \
        Ordföranden ställer därefter proposition på bifall respektive avslag på Eva Eks yrkande och finner att det bifallits.";
    assert!(told.replace('\n', " ").contains(expected), "{told}");
}

// YRK-01, PRO-04.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn record_15_a_claim_has_movers_rank_condition_and_a_dated_document(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let (chamber, meeting) = board(at).await;
    let eva = chamber.person("Eva Ek");
    let joint = [FOR, ("person_2", eva.as_str())];
    chamber.claims(&meeting, "approve", "Anna Berg", &joint).await;
    let second =
        [("turordning", "2"), ("text", "att frågan utreds"), ("villkor", "att pengar finns")];
    chamber.claims(&meeting, "own", "Per Åberg", &second).await;
    let written = [("handling", "yrkande från M"), ("daterad", "2026-11-20")];
    chamber.claims(&meeting, "own", "Bo Lind", &written).await;
    chamber.claims(&meeting, "reject", "Nina Alm", &[FOR, ("atertaget", "ja")]).await;

    chamber.closes(&meeting).await;
    let item = chamber.printed(&meeting, 0).await;
    for sentence in [
        "Ordföranden Anna Berg (S) och Eva Ek (C) yrkar bifall till förvaltningens förslag.",
        "Per Åberg (V) yrkar i andra hand att frågan utreds, under förutsättning att pengar finns.",
        "bifall till yrkande från M den 20 november 2026.",
    ] {
        assert!(item.contains(sentence), "{sentence}\n{item}");
    }
    assert!(!item.contains("Nina Alm"), "taken back: {item}");
}

// RES-01 to RES-04.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn record_18_reservations_are_of_persons_or_groups_with_or_without_text(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let (chamber, meeting) = board(at).await;
    let own = chamber.claims(&meeting, "reject", "Bo Lind", &[FOR]).await;
    let bo = chamber.person("Bo Lind");
    let without = [
        ("slag", "reservation"),
        ("person_1", bo.as_str()),
        ("forman", own.as_str()),
        ("inlamnad", "no_text"),
        ("i_tid", "ja"),
    ];
    chamber.fact(meeting.items[0], "reservation", &without).await;
    let per = chamber.person("Per Åberg");
    let never = [
        ("slag", "reservation"),
        ("person_1", per.as_str()),
        ("inlamnad", "never"),
        ("i_tid", "ja"),
    ];
    chamber.fact(meeting.items[0], "reservation", &never).await;
    let group = [
        ("slag", "reservation"),
        ("grupp_1", "C-gruppen"),
        ("inlamnad", "in_item"),
        ("text", "Vi ville bygga mer."),
        ("i_tid", "ja"),
    ];
    chamber.fact(meeting.items[0], "reservation", &group).await;

    chamber.closes(&meeting).await;
    let item = chamber.printed(&meeting, 0).await;
    for words in [
        "Bo Lind (M) reserverar sig mot beslutet till förmån för eget yrkande.",
        "Per Åberg (V)",
        "har inte inkommit vid justeringen",
        "C-gruppen",
        "Vi ville bygga mer.",
    ] {
        assert!(item.contains(words), "{words}\n{item}");
    }
}

// ANT-01 to ANT-03.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn record_19_notes_come_from_members_substitutes_groups_or_as_annexes(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let (chamber, meeting) = board(at).await;
    let eva = chamber.person("Eva Ek");
    let note = [
        ("slag", "record_note"),
        ("person_1", eva.as_str()),
        ("inlamnad", "in_item"),
        ("text", "Frågan borde ha utretts."),
        ("i_tid", "ja"),
    ];
    chamber.fact(meeting.items[0], "reservation", &note).await;
    let statement = [
        ("slag", "special_statement"),
        ("grupp_1", "V-gruppen"),
        ("inlamnad", "annex"),
        ("bilaga", "Bilaga 2"),
        ("i_tid", "ja"),
    ];
    chamber.fact(meeting.items[0], "reservation", &statement).await;

    chamber.closes(&meeting).await;
    let item = chamber.printed(&meeting, 0).await;
    assert!(
        item.contains("Protokollsanteckning") && item.contains("Frågan borde ha utretts."),
        "{item}"
    );
    assert!(item.contains("Särskilt yttrande") && item.contains("bilaga 2"), "{item}");
}

// VTL-02: numbered, and between them a change of person.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn record_23_a_paragraph_has_several_votes_each_with_those_who_served(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let (chamber, meeting) = board(at).await;
    chamber.votes(&meeting, &[], &[]).await;
    chamber.sees(&meeting, (0, "during", "arrives"), "Siv Dahl", &[]).await;
    chamber.sees(&meeting, (0, "during", "serves"), "Siv Dahl", &[]).await;
    chamber.votes(&meeting, &[("Siv Dahl", "no")], &[]).await;

    chamber.closes(&meeting).await;
    let item = chamber.printed(&meeting, 0).await;
    let (first, second) = item.split_once("Omröstning 2").unwrap();
    assert!(first.contains("Nina Alm, tjänstgör för Siv Dahl (L) M Ja"), "{first}");
    assert!(second.contains("Siv Dahl L Nej") && !second.contains("Nina Alm"), "{second}");
}

// VOT-11 to VOT-13: the outcome does not follow from a tally.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn record_31_a_minority_remits_in_fullmaktige_and_nowhere_else(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let chamber = Chamber::of(at, "council", &MEMBERS, &[]).await;
    let meeting = chamber.meets(&[("decision", "Lekplats")]).await;
    assert_eq!(chamber.roll(&meeting, &[], &[], "Eva Ek").await.status, 303);
    let remit = chamber.claims(&meeting, "remit", "Per Åberg", &[]).await;
    let asked = [
        ("skede", "formal"),
        ("alternativ_1", remit.as_str()),
        ("avgors", "minority"),
        ("utfall", "1"),
        ("antal", "2"),
        ("skal", "Kostnaden behöver belysas."),
    ];
    chamber.fact(meeting.items[0], "proposition", &asked).await;
    chamber.closes(&meeting).await;
    let item = chamber.printed(&meeting, 0).await;
    assert!(
        item.contains("2 av 5 närvarande ledamöter begär att ärendet återremitteras."),
        "{item}"
    );
    assert!(item.contains("Kostnaden behöver belysas."), "{item}");

    sqlx::query!("update boards set kind = 'board'").execute(&chamber.site.owner).await.unwrap();
    let page = chamber
        .secretary
        .get(&format!("/arbete/paragrafer/{}/beslutsgang/proposition", meeting.items[0]))
        .await;
    assert!(!page.text("main").contains("Minoritet"));
}

// VOT-06, VOT-07, VOT-10, KND-11.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn record_36_an_election_has_its_votes_its_lot_and_nobodys_ballot(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let (chamber, meeting) = board(at).await;
    let fields = [
        ("antal", "1"),
        ("namn_1", "Anna Berg (S)"),
        ("roster_1", "2"),
        ("vald_1", "ja"),
        ("lott_1", "ja"),
        ("namn_2", "Bo Lind (M)"),
        ("roster_2", "2"),
        ("blanka", "1"),
        ("lottning", "Lotten föll på Anna Berg."),
    ];
    chamber.fact(meeting.items[0], "val", &fields).await;
    let appointed = [("namn", "Anna Berg (S)"), ("roll", "ombud"), ("organ", "Norrbo Bostäder AB")];
    chamber.fact(meeting.items[0], "uppdrag", &appointed).await;

    chamber.closes(&meeting).await;
    let item = chamber.printed(&meeting, 0).await;
    assert!(
        item.contains("Anna Berg (S) får 2 röster och Bo Lind (M) 2 röster. 1 valsedel är blank."),
        "{item}"
    );
    assert!(item.contains("Lotten utfaller för Anna Berg (S)."), "{item}");
    let insert = "insert into ballots (vote_id, item_id, pos, seat_id, answer) select v.id, v.item_id, 1, s.id, 'yes' from votes v, seats s limit 1";
    let refused = sqlx::raw_sql(insert).execute(&chamber.site.owner).await.unwrap_err();
    assert!(refused.to_string().contains("foreign key"), "{refused}");
}

// VOT-09.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn record_39_a_casting_vote_settles_a_tie_and_is_no_vote_more(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let (chamber, meeting) = board(at).await;
    let tie = [("Bo Lind", "no"), ("Eva Ek", "no"), ("Per Åberg", "abstain")];
    chamber.votes(&meeting, &tie, &[("utslagsrost", "yes")]).await;

    let even = ("ovriga", "yes");
    let wrong = [("ja_betyder", "bifall"), ("nej_betyder", "avslag"), even, ("utslagsrost", "no")];
    let (refused, _) = chamber.tries(meeting.items[1], "omrostning", &wrong).await;
    assert_eq!(refused.status, 422);
    assert!(
        refused
            .plain(".error-summary")
            .contains("Utslagsröst finns bara vid lika röstetal. Här är det 5 ja och 0 nej.")
    );

    chamber.closes(&meeting).await;
    let item = chamber.printed(&meeting, 0).await;
    assert!(item.contains("Omröstning: 2 ja, 2 nej, 1 avstår"), "{item}");
    assert!(
        item.contains("Vid lika röstetal avgör ordförandens utslagsröst, som läggs för Ja."),
        "{item}"
    );
}

// NUM-12, COR: a § that points at an earlier one.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn record_12_the_matters_history_and_what_a_paragraph_corrects_are_told(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let (chamber, meeting) = board(at).await;
    let rows = "Byggnadsnämnden | 2026-09-08 | 71 | | återremitterat\nByggnadsnämnden | 2026-10-06 | 82 | Rättar | punkt 2";
    chamber.fact(meeting.items[0], "tidigare", &[("rader", rows)]).await;
    let (wrong, _) = chamber.tries(meeting.items[1], "tidigare", &[("rader", " | 8/9 | 1")]).await;
    assert_eq!(wrong.status, 422);

    chamber.closes(&meeting).await;
    let item = chamber.printed(&meeting, 0).await;
    assert!(item.contains("Byggnadsnämnden 8 september 2026 § 71. återremitterat."), "{item}");
    assert!(item.contains("Rättar Byggnadsnämnden 6 oktober 2026 § 82. punkt 2."), "{item}");
}
