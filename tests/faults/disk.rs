//! A full disk (full disk): told on the page with what was typed, nothing acknowledged is lost, and over once there is room.

use std::{
    fs::{self, File},
    io::Write as _,
    path::Path,
    process::Command,
    time::Instant,
};

use sqlx::{Connection as _, PgConnection};

use crate::{
    client::{Page, Person},
    figure,
    kills::{SECRETARY, holds},
    ledger::Ledger,
    program::{Program, Setting},
    sheet::Sheet,
    until,
};

/// Lays PostgreSQL's folder on a file system of its own, with some room to work in.
const SMALL_DISK: &str = r#"cd "$PARAGRAF_DATA" && cp -a postgres kept
    mount -t tmpfs -o mode=0755,size=$(($(du -sm kept | cut -f1) + 40))m paragraf postgres
    cp -a kept/. postgres && rm -rf kept && exec "$0" "$@""#;

/// Only root may mount, here in a namespace that others do not see.
fn may_mount() -> bool {
    let mount = ["-m", "mount", "-t", "tmpfs", "paragraf", "/mnt"];
    Command::new("unshare").args(mount).status().is_ok_and(|status| status.success())
}

/// Takes what room there is.
fn fill(path: &Path) {
    let mut file = File::options().create(true).append(true).open(path).unwrap();
    for size in [1 << 20, 1 << 12, 1] {
        while file.write_all(&vec![1; size]).is_ok() {}
    }
}

/// A secretary who saves long texts in one §.
struct Scribe {
    person: Person,
    path: String,
    ledger: Ledger,
}

impl Scribe {
    async fn of(program: &Program) -> Self {
        let item = "select i.id::text from items i join meetings m on m.id = i.meeting_id
            where m.closed_at is null order by i.id limit 1";
        let path = format!("/arbete/paragrafer/{}", program.column(item).await[0]);
        let person = Person::signed_in(program.port, SECRETARY).await;
        Self { person, path, ledger: Ledger::default() }
    }

    /// The answer, unless not even the form could be had. Random letters take their room on the disk.
    async fn save(&self, marker: &str) -> Option<Page> {
        self.ledger.sent(marker);
        let page = self.person.get(&self.path).await;
        if page.status != 200 {
            return None;
        }
        let letters = || uuid::Uuid::new_v4().simple().to_string();
        let text: Vec<_> = (0..1_500).map(|_| letters()).collect();
        let text = format!("{marker} {}", text.join(" "));
        let sheet = Sheet::of(&page, "#paragraf").set("text-", 0, &text).with("atgard", "spara");
        let answer = sheet.send_to(&self.person, &self.path).await;
        if answer.status == 303 {
            self.ledger.acknowledged(marker);
        }
        Some(answer)
    }

    /// The first answer that something is not saved, with its marker.
    async fn until_refused(&self) -> (String, Page) {
        for n in 0..400 {
            let marker = format!("draft-0-{n}");
            let answer = self.save(&marker).await.unwrap();
            if answer.status != 303 {
                return (marker, answer);
            }
        }
        panic!("the disk is not full");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_told_and_forgotten_once_there_is_room() {
    if !may_mount() {
        assert!(std::env::var_os("CI").is_none(), "the test of a full disk needs root");
        figure("disk full: NOT RUN, for it takes root to mount a small disk");
        return;
    }
    let setting = Setting { within: Some(SMALL_DISK), ..Setting::default() };
    let mut program = Program::start_with(setting).await;
    let scribe = Scribe::of(&program).await;
    let filler = program.home().join("postgres/filler");

    fill(&filler);
    let (marker, page) = scribe.until_refused().await;
    assert_eq!((page.status, &*page.text("h1")), (503, "Inget har sparats, disken är full"));
    assert!(page.text("textarea").contains(&marker));
    give_up(&program).await;
    let away = scribe.person.get(&scribe.path).await;
    assert_eq!((away.status, &*away.text("h1")), (503, "Databasen svarar inte"));
    assert!(program.runs());

    fs::remove_file(&filler).unwrap();
    let freed = Instant::now();
    until("a save once there is room", async || {
        (scribe.save("draft-1-1").await?.status == 303).then_some(())
    })
    .await;
    let back = freed.elapsed();
    assert!(program.runs());
    let verdict = holds(&scribe.ledger, &program).await;
    assert_eq!(program.faults(), [""; 0]);
    figure(&format!(
        "disk full acknowledged={} lost={} doubled={} first save after it was freed {} ms",
        verdict.acknowledged,
        verdict.lost.len(),
        verdict.doubled.len(),
        back.as_millis()
    ));
}

/// Asks for one file of changes after the other, until PostgreSQL cannot write the next and ends.
async fn give_up(program: &Program) {
    let url = program.url();
    until("PostgreSQL to give up", async || {
        let Ok(mut db) = PgConnection::connect(&url).await else { return Some(()) };
        let more = "select pg_logical_emit_message(false, 'paragraf', repeat('x', 4000000)), pg_switch_wal()";
        let written = sqlx::raw_sql(more).execute(&mut db).await;
        let _ = db.close().await;
        written.is_err().then_some(())
    })
    .await;
    until("PostgreSQL to be gone", async || {
        PgConnection::connect(&url).await.is_err().then_some(())
    })
    .await;
}
