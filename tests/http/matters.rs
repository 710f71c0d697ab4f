//! What is put in fullmäktige (motioner, medborgarförslag, interpellationer, frågor): its number, its clock and its answer.

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use time::macros::datetime;
use uuid::Uuid;

use crate::{
    chamber::{Chamber, Meeting},
    record_procedure::MEMBERS,
    sheet::Sheet,
    support::{Page, Person},
};

async fn council(at: PgConnectOptions, items: &[(&str, &str)]) -> (Chamber, Meeting) {
    let chamber = Chamber::of(at, "council", &MEMBERS, &[]).await;
    let meeting = chamber.meets(items).await;
    let served = chamber.roll(&meeting, &[], &[], "Eva Ek").await;
    assert_eq!(served.status, 303, "{}", served.text(".error-summary"));
    (chamber, meeting)
}

impl Chamber {
    /// The list of what waits for its answer.
    async fn open(&self, secretary: &Person) -> Page {
        secretary.get(&format!("/arbete/organ/{}/vackta", self.board)).await
    }

    /// The form of what a § is about.
    async fn matter(&self, item: Uuid) -> (Sheet, String) {
        let path = format!("/arbete/paragrafer/{item}/beslutsgang/arende");
        (Sheet::of(&self.secretary.get(&path).await, "main form").with("atgard", "spara"), path)
    }

    /// Plans a meeting on another day.
    async fn plans(&self, day: &str) {
        let (key, board) = (Uuid::now_v7().to_string(), self.board.to_string());
        let plan = [
            ("nyckel", key.as_str()),
            ("organ", board.as_str()),
            ("dag_1", day),
            ("borjar_1", "13.00"),
            ("plats_1", "Rådsalen"),
            ("justeringsplats", "Digital justering"),
        ];
        self.done("/arbete/sammantraden", &plan).await;
    }
}

const PUT: [(&str, &str); 4] = [
    ("question_put", "Fråga om vägen"),
    ("motion_put", "Motion om belysning"),
    ("motion_put", "Motion om cyklar"),
    ("motion_answer", "Svar på motion om belysning"),
];

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn knd_07_a_motion_has_the_next_number_of_its_series_and_no_other_has_it(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let (chamber, meeting) = council(at, &PUT).await;
    let list = chamber.open(&chamber.secretary).await;
    let rows = list.plain("tbody");
    let first = "Motion 1/2026 Motion om belysning 24 november 2026, Punkt 2 på föredragningslistan Senast 24 november 2027 inte än";
    assert!(rows.contains(first), "{rows}");
    assert!(rows.contains("Motion 2/2026 Motion om cyklar"), "{rows}");
    let last = list.plain("tbody tr:last-child");
    assert!(last.contains("Fråga 1/2026 Fråga om vägen"), "{last}");
    assert!(last.contains("På nästa sammanträde, som inte är planerat"), "{last}");
    let search = format!("/arbete/organ/{}/vackta?namn=CYKL", chamber.board);
    let found = chamber.secretary.get(&search).await.text("tbody");
    assert!(found.contains("cyklar") && !found.contains("belysning"), "{found}");

    let (form, path) = chamber.matter(meeting.items[2]).await;
    assert_eq!(form.value("nummer", 0), "2/2026");
    let taken = form.clone().set("nummer", 0, "1/2026").set("beteckning", 0, "B");
    let page = taken.send_to(&chamber.secretary, &path).await;
    assert_eq!(page.status, 422);
    assert!(page.text("#nummer-error").contains("redan använt i serien"));
    assert_eq!(page.attribute("#beteckning", "value").as_deref(), Some("B"), "nothing is lost");
    let saved = form.set("nummer", 0, "17/2026").send_to(&chamber.secretary, &path).await;
    assert_eq!(saved.status, 303);
    let next = Uuid::now_v7();
    let key = next.to_string();
    let point = [("nyckel", &*key), ("slag", "motion_put"), ("rubrik", "Motion om bad")];
    chamber.done(&format!("{}/paragrafer", meeting.path), &point).await;
    let (form, _) = chamber.matter(next).await;
    assert_eq!(form.value("nummer", 0), "18/2026");
    chamber.site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn knd_07_a_motion_is_open_until_a_paragraph_of_a_closed_meeting_answers_it(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let (chamber, meeting) = council(at, &PUT).await;
    let (form, path) = chamber.matter(meeting.items[3]).await;
    let other = form.clone().set("besvarar", 0, &meeting.items[0].to_string());
    let page = other.send_to(&chamber.secretary, &path).await;
    assert_eq!(page.status, 422, "a question is no motion");
    assert!(page.text("#besvarar-error").contains("väntar inte på svar"));
    let form = form.set("besvarar", 0, &meeting.items[1].to_string());
    assert_eq!(form.send_to(&chamber.secretary, &path).await.status, 303);
    let item = chamber.secretary.get(path.trim_end_matches("/arende")).await;
    let told = item.plain("#arende");
    assert!(told.contains("Motion 1/2026, väckt 24 november 2026. Paragrafen besvarar"), "{told}");
    let again = Sheet::of(&chamber.secretary.get(&path).await, "main form");
    assert_eq!(again.value("besvarar", 0), meeting.items[1].to_string());
    let list = chamber.open(&chamber.secretary).await;
    assert!(list.plain("tbody tr:first-child").ends_with("24 november 2026"), "taken up that day");

    chamber.closes(&meeting).await;
    let rows = chamber.open(&chamber.secretary).await.text("tbody");
    assert!(!rows.contains("Motion om belysning") && rows.contains("Motion om cyklar"), "{rows}");
    chamber.site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn knd_09_what_is_late_says_so_and_stands_first(_: PgPoolOptions, at: PgConnectOptions) {
    let (mut chamber, _) = council(at, &PUT).await;
    chamber.plans("2026-12-15").await;
    let list = chamber.open(&chamber.secretary).await;
    let first = list.plain("tbody tr:first-child");
    assert!(first.contains("Fråga 1/2026") && first.contains("På sammanträdet 15 december 2026"));

    chamber.site.wait_until(datetime!(2027-11-25 09:00 UTC));
    let later = chamber.site.secretary_of(chamber.board, "Nils Ny").await;
    let list = chamber.open(&later).await;
    let first = list.plain("tbody tr:first-child .status-late");
    assert_eq!(first, "Sen: skulle ha besvarats den 15 december 2026");
    let second = list.plain("tbody tr:nth-child(2) .status-late");
    assert_eq!(
        second,
        "Sen: skulle ha beslutats senast 24 november 2027. Redovisa det för fullmäktige."
    );
    chamber.site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn knd_07_a_body_without_matters_has_an_empty_list(_: PgPoolOptions, at: PgConnectOptions) {
    let (chamber, _) = council(at, &[("decision", "Lekplats")]).await;
    let list = chamber.open(&chamber.secretary).await;
    assert!(list.text("main").contains("Inget väckt ärende väntar på svar."));
    chamber.site.close().await;
}
