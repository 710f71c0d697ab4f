//! Takes a backup (tar en säkerhetskopia): the dump, the head and the counts are of one snapshot, whatever goes on meanwhile.

use std::{
    fs::{self, DirBuilder, File, Permissions},
    io::Write as _,
    os::unix::fs::{DirBuilderExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};
use sqlx::{ConnectOptions as _, Connection as _, PgConnection};
use time::{OffsetDateTime, macros::format_description};

use super::manifest::{Backup, Content, DUMP, MANIFEST, Manifest, hash_of};
use crate::{
    database::{Addresses, acts, archive},
    keys::ServerKey,
    seal::Hash,
};

/// Takes a backup to `place`: a folder of its own in a folder that is there, or one of that very name. `now` is legal time;
/// `keys` is the folder of the signing key, which is not in the backup.
///
/// # Errors
/// The database is out of reach, the key is not there, or the place cannot be written. Half a backup never has its name.
pub async fn take(
    addresses: &Addresses,
    keys: &Path,
    origin: &str,
    place: &Path,
    now: OffsetDateTime,
) -> Result<Backup> {
    let place = named(place, now)?;
    let unfinished = unfinished(&place)?;
    let taken = write(addresses, keys, origin, &unfinished, now).await;
    if let Err(why) = taken {
        let _ = fs::remove_dir_all(&unfinished);
        return Err(why);
    }
    let parent = parent(&place);
    fs::rename(&unfinished, &place)
        .and_then(|()| File::open(parent)?.sync_all())
        .with_context(|| format!("put the backup in its place, {}", place.display()))?;
    Backup::open(&place)
}

/// Where the backup is to stand.
fn named(place: &Path, now: OffsetDateTime) -> Result<PathBuf> {
    let format = format_description!("paragraf-[year][month][day]T[hour][minute][second]Z");
    let place = if place.is_dir() { place.join(now.format(format)?) } else { place.to_owned() };
    if place.exists() {
        bail!("{} is there already; a backup is never written over", place.display());
    }
    Ok(place)
}

/// A new folder beside the place, for the program's user only: the copy holds everything, secret §§ too.
fn unfinished(place: &Path) -> Result<PathBuf> {
    let name = place.file_name().context("name a folder for the backup")?.to_string_lossy();
    let folder = parent(place).join(format!(".{name}.{}", std::process::id()));
    let made = DirBuilder::new().recursive(false).mode(0o700).create(&folder);
    made.with_context(|| format!("cannot make the folder {}", folder.display()))?;
    Ok(folder)
}

fn parent(place: &Path) -> &Path {
    place.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

async fn write(
    addresses: &Addresses,
    keys: &Path,
    origin: &str,
    folder: &Path,
    now: OffsetDateTime,
) -> Result<()> {
    let mut owner =
        addresses.owner.clone().disable_statement_logging().connect().await.context(
            "cannot sign in to PostgreSQL with the address of its owner; is the server up?",
        )?;
    let mut db = owner.begin().await?;
    sqlx::raw_sql(
        "set transaction isolation level repeatable read read only;
         set local idle_in_transaction_session_timeout = 0; set local statement_timeout = 0",
    )
    .execute(&mut *db)
    .await?;
    let key = ServerKey::kept(&mut db, keys).await?;
    let head: (i64, Hash) = acts::newest(&mut db).await?;
    let content = content(&mut db).await?;
    let snapshot = sqlx::query_scalar!(r#"select pg_export_snapshot() as "name!""#)
        .fetch_one(&mut *db)
        .await?;

    let dump = folder.join(DUMP);
    archive::dump(&addresses.owner, content.postgresql, &snapshot, &dump).await?;
    db.rollback().await?;
    owner.close().await?;

    fs::set_permissions(&dump, Permissions::from_mode(0o600))?;
    File::open(&dump)?.sync_all()?;
    let head = key.sign(origin, head, now)?;
    let manifest = Manifest::sign(&key, content, head, hash_of(&dump)?)?;
    let mut file = File::create_new(folder.join(MANIFEST))?;
    file.set_permissions(Permissions::from_mode(0o600))?;
    serde_json::to_writer_pretty(&mut file, &manifest)?;
    file.write_all(b"\n")?;
    file.sync_all()?;
    Ok(File::open(folder)?.sync_all()?)
}

async fn content(db: &mut PgConnection) -> Result<Content> {
    let migration = archive::newest_migration(db).await?;
    Ok(Content {
        migration: migration.context("the database has never been used by the program")?,
        postgresql: archive::server_version(db).await?,
        rows: archive::rows(db).await?,
    })
}
