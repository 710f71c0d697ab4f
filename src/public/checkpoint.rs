//! The checkpoint (kontrollpunkt) that anybody may keep, and the keys that have signed what the server vouches for.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use serde::Serialize;
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::frame::fresh;
use crate::{
    App, PublicDb,
    error::{Error, Result},
    law,
    seal::{self, Checkpoint, GENESIS, Hash, Signature},
    web::{Now, local},
};

#[derive(Template, WebTemplate)]
#[template(path = "public/keys.html")]
struct KeysPage {
    canonical: String,
    checkpoint: Checkpoint,
    keys: Vec<Key>,
}

/// A key of the server's: what it is known by, and since when it has signed.
#[derive(Serialize)]
struct Key {
    #[serde(rename = "key")]
    id: Hash,
    #[serde(rename = "public_key")]
    public: Hash,
    #[serde(with = "seal::instant")]
    made_at: OffsetDateTime,
    /// The key before it, and that one's word for this one; no word when it was lost.
    previous: Option<Hash>,
    endorsement: Option<Signature>,
}

impl Key {
    fn since(&self) -> String {
        law::heading_date(local(self.made_at).0)
    }
}

/// The head of the chain of legal acts as it is now, signed.
pub(super) async fn head(
    State(app): State<App>,
    State(PublicDb(pool)): State<PublicDb>,
    now: Now,
) -> Result<Response> {
    let checkpoint = checkpoint(&mut *pool.acquire().await?, &app, now).await?;
    Ok(fresh(Json(checkpoint)))
}

pub(super) async fn keys(State(PublicDb(pool)): State<PublicDb>) -> Result<Response> {
    Ok(fresh(Json(all(&mut *pool.acquire().await?).await?)))
}

pub(super) async fn show(
    State(app): State<App>,
    State(PublicDb(pool)): State<PublicDb>,
    now: Now,
) -> Result<impl IntoResponse> {
    let mut db = pool.acquire().await?;
    let checkpoint = checkpoint(&mut db, &app, now).await?;
    let keys = all(&mut db).await?;
    let canonical = format!("{}/om/nycklar", app.origin);
    Ok(fresh(KeysPage { canonical, checkpoint, keys }))
}

async fn checkpoint(db: &mut PgConnection, app: &App, now: Now) -> Result<Checkpoint> {
    let head = sqlx::query!(r#"select n as "n!", hash as "hash!" from public_heads"#)
        .fetch_one(db)
        .await?;
    let hash = if head.n == 0 { GENESIS } else { hash(&head.hash)? };
    Ok(app.key.sign(&app.origin, (head.n, hash), now.0)?)
}

/// Every key there has been, the newest first.
async fn all(db: &mut PgConnection) -> Result<Vec<Key>> {
    let rows = sqlx::query!(
        r#"
        select k.public_key as "public_key!", k.made_at as "made_at!", p.public_key as "previous?", k.endorsement
        from public_keys k left join public_keys p on p.id = k.previous_id
        order by k.made_at desc, k.id desc
        "#
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let word = row.endorsement.map(|word| word.as_slice().try_into().map(Signature));
            Ok(Key {
                id: Hash::of(&row.public_key),
                public: hash(&row.public_key)?,
                made_at: row.made_at,
                previous: row.previous.map(|previous| Hash::of(&previous)),
                endorsement: word
                    .transpose()
                    .map_err(|_| Error::Broken("server_keys.endorsement"))?,
            })
        })
        .collect()
}

fn hash(bytes: &[u8]) -> Result<Hash> {
    Hash::try_from(bytes).map_err(|_| Error::Broken("a stored hash"))
}
