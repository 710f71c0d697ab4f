//! Files of a new term (mandatperiod): as spreadsheets save them, damaged, and large.

use std::fmt::Write as _;

use axum::{
    body::Body,
    http::{Request, header},
};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use crate::{
    support::{Page, Person},
    terms::{HEAD, Town, save},
};

/// Sends a file from the page, as a browser does.
async fn send_file(who: &Person, path: &str, name: &str, bytes: &[u8]) -> Page {
    let head = format!(
        "--gräns\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/csv\r\n\r\n"
    )
    .replace("gräns", "grans");
    let body = [head.as_bytes(), bytes, b"\r\n--grans--\r\n"].concat();
    let request = Request::post(format!("{path}/fil"))
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=grans")
        .header("sec-fetch-site", "same-origin");
    who.send(request, Body::from(body)).await
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn files_as_spreadsheets_save_them_are_read_and_damaged_ones_are_told(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let town = Town::open(at).await;
    let rows =
        "Uppdrag;Organ;Förnamn;Efternamn;Telefon\r\nOrdförande;Kommunstyrelsen;Åsa;Öberg;1\r\n";
    let western: Vec<u8> = rows.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let marked = format!("\u{feff}{rows}").into_bytes();
    let tabs = rows.replace(';', "\t").into_bytes();
    for bytes in [western, marked, tabs] {
        let page = send_file(&town.admin, &town.path(), "mandat.csv", &bytes).await;
        assert_eq!(page.status, 200, "{}", page.text("main"));
        let words = page.plain("#granskning");
        assert!(words.contains("Åsa Öberg") && words.contains("Filen heter mandat.csv"), "{words}");
        assert!(words.contains("Kolumner som inte används: Telefon"), "{words}");
    }
    for (bytes, why) in [
        (&b""[..], "tom"),
        (b"PK\x03\x04\0\0", "kalkylark"),
        (b"Organ;Namn\0\x01\x02", "ingen textfil"),
        ("Organ;Namn;Uppdrag\nKS;Ã…sa;Ledamot".as_bytes(), "tecken är skadade"),
    ] {
        let page = send_file(&town.admin, &town.path(), "x.csv", bytes).await;
        assert_eq!(page.status, 422);
        assert!(page.text("#file-error").contains(why), "{}", page.text("main"));
    }
    let cut = send_file(
        &town.admin,
        &town.path(),
        "x.csv",
        b"Organ;Namn;Uppdrag\nKS;\"Eva;Ledamot\nKS;Bo;Ledamot",
    )
    .await;
    assert!(cut.text("#fel").contains("citattecken"), "{}", cut.text("main"));
    let none = town.admin.post(&format!("{}/fil", town.path()), &[]).await;
    assert!(none.text("#file-error").contains("Välj en fil"));

    let template = town.admin.get(&format!("{}/platser.csv", town.path())).await;
    assert_eq!(template.media_type, "text/csv; charset=utf-8");
    let page = send_file(&town.admin, &town.path(), "platser.csv", &template.body).await;
    let answer = save(&page).send(&town.admin).await;
    assert_eq!(
        answer.status,
        303,
        "today's seats are a term as they stand: {}",
        answer.text("main")
    );
    assert!(town.seats().await.contains(&"Eva Ek chair 1 2027-01-01 2030-12-31".to_owned()));
    town.site.close().await;
}

/// A hundred boards and two thousand rows; a few of each unless the whole size is asked for.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_large_municipalitys_term_goes_in_whole(_: PgPoolOptions, at: PgConnectOptions) {
    let town = Town::open(at).await;
    let full = std::env::var("PARAGRAF_TEST_SIZE").is_ok_and(|size| size == "full");
    let (boards, seats) = if full { (100, 20) } else { (10, 20) };
    let mut rows = HEAD.to_owned();
    for board in 0..boards {
        town.site.board(town.id, &format!("n{board}"), &format!("Nämnd {board}"), "board").await;
        for seat in 0..seats {
            let role = ["Ordförande", "1:e vice ordförande"].get(seat).unwrap_or(&"Ledamot");
            writeln!(rows, "Nämnd {board};Person {board} {seat};S;{role};;").unwrap();
        }
    }
    let began = std::time::Instant::now();
    let page = send_file(&town.admin, &town.path(), "alla.csv", rows.as_bytes()).await;
    let (rows, bytes, reviewed) = (boards * seats, page.body.len(), began.elapsed());
    let form = save(&page);
    let began = std::time::Instant::now();
    let answer = form.send(&town.admin).await;
    let saved = began.elapsed();
    crate::figure(&format!(
        "a new term rows={rows} reviewed in={reviewed:.0?} bytes={bytes} saved in={saved:.0?}"
    ));
    assert_eq!(answer.status, 303, "{}", answer.text("main"));
    let count =
        sqlx::query_scalar!(r#"select count(*) as "n!" from seats where starts_on = '2027-01-01'"#);
    let count = count.fetch_one(&town.site.owner).await.unwrap();
    assert_eq!(usize::try_from(count), Ok(boards * seats));
    town.site.close().await;
}
