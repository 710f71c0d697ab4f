//! A body that meets, with members and substitutes by name, whose secretary notes what happens there.

use scraper::Selector;
use sqlx::postgres::PgConnectOptions;
use time::macros::datetime;
use uuid::Uuid;

use crate::{
    sheet::Sheet,
    support::{Page, Person, TestSite},
};

/// The day of the walk-through's meeting.
pub(crate) const DAY: &str = "2026-11-24";

/// A body with its secretary.
pub(crate) struct Chamber {
    pub(crate) site: TestSite,
    pub(crate) host: Uuid,
    pub(crate) board: Uuid,
    pub(crate) secretary: Person,
    seats: Vec<Place>,
}

/// A seat, and whose it is.
struct Place {
    name: String,
    person: Option<Uuid>,
    seat: Uuid,
    substitute: bool,
}

/// A meeting under way: its page, and its §§ in order.
pub(crate) struct Meeting {
    pub(crate) path: String,
    pub(crate) items: Vec<Uuid>,
}

impl Chamber {
    /// A body of a kind: "Anna Berg (S)", the chair first; an empty name is a vacant seat. Substitutes in the order of call.
    pub(crate) async fn of(
        at: PgConnectOptions,
        kind: &str,
        members: &[&str],
        substitutes: &[&str],
    ) -> Self {
        let site = TestSite::at(datetime!(2026-11-24 16:00 UTC), at).await;
        let host = site.municipality("norrbo", "Norrbo").await;
        let name = if kind == "council" { "Kommunfullmäktige" } else { "Byggnadsnämnden" };
        let board = site.board(host, "organet", name, kind).await;
        sqlx::query!(
            "update boards set seats = $2 where id = $1",
            board,
            i32::try_from(members.len()).unwrap()
        )
        .execute(&site.owner)
        .await
        .unwrap();
        let secretary = site.secretary_of(board, "Sara Sekreterare").await;
        let mut chamber = Self { site, host, board, secretary, seats: Vec::new() };
        for (n, member) in members.iter().enumerate() {
            let role = ["chair", "first_vice_chair"].get(n).copied().unwrap_or("member");
            chamber.sit(member, role, n).await;
        }
        for (n, substitute) in substitutes.iter().enumerate() {
            chamber.sit(substitute, "substitute", n).await;
        }
        chamber
    }

    async fn sit(&mut self, named: &str, role: &str, order: usize) {
        let (name, party) = named.trim_end_matches(')').split_once('(').unwrap_or((named, ""));
        let name = name.trim().to_owned();
        let person =
            if name.is_empty() { None } else { Some(self.site.resident(self.host, &name).await) };
        let order = i32::try_from(order).unwrap();
        let seat = self.site.seat(self.board, person, role, order).await;
        sqlx::query!("update seats set party = $2 where id = $1", seat, party)
            .execute(&self.site.owner)
            .await
            .unwrap();
        self.seats.push(Place { name, person, seat, substitute: role == "substitute" });
    }

    pub(crate) fn person(&self, name: &str) -> String {
        let place = self.seats.iter().find(|place| place.name == name);
        place.unwrap_or_else(|| panic!("nobody is called {name}")).person.unwrap().to_string()
    }

    /// A member's seat; of a vacant one, an empty name.
    pub(crate) fn seat(&self, name: &str) -> String {
        let place = self.seats.iter().find(|place| place.name == name && !place.substitute);
        place.unwrap_or_else(|| panic!("no seat of {name}")).seat.to_string()
    }

    /// A meeting with a § for each kind and title.
    pub(crate) async fn meets(&self, items: &[(&str, &str)]) -> Meeting {
        let (key, board) = (Uuid::now_v7().to_string(), self.board.to_string());
        let plan = [
            ("nyckel", key.as_str()),
            ("organ", board.as_str()),
            ("dag_1", DAY),
            ("borjar_1", "13.00"),
            ("plats_1", "Rådsalen"),
            ("justeringsplats", "Digital justering"),
        ];
        let path = self.done("/arbete/sammantraden", &plan).await;
        let mut meeting = Meeting { path, items: Vec::new() };
        for (kind, title) in items {
            let key = Uuid::now_v7();
            let fields = [("nyckel", &*key.to_string()), ("slag", kind), ("rubrik", title)];
            self.done(&format!("{}/paragrafer", meeting.path), &fields).await;
            meeting.items.push(key);
        }
        meeting
    }

    /// Calls the roll: who is there of the members, which substitute serves for whom, who adjusts.
    pub(crate) async fn roll(
        &self,
        meeting: &Meeting,
        absent: &[&str],
        serving: &[(&str, &str)],
        adjuster: &str,
    ) -> Page {
        let mut sheet = Sheet::of(
            &self.secretary.get(&format!("{}/narvaro", meeting.path)).await,
            "form.stack",
        );
        for place in self.seats.iter().filter(|place| place.person.is_some()) {
            let field = format!("narvaro_{}", place.seat);
            if place.substitute {
                let whom = serving.iter().find(|(substitute, _)| *substitute == place.name);
                let answer = if whom.is_some() { "tjanstgor" } else { "utan" };
                sheet = sheet.set(&field, 0, answer);
                if let Some((_, whom)) = whom {
                    sheet = sheet.set(&format!("for_{}", place.seat), 0, &self.seat(whom));
                }
            } else {
                let there = !absent.contains(&place.name.as_str());
                sheet = sheet.set(&field, 0, if there { "narvarande" } else { "franvarande" });
            }
        }
        if !adjuster.is_empty() {
            sheet = sheet.set("justerare_1", 0, &self.person(adjuster));
        }
        sheet.send_to(&self.secretary, &format!("{}/narvaro", meeting.path)).await
    }

    /// Notes what happens at a § (by its place in the meeting; none is after the last one).
    pub(crate) async fn notes(
        &self,
        meeting: &Meeting,
        (item, edge, event): (Option<usize>, &str, &str),
        more: &[(&str, &str)],
    ) -> Page {
        let item = item.map_or("slut".to_owned(), |item| meeting.items[item].to_string());
        let mut fields = vec![("paragraf", item.as_str()), ("lage", edge), ("handelse", event)];
        fields.extend(more);
        self.secretary.post(&format!("{}/forlopp", meeting.path), &fields).await
    }

    /// The same, of a person by name, and it is done.
    pub(crate) async fn sees(
        &self,
        meeting: &Meeting,
        at: (usize, &str, &str),
        name: &str,
        more: &[(&str, &str)],
    ) {
        let person = self.person(name);
        let mut fields = vec![("person", person.as_str())];
        fields.extend(more);
        let answer = self.notes(meeting, (Some(at.0), at.1, at.2), &fields).await;
        assert_eq!(answer.status, 303, "{}", answer.plain("form.stack, .error-summary"));
    }

    /// Adds a fact of how a § was decided, and gives its id.
    pub(crate) async fn fact(&self, item: Uuid, kind: &str, fields: &[(&str, &str)]) -> String {
        let (answer, key) = self.tries(item, kind, fields).await;
        assert_eq!(answer.status, 303, "{}", answer.plain(".error-summary"));
        key
    }

    pub(crate) async fn tries(
        &self,
        item: Uuid,
        kind: &str,
        more: &[(&str, &str)],
    ) -> (Page, String) {
        let key = Uuid::now_v7().to_string();
        let path = format!("/arbete/paragrafer/{item}/beslutsgang/{kind}");
        let page = self.secretary.get(&path).await;
        let seen = page.attribute("input[name=sett]", "value").unwrap_or_default();
        let mut fields =
            vec![("nyckel", key.as_str()), ("sett", seen.as_str()), ("atgard", "spara")];
        fields.extend(more);
        (self.secretary.post(&path, &fields).await, key)
    }

    /// Writes the decision of a §, one point for each text.
    pub(crate) async fn decides(&self, item: Uuid, points: &[&str]) {
        let path = format!("/arbete/paragrafer/{item}");
        let mut sheet = Sheet::of(&self.secretary.get(&path).await, "#paragraf");
        for (n, point) in points.iter().enumerate() {
            if n > 0 {
                let decision = sheet.value("beslut", 0);
                let grown = sheet.with("atgard", &format!("ny-punkt:{decision}"));
                let page = grown.send_to(&self.secretary, &path).await;
                sheet = Sheet::of(&page, "#paragraf");
            }
            sheet = sheet.set("punkttext-", n, point);
        }
        let saved = sheet.with("atgard", "spara").send_to(&self.secretary, &path).await;
        assert_eq!(saved.status, 303, "{}", saved.text(".error-summary"));
    }

    pub(crate) async fn closes(&self, meeting: &Meeting) {
        let path = format!("{}/avsluta", meeting.path);
        let page = self.secretary.get(&path).await;
        let shown = page.attribute("input[name=paragrafer]", "value").unwrap();
        self.done(&path, &[("paragrafer", &shown), ("slutar_1", "15.25")]).await;
    }

    /// The protocol as it would be sent now.
    pub(crate) async fn protocol(&self, meeting: &Meeting) -> Page {
        self.secretary.get(&format!("{}/justering", meeting.path)).await
    }

    /// The text of one § of it.
    pub(crate) async fn printed(&self, meeting: &Meeting, item: usize) -> String {
        let page = self.protocol(meeting).await;
        words(&page, &format!(".record article:nth-of-type({})", item + 1))
    }

    /// Finds words in a § of it.
    pub(crate) async fn printed_draft(&self, meeting: &Meeting, item: usize, words: &str) {
        let printed = self.printed(meeting, item).await;
        assert!(printed.contains(words), "{words} is not in {printed}");
    }

    /// The front page's lists of persons.
    pub(crate) async fn front(&self, meeting: &Meeting) -> String {
        words(&self.protocol(meeting).await, ".record section[aria-labelledby=narvaro]")
    }

    /// The first page's facts.
    pub(crate) async fn first(&self, meeting: &Meeting) -> String {
        words(&self.protocol(meeting).await, ".record section[aria-labelledby=sammantradet]")
    }

    pub(crate) async fn done(&self, path: &str, fields: &[(&str, &str)]) -> String {
        let answer = self.secretary.post(path, fields).await;
        assert_eq!(answer.status, 303, "{path}: {}", answer.plain("main"));
        answer.location.unwrap_or_default()
    }
}

/// The text of everything that `css` selects, each node apart from the next.
fn words(page: &Page, css: &str) -> String {
    let html = page.html();
    let selector = Selector::parse(css).unwrap();
    let nodes = html.select(&selector).flat_map(|element| element.text().collect::<Vec<_>>());
    let text = nodes.collect::<Vec<_>>().join(" ").replace('\u{a0}', " ");
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace(" ,", ",")
}
