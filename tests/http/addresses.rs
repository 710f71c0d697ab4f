//! A changed mail address (bytt e-postadress): by its owner's own hand in both mail boxes, taken back from the old one, and written down.

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use crate::{
    accounts::ANNA,
    ground::PASSWORD,
    support::{Person, TestSite},
};

const PATH: &str = "/arbete/adress";
const NEW: &str = "anna.ek@exempel.se";

impl TestSite {
    /// Asks for another address, and gives the link in the mail to it.
    async fn asked_for(&self, person: &Person, email: &str) -> String {
        let asked = person.post(PATH, &[("email", email)]).await;
        assert_eq!((asked.status, asked.location.as_deref()), (303, Some(PATH)));
        self.mailed_link(email).await.unwrap()
    }

    async fn signs_in(&self, email: &str, password: &str) -> bool {
        let form = [("email", email), ("password", password)];
        self.nobody().post("/logga-in", &form).await.status == 303
    }

    /// Which of the addresses the password opens the account with.
    async fn opened_by<'a>(&self, addresses: &[&'a str]) -> Vec<&'a str> {
        let mut open = vec![];
        for email in addresses {
            if self.signs_in(email, PASSWORD).await {
                open.push(*email);
            }
        }
        open
    }
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_new_address_counts_once_its_owner_has_followed_the_link_and_no_sooner(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    let home = site.municipality("lekeberg", "Lekeberg").await;
    let id = site.account(site.resident(home, "Anna Ek").await, ANNA.0).await;
    let anna = site.signed_in(ANNA.0, ANNA.1).await;
    let bo = site.with_role("Bo Admin", "administrator", home).await;
    let both = [ANNA.0, NEW];

    for (typed, why) in
        [("", "Skriv e-postadressen"), ("anna", "namn@exempel.se"), (ANNA.0, "redan din")]
    {
        let wrong = anna.post(PATH, &[("email", typed)]).await;
        assert_eq!(wrong.status, 422, "{typed}");
        assert!(wrong.text(".field-error").contains(why), "{typed}");
    }
    sqlx::query!("update sessions set authenticated_at = now() - interval '11 minutes' where account_id = $1", id)
        .execute(&site.owner)
        .await
        .unwrap();
    let stale = anna.post(PATH, &[("email", NEW)]).await;
    assert!(stale.text(".field-error").contains("Bekräfta med ditt eget lösenord"));
    assert_eq!(stale.attribute("#email", "value").as_deref(), Some(NEW), "what was typed stays");
    let asked = anna.post(PATH, &[("email", NEW), ("password", PASSWORD)]).await;
    assert_eq!(asked.status, 303);
    let first = site.mailed_link(NEW).await.unwrap();
    let link = site.asked_for(&anna, "Anna.Ek@exempel.se".to_lowercase().as_str()).await;
    assert_eq!(anna.get(&first).await.status, 410, "the newer wish ends the older");
    assert!(anna.get(PATH).await.text("[role=status]").contains(NEW));

    assert!(anna.get(&link).await.text("main").contains(NEW));
    assert_eq!(site.opened_by(&both).await, [ANNA.0], "a link that is opened changes nothing");
    let stranger = site.nobody();
    assert_eq!(stranger.get(&link).await.location.unwrap(), format!("/logga-in?till={link}"));
    let away = stranger.post(&link, &[]).await.location.unwrap();
    assert!(away.starts_with("/logga-in"), "a mistyped address gives nobody the account: {away}");
    assert_eq!(bo.post(&link, &[]).await.status, 410);
    assert_eq!(anna.post(&link, &[]).await.location.as_deref(), Some(PATH));
    assert_eq!(anna.post(&link, &[]).await.status, 410, "once");
    assert_eq!(site.opened_by(&both).await, [NEW]);
    assert_eq!(anna.get("/arbete").await.status, 200, "who changed it stays signed in");

    let told = sqlx::query_scalar!(
        "select to_address || ': ' || subject from mails order by id desc limit 2"
    );
    assert_eq!(
        told.fetch_all(&site.owner).await.unwrap(),
        [
            Some(format!("{NEW}: Din adress i Paragraf är ändrad")),
            Some(format!("{}: Ditt konto i Paragraf har bytt adress", ANNA.0)),
        ]
    );
    let words = format!("Ändrad av Anna Ek, från {} till {NEW}", ANNA.0);
    assert!(anna.get(PATH).await.text("main").contains(&words));
    assert!(bo.get(&format!("/arbete/konton/{id}")).await.text("main").contains(&words));
    let lapsing = site.asked_for(&anna, "tredje@exempel.se").await;
    assert_eq!(anna.post(&format!("{PATH}/avbryt"), &[]).await.status, 303);
    assert_eq!(anna.post(&lapsing, &[]).await.status, 410, "taken back");
    let lapsing = site.asked_for(&anna, "tredje@exempel.se").await;
    sqlx::query!("update one_time_links set expires_at = now() where used_at is null")
        .execute(&site.owner)
        .await
        .unwrap();
    assert_eq!(anna.get(&lapsing).await.status, 410, "after a day");
    assert_eq!(anna.post(&lapsing, &[]).await.status, 410);
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn another_accounts_address_gets_the_same_answer_and_its_owner_a_letter(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    site.account(site.person("Anna").await, ANNA.0).await;
    site.account(site.person("Bo").await, "bo@exempel.se").await;
    let anna = site.signed_in(ANNA.0, ANNA.1).await;
    let mut pages = vec![];
    for email in ["fri@exempel.se", "bo@exempel.se"] {
        let asked = anna.post(PATH, &[("email", email)]).await;
        assert_eq!((asked.status, asked.location.as_deref()), (303, Some(PATH)));
        pages.push(anna.get(PATH).await.text("main").replace(email, "…"));
    }
    let without_minute = |page: &str| page.split("senast").next().unwrap().to_owned();
    assert_eq!(without_minute(&pages[0]), without_minute(&pages[1]));
    assert_eq!(site.mailed_link("bo@exempel.se").await, None, "no link");
    let told = sqlx::query_scalar!("select subject from mails where to_address = 'bo@exempel.se'");
    assert_eq!(
        told.fetch_all(&site.owner).await.unwrap(),
        ["Din adress angavs för ett annat konto i Paragraf"]
    );

    // The address is given away while its link waits.
    let link = site.asked_for(&anna, "ledig@exempel.se").await;
    site.account(site.person("Cecilia").await, "ledig@exempel.se").await;
    assert_eq!(anna.post(&link, &[]).await.status, 409);
    assert!(site.signs_in(ANNA.0, ANNA.1).await);
    let many = async {
        for n in 0..9 {
            let email = format!("n{n}@exempel.se");
            if anna.post(PATH, &[("email", &email)]).await.status == 429 {
                return n;
            }
        }
        9
    };
    assert_eq!(many.await, 2, "five letters in a row");
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn the_old_address_takes_the_account_back_from_whoever_has_it(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    site.account(site.person("Anna").await, ANNA.0).await;
    let thief = site.signed_in(ANNA.0, ANNA.1).await;
    let mut ways_back = vec![];
    for (old, new) in [(ANNA.0, "tjuv@exempel.se"), ("tjuv@exempel.se", "tjuv2@exempel.se")] {
        let link = site.asked_for(&thief, new).await;
        assert_eq!(thief.post(&link, &[]).await.status, 303);
        ways_back.push(site.mailed_link(old).await.unwrap());
    }
    site.nobody().post("/losenord", &[("email", "tjuv2@exempel.se")]).await;
    let link = site.mailed_link("tjuv2@exempel.se").await.unwrap();
    let mut thief = site.nobody();
    let chosen = thief.post(&link, &[("password", "en räv i skogen")]).await;
    thief.keep(&chosen);
    site.enrol(&thief).await;
    let asked = site.asked_for(&thief, "tjuv3@exempel.se").await;

    let owner = site.nobody();
    let page = owner.get(&ways_back[0]).await;
    assert!(page.text("main").contains(ANNA.0) && !page.text("main").contains("tjuv"));
    assert_eq!(thief.get("/arbete").await.status, 200, "a link that is opened changes nothing");
    let taken = owner.post(&ways_back[0], &[]).await;
    assert_eq!(taken.status, 303);
    assert_eq!(owner.post(&ways_back[0], &[]).await.status, 410, "once");
    assert_eq!(owner.post(&ways_back[1], &[]).await.status, 410, "the older address is stronger");
    assert_eq!(thief.get("/arbete").await.status, 303, "signed out");
    assert_ne!(thief.post(&asked, &[]).await.location.as_deref(), Some(PATH));
    for email in [ANNA.0, "tjuv2@exempel.se"] {
        assert!(!site.signs_in(email, "en räv i skogen").await, "the password is gone");
    }
    let devices = sqlx::query_scalar!(r#"select count(*) as "n!" from known_devices"#);
    assert_eq!(devices.fetch_one(&site.owner).await.unwrap(), 0);
    let told = sqlx::query_scalar!(
        "select to_address from mails where subject like '%tagits tillbaka' order by id"
    );
    assert_eq!(told.fetch_all(&site.owner).await.unwrap(), [ANNA.0, "tjuv2@exempel.se"]);
    let next = taken.location.unwrap();
    let chosen = owner.post(&next, &[("password", "åter min egen mening")]).await;
    assert_eq!(chosen.location.as_deref(), Some("/arbete"), "the thief's codes are not asked for");
    assert!(site.signs_in(ANNA.0, "åter min egen mening").await);
    let ways = sqlx::query_scalar!("select way from address_changes order by at, id");
    assert_eq!(ways.fetch_all(&site.owner).await.unwrap(), ["own", "own", "taken_back"]);

    // Two weeks; and the owner's own codes are asked for as before.
    let anna = site.signed_in(ANNA.0, "åter min egen mening").await;
    site.enrol(&anna).await;
    sqlx::query!("update second_factors set confirmed_at = confirmed_at - interval '25 hours'")
        .execute(&site.owner)
        .await
        .unwrap();
    let link = site.asked_for(&anna, NEW).await;
    anna.post(&link, &[]).await;
    let taken = owner.post(&site.mailed_link(ANNA.0).await.unwrap(), &[]).await;
    let form = [("password", "ännu en egen mening")];
    let chosen = owner.post(&taken.location.unwrap(), &form).await;
    assert!(chosen.location.unwrap().starts_with("/logga-in/kod"));
    let mut anna = site.nobody();
    let half = anna.post("/logga-in", &[("email", ANNA.0), form[0]]).await;
    anna.keep(&half);
    sqlx::query!("update sessions set waits_for_code = false").execute(&site.owner).await.unwrap();
    let link = site.asked_for(&anna, NEW).await;
    anna.post(&link, &[]).await;
    let back = site.mailed_link(ANNA.0).await.unwrap();
    let lasts = sqlx::query_scalar!(
        r#"select extract(day from max(expires_at) - now())::int as "days!" from one_time_links where purpose = 'address_back' and used_at is null"#
    );
    assert_eq!(lasts.fetch_one(&site.owner).await.unwrap(), 13);
    sqlx::query!("update one_time_links set expires_at = now() where purpose = 'address_back'")
        .execute(&site.owner)
        .await
        .unwrap();
    assert_eq!(owner.get(&back).await.status, 410);
    assert_eq!(owner.post(&back, &[]).await.status, 410);
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn an_administrator_corrects_the_address_of_who_has_not_answered_and_of_nobody_else(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at.clone()).await;
    let home = site.municipality("lekeberg", "Lekeberg").await;
    let anna = site.administrator(home).await;
    let bo = site.resident(home, "Bo Ek").await.to_string();
    let invited =
        anna.post("/arbete/konton/ny", &[("person", &bo), ("email", "fel@exempel.se")]).await;
    let page = invited.location.unwrap();
    let again = format!("{page}/inbjudan");
    let wrong = site.mailed_link("fel@exempel.se").await.unwrap();
    assert_eq!(anna.post(&again, &[("email", "bo@exempel.se")]).await.status, 303);

    assert_eq!(site.nobody().get(&wrong).await.status, 410);
    let words = "Rättad av Anna Admin, från fel@exempel.se till bo@exempel.se";
    assert!(anna.get(&page).await.text("main").contains(words));
    let link = site.mailed_link("bo@exempel.se").await.unwrap();
    assert_eq!(site.nobody().post(&link, &[("password", "en räv i skogen")]).await.status, 303);
    assert_eq!(anna.post(&again, &[("email", "annan@exempel.se")]).await.status, 409);
    assert!(site.signs_in("bo@exempel.se", "en räv i skogen").await);

    let decide = async |months: &str| {
        let of = format!("addresses:{home}");
        let form = [
            ("of", of.as_str()),
            ("body", "Kommunstyrelsen"),
            ("decided_on", "2020-08-31"),
            ("paragraph", "§ 45"),
            ("keep_months", months),
        ];
        assert_eq!(anna.post("/arbete/gallring/beslut", &form).await.status, 303);
    };
    let kept = async || {
        site.weed(&at).await;
        let kept = sqlx::query_scalar!(r#"select count(*) as "n!" from changed_addresses"#);
        kept.fetch_one(&site.owner).await.unwrap()
    };
    sqlx::raw_sql(
        "alter table address_changes disable trigger all; update address_changes set at = '2020-09-01Z';
         alter table address_changes enable always trigger address_changes_append_only;
         alter table address_changes enable always trigger address_changes_never_truncated",
    )
    .execute(&site.owner)
    .await
    .unwrap();
    assert_eq!(kept().await, 1, "no decision");
    decide("1200").await;
    assert_eq!(kept().await, 1, "its time is not over");
    assert!(sqlx::raw_sql("delete from changed_addresses").execute(&site.owner).await.is_err());
    decide("12").await;
    assert_eq!(kept().await, 0);
    let text = anna.get(&page).await.text("main");
    assert!(text.contains("Rättad av Anna Admin; adresserna är gallrade"), "{text}");
    site.close().await;
}
