//! The chain of legal acts as PostgreSQL keeps it, and as Rust follows it.

use paragraf::seal::{self, Act, Hash};
use sqlx::{
    PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use time::{OffsetDateTime, macros::datetime};
use uuid::Uuid;

use crate::support::TestSite;

const AT: OffsetDateTime = datetime!(2020-09-08 12:31:07.000089 UTC);

async fn append(db: &PgPool, at: OffsetDateTime, kind: &str) -> Hash {
    let commitment = Hash::of(kind.as_bytes());
    let head = sqlx::query_scalar!(
        r#"select append_act($1, $2, $3, $4) as "head!""#,
        at,
        kind,
        Uuid::now_v7(),
        commitment.as_ref()
    )
    .fetch_one(db)
    .await
    .unwrap();
    Hash::try_from(head.as_slice()).unwrap()
}

/// Follows the stored chain in Rust, every stored hash compared; gives its head.
async fn followed(db: &PgPool) -> Hash {
    let rows =
        sqlx::query!("select n, at, kind, subject, commitment, prev, hash from acts order by n")
            .fetch_all(db)
            .await
            .unwrap();
    let hash = |bytes: &Vec<u8>| Hash::try_from(bytes.as_slice()).unwrap();
    let acts: Vec<_> = rows
        .iter()
        .map(|row| Act {
            n: row.n,
            at: row.at,
            kind: &row.kind,
            subject: row.subject,
            commitment: hash(&row.commitment),
            prev: hash(&row.prev),
        })
        .collect();
    for (act, row) in acts.iter().zip(&rows) {
        assert_eq!(act.hash(), hash(&row.hash), "act {}", row.n);
    }
    seal::verify(acts).unwrap()
}

async fn head(db: &PgPool) -> (i64, Hash) {
    let head = sqlx::query!("select n, hash from heads").fetch_one(db).await.unwrap();
    (head.n, Hash::try_from(head.hash.as_slice()).unwrap())
}

// INV-15
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn the_database_hashes_an_act_as_rust_does_and_moves_the_head(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    let db = &site.pools().site;
    assert_eq!(head(db).await, (0, seal::GENESIS));

    for (n, kind) in (1..).zip(["sent", "anslået", ""]) {
        let new = append(db, AT + time::Duration::microseconds(n), kind).await;
        assert_eq!(head(db).await, (n, new));
        assert_eq!(followed(db).await, new);
    }
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn acts_at_the_same_time_make_one_chain_without_gaps(_: PgPoolOptions, at: PgConnectOptions) {
    let site = TestSite::open(at).await;
    let db = site.pools().site.clone();

    let all: Vec<_> = (0..20)
        .map(|_| {
            let db = db.clone();
            tokio::spawn(async move { append(&db, AT, "signed").await })
        })
        .collect();
    for one in all {
        one.await.unwrap();
    }

    let (n, last) = head(&db).await;
    assert_eq!((n, last), (20, followed(&db).await));
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn an_act_rolled_back_leaves_the_head_where_it_was(_: PgPoolOptions, at: PgConnectOptions) {
    let site = TestSite::open(at).await;
    let before = append(&site.pools().site, AT, "sent").await;

    let mut db = site.pools().site.begin().await.unwrap();
    sqlx::query_scalar!("select append_act($1, 'signed', $2, sha256(''))", AT, Uuid::nil())
        .fetch_one(&mut *db)
        .await
        .unwrap();
    db.rollback().await.unwrap();

    assert_eq!(head(&site.owner).await, (1, before));
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_forged_act_is_refused_for_the_site_and_for_the_owner(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    let first = append(&site.pools().site, AT, "sent").await;
    let insert = async |db: &PgPool, act: Act<'_>, hash: Hash| {
        let done = sqlx::query!(
            "insert into acts (n, at, kind, subject, commitment, prev, hash) values ($1, $2, $3, $4, $5, $6, $7)",
            act.n,
            act.at,
            act.kind,
            act.subject,
            act.commitment.as_ref(),
            act.prev.as_ref(),
            hash.as_ref()
        )
        .execute(db)
        .await;
        let error = done.unwrap_err();
        let error = error.as_database_error().unwrap();
        (error.code().unwrap().into_owned(), error.constraint().map(str::to_owned))
    };
    let right =
        Act { n: 2, at: AT, kind: "signed", subject: Uuid::nil(), commitment: first, prev: first };

    let by_site = insert(&site.pools().site, right, right.hash()).await;
    assert_eq!(by_site, ("42501".to_owned(), None));
    let refused = ("P0001".to_owned(), Some("acts_follow".to_owned()));
    let forged = Act { prev: seal::GENESIS, ..right };
    assert_eq!(insert(&site.owner, forged, forged.hash()).await, refused);
    let gap = Act { n: 3, ..right };
    assert_eq!(insert(&site.owner, gap, gap.hash()).await, refused);
    assert_eq!(insert(&site.owner, right, first).await, refused);
    let moved = sqlx::query!("update heads set n = 0").execute(&site.pools().site).await;
    assert!(moved.unwrap_err().to_string().contains("permission denied"));
    assert_eq!(head(&site.owner).await, (1, first));
    site.close().await;
}
