//! The demo: a county with a meeting in every stage, and the sample, whichever day it is started.

use std::{collections::BTreeSet, io::Write as _, process::Command};

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use time::{Date, OffsetDateTime, macros::datetime};

use crate::support::{Page, TestSite};

const PASSWORD: &str = "demo-paragraf-2026";
const A_SUNDAY: OffsetDateTime = datetime!(2026-11-22 08:00 UTC);
const BETWEEN_HOLIDAYS: OffsetDateTime = datetime!(2026-12-29 06:30 UTC);

/// The text of a PDF, with every run of white space as one space.
fn pdf_text(pdf: &[u8]) -> String {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(pdf).unwrap();
    let output = Command::new("pdftotext").arg("-layout").arg(file.path()).arg("-").output();
    let text = String::from_utf8(output.expect("pdftotext from poppler-utils").stdout).unwrap();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn plain(words: &str) -> String {
    words.replace('\u{a0}', " ")
}

impl TestSite {
    async fn read(&self, path: &str) -> Page {
        let page = self.nobody().get(path).await;
        assert_eq!(page.status, 200, "{path}: {}", page.text("main"));
        page
    }

    /// Every address of a page of ours that can be reached without signing in.
    async fn public_pages(&self) -> BTreeSet<String> {
        let mut seen = BTreeSet::new();
        let mut next = vec!["/".to_owned()];
        while let Some(path) = next.pop() {
            if !seen.insert(path.clone()) {
                continue;
            }
            let page = self.read(&path).await;
            if !page.media_type.starts_with("text/html") {
                continue;
            }
            let html = page.html();
            let links = scraper::Selector::parse("a[href^='/']").unwrap();
            next.extend(
                html.select(&links)
                    .filter_map(|link| link.attr("href"))
                    .map(|link| link.split('#').next().unwrap().to_owned())
                    .filter(|link| !link.starts_with("/arbete") && !link.starts_with("/logga-in")),
            );
        }
        seen
    }

    /// How far each meeting has come, as the tables say.
    async fn stages(&self, today: Date) -> Vec<String> {
        sqlx::query_scalar!(
        r#"
        select case
            when c.last_appeal_day < $1 then 'over' when c.last_appeal_day >= $1 then 'running'
            when c.missing > 0 and m.origin = 'imported' then 'imported' when c.missing > 0 then 'waits for ' || c.missing
            when exists (select from versions v where v.batch_id = b.id)
                then 'signed by ' || (select count(*) from signatures s join versions v on v.id = s.version_id where v.batch_id = b.id)
            when m.closed_at is not null then 'closed'
            when exists (select from moments where meeting_id = m.id) then 'held' else 'planned' end
            || case when exists (select from publications p where p.batch_id = b.id) then ', published' else '' end as "stage!"
        from meetings m left join batches b on b.meeting_id = m.id left join batch_clocks c on c.batch_id = b.id
        order by 1
        "#,
        today,
    )
    .fetch_all(&self.owner)
    .await
    .unwrap()
    }

    async fn count_acts(&self) -> i64 {
        sqlx::query_scalar!(r#"select count(*) as "count!" from acts"#)
            .fetch_one(&self.owner)
            .await
            .unwrap()
    }
}

async fn every_stage_is_there(at: PgConnectOptions, now: OffsetDateTime) {
    let site = TestSite::at(now, at).await;
    let line = site.load_demo().await;
    assert!(line.starts_with("http://localhost:8080 ") && line.contains(PASSWORD), "{line}");

    assert_eq!(
        site.stages(now.date()).await,
        [
            "closed",
            "held",
            "imported, published",
            "over, published",
            "planned",
            "running, published",
            "signed by 2",
            "waits for 1"
        ]
    );
    let tasks =
        site.signed_in("registrator@tallmo.example", PASSWORD).await.get("/arbete/anslag").await;
    assert!(tasks.text("main").contains("Sjöbygdens IT-nämnd"));
    let adjuster = site.signed_in("justerare@bjorkvik.example", PASSWORD).await;
    assert!(adjuster.get("/justera").await.text("main").contains("Kommunstyrelsen"));
    let board = site.read("/bjorkvik/anslagstavla").await;
    assert_eq!(board.text("h2#aktuella"), "2 aktuella anslag");
    assert!(plain(&board.text(".notices")).contains("Väntar på anslag i Tallmo"));
    let down = site.read("/bjorkvik/anslagstavla/nedtagna").await;
    assert!(down.text(".notices").contains("Kommunstyrelsen"));

    let pages = site.public_pages().await;
    for start in ["/bjorkvik", "/granas", "/tallmo", "/lekeberg"] {
        assert!(pages.contains(start), "{start} in {pages:?}");
    }
    assert_eq!(pages.iter().filter(|page| page.ends_with("/protokoll.pdf")).count(), 3);

    let acts = site.count_acts().await;
    assert_eq!(site.load_demo().await, line);
    let mut db = site.owner.acquire().await.unwrap();
    let report = paragraf::verify::stored(&mut db, &[]).await.unwrap();
    assert!(report.holds(), "{report}");
    drop(db);
    assert_eq!(site.count_acts().await, acts);
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn on_a_sunday_there_is_a_meeting_in_every_stage(_: PgPoolOptions, at: PgConnectOptions) {
    every_stage_is_there(at, A_SUNDAY).await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn between_the_holidays_there_is_a_meeting_in_every_stage(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    every_stage_is_there(at, BETWEEN_HOLIDAYS).await;
}

// PRI-07, PRI-12.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn record_24_a_withheld_paragraph_keeps_its_number_under_a_neutral_title(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::at(A_SUNDAY, at).await;
    site.load_demo().await;
    let pages = site.public_pages().await;
    let protocol = pages.iter().find(|page| {
        page.starts_with("/bjorkvik/protokoll/barn-") && !page.ends_with("/protokoll.pdf")
    });
    let page = site.read(protocol.unwrap()).await;
    assert!(page.text("main").contains("Ansökan i ett enskilt ärende"));
    assert!(
        page.text("main").contains("Tabell") || page.text("table caption").contains("Antal dagar")
    );
    for path in &pages {
        let page = site.read(path).await;
        let text = String::from_utf8_lossy(&page.body);
        assert!(!text.contains("skolskjuts för en elev"), "{path}");
    }
    site.close().await;
}

// Decisions 32: imported as its source says; nothing is invented, and what can be computed stands beside it.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn the_sample_stands_at_its_address_as_its_source_says(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    const ADDRESS: &str = "/lekeberg/protokoll/sydnarkes-it-namnd/2020-09-08";
    let site = TestSite::at(A_SUNDAY, at).await;
    site.load_demo().await;

    let page = site.read(ADDRESS).await;
    let text = plain(&page.text("main"));
    for fact in [
        "§ 22",
        "09.00–10.30",
        "Rådsalen, Askersund",
        "Delårsbokslut 2020 (Prognos 2) för Sydnärkes IT-nämnd",
        "Syd-IT 20-29",
        "ett överskott på 1 579 tkr",
        "Sydnärkes IT-nämnd godkänner delårsbokslut med prognos 2 för 2020.",
        "Tjänsteskrivelse - Delårsbokslut 2020 för Sydnärkes IT-nämnd (Syd-IT 20-29-1)",
        "Delarsbokslut 2020 för Sydnärkes IT-nämnd (Syd-IT 20-29-2)",
        "Dagen framgår inte av originalet.",
        "Datum för överklagan 2020-09-08 till och med 2020-09-30",
        "Uppgift om anslag saknas för Askersund, Hallsberg och Laxå",
        "Om alla kommuner anslog den 8 september 2020 var sista dagen den 29 september 2020.",
        "8 september 2020 (antaget). Anslaget och alla dagar",
        "Underskrifterna finns på originalet.",
    ] {
        assert!(text.contains(fact), "{fact} in {text}");
    }
    let people = plain(&page.text(".table-people tr")).replace('\n', "");
    for person in [
        "Magnus Andersson S Ordförande Hallsbergs kommun",
        "Bo Rudolfsson KD Vice ordförande Laxå",
        "Caroline Dieker M Askersunds kommun",
        "Johan NIklasson C Lekeberg På distans",
        "Anna Ahnér S",
        "Marcus Cederberg Förvaltningschef",
        "Kajsa Rosén Sekreterare",
    ] {
        assert!(people.contains(person), "{person} in {people}");
    }
    assert!(!text.contains("Kontrollsumma"), "no seal of ours");
    let pdf = site.read(&format!("{ADDRESS}/protokoll.pdf")).await;
    assert_eq!(pdf.media_type, "application/pdf");
    let printed = pdf_text(&pdf.body);
    let decision = "Sydnärkes IT-nämnd godkänner delårsbokslut med prognos 2 för 2020.";
    assert_eq!(printed.matches(decision).count(), 2, "proposed and decided: {printed}");
    for fact in [
        "Johan NIklasson (C), Lekeberg, deltar på distans",
        "till och med 2020-09-30",
        "2020-09-08 (antaget)",
    ] {
        assert!(printed.contains(fact), "{fact} in {printed}");
    }

    let invented = sqlx::query!(
        r#"
        select (select count(*) from signatures s where s.version_id = v.id) as "signatures!",
            (select count(*) from notices n where n.batch_id = b.id) as "notices!",
            (select string_agg(a.via || ' ' || a.announced_on || ' ' || mu.slug, ', ') from notices n join announcements a on a.notice_id = n.id
                join municipalities mu on mu.id = n.municipality_id where n.batch_id = b.id) as "announced!",
            (select string_agg(kind, ' ' order by a.n) from acts a where a.subject in (v.id, b.id)) as "acts!"
        from meetings m join batches b on b.meeting_id = m.id join versions v on v.batch_id = b.id where m.origin = 'imported'
        "#
    )
    .fetch_one(&site.owner)
    .await
    .unwrap();
    assert_eq!((invented.signatures, invented.notices), (0, 4));
    assert_eq!(invented.announced, "imported 2020-09-08 lekeberg");
    assert_eq!(invented.acts, "imported");
    site.close().await;
}
