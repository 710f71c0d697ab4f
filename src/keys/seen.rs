//! The newest head that was seen (senast sedda huvudet): a signed checkpoint beside the keys, by which a database that was put
//! back without a word is known.

use std::{
    fs::{self, File, OpenOptions},
    io::Write as _,
    os::unix::fs::OpenOptionsExt as _,
    path::Path,
};

use anyhow::{Context as _, Result, bail};
use rustix::fs::{FlockOperation, flock};
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::ServerKey;
use crate::{
    database::acts,
    seal::{Checkpoint, instant},
};

const FILE: &str = "newest-head.json";

/// The head in the folder; none before the first was seen.
///
/// # Errors
/// The file cannot be read, or is no checkpoint.
pub fn seen_head(folder: &Path) -> Result<Option<Checkpoint>> {
    let file = folder.join(FILE);
    if !file.exists() {
        return Ok(None);
    }
    let told = || format!("{} holds no head of a chain; is the file damaged?", file.display());
    let text = fs::read_to_string(&file).with_context(|| format!("read {}", file.display()))?;
    Ok(Some(serde_json::from_str(&text).with_context(told)?))
}

/// Says whether the database has lost or changed the act that was seen, and no restoration since then tells of it.
pub(crate) async fn is_put_back(db: &mut PgConnection, seen: &Checkpoint) -> sqlx::Result<bool> {
    if seen.n == 0 {
        return Ok(false);
    }
    sqlx::query_scalar!(
        r#"
        select not exists (select from acts where n = $1 and hash = $2)
            and not exists (select from restorations r where r.n < $1 and r.at >= $3) as "is!"
        "#,
        seen.n,
        seen.head.as_ref(),
        seen.at,
    )
    .fetch_one(db)
    .await
}

/// Refuses a database that is older than what was seen, or another.
///
/// # Errors
/// What to do about it.
pub async fn refuse_put_back(db: &mut PgConnection, folder: &Path) -> Result<()> {
    let Some(seen) = seen_head(folder)? else { return Ok(()) };
    if !is_put_back(db, &seen).await? {
        return Ok(());
    }
    let (n, _) = acts::newest(db).await?;
    bail!(
        "the database is not the one that this program has seen: act {} of {} with the head {}, kept in {}, is not in its chain, which \
         ends with act {n}. Was it put back from a backup? Then run `paragraf restored` first; it writes that down and says what is missing \
         (the README, \"Backup and recovery\"). Is it another database? Then give it another PARAGRAF_KEYS. Otherwise somebody has changed it.\n\
         På svenska: Databasen är inte den som programmet senast såg. Är den återställd från en säkerhetskopia, kör `paragraf restored` först. \
         Annars kan någon ha ändrat den: spara en kopia av den som den är.",
        seen.n,
        instant::text(seen.at),
        seen.head,
        folder.join(FILE).display(),
    )
}

/// Keeps the database's newest head, unless a later one is kept, or the database is not the one that was seen. `now` is legal time.
///
/// # Errors
/// The database does not answer, or the folder cannot be written.
pub async fn keep_head(
    db: &mut PgConnection,
    key: &ServerKey,
    folder: &Path,
    origin: &str,
    now: OffsetDateTime,
) -> Result<()> {
    let head = acts::newest(db).await?;
    let seen = seen_head(folder)?;
    if let Some(seen) = &seen
        && (seen.n >= head.0 || is_put_back(db, seen).await?)
        && !is_told(db, seen).await?
    {
        return Ok(());
    }
    let checkpoint = key.sign(origin, head, now)?;
    let folder = folder.to_owned();
    tokio::task::spawn_blocking(move || write(&folder, Some(seen.as_ref()), &checkpoint)).await?
}

/// Keeps the database's newest head whatever was seen before: a restoration has just been written down.
///
/// # Errors
/// The database does not answer, or the folder cannot be written.
pub async fn replace_head(
    db: &mut PgConnection,
    folder: &Path,
    origin: &str,
    now: OffsetDateTime,
) -> Result<()> {
    let key = ServerKey::kept(db, folder).await?;
    let checkpoint = key.sign(origin, acts::newest(db).await?, now)?;
    let folder = folder.to_owned();
    tokio::task::spawn_blocking(move || write(&folder, None, &checkpoint)).await?
}

/// A restoration since then tells that the head that was seen is lost, so that a lower one takes its place.
async fn is_told(db: &mut PgConnection, seen: &Checkpoint) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"
        select not exists (select from acts where n = $1 and hash = $2)
            and exists (select from restorations r where r.n < $1 and r.at >= $3) as "is!"
        "#,
        seen.n,
        seen.head.as_ref(),
        seen.at,
    )
    .fetch_one(db)
    .await
}

/// Whole or not at all, and never over a later one that another program has kept since `seen` was read, where that is given.
fn write(folder: &Path, seen: Option<Option<&Checkpoint>>, checkpoint: &Checkpoint) -> Result<()> {
    let place = File::open(folder).with_context(|| format!("open {}", folder.display()))?;
    // Where a folder cannot be locked, as on some network disks, the rename alone keeps the file whole.
    let _ = flock(&place, FlockOperation::LockExclusive);
    if let Some(seen) = seen {
        let there = seen_head(folder)?;
        if there.as_ref() != seen && there.is_some_and(|there| there.n >= checkpoint.n) {
            return Ok(());
        }
    }
    let next = folder.join(format!(".{FILE}.{}", std::process::id()));
    let told = || format!("write {}", next.display());
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&next)
        .with_context(told)?;
    file.write_all(serde_json::to_string(checkpoint)?.as_bytes()).with_context(told)?;
    file.sync_all().with_context(told)?;
    fs::rename(&next, folder.join(FILE)).with_context(told)?;
    place.sync_all().with_context(told)
}

#[cfg(test)]
mod tests {
    use sqlx::PgPool;
    use time::{Duration, macros::datetime};
    use uuid::Uuid;

    use super::*;
    use crate::seal::Hash;

    const AT: OffsetDateTime = datetime!(2026-11-24 12:00 UTC);

    async fn act(db: &mut PgConnection, what: &str) {
        acts::append(db, AT, "sent", Uuid::now_v7(), Hash::of(what.as_bytes())).await.unwrap();
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn a_database_behind_or_beside_what_was_seen_is_refused(pool: PgPool) {
        let mut db = pool.acquire().await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let (key, folder) = (ServerKey::from_seed([7; 32]), folder.path());
        refuse_put_back(&mut db, folder).await.unwrap();
        act(&mut db, "one").await;
        keep_head(&mut db, &key, folder, "http://x", AT).await.unwrap();
        refuse_put_back(&mut db, folder).await.unwrap();
        act(&mut db, "two").await;
        keep_head(&mut db, &key, folder, "http://x", AT).await.unwrap();
        let seen = seen_head(folder).unwrap().unwrap();
        assert_eq!(seen.n, 2);
        assert!(seen.is_signed_by(&key.public()));

        // As a copy of before the second act would be, and then as one that went another way.
        let mut put_back = seen.clone();
        put_back.n = 3;
        write(folder, Some(Some(&seen)), &put_back).unwrap();
        let behind = refuse_put_back(&mut db, folder).await.unwrap_err().to_string();
        assert!(
            behind.contains("paragraf restored") && behind.contains("ends with act 2"),
            "{behind}"
        );
        assert!(behind.contains("kör `paragraf restored`"), "{behind}");
        act(&mut db, "another third").await;
        act(&mut db, "fourth").await;
        assert!(refuse_put_back(&mut db, folder).await.is_err(), "another hash at that place");
        keep_head(&mut db, &key, folder, "http://x", AT).await.unwrap();
        assert_eq!(
            seen_head(folder).unwrap().unwrap(),
            put_back,
            "what proves it is not written over"
        );

        // A restoration of before tells nothing of it, one of afterwards does.
        for (at, refused) in [(AT - Duration::HOUR, true), (AT + Duration::HOUR, false)] {
            sqlx::query!(
                "insert into restorations (id, at, n, head, record, signature) values ($1, $2, 2, $3, '{}', $4)",
                Uuid::now_v7(),
                at,
                seen.head.as_ref(),
                &[0_u8; 64],
            )
            .execute(&mut *db)
            .await
            .unwrap();
            assert_eq!(refuse_put_back(&mut db, folder).await.is_err(), refused, "{at}");
        }
        keep_head(&mut db, &key, folder, "http://x", AT).await.unwrap();
        assert_eq!(
            seen_head(folder).unwrap().unwrap().n,
            4,
            "the restored chain is what is seen now"
        );
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn two_programs_keep_the_later_head_and_a_damaged_file_is_told(pool: PgPool) {
        let mut db = pool.acquire().await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let (key, folder) = (ServerKey::from_seed([7; 32]), folder.path());
        act(&mut db, "one").await;
        keep_head(&mut db, &key, folder, "http://x", AT).await.unwrap();
        let first = seen_head(folder).unwrap().unwrap();
        act(&mut db, "two").await;
        keep_head(&mut db, &key, folder, "http://x", AT).await.unwrap();
        // The other program read before, and writes after.
        write(folder, Some(None), &first).unwrap();
        assert_eq!(seen_head(folder).unwrap().unwrap().n, 2);
        let files = fs::read_dir(folder).unwrap().count();
        assert_eq!(files, 1, "nothing is left beside it");

        fs::write(folder.join(FILE), "{\"n\":").unwrap();
        let damaged = refuse_put_back(&mut db, folder).await.unwrap_err().to_string();
        assert!(damaged.contains("newest-head.json holds no head"), "{damaged}");
    }
}
