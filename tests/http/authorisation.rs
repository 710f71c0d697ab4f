//! Who may do what (behörighet): every route, for everybody, in every state of a protocol, as the table beside this file says.

use std::collections::{BTreeMap, BTreeSet};
use std::{fs, path::PathBuf};

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use crate::{
    ground::PASSWORD,
    support::{Page, Person},
    workplace::{Walk, Workplace},
};

const TABLE: &str = include_str!("authorisation.md");

/// The states of a protocol, in the order in which it goes through them.
const STATES: [&str; 5] = ["planned", "closed", "sent", "adjusted", "published"];

/// A row of the table: a request, and what comes of it for each person.
struct Row {
    method: String,
    route: String,
    states: Vec<String>,
    fields: String,
    outcomes: Vec<String>,
}

/// The names of the columns that are people, and the rows.
fn table() -> (Vec<String>, Vec<Row>) {
    let mut lines = TABLE.lines().filter(|line| line.starts_with('|')).map(|line| {
        let cells = line.trim_matches('|').split('|');
        cells.map(|cell| cell.trim().trim_matches('`').to_owned()).collect::<Vec<_>>()
    });
    let people = lines.next().unwrap().split_off(4);
    let rows = lines.skip(1).map(|mut cells| {
        let outcomes = cells.split_off(4);
        let [method, route, states, fields] = cells.try_into().unwrap();
        let states = match states.as_str() {
            "" => vec![STATES[4].to_owned()],
            "every" => STATES.map(str::to_owned).to_vec(),
            states => states.split(' ').map(str::to_owned).collect(),
        };
        Row { method, route, states, fields, outcomes }
    });
    (people, rows.collect())
}

/// Method and address of every route that the program declares.
fn routes() -> BTreeSet<(String, String)> {
    let mut routes = BTreeSet::new();
    let mut folders = vec![PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let code = fs::read_to_string(path).unwrap();
                routes.extend(code.split(".route(").skip(1).flat_map(declared));
            }
        }
    }
    routes
}

/// The routes of one declaration, whose text begins after its first parenthesis.
fn declared(rest: &str) -> Vec<(String, String)> {
    let mut depth = 1;
    let end = rest.find(|c| {
        depth += match c {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        depth == 0
    });
    let declaration = &rest[..end.unwrap()];
    let Some(address) = declaration.split('"').nth(1).filter(|address| address.starts_with('/'))
    else {
        return vec![];
    };
    let has = |method: &str| declaration.contains(&format!("{method}("));
    ["get", "post"]
        .into_iter()
        .filter(|method| has(method))
        .map(|method| (method.to_uppercase(), address.to_owned()))
        .collect()
}

#[test]
fn no_route_stands_outside_the_table() {
    let (_, rows) = table();
    let known: BTreeSet<_> =
        rows.iter().map(|row| (row.method.clone(), row.route.clone())).collect();
    let declared = routes();
    assert!(declared.len() > 80, "{}", declared.len());
    let missing: Vec<_> = declared.difference(&known).collect();
    let gone: Vec<_> = known.difference(&declared).collect();
    assert!(missing.is_empty() && gone.is_empty(), "missing: {missing:#?}, gone: {gone:#?}");
}

/// Everything that an address can point at, by the state of its protocol.
struct Things {
    walks: BTreeMap<&'static str, Walk>,
    /// What a part of an address stands for, wherever it stands: `organ/{id}` and the like.
    fixed: BTreeMap<&'static str, String>,
    versions: BTreeMap<&'static str, Uuid>,
    orders: BTreeMap<&'static str, Uuid>,
    notices: BTreeMap<&'static str, Uuid>,
}

impl Things {
    /// The address with each of its parts filled in.
    fn fill(&self, route: &str, state: &str) -> String {
        let mut parts: Vec<String> = Vec::new();
        for part in route.split('/') {
            let before = parts.last().map_or("", String::as_str).to_owned();
            let filled = match (part, before.as_str()) {
                ("{id}" | "{meeting}", "sammantraden" | "handlingar") => self.meeting(state),
                ("{id}", "paragrafer") => self.walks[state].items[0].to_string(),
                ("{item}", "sekretess") => self.walks[state].items[1].to_string(),
                ("{version}", _) => of(&self.versions, state),
                ("{order}", _) => of(&self.orders, state),
                ("{notice}" | "{id}", "anslag") => of(&self.notices, state),
                (part, before) if part.starts_with('{') => {
                    let named = format!("{before}/{part}");
                    let found = self.fixed.get(named.as_str()).or_else(|| self.fixed.get(part));
                    found.unwrap_or_else(|| panic!("{route}: {named} stands for nothing")).clone()
                }
                (part, _) => part.to_owned(),
            };
            parts.push(filled);
        }
        parts.join("/")
    }

    fn meeting(&self, state: &str) -> String {
        self.walks[state].path.rsplit('/').next().unwrap().to_owned()
    }

    fn fields(&self, fields: &str, state: &str) -> Vec<(String, String)> {
        let filled = fields
            .replace("{new}", &Uuid::now_v7().to_string())
            .replace("{item}", &self.walks[state].items[0].to_string())
            .replace("{board}", &self.fixed["organ/{id}"]);
        let pairs = filled.split('&').filter(|pair| !pair.is_empty());
        pairs
            .map(|pair| pair.split_once('=').unwrap())
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect()
    }
}

/// What there is in a state, or something that does not exist.
fn of(ids: &BTreeMap<&'static str, Uuid>, state: &str) -> String {
    ids.get(state).copied().unwrap_or_default().to_string()
}

/// What came of a request, as the table writes it.
fn outcome(page: &Page) -> String {
    let to_sign_in = |to: &String| to.starts_with("/logga-in");
    match page.status {
        303 if page.location.as_ref().is_some_and(to_sign_in) => "L".to_owned(),
        401 => "L".to_owned(),
        200 | 303 | 308 | 422 => "J".to_owned(),
        409 => "R".to_owned(),
        404 | 410 => "–".to_owned(),
        status => status.to_string(),
    }
}

impl Workplace {
    /// One protocol in each state, the second § of each secret.
    async fn in_every_state(&self) -> Things {
        let (mut walks, mut versions) = (BTreeMap::new(), BTreeMap::new());
        for (reached, state) in STATES.into_iter().enumerate().rev() {
            let walk = self.write(&["öppet", "hemligt"]).await;
            let secret = format!("/arbete/paragrafer/{}/sekretess", walk.items[1]);
            let marked = self.secretary.post(&secret, &[("lagrum", "21 kap. 1 § OSL")]).await;
            assert_eq!(marked.status, 303);
            if reached > 0 {
                self.close(&walk).await;
            }
            if reached > 1 {
                let version = self.send(&walk, "Brådskande").await;
                versions.insert(state, version);
                if reached > 2 {
                    self.sign(version).await;
                } else {
                    self.chair().post(&format!("/justera/{version}/godkann"), &[]).await;
                }
            }
            if reached > 3 {
                self.publish(&walk, Uuid::nil()).await;
            }
            walks.insert(state, walk);
        }
        let (mut orders, mut notices) = (BTreeMap::new(), BTreeMap::new());
        for (state, version) in &versions {
            let order = sqlx::query_scalar!(
                "select id from signing_orders where version_id = $1 and office = 'chair' order by id limit 1",
                version
            );
            orders.insert(*state, order.fetch_one(&self.site.owner).await.unwrap());
            let notice = sqlx::query_scalar!(
                "select n.id from notices n join versions v on v.batch_id = n.batch_id where v.id = $1",
                version
            );
            if let Some(notice) = notice.fetch_optional(&self.site.owner).await.unwrap() {
                notices.insert(*state, notice);
            }
        }
        Things { walks, fixed: self.fixed().await, versions, orders, notices }
    }

    /// What there is one of, by the part of an address that stands for it.
    async fn fixed(&self) -> BTreeMap<&'static str, String> {
        let words = [
            ("{kommun}", "lekeberg"),
            ("{slag}", "person"),
            ("{steg}", "1"),
            ("{uppgift}", "yrkande"),
            ("brev/{id}", "0"),
            ("{organ}", "it-namnden"),
            ("{datum}", "2020-09-08"),
            ("{del}", "del-2"),
            ("{omgang}", "9"),
            ("{serie}", "2020"),
            ("{nr}", "1"),
        ]
        .map(|(part, word)| (part, word.to_owned()));
        let nothing = "{faktum} {reader} aterstallning/{id} aterstallningar/{id} borttaget/{id} mandatperioder/{id} mottagare/{id} \
            nycklar/{id} {uppdrag} {token} {file}";
        let nothing = nothing.split(' ').map(|part| (part, Uuid::nil().to_string()));
        let register = self.register().await.into_iter().chain(self.chairs().await);
        register.map(|(part, id)| (part, id.to_string())).chain(words).chain(nothing).collect()
    }

    /// The host's register: a person on whom nothing depends, an official who has an account with a role.
    async fn register(&self) -> Vec<(&'static str, Uuid)> {
        let owner = &self.site.owner;
        let host = sqlx::query_scalar!("select id from municipalities where slug = 'lekeberg'");
        let host = host.fetch_one(owner).await.unwrap();
        let person = self.site.resident(host, "Pia Person").await;
        let holder = self.site.resident(host, "Hanna Handläggare").await;
        let account = self.site.account(holder, "hanna@exempel.se").await;
        let grant = self.site.grant(account, "registrar", host).await;
        let official = Uuid::now_v7();
        sqlx::query!(
            "insert into officials (id, person_id, municipality_id, title, starts_on) values ($1, $2, $3, 'jurist', '2020-01-01')",
            official,
            holder,
            host
        )
        .execute(owner)
        .await
        .unwrap();
        vec![
            ("kommuner/{id}", host),
            ("uttrade/{kommun}", host),
            ("organ/{id}", self.board),
            ("organ/{board}", self.board),
            ("personer/{id}", person),
            ("person/{id}", person),
            ("tjanstepersoner/{id}", official),
            ("konton/{id}", account),
            ("roller/{roll}", grant),
        ]
    }

    /// The chair's seat, another place where the chair is signed in, and a form that the chair did not save.
    async fn chairs(&self) -> Vec<(&'static str, Uuid)> {
        let owner = &self.site.owner;
        let chair = sqlx::query!(
            r#"
            select a.id, s.id as seat from accounts a join seats s on s.person_id = a.person_id where s.board_id = $1 and s.role = 'chair'
            "#,
            self.board
        );
        let chair = chair.fetch_one(owner).await.unwrap();
        let session = sqlx::query_scalar!(
            r#"
            insert into sessions (token_hash, account_id, created_at, seen_at, authenticated_at)
            values (sha256('elsewhere'), $1, now(), now(), now()) returning id
            "#,
            chair.id
        );
        let session = session.fetch_one(owner).await.unwrap();
        let kept = Uuid::now_v7();
        sqlx::query!(
            "insert into kept_forms (id, account_id, path, body, kept_at) values ($1, $2, '/arbete/sparat', '[]', now())",
            kept,
            chair.id
        )
        .execute(owner)
        .await
        .unwrap();
        vec![
            ("platser/{plats}", chair.seat),
            ("platser/{id}", chair.seat),
            ("inloggningar/{id}", session),
            ("sparat/{id}", kept),
        ]
    }

    /// The chair with a session of its own.
    async fn signed_in_chair(&self) -> Person {
        let email = sqlx::query_scalar!(
            "select a.email from accounts a join seats s on s.person_id = a.person_id where s.board_id = $1 and s.role = 'chair'",
            self.board
        );
        let email = email.fetch_one(&self.site.owner).await.unwrap();
        self.site.signed_in(&email, PASSWORD).await
    }

    /// Everybody who stands in a column of the table.
    async fn everybody(&self) -> BTreeMap<&'static str, Person> {
        let site = &self.site;
        let host = sqlx::query_scalar!("select id from municipalities where slug = 'lekeberg'");
        let host = host.fetch_one(&site.owner).await.unwrap();
        let member = site.resident(host, "Mia Medlem").await;
        site.seat(self.board, Some(member), "substitute", 1).await;
        site.account(member, "mia@exempel.se").await;
        let elsewhere = site.municipality("hallsberg", "Hallsberg").await;
        let board = site.board(elsewhere, "namnden", "Nämnden", "board").await;
        let stranger = site.resident(elsewhere, "Stina Stranger").await;
        let account = site.account(stranger, "stina@exempel.se").await;
        for role in ["administrator", "registrar", "jurist", "auditor"] {
            site.grant(account, role, elsewhere).await;
        }
        site.grant(account, "secretary", board).await;
        BTreeMap::from([
            ("nobody", site.nobody()),
            ("substitute", site.signed_in("mia@exempel.se", PASSWORD).await),
            ("chair", self.signed_in_chair().await),
            ("secretary", site.with_role("Sven Sekreterare", "secretary", self.board).await),
            ("registrar", site.with_role("Rut Registrator", "registrar", host).await),
            ("administrator", site.administrator(host).await),
            ("jurist", site.with_role("Jon Jurist", "jurist", host).await),
            ("auditor", site.with_role("Rita Revisor", "auditor", host).await),
            ("official", site.with_role("Hans Handläggare", "official", self.board).await),
            ("group leader", site.with_role("Greta Gruppledare", "group_leader", self.board).await),
            ("elsewhere", site.signed_in("stina@exempel.se", PASSWORD).await),
        ])
    }
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn everybody_may_what_the_table_says_and_nothing_else(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let place = Workplace::begin(at).await;
    let things = place.in_every_state().await;
    let everybody = place.everybody().await;
    let (people, rows) = table();

    let mut wrong = Vec::new();
    let mut walked = 0;
    for row in &rows {
        for state in &row.states {
            let path = things.fill(&row.route, state);
            let mut found = Vec::new();
            for person in people.iter().map(|name| &everybody[name.as_str()]) {
                let fields = things.fields(&row.fields, state);
                let fields: Vec<_> =
                    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
                let page = match row.method.as_str() {
                    "GET" => person.get(&path).await,
                    _ => person.post(&path, &fields).await,
                };
                found.push(outcome(&page));
                walked += 1;
            }
            if found != row.outcomes {
                let found = found.join(" | ");
                wrong.push(format!("| {} | `{}` | {state} | | {found} |", row.method, row.route));
            }
        }
    }
    assert!(walked > 1000, "{walked}");
    assert!(
        wrong.is_empty(),
        "{} rows are off; what was found:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    place.site.close().await;
}
