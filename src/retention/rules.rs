//! The rules of retention (gallringsregler): every table of the database, with what lets its rows go, if anything does.

/// What a municipality must have decided before it is weeded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Decided {
    /// The word in the database.
    pub(super) kind: &'static str,
    /// What it is called on pages.
    pub(super) name: &'static str,
    /// What it holds, and from when it is counted.
    pub(super) what: &'static str,
    /// It cannot be told whose it is: weeded once every municipality has decided, and then by the longest time.
    pub(super) shared: bool,
    pub(super) tables: &'static [&'static str],
}

/// The product's own trash: it is no record of anybody's once it has done its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Own {
    pub(super) kind: &'static str,
    pub(super) name: &'static str,
    /// The rule that the product states.
    pub(super) rule: &'static str,
    pub(super) days: i64,
    pub(super) tables: &'static [&'static str],
}

/// What no decision in the program lets go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kept {
    pub(super) name: &'static str,
    pub(super) why: &'static str,
    pub(super) tables: &'static [&'static str],
}

pub(super) const DECIDED: [Decided; 5] = [
    Decided {
        kind: "drafts",
        name: "Utkastens historik",
        what: "Vem som ändrade vad i en paragraf medan den skrevs. Räknas från den dag då paragrafen justerades.",
        shared: false,
        tables: &["revisions"],
    },
    Decided {
        kind: "mails",
        name: "Skickade brev",
        what: "Adress, ärende och tid; texten tas bort när brevet skickas. Räknas från den dag då brevet skickades.",
        shared: true,
        tables: &["mails", "head_mails"],
    },
    Decided {
        kind: "reports",
        name: "Kontrollrapporter",
        what: "Vad den nattliga kontrollen fann. Räknas från den dag då kontrollen kördes.",
        shared: true,
        tables: &["verifications"],
    },
    Decided {
        kind: "addresses",
        name: "Tidigare e-postadresser",
        what: "Från vilken adress till vilken ett konto har bytt; vem som bytte och när finns kvar. Räknas från den dag då adressen byttes.",
        shared: true,
        tables: &["changed_addresses"],
    },
    Decided {
        kind: "accounts",
        name: "Avslutade konton",
        what: "Adress, lösenord, tvåstegsinloggning och enheter för den som varken har roll eller uppdrag kvar; namnet och det som personen gjorde finns kvar. Räknas från den dag då kontot avslutades.",
        shared: true,
        tables: &["known_devices", "passkeys", "recovery_codes", "second_factors"],
    },
];

pub(super) const OWN: [Own; 7] = [
    Own {
        kind: "sessions",
        name: "Inloggningar",
        rule: "Tas bort 30 dagar efter att de upphörde.",
        days: 30,
        tables: &["passkey_challenges", "sessions"],
    },
    Own {
        kind: "links",
        name: "Engångslänkar",
        rule: "Tas bort 30 dagar efter att de slutade gälla.",
        days: 30,
        tables: &["one_time_links"],
    },
    Own {
        kind: "kept_forms",
        name: "Det som inte hann sparas",
        rule: "Finns kvar i 30 dagar för den som skrev det.",
        days: 30,
        tables: &["kept_forms"],
    },
    Own {
        kind: "jobs",
        name: "Schemalagt arbete",
        rule: "Tas bort 90 dagar efter att det gjordes.",
        days: 90,
        tables: &["jobs"],
    },
    Own {
        kind: "alarms",
        name: "Vilka larm som har skickats",
        rule: "Tas bort efter 90 dagar.",
        days: 90,
        tables: &["alarm_mails"],
    },
    Own {
        kind: "backups",
        name: "Vilka säkerhetskopior som har tagits och övats",
        rule: "Tas bort efter 400 dagar; kopiorna själva rörs inte.",
        days: 400,
        tables: &["backups", "rehearsals"],
    },
    Own {
        kind: "allowances",
        name: "Räkningen av inloggningsförsök",
        rule: "Utan adresser i klartext. Tas bort efter ett dygn.",
        days: 1,
        tables: &["allowances"],
    },
];

pub(super) const KEPT: [Kept; 9] = [
    Kept {
        name: "Det justerade",
        why: "Protokoll, underskrifter, justeringar, rättelser, anslag och publiceringar bevaras. Ingenting i programmet kan ta bort dem (ARK-06).",
        tables: &[
            "adjustments",
            "announcements",
            "blobs",
            "disclosures",
            "document_batches",
            "documents",
            "interruptions",
            "leaves",
            "notices",
            "publications",
            "refusals",
            "required_signers",
            "signatures",
            "signed_leaves",
            "signing_orders",
            "takedowns",
            "versions",
            "withdrawals",
        ],
    },
    Kept {
        name: "Kedjan, nycklarna och de skickade huvudena",
        why: "Utan dem kan ingen visa att det justerade är oförändrat.",
        tables: &["acts", "heads", "sent_heads", "server_keys"],
    },
    Kept {
        name: "Sammanträden och paragrafer",
        why: "Det som protokollet bygger på: kallelse, närvaro, ärenden och beslut.",
        tables: &[
            "adjusters",
            "annexes",
            "appointments",
            "attendance_events",
            "ballots",
            "batch_items",
            "batches",
            "candidates",
            "cases",
            "claim_movers",
            "claims",
            "decision_points",
            "decisions",
            "dissent_people",
            "dissents",
            "earlier_handlings",
            "former_states",
            "imports",
            "item_cases",
            "items",
            "meetings",
            "moments",
            "proposition_options",
            "propositions",
            "recipients",
            "sections",
            "series",
            "sittings",
            "speakers",
            "supporting_documents",
            "tallies",
            "votes",
            "wordings",
        ],
    },
    Kept {
        name: "Register, konton och roller",
        why: "Den som har skrivit, skickat eller skrivit under ska kunna pekas ut så länge det som gjordes finns kvar.",
        tables: &[
            "account_closings",
            "accounts",
            "address_changes",
            "boards",
            "calling_orders",
            "days_off",
            "factor_resets",
            "grants",
            "head_recipients",
            "layouts",
            "lowered_rules",
            "municipalities",
            "officials",
            "operator_resets",
            "participants",
            "persons",
            "reset_cancellations",
            "seats",
            "term_persons",
            "term_seats",
            "terms",
        ],
    },
    Kept {
        name: "Organens historia",
        why: "Tidigare namn, när ett organ upphörde och när en kommun lämnade: gamla protokoll och adresser läses efter dem.",
        tables: &["ending_recalls", "endings", "former_names", "leaving_recalls", "leavings"],
    },
    Kept {
        name: "Sekretess och läsningar",
        why: "Vad som är sekretessbelagt, vilka som får läsa det, och vem som har läst (INV-15).",
        tables: &["secrecies", "secret_readers", "secret_readings"],
    },
    Kept {
        name: "Det som togs bort av misstag",
        why: "Det kan läggas tillbaka, och den som tog bort det står kvar med sitt skäl.",
        tables: &["reinstatements", "removals"],
    },
    Kept {
        name: "Återställningar",
        why: "Vad som saknas efter en säkerhetskopia, och vad som har gjorts åt det.",
        tables: &["restoration_steps", "restorations"],
    },
    Kept {
        name: "Gallringen själv",
        why: "Besluten och vad som har gallrats, så att det går att svara på varför något inte finns.",
        tables: &["retention_decisions", "weedings"],
    },
];

/// What a kind is called on pages.
pub(super) fn name(kind: &str) -> &str {
    let decided = DECIDED.iter().map(|rule| (rule.kind, rule.name));
    let own = OWN.iter().map(|rule| (rule.kind, rule.name));
    decided.chain(own).find(|(one, _)| *one == kind).map_or(kind, |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use sqlx::PgPool;

    use super::*;

    /// A new table needs a place here: a rule, or a reason to be kept.
    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn every_table_has_one_rule(pool: PgPool) {
        let tables = sqlx::query_scalar!(
            r#"select relname::text as "name!" from pg_class
               where relnamespace = 'public'::regnamespace and relkind = 'r' and relname !~ '^_' order by relname"#
        );
        let tables = tables.fetch_all(&pool).await.unwrap();
        let ruled: Vec<_> = DECIDED
            .iter()
            .flat_map(|rule| rule.tables)
            .chain(OWN.iter().flat_map(|rule| rule.tables))
            .chain(KEPT.iter().flat_map(|rule| rule.tables))
            .map(|&table| table.to_owned())
            .collect();

        let once: BTreeSet<_> = ruled.iter().collect();
        assert_eq!(once.len(), ruled.len(), "each once");
        assert_eq!(once, tables.iter().collect());
    }
}
