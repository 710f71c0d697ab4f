//! Tampering (manipulation) by whoever rules the database: everything is found with a head kept outside (INV-15).

use paragraf::{
    keys::ServerKey,
    verify::{Check, Head, Report, stored},
};
use sqlx::{
    AssertSqlSafe, Connection as _, PgConnection,
    postgres::{PgConnectOptions, PgPoolOptions},
};

use time::macros::datetime;

use crate::{support::TestSite, workplace::Workplace};

/// Lets the superuser do what every guard forbids.
const ASLEEP: &str = "do $$ declare t record; begin
    for t in select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' loop
        execute format('alter table %I disable trigger all', t.relname);
    end loop; end $$;";

/// Makes the chain anew from its acts, as one would who hides a change.
const REWRITE: &str =
    "do $$ declare act acts; before bytea := decode(repeat('00', 32), 'hex'); begin
    for act in select * from acts order by n loop
        act.prev := before; act.hash := act_hash(act); before := act.hash;
        update acts set prev = act.prev, hash = act.hash where n = act.n;
    end loop;
    update heads set hash = before, n = (select max(n) from acts); end $$;";

/// A protocol adjusted by two signers after a refusal, announced and published; and a key in its second generation.
pub(crate) async fn lived(at: PgConnectOptions) -> TestSite {
    let workplace = Workplace::published(at).await;
    let folder = tempfile::tempdir().unwrap();
    let mut db = workplace.site.pools().site.acquire().await.unwrap();
    let now = datetime!(2026-11-24 09:00 UTC);
    ServerKey::open(&mut db, folder.path(), now).await.unwrap();
    ServerKey::rotate(&mut db, folder.path(), now).await.unwrap();
    drop(db);
    workplace.site
}

/// The report after some SQL, which is undone.
pub(crate) async fn after(db: &mut PgConnection, sql: &str, outside: &[Head]) -> Report {
    let mut db = db.begin().await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(format!("{ASLEEP}{sql}"))).execute(&mut *db).await.expect(sql);
    let report = stored(&mut db, outside).await.unwrap();
    db.rollback().await.unwrap();
    report
}

pub(crate) fn checks(report: &Report) -> Vec<Check> {
    let mut checks: Vec<_> = report.faults.iter().map(|fault| fault.check).collect();
    checks.sort_unstable();
    checks.dedup();
    checks
}

fn head(report: &Report) -> Head {
    Head { n: report.n, head: report.head.unwrap() }
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn inv_15_what_is_changed_removed_or_slipped_in_is_found(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = lived(at).await;
    let mut db = site.owner.acquire().await.unwrap();
    let untouched = stored(&mut db, &[]).await.unwrap();
    assert!(untouched.holds(), "{untouched}");
    let nothing =
        untouched.checked.iter().filter(|(_, count)| **count == 0).map(|(check, _)| *check);
    assert_eq!(
        nothing.collect::<Vec<_>>(),
        [Check::Outside, Check::Restorations],
        "all else was there to be checked"
    );
    let outside = [head(&untouched)];

    let changes = [
        ("update acts set kind = 'sent' where n = 3", Check::Chain),
        ("update acts set at = at - interval '1 hour' where n = 3", Check::Chain),
        ("delete from acts where n = 3", Check::Chain),
        (
            "insert into acts select n + 1, at, 'sent', gen_random_uuid(), commitment, hash, sha256(hash) from acts order by n desc limit 1",
            Check::Chain,
        ),
        (
            "update acts set n = -n where n in (3, 4); update acts set n = 7 + n where n < 0",
            Check::Chain,
        ),
        ("truncate acts", Check::Outside),
        ("update heads set n = n - 1", Check::Chain),
        ("update refusals set reason = 'Inget fel'", Check::Acts),
        (
            "update announcements set announced_on = announced_on - 1, at = at - interval '1 day'",
            Check::Acts,
        ),
        ("update announcements set by_whom = 'En annan'", Check::Acts),
        ("delete from announcements", Check::Acts),
        ("delete from withdrawals", Check::Acts),
        (
            "update publications set record = convert_to(replace(convert_from(record, 'UTF8'), 'ett', 'ETT'), 'UTF8')",
            Check::Acts,
        ),
        (
            "insert into publications (id, batch_id, n, at, record, pdf, board, paragraphs) select gen_random_uuid(), batch_id, n + 1, at, record, pdf, board, paragraphs from publications",
            Check::Acts,
        ),
        (
            "update versions set canonical = convert_to(replace(convert_from(canonical, 'UTF8'), 'ett', 'ETT'), 'UTF8')",
            Check::Versions,
        ),
        ("update versions set root = sha256(root)", Check::Versions),
        ("update leaves set salt = sha256(salt) where pos = 1", Check::Versions),
        ("delete from required_signers where office = 'adjuster' and pos = 1", Check::Versions),
        (
            "update signatures set statement = convert_to(replace(convert_from(statement, 'UTF8'), 'justerar', 'godkänner'), 'UTF8')",
            Check::Signatures,
        ),
        (
            "update signatures set person_id = (select id from persons where id <> person_id limit 1)",
            Check::Signatures,
        ),
        (
            "delete from signed_leaves where hash in (select hash from signed_leaves limit 1)",
            Check::Signatures,
        ),
        (
            "delete from signed_leaves where signature_id in (select id from signatures limit 1); delete from signatures where id not in (select signature_id from signed_leaves)",
            Check::Adjustments,
        ),
        (
            "update adjustments set adjusted_on = adjusted_on - 1, at = at - interval '1 day'",
            Check::Adjustments,
        ),
        ("update items set title = 'En annan rubrik'", Check::Adjustments),
        ("update items set number = number + 10", Check::Adjustments),
        ("update revisions set content = '{}'", Check::Revisions),
        ("update revisions set prev = sha256(hash)", Check::Revisions),
        (
            "alter table blobs drop constraint blobs_hash; update blobs set bytes = 'en annan fil'",
            Check::Files,
        ),
        ("delete from blobs", Check::Files),
        (
            "update server_keys set public_key = sha256(public_key) where previous_id is null",
            Check::Acts,
        ),
        (
            "update server_keys set endorsement = sha256(endorsement) || sha256(endorsement) where previous_id is not null",
            Check::Keys,
        ),
        (
            "drop index server_keys_first; update server_keys set endorsement = null, previous_id = null",
            Check::Keys,
        ),
        (
            "update grants set role = 'registrar', municipality_id = (select host_id from boards limit 1), board_id = null where role = 'secretary'",
            Check::Acts,
        ),
        ("update grants set given_by = account_id", Check::Acts),
        ("update grants set starts_on = '2020-01-01', ends_on = '2099-12-31'", Check::Acts),
        (
            "insert into grants (id, account_id, role, municipality_id, given_at, given_salt) select gen_random_uuid(), account_id, 'administrator', (select id from municipalities limit 1), given_at, given_salt from grants limit 1",
            Check::Acts,
        ),
        ("update grants set found = true", Check::Acts),
        ("update grants set ended_at = given_at, ended_salt = given_salt", Check::Acts),
        ("delete from grants", Check::Acts),
        ("delete from days_off where day = '2026-12-25'", Check::Calendar),
        ("insert into days_off values ('2026-11-24', 'en ledig dag')", Check::Calendar),
    ];
    for (sql, found) in changes {
        let report = after(&mut db, sql, &outside).await;
        assert!(checks(&report).contains(&found), "{sql}: {report}");
    }
    crate::figure(&format!("tampering changes={0} found={0}", changes.len()));
    assert!(stored(&mut db, &outside).await.unwrap().holds(), "everything was undone");
    drop(db);
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn inv_15_a_rewritten_chain_and_an_older_copy_are_found_by_the_head_outside_only(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = lived(at).await;
    let mut db = site.owner.acquire().await.unwrap();
    let outside = [head(&stored(&mut db, &[]).await.unwrap())];

    let rewritten = format!("update acts set at = at - interval '1 minute'; {REWRITE}");
    let older = "delete from server_keys; delete from disclosures; delete from publications; delete from acts where kind in ('published', 'key_made');
        update heads set (n, hash) = (select n, hash from acts order by n desc limit 1)";
    for sql in [rewritten.as_str(), older] {
        let within = after(&mut db, sql, &[]).await;
        assert!(within.holds(), "{sql}: {within}");
        let found = after(&mut db, sql, &outside).await;
        assert_eq!(checks(&found), [Check::Outside], "{sql}: {found}");
    }
    drop(db);
    site.close().await;
}
