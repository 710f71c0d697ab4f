//! What was adjusted, signed or announced stays: nobody changes, deletes or empties it, and nothing is slipped in beside it.

use std::collections::BTreeMap;

use paragraf::keys::ServerKey;
use sqlx::{
    AssertSqlSafe, Connection as _, PgConnection, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use time::macros::datetime;

use Refused::{AdditionOnceAdjusted, Change, ChangeOnceAdjusted, Truncation};

use crate::workplace::Workplace;

/// Facts: added, and never changed.
const APPEND_ONLY: [&str; 44] = [
    "acts",
    "address_changes",
    "adjustments",
    "announcements",
    "blobs",
    "calling_orders",
    "changed_addresses",
    "disclosures",
    "document_batches",
    "documents",
    "ending_recalls",
    "endings",
    "former_names",
    "former_states",
    "imports",
    "interruptions",
    "layouts",
    "leaves",
    "leaving_recalls",
    "leavings",
    "lowered_rules",
    "notices",
    "operator_resets",
    "publications",
    "refusals",
    "reinstatements",
    "removals",
    "required_signers",
    "reset_cancellations",
    "restoration_steps",
    "restorations",
    "retention_decisions",
    "revisions",
    "secrecies",
    "secret_readings",
    "sent_heads",
    "server_keys",
    "signatures",
    "signed_leaves",
    "signing_orders",
    "takedowns",
    "versions",
    "weedings",
    "withdrawals",
];

/// The meeting and its §§: open until the adjusting.
const FROZEN: [&str; 29] = [
    "adjusters",
    "annexes",
    "appointments",
    "attendance_events",
    "ballots",
    "batch_items",
    "batches",
    "candidates",
    "claim_movers",
    "claims",
    "decision_points",
    "decisions",
    "dissent_people",
    "dissents",
    "earlier_handlings",
    "item_cases",
    "items",
    "meetings",
    "moments",
    "proposition_options",
    "propositions",
    "recipients",
    "sections",
    "sittings",
    "speakers",
    "supporting_documents",
    "tallies",
    "votes",
    "wordings",
];

/// Append-only, and what lies under an adjusted version gets nothing more.
const SEALED: [&str; 7] = [
    "leaves",
    "refusals",
    "required_signers",
    "revisions",
    "signatures",
    "signed_leaves",
    "withdrawals",
];

/// The register, the accounts, and rows that only point or count.
const OPEN: [&str; 36] = [
    "_sqlx_migrations",
    "account_closings",
    "accounts",
    "alarm_mails",
    "backups",
    "allowances",
    "boards",
    "cases",
    "days_off",
    "factor_resets",
    "grants",
    "head_mails",
    "head_recipients",
    "heads",
    "jobs",
    "kept_forms",
    "known_devices",
    "mails",
    "municipalities",
    "officials",
    "one_time_links",
    "participants",
    "passkey_challenges",
    "passkeys",
    "persons",
    "recovery_codes",
    "rehearsals",
    "seats",
    "second_factors",
    "secret_readers",
    "series",
    "sessions",
    "term_persons",
    "term_seats",
    "terms",
    "verifications",
];

/// What a trigger that fires for every role and setting refuses.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Refused {
    Change,
    Truncation,
    ChangeOnceAdjusted,
    AdditionOnceAdjusted,
}

async fn guarded(db: &PgPool) -> BTreeMap<String, Vec<Refused>> {
    let rows = sqlx::query!(
        r#"
        select c.relname::text as "table!", p.proname::text as "function!", t.tgtype & 4 > 0 as "inserts!",
            t.tgtype & 24 = 24 as "changes!", t.tgtype & 32 > 0 as "truncates!"
        from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_proc p on p.oid = t.tgfoid
        where not t.tgisinternal and t.tgenabled = 'A' and t.tgtype & 2 > 0 and c.relnamespace = 'public'::regnamespace
        "#
    )
    .fetch_all(db)
    .await
    .unwrap();
    let mut tables = BTreeMap::<String, Vec<Refused>>::new();
    for row in rows {
        let always = ["refuse_change", "refuse_unless_weeded", "refuse_unless_decided"]
            .contains(&row.function.as_str());
        let once_adjusted = row.function == "refuse_when_frozen";
        let refused = [
            (always && row.changes, Change),
            (always && row.truncates, Truncation),
            (once_adjusted && row.changes, ChangeOnceAdjusted),
            (once_adjusted && row.inserts, AdditionOnceAdjusted),
        ];
        let table = tables.entry(row.table).or_default();
        table.extend(refused.iter().filter(|(refuses, _)| *refuses).map(|(_, what)| *what));
    }
    tables
}

/// The tables that are guarded against all of this.
fn against<'a>(tables: &'a BTreeMap<String, Vec<Refused>>, all: &[Refused]) -> Vec<&'a str> {
    let guarded = tables.iter().filter(|(_, refused)| all.iter().all(|one| refused.contains(one)));
    guarded.map(|(name, _)| name.as_str()).collect()
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn every_table_is_append_only_or_frozen_by_the_adjusting_or_named_as_open(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let owner = PgPool::connect_with(at).await.unwrap();
    let tables = guarded(&owner).await;

    assert_eq!(against(&tables, &[Change, Truncation]), APPEND_ONLY);
    assert_eq!(against(&tables, &[ChangeOnceAdjusted, AdditionOnceAdjusted, Truncation]), FROZEN);
    assert_eq!(against(&tables, &[Change, AdditionOnceAdjusted]), SEALED);
    let all = sqlx::query_scalar!(
        r#"select relname::text as "name!" from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace order by relname::text collate "C""#
    )
    .fetch_all(&owner)
    .await
    .unwrap();
    let mut expected = [&APPEND_ONLY[..], &FROZEN, &OPEN].concat();
    expected.sort_unstable();
    assert_eq!(all, expected);

    let under_a_meeting = sqlx::query_scalar!(
        r#"
        with recursive under (oid) as (
            select 'meetings'::regclass::oid
            union select c.conrelid from under u join pg_constraint c on c.confrelid = u.oid and c.contype = 'f'
        )
        select oid::regclass::text as "name!" from under
        "#
    )
    .fetch_all(&owner)
    .await
    .unwrap();
    assert!(under_a_meeting.len() > 20, "{under_a_meeting:?}");
    for table in under_a_meeting {
        assert!(!OPEN.contains(&table.as_str()), "{table} hangs on a meeting and is open");
    }
    owner.close().await;
}

/// Everything that can be done to the rows of a table; the first two only where a row is.
struct Attempts {
    table: String,
    columns: String,
    copy: String,
    first: String,
}

impl Attempts {
    /// `first` is a column that may be written; a copy gets an id of its own where the table has one.
    async fn on(db: &PgPool, table: &str) -> Self {
        let columns = sqlx::query_scalar!(
            r#"select attname::text as "name!" from pg_attribute where attrelid = $1::text::regclass and attnum > 0 and not attisdropped and attidentity = '' order by attnum"#,
            table
        )
        .fetch_all(db)
        .await
        .unwrap();
        let new_id = !["meetings", "batches"].contains(&table);
        let copy = columns
            .iter()
            .map(|name| if name == "id" && new_id { "gen_random_uuid()" } else { name.as_str() });
        Self {
            table: table.to_owned(),
            copy: copy.collect::<Vec<_>>().join(", "),
            first: columns[0].clone(),
            columns: columns.join(", "),
        }
    }

    fn update(&self) -> String {
        format!("update {} set {first} = {first}", self.table, first = self.first)
    }

    fn delete(&self) -> String {
        format!("delete from {}", self.table)
    }

    fn truncate(&self) -> String {
        format!("truncate {} cascade", self.table)
    }

    fn insert(&self) -> String {
        let Self { table, columns, copy, .. } = self;
        format!("insert into {table} ({columns}) select {copy} from {table}")
    }
}

/// The SQLSTATE and the constraint by which a statement is refused; it must be refused.
async fn refusal(db: &mut PgConnection, settings: &str, statement: &str) -> (String, String) {
    let mut db = db.begin().await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(settings)).execute(&mut *db).await.unwrap();
    let done = sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut *db).await;
    let Err(error) = done else { panic!("done: {statement}") };
    let error = error.as_database_error().unwrap_or_else(|| panic!("{error}"));
    let constraint = error.constraint().unwrap_or_default().to_owned();
    (error.code().unwrap_or_default().into_owned(), constraint)
}

const DENIED: &str = "42501";

/// A meeting whose protocol was refused, taken back, sent again, signed, announced, published, interrupted and taken down.
async fn adjusted(at: PgConnectOptions) -> Workplace {
    let facts = include_str!("../data/decided.sql");
    let workplace = Workplace::published_with(at, facts).await;
    let folder = tempfile::tempdir().unwrap();
    let mut db = workplace.site.pools().site.acquire().await.unwrap();
    ServerKey::open(&mut db, folder.path(), datetime!(2026-11-24 09:00 UTC)).await.unwrap();
    drop(db);
    sqlx::raw_sql(include_str!("../data/adjusted.sql"))
        .execute(&workplace.site.owner)
        .await
        .unwrap();
    workplace
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn inv_06_what_is_adjusted_refuses_update_delete_and_truncate_for_the_site_and_for_the_owner(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let workplace = adjusted(at).await;
    let site = &workplace.site;
    let mut by_site = site.pools().site.acquire().await.unwrap();
    let mut by_owner = site.owner.acquire().await.unwrap();
    let replica = "set local session_replication_role = replica";

    for table in APPEND_ONLY.iter().chain(&FROZEN) {
        let attempts = Attempts::on(&site.owner, table).await;
        let frozen = FROZEN.contains(table);
        let any = format!("select 1 / count(*) from {table}");
        sqlx::raw_sql(AssertSqlSafe(any)).execute(&site.owner).await.expect(table);

        let (denied, by_trigger) = ((DENIED.to_owned(), String::new()), "P0001".to_owned());
        let stops =
            (by_trigger, if frozen { "frozen_by_adjustment" } else { "append_only" }.to_owned());
        for statement in [attempts.update(), attempts.delete()] {
            let refused = refusal(&mut by_site, "", &statement).await;
            assert!(refused == stops || refused == denied, "{statement}: {refused:?}");
            assert_eq!(refusal(&mut by_owner, "", &statement).await, stops, "{statement}");
            assert_eq!(refusal(&mut by_owner, replica, &statement).await, stops, "{statement}");
        }
        let truncate = attempts.truncate();
        assert_eq!(refusal(&mut by_site, "", &truncate).await, denied, "{truncate}");
        let stops = ("P0001".to_owned(), "append_only".to_owned());
        assert_eq!(refusal(&mut by_owner, "", &truncate).await, stops, "{truncate}");
        assert_eq!(refusal(&mut by_owner, replica, &truncate).await, stops, "{truncate}");
    }
    drop((by_site, by_owner));
    workplace.site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn nothing_is_added_to_what_is_adjusted(_: PgPoolOptions, at: PgConnectOptions) {
    let workplace = adjusted(at).await;
    let site = &workplace.site;
    let mut by_site = site.pools().site.acquire().await.unwrap();
    let mut by_owner = site.owner.acquire().await.unwrap();

    for table in FROZEN.iter().chain(&SEALED) {
        let insert = Attempts::on(&site.owner, table).await.insert();
        for db in [&mut by_site, &mut by_owner] {
            let (code, constraint) = refusal(db, "", &insert).await;
            assert_eq!(
                (code.as_str(), constraint.as_str()),
                ("P0001", "frozen_by_adjustment"),
                "{insert}"
            );
        }
    }
    let version = "insert into versions (id, batch_id, no, canonical, root) select gen_random_uuid(), id, 9, '', sha256('') from batches";
    let (_, constraint) = refusal(&mut by_site, "", version).await;
    assert_eq!(constraint, "versions_not_after_adjustment");
    drop((by_site, by_owner));
    workplace.site.close().await;
}

// INV-02, INV-03.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn inv_03_no_client_takes_a_notice_down_before_the_day_after_the_last_day(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let workplace = Workplace::begin(at).await;
    let walk = workplace.write(&["ett"]).await;
    workplace.close(&walk).await;
    let version = workplace.send(&walk, "Brådskande").await;
    workplace.sign(version).await;
    let mut by_site = workplace.site.pools().site.acquire().await.unwrap();

    let down = |day| {
        format!(
            "insert into takedowns (notice_id, n, taken_down_on) select id, 1, '{day}' from notices"
        )
    };
    let (_, constraint) = refusal(&mut by_site, "", &down("2020-09-29")).await;
    assert_eq!(constraint, "takedowns_not_early");
    sqlx::raw_sql(AssertSqlSafe(down("2020-09-30"))).execute(&mut *by_site).await.unwrap();
    let before = "insert into announcements (notice_id, n, announced_on, at, by_whom, via) select id, 2, '2020-09-07', now(), 'x', 'receipt' from notices";
    let (_, constraint) = refusal(&mut by_site, "", before).await;
    assert_eq!(constraint, "announcements_not_before_adjusting");
    drop(by_site);
    workplace.site.close().await;
}
