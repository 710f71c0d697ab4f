//! A board's life (organets liv): it changes its name, it ends, another takes over; what it has done stays as it was.

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use time::macros::datetime;
use uuid::Uuid;

use crate::{
    sheet::Sheet,
    support::{Page, Person, TestSite},
    workplace::Workplace,
};

const OLD: &str = "/lekeberg/protokoll/it-namnden/2020-09-08";
const NEW: &str = "/lekeberg/protokoll/digitaliseringsnamnden/2020-09-08";

async fn host(site: &TestSite) -> Uuid {
    sqlx::query_scalar!("select host_id from boards").fetch_one(&site.owner).await.unwrap()
}

/// Everything that is frozen of the protocol: the signed bytes, the published ones, the PDF, the notice.
async fn frozen(site: &TestSite) -> Vec<Option<String>> {
    sqlx::query_scalar!(
        r#"
        select encode(sha256(canonical), 'hex') from versions
        union all select encode(sha256(record), 'hex') || board from publications
        union all select encode(sha256, 'hex') from blobs
        union all select facts::text from notices
        order by 1
        "#
    )
    .fetch_all(&site.owner)
    .await
    .unwrap()
}

async fn rename(admin: &Person, board: Uuid, name: &str, from: &str) -> Page {
    let form = admin.get(&format!("/arbete/organ/{board}/namn")).await;
    let form = Sheet::of(&form, "main form").set("name", 0, name).set("from_on", 0, from);
    form.set("decision", 0, "Kommunfullmäktige 2020-09-07 § 80").send(admin).await
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_new_name_changes_no_old_protocol_and_its_address_goes_on(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let mut workplace = Workplace::published(at).await;
    let board = workplace.board;
    let before = frozen(&workplace.site).await;
    let public = workplace.site.nobody();
    let (pdf, page) = (public.get(&format!("{OLD}/protokoll.pdf")).await, public.get(OLD).await);
    workplace.site.wait_until(datetime!(2020-10-02 08:00 UTC));
    let admin = workplace.site.administrator(host(&workplace.site).await).await;

    let wrong = rename(&admin, board, "IT-nämnden", "2020-10-03").await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text("#name-error").contains("heter redan så"));
    assert!(wrong.text("#from_on-error").contains("den dag det börjar gälla"));
    let renamed = rename(&admin, board, "Digitaliseringsnämnden", "2020-10-01").await;
    assert_eq!(renamed.status, 303, "{}", renamed.text("main"));

    assert_eq!(frozen(&workplace.site).await, before);
    let public = workplace.site.nobody();
    for (old, new) in [
        (OLD.to_owned(), NEW.to_owned()),
        (format!("{OLD}/protokoll.pdf"), format!("{NEW}/protokoll.pdf")),
        (
            "/lekeberg/organ/it-namnden".to_owned(),
            "/lekeberg/organ/digitaliseringsnamnden".to_owned(),
        ),
        (
            "/lekeberg/p/it-namnden/2020/1?x=1".to_owned(),
            "/lekeberg/p/digitaliseringsnamnden/2020/1?x=1".to_owned(),
        ),
    ] {
        let moved = public.get(&old).await;
        assert_eq!((moved.status, moved.location.as_ref()), (308, Some(&new)), "{old}");
        assert_eq!(public.get(&new).await.status, 200, "{new}");
    }
    assert_eq!(public.get("/lekeberg/organ/annan").await.status, 404);
    assert_eq!(public.get(&format!("{NEW}/protokoll.pdf")).await.body, pdf.body);
    let after = public.get(NEW).await;
    assert_eq!(after.text("h1"), page.text("h1"));
    assert!(after.text("main").contains("IT-nämnden"));
    assert!(!after.text("main").contains("Digitaliseringsnämnden"), "{}", after.text("main"));
    let organ = public.get("/lekeberg/organ/digitaliseringsnamnden").await.plain("main");
    assert!(organ.contains("IT-nämnden, till och med 30 september 2020"), "{organ}");

    let list = workplace.secretary.get("/arbete/sammantraden").await;
    assert!(list.text("main").contains("Digitaliseringsnämnden"));
    let meeting = workplace.secretary.get(&list.attribute("tbody th a", "href").unwrap()).await;
    assert_eq!(meeting.plain("h1"), "IT-nämnden 8 september 2020", "as it was called that day");
    let taken = Sheet::of(&admin.get("/arbete/organ/nytt").await, "main form")
        .set("name", 0, "IT-nämnden")
        .set("seats", 0, "5")
        .send(&admin)
        .await;
    assert!(
        taken.text("#name-error").contains("dess adresser leder dit"),
        "{}",
        taken.text("main")
    );
    workplace.site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn boards_end_at_new_year_and_another_takes_over(_: PgPoolOptions, at: PgConnectOptions) {
    let site = TestSite::open(at).await;
    let laxa = site.municipality("laxa", "Laxå").await;
    let admin = site.administrator(laxa).await;
    let (build, nature) = (
        site.board(laxa, "byggnadsnamnden", "Byggnadsnämnden", "board").await,
        site.board(laxa, "miljonamnden", "Miljönämnden", "board").await,
    );
    let both = site.board(laxa, "samhallsnamnden", "Samhällsnämnden", "board").await;
    let secretary = site.secretary_of(build, "Sara Sekreterare").await;
    let plan = async |day: &str| {
        let form = secretary.get("/arbete/sammantraden/nytt").await;
        let form = Sheet::of(&form, "main form").set("dag_1", 0, day).set("borjar_1", 0, "9.00");
        form.set("plats_1", 0, "Rådsalen").send(&secretary).await
    };
    let late = plan("2027-01-12").await.location.unwrap();
    let end = async |board: Uuid, successor: Uuid| {
        let form = admin.get(&format!("/arbete/organ/{board}/avslut")).await;
        Sheet::of(&form, "main form")
            .set("last_day", 0, "2026-12-31")
            .set("decision", 0, "Kommunfullmäktige 2026-06-15 § 80")
            .set("successor", 0, &successor.to_string())
            .send(&admin)
            .await
    };

    let empty = admin.post(&format!("/arbete/organ/{build}/avslut"), &[]).await;
    assert_eq!((empty.status, empty.text(".error-summary h2")), (422, "Rätta 2 uppgifter".into()));
    let early = end(build, both).await;
    assert_eq!(early.status, 409);
    assert!(early.plain("#senare ~ ul").contains("12 januari 2027"), "{}", early.text("main"));
    let form = Sheet::of(&secretary.get(&format!("{late}/andra")).await, "main form");
    assert_eq!(form.set("dag_1", 0, "2026-12-15").send(&secretary).await.status, 303);
    assert_eq!(end(build, both).await.status, 303);
    assert_eq!(end(nature, both).await.status, 303);
    assert_eq!(end(both, build).await.status, 422, "it has ended by then");

    let refused = plan("2027-01-12").await;
    assert_eq!(refused.status, 422);
    let why = refused.plain("#dag_1-error");
    assert!(
        why.contains("upphörde den 31 december 2026 (Kommunfullmäktige 2026-06-15 § 80)"),
        "{why}"
    );
    let form = Sheet::of(&secretary.get(&format!("{late}/andra")).await, "main form");
    assert_eq!(form.set("dag_1", 0, "2027-01-12").send(&secretary).await.status, 422);
    let by_hand = sqlx::query!("update meetings set held_on = '2027-01-12'");
    assert!(by_hand.execute(&site.owner).await.unwrap_err().to_string().contains("ended"));
    assert!(secretary.get("/arbete/sammantraden").await.text("main").contains("upphör den 31"));

    let public = site.nobody();
    let ended = public.get("/laxa/organ/byggnadsnamnden").await;
    assert!(ended.plain("main").contains("Upphör den 31 december 2026"), "{}", ended.text("main"));
    assert_eq!(
        ended.attribute(".message a", "href").as_deref(),
        Some("/laxa/organ/samhallsnamnden")
    );
    let next = public.get("/laxa/organ/samhallsnamnden").await.plain(".facts");
    assert!(next.contains("Byggnadsnämnden, till och med 31 december 2026"), "{next}");
    assert!(next.contains("Miljönämnden"), "{next}");
    let work = admin.get(&format!("/arbete/organ/{both}")).await.text(".facts");
    assert!(work.contains("Byggnadsnämnden") && work.contains("Miljönämnden"), "{work}");

    let page = admin.get(&format!("/arbete/organ/{build}/avslut")).await;
    let recalled = Sheet::of(&page, "main form").set("reason", 0, "Nytt beslut").send(&admin).await;
    assert_eq!(recalled.status, 303, "{}", recalled.text("main"));
    assert!(plan("2027-01-12").await.location.is_some());
    assert_eq!(admin.get(&format!("/arbete/organ/{nature}/avslut")).await.status, 200);
    let stranger = site.municipality("hallsberg", "Hallsberg").await;
    let stranger = site.administrator(stranger).await;
    for page in ["avslut", "namn"] {
        assert_eq!(stranger.get(&format!("/arbete/organ/{build}/{page}")).await.status, 404);
    }
    site.close().await;
}
