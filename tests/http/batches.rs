//! Signing batches: a § adjusted at once while the meeting goes on, a secret protocol apart, and the rest with its hole.

use paragraf::verify;
use sqlx::{
    AssertSqlSafe,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use time::macros::{date, datetime};
use uuid::Uuid;

use crate::{
    journey::fact,
    sheet::Sheet,
    support::Page,
    workplace::{Walk, Workplace},
};

const SECRET: &str = "hemligt";

impl Workplace {
    /// §§ 106 to 109 of a meeting on 24 November 2026, at 14.52, which goes on.
    async fn in_session(at: PgConnectOptions) -> (Self, Walk) {
        let workplace = Self::begin_at(datetime!(2026-11-24 13:52 UTC), at).await;
        let walk = workplace.write(&["ett", "två", "brådskande", "fyra"]).await;
        workplace.sql("update series set first = 106").await.unwrap();
        (workplace, walk)
    }

    /// The same, with § 108 adjusted at once by its three signers.
    async fn adjusted_at_once(at: PgConnectOptions) -> (Self, Walk) {
        let (workplace, walk) = Self::in_session(at).await;
        assert_eq!(workplace.batch(&walk, "omedelbart", &[walk.items[2]]).await.status, 303);
        let sending = format!("{}/justering/2", walk.path);
        let version = workplace.send_from(&sending, "Brådskande").await;
        workplace.assert_held(walk.items[2]).await;
        workplace.sign(version).await;
        (workplace, walk)
    }

    async fn sql(&self, sql: &str) -> sqlx::Result<()> {
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&self.site.owner).await.map(|_| ())
    }

    /// Does something with §§ on the page of batches.
    async fn batch(&self, walk: &Walk, action: &str, items: &[Uuid]) -> Page {
        let key = Uuid::now_v7().to_string();
        let items: Vec<_> = items.iter().map(Uuid::to_string).collect();
        let mut fields = vec![("nyckel", key.as_str()), ("atgard", action)];
        fields.extend(items.iter().map(|item| ("paragraf", item.as_str())));
        self.secretary.post(&format!("{}/omgangar", walk.path), &fields).await
    }

    /// Saves a change of the text of a §.
    async fn write_in(&self, item: Uuid) {
        let path = format!("/arbete/paragrafer/{item}");
        let sheet = Sheet::of(&self.secretary.get(&path).await, "#paragraf");
        let sheet = sheet.set("text-", 0, "Ändrad beskrivning.").with("atgard", "spara");
        let saved = sheet.send_to(&self.secretary, &path).await;
        assert_eq!(saved.status, 303, "{}", saved.text("main"));
    }

    /// Tries to change a § that is out for signing, or adjusted.
    async fn assert_held(&self, item: Uuid) {
        let fields = [("version", "1"), ("slag", "decision"), ("atgard", "spara")];
        let path = format!("/arbete/paragrafer/{item}");
        assert_eq!(self.secretary.post(&path, &fields).await.status, 409);
    }

    /// Number, whether it is frozen, and the number of the batch of each §.
    async fn numbers(&self) -> Vec<(Option<i32>, bool, Option<i32>)> {
        let rows = sqlx::query!(
            r#"
            select i.number, i.frozen_at is not null as "frozen!", b.n as "n?"
            from items i left join batch_items bi on bi.item_id = i.id left join batches b on b.id = bi.batch_id order by i.pos
            "#
        )
        .fetch_all(&self.site.owner)
        .await
        .unwrap();
        rows.into_iter().map(|row| (row.number, row.frozen, row.n)).collect()
    }

    async fn assert_verified(&self) {
        let mut db = self.site.owner.acquire().await.unwrap();
        let report = verify::stored(&mut db, &[]).await.unwrap();
        assert!(report.holds(), "{:?}", report.faults);
    }

    /// What a visitor reads, wherever on the page.
    async fn public(&self, path: &str) -> String {
        let page = self.site.nobody().get(path).await;
        assert_eq!(page.status, 200, "{path}");
        String::from_utf8_lossy(&page.body).replace('\u{a0}', " ").replace("&nbsp;", " ")
    }
}

// ADJ-20, ADJ-21, ADJ-22, NUM-05: steps 23 and 24 of a day at a board.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn adj_21_an_urgent_item_has_a_batch_of_its_own_while_the_meeting_goes_on(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let (workplace, walk) = Workplace::in_session(at).await;
    let urgent = walk.items[2];

    let page = workplace.secretary.get(&format!("{}/omgangar", walk.path)).await;
    let form = Sheet::of(&page, "section[aria-labelledby=omedelbart-rubrik] form");
    let form = form.with("paragraf", &urgent.to_string());
    for _ in 0..2 {
        let put = form.send_to(&workplace.secretary, &format!("{}/omgangar", walk.path)).await;
        assert_eq!(put.status, 303, "{}", put.text("main"));
    }
    assert_eq!(
        workplace.numbers().await,
        [
            (Some(106), true, None),
            (Some(107), true, None),
            (Some(108), true, Some(2)),
            (None, false, None)
        ],
        "a repeat does nothing, and no number before the § is left over"
    );

    let sending = format!("{}/justering/2", walk.path);
    let draft = workplace.secretary.get(&sending).await.plain("main");
    for words in [
        "§ 108",
        "Sammanträdet pågår när protokollet justeras.",
        "Paragrafen förklaras omedelbart justerad.",
    ] {
        assert!(draft.contains(words), "{words}: {draft}");
    }
    for words in ["§ 107", "godkänna ett", "sluttid", "13.00–14.00"] {
        assert!(!draft.contains(words), "{words}: {draft}");
    }
    workplace.site.close().await;
}

// ADJ-20, ADJ-24, APP-05: the notice is up the same day, and its time runs by itself.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn record_11_a_paragraph_adjusted_at_once_has_its_own_document_and_notice(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let (workplace, _) = Workplace::adjusted_at_once(at).await;
    let adjusted = sqlx::query!("select b.n, b.kind, a.adjusted_on, s.announced_on from adjustments a join batches b on b.id = a.batch_id join notices n on n.batch_id = b.id join standing_announcements s on s.notice_id = n.id")
        .fetch_one(&workplace.site.owner)
        .await
        .unwrap();
    assert_eq!((adjusted.n, adjusted.kind.as_str()), (2, "immediate"));
    assert_eq!(adjusted.adjusted_on, Some(date!(2026 - 11 - 24)));
    assert_eq!(adjusted.announced_on, Some(date!(2026 - 11 - 24)));
    let board = workplace.site.nobody().get("/lekeberg/anslagstavla").await;
    assert!(board.plain(".notices").contains("Omedelbart justerad § 108"));
    let notice = board.attribute("main a[href*='/anslag/']", "href").unwrap();
    let notice = workplace.site.nobody().get(&notice).await;
    assert!(fact(&notice, "Sista dag att överklaga").contains("Tisdag 15 december 2026"));
    assert!(fact(&notice, "Anslaget tas ned tidigast").contains("Onsdag 16 december 2026"));

    workplace.assert_verified().await;
    workplace.site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn inv_06_what_is_adjusted_at_once_rests_and_the_rest_of_the_meeting_is_written_on(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let (workplace, walk) = Workplace::adjusted_at_once(at).await;
    let urgent = walk.items[2];

    workplace.assert_held(urgent).await;
    workplace.write_in(walk.items[3]).await;
    let moment = |item: Uuid| {
        format!(
            "insert into moments (id, meeting_id, item_id, edge, pos, kind) select gen_random_uuid(), meeting_id, id, 'during', 9, 'decision' from items where id = '{item}'"
        )
    };
    let refused = workplace.sql(&moment(urgent)).await.unwrap_err().to_string();
    assert!(refused.contains("INV-06"), "{refused}");
    workplace.sql(&moment(walk.items[3])).await.unwrap();
    workplace.assert_verified().await;
    workplace.site.close().await;
}

// NUM-09, NUM-10, INV-05: step 30, and what the public then reads of both.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn record_03_the_paragraphs_of_a_protocol_are_a_set_with_holes(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let (workplace, walk) = Workplace::adjusted_at_once(at).await;
    let apart = format!("{}/justering/2", walk.path);
    workplace.done(&format!("{apart}/publicering"), &[]).await;

    workplace.close(&walk).await;
    assert_eq!(
        workplace.numbers().await,
        [106, 107, 108, 109].map(|number| (
            Some(number),
            true,
            Some(if number == 108 { 2 } else { 1 })
        ))
    );
    let draft = workplace.secretary.get(&format!("{}/justering", walk.path)).await.plain("main");
    assert!(draft.contains("§§ 106–107 samt 109"), "{draft}");
    assert!(draft.contains("§ 108 omedelbart justerad, se särskilt protokoll"), "{draft}");
    assert!(!draft.contains("godkänna brådskande"), "{draft}");
    let version = workplace.send(&walk, "Brådskande").await;
    workplace.sign(version).await;
    workplace.publish(&walk, Uuid::nil()).await;

    let path = "/lekeberg/protokoll/it-namnden/2026-11-24";
    let main = workplace.public(path).await;
    assert!(main.contains("§ 108 omedelbart justerad, se särskilt protokoll"));
    assert!(main.contains("godkänna fyra") && !main.contains("godkänna brådskande"));
    let own = workplace.public(&format!("{path}/del-2")).await;
    assert!(own.contains("godkänna brådskande") && !own.contains("godkänna fyra"));
    assert!(own.contains("Sammanträdet pågår när protokollet justeras."));
    for (number, words) in [(108, "godkänna brådskande"), (109, "godkänna fyra")] {
        let item = workplace.public(&format!("/lekeberg/p/it-namnden/2026/{number}")).await;
        assert!(item.contains(words), "§ {number}");
    }
    let pdf = workplace.site.nobody().get(&format!("{path}/del-2/protokoll.pdf")).await;
    assert_eq!((pdf.status, pdf.media_type.as_str()), (200, "application/pdf"));
    let notices = workplace.site.nobody().get("/lekeberg/anslagstavla").await;
    assert_eq!(
        notices.html().select(&scraper::Selector::parse(".notice-title").unwrap()).count(),
        2
    );
    workplace.assert_verified().await;
    workplace.site.close().await;
}

// DIG-07, INV-13, NUM-06
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn record_30_a_meeting_gives_several_protocols_and_the_secret_one_is_never_public(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let workplace = Workplace::begin_at(datetime!(2026-11-24 15:00 UTC), at).await;
    let walk = workplace.write(&["öppet", SECRET]).await;
    let open = workplace.batch(&walk, "eget", &[walk.items[1]]).await;
    assert_eq!(open.status, 422);
    assert!(open.plain(".error-summary").contains("§ 2 är inte sekretessbelagd."));
    let mark = format!("/arbete/paragrafer/{}/sekretess", walk.items[1]);
    workplace.done(&mark, &[("lagrum", "26 kap. 1 § OSL")]).await;
    assert_eq!(workplace.batch(&walk, "eget", &[walk.items[1]]).await.status, 303);
    let apart = format!("{}/justering/2", walk.path);
    let early = workplace.secretary.post(&apart, &[]).await;
    assert_eq!(early.status, 409);
    assert!(early.plain("main").contains("Avsluta sammanträdet först."));

    workplace.close(&walk).await;
    for page in [format!("{}/justering", walk.path), apart.clone()] {
        let version = workplace.send_from(&page, "Brådskande").await;
        workplace.sign(version).await;
    }
    let mains = sqlx::query_scalar!(
        r#"select convert_from(v.canonical, 'UTF8') as "text!" from versions v join batches b on b.id = v.batch_id where b.kind = 'main'"#
    );
    let main = mains.fetch_one(&workplace.site.owner).await.unwrap();
    assert!(!main.contains(SECRET), "who signs the main protocol signs nothing secret");
    workplace.publish(&walk, Uuid::nil()).await;
    workplace.done(&format!("{apart}/publicering"), &[]).await;

    let path = "/lekeberg/protokoll/it-namnden/2026-11-24";
    assert!(workplace.public(path).await.contains("§ 2 redovisas i särskilt protokoll"));
    assert!(workplace.public(&format!("{path}/del-2")).await.contains("§ 2"));
    for path in [
        path.to_owned(),
        format!("{path}/del-2"),
        "/lekeberg/p/it-namnden/2026/2".to_owned(),
        "/lekeberg/anslagstavla".to_owned(),
        "/lekeberg/protokoll".to_owned(),
    ] {
        assert!(!workplace.public(&path).await.contains(SECRET), "{path}");
    }
    workplace.assert_verified().await;
    workplace.site.close().await;
}

// INV-05, NUM-04, NUM-06, ADJ-21
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn inv_05_an_item_moves_between_batches_until_it_is_sent_and_is_always_in_one(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let (workplace, walk) = Workplace::in_session(at).await;
    let [one, two, three, _] = walk.items[..] else { panic!("four §§") };
    let nothing = workplace.batch(&walk, "omedelbart", &[]).await;
    assert_eq!(nothing.status, 422);
    assert!(nothing.plain(".error-summary").contains("Välj minst en paragraf."));
    assert_eq!(workplace.batch(&walk, "omedelbart", &[Uuid::nil()]).await.status, 404);

    assert_eq!(workplace.batch(&walk, "omedelbart", &[two]).await.status, 303);
    let up = [("paragraf", &*three.to_string()), ("till", "1")];
    let moved = workplace.secretary.post(&format!("{}/ordning", walk.path), &up).await;
    assert_eq!(moved.status, 409);
    assert!(moved.plain("main").contains("Det som behandlas nu läggs sist."));
    assert_eq!(workplace.batch(&walk, "tillbaka", &[two]).await.status, 303);
    assert_eq!(
        workplace.numbers().await[1],
        (Some(107), true, None),
        "a number is never given back"
    );
    assert_eq!(workplace.batch(&walk, "omedelbart", &[two, three]).await.status, 303);
    let struck = [("paragraf", &*one.to_string()), (&*format!("skal_{one}"), "Kommer senare")];
    workplace.done(&format!("{}/utgar", walk.path), &struck).await;

    workplace.close(&walk).await;
    let batches = |numbers: Vec<(Option<i32>, bool, Option<i32>)>| {
        numbers.into_iter().map(|(number, _, batch)| (number, batch)).collect::<Vec<_>>()
    };
    assert_eq!(
        batches(workplace.numbers().await),
        [(106, 1), (107, 3), (108, 3), (109, 1)].map(|(number, batch)| (Some(number), Some(batch)))
    );
    let lost = workplace.sql(&format!("delete from batch_items where item_id = '{two}'")).await;
    assert!(lost.unwrap_err().to_string().contains("INV-05"));
    assert_eq!(workplace.batch(&walk, "tillbaka", &[two]).await.status, 303);
    assert_eq!(batches(workplace.numbers().await)[1], (Some(107), Some(1)));

    let empty = workplace.secretary.post(&format!("{}/justering/2", walk.path), &[]).await;
    assert_eq!(empty.status, 409, "nothing is left there to send");
    workplace.site.close().await;
}

// ADJ-21, INV-06
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn adj_21_what_is_out_for_signing_stays_in_its_batch(_: PgPoolOptions, at: PgConnectOptions) {
    let (workplace, walk) = Workplace::in_session(at).await;
    let three = walk.items[2];
    assert_eq!(workplace.batch(&walk, "omedelbart", &[three]).await.status, 303);
    workplace.close(&walk).await;
    let apart = format!("{}/justering/2", walk.path);
    workplace.send_from(&apart, "Brådskande").await;
    for (action, items) in [("tillbaka", [three]), ("omedelbart", [three])] {
        let held = workplace.batch(&walk, action, &items).await;
        assert_eq!(held.status, 409, "{action}");
        assert!(held.plain("main").contains("Paragrafen är skickad till justering."), "{action}");
    }
    workplace.done(&format!("{apart}/aterkalla"), &[("reason", "Fel paragraf")]).await;
    workplace.send(&walk, "Brådskande").await;
    let sent = workplace.batch(&walk, "tillbaka", &[three]).await;
    assert_eq!(sent.status, 409);
    assert!(sent.plain("main").contains("Återkalla det först"), "the main protocol is out");
    workplace.assert_verified().await;
    workplace.site.close().await;
}
