//! The triggers (vakter) that keep what was signed from change: all there, and none asleep.

use std::collections::BTreeSet;

use sqlx::PgConnection;

/// Rows are added and never changed.
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

/// Rows rest once the batch they belong to is adjusted (INV-06).
const FROZEN: [&str; 36] = [
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
    "leaves",
    "meetings",
    "moments",
    "proposition_options",
    "propositions",
    "recipients",
    "refusals",
    "required_signers",
    "revisions",
    "sections",
    "signatures",
    "signed_leaves",
    "sittings",
    "speakers",
    "supporting_documents",
    "tallies",
    "votes",
    "withdrawals",
    "wordings",
];

/// Rules of single tables.
const RULES: [&str; 31] = [
    "acts_guard",
    "adjustments_guard",
    "announcements_guard",
    "batch_items_every_item",
    "boards_grants_ended",
    "boards_removal_recorded",
    "boards_slug_former",
    "disclosures_not_secret",
    "factor_resets_never_truncated",
    "factor_resets_told",
    "grants_never_truncated",
    "grants_scope_exists",
    "grants_told",
    "items_removal_recorded",
    "leaving_recalls_before_return",
    "meetings_every_item",
    "meetings_removal_recorded",
    "meetings_until_ending",
    "municipalities_board_in_use",
    "municipalities_grants_ended",
    "municipalities_removal_recorded",
    "officials_removal_recorded",
    "operator_resets_told",
    "participants_once",
    "persons_removal_recorded",
    "reset_cancellations_told",
    "seats_removal_recorded",
    "takedowns_not_early",
    "terms_removal_recorded",
    "versions_guard",
    "versions_not_shadow",
];

/// A sentence for each guard that is gone, or does not stand under every `session_replication_role`.
pub(super) async fn missing(db: &mut PgConnection) -> sqlx::Result<Vec<String>> {
    let awake = awake(db).await?;
    Ok(names()
        .filter(|name| !awake.contains(name))
        .map(|name| {
            format!(
                "The guard {name} is missing or disabled: what was signed could be changed unseen. \
             Restore a backup, or enable it always as the migrations do."
            )
        })
        .collect())
}

fn names() -> impl Iterator<Item = String> {
    let tables = |tables: &'static [&str], ending: &'static str| {
        tables.iter().map(move |table| format!("{table}_{ending}"))
    };
    tables(&APPEND_ONLY, "append_only")
        .chain(tables(&APPEND_ONLY, "never_truncated"))
        .chain(tables(&FROZEN, "frozen"))
        .chain(tables(&FROZEN, "never_truncated"))
        .chain(RULES.iter().map(|&rule| rule.to_owned()))
}

async fn awake(db: &mut PgConnection) -> sqlx::Result<BTreeSet<String>> {
    let names = sqlx::query_scalar!(
        r#"select t.tgname::text as "name!" from pg_trigger t join pg_class c on c.oid = t.tgrelid
           where c.relnamespace = 'public'::regnamespace and not t.tgisinternal and t.tgenabled = 'A'
             and t.tgname ^@ c.relname"#
    )
    .fetch_all(db)
    .await?;
    Ok(names.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use sqlx::PgPool;

    use super::*;

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn every_trigger_of_the_migrations_is_named_here(pool: PgPool) {
        let mut db = pool.acquire().await.unwrap();

        assert_eq!(awake(&mut db).await.unwrap(), names().collect());
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn a_guard_that_is_gone_or_asleep_is_missed(pool: PgPool) {
        let mut db = pool.acquire().await.unwrap();
        assert_eq!(missing(&mut db).await.unwrap(), [""; 0]);

        sqlx::raw_sql(
            "drop trigger signatures_append_only on signatures;
             alter table items disable trigger items_frozen;
             alter table acts enable trigger acts_append_only",
        )
        .execute(&mut *db)
        .await
        .unwrap();

        let missing = missing(&mut db).await.unwrap().join("\n");
        assert_eq!(missing.lines().count(), 3, "{missing}");
        for name in ["signatures_append_only", "items_frozen", "acts_append_only"] {
            assert!(missing.contains(name), "{missing}");
        }
    }

    /// Temporary tables are looked up first where the path does not name their schema: a role could lay an empty
    /// one over the facts that a guard reads.
    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn no_function_is_blinded_by_a_temporary_table(pool: PgPool) {
        let blind = sqlx::query_scalar!(
            r#"select proname::text as "name!" from pg_proc
               where pronamespace = 'public'::regnamespace
                 and prolang in (select oid from pg_language where lanname in ('sql', 'plpgsql'))
                 and proconfig is distinct from '{"search_path=pg_catalog, public, pg_temp"}'"#
        )
        .fetch_all(&pool)
        .await
        .unwrap();

        assert_eq!(blind, [""; 0]);
    }
}
