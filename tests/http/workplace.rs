//! A meeting that people take all the way, page by page: planned, written, closed, signed, announced, published.

use sqlx::postgres::PgConnectOptions;
use time::{OffsetDateTime, macros::datetime};
use uuid::Uuid;

use crate::{
    ground::PASSWORD,
    sheet::Sheet,
    support::{Person, TestSite},
};

/// A board with its secretary, chair and adjuster, who work with one meeting after the other.
pub(crate) struct Workplace {
    pub(crate) site: TestSite,
    pub(crate) board: Uuid,
    pub(crate) secretary: Person,
    chair: Person,
    adjuster: Person,
    chair_seat: Uuid,
    adjuster_seat: Uuid,
    adjuster_person: Uuid,
}

/// A meeting under way: its page, and its §§ in order.
pub(crate) struct Walk {
    pub(crate) path: String,
    pub(crate) items: Vec<Uuid>,
}

impl Workplace {
    /// A board of two seats in Lekeberg, on the afternoon of its meetings.
    pub(crate) async fn begin(at: PgConnectOptions) -> Self {
        Self::begin_at(datetime!(2020-09-08 15:00 UTC), at).await
    }

    /// The same on another day.
    pub(crate) async fn begin_at(now: OffsetDateTime, at: PgConnectOptions) -> Self {
        let site = TestSite::at(now, at).await;
        let host = site.municipality("lekeberg", "Lekeberg").await;
        let board = site.board(host, "it-namnden", "IT-nämnden", "board").await;
        sqlx::query!("update boards set seats = 2 where id = $1", board)
            .execute(&site.owner)
            .await
            .unwrap();
        let mut people = Vec::new();
        for (name, role) in [("Kajsa Rosén", "chair"), ("Bo Björk", "member")] {
            let person = site.resident(host, name).await;
            let seat = site.seat(board, Some(person), role, 0).await;
            let email = format!("{person}@exempel.se");
            site.account(person, &email).await;
            people.push((person, seat, site.signed_in(&email, PASSWORD).await));
        }
        let secretary = site.secretary_of(board, "Sara Sekreterare").await;
        let (adjuster_person, adjuster_seat, adjuster) = people.pop().unwrap();
        let (_, chair_seat, chair) = people.pop().unwrap();
        Self { site, board, secretary, chair, adjuster, chair_seat, adjuster_seat, adjuster_person }
    }

    /// The chair, who serves and signs.
    pub(crate) fn chair(&self) -> &Person {
        &self.chair
    }

    /// Plans a meeting with one § for each text, which is also in the §'s title, and calls the roll.
    pub(crate) async fn write(&self, texts: &[&str]) -> Walk {
        let (key, board) = (Uuid::now_v7().to_string(), self.board.to_string());
        let day = self.site.now().date().to_string();
        let plan = [
            ("nyckel", key.as_str()),
            ("organ", board.as_str()),
            ("dag_1", day.as_str()),
            ("borjar_1", "13.00"),
            ("slutar_1", "14.00"),
            ("plats_1", "Rådsalen"),
            ("justeringsplats", "Digital justering"),
        ];
        let path = self.done("/arbete/sammantraden", &plan).await;
        let mut items = Vec::new();
        for text in texts {
            let key = Uuid::now_v7();
            self.add(&path, key, text).await;
            items.push(key);
        }
        let (chair, adjuster) = (self.chair_seat, self.adjuster_seat);
        let (present, other) = (format!("narvaro_{chair}"), format!("narvaro_{adjuster}"));
        let person = self.adjuster_person.to_string();
        let roll = [
            ("version", "1"),
            (present.as_str(), "narvarande"),
            (other.as_str(), "narvarande"),
            ("justerare_1", person.as_str()),
            ("namn_1", "Kim Tjänsteperson"),
            ("titel_1", "it-chef"),
        ];
        self.done(&format!("{path}/narvaro"), &roll).await;
        Walk { path, items }
    }

    async fn add(&self, meeting: &str, key: Uuid, text: &str) {
        let fields = [
            ("nyckel", &*key.to_string()),
            ("slag", "decision"),
            ("rubrik", &format!("Rubrik {text}")),
            ("diarienummer", &format!("IT {text}")),
        ];
        self.done(&format!("{meeting}/paragrafer"), &fields).await;
        let path = format!("/arbete/paragrafer/{key}");
        let sheet = Sheet::of(&self.secretary.get(&path).await, "#paragraf")
            .set("foredragande", 0, text)
            .set("text-", 0, &format!("Beskrivning {text}."))
            .set("ingress-", 0, "IT-nämnden beslutar")
            .set("punkttext-", 0, &format!("godkänna {text}."))
            .set("overklagas-", 0, "legality")
            .set("underlag", 0, &format!("Skrivelse {text} | IT 1"))
            .set("skickas_till", 0, &format!("Mottagare {text}"))
            .with("atgard", "spara");
        let saved = sheet.send_to(&self.secretary, &path).await;
        assert_eq!(saved.status, 303, "{}", saved.text(".error-summary"));
    }

    /// Closes the meeting, which freezes the numbers.
    pub(crate) async fn close(&self, walk: &Walk) {
        let path = format!("{}/avsluta", walk.path);
        let page = self.secretary.get(&path).await;
        let shown = page.attribute("input[name=paragrafer]", "value").unwrap();
        self.done(&path, &[("slutar_1", "14.00"), ("paragrafer", &shown)]).await;
    }

    /// Sends the protocol to its signers, with the same reason for every breach, and gives the version.
    pub(crate) async fn send(&self, walk: &Walk, reason: &str) -> Uuid {
        self.send_from(&format!("{}/justering", walk.path), reason).await
    }

    /// The same from the page of any batch.
    pub(crate) async fn send_from(&self, path: &str, reason: &str) -> Uuid {
        let seen = self.secretary.get(path).await.attribute("[name=sett]", "value").unwrap();
        let fields = [&[("sett", seen.as_str())][..], &[("reason", reason); 9]].concat();
        self.done(path, &fields).await;
        sqlx::query_scalar!("select id from versions order by id desc limit 1")
            .fetch_one(&self.site.owner)
            .await
            .unwrap()
    }

    /// The adjuster refuses, and the secretary takes the version back.
    pub(crate) async fn refuse(&self, walk: &Walk, version: Uuid, reason: &str) {
        let why = [("reason", reason)];
        let refused = self.adjuster.post(&format!("/justera/{version}/avsta"), &why).await;
        assert_eq!(refused.status, 303, "{}", refused.text("main"));
        self.done(&format!("{}/aterkalla", walk.path), &why).await;
    }

    /// All three sign; the last signature adjusts, freezes and announces.
    pub(crate) async fn sign(&self, version: Uuid) {
        for signer in [&self.chair, &self.adjuster, &self.secretary] {
            let order = signer.post(&format!("/justera/{version}/godkann"), &[]).await;
            let signed = signer.post(&order.location.unwrap(), &[("password", PASSWORD)]).await;
            assert_eq!(signed.status, 303, "{}", signed.text("main"));
        }
    }

    /// Two §§ refused once, adjusted, announced, and the first of them published.
    pub(crate) async fn published(at: PgConnectOptions) -> Self {
        Self::published_with(at, "").await
    }

    /// The same, with rows laid by SQL before the protocol is sent.
    pub(crate) async fn published_with(at: PgConnectOptions, rows: &'static str) -> Self {
        let workplace = Self::begin(at).await;
        let walk = workplace.write(&["ett", "två"]).await;
        workplace.close(&walk).await;
        sqlx::raw_sql(rows).execute(&workplace.site.owner).await.unwrap();
        let first = workplace.send(&walk, "Brådskande").await;
        workplace.refuse(&walk, first, "Fel belopp").await;
        let second = workplace.send(&walk, "Brådskande").await;
        workplace.sign(second).await;
        workplace.publish(&walk, walk.items[1]).await;
        workplace
    }

    /// Publishes the protocol, except one §.
    pub(crate) async fn publish(&self, walk: &Walk, withheld: Uuid) {
        let withheld = withheld.to_string();
        self.done(&format!("{}/publicering", walk.path), &[("withheld", &withheld)]).await;
    }

    pub(crate) async fn done(&self, path: &str, fields: &[(&str, &str)]) -> String {
        let answer = self.secretary.post(path, fields).await;
        assert_eq!(answer.status, 303, "{path}: {}", answer.text("main"));
        answer.location.unwrap()
    }
}
