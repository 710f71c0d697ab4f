//! Retention: nothing of a municipality's goes without its decision, and what was adjusted never goes (ARK-06).

use paragraf::verify::stored;
use sqlx::{
    Row as _,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use time::macros::datetime;

use crate::{support::TestSite, workplace::Workplace};

async fn count(site: &TestSite, table: &'static str) -> i64 {
    let sql = sqlx::AssertSqlSafe(format!("select count(*) from {table}"));
    sqlx::raw_sql(sql).fetch_one(&site.owner).await.unwrap().get(0)
}

impl TestSite {
    /// The night's weeding, by the owner as the program does it.
    pub(crate) async fn weed(&self, at: &PgConnectOptions) {
        let now = paragraf::machine_time();
        let addresses = paragraf::database::Addresses::of(at.clone());
        paragraf::retention::weed(&addresses, now).await.unwrap();
        let mut db = self.owner.acquire().await.unwrap();
        let report = stored(&mut db, &[]).await.unwrap();
        assert!(report.holds(), "{report}");
    }
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn ark_06_a_history_goes_by_decision_and_what_was_adjusted_never(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = Workplace::published(at.clone()).await.site;
    let host = sqlx::query_scalar!("select id from municipalities where inside");
    let host = host.fetch_one(&site.owner).await.unwrap();
    let anna = site.administrator(host).await;
    let saved = count(&site, "revisions").await;
    assert!(saved > 0);

    site.weed(&at).await;
    assert_eq!(count(&site, "revisions").await, saved, "no decision");
    let refused = sqlx::raw_sql("delete from revisions").execute(&site.owner).await.unwrap_err();
    assert!(refused.to_string().contains("ARK-06"), "{refused}");

    let page = anna.get("/arbete/gallring").await;
    assert!(page.plain("main").contains("Inget beslut, bevaras"));
    let wrong = anna.post("/arbete/gallring/beslut", &[("decided_on", "2999-01-01")]).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.plain("main").contains("Rätta 4 uppgifter"), "{}", wrong.plain("main"));
    let of = format!("drafts:{host}");
    let decide = async |months: &str| {
        let form = [
            ("of", of.as_str()),
            ("body", "Kommunstyrelsen"),
            ("decided_on", "2020-08-31"),
            ("paragraph", "§ 45"),
            ("keep_months", months),
        ];
        assert_eq!(anna.post("/arbete/gallring/beslut", &form).await.status, 303);
    };
    decide("1200").await;
    site.weed(&at).await;
    assert_eq!(count(&site, "revisions").await, saved, "its time is not over");
    let young = sqlx::raw_sql("delete from revisions").execute(&site.owner).await.unwrap_err();
    assert!(young.to_string().contains("ARK-06"), "{young}");

    decide("24").await;
    site.weed(&at).await;
    assert_eq!(count(&site, "revisions").await, 0);
    let text = anna.get("/arbete/gallring").await.plain("main");
    assert!(text.contains("gallras efter 2 år (Kommunstyrelsen 2020-08-31, § 45)"), "{text}");
    assert!(text.contains("Utkastens historik"), "{text}");
    site.weed(&at).await;
    let public = site.nobody().get("/lekeberg/protokoll/it-namnden/2020-09-08").await;
    assert_eq!(public.status, 200, "what was adjusted stands");

    for table in ["versions", "leaves", "signatures", "adjustments", "announcements", "acts"] {
        let sql = sqlx::AssertSqlSafe(format!("delete from {table}"));
        let refused = sqlx::raw_sql(sql).execute(&site.owner).await.unwrap_err();
        assert!(refused.to_string().contains("append-only"), "{table}: {refused}");
    }
    let own = sqlx::raw_sql("delete from revisions").execute(&site.pools().site).await;
    assert!(own.unwrap_err().to_string().contains("permission denied"));
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn what_is_shared_goes_once_every_municipality_has_decided(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::at(datetime!(2026-11-24 09:00 UTC), at.clone()).await;
    let mut places = vec![];
    for (slug, name) in [("bjorkvik", "Björkvik"), ("tallmo", "Tallmo")] {
        let place = site.municipality(slug, name).await;
        places.push((place, site.administrator(place).await));
    }
    sqlx::raw_sql(
        "insert into mails (to_address, subject, body, queued_at, retry_at, sent_at)
            select 'a@exempel.se', 'Hej', '', t, t, t from (select now() - n * interval '5 months' as t from generate_series(0, 3) n) m;
         insert into mails (to_address, subject, body, queued_at, retry_at) values ('b@exempel.se', 'Hej', 'Hej', '2020-01-01', '2020-01-01');
         insert into sessions (token_hash, account_id, created_at, seen_at, authenticated_at)
            select sha256('old'), account_id, t, t, t from sessions, (select now() - interval '32 days' as t) as long_ago limit 1;",
    )
    .execute(&site.owner)
    .await
    .unwrap();
    let decide = async |n: usize, months: &str| {
        let of = format!("mails:{}", places[n].0);
        let form = [
            ("of", of.as_str()),
            ("body", "Kommunstyrelsen"),
            ("decided_on", "2026-08-31"),
            ("paragraph", "§ 45"),
            ("keep_months", months),
        ];
        places[n].1.post("/arbete/gallring/beslut", &form).await.status
    };

    assert_eq!(decide(0, "6").await, 303);
    site.weed(&at).await;
    assert_eq!(count(&site, "mails").await, 5, "Tallmo has not decided");
    let kinds = sqlx::query_scalar!("select kind from weedings order by kind");
    assert_eq!(kinds.fetch_all(&site.owner).await.unwrap(), ["sessions"]);

    assert_eq!(decide(1, "12").await, 303);
    site.weed(&at).await;
    assert_eq!(count(&site, "mails").await, 4, "the longest time counts; what has not left stays");

    assert_eq!(decide(1, "").await, 303, "kept from now on");
    sqlx::query!("update mails set sent_at = '2020-01-01' where sent_at is not null")
        .execute(&site.owner)
        .await
        .unwrap();
    site.weed(&at).await;
    assert_eq!(count(&site, "mails").await, 4);
    let other = [("of", format!("mails:{}", places[1].0))];
    let other = other.each_ref().map(|(name, value)| (*name, value.as_str()));
    let theirs = places[0].1.post("/arbete/gallring/beslut", &other).await;
    assert!(theirs.plain("main").contains("Välj vad beslutet gäller"), "another municipality's");
    site.close().await;
}
