//! The commands that bring meetings in from files and take them out (hämtning och utlämning).

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context as _, Result};
use paragraf::{
    MIGRATOR,
    config::{Config, Meetings},
    database::{self, Pools},
    exchange::{Fate, Which, bring_in, chosen, take_out},
};

/// Brings each file in, whole or not at all, and tells of each; 1 when one was refused.
pub(crate) async fn import(config: &Config, files: &[PathBuf], trial: bool) -> Result<ExitCode> {
    let (addresses, cluster) = crate::recovery::reach(config)?;
    database::prepare(&addresses, &MIGRATOR).await?;
    let pools = Pools::open(&addresses).await?;
    let clock = crate::clock(config)?;
    // What is only tried is seen by the files after it, and is gone in the end.
    let mut whole = if trial { Some(pools.site.begin().await?) } else { None };
    let mut refused = 0;
    for (n, file) in (1..).zip(files) {
        let bytes = std::fs::read(file).with_context(|| format!("read {}", file.display()))?;
        let fate = match &mut whole {
            Some(db) => bring_in(db, &bytes, trial, clock.now()).await,
            None => bring_in(&mut *pools.site.acquire().await?, &bytes, trial, clock.now()).await,
        };
        let fate = fate.with_context(|| format!("bring in {}", file.display()))?;
        refused += usize::from(matches!(fate, Fate::Refused(_)));
        tell((n, files.len()), file, &fate, trial)?;
    }
    if let Some(whole) = whole {
        whole.rollback().await?;
    }
    pools.close().await;
    cluster.map_or(Ok(()), database::private::Cluster::stop)?;
    if refused > 0 {
        writeln!(std::io::stderr(), "{refused} of {} files refused", files.len())?;
    }
    Ok(ExitCode::from(u8::from(refused > 0)))
}

fn tell((n, of): (usize, usize), file: &Path, fate: &Fate, trial: bool) -> Result<()> {
    let mut out = std::io::stdout();
    let at = format!("{n}/{of} {}", file.display());
    match fate {
        Fate::Brought { title, items, persons } => {
            let done = if trial { "would be brought in" } else { "brought in" };
            writeln!(out, "{at}: {done}: {title}, {items} §§, {persons} new persons")?;
        }
        Fate::Same => writeln!(out, "{at}: is here already, the same")?,
        Fate::Refused(faults) => {
            writeln!(out, "{at}: REFUSED, {} faults", faults.len())?;
            for fault in faults {
                writeln!(out, "    {fault} [{}]", fault.pointer)?;
            }
        }
    }
    Ok(())
}

/// Writes each meeting to a file of its own.
pub(crate) async fn export(config: &Config, meetings: Meetings, folder: &Path) -> Result<()> {
    let (addresses, cluster) = crate::recovery::reach(config)?;
    let pools = Pools::open(&addresses).await?;
    let mut db = pools.site.acquire().await?;
    let which = match (meetings.board, meetings.meeting) {
        (Some(board), _) => Which::Board(board),
        (None, Some(meeting)) => Which::Meeting(meeting),
        (None, None) => Which::All,
    };
    std::fs::create_dir_all(folder).with_context(|| format!("make {}", folder.display()))?;
    let all = chosen(&mut db, &which).await?;
    let of = all.len();
    for (n, (meeting, name)) in (1..).zip(all) {
        let file = folder.join(name);
        let bytes = take_out(&mut db, meeting).await?;
        std::fs::write(&file, bytes).with_context(|| format!("write {}", file.display()))?;
        writeln!(std::io::stdout(), "{n}/{of} {}", file.display())?;
    }
    drop(db);
    pools.close().await;
    cluster.map_or(Ok(()), database::private::Cluster::stop)
}
