//! The whole job on a real protocol: Sydnärkes IT-nämnd, 8 September 2020, from an empty register to the public's PDF.

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use time::macros::datetime;
use uuid::Uuid;

use crate::{
    ground::PASSWORD,
    sheet::Sheet,
    support::{Page, Person, TestSite},
};

const MEMBERS: [(&str, &str, &str, &str); 5] = [
    ("Magnus Andersson", "chair", "S", "hallsberg"),
    ("Bo Rudolfsson", "first_vice_chair", "KD", "laxa"),
    ("Caroline Dieker", "member", "M", "askersund"),
    ("Johan Niklasson", "member", "C", "lekeberg"),
    ("Anna Ahnér", "substitute", "S", "hallsberg"),
];

const DESCRIPTION: &str = "Verksamheten har under perioden fortsatt präglats av Covid-19 vad gäller distansarbete och förändringsstopp i de tekniska miljöerna.

Sydnärkes IT-förvaltning redovisar till och med 31 juli ett överskott på 1 579 tkr. För helåret prognostiseras ett överskott på 420 tkr.";

const APPROVES: &str = "Sydnärkes IT-nämnd godkänner delårsbokslut med prognos 2 för 2020.";

/// The people of the journey, and where the meeting is.
pub(crate) struct Journey {
    pub(crate) site: TestSite,
    municipalities: Vec<(&'static str, Uuid)>,
    pub(crate) secretary: Person,
    pub(crate) meeting: String,
}

impl Journey {
    pub(crate) fn municipality(&self, slug: &str) -> Uuid {
        self.municipalities.iter().find(|(other, _)| *other == slug).unwrap().1
    }

    pub(crate) async fn signer(&self, name: &str) -> Person {
        let email = format!("{}@exempel.se", name.split(' ').next().unwrap().to_lowercase());
        self.site.signed_in(&email, PASSWORD).await
    }

    /// The newest mail to an address.
    pub(crate) async fn mail_to(&self, address: &str) -> String {
        sqlx::query_scalar!(
            "select body from mails where to_address = $1 order by id desc limit 1",
            address
        )
        .fetch_one(&self.site.owner)
        .await
        .unwrap()
    }

    /// The address of the host's notice, as the public finds it.
    pub(crate) async fn notice(&self, slug: &str) -> String {
        let board = self.site.nobody().get(&format!("/{slug}/anslagstavla")).await;
        board.attribute("main a[href*='/anslag/']", "href").unwrap()
    }
}

pub(crate) fn done(answer: Page) -> String {
    assert_eq!(answer.status, 303, "{}", answer.text("main"));
    answer.location.unwrap()
}

/// Registers the board with its four municipalities and everyone on it, as the administrator of all four.
async fn register(site: &TestSite) -> (Vec<(&'static str, Uuid)>, Uuid) {
    let mut municipalities = Vec::new();
    let administrator = site.person("Adam Admin").await;
    let account = site.account(administrator, "adam@exempel.se").await;
    for (slug, name) in [
        ("lekeberg", "Lekeberg"),
        ("askersund", "Askersund"),
        ("hallsberg", "Hallsberg"),
        ("laxa", "Laxå"),
    ] {
        let id = site.municipality(slug, name).await;
        site.grant(account, "administrator", id).await;
        municipalities.push((slug, id));
    }
    let of = |slug: &str| municipalities.iter().find(|(other, _)| *other == slug).unwrap().1;
    let admin = site.signed_in("adam@exempel.se", PASSWORD).await;

    let mut board = Sheet::of(&admin.get("/arbete/organ/nytt").await, "main form")
        .set("host", 0, &of("lekeberg").to_string())
        .set("name", 0, "Sydnärkes IT-nämnd")
        .set("kind", 0, "joint_board")
        .set("seats", 0, "4")
        .set("adjusters", 0, "1")
        .set("remote_decision", 0, "Kommunfullmäktige 2020-04-20 § 40")
        .set("digital_adjusting_decision", 0, "Reglementet, 21 §");
    for (_, id) in &municipalities[1..] {
        board = board.with("participants", &id.to_string());
    }
    let board = done(board.send(&admin).await);
    let series = Sheet::of(&admin.get(&format!("{board}/serier")).await, "main form")
        .set("instance", 0, "2020")
        .set("first", 0, "22")
        .set("reason", 0, "§§ 1–21 finns i det förra systemet.");
    done(series.send(&admin).await);
    seat_everyone(site, &admin, &board, &municipalities).await;
    (municipalities, board.rsplit('/').next().unwrap().parse().unwrap())
}

/// The members and the officials, in the register of their municipalities.
async fn seat_everyone(
    site: &TestSite,
    admin: &Person,
    board: &str,
    municipalities: &[(&str, Uuid)],
) {
    let of = |slug: &str| municipalities.iter().find(|(other, _)| *other == slug).unwrap().1;
    for (n, (name, role, party, slug)) in MEMBERS.into_iter().enumerate() {
        let person = Sheet::of(&admin.get("/arbete/personer/ny").await, "main form")
            .set("name", 0, name)
            .set("home", 0, &of(slug).to_string());
        done(person.send(admin).await);
        let person = person_named(site, name).await;
        let seat = Sheet::of(&admin.get(&format!("{board}/platser/ny")).await, "main form")
            .set("person", 0, &person.to_string())
            .set("role", 0, role)
            .set("party", 0, party)
            .set("municipality", 0, &of(slug).to_string())
            .set("call_order", 0, &n.to_string())
            .set("starts_on", 0, "2019-01-01");
        done(seat.send(admin).await);
    }
    for (name, title) in [("Marcus Cederberg", "Förvaltningschef"), ("Kajsa Rosén", "Sekreterare")]
    {
        let official = Sheet::of(&admin.get("/arbete/tjanstepersoner/ny").await, "main form")
            .set("name", 0, name)
            .set("title", 0, title)
            .set("municipality", 0, &of("lekeberg").to_string())
            .set("starts_on", 0, "2019-01-01");
        done(official.send(admin).await);
    }
}

async fn person_named(site: &TestSite, name: &str) -> Uuid {
    sqlx::query_scalar!("select id from persons where name = $1", name)
        .fetch_one(&site.owner)
        .await
        .unwrap()
}

/// The board registered, the meeting held and its § written; nothing sent.
pub(crate) async fn written(at: PgConnectOptions) -> Journey {
    let site = TestSite::at(datetime!(2020-09-08 09:00 UTC), at).await;
    let (municipalities, board) = register(&site).await;
    for name in ["Kajsa Rosén", "Magnus Andersson", "Caroline Dieker"] {
        let email = format!("{}@exempel.se", name.split(' ').next().unwrap().to_lowercase());
        let account = site.account(person_named(&site, name).await, &email).await;
        if name == "Kajsa Rosén" {
            site.grant(account, "secretary", board).await;
        }
    }
    let secretary = site.signed_in("kajsa@exempel.se", PASSWORD).await;

    let planned = Sheet::of(&secretary.get("/arbete/sammantraden/nytt").await, "main form")
        .set("dag_1", 0, "2020-09-08")
        .set("borjar_1", 0, "9.00")
        .set("plats_1", 0, "Rådsalen, Askersund")
        .with("distans", "ja")
        .set("justeringsplats", 0, "Digital justering");
    let meeting = done(planned.send(&secretary).await);
    let item = Sheet::of(&secretary.get(&meeting).await, "form[action$=paragrafer]")
        .set("rubrik", 0, "Delårsbokslut 2020 (Prognos 2) för Sydnärkes IT-nämnd")
        .set("diarienummer", 0, "Syd-IT 20-29");
    done(item.send(&secretary).await);
    let item = secretary.get(&meeting).await.attribute("tbody th a", "href").unwrap();
    let text = Sheet::of(&secretary.get(&item).await, "#paragraf")
        .set("text-", 0, DESCRIPTION)
        .set("text-", 1, APPROVES)
        .set("punkttext-", 0, APPROVES)
        .set("underlag", 0, "Tjänsteskrivelse - Delårsbokslut 2020 för Sydnärkes IT-nämnd | Syd-IT 20-29-1\nDelårsbokslut 2020 för Sydnärkes IT-nämnd | Syd-IT 20-29-2")
        .with("atgard", "spara");
    done(text.send(&secretary).await);
    let journey = Journey { site, municipalities, secretary, meeting };
    call_over(&journey).await;
    journey
}

async fn call_over(journey: &Journey) {
    let Journey { site, secretary, meeting, .. } = journey;
    let page = secretary.get(&format!("{meeting}/narvaro")).await;
    let seat = async |name: &str| {
        sqlx::query_scalar!(
            "select s.id from seats s join persons p on p.id = s.person_id where p.name = $1",
            name
        )
        .fetch_one(&site.owner)
        .await
        .unwrap()
    };
    let (remote, aside) = (seat("Johan Niklasson").await, seat("Anna Ahnér").await);
    let caroline = person_named(site, "Caroline Dieker").await.to_string();
    let roll = Sheet::of(&page, "form[action$=narvaro]")
        .set(&format!("narvaro_{remote}"), 0, "distans")
        .set(&format!("narvaro_{aside}"), 0, "utan")
        .set("justerare_1", 0, &caroline)
        .set("namn_1", 0, "Marcus Cederberg")
        .set("titel_1", 0, "Förvaltningschef")
        .with("atgard", "lagg-till-rad");
    let again = roll.send(secretary).await;
    let roll = Sheet::of(&again, "form[action$=narvaro]").set("namn_2", 0, "Kajsa Rosén").set(
        "titel_2",
        0,
        "Sekreterare",
    );
    done(roll.send(secretary).await);
    let close = Sheet::of(&secretary.get(&format!("{meeting}/avsluta")).await, "main form")
        .set("slutar_1", 0, "10.30");
    done(close.send(secretary).await);
}

/// Sends it to be adjusted, with a reason for the breach that the register shows.
pub(crate) async fn send(journey: &Journey) {
    let Journey { secretary, meeting, .. } = journey;
    let sending = format!("{meeting}/justering");
    let review = secretary.get(&sending).await;
    assert!(!review.text("#granskning").contains("Måste rättas"), "{}", review.text("#granskning"));
    assert!(review.plain("#granskning").contains("9 kap. 24 § kommunallagen"), "BOD-04 warns");
    assert_eq!(secretary.post(&sending, &[]).await.status, 409, "nobody has looked at it");
    let form = Sheet::of(&review, "#granskning form");
    assert_eq!(form.send_to(secretary, &sending).await.status, 422, "a breach needs a reason");
    let form = form.set("reason", 0, "Ersättarna läggs in senare.");
    done(form.send_to(secretary, &sending).await);
}

/// Sends it to be adjusted and lets all three sign.
pub(crate) async fn adjust(journey: &Journey) {
    send(journey).await;
    assert!(journey.mail_to("caroline@exempel.se").await.contains("Du är justerare."));
    for name in ["Magnus Andersson", "Caroline Dieker", "Kajsa Rosén"] {
        sign(&journey.signer(name).await).await;
    }
}

pub(crate) async fn sign(signer: &Person) {
    let reading = signer.get("/justera").await.attribute("main a.button", "href").unwrap();
    let page = signer.get(&reading).await;
    assert!(page.plain(".record").contains("ett överskott på 1 579 tkr"), "{}", page.text("main"));
    let ordered = done(signer.post(&format!("{reading}/godkann"), &[]).await);
    assert_eq!(signer.post(&ordered, &[("password", "fel lösenord")]).await.status, 422);
    done(signer.post(&ordered, &[("password", PASSWORD)]).await);
}

/// The days that stand on a notice, by their labels.
pub(crate) fn fact(page: &Page, label: &str) -> String {
    let facts = page.plain(".facts");
    let after = facts.split(label).nth(1).unwrap_or_else(|| panic!("no {label}: {facts}"));
    after.chars().take(40).collect()
}

// E01, ADJ-24, ANS-07, APP-05
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn from_an_empty_register_to_four_boards_and_the_public(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let journey = written(at).await;
    adjust(&journey).await;

    for slug in ["lekeberg", "askersund", "hallsberg", "laxa"] {
        let page = journey.site.nobody().get(&journey.notice(slug).await).await;
        assert_eq!(page.status, 200);
        assert!(
            fact(&page, "Sista dag att överklaga").contains("Tisdag 29 september 2020"),
            "{slug}"
        );
        assert!(fact(&page, "Anslaget tas ned tidigast").contains("Onsdag 30 september 2020"));
    }
    let publish = format!("{}/publicering", journey.meeting);
    let form = Sheet::of(&journey.secretary.get(&publish).await, "main form");
    done(form.send_to(&journey.secretary, &publish).await);

    let public = journey.site.nobody();
    let path = "/lekeberg/protokoll/sydnarkes-it-namnd/2020-09-08";
    let protocol = public.get(path).await;
    assert_eq!(protocol.status, 200);
    let text = protocol.plain("main");
    for words in [
        "§ 22",
        "Syd-IT 20-29",
        "Delårsbokslut 2020 (Prognos 2) för Sydnärkes IT-nämnd",
        "Magnus Andersson",
        "Bo Rudolfsson",
        "Caroline Dieker",
        "Johan Niklasson",
        "Anna Ahnér",
        "Marcus Cederberg",
        "Kajsa Rosén",
        "Rådsalen, Askersund",
        "Laxå",
        "distans",
        APPROVES,
        "Syd-IT 20-29-2",
        "1 579 tkr",
    ] {
        assert!(text.contains(words), "{words} is not in {text}");
    }
    assert_eq!(public.get("/p/sydnarkes-it-namnd/2020/22").await.status, 404, "no municipality");
    let pdf = public.get(&format!("{path}/protokoll.pdf")).await;
    assert_eq!((pdf.status, pdf.media_type.as_str()), (200, "application/pdf"));
    assert!(pdf.body.starts_with(b"%PDF-1.7"));
    journey.site.close().await;
}
