//! Elections and releases as the register follows them (val och entledigande): proposed once the § is adjusted, done by its keeper.

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use crate::{
    sheet::Sheet,
    support::{Page, Person},
    workplace::{Walk, Workplace},
};

const BOARD: &str = "Kommunstyrelsen";

/// A board that decides, and another in the register with Bo Lind as a member; Anna Berg is known.
struct Register {
    workplace: Workplace,
    admin: Person,
    board: Uuid,
    bo: Uuid,
}

impl Register {
    async fn of(at: PgConnectOptions) -> Self {
        let workplace = Workplace::begin(at).await;
        let site = &workplace.site;
        let host = sqlx::query_scalar!("select host_id from boards").fetch_one(&site.owner).await;
        let host = host.unwrap();
        let board = site.board(host, "ks", BOARD, "executive_board").await;
        site.resident(host, "Anna Berg").await;
        let bo = site.resident(host, "Bo Lind").await;
        let bo = site.seat(board, Some(bo), "member", 0).await;
        let admin = site.administrator(host).await;
        Self { workplace, admin, board, bo }
    }

    /// Adds what a § of a kind decides.
    async fn decides(&self, item: Uuid, kind: &str, fields: &[(&str, &str)]) {
        sqlx::query!("update items set kind = $2 where id = $1", item, kind)
            .execute(&self.workplace.site.owner)
            .await
            .unwrap();
        let path = format!("/arbete/paragrafer/{item}/beslutsgang/uppdrag");
        let page = self.workplace.secretary.get(&path).await;
        let mut sheet = Sheet::of(&page, "main form");
        for (name, value) in fields {
            sheet = sheet.set(name, 0, value);
        }
        let saved = sheet.with("atgard", "spara").send_to(&self.workplace.secretary, &path).await;
        assert_eq!(saved.status, 303, "{}", saved.text(".error-summary"));
    }

    async fn adjusts(&self, walk: &Walk) {
        self.workplace.close(walk).await;
        let version = self.workplace.send(walk, "Brådskande").await;
        self.workplace.sign(version).await;
    }

    fn path(&self) -> String {
        format!("/arbete/organ/{}/val", self.board)
    }

    async fn list(&self) -> Page {
        self.admin.get(&self.path()).await
    }

    /// Presses the first button of the list.
    async fn enters(&self) -> Page {
        Sheet::of(&self.list().await, "td form").send_to(&self.admin, &self.path()).await
    }

    /// Name, role, party, days and decision of every seat of the board, the oldest first.
    async fn seats(&self) -> Vec<String> {
        sqlx::query_scalar!(
            r#"
            select concat_ws(' ', coalesce(p.name, 'Vakant'), s.role, s.party, s.starts_on, s.ends_on, s.county_decision) as "words!"
            from seats s left join persons p on p.id = s.person_id where s.board_id = $1 order by s.starts_on, p.name
            "#,
            self.board
        )
        .fetch_all(&self.workplace.site.owner)
        .await
        .unwrap()
    }

    async fn is_council(&self) {
        sqlx::query!(
            "update boards set kind = 'council', name = 'Kommunfullmäktige' where id = $1",
            self.board
        )
        .execute(&self.workplace.site.owner)
        .await
        .unwrap();
    }
}

const ELECTED: [(&str, &str); 5] = [
    ("namn", "Anna Berg (S)"),
    ("roll", "ledamot"),
    ("organ", BOARD),
    ("fran", "2020-10-01"),
    ("efter", "Bo Lind"),
];

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn knd_11_an_election_is_proposed_once_adjusted_and_entered_once(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let register = Register::of(at).await;
    let walk = register.workplace.write(&["ett"]).await;
    let path = format!("/arbete/paragrafer/{}/beslutsgang", walk.items[0]);
    let form = register.workplace.secretary.get(&format!("{path}/uppdrag")).await;
    for (list, word) in [("namn", "Anna Berg"), ("organ", BOARD), ("roll", "ersättare")] {
        let option = format!("datalist#{list}-ord option[value=\"{word}\"]");
        assert_eq!(form.attribute(&option, "value").as_deref(), Some(word));
    }
    register.decides(walk.items[0], "election", &ELECTED).await;
    let page = register.workplace.secretary.get(&path).await;
    assert!(page.text("#uppdrag").contains("Föreslås för registret när paragrafen är justerad"));
    assert!(register.list().await.text("main").contains("Inget väntar på att föras in."));

    register.adjusts(&walk).await;
    let board = register.admin.get(&format!("/arbete/organ/{}", register.board)).await;
    assert!(board.text("main .message").contains("Ett val eller entledigande ska in i registret"));
    let list = register.list().await;
    let row = list.plain("tbody");
    for words in [
        "Anna Berg (S), ledamot från och med 1 oktober 2020 i stället för Bo Lind",
        "IT-nämnden 8 september 2020, § 1",
        "Anna Berg blir ledamot för S från 1 oktober 2020.",
        "Platsen som ledamot för Bo Lind avslutas 30 september 2020.",
    ] {
        assert!(row.contains(words), "{words}: {row}");
    }
    assert_eq!(register.seats().await, ["Bo Lind member  2019-01-01 "], "nothing by itself");

    let (sheet, path) = (Sheet::of(&list, "td form"), register.path());
    let pressed = || sheet.send_to(&register.admin, &path);
    let (one, two) = tokio::join!(pressed(), pressed());
    assert_eq!((one.status, two.status), (303, 303), "{}", two.text("main"));
    let seats = ["Bo Lind member  2019-01-01 2020-09-30 ", "Anna Berg member S 2020-10-01 "];
    assert_eq!(register.seats().await, seats);
    assert!(register.list().await.text("main").contains("Inget väntar på att föras in."));
    let anna = sqlx::query_scalar!("select id from seats where appointment_id is not null");
    let anna = anna.fetch_one(&register.workplace.site.owner).await.unwrap();
    let page = register.admin.get(&format!("/arbete/platser/{anna}")).await;
    assert!(page.plain("main").contains("Vald av IT-nämnden 8 september 2020, § 1."));
    register.workplace.site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn knd_11_what_is_done_is_what_was_shown(_: PgPoolOptions, at: PgConnectOptions) {
    let register = Register::of(at).await;
    let walk = register.workplace.write(&["ett"]).await;
    register.decides(walk.items[0], "election", &ELECTED).await;
    register.adjusts(&walk).await;
    let shown = Sheet::of(&register.list().await, "td form");
    sqlx::query!("update seats set ends_on = '2020-09-15' where id = $1", register.bo)
        .execute(&register.workplace.site.owner)
        .await
        .unwrap();

    let page = shown.send_to(&register.admin, &register.path()).await;

    assert_eq!(page.status, 409);
    assert!(page.text("main").contains("Registret har ändrats sedan sidan visades"));
    assert_eq!(register.seats().await.len(), 1);
    assert_eq!(register.enters().await.status, 303);
    let seats = ["Bo Lind member  2019-01-01 2020-09-15 ", "Anna Berg member S 2020-10-01 "];
    assert_eq!(register.seats().await, seats);
    register.workplace.site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn knd_11_a_doubtful_match_is_filled_in_by_the_keeper(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let register = Register::of(at).await;
    let walk = register.workplace.write(&["ett", "två"]).await;
    let unknown = [("namn", "Åsa Öst (C)"), ("roll", "ersättare"), ("organ", BOARD)];
    register.decides(walk.items[0], "election", &unknown).await;
    let leaves = [("namn", "Bosse Lind"), ("roll", "ledamot"), ("organ", BOARD)];
    register.decides(walk.items[1], "release", &leaves).await;
    register.adjusts(&walk).await;

    let list = register.list().await;
    assert!(list.text("tbody").contains("Registret har ingen person som säkert är Åsa Öst (C)."));
    assert!(list.attribute("td form", "action").is_none(), "nothing to press");
    let host = sqlx::query_scalar!("select host_id from boards limit 1");
    let host = host.fetch_one(&register.workplace.site.owner).await.unwrap();
    let person = register.workplace.site.resident(host, "Åsa Östh").await;
    let by_hand = list.attribute("tr:nth-child(1) td a", "href").unwrap();
    let form = register.admin.get(&by_hand).await;
    assert!(
        form.plain("main").contains("Åsa Öst (C), ersättare (IT-nämnden 8 september 2020, § 1).")
    );
    let sheet = Sheet::of(&form, "main form").set("person", 0, &person.to_string());
    assert_eq!(
        (sheet.value("party", 0), sheet.value("role", 0)),
        ("C".into(), "substitute".into())
    );
    let (once, again) = (sheet.send(&register.admin).await, sheet.send(&register.admin).await);
    assert_eq!((once.status, again.status), (303, 303), "{}", once.text("main"));

    let list = register.list().await;
    let by_hand = list.attribute("tr:nth-child(1) td a", "href").unwrap();
    let form = Sheet::of(&register.admin.get(&by_hand).await, "main form").set("till", 0, "x");
    let page = form.send(&register.admin).await;
    assert_eq!(page.status, 422);
    assert!(
        page.text("#plats-error").contains("Välj") && page.text("#till-error").contains("ÅÅÅÅ")
    );
    let form = form.set("plats", 0, &register.bo.to_string()).set("till", 0, "2020-09-08");
    assert_eq!(form.send(&register.admin).await.status, 303);
    let seats = ["Bo Lind member  2019-01-01 2020-09-08 ", "Åsa Östh substitute C 2020-09-08 "];
    assert_eq!(register.seats().await, seats);
    let page = register.admin.get(&format!("/arbete/platser/{}", register.bo)).await;
    assert!(
        page.plain("main").contains("Lämnar uppdraget enligt IT-nämnden 8 september 2020, § 2.")
    );
    assert!(register.list().await.text("main").contains("Inget väntar på att föras in."));
    register.workplace.site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn knd_11_a_seat_in_fullmaktige_waits_for_lansstyrelsen(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let register = Register::of(at).await;
    register.is_council().await;
    let walk = register.workplace.write(&["ett"]).await;
    let body = "Kommunfullmäktige";
    let leaves = [("namn", "Bo Lind (M)"), ("roll", "ledamot"), ("organ", body)];
    register.decides(walk.items[0], "resignation", &leaves).await;
    register.adjusts(&walk).await;
    let list = register.list().await;
    assert!(list.text("tbody").contains("Platsen väntar sedan på länsstyrelsen."));
    assert!(list.text("#vantar").contains("Ingen plats väntar."));

    assert_eq!(register.enters().await.status, 303);
    let list = register.list().await;
    let waiting = list.plain("#vantar tbody");
    assert!(waiting.contains("Bo Lind Ledamot IT-nämnden 8 september 2020, § 1"), "{waiting}");
    let after = list.attribute("#vantar td a", "href").unwrap();
    let anna = sqlx::query_scalar!("select id from persons where name = 'Anna Berg'");
    let anna = anna.fetch_one(&register.workplace.site.owner).await.unwrap();
    let form = Sheet::of(&register.admin.get(&after).await, "main form")
        .set("person", 0, &anna.to_string())
        .set("starts_on", 0, "2020-10-01");
    let page = form.send(&register.admin).await;
    assert_eq!(page.status, 422);
    assert!(page.text("#county_decision-error").contains("dag och nummer"));
    let form = form.set("county_decision", 0, "2020-09-29, 201-123-2020");
    assert_eq!(form.send(&register.admin).await.status, 303);

    let seats = [
        "Bo Lind member  2019-01-01 2020-09-08 ",
        "Anna Berg member  2020-10-01 2020-09-29, 201-123-2020",
    ];
    assert_eq!(register.seats().await, seats);
    assert!(register.list().await.text("#vantar").contains("Ingen plats väntar."));
    register.workplace.site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn knd_11_an_election_to_fullmaktige_is_told_and_not_refused(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let register = Register::of(at).await;
    register.is_council().await;
    let walk = register.workplace.write(&["ett"]).await;
    let elected = ELECTED.map(|(name, value)| match name {
        "organ" => (name, "Kommunfullmäktige"),
        _ => (name, value),
    });
    register.decides(walk.items[0], "election", &elected).await;
    let path = format!("/arbete/paragrafer/{}/beslutsgang", walk.items[0]);
    let page = register.workplace.secretary.get(&path).await;
    assert!(page.text("#uppdrag").contains("En plats i fullmäktige fylls inte genom val."));

    register.adjusts(&walk).await;
    let list = register.list().await;
    assert!(list.text("tbody").contains("En plats i fullmäktige fylls inte genom val."));
    let by_hand = list.attribute("td a", "href").unwrap();
    let form = Sheet::of(&register.admin.get(&by_hand).await, "main form");
    assert_eq!(form.value("succeeds", 0), register.bo.to_string());
    let form = form.set("county_decision", 0, "2020-09-29, 201-124-2020");
    let page = form.send(&register.admin).await;
    assert_eq!(page.status, 303, "{}", page.text("main"));
    let seats = [
        "Bo Lind member  2019-01-01 2020-09-30 ",
        "Anna Berg member S 2020-10-01 2020-09-29, 201-124-2020",
    ];
    assert_eq!(register.seats().await, seats);
    register.workplace.site.close().await;
}
