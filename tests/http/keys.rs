//! The server's key and the checkpoint that it signs (decisions 9 and 31).

use std::{fs, os::unix::fs::PermissionsExt as _};

use paragraf::{
    keys::ServerKey,
    seal::{Checkpoint, Hash},
    verify::{Head, heads, stored},
};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use time::macros::datetime;

use crate::{support::TestSite, tampering::lived};

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn the_first_key_is_made_once_and_a_lost_one_is_told(_: PgPoolOptions, at: PgConnectOptions) {
    let site = TestSite::open(at).await;
    let mut db = site.pools().site.acquire().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let now = datetime!(2026-11-24 09:00 UTC);
    for _ in 0..2 {
        ServerKey::open(&mut db, folder.path(), now).await.unwrap();
    }
    let acts = sqlx::query_scalar!("select kind from acts").fetch_all(&mut *db).await.unwrap();
    assert_eq!(acts, ["key_made"]);

    let other = tempfile::tempdir().unwrap();
    let lost = ServerKey::open(&mut db, other.path(), now).await.unwrap_err().to_string();
    assert!(lost.contains("is not in") && lost.contains("paragraf new-key"), "{lost}");
    fs::write(other.path().join("server.key"), "ab".repeat(32)).unwrap();
    let open = ServerKey::open(&mut db, other.path(), now).await.unwrap_err().to_string();
    assert!(open.contains("chmod 600"), "{open}");
    let for_me = fs::Permissions::from_mode(0o600);
    fs::set_permissions(other.path().join("server.key"), for_me).unwrap();

    ServerKey::rotate(&mut db, other.path(), now).await.unwrap();
    ServerKey::open(&mut db, other.path(), now).await.unwrap();
    let old = ServerKey::open(&mut db, folder.path(), now).await.unwrap_err().to_string();
    assert!(old.contains("is not the newest"), "{old}");
    let words =
        sqlx::query_scalar!("select endorsement from server_keys where previous_id is not null");
    assert_eq!(words.fetch_one(&mut *db).await.unwrap(), None, "a lost key gives no word");
    drop(db);
    let mut db = site.owner.acquire().await.unwrap();
    assert!(stored(&mut db, &[]).await.unwrap().holds());
    drop(db);
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn anybody_can_keep_the_signed_head_and_verify_accepts_it(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = lived(at).await;
    let nobody = site.nobody();
    let answer = nobody.get("/data/kedja.json").await;
    assert_eq!((answer.status, answer.media_type.as_str()), (200, "application/json"));
    let checkpoint: Checkpoint = serde_json::from_slice(&answer.body).unwrap();
    assert!(checkpoint.signature.is_some() && checkpoint.n == 13, "{checkpoint:?}");

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("kedja.json");
    fs::write(&file, [answer.body.as_slice(), &answer.body].concat()).unwrap();
    let outside = heads(&file).unwrap();
    assert_eq!(outside, [Head { n: checkpoint.n, head: checkpoint.head }; 2]);
    let mut db = site.owner.acquire().await.unwrap();
    assert!(stored(&mut db, &outside).await.unwrap().holds());
    drop(db);

    let keys: serde_json::Value =
        serde_json::from_slice(&nobody.get("/data/nycklar.json").await.body).unwrap();
    let [newest, first] = keys.as_array().unwrap().as_slice() else { panic!("{keys}") };
    assert_eq!(newest["previous"], first["key"]);
    let public: Hash = serde_json::from_value(newest["public_key"].clone()).unwrap();
    assert_eq!(serde_json::json!(Hash::of(public.as_ref())), newest["key"]);
    let page = nobody.get("/om/nycklar").await;
    assert_eq!(page.status, 200);
    assert!(page.text("dl").contains(&checkpoint.head.to_string()));
    assert!(page.text("tbody").contains("Ja") && page.text("tbody").contains("Den första nyckeln"));
    site.close().await;
}
