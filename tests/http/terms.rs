//! A new term (mandatperiod) from a file: reviewed, laid down whole or not at all, and taken back as one thing.

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use crate::{
    removals::{put_back, take_back},
    sheet::Sheet,
    support::{Page, Person, TestSite},
    workplace::Workplace,
};

pub(crate) const HEAD: &str = "Organ;Namn;Parti;Uppdrag;Från;Till\n";

/// A municipality with an executive board whose chair and one member sit since 2019.
pub(crate) struct Town {
    pub(crate) site: TestSite,
    pub(crate) id: Uuid,
    board: Uuid,
    pub(crate) admin: Person,
    eva: Uuid,
}

impl Town {
    pub(crate) async fn open(at: PgConnectOptions) -> Self {
        let site = TestSite::open(at).await;
        let id = site.municipality("laxa", "Laxå").await;
        let board = site.board(id, "ks", "Kommunstyrelsen", "executive_board").await;
        let eva = site.resident(id, "Eva Ek").await;
        let bo = site.resident(id, "Bo Björk").await;
        site.seat(board, Some(eva), "chair", 0).await;
        site.seat(board, Some(bo), "member", 0).await;
        let admin = site.administrator(id).await;
        Self { site, id, board, admin, eva }
    }

    pub(crate) fn path(&self) -> String {
        format!("/arbete/kommuner/{}/mandatperiod", self.id)
    }

    async fn paste(&self, rows: &str) -> Page {
        let empty = Sheet::of(&self.admin.get(&self.path()).await, "#rader");
        empty.set("rows", 0, rows).with("atgard", "granska").send(&self.admin).await
    }

    /// Name, role and days of every seat, in order.
    pub(crate) async fn seats(&self) -> Vec<String> {
        sqlx::query_scalar!(
            r#"
            select concat_ws(' ', coalesce(p.name, 'Vakant'), s.role, nullif(s.party, ''), s.call_order, s.starts_on, s.ends_on) as "seat!"
            from seats s left join persons p on p.id = s.person_id order by s.starts_on, s.role, s.call_order, p.name
            "#
        )
        .fetch_all(&self.site.owner)
        .await
        .unwrap()
    }
}

pub(crate) fn save(page: &Page) -> Sheet {
    assert_eq!(page.status, 200, "{}", page.text("main"));
    Sheet::of(page, "#granskning").with("atgard", "spara")
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_term_is_reviewed_laid_down_once_and_taken_back_whole(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let town = Town::open(at).await;
    let before = town.seats().await;
    let rows = format!(
        "{HEAD}Kommunstyrelsen;Nils Ny;S;Ordförande;;\nks;EVA  EK;C;ersättare;2027-02-01;2030-12-31\nKommunstyrelsen;vakant;;Ersättare;;\n"
    );
    let page = town.paste(&rows).await;
    let words = page.plain("#granskning");
    assert!(words.contains("3 platser börjar och 2 slutar i ett organ"), "{words}");
    assert!(words.contains("En ny person läggs in"), "{words}");
    assert!(words.contains("minst fem ledamöter och fem ersättare"), "{words}");
    assert!(words.contains("ska ha 4 ledamöter, men registret har 1 platser"), "{words}");
    assert!(words.contains("En plats börjar efter den 1 januari 2027"), "{words}");
    assert_eq!(town.seats().await, before, "nothing is saved by looking");

    let form = save(&page);
    let (one, two) = tokio::join!(form.send(&town.admin), form.send(&town.admin));
    assert_eq!((one.status, two.status), (303, 303), "{}", one.text("main"));
    assert_eq!(one.location, two.location, "a double click lays down one term");
    let laid = town.seats().await;
    assert_eq!(
        laid,
        [
            "Eva Ek chair 0 2019-01-01 2026-12-31",
            "Bo Björk member 0 2019-01-01 2026-12-31",
            "Nils Ny chair S 1 2027-01-01 2030-12-31",
            "Vakant substitute 2 2027-01-01 2030-12-31",
            "Eva Ek substitute C 1 2027-02-01 2030-12-31",
        ]
    );
    let path = one.location.clone().unwrap();
    let shown = town.admin.get(&path).await.plain("main");
    assert!(shown.contains("Mandatperiod från 1 januari 2027"), "{shown}");
    assert!(shown.contains("inklistrade rader") && shown.contains("Kommunstyrelsen32"), "{shown}");

    let id = path.rsplit('/').next().unwrap();
    let removed = take_back(&town.admin, "mandatperiod", id).await;
    assert_eq!(town.seats().await, before, "those who sat have their seats back");
    let nils =
        sqlx::query_scalar!(r#"select count(*) as "n!" from persons where name = 'Nils Ny'"#);
    assert_eq!(nils.fetch_one(&town.site.owner).await.unwrap(), 0);
    let gone = town.admin.get(&path).await;
    assert_eq!(gone.status, 409);
    assert!(
        gone.plain("main")
            .contains("Mandatperioden Laxå kommun, mandatperiod från 1 januari 2027 togs bort")
    );
    put_back(&town.admin, &removed).await;
    assert_eq!(town.seats().await, laid, "all of it is back");
    assert_eq!(town.admin.get(&path).await.status, 200);
    town.site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn every_mistake_is_told_at_once_with_its_row_and_the_rows_are_kept(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let town = Town::open(at).await;
    let rows = format!(
        "{HEAD}Byggnadsnämnden;Nils;S;Ledamot;;\n\
         KS;;S;Ledamot;;\n\
         KS;Nils Ny;S;Kassör;;\n\
         KS;Per Palm;S;Ledamot;1 januari;\n\
         KS;Ulf Ulv;S;Ordförande;;\n\
         KS;Åsa Ås;M;Ordförande;;2026-01-01\n\
         KS;Åke Al;M;Ordförande;;\n\
         KS;Ulf Ulv;S;Ersättare;;\n"
    );
    let page = town.paste(&rows).await;
    assert_eq!(page.status, 422);
    let words = page.plain("#fel");
    assert!(words.contains("7 fel att rätta"), "{words}");
    for (line, why) in [
        (2, "Organet Byggnadsnämnden finns inte"),
        (3, "Skriv ett namn, eller Vakant"),
        (4, "Uppdraget ”Kassör” finns inte"),
        (5, "Från ”1 januari”: skriv dagen"),
        (7, "Sista dagen är före första dagen."),
        (8, "har redan en ordförande de dagarna, på rad 6"),
        (9, "Ulf Ulv har redan en plats i organet, på rad 6"),
    ] {
        assert!(words.contains(&format!("Rad {line}: ")), "{line}: {words}");
        assert!(words.contains(why), "{why}: {words}");
    }
    assert_eq!(Sheet::of(&page, "#granskning").value("rows", 0).trim(), rows.trim());
    assert!(page.html().root_element().html().contains("Granska igen"));
    let saved = Sheet::of(&page, "#granskning").with("atgard", "spara").send(&town.admin).await;
    assert_eq!(saved.status, 422, "with a mistake in it nothing is saved");
    let terms = sqlx::query_scalar!(r#"select count(*) as "n!" from terms"#);
    assert_eq!(terms.fetch_one(&town.site.owner).await.unwrap(), 0);
    town.site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn the_same_name_is_asked_about_and_may_be_another_person(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let town = Town::open(at).await;
    let other = town.site.resident(town.id, "Eva Ek").await;
    let rows = format!(
        "{HEAD}KS;Eva Ek;S;Ordförande;;\nKS;Kim Al;S;Ledamot;;\nKS;Kim Al;M;Ledamot;;\nKS;Bo Björk;;Ersättare;;\n"
    );
    let page = town.paste(&rows).await;
    assert_eq!(page.status, 422);
    assert!(page.plain("#fel").contains("Fler än en kan heta Eva Ek (S)"), "{}", page.text("#fel"));
    let asked = Sheet::of(&page, "#granskning");
    let page = asked
        .set("vem-", 0, &other.to_string())
        .set("vem-", 1, "ny")
        .set("vem-", 2, "samma")
        .with("atgard", "granska")
        .send(&town.admin)
        .await;
    assert!(page.plain("#fel").contains("Kim Al har redan en plats i organet, på rad 3"));
    let page = Sheet::of(&page, "#granskning")
        .set("vem-", 2, "ny")
        .with("atgard", "granska")
        .send(&town.admin)
        .await;
    let answer = save(&page).send(&town.admin).await;
    assert_eq!(answer.status, 303, "{}", answer.text("main"));
    let people = sqlx::query!(
        r#"select s.person_id = $1 as "other!", p.name from seats s join persons p on p.id = s.person_id
           where s.starts_on = '2027-01-01' order by p.name, s.party"#,
        other
    );
    let people = people.fetch_all(&town.site.owner).await.unwrap();
    let names: Vec<_> = people.iter().map(|one| (one.name.as_str(), one.other)).collect();
    assert_eq!(
        names,
        [("Bo Björk", false), ("Eva Ek", true), ("Kim Al", false), ("Kim Al", false)]
    );
    assert_ne!(other, town.eva);
    town.site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_register_that_has_changed_since_the_review_is_reviewed_again(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let town = Town::open(at).await;
    let page = town.paste(&format!("{HEAD}KS;Nils Ny;S;Ordförande;;\n")).await;
    let form = save(&page);
    let late = town.site.resident(town.id, "Lena Lind").await;
    town.site.seat(town.board, Some(late), "substitute", 1).await;

    let stale = form.send(&town.admin).await;
    assert_eq!(stale.status, 409);
    let words = stale.plain("main");
    assert!(
        words.contains("har ändrats sedan du granskade") && words.contains("3 slutar"),
        "{words}"
    );
    let edited =
        form.set("rows", 0, &format!("{HEAD}KS;Nils Ny;M;Ordförande;;\n")).send(&town.admin).await;
    assert_eq!(edited.status, 409, "what was never reviewed is not saved");
    let again = Sheet::of(&stale, "#granskning").with("atgard", "spara").send(&town.admin).await;
    assert_eq!(again.status, 303);
    town.site.close().await;
}

// BOD-04
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_joint_boards_rows_say_which_municipality_each_is_of(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let town = Town::open(at).await;
    let other = town.site.municipality("lekeberg", "Lekeberg").await;
    let joint = town.site.board(town.id, "it", "IT-nämnden", "joint_board").await;
    town.site.participant(joint, other).await;
    let head = "Organ;Namn;Uppdrag;Kommun\n";
    let page = town
        .paste(&format!("{head}IT-nämnden;Ada;Ordförande;\nIT-nämnden;Bea;Ledamot;Kumla\n"))
        .await;
    let words = page.plain("#fel");
    assert!(words.contains("Rad 2: IT-nämnden har flera kommuner"), "{words}");
    assert!(words.contains("Rad 3: Kumla deltar inte i IT-nämnden den 1 januari 2027"), "{words}");
    let page = town
        .paste(&format!(
            "{head}IT-nämnden;Ada;Ordförande;Laxå\nIT-nämnden;Bea;Ersättare;lekeberg kommun\n"
        ))
        .await;
    assert!(page.plain("#granskning").contains("minst en ledamot"), "{}", page.text("main"));
    assert_eq!(save(&page).send(&town.admin).await.status, 303);
    let of = sqlx::query_scalar!("select municipality_id from seats where role = 'substitute'");
    assert_eq!(of.fetch_one(&town.site.owner).await.unwrap(), Some(other));
    let stranger = town.site.administrator(other).await;
    assert_eq!(stranger.get(&town.path()).await.status, 404, "another municipality's register");
    town.site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_term_is_not_laid_over_meetings_nor_taken_back_once_it_has_met(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let workplace = Workplace::begin(at).await;
    let walk = workplace.write(&["ett"]).await;
    let site = &workplace.site;
    let host = sqlx::query_scalar!("select host_id from boards where id = $1", workplace.board);
    let host = host.fetch_one(&site.owner).await.unwrap();
    let held = sqlx::query_scalar!(
        "select held_on from meetings where board_id = $1 order by held_on desc limit 1",
        workplace.board
    );
    let held = held.fetch_one(&site.owner).await.unwrap();
    let admin = site.administrator(host).await;
    let path = format!("/arbete/kommuner/{host}/mandatperiod");
    let name = sqlx::query_scalar!("select name from boards where id = $1", workplace.board);
    let name = name.fetch_one(&site.owner).await.unwrap();
    let review = async |first: &str| {
        let rows = format!("Organ;Namn;Uppdrag;Kommun\n{name};Nils Ny;Ordförande;Lekeberg\n");
        let empty = Sheet::of(&admin.get(&path).await, "#rader");
        empty
            .set("rows", 0, &rows)
            .set("first_day", 0, first)
            .with("atgard", "granska")
            .send(&admin)
            .await
    };
    let page = review(&held.to_string()).await;
    let words = page.plain("#fel");
    assert!(words.contains("används i sammanträdet"), "{words}");

    let before = admin.get(&walk.path).await.status;
    let page = review(&held.next_day().unwrap().to_string()).await;
    let laid = save(&page).send(&admin).await.location.unwrap();
    assert_eq!(admin.get(&walk.path).await.status, before);
    let seat = sqlx::query!(
        "select s.id, s.person_id from seats s join persons p on p.id = s.person_id where p.name = 'Nils Ny'"
    );
    let seat = seat.fetch_one(&site.owner).await.unwrap();
    sqlx::query!(
        "insert into adjusters (meeting_id, person_id, pos) select id, $2, 9 from meetings where board_id = $1 and held_on = $3",
        workplace.board, seat.person_id, held
    )
    .execute(&site.owner).await.unwrap();
    sqlx::query!("update seats set starts_on = $2, role = 'member' where id = $1", seat.id, held)
        .execute(&site.owner)
        .await
        .unwrap();
    let id = laid.rsplit('/').next().unwrap().to_owned();
    let refused = take_back(&admin, "mandatperiod", id).await;
    assert_eq!(refused.status, 409);
    assert!(
        refused.plain("#hinder").contains("närvaro vid sammanträdet"),
        "{}",
        refused.text("main")
    );
    workplace.site.close().await;
}
