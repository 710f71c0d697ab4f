//! A body with its members and its secretary (organet), laid in the register behind the site.

use paragraf::{accounts::hash_password, machine_time};
use uuid::Uuid;

use crate::{place::Place, visitor::Visitor};

const EMAIL: &str = "sara@exempel.se";
const PASSWORD: &str = "tre gröna hästar";

impl Place {
    /// A body of a kind: "Anna Berg (S)", the chair and the vice chair first, then the substitutes in the order of call.
    pub(crate) async fn body(&self, kind: &str, name: &str, members: &[String], rest: &[String]) {
        let host = Uuid::now_v7();
        sqlx::query!(
            "insert into municipalities (id, slug, name, short_name, kind, court, kept_at)
             values ($1, 'norrbo', 'Norrbo kommun', 'Norrbo', 'municipality', 'Förvaltningsrätten i Karlstad', 'Kommunhuset')",
            host
        )
        .execute(self.behind())
        .await
        .unwrap();
        let board = Uuid::now_v7();
        sqlx::query!(
            "insert into boards (id, host_id, slug, name, kind, seats, adjusters, remote_decision, digital_adjusting_decision)
             values ($1, $2, 'organet', $3, $4, $5, 1, 'Reglementet, 14 §', 'Reglementet, 21 §')",
            board,
            host,
            name,
            kind,
            i32::try_from(members.len()).unwrap(),
        )
        .execute(self.behind())
        .await
        .unwrap();
        sqlx::query!(
            "insert into participants (board_id, municipality_id, accepted) values ($1, $2, true)",
            board,
            host
        )
        .execute(self.behind())
        .await
        .unwrap();
        for (n, member) in members.iter().enumerate() {
            let role = ["chair", "first_vice_chair"].get(n).copied().unwrap_or("member");
            self.sits(board, host, member, (role, n)).await;
        }
        for (n, substitute) in rest.iter().enumerate() {
            self.sits(board, host, substitute, ("substitute", n)).await;
        }
        self.secretary(board, host).await;
    }

    async fn sits(&self, board: Uuid, host: Uuid, named: &str, (role, order): (&str, usize)) {
        let (name, party) = named.trim_end_matches(')').split_once(" (").unwrap();
        let person = self.resident(host, name).await;
        sqlx::query!(
            "insert into seats (id, board_id, person_id, role, party, call_order, starts_on) values ($1, $2, $3, $4, $5, $6, '2019-01-01')",
            Uuid::now_v7(),
            board,
            person,
            role,
            party,
            i32::try_from(order).unwrap(),
        )
        .execute(self.behind())
        .await
        .unwrap();
    }

    async fn resident(&self, host: Uuid, name: &str) -> Uuid {
        let person = Uuid::now_v7();
        sqlx::query!(
            "insert into persons (id, name, home_id) values ($1, $2, $3)",
            person,
            name,
            host
        )
        .execute(self.behind())
        .await
        .unwrap();
        person
    }

    async fn secretary(&self, board: Uuid, host: Uuid) {
        let (person, account) = (self.resident(host, "Sara Sekreterare").await, Uuid::now_v7());
        let password = hash_password(PASSWORD).await.unwrap();
        sqlx::query!(
            "insert into accounts (id, person_id, email, password, created_at) values ($1, $2, $3, $4, $5)",
            account,
            person,
            EMAIL,
            password,
            machine_time(),
        )
        .execute(self.behind())
        .await
        .unwrap();
        sqlx::query!(
            "insert into grants (id, account_id, role, board_id, given_at) values ($1, $2, 'secretary', $3, $4)",
            Uuid::now_v7(),
            account,
            board,
            machine_time(),
        )
        .execute(self.behind())
        .await
        .unwrap();
    }
}

impl Visitor {
    pub(crate) async fn signs_in(&mut self) {
        self.open("/logga-in").await;
        self.write("E-post", EMAIL).await;
        self.write("Lösenord", PASSWORD).await;
        self.press("Logga in").await;
    }

    /// Plans a meeting of 24 November 2026 with these points, each a kind and a title.
    pub(crate) async fn plans(&mut self, meeting: &str, points: &[(&str, &str)]) {
        self.follow("Sammanträden").await;
        self.follow("Nytt sammanträde").await;
        self.write_in("Dag 1", "Dag", "2026-11-24").await;
        self.write("Börjar", "13.00").await;
        self.write_in("Dag 1", "Plats", "Rådsalen").await;
        self.tick("Deltagande på distans", "Ledamöter får delta på distans").await;
        self.press("Skapa sammanträdet").await;
        self.on(meeting).await;
        for (kind, title) in points {
            self.choose("Slag", kind).await;
            self.write("Rubrik", title).await;
            self.press("Lägg till punkten").await;
        }
    }

    /// Notes what happens at a § of the course's page.
    pub(crate) async fn notes(&self, what: &str, who: &str, (at, edge): (&str, &str), clock: &str) {
        self.choose("Vad händer?", what).await;
        if !who.is_empty() {
            self.choose("Vem?", who).await;
        }
        self.choose("Vid vilken paragraf?", at).await;
        self.choose("Före, under eller efter den?", edge).await;
        self.write("Klockslag", clock).await;
        self.press("Anteckna").await;
    }

    /// The same of one who takes somebody's seat.
    pub(crate) async fn seats(&self, who: &str, whose: &str, (at, edge): (&str, &str)) {
        self.choose("Vad händer?", "Börjar tjänstgöra").await;
        self.choose("Vem?", who).await;
        self.choose("Vid vilken paragraf?", at).await;
        self.choose("Före, under eller efter den?", edge).await;
        if !whose.is_empty() {
            self.unfold("Vems plats, på distans, tjänsteperson eller gäst, skäl").await;
            self.choose("På vems plats?", whose).await;
        }
        self.press("Anteckna").await;
    }

    /// Adds a claim of one person on the page of a §'s procedure.
    pub(crate) async fn claims(&self, who: &str, kind: &str, text: &str) {
        self.follow("Lägg till ett yrkande").await;
        self.choose("Person 1", who).await;
        self.choose("Slag", kind).await;
        self.write("Yrkandet", text).await;
        self.press("Spara").await;
    }

    /// Adds a proposition between options, given as they are listed, and the number of the one that wins.
    pub(crate) async fn puts(&self, stage: &str, options: &[&str], (by, wins): (&str, &str)) {
        self.follow("Lägg till en proposition").await;
        self.choose("Skede", stage).await;
        for _ in 2..options.len() {
            self.press("Lägg till en rad").await;
        }
        for (n, option) in (1..).zip(options) {
            let listed = option.starts_with(|c: char| c.is_ascii_digit());
            if listed {
                self.choose(&format!("Alternativ {n}"), option).await;
            } else {
                self.write(&format!("eller med ord {n}"), option).await;
            }
        }
        self.choose("Avgörs genom", by).await;
        self.choose("Ordföranden finner att beslutet blir", wins).await;
        self.press("Spara").await;
    }

    /// Begins an open vote with what yes and no mean.
    pub(crate) async fn votes(&self, yes: &str, no: &str) {
        self.follow("Öppen omröstning").await;
        self.write("Ja betyder", yes).await;
        self.write("Nej betyder", no).await;
    }
}
