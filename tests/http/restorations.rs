//! A database that was put back: the act that says so, what verify makes of it, and the page that leads the way on.

use std::fs;

use paragraf::{
    restorations::{Given, KeptHead, KeyPlace, Traces, record},
    seal::{Checkpoint, Hash, LossKind, Restoration},
    verify::{Check, Head, stored},
};
use sqlx::{
    PgConnection,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use time::macros::datetime;
use uuid::Uuid;

use crate::{
    ground::PASSWORD,
    sheet::Sheet,
    support::TestSite,
    tampering::{after, checks, lived},
};

/// Puts the database "back": its key is lost, and heads and traces were kept outside.
async fn put_back(db: &mut PgConnection, heads: &[Head], traces: Traces) -> Restoration {
    let folder = tempfile::tempdir().unwrap();
    try_back(db, heads, traces, folder.path()).await.unwrap()
}

async fn try_back(
    db: &mut PgConnection,
    heads: &[Head],
    traces: Traces,
    folder: &std::path::Path,
) -> anyhow::Result<Restoration> {
    let heads = heads.iter().map(|kept| KeptHead { n: kept.n, head: kept.head, checkpoint: None });
    let given = Given { backup: None, heads: heads.collect(), traces };
    let key = KeyPlace { folder, anew: true };
    record(db, given, key, datetime!(2026-11-25 09:00 UTC)).await
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn verify_accepts_the_gap_that_a_restoration_acknowledges_and_no_other(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = lived(at).await;
    let mut db = site.owner.acquire().await.unwrap();
    let before = stored(&mut db, &[]).await.unwrap();
    let lost = Head { n: before.n + 5, head: Hash([9; 32]) };
    let other = Head { head: Hash([8; 32]), ..lost };

    let changed = Head { n: before.n - 1, head: Hash([7; 32]) };
    let folder = tempfile::tempdir().unwrap();
    let refused = try_back(&mut db, &[changed], Traces::default(), folder.path()).await;
    assert!(refused.unwrap_err().to_string().contains("another head than the one kept outside"));
    assert_eq!(stored(&mut db, &[]).await.unwrap().n, before.n, "nothing was written");
    assert!(!folder.path().join("server.key").exists());

    let kept = Head { n: before.n, head: before.head.unwrap() };
    let made = put_back(&mut db, &[kept, lost], Traces::default()).await;
    assert_eq!((made.n, Some(made.head)), (before.n, before.head));
    assert_eq!(made.losses[0].what, format!("{}–{}", before.n + 1, lost.n));

    let green = stored(&mut db, &[kept, lost]).await.unwrap();
    assert!(green.holds() && green.acknowledged.len() == 1, "{green}");
    assert!(green.to_string().contains(&made.id.to_string()), "{green}");
    assert_eq!(green.checked[&Check::Restorations], 1);
    for astray in [other, Head { n: lost.n - 1, ..lost }, Head { n: lost.n + 1, ..lost }] {
        let found = stored(&mut db, &[astray]).await.unwrap();
        assert_eq!(checks(&found), [Check::Outside], "{astray:?}: {found}");
    }
    for (sql, found) in [
        ("delete from restorations", vec![Check::Outside, Check::Acts]),
        (
            "update restorations set signature = sha256(signature) || sha256(signature)",
            vec![Check::Outside, Check::Restorations],
        ),
        (
            "update restorations set n = n - 1, head = (select hash from acts a where a.n = restorations.n - 1)",
            vec![Check::Outside, Check::Restorations],
        ),
        (
            "update restorations set record = convert_to(replace(convert_from(record, 'UTF8'), repeat('09', 32), repeat('08', 32)), 'UTF8')",
            vec![Check::Outside, Check::Acts, Check::Restorations],
        ),
        (
            "insert into restorations select gen_random_uuid(), at, n, head, record, signature from restorations",
            vec![Check::Acts, Check::Restorations],
        ),
    ] {
        let report = after(&mut db, sql, &[lost]).await;
        assert_eq!(checks(&report), found, "{sql}: {report}");
    }
    drop(db);
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn what_mails_prints_and_logs_tell_of_is_missing_only_where_the_copy_lacks_it(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = lived(at).await;
    let mut db = site.owner.acquire().await.unwrap();
    let there = sqlx::query!(
        r#"select m.id, m.queued_at, v.id as version, n.id as notice, p.pdf, b.bytes
           from mails m, versions v, notices n, publications p join blobs b on b.sha256 = p.pdf order by m.id desc, v.id limit 1"#
    )
    .fetch_one(&mut *db)
    .await
    .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &[u8]| fs::write(folder.path().join(name), text).unwrap();
    let mail = |micros: i128, id: i64, text: &str| {
        format!("Message-ID: <{micros}.{id}@exempel.se>\r\nSubject: Brev {id}\r\n\r\n{text}\r\n")
    };
    let queued = there.queued_at.unix_timestamp_nanos() / 1000;
    let (version, notice) = (Uuid::now_v7(), Uuid::now_v7());
    let known = format!("https://exempel.se/justera/{}", there.version);
    write("there.eml", mail(queued, there.id, &known).as_bytes());
    let unknown = format!("https://exempel.se/justera/{version}");
    write("gone.eml", mail(queued + 60_000_000, there.id + 1, &unknown).as_bytes());
    write("weeded.eml", mail(queued - 3_600_000_000, there.id + 2, "").as_bytes());
    let log =
        format!("GET /lekeberg/anslag/{notice} 200\nGET /lekeberg/anslag/{} 200\n", there.notice);
    write("access.log", log.as_bytes());
    write("there.pdf", &there.bytes);
    write("gone.pdf", b"%PDF-1.7 another");

    let traces = Traces::read(&[folder.path().to_owned()]).unwrap();
    assert_eq!(traces.files, 6);
    let made = put_back(&mut db, &[], traces).await;

    let losses: Vec<_> =
        made.losses.iter().map(|loss| (loss.kind, loss.what.clone(), &*loss.evidence)).collect();
    assert_eq!(
        losses,
        [
            (LossKind::Mail, format!("Brev {}", there.id + 1), "gone.eml"),
            (LossKind::Version, version.to_string(), "gone.eml"),
            (LossKind::Notice, notice.to_string(), "access.log"),
            (LossKind::Document, Hash::of(b"%PDF-1.7 another").to_string(), "gone.pdf"),
        ]
    );
    drop(db);
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_checkpoint_in_a_mail_is_a_head_kept_outside_and_its_signature_is_checked(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    let mut db = site.owner.acquire().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (now, later) = (datetime!(2026-11-24 09:00 UTC), datetime!(2026-11-24 10:00 UTC));
    paragraf::keys::ServerKey::open(&mut db, folder.path(), now).await.unwrap();
    let seed: Hash =
        fs::read_to_string(folder.path().join("server.key")).unwrap().trim().parse().unwrap();
    let head = |key: [u8; 32], n: i64| {
        let key = ed25519_dalek::SigningKey::from_bytes(&key);
        Checkpoint::sign(&key, "https://exempel.se", (n, Hash([9; 32])), later).unwrap()
    };
    let mails = tempfile::tempdir().unwrap();
    for (name, checkpoint) in [("ours.eml", head(seed.0, 9)), ("theirs.eml", head([3; 32], 8))] {
        let text =
            format!("Dagens huvud:\r\n\r\n{}\r\n", serde_json::to_string(&checkpoint).unwrap());
        fs::write(mails.path().join(name), text).unwrap();
    }
    let given =
        Given { traces: Traces::read(&[mails.path().to_owned()]).unwrap(), ..Given::default() };
    let key = KeyPlace { folder: folder.path(), anew: false };
    let made = record(&mut db, given, key, datetime!(2026-11-24 11:00 UTC)).await.unwrap();

    assert_eq!(
        made.lost.iter().map(|lost| (lost.n, lost.signed)).collect::<Vec<_>>(),
        [(8, false), (9, true)]
    );
    assert_eq!(made.losses[0].at.unwrap().0, later);
    assert!(stored(&mut db, &[]).await.unwrap().holds());
    drop(db);
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn after_a_restoration_everybody_signs_in_anew_and_an_administrator_notes_each_step(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    let host = site.municipality("lekeberg", "Lekeberg").await;
    let board = site.board(host, "it-namnden", "IT-nämnden", "board").await;
    let sara = site.secretary_of(board, "Sara").await;
    let admin = site.administrator(host).await;
    let path = "/arbete/aterstallning";
    assert!(admin.get(path).await.text("main").contains("aldrig återställts"));
    assert_eq!(sara.get(path).await.status, 404);

    let mut db = site.owner.acquire().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let now = datetime!(2026-11-24 09:00 UTC);
    paragraf::keys::ServerKey::open(&mut db, folder.path(), now).await.unwrap();
    let lost = Head { n: 7, head: Hash([9; 32]) };
    put_back(&mut db, &[lost], Traces::default()).await;
    assert_eq!(admin.get(path).await.status, 303, "signed out");
    let email = sqlx::query_scalar!(
        "select a.email from accounts a join grants g on g.account_id = a.id where g.role = 'administrator'"
    );
    let email = email.fetch_one(&mut *db).await.unwrap();
    drop(db);

    let admin = site.signed_in(&email, PASSWORD).await;
    assert!(admin.get("/arbete").await.text("main").contains("6 steg är kvar att göra"));
    let page = admin.get(path).await;
    assert!(page.plain("main").contains("Rättshandlingar saknas: nummer 4–7 i kedjan"));
    assert!(page.plain("main").contains("6 av 6 steg"));
    let first = page.attribute(".tasks a", "href").unwrap();
    let sheet = Sheet::of(&admin.get(&first).await, "main form").set("note", 0, "Tre §§ i maj");
    assert_eq!(sheet.with("klart", "ja").send_to(&admin, &first).await.status, 303);
    let page = admin.get(path).await;
    assert!(page.plain("main").contains("5 av 6 steg"));
    assert!(page.plain(".task").contains("Tre §§ i maj"), "{}", page.plain(".task"));

    let again = Sheet::of(&admin.get(&first).await, "main form");
    let refused = again.clone().send_to(&admin, &first).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text(".field-error").contains("Skriv varför"));
    let opened = again.set("note", 0, "Ett till hittades").send_to(&admin, &first).await;
    assert_eq!(opened.status, 303);
    assert!(admin.get(path).await.plain("main").contains("6 av 6 steg"));
    let rows = sqlx::query_scalar!(r#"select count(*) as "n!" from restoration_steps"#);
    assert_eq!(rows.fetch_one(&site.owner).await.unwrap(), 2, "each word stands");
    assert_eq!(admin.get(&first.replace("bortfall-1", "bortfall-2")).await.status, 404);
    let sara = site.signed_in(&secretary(&site).await, PASSWORD).await;
    assert_eq!(sara.get(&first).await.status, 404);
    assert_eq!(sara.post(&first, &[("klart", "ja")]).await.status, 404);
    site.close().await;
}

async fn secretary(site: &TestSite) -> String {
    sqlx::query_scalar!(
        "select a.email from accounts a join grants g on g.account_id = a.id where g.role = 'secretary'"
    )
    .fetch_one(&site.owner)
    .await
    .unwrap()
}
