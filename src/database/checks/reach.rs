//! What a role can do (rollernas räckvidd) beside what the migrations grant it.

use sqlx::PgConnection;

/// The tables and privileges are the first that come to hand: one is enough to refuse.
#[cfg_attr(test, derive(Default))]
pub(super) struct Reach {
    role: String,
    superuser: bool,
    /// May create roles or databases, or read the disk as a replica does.
    elevated: bool,
    member_of: Option<String>,
    owns: Option<String>,
    creates_in: Option<String>,
    writes: Option<String>,
    /// A relation that is none of the public's views.
    reads: Option<String>,
    /// An append-only table that it may change.
    changes: Option<String>,
}

impl Reach {
    pub(super) async fn load(db: &mut PgConnection) -> sqlx::Result<Self> {
        sqlx::query_as!(
            Self,
            r#"with tables as (
                   select c.oid, c.relowner, n.nspname, c.relname, format('%I.%I', n.nspname, c.relname) as name
                   from pg_class c join pg_namespace n on n.oid = c.relnamespace
                   where c.relkind in ('r', 'p', 'v', 'm', 'f')
                     and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
               )
               select current_user::text as "role!",
                      me.rolsuper as "superuser!",
                      (me.rolcreaterole or me.rolcreatedb or me.rolreplication or me.rolbypassrls) as "elevated!",
                      (select min(r.rolname::text) from pg_auth_members m join pg_roles r on r.oid = m.roleid
                       where m.member = me.oid) as member_of,
                      (select min(name) from tables where relowner = me.oid) as owns,
                      (select min(n.nspname::text) from pg_namespace n
                       where n.nspname !~ '^pg_' and has_schema_privilege(n.oid, 'create')) as creates_in,
                      (select min(name) from tables
                       where has_table_privilege(oid, 'insert, update, delete, truncate')
                          or has_any_column_privilege(oid, 'insert, update')) as writes,
                      (select min(name) from tables
                       where not (nspname = 'public' and relname ~ '^public_')
                         and has_any_column_privilege(oid, 'select')) as reads,
                      (select min(name) from tables
                       where exists (select from pg_trigger t where t.tgrelid = tables.oid and t.tgname ~ '_append_only$')
                         and (has_table_privilege(oid, 'update, delete, truncate') or has_any_column_privilege(oid, 'update')))
                        as changes
               from pg_roles me where me.rolname = current_user"#
        )
        .fetch_one(db)
        .await
    }

    /// What neither of the pages' roles may.
    pub(super) fn findings(&self) -> Vec<String> {
        let role = &self.role;
        if self.superuser {
            return vec![format!(
                "{role} is a superuser, whom no grant stops. Run: alter role {role} nosuperuser."
            )];
        }
        let elevated = self.elevated.then(|| {
            format!(
                "{role} may create roles or databases, or copy the whole server, and so get round its grants. \
                 Run: alter role {role} nocreaterole nocreatedb noreplication nobypassrls."
            )
        });
        let member = self
            .member_of
            .as_ref()
            .map(|other| format!("{role} may act as {other}. Run: revoke {other} from {role}."));
        let owns = self.owns.as_ref().map(|table| {
            format!(
                "{role} owns {table} and could drop what guards it. Give the table to the owner in DATABASE_URL."
            )
        });
        let creates = self.creates_in.as_ref().map(|schema| {
            format!(
                "{role} may create tables and functions in the schema {schema}, and so stand in for ours. \
                 Run: revoke create on schema {schema} from public, {role}."
            )
        });
        [elevated, member, owns, creates].into_iter().flatten().collect()
    }

    /// What the site's role may not.
    pub(super) fn changing(&self) -> Option<String> {
        let (role, table) = (&self.role, self.changes.as_ref().filter(|_| !self.superuser)?);
        Some(format!(
            "{role} may change what is written in {table}, which is only added to. \
             Run: revoke update, delete, truncate on {table} from {role}."
        ))
    }

    /// What the public's role may not.
    pub(super) fn more_than_reading_what_is_public(&self) -> Vec<String> {
        if self.superuser {
            return Vec::new();
        }
        let role = &self.role;
        let writes = self
            .writes
            .as_ref()
            .map(|table| format!("{role} may write to {table}; it is for reading. Revoke that."));
        let reads = self.reads.as_ref().map(|table| {
            format!("{role} may read {table}, which is not a view for the public. Revoke that.")
        });
        writes.into_iter().chain(reads).collect()
    }
}

#[cfg(test)]
mod tests {
    use sqlx::Connection;
    use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

    use super::super::super::Addresses;
    use super::*;

    #[sqlx::test(migrations = false)]
    async fn a_superuser_is_refused(_: PgPoolOptions, owner: PgConnectOptions) {
        let mut db = PgConnection::connect_with(&owner).await.unwrap();

        let findings = Reach::load(&mut db).await.unwrap().findings();

        assert!(findings[0].contains("is a superuser"), "{findings:?}");
        db.close().await.unwrap();
    }

    #[test]
    fn whatever_leads_round_the_grants_is_refused() {
        let role = || Reach { role: "paragraf_site".to_owned(), ..Reach::default() };
        let some = || Some("x".to_owned());
        assert_eq!(role().findings(), [""; 0]);
        for (reach, reason) in [
            (Reach { elevated: true, ..role() }, "nocreaterole"),
            (Reach { member_of: some(), ..role() }, "may act as x"),
            (Reach { owns: some(), ..role() }, "owns x"),
            (Reach { creates_in: some(), ..role() }, "the schema x"),
        ] {
            let findings = reach.findings();
            assert_eq!(findings.len(), 1, "{findings:?}");
            assert!(findings[0].contains(reason), "{findings:?}");
        }
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn the_roles_as_migrated_pass_and_what_is_granted_beyond_that_is_found(
        _: PgPoolOptions,
        owner: PgConnectOptions,
    ) {
        let addresses = Addresses::of(owner);
        let mut db = PgConnection::connect_with(&addresses.owner).await.unwrap();
        let mut site = PgConnection::connect_with(&addresses.site).await.unwrap();
        let mut public = PgConnection::connect_with(&addresses.public).await.unwrap();
        let (ours, theirs) = (load(&mut site).await, load(&mut public).await);
        assert_eq!([ours.findings(), theirs.findings()].concat(), [""; 0]);
        assert_eq!(ours.changing(), None);
        assert_eq!(theirs.more_than_reading_what_is_public(), [""; 0]);

        sqlx::raw_sql(
            "grant update (person_id) on signatures to paragraf_site;
             grant select (name) on persons to paragraf_public;
             grant insert on mails to paragraf_public;
             grant create on schema public to public;
             create table stray (); alter table stray owner to paragraf_public",
        )
        .execute(&mut db)
        .await
        .unwrap();

        let (ours, theirs) = (load(&mut site).await, load(&mut public).await);
        let changing = ours.changing().unwrap();
        assert!(changing.contains("public.signatures"), "{changing}");
        let beyond = theirs.more_than_reading_what_is_public().join("\n");
        assert!(beyond.contains("may write to public.mails"), "{beyond}");
        assert!(beyond.contains("may read public.persons"), "{beyond}");
        let findings = theirs.findings().join("\n");
        assert!(findings.contains("owns public.stray"), "{findings}");
        assert!(findings.contains("in the schema public"), "{findings}");
        for db in [db, site, public] {
            db.close().await.unwrap();
        }
    }

    async fn load(db: &mut PgConnection) -> Reach {
        Reach::load(db).await.unwrap()
    }
}
