//! The lesser login roles (databasroller), created once per cluster, outside migrations.

use anyhow::{Context, Result, bail};
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, PgConnection};

use super::addresses::{Addresses, password};

/// Reads and adds as a signed-in person's pages do.
pub const SITE: &str = "paragraf_site";
/// Reads what is public.
pub const PUBLIC: &str = "paragraf_public";

/// Creates the two roles that do not exist yet, with the password that their address carries.
///
/// # Errors
/// The owner may not create roles.
pub async fn create(db: &mut PgConnection, addresses: &Addresses) -> Result<()> {
    create_one(db, SITE, &addresses.site).await?;
    create_one(db, PUBLIC, &addresses.public).await
}

async fn create_one(db: &mut PgConnection, role: &str, address: &PgConnectOptions) -> Result<()> {
    if exists(db, role).await? {
        return Ok(());
    }
    let statement = statement(db, role, password(address)).await?;
    match sqlx::raw_sql(AssertSqlSafe(statement)).execute(db).await {
        Ok(_) => Ok(()),
        Err(sqlx::Error::Database(error)) => match error.code().as_deref() {
            // Another program came first; roles belong to the cluster, where no lock of ours reaches.
            Some("42710" | "23505") => Ok(()),
            Some("42501") => bail!(
                "the owner in DATABASE_URL may not create the role {role}; let an administrator of the server run, with \
                 the passwords of PARAGRAF_SITE_URL and PARAGRAF_PUBLIC_URL: \
                 create role {SITE} login password '…'; create role {PUBLIC} login password '…';"
            ),
            _ => Err(error).with_context(|| format!("create the role {role}")),
        },
        Err(error) => Err(error).with_context(|| format!("create the role {role}")),
    }
}

async fn exists(db: &mut PgConnection, role: &str) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select from pg_roles where rolname = $1) as "exists!""#,
        role
    )
    .fetch_one(db)
    .await
}

/// The server does the quoting; `create role` takes no parameters.
async fn statement(
    db: &mut PgConnection,
    role: &str,
    password: Option<String>,
) -> sqlx::Result<String> {
    sqlx::query_scalar!(
        r#"select case when $2::text is null then format('create role %I login', $1::text)
                       else format('create role %I login password %L', $1::text, $2::text) end as "statement!""#,
        role,
        password
    )
    .fetch_one(db)
    .await
}

#[cfg(test)]
mod tests {
    use sqlx::Connection;
    use sqlx::postgres::PgPoolOptions;

    use super::*;

    #[sqlx::test(migrations = false)]
    async fn the_roles_are_created_once_and_can_sign_in(_: PgPoolOptions, owner: PgConnectOptions) {
        let addresses = Addresses::of(owner);
        let mut first = PgConnection::connect_with(&addresses.owner).await.unwrap();
        let mut second = PgConnection::connect_with(&addresses.owner).await.unwrap();

        let (one, other) =
            tokio::join!(create(&mut first, &addresses), create(&mut second, &addresses));
        one.unwrap();
        other.unwrap();
        create(&mut first, &addresses).await.unwrap();

        for (address, role) in [(&addresses.site, SITE), (&addresses.public, PUBLIC)] {
            let mut db = PgConnection::connect_with(address).await.unwrap();
            let me = sqlx::query_scalar!(r#"select current_user::text as "name!""#)
                .fetch_one(&mut db)
                .await
                .unwrap();
            assert_eq!(me, role);
            db.close().await.unwrap();
        }
        first.close().await.unwrap();
        second.close().await.unwrap();
    }

    #[sqlx::test(migrations = false)]
    async fn a_password_with_quotes_stays_one_word(_: PgPoolOptions, owner: PgConnectOptions) {
        let mut db = PgConnection::connect_with(&owner).await.unwrap();

        let with = statement(&mut db, "r", Some("it's; drop".to_owned())).await.unwrap();
        let without = statement(&mut db, "r", None).await.unwrap();

        assert_eq!(with, "create role r login password 'it''s; drop'");
        assert_eq!(without, "create role r login");
        db.close().await.unwrap();
    }
}
