//! Kill -9 (avbrott) of the program and of PostgreSQL while people save and sign: nothing acknowledged is lost or doubled.

use std::{
    sync::{Arc, atomic::Ordering},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use crate::{
    client::Person,
    figure,
    ledger::{Ledger, Verdict},
    program::Program,
    size, spread, until,
    walker::Walk,
    writer::Writer,
};

pub(crate) const SECRETARY: &str = "sekreterare@bjorkvik.example";
/// The chair and the adjuster of the board for schools.
const SIGNERS: [&str; 2] =
    ["anneli.kvarnstrom@bjorkvik.example", "hassan.friberger@bjorkvik.example"];

/// Everything with a marker in it, as often as it is there.
const SAVED: &str = "
    select (regexp_match(content::text, 'draft-[0-9]+-[0-9]+'))[1] as marker from revisions
        where content::text ~ 'draft-[0-9]+-[0-9]+'
    union all select place from sittings union all select title from items
    union all select title from attendance_events union all select 'signed-' || order_id from signatures
    union all select 'closed-' || meeting_id from batches
    union all select 'sent-' || b.meeting_id from versions v join batches b on b.id = v.batch_id";

/// Acts that stand half done, by what is missing.
const HALF_DONE: &str = "
    select 'a signature without its act' from signatures s
        where not exists (select from acts a where a.kind = 'signed' and a.subject = s.id)
    union all select 'an act without its signature' from acts a
        where a.kind = 'signed' and not exists (select from signatures s where s.id = a.subject)
    union all select 'an adjusting without its act' from adjustments j
        where form = 'signed' and not exists (select from acts a where a.kind = 'adjusted' and a.subject = j.batch_id)
    union all select 'an adjusting without notice' from adjustments j
        where form = 'signed' and not exists (select from notices n where n.batch_id = j.batch_id)
    union all select 'an adjusting without a signature' from adjustments j join required_signers r using (version_id)
        where form = 'signed' and not exists (select from signatures s
            where s.version_id = j.version_id and s.person_id = r.person_id and s.office = r.office)
    union all select 'a version without its act' from versions v
        where sent_at is not null and not exists (select from acts a where a.kind = 'sent' and a.subject = v.id)
    union all select 'a meeting without sittings' from meetings m
        where not exists (select from sittings s where s.meeting_id = m.id)
    union all select 'a closing without batch' from meetings m
        where closed_at is not null and not exists (select from batches b where b.meeting_id = m.id)
    union all select 'a text without revision' from sections s
        where not exists (select from revisions r where r.subject = s.id)
            and not exists (select from batch_items i join adjustments j using (batch_id)
                where i.item_id = s.item_id and j.form = 'imported')";

/// People who save and sign all the while.
pub(crate) struct Load {
    pub(crate) ledger: Ledger,
    writer: Writer,
    at_work: Vec<JoinHandle<()>>,
}

impl Load {
    /// The secretary saves four §§ and takes meetings to the signers, who sign; all through one port.
    pub(crate) async fn on(program: &Program, port: u16) -> Self {
        let secretary = Person::signed_in(program.port, SECRETARY).await;
        let ledger = Ledger::default();
        let (stopping, refused) = (Arc::default(), Arc::default());
        let person = secretary.through(port);
        let writer = Writer { person, ledger: ledger.clone(), stopping, refused };
        let mut at_work = vec![];
        let free = "select i.id::text from items i join meetings m on m.id = i.meeting_id
            where m.closed_at is null and not exists (select from batch_items b where b.item_id = i.id) order by i.id limit 4";
        for (name, item) in program.column(free).await.into_iter().enumerate() {
            let path = format!("/arbete/paragrafer/{item}");
            at_work.push(work(&writer, move |writer| writer.draft(name, path)));
        }
        let walk = walk(program).await;
        at_work.push(work(&writer, |writer| writer.walk(walk)));
        at_work.push(work(&writer, Writer::sign));
        for email in SIGNERS {
            let person = Person::signed_in(program.port, email).await.through(port);
            at_work.push(work(&Writer { person, ..writer.clone() }, Writer::sign));
        }
        Self { ledger, writer, at_work }
    }

    /// How many forms were refused that nobody knew to be saved.
    pub(crate) fn refused(&self) -> usize {
        self.writer.refused.load(Ordering::Relaxed)
    }

    /// Lets everyone finish, and holds the ledger against the database.
    pub(crate) async fn end(mut self, program: &Program) -> Verdict {
        self.writer.stopping.store(true, Ordering::Relaxed);
        for thread in self.at_work.drain(..) {
            thread.join().unwrap();
        }
        holds(&self.ledger, program).await
    }
}

/// Somebody works in a thread of their own.
fn work<F: Future<Output = ()>>(
    writer: &Writer,
    task: impl FnOnce(Writer) -> F + Send + 'static,
) -> JoinHandle<()> {
    let writer = writer.clone();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    thread::spawn(move || runtime.block_on(task(writer)))
}

async fn walk(program: &Program) -> Walk {
    let one = async |sql| program.column(sql).await.remove(0);
    let days = "select (current_date - 30 + n)::text from generate_series(1, 29) n order by n";
    Walk {
        board: one("select id::text from boards where slug = 'barn-och-utbildningsnamnden'").await,
        adjuster: one("select id::text from persons where name = 'Hassan Friberger'").await,
        days: program.column(days).await,
    }
}

/// Everything acknowledged by now is in the database once, everything else at most once, and nothing is half done.
pub(crate) async fn holds(ledger: &Ledger, program: &Program) -> Verdict {
    let known = ledger.copy();
    let verdict = known.against(&program.column(SAVED).await);
    assert_eq!((&verdict.lost, &verdict.doubled), (&vec![], &vec![]), "lost, doubled");
    assert_eq!(program.column(HALF_DONE).await, [""; 0]);
    verdict
}

/// Waits until something was saved, and then for a moment that nobody chose.
pub(crate) async fn some_moment(ledger: &Ledger) {
    ledger.next_after(Instant::now()).await;
    let moment = u64::try_from(uuid::Uuid::new_v4().as_u128() % 120).unwrap();
    tokio::time::sleep(Duration::from_millis(moment)).await;
}

/// Does something to the program again and again while people work, and writes how it went.
pub(crate) async fn rounds(
    what: &str,
    count: usize,
    program: &mut Program,
    mut harm: impl AsyncFnMut(&mut Program) -> Duration,
) {
    let load = Load::on(program, program.port).await;
    // Whatever is killed from now on, there is something to sign.
    until("a meeting that is sent", async || (load.ledger.count("sent-") > 0).then_some(())).await;
    let (mut back, mut saved) = (vec![], vec![]);
    for _ in 0..count {
        some_moment(&load.ledger).await;
        back.push(harm(program).await);
        saved.push(load.ledger.next_after(Instant::now()).await);
        holds(&load.ledger, program).await;
    }
    let ledger = load.ledger.clone();
    let verdict = load.end(program).await;
    let signed = ledger.count("signed-");
    assert!(verdict.acknowledged >= count, "{}", verdict.acknowledged);
    figure(&format!(
        "{what} rounds={count} acknowledged={} signatures={signed} lost={} doubled={} unknown={} back {} first save {}",
        verdict.acknowledged,
        verdict.lost.len(),
        verdict.doubled.len(),
        verdict.unknown,
        spread(&mut back),
        spread(&mut saved),
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_acknowledged_is_lost_or_doubled_when_the_program_is_killed() {
    let mut program = Program::start().await;
    rounds("kill -9 program", size(200, 3), &mut program, async |program| {
        program.kill();
        program.start_again().await
    })
    .await;
    assert_eq!(program.faults(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_acknowledged_is_lost_or_doubled_when_postgresql_is_killed() {
    let mut program = Program::start().await;
    rounds("kill -9 postgresql", size(200, 3), &mut program, async |program| {
        let back = program.kill_postgres().await;
        assert!(program.runs(), "{}", program.told());
        back
    })
    .await;
    assert_eq!(program.faults(), [""; 0]);
}
