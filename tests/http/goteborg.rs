//! A real meeting of a large city's executive board (kommunstyrelsen, 53 §§): brought in, taken out, reviewed and printed, no sentence lost.

use paragraf::exchange::Fate;
use serde_json::Value;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use crate::{
    exchange::{brought, taken_out},
    support::TestSite,
};

const MEETING: &str = include_str!("../data/exchange/goteborg-ks-2024-04-10.json");

/// The words that are printed of a §: its title, its texts and decisions, its documents.
fn words(item: &Value) -> Vec<String> {
    let mut all = vec![item["title"].as_str().unwrap().to_owned()];
    for field in ["decisions", "sections", "supporting_documents", "recipients"] {
        gather(&item[field], &mut all);
    }
    all
}

fn gather(value: &Value, all: &mut Vec<String>) {
    match value {
        Value::Array(values) => values.iter().for_each(|one| gather(one, all)),
        Value::Object(fields) => {
            for (name, one) in fields {
                match one {
                    Value::String(words)
                        if ["s", "title", "lead_in", "name"].contains(&&**name) =>
                    {
                        all.push(words.clone());
                    }
                    Value::String(_) => {}
                    one => gather(one, all),
                }
            }
        }
        _ => {}
    }
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn an_executive_boards_meeting_of_53_paragraphs_is_brought_in_reviewed_and_printed(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    let fate = brought(site.pools(), MEETING.as_bytes()).await;
    assert!(matches!(fate, Fate::Brought { items: 53, .. }), "{fate:?}");
    let file: Value = serde_json::from_str(MEETING).unwrap();
    let out = taken_out(site.pools()).await;
    let again: Value = serde_json::from_slice(&out[0]).unwrap();
    assert_eq!(again, file, "what is taken out is what was brought in");

    let board = sqlx::query_scalar!("select id from boards").fetch_one(&site.owner).await.unwrap();
    let meeting =
        sqlx::query_scalar!("select id from meetings").fetch_one(&site.owner).await.unwrap();
    let secretary = site.secretary_of(board, "Sara Sekreterare").await;
    let path = format!("/arbete/sammantraden/{meeting}");
    let page = async |part: &str| secretary.get(&format!("{path}/{part}")).await;
    let review = page("granskning").await;
    assert_eq!(review.status, 200);
    eprintln!("figure: goteborg review {}", review.plain("h1"));
    assert_eq!(page("jamforelse").await.status, 200);

    // § 286 was adjusted at once, and stands in a protocol of its own.
    let apart =
        sqlx::query_scalar!(r#"select convert_from(canonical, 'UTF8') as "text!" from versions"#);
    let apart = apart.fetch_one(&site.owner).await.unwrap().replace("\\\"", "\"");
    let printed = page("justering").await.plain("main") + &apart;
    for item in file["items"].as_array().unwrap() {
        for words in words(item) {
            let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(printed.contains(&words), "§ {}: {words}", item["number"]);
        }
    }
    site.close().await;
}
