//! The public's role reads what is public, and nothing else: every column of everything it can reach is searched.

use std::{io::Write as _, process::Command};

use sqlx::{
    AssertSqlSafe, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};

use crate::{support::TestSite, workplace::Workplace};

const SECRET: &str = "ohemulighet";
const OPEN: &str = "snöröjningen";

// Decisions 15.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn the_two_pools_sign_in_as_roles_that_own_nothing_and_rule_nothing(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    let pools = site.pools();
    for (pool, name) in [(&pools.site, "paragraf_site"), (&pools.public, "paragraf_public")] {
        let role = sqlx::query!(
            r#"
            select current_user::text as "current!", session_user::text as "session!",
                (rolsuper or rolcreaterole or rolcreatedb or rolbypassrls or rolreplication) as "rules!",
                exists (select from pg_auth_members where member = r.oid) as "member!",
                has_schema_privilege(r.oid, 'public', 'create') as "creates!",
                exists (select from pg_shdepend d where d.refclassid = 'pg_authid'::regclass and d.refobjid = r.oid and d.deptype = 'o'
                    and d.dbid in (0, (select oid from pg_database where datname = current_database()))) as "owns!"
            from pg_roles r where rolname = current_user
            "#
        )
        .fetch_one(pool)
        .await
        .unwrap();
        assert_eq!((role.current.as_str(), role.session.as_str()), (name, name));
        assert!(!(role.rules || role.member || role.creates || role.owns), "{name}");
    }
    let write = sqlx::raw_sql("create temporary table mine ()").execute(&pools.public).await;
    assert!(write.unwrap_err().to_string().contains("read-only transaction"));
    site.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn the_public_role_is_denied_every_table_and_every_function_with_the_owners_rights(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let site = TestSite::open(at).await;
    let public = &site.pools().public;
    let relations = sqlx::query!(
        r#"select c.relname::text as "name!", c.relkind::text as "kind!" from pg_class c
            where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') order by 1"#
    )
    .fetch_all(&site.owner)
    .await
    .unwrap();
    assert!(relations.len() > 50, "{}", relations.len());
    for relation in relations {
        let read = format!("select from {}", relation.name);
        let read = sqlx::raw_sql(AssertSqlSafe(read)).execute(public).await;
        if relation.kind == "v" && relation.name.starts_with("public_") {
            read.expect(&relation.name);
        } else {
            let refused = read.expect_err(&relation.name).to_string();
            assert!(refused.contains("permission denied"), "{}: {refused}", relation.name);
        }
    }
    let definers = sqlx::query!(
        r#"select proname::text as "name!", has_function_privilege('paragraf_public', oid, 'execute') as "public!" from pg_proc where prosecdef"#
    )
    .fetch_all(&site.owner)
    .await
    .unwrap();
    assert_eq!(definers.len(), 1, "one function runs with its owner's rights");
    assert!(definers[0].name == "append_act" && !definers[0].public);
    for call in [
        "select append_act(now(), 'x', gen_random_uuid(), sha256(''))",
        "select item_is_frozen(gen_random_uuid())",
        "select meeting_is_frozen(gen_random_uuid())",
        "select version_is_frozen(gen_random_uuid())",
    ] {
        let refused = sqlx::raw_sql(call).execute(public).await.expect_err(call).to_string();
        assert!(refused.contains("permission denied"), "{call}: {refused}");
    }
    site.close().await;
}

/// The relation and column of everything that a role can select, catalogues left out.
async fn readable(db: &PgPool) -> Vec<(String, String, bool)> {
    let rows = sqlx::query!(
        r#"
        select table_name::text as "table!", column_name::text as "column!", data_type = 'bytea' as "bytes!"
        from information_schema.columns where table_schema not in ('pg_catalog', 'information_schema') order by 1, 2
        "#
    )
    .fetch_all(db)
    .await
    .unwrap();
    rows.into_iter().map(|row| (row.table, row.column, row.bytes)).collect()
}

/// The columns, as "view.column", in which a word stands; files are searched as they are read.
async fn found(db: &PgPool, word: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (table, column, bytes) in readable(db).await {
        let text = if bytes {
            format!("position(convert_to('{word}', 'UTF8') in {column}) > 0")
        } else {
            format!("position('{word}' in lower({column}::text)) > 0")
        };
        let rows = sqlx::raw_sql(AssertSqlSafe(format!("select from {table} where {text}")))
            .fetch_all(db)
            .await
            .unwrap();
        if !rows.is_empty() {
            found.push(format!("{table}.{column}"));
        }
    }
    let files = sqlx::query_scalar!(r#"select bytes as "bytes!" from public_files"#);
    for file in files.fetch_all(db).await.unwrap() {
        if text_of(&file).contains(word) {
            found.push("the text of a file".to_owned());
        }
    }
    found
}

/// The text and the metadata of a PDF.
fn text_of(pdf: &[u8]) -> String {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(pdf).unwrap();
    let mut all = String::new();
    for (program, arguments) in [("pdftotext", &["-htmlmeta"][..]), ("pdfinfo", &["-meta"])] {
        let mut command = Command::new(program);
        command.args(arguments).arg(file.path());
        if program == "pdftotext" {
            command.arg("-");
        }
        let output = command.output().expect("poppler-utils");
        assert!(output.status.success(), "{program}");
        all.push_str(&String::from_utf8_lossy(&output.stdout).to_lowercase());
    }
    all
}

/// Puts the secret word in every column of text that no page fills.
async fn elsewhere(db: &PgPool) {
    let person = format!(
        "insert into persons (id, name) values (gen_random_uuid(), '{SECRET}');
         insert into accounts (id, person_id, email, created_at) select gen_random_uuid(), id, '{SECRET}@exempel.se', now() from persons where name = '{SECRET}';
         insert into kept_forms (id, account_id, path, body, kept_at) select gen_random_uuid(), id, '/{SECRET}', '{SECRET}', now() from accounts;
         insert into mails (to_address, subject, body, queued_at, retry_at) values ('{SECRET}', '{SECRET}', '{SECRET}', now(), now());
         insert into interruptions (notice_id, n, from_at, decided_by, reason, effect)
            select n.id, 1, now(), a.id, '{SECRET}', 'of_no_consequence' from notices n, accounts a limit 1"
    );
    sqlx::raw_sql(AssertSqlSafe(person)).execute(db).await.unwrap();
}

// PRI-02, PRI-07, INV-12: one meeting published with a § withheld, one adjusted, one sent, one being written.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn no_view_of_the_public_shows_a_word_of_what_is_not_published(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let workplace = Workplace::begin(at).await;
    let published = workplace.write(&[OPEN, SECRET]).await;
    workplace.close(&published).await;
    let version = workplace.send(&published, SECRET).await;
    workplace.refuse(&published, version, SECRET).await;
    let version = workplace.send(&published, SECRET).await;
    workplace.sign(version).await;
    workplace.publish(&published, published.items[1]).await;
    let adjusted = workplace.write(&[SECRET]).await;
    workplace.close(&adjusted).await;
    let version = workplace.send(&adjusted, SECRET).await;
    workplace.sign(version).await;
    let sent = workplace.write(&[SECRET]).await;
    workplace.close(&sent).await;
    workplace.send(&sent, SECRET).await;
    workplace.write(&[SECRET]).await;
    elsewhere(&workplace.site.owner).await;

    let public = &workplace.site.pools().public;
    let stored = readable(public).await;
    assert!(stored.iter().all(|(table, ..)| table.starts_with("public_")), "{stored:?}");
    let hidden = found(&workplace.site.owner, SECRET).await;
    for column in
        ["items.title", "sections.text", "versions.canonical", "refusals.reason", "accounts.email"]
    {
        assert!(hidden.iter().any(|one| one == column), "{column} is not among {hidden:?}");
    }
    assert!(hidden.len() > 15, "{hidden:?}");
    assert_eq!(
        found(public, OPEN).await,
        ["public_protocols.record", "the text of a file"],
        "what is published is found by the same search"
    );
    assert_eq!(found(public, SECRET).await, Vec::<String>::new());
    let counts = sqlx::query!(
        r#"select (select count(*) from public_notices) as "notices!", (select count(*) from public_protocols) as "protocols!",
            (select string_agg(level, ' ' order by number) from public_items) as "items!""#
    )
    .fetch_one(public)
    .await
    .unwrap();
    assert_eq!((counts.notices, counts.protocols, counts.items.as_str()), (2, 1, "whole withheld"));
    workplace.site.close().await;
}

// What a name betrays: a secret case must not be guessed from the pages either.
#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn no_page_of_the_public_shows_a_word_of_what_is_not_published(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let workplace = Workplace::begin(at).await;
    let walk = workplace.write(&[OPEN, SECRET]).await;
    workplace.close(&walk).await;
    let version = workplace.send(&walk, SECRET).await;
    workplace.sign(version).await;
    workplace.publish(&walk, walk.items[1]).await;
    let notice = sqlx::query_scalar!("select id from notices")
        .fetch_one(&workplace.site.owner)
        .await
        .unwrap();
    let nobody = workplace.site.nobody();

    let whole = "/lekeberg/protokoll/it-namnden/2020-09-08";
    assert!(nobody.get(whole).await.text("main").contains(OPEN));
    for address in [
        "/",
        "/lekeberg",
        "/lekeberg/anslagstavla",
        "/lekeberg/organ/it-namnden",
        "/lekeberg/protokoll",
        "/lekeberg/p/it-namnden/2020/1",
        "/lekeberg/p/it-namnden/2020/2",
        &format!("/lekeberg/anslag/{notice}"),
        whole,
    ] {
        let page = nobody.get(address).await;
        assert_eq!(page.status, 200, "{address}");
        assert!(!String::from_utf8_lossy(&page.body).contains(SECRET), "{address}");
    }
    let pdf = nobody.get(&format!("{whole}/protokoll.pdf")).await;
    let text = text_of(&pdf.body);
    assert!(text.contains(OPEN) && !text.contains(SECRET));
    workplace.site.close().await;
}
